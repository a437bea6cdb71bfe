//! Style, script and icon: part of the program, under addresses that change with their content.

use std::sync::LazyLock;

use axum::Router;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::get;

/// A file that pages refer to.
pub(super) struct Asset {
    path: &'static str,
    media_type: &'static str,
    content: &'static str,
}

pub(super) static STYLE: Asset = Asset {
    path: "/dashboard.css",
    media_type: "text/css; charset=utf-8",
    content: include_str!("dashboard.css"),
};

pub(super) static SCRIPT: Asset = Asset {
    path: "/dashboard.js",
    media_type: "text/javascript; charset=utf-8",
    content: include_str!("dashboard.js"),
};

pub(super) static ICON: Asset = Asset {
    path: "/icon.svg",
    media_type: "image/svg+xml",
    content: include_str!("icon.svg"),
};

/// What the addresses end in: another version of the program has another.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = blake3::Hasher::new();
    for asset in [&STYLE, &SCRIPT, &ICON] {
        hasher.update(asset.content.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(12).collect()
});

impl Asset {
    /// Its address on this server.
    pub(super) fn address(&self) -> String {
        format!("{}?v={}", self.path, *VERSION)
    }

    fn answer(&self) -> ([(HeaderName, &'static str); 2], &'static str) {
        // The address changes with the content: browsers need not ask again.
        let forever = "public, max-age=31536000, immutable";
        let headers = [(CONTENT_TYPE, self.media_type), (CACHE_CONTROL, forever)];
        (headers, self.content)
    }
}

/// All of them.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    [&STYLE, &SCRIPT, &ICON]
        .into_iter()
        .fold(Router::new(), |router, asset| {
            router.route(asset.path, get(move || async { asset.answer() }))
        })
}

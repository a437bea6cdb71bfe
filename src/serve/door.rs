//! An address that is listened on.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};

use super::{HEAD_LIMIT, HEADERS_LIMIT};

/// An address that is listened on; requests wait until [`Door::serve`].
#[derive(Debug)]
pub(super) struct Door {
    pub(super) listener: TcpListener,
    /// HTTPS with this; none: HTTP.
    pub(super) tls: Option<RustlsConfig>,
    /// How long the head of a request may take to arrive, and how long a connection may be idle.
    pub(super) header_time_out: Duration,
}

impl Door {
    /// Answers requests until the handle ends it.
    pub(super) async fn serve(self, router: Router, handle: Handle<SocketAddr>) -> io::Result<()> {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let mut server = axum_server::from_tcp(self.listener)?
            .handle(handle)
            // Also before it is known whether HTTP/1 or HTTP/2 is spoken.
            .first_request_timeout(self.header_time_out);
        let protocol = server.http_builder();
        protocol
            .http1()
            .header_read_timeout(self.header_time_out)
            .max_buf_size(HEAD_LIMIT)
            .max_headers(HEADERS_LIMIT);
        protocol
            .http2()
            .max_header_list_size(u32::try_from(HEAD_LIMIT).unwrap_or(u32::MAX))
            .keep_alive_interval(self.header_time_out)
            .keep_alive_timeout(self.header_time_out);
        match self.tls {
            None => {
                let server = server.acceptor(NoDelayAcceptor::new());
                server.serve(service).await
            }
            Some(config) => {
                let acceptor = RustlsAcceptor::new(config).acceptor(NoDelayAcceptor::new());
                server.acceptor(acceptor).serve(service).await
            }
        }
    }
}

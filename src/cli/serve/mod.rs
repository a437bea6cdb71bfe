//! `serve`: the server.

mod log;
mod parse;
mod settings;

use std::env;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::{output, toml_file};
use crate::notify::NotifySettings;
use crate::serve::{self, ADMINISTRATOR, Options, ServeError};

pub(super) use settings::Settings;

/// The first administrator's password.
const PASSWORD: &str = "BACKUP_CATALOG_ADMIN_PASSWORD";

/// Serve the catalog
#[derive(Debug, Args)]
#[command(after_help = "\
The first start makes the administrator `admin`, with the password in BACKUP_CATALOG_ADMIN_PASSWORD or the file that
--admin-password-file names, or else one that is made up and printed once.

A setting stands in the configuration file under the name of its flag; the environment outdoes the file, a flag both.
`backup-catalog config check` says whether a file is right.

Examples:
  backup-catalog serve --demo
  backup-catalog serve --config /etc/backup-catalog/server.toml
  backup-catalog serve --listen 0.0.0.0:8181 --tls-cert server.pem --tls-key server.key --log-format json")]
pub(super) struct Serve {
    /// Configuration, TOML
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        let file = self.config.as_deref().map(toml_file::read).transpose()?;
        let settings = self.settings.over(file.unwrap_or_default());
        let (format, level) = settings.log();
        let filter = log::filter(level)?;
        let traces = settings.traces()?;
        log::start(format, filter, traces.as_ref())?;
        let mut options = settings.into_options()?;
        options.traces = traces;
        if let Some(password) = password()? {
            options.administrator_password = Some(password);
        }
        serve(options)
    }
}

/// Whether a file has settings that a server would start with; the environment and flags do not count.
pub(super) fn check(file: &Path) -> Result<(), Failure> {
    let settings: Settings = toml_file::read(file)?;
    log::filter(settings.log().1)?;
    settings.into_options()?.check().map_err(failure)
}

/// Who is told what changes, as a file has it.
pub(super) fn notify_settings(file: &Path) -> Result<NotifySettings, Failure> {
    let settings: Settings = toml_file::read(file)?;
    Ok(settings.notify.unwrap_or_default())
}

fn password() -> Result<Option<String>, Failure> {
    match env::var(PASSWORD) {
        Ok(password) if password.is_empty() => Err(Failure::usage(format!(
            "{PASSWORD} is empty; set a password, or unset it to have one made up"
        ))),
        Ok(password) => Ok(Some(password)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => {
            Err(Failure::usage(format!("{PASSWORD} is not UTF-8")))
        }
    }
}

fn serve(options: Options) -> Result<(), Failure> {
    let known_login = options.demo && options.administrator_password.is_none();
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| Failure::unreachable(format!("cannot start: {error}")))?;
    runtime.block_on(async {
        let server = serve::start(options).await.map_err(failure)?;
        let address = server.address().map_err(|error| failure(error.into()))?;
        let scheme = if server.is_encrypted() { "https" } else { "http" };
        let metrics = server.metrics_address().transpose();
        let metrics = metrics.map_err(|error| failure(error.into()))?;
        // A closed standard output is no reason not to serve.
        let mut said = output::text(&format!("Listening on {scheme}://{address}"));
        if let (Some(address), Ok(())) = (metrics, &said) {
            said = output::text(&format!("Metrics at {scheme}://{address}/metrics"));
        }
        if known_login && said.is_ok() {
            said = output::text(&format!("Log in as `{ADMINISTRATOR}`, password `demo`"));
        }
        if let Err(silent) = said {
            tracing::warn!(%address, reason = silent.message, "listening, but nobody reads the output");
        }
        server.run().await.map_err(failure)
    })
}

fn failure(error: ServeError) -> Failure {
    match error {
        ServeError::DemoOnNetwork(_)
        | ServeError::PlainOnNetwork(_)
        | ServeError::Tls(_)
        | ServeError::Notify(_)
        | ServeError::NoDataFolder
        | ServeError::Socket(_)
        | ServeError::Sockets(_)
        | ServeError::Database(_) => Failure::usage(error.to_string()),
        error => Failure::unreachable(error.to_string()),
    }
}

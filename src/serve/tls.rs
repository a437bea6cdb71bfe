//! TLS: a certificate and its key from files, read again on SIGHUP.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Where the certificate and the key are, PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, followed by those between it and the authority.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// Why the files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read, or is not what it should be.
    #[error("cannot read a {what} from {file}: {cause}", file = file.display())]
    File {
        /// What was looked for.
        what: &'static str,
        /// The file.
        file: PathBuf,
        /// Why.
        cause: rustls::pki_types::pem::Error,
    },
    /// There is no certificate in the file.
    #[error("there is no certificate in {}; it has to be PEM", .0.display())]
    NoCertificate(PathBuf),
    /// The certificate and the key do not fit, or are of a kind that is not known.
    #[error("the certificate and the key cannot be used together: {0}")]
    Unusable(#[from] rustls::Error),
}

impl TlsFiles {
    /// Reads both, for a server that listens from now on.
    pub(super) fn load(&self) -> Result<RustlsConfig, TlsError> {
        Ok(RustlsConfig::from_config(self.read()?))
    }

    /// Reads both again. Connections that there are keep what they have; if the files cannot be used, so does everything.
    pub(super) fn reload(&self, into: &RustlsConfig) {
        match self.read() {
            Ok(config) => {
                into.reload_from_config(config);
                tracing::info!(certificate = %self.certificate.display(), "certificate read again");
            }
            Err(error) => {
                tracing::error!(%error, "the certificate was not read again; the old one stays");
            }
        }
    }

    fn read(&self) -> Result<Arc<ServerConfig>, TlsError> {
        warn_of_readers(&self.key);
        let unreadable = |what, file: &Path| {
            let file = file.to_owned();
            move |cause| TlsError::File { what, file, cause }
        };
        let certificates = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(unreadable("certificate", &self.certificate))?;
        if certificates.is_empty() {
            return Err(TlsError::NoCertificate(self.certificate.clone()));
        }
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(unreadable("key", &self.key))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(certificates, key)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

/// A key that others may read is no secret.
fn warn_of_readers(key: &Path) {
    #[cfg(unix)]
    if let Ok(file) = std::fs::metadata(key) {
        use std::os::unix::fs::PermissionsExt as _;
        if file.permissions().mode() & 0o007 != 0 {
            tracing::warn!(key = %key.display(), "everybody on this machine may read the key: chmod o= it");
        }
    }
    #[cfg(not(unix))]
    let _ = key;
}

//! The socket that a service manager has opened already.

use std::net::TcpListener;

use super::ServeError;

/// The socket that systemd hands over (`LISTEN_FDS`), if it does; one only.
pub(super) fn inherited() -> Result<Option<TcpListener>, ServeError> {
    let mut sockets = listenfd::ListenFd::from_env();
    if sockets.len() > 1 {
        return Err(ServeError::Sockets(sockets.len()));
    }
    if sockets.len() == 0 {
        return Ok(None);
    }
    sockets.take_tcp_listener(0).map_err(ServeError::Socket)
}

//! A wire between the server and its PostgreSQL that can be cut and held.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// What happens to bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Wire {
    Whole,
    /// Nothing gets through, and nobody is told.
    Stalled,
    /// Connections end, new ones too.
    Cut,
}

#[derive(Default)]
struct State {
    wire: AtomicU8,
    changed: (Mutex<()>, Condvar),
    open: Mutex<Vec<(TcpStream, UnixStream)>>,
}

pub struct Proxy {
    pub port: u16,
    state: Arc<State>,
}

impl Proxy {
    /// To the socket in a folder of PostgreSQL's.
    pub fn before(folder: &Path) -> Self {
        let socket = folder.join(".s.PGSQL.5432");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                if shared.is(Wire::Cut) {
                    continue;
                }
                let Ok(server) = UnixStream::connect(&socket) else {
                    continue;
                };
                let ends = (client.try_clone().unwrap(), server.try_clone().unwrap());
                shared.open.lock().unwrap().push(ends);
                let (mut from_client, mut to_client) = (client.try_clone().unwrap(), client);
                let (mut from_server, mut to_server) = (server.try_clone().unwrap(), server);
                let one = Arc::clone(&shared);
                thread::spawn(move || {
                    one.carry(
                        |bytes| from_client.read(bytes),
                        |bytes| to_server.write_all(bytes),
                    );
                    drop(to_server.shutdown(Shutdown::Both));
                });
                let other = Arc::clone(&shared);
                thread::spawn(move || {
                    other.carry(
                        |bytes| from_server.read(bytes),
                        |bytes| to_client.write_all(bytes),
                    );
                    drop(to_client.shutdown(Shutdown::Both));
                });
            }
        });
        Self { port, state }
    }

    pub fn set(&self, wire: Wire) {
        self.state.wire.store(wire as u8, Ordering::SeqCst);
        if wire == Wire::Cut {
            for (client, server) in self.state.open.lock().unwrap().drain(..) {
                drop(client.shutdown(Shutdown::Both));
                drop(server.shutdown(Shutdown::Both));
            }
        }
        let _held = self.state.changed.0.lock().unwrap();
        self.state.changed.1.notify_all();
    }
}

impl State {
    fn is(&self, wire: Wire) -> bool {
        self.wire.load(Ordering::SeqCst) == wire as u8
    }

    fn carry(
        &self,
        mut read: impl FnMut(&mut [u8]) -> std::io::Result<usize>,
        mut write: impl FnMut(&[u8]) -> std::io::Result<()>,
    ) {
        let mut bytes = vec![0; 16 * 1024];
        while let Ok(length @ 1..) = read(&mut bytes) {
            let mut held = self.changed.0.lock().unwrap();
            while self.is(Wire::Stalled) {
                held = self.changed.1.wait(held).unwrap();
            }
            drop(held);
            if self.is(Wire::Cut) || write(&bytes[..length]).is_err() {
                return;
            }
        }
    }
}

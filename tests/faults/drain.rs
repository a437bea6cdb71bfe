//! The end of a server that is busy.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use crate::program::Server;
use crate::torture::{seen, times};

#[test]
fn fifty_requests_that_are_under_way_are_all_answered() {
    let rounds = times(1, 20);
    let mut longest = std::time::Duration::ZERO;
    for _ in 0..rounds {
        let server = Server::start();
        let body = "{}";
        let mut slow: Vec<TcpStream> = (0..50)
            .map(|_| {
                let mut stream = TcpStream::connect(server.address()).unwrap();
                let head = "POST /api/session/login HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n\
                            Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";
                stream.write_all(head.as_bytes()).unwrap();
                let mut answer = [0; 25];
                stream.read_exact(&mut answer).unwrap();
                stream
            })
            .collect();
        server.signal("TERM");
        while TcpStream::connect(server.address()).is_ok() {
            std::thread::yield_now();
        }
        let begin = Instant::now();
        for stream in &mut slow {
            stream.write_all(body.as_bytes()).unwrap();
        }
        for mut stream in slow {
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
        }
        assert_eq!(server.end().0.code(), Some(0));
        longest = longest.max(begin.elapsed());
    }
    assert!(longest.as_secs() < 10);
    seen(
        "SIGTERM with 50 requests under way",
        &format!(
            "{rounds} times: no new connection taken, all 50 answered, exit code 0, {} ms after their bodies came at most",
            longest.as_millis()
        ),
    );
}

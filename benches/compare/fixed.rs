//! The floor: an axum handler that knows the answer.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;

/// Answers everything with the bytes of a file.
pub(crate) fn serve(file: &str) {
    let body = Bytes::from(std::fs::read(file).unwrap());
    let answer = move || async move { ([(CONTENT_TYPE, "application/json")], body) };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        axum::serve(listener, Router::new().fallback(answer))
            .await
            .unwrap();
    });
}

//! Lists of rows.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use backup_catalog::http::{
    ApiError, HttpSettings, JsonRows, ResponseHeaders, json_array, layers, respond,
};
use http_body_util::BodyExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

fn chunks(chunks: Vec<Result<Vec<i32>, ApiError>>) -> JsonRows<i32> {
    JsonRows::from_chunks(tokio_stream::iter(chunks))
}

fn response(rows: JsonRows<i32>) -> Response {
    respond::rows(200, ResponseHeaders::default(), rows)
}

async fn text(rows: JsonRows<i32>) -> String {
    let bytes = response(rows)
        .into_body()
        .collect()
        .await
        .unwrap()
        .to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn rows_that_are_here_are_one_array() {
    assert_eq!(text(JsonRows::from_vec(vec![1, 2, 3])).await, "[1,2,3]");
    assert_eq!(text(JsonRows::from_vec(Vec::new())).await, "[]");
}

#[tokio::test]
async fn rows_that_were_written_before_are_the_same_array() {
    for rows in [vec![1, 2, 3], Vec::new()] {
        let written = json_array(&rows).unwrap();
        let whole = text(JsonRows::from_vec(rows.clone())).await;
        assert_eq!(text(JsonRows::from_written(written.clone())).await, whole);
        let read: Vec<i32> = JsonRows::from_written(written).into_vec().await.unwrap();
        assert_eq!(read, rows);
    }
}

#[tokio::test]
async fn rows_that_come_are_the_same_array_however_they_are_cut() {
    for cut in [
        vec![vec![1, 2, 3]],
        vec![vec![1], vec![2, 3]],
        vec![vec![], vec![1, 2], vec![], vec![3], vec![]],
    ] {
        assert_eq!(
            text(chunks(cut.into_iter().map(Ok).collect())).await,
            "[1,2,3]"
        );
    }
    assert_eq!(text(chunks(vec![])).await, "[]");
    assert_eq!(text(chunks(vec![Ok(vec![])])).await, "[]");
}

#[tokio::test]
async fn a_chunk_is_sent_as_one_piece() {
    let mut body = response(chunks(vec![Ok(vec![1, 2]), Ok(vec![3])])).into_body();
    let mut pieces = Vec::new();
    while let Some(frame) = body.frame().await {
        let piece = frame.unwrap().into_data().unwrap();
        pieces.push(String::from_utf8(piece.to_vec()).unwrap());
    }
    assert_eq!(pieces, ["[1,2", ",3", "]"]);
}

#[tokio::test]
async fn rows_can_be_read_back() {
    assert_eq!(
        JsonRows::from_vec(vec![1, 2]).into_vec().await.unwrap(),
        [1, 2]
    );
    assert_eq!(
        chunks(vec![Ok(vec![1]), Ok(vec![2])])
            .into_vec()
            .await
            .unwrap(),
        [1, 2]
    );
    let broken = chunks(vec![Ok(vec![1]), Err(ApiError::conflict("Gone."))]);
    assert_eq!(broken.into_vec().await.unwrap_err().message(), "Gone.");
}

/// Over a socket: the last chunk, which says that the body is whole, never comes.
#[tokio::test]
async fn an_error_in_the_middle_breaks_the_connection() {
    let (rows, coming) = mpsc::channel(1);
    let coming = Arc::new(Mutex::new(Some(ReceiverStream::new(coming))));
    let handler = get(move || async move {
        response(JsonRows::from_chunks(
            coming.lock().unwrap().take().unwrap(),
        ))
    });
    let settings = HttpSettings {
        request_ids: Arc::new(|| "1".to_owned()),
        ..HttpSettings::default()
    };
    let router = layers(Router::new().route("/rows", handler), &settings);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });

    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"GET /rows HTTP/1.1\r\nhost: test\r\n\r\n")
        .await
        .unwrap();
    rows.send(Ok(vec![1, 2])).await.unwrap();
    let mut received = Vec::new();
    while !received.ends_with(b"[1,2\r\n") {
        assert_ne!(stream.read_buf(&mut received).await.unwrap(), 0);
    }
    let failure = ApiError::internal(std::io::Error::other("the disk is gone"));
    rows.send(Err(failure)).await.unwrap();
    let mut rest = Vec::new();
    // The server closes the connection although the client has not asked for it.
    let _ = stream.read_to_end(&mut rest).await;
    let head = String::from_utf8(received).unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    assert!(head.contains("transfer-encoding: chunked"), "{head}");
    assert_eq!(String::from_utf8(rest).unwrap(), "");
    server.abort();
}

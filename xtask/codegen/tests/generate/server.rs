//! The server.

use insta::assert_snapshot;

use crate::code::{generated, items};

fn server(names: &[&str]) -> String {
    items(&generated().server, names)
}

#[test]
fn the_table_of_operations() {
    assert_snapshot!(
        "operations",
        server(&[
            "OperationInfo",
            "OPERATIONS",
            "LIST_BOOKS",
            "CHANGE_BOOK",
            "IMPORT_BOOKS"
        ])
    );
}

#[test]
fn the_table_of_parameters() {
    assert_snapshot!(
        "parameters",
        server(&["LIST_BOOKS_PARAMETERS", "CHANGE_BOOK_PARAMETERS"])
    );
}

#[test]
fn privileges() {
    assert_snapshot!("privilege", server(&["Privilege"]));
}

#[test]
fn the_structs_of_path_query_and_headers() {
    assert_snapshot!(
        "parameter-structs",
        server(&[
            "BookFilter",
            "ImportBooksQuery",
            "ChangeBookPath",
            "ChangeBookHeaders"
        ])
    );
}

#[test]
fn the_schemas_of_bodies() {
    assert_snapshot!(
        "body-schemas",
        server(&[
            "ADD_BOOKS_BODY",
            "NEW_BOOK_SCHEMA",
            "BOOK_CHANGE_SCHEMA",
            "BOOK_REFERENCE_SCHEMA",
            "GENRE_SCHEMA"
        ])
    );
}

#[test]
fn a_response_that_is_streamed() {
    assert_snapshot!("response-streamed", server(&["ListBooksOk"]));
}

#[test]
fn a_response_with_a_body_and_a_header() {
    assert_snapshot!("response-body", server(&["ChangeBookOk"]));
}

#[test]
fn a_response_of_two_statuses_answers_the_first() {
    assert_snapshot!("response-two-statuses", server(&["AddBooksOk"]));
}

#[test]
fn a_response_without_a_body() {
    assert_snapshot!("response-empty", server(&["ImportBooksOk"]));
}

#[test]
fn the_trait() {
    assert_snapshot!("trait", server(&["LibraryApi"]));
}

#[test]
fn the_router() {
    assert_snapshot!("router", server(&["library_api_router"]));
}

#[test]
fn a_handler_with_a_query() {
    assert_snapshot!("handler-query", server(&["list_books_handler"]));
}

#[test]
fn a_handler_with_path_headers_and_body() {
    assert_snapshot!("handler-body", server(&["change_book_handler"]));
}

#[test]
fn a_handler_that_is_deprecated() {
    assert_snapshot!("handler-deprecated", server(&["add_books_handler"]));
}

#[test]
fn a_handler_with_a_raw_body() {
    assert_snapshot!("handler-raw-body", server(&["import_books_handler"]));
}

#[test]
fn the_compiled_api() {
    assert_snapshot!("compiled-api", server(&["CompiledApi"]));
}

//! The paths and texts of a file of Rust, without its comments.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What stands in a file.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// Paths with their `::`, those of `use` written out; a macro with its `!`, an attribute with its `#`.
    pub(super) paths: Vec<String>,
    /// Literals of strings, without their quotes.
    pub(super) texts: Vec<String>,
}

/// Reads a file; none if it is not Rust.
pub(super) fn read(text: &str) -> Option<Tokens> {
    let stream: TokenStream = text.parse().ok()?;
    let mut tokens = Tokens::default();
    tokens.walk(stream, "");
    Some(tokens)
}

impl Tokens {
    /// `before` is what a path in braces continues.
    fn walk(&mut self, stream: TokenStream, before: &str) {
        let mut path = before.to_owned();
        let mut trees = stream.into_iter().peekable();
        while let Some(tree) = trees.next() {
            match tree {
                TokenTree::Ident(ident) => {
                    if !path.ends_with("::") {
                        self.end(&mut path, before);
                    }
                    path.push_str(&ident.to_string());
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => path.push(':'),
                TokenTree::Punct(punct) if punct.as_char() == '!' && !path.is_empty() => {
                    path.push('!');
                    self.end(&mut path, before);
                }
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    self.end(&mut path, before);
                    // `#![…]` is an attribute too.
                    trees.next_if(
                        |next| matches!(next, TokenTree::Punct(next) if next.as_char() == '!'),
                    );
                    if let Some(TokenTree::Group(group)) = trees.next_if(|next| {
                        matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
                    }) {
                        self.attribute(group.stream());
                    }
                }
                TokenTree::Group(group)
                    if group.delimiter() == Delimiter::Brace && path.ends_with("::") =>
                {
                    self.walk(group.stream(), &path);
                    path.clear();
                }
                TokenTree::Group(group) => {
                    self.end(&mut path, before);
                    self.walk(group.stream(), "");
                }
                TokenTree::Literal(literal) => {
                    self.end(&mut path, before);
                    self.text(&literal.to_string());
                }
                TokenTree::Punct(_) => self.end(&mut path, before),
            }
        }
        self.end(&mut path, before);
    }

    /// A comment for rustdoc is an attribute, and is no code.
    fn attribute(&mut self, stream: TokenStream) {
        let mut trees = stream.into_iter();
        let Some(TokenTree::Ident(name)) = trees.next() else {
            return;
        };
        if name != "doc" {
            self.paths.push(format!("#{name}"));
            self.walk(trees.collect(), "");
        }
    }

    fn end(&mut self, path: &mut String, before: &str) {
        if path != before {
            // The colon before a type ends no path.
            self.paths.push(path.trim_end_matches(':').to_owned());
        }
        before.clone_into(path);
    }

    fn text(&mut self, literal: &str) {
        if let (Some(start), Some(end)) = (literal.find('"'), literal.rfind('"'))
            && start < end
        {
            self.texts.push(literal[start + 1..end].to_owned());
        }
    }
}

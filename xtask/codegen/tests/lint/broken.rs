//! The fixture, broken.

use std::fmt::Write as _;

use codegen::Source;

pub(crate) const LIBRARY: &str = include_str!("../fixtures/library.yaml");

/// A way to break the fixture: what it is, the text that is replaced, and by what. With nothing to be
/// replaced the text is appended.
pub(crate) type Case<'a> = (&'a str, &'a str, &'a str);

/// Compares the findings for each case, under its name, with the snapshot.
pub(crate) fn assert_findings(snapshot: &str, cases: &[Case]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(snapshot, findings(cases)));
}

fn findings(cases: &[Case]) -> String {
    let mut report = String::new();
    for (name, old, new) in cases {
        let text = if old.is_empty() {
            format!("{LIBRARY}{new}")
        } else {
            // The first of several: what is broken once is broken.
            assert!(LIBRARY.contains(old), "the fixture has no {old:?}");
            LIBRARY.replacen(old, new, 1)
        };
        let _ = writeln!(report, "# {name}\n{}\n", of(&text));
    }
    report
}

/// The findings of a document, one a line.
pub(crate) fn of(text: &str) -> String {
    match codegen::lint(&[Source {
        file: "library.yaml",
        text,
    }]) {
        Ok(()) => "nothing is wrong".to_owned(),
        Err(findings) => findings.to_string().replace("library.yaml: ", ""),
    }
}

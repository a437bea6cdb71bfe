//! borgmatic.

use backup_catalog::domain::record::Reference;
use backup_catalog::sources::SourceError;
use backup_catalog::sources::borgmatic::inventories;

use crate::borg::options;
use crate::{refuses_bytes_that_are_no_text, refuses_each_cut, sample};

#[test]
fn a_repository_is_called_by_its_label() {
    let options = backup_catalog::sources::borg::Options {
        destination: None,
        ..options()
    };
    let all = inventories(&sample("borgmatic-2.1.10/info.json"), &options).unwrap();
    let [one] = &all[..] else { panic!("{all:?}") };
    assert!(one.complete && one.scope.starts_with("borg:433158aa"));
    assert!(one.records.iter().all(|record| {
        record.destination == Some(Reference::Name("nas".into()))
            && record.entity.name == "vm:files"
    }));
    insta::assert_json_snapshot!("borgmatic-2.1-info", all);
    let list = inventories(&sample("borgmatic-2.1.10/repo-list.json"), &options).unwrap();
    let ids = |all: &[backup_catalog::sources::Inventory]| {
        let records = all[0].records.iter();
        records
            .map(|record| (record.id.clone(), record.snapshot_time))
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&list), ids(&all));
}

#[test]
fn what_is_damaged_or_of_another_command_is_refused() {
    let read = |bytes: &[u8]| inventories(bytes, &options());
    let whole = sample("borgmatic-2.1.10/info.json");
    refuses_each_cut(&whole, read);
    refuses_bytes_that_are_no_text(&whole, read);
    for name in ["repo-info.json", "create-1.json"] {
        let refused = read(&sample(&format!("borgmatic-2.1.10/{name}"))).unwrap_err();
        assert!(
            refused.to_string().ends_with("it has no list `archives`"),
            "{name}: {refused}"
        );
    }
    assert!(matches!(read(b"[]"), Err(SourceError::Bare { .. })));
    assert!(matches!(read(b"{}"), Err(SourceError::Shape { .. })));
}

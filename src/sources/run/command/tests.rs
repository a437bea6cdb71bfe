//! Command lines as people write them.

use super::{Command, Machine};
use crate::domain::record::Reference;
use crate::sources::run::Format;
use crate::types::BackupType;

fn read(line: &str) -> Command {
    read_with(line, &|_| None)
}

fn read_with(line: &str, variable: &dyn Fn(&str) -> Option<String>) -> Command {
    let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let machine = Machine {
        host: "web01",
        folder: "/home/ann",
        variable,
    };
    Command::read(&words, None, machine)
}

/// Format, entity, destination.
fn seen(command: &Command) -> (Format, &str, &str) {
    let destination = command.guess.destination.as_ref();
    (
        command.format,
        &command.guess.entity.name,
        destination.map_or("", Reference::name),
    )
}

#[test]
fn each_tool_says_what_it_backs_up() {
    use Format::{
        Barman, Borg, Borgmatic, Btrbk, Duplicity, MariaDb, PgBackRest, Plain, Rclone, Restic,
        Rustic,
    };
    for (line, format, entity, destination) in [
        (
            "restic backup --json /srv/data",
            Restic,
            "web01:/srv/data",
            "",
        ),
        (
            "/usr/bin/restic -r sftp:nas:/b backup -e *.tmp --tag a data ../b/",
            Restic,
            "web01:/home/ann/data,/home/b",
            "sftp:nas:/b",
        ),
        (
            "restic backup --host db01 --repo=rest:https://u:p@nas/ --stdin --stdin-filename dump.sql",
            Restic,
            "db01:/dump.sql",
            "rest:https://nas/",
        ),
        (
            "sudo -u backup restic backup /etc",
            Restic,
            "web01:/etc",
            "",
        ),
        (
            "nice -n 10 ionice -c3 borg create /srv/borg::{hostname}-etc-{now:%Y-%m-%d} /etc",
            Borg,
            "web01:etc",
            "/srv/borg",
        ),
        ("borg create --json ::{now} /etc", Borg, "web01", ""),
        ("borgmatic create --json", Borgmatic, "web01", ""),
        (
            "pgbackrest --stanza=main --type=full backup",
            PgBackRest,
            "main",
            "repo1",
        ),
        (
            "pgbackrest backup --stanza main --repo=2",
            PgBackRest,
            "main",
            "repo2",
        ),
        (
            "barman backup --jobs 4 main --wait",
            Barman,
            "main",
            "web01",
        ),
        (
            "duplicity full --no-encryption /srv sftp://u:p@nas/b",
            Duplicity,
            "web01:/srv",
            "sftp://nas/b",
        ),
        (
            "duplicity -v info --name data /srv file:///b --full-if-older-than 1M",
            Duplicity,
            "web01:/srv",
            "file:///b",
        ),
        ("btrbk -q run --format=raw", Btrbk, "web01", ""),
        (
            "rclone sync --stats 30s /srv nas:data -v",
            Rclone,
            "web01:/srv",
            "nas:data",
        ),
        (
            "rclone copy s3,access_key_id=x:bucket/a /mnt/b",
            Rclone,
            "s3:bucket/a",
            "/mnt/b",
        ),
        (
            "mariabackup --backup --target-dir=/b/full",
            MariaDb,
            "web01",
            "",
        ),
        (
            "rustic backup --json --label x data",
            Rustic,
            "web01:data",
            "",
        ),
        ("pg_dump -Fc shop", Plain, "web01:pg_dump", ""),
        ("restic forget --prune", Plain, "web01:restic", ""),
        ("timeout 5 tar cf /b.tar /srv", Plain, "web01:timeout", ""),
    ] {
        assert_eq!(seen(&read(line)), (format, entity, destination), "{line}");
    }
}

#[test]
fn the_environment_says_what_the_command_line_does_not() {
    let environment = |name: &str| {
        let value = match name {
            "RESTIC_REPOSITORY" => "/srv/restic",
            "PGBACKREST_STANZA" => "shop",
            "BORG_REPO" => "ssh://ann:secret@nas/./b",
            _ => return None,
        };
        Some(value.to_owned())
    };
    let cases = [
        ("restic backup /a", "web01:/a", "/srv/restic"),
        ("pgbackrest backup", "shop", "repo1"),
        ("borg create ::x /a", "web01:x", "ssh://nas/./b"),
    ];
    for (line, entity, destination) in cases {
        let command = read_with(line, &environment);
        assert_eq!((seen(&command).1, seen(&command).2), (entity, destination));
    }
}

#[test]
fn a_tool_that_is_asked_again_finds_the_same_repository() {
    let command = read("restic -r /b --password-file pw --cacert=ca.pem -o s3.x=1 backup /a");
    assert_eq!(
        command.environment,
        [
            ("RESTIC_REPOSITORY", Some("/b".to_owned())),
            ("RESTIC_REPOSITORY_FILE", None),
            ("RESTIC_PASSWORD_FILE", Some("pw".to_owned())),
            ("RESTIC_PASSWORD_COMMAND", None),
        ]
    );
    assert_eq!(command.flags, ["--cacert=ca.pem", "--option=s3.x=1"]);
    let command = read("mariadb-backup --backup --target-dir full");
    assert_eq!(command.target.as_deref(), Some("/home/ann/full"));
}

#[test]
fn the_type_of_a_run_is_known_where_the_command_line_chooses_it() {
    use BackupType::{Full, Incremental, Synchronization};
    for (line, kind) in [
        ("rclone sync /srv nas:data", Some(Synchronization)),
        ("duplicity full /srv file:///b", Some(Full)),
        ("duplicity incremental /srv file:///b", Some(Incremental)),
        ("duplicity /srv file:///b", None),
        ("mariadb-backup --backup --target-dir=/b/full", Some(Full)),
        (
            "mariadb-backup --backup --target-dir /b/inc --incremental-basedir /b/full",
            Some(Incremental),
        ),
        ("borg create /b::x /etc", None),
    ] {
        assert_eq!(read(line).guess.kind, kind, "{line}");
    }
    let command = read(
        "mariadb-backup --backup --history=nightly --target-dir=inc --incremental-basedir=full",
    );
    let policy = command.guess.policy.as_ref().map(Reference::name);
    assert_eq!(policy, Some("nightly"));
    assert_eq!(command.base.as_deref(), Some("/home/ann/full"));
    let tool = |line: &str| read(line).guess.tool.map(|tool| tool.name);
    assert_eq!(
        tool("mariabackup --backup").as_deref(),
        Some("mariadb-backup")
    );
    assert_eq!(tool("pg_dump shop"), None);
}

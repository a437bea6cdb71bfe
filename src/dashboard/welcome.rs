//! What an empty catalog shows: the way to the first import.

use maud::{Markup, html};

/// Ways to the first backups: a tool and its command.
const TOOLS: [(&str, &str); 6] = [
    (
        "restic",
        "export RESTIC_REPOSITORY=/srv/restic RESTIC_PASSWORD_FILE=/etc/restic.pass\nbackup-catalog import restic --destination nas",
    ),
    (
        "Borg",
        "export BORG_REPO=/srv/borg BORG_PASSCOMMAND='cat /etc/borg.pass'\nbackup-catalog import borg --destination nas",
    ),
    (
        "pgBackRest",
        "sudo -u postgres backup-catalog import pgbackrest",
    ),
    ("Barman", "sudo -u barman backup-catalog import barman"),
    ("btrbk", "sudo backup-catalog import btrbk"),
    ("another", "backup-catalog import --help"),
];

/// The page of who has just begun; `origin` is the address of this server.
pub(super) fn welcome(origin: &str) -> Markup {
    html! {
        p.lead { "Nothing is here yet: no backup has been reported. Three steps, and this page answers the question." }
        ol.steps {
            li.card {
                h2 { "Make a token for the machine that makes backups" }
                p { "On this server, with the database that it serves. The secret is printed once." }
                pre tabindex="0" { code { "backup-catalog token create web01 --role REPORTER --source web01 \\\n  --database sqlite:/var/lib/backup-catalog/catalog.db" } }
            }
            li.card {
                h2 { "Import what its tool has" }
                p { "On that machine. The tool runs there, with its own environment: this server never sees a repository or its password." }
                pre tabindex="0" { code { "export BACKUP_CATALOG_SERVER=" (origin) "\nexport BACKUP_CATALOG_TOKEN=…" } }
                @for (name, command) in TOOLS {
                    details name="tool" open[name == "restic"] { summary { "With " (name) @if name == "another" { " tool" } } pre tabindex="0" { code { (command) } } }
                }
                details name="tool" { summary { "From a script of your own" }
                    p { "Any program can report a backup: one JSON object each. " a href="/docs/" { "POST /api/catalog/ingest" } }
                    pre tabindex="0" { code {
                        "curl -fsS -H \"Authorization: Bearer $BACKUP_CATALOG_TOKEN\" -H 'content-type: application/json' \\\n  "
                        (origin) "/api/catalog/ingest -d '{\"v\":1, \"source\":\"web01\", \"entity\":{\"name\":\"shop\"},\n    \"exitCode\":0, \"finished\":\"'$(date -u +%FT%TZ)'\"}'"
                    } }
                }
            }
            li.card {
                h2 { "Let it run after every backup" }
                p { "Put the same command behind the backup, or into a timer. What is there already is not reported twice; what retention removed is marked as removed. From then on this page says when a backup is missing." }
                p { "To look around first, start a server with a made-up fleet: " code { "backup-catalog serve --demo" } }
            }
        }
    }
}

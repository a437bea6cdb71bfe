//! Order, pages, details, look-ups.

use serde_json::{Value, json};

use crate::asked::{Asked, Reply};
use crate::defect::{Defect, after, before};

fn sorted_by(asked: &Asked, property: &str) -> bool {
    asked.path == "/backups" && asked.value("orderBy").as_deref() == Some(property)
}

/// Turns runs of rows with the same value round.
fn turn_ties(reply: &mut Reply, pointer: &str) {
    reply.rows(|rows| {
        let key = |row: &Value| row.pointer(pointer).cloned();
        let mut turned: Vec<Value> = Vec::new();
        for run in rows.chunk_by(|a, b| key(a) == key(b)) {
            turned.extend(run.iter().rev().cloned());
        }
        *rows = turned;
    });
}

fn absent_first(reply: &mut Reply, property: &str) {
    reply.rows(|rows| rows.sort_by_key(|row| row.get(property).is_some()));
}

pub(super) fn defects() -> Vec<Defect> {
    vec![
        before("oldest first", "meaning/order/default", |asked| {
            if !asked.has("orderBy") && !asked.has("direction") {
                asked.set("direction", "asc");
            }
        }),
        after(
            "size is turned round",
            "meaning/order/size",
            |asked, reply| {
                if sorted_by(asked, "size") {
                    reply.rows(|rows| rows.reverse());
                }
            },
        ),
        before(
            "direction is ignored",
            "meaning/order/protectedEntity",
            |asked| asked.remove("direction"),
        ),
        before("orderBy is ignored", "meaning/order/statusInfo", |asked| {
            asked.remove("orderBy")
        }),
        before("direction minds the case", "meaning/order/type", |asked| {
            asked.keep(|name, value| name != "direction" || value != "DESC");
        }),
        before(
            "a duration begins with the least",
            "meaning/order/taskDurationTime",
            |asked| {
                if asked.has("orderBy") && !asked.has("direction") {
                    asked.set("direction", "asc");
                }
            },
        ),
        before(
            "a name is another property",
            "meaning/order/node",
            |asked| {
                if asked.value("orderBy").as_deref() == Some("node") {
                    asked.set("orderBy", "protectedEntity");
                }
            },
        ),
        after(
            "ties by guid, descending",
            "meaning/order/status",
            |asked, reply| {
                if sorted_by(asked, "status") {
                    turn_ties(reply, "/status/name");
                }
            },
        ),
        after("ties in any order", "meaning/order/type", |asked, reply| {
            if sorted_by(asked, "type") && asked.number % 2 == 0 {
                turn_ties(reply, "/type/name");
            }
        }),
        after(
            "absent values come first",
            "meaning/order/backupRule",
            |asked, reply| {
                if sorted_by(asked, "backupRule") {
                    absent_first(reply, "backupRule");
                }
            },
        ),
        before(
            "the statistics have another order",
            "meaning/order/size",
            |asked| {
                if asked.path == "/backups/time-statistics" {
                    asked.remove("orderBy");
                }
            },
        ),
        before("pages overlap", "meaning/pages/list", |asked| {
            if asked.path == "/backups" && asked.value("page").is_some_and(|page| page != "0") {
                asked.add("size", -1);
            }
        }),
        before("the first page is 1", "meaning/pages/detailed", |asked| {
            if asked.path == "/backups/detailed"
                && asked.value("page").is_some_and(|page| page != "0")
            {
                asked.add("page", -1);
            }
        }),
        after(
            "the total is that of the page",
            "meaning/pages/list",
            |asked, reply| {
                if asked.path == "/backups" && asked.has("size") {
                    let rows = reply.json().as_array().map_or(0, Vec::len);
                    reply.total(i64::try_from(rows).unwrap());
                }
            },
        ),
        after(
            "the total is one too many",
            "meaning/agreement",
            |asked, reply| {
                if asked.path == "/backups/time-statistics" && reply.is_success() {
                    let total: i64 = reply.headers["x-total-count"]
                        .to_str()
                        .unwrap()
                        .parse()
                        .unwrap();
                    reply.total(total + 1);
                }
            },
        ),
        before(
            "pages of sizes are ignored",
            "meaning/pages/sizes",
            |asked| {
                if asked.path == "/backups/size-statistics" {
                    asked.remove("page");
                }
            },
        ),
        after(
            "ties on other pages each time",
            "meaning/pages/times",
            |asked, reply| {
                if asked.path == "/backups/time-statistics"
                    && asked.has("page")
                    && asked.number % 2 == 0
                {
                    reply.rows(|rows| rows.reverse());
                }
            },
        ),
        before(
            "pages of groups are pages of backups",
            "meaning/pages/grouped",
            |asked| {
                if asked.path == "/backups/grouped" {
                    asked.add("page", 1);
                }
            },
        ),
        after(
            "the list misses a backup",
            "meaning/agreement",
            |asked, reply| {
                if asked.path == "/backups" && !asked.has("size") && reply.is_success() {
                    reply.rows(|rows| drop(rows.pop()));
                }
            },
        ),
        after(
            "the list says another size",
            "meaning/agreement",
            |asked, reply| {
                if asked.path == "/backups" && reply.is_success() {
                    reply.each(|row| row["size"] = json!(row["size"].as_i64().unwrap() / 1024));
                }
            },
        ),
        after(
            "details say another size",
            "meaning/details",
            |asked, reply| {
                if asked.guid().is_some() && reply.is_success() {
                    reply.change(|body| body["size"] = json!(0));
                }
            },
        ),
        after(
            "a chain misses its root",
            "meaning/details",
            |asked, reply| {
                if asked.guid().is_some() && reply.is_success() {
                    reply.change(|body| drop(body["parents"].as_array_mut().unwrap().pop()));
                }
            },
        ),
        after(
            "children of children are children",
            "meaning/details",
            |asked, reply| {
                if asked
                    .guid()
                    .is_some_and(|guid| guid.ends_with("000000000003"))
                    && reply.is_success()
                {
                    reply.change(|body| {
                        let children = body["children"].as_array_mut().unwrap();
                        children.reverse();
                    });
                }
            },
        ),
        after(
            "a restore is not told the labels",
            "meaning/for-restore",
            |asked, reply| {
                if asked.path.contains("/for-restore/") && reply.is_success() {
                    reply.change(|body| drop(body.as_object_mut().unwrap().remove("nativeId")));
                }
            },
        ),
        after(
            "a look-up misses one",
            "meaning/look-up/list_nodes",
            |asked, reply| {
                if asked.path == "/catalog/nodes" {
                    reply.rows(|rows| drop(rows.pop()));
                }
            },
        ),
        before(
            "a look-up ignores nameLike",
            "meaning/look-up/list_entities",
            |asked| {
                if asked.path == "/catalog/entities" {
                    asked.remove("nameLike");
                }
            },
        ),
        before(
            "a look-up ignores pages",
            "meaning/look-up/list_destinations",
            |asked| {
                if asked.path == "/catalog/destinations" {
                    asked.remove("page");
                }
            },
        ),
        after(
            "a look-up is not sorted",
            "meaning/look-up/list_policies",
            |asked, reply| {
                if asked.path == "/catalog/policies" {
                    reply.rows(|rows| rows.reverse());
                }
            },
        ),
        before(
            "every infrastructure is a hypervisor",
            "meaning/look-up/list_infrastructure",
            |asked| {
                if asked.path.starts_with("/catalog/infrastructure/") {
                    asked.path = "/catalog/infrastructure/hypervisor".into();
                }
            },
        ),
    ]
}

#[tokio::test]
async fn wrong_lists_are_found() {
    super::all_are_found(defects()).await;
}

//! A plan of PostgreSQL without figures and values: what is read by which index, and what is sorted.

use serde_json::Value;

use super::Faults;

/// The nodes of a plan, one a line, and what is wrong with it.
pub(super) fn of(plan: &Value) -> (String, Faults) {
    let mut lines = Vec::new();
    write(plan, 0, &mut lines);
    let faults = Faults {
        reads_all: reads_all(plan, false),
        sorts: sorts(plan),
    };
    (lines.join("\n"), faults)
}

fn text<'a>(plan: &'a Value, key: &str) -> &'a str {
    plan[key].as_str().unwrap_or_default()
}

fn children(plan: &Value) -> impl Iterator<Item = &Value> {
    plan["Plans"].as_array().into_iter().flatten()
}

fn write(plan: &Value, depth: usize, lines: &mut Vec<String>) {
    let mut line = "  ".repeat(depth);
    let name = text(plan, "Subplan Name");
    if !name.is_empty() {
        line.extend([name, ": "]);
    }
    line.push_str(text(plan, "Node Type"));
    for (key, before) in [
        ("Strategy", ": "),
        ("Join Type", ": "),
        ("Index Name", " using "),
        ("Relation Name", " on "),
        ("Function Name", " of "),
        ("CTE Name", " of "),
    ] {
        let value = text(plan, key);
        if !value.is_empty() && value != "Plain" {
            line.extend([before, value]);
        }
    }
    if text(plan, "Scan Direction") == "Backward" {
        line.push_str(", backward");
    }
    for key in ["Index Cond", "Hash Cond"] {
        let condition = text(plan, key);
        if !condition.is_empty() {
            line.extend([" ", &without_values(condition)]);
        }
    }
    let keys = plan["Sort Key"].as_array().into_iter().flatten();
    let keys: Vec<String> = keys.filter_map(Value::as_str).map(named).collect();
    if !keys.is_empty() {
        line.extend([" by ", &keys.join(", ")]);
    }
    lines.push(line);
    for child in children(plan) {
        write(child, depth + 1, lines);
    }
}

/// A key to sort by; a long expression is not repeated.
fn named(key: &str) -> String {
    if key.len() > 60 {
        return "an expression".to_owned();
    }
    key.replace(" COLLATE \"C\"", "")
}

/// A condition with `?` for each value and parameter: a plan for all values then looks like one for some.
fn without_values(condition: &str) -> String {
    let mut text = String::with_capacity(condition.len());
    let mut letters = condition.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let is_number = letter.is_ascii_digit() && !(before.is_alphanumeric() || before == '_');
        if letter == '\'' {
            while letters.next().is_some_and(|letter| letter != '\'') {}
            text.push('?');
        } else if is_number || letter == '$' {
            while letters.next_if(char::is_ascii_digit).is_some() {}
            text.push('?');
        } else {
            text.push(letter);
        }
        before = letter;
    }
    for cast in ["?::bigint", "?::text", "?::uuid"] {
        text = text.replace(cast, "?");
    }
    text
}

/// Whether all rows of `backups` or `locations` are looked at.
fn reads_all(plan: &Value, limited: bool) -> bool {
    let large = matches!(text(plan, "Relation Name"), "backups" | "locations");
    let kind = text(plan, "Node Type");
    let whole = match kind {
        "Seq Scan" => true,
        // A walk through time ends where the page is full.
        "Index Scan" | "Index Only Scan" => !limited && plan["Index Cond"].is_null(),
        _ => false,
    };
    // A sort takes all rows before it gives the first.
    let limited = kind == "Limit" || (limited && !matches!(kind, "Sort" | "Hash" | "Aggregate"));
    (large && whole) || children(plan).any(|child| reads_all(child, limited))
}

/// Whether many rows of `backups` are sorted. A few that an index finds are cheaper to fetch as they lie.
fn sorts(plan: &Value) -> bool {
    let many = plan["Plan Rows"]
        .as_f64()
        .is_some_and(|rows| rows > 1_000.0);
    let sorted = many && text(plan, "Node Type") == "Sort" && reads(plan, "backups");
    sorted || children(plan).any(sorts)
}

fn reads(plan: &Value, table: &str) -> bool {
    text(plan, "Relation Name") == table || children(plan).any(|child| reads(child, table))
}

#[test]
fn values_are_left_out_of_conditions() {
    assert_eq!(
        without_values(
            "((policy_id = '4'::bigint) AND (t2.id >= $1) AND (x = ANY ('{1,2}'::bigint[])))"
        ),
        "((policy_id = ?) AND (t2.id >= ?) AND (x = ANY (?[])))"
    );
}

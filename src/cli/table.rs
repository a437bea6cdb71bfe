//! Tables: columns without borders, so that `cut`, `grep` and `awk` can be used on them.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// An empty table; nothing is wrapped, however wide it gets. Colours are for terminals, and for those who like them
/// (<https://no-color.org>).
pub(super) fn table() -> Table {
    let mut table = Table::new();
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        table.force_no_tty();
    }
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    table
}

/// The table's text. The columns at `right` are aligned so.
pub(super) fn text(mut table: Table, right: &[usize]) -> String {
    for (index, column) in table.column_iter_mut().enumerate() {
        // No blank before the first column: it starts at the left edge.
        column.set_padding((0, 2));
        if right.contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

#[cfg(test)]
mod tests {
    use super::{table, text};

    #[test]
    fn columns_start_at_the_left_edge_and_numbers_end_together() {
        let mut sizes = table();
        sizes.set_header(["NAME", "SIZE"]);
        sizes.add_row(["a", "1 B"]);
        sizes.add_row(["long name", "10 B"]);
        assert_eq!(
            text(sizes, &[1]),
            "NAME       SIZE\na           1 B\nlong name  10 B"
        );
    }
}

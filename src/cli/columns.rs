//! A result of several rows, in each of the formats.

use comfy_table::{Cell, Color};
use serde::Serialize;

use super::failure::Failure;
use super::output::{self, Format};
use super::table;

/// One property of a row.
pub(super) struct Column<T> {
    header: &'static str,
    /// The header for programs.
    key: &'static str,
    /// For people.
    shown: fn(&T) -> String,
    /// For programs.
    exact: fn(&T) -> String,
    is_number: bool,
    is_wide: bool,
    colour: fn(&T) -> Option<Color>,
}

impl<T> Column<T> {
    /// A text, the same for all.
    pub(super) const fn text(
        header: &'static str,
        key: &'static str,
        shown: fn(&T) -> String,
    ) -> Self {
        Self {
            header,
            key,
            shown,
            exact: shown,
            is_number: false,
            is_wide: false,
            colour: |_| None,
        }
    }

    /// A number: aligned to the right.
    pub(super) const fn number(
        header: &'static str,
        key: &'static str,
        shown: fn(&T) -> String,
    ) -> Self {
        Self {
            is_number: true,
            ..Self::text(header, key, shown)
        }
    }

    /// What programs read instead.
    pub(super) const fn exactly(mut self, exact: fn(&T) -> String) -> Self {
        self.exact = exact;
        self
    }

    /// Not in the narrow table.
    pub(super) const fn wide(mut self) -> Self {
        self.is_wide = true;
        self
    }

    /// Its colour on a terminal.
    pub(super) const fn coloured(mut self, colour: fn(&T) -> Option<Color>) -> Self {
        self.colour = colour;
        self
    }
}

/// Writes rows.
pub(super) fn write<T: Serialize>(
    format: Format,
    columns: &[Column<T>],
    rows: &[T],
) -> Result<(), Failure> {
    match format {
        Format::Json => output::json(&rows),
        Format::Yaml => output::yaml(&rows),
        Format::Csv => {
            let header = columns.iter().map(|column| column.key.to_owned()).collect();
            let line = |row| columns.iter().map(|column| (column.exact)(row)).collect();
            output::csv(std::iter::once(header).chain(rows.iter().map(line)))
        }
        Format::Table | Format::Wide => {
            let columns: Vec<&Column<T>> = columns
                .iter()
                .filter(|column| format == Format::Wide || !column.is_wide)
                .collect();
            output::text(&in_columns(&columns, rows))
        }
    }
}

fn in_columns<T>(columns: &[&Column<T>], rows: &[T]) -> String {
    let mut table = table::table();
    table.set_header(columns.iter().map(|column| column.header));
    for row in rows {
        table.add_row(columns.iter().map(|column| {
            let cell = Cell::new((column.shown)(row));
            match (column.colour)(row) {
                Some(colour) => cell.fg(colour),
                None => cell,
            }
        }));
    }
    let right = columns.iter().enumerate();
    let right: Vec<usize> = right
        .filter(|(_, column)| column.is_number)
        .map(|(index, _)| index)
        .collect();
    table::text(table, &right)
}

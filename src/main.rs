//! The command `backup-catalog`.

fn main() {}

//! `completions` and `man`: what shells and people read about the program, made of the program itself.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::Program;
use super::failure::Failure;

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  backup-catalog completions bash > ~/.local/share/bash-completion/completions/backup-catalog
  backup-catalog completions fish > ~/.config/fish/completions/backup-catalog.fish
  backup-catalog completions zsh > \"${fpath[1]}/_backup-catalog\"")]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

/// Write the manual pages
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  backup-catalog man | man -l -
  backup-catalog man --folder /usr/local/share/man/man1")]
pub(super) struct Man {
    /// Folder for one page a command; without it the page of the program itself is printed
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl Completions {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(
            self.shell,
            &mut Program::command(),
            "backup-catalog",
            &mut script,
        );
        Ok(io::stdout().lock().write_all(&script)?)
    }
}

impl Man {
    pub(super) fn run(self) -> Result<(), Failure> {
        let program = Program::command();
        let Some(folder) = self.folder else {
            let mut page = Vec::new();
            clap_mangen::Man::new(program).render(&mut page)?;
            return Ok(io::stdout().lock().write_all(&page)?);
        };
        let refuse = |error: io::Error| {
            Failure::usage(format!(
                "cannot write the manual pages to {}: {error}",
                folder.display()
            ))
        };
        fs::create_dir_all(&folder).map_err(refuse)?;
        clap_mangen::generate_to(program, &folder).map_err(refuse)
    }
}

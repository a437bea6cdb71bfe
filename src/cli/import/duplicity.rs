//! `import duplicity`: every set of duplicity, by the files of its archive folder.

use std::fs::File as Opened;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;
use flate2::read::MultiGzDecoder;

use super::host;
use super::names::Names;
use super::reporter::{Reporter, refused};
use super::whole::Whole;
use crate::cli::failure::Failure;
use crate::sources::MAX_OUTPUT;
use crate::sources::duplicity::{File, Options, inventories, is_read};

/// As much of a manifest as is read, bytes: what is wanted stands in its first lines, and it may list every file.
const BEGINNING: u64 = 64 * 1024;

/// Report duplicity's sets
#[derive(Debug, Args)]
#[command(
    long_about = "Report duplicity's sets by the manifests in its archive folder, ~/.cache/duplicity/NAME, and by the statistics that \
                  duplicity from 2.1 on stores beside them with `--jsonstat`: sizes, times and errors.\n\n\
                  Other files are passed over. The destination is by default called by the target's address without login \
                  and password, the host by the name of this machine.",
    after_help = "Examples:
  backup-catalog import duplicity --complete --target file:///srv/duplicity ~/.cache/duplicity/data/*"
)]
pub(in crate::cli) struct Duplicity {
    /// The files of an archive folder
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The target, as duplicity was given it; sets with statistics say it themselves
    #[arg(long, value_name = "URL")]
    target: Option<String>,
    /// What is backed up; by default the folder that duplicity was given, after the node
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    #[command(flatten)]
    names: Names,
    #[command(flatten)]
    whole: Whole,
    #[command(flatten)]
    reporter: Reporter,
}

impl Duplicity {
    pub(super) async fn run(self) -> Result<(), Failure> {
        self.reporter
            .report(self.whole.allow_mass_removal, |source| {
                let options = Options {
                    source,
                    entity: self.entity.clone(),
                    target: self.target.clone(),
                    destination: self.names.destination.clone(),
                    node: Some(match &self.names.node {
                        Some(node) => node.clone(),
                        None => host::name()?,
                    }),
                    policy: self.names.policy.clone(),
                    complete: self.whole.complete,
                };
                inventories(&self.read()?, &options).map_err(|error| refused(&error))
            })
            .await
    }

    /// What is in the files that are read.
    fn read(&self) -> Result<Vec<File>, Failure> {
        let mut files = Vec::new();
        let mut left = MAX_OUTPUT as u64;
        for path in &self.files {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let Some(only_beginning) = is_read(&name) else {
                continue;
            };
            let most = if only_beginning { BEGINNING } else { left };
            let bytes = bytes(path, most).map_err(|error| {
                Failure::refused(format!("cannot read {}: {error}", path.display()))
            })?;
            left = left.saturating_sub(bytes.len() as u64);
            let folder = path.parent().unwrap_or_else(|| Path::new(""));
            files.push(File {
                folder: folder.to_string_lossy().into_owned(),
                name: name.into_owned(),
                bytes,
            });
        }
        Ok(files)
    }
}

/// The first bytes of a file, unpacked.
fn bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = Opened::open(path)?;
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        MultiGzDecoder::new(file)
            .take(most)
            .read_to_end(&mut bytes)?;
    } else {
        file.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

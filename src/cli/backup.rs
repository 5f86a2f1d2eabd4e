//! `daybook backup` and `daybook restore`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::engine::maintenance;

use super::Common;
use super::output::{self, Bar, CliError, DONE};

#[derive(Args)]
pub struct BackupArgs {
    /// The file to write; it must not be there
    file: PathBuf,
}

#[derive(Args)]
pub struct RestoreArgs {
    /// The backup
    file: PathBuf,
    /// Where a book is already, put it aside and go on from the backup
    #[arg(long)]
    replace: bool,
}

pub fn backup(common: &Common, args: &BackupArgs) -> Result<u8, CliError> {
    let folder = common.settled_files()?;
    let made = maintenance::backup(&folder, &args.file, common.options(), &mut Bar::default())?;
    if common.json {
        output::print_json(&json!({"ok": true, "file": args.file, "head": made.head}))?;
    } else {
        output::print(&format!(
            "Backed up to {}, head {}\nKeep the head elsewhere: `daybook verify --head` compares it.\n",
            args.file.display(),
            made.head
        ))?;
    }
    Ok(DONE)
}

pub fn restore(common: &Common, args: &RestoreArgs) -> Result<u8, CliError> {
    let folder = common.folder("book")?;
    let interrupted = maintenance::settle(&folder, &common.options())?;
    interrupted.iter().for_each(output::say_interrupted);
    let bar = &mut Bar::default();
    let restored = maintenance::restore(&args.file, &folder, args.replace, common.options(), bar)?;
    if common.json {
        output::print_json(&json!({
            "ok": true, "head": restored.manifest.head, "posted": restored.posted,
            "before": restored.before, "left_out": restored.left_out,
        }))?;
        return Ok(DONE);
    }
    let manifest = &restored.manifest;
    output::print(&format!("Restored the book of {}, head {}\n", manifest.company, manifest.head))?;
    if let Some(before) = restored.before {
        output::print(&format!("What was there before is in {}\n", before.display()))?;
        if let Some((from, to)) = restored.left_out {
            output::print(&format!(
                "Its entries {from} to {to} are not in the backup: they are only there.\n"
            ))?;
        }
    }
    Ok(DONE)
}

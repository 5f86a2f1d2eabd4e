//! `daybook backup` and `daybook restore`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::domain::Message;
use crate::engine::maintenance;

use super::Common;
use super::found;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct BackupArgs {
    /// The file to write; it must not exist yet
    file: PathBuf,
}

#[derive(Args)]
pub struct RestoreArgs {
    /// The backup file
    file: PathBuf,
    /// If there is a book already, move it aside and restore the backup in its place
    #[arg(long)]
    replace: bool,
}

pub fn backup(common: &Common, args: &BackupArgs) -> Result<u8, CliError> {
    let folder = common.settled_files()?;
    let made = maintenance::backup(&folder, &args.file, common.options(), &mut common.bar())?;
    if common.json {
        output::print_json_done(&json!({"ok": true, "file": args.file, "head": made.head}))?;
    } else {
        let done = Message::new("backup-done").at("file", &args.file).with("head", made.head);
        output::print_done(&(common.words().tell(&done) + "\n"))?;
    }
    Ok(DONE)
}

pub fn restore(common: &Common, args: &RestoreArgs) -> Result<u8, CliError> {
    let folder = common.folder("book")?;
    let interrupted = maintenance::settle(&folder, &common.options())?;
    if let Some(restore) = &interrupted {
        found::say_interrupted(restore, &common.words());
    }
    let bar = &mut common.bar();
    let restored = maintenance::restore(&args.file, &folder, args.replace, common.options(), bar)?;
    if common.json {
        output::print_json_done(&json!({
            "ok": true, "head": restored.manifest.head, "posted": restored.posted,
            "before": restored.before, "left_out": restored.left_out,
        }))?;
        return Ok(DONE);
    }
    let manifest = &restored.manifest;
    let done = Message::new("restore-done").with("company", &manifest.company);
    let mut said = vec![done.with("head", &manifest.head)];
    if let Some(before) = restored.before {
        said.push(Message::new("restore-before").at("folder", &before));
        if let Some((from, to)) = restored.left_out {
            said.push(Message::new("restore-left-out").with("from", from).with("to", to));
        }
    }
    let words = common.words();
    output::print_done(&said.iter().map(|one| words.tell(one) + "\n").collect::<String>())?;
    Ok(DONE)
}

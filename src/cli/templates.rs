//! `daybook templates`: copies the templates of PDF documents and their e-mails beside the book, for a
//! company to edit.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use crate::assets;
use crate::delivery::letters;
use crate::documents::pdf;
use crate::domain::{Language, Message, Refusal, Rule};
use crate::engine::{is_book, no_book};

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct TemplatesArgs {
    #[command(subcommand)]
    what: TemplatesCommand,
}

#[derive(Subcommand)]
enum TemplatesCommand {
    /// Copy the built-in templates and letters into the folder `templates` of the book, to edit them
    /// there
    Init {
        /// Replace files that are there
        #[arg(long)]
        force: bool,
    },
}

pub fn run(common: &Common, args: &TemplatesArgs) -> Result<u8, CliError> {
    let TemplatesCommand::Init { force } = args.what;
    let book = common.settled_files()?;
    if !is_book(&book) {
        return Err(no_book(&book).into());
    }
    let folder = book.join(pdf::FOLDER);
    let files = init(&folder, force)?;
    if common.json {
        output::print_json_done(&json!({"ok": true, "folder": folder, "files": files}))?;
        return Ok(DONE);
    }
    let done = Message::new("templates-done").at("folder", &folder);
    output::print_done(&(common.words().tell(&done) + "\n"))?;
    Ok(DONE)
}

/// Writes the templates as the owner of the book; writes none if one exists and may not be replaced.
fn init(folder: &Path, replaces: bool) -> Result<Vec<PathBuf>, CliError> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| CliError::file(folder, error))?;
    let templates = assets::TEMPLATES.map(|(name, text)| (name.to_string(), text.to_string()));
    let letters = Language::ALL.map(|one| (letters::file_name(one), letters::built_in(one)));
    let files: Vec<(PathBuf, String)> = templates
        .into_iter()
        .chain(letters)
        .map(|(name, text)| (folder.join(name), text))
        .collect();
    let mut there = files.iter().filter(|(path, _)| fs::symlink_metadata(path).is_ok());
    if let Some((path, _)) = there.next().filter(|_| !replaces) {
        let refusal = Refusal::new(Rule::FileExists, "templates").with("file", path.display());
        return Err(refusal.with("force", "yes").into());
    }
    for (path, text) in &files {
        put(path, text).map_err(|error| CliError::file(path, error))?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Writes a file atomically, so that a template is complete or unchanged.
fn put(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("new");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

//! The file of refused rows. May use: what shared code reports, new files.

use std::io;
use std::path::{Path, PathBuf};

use crate::cli::output::CliError;
use crate::domain::Refusal;
use crate::engine::new_file::NewFile;
use crate::exchange::import::Rejects;
use crate::exchange::import::rejects;
use crate::words::Words;

/// The file of refused rows: started before anything is imported, moved into place at the end.
pub(super) struct RejectsFile {
    path: PathBuf,
    file: NewFile,
}

impl RejectsFile {
    pub(super) fn create(
        path: &Path,
        input: &Path,
        replaces: bool,
    ) -> Result<RejectsFile, CliError> {
        let real = |path: &Path| path.canonicalize().ok();
        if real(path).is_some() && real(path) == real(input) {
            return Err(CliError::usage("usage-rejects"));
        }
        let file = NewFile::create("rejects", path, replaces)?;
        Ok(RejectsFile { path: path.to_path_buf(), file })
    }

    pub(super) fn write(
        self,
        head: &[String],
        rejects: &Rejects,
        words: &Words,
    ) -> Result<(), CliError> {
        let RejectsFile { path, file } = self;
        let message = |refusal: &Refusal| words.refusal(refusal);
        let written = rejects::write_rejects(file, head, rejects, &message);
        let file = written.map_err(|error| CliError::file(&path, csv_error(error)))?;
        Ok(file.finish("rejects")?)
    }
}

/// The disk's error, if that is why a table could not be written.
fn csv_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

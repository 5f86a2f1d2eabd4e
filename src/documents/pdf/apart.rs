//! Sets documents by a book's own templates in a process of its own. Whatever a template does, that
//! process ends in time, and has no more memory than it may. May use: the press, bincode, rustix.

use std::io::{BufReader, BufWriter, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, OnceLock};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::{Deserialize, Serialize};

use super::error::PdfError;
use super::job::{Pressed, PrintJob};
use super::press::Press;
use super::templates::Templates;

/// The argument that makes of this program the process that sets documents.
const ARGUMENT: &str = "--set-documents";

/// How much memory the process may have for a document, and how much more for each row of its tables,
/// in bytes: several times what one takes.
const MOST_MEMORY: u64 = 1 << 30;
const MEMORY_PER_ROW: u64 = 256 << 10;

/// The program that can be that process. Tests of the library have none, and use threads.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// If this process was started to typeset documents, does so until its input ends, and returns true. Otherwise
/// remembers the running program, so that such processes can be started from now on.
pub fn take_part() -> bool {
    if std::env::args_os().nth(1).is_some_and(|first| first == ARGUMENT) {
        let _ = set_documents();
        return true;
    }
    // This is the program that runs, even if another version has its name by now.
    let running = PathBuf::from("/proc/self/exe");
    let program = if running.exists() { Ok(running) } else { std::env::current_exe() };
    if let Ok(program) = program {
        let _ = PROGRAM.set(program);
    }
    false
}

/// How much memory a document may take, in bytes.
fn most_memory(rows: u32) -> u64 {
    MOST_MEMORY + MEMORY_PER_ROW * u64::from(rows)
}

/// What the process answers.
#[derive(Serialize, Deserialize)]
enum PressAnswer {
    Pressed(Pressed),
    Template { file: String, line: Option<usize>, why: String },
    Missing { file: String },
    TooSlow,
    Fault,
}

fn set_documents() -> Option<()> {
    let mut jobs = BufReader::new(std::io::stdin());
    let mut answers = BufWriter::new(std::io::stdout());
    let limit = |resource, most| {
        let maximum = getrlimit(resource).maximum;
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum });
    };
    // Running out of memory aborts the process; a core dump would be of no use.
    limit(Resource::Core, 0);
    let templates: Templates = bincode::deserialize_from(&mut jobs).ok()?;
    let mut press = Press::new(templates).ok()?;
    while let Ok(job) = bincode::deserialize_from::<_, PrintJob>(&mut jobs) {
        limit(Resource::Data, most_memory(job.rows));
        let answer = match press.set(job) {
            Ok(pressed) => PressAnswer::Pressed(pressed),
            Err(PdfError::Template { file, line, why }) => {
                PressAnswer::Template { file, line, why }
            }
            Err(PdfError::Missing { file }) => PressAnswer::Missing { file },
            Err(PdfError::TooSlow { .. }) => PressAnswer::TooSlow,
            Err(_) => PressAnswer::Fault,
        };
        bincode::serialize_into(&mut answers, &answer).ok()?;
        answers.flush().ok()?;
        if matches!(answer, PressAnswer::TooSlow) {
            // A thread may be at work still: it ends with the process.
            return None;
        }
    }
    Some(())
}

/// Sets documents in a process, which is started when the first one comes.
pub struct ApartPress {
    templates: Arc<Templates>,
    process: Option<PressProcess>,
}

impl ApartPress {
    /// A press for these templates, if they are a book's own and this program can be the process.
    pub fn of(templates: &Templates) -> Option<ApartPress> {
        let is_apart = templates.are_own && PROGRAM.get().is_some();
        is_apart.then(|| ApartPress { templates: Arc::new(templates.clone()), process: None })
    }

    /// A press with the same templates.
    pub fn another(&self) -> ApartPress {
        ApartPress { templates: self.templates.clone(), process: None }
    }

    /// Sets a document. One that takes too long or too much fails alone.
    pub fn set(&mut self, job: &PrintJob) -> Result<Pressed, PdfError> {
        let mut process = match self.process.take() {
            Some(process) => process,
            None => PressProcess::start(&self.templates)?,
        };
        let answer = match process.answer(job) {
            None => return Err(process.why_ended(job.rows)),
            Some(PressAnswer::TooSlow) => return Err(PdfError::TooSlow { limit: job.limit }),
            Some(answer) => answer,
        };
        self.process = Some(process);
        match answer {
            PressAnswer::Pressed(pressed) => Ok(pressed),
            PressAnswer::Template { file, line, why } => {
                Err(PdfError::Template { file, line, why })
            }
            PressAnswer::Missing { file } => Err(PdfError::Missing { file }),
            PressAnswer::TooSlow | PressAnswer::Fault => Err(PdfError::Fault),
        }
    }
}

/// The process, until it is dropped.
struct PressProcess {
    child: Child,
    jobs: BufWriter<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Drop for PressProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl PressProcess {
    fn start(templates: &Templates) -> Result<PressProcess, PdfError> {
        let mut command = Command::new(PROGRAM.get().ok_or(PdfError::Fault)?);
        command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // The allocator otherwise reserves a gigabyte at once.
        let started = command.env("MIMALLOC_ARENA_RESERVE", "0").spawn();
        let mut child = started.map_err(|source| PdfError::Io { path: "pdf".into(), source })?;
        let (jobs, answers) = child.stdin.take().zip(child.stdout.take()).ok_or(PdfError::Fault)?;
        let (jobs, answers) = (BufWriter::new(jobs), BufReader::new(answers));
        let mut process = PressProcess { child, jobs, answers };
        bincode::serialize_into(&mut process.jobs, templates).map_err(|_| PdfError::Fault)?;
        Ok(process)
    }

    /// Its answer to a job; nothing if it has ended.
    fn answer(&mut self, job: &PrintJob) -> Option<PressAnswer> {
        bincode::serialize_into(&mut self.jobs, job).ok()?;
        self.jobs.flush().ok()?;
        bincode::deserialize_from(&mut self.answers).ok()
    }

    /// Why it ended before it answered.
    fn why_ended(mut self, rows: u32) -> PdfError {
        // A refused allocation aborts it, and a system without memory kills it.
        const ABORTED: i32 = 6;
        const KILLED: i32 = 9;
        match self.child.wait().ok().and_then(|status| status.signal()) {
            Some(ABORTED | KILLED) => PdfError::TooMuchMemory { most: most_memory(rows) >> 20 },
            _ => PdfError::Fault,
        }
    }
}

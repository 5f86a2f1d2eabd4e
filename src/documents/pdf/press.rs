//! Sets documents in a thread of its own and writes them as PDF. May use: paper, threads, typst.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use typst::comemo;
use typst::diag::{SourceDiagnostic, Warned};
use typst::ecow::EcoString;
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::threads;

use super::columns::TableText;
use super::error::PdfError;
use super::job::{Pressed, PrintJob};
use super::templates::{MAIN, Templates, is_picture};
use super::world::{DocumentWorld, Shelf};

/// How many clearings of typst's cache an entry survives unused; several presses may be at work.
const REMEMBERED: usize = 1;

/// After how many rows the cache is cleared, where no document had more than four times as many.
const ROWS_BETWEEN_CLEARINGS: u32 = 100;

/// How many rows the largest document so far had. The cache is one for all presses and keeps the room that this
/// document took in it; a clearing walks all of that, so the more it is, the seldomer it is done.
static MOST_ROWS_SO_FAR: AtomicU32 = AtomicU32::new(0);

/// A document with more rows than these empties the cache once it is set, before it is written: what the cache
/// holds of it takes as much memory as the document.
const ROWS_TO_EMPTY_AT: u32 = 1000;

/// What a document without rows adds to the cache, in rows.
const ROWS_OF_A_FRAME: u32 = 20;

/// How many documents in a row may run out of time before the templates are taken to be at fault. Each
/// of them may leave a thread behind that goes on until it asks for a font.
const MOST_SLOW: u32 = 3;

/// The shelf with a thread that works before it.
pub struct Press {
    shelf: Arc<Shelf>,
    worker: Option<PressWorker>,
    /// How many documents ran out of time, one after the other.
    slow: u32,
}

struct PressWorker {
    jobs: Sender<(PrintJob, Instant)>,
    done: Receiver<Result<Pressed, PdfError>>,
}

impl Press {
    /// Reads fonts and templates.
    pub fn new(templates: Templates) -> Result<Press, PdfError> {
        Ok(Press { shelf: Arc::new(Shelf::of(templates)?), worker: None, slow: 0 })
    }

    /// A press with the same shelf.
    pub fn another(&self) -> Press {
        Press { shelf: self.shelf.clone(), worker: None, slow: 0 }
    }

    /// Whether the fonts have a letter.
    pub fn has(&self, letter: &str) -> bool {
        self.shelf.fonts.have(letter)
    }

    /// How wide a text in a table is; see `Fonts::width`.
    pub fn width(&self, text: &str, kind: TableText, least: f64) -> Option<f64> {
        self.shelf.fonts.width(text, kind, least)
    }

    /// Sets a document. One that takes too long fails alone; after several in a row no other is
    /// tried.
    pub fn set(&mut self, job: PrintJob) -> Result<Pressed, PdfError> {
        let limit = job.limit;
        if self.slow >= MOST_SLOW {
            return Err(PdfError::TooSlow { limit });
        }
        let until = Instant::now() + limit;
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => PressWorker::start(self.shelf.clone())?,
        };
        worker.jobs.send((job, until)).map_err(|_| PdfError::Fault)?;
        match worker.done.recv_timeout(limit) {
            Ok(pressed) => {
                self.worker = Some(worker);
                self.slow = 0;
                pressed
            }
            // Its thread ends at the next font it asks for, or else with the process.
            Err(RecvTimeoutError::Timeout) => self.out_of_time(limit),
            Err(RecvTimeoutError::Disconnected) if Instant::now() > until => {
                self.out_of_time(limit)
            }
            Err(RecvTimeoutError::Disconnected) => Err(PdfError::Fault),
        }
    }

    fn out_of_time(&mut self, limit: Duration) -> Result<Pressed, PdfError> {
        self.slow += 1;
        Err(PdfError::TooSlow { limit })
    }
}

impl PressWorker {
    fn start(shelf: Arc<Shelf>) -> Result<PressWorker, PdfError> {
        let (jobs, todo) = mpsc::channel::<(PrintJob, Instant)>();
        let (tell, done) = mpsc::channel();
        let work = move || {
            let mut cached: u32 = 0;
            for (job, until) in todo {
                cached = cached.saturating_add(job.rows).saturating_add(ROWS_OF_A_FRAME);
                let most = MOST_ROWS_SO_FAR.fetch_max(job.rows, Ordering::Relaxed).max(job.rows);
                let pressed = panic::catch_unwind(AssertUnwindSafe(|| press(&shelf, job, until)));
                if cached >= ROWS_BETWEEN_CLEARINGS.max(most / 4) {
                    comemo::evict(REMEMBERED);
                    cached = 0;
                }
                let Ok(pressed) = pressed else { return };
                if tell.send(pressed).is_err() {
                    return;
                }
            }
        };
        let started = threads::start_deep("pdf", work);
        started.map_err(|source| PdfError::Io { path: "pdf".into(), source })?;
        Ok(PressWorker { jobs, done })
    }
}

fn press(shelf: &Shelf, job: PrintJob, until: Instant) -> Result<Pressed, PdfError> {
    let world = DocumentWorld { shelf, document: Bytes::new(job.json), until };
    let failed = |all: &[SourceDiagnostic]| error(shelf, all);
    let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
    let mut document = output.map_err(|all| failed(&all))?;
    let pages = document.pages().len();
    if job.pages.is_some_and(|wanted| wanted != pages) {
        return Ok(Pressed { bytes: Vec::new(), pages });
    }
    if job.rows > ROWS_TO_EMPTY_AT {
        comemo::evict(0);
    }
    let info = document.info_mut();
    info.title = Some(job.title.into());
    info.author = vec![EcoString::from(job.author)];
    info.date = Smart::Auto;
    let (year, month, day) = job.date;
    let date = Datetime::from_ymd_hms(year, month, day, 0, 0, 0);
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let options = PdfOptions {
        ident: Smart::Custom(job.ident),
        creator: Smart::Custom(Some(concat!("Daybook ", env!("CARGO_PKG_VERSION")).into())),
        timestamp: date.map(Timestamp::new_utc),
        standards: standards.map_err(|_| PdfError::Fault)?,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|all| failed(&all))?;
    Ok(Pressed { bytes, pages })
}

/// The first of some errors, with the file and the line that it is in.
fn error(shelf: &Shelf, all: &[SourceDiagnostic]) -> PdfError {
    let Some(first) = all.first() else { return PdfError::Fault };
    let searched = first.message.strip_prefix("file not found (searched at ");
    let searched = searched.and_then(|file| file.strip_suffix(')'));
    if let Some(file) = searched.filter(|file| is_picture(file) && !file.contains('/')) {
        return PdfError::Missing { file: file.into() };
    }
    let source = first.span.id().and_then(|id| shelf.source(id));
    let place = source.and_then(|source| {
        use typst::syntax::DiagSpanKind::{Detached, Number, Range};
        let range = match first.span.get() {
            Detached => None,
            Number { num, sub_range, .. } => source.range(num, sub_range),
            Range { range, .. } => Some(range),
        };
        source.lines().byte_to_line(range?.start)
    });
    let file = first.span.id().map(|id| id.get().vpath().get_without_slash().to_string());
    let hint = first.hints.first().map(|hint| format!(" ({})", hint.v)).unwrap_or_default();
    PdfError::Template {
        file: file.unwrap_or_else(|| MAIN.into()),
        line: place.map(|line| line + 1),
        why: format!("{}{hint}", first.message),
    }
}

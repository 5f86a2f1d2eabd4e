//! `daybook outbox`: lists what is to be sent, and sends it.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use crate::delivery::batch::{BatchOutcome, Queueing};
use crate::delivery::line::MailLine;
use crate::delivery::sender::{OutboxSender, SendSummary};
use crate::delivery::served::{OutboxAsk, have_sent};
use crate::delivery::settings::{FILE, MailSettings, MailSettingsError};
use crate::domain::command::{CancelDelivery, Deliver, RetryDelivery, SettleDelivery};
use crate::domain::delivery::{DeliveryOutcome, DeliveryState, DeliveryWay};
use crate::domain::{Command, Day, Envelope, Message, Number, Worded, marks};
use crate::engine::Session;
use crate::engine::ports::Progress;
use crate::layout::{Align, TextTable};
use crate::ledger::query::outbox::{OutboxAfter, OutboxCounts, OutboxWaiting, Undelivered};
use crate::ledger::query::show::ShownDelivery;
use crate::reports::balance::csv_text;
use crate::words::Words;

use super::Common;
use super::batch::{self, WayArg};
use super::interrupt::Interrupt;
use super::output::{self, CliError, DONE, REFUSED};

/// A sample of the settings, for `--help`.
const SETTINGS: &str = "\
mail.toml in the book's folder, which its owner alone may read (chmod 600):
  host = \"smtp.example.com\"
  port = 587                      # absent: 587, 465 or 25, as tls says
  tls = \"starttls\"                # or implicit; none only to this machine
  from = \"accounts@example.com\"
  from_name = \"Example Ltd\"       # absent: the company's name
  reply_to = \"office@example.com\" # where answers go, if elsewhere
  user = \"accounts@example.com\"
  password = \"…\"                  # or password_command = \"pass mail\"
  ca = \"ca.pem\"                   # trusted besides the machine's own
  timeout_seconds = 60            # for each step
  print_to = \"/srv/letters\"       # paper as files, in place of a printer
  printer = \"office\"              # absent: the system's own";

#[derive(Args)]
#[command(after_help = SETTINGS)]
pub struct OutboxArgs {
    #[command(subcommand)]
    what: Option<OutboxCommand>,
    /// Only deliveries in this state
    #[arg(long, value_enum)]
    state: Option<StateArg>,
    /// Print CSV
    #[arg(long)]
    csv: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum StateArg {
    /// Waits to be sent
    Queued,
    /// Went out
    Sent,
    /// Not sent; not retried automatically
    Failed,
    /// May have gone out
    Unsure,
    /// Was taken out before it went out
    Cancelled,
}

impl From<StateArg> for DeliveryState {
    fn from(state: StateArg) -> DeliveryState {
        match state {
            StateArg::Queued => DeliveryState::Queued,
            StateArg::Sent => DeliveryState::Sent,
            StateArg::Failed => DeliveryState::Failed,
            StateArg::Unsure => DeliveryState::Unsure,
            StateArg::Cancelled => DeliveryState::Cancelled,
        }
    }
}

#[derive(Subcommand)]
enum OutboxCommand {
    /// Send what is due; it can be stopped and started again
    Send(SendArgs),
    /// Put in the outbox the invoices of a day that were not sent yet
    Add {
        /// The first day [default: today]
        #[arg(long, value_name = "DAY", value_parser = super::day)]
        from: Option<Day>,
        /// The last day [default: today]
        #[arg(long, value_name = "DAY", value_parser = super::day)]
        to: Option<Day>,
        /// How they are sent
        #[arg(long, value_enum, default_value = "email")]
        by: WayArg,
    },
    /// Send again what failed, or what may not have arrived
    Retry {
        /// The delivery's number
        delivery: String,
        /// Why it is sent again while another attempt may be under way
        #[arg(long = "override", value_name = "REASON")]
        override_reason: Option<String>,
    },
    /// Take a delivery out of the outbox before it goes out
    Cancel {
        /// The delivery's number
        delivery: String,
        /// Why
        #[arg(long)]
        note: Option<String>,
    },
    /// Record that an unsure delivery arrived or did not, or that one came back
    Settle {
        /// The delivery's number
        delivery: String,
        /// What became of it
        #[arg(value_enum)]
        outcome: OutcomeArg,
        /// How that is known
        #[arg(long)]
        note: Option<String>,
    },
    /// Connect to the mail server and log in, and send nothing
    Check(SettingsArgs),
}

#[derive(Clone, Copy, ValueEnum)]
enum OutcomeArg {
    /// It arrived
    Sent,
    /// It did not, or it came back
    Failed,
}

/// The place of the settings.
#[derive(Args)]
pub struct SettingsArgs {
    /// The settings; if absent, mail.toml in the book's folder
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

#[derive(Args)]
struct SendArgs {
    #[command(flatten)]
    settings: SettingsArgs,
    /// Retry now what failed and waits
    #[arg(long)]
    now: bool,
    /// Write documents into this folder instead of printing them
    #[arg(long, value_name = "DIR")]
    print_to: Option<PathBuf>,
    /// Use the built-in templates and letters, not those beside the book
    #[arg(long)]
    plain_template: bool,
}

pub fn run(common: &Common, args: OutboxArgs) -> Result<u8, CliError> {
    let number = |delivery: String| Number(delivery);
    match args.what {
        None => list(common, args.state.map(Into::into), args.csv),
        Some(OutboxCommand::Add { from, to, by }) => add(common, (from, to), by.into()),
        Some(OutboxCommand::Send(args)) => send(common, &args),
        Some(OutboxCommand::Check(args)) => check(common, &args),
        Some(OutboxCommand::Retry { delivery, override_reason }) => {
            let command = RetryDelivery { delivery: number(delivery), date: None };
            post(common, Envelope { override_reason, ..Envelope::of(command) })
        }
        Some(OutboxCommand::Cancel { delivery, note }) => {
            let command = CancelDelivery { delivery: number(delivery), note, date: None };
            post(common, Envelope::of(command))
        }
        Some(OutboxCommand::Settle { delivery, outcome, note }) => {
            let outcome = match outcome {
                OutcomeArg::Sent => DeliveryOutcome::Sent,
                OutcomeArg::Failed => DeliveryOutcome::Failed,
            };
            let delivery = number(delivery);
            let command: Command = SettleDelivery { delivery, outcome, note, date: None }.into();
            post(common, Envelope::of(command))
        }
    }
}

fn post(common: &Common, envelope: Envelope) -> Result<u8, CliError> {
    let session = common.open()?;
    let receipt = session.post(envelope)?;
    session.close()?;
    if common.json {
        output::print_json_done(&super::post::receipt_json(&receipt, &common.words()))?;
    }
    Ok(DONE)
}

fn list(common: &Common, state: Option<DeliveryState>, csv: bool) -> Result<u8, CliError> {
    common.json_or_csv(csv)?;
    let session = common.open()?;
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = session.ask(&OutboxAfter { state, after })?;
        rows.extend(page.rows);
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    match (common.json, csv) {
        (true, _) => output::print_json(&json!({"rows": rows}))?,
        (_, true) => output::print(&as_csv(&rows)?)?,
        _ => output::print(&as_text(&rows, &common.words()))?,
    }
    Ok(DONE)
}

fn about(row: &ShownDelivery) -> String {
    match (&row.document, &row.statement) {
        (Some(document), _) => document.0.clone(),
        (None, Some(span)) => format!("{} – {}", span.from, span.to),
        (None, None) => String::new(),
    }
}

fn as_text(rows: &[ShownDelivery], words: &Words) -> String {
    let columns = [
        ("heading-delivery", Align::Left),
        ("heading-document", Align::Left),
        ("heading-customer", Align::Left),
        ("heading-state", Align::Left),
        ("heading-attempts", Align::Right),
        ("heading-answer", Align::Left),
    ];
    let named = columns.map(|(key, align)| (words.say(key, &[]), align));
    let heads: Vec<(&str, Align)> = named.iter().map(|(name, align)| (&**name, *align)).collect();
    let mut table = TextTable::new(&heads);
    for row in rows {
        let way = words.word(row.by.word());
        let to = [row.to.as_deref(), row.answer.as_deref(), row.note.as_deref()];
        let told = to.into_iter().flatten().fold(way, |told, one| format!("{told} · {one}"));
        table.row(vec![
            row.delivery.0.clone(),
            about(row),
            row.customer.0.clone(),
            words.word(row.state.word()),
            row.attempts.to_string(),
            told,
        ]);
    }
    table.render_within(100, 5)
}

fn as_csv(rows: &[ShownDelivery]) -> Result<String, csv::Error> {
    const COLUMNS: [&str; 12] = [
        "delivery", "document", "from", "through", "customer", "by", "to", "state", "attempts",
        "at", "answer", "note",
    ];
    csv_text(&COLUMNS, |writer| {
        for row in rows {
            let span = row.statement.as_ref();
            let cells = [
                row.delivery.0.clone(),
                row.document.as_ref().map(|it| it.0.clone()).unwrap_or_default(),
                span.map(|it| it.from.to_string()).unwrap_or_default(),
                span.map(|it| it.to.to_string()).unwrap_or_default(),
                row.customer.0.clone(),
                row.by.word().to_string(),
                row.to.clone().unwrap_or_default(),
                row.state.word().to_string(),
                row.attempts.to_string(),
                row.at.to_string(),
                row.answer.clone().unwrap_or_default(),
                row.note.clone().unwrap_or_default(),
            ];
            writer.write_record(cells.iter().map(|cell| marks::cell(cell).into_owned()))?;
        }
        Ok(())
    })
}

/// Puts invoices in the outbox if they can be sent.
fn add(
    common: &Common,
    (from, to): (Option<Day>, Option<Day>),
    by: DeliveryWay,
) -> Result<u8, CliError> {
    let session = common.open_in_bulk()?;
    let today = session.today();
    let (from, to) = (from.or(to).unwrap_or(today), to.unwrap_or(today));
    let undelivered = session.ask(&Undelivered { from, to })?;
    let interrupt = Interrupt::listen()?;
    let (mut batch, mut bar, count) =
        (BatchOutcome::default(), common.bar(), undelivered.len() as u64);
    let mut queue = Queueing::new(&session);
    for (read, (document, customer)) in (1..).zip(undelivered) {
        if interrupt.is_asked() {
            batch.stopped = true;
            break;
        }
        queue.send(&mut batch, customer.0, Deliver { document, by, to: None, date: None })?;
        bar.at("sending", read, count);
    }
    queue.finish(&mut batch)?;
    drop(bar);
    session.close()?;
    batch::say(&batch, common, "invoices-queued")
}

/// The path of the book's settings, whether they exist or not.
fn settings(common: &Common, args: &SettingsArgs) -> Result<PathBuf, CliError> {
    match (&args.settings, common.beside()?) {
        (Some(path), _) => Ok(path.clone()),
        (None, Some(book)) => Ok(book.join(FILE)),
        (None, None) => {
            Err(CliError::Usage(Message::new("mail-no-folder").at("path", &common.place()?)))
        }
    }
}

fn unread(error: MailSettingsError) -> CliError {
    CliError::Io(error.message())
}

fn check(common: &Common, args: &SettingsArgs) -> Result<u8, CliError> {
    let path = settings(common, args)?;
    let settings = MailSettings::read(&path).map_err(unread)?;
    let (server, _) = MailSettings::mail(settings.as_ref(), &path).map_err(CliError::Usage)?;
    let words = common.words();
    match MailLine::connect(&server) {
        Ok(line) => {
            line.quit();
            let said = Message::new("outbox-connected").with("host", &server.host);
            match common.json {
                true => output::print_json(&json!({"ok": true, "host": server.host}))?,
                false => output::print(&(words.tell(&said) + "\n"))?,
            }
            Ok(DONE)
        }
        Err(trouble) => Err(CliError::Io(trouble.said)),
    }
}

fn send(common: &Common, args: &SendArgs) -> Result<u8, CliError> {
    // The settings of a served book are the server's, and so are its templates.
    let is_own = args.settings.settings.is_some() || common.beside()?.is_some();
    let path = if is_own { Some(settings(common, &args.settings)?) } else { None };
    if path.is_none() && (args.print_to.is_some() || args.plain_template) {
        return Err(CliError::usage("usage-server-sends"));
    }
    let session = common.open()?;
    let interrupt = Interrupt::listen()?;
    let queued = session.ask(&OutboxCounts {})?.queued;
    let is_stopped = || interrupt.is_asked();
    let mut bar = common.bar();
    let mut seen = |tried: u64| bar.at("sending", tried.min(queued), queued);
    let summary = if let Some(path) = path {
        let book = if args.plain_template { None } else { common.beside()? };
        let (book, words) = (book.as_deref(), common.words());
        let sender = OutboxSender::by(&session, &path, book, words, &is_stopped);
        let sender = OutboxSender { at_once: args.now, ..sender.map_err(unread)? };
        sender.printed_to(args.print_to.as_deref()).run(&mut seen)?
    } else {
        let language = common.language().code().to_string();
        let ask = OutboxAsk { begin: true, at_once: args.now, language };
        have_sent(&session, ask, &is_stopped, &mut seen)?
    };
    drop(bar);
    let left = session.ask(&OutboxCounts {})?;
    close(session)?;
    say(common, &summary, left)?;
    let is_done = summary.failed + summary.later + summary.unsure == 0
        && summary.stopped.is_none()
        && summary.no_mail.is_none();
    Ok(if is_done { DONE } else { REFUSED })
}

fn close(session: Session) -> Result<(), CliError> {
    Ok(session.close().map(drop)?)
}

/// Reports the result of a run on stdout, and why it stopped on stderr.
fn say(common: &Common, summary: &SendSummary, left: OutboxWaiting) -> Result<(), CliError> {
    let words = common.words();
    let why = summary.stopped.iter().chain(&summary.no_mail);
    for why in why.clone() {
        output::complain(&format!("daybook: {}", words.tell(why)));
    }
    if common.json {
        let why: Vec<String> = why.map(|why| words.tell(why)).collect();
        return output::print_json_done(&json!({
            "sent": summary.sent, "later": summary.later, "failed": summary.failed,
            "unsure": summary.unsure, "left": summary.left, "taken_out": summary.taken_out,
            "stopped": why,
            "outbox": left,
        }));
    }
    let mut text = String::new();
    let counts = [
        ("outbox-sent", summary.sent),
        ("outbox-later", summary.later),
        ("outbox-failed", summary.failed),
        ("outbox-unsure", summary.unsure),
        ("outbox-taken-out", summary.taken_out),
    ];
    for (key, count) in counts {
        if count > 0 || key == "outbox-sent" {
            text += &(words.tell(&Message::new(key).with("count", count)) + "\n");
        }
    }
    let waiting = Message::new("outbox-waiting")
        .with("queued", left.queued)
        .with("failed", left.failed)
        .with("unsure", left.unsure);
    output::print_done(&(text + &words.tell(&waiting) + "\n"))
}

//! `daybook` by itself: the desk on a terminal, otherwise the book at a glance.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::Args;

use crate::domain::{Money, Worded};
use crate::engine::place::BookPlace;
use crate::engine::ports::Silent;
use crate::engine::{Session, is_book, no_book, owner, who};
use crate::ledger::query::AsOf;
use crate::ledger::query::aging::{Aging, AgingOf};
use crate::ledger::query::summary::{Summary, SummaryOf};
use crate::tui::dates;
use crate::tui::settings::Settings;
use crate::tui::theme::ThemeName;
use crate::tui::{self, DeskError, Ended};
use crate::words::Words;

use super::Common;
use super::output::{self, CliError, DONE};

/// The look of the desk for this session, which overrides the user's `desk.toml`.
#[derive(Args, Clone, Default)]
pub struct DeskArgs {
    /// For screen readers: no rules, and the cursor on the selected row
    #[arg(long)]
    plain: bool,
    /// Draw rules and marks in ASCII
    #[arg(long)]
    ascii: bool,
    /// The colours of the desk
    #[arg(long, value_name = "NAME")]
    theme: Option<ThemeName>,
}

impl DeskArgs {
    fn settings(&self, common: &Common) -> Result<Settings, DeskError> {
        let mut settings = Settings::load()?;
        settings.plain |= self.plain;
        settings.ascii |= self.ascii;
        settings.theme = self.theme.or(settings.theme);
        let asked = common.language.map(|it| it.on_screen().code().to_string());
        settings.language = asked.or(settings.language);
        settings.drafts = drafts();
        Ok(settings)
    }
}

/// The user's folder for unfinished entries.
fn drafts() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let base = etcetera::choose_base_strategy().ok()?;
    let state = base.state_dir().unwrap_or_else(|| base.data_dir());
    Some(state.join("daybook").join("drafts"))
}

pub fn run(common: &Common, args: &DeskArgs) -> Result<u8, CliError> {
    if is_terminal(common) {
        let place = common.place()?;
        let is_solo = matches!(BookPlace::of(&place)?, BookPlace::Solo(_));
        if is_solo && !is_book(&place) {
            return Err(no_book(&place).into());
        }
        return desk(common, args, place);
    }
    let session = common.open()?;
    match common.json {
        true => output::print_json(&session.ask(&SummaryOf)?)?,
        false => output::print(&at_a_glance(common, &session)?)?,
    }
    Ok(DONE)
}

/// Whether standard input and output are a terminal, so that a desk can be shown.
pub fn is_terminal(common: &Common) -> bool {
    !common.json && io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Opens the desk on the book in `folder`.
pub fn desk(common: &Common, args: &DeskArgs, folder: PathBuf) -> Result<u8, CliError> {
    let options = common.options();
    let settings = owner::as_caller(|| args.settings(common));
    let settings = settings.map_err(|error| CliError::Usage(error.message()))?;
    if let BookPlace::Solo(folder) = BookPlace::of(&folder)? {
        owner::keep(&folder)?;
    }
    let at = folder.clone();
    let open = move || Session::open(&folder, options, &mut Silent);
    match tui::run(who::own_name(), settings, &at, open) {
        Ok(Ended::Left) => Ok(DONE),
        Ok(Ended::HungUp) => Ok(tui::terminal::HUNG_UP),
        Err(DeskError::Book(error)) => Err(error.into()),
        Err(error) => Err(CliError::Usage(error.message())),
    }
}

/// The book at a glance, as of today.
pub fn at_a_glance(common: &Common, session: &Session) -> Result<String, CliError> {
    let summary = session.ask(&SummaryOf)?;
    let aging = session.ask(&AgingOf { asked: AsOf::default() })?;
    Ok(text(&summary, &aging, &common.words()))
}

fn text(summary: &Summary, aging: &Aging, words: &Words) -> String {
    let say = |key: &str, parts: &[(&str, &str)]| words.say(key, parts);
    let figure = |amount: Money| words.figure(&amount.to_string());
    let made_up = match summary.made_up {
        true => format!(" {}", say("glance-made-up", &[])),
        false => String::new(),
    };
    let company = format!("{}{made_up}", summary.company);
    let day = dates::whole(words, aging.as_of);
    let mut text = say("glance-title", &[("company", &company), ("day", &day)]) + "\n";
    for (currency, control) in &summary.currencies {
        let customers = say("count-customers", &[("count", &control.customers.to_string())]);
        let invoices = say("count-invoices", &[("count", &control.invoices.to_string())]);
        let owed = aging.totals.get(currency).map_or_else(
            || say("glance-nothing", &[]),
            |sums| {
                let [not_due, late @ ..] = sums.buckets.all();
                let late = crate::domain::money::sum(late, not_due.scale()).unwrap_or(not_due);
                let (not_due, late) = (figure(not_due), figure(late));
                let on_account = figure(sums.on_account);
                let parts = [("not_due", &*not_due), ("late", &late), ("on_account", &on_account)];
                say("glance-owed", &parts)
            },
        );
        let parts = [("customers", &*customers), ("invoices", &invoices), ("owed", &owed)];
        text += &format!("  {currency}  {}\n", say("glance-line", &parts));
    }
    let entries = say("count-entries", &[("count", &summary.entries.to_string())]);
    text + &format!("  {}\n", say("glance-head", &[("entries", &entries), ("head", &summary.head)]))
}

//! A list of any length: accounts, invoices, payments, disputes … Holds only the rows in the window; the
//! mark stays on its row whatever is added or removed around it. May use: the lists, the layers.

use std::sync::{Arc, Mutex, PoisonError};

use crossterm::event::KeyEvent;

use crate::engine::Session;
use crate::engine::change::Change;
use crate::engine::error::Failure;
use crate::engine::listing::{ListAsk, ListPage, Listing, Sort, Window};
use crate::engine::listings::Listings;
use crate::ledger::query::list::{ListRow, Listed, Only};
use crate::ledger::tables::ItemId;
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::keymap::{Context, PaneName, Verb, pane_word};
use crate::tui::layer::{OpenRequest, Part, Step};
use crate::tui::list_mark::distance;
use crate::tui::pen::{Pen, width};
use crate::tui::query::{Answer, AnswerSoFar, Next};
use crate::tui::subject::Subject;

use super::list_rows::{BOARD_FROM, ListColumns, board, draw_row, has_states, heads, orders};
use super::list_sending::ListSending;

/// A list.
pub struct List {
    /// Which pane it is.
    pub pane: PaneName,
    what: Listed,
    only: Only,
    sort: Sort,
    filter: Text,
    is_filtering: bool,
    shows: ListPage,
    /// The marked row, counted from the first of the list.
    mark: usize,
    id: Option<ItemId>,
    rows: usize,
    /// What has been read of it so far, if this process holds the book.
    read: Arc<Mutex<Listings>>,
    asking: Asking<ListPage>,
    sending: ListSending,
}

impl List {
    /// A list that nothing is known of yet.
    pub fn of(pane: PaneName, what: Listed) -> List {
        List {
            pane,
            what,
            only: Only::All,
            sort: Sort::Newest,
            filter: Text::default(),
            is_filtering: false,
            shows: ListPage::default(),
            mark: 0,
            id: None,
            rows: 16,
            read: Arc::default(),
            asking: Asking::default(),
            sending: ListSending::default(),
        }
    }

    fn listing(&self) -> Listing {
        Listing {
            what: self.what,
            only: self.only,
            filter: self.filter.value().to_string(),
            sort: self.sort,
            first: self.shows.first,
            rows: self.rows,
            keep: self.id,
        }
    }

    fn begin(&mut self) -> Vec<Step> {
        let listing = self.listing();
        self.ask(ListAsk::Begin(listing))
    }

    fn window(&mut self) -> Vec<Step> {
        self.ask(ListAsk::Window(Window { first: self.shows.first, rows: self.rows }))
    }

    /// Asks for the list, and continues until all of it has been read.
    fn ask(&mut self, ask: ListAsk) -> Vec<Step> {
        let (read, mut has_begun) = (self.read.clone(), false);
        let errand = self.asking.ask_in_parts(move |session| {
            let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
            let next = if has_begun { ListAsk::ReadOn } else { ask.clone() };
            let told = slice(session, &mut read, &next);
            has_begun = told.is_ok();
            told
        });
        vec![Step::Send(errand)]
    }

    /// Starts at the top again, because the filter or the order has changed.
    fn anew(&mut self) -> Vec<Step> {
        (self.mark, self.id) = (0, None);
        self.shows = ListPage::default();
        self.begin()
    }

    /// Whether the rows in the window are still being read.
    fn is_waiting(&self) -> bool {
        self.shows.rows.is_empty() && (self.shows.count > 0 || !self.shows.is_whole)
    }

    fn marked(&self) -> Option<&ListRow> {
        self.shows.rows.get(self.mark.checked_sub(self.shows.first)?).map(|(_, row)| row)
    }

    fn step(&mut self, by: isize) -> Vec<Step> {
        let last = self.shows.count.saturating_sub(1);
        self.mark = self.mark.saturating_add_signed(by).min(last);
        self.keep_id();
        let (first, rows) = (self.shows.first, self.rows);
        if (first..first + rows).contains(&self.mark) {
            return vec![Step::Done];
        }
        // Scroll by half a window: scrolling line by line is expensive on a slow link.
        let first = if self.mark < first {
            self.mark.saturating_sub(rows / 2)
        } else {
            (self.mark + 1 + rows / 2).saturating_sub(rows)
        };
        self.shows.first = first.min(self.shows.count.saturating_sub(rows));
        self.shows.rows.clear();
        self.window()
    }

    fn keep_id(&mut self) {
        let place = self.mark.checked_sub(self.shows.first);
        let row = place.and_then(|place| self.shows.rows.get(place));
        self.id = row.map(|(id, _)| *id).or(self.id);
    }

    fn showed(&mut self, shows: ListPage) -> Vec<Step> {
        let of = shows.listing.as_ref();
        let is_ours = of.is_some_and(|of| {
            of.what == self.what
                && of.only == self.only
                && of.sort == self.sort
                && of.filter == self.filter.value()
        });
        if !is_ours {
            return Vec::new();
        }
        // The mark follows its row.
        let here = shows.rows.iter().position(|(id, _)| Some(*id) == self.id);
        match (here, shows.kept, shows.keeps == self.id) {
            (Some(place), ..) => self.mark = shows.first + place,
            (None, Some(kept), true) => self.mark = kept,
            _ => {}
        }
        self.mark = self.mark.min(shows.count.saturating_sub(1));
        self.shows = shows;
        self.keep_id();
        vec![Step::Done]
    }

    fn open(&self, desk: &Desk) -> Vec<Step> {
        let Some(row) = self.marked() else {
            return vec![Step::Say(desk.say("list-nothing", &[]))];
        };
        let opening = match self.what {
            Listed::Customers => OpenRequest::Sheet(row.customer.clone(), None, None),
            Listed::Journal => {
                // An allocation has no page of its own.
                let has_page = |made: &&str| !made.is_empty() && !made.starts_with('A');
                let made = row.text.split(", ").find(has_page).map(str::to_string);
                OpenRequest::Entry(row.number.parse().unwrap_or(0), made)
            }
            _ => OpenRequest::Document(row.number.clone(), self.subject(desk)),
        };
        vec![Step::Open(opening)]
    }

    fn filtering(&mut self, verb: Verb) -> Vec<Step> {
        match verb {
            Verb::Open => {
                self.is_filtering = false;
                vec![Step::Done]
            }
            Verb::Back => {
                self.is_filtering = false;
                self.filter = Text::default();
                self.anew()
            }
            Verb::Down => self.step(1),
            Verb::Up => self.step(-1),
            _ => Vec::new(),
        }
    }
}

/// A slice of a list, and whether there is more to read.
fn slice(
    session: &Session,
    read: &mut Listings,
    ask: &ListAsk,
) -> Result<AnswerSoFar<ListPage>, Failure> {
    let answer = session.list(read, ask)?;
    let is_whole = answer.as_ref().is_some_and(|shows| shows.is_whole);
    Ok(AnswerSoFar { answer, next: if is_whole { Next::Whole } else { Next::AtOnce } })
}

/// A longer list is read again only when the user asks for it; until then, only the rows in the window
/// are.
const SHORT: usize = 20_000;

impl Part for List {
    fn changed(&mut self, _: &Change, _: &Desk) -> Vec<Step> {
        if self.shows.count < SHORT {
            return self.begin();
        }
        self.window()
    }

    fn context(&self) -> Context {
        Context::List
    }

    fn takes_text(&self) -> bool {
        self.is_filtering
    }

    fn is_blank(&self) -> bool {
        self.filter.value().is_empty()
    }

    fn has_use(&self, verb: Verb) -> bool {
        match verb {
            Verb::Only => self.what != Listed::Drafts && has_states(self.what),
            Verb::SendAll => self.what == Listed::Deliveries,
            Verb::Sort => orders(self.what).len() > 1,
            _ => true,
        }
    }

    fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Step> {
        if self.is_filtering {
            let steps = self.filtering(verb);
            if !steps.is_empty() {
                return steps;
            }
        }
        let half = isize::try_from(self.rows / 2).unwrap_or(8);
        match verb {
            Verb::Open => self.open(desk),
            Verb::PageDown => self.step(half),
            Verb::PageUp => self.step(-half),
            Verb::Filter => {
                self.is_filtering = true;
                vec![Step::Done]
            }
            Verb::Only if self.what == Listed::Drafts => {
                vec![Step::Say(desk.say("list-only-drafts", &[]))]
            }
            Verb::Only if has_states(self.what) => {
                self.only = match self.only {
                    Only::All => Only::Open,
                    Only::Open => Only::Late,
                    Only::Late => Only::All,
                };
                self.anew()
            }
            Verb::SendAll if self.what == Listed::Deliveries => self.sending.begin(desk),
            Verb::Sort if orders(self.what).len() > 1 => {
                let all = orders(self.what);
                let next = all.iter().skip_while(|sort| **sort != self.sort).nth(1);
                self.sort = *next.unwrap_or(&Sort::Newest);
                self.anew()
            }
            Verb::Back if !self.filter.value().is_empty() => self.filtering(Verb::Back),
            verb => distance(verb).map_or_else(Vec::new, |by| self.step(by)),
        }
    }

    fn key(&mut self, key: KeyEvent, _: &Desk) -> Vec<Step> {
        if !self.is_filtering {
            return Vec::new();
        }
        let before = self.filter.value().to_string();
        self.filter.key(key);
        if self.filter.value() == before { vec![Step::Done] } else { self.anew() }
    }

    fn paste(&mut self, text: &str, _: &Desk) -> Vec<Step> {
        if !self.is_filtering {
            return Vec::new();
        }
        self.filter.paste(text);
        self.anew()
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Vec<Step> {
        match self.asking.take(answer) {
            Some(Ok(shows)) => self.showed(shows),
            Some(Err(why)) => vec![Step::Unanswered(why)],
            None => match self.sending.answered(answer, desk) {
                Some(said) => std::iter::once(said).chain(self.begin()).collect(),
                None => Vec::new(),
            },
        }
    }

    fn is_looking_up(&self, _: &Desk) -> bool {
        self.is_waiting()
    }

    fn entered(&mut self, _: &Desk) -> Vec<Step> {
        self.begin()
    }

    fn resized(&mut self, height: u16, _: &Desk) -> Vec<Step> {
        let rows = usize::from(height.saturating_sub(8)).max(1);
        if rows == self.rows {
            return Vec::new();
        }
        self.rows = rows;
        self.window()
    }

    fn subject(&self, _: &Desk) -> Subject {
        let Some(row) = self.marked() else { return Subject::default() };
        let is_account = self.what == Listed::Customers;
        let kind = match self.what {
            Listed::Customers => "",
            Listed::Invoices => "invoice",
            Listed::Drafts => "draft",
            Listed::Payments if row.number.starts_with("CN") => "credit_note",
            Listed::Payments if row.number.starts_with("RF") => "refund",
            Listed::Payments => "payment",
            Listed::Disputes => "dispute",
            Listed::Promises => "promise",
            Listed::Plans => "plan",
            Listed::Calls => "call",
            Listed::Callbacks => "callback",
            Listed::Deliveries => "delivery",
            Listed::Journal => return Subject::default(),
        };
        Subject {
            customer: Some(row.customer.clone()),
            name: row.name.clone(),
            currency: Some(row.currency),
            document: (!is_account).then(|| crate::domain::Number(row.number.clone())),
            kind: kind.into(),
            date: None,
            left: row.left.filter(|_| !is_account),
            allocation: None,
            found_by: None,
            statement: None,
            payer: None,
        }
    }

    fn draw(&self, pen: &mut Pen) {
        self.title(pen);
        pen.rule(3, "");
        if self.shows.count == 0 {
            let words = match (self.shows.is_whole, self.is_blank() && self.only == Only::All) {
                (false, _) => "list-reading",
                (true, true) if self.what == Listed::Deliveries => "outbox-none",
                (true, true) => "list-none",
                (true, false) => "list-none-such",
            };
            let words = pen.say(words, &[]);
            let (end, last) = (pen.width() - 1, pen.last());
            pen.dim_paragraph(3, 5, end, last, &words);
        }
        if self.what == Listed::Disputes && pen.width() >= BOARD_FROM {
            let marked = |place| self.shows.first + place == self.mark;
            let rows = self.shows.rows.iter().enumerate();
            let rows: Vec<_> = rows.map(|(place, (_, row))| (marked(place), row)).collect();
            return board(pen, &rows);
        }
        let columns = ListColumns::of(pen, self.what, self.shows.rows.iter().map(|(_, row)| row));
        heads(pen, self.what, &columns);
        for (place, (_, row)) in (self.shows.first..).zip(&self.shows.rows).take(self.rows) {
            let y = 5 + u16::try_from(place - self.shows.first).unwrap_or(u16::MAX - 5);
            if y > pen.last() {
                break;
            }
            let style = pen.row(y, place == self.mark);
            draw_row(pen, y, (self.what, &columns), row, style);
        }
        if self.is_filtering {
            let x = 1 + width(&pen.say("list-filter", &[])) + 1;
            let cursor = u16::try_from(self.filter.input.visual_cursor()).unwrap_or(0);
            pen.cursor = Some((x + cursor, 2));
        }
    }
}

impl List {
    /// Draws the title: what is listed, the filter, and the sum.
    fn title(&self, pen: &mut Pen) {
        let pane = format!("pane-{}", pane_word(self.pane));
        let mut x = 1;
        if self.is_filtering || !self.is_blank() {
            let words = pen.say("list-filter", &[]);
            x = pen.text(x, 2, &words, pen.theme.plain) + 1;
            x = pen.text(x, 2, self.filter.value(), pen.theme.bold) + 2;
        } else {
            let words = pen.say(&pane, &[]);
            x = pen.text(x, 2, &words, pen.theme.bold) + 2;
        }
        let only = match self.only {
            _ if self.what == Listed::Drafts => "only-drafts",
            Only::All => "only-all",
            Only::Open => "only-open",
            Only::Late => "only-late",
        };
        let words = [only, self.sort.words()].map(|words| pen.say(words, &[])).join(", ");
        pen.text(x, 2, &words, pen.theme.dim);
        let count = pen.desk.words.figure(&self.shows.count.to_string());
        let mut parts = vec![pen.say("list-count", &[("count", &count)])];
        let has_sums = !matches!(
            self.what,
            Listed::Calls | Listed::Callbacks | Listed::Deliveries | Listed::Journal
        );
        for (currency, left) in self.shows.sums.iter().filter(|_| has_sums) {
            let scale = u32::from(currency.scale());
            let left = rust_decimal::Decimal::from_i128_with_scale(*left, scale).to_string();
            let amount = pen.desk.words.in_currency(currency.code(), &pen.desk.figure(&left));
            // Drafts are not owed.
            let words = if self.what == Listed::Drafts { "list-sum-drafts" } else { "list-sum" };
            parts.push(pen.say(words, &[("amount", &amount)]));
        }
        if !self.shows.is_whole {
            parts.push(pen.sign("…").to_string());
        }
        let right = parts.join("  ");
        let end = pen.width() - 1;
        if x + width(&words) + width(&right) + 2 < end {
            pen.right(end, 2, &right, pen.theme.dim);
        }
    }
}

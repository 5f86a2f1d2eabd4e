//! Every question by its name, as it arrives over a socket. May use: the ledger's questions.

use serde_json::value::RawValue;

use crate::domain::{Cause, Message, by_name};
use crate::engine::error::{BookError, Failure, NO_QUESTION};
use crate::engine::sessions::answers::AnswerKey;
use crate::engine::sessions::local::{Asker, LocalBook};
use crate::engine::sessions::turns::Slot;
use crate::engine::sessions::wire::pieces::Pieces;
use crate::ledger::query::aging::AgingOf;
use crate::ledger::query::balance::{BalanceOf, BalancePart};
use crate::ledger::query::bank::{
    BankAccountsOf, BankDaysOf, BankLinesAfter, BankLinesBetween, BankLinesKnown, OpenDepositsOf,
};
use crate::ledger::query::bankable::BankablePaymentsOf;
use crate::ledger::query::caller::{AccountOf, CallersOf};
use crate::ledger::query::checks::ChecksOf;
use crate::ledger::query::dunning::{DunningOf, DunningPoliciesOf, DunningStandingOf};
use crate::ledger::query::entries::EntryOf;
use crate::ledger::query::erasures::ErasuresDue;
use crate::ledger::query::exported::{
    AwaitedOf, BlocksOf, DepositsAfter, GroupsOf, LettersAfter, PayersOf,
};
use crate::ledger::query::judged::{JudgedAfter, JudgedPromises};
use crate::ledger::query::last_paid::LastPaid;
use crate::ledger::query::late_fees::{HoldsProposed, LateFeesDue};
use crate::ledger::query::lately::LatelyOf;
use crate::ledger::query::letter_now::LetterNowOf;
use crate::ledger::query::list::ListOf;
use crate::ledger::query::list_rows::RowsOf;
use crate::ledger::query::lookup::{LookupOf, LookupOnce};
use crate::ledger::query::matchables::{MatchablesAfter, OpenBankLinesAfter, PaidLinesAfter};
use crate::ledger::query::named::{AccountsNamed, AccountsNear};
use crate::ledger::query::outbox::{OutboxAfter, OutboxCounts, Undelivered};
use crate::ledger::query::packet::PacketOf;
use crate::ledger::query::page::{
    AllocationsAfter, CasesAfter, CustomersAfter, DocumentsAfter, ItemsAfter, UndoneAfter,
};
use crate::ledger::query::posted::PostedBy;
use crate::ledger::query::reasons::{OwnReasons, OwnRootCauses};
use crate::ledger::query::reconciliation::ReconciliationOf;
use crate::ledger::query::report::{BehindOf, ExplanationOf, ReportOf};
use crate::ledger::query::row_under::RowUnder;
use crate::ledger::query::say::{SayOf, SheetOf};
use crate::ledger::query::show::{
    CompanyOf, Find, FindAccount, FindCustomer, FindDocument, FindItem, LettersOf, PreviewDraft,
    PreviewInvoice, PreviewLetter, Show,
};
use crate::ledger::query::statement::StatementOf;
use crate::ledger::query::statements::StatementsAfter;
use crate::ledger::query::summary::SummaryOf;
use crate::ledger::query::suspense::{ImportProfileOf, OpenUnidentifiedAfter, UnidentifiedAfter};
use crate::ledger::query::users::UsersOf;
use crate::ledger::query::worklist::WorklistOf;
use crate::ledger::query::{Question, View};
use crate::store::LedgerError;
use crate::store::rows::Stop;

macro_rules! questions {
    ($($kind:ty,)+) => {
        /// Asks the question with this name. Returns its answer in JSON, and for a long answer the slot
        /// to hold until it is sent.
        pub fn answer(
            own: &LocalBook,
            asker: &Asker,
            name: &str,
            of: &RawValue,
        ) -> Result<(Pieces, Option<Slot>), Failure> {
            match name {
                $(<$kind>::NAME => one::<$kind>(own, asker, of),)+
                _ => Err(BookError::Wire(no_question(name)).into()),
            }
        }
    };
}

questions! {
    AccountOf,
    AccountsNamed,
    AccountsNear,
    AgingOf,
    AllocationsAfter,
    BalanceOf,
    BalancePart,
    BehindOf,
    CallersOf,
    CompanyOf,
    CasesAfter,
    ChecksOf,
    CustomersAfter,
    DocumentsAfter,
    DunningOf,
    DunningPoliciesOf,
    DunningStandingOf,
    EntryOf,
    ErasuresDue,
    ExplanationOf,
    Find,
    FindAccount,
    FindCustomer,
    FindDocument,
    FindItem,
    ImportProfileOf,
    ItemsAfter,
    JudgedAfter,
    JudgedPromises,
    LastPaid,
    LatelyOf,
    ListOf,
    LettersOf,
    LetterNowOf,
    LookupOf,
    LookupOnce,
    OutboxAfter,
    OutboxCounts,
    OwnReasons,
    OwnRootCauses,
    PacketOf,
    PostedBy,
    PreviewDraft,
    PreviewInvoice,
    PreviewLetter,
    ReportOf,
    RowUnder,
    RowsOf,
    SayOf,
    SheetOf,
    LateFeesDue,
    HoldsProposed,
    Show,
    StatementOf,
    StatementsAfter,
    SummaryOf,
    Undelivered,
    UndoneAfter,
    UnidentifiedAfter,
    OpenUnidentifiedAfter,
    AwaitedOf,
    BlocksOf,
    DepositsAfter,
    GroupsOf,
    LettersAfter,
    PayersOf,
    BankLinesAfter,
    BankLinesKnown,
    BankDaysOf,
    BankLinesBetween,
    OpenDepositsOf,
    BankablePaymentsOf,
    MatchablesAfter,
    OpenBankLinesAfter,
    PaidLinesAfter,
    BankAccountsOf,
    ReconciliationOf,
    UsersOf,
    WorklistOf,
}

fn one<Q: Question>(
    own: &LocalBook,
    asker: &Asker,
    of: &RawValue,
) -> Result<(Pieces, Option<Slot>), Failure> {
    let malformed =
        |error: serde_json::Error| BookError::Wire(Cause::text(format!("{}: {error}", Q::NAME)));
    let question: Q = by_name::from_json(of.get().as_bytes()).map_err(malformed)?;
    own.ask_in_json(asker, &question, of.get())
}

fn no_question(name: &str) -> Cause {
    let message = Message::new(NO_QUESTION).with("question", name);
    Cause::new(format!("unknown question: {name}"), message)
}

impl LocalBook {
    /// Asks a question received as `of`, and returns the answer in JSON. If another client got the same
    /// answer, returns that one. This is looked up in the client's turn, so that clients who ask at the
    /// same time wait while the first is answered.
    fn ask_in_json<Q: Question>(
        &self,
        asker: &Asker,
        question: &Q,
        of: &str,
    ) -> Result<(Pieces, Option<Slot>), Failure> {
        self.ask_by(asker, question, |view: &View, answer| {
            let json = || -> Result<Pieces, Stop> {
                let mut json = Pieces::default();
                let written = serde_json::to_writer(&mut json, &answer()?);
                let wrong = |error| LedgerError::Contradiction(format!("{}: {error}", Q::NAME));
                written.map_err(wrong)?;
                Ok(json)
            };
            if !Q::IS_OF_ROWS {
                return json();
            }
            let (head, today, sees) = (view.head()?, view.today, view.sees);
            let asked = AnswerKey { name: Q::NAME, of: of.into(), today, sees };
            if let Some(kept) = self.answers.find(head, &asked) {
                return Ok(Pieces::from(kept.to_vec()));
            }
            let json = json()?;
            self.answers.keep(head, asked, &json);
            Ok(json)
        })
    }
}

//! Refusals are data: which rule, which field, with what arguments. The words are made at the
//! edge, in the reader's language. May use: std, serde.

use std::borrow::Cow;
use std::fmt;

use super::message::{Argument, Message, Worded};

macro_rules! rules {
    ($($variant:ident = $name:literal,)+) => {
        /// Every rule a command can break. The name (`allocation.exceeds_item`) is a contract:
        /// scripts match on it, and the words for it stand in `assets/words/`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // the name beside each variant is its documentation
        pub enum Rule { $($variant,)+ }

        impl Rule {
            /// All rules, for the test that each of them has words.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)+];

            /// The contract name of the rule.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$variant => $name,)+ }
            }

            /// The rule with this contract name.
            pub fn from_name(name: &str) -> Option<Rule> {
                match name { $($name => Some(Rule::$variant),)+ _ => None }
            }
        }
    };
}

rules! {
    CommandMalformed = "command.malformed",
    CommandUnknown = "command.unknown",
    CommandUnknownField = "command.unknown_field",
    CommandDuplicateField = "command.duplicate_field",
    CommandMissingField = "command.missing_field",
    CommandTooLong = "command.too_long",
    CommandIdMalformed = "command.id_malformed",
    CommandNotSeen = "command.changed_meanwhile",
    CommandIdReused = "command.id_reused",
    OverrideReason = "override.reason_missing",
    AmountMalformed = "amount.malformed",
    AmountTooPrecise = "amount.too_precise",
    AmountNotPositive = "amount.not_positive",
    AmountOutOfRange = "amount.out_of_range",
    PercentMalformed = "percent.malformed",
    PercentOutOfRange = "percent.out_of_range",
    DateMalformed = "date.malformed",
    DateOutOfRange = "date.out_of_range",
    DateBeforeItem = "date.before_item",
    DateAhead = "date.ahead",
    TextMalformed = "text.malformed",
    TextTooLong = "text.too_long",
    TextEmpty = "text.empty",
    TermsMalformed = "terms.malformed",
    CurrencyUnknown = "currency.unknown",
    CurrencyMismatch = "currency.mismatch",
    RateMissing = "rate.missing",
    RateUnwanted = "rate.unwanted",
    RateNotPositive = "rate.not_positive",
    CustomerUnknown = "customer.unknown",
    CustomerCodeTaken = "customer.code_taken",
    CustomerMismatch = "customer.mismatch",
    CustomerOnHold = "customer.on_hold",
    CustomerNotOnHold = "customer.not_on_hold",
    CreditLimitExceeded = "customer.credit_limit_exceeded",
    SeriesMalformed = "series.malformed",
    SeriesReserved = "series.reserved",
    SeriesBackDated = "series.back_dated",
    DocumentUnknown = "document.unknown",
    DocumentWithoutTax = "document.without_tax",
    FiscalTimeMalformed = "fiscal.time_malformed",
    DocumentNotInvoice = "document.not_an_invoice",
    DocumentNotCredit = "document.not_money_or_credit",
    LinesMissing = "lines.missing",
    LinesTooMany = "lines.too_many",
    LineQuantityZero = "line.quantity_zero",
    LinePriceNegative = "line.price_negative",
    LineTooPrecise = "line.too_precise",
    AdjustmentBasis = "adjustment.amount_or_percent",
    AdjustmentNoBase = "adjustment.nothing_to_charge",
    TaxUnknown = "tax.unknown",
    TaxRepeated = "tax.repeated",
    TaxNotOnDate = "tax.not_in_force",
    TaxNotOnOriginal = "tax.not_on_original",
    TotalNegative = "total.negative",
    DueBeforeDate = "due.before_date",
    InvoiceVoid = "invoice.void",
    VoidAllocated = "void.allocated",
    VoidCredited = "void.credited",
    VoidBeforeIssue = "void.before_issue",
    CreditHow = "credit.full_amount_or_lines",
    CreditNothingLeft = "credit.nothing_left",
    CreditExceeds = "credit.exceeds_original",
    MethodUnavailable = "payment.method_not_by_hand",
    AllocationUnknown = "allocation.unknown",
    AllocationReversed = "allocation.already_reversed",
    AllocationExceedsItem = "allocation.exceeds_item",
    AllocationExceedsSource = "allocation.exceeds_source",
    AllocationTwice = "allocation.item_twice",
    AllocationBeforeItem = "allocation.before_item",
    AllocationNotByHand = "allocation.not_by_hand",
    RemittanceUnread = "remittance.unread",
    RemittanceNotOpen = "remittance.not_open",
    RemittanceAmbiguous = "remittance.ambiguous",
    RemittanceTwice = "remittance.item_twice",
    RemittanceExceedsItem = "remittance.exceeds_item",
    RemittanceExceedsPayment = "remittance.exceeds_payment",
    RemittanceInDispute = "remittance.in_dispute",
    RemittanceReason = "remittance.reason_unknown",
    RemittanceAllocate = "remittance.and_allocate",
    BounceAlready = "bounce.already",
    WriteOffTolerance = "write_off.beyond_tolerance",
    WriteOffNothingLeft = "write_off.nothing_left",
    RecoverNotWriteOff = "recover.not_a_write_off",
    RecoverExceeds = "recover.exceeds_write_off",
    NumberTaken = "number.taken",
    NumberReserved = "number.reserved",
    ImportCells = "import.more_cells_than_header",
    ImportAmbiguous = "import.ambiguous_column",
    ImportMissingColumns = "import.missing_columns",
    ImportEncoding = "import.encoding",
    DisputeExceedsRest = "dispute.exceeds_remaining",
    CustomerMerged = "customer.merged",
    MergeSelf = "merge.same_account",
    ContactsTooMany = "contacts.too_many",
    AboutTooMany = "about.too_many",
    ItemUnknown = "item.unknown",
    ItemPriceMissing = "item.price_missing",
    ItemPriceExclusive = "item.price_exclusive",
    PriceNegative = "price.negative",
    DraftUnknown = "draft.unknown",
    DraftEnded = "draft.no_longer_open",
    DisputeUnknown = "dispute.unknown",
    DisputeReason = "dispute.reason_unknown",
    ReasonCode = "reason.not_a_code",
    ReasonThere = "reason.there_already",
    DisputeExceeds = "dispute.exceeds_outstanding",
    DisputeNothing = "dispute.nothing_left",
    DisputeMove = "dispute.cannot_move",
    DisputeEnded = "dispute.not_live",
    DisputeBeforeLast = "dispute.before_last_step",
    DisputeSaysNothing = "dispute.nothing_noted",
    DisputeAmount = "dispute.amount_without_credit",
    DisputeSplitAll = "dispute.split_all",
    DisputeJoinOther = "dispute.join_other_invoice",
    DisputeJoinSelf = "dispute.join_itself",
    DisputeJoined = "dispute.joined",
    PromiseUnknown = "promise.unknown",
    PromiseNoDay = "promise.no_day",
    PromiseDayAndParts = "promise.day_and_instalments",
    PromiseTooMany = "promise.too_many_instalments",
    PromiseOrder = "promise.instalments_not_in_order",
    WorklistPast = "worklist.date_past",
    SnoozeDay = "snooze.until_out_of_range",
    CallingTime = "calling.time_malformed",
    CallingHours = "calling.from_after_to",
    PromiseLive = "promise.live_already",
    PromiseExceeds = "promise.exceeds_undisputed",
    PromisePast = "promise.by_before_date",
    PromiseTolerance = "promise.tolerance_too_long",
    PromiseEnded = "promise.not_open",
    PlanUnknown = "plan.unknown",
    PlanLive = "plan.live_already",
    PlanTwice = "plan.invoice_twice",
    PlanNothing = "plan.nothing_to_cover",
    PlanInstalments = "plan.instalments_missing",
    PlanCount = "plan.instalments_out_of_range",
    PlanOrder = "plan.dates_out_of_order",
    PlanPast = "plan.due_before_date",
    PlanSum = "plan.sum_differs",
    PlanDefaultAfter = "plan.default_after_out_of_range",
    PlanEnded = "plan.ended",
    LateFeePolicy = "late_fee.no_policy",
    LateFeeOnFee = "late_fee.on_fee",
    LateFeeCharged = "late_fee.charged_already",
    LateFeeNothing = "late_fee.nothing_accrued",
    HoldNotProposed = "hold.not_proposed",
    CallbackUnknown = "callback.unknown",
    CallbackDone = "callback.already_done",
    WrapUpPart = "wrap_up.part_unknown",
    WrapUpMissing = "wrap_up.part_incomplete",
    WrapUpAmount = "wrap_up.amount",
    WrapUpDay = "wrap_up.day",
    WrapUpDayEither = "wrap_up.day_either",
    WrapUpEither = "wrap_up.two_readings",
    WrapUpMoment = "wrap_up.time",
    WrapUpReason = "wrap_up.reason",
    WrapUpWay = "wrap_up.way",
    WrapUpOutcome = "wrap_up.outcome",
    WrapUpDocument = "wrap_up.document_unknown",
    WrapUpDocuments = "wrap_up.document_either",
    WrapUpNothingOpen = "wrap_up.nothing_open",
    WrapUpPromise = "wrap_up.promise_exceeds",
    WrapUpInvoices = "wrap_up.too_many_invoices",
    WrapUpTooMany = "wrap_up.too_many_parts",
    WrapUpMinutes = "wrap_up.minutes",
    WrapUpUnknown = "wrap_up.call_unknown",
    WrapUpUndone = "wrap_up.undone_already",
    WrapUpNothing = "wrap_up.nothing_to_undo",
    WrapUpStays = "wrap_up.part_stays",
    PeriodLocked = "period.locked",
    PeriodSoftLocked = "period.soft_locked",
    ApprovalNeeded = "approval.needed",
    VoidDelivered = "void.delivered",
    SettledBeforeDate = "settled.before_date",
    SettledDisputed = "settled.credit",
    ImportDisagree = "import.rows_disagree",
    ImportFormat = "import.date_format",
    ImportQuote = "import.quote_never_closed",
    ImportDocument = "import.document_refused",
    ImportYesNo = "import.yes_or_no",
    BookExists = "book.exists",
    BookOther = "book.another",
    BookFolder = "book.folder_not_empty",
    BookCountry = "book.country_unknown",
    BookZone = "book.zone_unknown",
    BookZoneMissing = "book.zone_missing",
    UserUnknown = "user.unknown",
    UserNoRole = "user.no_role",
    UserRole = "user.role_too_low",
    UserLast = "user.last_administrator",
    UserToday = "user.today_not_allowed",
    UserOtherUid = "user.other_number",
    UserNotOnSystem = "user.not_on_system",
    ViewerReach = "user.beyond_viewers",
    PersonOpen = "person.still_open",
    PersonErased = "person.nothing_to_erase",
    QueryUnknown = "query.unknown_thing",
    QueryKnownAt = "query.known_at_beyond_head",
    QueryPeriod = "query.period_backwards",
    ReportUnknown = "report.unknown",
    ReportParameter = "report.parameter",
    ReportGrouping = "report.grouping_unknown",
    ReportColumn = "report.column_unknown",
    ReportRow = "report.row_unknown",
    ImportConflict = "import.conflict",
    ImportTooManyColumns = "import.too_many_columns",
    ImportUnknownColumn = "import.unknown_column",
    ImportUnknownField = "import.unknown_field",
    ImportUnreadable = "import.unreadable",
    ImportTooLarge = "import.too_large",
    ImportMark = "import.currency_mark",
    ImportUnclear = "import.two_readings",
    ImportKindUnknown = "import.kind_unknown",
    ImportOther = "import.not_a_kind",
    ImportNoHeader = "import.no_header",
    ImportSheet = "import.sheet_unknown",
    ImportNotConfirmed = "import.not_confirmed",
    ImportFolder = "import.not_an_export",
    ImportOldWorkbook = "import.old_workbook",
    ImportBinary = "import.not_a_table",
    FileExists = "file.exists",
    JournalNoSpace = "journal.no_space",
    JournalUnknown = "journal.outcome_unknown",
    JournalReadOnly = "journal.read_only",
    PaymentReversed = "payment.already_reversed",
    RefundUnknown = "refund.unknown",
    RefundReversed = "refund.already_reversed",
    RefundAllocated = "refund.allocated",
    CreditNoteUnknown = "credit_note.unknown",
    CreditNoteVoid = "credit_note.void",
    CreditNoteRefunded = "credit_note.refunded",
    CreditNoteDelivered = "credit_note.delivered",
    CreditNoteOriginal = "credit_note.original_open",
    AllocationOfOriginal = "allocation.of_original",
    DiscountNotEarned = "discount.not_earned",
    DiscountTooMuch = "discount.does_not_settle",
    CertificateExceeds = "certificate.exceeds_owed",
    CertificateNotMoney = "certificate.not_money",
    CertificateKind = "certificate.kind_unknown",
    RateOutOfRange = "rate.out_of_range",
    PaymentLooksTwice = "payment.looks_twice",
    InvoiceLooksTwice = "invoice.looks_twice",
    CustomerLooksTwice = "customer.looks_twice",
    DateUnusual = "date.unusual",
    RateUnusual = "rate.unusual",
    TotalZero = "total.zero",
    InvoiceContentMissing = "invoice.content_missing",
    TaxIdUnusual = "tax_id.unusual",
    PriceZero = "price.zero",
    TaxContradictory = "tax.contradictory",
    SeriesUnknown = "series.unknown",
    DateAheadNeedsReason = "date.ahead_needs_reason",
    ClockAhead = "clock.ahead",
    ClockBehind = "clock.behind",
    ClockNotInDoubt = "clock.not_in_doubt",
    DateTooEarly = "date.too_early",
    DateTooLate = "date.too_late",
    LanguageUnknown = "language.unknown",
    TaxIdsTooMany = "tax_ids.too_many",
    DocumentNotCreditNote = "document.not_a_credit_note",
    DocumentNotPayment = "document.not_a_payment",
    DocumentNotForCustomers = "document.not_for_customers",
    VoidFiscal = "void.fiscal_receipt",
    CreditNoteFiscal = "credit_note.fiscal_receipt",
    VoidDeliveryUnsure = "void.delivery_unsure",
    DeliveryUnknown = "delivery.unknown",
    DeliveryDraft = "delivery.draft",
    DeliveryNotSent = "delivery.never_sent",
    DeliveryVoid = "delivery.document_void",
    DeliveryNoAddress = "delivery.no_address",
    AddressMalformed = "address.malformed",
    DeliveryQueuedAlready = "delivery.queued_already",
    DeliveryUnsure = "delivery.unsure_already",
    DeliveryAgain = "delivery.again",
    DeliveryNotQueued = "delivery.not_queued",
    DeliveryAttempt = "delivery.another_attempt",
    DeliveryUnderWay = "delivery.under_way",
    DeliverySent = "delivery.sent_already",
    DeliveryCannotSettle = "delivery.cannot_settle",
    DeliveryOutcome = "delivery.outcome",
    UnidentifiedUnknown = "unidentified.unknown",
    UnidentifiedDone = "unidentified.not_open",
    PayerMissing = "payment.no_payer",
    ImportShape = "import.shape",
    ImportProfile = "import.profile",
    CustomerAmbiguous = "customer.ambiguous",
    OutstandingExceeds = "outstanding.exceeds_amount",
    OutstandingSettled = "outstanding.settled",
    BankLineUnknown = "bank_line.unknown",
    BankLineDone = "bank_line.not_open",
    BankLineOpen = "bank_line.open",
    BankLineMoneyOut = "bank_line.money_out",
    BankLineAmount = "bank_line.amount",
    BankLineDocument = "bank_line.not_its_document",
    BankDocumentLinked = "bank_line.document_linked",
    BankLineBoth = "bank_line.payment_or_deposit",
    BankLineParts = "bank_line.parts",
    BankLinePartTwice = "bank_line.part_twice",
    PayerSelf = "payer.itself",
    PayerAlready = "payer.already",
    PayerNot = "payer.not_declared",
    BankLineNoSuggestion = "bank_line.no_suggestion",
    BankLinesThere = "bank_line.there",
    BankLinesUnclear = "bank_line.may_be_there",
    BankLinesAlike = "bank_line.alike",
    BankBalanceThere = "bank_line.balance_there",
    BankBalanceBeyond = "bank_line.balance_beyond",
    DepositUnknown = "deposit.unknown",
    DepositEmpty = "deposit.empty",
    DepositTwice = "deposit.payment_twice",
    DepositPayment = "deposit.not_bankable",
    DepositHas = "deposit.has_payment",
    ScoreColumns = "score.columns",
    ScoreRow = "score.row",
    ScoreLine = "score.line",
    BankAccountUnknown = "bank_account.unknown",
    BankAccountNumber = "bank_account.other_number",
    BankAccountNamed = "bank_account.other_name",
    BankAccountCurrency = "bank_account.other_currency",
    BankAccountsSeveral = "bank_account.several",
    BankBalanceGap = "bank_account.balance_gap",
    BankTruncated = "bank.ends_early",
    BankDamaged = "bank.damaged",
    BankForbidden = "bank.document_type",
    BankTooDeep = "bank.too_deep",
    BankTooLarge = "bank.too_large",
    BankNotStatement = "bank.not_a_statement",
    BankOther = "bank.other_message",
    BankNoStatement = "bank.no_statement",
    BankSaid = "bank.error_message",
    BankEncoding = "bank.encoding_unknown",
    BankAmount = "bank.amount",
    BankAmountRange = "bank.amount_out_of_range",
    BankSide = "bank.side",
    BankDate = "bank.date",
    BankCurrency = "bank.other_currency",
    BankNotBooked = "bank.not_booked",
    BankDetails = "bank.details_differ",
    BankBalance = "bank.balance",
    BankPages = "bank.page_missing",
    BankCount = "bank.count_differs",
    BankMessage = "bank.message_unread",
    BankTwice = "bank.told_twice",
    BankColumns = "bank.columns_unknown",
    BankDateOrder = "bank.date_order",
    BankDecimals = "bank.decimal_mark",
    BankRow = "bank.row",
    BankJump = "bank.balance_jumps",
    DunningDays = "dunning.days",
    DunningLevels = "dunning.levels",
    DunningOrder = "dunning.level_order",
    DunningInterval = "dunning.interval",
    DunningGroup = "dunning.group_has_policy",
    DunningNothing = "dunning.nothing_to_send",
    DunningChanged = "dunning.changed",
    DunningPerson = "dunning.needs_a_person",
    DunningTarget = "dunning.customer_or_invoice",
    DunningNotBlocked = "dunning.not_blocked",
    LetterUnknown = "letter.unknown",
}

/// A command or a query that is not carried out, and why. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule that was broken.
    pub rule: Rule,
    /// The field at fault as the caller named it (`lines[0].quantity`), or empty.
    pub field: String,
    /// What the words need, by name.
    pub args: Vec<(Cow<'static, str>, String)>,
}

impl Refusal {
    /// A refusal by `rule` at `field`.
    pub fn new(rule: Rule, field: impl Into<String>) -> Refusal {
        Refusal { rule, field: field.into(), args: Vec::new() }
    }

    /// The same refusal with one more argument for its words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Refusal {
        self.args.push((name.into(), value.to_string()));
        self
    }

    /// The same refusal, its field standing below `parent` (`lines[2]` and `quantity`).
    #[must_use]
    pub fn below(mut self, parent: &str) -> Refusal {
        self.field = match self.field.is_empty() {
            true => parent.to_string(),
            false => format!("{parent}.{}", self.field),
        };
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.rule.name(), self.field)
    }
}

impl std::error::Error for Refusal {}

impl Worded for Refusal {
    fn message(&self) -> Message {
        let key = format!("rule-{}", self.rule.name().replace('.', "-"));
        let args = self.args.iter();
        let args = args.map(|(name, value)| (name.clone(), Argument::Text(value.clone())));
        Message { key: key.into(), args: args.collect() }
    }
}

/// How a typed field tells serde which rule its text broke: the rule's name and the text, parted
/// by a character that no rule name holds. [`untag`] reads it back at the edge.
pub fn tagged(rule: Rule, given: &str) -> String {
    format!("{}\u{1f}{given}", rule.name())
}

/// Reads what [`tagged`] wrote: the rule and the text that broke it.
pub fn untag(message: &str) -> Option<(Rule, &str)> {
    let (name, given) = message.split_once('\u{1f}')?;
    Some((Rule::from_name(name)?, given))
}

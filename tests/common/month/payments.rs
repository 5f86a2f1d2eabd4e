//! Payments: what a payer writes, and how it comes to be a line.

use daybook::domain::Day;
use daybook::matching::{MatchLine, TrueAnswer, Truth};

use super::Trouble;
use super::bank::{Sent, line};
use super::ledger::Maker;
use super::people::Person;
use super::writing::whole;

/// A payment as it truly is, before a bank writes it.
pub struct Draft {
    pub payer: Person,
    pub currency: usize,
    pub allocate: Vec<(u32, i64)>,
    /// What arrives, where it is not what is allocated.
    pub amount: Option<i64>,
    pub fee: i64,
    pub charges: i64,
    pub message: String,
    pub creditor: Option<String>,
    pub is_mobile: bool,
    /// Whether nothing says which items it pays.
    pub is_silent: bool,
}

impl Maker {
    /// A customer who owes one more item; the draft pays it whole and says nothing.
    pub fn one(&mut self) -> (usize, u32, Draft) {
        let customer = self.customer();
        let amount = self.amount(self.people[customer].currency);
        let item = self.item(customer, amount);
        (customer, item, self.draft(customer, vec![(item, amount)]))
    }

    pub fn draft(&mut self, customer: usize, allocate: Vec<(u32, i64)>) -> Draft {
        let payer = self.people[customer].clone();
        let currency = payer.currency;
        let is_mobile = currency == 0 && self.chance.percent(25);
        let message = self.silence();
        Draft {
            payer,
            currency,
            allocate,
            amount: None,
            fee: 0,
            charges: 0,
            message,
            creditor: None,
            is_mobile,
            is_silent: true,
        }
    }

    /// What payers write who don't say what they pay.
    pub fn silence(&mut self) -> String {
        let texts = [
            "",
            "Payment",
            "Paiement",
            "Virement",
            "invoice payment",
            "paiement facture oct 2026",
            "Thanks",
            "November 2026",
            "supplier payment",
            "settlement of account",
            "YOUR INVOICE",
            "monthly payment",
        ];
        (*self.chance.pick(&texts)).to_string()
    }

    /// Puts a reference among what else payers write.
    pub fn among(&mut self, reference: &str) -> String {
        match self.chance.below(12) {
            0..=3 => reference.to_string(),
            4 => format!("Payment {reference}"),
            5 => format!("Paiement {reference} merci"),
            6 => format!("settlement of {reference} dated {}/10/2026", self.chance.within(1, 28)),
            7 => format!("{reference} tel 0788{}", self.chance.digits(6)),
            8 => format!("Pmt {reference} OCT 2026"),
            9 => format!("{reference} / {}", self.chance.within(1_000, 90_000) * 10),
            10 => format!("acct 4{} {reference}", self.chance.digits(9)),
            _ => format!("{reference} thank you"),
        }
    }

    /// Says which items it pays: by their numbers, or orders, or a creditor reference.
    pub fn say(&mut self, draft: &mut Draft) {
        let items: Vec<u32> = draft.allocate.iter().map(|(item, _)| *item).collect();
        let names: Vec<String> =
            items.iter().map(|item| self.written(draft.currency, *item)).collect();
        let join = *self.chance.pick(&[", ", " ", " + ", "; ", " and ", " / "]);
        draft.message = self.among(&names.join(join));
        draft.is_silent = false;
        let reference = self.ledgers[draft.currency].items[items[0] as usize].reference.clone();
        let reference = reference.filter(|at| at.starts_with("RF") && items.len() == 1);
        if let Some(reference) = reference
            && self.chance.percent(70)
        {
            draft.message = self.silence();
            draft.creditor = Some(reference);
        }
    }

    pub fn written(&mut self, currency: usize, item: u32) -> String {
        let item = self.ledgers[currency].items[item as usize].clone();
        match item.reference.filter(|reference| !reference.starts_with("RF")) {
            Some(order) if self.chance.percent(50) => order,
            _ => whole(&mut self.chance, &item.number),
        }
    }

    pub fn number_of(&self, currency: usize, item: u32) -> String {
        self.ledgers[currency].items[item as usize].number.clone()
    }

    /// Has a bank write it.
    pub fn push(&mut self, trouble: Trouble, draft: Draft) {
        let allocated: i64 = draft.allocate.iter().map(|(_, amount)| *amount).sum();
        let date = Day::new(2026, 11, 1).unwrap().plus(self.chance.within(0, 29)).unwrap();
        let answer =
            TrueAnswer { allocate: draft.allocate, fee: draft.fee + draft.charges, bounce: None };
        let sent = Sent {
            date,
            amount: draft.amount.unwrap_or(allocated) - draft.fee - draft.charges,
            fee: draft.fee,
            payer: &draft.payer.name,
            account: &draft.payer.account,
            phone: &draft.payer.phone,
            message: draft.message,
            creditor: draft.creditor,
            currency: ["RWF", "USD", "EUR"][draft.currency],
            charges: draft.charges,
            is_mobile: draft.is_mobile,
        };
        let line = line(&mut self.chance, sent);
        self.add(trouble, draft.currency, line, vec![answer], draft.is_silent);
    }

    pub fn add(
        &mut self,
        trouble: Trouble,
        currency: usize,
        line: MatchLine,
        answers: Vec<TrueAnswer>,
        is_silent: bool,
    ) {
        let ledger = &mut self.ledgers[currency];
        ledger.lines.push(line);
        ledger.truths.push(Truth { answers });
        ledger.troubles.push(trouble);
        if is_silent {
            self.open_to_choice.push((currency, ledger.lines.len() - 1));
        }
    }
}

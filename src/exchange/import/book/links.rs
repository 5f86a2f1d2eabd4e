//! The links between the documents of an export: which settled which. May use: the tables of the export.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use rust_decimal::Decimal;

use crate::engine::Failure;

use super::table::{self, ExportedRow};

/// A part of a payment or a credit note that was allocated to an invoice.
pub struct PartTo {
    pub allocation: String,
    pub to: String,
    pub amount: Decimal,
    pub date: String,
    pub line: u64,
    /// The entry that made it; 0 in exports of earlier versions.
    pub entry: u64,
}

/// What was given up of an invoice, or taken on top of a payment, as far as it was not taken back.
pub struct GivenUpPart {
    /// The invoice; none, it was taken on top.
    pub invoice: Option<String>,
    pub amount: Decimal,
    /// The first entry that gave any of it up; 0 in exports of earlier versions.
    pub entry: u64,
}

/// A part of a payment that was allocated to an invoice and taken back, as it was while it held.
pub struct UndonePart {
    pub part: PartTo,
    /// The day from which it did not hold any more.
    pub until: String,
    /// The entry that took it back.
    pub undone: u64,
}

/// A document that is in force, as far as others depend on it.
pub struct StandsAs {
    pub date: String,
    pub amount: Decimal,
}

/// The documents of a table that are in force, by number.
type StandingDocuments = HashMap<String, StandsAs>;

/// What has to be known about all tables before their rows can become commands.
pub struct BookLinks {
    /// The write-offs, discounts and roundings in force, by number.
    pub given_up: HashMap<String, GivenUpPart>,
    /// The allocations to invoices and to refunds that are owed, by payment or credit note.
    pub parts: HashMap<String, Vec<PartTo>>,
    /// What was taken back of payments that stand, by payment.
    pub undone: HashMap<String, Vec<UndonePart>>,
    /// The entries in which a credit note in force resolved a dispute, by credit note.
    pub resolving: HashMap<String, u64>,
    /// The payment or credit note behind each refund that one of them paid in full. Any other refund is
    /// owed, because what it was paid from has since been undone.
    pub refunded: HashMap<String, String>,
    /// The credit notes in force.
    pub credit_notes: StandingDocuments,
    /// The payments in force.
    pub payments: StandingDocuments,
    /// The invoices in force that are not for nothing, and the refunds that are owed.
    pub receivables: HashSet<String>,
}

fn standing(
    folder: &Path,
    table: &str,
    column: &str,
    state: &str,
) -> Result<StandingDocuments, Failure> {
    let mut all = HashMap::new();
    let see = |row: &ExportedRow| {
        if row.text("state") == state {
            let amount = row.amount(if state == "issued" { "total" } else { "amount" });
            all.insert(row.text(column), StandsAs { date: row.text("date"), amount });
        }
        Ok(())
    };
    table::each(folder, table, false, see, |_, _| {})?;
    Ok(all)
}

impl BookLinks {
    /// Reads the links of an export.
    pub fn read(folder: &Path) -> Result<BookLinks, Failure> {
        let invoices = standing(folder, "invoices", "invoice", "issued")?;
        let payments = standing(folder, "payments", "payment", "posted")?;
        let credit_notes = standing(folder, "credit_notes", "credit_note", "issued")?;
        let refunds = standing(folder, "refunds", "refund", "posted")?;
        let mut of_refunds = BTreeMap::<String, Vec<_>>::new();
        let mut given_up: HashMap<String, GivenUpPart> = HashMap::new();
        let mut parts: HashMap<String, Vec<PartTo>> = HashMap::new();
        let see = |row: &ExportedRow| {
            let (from, to) = (row.text("from"), row.text("to"));
            let is_brought = payments.contains_key(&from) || credit_notes.contains_key(&from);
            let part = |to: String| part_to(row, to);
            let amount = row.amount("amount");
            match (is_brought, invoices.contains_key(&to)) {
                (true, true) => parts.entry(from).or_default().push(part(to)),
                (false, true) => {
                    let entry = row.count("entry");
                    let known = GivenUpPart { invoice: Some(to), amount: Decimal::ZERO, entry };
                    given_up.entry(from).or_insert(known).amount += amount;
                }
                (true, false) if refunds.contains_key(&to) => {
                    of_refunds.entry(to.clone()).or_default().push((from, part(to)));
                }
                (true, false) if payments.contains_key(&from) => {
                    given_up.insert(to, GivenUpPart { invoice: None, amount, entry: 0 });
                }
                _ => {}
            }
            Ok(())
        };
        table::each(folder, "allocations", false, see, |_, _| {})?;
        let source = |from: &str| payments.get(from).or_else(|| credit_notes.get(from));
        let refunded = refunded(of_refunds, &refunds, source, &mut parts);
        let is_open = |(_, it): &(&String, &StandsAs)| !it.amount.is_zero();
        let receivables = invoices.iter().filter(is_open).map(|(number, _)| number);
        let owed = refunds.keys().filter(|number| !refunded.contains_key(*number));
        let receivables = receivables.chain(owed).cloned().collect();
        let undone = undone(folder, &payments, &invoices)?;
        let resolving = resolving(folder, &credit_notes)?;
        Ok(BookLinks {
            given_up,
            parts,
            undone,
            resolving,
            refunded,
            credit_notes,
            payments,
            receivables,
        })
    }
}

fn part_to(row: &ExportedRow, to: String) -> PartTo {
    PartTo {
        allocation: row.text("allocation"),
        to,
        amount: row.amount("amount"),
        date: row.text("date"),
        line: row.line,
        entry: row.count("entry"),
    }
}

/// The allocations that were taken back of payments that stand, to invoices that do.
fn undone(
    folder: &Path,
    payments: &StandingDocuments,
    invoices: &StandingDocuments,
) -> Result<HashMap<String, Vec<UndonePart>>, Failure> {
    let mut all: HashMap<String, Vec<UndonePart>> = HashMap::new();
    let see = |row: &ExportedRow| {
        let (from, to) = (row.text("from"), row.text("to"));
        if payments.contains_key(&from) && invoices.contains_key(&to) {
            let (until, undone) = (row.text("undone"), row.count("undone_entry"));
            all.entry(from).or_default().push(UndonePart { part: part_to(row, to), until, undone });
        }
        Ok(())
    };
    table::each(folder, "allocations_undone", true, see, |_, _| {})?;
    Ok(all)
}

fn resolving(
    folder: &Path,
    credit_notes: &StandingDocuments,
) -> Result<HashMap<String, u64>, Failure> {
    let mut all = HashMap::new();
    let see = |row: &ExportedRow| {
        let with = row.get("credit_note").filter(|it| credit_notes.contains_key(it));
        all.extend(with.map(|credit_note| (credit_note, row.count("entry"))));
        Ok(())
    };
    table::each(folder, "dispute_steps", true, see, |_, _| {})?;
    Ok(all)
}

/// Finds what each refund was made from; allocations to any other refund are added to `parts`.
fn refunded<'a>(
    of_refunds: BTreeMap<String, Vec<(String, PartTo)>>,
    refunds: &StandingDocuments,
    source: impl Fn(&str) -> Option<&'a StandsAs>,
    parts: &mut HashMap<String, Vec<PartTo>>,
) -> HashMap<String, String> {
    let mut refunded = HashMap::new();
    for (number, mut of) in of_refunds {
        let is_paid_from = |(from, part): &(String, PartTo), refund: &StandsAs| {
            part.amount == refund.amount
                && source(from).is_some_and(|source| source.date <= refund.date)
        };
        let refund = refunds.get(&number);
        match (of.pop(), of.is_empty(), refund) {
            (Some(one), true, Some(refund)) if is_paid_from(&one, refund) => {
                refunded.insert(number, one.0);
            }
            (last, _, _) => {
                for (from, part) in of.into_iter().chain(last) {
                    parts.entry(from).or_default().push(part);
                }
            }
        }
    }
    refunded
}

/// The allocations to one invoice, added up.
pub fn joined<'a>(parts: impl IntoIterator<Item = &'a PartTo>) -> Vec<PartTo> {
    let mut all: Vec<PartTo> = Vec::new();
    let mut places: HashMap<&'a str, usize> = HashMap::new();
    for part in parts {
        if let Some(known) = places.get(part.to.as_str()).and_then(|place| all.get_mut(*place)) {
            known.amount += part.amount;
            continue;
        }
        places.insert(&part.to, all.len());
        all.push(PartTo {
            allocation: part.allocation.clone(),
            to: part.to.clone(),
            amount: part.amount,
            date: part.date.clone(),
            line: part.line,
            entry: part.entry,
        });
    }
    all
}

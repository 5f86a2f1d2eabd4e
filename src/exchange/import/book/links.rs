//! The links between the documents of an export: which settled which. May use: the tables of the export.

use std::collections::HashMap;
use std::path::Path;

use rust_decimal::Decimal;

use crate::engine::Failure;

use super::table::{self, ExportedRow};

/// A part of a payment, a credit note or a write-off that was allocated.
#[derive(Clone)]
pub struct PartTo {
    pub allocation: String,
    pub from: String,
    pub to: String,
    pub amount: Decimal,
    pub date: String,
    /// The line of its table.
    pub line: u64,
    /// The entry that made it; 0 in exports of earlier versions.
    pub entry: u64,
    /// When it was taken back, if it was.
    pub undone: Option<BookEnding>,
}

impl PartTo {
    /// The table and the line of its file.
    pub fn place(&self) -> (&'static str, u64) {
        let table = if self.undone.is_some() { "allocations_undone" } else { "allocations" };
        (table, self.line)
    }
}

/// The end of an allocation or of a document.
#[derive(Clone)]
pub struct BookEnding {
    /// The day from which it does not count any more.
    pub date: String,
    pub entry: u64,
}

/// What was given up of an invoice, or taken on top of a payment.
pub struct GivenUpPart {
    /// The invoice, or the refund that was owed; none, it was taken on top.
    pub invoice: Option<String>,
    pub amount: Decimal,
    /// The entry that gave it up; 0 in exports of earlier versions.
    pub entry: u64,
    pub taken_back: Vec<TakenBackPart>,
}

/// What was taken back of something given up.
pub struct TakenBackPart {
    /// The allocation that was reversed: the rest was allocated again.
    pub allocation: String,
    pub place: (&'static str, u64),
    pub amount: Decimal,
    pub ended: BookEnding,
}

/// A document that is brought in, as far as others depend on it.
pub struct BroughtDocument {
    pub customer: String,
    pub date: String,
    amount: Decimal,
    /// The entry that made it; 0 in exports of earlier versions.
    entry: u64,
    is_certificate: bool,
    /// Whether it ended as the bank returned it.
    pub is_returned: bool,
    pub ended: Option<BookEnding>,
}

/// The documents of a table that are brought in, by number.
type BroughtDocuments = HashMap<String, BroughtDocument>;

/// What has to be known about all tables before their rows can become commands.
pub struct BookLinks {
    /// The write-offs, discounts and roundings, by number.
    pub given_up: HashMap<String, GivenUpPart>,
    /// What was allocated to invoices and to refunds that were owed, by payment or credit note, in order.
    pub parts: HashMap<String, Vec<PartTo>>,
    /// The entries in which a credit note in force resolved a dispute, by credit note.
    pub resolving: HashMap<String, u64>,
    /// The payment or credit note behind each refund. Exports of earlier versions have it only where that still stands:
    /// any other refund comes as what is owed.
    pub refunded: HashMap<String, String>,
    pub credit_notes: BroughtDocuments,
    pub payments: BroughtDocuments,
    pub refunds: BroughtDocuments,
    /// The invoices in force.
    invoices: BroughtDocuments,
}

/// Reads the documents of a table that are in the state of those in force, or have an end that can be made again.
fn brought(
    folder: &Path,
    table: &str,
    column: &str,
    in_force: &str,
) -> Result<BroughtDocuments, Failure> {
    let mut all = HashMap::new();
    let see = |row: &ExportedRow| {
        let (state, ended) = (row.text("state"), row.count("ended_entry"));
        let ended = (ended > 0).then(|| BookEnding { date: row.text("ended"), entry: ended });
        let is_certificate = row.get("certificate").is_some();
        if state == in_force || ended.is_some() && !is_certificate {
            let amount = row.amount(if in_force == "issued" { "total" } else { "amount" });
            let (customer, date) = (row.text("customer"), row.text("date"));
            let (entry, is_returned) = (row.count("entry"), state == "bounced");
            let document = BroughtDocument {
                customer,
                date,
                amount,
                entry,
                is_certificate,
                is_returned,
                ended,
            };
            all.insert(row.text(column), document);
        }
        Ok(())
    };
    table::each(folder, table, false, see, |_, _| {})?;
    Ok(all)
}

impl BookLinks {
    /// Reads the links of an export.
    pub fn read(folder: &Path) -> Result<BookLinks, Failure> {
        let invoices = brought(folder, "invoices", "invoice", "issued")?;
        let payments = brought(folder, "payments", "payment", "posted")?;
        let credit_notes = brought(folder, "credit_notes", "credit_note", "issued")?;
        let refunds = brought(folder, "refunds", "refund", "posted")?;
        let mut of_refunds: HashMap<String, Vec<PartTo>> = HashMap::new();
        let mut of_write_offs: HashMap<String, Vec<PartTo>> = HashMap::new();
        let mut parts: HashMap<String, Vec<PartTo>> = HashMap::new();
        for part in allocations(folder)? {
            let payment = payments.get(&part.from);
            // Of a certificate, what is left counts.
            if part.undone.is_some() && payment.is_some_and(|it| it.is_certificate) {
                continue;
            }
            let is_money = payment.is_some() || credit_notes.contains_key(&part.from);
            let is_refund = refunds.contains_key(&part.to);
            let place = match (is_money, is_refund || invoices.contains_key(&part.to)) {
                (true, true) if is_refund => of_refunds.entry(part.to.clone()),
                (true, true) => parts.entry(part.from.clone()),
                (true, false) => of_write_offs.entry(part.to.clone()),
                (false, true) => of_write_offs.entry(part.from.clone()),
                (false, false) => continue,
            };
            place.or_default().push(part);
        }
        let source = |from: &str| payments.get(from).or_else(|| credit_notes.get(from));
        let refunded = refunded(of_refunds, &refunds, source, &mut parts);
        let given_up = of_write_offs.into_iter().filter_map(|(number, parts)| {
            let part = given_up(&parts, |to| invoices.contains_key(to) || refunds.contains_key(to));
            Some((number, part?))
        });
        Ok(BookLinks {
            given_up: given_up.collect(),
            resolving: resolving(folder, &credit_notes)?,
            parts,
            refunded,
            credit_notes,
            payments,
            refunds,
            invoices,
        })
    }

    /// The document that was owed with this number: an invoice in force that is not for nothing, or a refund.
    pub fn receivable(&self, number: &str) -> Option<&BroughtDocument> {
        let invoice = self.invoices.get(number).filter(|it| !it.amount.is_zero());
        invoice.or_else(|| self.refunds.get(number))
    }
}

/// The allocations of an export, those that were taken back too, by number.
fn allocations(folder: &Path) -> Result<Vec<PartTo>, Failure> {
    let mut all: Vec<PartTo> = Vec::new();
    for (table, may_lack) in [("allocations", false), ("allocations_undone", true)] {
        let see = |row: &ExportedRow| {
            let undone = row.count("undone_entry");
            all.push(PartTo {
                allocation: row.text("allocation"),
                from: row.text("from"),
                to: row.text("to"),
                amount: row.amount("amount"),
                date: row.text("date"),
                line: row.line,
                entry: row.count("entry"),
                undone: (undone > 0)
                    .then(|| BookEnding { date: row.text("undone"), entry: undone }),
            });
            Ok(())
        };
        table::each(folder, table, may_lack, see, |_, _| {})?;
    }
    all.sort_by(|one, other| {
        let key = |part: &PartTo| (part.allocation.len(), part.allocation.clone());
        key(one).cmp(&key(other))
    });
    Ok(all)
}

/// What was given up, from the allocations of a write-off: each time a part of it was taken back, the rest was allocated
/// again.
fn given_up(parts: &[PartTo], is_owed: impl Fn(&str) -> bool) -> Option<GivenUpPart> {
    let first = parts.first()?;
    let invoice = Some(first.to.clone()).filter(|to| is_owed(to));
    let mut taken_back = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let Some(ended) = part.undone.clone() else { continue };
        let rest = parts.get(place + 1).map(|rest| rest.amount).unwrap_or_default();
        let (allocation, amount) = (part.allocation.clone(), part.amount - rest);
        taken_back.push(TakenBackPart { allocation, place: part.place(), amount, ended });
    }
    Some(GivenUpPart { invoice, amount: first.amount, entry: first.entry, taken_back })
}

fn resolving(
    folder: &Path,
    credit_notes: &BroughtDocuments,
) -> Result<HashMap<String, u64>, Failure> {
    let mut all = HashMap::new();
    let stands = |it: &String| credit_notes.get(it).is_some_and(|it| it.ended.is_none());
    let see = |row: &ExportedRow| {
        let with = row.get("credit_note").filter(stands);
        all.extend(with.map(|credit_note| (credit_note, row.count("entry"))));
        Ok(())
    };
    table::each(folder, "dispute_steps", true, see, |_, _| {})?;
    Ok(all)
}

/// Finds what each refund was made from; what was allocated to it later is added to `parts`.
fn refunded<'a>(
    of_refunds: HashMap<String, Vec<PartTo>>,
    refunds: &BroughtDocuments,
    source: impl Fn(&str) -> Option<&'a BroughtDocument>,
    parts: &mut HashMap<String, Vec<PartTo>>,
) -> HashMap<String, String> {
    let mut refunded = HashMap::new();
    for (number, of) in of_refunds {
        let Some(refund) = refunds.get(&number) else { continue };
        let is_alone = of.len() == 1;
        let is_source = |part: &PartTo| match refund.entry {
            0 => {
                is_alone
                    && part.amount == refund.amount
                    && source(&part.from).is_some_and(|source| source.date <= refund.date)
            }
            entry => part.entry == entry,
        };
        for part in of {
            match is_source(&part) {
                true => drop(refunded.insert(number.clone(), part.from)),
                false => parts.entry(part.from.clone()).or_default().push(part),
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
        all.push(part.clone());
    }
    all
}

//! `daybook erase`: who a customer was is erased.

use clap::Args;

use crate::domain::command::ErasePerson;
use crate::domain::{Code, Envelope};
use crate::ledger::query::entries::EntryOf;
use crate::ledger::query::erasures::ErasuresDue;

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct EraseArgs {
    /// The customer's code
    customer: String,
    /// Why: who asked for it, and when. It is kept
    #[arg(long)]
    reason: String,
}

pub fn run(common: &Common, args: EraseArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let customer = Code(args.customer);
    let command = ErasePerson { customer: customer.clone(), reason: args.reason, date: None };
    let receipt = session.post(Envelope::of(command))?;
    let entry = session.ask(&EntryOf(receipt.seq))?;
    let left = session.ask(&ErasuresDue {})?;
    session.close()?;
    if left > 0 {
        output::complain(&format!(
            "daybook: {} still on the disk, which is too full to rewrite the file. They are no longer \
             shown, and are erased the next time the book is opened with enough space.",
            output::counted(left, "erased record is", "erased records are")
        ));
    }
    if common.json {
        output::print_json(&super::post::receipt_json(&receipt, &common.words()))?;
        return Ok(DONE);
    }
    let events = entry.map(|entry| entry.events).unwrap_or_default();
    let count = |field: &str| {
        let lists = events.iter().filter_map(|(_, event)| event.get(field)?.as_array());
        lists.map(Vec::len).sum::<usize>()
    };
    let (erased, hidden) = (count("entries"), count("hidden"));
    let records = output::counted(erased, "private record", "private records");
    let mut text = format!("Erased {customer}: {records}.\n");
    if hidden > 0 {
        text += &format!(
            "{} hidden, because of documents that must still be kept; erased when that term ends.\n",
            output::counted(hidden, "more is", "more are")
        );
    }
    text += "Backups made before still hold them; `daybook rebuild` clears them from the ledger.\n";
    output::print(&text)?;
    Ok(DONE)
}

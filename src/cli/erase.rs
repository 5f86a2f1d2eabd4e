//! `daybook erase`: erases a customer's personal data.

use clap::Args;

use crate::domain::command::ErasePerson;
use crate::domain::{Code, Envelope, Message};
use crate::engine::maintenance;
use crate::ledger::query::entries::EntryOf;
use crate::ledger::query::erasures::ErasuresDue;

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct EraseArgs {
    /// The customer's code
    customer: String,
    /// Who asked for it, and when; kept in the journal
    #[arg(long)]
    reason: String,
}

pub fn run(common: &Common, args: EraseArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    maintenance::remove_dead_copies();
    let customer = Code(args.customer);
    let command = ErasePerson { customer: customer.clone(), reason: args.reason, date: None };
    let receipt = session.post(Envelope::of(command))?;
    let entry = session.ask(&EntryOf(receipt.seq))?;
    let left = session.ask(&ErasuresDue {})?;
    session.close()?;
    let words = common.words();
    if left > 0 {
        let said = words.say("erase-left", &[("count", &left.to_string())]);
        output::complain(&format!("daybook: {said}"));
    }
    if common.json {
        output::print_json_done(&super::post::receipt_json(&receipt, &words))?;
        return Ok(DONE);
    }
    let events = entry.map(|entry| entry.events).unwrap_or_default();
    let count = |field: &str| {
        let lists = events.iter().filter_map(|(_, event)| event.get(field)?.as_array());
        lists.map(Vec::len).sum::<usize>()
    };
    let (erased, hidden) = (count("entries"), count("hidden"));
    let records = Message::new("count-private-records").with("count", erased);
    let mut said =
        vec![Message::new("erase-done").with("customer", customer).because("records", &records)];
    if hidden > 0 {
        said.push(Message::new("erase-hidden").with("count", hidden));
    }
    let stays = receipt.warnings.iter().map(|warning| words.warning(warning) + "\n");
    let backups = words.say("erase-backups", &[]) + "\n";
    let said = said.iter().map(|one| words.tell(one) + "\n");
    output::print_done(&said.chain(stays).chain([backups]).collect::<String>())?;
    Ok(DONE)
}

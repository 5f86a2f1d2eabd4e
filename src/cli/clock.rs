//! `daybook confirm-clock`: an administrator confirms that the clock is right.

use clap::Args;

use crate::domain::Envelope;
use crate::domain::command::ConfirmClock;

use super::Common;
use super::output::{self, CliError, DONE};

#[derive(Args)]
pub struct ConfirmClockArgs {
    /// How you know that it is right; kept in the journal
    #[arg(long)]
    reason: String,
}

pub fn run(common: &Common, args: ConfirmClockArgs) -> Result<u8, CliError> {
    let session = common.open()?;
    let receipt = session.post(Envelope::of(ConfirmClock { reason: args.reason }))?;
    session.close()?;
    match common.json {
        true => output::print_json_done(&super::post::receipt_json(&receipt, &common.words()))?,
        false => output::print_done(&(common.words().say("clock-confirmed", &[]) + "\n"))?,
    }
    Ok(DONE)
}

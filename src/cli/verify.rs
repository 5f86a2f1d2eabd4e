//! `daybook verify` and `daybook rebuild`.

use clap::Args;
use serde_json::json;

use crate::engine::maintenance::{self, Rebuilt, Report};
use crate::journal::{Damage, Hash, Kind};

use super::Common;
use super::output::{self, Bar, CliError, DONE, UNUSABLE};

#[derive(Args)]
pub struct VerifyArgs {
    /// A head that was kept elsewhere: that entry must be there and have that hash
    #[arg(long, value_name = "SEQ:HASH", value_parser = head)]
    head: Option<(u64, Hash)>,
}

fn head(text: &str) -> Result<(u64, Hash), String> {
    let parsed =
        text.split_once(':').and_then(|(seq, hash)| Some((seq.parse().ok()?, Hash::parse(hash)?)));
    parsed.ok_or_else(|| "write SEQ:HASH, the hash in 64 hexadecimal digits".to_string())
}

pub fn run(common: &Common, args: &VerifyArgs) -> Result<u8, CliError> {
    let folder = common.settled_files()?;
    let report = maintenance::verify(&folder, &common.options(), args.head, &mut Bar::default())?;
    match common.json {
        true => output::print_json(&report)?,
        false => output::print(&text(&report))?,
    }
    Ok(if report.ok { DONE } else { UNUSABLE })
}

fn text(report: &Report) -> String {
    found(report) + &counts(report) + &verdict(report)
}

/// What is wrong, a line each.
fn found(report: &Report) -> String {
    let mut text = String::new();
    let (missing, damaged): (Vec<&Damage>, Vec<&Damage>) =
        report.damage.iter().partition(|damage| damage.kind == Kind::Missing);
    for damage in damaged {
        text += &format!("DAMAGED  {damage}\n");
    }
    for run in missing.chunk_by(|a, b| a.entry + 1 == b.entry && a.file == b.file) {
        text += &match run {
            [first, .., last] => format!("MISSING  entries {} to {}\n", first.entry, last.entry),
            _ => run.iter().map(|damage| format!("MISSING  {damage}\n")).collect(),
        };
    }
    for row in &report.differences {
        text += &format!("DIFFERS  {} {}: {}\n", row.table, row.key, row.what);
    }
    if report.differing > report.differences.len() as u64 {
        text += &format!("         … {} rows in all\n", report.differing);
    }
    if let Some(tail) = &report.tail {
        text += &format!(
            "A write that was cut short stands at the end ({}, byte {}); nobody has a receipt for \
             it, and the next opening removes it.\n",
            tail.file, tail.offset
        );
    }
    text
}

/// How much was read.
fn counts(report: &Report) -> String {
    let entries = output::counted(report.entries, "entry", "entries");
    let rows = output::counted(report.rows, "row", "rows");
    let mut text = match report.held {
        Some(_) => format!("{entries}, head {}\n", report.head),
        None => format!("{entries}, {rows}, head {}\n", report.head),
    };
    if report.erased > 0 {
        text += &format!("Private records erased: {}\n", report.erased);
    }
    if report.to_erase > 0 {
        text += &format!(
            "Private records still to be erased: {}; the next opening does it.\n",
            report.to_erase
        );
    }
    if report.behind > 0 {
        let behind = output::counted(report.behind, "entry", "entries");
        text += &format!("The ledger has {behind} still to post.\n");
    }
    text
}

/// What it comes to, and what to do.
fn verdict(report: &Report) -> String {
    if let (true, Some(holder)) = (report.ok, &report.held) {
        return format!(
            "The chain is whole up to there, and adds up. The book is held by {holder}: the rows \
             of its ledger can be compared once that is closed; run `daybook verify` again then.\n"
        );
    }
    if let (true, Some(why)) = (report.ok, &report.not_compared) {
        return format!("The chain is whole and adds up. The ledger was not compared: {why}\n");
    }
    let verdict = match (report.ok, report.damage.is_empty()) {
        (true, _) => "The chain is whole, and the ledger is what it adds up to.\n",
        (false, true) => "The chain is whole. `daybook rebuild` posts the ledger again.\n",
        (false, false) => {
            "Nothing was changed. `daybook restore FILE --replace` goes on from a \
                           backup and keeps what is here aside.\n"
        }
    };
    verdict.into()
}

pub fn rebuild(common: &Common) -> Result<u8, CliError> {
    let folder = common.settled_files()?;
    let rebuilt = maintenance::rebuild(&folder, common.options(), &mut Bar::default())?;
    let Rebuilt { head, posted, aside } = rebuilt;
    if common.json {
        let mut done = json!({"ok": true, "posted": posted, "head": head.to_string()});
        if let Some(aside) = aside {
            done["put_aside"] = json!(aside.to_string_lossy());
        }
        output::print_json(&done)?;
    } else {
        let posted = output::counted(posted, "entry", "entries");
        output::print(&format!("Posted {posted}, head {head}\n"))?;
        if let Some(aside) = aside {
            output::print(&format!("The old ledger was put aside in {}\n", aside.display()))?;
        }
    }
    Ok(DONE)
}

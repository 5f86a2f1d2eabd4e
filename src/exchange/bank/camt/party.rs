//! The other party of a payment. May use: the elements.

use super::super::statement::BankLine;
use super::super::xml::Element;
use super::element::short;

/// Adds the payer (or the payee), their account, and whom they paid for. If the payment came back, this
/// is the other party of the original payment.
pub(super) fn read(detail: &Element, own_account: Option<&str>, line: &mut BankLine) {
    let Some(parties) = detail.child("RltdPties") else { return };
    let is_in = line.amount.is_sign_positive();
    let other = if is_in == line.is_return { "Cdtr" } else { "Dbtr" };
    let account = |side: &str| {
        let account = parties.child(&format!("{side}Acct"))?;
        account.text_at("Id/IBAN").or_else(|| account.text_at("Id/Othr/Id"))
    };
    // Some banks swap the parties of a return.
    let is_own = own_account.is_some() && account(other) == own_account;
    let other = match (is_own, other) {
        (false, other) => other,
        (true, "Dbtr") => "Cdtr",
        (true, _) => "Dbtr",
    };
    line.payer_account = short(account(other));
    line.payer = short(name(parties, other));
    let last = short(name(parties, &format!("Ultmt{other}")));
    match (&line.payer, last) {
        (None, last) => line.payer = last,
        (Some(payer), Some(last)) if *payer != last => line.paid_for = Some(last),
        _ => {}
    }
}

/// The name of a party; since version 08 it is nested one element deeper.
fn name<'e>(parties: &'e Element, side: &str) -> Option<&'e str> {
    let party = parties.child(side)?;
    let paths = ["Nm", "Pty/Nm", "Agt/FinInstnId/Nm"];
    paths.into_iter().find_map(|path| party.text_at(path))
}

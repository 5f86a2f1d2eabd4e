//! One detail of an entry: the payer, the purpose, the references. May use: the elements, the parties.

use super::super::cleaned::{add_reference, cleaned, domain_long};
use super::super::statement::{BankLine, BankStatement};
use super::super::xml::Element;
use super::party;

/// A line with the information of one detail added.
pub(super) fn described(whole: &BankLine, detail: &Element, statement: &BankStatement) -> BankLine {
    let mut line = whole.clone();
    line.is_return |= is_return_code(detail);
    party::read(detail, statement.number.as_deref(), &mut line);
    line.references = references(detail);
    let text = remittance(detail);
    if !text.is_empty() {
        line.text = text;
    }
    line
}

/// The purpose of a payment: its free text, then whatever else the sender added.
fn remittance(detail: &Element) -> String {
    let free = detail.all("RmtInf").flat_map(|info| info.all("Ustrd"));
    let mut parts: Vec<&str> = free.map(|part| part.text.trim()).collect();
    let structured = detail.all("RmtInf").flat_map(|info| info.all("Strd"));
    let added = structured.flat_map(|info| info.all("AddtlRmtInf")).map(|part| part.text.trim());
    parts.extend(added);
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        parts.extend(detail.text_at("AddtlTxInf"));
    }
    cleaned(&parts.join(" "), domain_long())
}

/// The structured references of a detail, the strongest first.
fn references(detail: &Element) -> Vec<String> {
    let mut references = Vec::new();
    let mut add = |text: Option<&str>| {
        if let Some(text) = text {
            add_reference(&mut references, text);
        }
    };
    let structured = || detail.all("RmtInf").flat_map(|info| info.all("Strd"));
    for info in structured() {
        add(info.text_at("CdtrRefInf/Ref").or_else(|| info.text_at("CdtrRefInf/CdtrRef")));
    }
    for document in structured().flat_map(|info| info.all("RfrdDocInf")) {
        add(document.text_at("Nb").or_else(|| document.text_at("RfrdDocNb")));
    }
    for name in ["EndToEndId", "MndtId", "ChqNb"] {
        add(detail.child("Refs").and_then(|refs| refs.text_at(name)));
    }
    references
}

/// The bank's own reference of a detail.
pub(super) fn own_id(detail: &Element) -> Option<String> {
    let text = detail.text_at("Refs/AcctSvcrRef").or_else(|| detail.text_at("Refs/TxId"))?;
    let mut one = Vec::new();
    add_reference(&mut one, text);
    one.pop()
}

/// Whether the bank's code says that a payment came back.
pub(super) fn is_return_code(element: &Element) -> bool {
    let code = element.text_at("BkTxCd/Domn/Fmly/SubFmlyCd").unwrap_or_default();
    matches!(code, "RRTN" | "RPCR" | "UPDD" | "PRDD" | "CRCQ" | "UPCQ" | "ARET" | "CQRV" | "PRCR")
        || element.child("RtrInf").is_some()
}

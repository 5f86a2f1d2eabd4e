//! CAMT.053 and .054: versions, batches, charges, sides and parties.

use super::known::{Known, KnownLine, escaped, figure};
use super::{amounts, day, line, one, warned};

/// A statement in one of the versions, with one entry a line.
pub fn written(known: &Known) -> Vec<u8> {
    let version = 2 + known.pick(0, 7);
    let prefix = ["", "ns2:"][known.pick(1, 2) as usize];
    let mut body = String::new();
    let balance = |code: &str, amount, date| {
        let (side, amount) = sided(amount);
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"{}\">{amount}</Amt>\
             <CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{date}</Dt></Dt></Bal>\n",
            known.currency
        )
    };
    body += &balance("OPBD", known.opening, known.first_day());
    body += &balance("CLBD", known.closing(), known.last_day());
    for line in &known.lines {
        body += &entry(known, line, version);
    }
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}\"><BkToCstmrStmt>\
         <GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S1</Id><Acct><Id><IBAN>{}</IBAN></Id><Ccy>{}</Ccy></Acct>\
         {body}</Stmt></BkToCstmrStmt></Document>",
        known.number, known.currency
    );
    let text = match prefix {
        "" => text,
        prefix => text
            .replace("</", "\u{1}")
            .replace('<', &format!("<{prefix}"))
            .replace('\u{1}', &format!("</{prefix}")),
    };
    let text = text
        .replace("<ns2:?xml", "<?xml")
        .replace("xmlns=", if prefix.is_empty() { "xmlns=" } else { "xmlns:ns2=" });
    match known.pick(2, 3) {
        0 => text.into_bytes(),
        1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        _ => std::iter::once('\u{feff}')
            .chain(text.chars())
            .collect::<String>()
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
    }
}

fn sided(amount: rust_decimal::Decimal) -> (&'static str, String) {
    (if amount.is_sign_negative() { "DBIT" } else { "CRDT" }, figure(amount, '.'))
}

fn entry(known: &Known, line: &KnownLine, version: u32) -> String {
    let (side, amount) = sided(line.amount);
    let status = if version < 4 { "<Sts>BOOK</Sts>" } else { "<Sts><Cd>BOOK</Cd></Sts>" };
    let name = escaped(&line.payer);
    let name = if version < 8 {
        format!("<Nm>{name}</Nm>")
    } else {
        format!("<Pty><Nm>{name}</Nm></Pty>")
    };
    let is_in = !line.amount.is_sign_negative();
    let other = if is_in == line.is_return { "Cdtr" } else { "Dbtr" };
    format!(
        "<Ntry><Amt Ccy=\"{ccy}\">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{reversal}{status}\
         <BookgDt><Dt>{date}</Dt></BookgDt><ValDt><DtTm>{date}T10:00:00+02:00</DtTm></ValDt>\
         <AcctSvcrRef>{id}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>\
         <RltdPties><{other}>{name}</{other}><{other}Acct><Id><IBAN>{account}</IBAN></Id></{other}Acct></RltdPties>\
         <RmtInf><Ustrd>{text}</Ustrd><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf>\
         </TxDtls></NtryDtls></Ntry>\n",
        ccy = known.currency,
        reversal = if line.is_return { "<RvslInd>true</RvslInd>" } else { "" },
        date = line.date,
        id = line.id,
        account = line.account,
        text = escaped(&line.text),
        reference = line.reference,
    )
}

/// A notification of one entry.
fn advice(entry: &str) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.04\"><BkToCstmrDbtCdtNtfctn><Ntfctn>\
         <Acct><Id><Othr><Id>00040</Id></Othr></Id><Ccy>CAD</Ccy></Acct>\n<Ntry>{entry}</Ntry></Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>"
    )
}

fn batch(amount: &str, details: &str) -> String {
    advice(&format!(
        "<Amt Ccy=\"CAD\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-20</Dt></BookgDt>\
         <AcctSvcrRef>B-77</AcctSvcrRef>{details}"
    ))
}

fn detail(amount: &str, more: &str) -> String {
    format!("<TxDtls><Amt Ccy=\"CAD\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>{more}</TxDtls>")
}

#[test]
fn a_batch_is_a_line_a_detail_and_their_sum_is_the_entry() {
    let details = format!("<NtryDtls>{}{}</NtryDtls>", detail("60.00", ""), detail("40.00", ""));
    let statement = one(batch("100.00", &details));
    assert_eq!(amounts(&statement), ["60", "40"]);
    let ids: Vec<_> = statement.lines.iter().map(|line| line.bank_id.clone().unwrap()).collect();
    assert_eq!(ids, ["B-77/1", "B-77/2"]);
    assert_eq!(statement.lines[1].place.part, 2);
    // A long id leaves room for the part.
    let long = batch("100.00", &details).replace("B-77", &"B-77 ".repeat(50));
    let ids: Vec<_> = one(long).lines.into_iter().map(|line| line.bank_id.unwrap()).collect();
    assert!(ids.iter().all(|id| id.len() <= 200) && ids[0] != ids[1], "{ids:?}");
}

#[test]
fn what_the_bank_kept_of_a_batch_is_a_line_of_its_own() {
    let fee = "<Chrgs><Rcrd><Amt Ccy=\"CAD\">2.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>";
    let details =
        format!("{fee}<NtryDtls>{}{}</NtryDtls>", detail("60.00", ""), detail("40.00", ""));
    assert_eq!(amounts(&one(batch("98.00", &details))), ["60", "40", "-2"]);
    // Kept of each payment: each line is what came of it.
    let charged = |amount: &str| detail(amount, &fee.replace("2.00", "1.00"));
    let details = format!("<NtryDtls>{}{}</NtryDtls>", charged("60.00"), charged("40.00"));
    let statement = one(batch("98.00", &details));
    assert_eq!(amounts(&statement), ["59", "39"]);
    assert_eq!(statement.lines[0].fee.unwrap().to_string(), "1");
}

#[test]
fn details_that_do_not_add_up_are_one_line_and_told() {
    let reference = "<RmtInf><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf>";
    let details =
        format!("<NtryDtls>{}{}</NtryDtls>", detail("60.00", reference), detail("30.00", ""));
    let file = batch("100.00", &details);
    assert_eq!(warned(&file), [("bank.details_differ".to_string(), 2)]);
    let lines = super::came(&file).statements.remove(0).lines;
    assert_eq!((lines.len(), lines[0].amount.to_string()), (1, "100".to_string()));
    assert_eq!(lines[0].references, ["RF18"]);
}

#[test]
fn parties_charges_and_references_of_one_payment_are_told_apart() {
    let read = line(advice(
        "<Amt Ccy=\"CAD\">98.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><DtTm>2026-11-20T23:59:00Z</DtTm></BookgDt>\
         <NtryDtls><TxDtls><Refs><EndToEndId>E2E-1</EndToEndId><MndtId>M-9</MndtId><ChqNb>000123</ChqNb></Refs>\
         <Chrgs><TtlChrgsAndTaxAmt Ccy=\"CAD\">2.00</TtlChrgsAndTaxAmt><Rcrd><Amt Ccy=\"CAD\">2.00</Amt></Rcrd></Chrgs>\
         <RltdPties><Dbtr><Nm>Holding</Nm></Dbtr><DbtrAcct><Id><Othr><Id>4711</Id></Othr></Id></DbtrAcct>\
         <UltmtDbtr><Nm>Bakery &amp; Sons</Nm></UltmtDbtr></RltdPties>\
         <RmtInf><Ustrd>INV-1042</Ustrd><Ustrd>rent</Ustrd><Strd><RfrdDocInf><Nb>INV-1043</Nb></RfrdDocInf>\
         <CdtrRefInf><Ref>RF18 5390</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>",
    ));
    assert_eq!((read.date, read.value_date), (day("2026-11-20"), None));
    assert_eq!((read.amount.to_string(), read.fee.unwrap().to_string()), ("98".into(), "2".into()));
    assert_eq!(read.payer.as_deref(), Some("Holding"));
    assert_eq!(read.payer_account.as_deref(), Some("4711"));
    assert_eq!(read.paid_for.as_deref(), Some("Bakery & Sons"));
    assert_eq!(read.text, "INV-1042 rent");
    assert_eq!(read.references, ["RF18 5390", "INV-1043", "E2E-1", "M-9", "000123"]);
}

#[test]
fn a_return_names_the_other_side_of_the_first_payment() {
    let entry = |side: &str, more: &str| {
        line(advice(&format!(
            "<Amt Ccy=\"CAD\">10.00</Amt><CdtDbtInd>{side}</CdtDbtInd>{more}<BookgDt><Dt>2026-11-20</Dt></BookgDt>\
             <NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Them</Nm></Dbtr><Cdtr><Nm>Us</Nm></Cdtr></RltdPties></TxDtls></NtryDtls>"
        )))
    };
    let reversed = entry("DBIT", "<RvslInd>true</RvslInd>");
    assert_eq!((reversed.is_return, reversed.payer.as_deref()), (true, Some("Them")));
    assert_eq!(reversed.amount.to_string(), "-10");
    let code = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>";
    assert!(entry("DBIT", code).is_return);
    assert!(!entry("CRDT", "").is_return);
}

#[test]
fn what_is_not_booked_or_of_another_currency_is_left_out_and_told() {
    let with = |amount: &str, status: &str| {
        warned(advice(&format!(
            "{amount}<CdtDbtInd>CRDT</CdtDbtInd>{status}<BookgDt><Dt>2026-11-20</Dt></BookgDt>"
        )))
    };
    let told = |rule: &str| vec![(rule.to_string(), 2)];
    let ours = "<Amt Ccy=\"CAD\">1.00</Amt>";
    assert_eq!(with(ours, "<Sts>BOOK</Sts>"), []);
    assert_eq!(with(ours, "<Sts>PDNG</Sts>"), told("bank.not_booked"));
    assert_eq!(with(ours, "<Sts><Cd>INFO</Cd></Sts>"), told("bank.not_booked"));
    assert_eq!(with("<Amt Ccy=\"USD\">1.00</Amt>", ""), told("bank.other_currency"));
    assert_eq!(with("<Amt Ccy=\"CAD\">0.00</Amt>", ""), told("bank.zero"));
    assert_eq!(with("<Amt Ccy=\"CAD\">one</Amt>", ""), told("bank.amount"));
    assert_eq!(
        with("<Amt Ccy=\"CAD\">100000000000000000000</Amt>", ""),
        told("bank.amount_out_of_range")
    );
    assert_eq!(with("<Amt Ccy=\"CAD\">99999999999999</Amt>", ""), told("bank.amount_out_of_range"));
    let no_day = advice(
        "<Amt Ccy=\"CAD\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-02-30</Dt></BookgDt><ValDt><Dt>2026-02-28</Dt></ValDt>",
    );
    assert_eq!(warned(no_day), told("bank.date"));
    let no_side = advice("<Amt Ccy=\"CAD\">1.00</Amt><BookgDt><Dt>2026-02-28</Dt></BookgDt>");
    assert_eq!(warned(no_side), told("bank.side"));
}

#[test]
fn an_entry_without_days_is_of_the_day_of_its_statement_where_that_is_one_day() {
    let file = |closing: &str| {
        format!(
            "<Document><BkToCstmrStmt><Stmt><Acct><Id><Othr><Id>1</Id></Othr></Id><Ccy>EUR</Ccy></Acct>\
             <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">10.00</Amt><Dt><Dt>2026-11-20</Dt></Dt></Bal>\
             <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">11.50</Amt><Dt><Dt>{closing}</Dt></Dt></Bal>\
             <Ntry><Amt Ccy=\"EUR\">1.50</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry></Stmt></BkToCstmrStmt></Document>"
        )
    };
    let statement = one(file("2026-11-20"));
    assert_eq!(statement.lines[0].date, day("2026-11-20"));
    // Balances without a side are money in the account, and the sum shows that they are.
    assert_eq!(statement.sum(), daybook::exchange::bank::Sum::Agrees);
    assert_eq!(warned(file("2026-11-21")), [("bank.date".to_string(), 1)]);
}

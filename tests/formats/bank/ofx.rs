//! OFX 1 without closing tags, with them, and OFX 2; encodings that headers name; zones of dates.

use daybook::exchange::bank::{BankFormat, Sum};

use super::known::{Known, escaped, figure};
use super::{came, day, line, refused, warned};

/// A statement as OFX 1 without closing tags at all, OFX 1 that closes its parts, or OFX 2.
pub fn written(known: &Known) -> Vec<u8> {
    let kind = known.pick(0, 3);
    let mark = ['.', ','][known.pick(1, 2) as usize];
    let zone = ["", "120000", "120000.000[+2:CAT]", "[-5:EST]"][known.pick(2, 4) as usize];
    let date = |date: daybook::domain::Day| date.to_string().replace('-', "") + zone;
    let signed = |amount: rust_decimal::Decimal| {
        format!("{}{}", if amount.is_sign_negative() { "-" } else { "" }, figure(amount, mark))
    };
    let value = |tag: &str, text: &str| match kind {
        2 => format!("<{tag}>{}</{tag}>\n", escaped(text)),
        _ => format!("<{tag}>{text}\n"),
    };
    let part = |tag: &str, inside: String| match kind {
        0 => format!("<{tag}>\n{inside}"),
        _ => format!("<{tag}>\n{inside}</{tag}>\n"),
    };
    let line = |line: &super::known::KnownLine| {
        let kind = if line.amount.is_sign_negative() { "DEBIT" } else { "CREDIT" };
        let inside = value("TRNTYPE", kind)
            + &value("DTPOSTED", &date(line.date))
            + &value("TRNAMT", &signed(line.amount))
            + &value("FITID", &line.id)
            + &value("CHECKNUM", &line.reference)
            + &value("NAME", &line.payer)
            + &part("BANKACCTTO", value("ACCTID", &line.account))
            + &value("MEMO", &line.text);
        part("STMTTRN", inside)
    };
    let lines: String = known.lines.iter().map(line).collect();
    let balance =
        value("BALAMT", &signed(known.closing())) + &value("DTASOF", &date(known.last_day()));
    let statement = value("CURDEF", known.currency.code())
        + &part("BANKACCTFROM", value("ACCTID", &known.number))
        + &part("BANKTRANLIST", value("DTSTART", "20261101") + &lines)
        + &part("LEDGERBAL", balance);
    let body = part("OFX", part("BANKMSGSRSV1", part("STMTTRNRS", part("STMTRS", statement))));
    encoded(known, &body)
}

/// A body below its header, in the encoding that this names.
fn encoded(known: &Known, body: &str) -> Vec<u8> {
    if known.pick(0, 3) == 2 {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n";
        return format!("{head}{body}").into_bytes();
    }
    let encoding = known.pick(3, 3);
    let charset = ["1252", "850", "NONE"][encoding as usize];
    let head = format!("OFXHEADER:100\nDATA:OFXSGML\nENCODING:USASCII\nCHARSET:{charset}\n\n");
    let text = head + body;
    match encoding {
        0 => text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect(),
        1 => text.chars().map(of_850).collect(),
        _ => text.into_bytes(),
    }
}

fn of_850(letter: char) -> u8 {
    match letter {
        'ë' => 0x89,
        'é' => 0x82,
        'ü' => 0x81,
        'Ü' => 0x9a,
        letter => u8::try_from(u32::from(letter)).unwrap(),
    }
}

const HEAD: &str = "OFXHEADER:100\nENCODING:USASCII\nCHARSET:1252\n\n";

fn with(transactions: &str) -> String {
    format!(
        "{HEAD}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>CAD<BANKACCTFROM><ACCTID>1</BANKACCTFROM>\n\
         <BANKTRANLIST>{transactions}</BANKTRANLIST><LEDGERBAL><BALAMT>5.00<DTASOF>20261130</LEDGERBAL>\
         </STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )
}

#[test]
fn a_transaction_keeps_what_it_says() {
    let read = line(with(
        "<STMTTRN><TRNTYPE>CHECK<DTPOSTED>20261120235959[-5:EST]<DTAVAIL>20261121<TRNAMT>-1,234.50<FITID>F-1\
         <CHECKNUM>000123<PAYEE><NAME>AT&T &lt;Canada&gt;<ADDR1>x</PAYEE><CURRENCY><CURRATE>1<CURSYM>CAD</CURRENCY>\
         <MEMO>line one\n two < three</STMTTRN>",
    ));
    assert_eq!((read.date, read.value_date), (day("2026-11-20"), Some(day("2026-11-21"))));
    assert_eq!(read.amount.to_string(), "-1234.5");
    assert_eq!(read.payer.as_deref(), Some("AT&T <Canada>"));
    assert_eq!(
        (read.text.as_str(), read.references.as_slice()),
        ("line one two < three", &["000123".to_string()][..])
    );
    let corrected = with(
        "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261120<TRNAMT>1<FITID>2<CORRECTFITID>1<CORRECTACTION>DELETE</STMTTRN>",
    );
    assert!(line(corrected).is_return);
}

#[test]
fn accounts_and_cards_of_one_file_stay_apart() {
    let file = with("<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261120<TRNAMT>5<FITID>1</STMTTRN>");
    let card = "<CREDITCARDMSGSRSV1><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>4242</CCACCTFROM><BANKTRANLIST>\
        <STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261120<TRNAMT>-7<FITID>1</STMTTRN></BANKTRANLIST></CCSTMTRS></CREDITCARDMSGSRSV1></OFX>";
    let reading = came(file.replace("</OFX>", card));
    let said: Vec<String> = reading
        .statements
        .iter()
        .map(|it| {
            format!("{} {} {}", it.number.as_deref().unwrap(), it.currency.unwrap(), it.lines.len())
        })
        .collect();
    assert_eq!(said, ["1 CAD 1", "4242 USD 1"]);
    assert_eq!(reading.statements[0].sum(), Sum::Unknown);
    assert_eq!(reading.format, BankFormat::Ofx1);
}

#[test]
fn what_can_not_be_read_is_told_and_what_is_no_statement_is_refused() {
    let bad = "<STMTTRN><DTPOSTED>20261320<TRNAMT>1<FITID>1</STMTTRN>\n<STMTTRN><DTPOSTED>20261120<TRNAMT>$1<FITID>2</STMTTRN>\n\
        <STMTTRN><DTPOSTED>20261120<TRNAMT>100000000000000000000<FITID>3</STMTTRN><STMTTRN><TRNAMT>1</STMTTRN>";
    let rules = ["bank.date", "bank.amount", "bank.amount_out_of_range", "bank.date"];
    let told: Vec<(String, u64)> =
        rules.into_iter().zip([6, 7, 8, 8]).map(|(rule, line)| (rule.to_string(), line)).collect();
    assert_eq!(warned(with(bad)), told);
    let error = format!(
        "{HEAD}<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Signon invalid</STATUS></SONRS></SIGNONMSGSRSV1></OFX>"
    );
    assert_eq!(refused(error).0, "bank.error_message");
    assert_eq!(refused(format!("{HEAD}<OFX></OFX>")).0, "bank.no_statement");
    let unknown = with("<STMTTRN><DTPOSTED>20261120<TRNAMT>1<NAME>\u{e9}</STMTTRN>")
        .replace("1252", "KLINGON");
    let bytes: Vec<u8> =
        unknown.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    assert_eq!(refused(bytes).0, "bank.encoding_unknown");
}

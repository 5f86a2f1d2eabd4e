//! MT940 in the dialects of banks: narratives, pages, envelopes, marks.

use super::known::{Known, KnownLine, figure};
use super::{amounts, came, day, line, one, refused, warned};

/// A statement in one of the dialects; over several pages where it has enough lines.
pub fn written(known: &Known) -> Vec<u8> {
    let end = ["\n", "\r\n"][known.pick(1, 2) as usize];
    let mut text = String::new();
    let pages = if known.lines.len() > 3 { 1 + known.pick(2, 3) as usize } else { 1 };
    let size = known.lines.len().div_ceil(pages).max(1);
    let mut chunks: Vec<&[KnownLine]> = known.lines.chunks(size).collect();
    if chunks.is_empty() {
        chunks.push(&[]);
    }
    let mut balance = known.opening;
    let last = chunks.len() - 1;
    let (before, after) =
        [("", "-\n"), ("{1:F01BKIGRWRW}{2:O940}{4:\n", "-}{5:}\n"), (":940:\n", "\n")]
            [known.pick(3, 3) as usize];
    for (page, lines) in chunks.iter().enumerate() {
        let date = lines.first().map_or(known.first_day(), |line| line.date);
        text += &format!("{before}:20:STARTUMS\n:25:{}\n:28C:1/{}\n", known.number, page + 1);
        text +=
            &format!(":60{}:{}\n", if page == 0 { 'F' } else { 'M' }, ended(known, balance, date));
        for line in *lines {
            text += &movement(known, line);
            balance += line.amount;
        }
        let date = lines.last().map_or(known.last_day(), |line| line.date);
        text += &format!(
            ":62{}:{}\n{after}",
            if page == last { 'F' } else { 'M' },
            ended(known, balance, date)
        );
    }
    let text = text.replace('\n', end);
    match known.pick(4, 2) {
        0 => text.into_bytes(),
        _ => text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect(),
    }
}

fn short(date: daybook::domain::Day) -> String {
    date.to_string().replace('-', "")[2..].to_string()
}

fn amount(amount: rust_decimal::Decimal) -> String {
    let text = figure(amount, ',');
    if text.contains(',') { text } else { text + "," }
}

fn ended(known: &Known, balance: rust_decimal::Decimal, date: daybook::domain::Day) -> String {
    let side = if balance.is_sign_negative() { 'D' } else { 'C' };
    format!("{side}{}{}{}", short(date), known.currency, amount(balance))
}

fn movement(known: &Known, line: &KnownLine) -> String {
    let is_in = !line.amount.is_sign_negative();
    let mark = match (line.is_return, is_in) {
        (false, true) => "C",
        (false, false) => "D",
        (true, true) => "RD",
        (true, false) => "RC",
    };
    let date = short(line.date);
    let entry = &date[2..];
    let funds = ["", "R"][known.pick(5, 2) as usize];
    let first = format!(
        ":61:{date}{entry}{mark}{funds}{}NTRF{}//{}\n",
        amount(line.amount),
        line.reference,
        line.id
    );
    let narrative = match known.pick(0, 3) {
        0 => wrapped(&german(line)),
        1 => wrapped(&format!(
            "/TRTP/SEPA/IBAN/{}/NAME/{}/REMI/{}/EREF/NOTPROVIDED",
            line.account, line.payer, line.text
        )),
        _ => line.text.clone(),
    };
    format!("{first}:86:{narrative}\n")
}

fn german(line: &KnownLine) -> String {
    let mut out = String::from("166?00GUTSCHRIFT?109075");
    let text = format!("SVWZ+{}", line.text);
    let letters: Vec<char> = text.chars().collect();
    for (at, part) in letters.chunks(27).enumerate() {
        out += &format!("?2{at}{}", part.iter().collect::<String>());
    }
    let name: Vec<char> = line.payer.chars().collect();
    out += &format!("?30BKIGRWRW?31{}", line.account);
    for (at, part) in name.chunks(27).enumerate() {
        out += &format!("?3{}{}", at + 2, part.iter().collect::<String>());
    }
    out
}

/// Lines of 65 characters, as the form has them.
fn wrapped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let lines: Vec<String> = letters.chunks(65).map(|line| line.iter().collect()).collect();
    lines.join("\n")
}

fn with(lines: &str) -> String {
    format!(":20:A\n:25:1234\n:28C:1\n:60F:C261101CAD100,\n{lines}:62F:C261130CAD90,\n")
}

#[test]
fn movements_of_real_banks_are_read() {
    let read = |movement: &str| line(with(movement));
    let one = read(":61:2611201119D10,NMSCKREF+//2016021783252833\n/OCMT/CAD9,5//CHGS/CAD0,5/\n");
    assert_eq!((one.date, one.value_date), (day("2026-11-19"), Some(day("2026-11-20"))));
    assert_eq!((one.fee.unwrap().to_string(), one.references.len()), ("0.5".into(), 0));
    assert_eq!(one.bank_id.as_deref(), Some("2016021783252833"));
    // The booking day is near the value day, in whichever year that is.
    assert_eq!(read(":61:2601021231D10,NMSC\n").date, day("2025-12-31"));
    // Thirty days of February: the booking day counts.
    let february = read(":61:2602300301DR10,00N024NONREF\n");
    assert_eq!((february.date, february.value_date), (day("2026-03-01"), None));
    assert_eq!(read(":61:261120    DD10,NMSCNONREF//\n").amount.to_string(), "-10");
    let named =
        read(":61:261120D000000000010,00N0440121470966      W.P. Jansen\n:86:Rent\n:86:November\n");
    assert_eq!(
        (named.payer.as_deref(), named.text.as_str()),
        (Some("W.P. Jansen"), "Rent November")
    );
    let returned = read(
        ":61:2611201120RC10,NTRFNONREF\n:86:109?00RETOURE?20EREF+A1 SVWZ+gone?32TESTER?33EL\n",
    );
    assert!(returned.is_return && returned.payer.as_deref() == Some("TESTER EL"));
    let account = read(
        ":61:2611201120D10,NOVBRW47BKIG0000000001\nhr jansen\n:86:RW47BKIG0000000001 hr jansen\n\nBetaling\n\n",
    );
    assert_eq!(account.payer_account.as_deref(), Some("RW47BKIG0000000001"));
    assert_eq!(account.payer.as_deref(), Some("hr jansen"));
    let numbered =
        read(":61:2611201120D10,S   X\n:NS:01for the\n02rent\n15Some\n16body\n1812345\n");
    assert_eq!(
        (numbered.payer.as_deref(), numbered.text.as_str()),
        (Some("Somebody"), "for the rent")
    );
    let dutch = read(
        ":61:261120D10,N102EREF\n:86:/ORDP//NAME/A B/ULTD//NAME/C D/REMI/STRD/CUR/RF18000/MARF/M-1/RTRN/AC04\n",
    );
    assert_eq!((dutch.payer.as_deref(), dutch.paid_for.as_deref()), (Some("A B"), Some("C D")));
    assert_eq!(dutch.references, ["RF18000", "M-1"]);
    assert!(dutch.is_return);
}

#[test]
fn pages_of_one_statement_are_one_and_a_missing_page_is_told() {
    let page = |number: u32, from: &str, to: &str| {
        format!(
            ":20:A\n:25:1\n:28C:7/{number}\n:60{from}CAD10,\n:61:261120C5,NTRFNONREF\n:62{to}\n-\n"
        )
    };
    let whole =
        [page(1, "F:C261101", "M:C261120CAD15,"), page(2, "M:C261120", "F:C261130CAD20,")].concat();
    let whole = whole.replacen(":60M:C261120CAD10,", ":60M:C261120CAD15,", 1);
    let statement = one(&whole);
    assert_eq!(
        (statement.lines.len(), statement.closing.unwrap().amount.to_string()),
        (2, "20".into())
    );
    let told = vec![("bank.page_missing".to_string(), 1)];
    assert_eq!(warned(page(1, "F:C261101", "M:C261120CAD15,")), told);
    assert_eq!(
        warned(page(2, "M:C261120", "F:C261130CAD15,")),
        [("bank.page_missing".to_string(), 4)]
    );
    // Page 2 of 3 is missing.
    let gap =
        [page(1, "F:C261101", "M:C261120CAD15,"), page(3, "M:C261121", "F:C261130CAD15,")].concat();
    assert_eq!(warned(gap).len(), 1);
}

#[test]
fn statements_of_several_accounts_stay_apart() {
    let file = format!(
        "{}{}",
        with(":61:261120D10,NTRFNONREF\n"),
        with(":61:261121D10,NTRFNONREF\n").replace("1234", "5678")
    );
    let reading = came(&file);
    let numbers: Vec<_> = reading.statements.iter().map(|it| it.number.clone().unwrap()).collect();
    assert_eq!(numbers, ["1234", "5678"]);
    assert_eq!(amounts(&reading.statements[1]), ["-10"]);
}

#[test]
fn what_can_not_be_read_is_told_with_its_line_and_the_rest_is_read() {
    let lines = ":61:261320D1,NTRFNONREF\n:86:bad day\n:61:261120X2,NTRF\n:61:261120D,NTRF\n:61:261120D100000000000000000000,NTRF\n\
        :61:261120EC3,NTRF\n:61:261120D10,NTRFNONREF\n:86:good\n";
    let file = with(lines);
    let rules =
        ["bank.date", "bank.side", "bank.amount", "bank.amount_out_of_range", "bank.not_booked"];
    let told: Vec<(String, u64)> = rules
        .into_iter()
        .zip([5, 7, 8, 9, 10])
        .map(|(rule, line)| (rule.to_string(), line))
        .collect();
    assert_eq!(warned(&file), told);
    let statement = &came(&file).statements[0];
    assert_eq!((statement.lines.len(), statement.lines[0].text.as_str()), (1, "good"));
    // A second beginning before the end of the first.
    let cut = ":20:A\n:25:1\n:60F:C261101CAD1,\n:61:261120C5,NTRF\n:20:B\n:25:1\n:60F:C261101CAD1,\n:62F:C261101CAD1,\n";
    assert_eq!(refused(cut), ("bank.ends_early", "5".into()));
}

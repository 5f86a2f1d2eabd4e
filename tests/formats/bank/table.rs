//! Tables of banks and operators: headers, sides, styles, preambles, several accounts.

use daybook::exchange::bank::{BankWish, Sum, read};
use daybook::exchange::reading::amounts::Decimals;
use daybook::exchange::reading::days::Order;
use rust_decimal::Decimal;

use super::known::{Known, KnownLine};
use super::{amounts, came, day, one, refused, warned};

/// What a table shows without doubt: a day above the twelfth, decimals, both sides.
pub fn suited(mut known: Known) -> Known {
    known.currency = daybook::domain::Currency::parse("EUR").unwrap();
    known.opening = Decimal::new(1_234_567, 2);
    for line in &mut known.lines {
        line.amount =
            Decimal::new(i64::try_from(line.amount.mantissa() % 100_000_000).unwrap() | 1, 2);
    }
    let line = |amount: i64, day: u8, id: &str| KnownLine {
        date: daybook::domain::Day::new(2026, 11, day).unwrap(),
        amount: Decimal::new(amount, 2),
        payer: "Mill".into(),
        account: "RW99".into(),
        text: "rent; \"November\"".into(),
        reference: "RF1".into(),
        id: id.into(),
        is_return: false,
    };
    known.lines.retain(|it| it.date.to_string().as_str() < "2026-11-13");
    known.lines.extend([line(-123_457, 14, "Z1"), line(250_001, 15, "Z2")]);
    known
}

/// A number with two decimals and its thousands parted.
fn grouped(amount: Decimal, mark: char, other: &str) -> String {
    let text = format!("{:.2}", amount.abs());
    let (whole, fraction) = text.split_once('.').unwrap();
    let digits: Vec<char> = whole.chars().rev().collect();
    let groups: Vec<String> = digits.chunks(3).map(|group| group.iter().rev().collect()).collect();
    let groups: Vec<String> = groups.into_iter().rev().collect();
    format!("{}{mark}{fraction}", groups.join(other))
}

/// A table in one of many forms; newest first where the third choice says so.
pub fn written(known: &Known) -> Vec<u8> {
    let separator = [",", ";", "\t", "|"][known.pick(0, 4) as usize];
    let (mark, other) = [('.', ","), (',', "."), (',', " ")][known.pick(1, 3) as usize];
    let sides = known.pick(2, 3);
    let date = |date: daybook::domain::Day| {
        let text = date.to_string();
        let (year, month, day) = (&text[..4], &text[5..7], &text[8..]);
        match known.pick(4, 3) {
            0 => text.clone(),
            1 => format!("{day}/{month}/{year}"),
            _ => format!("{month}/{day}/{year}"),
        }
    };
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let number = |amount: Decimal| cell(&grouped(amount, mark, other));
    let signed = |amount: Decimal| {
        let sign = if amount.is_sign_negative() { "-" } else { "" };
        cell(&format!("{sign}{}", grouped(amount, mark, other)))
    };
    let mut balance = known.opening;
    let mut rows = Vec::new();
    for line in &known.lines {
        balance += line.amount;
        let is_out = line.amount.is_sign_negative();
        let money = match sides {
            0 => vec![signed(line.amount)],
            1 => vec![number(line.amount), cell(if is_out { "D" } else { "C" })],
            _ if is_out => vec![number(line.amount), String::new()],
            _ => vec![String::new(), number(line.amount)],
        };
        let mut cells =
            vec![date(line.date), cell(&line.text), cell(&line.payer), cell(&line.account)];
        cells.extend([cell(&line.reference), cell(&line.id)]);
        cells.extend(money);
        cells.push(signed(balance));
        rows.push(cells.join(separator));
    }
    if known.pick(3, 2) == 1 {
        rows.reverse();
    }
    let money = [&["Amount"][..], &["Amount", "D/C"], &["Debit", "Credit"]][sides as usize];
    let mut names = vec![
        "Booking date",
        "Description",
        "Counterparty name",
        "Counterparty account",
        "Reference",
        "Transaction ID",
    ];
    names.extend(money);
    names.push("Balance");
    let above =
        format!("My Bank\nAccount number:{separator}{}\nCurrency:{separator}EUR\n\n", known.number);
    format!("{above}{}\n{}\n", names.join(separator), rows.join("\n")).into_bytes()
}

#[test]
fn a_table_without_names_is_read_where_its_sums_prove_it() {
    let file = "11/13/2026,E-TRANSFER,,1130.00,2130.00\n11/14/2026,\"FEE, MONTHLY\",16.95,,2113.05\n11/15/2026,PAYROLL,500.00,,1613.05\n";
    let statement = one(file);
    assert_eq!(amounts(&statement), ["1130", "-16.95", "-500"]);
    assert_eq!((statement.sum(), statement.lines[1].place.line), (Sum::Agrees, 2));
    assert_eq!(statement.lines[1].text, "FEE, MONTHLY");
    assert_eq!(
        amounts(&one("2026-11-13;-5.50;CAD;rent\n2026-11-14;7.25;CAD;tax\n")),
        ["-5.5", "7.25"]
    );
    // Two columns of numbers that prove nothing.
    assert_eq!(
        refused("2026-11-13,5.50,7.00,rent\n2026-11-14,1.00,1.00,tax\n").0,
        "bank.columns_unknown"
    );
}

#[test]
fn what_stands_above_and_below_a_table_belongs_to_it() {
    let file = "Bank of Somewhere,,,,,,\nAccount Number:,4002-0123,,Currency:,RWF,,\nOpening Balance:,\"1,000,000\",,,,,\n\n\
        Txn Date,Value Date,Narration,Reference,Debit,Credit,Balance\n13/11/2026,14/11/2026,TRF INV 1042,FT1,,\"250,000\",\"1,250,000\"\n\
        14/11/2026,14/11/2026,CHARGES,FT2,\"1,180\",,\"1,248,820\"\nClosing Balance,,,,,,\"1,248,820\"\nPage 1 of 1,,,,,,\n";
    let statement = one(file);
    assert_eq!(statement.number.as_deref(), Some("4002-0123"));
    assert_eq!(statement.currency.unwrap().code(), "RWF");
    assert_eq!(
        (amounts(&statement), statement.sum()),
        (vec!["250000".to_string(), "-1180".into()], Sum::Agrees)
    );
    assert_eq!(statement.lines[0].value_date, Some(day("2026-11-14")));
    let wrong =
        file.replace("Closing Balance,,,,,,\"1,248,820\"", "Closing Balance,,,,,,\"1,248,821\"");
    assert_eq!(one(wrong).sum(), Sum::Differs(Decimal::ONE));
}

#[test]
fn accounts_and_currencies_of_one_table_stay_apart() {
    let file = "\"Account Type\",\"Account Number\",\"Transaction Date\",\"Cheque Number\",\"Description 1\",\"Description 2\",\"CAD$\",\"USD$\"\n\
        Chequing,01,11/13/2026,,\"RECEIVED\",\"INV-1042\",1130.00,,\nChequing,01,11/14/2026,123,\"CHEQUE\",\"\",-45.10,,\n\
        Savings,02,11/14/2026,,\"DEPOSIT\",\"WIRE\",,250.00,\n";
    let reading = came(file);
    let said: Vec<_> = reading
        .statements
        .iter()
        .map(|it| (it.number.clone().unwrap(), it.currency.unwrap().to_string(), amounts(it)))
        .collect();
    assert_eq!(said[0], ("01".into(), "CAD".into(), vec!["1130".into(), "-45.1".into()]));
    assert_eq!(said[1], ("02".into(), "USD".into(), vec!["250".into()]));
    assert_eq!(reading.statements[0].lines[0].text, "RECEIVED INV-1042");
    assert_eq!(reading.statements[0].lines[1].references, ["123"]);
}

#[test]
fn an_operators_table_tells_fees_sides_and_what_failed() {
    let head = "Id,External id,Date,Status,To message,From,From name,To,To name,Amount,Currency,Fee,Currency,Balance,Currency\n";
    let rows = "1,INV-1042,2026-11-20 10:12:11,Successful,rent,FRI:250788123456/MSISDN,Jane,FRI:250780000001/MSISDN,Shop,5000,RWF,25,RWF,104975,RWF\n\
        2,,2026-11-20 11:12:11,Failed,,FRI:250788123457/MSISDN,Bob,FRI:250780000001/MSISDN,Shop,5000,RWF,25,RWF,104975,RWF\n\
        3,,2026-11-21 12:12:11,Successful,,FRI:250780000001/MSISDN,Shop,FRI:250788999999/MSISDN,Supplier,-2000,RWF,100,RWF,102875,RWF\n";
    let file = format!("{head}{rows}");
    assert_eq!(warned(&file), [("bank.not_booked".to_string(), 3)]);
    let statement = &came(&file).statements[0];
    assert_eq!(
        (amounts(statement), statement.sum()),
        (vec!["4975".to_string(), "-2100".into()], Sum::Agrees)
    );
    let lines = &statement.lines;
    assert_eq!(
        (lines[0].payer.as_deref(), lines[1].payer.as_deref()),
        (Some("Jane"), Some("Supplier"))
    );
    assert_eq!(
        (lines[0].payer_account.as_deref(), lines[0].fee.unwrap().to_string()),
        (Some("250788123456"), "25".into())
    );
    // Without signs and balances the number that every row names tells the sides.
    let plain = "Transaction ID,Date,From,From name,To,Amount\n1,2026-11-20,0788,Jane,0780,5000\n2,2026-11-20,0789,Eve,0780,10\n3,2026-11-21,0780,Shop,0799,2000\n";
    assert_eq!(amounts(&one(plain)), ["5000", "10", "-2000"]);
}

#[test]
fn what_can_be_read_two_ways_is_asked_about_and_answered() {
    let file = "Date,Description,Amount\n02/09/2026,rent,5.50\n03/09/2026,tax,6.50\n";
    assert_eq!(refused(file), ("bank.date_order", "2".into()));
    let wish = BankWish { dates: Some(Order::MonthFirst), ..BankWish::default() };
    assert_eq!(
        read(file.as_bytes(), &wish).unwrap().statements[0].lines[0].date,
        day("2026-02-09")
    );
    let file = "Date;Description;Amount\n2026-09-02;rent;1,234\n";
    assert_eq!(refused(file), ("bank.decimal_mark", "2".into()));
    let wish = BankWish { decimals: Some(Decimals::Comma), ..BankWish::default() };
    let amount = read(file.as_bytes(), &wish).unwrap().statements[0].lines[0].amount;
    assert_eq!(amount.to_string(), "1.234");
}

#[test]
fn thousands_beside_decimals_are_left_out_and_never_divided() {
    let file = |amounts: [&str; 2]| {
        let [one, other] = amounts;
        format!("Date;Description;Amount\n2026-11-13;rent;{one}\n2026-11-14;tax;{other}\n")
    };
    let unclear = [("bank.amount_unclear".to_string(), 3)];
    assert_eq!(warned(file(["86,23", "2,300"])), unclear);
    assert_eq!(warned(file(["86.23", "1.500"])), unclear);
    assert_eq!(amounts(&one(file(["86,23", "2.300"]))), ["86.23", "2300"]);
    // Of a currency with three decimals.
    assert_eq!(amounts(&one(file(["1234,500", "2,300"]))), ["1234.5", "2.3"]);
}

#[test]
fn rows_that_can_not_be_read_are_told_and_a_cut_table_is_refused() {
    let file = "Date,Description,Debit,Credit,Balance\n2026-11-13,a,,5.00,5.00\n2026-13-13,b,,5.00,10.00\n2026-11-15,c,1.00,2.00,11.00\n\
        2026-11-16,d,,100000000000000000000,11.00\n2026-11-17,e,,x,11.00\n2026-11-18,\"open,,1.00,12.00\n2026-11-19,f,,1.00,12.00\n";
    let rules = [
        "bank.date",
        "bank.side",
        "bank.amount_out_of_range",
        "bank.amount",
        "bank.row",
        "bank.balance_jumps",
    ];
    let told: Vec<(String, u64)> = rules
        .into_iter()
        .zip([3, 4, 5, 6, 7, 8])
        .map(|(rule, line)| (rule.to_string(), line))
        .collect();
    assert_eq!(warned(file), told);
    let cut = "Date,Description,Amount,Balance\n2026-11-13,a,5.00,5.00\n2026-11-14,b,5.00,10.00\n2026-11-15,c,";
    assert_eq!(refused(cut), ("bank.ends_early", "4".into()));
    assert_eq!(refused(cut.replace(",c,", ",\"c")), ("bank.ends_early", "4".into()));
    let footer = "Date,Description,Amount,Balance\n2026-11-13,a,5.00,5.00\nThe bank is not responsible for this.";
    assert_eq!(amounts(&one(footer)), ["5"]);
    // A row left out at an end: what was there is not known.
    let last =
        "Date,Description,Debit,Credit,Balance\n2026-11-13,a,,5.00,5.00\n2026-11-14,b,,x,10.00\n";
    assert_eq!(came(last).statements[0].sum(), Sum::Unknown);
}

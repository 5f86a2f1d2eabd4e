//! A mark before the last three digits of an amount: thousands, or decimals that its currency does not have.
//! What is not sure is refused, naming both readings; nothing is divided by a thousand.

use daybook::exchange::import::Warned;
use daybook::words::Words;

use super::states::imported;
use super::*;
use crate::common::{TestBook, new_book};
use crate::imports::Importing;

fn desk(currency: &str) -> Importing {
    Importing::into(TestBook::new(&new_book("RW", currency, None)))
}

/// What a file comes to: the sums that are taken and refused, and why rows are.
fn came_to(currency: &str, text: &str, wish: &Wish) -> Vec<String> {
    let desk = desk(currency);
    let (outcome, _) = imported(&desk, text, wish);
    let sums = &outcome.summary.sums[currency];
    let mut said = vec![format!("{} taken, {} refused", sums.taken, sums.refused)];
    // The sums say which rows they are without.
    let told = outcome.summary.told(false, "rows", &|amount| amount.to_string());
    let told: Vec<String> = told.iter().map(|line| Words::english().tell(line)).collect();
    let unknown = "and one row whose amount is not known";
    assert_eq!(told.iter().any(|line| line.contains(unknown)), outcome.rejects.len() == 1);
    for at in 0..outcome.rejects.len() {
        let (line, refusal) = outcome.rejects.why(at).unwrap();
        said.push(format!("{line} {} {}", refusal.field, refusal.rule.name()));
    }
    desk.verified();
    said
}

fn open_items(amounts: &[&str]) -> String {
    let row =
        |(at, amount): (usize, &&str)| format!("A-{at};Hill;2026-10-02;2026-11-01;{amount}\n");
    let rows: String = amounts.iter().enumerate().map(row).collect();
    format!("number;customer;date;due;amount\n{rows}")
}

#[test]
fn thousands_beside_decimals_are_refused_and_never_divided() {
    let refused = |line: u64| format!("{line} amount import.amount_unclear");
    let both = |amounts: &[&str]| came_to("CAD", &open_items(amounts), &Wish::default());
    assert_eq!(both(&["86,23", "2,300"]), ["86.23 taken, 0.00 refused".into(), refused(3)]);
    assert_eq!(both(&["86.23", "1.500"]), ["86.23 taken, 0.00 refused".into(), refused(3)]);
    assert_eq!(both(&["86,23", "2,345"]), ["86.23 taken, 0.00 refused".into(), refused(3)]);
    // These can be nothing else.
    assert_eq!(both(&["86,23", "2.300", "1 250"]), ["3636.23 taken, 0.00 refused"]);
    assert_eq!(both(&["86.23", "2,300"]), ["2386.23 taken, 0.00 refused"]);
    assert_eq!(both(&["0,500", "1234,500", "2,3000"]), ["1237.30 taken, 0.00 refused"]);
    // Nor does the kind or the decimal mark that a person names decide it.
    let own = of(ImportKind::Receivables);
    let text = open_items(&["86.23", "1.500"]).replace(';', ",");
    assert_eq!(came_to("CAD", &text, &own), ["86.23 taken, 0.00 refused".into(), refused(3)]);
    let said = SaidOfFile { decimals: Some(Decimals::Comma), ..SaidOfFile::default() };
    let wish = Wish { said, ..Wish::default() };
    let text = open_items(&["5", "2,300"]);
    assert_eq!(came_to("CAD", &text, &wish), ["5.00 taken, 0.00 refused".into(), refused(3)]);
    // A point that a person names says what the comma is.
    let said = SaidOfFile { decimals: Some(Decimals::Point), ..SaidOfFile::default() };
    let wish = Wish { said, ..Wish::default() };
    assert_eq!(came_to("CAD", &text, &wish), ["2305.00 taken, 0.00 refused"]);
}

#[test]
fn the_preview_shows_an_amount_that_will_be_refused_as_refused() {
    let shown = |text: &str| {
        let fields = read(text).preview(3).unwrap();
        let amounts = fields.into_iter().find(|it| it.field == "amount").unwrap().values;
        let shown = |it: Result<Option<String>, _>| match it {
            Ok(value) => value.unwrap_or_default(),
            Err(refusal) => Words::english().refusal(&refusal),
        };
        amounts.into_iter().map(shown).collect::<Vec<String>>()
    };
    let refused = |than: &str| {
        format!(
            "“2,300” may be 2300, or 2.300 with more decimals than {than}. Write it without a mark \
             between thousands, or with as many decimals as the other amounts"
        )
    };
    let text = open_items(&["86,23", "2,300"]);
    assert_eq!(shown(&text), ["86.23".to_string(), refused("the other amounts")]);
    let text = text.replace("amount\n", "amount;currency\n").replace("86,23\n", "86,23;CAD\n");
    let text = text.replace("2,300\n", "2,300;CAD\n");
    assert_eq!(shown(&text), ["86.23".to_string(), refused("CAD has")]);
    assert_eq!(shown(&open_items(&["1234,500", "2,300"])), ["1234.500", "2.300"]);
}

#[test]
fn the_currency_says_how_many_decimals_there_are() {
    let refused = |line: u64| format!("{line} amount import.amount_unclear");
    let both = |currency: &str, amounts: &[&str]| {
        came_to(currency, &open_items(amounts), &Wish::default())
    };
    assert_eq!(both("TND", &["1234,500", "2,300"]), ["1236.800 taken, 0.000 refused"]);
    assert_eq!(
        both("TND", &["86,23", "2,300"]),
        ["86.230 taken, 0.000 refused".into(), refused(3)]
    );
    assert_eq!(both("RWF", &["86,00", "2,300"]), ["86 taken, 0 refused".into(), refused(3)]);
    assert_eq!(both("RWF", &["86.00", "2,300"]), ["2386 taken, 0 refused"]);
}

#[test]
fn payments_limits_and_totals_are_money_and_prices_are_not() {
    let payments = "customer;date;amount;method;reference\nHill;2026-10-02;10,50;bank;a\nHill;2026-10-02;1,250;bank;b\n";
    let desk = desk("CAD");
    desk.post(r#"{"do":"register_customer","code":"C1","name":"Hill"}"#);
    let (outcome, _) = imported(&desk, payments, &Wish::default());
    assert_eq!(outcome.summary.sums["CAD"].taken.to_string(), "10.50");
    assert_eq!(outcome.rejects.why(0).unwrap().1.rule.name(), "import.amount_unclear");
    let customers =
        "name;phone;credit limit\nMill;0788 111 111;10 000,00\nInn;0788 222 222;1,500\n";
    let (outcome, _) = imported(&desk, customers, &Wish::default());
    let (line, refusal) = outcome.rejects.why(0).unwrap();
    assert_eq!((line, refusal.field.as_str()), (3, "credit_limit"));
    assert_eq!(
        Words::english().refusal(&refusal),
        "“1,500” may be 1500, or 1.500 with more decimals than CAD has. Write it without a mark \
         between thousands, or with as many decimals as the other amounts"
    );
    let lines = "number;customer;date;description;quantity;unit_price;line_total\n\
        L-1;Hill;2026-10-02;Fuel;2,500;1,250;3,13\nL-2;Hill;2026-10-02;Oil;1;10,50;10,50\n\
        L-3;Hill;2026-10-02;Oil;1;1,250;1,250\n";
    let (outcome, _) = imported(&desk, lines, &Wish::default());
    let (line, refusal) = outcome.rejects.why(0).unwrap();
    assert_eq!((line, refusal.field.as_str()), (4, "line_total"));
    // The price on line 2 may be thousands too, and is read with a warning.
    let warned = |it: &Warned| (it.line, Words::english().warning(&it.warning));
    let warned: Vec<_> = outcome.warned.iter().map(warned).collect();
    let said =
        "“1,250” is read as 1.250 and may be 1250: other prices have fewer decimals. Check it";
    assert_eq!(warned, [(2, said.to_string())]);
    assert_eq!(outcome.summary.sums["CAD"].taken.to_string(), "13.63");
    desk.verified();
}

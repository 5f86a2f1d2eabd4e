//! A remittance as it is dictated: `1042 400, 1043 all, 1044 -40 damaged`. Reading it gives typed parts;
//! resolving them against the customer's open items gives allocations and disputes, all or nothing. May use:
//! input, numbers.

mod parse;
mod part;
mod refused;
mod resolve;
mod written;

pub use parse::{AmountForm, parse, split};
pub use part::{Deduction, Paid, RemittanceError, RemittancePart};
pub use resolve::{Remitted, resolve};
pub use written::written;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Day;
    use crate::matching::MatchItem;

    const CAD: AmountForm = AmountForm { decimal_mark: '.', digits: 2 };
    const EUR: AmountForm = AmountForm { decimal_mark: ',', digits: 2 };
    const RWF: AmountForm = AmountForm { decimal_mark: '.', digits: 0 };

    fn item(number: &str, open: i64) -> MatchItem {
        MatchItem {
            customer: 1,
            number: number.to_string(),
            reference: None,
            due: Day::EPOCH,
            issued: Day::EPOCH,
            open,
            discount: 0,
            discount_until: None,
            disputed: 0,
        }
    }

    fn items() -> Vec<MatchItem> {
        vec![
            item("INV-2026-01042", 100_000),
            item("INV-2026-01043", 20_000),
            item("INV-2026-01044", 9_000),
            item("INV-2025-00007", 500),
            item("INV-2026-00007", 700),
        ]
    }

    fn take(text: &str, amount: i64) -> Result<Remitted, RemittanceError> {
        resolve(&parse(text, CAD)?, &items(), amount)
    }

    #[test]
    fn a_remittance_becomes_allocations_and_a_dispute() {
        let remitted = take("1042 400, 1043 all, 1044 -40 damaged in transit", 65_500).unwrap();
        assert_eq!(remitted.allocate, [(0, 40_000), (1, 20_000), (2, 5_000)]);
        let deduction = Deduction { amount: 4_000, reason: "damaged in transit".to_string() };
        assert_eq!(remitted.disputes, [(2, deduction)]);
        assert_eq!(remitted.rest, 500);
    }

    #[test]
    fn a_part_payment_and_a_deduction_on_one_item_are_one_part_or_two() {
        let kept = |amount, reason: &str| Deduction { amount, reason: reason.to_string() };
        for text in
            ["1042 400 -40 damaged", "1042 400, 1042 -40 damaged", "1042 -40 damaged; 01042 400"]
        {
            let remitted = take(text, 50_000).unwrap();
            assert_eq!(remitted.allocate, [(0, 40_000)], "{text}");
            assert_eq!(remitted.disputes, [(0, kept(4_000, "damaged"))], "{text}");
            assert_eq!(remitted.rest, 10_000);
        }
        // Without an amount, the rest is paid; each deduction becomes a dispute.
        let both = take("1042 -40 damaged, 1043 all, 1042 -10 price", 120_000).unwrap();
        assert_eq!(both.allocate, [(0, 95_000), (1, 20_000)]);
        assert_eq!(both.disputes, [(0, kept(4_000, "damaged")), (0, kept(1_000, "price"))]);
        // Either everything is taken or nothing.
        let twice = take("1042 400, 1042 -40 damaged, 1042 1", 50_000);
        assert!(matches!(twice, Err(RemittanceError::Twice { .. })));
        let more = take("1042 970, 1042 -40 damaged", 100_000);
        assert!(matches!(more, Err(RemittanceError::MoreThanOpen { .. })));
    }

    #[test]
    fn amounts_are_read_by_the_decimal_mark() {
        let amounts = |text: &str, form: AmountForm| {
            let parts = parse(text, form).unwrap();
            parts.into_iter().map(|part| part.paid).collect::<Vec<_>>()
        };
        let both = [Some(Paid::Amount(140_050)), Some(Paid::All)];
        assert_eq!(amounts("1042 1,400.50, 1043 all", CAD), both);
        assert_eq!(amounts("1042 1400.5,1043 ALL", CAD), both);
        assert_eq!(amounts("1042 1.400,50, 1043 tout", EUR), both);
        assert_eq!(amounts("1042 1400,5; 1043 all", EUR), both);
        assert_eq!(amounts("1042 150,000, 1043 all", RWF)[0], Some(Paid::Amount(150_000)));
        assert_eq!(amounts("1042 400,1043 500", CAD).len(), 2);
        assert_eq!(
            amounts("1042 400k, 1043 1.5K", RWF),
            [400_000, 1_500].map(|it| Some(Paid::Amount(it)))
        );
        assert_eq!(amounts("1042 2m", CAD), [Some(Paid::Amount(200_000_000))]);
        // As the screen writes them in French, and as anyone types them.
        let spaced = ["42 1 234,50", "42 1\u{202f}234,50", "42 1\u{a0}234,50", "42  1 234,5"];
        assert_eq!(
            spaced.map(|text| amounts(text, EUR)),
            [[Some(Paid::Amount(123_450))]; 4].map(Vec::from)
        );
        let both = [Some(Paid::Amount(1_000_000)), Some(Paid::Amount(500))];
        assert_eq!(amounts("42 1 000 000 -5 price, 500 500", RWF), both);
        assert_eq!(amounts("1042 360 -40 damaged\n1043 all -5 price", RWF).len(), 2);
    }

    #[test]
    fn an_error_names_the_part_and_what_is_expected() {
        let part = |error: RemittanceError| error.to_string();
        assert_eq!(take("", 1), Err(RemittanceError::Empty));
        let says = |text: &str, expected: &str| {
            let told = part(take(text, 100_000).unwrap_err());
            assert!(told.contains(expected), "{text}: {told}");
        };
        says("1042 400, 1043", "“1043”: after the number, type an amount");
        says("1042 4OO", "“4OO” is not an amount; type one such as 400.55");
        says("1042 0", "must be greater than zero");
        says("1042 1.005", "at most 2 decimals");
        says("1042 99999999999999999999", "greater than zero, with at most");
        says("1044 -40", "“1044 -40”: type the reason");
        says("1042 1 23 all", "“23” is not expected after the amount");
        says("1042 400 1043 all", "“1043” is not expected after the amount");
        says("1099 all", "1099 is not an open item");
        says("7 all", "may be INV-2025-00007, INV-2026-00007");
        says("1042 400, INV-2026-01042 all", "INV-2026-01042 is named before");
        says("1044 90.01", "more than what is left on INV-2026-01044");
        says("1044 60 -40 damaged", "more than what is left");
        says("1042 all, 1043 0.01", "more than the payment");
    }

    #[test]
    fn what_is_written_again_is_read_as_the_same() {
        let text = "1042 1.400,50; 1043 tout -5 prix, 1044 -40 damaged in transit, 7 all";
        let parts = parse(text, EUR).unwrap();
        let plain = written(&parts, CAD.digits);
        assert_eq!(
            plain,
            "1042 1400.50, 1043 all -5.00 prix, 1044 -40.00 damaged in transit, 7 all"
        );
        let paid = |parts: &[RemittancePart]| {
            parts.iter().map(|it| (it.paid, it.deduction.clone())).collect::<Vec<_>>()
        };
        assert_eq!(paid(&parse(&plain, CAD).unwrap()), paid(&parts));
        assert_eq!(written(&parse("12 1,500", RWF).unwrap(), 0), "12 1500");
        // A comma in a reason separates nothing, whatever it was typed for.
        let torn = written(&parse("12 -5 sac de 1,5 kg, 13 tout", EUR).unwrap(), 2);
        assert_eq!(torn, "12 -5.00 sac de 1.5 kg, 13 all");
        assert_eq!(parse(&torn, CAD).unwrap().len(), 2);
        // A deduction with spaces, and a reason that begins with digits.
        let held = |text: &str, form| {
            let plain = written(&parse(text, form).unwrap(), form.digits);
            let again = AmountForm { decimal_mark: '.', ..form };
            let read = parse(&plain, again).unwrap();
            read.into_iter()
                .filter_map(|it| it.deduction)
                .map(|it| (it.amount, it.reason))
                .next_back()
        };
        assert_eq!(held("12 -1 234,50 prix", EUR), Some((123_450, "prix".into())));
        assert_eq!(held("12 -0.4k 500 bags", RWF), Some((400, "500 bags".into())));
        let whole = written(&parse("12 -5 of 1,500 bags", CAD).unwrap(), 2);
        assert_eq!(whole, "12 -5.00 of 1,500 bags");
    }

    #[test]
    fn a_number_is_taken_whole_before_its_tail() {
        let mut items = items();
        items.push(item("1042", 300));
        let parts = parse("1042 all, inv-2026-1042 1", CAD).unwrap();
        let remitted = resolve(&parts, &items, 1_000).unwrap();
        assert_eq!(remitted.allocate, [(5, 300), (0, 100)]);
        // A deduction can only be made from what is not in dispute yet.
        items[2].disputed = 6_000;
        let parts = parse("1044 -40 damaged", CAD).unwrap();
        let refused = resolve(&parts, &items, 9_000).unwrap_err();
        assert!(matches!(refused, RemittanceError::InDispute { disputed: 6_000, .. }));
        // Two last digits are enough if only one open number ends in them; one digit is not, unless it
        // is the whole count.
        assert_eq!(take("42 1", 100).unwrap().allocate, [(0, 100)]);
        assert_eq!(take("042 1", 100).unwrap().allocate, [(0, 100)]);
        assert!(matches!(take("2 all", 1), Err(RemittanceError::NotOpen { .. })));
        items = [item("INV-2025-01022", 300), item("INV-2026-01122", 300)].to_vec();
        let both = parse("22 all", CAD).unwrap();
        let refused = resolve(&both, &items, 300).unwrap_err();
        assert!(
            matches!(refused, RemittanceError::Ambiguous { ref numbers, .. } if numbers.len() == 2)
        );
        let one = parse("022 all", CAD).unwrap();
        assert_eq!(resolve(&one, &items, 300).unwrap().allocate, [(0, 300)]);
    }
}

//! The questions about a file that can be read in two ways. May use: the amounts, the days.

use super::amounts::{self, Decimals};
use super::days::{DateStyle, Order};
use super::{Alternative, Example, ReadingsOf, TwoReadings};

/// The `--date-format` that selects an order, with the separator of the example.
fn format_of(order: Order, text: &str) -> String {
    let mark = text.chars().find(|it| !it.is_ascii_alphanumeric()).unwrap_or('/');
    let parts: Vec<&str> = text.split(|it: char| !it.is_ascii_digit()).take(3).collect();
    let is_short = parts.iter().all(|part| part.len() <= 2);
    let year = if is_short { "YY" } else { "YYYY" };
    match order {
        Order::DayFirst => format!("D{mark}M{mark}{year}"),
        Order::MonthFirst => format!("M{mark}D{mark}{year}"),
        Order::YearFirst => format!("{year}{mark}M{mark}D"),
    }
}

/// Whether the day or the month comes first.
pub fn dates_question(example: Example, orders: &[Order]) -> TwoReadings {
    let choice = |order: &Order| {
        let day = DateStyle { order: Some(*order), serial: false }.read(&example.text)?;
        Some(Alternative::new(day.to_string(), "date-format", format_of(*order, &example.text)))
    };
    let choices = orders.iter().filter_map(choice).collect();
    TwoReadings { about: ReadingsOf::Dates, example: Some(example), choices }
}

/// Dates of which some have the day first, and some the month.
pub fn mixed_dates(one: &Example, other: &Example) -> TwoReadings {
    // The first is not a date with the day first, and the other is not one with the month first.
    let choices = [(Order::MonthFirst, one), (Order::DayFirst, other)].map(|(order, example)| {
        Alternative::needed(example, "date-format", format_of(order, &example.text))
    });
    TwoReadings { about: ReadingsOf::Dates, example: Some(one.clone()), choices: choices.to_vec() }
}

/// Which mark is the decimal one.
pub fn numbers_question(example: Example) -> TwoReadings {
    let figure = |decimals| amounts::Figure::of(&example.text).and_then(|it| it.plain(decimals));
    let choices = vec![
        Alternative::new(figure(Decimals::Point).unwrap_or_default(), "decimal-point", ""),
        Alternative::new(figure(Decimals::Comma).unwrap_or_default(), "decimal-comma", ""),
    ];
    TwoReadings { about: ReadingsOf::Numbers, example: Some(example), choices }
}

/// Numbers of which some have a decimal point, and some a comma.
pub fn mixed_numbers(one: &Example, other: &Example) -> TwoReadings {
    let choices = [(one, "decimal-point"), (other, "decimal-comma")];
    let choices = choices.map(|(example, option)| Alternative::needed(example, option, ""));
    TwoReadings {
        about: ReadingsOf::Numbers,
        example: Some(one.clone()),
        choices: choices.to_vec(),
    }
}

/// Whether a discount is a percentage.
pub fn discount_question(example: Example) -> TwoReadings {
    let choices = vec![
        Alternative::new(
            format!("{}%", example.text),
            "map",
            format!("discount={}", example.column),
        ),
        Alternative::new("", "map", "discount="),
    ];
    TwoReadings { about: ReadingsOf::Discount, example: Some(example), choices }
}

/// Whether a credit is money received.
pub fn credits_question(example: Example) -> TwoReadings {
    let choices =
        vec![Alternative::new("+", "credits", "plus"), Alternative::new("-", "credits", "minus")];
    TwoReadings { about: ReadingsOf::Credits, example: Some(example), choices }
}

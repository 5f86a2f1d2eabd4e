//! Terms of payment as other programs write them. May use: domain, the words of imports, the look-up's
//! folding of words.

use crate::domain::Percent;
use crate::domain::terms::Terms;
use crate::ledger::lookup::fold;

use super::words::{self, TermWords};

/// A part of terms of payment.
#[derive(Clone, Copy, PartialEq, Debug)]
enum TermPart {
    Number(u16),
    Percent(Percent),
    Net,
    Days,
    Slash,
    Plus,
    MonthEnd,
    /// The same, in words that are clear only before a plus sign.
    MonthEndPlus,
}

/// Reads terms of payment as other programs write them: `N30`, `30 days`, `Due on receipt`, `2% 10, Net
/// 30`, `Net 15 EOM`, `fin de mois + 30`. `None` if they are not understood.
pub fn terms(text: &str) -> Option<Terms> {
    use TermPart::{Days, MonthEnd, MonthEndPlus, Net, Number, Plus, Slash};
    if let Ok(terms) = text.trim().parse() {
        return Some(terms);
    }
    let words = words::of_terms();
    let folded = fold::words(text);
    if words.at_once.contains(&folded) {
        return Some(Terms::Net(0));
    }
    let terms = match tokens(text, words)?.as_slice() {
        [Net, Number(days)]
        | [Net, Slash, Number(days)]
        | [Net, Number(days), Days]
        | [Number(days), Days | Net]
        | [Number(days), Days, Net] => format!("net {days}"),
        [MonthEnd | MonthEndPlus] | [Net, MonthEnd] => "eom+0".into(),
        [MonthEnd | MonthEndPlus, Plus, Number(days)]
        | [MonthEnd | MonthEndPlus, Plus, Number(days), Days]
        | [MonthEnd, Number(days)]
        | [MonthEnd, Number(days), Days]
        | [Net, Number(days), MonthEnd]
        | [Net, Number(days), Days, MonthEnd] => format!("eom+{days}"),
        all => return early(all),
    };
    terms.parse().ok()
}

/// A discount for early payment: `2/10 n/30`, `2% 10 net 30`.
fn early(tokens: &[TermPart]) -> Option<Terms> {
    let plain: Vec<TermPart> =
        tokens.iter().copied().filter(|token| *token != TermPart::Days).collect();
    let (percent, rest) = match plain.as_slice() {
        [TermPart::Percent(percent), TermPart::Slash, rest @ ..]
        | [TermPart::Percent(percent), rest @ ..] => (*percent, rest),
        [TermPart::Number(percent), TermPart::Slash, rest @ ..] => {
            (Percent::parse(&format!("{percent}%")).ok()?, rest)
        }
        _ => return None,
    };
    let (within, net) = match rest {
        [TermPart::Number(within), TermPart::Net, TermPart::Number(net)]
        | [TermPart::Number(within), TermPart::Net, TermPart::Slash, TermPart::Number(net)]
        | [TermPart::Number(within), TermPart::Slash, TermPart::Net, TermPart::Number(net)] => {
            (*within, *net)
        }
        _ => return None,
    };
    format!("{}/{within} net {net}", percent.value().normalize()).parse().ok()
}

/// The parts of terms, without filler words; `None` if there is any other word.
fn tokens(text: &str, words: &TermWords) -> Option<Vec<TermPart>> {
    let parts = parts(text);
    let (mut found, mut rest) = (Vec::new(), parts.as_slice());
    while let Some((part, behind)) = rest.split_first() {
        if let Some((token, count)) = month_end(rest, words) {
            found.push(token);
            rest = rest.get(count..).unwrap_or_default();
            continue;
        }
        rest = behind;
        match (part.as_str(), found.last()) {
            ("%", Some(TermPart::Number(number))) => {
                let percent = Percent::parse(&format!("{number}%")).ok()?;
                found.pop();
                found.push(TermPart::Percent(percent));
            }
            ("%", Some(TermPart::Percent(_))) => {}
            _ if words.filler.contains(part) => {}
            _ => found.push(token(part, words)?),
        }
    }
    Some(found)
}

/// Whether some parts begin with the end of the month, and how many of them express it.
fn month_end(parts: &[String], words: &TermWords) -> Option<(TermPart, usize)> {
    let starts = |phrase: &String| {
        let count = phrase.split(' ').count();
        let here = parts.get(..count)?.join(" ");
        (here == *phrase).then_some(count)
    };
    let end = words.month_end.iter().find_map(starts).map(|count| (TermPart::MonthEnd, count));
    end.or_else(|| {
        words.month_end_plus.iter().find_map(starts).map(|count| (TermPart::MonthEndPlus, count))
    })
}

fn token(part: &str, words: &TermWords) -> Option<TermPart> {
    Some(match part {
        "/" => TermPart::Slash,
        "+" => TermPart::Plus,
        _ if words.net.iter().any(|word| word == part) => TermPart::Net,
        _ if words.days.iter().any(|word| word == part) => TermPart::Days,
        _ if part.contains('.') => TermPart::Percent(Percent::parse(&format!("{part}%")).ok()?),
        _ => TermPart::Number(part.parse().ok()?),
    })
}

/// Splits words, numbers and signs: `N30,` becomes `n` and `30`.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let is_figure = |letter: char| letter.is_ascii_digit() || letter == '.';
    for word in text.split(|letter: char| letter.is_whitespace() || ",;:()–".contains(letter)) {
        let mut before: Option<char> = None;
        for (place, letter) in word.char_indices() {
            if letter == '-' && (place > 0 || word.len() == 1) {
                // A hyphen, not a minus sign before a number.
                before = None;
                continue;
            }
            let alike = |last: char| match letter {
                '%' | '/' | '+' => false,
                _ if "%/+".contains(last) => false,
                _ => is_figure(letter) == is_figure(last),
            };
            match parts.last_mut().filter(|_| before.is_some_and(alike)) {
                Some(part) => part.push(letter),
                None => parts.push(letter.to_string()),
            }
            before = Some(letter);
        }
    }
    let folded = parts.into_iter().map(|part| match part.starts_with(is_figure) {
        true => part.trim_end_matches('.').to_string(),
        false if "%/+-".contains(part.as_str()) => part,
        false => fold::words(&part),
    });
    folded.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_understood_in_english_and_french() {
        for (text, ours) in [
            ("net 30", "net 30"),
            ("Net 30", "net 30"),
            ("NET30", "net 30"),
            ("N30", "net 30"),
            ("n/30", "net 30"),
            ("30 days", "net 30"),
            ("30d", "net 30"),
            ("Due in 30 days", "net 30"),
            ("Net 30 days", "net 30"),
            ("30 jours", "net 30"),
            ("30 jours net", "net 30"),
            ("Net 45 jours", "net 45"),
            ("Due on receipt", "net 0"),
            ("à réception", "net 0"),
            ("Payable à réception", "net 0"),
            ("COD", "net 0"),
            ("2% 10 Net 30", "2/10 net 30"),
            ("2 % 10, net 30", "2/10 net 30"),
            ("2/10 n/30", "2/10 net 30"),
            ("2/10, Net 30", "2/10 net 30"),
            ("1.5% 10 days, net 30 days", "1.5/10 net 30"),
            ("1.5/10 n30", "1.5/10 net 30"),
            ("EOM", "eom+0"),
            ("Net EOM", "eom+0"),
            ("End of month", "eom+0"),
            ("fin de mois", "eom+0"),
            ("fin de mois + 30", "eom+30"),
            ("fin de mois + 45 jours", "eom+45"),
            ("EOM + 15", "eom+15"),
            ("Net 10 EOM", "eom+10"),
        ] {
            assert_eq!(terms(text).map(|terms| terms.to_string()), Some(ours.into()), "{text}");
        }
        for text in [
            "",
            "30",
            "soon",
            "net",
            "30 jours fin de mois",
            "45 days end of month",
            "2/40 net 30",
            "net 5000",
            "net -1",
            "net 30 or 60",
            "110/10 net 30",
            "2 10 30",
            "half now",
        ] {
            assert_eq!(terms(text), None, "{text}");
        }
    }
}

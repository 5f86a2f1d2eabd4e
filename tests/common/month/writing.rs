//! How payers write numbers and banks write names.

use super::chance::Chance;

/// What banks keep of a text: letters without accents, in capitals, so many at most.
pub fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect::<String>().trim_end().to_string()
}

/// Without accents, as banks of the seven-bit alphabets write.
pub fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            'à' | 'â' | 'å' | 'á' => plain.push('a'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' | 'í' => plain.push('i'),
            'ô' | 'ó' | 'ø' => plain.push('o'),
            'ç' => plain.push('c'),
            'ñ' => plain.push('n'),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ä' => plain.push_str("ae"),
            'É' => plain.push('E'),
            'Å' => plain.push('A'),
            'ß' => plain.push_str("ss"),
            other => plain.push(other),
        }
    }
    plain
}

/// A whole number, as payers write it.
pub fn whole(chance: &mut Chance, number: &str) -> String {
    let parts: Vec<&str> = number.split('-').collect();
    let (series, year, count) = (parts[0], parts[1], parts[2]);
    let short = count.trim_start_matches('0');
    match chance.below(14) {
        0..=4 => number.to_string(),
        5 => number.to_lowercase(),
        6 => format!("{series}/{year}/{count}"),
        7 => format!("{series} {year} {count}"),
        8 => format!("{series}{year}{count}"),
        9 => format!("{series}-{year}-{short}"),
        10 => format!("Invoice {number}"),
        11 => format!("FACTURE N° {number}"),
        12 => format!("{series}.{year}.{count}"),
        _ => format!("inv.no {number}"),
    }
}

/// A part of a number, as payers write it.
pub fn part(chance: &mut Chance, number: &str) -> String {
    let parts: Vec<&str> = number.split('-').collect();
    let (series, year, count) = (parts[0], parts[1], parts[2]);
    let short = count.trim_start_matches('0');
    match chance.below(12) {
        0 | 1 => short.to_string(),
        2 => count.to_string(),
        3 => format!("{year}-{count}"),
        4 => format!("{series} {short}"),
        5 => format!("{series}{short}"),
        6 => format!("invoice {short}"),
        7 => format!("facture no {short}"),
        8 => format!("#{short}"),
        9 => format!("INV No: {count}"),
        10 => format!("Fact. {short}"),
        _ => format!("{year}/{short}"),
    }
}

/// A number with one digit wrong.
pub fn slip(chance: &mut Chance, number: &str) -> String {
    let digits: Vec<usize> = number
        .char_indices()
        .filter(|(at, letter)| letter.is_ascii_digit() && *at > 8)
        .map(|(at, _)| at)
        .collect();
    let at = *chance.pick(&digits);
    let wrong = chance.digits(1);
    format!("{}{wrong}{}", &number[..at], &number[at + 1..])
}

/// A name in one of the ways that banks and payers write it.
pub fn variant(chance: &mut Chance, name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let short = |word: &str, most: usize| word.chars().take(most).collect::<String>();
    let without_form: Vec<&str> = match words.split_last() {
        Some((last, rest)) if rest.len() > 1 && last.len() <= 11 && !rest.is_empty() => {
            rest.to_vec()
        }
        _ => words.clone(),
    };
    match chance.below(9) {
        0 => without_form.join(" "),
        1 => words.iter().rev().copied().collect::<Vec<_>>().join(" "),
        2 => cut(&plain(name).to_uppercase(), 18),
        3 => without_form.join(""),
        4 => {
            let abbreviated = without_form.iter().map(|word| match word.chars().count() {
                0..=5 => (*word).to_string(),
                _ => format!("{}.", short(word, 4)),
            });
            abbreviated.collect::<Vec<_>>().join(" ")
        }
        5 => {
            let at = 1 + chance.below(plain(name).len().saturating_sub(2));
            let mut letters: Vec<char> = plain(name).chars().collect();
            if letters[at] != ' ' {
                letters.remove(at);
            }
            letters.into_iter().collect()
        }
        6 => format!("{} {}", short(words[0], 1), words[1..].join(" ")),
        7 => format!(
            "{} {}",
            without_form.join(" "),
            chance.pick(&["KIGALI", "ACCOUNT", "OPERATIONS", "BRANCH 2"])
        ),
        _ => format!("{} {}", chance.pick(&["MR", "Mme", "STE", "ETS"]), plain(name)),
    }
}

//! One of a few words, typed by its first letters. May use: std.

use super::Unclear;

/// The choice that begins with what was typed, or whose words begin with its letters (`sd` for
/// small_difference). Refused if several do.
pub fn read<'a>(text: &str, choices: &'a [String]) -> Result<&'a str, Unclear> {
    let typed = text.trim().to_lowercase().replace([' ', '-'], "_");
    let lower = |choice: &String| choice.to_lowercase();
    let is_typed = |choice: &&String| !typed.is_empty() && lower(choice).starts_with(&typed);
    let begun: Vec<&String> = choices.iter().filter(is_typed).collect();
    let whole = choices.iter().find(|choice| lower(choice) == typed);
    let initials = || choices.iter().find(|choice| !typed.is_empty() && initials(choice) == typed);
    match (whole, begun.as_slice()) {
        (Some(whole), _) => Ok(whole),
        (None, [only]) => Ok(only),
        (None, []) => initials().map(String::as_str).ok_or_else(|| {
            Unclear::new("entry-choice", text.trim()).with("choices", choices.join(", "))
        }),
        (None, several) => {
            let several: Vec<&str> = several.iter().map(|choice| choice.as_str()).collect();
            Err(Unclear::new("entry-choice-either", text.trim())
                .with("choices", several.join(", ")))
        }
    }
}

/// The choice before or after the one that was typed.
pub fn step<'a>(text: &str, choices: &'a [String], by: isize) -> Option<&'a str> {
    let count = isize::try_from(choices.len()).ok().filter(|count| *count > 0)?;
    let now = read(text, choices).ok().filter(|_| !text.trim().is_empty());
    let at = now.and_then(|now| choices.iter().position(|choice| choice == now));
    let next = match at.and_then(|at| isize::try_from(at).ok()) {
        Some(at) => (at + by).rem_euclid(count),
        None if by < 0 => count - 1,
        None => 0,
    };
    choices.get(usize::try_from(next).ok()?).map(String::as_str)
}

fn initials(choice: &str) -> String {
    choice.split('_').filter_map(|word| word.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_known_by_its_first_letters() {
        let choices: Vec<String> =
            ["bank", "cash", "cheque", "small_difference"].map(String::from).to_vec();
        assert_eq!(read("ca", &choices), Ok("cash"));
        assert_eq!(read("c", &choices).unwrap_err().words, "entry-choice-either");
        assert_eq!(read("CHE", &choices), Ok("cheque"));
        assert_eq!(read("sd", &choices), Ok("small_difference"));
        assert_eq!(read("small d", &choices), Ok("small_difference"));
        assert!(read("", &choices).is_err() && read("x", &choices).is_err());
        let codes: Vec<String> = ["WHT3", "WHT15", "VATWH"].map(String::from).to_vec();
        assert_eq!(read("wht15", &codes), Ok("WHT15"));
        assert_eq!(read("v", &codes), Ok("VATWH"));
        assert_eq!(step("bank", &choices, -1), Some("small_difference"));
        assert_eq!(step("", &choices, 1), Some("bank"));
        assert_eq!(step("ca", &choices, 1), Some("cheque"));
    }
}

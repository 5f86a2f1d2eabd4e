//! Dunning letters: every level in every language, each in words of its own, with the figures of the
//! ledger and only the consequences that were agreed.

use std::collections::BTreeSet;

use daybook::documents::text;
use daybook::documents::wording::Wordings;
use daybook::documents::{of_shown, paper::Paper};
use daybook::domain::Language;
use daybook::ledger::query::show::{Show, Shown};

use crate::common::TestBook;
use crate::figures;

/// A book in which a customer got letters of all four levels; their numbers.
fn book() -> (TestBook, Vec<String>) {
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"set_dunning_policy","name":"standard","levels":[{"after_days":7},{"after_days":21},{"after_days":35,"wording":{"en":"new deliveries wait","fr":"les livraisons attendent"}},{"after_days":60}],"interval_days":14}"#);
    test.customer("C1");
    test.invoice("C1", "2026-01-05", "2026-01-20", "1234.50");
    test.invoice("C1", "2026-01-06", "2026-01-21", "100");
    test.taken(r#"{"do":"open_dispute","invoice":"INV-2026-00002","amount":"40","reason":"price","date":"2026-01-22"}"#);
    let days = ["2026-02-10", "2026-02-24", "2026-03-10", "2026-04-01"];
    let send = |day: &str| {
        let line = format!(
            r#"{{"do":"send_dunning_letter","customer":"C1","date":"{day}","approved":true}}"#
        );
        test.taken(&line).number("letter").unwrap().to_string()
    };
    let letters = days.map(send).to_vec();
    (test, letters)
}

fn letter(test: &TestBook, number: &str, language: Language) -> Paper {
    let shown = test.ask(&Show { what: number.into() }).unwrap();
    assert!(matches!(shown, Shown::Letter(_)));
    of_shown(&shown, Some(language), &mut Wordings::default()).unwrap()
}

#[test]
fn every_level_in_every_language_has_words_of_its_own_and_the_ledgers_figures() {
    let (test, letters) = book();
    for language in Language::ALL {
        let papers: Vec<Paper> =
            letters.iter().map(|number| letter(&test, number, language)).collect();
        let titles: BTreeSet<&str> = papers.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles.len(), 4, "{language}");
        for paper in &papers {
            let page = text::text(paper);
            assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
            // Outstanding 1,334.50, of which 40 is disputed.
            let figures: Vec<String> = figures(paper)
                .iter()
                .map(|it| it.chars().filter(char::is_ascii_digit).collect())
                .collect();
            for figure in ["123450", "10000", "6000", "133450", "129450"] {
                assert!(figures.iter().any(|it| it == figure), "{figure}: {figures:?}");
            }
            assert!(page.contains("INV-2026-00001") && page.contains("INV-2026-00002"));
        }
    }
}

#[test]
fn a_letter_names_only_what_was_agreed_and_only_in_its_language() {
    let (test, letters) = book();
    let page = |level: usize, language| text::text(&letter(&test, &letters[level - 1], language));
    let agreed = [
        (Language::English, "new deliveries wait"),
        (Language::French, "les livraisons attendent"),
    ];
    for (language, words) in agreed {
        assert!(page(3, language).contains(words));
        assert!([1, 2, 4].iter().all(|level| !page(*level, language).contains(words)));
    }
    // A sentence ends with a full stop, whoever wrote it.
    let flat = page(3, Language::English).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("As agreed: new deliveries wait."), "{flat}");
    let kinyarwanda = page(3, Language::Kinyarwanda);
    assert!(agreed.iter().all(|(_, words)| !kinyarwanda.contains(words)), "{kinyarwanda}");
}

#[test]
fn a_letter_speaks_of_the_items_it_lists_and_not_of_the_whole_account() {
    let (test, letters) = book();
    for (level, number) in letters.iter().enumerate() {
        let page = text::text(&letter(&test, number, Language::English));
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("the items below, CAD 1,294.50 in all,"), "{level}: {flat}");
        assert!(!flat.contains("on your account was"), "{level}: {flat}");
    }
    let mut test = TestBook::canada();
    test.taken(r#"{"do":"set_dunning_policy","name":"standard","levels":"7","interval_days":14}"#);
    test.customer("C1");
    test.invoice("C1", "2026-01-05", "2026-01-20", "1234.50");
    let send =
        r#"{"do":"send_dunning_letter","customer":"C1","date":"2026-02-10","approved":true}"#;
    let number = test.taken(send).number("letter").unwrap().to_string();
    let page = text::text(&letter(&test, &number, Language::English));
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("the item below, CAD 1,234.50, was past its due date"), "{flat}");
}

//! What `daybook show` calls each field, in every language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use daybook::domain::Language;
use daybook::words::Words;

/// The fields of everything that is shown, as the sources declare them.
fn fields() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ledger/query/show");
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in text.lines() {
            let field = line.strip_prefix("    pub ").and_then(|rest| rest.split_once(':'));
            all.extend(field.map(|(name, _)| name.to_string()));
        }
    }
    all
}

#[test]
fn every_field_that_is_shown_has_a_name_in_every_language() {
    let fields = fields();
    assert!(fields.len() > 100, "{}", fields.len());
    for language in Language::on_screens().filter(|it| *it != Language::English) {
        let words = Words::in_language(language);
        let name = |field: &&String| format!("shown-{}", field.replace('_', "-"));
        let missing: Vec<&String> = fields.iter().filter(|it| !words.knows(&name(it))).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{language}");
    }
}

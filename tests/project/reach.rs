//! Every command can be given at the desk, or there is a reason why not. That each form and each pane has
//! a key is tested beside the keymap.

use std::collections::BTreeSet;

use daybook::domain::command::CATALOGUE;
use daybook::tui::form::spec::Forms;

/// Commands without a form: the desk sends them from elsewhere, or they are an administrator's work
/// on the command line.
const WITHOUT_FORM: [(&str, &str); 19] = [
    ("begin_delivery", "the sender posts it"),
    ("bring_in_invoice", "an import posts it"),
    ("bring_in_letter", "an import posts it"),
    ("bring_in_plan", "an import posts it"),
    ("bring_in_promise", "an import posts it"),
    ("bring_in_receivable", "an import posts it"),
    ("bring_in_write_off", "an import posts it"),
    ("define_series", "set once, by `daybook post`"),
    ("end_delivery", "the sender posts it"),
    ("erase_person", "`daybook erase` asks for more than a form could"),
    ("grant_role", "`daybook user` posts it"),
    ("keep_import_profile", "an import posts it"),
    ("log_call", "a call is wrapped up at the desk"),
    ("merge_customers", "rare, by `daybook post`"),
    ("record_bank_lines", "an import posts it"),
    ("revoke_role", "`daybook user` posts it"),
    ("send_dunning_letter", "the pane of dunning posts it"),
    ("set_price", "rare, by `daybook post`"),
    ("set_viewer_policy", "set once, by `daybook post`"),
];

#[test]
fn every_command_has_a_form_or_a_reason_to_have_none() {
    let forms = Forms::load().unwrap();
    let sent: BTreeSet<&str> =
        forms.all().iter().flat_map(|form| form.commands().map(|(command, _)| command)).collect();
    let without: BTreeSet<&str> =
        CATALOGUE.iter().map(|(name, _)| *name).filter(|name| !sent.contains(name)).collect();
    let listed: BTreeSet<&str> = WITHOUT_FORM.iter().map(|(name, _)| *name).collect();
    assert_eq!(without, listed, "give a command its form in assets/forms.toml, or say why not");
}

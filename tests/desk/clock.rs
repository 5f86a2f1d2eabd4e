//! A clock that looks wrong, at the desk: nothing can be posted, one key leads to the form that confirms it,
//! and what was half-typed is posted afterwards.

use std::sync::Arc;
use std::time::Instant;

use crate::common::TestBook;
use crate::common::headless::Headless;
use daybook::domain::Moment;
use daybook::engine::OpenOptions;
use daybook::engine::ports::{Clock, MachineRandom, Ports};
use daybook::tui::settings::Settings;

/// Four months after the books of the tests were made.
struct March(Instant);

impl Clock for March {
    fn now(&self) -> Moment {
        let gone = i64::try_from(self.0.elapsed().as_micros()).unwrap();
        Moment::from_micros("2027-03-22T06:00:00Z".parse::<Moment>().unwrap().micros() + gone)
    }
}

fn desk(language: &str) -> (TestBook, Headless) {
    let mut test = TestBook::rwanda();
    test.customer("C1");
    test.invoice("C1", "2026-11-20", "2026-12-20", "500");
    test.close();
    let ports = Ports { clock: Arc::new(March(Instant::now())), random: Arc::new(MachineRandom) };
    let options = OpenOptions { ports, ..OpenOptions::new("e") };
    let settings = Settings { language: Some(language.into()), ..Settings::default() };
    let desk = Headless::open_on(options, &test.folder(), settings, (80, 24), Vec::new());
    (test, desk)
}

#[test]
fn one_key_leads_from_a_refused_form_to_the_one_that_confirms_the_clock() {
    let (_test, mut desk) = desk("en");
    desk.types("C1").sees(&["Customer C1", "read-only: the clock"]);
    desk.types("<enter>").sees(&["INV-2026-00001"]);
    desk.types("p500<ctrl-s>").rests();
    desk.sees(&["administrator confirms it", "F7"]);
    desk.types("<f7>").sees(&["Confirm the clock", "Reason"]);
    desk.types("my watch agrees<ctrl-s>").sees(&["Review: Confirm the clock"]);
    desk.types("<enter>").hears_until(|screen| !screen.contains("read-only"));
    desk.sees(&["500"]).types("<ctrl-s>").sees(&["Review:", "PAY-2027-00001"]);
    desk.types("<enter>").sees(&["posted"]);
    desk.closes();
}

#[test]
fn the_form_is_found_in_french_too() {
    let (_test, mut desk) = desk("fr");
    desk.types("C1").sees(&["lecture seule"]);
    desk.types("<ctrl-p>horloge").sees(&["Confirmer que l'horloge"]);
    desk.types("<enter>").sees(&["Confirmer l'horloge"]);
    desk.types("ma montre le dit<ctrl-s>").sees(&["Vérification : "]).types("<enter>");
    desk.hears_until(|screen| !screen.contains("lecture seule"));
    desk.closes();
}

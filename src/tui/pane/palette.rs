//! All commands with their keys: those available here first, then those available everywhere. The help
//! shows a longer description of each. Typing filters by word and by key. May use: the keymap, the
//! layers.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::ledger::lookup::fold::words;
use crate::tui::desk::Desk;
use crate::tui::form::field::Text;
use crate::tui::keymap::{Action, Binding, Context, PaneName, Verb, name};
use crate::tui::layer::{Part, Step, key_on_account, may_open};
use crate::tui::list_mark::{ListMark, distance};
use crate::tui::pen::Pen;
use crate::tui::spec::FormSpec;
use crate::tui::subject::Subject;
use crate::words::told::capitalised;

/// A command in the list.
struct PaletteLine {
    action: Action,
    keys: String,
    words: String,
    /// Its label on the last line of the screen.
    name: String,
    /// What else people call it.
    also: String,
    /// Why it is not available now.
    why_not: Option<String>,
}

/// The list of commands.
pub struct Palette {
    is_help: bool,
    subject: Subject,
    lines: Vec<PaletteLine>,
    text: Text,
    mark: ListMark,
}

impl Palette {
    /// The commands available in a place, for what is selected there, without those that do nothing there.
    pub fn of(place: &dyn Part, is_help: bool, desk: &Desk) -> Palette {
        let (context, subject) = (place.context(), place.subject(desk));
        let line = |binding: &Binding| PaletteLine {
            action: binding.action.clone(),
            keys: binding.keys.iter().map(name).collect::<Vec<_>>().join(" "),
            words: desk.say(&format!("{}-help", binding.words), &[]),
            name: desk.say(&binding.words, &[]),
            also: desk.words.also(&binding.words),
            why_not: match &binding.action {
                Action::Fills(form) => {
                    let spec = desk.forms.on(form, &subject.kind);
                    let opens = |spec: &&Arc<FormSpec>| {
                        key_on_account(spec, &subject, context, desk).is_none()
                    };
                    spec.filter(opens).and_then(|spec| may_open(spec, &subject, desk).err())
                }
                Action::Does(Verb::Statement) if subject.customer.is_none() => {
                    Some(desk.say("needs-customer", &[]))
                }
                _ => None,
            },
        };
        let mut lines: Vec<PaletteLine> = Vec::new();
        let has_use = |binding: &&Binding| match &binding.action {
            Action::Does(verb) => binding.context != context || place.has_use(*verb),
            Action::Fills(_) | Action::Shows(_) => true,
        };
        for binding in desk.keymap.of(context).filter(has_use) {
            let is_there = lines.iter().any(|line| line.action == binding.action);
            if !is_there {
                lines.push(line(binding));
            }
        }
        let is_move = |line: &PaletteLine| match line.action {
            Action::Does(verb) => distance(verb).is_some(),
            _ => false,
        };
        match is_help {
            // The help lists the keys in their order, whether they can do anything now or not.
            true => lines.sort_by_key(|line| line.keys.is_empty()),
            false => lines.sort_by_key(|line| (line.why_not.is_some(), is_move(line))),
        }
        Palette { is_help, subject, lines, text: Text::default(), mark: ListMark::default() }
    }

    fn found(&self) -> Vec<&PaletteLine> {
        let typed = self.text.value().trim();
        if typed.is_empty() {
            return self.lines.iter().collect();
        }
        let matcher = SkimMatcherV2::default().ignore_case();
        let score = |line: &PaletteLine| {
            let by_key = line.keys.to_lowercase().split(' ').any(|key| key == typed.to_lowercase());
            let fit = match by_key {
                true => PaletteFit::Key,
                false => PaletteFit::of(typed, [&line.name, &line.words, &line.also], &matcher)?,
            };
            // A match in the label counts more than one in the description.
            let by_name = matcher.fuzzy_match(&line.name, typed).map(|score| 2 * score);
            let by_word = matcher.fuzzy_match(&line.words, typed).max(by_name);
            Some((fit, line.why_not.is_none(), by_word.unwrap_or(0)))
        };
        let mut found: Vec<_> =
            self.lines.iter().filter_map(|line| Some((score(line)?, line))).collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, line)| line).collect()
    }

    fn run(&self) -> Vec<Step> {
        let Some(line) = self.found().get(self.mark.place()).copied() else {
            return vec![Step::Done];
        };
        if let Some(why) = &line.why_not {
            return vec![Step::Say(capitalised(why))];
        }
        match &line.action {
            Action::Fills(form) => {
                vec![Step::Close, Step::Start(form.clone(), self.subject.clone())]
            }
            action => vec![Step::Close, Step::Do(action.clone())],
        }
    }
}

/// The columns of the keys.
const KEYS: u16 = 18;

/// The columns of a description in a window: those of the keys too where there is none.
fn room(window: u16, has_key: bool) -> u16 {
    window.saturating_sub(4 + if has_key { KEYS } else { 0 })
}

/// How what is typed fits a command, the worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum PaletteFit {
    /// Each typed word has its letters, in their order, within a word that begins with the same one.
    Letters,
    /// Each typed word begins a word.
    Beginnings,
    /// The description has what is typed where a word begins.
    Description,
    /// So has what else people call it.
    Also,
    /// So has the label.
    Label,
    /// It is a word of what else people call it, or several.
    AlsoWord,
    /// It is a word of the label, or several.
    Word,
    /// It is a key of the command.
    Key,
}

/// The fewest letters that fit a word of which they are not the beginning.
const FEWEST_LETTERS: usize = 3;

/// The words of a text without accents; an apostrophe parts them, so that "annuler" begins one of
/// "l'annuler".
fn parted(text: &str) -> String {
    words(&text.replace(['\'', '’'], " "))
}

impl PaletteFit {
    /// How a text fits a label, a description and what else people say; `None` if letters of several words
    /// would have to make a word of it.
    fn of(typed: &str, said: [&str; 3], matcher: &SkimMatcherV2) -> Option<PaletteFit> {
        let typed = parted(typed);
        let [label, description, also] = said.map(|said| format!(" {} ", parted(said)));
        let begins = format!(" {typed}");
        let all = || [&label, &description, &also].into_iter().flat_map(|said| said.split(' '));
        let has_letters = |part: &str, word: &str| {
            part.chars().count() >= FEWEST_LETTERS
                && part.chars().next() == word.chars().next()
                && matcher.fuzzy_match(word, part).is_some()
        };
        let each = |fits: &dyn Fn(&str, &str) -> bool| {
            typed.split(' ').all(|part| all().any(|word| fits(part, word)))
        };
        Some(match () {
            () if typed.is_empty() => return None,
            () if label.contains(&format!("{begins} ")) => PaletteFit::Word,
            () if also.contains(&format!("{begins} ")) => PaletteFit::AlsoWord,
            () if label.contains(&begins) => PaletteFit::Label,
            () if also.contains(&begins) => PaletteFit::Also,
            () if description.contains(&begins) => PaletteFit::Description,
            () if each(&|part, word| word.starts_with(part)) => PaletteFit::Beginnings,
            () if each(&|part, word| word.starts_with(part) || has_letters(part, word)) => {
                PaletteFit::Letters
            }
            () => return None,
        })
    }
}

impl Part for Palette {
    fn context(&self) -> Context {
        Context::Palette
    }

    fn takes_text(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        false
    }

    fn act(&mut self, verb: Verb, _: &Desk) -> Vec<Step> {
        match verb {
            Verb::Open => self.run(),
            Verb::Back | Verb::Help | Verb::Palette => vec![Step::Close],
            verb => {
                let count = self.found().len();
                if self.mark.moves(verb, count) { vec![Step::Done] } else { Vec::new() }
            }
        }
    }

    fn key(&mut self, key: KeyEvent, _: &Desk) -> Vec<Step> {
        // `??`: the first opened the help.
        if key.code == KeyCode::Char('?') && self.is_help && self.text.value().is_empty() {
            return vec![Step::Close, Step::Show(PaneName::Detective)];
        }
        self.text.key(key);
        self.mark = ListMark::default();
        vec![Step::Done]
    }

    fn paste(&mut self, text: &str, _: &Desk) -> Vec<Step> {
        self.text.paste(text);
        self.mark = ListMark::default();
        vec![Step::Done]
    }

    fn subject(&self, _: &Desk) -> Subject {
        self.subject.clone()
    }

    fn draw(&self, pen: &mut Pen) {
        let words = pen.say(if self.is_help { "desk-help" } else { "desk-palette" }, &[]);
        let x = pen.text(1, 2, &words, pen.theme.plain) + 2;
        pen.text(x, 2, self.text.value(), pen.theme.bold);
        let cursor = u16::try_from(self.text.input.visual_cursor()).unwrap_or(0);
        pen.rule(3, "");
        let rows = usize::from(pen.last().saturating_sub(3));
        let first = self.mark.first_shown(rows);
        let found = self.found();
        if found.is_empty() {
            let words = pen.say("desk-palette-nothing", &[("query", self.text.value().trim())]);
            pen.paragraph(3, 5, pen.width() - 1, pen.last(), &words);
        }
        for (y, (place, line)) in (4..).zip(found.iter().enumerate().skip(first).take(rows)) {
            let style = pen.row(y, place == self.mark.place());
            let style = if line.why_not.is_some() { style.patch(pen.theme.dim) } else { style };
            let keys_at = pen.width() - KEYS;
            let end = 3 + room(pen.width(), !line.keys.is_empty());
            let words = match &line.why_not {
                Some(why) => format!("{} ({why})", line.words),
                None => line.words.clone(),
            };
            pen.cut(3, y, end, &words, style);
            pen.cut(keys_at, y, pen.width() - 1, &line.keys, style.patch(pen.theme.bold));
        }
        pen.cursor = Some((x + cursor, 2));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Keymap;
    use crate::tui::pen::width;
    use crate::words::Words;

    #[test]
    fn no_description_is_cut_in_a_window_of_80_columns() {
        let keymap = Keymap::load(None).unwrap();
        let mut cut = Vec::new();
        for words in [Words::english(), Words::french()] {
            for binding in &keymap.bindings {
                let help = words.say(&format!("{}-help", binding.words), &[]);
                let room = room(80, !binding.keys.is_empty());
                if width(&help) > room {
                    cut.push(help);
                }
            }
        }
        assert_eq!(cut, Vec::<String>::new());
    }

    #[test]
    fn a_command_fits_by_its_words_and_never_by_letters_of_several() {
        let matcher = SkimMatcherV2::default().ignore_case();
        let fit = |typed: &str| {
            let help = "Close the desk; unfinished forms are saved, échéancier";
            PaletteFit::of(typed, ["quit desk", help, "log out, exit"], &matcher)
        };
        for (typed, wanted) in [
            ("desk", Some(PaletteFit::Word)),
            ("quit desk", Some(PaletteFit::Word)),
            ("Qu", Some(PaletteFit::Label)),
            ("close", Some(PaletteFit::Description)),
            ("log ou", Some(PaletteFit::Also)),
            ("exit", Some(PaletteFit::AlsoWord)),
            ("the desk", Some(PaletteFit::Description)),
            ("echean", Some(PaletteFit::Description)),
            ("forms saved", Some(PaletteFit::Beginnings)),
            ("unfnshd", Some(PaletteFit::Letters)),
            ("undo", None),
            ("late fee", None),
            ("losed", None),
            ("", None),
            ("–", None),
        ] {
            assert_eq!(fit(typed), wanted, "{typed}");
        }
        let french = PaletteFit::of("annuler", ["–", "comment l'annuler", ""], &matcher);
        assert_eq!(french, Some(PaletteFit::Description));
        assert!(
            PaletteFit::Word > PaletteFit::Label && PaletteFit::Label > PaletteFit::Description
        );
        assert!(
            PaletteFit::Description > PaletteFit::Beginnings
                && PaletteFit::Beginnings > PaletteFit::Letters
        );
    }
}

//! Sending what waits in the outbox. May use: delivery, the questions, the layers.

use std::path::Path;

use crate::delivery::sender::{OutboxSender, SendSummary};
use crate::delivery::served::{OutboxAsk, have_sent};
use crate::domain::Cause;
use crate::engine::Session;
use crate::engine::error::{BookError, Failure};
use crate::tui::asking::Asking;
use crate::tui::desk::Desk;
use crate::tui::layer::Step;
use crate::tui::query::Answer;
use crate::words::Words;

/// What is sent, beside the questions.
#[derive(Default)]
pub struct ListSending(Asking<SendSummary>);

impl ListSending {
    /// Sends what waits.
    pub fn begin(&mut self, desk: &Desk) -> Vec<Step> {
        let language = desk.settings.language();
        let errand = match desk.mail.clone() {
            Some(settings) => {
                self.0.do_long(move |session: &Session| send(session, &settings, &language))
            }
            None if desk.about.as_ref().is_some_and(|about| about.is_served) => {
                let ask = OutboxAsk { begin: true, at_once: true, language };
                self.0.do_long(move |session: &Session| {
                    have_sent(session, ask.clone(), &|| false, &mut |_| ())
                })
            }
            None => return vec![Step::Say(desk.say("outbox-not-here", &[]))],
        };
        vec![Step::Say(desk.say("outbox-sending", &[])), Step::Send(errand)]
    }

    /// What came of it; nothing, where an answer is to something else.
    pub fn answered(&mut self, answer: &Answer, desk: &Desk) -> Option<Step> {
        let summary = match self.0.take(answer)? {
            Ok(summary) => summary,
            Err(why) => return Some(Step::Unanswered(why)),
        };
        let counts = [
            ("sent", summary.sent),
            ("later", summary.later),
            ("failed", summary.failed),
            ("unsure", summary.unsure),
            ("out", summary.taken_out),
        ];
        let counts = counts.map(|(name, count)| (name, count.to_string()));
        let parts = counts.each_ref().map(|(name, count)| (*name, count.as_str()));
        let why = summary.no_mail.or(summary.stopped).map(|why| desk.words.tell(&why));
        Some(Step::Say(why.unwrap_or_else(|| desk.say("outbox-went", &parts))))
    }
}

/// Sends what waits, with the settings in a file.
fn send(session: &Session, settings: &Path, language: &str) -> Result<SendSummary, Failure> {
    let words = Words::of(language);
    let sender = OutboxSender::by(session, settings, settings.parent(), words, &|| false)
        .map_err(|error| BookError::Data(Cause::of(&error)))?;
    sender.run(&mut |_| ())
}

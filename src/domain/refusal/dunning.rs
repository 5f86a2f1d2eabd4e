//! Rules on reminders and their letters. Uses nothing.

macro_rules! dunning_rules {
    ([$($others:ident)*] $($before:tt)*) => {
        gathered! { [$($others)*] $($before)*
            DunningDays = "dunning.days",
            DunningLevels = "dunning.levels",
            DunningLevelUnknown = "dunning.level_unknown",
            DunningOrder = "dunning.level_order",
            DunningInterval = "dunning.interval",
            DunningGroup = "dunning.group_has_policy",
            DunningNothing = "dunning.nothing_to_send",
            DunningChanged = "dunning.changed",
            DunningPerson = "dunning.needs_a_person",
            DunningTarget = "dunning.customer_or_invoice",
            DunningNotBlocked = "dunning.not_blocked",
            LetterUnknown = "letter.unknown",
        }
    };
}

//! A credit note reverses what settled its invoice without being money, so that only money can end
//! up on account. Write-offs, discounts and roundings are reversed pro rata; withholding
//! certificates only if they would have nothing left to settle. Voiding the credit note restores
//! all of it.

use crate::domain::event::{AllocationReversed, CertificateAdjusted, GivenUp, WriteOffTakenBack};
use crate::domain::{Day, Event, Money, Number, credit};
use crate::ledger::item::{self, When};
use crate::ledger::tables::{
    ACCOUNTS, AllocationRow, ItemId, ItemKind, ItemRow, MoveKind, ORIGINALS, TAKEN_WITH, TaxRow,
};
use crate::store::rows::{LedgerError, Stop};

use super::Case;
use super::allocated::{End, live, reversal};
use super::settle::MoneySource;

/// A credit note that is being decided.
pub(super) struct Credit<'a> {
    /// The invoice that it credits.
    pub original: (ItemId, &'a ItemRow),
    /// The invoice's taxes, and how much of them was credited before.
    pub taxes: &'a TaxRow,
    /// The credit note as a side of allocations.
    pub end: End,
    pub date: Day,
}

impl Credit<'_> {
    /// The total credited before, in minor units.
    fn before(&self) -> i64 {
        self.taxes.credited.iter().flatten().sum()
    }

    /// Returns the credit note's share of `amount`: pro rata of what is not credited yet.
    fn share(&self, amount: i64) -> i64 {
        let left = self.original.1.amount.minor() - self.before();
        credit::share(self.end.whole.minor(), amount, left).min(amount)
    }
}

/// What settles an invoice now, in minor units.
#[derive(Default)]
struct Came {
    /// Money, or a credit backed by money.
    money: i64,
    /// The invoice's own credit notes.
    credit: i64,
    /// The allocations of money.
    of_money: Vec<(u64, AllocationRow)>,
    /// The allocations of certificates.
    certificates: Vec<(u64, AllocationRow)>,
    /// The allocations of write-offs and discounts.
    given_up: Vec<(u64, AllocationRow)>,
}

impl Case<'_> {
    /// Reverses what a credit note undoes. Returns what is open again, as moves of the invoice.
    pub(super) fn take_back_of(
        &mut self,
        credit: &Credit,
        events: &mut Vec<Event>,
    ) -> Result<Vec<(Day, Money)>, Stop> {
        let came = self.came(credit.original.0)?;
        let sum = came.given_up.iter().map(|(_, allocation)| allocation.amount.minor()).sum();
        let back = credit.share(sum);
        let mut moves = self.take_back_up_to(back, &came.given_up, credit.date, events)?;
        for (count, allocation) in self.rounded_up_on(credit.original.0)? {
            let back = credit.share(allocation.amount.minor());
            self.take_back_up_to(back, &[(count, allocation)], credit.date, events)?;
        }
        let gone = self.give_way(credit, &came.of_money, &moves, events)?;
        let displaced: i64 = gone.iter().map(|(_, amount)| -amount.minor()).sum();
        moves.extend(gone);
        // The rest of the credit stays on account, and may not exceed the money that came in.
        let settled: i64 =
            self.settles(credit, &moves)?.iter().map(|(_, amount)| amount.minor()).sum();
        let credited = credit.before() + credit.end.whole.minor();
        let beyond = credited - came.credit - settled - (came.money - displaced);
        moves.extend(self.take_back_up_to(beyond, &came.certificates, credit.date, events)?);
        Ok(moves)
    }

    /// Returns how much of its original a credit note settles after `moves`, and from which days.
    pub(super) fn settles(
        &self,
        credit: &Credit,
        moves: &[(Day, Money)],
    ) -> Result<Vec<(Day, Money)>, LedgerError> {
        let days = (credit.date, Day::LAST);
        self.parts_by_day(credit.original, credit.end.whole, days, moves)
    }

    /// Moves money dated later than a credit note from its original back on account, the latest
    /// first, as far as the credit note needs the room to settle what is outstanding on its own
    /// day. Returns what is open again.
    fn give_way(
        &mut self,
        credit: &Credit,
        of_money: &[(u64, AllocationRow)],
        moves: &[(Day, Money)],
        events: &mut Vec<Event>,
    ) -> Result<Vec<(Day, Money)>, LedgerError> {
        let (id, row) = credit.original;
        let mut later: Vec<_> =
            of_money.iter().filter(|(_, allocation)| allocation.date > credit.date).collect();
        later.sort_by_key(|(count, allocation)| std::cmp::Reverse((allocation.date, *count)));
        let mut gone = Vec::new();
        if later.is_empty() {
            return Ok(gone);
        }
        let on_the_day = When { as_of: credit.date, ..When::ALL };
        let mut open = item::outstanding(self.rows(), id, row, on_the_day)?.minor();
        open -= moves
            .iter()
            .filter(|(day, _)| *day <= credit.date)
            .map(|(_, m)| m.minor())
            .sum::<i64>();
        let room = item::room_after(self.rows(), id, row, credit.date, moves)?.minor();
        let mut needed = open.min(credit.end.whole.minor()) - room;
        for (count, allocation) in later {
            let taken = needed.min(allocation.amount.minor());
            if taken <= 0 {
                break;
            }
            needed -= taken;
            let taken = Money::from_minor(taken, row.amount.scale());
            events.push(reversal(*count, allocation, allocation.date));
            self.undone.insert(*count, *allocation);
            let rest = allocation.amount.minus(taken).unwrap_or(taken.zero());
            if rest.is_positive() {
                let (from, to) = (self.need_item(allocation.from)?, self.need_item(allocation.to)?);
                let date = allocation.date;
                events.push(self.allocation(&End::of(&from), &End::of(&to), rest, date)?);
            }
            gone.push((allocation.date, taken.negated()));
        }
        Ok(gone)
    }

    fn came(&self, invoice: ItemId) -> Result<Came, LedgerError> {
        let mut came = Came::default();
        for (_, change) in item::moves(self.rows(), invoice)? {
            let Some((count, allocation)) = self.live_move(&change)? else { continue };
            let from = self.need_item(allocation.from)?;
            let is_own = ORIGINALS.get(self.rows(), &allocation.from)? == Some(invoice);
            match from.kind {
                _ if from.given_up.is_some() => came.given_up.push((count, allocation)),
                _ if from.is_certificate() => came.certificates.push((count, allocation)),
                _ if is_own => came.credit += allocation.amount.minor(),
                _ => {
                    came.money += allocation.amount.minor();
                    came.of_money.push((count, allocation));
                }
            }
        }
        Ok(came)
    }

    /// Reverses at most `most` of these allocations, oldest first. Returns what is open again.
    fn take_back_up_to(
        &mut self,
        most: i64,
        settled: &[(u64, AllocationRow)],
        date: Day,
        events: &mut Vec<Event>,
    ) -> Result<Vec<(Day, Money)>, LedgerError> {
        let (mut left, mut moves) = (most, Vec::new());
        for (count, allocation) in settled {
            let amount = allocation.amount;
            let taken = Money::from_minor(left.min(amount.minor()), amount.scale());
            if !taken.is_positive() {
                break;
            }
            left -= taken.minor();
            let day = date.max(allocation.date);
            events.extend(self.take_back((*count, allocation), taken, day)?);
            moves.push((day, taken.negated()));
        }
        Ok(moves)
    }

    /// Reverses `amount` of an allocation, at most all of it, and allocates the rest again.
    pub(super) fn take_back(
        &mut self,
        (count, allocation): (u64, &AllocationRow),
        amount: Money,
        date: Day,
    ) -> Result<Vec<Event>, LedgerError> {
        let (from, to) = (self.need_item(allocation.from)?, self.need_item(allocation.to)?);
        let back: Event = if from.is_certificate() {
            CertificateAdjusted { payment: from.number.clone(), date, change: amount.negated() }
                .into()
        } else {
            let write_off = if to.kind == ItemKind::OnTop { &to } else { &from };
            WriteOffTakenBack { write_off: write_off.number.clone(), date, amount }.into()
        };
        let reversed = AllocationReversed { allocation: Number::of_allocation(count), date };
        let mut events = vec![back, reversed.into()];
        self.undone.insert(count, *allocation);
        let rest = allocation.amount.minus(amount).unwrap_or(amount.zero());
        if rest.is_positive() {
            events.push(self.allocation(&End::of(&from), &End::of(&to), rest, date)?);
        }
        Ok(events)
    }

    /// Returns the allocations that round cash up, if this invoice was the last one the payment
    /// settled: each goes from the payment to the rounding.
    pub(super) fn rounded_up_on(
        &self,
        invoice: ItemId,
    ) -> Result<Vec<(u64, AllocationRow)>, LedgerError> {
        let mut found: Vec<(u64, AllocationRow)> = Vec::new();
        for (_, change) in item::moves(self.rows(), invoice)? {
            let Some((_, of_invoice)) = self.live_move(&change)? else { continue };
            if TAKEN_WITH.scan(self.rows(), &of_invoice.from).next().is_none() {
                continue;
            }
            // A rounding is recorded right after the invoices it belongs to.
            let mut before = None;
            for (count, allocation) in live(self.rows(), of_invoice.from)? {
                if self.need_item(allocation.to)?.kind != ItemKind::OnTop {
                    before = Some(allocation.to);
                } else if before == Some(invoice) && found.iter().all(|(known, _)| *known != count)
                {
                    found.push((count, allocation));
                }
            }
        }
        Ok(found)
    }
}

/// An allocation that a voided credit note restores.
struct Restorable {
    /// The write-off, the discount, or the certificate.
    row: ItemRow,
    amount: Money,
    /// The day on which it was reversed: before, it counted.
    since: Day,
    /// The payment that it belongs to.
    payment: Option<Number>,
}

impl Case<'_> {
    /// Restores what a voided credit note had reversed on its original, as far as that much is
    /// open. An invoice that stays open gets no early-payment discount.
    pub(super) fn restore_reversed(
        &mut self,
        credit_note: ItemId,
        (original, invoice): (ItemId, &ItemRow),
        date: Day,
        events: &mut Vec<Event>,
    ) -> Result<(), Stop> {
        let back: Vec<(Day, Money)> = live(self.rows(), credit_note)?
            .into_iter()
            .filter(|(_, allocation)| allocation.to == original)
            .map(|(_, allocation)| (date.max(allocation.date), allocation.amount.negated()))
            .collect();
        let mut room = item::room_after(self.rows(), original, invoice, date, &back)?;
        let mut restorable = self.restorable(credit_note, original)?;
        for one in &mut restorable {
            one.amount = one.amount.least(room);
            room = room.minus(one.amount).unwrap_or(room.zero());
        }
        if room.is_positive() {
            restorable.retain(|one| one.row.given_up != Some(GivenUp::EarlyPayment));
            for discount in self.early_of(original)? {
                self.take_along(discount, date, events)?;
            }
        }
        let customer = ACCOUNTS.need(self.rows(), &invoice.account)?.code;
        for Restorable { row, amount, since, payment } in restorable {
            if !amount.is_positive() {
                continue;
            }
            let date = date.max(since);
            if let Some(reason) = row.given_up {
                events.extend(self.give_up(&customer, invoice, amount, date, reason, payment)?);
            } else {
                let payment = row.number.clone();
                events.push(CertificateAdjusted { payment, date, change: amount }.into());
                events.push(self.allocation(&End::of(&row), &End::of(invoice), amount, date)?);
            }
        }
        self.round_up_restored(credit_note, (original, invoice), date, events)
    }

    /// Returns what a credit note reversed on its original and may be restored: a discount or a
    /// rounding only if its payment still stands, small differences only up to their tolerance.
    fn restorable(
        &self,
        credit_note: ItemId,
        original: ItemId,
    ) -> Result<Vec<Restorable>, LedgerError> {
        let mut found: Vec<Restorable> = Vec::new();
        let mut reversed: Vec<ItemId> = Vec::new();
        let mut small = None;
        for (seq, change) in item::moves(self.rows(), original)? {
            let Some(id) = change.other.filter(|_| seq == credit_note.seq) else { continue };
            if change.kind != MoveKind::Reversed {
                continue;
            }
            // What is allocated in several parts is reversed in as many, in the same order.
            let nth = reversed.iter().filter(|known| **known == id).count();
            reversed.push(id);
            let part = self.taken_back_in(seq, id)?.get(nth).copied();
            let Some((since, mut amount)) = part else { continue };
            let row = self.need_item(id)?;
            let payment = self.payment_of(id, original)?;
            let may_be = match row.given_up {
                None => item::ended(self.rows(), id)?.is_none(),
                Some(GivenUp::EarlyPayment | GivenUp::CashRounding) => payment.is_some(),
                Some(GivenUp::BadDebt) => true,
                Some(GivenUp::SmallDifference) => {
                    let before = match small {
                        None => self.small_differences(original, amount.zero())?,
                        Some(before) => before,
                    };
                    // A write-off above the tolerance had an override.
                    let most = row.currency.small_difference();
                    let most = if row.amount.minor() > most.minor() { row.amount } else { most };
                    amount = amount.least(most.minus(before).unwrap_or(most.zero()));
                    small = before.plus(amount);
                    true
                }
            };
            if may_be {
                found.push(Restorable { row, amount, since, payment });
            }
        }
        Ok(found)
    }

    /// Returns how much an entry reversed of a write-off or a certificate, part by part, and from which day on.
    fn taken_back_in(&self, entry: u64, id: ItemId) -> Result<Vec<(Day, Money)>, LedgerError> {
        let moves = item::moves(self.rows(), id)?;
        let taken = moves.iter().filter(|(seq, m)| *seq == entry && m.kind == MoveKind::TakenBack);
        Ok(taken.map(|(_, m)| (m.date, m.amount)).collect())
    }

    /// Rounds cash up again if a voided credit note had reversed that, as far as the payment still
    /// has the money.
    fn round_up_restored(
        &mut self,
        credit_note: ItemId,
        (original, invoice): (ItemId, &ItemRow),
        date: Day,
        events: &mut Vec<Event>,
    ) -> Result<(), Stop> {
        let mut payments: Vec<ItemId> = Vec::new();
        for (_, change) in item::moves(self.rows(), original)? {
            let Some((_, allocation)) = self.live_move(&change)? else { continue };
            if !payments.contains(&allocation.from) {
                payments.push(allocation.from);
            }
        }
        let customer = ACCOUNTS.need(self.rows(), &invoice.account)?.code;
        for payment in payments {
            let taken_with: Vec<_> = TAKEN_WITH.scan(self.rows(), &payment).collect();
            for found in taken_with {
                let ((_, on_top), ()) = found?;
                let is_on_top = self.need_item(on_top)?.kind == ItemKind::OnTop;
                let taken = self.taken_back_in(credit_note.seq, on_top)?;
                let Some((since, taken)) = taken.first().copied().filter(|_| is_on_top) else {
                    continue;
                };
                let (row, date) = (self.need_item(payment)?, date.max(since));
                let amount = item::room(self.rows(), payment, &row, date)?.least(taken);
                if amount.is_positive() {
                    let source = MoneySource::of(&row);
                    events.extend(self.take_on_top(&source, &customer, invoice, date, amount)?);
                }
            }
        }
        Ok(())
    }

    /// Returns the payment that a write-off was made with, if it still settles the invoice.
    fn payment_of(
        &self,
        write_off: ItemId,
        invoice: ItemId,
    ) -> Result<Option<Number>, LedgerError> {
        for (_, change) in item::moves(self.rows(), invoice)? {
            let Some((_, allocation)) = self.live_move(&change)? else { continue };
            let key = (allocation.from, write_off);
            if TAKEN_WITH.get(self.rows(), &key)?.is_some() {
                return self.need_item(allocation.from).map(|row| Some(row.number));
            }
        }
        Ok(None)
    }
}

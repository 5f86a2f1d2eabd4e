//! One payment of each kind of trouble.

use daybook::domain::Day;
use daybook::matching::{MatchLine, TrueAnswer, key_of_account};

use super::Trouble;
use super::ledger::Maker;
use super::payments::Draft;
use super::writing::{part, plain, slip, variant};

impl Maker {
    /// Adds a line with such a trouble.
    pub fn pay(&mut self, trouble: Trouble) {
        match trouble {
            Trouble::None => self.clean(),
            Trouble::NotOurs => self.not_ours(),
            Trouble::WrongReference => self.wrong_reference(),
            Trouble::PartialReference => self.partial_reference(),
            Trouble::Joint => self.joint(),
            Trouble::Fee => self.fee(),
            Trouble::Twins => self.twins(),
            Trouble::NameVariant => self.name_variant(),
            Trouble::Short => self.short(),
            Trouble::Discount => self.discount(),
            Trouble::OthersNumber => self.others_number(),
            Trouble::Currencies => self.currencies(),
            Trouble::Returned => self.returned(),
            Trouble::SameAmount => self.same_amount(),
            Trouble::OtherPayer => self.other_payer(),
        }
    }

    fn clean(&mut self) {
        let (_, _, mut draft) = self.one();
        if self.chance.percent(85) {
            self.say(&mut draft);
        }
        self.push(Trouble::None, draft);
    }

    fn not_ours(&mut self) {
        let currency = self.chance.below(3);
        let amount = self.amount(currency);
        let payer = self.stranger();
        let texts = [
            "INTEREST CREDITED",
            "CARD SETTLEMENT 20261103",
            "TRANSFER FROM OWN ACCOUNT",
            "TVA REMBOURSEMENT",
            "REFUND ORDER 88213",
            "CASH DEPOSIT BRANCH 12",
            "CHEQUE DEPOSIT 001204",
        ];
        let text = (*self.chance.pick(&texts)).to_string();
        let mut draft = self.draft(0, Vec::new());
        (draft.payer, draft.currency, draft.amount, draft.message) =
            (payer, currency, Some(amount), text);
        (draft.is_silent, draft.is_mobile) = (false, false);
        self.push(Trouble::NotOurs, draft);
    }

    fn wrong_reference(&mut self) {
        let (customer, item, mut draft) = self.one();
        let number = self.number_of(draft.currency, item);
        let wrong = match self.chance.below(4) {
            0 => slip(&mut self.chance, &number),
            1 => self.number(),
            2 => format!("QUO-{}", self.chance.within(100, 9_999)),
            _ => {
                let amount = self.amount(draft.currency);
                let other = self.item(customer, amount);
                self.number_of(draft.currency, other)
            }
        };
        draft.message = self.among(&wrong);
        self.push(Trouble::WrongReference, draft);
    }

    fn partial_reference(&mut self) {
        let (_, item, mut draft) = self.one();
        let number = self.number_of(draft.currency, item);
        let written = part(&mut self.chance, &number);
        draft.message = self.among(&written);
        draft.is_silent = false;
        self.push(Trouble::PartialReference, draft);
    }

    fn joint(&mut self) {
        let (customer, item, mut draft) = self.one();
        let amount = draft.allocate[0].1;
        let most = if self.chance.percent(75) { 2 } else { 5 };
        let count = 1 + self.chance.below(most);
        let other = self.chance.percent(15).then(|| self.partner(customer));
        draft.allocate = vec![(item, amount)];
        for _ in 0..count {
            let owing = if self.chance.percent(50) { other.unwrap_or(customer) } else { customer };
            let amount = self.amount(draft.currency);
            let item = self.item_in(owing, amount, draft.currency);
            draft.allocate.push((item, amount));
        }
        match self.chance.below(100) {
            0..70 => self.say(&mut draft),
            70..85 => self.say_short(&mut draft),
            _ => {}
        }
        self.push(Trouble::Joint, draft);
    }

    /// Another customer that this one pays for, as it did before.
    fn partner(&mut self, customer: usize) -> usize {
        let other = (customer + 1) % self.people.len();
        let account = self.people[customer].account.clone();
        self.learn(key_of_account(&account), customer);
        self.learn(key_of_account(&account), other);
        other
    }

    /// `INV-2026-00012/13/14`: the first number, and of the others the end.
    fn say_short(&mut self, draft: &mut Draft) {
        let numbers: Vec<String> =
            draft.allocate.iter().map(|(item, _)| self.number_of(draft.currency, *item)).collect();
        let rest = numbers[1..].iter().map(|number| number[9..].trim_start_matches('0'));
        let rest: Vec<&str> = rest.collect();
        let join = *self.chance.pick(&[", ", "/", " + "]);
        draft.message = format!("{}{join}{}", numbers[0], rest.join(join));
        draft.is_silent = false;
    }

    fn fee(&mut self) {
        let (_, item, mut draft) = self.one();
        if self.chance.percent(80) {
            self.say(&mut draft);
        }
        let amount = draft.allocate[0].1;
        match self.chance.below(10) {
            0..=4 => {
                draft.is_mobile = true;
                draft.fee = (amount / 100).clamp(1, 5_000);
            }
            5..=7 => draft.charges = (amount / 60).clamp(1, 2_500),
            _ => {
                // Nothing speaks of the fee: to the book it is as right that the payment is short.
                let fee = (amount / 80).clamp(1, 1_500);
                let short = vec![(item, amount - fee)];
                (draft.amount, draft.is_silent) = (Some(amount - fee), false);
                let currency = draft.currency;
                self.push(Trouble::Fee, draft);
                let answer = TrueAnswer { allocate: short, fee: 0, bounce: None };
                let answers = &mut self.ledgers[currency].truths.last_mut().unwrap().answers;
                answers[0].fee = fee;
                answers.push(answer);
                return;
            }
        }
        self.push(Trouble::Fee, draft);
    }

    fn twins(&mut self) {
        let twins: Vec<usize> =
            (0..self.people.len()).filter(|at| self.people[*at].twin.is_some()).collect();
        let Some(customer) = (!twins.is_empty()).then(|| *self.chance.pick(&twins)) else { return };
        let amount = self.amount(self.people[customer].currency);
        let item = self.item(customer, amount);
        let mut draft = self.draft(customer, vec![(item, amount)]);
        if self.chance.percent(65) {
            self.say(&mut draft);
        }
        self.push(Trouble::Twins, draft);
    }

    fn name_variant(&mut self) {
        let (_, _, mut draft) = self.one();
        draft.payer.name = variant(&mut self.chance, &draft.payer.name);
        if self.chance.percent(50) {
            draft.payer.account = format!("RW{}", self.chance.digits(18));
        }
        if self.chance.percent(50) {
            self.say(&mut draft);
        }
        self.push(Trouble::NameVariant, draft);
    }

    fn short(&mut self) {
        let (_, item, mut draft) = self.one();
        if self.chance.percent(85) {
            self.say(&mut draft);
        }
        let amount = draft.allocate[0].1;
        let paid = match self.chance.below(4) {
            0 => amount - self.chance.within(1, (amount / 25).max(1)),
            1 => amount / 2,
            2 => (amount * self.chance.within(30, 95) / 100) / 100 * 100,
            _ => amount - amount * self.chance.within(3, 15) / 100,
        };
        draft.allocate = vec![(item, paid.max(1))];
        self.push(Trouble::Short, draft);
    }

    fn discount(&mut self) {
        let (_, item, mut draft) = self.one();
        let amount = draft.allocate[0].1;
        let issued = Day::new(2026, 10, 30).unwrap();
        let items = &mut self.ledgers[draft.currency].items;
        let given = &mut items[item as usize];
        given.issued = issued;
        given.discount = (amount * 2 + 50) / 100;
        given.discount_until = Some(issued.plus(40).unwrap());
        let paid = amount - given.discount;
        draft.allocate = vec![(item, paid)];
        if self.chance.percent(70) {
            self.say(&mut draft);
        }
        self.push(Trouble::Discount, draft);
    }

    fn others_number(&mut self) {
        let (customer, _, mut draft) = self.one();
        let items = &self.ledgers[draft.currency].items;
        let is_other = |at: &usize| items[*at].customer as usize != customer;
        let others: Vec<usize> = (0..items.len()).filter(is_other).collect();
        let Some(other) = (!others.is_empty()).then(|| *self.chance.pick(&others)) else { return };
        let other = u32::try_from(other).unwrap();
        let written = self.written(draft.currency, other);
        draft.message = self.among(&written);
        self.push(Trouble::OthersNumber, draft);
    }

    fn currencies(&mut self) {
        let (customer, _, mut draft) = self.one();
        let amount = draft.allocate[0].1;
        let elsewhere = (draft.currency + 1) % 3;
        let other_amount = if self.chance.percent(30) { amount } else { self.amount(elsewhere) };
        let other = self.item_in(customer, other_amount, elsewhere);
        if self.chance.percent(70) {
            self.say(&mut draft);
        }
        if self.chance.percent(30) {
            draft.message = format!("{} {}", draft.message, self.number_of(elsewhere, other));
        }
        self.push(Trouble::Currencies, draft);
    }

    fn returned(&mut self) {
        let customer = self.customer();
        let currency = self.people[customer].currency;
        let amount = self.amount(currency);
        let payment = self.past(customer, amount);
        let past = self.ledgers[currency].past[payment as usize].clone();
        let fee = if self.chance.percent(15) { (amount / 50).max(1) } else { 0 };
        let reference = match self.chance.below(5) {
            0 => past.number.clone(),
            1 => past.references[0].clone(),
            2 => past.references[1].clone(),
            3 => format!("CHQ {}", self.chance.digits(6)),
            _ => String::new(),
        };
        let texts = [
            "RETURNED PAYMENT",
            "CHEQUE IMPAYE",
            "REJET PRLV",
            "RETURN AC04 CLOSED ACCOUNT",
            "REVERSAL",
            "UNPAID CHQ REFER TO DRAWER",
        ];
        let text = format!("{} {reference}", self.chance.pick(&texts));
        let date = Day::new(2026, 11, 1).unwrap().plus(self.chance.within(0, 29)).unwrap();
        let line = MatchLine {
            date,
            amount: -(amount + fee),
            fee,
            payer: self
                .chance
                .percent(70)
                .then(|| plain(&self.people[customer].name).to_uppercase()),
            payer_account: None,
            text,
            references: Vec::new(),
            is_return: self.chance.percent(80),
        };
        let answer = TrueAnswer { allocate: Vec::new(), fee, bounce: Some(payment) };
        self.add(Trouble::Returned, currency, line, vec![answer], false);
    }

    fn same_amount(&mut self) {
        let (customer, _, mut draft) = self.one();
        let amount = draft.allocate[0].1;
        for _ in 0..=self.chance.below(2) {
            self.item(customer, amount);
        }
        if self.chance.percent(65) {
            self.say(&mut draft);
        }
        self.push(Trouble::SameAmount, draft);
    }

    fn other_payer(&mut self) {
        let (customer, _, mut draft) = self.one();
        draft.is_mobile = false;
        let is_told = match self.chance.below(10) {
            0..=3 => {
                draft.payer = self.stranger();
                let key = key_of_account(&draft.payer.account);
                self.learn(key, customer);
                self.chance.percent(50)
            }
            4..=7 => {
                draft.payer = self.stranger();
                true
            }
            _ => {
                let other = self.customer();
                draft.payer = self.people[other].clone();
                true
            }
        };
        if is_told {
            self.say(&mut draft);
        }
        self.push(Trouble::OtherPayer, draft);
    }
}

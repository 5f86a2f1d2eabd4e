//! Interest in the simulated year: each day of an invoice is charged for once at most, for what was owed and
//! undisputed then, and never for a fee.

use daybook::domain::Day;
use daybook::ledger::query::late_fees::{LateFeesDue, ProposedFee};

use super::World;
use super::model::Invoice;

/// The interest in cents on an invoice through a day at the year's 12 %, and what rounding leaves for the next fee.
fn interest(invoice: &Invoice, through: Day) -> (i64, i64) {
    let cent_days: i64 = invoice.bearing(through).iter().map(|(base, days)| base * days).sum();
    let exact = cent_days * 12 + invoice.remainder;
    let cents = (exact * 2 + 36_500).div_euclid(2 * 36_500);
    (cents, exact - cents * 36_500)
}

impl World {
    /// The proposal is what the model says, and is charged; asked again at once, there is none.
    pub(super) fn charge(&mut self, today: Day) {
        let asked = LateFeesDue { through: Some(today), customers: Vec::new() };
        let rows = self.test.ask(&asked).unwrap().rows;
        for place in 0..self.customers.len() {
            let code = self.customers[place].code.clone();
            let said = rows.iter().filter(|row| row.customer.0 == code);
            let mut said: Vec<(String, i64)> =
                said.map(|row| (row.invoice.0.clone(), row.amount.minor())).collect();
            said.sort();
            let invoices = self.customers[place].invoices.iter();
            let fee = |it: &Invoice| (it.number.clone(), interest(it, today).0);
            let mut due: Vec<_> = invoices.map(fee).filter(|(_, cents)| *cents > 0).collect();
            due.sort();
            assert_eq!(said, due, "{today}: {:#?}", self.customers[place]);
        }
        for row in &rows {
            self.charge_for(today, row);
        }
        assert_eq!(self.test.ask(&asked).unwrap().rows, []);
    }

    fn charge_for(&mut self, today: Day, row: &ProposedFee) {
        let receipt = self.test.taken(&format!(
            r#"{{"do":"charge_late_fee","invoice":"{}","through":"{today}"}}"#,
            row.invoice.0
        ));
        let number = receipt.number("invoice").unwrap().to_string();
        let shown = self.test.shown_invoice(&number);
        assert_eq!(shown.total, row.amount);
        let invoices = &mut self.customers.iter_mut();
        let customer = invoices.find(|it| it.code == row.customer.0).unwrap();
        let charged = customer.invoices.iter_mut().find(|it| it.number == row.invoice.0).unwrap();
        assert!(charged.charged.is_some_and(|last| last < row.from), "charged twice: {row:?}");
        (_, charged.remainder) = interest(charged, today);
        charged.charged = Some(today);
        let mut fee = Invoice::of(number, shown.due, row.amount.minor());
        fee.charged = None;
        customer.invoices.push(fee);
        self.fees += 1;
    }

    /// What is owed at the end of a day.
    pub(super) fn end(&mut self, today: Day) {
        self.customers.iter_mut().for_each(|it| it.end_day(today));
    }
}

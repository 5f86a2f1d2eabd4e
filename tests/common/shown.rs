//! What `show` returns, as the kind that the test expects.

use daybook::ledger::query::show::*;

use super::TestBook;

macro_rules! shown {
    ($($name:ident: $kind:ident($shown:ident);)*) => {
        impl TestBook {
            $(pub fn $name(&self, what: &str) -> $shown {
                match self.ask(&Show { what: what.into() }).unwrap() {
                    Shown::$kind(it) => it,
                    other => panic!("{other:?}"),
                }
            })*
        }
    };
}

shown! {
    shown_customer: Customer(ShownCustomer);
    shown_invoice: Invoice(ShownInvoice);
    shown_credit_note: CreditNote(ShownCreditNote);
    shown_payment: Payment(ShownPayment);
    shown_refund: Refund(ShownRefund);
    shown_write_off: WriteOff(ShownWriteOff);
    shown_dispute: Dispute(ShownDispute);
    shown_promise: Promise(ShownPromise);
    shown_plan: Plan(ShownPlan);
    shown_call: Call(ShownCall);
    shown_callback: Callback(ShownCallback);
    shown_delivery: Delivery(ShownDelivery);
    shown_unidentified: Unidentified(ShownUnidentified);
    shown_bank_line: BankLine(ShownBankLine);
    shown_deposit: Deposit(ShownDeposit);
    shown_letter: Letter(ShownLetter);
    shown_draft: Draft(ShownDraft);
    shown_item: Item(ShownItem);
}

impl TestBook {
    /// The parts of a dispute: remaining, paid, credited, cleared. They add up to the original amount.
    pub fn dispute_parts(&self, number: &str) -> [i64; 4] {
        let shown = self.shown_dispute(number);
        let parts = [shown.remaining, shown.paid, shown.credited, shown.cleared];
        let parts = parts.map(daybook::domain::Money::minor);
        assert_eq!(parts.iter().sum::<i64>(), shown.original.minor(), "{shown:?}");
        parts
    }
}

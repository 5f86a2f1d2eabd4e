//! Rules on customers, what is sold to them, and on what terms. Uses nothing.

macro_rules! accounts_rules {
    ([$($others:ident)*] $($before:tt)*) => {
        gathered! { [$($others)*] $($before)*
            TermsMalformed = "terms.malformed",
            CustomerUnknown = "customer.unknown",
            CustomerCodeTaken = "customer.code_taken",
            CustomerMismatch = "customer.mismatch",
            CustomerOnHold = "customer.on_hold",
            CustomerNotOnHold = "customer.not_on_hold",
            CreditLimitExceeded = "customer.credit_limit_exceeded",
            SeriesMalformed = "series.malformed",
            SeriesReserved = "series.reserved",
            SeriesBackDated = "series.back_dated",
            TaxUnknown = "tax.unknown",
            TaxRepeated = "tax.repeated",
            TaxNotOnDate = "tax.not_in_force",
            TaxNotOnOriginal = "tax.not_on_original",
            CustomerMerged = "customer.merged",
            MergeSelf = "merge.same_account",
            ContactsTooMany = "contacts.too_many",
            AboutTooMany = "about.too_many",
            ItemUnknown = "item.unknown",
            ItemPriceMissing = "item.price_missing",
            ItemPriceExclusive = "item.price_exclusive",
            PriceNegative = "price.negative",
            LateFeePolicy = "late_fee.no_policy",
            LateFeeOnFee = "late_fee.on_fee",
            LateFeeCharged = "late_fee.charged_already",
            LateFeeNothing = "late_fee.nothing_accrued",
            HoldNotProposed = "hold.not_proposed",
            ApprovalNeeded = "approval.needed",
            CustomerLooksTwice = "customer.looks_twice",
            TaxIdUnusual = "tax_id.unusual",
            PriceZero = "price.zero",
            TaxContradictory = "tax.contradictory",
            SeriesUnknown = "series.unknown",
            TaxIdsTooMany = "tax_ids.too_many",
            AddressMalformed = "address.malformed",
            CustomerAmbiguous = "customer.ambiguous",
        }
    };
}

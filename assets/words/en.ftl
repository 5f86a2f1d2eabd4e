# What a refusal says: the rule in words, and what to do about it.

rule-command-malformed = this is no command: { $why }
rule-command-unknown = there is no command “{ $given }”; `daybook commands` lists them
rule-command-unknown_field = the command has no field “{ $name }”; `daybook commands` shows its fields
rule-command-duplicate_field = the field stands twice; write it once
rule-command-missing_field = the field “{ $name }” is missing
rule-command-too_long = the line is longer than { $most } bytes
rule-command-id_malformed = “{ $given }” is no UUID
rule-command-id_reused = this id was used for another kind of command ({ $was }); take a new one
rule-override-reason_missing = an override needs its reason: {"{"}"reason":"…"{"}"}
rule-amount-malformed = “{ $given }” is no plain number: digits, and a point before decimals
rule-amount-too_precise = { $given } has more decimals than { $currency } ({ $decimals })
rule-amount-not_positive = the amount must be more than nothing
rule-amount-out_of_range = the amount is beyond 1,000,000,000,000,000 of the smallest unit
rule-percent-malformed = “{ $given }” is no percentage; write it with its sign: 10%
rule-percent-out_of_range = “{ $given }” is not from 0 % to 100 %, with four decimals at the most
rule-date-malformed = “{ $given }” is no day that exists; write YYYY-MM-DD
rule-date-out_of_range = { $given } is more than { $days } days ahead
rule-date-before_item = the date lies before { $number } ({ $date })
rule-text-malformed = the text holds a control character ({ $character })
rule-text-too_long = the text has more than { $most } characters
rule-text-empty = the text is empty
rule-terms-malformed = “{ $given }” are no terms; write net 30, 2/10 net 30 or eom+15
rule-currency-unknown = “{ $given }” is no currency of ISO 4217
rule-currency-mismatch = the account is in { $currency }
rule-rate-missing = { $currency } is not the book's currency: give a rate, in { $book } for one { $currency }
rule-rate-unwanted = { $currency } is the book's own currency: leave the rate out
rule-rate-not_positive = a rate is more than nothing
rule-customer-unknown = no customer { $given }{ $near ->
    [none] {""}
   *[other] ; did you mean { $near }?
}
rule-customer-code_taken = the code { $code } is taken; codes are never used again
rule-customer-mismatch = { $number } belongs to another customer
rule-customer-credit_limit_exceeded = { $customer } would owe { $currency } { $exposure }, over the limit of { $limit }; an override with a reason issues it all the same
rule-series-malformed = “{ $given }” is no series: a capital letter, then up to seven capitals or digits
rule-series-reserved = the series { $given } is the program's own
rule-series-back_dated = { $given } lies before the latest date of series { $series } ({ $latest }); an override with a reason issues it all the same
rule-document-unknown = no document { $given }
rule-document-not_an_invoice = { $given } is no invoice
rule-document-not_money_or_credit = { $given } is neither a payment nor a credit note
rule-lines-missing = a document needs at least one line
rule-lines-too_many = more than { $most } are too many for one document
rule-line-quantity_zero = a quantity is not zero
rule-line-price_negative = a unit price is not negative; take something back with a negative quantity
rule-line-too_precise = quantity, price and discount have too many digits together
rule-adjustment-amount_or_percent = give an amount or a percent, one of them
rule-adjustment-nothing_to_charge = no lines carry these taxes, so there is nothing to take a percentage of
rule-tax-unknown = no tax code { $given }; the book's country has { $known }
rule-tax-repeated = the tax code { $given } stands twice on the line
rule-tax-not_in_force = tax { $given } is not in force on { $date }
rule-tax-not_on_original = the original has no lines with tax { $given }
rule-total-negative = the document comes to { $total }; an invoice is never negative
rule-due-before_date = the due date { $due } lies before the date { $date }
rule-invoice-void = { $invoice } is void
rule-void-allocated = money or credit is allocated to { $invoice }; reverse that first, or issue a credit note
rule-void-credited = { $invoice } was credited; a credit note for the rest cancels it
rule-void-before_issue = { $invoice } was issued on { $issued }; it cannot be void before
rule-credit-full_amount_or_lines = give one of "full":true, "amount" or "lines"
rule-credit-nothing_left = all of { $invoice } was credited already
rule-credit-exceeds_original = { $given } is more than is left to credit ({ $left })
rule-payment-method_not_by_hand = opening payments come with imports only
rule-allocation-unknown = no allocation { $given }
rule-allocation-already_reversed = allocation { $given } was reversed already
rule-allocation-exceeds_item = { $given } is more than is left of { $number } ({ $left })
rule-allocation-exceeds_source = { $given } is more than is left of { $number } ({ $left })
rule-allocation-item_twice = { $invoice } stands twice in the list
rule-allocation-before_item = the date lies before that of { $number } ({ $date })
rule-book-exists = there is a book in { $folder } already
rule-book-folder_not_empty = { $folder } holds other things; name a folder of its own
rule-book-country_unknown = “{ $given }” is no country; write its two letters (RW, CA)
rule-book-zone_unknown = “{ $given }” is no time zone of the IANA list
rule-book-zone_missing = { $country } has several time zones; name one with --zone: { $zones }
rule-query-unknown_thing = nothing has the number or code { $given }{ $near ->
    [none] {""}
   *[other] ; did you mean { $near }?
}
rule-query-known_at_beyond_head = the book has only { $head } entries, not { $given }
rule-query-period_backwards = the period begins on { $from }, after it ends on { $to }
rule-file-exists = there is a file { $file } already
rule-journal-no_space = nothing was written: { $why }; make room and send it again
rule-journal-outcome_unknown = whether it was written is unknown: { $why }; open the book again and send it under the same id
rule-journal-read_only = the book is read-only until it is opened again: { $why }

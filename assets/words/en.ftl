# What a refusal says: the rule in words, and what to do about it.

rule-command-malformed = { $kind ->
    [choice] “{ $given }” is not one of the choices. Choose from { $choices }
   *[other] this cannot be read: { $why }
}
rule-command-unknown = there is no command “{ $given }”; `daybook commands` lists them
    .desk = “{ $given }” is not a command
rule-command-unknown_field = the command has no field “{ $name }”; `daybook commands` shows its fields
    .desk = this cannot have a field “{ $name }”
rule-command-duplicate_field = the field is there twice; write it once
rule-command-missing_field = the field “{ $name }” is missing
    .desk = { $entry ->
        [day] Enter a date: “{ $name }” is empty
        [choice] Choose one: “{ $name }” is empty
        [amount] Enter an amount: “{ $name }” is empty
       *[other] “{ $name }” is empty: fill it in
    }
rule-command-too_long = the line is longer than { $most } bytes. Shorten it, or split it into several commands
rule-command-id_malformed = “{ $given }” is not a UUID. Give one, or leave the id out
rule-command-changed_meanwhile = someone else has changed this (entry { $last }; you had seen { $seen }). Review it again
rule-command-seen_beyond_head = there is no entry { $seen } yet: the last one is { $last }. Give the number of the last entry that you have seen
    .desk = the book was replaced by an earlier one in the meantime. Close this form, and review what it changes
rule-command-id_reused = { $sender ->
    [other] someone else posted { $made ->
        [none] entry { $entry }
       *[other] { $made }
    } under this id
   *[same] { $made ->
        [none] entry { $entry }
       *[other] { $made }
    } was posted under this id with other content
}; check what is posted, and send anything else under a new id
rule-override-reason_missing = an override needs a reason: {"{"}"reason":"…"{"}"}
    .desk = to go ahead anyway, give a reason
rule-amount-malformed = “{ $given }” is not a plain number. Write digits, and a point before decimals
rule-amount-too_precise = { $given } has more decimals than { $currency } ({ $decimals }). Round the amount
rule-amount-not_positive = the amount must be greater than zero
rule-amount-out_of_range = the amount is too large: at most 1,000,000,000,000,000 of the currency's smallest unit
rule-number-not_whole = “{ $given }” is not a whole number from 0 to { $most }, written without quotes
    .desk = “{ $given }” is not a whole number from 0 to { $most }
rule-percent-malformed = “{ $given }” is not a percentage. Write it with its sign: 10%
rule-percent-out_of_range = { $given } is not a percentage from 0% to 100% with at most four decimals
rule-date-malformed = “{ $given }” is not a day that exists (years 1900 to 2999); write { $format }
    .desk = “{ $given }” is not a day. Try: t, +30, fri, eom, 21 nov
rule-date-out_of_range = { $given } is more than { $days } days ahead. Enter an earlier day
rule-date-ahead = { $given } is in the future. Enter today ({ $today }) or an earlier day
rule-date-ahead_needs_reason = { $given } is after today ({ $today }). Correct the date, or give a reason to issue the document ahead of time (override)
    .desk = { $given } is after today ({ $today }). Correct the date, or give a reason to date it ahead
    .overridden = dated after today
rule-date-beyond_last = by the terms { $terms } a document of { $given } falls due after { $last }, the last possible day. Check the year
rule-date-too_early = { $given } is before { $first }. Check the year
rule-date-too_late = { $given } is more than { $years } years after { $from }. Check the year
rule-date-before_item = the date is before that of { $number } ({ $date }). Enter that day or a later one
rule-text-malformed = the text contains an invisible or control character ({ $character }). Delete it, or type the text again instead of pasting it
rule-text-too_long = the text is longer than { $most } characters. Shorten it
rule-text-empty = the text is empty. Write something, or leave the field out
    .desk = this is empty: type something
rule-terms-malformed = “{ $given }” is not a payment term. Try: net 30, 2/10 net 30 or eom+15
rule-currency-unknown = “{ $given }” is not a currency code. Write three letters, such as RWF or CAD
rule-currency-mismatch = the account is in { $currency }. Give the amount in { $currency }
rule-rate-missing = { $currency } is not the book's currency: give a rate, in { $book } for one { $currency }
    .desk = { $currency } is not the book's currency ({ $book }), and this needs a rate: post it from the command line, with a rate
rule-rate-out_of_range = { $given } is not an exchange rate: give the { $book } for one unit of the foreign currency, from 0.00000001 to 100,000,000, with at most 12 decimals
rule-rate-unwanted = { $currency } is the book's own currency: leave the rate out
rule-rate-not_positive = a rate must be greater than zero
rule-customer-unknown = there is no customer { $given }{ $near ->
    [none] {""}
   *[other] ; did you mean { $near }?
}{ $suspense ->
    [yes] . To keep such payments on the suspense list, import with --suspense
   *[no] {""}
}
rule-payment-no_payer = the row names no customer: map or set one, or keep such payments on the suspense list with --suspense
rule-unidentified-unknown = there is no unidentified receipt { $given }. Check the number
rule-unidentified-not_open = { $given } is not on the suspense list: { $payment ->
    [none] it was reversed
   *[other] it is payment { $payment }
}
rule-bank_line-unknown = there is no bank line { $given }. Check the number
rule-bank_line-not_open = bank line { $line } is not open: { $document ->
    [none] it was dismissed
   *[other] it is matched with { $document }
}. To take that back, unmatch the line first
rule-bank_line-open = bank line { $line } is open: there is nothing to take back
rule-bank_line-money_out = bank line { $line } is not money in: link it to a refund or a returned payment, or dismiss it
rule-bank_line-amount = bank line { $line } comes to { $amount } with its fee, and { $number } comes to { $total }. If the bank kept the difference of { $difference }, give it as the fee
rule-bank_line-not_its_document = { $number } is not { $way ->
    [in] a payment that came in: match the line to a customer instead, or dismiss it
   *[out] money that went out: name a refund, or a payment that was returned (record that first)
}
rule-bank_line-document_linked = { $number } is matched with bank line { $line } already. Unmatch that line first
rule-bank_line-payment_or_deposit = a bank line is a payment or a deposit: give one of the two
rule-bank_line-parts = bank line { $line } comes to { $amount } with its fee, but its parts come to { $total }. Split all of it
rule-bank_line-part_twice = { $customer } has two parts of the line. Add them up
rule-payer-itself = { $customer } can't be declared to pay for itself
rule-payer-already = { $customer } pays for { $other } already
rule-payer-not_declared = { $customer } was not declared to pay for { $other }
rule-bank_line-no_suggestion = there is no suggestion for bank line { $given }: it is not open, or nothing fits. Match it by hand
rule-bank_line-there = the account { $account } has these lines and balances already: nothing is added
rule-bank_line-may_be_there = some lines of the { $from ->
    [command] command
   *[file] file
 } may be in the book already, from another file: { $count }, such as { $line } of { $date } for { $currency } { $amount } on { $account }. { $from ->
    [command] Day and amount agree, the words differ. Post the command again with "overlap":"same" if they are the same lines, or with "overlap":"new" if they are not
   *[file] Day and amount agree, the words differ, and no balance decides. Import again with --overlap same if they are the same lines, or with --overlap new if they are not
}
    .desk = some lines of the file may be in the book already, from another file: { $count }, such as { $line } of { $date } for { $currency } { $amount } on { $account }. Day and amount agree, the words differ, and no balance decides
rule-bank_line-alike = some lines of the file have the day and the amount of a line of { $account }, but an id of their own: { $count }, the first like { $line } of { $date }. They were imported as new lines
rule-bank_line-balance_there = the balance of { $account } on { $date } is { $currency } { $closing } even without the lines that look new in this file ({ $count }): they are in the book already, perhaps under other days. Nothing of the statement was imported. If they are missing all the same, import again with --overlap new
    .desk = the balance of { $account } on { $date } is { $currency } { $closing } even without the lines that look new in this file ({ $count }): they are in the book already, perhaps under other days. Nothing of the statement was imported
rule-bank_line-balance_beyond = with this statement the lines of { $account } come to { $currency } { $difference } more than its balance of { $closing } on { $date }: some may be in the book twice. Compare them with `bank-lines --state all`
rule-deposit-unknown = there is no deposit { $given }, or it is void. Check the number
rule-deposit-empty = a deposit needs at least one payment
rule-deposit-payment_twice = { $number } is in the list twice
rule-deposit-not_bankable = { $number } is not a valid payment in cash or by cheque: only those go into a deposit
rule-deposit-has_payment = { $number } is in the deposit { $deposit }: void that deposit first (void_deposit)
    .desk = { $number } is in the deposit { $deposit }: void that deposit first (“Void deposit”)
rule-score-columns = the file needs a first row with the names of its columns, at least line: { $columns }
rule-score-row = line { $line } of the file can't be read: the amounts are plain, such as 1234.50, and every invoice needs one
rule-score-line = line { $line } of the file names “{ $given }”, which does not identify exactly one bank line of the book. Give its number (BL…)
rule-bank_account-unknown = there is no bank account { $given }: import a statement of it first
rule-bank_account-other_number = the statement is of account { $given }, and the account { $account } has the number { $known }: choose another file or another --account
rule-bank_account-other_name = the book calls this account { $known }: import its statements with --account { $known }
rule-bank_account-other_currency = the statement is in { $given }, and the account { $account } is in { $known }: choose another file or another --account
rule-bank_account-several = the file has statements of several accounts: { $numbers }. Choose one with --number
rule-bank_account-balance_gap = the statement begins with { $currency } { $opening }, and the last one of { $account } ended on { $date } with { $closing }: a difference of { $difference }. Import the statements in between
rule-import-shape = “{ $given }” is not the shape of a file: 64 hexadecimal digits are expected
rule-import-profile = the profile is not a JSON object. Write its fields in braces
rule-customer-ambiguous = several accounts have the name { $given }: { $accounts }. Write the code of one of them
rule-customer-code_taken = the code { $code } is taken: choose another one (codes are never used again)
rule-customer-mismatch = { $number } belongs to another customer{ $payer ->
    [none] {""}
   *[other] {" "}({ $owner }), whose invoices { $payer } pays. Record the money as { $owner }'s own payment, or split the bank line with split_bank_line
 }
    .desk = { $number } belongs to another customer{ $payer ->
        [none] {""}
       *[other] {" "}({ $owner }), whose invoices { $payer } pays. Record the money as { $owner }'s own payment, or split the bank line
    }
rule-customer-on_hold = { $customer } is on hold ({ $reason }){ $yields ->
    [no] : take it off hold first
   *[yes] {". To go ahead anyway, give a reason (override)"}
 }
    .desk = { $customer } is on hold ({ $reason }){ $yields ->
    [no] : take it off hold first
   *[yes] {". To go ahead anyway, give a reason"}
 }
    .overridden = account on hold
rule-customer-not_on_hold = { $customer } is not on hold
rule-customer-credit_limit_exceeded = { $customer } would owe { $currency } { $exposure }, over the limit of { $limit }. To go ahead anyway, give a reason (override)
    .desk = { $customer } would owe { $currency } { $exposure }, over the limit of { $limit }. To go ahead anyway, give a reason
    .overridden = over the credit limit
rule-series-malformed = “{ $given }” is not a series: write a capital letter, then at most seven capitals or digits
rule-series-reserved = the series { $given } is reserved for the program: choose another one
rule-series-back_dated = { $number } is dated { $latest }, later than { $given }. Date the new document of series { $series } no earlier, or give a reason to go ahead (override)
    .desk = A later-dated document of series { $series } already exists ({ $number }, { $latest }; this one is { $given }). Enter { $latest } or a later day, or give a reason to go ahead
    .overridden = dated before the latest of its series
rule-series-unknown = the book has no series { $given }; it has { $known }. Use one of these; a supervisor can add another with define_series
    .desk = the book has no series { $given }; it has { $known }. Use one of these; a supervisor can add another from the command line
rule-document-unknown = there is no document { $given }. Check the number
rule-document-without_tax = { $given } is neither an invoice nor a credit note: a billing machine makes receipts for those alone
rule-fiscal-time_malformed = “{ $given }” is not a day with a time: write 2026-11-02T10:42:17
    .desk = “{ $given }” is not a day with a time: type the year, the month and the day with dashes, then the time
rule-document-not_an_invoice = { $given } is not an invoice. Enter the number of one
rule-document-not_a_credit_note = { $given } is not a credit note. Enter the number of one
rule-document-not_a_payment = { $given } is not a payment. Enter the number of one
rule-document-not_for_customers = { $given } is not a document that customers get
rule-language-unknown = “{ $given }” is not a language of documents. Write { $languages }
rule-tax_ids-too_many = a company has at most { $most } tax numbers
rule-document-not_money_or_credit = { $given } is neither a payment nor a credit note. Enter the number of one
rule-lines-missing = a document needs at least one line
rule-lines-too_many = a document has at most { $most } lines
rule-line-quantity_zero = the quantity cannot be zero
rule-line-price_negative = a unit price cannot be negative; to take something back, use a negative quantity
rule-line-too_precise = quantity, price and discount have too many digits together: round one of them
rule-adjustment-amount_or_percent = give either an amount or a percentage
rule-adjustment-nothing_to_charge = the lines with these taxes do not add up to more than zero, so there is nothing to take a percentage of
rule-tax-unknown = there is no tax code { $given }; this country has { $known }
rule-tax-repeated = the tax code { $given } is on the line twice. Leave one out
rule-tax-not_in_force = tax { $given } is not in force on { $date }
rule-tax-not_on_original = the original has no lines { $given ->
    [none] without a tax
   *[other] with tax { $given }
 }
rule-tax-contradictory = { $first } and { $second } cannot be on one line. { $first } goes with { $beside_first ->
    [none] no other tax
   *[other] { $beside_first }
 }; { $second } with { $beside_second ->
    [none] no other tax
   *[other] { $beside_second }
 }
rule-total-negative = the document comes to { $total }; an invoice cannot be negative. Issue a credit note instead
rule-due-before_date = { $what ->
    [callback] { $due } has passed. Enter { $date } or a later day
   *[other] the due date { $due } is before { $date }. Enter { $date } or a later day
}
rule-invoice-void = { $invoice } is void
rule-void-allocated = money or credit is allocated to { $invoice }; reverse that first, or issue a credit note
    .desk = money or credit is allocated to { $invoice }. Reverse the allocation first, or issue a credit note
rule-void-credited = { $invoice } was credited in part; a credit note for the rest cancels it
rule-void-before_issue = { $invoice } was issued on { $issued }; it cannot be voided as of an earlier day
rule-credit-full_amount_or_lines = give one of "full":true, "amount" or "lines"
    .desk = enter an amount, or leave it blank to credit everything left
rule-credit-nothing_left = all of { $invoice } is credited already
rule-credit-exceeds_original = { $given } is more than is left to credit ({ $left }). Enter { $left } or less
rule-payment-method_not_by_hand = opening payments come from imports only: choose another method
rule-allocation-unknown = there is no allocation { $given }. Check the number
rule-allocation-already_reversed = allocation { $given } is reversed already
rule-allocation-exceeds_item = { $from ->
    [none] { $given } is more than is left of { $number } ({ $left }){ $ahead ->
        [none] {""}
       *[other] {". The rest is taken by an entry dated "}{ $ahead }
    }
   *[other] { $number } has room for { $given } only from { $from } on. Enter that day or a later one
}
rule-allocation-exceeds_source = { $from ->
    [none] { $given } is more than is left of { $number ->
        [none] this payment
       *[other] { $number }
    } ({ $left }){ $ahead ->
        [none] {""}
       *[other] {". The rest is taken by an entry dated "}{ $ahead }
    }
   *[other] { $number } has room for { $given } only from { $from } on. Enter that day or a later one
}
rule-allocation-item_twice = { $invoice } is in the list twice
rule-allocation-before_item = the date is before that of { $number } ({ $date }). Enter that day or a later one
rule-allocation-not_by_hand = { $given } belongs to { $number } and is reversed with it
rule-allocation-of_original = { $credit_note } credits { $invoice } and stays allocated to it. To undo the credit, void the credit note
rule-remittance-unread = { $why ->
    [nothing_paid] “{ $part }”: after the number, type an amount, “all”, or a deduction such as “-40 damaged”
    [not_an_amount] “{ $part }”: “{ $word }” is not an amount. Type one such as { $example }, “all”, or “-40 damaged”
    [out_of_range] “{ $part }”: { $word } must be greater than zero, with at most { $digits } decimals
    [no_reason] “{ $part }”: type the reason after the deduction, as in “-40 damaged”
    [too_much] “{ $part }”: “{ $word }” is not expected there. Put a comma between parts
   *[empty] type parts such as “1042 400, 1043 all, 1044 -40 damaged”
}
rule-remittance-not_open = “{ $part }”: { $number } is not an open invoice of this customer. Type the invoice's number, or the end of it
rule-remittance-ambiguous = “{ $part }”: { $number } may be { $invoices }. Type more of the number
rule-remittance-item_twice = “{ $part }”: { $invoice } is named before. Put it into one part
rule-remittance-exceeds_item = “{ $part }”: { $left } is left of { $invoice }. Enter { $left } or less, or “all”
rule-remittance-exceeds_payment = the parts add up to { $total }, and the payment is { $amount }. Correct one of them
rule-remittance-in_dispute = “{ $part }”: { $amount } of { $invoice } is in dispute already. Type what is paid, without a deduction
rule-remittance-reason_unknown = “{ $given }” does not begin with a reason for a dispute. Begin with one of: { $known }
rule-remittance-and_allocate = a remittance says what the payment is for: leave out the other allocation
rule-bounce-already = { $payment } was returned already
rule-payment-already_reversed = { $payment } is reversed already
rule-refund-unknown = { $refund } is not a refund
rule-refund-already_reversed = { $refund } is reversed already
rule-refund-allocated = { $refund } is settled by other money; reverse allocation { $allocation } first
rule-credit_note-unknown = { $credit_note } is not a credit note
rule-credit_note-void = { $credit_note } is void already
rule-credit_note-fiscal_receipt = { $credit_note } has a receipt of the billing machine ({ $receipt }), which cannot be taken back; issue the invoice again
rule-credit_note-refunded = { $refund } paid part of { $credit_note } back; reverse that refund first
rule-credit_note-delivered = { $credit_note } was delivered to the customer; bill the amount again with an invoice
rule-credit_note-original_open = { $credit_note } credits { $invoice }, which is open for { $open }. Allocate what is left of the credit note ({ $left }) to that invoice first
rule-discount-not_earned = { $because ->
    [given] the early-payment discount of { $invoice } was given already
    [credited] { $invoice } was credited in full, so there is nothing to give a discount on
    [late] the early-payment discount of { $invoice } ended on { $until }, and this money came later
    [others_late] other money for { $invoice } came after { $until }, the last day of its early-payment discount
    [not_money] only money earns the early-payment discount of { $invoice }
   *[none] the terms of { $invoice } give no early-payment discount
}: allocate without a discount
rule-discount-does_not_settle = with its discount of { $discount }, { $invoice } is settled by { $due }: allocate that amount, or leave the discount out
rule-certificate-exceeds_owed = a certificate settles invoices and never stays on account: { $given } is more than is owed ({ $owed })
rule-certificate-not_money = { $number } is a certificate of tax withheld, not money; if it is wrong, reverse it with reverse_payment
    .desk = { $number } is a certificate of tax withheld, not money; if it is wrong, reverse it (“Reverse payment”)
rule-certificate-kind_unknown = “{ $given }” is not a kind of certificate in this country; it has { $known }
rule-write_off-beyond_tolerance = small differences on one invoice come to at most { $most }; { $before } was written off before, and this is { $given }. Write it off as bad_debt, or override with a reason
    .desk = small differences on one invoice come to at most { $most }; { $before } was written off before, and this is { $given }. Write it off as bad debt, or give a reason to go ahead
    .overridden = small differences beyond their limit
rule-write_off-nothing_left = nothing is open on { $invoice }
rule-recover-not_a_write_off = { $given } is not a write-off that can be recovered
rule-recover-exceeds_write_off = { $given } is more than { $number } still writes off ({ $left })
rule-number-reserved = { $given } reads like the number of a draft or an allocation: choose another one
rule-import-more_cells_than_header = the row has more cells than the header has columns
rule-import-missing_columns = the file has no column for { $given } (--map says which it is, --set gives a value for all rows); it has { $known }
rule-import-encoding = the line is not written in UTF-8, as the rest of the file is
rule-dispute-exceeds_remaining = { $given } is more than can be credited on { $dispute } ({ $left })
rule-dispute-nothing_remains = nothing of { $dispute } is still in dispute: { $paid } of it was paid since. To credit that too, enter the amount
rule-import-ambiguous_column = the file has several columns “{ $given }”
rule-number-taken = the number { $given } is taken
rule-customer-merged = { $customer } is merged into { $into } already
rule-merge-same_account = an account cannot be merged into itself
rule-contacts-too_many = a customer has at most { $most } contacts
rule-about-too_many = name at most { $most } documents
rule-item-unknown = there is no item { $given } in the catalogue. Choose another, or add it
rule-item-price_missing = { $item } has no price in { $currency } on { $date }; give the line a unit_price, or set a price with set_price
    .desk = { $item } has no price in { $currency } on { $date }. Type a unit price on the line
rule-item-price_exclusive = the price of { $item } is without taxes; where prices include taxes, give the line a unit_price
    .desk = the catalogue price of { $item } is without taxes, and these prices include them. Type a unit price on the line
rule-price-negative = a price cannot be negative
rule-draft-unknown = there is no draft { $given }. Check the number
rule-draft-no_longer_open = { $draft } was issued or deleted already
rule-dispute-unknown = there is no dispute { $given }. Check the number
rule-dispute-reason_unknown = “{ $given }” is not a reason for a dispute. Choose one of: { $known }
rule-reason-not_a_code = “{ $given }” is not a code. Use lower-case letters and digits, words joined by _, such as wrong_pallet
    .desk = “{ $given }” is not a code. Use lower-case letters and digits, and an underscore between words
rule-reason-there_already = { $given } is among the reasons already
rule-root_cause-there_already = { $given } is among the root causes already
rule-dispute-exceeds_outstanding = { $given } is more than can still be disputed on { $invoice } ({ $left }). Enter { $left } or less
rule-dispute-nothing_left = everything on { $invoice } is disputed, credited or written off already
rule-dispute-cannot_move = { $dispute } is { $state }; it cannot be moved to { $to }
    .desk = { $dispute } is “{ $state }”: it cannot be moved to “{ $to }”
rule-dispute-not_live = { $joined ->
    [yes] { $dispute } was joined to { $into }
   *[no] { $dispute } is { $state }{ $credited ->
        [yes] : { $currency } { $amount } was credited for it on { $date }. If more is to be credited, move it to in_progress first
       *[no] ; move it to in_progress to reopen it
    }
 }
    .desk = { $joined ->
        [yes] { $dispute } was joined to { $into }
       *[no] { $credited ->
            [yes] { $dispute } is resolved already: { $currency } { $amount } was credited for it on { $date }. Nothing is left to do, unless more is to be credited: then reopen it first
           *[no] { $dispute } is “{ $state }”: reopen the dispute first
        }
    }
rule-dispute-before_last_step = the date is before the last step of { $dispute } ({ $date }). Enter that day or a later one
rule-dispute-nothing_noted = give a note, an owner, a due date, a root cause or documents
    .desk = the form is empty: enter a note, an owner, a due date or a root cause
rule-dispute-split_all = { $left } is in dispute on { $dispute }. To split it, enter less than that
rule-dispute-join_other_invoice = { $dispute } is about { $invoice }, and { $into } about { $other }. Only disputes on one invoice can be joined
rule-dispute-joined = { $dispute } was joined to another dispute and stays closed. Open another dispute on its invoice
rule-dispute-credit_stays = { $note } of { $currency } { $amount } stays in force: what it credited is not in dispute again until you void the credit note too
rule-dispute-join_itself = { $dispute } cannot be joined to itself. Name another dispute on the same invoice
rule-dispute-amount_without_credit = an amount goes with the outcome “credit” only: leave it blank
rule-promise-unknown = there is no promise { $given }. Check the number
rule-promise-live_already = { $invoice } already has an open promise ({ $promise }); withdraw that one first
rule-promise-exceeds_undisputed = { $given } is more than is outstanding and undisputed on { $invoice } ({ $left })
rule-promise-nothing_left = { $why ->
        [disputed] all that is open of { $invoice } is in dispute, so nothing of it can be promised
       *[paid] nothing is left to pay of { $invoice }, so nothing of it can be promised
    }
rule-promise-by_before_date = { $by } is before the day of the promise ({ $date }). Enter that day or a later one
rule-promise-tolerance_too_long = at most { $most } days of grace are allowed
rule-promise-not_open = { $promise } is no longer open ({ $state })
rule-promise-no_day = say by when: a day, or instalments
    .desk = enter the date the customer promised to pay by
rule-promise-day_and_instalments = give either a day and an amount, or instalments
rule-promise-too_many_instalments = at most { $most } instalments are allowed
rule-promise-instalments_not_in_order = { $by } is not after the instalment before it. List the instalments by day
rule-worklist-date_past = { $given } is past: ask for the worklist of today ({ $today }) or a later day
rule-snooze-until_out_of_range = { $given } is not in the coming year. Enter a day from { $date } to { $last }
rule-calling-time_malformed = “{ $given }” is not a time of day. Try: 9:00
rule-calling-from_after_to = { $to } is not after { $from }. Enter when calling begins, then when it ends
rule-plan-unknown = there is no payment plan { $given }. Check the number
rule-plan-live_already = { $invoice } is in payment plan { $plan } already. Leave it out, or cancel that plan first
rule-plan-invoice_twice = { $invoice } is named twice. Name each invoice once
rule-plan-nothing_to_cover = nothing of { $invoice } can go into a plan: all of it is settled or disputed. Leave it out, or resolve the dispute first
rule-plan-instalments_missing = say how the debt is paid: how many instalments and when the first is due, or each instalment with its day and amount
    .desk = enter the number of instalments and the first due date
rule-plan-instalments_out_of_range = a plan has 1 to { $most } instalments, not { $given }
rule-plan-dates_out_of_order = { $due } is not after { $before }. Enter the instalments in the order of their dates
rule-plan-due_before_date = { $due } is before the day of the agreement ({ $date }). Enter that day or a later one
rule-plan-sum_differs = the instalments come to { $given }; the invoices have { $amount } to be paid. Change an instalment by { $difference }
rule-plan-default_after_out_of_range = a plan ends after 1 to { $most } missed instalments, not { $given }
rule-plan-ended = { $plan } has ended already ({ $state })
rule-plan-promise_stays = { $promise } ended when the plan was agreed and stays ended: record it again if it still holds
rule-late_fee-no_policy = no policy asks for late fees on { $date }. Set one first: set_late_fee_policy
    .desk = no policy asks for late fees on { $date }. A supervisor sets one first
rule-late_fee-on_fee = { $invoice } is a late fee itself: no interest is charged on it
rule-late_fee-charged_already = interest on { $invoice } is charged through { $through } already. Name a later day
rule-late_fee-nothing_accrued = there is nothing to charge for { $invoice } through { $through }: it is not overdue, is disputed or in a payment plan, or comes to less than the minimum
rule-late_fee-charged_too_much = { $fee } now charges { $currency } { $amount } too much: less of { $invoice } was overdue than it says on the days it charges interest for. { $delivered ->
    [yes] Issue a credit note for that amount
   *[no] Void { $fee } and charge interest again, or issue a credit note for that amount
}
rule-late_fee-charged_too_little = { $fee } now charges { $currency } { $amount } too little: more of { $invoice } was overdue than it says on the days it charges interest for. { $delivered ->
    [yes] { $fee } has been delivered and stays: to charge that too, issue an invoice for { $currency } { $amount }
   *[no] To charge that too, void { $fee } and charge interest again
}
rule-late_fee-dated_back = interest would be charged from { $date } on, { $days ->
        [one] a day
       *[other] { $days } days
    } before customers can know of it. Date the policy today or later, or give a reason, such as the agreement that says so (override)
    .desk = interest is charged from { $date } on, { $days ->
        [one] a day
       *[other] { $days } days
    } before customers can know of it. Date the policy today or later, or give a reason, such as the agreement that says so
    .overridden = interest for days that are past
rule-hold-not_proposed = the hold policy does not propose to put { $customer } on hold. To hold it anyway, give a reason: hold_customer
    .desk = the hold policy does not propose to put { $customer } on hold. To hold it anyway, put the customer on hold with a reason
rule-callback-unknown = there is no callback { $given }. Check the number
rule-callback-already_done = { $callback } is done already
rule-callback-outside_hours = it is { $time } for the customer then, who may be called from { $from } to { $to } ({ $zone }): make sure that the time is right
rule-callback-stays_open = { $callback } of { $date } stays open beside the new callback: mark it done if one call is enough
rule-dunning-days = “{ $given }” is not a number of days. Write the days of the levels: 7, 21, 35, 60
rule-dunning-levels = a dunning policy has at most { $most } levels. Leave some out
rule-dunning-level_unknown = a letter has no level { $given }. Enter a number from 1 to { $most }
rule-dunning-level_order = { $given } is not later than the level before ({ $before } days), or is more than { $most } days. Enter a number between the two
rule-dunning-interval = { $given } is out of range. Enter a number of days from { $least } to { $most }
rule-dunning-group_has_policy = policy “{ $policy }” is already for these customers. Change that policy, or name another group
rule-dunning-nothing_to_send = { $customer } gets no letter: { $why ->
    [nothing] nothing is overdue
    [no_policy] no dunning policy covers this customer. A supervisor can set one
    [blocked] reminders are paused through { $day }
    [not_yet] nothing is overdue long enough
    [on_account] money on account covers what is overdue
    [disputed] what is overdue is disputed
    [promised] what is overdue is promised
    [planned] a payment plan covers what is overdue
    [withheld] a certificate of tax withheld is awaited
    [below_minimum] what is overdue is below the policy's minimum
   *[interval] the last letter was sent too recently. The next one may go on { $day }
 }
rule-dunning-changed = the letter has changed since it was reviewed: level { $level }, { $amount }. Review it again
rule-dunning-needs_a_person = the letter of level { $level } to { $customer } is not sent without a person's approval. Look at it, then approve it
rule-dunning-customer_or_invoice = name a customer or an invoice, and not both
rule-dunning-not_blocked = reminders are not paused for { $given }
rule-letter-unknown = there is no dunning letter { $given }. Check the number
wrap-up-example = { $verb ->
        [d] d 1042 price 40
        [cb] cb tue 14:30
        [send] send 1042
        [n] n wants a copy
        [o] o voicemail
       *[p] p 500 fri
    }
rule-wrap_up-part_unknown = “{ $part }” is not a part of a wrap-up. Begin with p (promise), d (dispute), cb (callback), send, n (note) or o (outcome), as in “{ wrap-up-example }”
rule-wrap_up-part_incomplete = “{ $part }” has no { $what ->
        [amount] amount
        [day] day
        [invoice] invoice
        [reason] reason
        [time] day and time
        [document] document
        [outcome] outcome
       *[note] text
    }. Example: “{ wrap-up-example }”
rule-wrap_up-amount = “{ $given }” is not an amount in “{ $part }”. Example: “{ wrap-up-example }”
rule-wrap_up-amount_either = “{ $part }” could be one amount, or an amount on { $number }. Type “{ $one }” or “{ $other }”
rule-wrap_up-day = “{ $given }” is not a day in “{ $part }”. Days: fri, +7, eom, 10 dec. Example: “{ wrap-up-example }”
rule-wrap_up-day_either = “{ $given }” could be two days in “{ $part }”. Type { $one } or { $other }
rule-wrap_up-two_readings = “{ $part }” can be read in two ways. Write the day as 2026-12-10 or 10.12., as in “{ wrap-up-example }”
    .desk = “{ $part }” can be read in two ways. Write the day as in “{ wrap-up-example }”
rule-wrap_up-time = “{ $given }” is not a day and a time in “{ $part }”. Example: “{ wrap-up-example }”
rule-wrap_up-time_past = { $time } is past today. Type the day before the time: “+1 { $time }” is tomorrow
rule-wrap_up-reason = “{ $given }” is not one reason in “{ $part }”. Reasons: { $known }
rule-wrap_up-way = “{ $given }” is not an address or a way to send it in “{ $part }”. Ways: email, print, hand
rule-wrap_up-outcome = “{ $given }” is not how a call ends in “{ $part }”. Choose from { $known }
rule-wrap_up-document_unknown = “{ $given }” does not name a document of this account. Type its serial number (42 for INV-2026-00042), or two or more of its last digits
rule-wrap_up-document_either = “{ $given }” is the end of several numbers: { $numbers }. Type more of the one you mean
rule-wrap_up-twice = { $number } is in this line twice. Leave one of them out
rule-wrap_up-nothing_open = nothing is open on this account that could be promised or disputed
rule-wrap_up-promise_exceeds = { $given } is more than can be promised on what is open ({ $left })
rule-wrap_up-too_many_invoices = the promise would be on more than { $most } invoices. Name an amount or the invoice
rule-wrap_up-too_many_parts = a wrap-up has at most { $most } parts
rule-wrap_up-minutes = a call takes at most { $most } minutes
rule-wrap_up-call_unknown = there is no call { $given } with a wrap-up
rule-wrap_up-undone_already = what was agreed in { $call } was taken back already
rule-wrap_up-nothing_to_undo = nothing of what was agreed in { $call } can be taken back; the call stays logged
rule-wrap_up-part_stays = { $why ->
        [sent] { $number } may have gone out already and stays
       *[ended] { $number } has ended already and stays
    }
rule-period-locked = { $date } is in a period that is closed for good, through { $through }; use a day after that
rule-period-soft_locked = { $date } is in a period that is locked, through { $through }. Use a day after that, or give a reason to go ahead (override)
    .desk = { $date } is in a period that is locked, through { $through }. Enter a day after that, or give a reason to go ahead
    .overridden = dated in a locked period
rule-approval-needed = { $given } is more than { $above } and needs approval. To go ahead anyway, give a reason (override)
    .desk = { $given } is more than { $above } and needs approval. To go ahead anyway, give a reason
    .overridden = above the limit for approval
rule-void-delivered = { $invoice } has reached the customer; issue a credit note
rule-void-fiscal_receipt = { $invoice } has a receipt of the billing machine ({ $receipt }), which cannot be taken back; issue a credit note for it
rule-void-delivery_unsure = { $number } may have reached the customer ({ $delivery }). Find out and say whether it did, or issue a credit note
rule-delivery-unknown = there is no delivery { $given }. Check the number
rule-delivery-draft = { $given } is a draft; issue it first
rule-delivery-never_sent = { $given } is not sent to customers; only invoices, credit notes, receipts, statements and payment plans are
rule-delivery-document_void = { $given } is no longer valid, so it is not sent
rule-delivery-no_address = { $code } has no e-mail address. Enter one here (to), or add it to the customer
    .desk = { $code } has no e-mail address. Enter one here, or add it to the customer
rule-address-malformed = “{ $given }” is not an e-mail address; write one like accounts@example.com
rule-delivery-queued_already = { $what } is in the outbox already ({ $delivery })
rule-delivery-unsure_already = { $what } may have been sent already ({ $delivery }). Find out and say whether it arrived, or send that one again
rule-delivery-again = it was sent before ({ $delivery }, { $date })
rule-delivery-not_queued = { $delivery } is not waiting to be sent: it is { $state }
rule-delivery-another_attempt = { $delivery } was taken by another attempt in the meantime
rule-delivery-under_way = { $delivery } may still be on its way: try again in { $minutes } min, or give a reason to go ahead (override)
    .desk = { $delivery } may still be on its way: try again in { $minutes } min, or give a reason to go ahead
    .overridden = while it may still have been on its way
rule-delivery-sent_already = { $delivery } was sent. To send it once more, deliver the document again; if it came back, say so first
rule-delivery-cannot_settle = { $code ->
    [queued] { $delivery } has not been sent yet, so it has no outcome. To take it out of the outbox: `daybook outbox cancel { $delivery }`
   *[other] { $delivery } is { $state }: only what is unsure, sent or failed can still turn out otherwise
}
    .desk = { $code ->
    [queued] { $delivery } has not been sent yet, so it has no outcome
   *[other] { $delivery } is { $state }: only what is unsure, sent or failed can still turn out otherwise
}
rule-delivery-outcome = enter sent or failed
rule-settled-before_date = it was settled on { $settled }, before its date { $date }
rule-outstanding-exceeds_amount = { $given } cannot be outstanding of { $amount }: write an amount between zero and that, with the same sign
rule-outstanding-settled = it was settled on { $settled }, so { $given } cannot be outstanding: leave one of the two empty
rule-bank-ends_early = the file ends too early, at line { $line }: nothing of it is read; export it from the bank again
rule-bank-damaged = the file is damaged at line { $line }: { $given }
rule-bank-document_type = line { $line } declares a document type or uses an entity of its own, which is not read: export the file from the bank again
rule-bank-too_deep = at line { $line } the file has more than { $most } elements inside each other: it is not a bank statement
rule-bank-too_large = the file has more than { $most } MiB: split it
rule-bank-not_a_statement = the file is not a bank statement. Daybook reads CAMT.053 and CAMT.054, MT940, OFX, CSV and MoMo messages
rule-bank-other_message = the file is { $given }, not a bank statement: export CAMT.053 or CAMT.054
rule-bank-no_statement = the file ({ $format }) has no statement of an account in it
rule-bank-nothing_read = not one entry of the file can be read ({ $count }), so nothing was imported: export it from the bank again
rule-bank-empty = the statement has neither lines nor a closing balance: there is nothing to record
rule-bank-error_message = the file holds an error of the bank, not a statement: { $given }
rule-bank-encoding_unknown = the file says that it is written in “{ $given }”, an encoding that is not known: save it as UTF-8
rule-bank-amount = “{ $given }” is not an amount: the entry is left out
rule-bank-amount_unclear = “{ $given }” may be in thousands, or have three decimals where other amounts have fewer: the entry is left out. Correct it in the file
rule-bank-amount_out_of_range = the amount { $given } is larger than a book holds, or has too many decimals: the entry is left out
rule-bank-side = “{ $given }” does not tell money in from money out: the entry is left out
rule-bank-date = “{ $given }” is not a date: the entry is left out
rule-bank-other_currency = the entry is in { $given }, not in the currency of its account: it is left out
rule-bank-not_booked = the entry is not booked yet or failed ({ $given }): it is left out
rule-bank-zero = the entry moves no money{ $given ->
    [none] {""}
   *[other] {" "}({ $given })
}: it is left out
rule-bank-details_differ = the payments of this entry come to { $sum }, the entry to { $given }: it is read as one line
rule-bank-balance = “{ $given }” is not a balance
rule-bank-page_missing = a page of the statement { $given } is missing
rule-bank-count_differs = messages in the file: { $found }; it says that it holds { $given }
rule-bank-message_unread = the message can't be read and is left out: { $given }
rule-bank-told_twice = an earlier message reports the same payment, with the same balance ({ $given }): it is read once
rule-bank-columns_unknown = no columns of dates and amounts are found in the file: add a line with their names, such as Date, Description, Amount
rule-bank-date_order = “{ $given }” at line { $line } can be read as two days: say how dates are written (--date-format D/M/YYYY or M/D/YYYY)
    .desk = “{ $given }” at line { $line } can be two days: say in which order day and month are written
rule-bank-decimal_mark = “{ $given }” at line { $line } can be read as two numbers: give the decimal mark (--decimal-point or --decimal-comma)
    .desk = “{ $given }” at line { $line } can be two numbers: say whether a point or a comma stands before the decimals
rule-bank-row = the row can't be read and is left out: { $given }
rule-bank-balance_jumps = the balance is { $given }, { $expected } was expected: entries before this one are missing
rule-settled-credit = a credit can be neither settled nor disputed
rule-import-quote_never_closed = a quote opens on this line and never closes where the row should end
rule-import-document_refused = its document was refused because of line { $line }
rule-import-yes_or_no = “{ $given }” is neither yes nor no
rule-import-rows_disagree = the rows of { $given } disagree on this field
rule-import-date_format = “{ $given }” is not a date format; write one like M/D/YYYY or DD.MM.YY
rule-book-exists = there is a book in { $folder } already; name another folder
rule-book-another = the backup is of a different book than the one in { $folder }; restore it into a folder of its own
rule-book-folder_not_empty = { $folder } contains other files; name a folder of its own
rule-book-country_unknown = “{ $given }” is not a country; write its two letters (RW, CA)
rule-book-zone_unknown = “{ $given }” is not a time zone of the IANA list
rule-book-zone_missing = { $country } has several time zones; name one with --zone: { $zones }
rule-user-malformed = “{ $given }” cannot be the name of a user: it may not begin with “-”, nor hold “:” or “/”
rule-user-unknown = { $user } has no role in this book
rule-user-no_role = { $user } has no role in this book; an administrator gives one: daybook user add { $user } --role coordinator
rule-user-role_too_low = this needs the role of { $needed }; { $user } has the role of { $role }
    .desk = this needs the role of { $needed }; yours is { $role }. Ask someone who has it
rule-user-last_administrator = { $user } is the only administrator; make someone else an administrator first
rule-user-today_not_allowed = only an administrator can work under another date
rule-user-other_number = the role of { $user } was given to another user of that name (number { $given }, here { $uid }); an administrator gives it again: daybook user role { $user } coordinator
rule-user-not_on_system = this machine has no user called { $user }. Check the name; add --yes if the user will be created later
rule-user-beyond_viewers = { $what ->
    [exports] viewers may not export this book
   *[users] viewers may not see who has which role
}. Ask an administrator, who can allow it
rule-person-still_open = { $customer } still has open items or drafts. Settle, void or delete them first
rule-person-nothing_to_erase = there is nothing left to erase about { $customer }
rule-person-bank_text_stays = the bank's text about this person is hidden, but the statement on disk still contains it and `journal --private` prints it: { $count ->
        [one] { $line }
       *[other] { $line } and { $count } lines in all
    }
rule-query-unknown_thing = nothing has the number or code { $given }{ $near ->
    [none] {""}
   *[other] ; did you mean { $near }?
}
rule-query-known_at_beyond_head = the book has only { $head ->
    [one] { $head } entry
   *[other] { $head } entries
 }, not { $given }
rule-query-period_backwards = the period begins on { $from }, after it ends on { $to }
rule-import-state_unknown = “{ $given }” does not say whether the row is owed. Write open, paid or void there, or don't use the column: --map { $field }=
    .desk = “{ $given }” does not say whether the row is owed. Write open, paid or void there, or don't use the column
rule-import-paid_or_owed = the row is “{ $given }”, but how much of it is owed is not clear. Name the column of what is owed (--map outstanding=COLUMN), or don't use the column “{ $given }” is in: --map state=
    .desk = The row is “{ $given }”, but how much of it is owed is not clear. Choose the column of what is owed (outstanding), or don't use the column of states
rule-import-conflict = { $given } is in the book with other content. Correct the row, or leave it out
rule-import-too_many_columns = the file has { $given ->
    [more] more than { $most } columns, which is the most that are read
   *[other] { $given } columns; at most { $most } are read
}
rule-import-unknown_column = the file has no column “{ $given }”; it has { $known }
rule-import-unknown_field = “{ $given }” is not a field; the fields are { $known }
rule-import-unreadable = the file cannot be read as a table: { $given ->
    [damaged_workbook] the workbook is damaged or cut off. Open it in the program that made it and save it again, or save it as CSV
    [protected_workbook] the workbook is protected by a password. Save it without one
    [foreign_workbook] the workbook is packed in a way that is not read. Save it again as .xlsx or CSV
    [packed_file] it is a packed file, not a workbook. Unpack it first
    [too_many_texts] the workbook claims more texts than it can hold. Save it again, or save it as CSV
    [cell_too_long] a cell of it is longer than 64 KiB
    [no_such_sheet] it has no such sheet
    [no_sheets] it has no sheets
    [no_header] it has no header
    [open_quote] a quote in its header is open
   *[other] { $given }
 }
rule-import-too_large = the workbook unpacks to more than is read (at most { $most } MiB in all): save the sheet as CSV, or split it
rule-import-currency_mark = the amount is marked { $given }, and the row is in { $currency }: correct one of them, or give the currency (--set currency=…)
    .desk = the amount is marked { $given }, and the row is in { $currency }: correct one of them, or give the field “currency” a value
rule-import-two_readings = { $question }: { $choices }
rule-import-kind_unknown = it is not clear what the file holds. Name its kind (--kind), and the columns that its fields come from (--map FIELD=COLUMN). It has { $known }
    .desk = It is not clear what the file holds. Press t until the right kind is shown, then choose the columns
rule-import-not_a_kind = the file calls itself “{ $given }”, which is not imported; if it holds something else, name it (--kind)
    .desk = The file calls itself “{ $given }”, which is not imported. If it holds something else, press t until the right kind is shown
rule-import-tax_unknown = “{ $given }” in the column “{ $column }” is not the tax of any code that the line can have here. Name the code (--set tax=CODE), or import the invoices by their totals (--kind receivables)
    .desk = “{ $given }” in the column “{ $column }” is not the tax of any code that the line can have here. Give the field “tax” a code, or import the invoices by their totals: press t until they are receivables
rule-import-tax_unclear = “{ $given }” in the column “{ $column }” is the tax of several codes: { $choices }. Say which with --set tax=CODE
    .desk = “{ $given }” in the column “{ $column }” is the tax of several codes: { $choices }. Give the field “tax” one of them as its value
rule-import-prices_with_tax = the prices include taxes (“{ $given }” in the column “{ $column }”), and lines are imported without. Import the invoices by their totals: --kind receivables
    .desk = The prices include taxes (“{ $given }” in the column “{ $column }”), and lines are imported without. Import the invoices by their totals: press t until they are receivables
rule-import-total_differs = the file says { $amount }, but its lines and their taxes come to { $total } ({ $before } + { $difference }). Correct them, or don't use the column: --map { $field }=
    .desk = The file says { $amount }, but its lines and their taxes come to { $total } ({ $before } + { $difference }). Correct them, or take the field “{ $name }” from no column
rule-import-tax_apart = the file gives the tax in a separate column (“{ $given }” in the column “{ $column }”, line { $line }), and does not say whether the amounts include it. Name the column of the totals with taxes: --map amount=COLUMN
    .desk = The file gives the tax in a separate column (“{ $given }” in the column “{ $column }”, line { $line }), and does not say whether the amounts include it. Choose the column of the totals with taxes for the field “amount”
rule-import-amount_unclear = “{ $given }” may be { $thousands }, or { $expected } with more decimals than { $currency ->
    [none] the other amounts
   *[other] { $currency } has
 }. Write it without a mark between thousands, or with as many decimals as the other amounts
rule-import-price_unclear = “{ $given }” is read as { $expected } and may be { $thousands }: other prices have fewer decimals. Check it
rule-import-line_differs = the file says { $given } in the column “{ $column }”, but quantity and price come to { $before } without taxes. Correct them, or don't use the column: --map line_total=
    .desk = The file says { $given } in the column “{ $column }”, but quantity and price come to { $before } without taxes. Correct them, or take the field “line total” from no column
rule-import-aging_summary = the file is a summary of debts by age ({ $given }), without invoices. Export one row for each open invoice instead, with number, date, total and balance: “Open Invoices” or “A/R Aging Detail” in QuickBooks, “Invoice Details” in FreshBooks, “Invoices” in Xero and Zoho
    .desk = This is a summary of debts by age, without invoices. Export one row for each open invoice instead: “Open Invoices” or “A/R Aging Detail” in QuickBooks, “Invoice Details” in FreshBooks, “Invoices” in Xero and Zoho
rule-import-vendors = the column “{ $given }” says that these are suppliers or their bills, which are not imported. Export the customers or the sales invoices; if it does hold those, name the kind (--kind)
    .desk = The column “{ $given }” says that these are suppliers or their bills, which are not imported. Export the customers or the sales invoices; if it does hold those, press t until the right kind is shown
rule-import-no_header = no line of the file has column names that an import knows. Add such a line, or name the kind (--kind) and the columns (--map FIELD=COLUMN)
    .desk = No line of the file has column names that an import knows. Add such a line, or press t until the right kind is shown, and choose the columns
rule-import-sheet_unknown = the workbook has no sheet “{ $given }”; it has { $known }
rule-import-not_confirmed = nothing was imported: check how the file is read, then add --yes
rule-import-not_an_export = the folder is not what `daybook export csv` writes: name one file of it, such as an invoice list
rule-import-old_workbook = this is a workbook of an old format (.xls): save it as .xlsx, .ods or CSV
rule-import-not_a_table = the file is neither text nor a workbook
rule-file-in_book = { $folder } is the folder of a book: choose another one
rule-file-not_a_file = { $file } is { $kind ->
    [folder] a folder
    [pipe] a named pipe, whose end may never come
    [socket] a socket
    [link] a link
   *[device] a device
 }, not a file: give a file, or /dev/stdin to read what another program sends
    .desk = { $file } is { $kind ->
        [folder] a folder
        [pipe] a named pipe, whose end may never come
        [socket] a socket
        [link] a link
       *[device] a device
     }, not a file. Choose a file
rule-file-too_long = the file is longer than { $most }: split it, or choose another one
rule-file-exists = { $force ->
    [yes] { $file } is there already; --force replaces it
   *[no] { $file } is there already; choose another name
}
rule-clock-ahead = the clock says { $now }, and the last entry is dated { $last }{ $files ->
    [none] {""}
   *[other] ; the file server says { $files }
 }: set the clock, or, if it is right, have an administrator confirm it with daybook confirm-clock --reason
    .desk = the clock says { $now }, and the last entry is dated { $last }{ $files ->
    [none] {""}
   *[other] ; the file server says { $files }
 }: set the clock, or, if it is right, an administrator confirms it: Ctrl-P, “confirm clock”
rule-clock-behind = the clock says { $now }, but the last entry is dated { $last }: set the clock, or, if it is right, have an administrator confirm it with daybook confirm-clock --reason
    .desk = the clock says { $now }, but the last entry is dated { $last }: set the clock, or, if it is right, an administrator confirms it: Ctrl-P, “confirm clock”
rule-clock-not_in_doubt = the clock is not in doubt, so there is nothing to confirm
# Why nothing can be posted for now.
why-read-only = { $why ->
    [disk_full] the disk is full
    [file_limit] no file may grow any more (ulimit -f)
    [disk_read_only] the disk is read-only
    [disk_fails] the disk is failing
    [clock_ahead] the clock is too far after the last entry
    [clock_behind] the clock is behind the last entry
   *[other] { $why }
}
rule-journal-no_space = nothing was written: { why-read-only }; send it again once that is fixed
    .desk = nothing was written: { why-read-only }. Post it again once that is fixed
rule-journal-outcome_unknown = it is not known whether this was written: { $why }; open the book again and send it under the same id
    .desk = it is not known whether this was written: { $why }. Close the desk and open it again, then post from the same form: nothing is posted twice
rule-journal-read_only = the book is read-only for now: { why-read-only }

## Warnings: what is posted anyway

rule-payment-nothing_left = nothing is left of { $invoice }, so nothing of this payment is allocated to it{ $write_off ->
    [none] {""}
   *[other] : it was written off by { $write_off }. To take the money for it, recover { $write_off } first
}
rule-payment-looks_twice = { $number } of { $date } has the same { $reference ->
    [none] amount and method
   *[other] { $as ->
        [certificate] certificate number
       *[payment] amount and reference
    } ({ $reference })
}: make sure that this is another payment
rule-invoice-looks_twice = { $number } of { $date } has the same { $reference ->
    [none] total
   *[other] total and reference ({ $reference })
}: make sure that this is another invoice
rule-customer-looks_twice = { $code } has the same { $field ->
    [name] name
    [phone] phone number
    [email] e-mail address
   *[tax_id] tax number
}: make sure that this is another customer
rule-date-unusual = { $given } is { $days } days { $way ->
    [ahead] ahead
   *[back] ago
}: make sure that the date is right
rule-rate-unusual = 1 { $currency } was { $last } { $book } the last time, now { $given }: make sure that the rate is right
rule-total-zero = the total is zero: make sure that nothing is to be billed
rule-invoice-untaxed = { $what ->
    [charge] the charge “{ $lines }” carries no tax
   *[line] { $count ->
        [one] line { $lines } carries no tax
       *[other] lines { $lines } carry no tax
    }
 }, although the company { $numbers ->
    [TIN] has a TIN
   *[other] is registered for { $numbers }
 }. { $usual ->
    [none] Type the tax code of the customer's province
   *[other] { $region ->
        [none] Usual here: { $usual }
       *[other] Usual for a customer in { $region }: { $usual }
    }
}. For a sale without tax, say which kind it is: { $untaxed }
rule-invoice-content_missing = it charges { $tax }, and documents of this amount must show the company's { $number } number, which is not recorded. An administrator adds it with amend_company: "tax_ids":[{"{"}"name":"{ $number }","number":"{ $form }"{"}"}]
    .desk = it charges { $tax }, and documents of this amount must show the company's { $number } number, which is not recorded. An administrator adds it: Ctrl-P, “company”
rule-tax_id-unusual = { $why ->
    [check] { $given } cannot be a { $number } number: its check digit does not fit
   *[form] { $given } does not look like a { $number } number, which is written as { $form } (9 for any digit)
}. Compare it with the certificate of registration
rule-price-zero = the price is zero: make sure that nothing is to be billed for it

## The desk

others-lost = no connection since { $since }: reading only
others-read_only = read-only: { why-read-only }
others-not-now = Nothing can be posted now: { why-read-only }. The form keeps what you typed; post it once that is fixed.
others-clock = Nothing can be posted now: { why-read-only }. Set the clock; if it is right, an administrator confirms it with { $key }. The form keeps what you typed.
others-wait = There is no connection to the book. Nothing is lost: post this again once the connection is back.
others-here = { $users } also on { $what }
others-changed = { $user } { $time }: { $what }
meanwhile-field = Meanwhile { $field }: { $was } → { $is }
meanwhile-again = Someone else has changed this: review it again.
needs-role = A viewer can look but not change anything. An administrator can give you another role.
word-viewer = viewer
word-coordinator = coordinator
word-supervisor = supervisor
word-administrator = administrator
desk-who = Who is calling?
desk-opening = opening the book …
desk-too-small = Daybook needs a window of 60×16; this one is { $width }×{ $height }. Until it is larger, keys do nothing.
desk-counts = { $found } of { $all }
desk-counts-partial = { $found } of { $all }, still reading
desk-type = Type what the caller says: a name, a number, an amount, a telephone number.
desk-nobody = No match for “{ $query }”
desk-of-the-bank = Enter opens { $query } among the bank lines
desk-nobody-marked = No account to open: type what the caller says
desk-how-to-leave = F3 closes the desk.
desk-reading = Reading { $customer } …
desk-parked = { $count } on hold, { $key } resumes
desk-account = Account
desk-code = Code
desk-balance = Balance
desk-overdue = Overdue
desk-last-paid = Last paid
desk-on-account = On account
desk-disputed-sum = Disputed

desk-disputed-of = disputed { $amount }

desk-on-hold = On hold: { $reason }.
desk-called = Last call { $date }: { $text }

desk-limit = limit { $amount }
desk-not-due = not due
desk-30 = 1–30
desk-60 = 31–60
desk-90 = 61–90
desk-91 = 91+
desk-open-items = Open items { $count }, by due date
desk-in-hand = on account
desk-due-in = in { $days ->
    [one] { $days } day
   *[other] { $days } days
}
desk-due-today = due today
desk-days-late = { $days ->
    [one] { $days } day overdue
   *[other] { $days } days overdue
}
desk-help = Keys available here; type to filter:
desk-palette = What would you like to do?
desk-palette-nothing = No match for “{ $query }”: type a word of the command, or a key.

greet-empty = This book is empty. Three ways to begin:
greet-customer = Alt-N registers the first customer; then Alt-I issues its first invoice.
greet-import = Ctrl-P, then “import”, imports a list of customers and what they owe; “daybook import FILE” does the same.
greet-demo = “daybook demo” makes a book of made-up data to try everything out on.
greet-help = F1 shows the keys available here, Ctrl-P all commands.

sheet-lately = Recent activity
sheet-no-items = Nothing is open.
sheet-nothing-marked = Nothing is selected. Press Tab to go to the open items or to recent activity.
sheet-tax-id = tax number { $number }
sheet-by = by { $date }

list-filter = Filter:
list-entry = Entry
list-command = Command
list-by-made = By, and what it made
list-number = Number
list-amount = Amount
list-left = Open
list-count = { $count }
list-reading = Reading …
list-none = There are none yet. Ctrl-P has the command that makes the first one.
list-none-such = No match. Esc clears the filter, o shows all.
list-nothing = There is nothing to open here.
only-all = all
only-open = open
only-late = overdue
sort-newest = newest first
sort-due = by due date
sort-amount = by amount
sort-left = by amount open
pane-home = Look-up
pane-customers = Customers
pane-invoices = Invoices
pane-drafts = Drafts
pane-payments = Payments, credit notes, refunds
pane-disputes = Disputes
pane-promises = Promises
pane-plans = Payment plans
pane-calls = Calls
pane-callbacks = Callbacks
pane-worklist = Worklist
worklist-reading = Reading the worklist …
worklist-empty = Nobody to call: no callback, promise, dispute or overdue item needs a call today.
worklist-empty-later = Nobody to call now; { $count ->
    [one] { $count } customer
   *[other] { $count } customers
} may be called later, within their hours.
worklist-nobody = No customer is selected
worklist-progress = { $done } done · { $left } left
worklist-progress-more = { $done } done · { $left } or more left
worklist-progress-some = { $done } done · more left
worklist-later = { $count } outside their hours
worklist-shows-later = { $key } shows them.
worklist-outside = it is { $time } there ({ $zone }): call between { $from } and { $to }
worklist-also = also: { $reasons }
worklist-with = with { $user }
work-callback-due = callback agreed for { $on ->
    [none] { $time }
   *[other] { $on } { $time }
} ({ $case })
work-promise-broken = promised to pay by { $day } and did not ({ $promises })
work-promise-part-kept = promised { $currency } { $promised } by { $day }; { $came } was received in time, { $amount } is missing ({ $promises })
work-promise-due = promised to pay by { $day } ({ $promises })
work-dispute-due = dispute { $case } on { $invoice } was to be settled by { $day }
work-plan-missed = missed the instalment of { $day } ({ $case })
work-newly-overdue = { $invoice } fell overdue { $days ->
    [one] yesterday
   *[other] { $days } days ago
}
work-no-contact = { $days ->
    [one] { $days } day
   *[other] { $days } days
} overdue since { $invoice }; { $contact ->
    [never] no call yet
   *[other] last call { $contact }
}
work-to-allocate = money on account pays { $invoices }: allocate it
work-short-callback-due = callback
work-short-promise-broken = broken promise
work-short-promise-part-kept = promise kept in part
work-short-promise-due = promise due
work-short-dispute-due = dispute due
work-short-plan-missed = plan missed
work-short-newly-overdue = newly overdue
work-short-no-contact = not called lately
work-short-later = later: { $reason }
work-short-to-allocate = to allocate
habit-late = paid { $late } of the last { $paid } late, { $days ->
    [one] { $days } day
   *[other] { $days } days
} on average
habit-in-time = paid the last { $paid } in time
habit-promises = kept { $kept } of { $judged } promises
habit-promises-broken = kept { $kept } of { $judged } promises, broke { $broken }
worklist-home = { $call } to call
worklist-home-more = { $call } or more to call
worklist-home-of-them = { $count ->
    [one] { $count } of them a callback
   *[other] { $count } of them callbacks
} by { $time }
worklist-home-callbacks = { $count ->
    [one] { $count } callback
   *[other] { $count } callbacks
} by { $time }
desk-worklist = { $said } (Alt-W)
sheet-to-allocate = { $currency } { $amount } on account is for a promise: allocate it
document-to-allocate = On account, to allocate
report-promises = Promises
report-promises-summary = Promises to pay, with what was received in time and their state
by-kept = kept
by-part-kept = partly kept
by-broken = broken
by-withdrawn = withdrawn
heading-promise = Promise
heading-phone = Phone
heading-pay-by = Pay by
heading-promised = Promised
heading-came = Received in time
heading-missing = Still missing
worklist-none-next = Nobody to call now.
worklist-none-due = Nobody is due to be called now. Select a customer, and the same key calls them anyway.

document-state = State
document-delivery = Delivery
document-interest-on = Interest on
dispute-age = { $over ->
    [0] day { $day } of { $of }
    [one] day { $day } of { $of }: 1 day over the goal
   *[other] day { $day } of { $of }: { $over } days over the goal
 }
dispute-late = { $late ->
    [one] 1 day overdue
   *[other] { $late } days overdue
 }
hint-split = less than { $left }
split-stays = { $left } stays
split-stays-on = Stays on { $dispute }
document-net = Net
document-tax = { $code } { $rate }%
document-vat = Tax
document-total = Total
document-credit = Credit
document-outstanding = Outstanding
document-settled-by = Settled by
document-allocated-to = Allocated to
document-original = Original dispute
document-remaining = Still disputed
document-credited = Credited
document-paid = Paid since
document-cleared = Settled otherwise
document-timeline = History
step-opened = opened
step-noted = note
step-moved = moved
step-resolved = resolved
step-to = { $step }: { $to }
document-draft-help = To issue it at today's prices and taxes: Ctrl-P, “issue”.

form-not-worked-out = Taxes and totals are worked out once the connection is back
lock-who = The desk is locked. Your login name on this machine:
lock-other = That is not the login name this desk was opened under.

call-resumed = This call was on hold. Alt-Z discards it.
park-parked = On hold. Alt-B resumes it.
park-none = Nothing is on hold.
park-nothing = There is no form to put on hold.
undo-nothing = You have posted nothing recently that can be taken back.
drafts-unreadable = the unfinished entries from last time cannot be read ({ $why }). { $kept ->
    [yes] Their file was moved to { $at }
   *[no] Their file { $at } stays as it is, and no unfinished entry is saved from now on: move the file, then open the desk again
 }.
restore-found = Unfinished entries from last time:
restore-one = { $form } · { $whose } · { $at }
restore-sure = Press the same key again to discard what was typed.
restore-later = They are on hold. Alt-B resumes them.
posted = Done: { $form }.
posted-made = { $form }: { $made } posted.
posted-undo = { $form }: { $made } posted. Alt-U takes it back.
posted-then-credit = { $key } credits the dispute.
posted-then-open = { $opens }, then { $key } credits the dispute.
posted-queued = { $made } is queued in the outbox and not sent yet.
posted-queued-undo = { $made } is queued in the outbox and not sent yet. Alt-U takes it out.
posted-handed = { $made }: noted as delivered by hand.

needs-customer = select a customer first
needs-document = select { $of } first
needs-one-on-account = The account is open: select { $of }, then press { $key }
list-dispute-on-account = The account is open at { $number }: press { $key } again
needs-other = select { $of } first: { $number } is { $kind }
one-invoice = an invoice
one-draft = a draft
one-payment = a payment
one-credit-note = a credit note
one-refund = a refund
one-write-off = a write-off
one-dispute = a dispute
one-promise = a promise
one-plan = a payment plan
one-call = a call
one-unidentified = an unidentified receipt
one-deposit = a deposit
one-bank-line = a bank line
one-letter = a dunning letter
one-callback = a callback
one-document = a document

form-customer = New customer
form-amend = Change customer
form-hold = Put on hold
form-release = Take off hold
form-invoice = New invoice
form-draft = Draft invoice
form-issue-draft = Issue draft
form-discard-draft = Delete draft
form-amend-draft = Change draft
form-payment = Payment
form-await-certificate = Certificate awaited
field-withheld = Withheld
form-certificate = Certificate of tax withheld
form-amounts = An amount beside each invoice it settles · f full
field-certificate-kind = Kind
field-certificate-number = Number
entry-amounts = Enter an amount beside each invoice it settles
entry-price-missing = Enter a unit price, or choose an item from the catalogue
form-credit-note = Credit note
form-credit-apart = Credit note beside the dispute
form-credit-dispute = Credit the dispute
form-void = Void invoice
form-dispute = Open dispute
form-note-dispute = Note on dispute
form-move-dispute = Move dispute
form-resolve-dispute = Resolve dispute
form-split-dispute = Split dispute
form-join-dispute = Join disputes
form-define-reason = Reason for disputes
form-define-root-cause = Root cause of disputes
form-call = Call
form-undo-wrap-up = Take back what was agreed
form-undo-plan = Take back payment plan
form-promise = Promise
form-withdraw-promise = Withdraw promise
form-agree-plan = Payment plan
form-cancel-plan = Cancel payment plan
form-late-fee-policy = Late fee policy
form-charge-late-fee = Charge interest
form-hold-policy = Hold policy
form-take-hold = Hold by policy
field-yearly-percent = Yearly interest
field-from-day = From
field-through-day = Through
field-days-late = Days overdue
field-amount-overdue = Amount overdue
field-broken-promises = Broken promises
form-callback = Callback
form-done = Complete callback
form-snooze = Snooze customer
form-hand-over = Hand customer over
form-set-calling-hours = Calling hours
form-allocate = Allocate
form-unallocate = Reverse allocation
form-bounce = Returned payment
form-refund = Refund
form-write-off = Write off
form-recover = Recover write-off
form-deliver = Send document
form-deliver-statement = Send statement
form-retry-delivery = Send again
form-cancel-delivery = Take out of the outbox
form-settle-delivery = What became of it
form-item = Item
form-kept = saved { $at }
call-clock = { $minutes } min

form-lines = Lines
form-more-fields = { $count } more
form-shares = Oldest due first · f full · d discount · o on account
form-shares-exact = What is left of one invoice · f full · o on account
form-shares-discounted = { $invoice } less its discount · f full · o on account
form-shares-late = { $invoice } less a discount that ended on { $until }
form-shares-dictated = As the remittance says
form-shares-said = As typed · f full · d discount · o on account
form-no-shares = Nothing is open: all of it stays on account.
form-no-lines = This form has no lines.
form-no-printer = Nothing can be printed here: the program lp is not installed. The document would wait in the outbox. Install CUPS, or set print_to in mail.toml to a folder.
form-nothing-to-repeat = Nothing to repeat: no entry since the desk was opened filled in this field.
form-repeats-no-customer = Type the customer: it is not repeated from the last entry.
form-repeats-own = The last entry was for another customer, so this field is not repeated.
form-changes-nothing = Nothing is changed yet: type over a field, or close the form with Esc.
form-discarded = Discarded.
form-on-its-way = This form is being sent.
form-not-taken = What you typed before this screen appeared was ignored. Read it first.
form-allocated = Allocated
form-stays = On account
given-up-small-difference = Small difference
given-up-bad-debt = Bad debt
given-up-early-payment = Early-payment discount
given-up-cash-rounding = Rounding
review-title = Review: { $form }
made-allocations = { $count ->
    [one] { $count } allocation
   *[other] { $count } allocations
 }
review-makes = This posts { $made }. Enter posts it, Esc goes back to the form.
review-waits = Nothing is posted for now. Esc goes back to the form, which keeps what you typed.
review-no-tax = no tax
review-posts = Enter posts it, Esc goes back to the form.
review-no-typing = You cannot type in the review: { $post } posts it, { $back } goes back to the form.
review-overrides = Overridden: { $rules }.
review-more = { $count ->
    [one] … and { $count } more line (Down)
   *[other] … and { $count } more lines (Down)
}

field-name = Name
field-code = Code
field-contact = Contact
field-phone = Phone
field-email = E-mail
field-address = Address
field-city = City
field-region = Region
field-postal-code = Postal code
field-country = Country
field-tax-id = Tax number
field-tax-ids = Tax numbers
field-payment-instructions = How to pay
field-fiscal-number = Receipt number
field-sdc-id = SDC ID
field-fiscal-time = Time
field-internal-data = Internal data
field-signature = Signature
field-terms = Terms
field-credit-limit = Credit limit
field-currency = Currency
field-reason = Reason
field-date = Date
field-due = Due
field-remittance = Remittance
review-is-remittance = Did you mean Remittance? The reference reads as what the payment is for, but is posted as a plain reference: the allocation below does not follow it. Esc goes back.
reference-is-remittance = what it pays? Type it on the next line
field-reference = Reference
field-prices = Prices
field-shipping = Shipping
field-shipping-tax = Tax on shipping
field-amount = Amount
field-credit = Amount
field-method = Method
field-again = Retype number
field-note = Note
field-owner = Owner
field-root-cause = Root cause
field-join-into = Joined to
field-to = New state
field-outcome = Outcome
field-send-by = By
field-send-to = To
field-send-outcome = It was
field-statement-from = From
field-statement-through = Through
field-statement-style = Style
field-direction = Direction
field-wrap-up = Wrap up
field-call-outcome = Call ended
field-started = Began
field-promise-amount = Promised
field-promise-by = Pay by
field-promise-invoice = For invoice
field-plan-invoices = Invoices
field-plan-count = Instalments
field-plan-every = Every
field-plan-first = First due
field-default-after = Ends if missed
plan-covers = Invoices covered:
plan-cover-due = due { $date }
plan-instalments = Instalments:
plan-left-out = { $amount } of what is owed is not in the plan
plan-paid = paid
plan-part-paid = { $amount } paid
plan-not-paid = missed
plan-not-owed = no longer owed
plan-still-to-pay = { $amount } still to pay
plan-missed = Missed
plan-to-allocate = On account, to be allocated
plan-left = Left
plan-left-cancelled = Of that, no longer in instalments
plan-left-disputed = Of that, disputed and not asked for now
plan-default-since = In default since { $date }: all that is left is due
plan-cancelled-on = Cancelled on
plan-replaced-by = Replaced by
review-promise-gives-way = Promise { $number } gives way to the plan
review-plan-replaced = { $by } replaces { $number }, which is in default
field-tolerance-days = Days of grace
field-callback-at = Call back on
field-callback-note = Call back about
field-until = Comes back on
field-hand-over-to = Handed over to
field-calling-from = Calls from
field-calling-to = Calls until
field-calling-zone = Time zone
field-dispute-amount = Disputed
field-dispute-reason = Reason
field-dispute-invoice = On invoice
field-allocation = Allocation
field-invoice = Invoice
field-item-code = Code
field-price = Price
field-unit = Unit
field-tax = Taxes
field-override-reason = Override reason
column-item = Description
column-quantity = Qty
column-unit-price = Unit price
column-discount = Disc
column-tax = Tax
column-net = Net

hint-today = today
hint-plan-invoices = blank: all open ones, due or not
hint-default-after = blank: ends after 2 missed
hint-full = blank: everything left to credit
hint-again = type { $end } to confirm { $number }
hint-day = t, +30, fri, 21 nov
hint-line-says = { $key } takes “{ $text }” from the bank line
hint-line-wrote = the bank line says “{ $text }”
hint-remittance = 1042 400, 1043 all, 1044 -40 damaged
hint-moment = mon 9:00, +1 14:30
hint-reason = why you are going ahead anyway
entry-customer = No customer matches “{ $given }”
entry-line-parts = “{ $given }”: type each customer and how much, as in C0001 400, C0002 all
entry-line-parts-rest = “{ $given }”: the others leave nothing of the line
hint-line-parts = C0001 400, C0002 all
entry-bankable = No payment in cash or by cheque that waits for the bank ends in { $given }
entry-line-several = Several customers fit “{ $given }”: type more of the name, or the code
entry-looked-up = “{ $given }” is being looked up
entry-offers = Several fit “{ $given }”: choose one with Up and Down, then Enter
entry-day = “{ $given }” is not a day. Try: t, +30, fri, eom, 21, 21 nov
entry-day-either = “{ $given }” could be two days. Type { $one } for day { $first }, month { $second }, or { $other } for the other
entry-amount = “{ $given }” is not an amount. Try: 500, 1 234, 200k
entry-amount-either = “{ $given }” could be two amounts. Type { $thousands } or { $point }
entry-decimals = { $given } has too many decimals. Enter at most { $decimals }
entry-count = “{ $given }” is not a whole number. Try: 2
entry-choice = “{ $given }” is not one of { $choices }
note-is-wrap-up = only a note: type it below
entry-is-wrap-up = “{ $given }” belongs on the line “{ field-wrap-up }”
entry-moment = “{ $given }” is not a time. Try: mon 9:00, +1 14:30
entry-item = { $given } does not name an open item. Type two or more of the last digits of its number
entry-item-reading = Reading the open items …
entry-item-either = { $given } could be { $one } or { $other }. Type more of the number
entry-again = Type { $end } to confirm { $number }
charge-shipping = Shipping

word-in-progress = in progress
word-no-cause = no cause yet
word-part-paid = partly settled
word-on-account = on account
word-part-kept = partly kept
word-plan = payment plan
word-default = in default
word-two-weeks = two weeks
word-credit-note = credit note
word-write-off = write-off
word-open-item = open items
word-balance-forward = balance forward
word-email = e-mail
word-print = on paper
word-hand = by hand
word-small-difference = small difference
word-bad-debt = bad debt
word-momo = mobile money
word-in = incoming
word-out = outgoing

key-open = account
key-open-help = Open the selected account
key-accept = accept
key-open-row = open
key-open-row-help = Open the selected row
key-open-item = open
key-open-item-help = Open the selected document
key-open-account = account
key-open-account-help = Open its account
key-call = call
    .also = phone, telephone, ring, wrap up
key-call-help = Log a call and what was agreed, in one line or on the form
key-undo-wrap-up = take back
key-undo-wrap-up-help = Take back what was agreed in a call
key-undo-plan = take back
key-undo-plan-help = Take back a plan that was a mistake: its promises stand again
call-agreed = Agreed on the phone
call-account = The account
call-line-hint = p 500 fri · d 1042 price 40 · cb tue 14:30 · send 1042 · n note · o voicemail; Enter posts
call-more = and { $count } more
agreed-outcome = Call ended: { $outcome }
agreed-promise = Promises { $amount } by { $by } ({ $invoice })
agreed-dispute = Disputes { $amount } of { $invoice }: { $reason }
agreed-callback = Call back { $at }
agreed-callback-about = Call back { $at }: { $note }
agreed-statement = the statement
agreed-send-email = Send { $what } by e-mail to { $to }
agreed-send-print = Print and send { $what }
agreed-hand = Hand over { $what }
agreed-hand-to = Hand over { $what } to { $to }
agreed-no-promise = Promise { $number } is withdrawn
agreed-no-dispute = Dispute { $number } is void
agreed-no-callback = Callback { $number } is cancelled
agreed-callback-done = Callback { $number } done
agreed-reopened = Open again: { $numbers }
agreed-no-delivery = { $number } is not sent
key-invoice = invoice
    .also = bill, sale
key-invoice-help = Issue an invoice
key-payment = payment
    .also = receive, receipt, collect, cash, cheque, check, remittance, take a payment
key-payment-help = Record a payment
key-certificate = certificate
    .also = withholding, WHT
key-await-certificate = certificate awaited
key-await-certificate-help = Note tax withheld on the invoice while its certificate is awaited
key-certificate-help = Record a certificate of tax that the customer withheld
key-dispute = dispute
    .also = claim, complaint, query, deduction, short payment
key-dispute-help = Open a dispute on the selected invoice
key-credit = credit
    .also = credit note, credit memo, rebate, return, refund an invoice
key-credit-help = Credit the selected invoice, or its dispute
key-credit-apart = credit note beside the dispute
key-credit-apart-help = Credit the selected invoice for something else: its dispute stays open
key-promise = promise
    .also = promise to pay, PTP, commitment
key-promise-help = Record a promise to pay the selected invoice
key-amend = change
    .also = edit, credit limit, phone number, telephone, e-mail, email, address, contact, terms, tax number
key-amend-help = Change the customer's details
key-allocate = allocate
    .also = apply, match, use, on account, unapplied, credit balance
key-allocate-help = Allocate what is left of a payment or a credit note
key-unallocate = unallocate
    .also = unapply, unmatch
key-unallocate-help = Reverse an allocation
key-note = note
    .also = comment, owner
key-note-help = Add a note; change owner, due date or root cause
key-move = move
key-move-help = Move the dispute to its next state
key-resolve = resolve
    .also = close dispute, reject, settle
key-resolve-help = Resolve the dispute: credited, rejected or withdrawn
key-customer = new customer
    .also = new account, client, debtor, add customer, create customer
key-customer-help = Register a customer
key-item = item
    .also = product, price list, service
key-item-help = Add an item to the catalogue, or change its price
key-draft = draft
    .also = prepare, new draft
key-draft-help = Draft an invoice: no number yet, nothing is owed
key-issue-draft = issue
key-issue-draft-help = Issue the selected draft
key-discard-draft = delete draft
key-discard-draft-help = Delete the selected draft
key-amend-draft = change draft
key-amend-draft-help = Open the selected draft in the form again, to change it
key-form-paper = paper
key-form-paper-help = See the document as the customer would get it
form-no-paper = The document appears here once a line has a price.
form-paper-no-typing = You cannot type in the preview: { $back } goes back to the form.
form-paper-more = { $count ->
    [one] … and { $count } more line ({ $key })
   *[other] … and { $count } more lines ({ $key })
}
form-paper-left-out = { $count ->
    [one] Line { $lines } is left out: it has no catalogue item and no price.
   *[other] Lines { $lines } are left out: they have no catalogue item and no price.
}
form-paper-none = The document cannot be shown yet: { $why }
form-paper-old = What you typed last is not in this preview: { $why }
key-scroll-down = scroll down
key-scroll-down-help = Scroll down
key-scroll-up = scroll up
key-scroll-up-help = Scroll up
key-void = void
    .also = cancel invoice, delete invoice, wrong invoice
key-void-help = Void the selected invoice; its number stays
key-bounce = returned
    .also = bounced, NSF, dishonoured, unpaid, chargeback
key-bounce-help = Record that the bank returned a payment
key-refund = refund
    .also = pay back, repay
key-refund-help = Refund what is left of a payment or a credit note
key-write-off = write off
    .also = bad debt, uncollectable, uncollectible, small difference, loss
key-write-off-help = Write off what is left of an invoice
key-recover = recover
    .also = bad debt recovered
key-recover-help = Reverse a write-off: the customer paid after all
key-callback = call back
    .also = follow up, remind me, appointment
key-callback-help = Schedule a callback
key-done = done
key-done-help = Complete a callback
key-snooze = snooze
    .also = postpone, later, defer
key-snooze-help = Take the customer off the worklist until a day
key-hand-over = hand over
    .also = assign, reassign, delegate
key-hand-over-help = Hand the calls to the customer over to another user
key-calling-hours = calling hours
    .also = opening hours, time zone
key-calling-hours-help = Say when the customer may be called
key-next-call = call
key-next-call-help = Call the selected customer, with the reason on the screen
key-worklist-hours = all hours
key-worklist-hours-help = Show or hide customers outside their calling hours
key-worklist-open = account
key-worklist-open-help = Open the account of the selected customer
key-pane-worklist = worklist
    .also = to do, tasks, chase, collections, collect
key-pane-worklist-help = The worklist: who to call today, and why
key-hold = hold
    .also = block, stop, credit hold
key-hold-help = Put the account on hold: no more invoices are issued to it
key-release = release
    .also = unblock
key-release-help = Take the account off hold
key-withdraw-promise = withdraw promise
key-withdraw-promise-help = Withdraw a promise
key-agree-plan = payment plan
    .also = instalments, installments, arrangement, pay in parts
key-agree-plan-help = Agree a payment plan: the customer's debt in instalments
key-cancel-plan = cancel plan
key-cancel-plan-help = Cancel a payment plan
key-late-fee-policy = late fee policy
    .also = interest rate, finance charge, penalty
key-late-fee-policy-help = Set the yearly interest for late payment (0% ends it)
key-charge-late-fee = charge interest
    .also = late fee, finance charge, penalty
key-charge-late-fee-help = Charge interest on the selected invoice
key-hold-policy = hold policy
key-hold-policy-help = Set when putting an account on hold is proposed
key-take-hold = hold by policy
key-take-hold-help = Put the account on hold, as the hold policy proposes
key-deliver = send
    .also = print, e-mail, email, mail, post
key-deliver-help = Send the document to the customer
key-deliver-statement = send statement
    .also = print statement, e-mail statement, email statement
key-deliver-statement-help = Send the customer a statement of account
key-retry-delivery = send again
    .also = resend
key-retry-delivery-help = Send again what failed or may not have arrived
key-cancel-delivery = cancel delivery
key-cancel-delivery-help = Take a delivery out of the outbox
key-settle-delivery = settle delivery
key-settle-delivery-help = Say whether a delivery arrived or came back
key-down = next row
key-down-help = Next row
key-up = previous row
key-up-help = Previous row
key-clear = clear
key-clear-help = Clear what you typed
key-back = back
key-back-help = Back to where you were
key-home = back
key-home-help = Back to the look-up
key-zone = next part
key-zone-help = Next part: the account, open items, recent activity
key-zone-before = previous part
key-zone-before-help = Previous part
key-filter = filter
key-filter-help = Filter by name, code or number as you type
key-only = show
key-only-help = Show all, only open ones, only overdue ones
key-sort = sort
key-sort-help = Sort: newest first, by due date, by amount, by amount open
key-next-field = next
key-next-field-help = Accept and go to the next field, or to the review
key-next = next field
key-next-help = Next field
key-previous = previous field
key-previous-help = Previous field
key-below = below
key-below-help = The row or field below
key-above = above
key-above-help = The row or field above
key-review = review
key-review-help = Review before posting
key-post = post
key-post-help = Post what the review shows
key-back-to-typing = back
key-back-to-typing-help = Back to the form
key-new-line = line
key-new-line-help = New line
key-drop-line = delete line
key-drop-line-help = Delete the line
key-repeat = repeat
key-repeat-help = Repeat this field from the last entry or the bank line
key-park = on hold
key-park-help = Put the form on hold when the phone rings
key-resume = resume
    .also = continue, unfinished
key-resume-help = Resume the form, or the import, that was put on hold last
key-keep-for-later = later
key-keep-for-later-help = Save it for later; an empty form just closes
key-discard = discard
key-discard-help = Discard what was typed
key-go-on = resume
key-go-on-help = Resume it
key-later = later
key-later-help = Put all of them on hold
key-run = run
key-run-help = Run the selected command
key-unlock = unlock
key-unlock-help = Unlock the desk
key-palette = more
key-palette-help = All commands
key-help = help
key-help-help = Keys available here
key-leave = quit
    .also = exit, log out, logout
key-leave-help = Close the desk; unfinished forms are saved
key-undo = take back
    .also = reverse, correct, mistake, delete, cancel
key-undo-help = Undo: what you posted last, and how to take it back
key-look-up = look up
    .also = search, find
key-look-up-help = Look up who is calling; an unfinished form is put on hold
key-pane-home = look-up
key-pane-home-help = Look-up: who is calling?
key-pane-customers = customers
    .also = accounts, clients, debtors
key-pane-customers-help = All customers
key-pane-invoices = invoices
key-pane-invoices-help = All invoices
key-pane-payments = payments
    .also = receipts, cash
key-pane-payments-help = All payments, credit notes and refunds
key-pane-disputes = disputes
key-pane-disputes-help = All disputes
key-pane-calls = calls
key-pane-calls-help = All calls
key-pane-callbacks = callbacks
key-pane-callbacks-help = All callbacks
key-pane-promises = promises
key-pane-promises-help = All promises
key-pane-plans = payment plans
key-pane-plans-help = All payment plans
key-pane-drafts = drafts
key-pane-drafts-help = Draft invoices
key-older = older
key-older-help = A page down; at the end, what you posted earlier
key-page-down = page down
key-page-down-help = Half a page down
key-page-up = page up
key-page-up-help = Half a page up
key-first = first
key-first-help = First row
key-last = last
key-last-help = Last row
key-refresh = refresh
key-refresh-help = Reload from the book
key-redraw = redraw
key-redraw-help = Redraw the screen
key-mask = hide amounts
key-mask-help = Hide or show amounts
key-lock = lock
key-lock-help = Lock the screen
key-suspend = suspend
key-suspend-help = Suspend the desk; “fg” in the shell resumes it
desk-no-shell = There is no shell here to come back from, so the desk stays open. F3 closes it

month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
desk-no-use = That key does nothing here.
desk-leaves-soon = The desk closes once the book has answered what was typed. Press the key again to close it now.
entry-choice-either = “{ $given }” could be { $choices }. Type more letters
review-taken-away = deleted (was { $was })
document-when = When
document-about = About
document-minutes = Minutes
document-agreed = Agreed
document-taken-back = Taken back
document-by = Recorded by
pane-journal = Journal
key-pane-journal = journal
    .also = ledger, history, audit trail
key-pane-journal-help = The journal, entry by entry
posted-in-part = { $made } posted; the rest was refused. What is posted will not be sent again.
review-was-posted = This is posted already ({ $made }). Enter closes the form.
review-posted-before = { $made } is posted already.
form-no-receipt = No receipt came back. Ctrl-S sends it again: nothing is posted twice. ({ $why })
form-was-posted = { $made ->
    [none] Entry { $entry }
   *[other] { $made }
} was posted from this form before it was changed. { $key } discards the form; to post anything else, open a new one.
list-sum = { $amount } open
list-sum-drafts = { $amount } in drafts
only-drafts = not issued yet
list-only-drafts = A draft is neither open nor overdue: nothing is owed before it is issued.
restore-first = First the unfinished entries: Enter resumes, Alt-Z discards, Esc puts them on hold.
hint-last = last: { $what }, { $date }
meanwhile-either = “{ $given }” was written here in the meantime: Enter keeps yours, Alt-D takes the other one
word-balance = balance
word-total = total
word-date = date
word-due = due date
word-terms = terms
word-on-hold = on hold
word-outstanding = outstanding
meanwhile-more = { $field }: { $was } → { $is }
park-sent = It is being sent. The answer will appear here.
park-refused = { $form } was refused. { $why }. Alt-B resumes the form.
desk-sent = { $count } being sent
mark-thousands = {","}
mark-decimals = {"."}
entry-whole = { $given } has decimals, and the currency has none. Enter a whole amount
entry-currency = { $given } is in { $other }, and the account is in { $currency }. Enter the amount in { $currency }
said-amount = { $currency } { $amount }
said-owes = owes { $amount }
said-owes-nothing = owes nothing
said-in-credit = is { $amount } in credit
said-nothing-late = nothing is overdue
said-all-of-it = all of it
said-late = { $late } is overdue{ $after }
said-late-a-day = { $late } is overdue{ $after }, the oldest 1 day
said-late-since = { $late } is overdue{ $after }, the oldest { $days } days
said-on-account = { $amount } on account is not allocated yet
said-on-account-deducted = { $amount } on account is not allocated yet and is already deducted
said-on-account-late = { $amount } on account is not allocated yet
said-after-on-account = {" after money on account"}
said-less-on-account = {" "}({ $overdue } less money on account)
said-between = {"; "}
said-withheld = { $amount } is tax withheld, certificate awaited.
said-disputed = { $amount } is disputed.
said-promised = Promised { $amount } by { $by }.
said-promised-in-all = Promised { $amount } by { $by }, { $all } in all.
said-arrived = { $amount } has arrived as promised and is on account.
said-plan-next = Payment plan: { $amount } due { $by }, { $left } left in all.
said-plan-missed = Payment plan: { $amount } was due { $by }, { $left } left in all.
said-plan-default = Payment plan ended, instalments missed: { $left } is due.
said-ask-1 = When may we expect { $late }?
said-ask-2 = Which day can you pay { $late }? We have reminded you of it in writing.
said-ask-3 = Please pay { $late } now, or let us agree a payment plan today.
said-ask-4 = This is our last request for { $late }: please pay it now, or tell us today what stands in the way.
word-bounced = returned
posted-nothing-undo = Done: { $form }. Alt-U takes it back.
undo-import = An import is not taken back as a whole. Void its invoices and reverse its payments one by one; for all of it, restore a backup from before.
undo-list = Posted by you, latest first: Enter takes one back
undo-run-letters = { $count } letters
undo-run = { $count } × { $form }
undo-run-each = each by itself
undo-run-help = A run is not taken back as a whole: Enter lists its entries, and each is taken back by itself.
undo-earliest = There is nothing earlier here. Alt-0 lists every entry.
undo-before-start = What it was before is not known here since the restart: change it again. Alt-0 lists every entry.
undo-register-customer = A customer cannot be deleted: change its details instead.
undo-discard-draft = A deleted draft is gone: draft it again.
undo-void-invoice = A void invoice stays void: issue it again.
undo-note-dispute = A note stays: add another one that corrects it.
undo-undo-wrap-up = What was taken back stays taken back: wrap up another call.
undo-withdraw-promise = A withdrawn promise stays withdrawn: record it again.
review-plan-cancelled = This can't be taken back: the plan stays cancelled, and the promises that gave way to it stay ended.
undo-cancel-plan = A cancelled payment plan stays cancelled: agree it again.
undo-set-late-fee-policy = A late fee policy is not taken back: change the policy again.
undo-set-hold-policy = A hold policy is not taken back: change the policy again.
undo-settle-delivery = The outcome of a delivery stays: if it is wrong, enter the right one.
undo-done = A completed callback stays completed: schedule another one.
undo-snooze = A snoozed customer comes back by itself: snooze it until today to have it back now.
undo-hand-over = A customer that was handed over stays there: hand it over again, or to nobody.
undo-unallocate = A reversed allocation stays reversed: allocate again.
undo-bounce-payment = A returned payment stays returned: record the money when it comes.
undo-recover = A recovered write-off stays recovered: write it off again.
undo-define-item = An item stays: enter it again with the same code to change it.
undo-reverse-payment = A reversed payment stays reversed: record it again.
undo-reverse-refund = A reversed refund stays reversed: refund it again.
undo-void-credit-note = A void credit note stays void: issue it again.
undo-define-reason = A reason stays: disputes name it.
undo-define-root-cause = A root cause stays: disputes name it.
undo-join-dispute = Joined disputes stay joined: split the one that is left.
undo-await-certificate = An awaited certificate stays: record it when it comes, or enter 0 as withheld.
undo-declare-payer = A payer stays declared: the command line can end it.
undo-void-deposit = A void deposit stays void: record another one.
undo-confirm-clock = A confirmed clock stays confirmed: later entries carry on from it.
undo-move-dispute = A void dispute stays void: open another one.
form-reverse-payment = Reverse payment
form-record-unidentified = Money from an unknown payer
form-identify = Identify payer
form-reverse-unidentified = Take off the suspense list
field-payer = Payer
field-customer = Customer
key-record-unidentified = unknown payer
    .also = unidentified, whose money
key-record-unidentified-help = Record money whose payer is not known: it goes on the suspense list
key-identify = identify payer
key-identify-help = Identify the payer of the selected money
key-reverse-unidentified = take off suspense
key-reverse-unidentified-help = Take money off the suspense list: entered by mistake, or sent back
undo-reverse-unidentified = What was taken off the suspense list stays off: record it again.
bank-line-bounced = The payment was returned. Once the bank's line of the returned money is there, link it to this payment; if this line was never that payment, unmatch it
form-match-bank-line = Match bank line to a customer
form-link-bank-line = Link bank line to a payment
form-split-bank-line = Split bank line
form-suspend-bank-line = Bank line of an unknown payer
field-line-parts = Whose money
form-record-deposit = Deposit slip
form-void-deposit = Void deposit
field-deposit-payments = Payments
field-slip = Slip number
form-declare-payer = Payer for another customer
field-pays-for = Pays for
form-dismiss-bank-line = Dismiss bank line
form-unmatch-bank-line = Unmatch bank line
field-fee = Fee kept
field-payment = Payment
key-reconcile-take = accept
key-reconcile-take-help = Accept the suggestion and go to the next line
key-reconcile-next = next
key-reconcile-next-help = The next bank line; this one stays open
key-reconcile-previous = previous line
key-reconcile-previous-help = The previous bank line
key-reconcile-down = next suggestion
key-reconcile-down-help = Select the next suggestion; a digit selects by number
key-reconcile-up = previous suggestion
key-reconcile-up-help = Select the previous suggestion
key-reconcile-undo = take back
key-reconcile-undo-help = Undo the last match and reopen its line
key-reconcile-customer = account
key-reconcile-customer-help = Open the account of the customer that is suggested
key-pane-reconcile = bank lines
    .also = reconcile, reconciliation, bank statement
key-pane-reconcile-help = Match bank lines one by one
key-reconcile-match = match
key-reconcile-match-help = Match the bank line to a customer
key-reconcile-dismiss = dismiss
key-reconcile-dismiss-help = Dismiss a bank line that has nothing to do with customers
key-match-bank-line = match line
key-match-bank-line-help = Match the bank line to a customer
key-link-bank-line = link line
key-link-bank-line-help = Link the line to a payment, refund or returned payment
key-split-bank-line = split line
key-split-bank-line-help = Split the bank line between several customers
key-reconcile-suspense = unknown
key-reconcile-suspense-help = Put the line on the suspense list: payer unknown
key-suspend-bank-line = line of an unknown payer
    .also = suspense, unidentified, whose money
key-suspend-bank-line-help = Put a bank line's money on the suspense list: its payer is not known
key-record-deposit = deposit
    .also = banking, paying-in slip, cheques
key-record-deposit-help = Record a deposit of cash and cheques
key-void-deposit = void deposit
key-void-deposit-help = Take back a deposit that was recorded by mistake; its payments stay
key-declare-payer = pays for another
    .also = parent company, head office
key-declare-payer-help = Record that this customer pays for another
key-dismiss-bank-line = dismiss line
key-dismiss-bank-line-help = Dismiss a bank line that has nothing to do with customers
key-unmatch-bank-line = unmatch line
key-unmatch-bank-line-help = Unmatch a bank line and reverse the payment that matching made
undo-unmatch-bank-line = A bank line that was unmatched stays open: match it again.
form-dunning-policy = Dunning policy
form-assign-group = Put in a group
form-block-dunning = Pause reminders
form-block-invoice = Pause reminders of an invoice
form-unblock-dunning = Resume reminders
field-dunning-levels = After days
field-interval-days = Days between
field-grace-days = Days of grace
field-minimum = Minimum
field-group = Group
field-block-until = Through
key-dunning-policy = dunning policy
key-dunning-policy-help = Set when customers are reminded of what is overdue
key-assign-group = group
key-assign-group-help = Put the customer in a group, for policies
key-dunning-block = pause
key-dunning-block-help = Pause reminders to the customer until a day
key-block-dunning = pause reminders
    .also = block dunning, stop reminders, stop letters
key-block-dunning-help = Pause reminders to the customer until a day
key-block-invoice = pause an invoice
key-block-invoice-help = Leave this invoice out of reminders until a day
key-unblock-dunning = resume reminders
key-unblock-dunning-help = Resume reminders to the customer
key-named-space = Space
key-dunning-take = tick/untick
key-dunning-take-help = Send this letter with the others, or leave it out
key-dunning-open = letter
key-dunning-open-help = Show the letter as the customer gets it
key-dunning-send = send
key-dunning-send-help = Put the letters that are ticked in the outbox
key-dunning-down = next
key-dunning-down-help = Select the next customer
key-dunning-up = previous
key-dunning-up-help = Select the previous customer
key-dunning-customer = account
key-dunning-customer-help = Open the customer's account
key-pane-dunning = dunning
    .also = letter, reminder, collection letter, chase, final notice
key-pane-dunning-help = Review the reminders that are due, and send them
key-proposals-take = tick/untick
key-proposals-take-help = Do this with the others, or leave it out
key-proposals-open = open
key-proposals-open-help = Open the invoice of a late fee, or the account of a hold
key-proposals-run = run
key-proposals-run-help = Charge, hold and release what is ticked
key-proposals-down = next
key-proposals-down-help = Select the next proposal
key-proposals-up = previous
key-proposals-up-help = Select the previous proposal
key-proposals-customer = account
key-proposals-customer-help = Open the customer's account
key-pane-detective = amount detective
    .also = detect, unexplained payment, which invoices
key-pane-detective-help = Find the open items that add up to an amount, also ??
key-detective-open = open
key-detective-open-help = Look for the amount; then open the account of the answer
key-detective-look = look
key-detective-down = next
key-detective-down-help = Select the next answer
key-detective-up = previous
key-detective-up-help = Select the previous answer
key-statements-queue = queue all
key-statements-queue-help = Put all the statements that are left in the outbox
key-statements-before = month before
key-statements-before-help = The statements through the end of the month before
key-statements-next = next month
key-statements-next-help = The statements through the end of the next month
key-pane-statements = statements
    .also = month end, monthly statements, send statements, month's statements
key-pane-statements-help = Review the month's statements, and queue them
key-pane-proposals = late fees, holds
    .also = interest, finance charges, credit hold
key-pane-proposals-help = Review the proposed late fees and holds, and run them
undo-set-dunning-policy = A dunning policy is not taken back: change the policy again.
undo-assign-group = A group stays until the customer is put in another.
undo-unblock-dunning = Reminders that were resumed stay resumed: pause them again.
form-reverse-refund = Reverse refund
form-void-credit-note = Void credit note
form-void-dispute = Void dispute
form-confirm-clock = Confirm the clock
form-company = Company details
form-fiscal-receipt = Receipt of the billing machine
form-take-back-resolution = Take back resolution
form-reopen-dispute = Reopen dispute
form-cancel-callback = Cancel callback
key-take-back = take back
key-take-back-help = Open the form that takes the selected one back
key-reverse-payment = reverse payment
key-reverse-payment-help = Reverse a payment that was entered by mistake
key-reverse-refund = reverse refund
key-reverse-refund-help = Reverse a refund that never went out, or that came back
key-void-credit-note = void credit note
key-void-credit-note-help = Void a credit note that was entered by mistake; its number stays
key-void-dispute = void dispute
key-void-dispute-help = Void a dispute that was opened by mistake
key-confirm-clock = confirm clock
key-confirm-clock-help = Confirm that the clock is right (administrators)
key-company = company
    .also = letterhead, bank details
key-company-help = Change company details: address, tax numbers, how to pay
key-split-dispute = split dispute
key-split-dispute-help = Split the selected dispute in two
key-define-reason = reason for disputes
key-define-reason-help = Add a dispute reason
key-define-root-cause = root cause of disputes
key-define-root-cause-help = Add a root cause of disputes to those that every book has
key-join-dispute = join disputes
key-join-dispute-help = Join the selected dispute to another one on the same invoice
key-fiscal-receipt = machine receipt
    .also = fiscal receipt, SDC
key-fiscal-receipt-help = Record the billing machine's receipt (EBM) for the selected document
key-take-back-resolution = take back resolution
key-take-back-resolution-help = Take back how a dispute was resolved, with its credit note
key-reopen-dispute = reopen dispute
key-reopen-dispute-help = Reopen a dispute that was resolved or closed
key-cancel-callback = cancel callback
key-cancel-callback-help = Cancel a callback that was scheduled by mistake
undo-stays = not taken back
undo-cannot = not possible now
review-voids-invoice = { $number } is void and no longer owed; its number stays
review-voids-credit-note = { $number } is void; its number stays
review-bounces = { $number } was returned by the bank: it was never paid
review-disputes = { $invoice } disputed: { $reason }
review-dispute-rest = No longer disputed
review-dispute-ends = { $dispute } is resolved
review-reverses-payment = { $number } was entered by mistake: it no longer counts
review-reverses-refund = { $number } no longer counts: its money is on account again
review-reopens-dispute = { $number } is reopened and in progress
review-dispute-void = { $number } is void: no longer disputed
review-voids-dispute = { $number }, opened with it, is void
review-handed-to-nobody = The customer goes back on everyone's worklist.
review-interest-from = Interest will be charged from { $date }, { $days ->
    [one] 1 day
   *[other] { $days } days
 } back.
review-in-no-group = The customer is taken out of its group.
review-open-again = { $number } is open again: { $from } no longer settles it
entry-title = Entry { $number }
entry-counts-from = Effective
entry-overrode = Overrode
sheet-discount = discount
sheet-rounding = rounding
sheet-certificate = certificate
made-discount = early-payment discount
made-split = split
document-certificate = withholding certificate
review-taken-back = { $what } taken back ({ $number })
review-counts-again = { $what } counts again ({ $number })
word-withholding = certificate
word-early-payment = early-payment discount
word-upheld = rejected: the invoice stands
word-exclusive = excluding tax
word-inclusive = including tax
word-void = void
terms-net = net { $days }
terms-early = { $percent }/{ $within } net { $days }
terms-month-end = end of month + { $days }

# Reports.
report-aging = Aging
report-aging-summary = What each customer owes, by how long it is overdue
report-open-items = Open items
report-open-items-summary = Every invoice, payment and credit note with something left on it
report-activity = Activity
report-activity-summary = What was recorded, by whom, and how it moved the receivables
report-payments = Payments
report-payments-summary = Money received in a period, less what was returned in it: date, method, reference and state
report-unapplied = Money on account
report-unapplied-summary = What is left of payments and credit notes, oldest first
report-suspense = Suspense list
report-suspense-summary = Money whose payer is not known yet, oldest first
report-certificates = Certificates awaited
report-certificates-summary = What customers withheld as tax and have not certified yet, the longest awaited first
report-bank-lines = Bank lines
report-bank-lines-summary = Lines of bank statements that are still to be matched, or all of them
report-disputes = Disputes
report-disputes-summary = Disputes of the period: their age against the goal of four days, and what they cost
by-open = open
by-matched = matched
by-dismissed = dismissed
by-all = all
heading-line = Line
heading-account = Account
heading-text = Text
pane-reports = Reports
key-pane-reports = reports
    .also = ageing, receivables, month end, figures
key-pane-reports-help = Reports: aging, open items, activity, payments and others
key-explain = explain
key-explain-help = Show the items behind the selected figure
key-sort-column = sort
key-sort-column-help = Sort by this column; again to reverse, again to undo
key-set-day = day
key-set-day-help = Set the day of the report, or its period
key-write-report = write
key-write-report-help = Write the report as it is shown to a file, as text or CSV
key-column-right = column
key-column-right-help = Select the next column
key-column-left = previous column
key-column-left-help = Select the previous column
by-customer = by customer
by-item = by item
by-user = by user
by-entry = by entry
by-payment = one by one
by-day = by day
by-method = by method
by-dispute = one by one
by-reason = by reason
by-cause = by root cause
by-owner = by owner
report-behind = { $column } { $figure }: { $count ->
    [one] { $count } item
   *[other] { $count } items
 }
report-columns-left = ← { $count ->
    [one] { $count } more column
   *[other] { $count } more columns
}
report-columns-right = { $count ->
    [one] { $count } more column
   *[other] { $count } more columns
} →
report-no-figure = Select a column of amounts with ← and →; then = shows the items behind the figure.
report-opens-nothing = This row stands for several items. = shows what is behind a figure.
report-set-day = As of which day?
report-set-period = Which day, or which period (1 nov..30 nov)?
report-write-to = Write to which file (.csv or .txt)?
key-statement = statement
    .also = print statement, PDF
key-statement-help = Show the account's statement as the customer gets it
key-preview = as printed
    .also = print, PDF, letter, receipt, view
key-preview-help = Show the document, or the papers of a dispute
key-send = send
key-send-help = Send the document to the customer
key-write-preview = file
key-write-preview-help = Write the document to a file
key-language = language
key-language-help = Show the document in the next language
key-style = style
key-style-help = Statement: open items, or opening balance and movements
preview-title = { $title }, in { $language }
preview-write-to = Write to:
preview-file-kind = Give the file a name that ends in .pdf or .txt
preview-to = By e-mail it goes to { $address }
preview-no-address = The customer has no e-mail address
pane-outbox = Outbox
key-pane-outbox = outbox
    .also = mail, e-mails, emails, print
key-pane-outbox-help = The outbox: what was sent, and what is still to go out
pane-import = Import a file
pane-reconcile = Bank lines
key-pane-import = import
    .also = upload, load, CSV, Excel, spreadsheet, bank statement
key-pane-import-help = Import a file: customers, items, invoices, what is owed, payments
key-import-choose = choose
key-import-choose-help = Choose the selected row, or other columns
key-import-next = go on
key-import-next-help = Go on to the next step; after the trial, import
key-import-value = one value
key-import-value-help = Give the selected field one value in all rows
key-import-kind = kind
key-import-kind-help = Read the file as another kind of data
key-import-bank = bank statement
key-import-bank-help = Read the file as a bank statement
key-import-new = as new
key-import-new-help = Read the file as if for the first time
key-import-hold = on hold
key-import-hold-help = Put the import on hold when the phone rings
key-import-reason = reason
key-import-reason-help = Override rules with a reason: a credit limit, a hold
key-import-rejects = refused rows
key-import-rejects-help = Write the refused rows to a file
key-import-customers = open accounts
key-import-customers-help = Open accounts for unknown customers, or not
import-groups = the trial ran in { $count } groups that don't see each other: a credit limit or an invoice that only several groups together exceed is refused by the import, not here
key-import-suspense = suspense
key-import-suspense-help = Put payments of unknown payers in suspense, or not
key-import-back = back
key-import-back-help = One step back; stops an import that is running
import-step = Import · step { $number } of { $last }: { $step }
import-step-file = the file
import-step-reading = how it is read
import-step-mapping = the columns
import-step-trial = trial
import-step-taking = importing
import-step-done = done
import-file = File:
import-file-help = A table of text or a workbook (.csv, .txt, .xlsx, .ods), a bank statement (CAMT, MT940, OFX, CSV, MoMo), or the folder of an exported book, on the computer where this desk runs. Ctrl-S or Enter reads it.
import-nothing-yet = Nothing is written to the book before the last step.
import-name-file = Type the name of the file
import-reads = Reading the file …
import-digit = Type the number of the right reading.
import-first-rows = the first rows
import-reading-help = If this is right, Ctrl-S goes on and tries the rows; Enter chooses other columns. Nothing is written before the last step.
import-holds = The file holds: { $kind }
import-kind-open = not known yet
import-field = Field
import-column = Column
import-first-row = First row
import-mapping-help = Enter chooses another column, = sets one value for all rows; * must be filled. Ctrl-S goes on and tries the rows: nothing is written.
import-no-kind = Press t until the file holds what it should, or b if it is a bank statement.
import-or-bank = If this is a bank statement, b reads it as one.
import-missing = No column was found for: { $fields }. Choose one, or set a value
import-which-column = Which column is { $field } in?
import-no-column = no column
import-value = { $field } in all rows:
import-trying = Trying the rows …
import-tried = Trying the rows: { $done } of { $total }
import-taking = Importing …
import-taken-so-far = Importing: { $done } of { $total }
import-stopping = Stopping …
import-stop-help = Esc stops. What was imported until then stays; importing the file again imports the rest.
import-left = Stopped: { $count ->
    [one] 1 document was
   *[other] { $count } documents were
 } not imported. Importing the file again imports the rest.
import-on = yes
import-off = no
import-option-customers = c  open accounts for customers that the book does not have: { $is }
import-option-suspense = u  keep payments of unknown payers on the suspense list: { $is }
import-trial-help = This was a trial: nothing is written yet. Ctrl-S imports.
import-trial-unknown-help = c opens the missing accounts, Enter opens a refused row to correct it. This was a trial: nothing is written yet. Ctrl-S imports.
import-trial-rows-help = Enter opens a refused row to correct it. This was a trial: nothing is written yet. Ctrl-S imports.
import-corrected = rows corrected here, in the import but not in the file: { $count }
import-row-help = Type over what is wrong; Enter checks the row. The file is not changed. Esc goes back to the list.
import-row-checking = Checking the row …
import-row-right = Line { $line } is right now: it will be imported with the rest
import-row-document = This row is right now; its document is still refused because of line { $line }
import-row-broken = The cells of this line cannot be told apart: correct it in the file
import-row-beyond = no column
import-as-last-time = A file with these columns was imported before: this one is read in the same way.
import-last-time-help = Ctrl-S goes on and tries the rows: nothing is written before the last step. Enter chooses other columns, n reads it as a new file.
pane-on-hold = The import is on hold. Alt-B resumes it.
form-import = Import a file
import-held = { $count ->
    [0] Enter resumes this import: the file is read again with your settings.
    [one] Enter resumes this import: the file is read again with your settings, with the row you corrected.
   *[other] Enter resumes this import: the file is read again with your settings, with the { $count } rows you corrected.
}
import-held-changed = The file has changed since: the rows you corrected are as the file has them now.
pane-aside-done = The import is done. Ctrl-P import shows the result.
import-book-done-help = Enter begins with another file. Importing the folder again imports nothing twice.
import-done-all-help = Enter begins with another file.
import-rejects-file = File for the refused rows:
import-reason-typed = Reason:
import-option-reason = r  go ahead where a reason allows it: { $reason }
import-done-help = Enter begins with another file. w writes the refused rows to a file: corrected there or in your own file, they are imported and nothing else.
import-save-takes = Press Ctrl-S to import
import-nothing-to-take = There is nothing to import in this file
import-to-check = to check: { $count }
import-line-number = Line
import-reason = Reason
delivery-what = Document
delivery-statement = Statement, { $from } to { $to }
delivery-attempts = Attempts
delivery-at = Last change
delivery-answer = Answer
delivery-next = Next attempt
delivery-message-id = Message-ID
delivery-by = Queued by
key-send-all = send all
key-send-all-help = Send everything that waits in the outbox
outbox-none = Nothing was put in the outbox yet. t on an invoice shows it, and Enter there sends it.
outbox-sending = Sending …
outbox-went = Sent { $sent }, to be tried again { $later }, failed { $failed }, unsure { $unsure }{ $out ->
    [0] {""}
   *[other] {""}, no longer right { $out }
 }
outbox-not-here = This desk can't send: the mail settings are kept with the book. Run “daybook outbox send” there
preview-none = { $number } is a { $kind }: customers get no document of it
preview-nothing-marked = Select an invoice, a credit note or a payment first
statement-nobody-marked = Select an account first
file-written = Written to { $file }
report-file-kind = Give the file a name that ends in .csv or .txt
file-exists = { $file } already exists. Press Enter again to replace it, or type another name
report-more = … and { $count } more: `daybook report` with --explain lists all
report-as-of = { $title } as of { $day }, known at entry { $entry }
report-ahead = { $title } as of { $day }, a day still to come, known at entry { $entry }
report-on = { $title } on { $day }, known at entry { $entry }
report-period = { $title } from { $from } to { $to }, known at entry { $entry }
report-empty = There is nothing to show.
report-none-such = No match. Esc clears the filter.
report-total = Total
heading-report = Report
heading-by = By
heading-summary = What it shows
heading-customer = Account
heading-name = Name
heading-reason = Reason
heading-currency = Currency
heading-not-due = Not due
heading-1-30 = 1–30
heading-31-60 = 31–60
heading-61-90 = 61–90
heading-91-more = 91+
heading-on-account = On account
heading-disputed = Disputed
heading-total = Total
heading-item = Item
heading-kind = Kind
heading-date = Date
heading-due = Due
heading-days-late = Days overdue
heading-days = Days
heading-reference = Reference
heading-amount = Amount
heading-outstanding = Outstanding
heading-certificate = Tax
heading-since = Since
heading-awaited = Awaited
heading-unapplied = Left
heading-from = From
heading-through = Through
heading-interest = Interest
heading-formula = Overdue × rate × days
heading-proposal = Proposal
fee-formula-of-days = { $formula } ({ $from } to { $through })
late-fee-waits = { $amount } on account, to be allocated first
late-fee-changed = changed meanwhile
late-fees-none = No interest can be charged through { $date }
late-fees-no-policy = No policy charges interest. Set one first: set_late_fee_policy
late-fees-charged = { $count ->
    [0] No late fee charged
    [one] 1 late fee charged
   *[other] { $count } late fees charged
 } through { $date }{ $waiting ->
    [0] {""}
    [one] ; 1 stays proposed until the money on account is allocated
   *[other] ; { $waiting } stay proposed until the money on account is allocated
 }
hold-propose = hold
hold-release = release
hold-done = done
hold-cause-late = { $amount } overdue, the oldest { $days } days
hold-cause-promises = { $count ->
    [one] 1 promise broken; { $amount } overdue, the oldest { $days } days
   *[other] { $count } promises broken; { $amount } overdue, the oldest { $days } days
  }
hold-cause-gone = the cause is gone: { $amount } overdue
holds-none = No hold or release is proposed on { $date }
holds-nothing = Nothing to do
heading-method = Method
heading-state = State
heading-payment = Payment
heading-unidentified = Receipt
heading-payer = Payer
heading-payments = Payments
heading-returned = Returned
heading-received = Received
heading-dispute = Dispute
heading-invoice = Invoice
heading-cause = Root cause
heading-owner = Owner
heading-opened = Opened
heading-over-goal = Days over goal
heading-in-dispute = In dispute
heading-credited = Credited
heading-disputes = Disputes
heading-past-goal = Past the goal
heading-median-days = Median days
heading-entry = Entry
heading-entries = Entries
heading-at = When
heading-user = User
heading-command = Command
heading-made = Made
heading-debits = Debits
heading-credits = Credits
fact-opening = Owed before
fact-debits = Debits
fact-credits = Credits
fact-closing = Owed after
fact-suspense-opening = Suspense before
fact-suspense-closing = Suspense after
fact-difference = Difference
fact-head = Head of the journal
rule-report-unknown = there is no report “{ $given }”; `daybook report` lists them
rule-report-parameter = the report { $report } takes no such day: one about a single day takes --as-of, one about a period takes --from and --to
rule-report-grouping_unknown = the report { $report } { $known ->
    [NONE] has only one form
   *[other] cannot be grouped by “{ $given }”; it can be by { $known }
 }
rule-report-column_unknown = no column of amounts is called “{ $given }”; there are { $known }
rule-report-row_unknown = { $known ->
    [none] no row is called “{ $given }”: write a code or a number from the first column, a row's place, or a currency for the total
   *[other] several rows are called “{ $given }”: write a row's place, or one of { $known }
}

field-language = Language
word-en = English
word-fr = French
word-rw = Kinyarwanda

## Documents: what a customer reads

doc-invoice = INVOICE { $number }
doc-credit-note = CREDIT NOTE { $number }
doc-receipt = RECEIPT { $number }
doc-certificate = RECEIPT OF CERTIFICATE { $number }
doc-statement = STATEMENT OF ACCOUNT
doc-date = Date
doc-due = Due
doc-terms = Terms
doc-reference = Your reference
doc-interest-on = Interest on invoice
doc-account = Account
doc-currency = Currency
doc-corrects = Corrects invoice
doc-reason = Reason
doc-method = Paid by
doc-payment-reference = Reference
doc-withheld = Tax withheld
doc-certificate-number = Certificate number
doc-from = From
doc-to = To
doc-exchange-rate = Exchange rate
doc-rate = 1 { $currency } = { $rate } { $book }
doc-tax-number = Tax number { $number }
doc-column-description = Description
doc-column-quantity = Qty
doc-column-unit-price = Unit price
doc-column-discount = Disc
doc-column-tax = Tax
doc-column-net = Net
doc-column-gross = With tax
doc-column-settles = Settles
doc-column-number = Number
doc-column-date = Date
doc-column-due = Due
doc-column-item = Item
doc-column-what = What
doc-column-amount = Amount
doc-column-outstanding = Outstanding
doc-column-balance = Balance
doc-kind-invoice = invoice
doc-kind-refund = refund
doc-kind-rounding = rounding
packet-title = DISPUTE { $number }
packet-account = Account
packet-invoice = Invoice
packet-reason = Reason
packet-cause = Root cause
packet-state = State
packet-outcome = Outcome
packet-owner = Owner
packet-opened = Opened
packet-due = Due
packet-original = Disputed
packet-paid = Paid since
packet-credited = Credited
packet-cleared = Settled otherwise
packet-remaining = In dispute { $currency }
packet-billed = Invoice { $number } of { $date }
packet-timeline = What happened
packet-settled = Paid and credited
packet-promises = Promises
packet-calls = Calls
packet-deliveries = Sent
packet-by = By
packet-note = Note
packet-promised-by = Promised by
packet-contact = Contact
packet-way = How
packet-to = To
packet-step = { $step }: { $to }
doc-net = Net
doc-taxed = { $tax } { $rate } of { $net }
doc-untaxed = { $tax }: { $net }
doc-no-tax = No tax
doc-line-no-tax = no tax
doc-legend-taxed = { $tax } { $rate }
doc-legend-no-tax = not subject to tax
doc-total = Total { $currency }
doc-total-credited = Total credited { $currency }
doc-tax-in-book = Tax in { $currency }
doc-received = Received { $currency }
doc-allocated = Settles
doc-on-account = On account
doc-balance = Balance
doc-opening-balance = opening balance
doc-opening-line = Invoice { $number }
doc-opening-credit = Credit note { $number }
doc-closing-balance = closing balance
doc-not-due = Not due
doc-late-30 = 1–30 days late
doc-late-60 = 31–60
doc-late-90 = 61–90
doc-late-91 = 91+
doc-balance-on = Balance on { $date }: { $amount }.
doc-balance-in-credit = Balance on { $date }: { $amount } in credit.
doc-dunning-1 = PAYMENT REMINDER { $number }
doc-dunning-2 = SECOND REMINDER { $number }
doc-dunning-3 = OVERDUE ACCOUNT { $number }
doc-dunning-4 = FINAL REQUEST FOR PAYMENT { $number }
doc-dunning-fact-1 = According to our records, { $count ->
    [one] the item below, { $amount }, was past its due date
   *[other] the items below, { $amount } in all, were past their due dates
  } on { $date }:
doc-dunning-fact-2 = We wrote to you on { $before }. On { $date }, { $count ->
    [one] the item below, { $amount }, was
   *[other] the items below, { $amount } in all, were
  } still unpaid:
doc-dunning-fact-3 = After our letter of { $before }, { $count ->
    [one] the item below, { $amount }, remained unpaid on { $date }. It was due on { $oldest }:
   *[other] the items below, { $amount } in all, remained unpaid on { $date }. The oldest was due on { $oldest }:
  }
doc-dunning-fact-4 = On { $date }, { $count ->
    [one] the item below, { $amount }, was unpaid. It was due on { $oldest }.
   *[other] the items below, { $amount } in all, were unpaid. The oldest was due on { $oldest }.
  } We have written to you about this several times, most recently on { $before }:
doc-dunning-ask-1 = This may simply have been overlooked. Please pay { $amount } by { $by }.
doc-dunning-ask-2 = Please pay { $amount } by { $by }. If you cannot pay all of it at once, please tell us by then how much you can pay, and when.
doc-dunning-ask-3 = We ask you to pay { $amount } in full by { $by }, or to agree a payment plan with us by that date.
doc-dunning-ask-4 = This is our final request. Please make sure that { $amount } reaches us by { $by }.
doc-dunning-help-1 = If you have paid in the last few days, thank you: please disregard this letter. If an invoice is unclear, or you need a copy, tell us and we will send it at once.
doc-dunning-help-2 = If a question about an invoice is holding up the payment, tell us which one, and we will settle it with you quickly. If you have already paid, send us the date and the reference so that we can find the payment.
doc-dunning-help-3 = We would rather solve this together. Call us: we will go through the items with you and agree dates that you can keep.
doc-dunning-help-4 = One call before { $by } is enough to agree on a way to pay. If you believe that you do not owe this amount, tell us why, and we will look into it at once.
doc-dunning-agreed = As agreed: { $text }
doc-dunning-fact-plan = According to our records, { $count ->
    [one] the item below, { $amount }, was due and unpaid
   *[other] the items below, { $amount } in all, were due and unpaid
  } on { $date }:
doc-dunning-plan = Payment plan { $plan }, agreed on { $agreed }: the instalment of { $missed } was not paid, so the rest of the plan is due: { $items }.
doc-dunning-not-included = Amounts that are disputed, promised or covered by money on your account are not part of this request.
doc-dunning-reach = You can reach us at { $ways }.
doc-dunning-pay-by = Please pay by
doc-dunning-number = Letter
doc-plan = PAYMENT PLAN { $number }
doc-plan-agreed = We have agreed that { $amount } on the invoices below is paid in { $count ->
    [one] one instalment
   *[other] { $count } instalments
  }, as listed here.
doc-plan-covers = Invoices covered
doc-plan-instalments = Instalments
doc-column-covered = Covered
doc-column-instalment = No.
doc-column-paid = Paid
doc-column-still-to-pay = Still to pay
doc-plan-kept = As long as each instalment is paid by its date, we send no reminders for these invoices and charge no interest for late payment on what the plan covers. The invoices keep their due dates.
doc-plan-missed = { $count ->
    [one] If an instalment is not paid by its date, this plan ends and all that is left of the invoices is due at once.
   *[other] If { $count } instalments are unpaid at the same time after their dates, this plan ends and all that is left of the invoices is due at once.
  }
doc-plan-help = If you cannot pay an instalment on time, please tell us before its date, so that we can look for a solution together.
doc-plan-cancelled = This plan was cancelled on { $date }.
doc-plan-finished = Nothing is left to pay of this plan.
doc-plan-less = { $amount } of this debt is no longer asked for, because of credit notes and adjustments since the agreement. It comes off the last instalments.
doc-plan-disputed = { $amount } is in dispute and need not be paid until that is settled. It comes off the last instalments until then.
doc-plan-in-default = This plan ended on { $date } because instalments were missed: all that is left of the invoices is due.
doc-mark-cancelled = CANCELLED
doc-mark-default = ENDED
doc-late-fee-line = Interest for late payment of { $invoice }: { $amount } at { $rate } a year for { $days ->
    [one] 1 day
   *[other] { $days } days
  } ({ $from } to { $through })
doc-column-days-late = Days late
doc-column-to-pay = To pay
doc-slip = DEPOSIT SLIP { $number }
doc-slip-to = To
doc-slip-bank = Our bank
doc-slip-number = Bank slip
doc-slip-cheque-count = Cheques
doc-slip-cheques = Cheques
doc-slip-cash = Cash
doc-slip-others = Cash and other payments
doc-slip-total = Deposited { $currency }
doc-column-cheque = Cheque no.
doc-column-bank = Bank
doc-column-drawer = From
doc-column-receipt = Receipt
doc-how-to-pay = How to pay
doc-quote = Please quote { $reference } with your payment.
doc-mark-void = VOID
doc-mark-void-receipt = VOID
doc-mark-copy = COPY
doc-mark-draft = DRAFT
doc-draft = INVOICE (DRAFT) { $number }
doc-draft-note = This is a draft, not an invoice: nothing is owed on it. Prices and taxes are those of { $date }.
doc-fiscal-receipt = Receipt of the billing machine (EBM)
doc-fiscal-number = Receipt number: { $value }
doc-fiscal-sdc = SDC ID: { $value }
doc-fiscal-time = Date and time: { $value }
doc-fiscal-internal-data = Internal data: { $value }
doc-fiscal-signature = Receipt signature: { $value }
doc-void-invoice = This invoice is void.
doc-copy-invoice = This invoice was issued in another system: this is a copy, and the original document counts.
doc-copy-credit-note = This credit note was issued in another system: this is a copy, and the original document counts.
doc-void-credit-note = This credit note is void.
doc-early-payment = Early-payment discount of { $discount }: { $left } settles this invoice until { $until }.
doc-settled = Settled so far: { $settled }. Still to pay: { $left }.
doc-credit-on-account = { $amount } of this credit stays on account.
doc-payment-returned = Returned payment: the bank returned it, and it settles nothing.
doc-payment-corrected = Correction: this payment was entered by mistake, and it settles nothing.
doc-certificate-void = Correction: the invoice was credited, and this certificate settles nothing.
doc-certificate-adjusted = Correction: the invoice was credited, and { $amount } of this certificate settles nothing.
doc-what-invoice = invoice
doc-what-credit-note = credit note
doc-what-payment = payment
doc-what-refund = refund
doc-what-void = invoice voided
doc-what-returned = returned payment
doc-what-correction = correction
doc-what-discount = early-payment discount
doc-what-discount-back = early-payment discount taken back
doc-what-rounding = rounding
doc-what-rounding-back = rounding taken back
doc-what-certificate = withholding certificate { $kind }
doc-what-certificate-number = withholding certificate { $kind } no. { $number }
doc-what-certificate-adjusted = withholding certificate adjusted
doc-what-adjustment = { $what } (adjustment)
doc-method-bank = bank transfer
doc-method-cash = cash
doc-method-cheque = cheque
doc-method-card = card
doc-method-momo = mobile money
doc-method-withholding = certificate of tax withheld
doc-method-opening = carried over from the previous system
doc-page = Page { $page } of { $pages }
doc-seller = Issued by
doc-buyer = Customer
doc-country-ca = Canada
doc-country-rw = Rwanda
doc-country-us = United States
doc-country-gb = United Kingdom
doc-country-fr = France
doc-country-be = Belgium
doc-country-de = Germany
doc-country-bi = Burundi
doc-country-cd = DR Congo
doc-country-ke = Kenya
doc-country-tz = Tanzania
doc-country-ug = Uganda
doc-statement-file = Statement-{ $account }-{ $date }
doc-statement-date = Statement date
doc-invoice-number = Invoice
doc-remittance = Remittance slip
doc-remittance-note = Please return this slip with your payment.
doc-amount-due = Amount due { $currency }
doc-amount-paid = Amount paid { $currency }
figure-percent = { $percent }%
doc-day = { $day } { $month } { $year }
doc-month-1 = Jan
doc-month-2 = Feb
doc-month-3 = Mar
doc-month-4 = Apr
doc-month-5 = May
doc-month-6 = Jun
doc-month-7 = Jul
doc-month-8 = Aug
doc-month-9 = Sep
doc-month-10 = Oct
doc-month-11 = Nov
doc-month-12 = Dec
doc-short-month-1 = { doc-month-1 }
doc-short-month-2 = { doc-month-2 }
doc-short-month-3 = { doc-month-3 }
doc-short-month-4 = { doc-month-4 }
doc-short-month-5 = { doc-month-5 }
doc-short-month-6 = { doc-month-6 }
doc-short-month-7 = { doc-month-7 }
doc-short-month-8 = { doc-month-8 }
doc-short-month-9 = { doc-month-9 }
doc-short-month-10 = { doc-month-10 }
doc-short-month-11 = { doc-month-11 }
doc-short-month-12 = { doc-month-12 }

# Taxes by country and code: what they are called, and how a line is marked with them. A tax at no
# rate says why there is none.
tax-RW-TT = Tourism tax (TT)
tax-RW-A = Exempt (A)
tax-RW-B = VAT (B)
tax-RW-C = Zero-rated (C)
tax-RW-D = Not subject to VAT (D)
tax-mark-RW-TT = TT
tax-mark-RW-A = A exempt
tax-mark-RW-B = B
tax-mark-RW-C = C zero-rated
tax-mark-RW-D = D no VAT
tax-legend-RW-TT = tourism tax
tax-legend-RW-A = exempt from VAT
tax-legend-RW-B = value added tax (VAT)
tax-legend-RW-C = VAT at the rate of 0%
tax-legend-RW-D = outside the scope of VAT
number-RW-TIN = TIN { $number }
withheld-RW-WHT3 = WHT3 (income tax)
withheld-RW-WHT15 = WHT15 (income tax)
withheld-RW-VATWH = VATWH (VAT)
tax-CA-GST = GST
tax-CA-HST-ON = HST Ontario
tax-CA-HST-BC = HST British Columbia
tax-CA-HST-NS = HST Nova Scotia
tax-CA-HST-NB = HST New Brunswick
tax-CA-HST-NL = HST Newfoundland and Labrador
tax-CA-HST-PE = HST Prince Edward Island
tax-CA-QST = QST
tax-CA-PST-BC = PST British Columbia
tax-CA-PST-SK = PST Saskatchewan
tax-CA-RST-MB = RST Manitoba
tax-CA-Z = Zero-rated
tax-CA-E = Exempt
tax-mark-CA-GST = GST
tax-mark-CA-HST-ON = HST-ON
tax-mark-CA-HST-BC = HST-BC
tax-mark-CA-HST-NS = HST-NS
tax-mark-CA-HST-NB = HST-NB
tax-mark-CA-HST-NL = HST-NL
tax-mark-CA-HST-PE = HST-PE
tax-mark-CA-QST = QST
tax-mark-CA-PST-BC = PST-BC
tax-mark-CA-PST-SK = PST-SK
tax-mark-CA-RST-MB = RST-MB
tax-mark-CA-Z = zero-rated
tax-mark-CA-E = exempt
tax-legend-CA-GST = goods and services tax
tax-legend-CA-QST = Quebec sales tax
tax-legend-CA-Z = GST/HST at the rate of 0%
tax-legend-CA-E = exempt from GST/HST
tax-legend-CA-HST-ON = harmonized sales tax, Ontario
tax-legend-CA-HST-BC = harmonized sales tax, British Columbia
tax-legend-CA-HST-NS = harmonized sales tax, Nova Scotia
tax-legend-CA-HST-NB = harmonized sales tax, New Brunswick
tax-legend-CA-HST-NL = harmonized sales tax, Newfoundland and Labrador
tax-legend-CA-HST-PE = harmonized sales tax, Prince Edward Island
tax-legend-CA-PST-BC = provincial sales tax, British Columbia
tax-legend-CA-PST-SK = provincial sales tax, Saskatchewan
tax-legend-CA-RST-MB = retail sales tax, Manitoba
number-CA-GST = GST/HST No. { $number }
number-CA-QST = QST No. { $number }

# Names as people type them, in lower case, variants parted by commas.
typed-today = t, today
typed-yesterday = y, yesterday
typed-tomorrow = tom, tomorrow
typed-month-end = eom
typed-weekday-1 = mon
typed-weekday-2 = tue
typed-weekday-3 = wed
typed-weekday-4 = thu
typed-weekday-5 = fri
typed-weekday-6 = sat
typed-weekday-7 = sun
typed-month-1 = jan
typed-month-2 = feb
typed-month-3 = mar
typed-month-4 = apr
typed-month-5 = may
typed-month-6 = jun
typed-month-7 = jul
typed-month-8 = aug
typed-month-9 = sep
typed-month-10 = oct
typed-month-11 = nov
typed-month-12 = dec

list-either = { $first } or { $last }

## Errors: why a book cannot be used, or something could not be done

error-text = { $text }
error-disk = { $path }: { $why }
error-no-book = no book found in { $folder }
error-in-use = the book is in use by { $holder }
error-stopped = the book is in use by { $holder }, and that process is stopped
error-holder = { $user } (process { $process }, since { $since })
error-not-served = the server at { $socket } doesn't answer: { $why }
error-not-in-group = the book is served at { $socket }, and this user may not connect there
error-gone = the connection to the book is lost: { $why }
error-out-of-reach = the book is { $owner }'s, who cannot reach the folder { $folder }: put it where its owner can, or change the owner
error-in-anothers = the folder { $folder } is { $owner }'s, but { $place } on the way there is { $other }'s, who could put anything in its place: move the folder where only { $owner } and root own what leads there, or, if it is really { $other }'s, hand it over with `chown -R --no-dereference`
error-memory = the memory that this process may have is used up (ulimit -v): give it more, and start again. What has a receipt is recorded, and nothing else
error-memory-least = this process may have { $given } MiB of memory (ulimit -v), and an open book takes { $least } MiB: give it more
error-no-clock = this machine's clock is before 1970 or after 2999: set it, then try again
error-moved = the book in { $folder } was moved, removed or replaced while it was open here: close this and open it again
error-unknown-outcome = the outcome is unknown: { $why }; send it again under the same id once the book is open
error-not-a-book = { $folder } holds no book
error-journal-damaged = the journal is damaged at { $damage }
error-damage = entry { $entry } ({ $file }, byte { $byte }): { $what ->
    [hash] its bytes are not those that were hashed
    [json] it cannot be read
    [sequence] another entry is in its place
   *[missing] it is missing
 }
error-journal-missing = entries { $from } to { $to } are missing from the journal; { $witness ->
    [ledger] the ledger
   *[mark] its mark of the last close
 } has seen them
error-journal-disagrees = entry { $entry } of the journal is not the one that { $witness ->
    [ledger] the ledger
   *[mark] its mark of the last close
 } has seen
error-journal-moved = the journal's lines are no longer where the ledger has seen them
error-journal-shorter = { $file } has been cut: it ends before what the ledger has seen in it
error-journal-newer = entry { $entry } needs a newer version of daybook: { $what }
newer-entries = entries of version { $version }
newer-event = event { $event } of version { $version }
error-line-json = not an entry: { $why }
error-line-hash = the bytes are not those that were hashed
error-line-too-long = the entry is too long
error-line-newer = written by a newer version of daybook: { $what }
error-append-not-written = nothing was written: { $why }
error-append-unknown = whether it was written is unknown: { $why }
error-append-moved = the book was moved, removed or replaced while it was open
error-entry-missing = entry { $entry } is not there
error-entry-elsewhere = entry { $entry } is not where it was posted from
error-ledger-damaged = the ledger is damaged: { $why }
error-ledger-stopped = the ledger's store stopped: { $why }
stopped-opening = while it opened
stopped-reopened = it is opened again with the book
error-ledger-shortage = the ledger cannot be opened now: { $why }
shortage-slow = its store did not open within { $seconds } seconds
shortage-files = too few files can be open at once: { $why }
shortage-threads = too few threads can be started: { $why }
error-ledger-disk = the ledger's disk: { $why }
error-ledger-row = the ledger holds a row that cannot be read ({ $table }): { $why }
error-ledger-version = the ledger is of another version of daybook (rows of version { $version })
error-ledger-contradiction = the ledger contradicts itself: { $why }
error-ledger-beyond = the sum of { $sum ->
    [a-gain] a gain
    [all-accounts] all accounts
    [all-entries-of-the-period] all entries of the period
    [all-payments] all payments
    [all-rows-of-the-report] all rows of the report
    [an-item] an item
    [credit-notes] credit notes
    [small-differences] small differences
    [the-drafts] the drafts
   *[an-account] an account
 } is beyond what can be added up
error-ledger-interrupted = the query was interrupted
error-ledger-journal = the journal cannot be read: { $why }
error-no-greeting = no greeting came
error-closed = it was closed
error-other-closed = the other side has closed it
error-not-again = it cannot be opened again
error-no-answer = no answer
error-other-answers = { $socket } is answered by { $other }, not by { $owner }
error-other-protocol = it speaks version { $version } of the protocol
error-newer-rule = a newer program refused this by the rule { $rule }
error-newer-event = a newer program made the event { $event }
error-no-question = unknown question: { $question }
error-moment-past = this took too long and its snapshot has expired: ask again
error-writer-stopped = the book's writer has stopped
error-worker-stopped = the desk's worker has stopped
error-no-thread = no thread for the desk: { $why }
error-import-waits = a row waits for another that is not on its way
error-chain-reader-stopped = the journal's reader has stopped
error-not-a-file = it is a { $kind ->
    [folder] folder
    [pipe] named pipe
    [socket] socket
    [link] link
   *[device] device
 }, not a file
error-file-too-long = it is longer than { $most }
error-not-plain-file = this is not a plain file
error-no-reader = nothing reads this pipe
error-socket-name = the name of the socket is too long: give it at most 80 bytes
error-not-a-socket = this is not a socket
error-restore-mark = the mark of a restore is not ours
error-frame-too-long = the frame is too long
error-not-a-backup = this file is not a backup that this program can read
error-archive-damaged = this file is damaged or cut off: use another backup
error-backup-twice = it holds { $name } twice, so it is not a backup as it was made
error-backup-more = something follows the end of this backup, so it is not as it was made
error-backup-damaged = this backup is damaged, use another one: { $why }
error-backup-head = the backup ends at { $end }, its manifest says { $said }
error-terminal = the terminal cannot be used: { $why }
error-keys = the key bindings cannot be used: { $why }
error-settings = the settings cannot be used: { $why }
error-keys-twice = { $key } is bound to two commands in one place
error-keys-together = { $key } is several keys at once; bind one key, alone or with ctrl, alt or shift

# What the system says of a file, a disk or a connection.

system-error-1 = Operation not permitted (os error 1)
    .desk = that is not allowed
system-error-2 = No such file or directory (os error 2)
    .desk = there is no such file or folder
system-error-4 = Interrupted system call (os error 4)
    .desk = the call was interrupted
system-error-5 = Input/output error (os error 5)
    .desk = the disk cannot be read or written
system-error-11 = Resource temporarily unavailable (os error 11)
    .desk = it is not available for the moment
system-error-12 = Cannot allocate memory (os error 12)
    .desk = memory ran out
system-error-13 = Permission denied (os error 13)
    .desk = you have no right to it
system-error-17 = File exists (os error 17)
    .desk = the file exists already
system-error-20 = Not a directory (os error 20)
    .desk = it is not a folder
system-error-21 = Is a directory (os error 21)
    .desk = it is a folder
system-error-22 = Invalid argument (os error 22)
    .desk = it is not valid
system-error-23 = Too many open files in system (os error 23)
    .desk = too many files are open on the system
system-error-24 = Too many open files (os error 24)
    .desk = too many files are open
system-error-26 = Text file busy (os error 26)
    .desk = the file is in use
system-error-27 = File too large (os error 27)
    .desk = the file is too large
system-error-28 = No space left on device (os error 28)
    .desk = the disk is full
system-error-30 = Read-only file system (os error 30)
    .desk = the disk takes no writes
system-error-32 = Broken pipe (os error 32)
    .desk = the connection broke
system-error-36 = File name too long (os error 36)
    .desk = the name of the file is too long
system-error-39 = Directory not empty (os error 39)
    .desk = the folder is not empty
system-error-40 = Too many levels of symbolic links (os error 40)
    .desk = too many links lead on from it
system-error-104 = Connection reset by peer (os error 104)
    .desk = the other side broke the connection off
system-error-111 = Connection refused (os error 111)
    .desk = the connection was refused

# What to do about it.

remedy-no-book = `daybook init --company NAME --country RW --currency RWF` makes your own book.
    `daybook demo` makes one of made-up data, to try everything on.
    If the book is elsewhere, name its folder with --book or DAYBOOK_BOOK.
remedy-in-use = Wait until it has finished, or close it. To share a book with other users, run `daybook serve`.
remedy-stopped = Bring it back with `fg` in its terminal, or end it.
remedy-not-served = Ask whoever runs the server to check it with `systemctl status`, or start `daybook serve`.
remedy-newer = Install the newer version.
remedy-damaged = Nothing was changed. `daybook verify` lists what is wrong; `daybook restore FILE --replace` restores a backup and keeps the present book in another folder.
remedy-not-in-group = Ask whoever runs the server to add the user to its group. It takes effect at the next login.
remedy-root = Root acts as the owner of the book's folder there, and this file belongs to someone else. If it is part of the book, hand it over with `chown`.
remedy-own = The book is yours, but the permissions of this file or folder forbid it. `chmod -R u+rwX` on the book's folder gives them back.
remedy-file = Check who may read or write it with `ls -l`: ask its owner, or choose another file or folder.
remedy-anothers = The book belongs to another user: have it shared with `daybook serve`, or get access to its folder.
remedy-shortage = Nothing was changed. Try again when the machine has more to spare.
remedy-fault = Nothing was changed. This is a fault of the program: please report it with this message.
remedy-rebuild = `daybook rebuild` posts the journal again.
cli-at = { $rule }, field { $field }

## Arguments that do not fit together

usage-no-home = no home folder; say where the book is with --book
usage-several-served = several books are served here: --book { $names }
usage-files = this works on a book's files, and { $at } is a server's socket: run it as the owner of the files, with --book and their folder
usage-json-and-csv = --json and --csv cannot be used together
usage-today = say what day it is with --today
usage-pair-twice = { $option } { $name }=… is given twice
usage-for-csv = --for belongs to csv
usage-import-file = name the file: daybook import FILE
usage-import-kind = the first of two names is the kind of the file: { $kinds }
usage-import-kind-twice = the kind of the file is given twice
usage-rate = write the rate as 1450.25
usage-rate-several = the lines are in several foreign currencies: give --account, and a --rate for each currency in turn
usage-reconcile = say report, suggest or accept, or give --score FILE
usage-rejects = --rejects would write over the file that is imported
usage-explain = --explain takes a row and a column, as in C0001:total
usage-explain-csv = --explain prints text or JSON
usage-reports-csv = the list of reports is text or JSON
usage-administrator = this book has no administrator yet: name one with --administrator USER
usage-another-served = another book is served at { $at }
usage-group = this machine knows no group called { $name }
usage-day = write a day that exists (years 1900 to 2999) as YYYY-MM-DD
usage-whole-number = write a whole number from 0 to { $most }
usage-at-least-one = write a whole number from 1 up
usage-language = write { $languages }
usage-head = write SEQ:HASH, the hash in 64 hexadecimal digits
usage-field-value = write FIELD=VALUE
usage-undelivered = receipts could not be delivered ({ $why }); what was posted is in the journal{ $entry ->
    [none] {""}
   *[other] , up to entry { $entry }
 }

cli-done-unprinted = this is done and saved, but its result could not be printed: { $why }

# PDF documents and their templates.

pdf-not-built = this daybook was built without PDF; build it with `cargo install --path .`, or ask for --format text
pdf-template = the template { $file } has an error{ $line ->
    [none] {""}
   *[other] { " " }in line { $line }
 }: { $why }
pdf-picture = { $file } in the folder of templates is not a PNG, JPEG or SVG picture
pdf-missing = { $file } is not in the folder of templates, although a template names it; the logo is set in settings.typ
pdf-too-large = { $file } in the folder of templates is larger than { $most } kB
pdf-pixels = { $file } in the folder of templates has more than 4 million pixels
pdf-link = { $file } in the folder of templates is a link; put the file itself there
pdf-too-slow = the templates took longer than { $seconds } s
pdf-too-much-memory = the templates took more than { $most } MB of memory
pdf-fault = the PDF could not be made: a fault of the program
pdf-substituted = The fonts have no picture for { $letters }; the PDF shows □ instead.
templates-done = The templates are in { $folder }. Put the logo there and name it in settings.typ; print a document with --format pdf to see it. What e-mails say is in the files letters-….ftl.
remedy-templates = Fix the file in the folder `templates` of the book, or print with the built-in templates: --plain-template.
usage-pdf-terminal = a PDF is not for a terminal: write it to a file with --out FILE
usage-pdf-json = --json and --format pdf go together with --out FILE only

# What the arguments lack, as clap says it in English.

usage-error = error: { $what }
usage-unknown-argument = unexpected argument '{ $arg }' found
usage-invalid-value = invalid value '{ $value }' for '{ $arg }'{ $why ->
    [none] {""}
   *[other] : { $why }
 }
usage-empty-variable = the environment variable { $name } is set but empty: unset it, or give it a value
usage-value-missing = a value is required for '{ $arg }' but none was supplied
usage-unknown-subcommand = unrecognized subcommand '{ $name }'
usage-subcommand-missing = '{ $name }' requires a subcommand but one was not provided
usage-required = the following required arguments were not provided:
usage-argument-twice = the argument '{ $arg }' cannot be used multiple times
usage-conflict = the argument '{ $arg }' cannot be used with '{ $other }'
usage-too-many = unexpected value '{ $value }' for '{ $arg }' found; no more were expected
usage-utf8 = invalid UTF-8 was detected in one or more arguments
usage-possible-values = possible values: { $values }
usage-similar = did you mean { $values }?
usage-form = Usage: { $usage }
usage-help = For more information, try '--help'.

## What the command line says

# What a customer owes: daybook balance.

show-yes = true
show-no = false
balance-as-of = as of { $day }
balance-ahead = as of { $day } (still to come)
balance-sums = Balance { $currency } { $balance }   overdue { $overdue }   on account { $on_account }   disputed { $disputed }
balance-late = Overdue
balance-days = { $days } d
balance-nothing = Nothing is open.
balance-nothing-else = Nothing else is open.
balance-more = Open in all: { $open }. For those after these: --after { $next }

count-entries = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
 }
count-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 }
count-customers = { $count ->
    [one] { $count } customer
   *[other] { $count } customers
 }
count-invoices = { $count ->
    [one] { $count } invoice
   *[other] { $count } invoices
 }
count-private-records = { $count ->
    [one] { $count } private record
   *[other] { $count } private records
 }
found-undone = a restore was interrupted before it changed anything: the book is the one that was there before.
found-finished = a restore was interrupted and is now finished.
found-finished-before = a restore was interrupted and is now finished: the book is the one from the backup, and what was there before is in { $before }.
found-tail = removed an unfinished write (entry { $entry }, { $file }, byte { $byte }). No receipt was given for it.
found-stranger = { $file } is not part of the journal: it was moved to { $to }.
found-unreadable = the private record of entry { $entry } is damaged or missing.
found-reading-only = the rest of the book can be read; nothing can be posted until a backup is restored.
found-quarantine = the ledger was damaged; it was moved to { $folder } and rebuilt from the journal ({ $entries }).
found-read-only = read-only: { $why }. Nothing is posted until it can be written again.
found-clock-behind = the clock is behind the last entry, so today's date cannot be trusted. Nothing is posted until the clock is set.
found-in-memory = { $why }; it was left as it is, and the whole journal ({ $entries }) was posted in memory for now.
found-in-memory-again = If this happens again, `daybook rebuild` makes a new ledger.
standing-disk-full = the disk is full
standing-file-limit = no file may grow any more (ulimit -f)
standing-disk-read-only = the disk is read-only
standing-disk-fails = the disk is failing
standing-clock-ahead = the clock is too far ahead of the last entry
standing-clock-behind = the clock is behind the last entry
progress-posting = posting
progress-verifying = verifying
progress-importing = importing
progress-matching = matching
progress-making = making
progress-entries = { $what }: { $entries }
progress-percent = { $what }: { $percent }%
backup-done = Backed up to { $file }, head { $head }
    Keep the head elsewhere: `daybook verify --head` compares it.
restore-done = Restored the book of { $company }, head { $head }
restore-before = What was there before is in { $folder }
restore-left-out = Its entries { $from } to { $to } are not in the backup: they are only in that folder.
clock-confirmed = The clock is accepted as right from now on.
check-nothing = Nothing found.
check-not-compared = Credit notes in { $currency } were not compared with a limit: no limit is set.
check-credited = { $invoice }: credit notes of { $currency } { $total } in all ({ $notes }), above { $limit }
check-returned = { $customer }: { $invoices } issued before { $payment } was returned; the account is at { $currency } { $exposure }, above its credit limit of { $limit }
commands-one = `daybook commands NAME` shows one command's fields.
demo-there = opening the existing book.
demo-try = The book is in { $book }. Try:
erase-left = { $count ->
    [one] { $count } erased record is
   *[other] { $count } erased records are
 } no longer shown, but still on the disk: there is not enough space to rewrite the file. Free some space and open the book again to finish.
erase-done = Erased { $customer }: { $records }.
erase-hidden = { $count ->
    [one] { $count } more is
   *[other] { $count } more are
 } hidden, because of documents that must still be kept; erased when that term ends.
erase-backups = Backups and exports made before still hold them, and so may unfinished entries at somebody's desk; `daybook rebuild` clears them from the ledger and removes older ledgers (quarantine-N).
reading-sentence = Reads { $parts }.
reading-kind = { $file } as { $kind }{ $from ->
    [program] { " " }of { $program }
   *[none] { "" }
 }
reading-sheet = sheet “{ $sheet }”
reading-header = the column names in line { $line }
reading-separator = { $separator ->
    [comma] commas
    [semicolon] semicolons
    [tab] tabs
    [bar] vertical bars
   *[other] “{ $mark }”
 } between columns, in { $encoding }
reading-dates = { $order ->
    [day] dates with the day first
    [month] dates with the month first
    [year] dates with a year of two digits first
   *[plain] dates that can be read one way only
 }
reading-dates-format = dates as { $format }
reading-serial = { $given } as a spreadsheet's day number: { $day }
reading-numbers = amounts with a decimal { $decimals ->
    [comma] comma
   *[point] point
 }{ $mixed ->
    [0] { "" }
   *[other] , but not in { $others }
 }
reading-left = { $count } { $why ->
    [total] { $count ->
        [one] total row
       *[other] total rows
     }
    [footer] { $count ->
        [one] line below the table
       *[other] lines below the table
     }
    [header] { $count ->
        [one] repeated header
       *[other] repeated headers
     }
   *[other] { $count ->
        [one] row of another kind
       *[other] rows of other kinds
     }
 } left out{ $named ->
    [0] { "" }
   *[other] { " " }(line { $lines })
 }
import-unknown = rows whose customers the book does not have: { $count }; import the customers first, or open accounts for them with --create-customers
reading-left-states = { $count ->
    [one] 1 row
   *[other] { $count } rows
 } left out: { $states }
reading-remembered = as last time: { $options }
reading-between = {"; "}
reading-unused = columns not used: { $columns }
reading-question = { $about ->
    [kind] The file can hold two kinds of things
    [sheet] Several sheets can be imported
    [dates] “{ $given }”{ $column ->
        [none] {""}
       *[other] {" "}in the column “{ $column }”
     } (line { $line }) can be read two ways
    [numbers] “{ $given }”{ $column ->
        [none] {""}
       *[other] {" "}in the column “{ $column }”
     } (line { $line }) can be read two ways
    [discount] “{ $given }” in the column “{ $column }” (line { $line }) may be percent or an amount
   *[credits] “{ $given }” in the column “{ $column }” (line { $line }) is marked for a side of an account
 }
reading-as-in = { $option ->
    [point] a decimal point
    [comma] a decimal comma
    [month] the month first
   *[day] the day first
 }, as in “{ $given }” (line { $line })
reading-not-used = do not use it
reading-credits-plus = CR is money received
reading-credits-minus = CR is money given back
reading-choose = Type the number of the right one; anything else stops.
reading-go-on = Press Enter to import, or type anything to stop.
reading-stopped = Nothing was imported.
import-line = line { $line }
import-line-field = line { $line }, { $field }
import-warning = { $place }: warning: { $what }
import-refused = { $place }: { $what }
import-bank-lines = { $account }: { $rows ->
    [one] 1 line
   *[other] { $rows } lines
 }: { $taken } { $dry ->
    [yes] would be imported
   *[no] imported
 }, { $skipped } already there, { $refused } refused{ $left_out ->
    [0] {""}
   *[other] , { $left_out } left out of the file
 }
import-bank-same = { $count ->
    [one] 1 of the lines already there was recognised by its day and amount: it came from another file
   *[other] { $count } of the lines already there were recognised by their days and amounts: they came from another file
 }
import-step-account = which account
import-bank-found = A bank statement ({ $format }){ $number ->
    [none] {""}
   *[other] {" "}of account { $number }
 }: { $count ->
    [one] 1 line
   *[other] { $count } lines
 }
import-bank-adds = { $currency } { $opening } + { $lines } { $agrees ->
    [yes] = { $closing }
   *[no] is not { $closing }: { $rest } is missing
 }
import-bank-no-balances = The file gives no balance before and after its lines, so nothing proves that none is missing. They come to { $currency ->
    [none] {""}
   *[other] { $currency }{" "}
 }{ $lines }: compare that with the bank before you import them.
import-bank-left-out = { $count ->
    [one] 1 entry can't be read and is left out
   *[other] { $count } entries can't be read and are left out
 }
import-bank-account = Account in the book:
import-bank-account-new = Type what the book is to call this bank account, such as BK or MoMo. Ctrl-S or Enter goes on; nothing is written yet.
import-bank-account-known = Accounts of the book: { $accounts }. Type one of them, or a new name. Ctrl-S or Enter goes on; nothing is written yet.
import-bank-which = Type what the book calls this bank account
import-taking-bank = Importing the lines …
import-bank-overlap = 1  They are lines of the book: skip them.   2  They are new: import them.
import-bank-answer-first = Answer 1 or 2 first
import-bank-trial-help = This was a trial: nothing is written yet. Ctrl-S imports the lines, Esc goes back.
import-bank-done-help = Alt-L goes through the lines that are open. Enter begins again with another file.
import-bank-balances = Balance before { $opening ->
    [none] not given
   *[other] { $currency } { $opening }
 }, after { $closing ->
    [none] not given
   *[other] { $currency } { $closing }
 }
import-bank-difference = { $agrees ->
    [yes] The balance before and the lines add up to the balance after
   *[no] The balance after exceeds the balance before and the lines by { $currency } { $difference }: lines are missing
 }
import-bank-warning = Warning: { $what }
import-bank-entry = line { $line }, entry { $entry }
usage-import-bank = This is a bank statement: write `import bank FILE --account NAME`, with what the book calls the bank account
usage-import-account = `import bank` needs --account NAME: what the book calls the bank account
usage-import-account-bank = --account is for statements of a bank: write `import bank FILE --account NAME`
match-deposit = the deposit { $deposit } of { $date } comes to exactly this amount ({ $count ->
    [one] 1 payment
   *[other] { $count } payments
 })
match-deposit-named = the bank names { $name }
match-deposit-day = { $account } is the only account for deposits, and this came { $days ->
    [0] the same day
    [one] 1 day later
   *[other] { $days } days later
 }
match-in-book = { $payment } of { $date } is of this amount and is not at the bank yet
match-in-book-perhaps = { $payment } of { $date } is of this amount, is not at the bank yet, and may be on this account or another
match-suspense = { $receipt } of { $date } on the suspense list is of this amount: matched to a customer, the line would book the money twice
match-reference = names { $items }
match-checked-reference = a reference with right check digits names { $items }
match-part-of-number = contains the end of { $items }'s number
match-learnt-payer = this payer was matched to the customer { $count ->
    [one] once
   *[other] { $count } times
 } before
match-account = the payer's account is the customer's
match-phone = the payer's telephone is the customer's
match-name = the payer has the customer's name
match-like-name = the payer's name is like the customer's
match-amount = exactly what is open
match-sum = exactly what is open on { $count ->
    [one] an invoice
   *[other] { $count } invoices together
 }
match-balance = exactly all that the customer owes
match-less-discount = what is open less the early-payment discount of { $currency } { $amount }
match-less-fee = what is open less the fee of { $currency } { $amount }
match-less-charges = what is open less charges of { $currency } { $amount }
match-less-disputed = what is open less the { $currency } { $amount } in dispute
match-short = { $currency } { $amount } short
match-over = { $currency } { $amount } more than what is open
match-oldest = the oldest first
match-nothing-open = the customer owes nothing: all of it stays on account
match-returned = takes back { $payment }
match-only-of-several = of the customers with this name, only this one is meant
match-name-of-several = but other customers have such a name
match-other-payer = but the payer is { $customer }
match-other-reference = but it names { $items }
match-unknown-reference = but it names { $given }, which is not open
match-fits-others = but other invoices fit the amount as well
match-taken-by-line = but also fits { $line }
match-less-credit = what is open on { $invoice } less credit note { $credit_note } of { $currency } { $amount }
reconcile-nothing = No suggestion
reconcile-none-open = No open bank lines
reconcile-suggestion = { $certainty ->
    [sure] Sure
    [likely] Likely
   *[possible] Possible
 }: { $name }{ $customer ->
    [none] {""}
   *[other] {" "}({ $customer })
}
reconcile-of-other = { $item } for { $name } ({ $customer })
reconcile-rest = on account: { $amount }
reconcile-fee = fee kept: { $amount }
reconcile-credit = { $credit_note } allocated to { $invoice }: { $amount }
reconcile-discount = early-payment discount: { $amount }
reconcile-short = stays open: { $amount }
reconcile-sure = sure
reconcile-likely = likely
reconcile-possible = possible
reconcile-progress = { $left } left · { $done } done here
reconcile-may-be = What it may be
reconcile-reading = Reading the open bank lines and what customers owe …
reconcile-empty = No open bank lines. Import a statement here with Ctrl-P, import; or in a shell with: daybook import bank FILE --account NAME
reconcile-done = All bank lines are done.
reconcile-suspense = suspense list
reconcile-suspense-by-hand = No suggestion. m says whose money it is, d takes it off the suspense list.
reconcile-by-hand = No suggestion. m matches it to a customer, s splits it between several, l links it to a payment, x puts it on the suspense list, d dismisses it.
reconcile-score = { $what ->
    [lines] By line (each invoice that is paid)
   *[envelopes] By envelope (all that a bank line pays)
 }: { $right } right, { $wrong } wrong, { $left } left
reconcile-score-sure = Sure, by envelope: { $right } right, { $wrong } wrong
reconcile-no-such = No suggestion has that number
reconcile-nothing-marked = No suggestion to accept: m matches the line by hand
reconcile-nothing-taken = No line was matched here yet
reconcile-taken = { $line } matched: { $name }
reconcile-suspended = { $line } is on the suspense list as { $receipt }: say whose money it is once you know
reconcile-suspended-already = { $line } is on the suspense list already
reconcile-stays = { $line } is not reopened. { $why } Alt-U lists what came before.
reconcile-opened = { $line } is open again
reconcile-totals = { $currency }: matched { $done }, left { $left }
reconcile-totals-dismissed = {""}, dismissed { $dismissed }
reconcile-totals-suspense = {""}, on the suspense list { $amount }
reconcile-links = This is { $payment }; nothing new is posted
reconcile-returned-stays = { $line } took back a payment; that stays, for the bank returned it
reconcile-line = line { $line }
dunning-left-out = { $why ->
    [no_policy] no policy covers this customer
    [blocked] reminders are paused through { $day }
    [not_yet] not overdue long enough
    [on_account] covered by money on account
    [disputed] disputed
    [promised] promised
    [planned] covered by a payment plan
    [withheld] a certificate of tax withheld is awaited
    [below_minimum] below the minimum
    [interval] the next letter may go on { $day }
    [needs_person] waits for a person's approval
    [no_address] has no e-mail address
    [changed] has changed meanwhile
   *[left] left out by hand
 }
dunning-no-policy = There is no dunning policy yet. A supervisor sets one: daybook post with {"{"}"do":"set_dunning_policy","name":"standard","levels":[{"{"}"after_days":7{"}"},{"{"}"after_days":21{"}"}],"interval_days":14{"}"}, or “dunning policy” at the desk.
dunning-open-lines = { $count ->
    [one] One bank line
   *[other] { $count } bank lines
 } up to { $date } { $count ->
    [one] is
   *[other] are
 } still unmatched: a letter may ask for money you have already received.
dunning-run-open-lines = { $count ->
    [one] One bank line
   *[other] { $count } bank lines
 } up to { $date } { $count ->
    [one] is still unmatched. Match it
   *[other] are still unmatched. Match them
 } first, or add --yes to go ahead.
dunning-row = { $name } ({ $customer }): level { $level }, { $amount }
dunning-row-person = { $name } ({ $customer }): level { $level }, { $amount }, waits for a person's approval
dunning-item = { $invoice }: { $amount } of { $outstanding }, { $days ->
    [one] 1 day
   *[other] { $days } days
 } overdue, level { $level }
dunning-left-out-row = { $name } ({ $customer }): { $amount } overdue, no letter: { $why }
dunning-proposed = { $count ->
    [one] 1 letter is due
   *[other] { $count } letters are due
 } on { $date }. { $without ->
    [0] No overdue customers are left out.
    [one] 1 overdue customer gets none.
   *[other] { $without } overdue customers get none.
 }
dunning-sent = { $count ->
    [0] No letter was put in the outbox
    [one] One letter was put in the outbox
   *[other] { $count } letters were put in the outbox
 } as of { $date }{ $calls ->
    [0] {""}
    [one] ; one call is recorded
   *[other] ; { $calls } calls are recorded
 }{ $person ->
    [0] {""}
    [one] ; one waits for a person's approval
   *[other] ; { $person } wait for a person's approval
 }{ $kept ->
    [0] {""}
   *[other] ; { $kept } could not be sent
 }{ $others ->
    [0] {""}
    [one] ; one other with something overdue gets none
   *[other] ; { $others } others with something overdue get none
 }.{ $count ->
    [0] {""}
   *[other] {" "}`daybook outbox send` sends what waits there.
 }
dunning-sent-row = { $letter } to { $name } ({ $customer }): level { $level }, { $amount }
dunning-kept-back = { $name } ({ $customer }): level { $level }, { $amount }: { $why }
sheet-dunning-blocked = no reminders through { $date }
pane-dunning = Dunning
dunning-level = level { $level }
dunning-reading = Reading what is overdue …
dunning-empty = Nobody has anything overdue.
dunning-set-policy = There is no dunning policy yet. Ctrl-P, “dunning policy”: a supervisor says there after how many days letters go.
dunning-progress = { $taken } of { $all } ticked · { $left } left out
dunning-sending = { $sent } sent · { $left } to go
dunning-first = first letter
dunning-before = last letter { $date }, level { $level }
dunning-before-queued = letter { $date }, level { $level }, queued
dunning-person = last level or call: tick it yourself
dunning-more = and { $count } more
dunning-no-letter = No letter is selected
dunning-nothing-taken = No letter is ticked
dunning-send-there = Esc goes back to the list; s sends the letters that are ticked
dunning-sure = { $lines ->
    [0] {""}
    [one] One bank line is still unmatched (Alt-L).{" "}
   *[other] { $lines } bank lines are still unmatched (Alt-L).{" "}
 }{ $count ->
    [one] One letter
   *[other] { $count } letters
 }, { $amount }: s again queues { $count ->
    [one] it
   *[other] them
 }
dunning-unticked = Left out while the desk is open; b pauses reminders through a day
dunning-done = { $count ->
    [0] No letter is in the outbox
    [one] One letter is in the outbox
   *[other] { $count } letters are in the outbox
 }{ $calls ->
    [0] {""}
    [one] ; one call is recorded
   *[other] ; { $calls } calls are recorded
 }
dunning-done-but = { $count ->
    [0] No letter is in the outbox
    [one] One letter is in the outbox
   *[other] { $count } letters are in the outbox
 }{ $calls ->
    [0] {""}
    [one] ; one call is recorded
   *[other] ; { $calls } calls are recorded
 }; refused: { $refused } ({ $why })
pane-statements = Statements
statements-title = Statements through { $day }
statements-progress = { $count } to send of { $all }
statements-reading = Reading the accounts …
statements-empty = No customer owes anything, is in credit or had activity.
statements-there = { $delivery } there already
statements-no-address = no e-mail address
statements-nothing = No statement is left to send
statements-sure = { $count ->
    [one] One statement
   *[other] { $count } statements
 } through { $day } by e-mail: s again queues { $count ->
    [one] it
   *[other] them
 }
statements-queueing = Putting the statements in the outbox …
statements-done = { $count ->
    [0] No statement was put in the outbox
    [one] One statement was put in the outbox
   *[other] { $count } statements were put in the outbox
 }{ $refused ->
    [0] {""}
   *[other] ; without a usable e-mail address: { $refused }
 }
pane-proposals = Late fees and holds
proposals-reading = Reading what is overdue …
proposals-empty = Nothing to charge, hold or release today.
proposals-set-policy = Nothing to hold or release today, and no policy charges interest. Ctrl-P, “late fee policy” or “hold policy”: a supervisor sets one there.
proposals-progress = { $taken } of { $all } ticked
proposals-running = { $done } done · { $left } to go
proposals-fee = late fee
proposals-fee-told = { $invoice }, { $from } to { $through }: { $formula }
proposals-nothing-taken = Nothing is ticked
proposals-sure-fees = { $count ->
    [one] one late fee
   *[other] { $count } late fees
 } ({ $amount })
proposals-sure-holds = { $count ->
    [one] one hold
   *[other] { $count } holds
 }
proposals-sure-releases = { $count ->
    [one] one release
   *[other] { $count } releases
 }
proposals-sure = s again runs { $what }
proposals-done = { $count ->
    [one] One done
   *[other] { $count } done
 }
proposals-done-but = { $count ->
    [one] One done
   *[other] { $count } done
 }; refused: { $refused } ({ $why })
reconcile-accepted = { $count ->
    [one] One bank line
   *[other] { $count } bank lines
 } matched, { $left } still open
pane-detective = Amount detective
detective-amount = Which items add up to
detective-blank = Type an amount first.
detective-type = Type an amount and press Enter. Each answer is a set of open items of one customer that add up to it, if need be less a discount or a fee, or with one item paid short.
detective-looking = Looking …
detective-more = There may be more answers
detect-nothing = Nothing that is open adds up to { $currency } { $amount }
detect-difference = { $kind ->
    [discount] less an early-payment discount of { $amount }
    [fee] less a fee of { $amount }
   *[short] paid short by { $amount }
 }
detect-more = There may be more answers: name the customer with --customer, or fewer days with --within
reconcile-no-account = No bank account yet: import a statement with `daybook import bank FILE --account NAME`
reconcile-account = { $account }, { $currency }, { $date }
reconcile-bank = Bank
reconcile-book = Book
reconcile-difference = Difference
reconcile-unmatched = At the bank, to be matched
reconcile-dismissed = At the bank, nothing to do with customers
reconcile-not-at-bank = In the book, not at the bank yet (amounts: effect on the difference)
reconcile-perhaps = In the book, and may be on this account or another: not part of the difference
reconcile-gap = The balances of the statements changed by { $currency } { $amount } beyond their lines: a statement is missing
import-warnings-in-all = … { $rows } with warnings in all
import-refused-in-all = … { $count } rows in all; --rejects FILE writes them to a file
import-rows = { $rows } of { $kind }: { $taken } { $dry ->
    [yes] would be imported
   *[no] imported
 }, { $skipped } already there, { $refused } refused
import-documents = documents: { $made } { $dry ->
    [yes] would be imported
   *[no] imported
 }, { $refused } refused
import-customers = accounts opened for them: { $count }
import-book-line = { $table }, line { $line }{ $field ->
    [none] {""}
   *[other] , { $field }
}
import-book-table = { $table }: { $taken } { $dry ->
    [yes] would be imported
   *[no] imported
}, { $skipped } already there, { $refused } refused, { $left_out } left out
import-book-not-brought = not imported, and only in the old book: { $what }
import-book-rows = { $table ->
    [bank_lines] { $count ->
        [one] 1 bank line
       *[other] { $count } bank lines
    }
    [callbacks] { $count ->
        [one] 1 callback
       *[other] { $count } callbacks
    }
    [calls] { $count ->
        [one] 1 call
       *[other] { $count } calls
    }
    [deliveries] { $count ->
        [one] 1 delivery
       *[other] { $count } deliveries
    }
    [disputes] { $count ->
        [one] 1 dispute that ended
       *[other] { $count } disputes that ended
    }
    [lines] { $count ->
        [one] 1 line of a document
       *[other] { $count } lines of documents
    }
    [plans] { $count ->
        [one] 1 payment plan
       *[other] { $count } payment plans
    }
    [promises] { $count ->
        [one] 1 promise
       *[other] { $count } promises
    }
   *[other] { $count } of { $table }
}
import-book-block-untold = paused in the book before
import-suspense = payments on the suspense list, of payers not known: { $count }
import-near = “{ $given }” is not an account; the closest names: { $accounts }
import-warned = rows with warnings: { $count }
import-unread = rows whose amount cannot be read: { $count }
import-sums = { $currency } { $taken } { $taxes ->
    [without] net{ " " }
   *[with] { "" }
 }{ $dry ->
    [yes] would be imported
   *[no] imported
 }, { $skipped } already there, { $refused } refused{ $unknown ->
    [0] {""}
    [one] {" "}and one row whose amount is not known
   *[other] {" "}and { $unknown } rows whose amounts are not known
 }
import-open = { $currency } { $open } of that is still owed
init-done = The book of { $company } is in { $folder }: { $country }, { $currency }, time zone { $zone }.
init-no-taxes = There is no tax table for { $country } yet: lines carry no taxes.
init-taxes = Tax codes: { $codes }.
init-next = Next: `daybook import FILE` imports a list of customers, then their open invoices; `daybook` opens the desk; `daybook commands` lists what `daybook post` takes.
lookup-none = No match for “{ $query }”.
lookup-account = Account
lookup-code = Code
lookup-currency = Cur
lookup-balance = Balance
lookup-overdue = Overdue
lookup-found-by = Found by
lookup-partial = More is still being read.
glance-made-up = (made-up data)
glance-title = { $company }, as of { $day }
glance-owed = { $not_due } not due, { $late } overdue, { $on_account } on account
glance-nothing = nothing open
glance-line = { $customers }, { $invoices }: { $owed }
glance-head = { $entries }, head { $head }
serve-ended = The book in { $folder } is a solo book again.
verify-damaged = DAMAGED  { $damage }
verify-missing = MISSING  { $damage }
verify-missing-run = MISSING  entries { $from } to { $to }
verify-differs = DIFFERS  { $table } { $key }: { $what ->
    [different] different
    [extra] extra
    [missing] missing
   *[other] { $what }
 }
verify-differing = … { $count } rows in all
verify-tail = An unfinished write is at the end ({ $file }, byte { $byte }); no receipt was given for it, and the next opening removes it.
verify-counts = { $entries }, { $rows }, head { $head }
verify-counts-held = { $entries }, head { $head }
verify-erased = Private records erased: { $count }
verify-to-erase = Private records still to be erased: { $count }; the next opening does it.
verify-behind = The ledger has { $entries } still to post.
verify-held = The chain is intact. The ledger was not compared, because { $holder } has the book open. Close it, then run `daybook verify` again.
verify-not-compared = The chain is intact. The ledger was not compared: { $why }
verify-no-room = there is no room to copy it: { $why }
verify-whole = The chain is intact, and the ledger agrees with it.
verify-rebuild = The chain is intact. `daybook rebuild` posts the ledger again.
verify-restore = Nothing was changed. `daybook restore FILE --replace` restores a backup and keeps the present book in another folder.
rebuild-done = Posted { $entries }, head { $head }
rebuild-aside = The old ledger was moved to { $folder }
letter-greeting = Hello,
letter-closing = Kind regards,
    { $company }
letter-invoice-subject = Invoice { $number } from { $company }
letter-invoice = Please find attached our invoice { $number } of { $date } for { $total }. { $amount } is due on { $due }.
letter-invoice-settled = Please find attached our invoice { $number } of { $date } for { $total }. It is settled; thank you.
letter-credit-note-subject = Credit note { $number } from { $company }
letter-credit-note = Please find attached our credit note { $number } of { $date } for { $total }.
letter-receipt-subject = Receipt { $number } from { $company }
letter-receipt = Thank you for your payment of { $amount } on { $date }. Please find the receipt attached.
letter-plan-subject = Payment plan { $number } – { $company }
letter-plan = Attached is the payment plan that we agreed on { $date }: { $amount } in { $count ->
    [one] one instalment
   *[other] { $count } instalments
  }. The next instalment is due on { $due }. If anything differs from what we agreed, please tell us at once.
letter-statement-subject = Statement of account to { $date } from { $company }
letter-statement = Please find attached your statement of account to { $date }.
letter-owed = The balance due is { $amount }.
letter-in-credit = Your account is { $amount } in credit.
letter-nothing-owed = Nothing is due.
letter-dunning-1-subject = Payment reminder: { $amount } – { $company }
letter-dunning-1 = The attached letter lists what we ask you to pay: { $amount }, which was past its due date on { $date }. Please pay by { $due }. If you have paid in the last few days, thank you: please disregard this reminder. If anything is unclear, reply to this message and we will help.
letter-dunning-2-subject = Second reminder: { $amount } is still overdue – { $company }
letter-dunning-2 = We wrote to you on { $before }, and the { $amount } listed in the attached letter is still unpaid. Please pay by { $due }, or tell us by then how much you can pay and when. If a question about one of the items is holding up the payment, reply to this message and we will settle it with you.
letter-dunning-3-subject = Your account is overdue: { $amount } – { $company }
letter-dunning-3 = The { $amount } listed in the attached letter remains unpaid, the oldest item since { $oldest }. Please pay in full by { $due }, or agree a payment plan with us by that date. We would rather solve this together: a call or a reply is enough to begin.
letter-dunning-4-subject = Final request for payment: { $amount } – { $company }
letter-dunning-4 = The attached letter is our final request for { $amount }, some of which has been unpaid since { $oldest }. Please make sure that it reaches us by { $due }. If you believe that you do not owe it, or cannot pay it at once, call us before then: we will look into it and agree on a way with you.
letters-head = The e-mails that go with documents. Change the text after “=”; it may run over several lines,
    each of them indented. The line above a message lists the values you can use in it.
    If you delete a message, the built-in one is used.
letters-wrong = The letters in { $file } have an error in line { $line }: { $why }
own-words-unreadable = it cannot be read ({ $why })
own-words-unknown = there is no message { $name }; if it is a term of your own, begin its name with a hyphen
own-words-part = { $part } is not known here{ $parts ->
    [none] {""}
   *[other] ; this message has { $parts }
}
send-templates = { $why }. Fix the file in the folder `templates` of the book, or send with what is built in: `daybook outbox send --plain-template`.
send-goes-on = the server is still sending; `daybook outbox` shows how far it is
usage-server-sends = the server of this book sends, with its own settings and templates: leave out --print-to and --plain-template
error-serves-nobody = this book has no server
mail-too-open = { $path } holds a password and others can read it. Make it yours alone: chmod 600 { $path }
mail-anothers = { $path } belongs to another user. Make it yours: chown, then chmod 600
mail-unreadable = { $path }, line { $line }: { $why }
mail-address = { $path }: “from” and “reply_to” are e-mail addresses, such as accounts@example.com
mail-two-passwords = { $path } has both “password” and “password_command”: keep one of them
mail-half-a-login = { $path }: “user” goes with “password” or “password_command”; give both, or neither
mail-seconds = { $path }: “timeout_seconds” is from 1 to { $most }
mail-port = { $path }: “port” is a whole number from 1 to 65535
mail-host = { $path }: “host” is the name or the address of a server, and nothing else; a port goes into “port”
mail-in-the-clear = { $path }: without TLS, mail goes only to this machine (localhost). Set tls to "starttls" or "implicit"
mail-ca = { $path }: “ca” names { $file }, which cannot be used ({ $why })
mail-ca-empty = it holds no certificate in PEM form
mail-ca-damaged = a certificate in it cannot be read
mail-missing = { $path } does not set “{ $field }”
mail-password-command = { $path }: “password_command” gave no password ({ $why })
mail-password-slow = it took longer than { $seconds } s
mail-password-empty = it printed nothing
mail-password-unfit = what it printed is not a line of text of at most { $most } bytes
mail-no-settings = mail needs its settings in { $path }: host, from, and usually user and password. `daybook outbox --help` shows a sample
mail-no-folder = the book is served by { $path }: name the settings with --settings FILE
send-no-answer = the server did not answer within { $seconds } s
send-server-said = the server said: { $code } { $text }
send-refused = no mail server answers there (connection refused)
send-lost = the connection was lost: { $why }
send-closed = the server closed the connection before it answered
send-endless = the server's answer does not end
send-no-sense = the server's answer made no sense: is it a mail server?
send-cannot = the server does not offer what is needed: { $why }
send-not-connected = no connection: { $why }
send-certificate-name = the server's certificate is for another name than the host in the settings
send-certificate-expired = the server's certificate has expired
send-certificate-early = the server's certificate is not valid yet: check the clock of this machine
send-certificate-unknown = the server's certificate is signed by an authority that this machine does not know
send-certificate-authority = the server shows the certificate of an authority as its own. Give it a certificate of its own, signed by that authority, and name the authority's in “ca” of the mail settings
send-certificate = the server's certificate is not valid: { $why }
send-tls = no secure connection: { $why }
send-tls-none = the server does not speak TLS there: check “port” and “tls” in the mail settings
send-tls-old = the server and this program have no version of TLS in common
send-tls-alert = the server refused TLS ({ $alert })
send-no-tls = the server does not offer STARTTLS
send-no-unicode = the server accepts no address with such letters
send-bad-address = “{ $given }” cannot be written as an address
send-lp-missing = the program lp, which prints, is not installed here: install CUPS, or set print_to in mail.toml to a folder
send-lp = the printer did not accept it: { $why }
send-stopped = stopped before the next one
send-no-longer = the document is no longer valid
send-balance-changed = its balance changed from { $from } to { $to } since it was queued: queue it again
send-lines-changed = its lines changed since it was queued, though not its balance: queue it again
send-address-removed = the details of { $customer } changed since it was queued, and { $given } is not one of their addresses: queue it again
send-reminder-changed = the amount it asks for changed from { $from } to { $to } since it was queued ({ $why }): the next dunning run proposes it anew
send-reminder-items = what it asks for changed since it was queued ({ $why }): the next dunning run proposes it anew
send-reminder-nothing = today it would ask for nothing instead of { $from }: { $why }
send-now-all = { $what ->
    [paid] { $invoice } is paid
    [void] { $invoice } is void
    [settled] { $invoice } is settled
    [disputed] { $invoice } is disputed
    [promised] { $invoice } is promised
    [planned] { $invoice } is in a payment plan
    [withheld] a certificate of tax withheld is awaited for { $invoice }
    [on_account] money on account covers { $invoice }
    [blocked] reminders for { $invoice } are paused through { $day }
    [more] { $amount } more is due of { $invoice }
   *[not_yet] { $invoice } is not overdue long enough
 }
send-now-part = { $what ->
    [paid] { $amount } of { $invoice } is paid
    [void] { $invoice } is void
    [settled] { $amount } of { $invoice } is settled
    [disputed] { $amount } of { $invoice } is disputed
    [promised] { $amount } of { $invoice } is promised
    [planned] { $amount } of { $invoice } is in a payment plan
    [withheld] a certificate of tax withheld is awaited for { $amount } of { $invoice }
    [on_account] money on account covers { $amount } of { $invoice }
    [blocked] reminders for { $invoice } are paused through { $day }
    [more] { $amount } more is due of { $invoice }
   *[not_yet] { $invoice } is not overdue long enough
 }
send-now-none = { $what ->
    [no_policy] no dunning policy covers this customer
    [blocked] reminders to this customer are paused through { $day }
    [below_minimum] what is left is below the policy's minimum
    [interval] another letter is too close: the next one may go on { $day }
   *[not_yet] nothing is overdue long enough
 }
send-now-both = { $first }; { $second }
send-now-more = { $count ->
    [one] one more item
   *[other] { $count } more items
 }
send-now-other = the account changed
heading-delivery = Delivery
heading-document = Document
heading-attempts = Tries
heading-answer = How
outbox-connected = { $host } answers, the connection is as secure as the settings ask, and the login works.
outbox-sent = sent: { $count }
outbox-later = did not go out, tried again later: { $count }
outbox-failed = failed: { $count }
outbox-unsure = may have gone out, for you to find out: { $count }
outbox-taken-out = taken out of the outbox, no longer right: { $count }
outbox-waiting = In the outbox: { $queued } queued, { $failed } failed, { $unsure } unsure
statements-written = statements written: { $count }
statements-queued = statements put in the outbox: { $count }
batch-skipped = there already: { $count }
batch-no-address = without a usable e-mail address: { $count } ({ $codes })
batch-failed = could not be made: { $count }
batch-one-failed = { $customer }: { $why }
batch-stopped = stopped; run it again to go on
progress-sending = sending
progress-writing = writing
invoices-queued = invoices put in the outbox: { $count }

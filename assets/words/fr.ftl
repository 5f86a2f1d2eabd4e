# Ce que dit un refus : la règle en mots, et que faire.

rule-command-malformed = { $kind ->
    [choice] « { $given } » n'est pas un des choix. Choisissez parmi { $choices }
   *[other] ceci est illisible : { $why }
}
rule-command-unknown = il n'y a pas de commande « { $given } » ; `daybook commands` en donne la liste
    .desk = il n'y a pas de commande « { $given } »
rule-command-unknown_field = la commande n'a pas de champ « { $name } » ; `daybook commands` montre ses champs
    .desk = ceci ne peut pas avoir de champ « { $name } »
rule-command-duplicate_field = le champ figure deux fois ; écrivez-le une seule fois
rule-command-missing_field = il manque le champ « { $name } »
    .desk = { $entry ->
        [day] Entrez une date : « { $name } » est vide
        [choice] Faites un choix : « { $name } » est vide
        [amount] Entrez un montant : « { $name } » est vide
       *[other] il manque « { $name } » : remplissez ce champ
    }
rule-command-too_long = la ligne dépasse { $most } octets. Raccourcissez-la, ou répartissez-la en plusieurs commandes
rule-command-id_malformed = « { $given } » n'est pas un UUID. Donnez-en un, ou omettez l'id
rule-command-changed_meanwhile = quelqu'un d'autre a modifié ceci entre-temps (écriture { $last } ; vous aviez vu { $seen }) : revoyez-le
rule-command-seen_beyond_head = l'écriture { $seen } n'existe pas encore : la dernière est { $last }. Indiquez le numéro de la dernière écriture que vous avez vue
    .desk = la comptabilité a été remplacée entre-temps par une plus ancienne. Fermez ce formulaire et revoyez ce qu'il modifie
rule-command-id_reused = { $sender ->
    [other] quelqu'un d'autre a déjà enregistré { $made ->
        [none] l'écriture { $entry }
       *[other] { $made }
    } sous cet id
   *[same] cet id a déjà servi à enregistrer { $made ->
        [none] l'écriture { $entry }
       *[other] { $made }
    } avec un autre contenu
} ; vérifiez ce qui est enregistré et envoyez toute autre chose sous un nouvel id
rule-override-reason_missing = une dérogation demande un motif : {"{"}"reason":"…"{"}"}
    .desk = pour passer outre, indiquez un motif
rule-amount-malformed = « { $given } » n'est pas un nombre simple. Écrivez des chiffres, et un point avant les décimales
rule-amount-too_precise = { $given } a plus de décimales que { $currency } ({ $decimals }). Arrondissez le montant
rule-amount-not_positive = le montant doit être supérieur à zéro
rule-amount-out_of_range = le montant est trop grand : au plus 1 000 000 000 000 000 de la plus petite unité de la devise
rule-number-not_whole = « { $given } » n'est pas un nombre entier de 0 à { $most }, écrit sans guillemets
    .desk = « { $given } » n'est pas un nombre entier de 0 à { $most }
rule-percent-malformed = « { $given } » n'est pas un pourcentage. Écrivez-le avec son signe : 10 %
rule-percent-out_of_range = { $given } n'est pas un pourcentage de 0 % à 100 % avec quatre décimales au plus
rule-date-malformed = « { $given } » n'est pas un jour qui existe (années 1900 à 2999) ; écrivez { $format }
    .desk = « { $given } » n'est pas un jour. Essayez : t, +30, ven, fdm, 21 nov
rule-date-out_of_range = le { $given } est à plus de { $days } jours d'ici. Entrez un jour plus proche
rule-date-ahead = le { $given } est à venir. Entrez aujourd'hui ({ $today }) ou un jour antérieur
rule-date-ahead_needs_reason = le { $given } est après aujourd'hui ({ $today }). Corrigez la date, ou indiquez un motif pour émettre le document en avance (dérogation)
    .desk = le { $given } est après aujourd'hui ({ $today }). Corrigez la date, ou indiquez un motif pour dater en avance
    .overridden = daté d'après aujourd'hui
rule-date-beyond_last = avec les conditions { $terms }, un document du { $given } viendrait à échéance après le { $last }, dernier jour possible. Vérifiez l'année
rule-date-too_early = le { $given } est avant le { $first }. Vérifiez l'année
rule-date-too_late = le { $given } est plus de { $years } ans après le { $from }. Vérifiez l'année
rule-date-before_item = la date précède celle de { $number } ({ $date }). Entrez ce jour ou un jour ultérieur
rule-text-malformed = le texte contient un caractère invisible ou de contrôle ({ $character }). Supprimez-le, ou retapez le texte au lieu de le coller
rule-text-too_long = le texte a plus de { $most } caractères. Raccourcissez-le
rule-text-empty = le texte est vide. Écrivez quelque chose, ou omettez le champ
    .desk = le champ est vide : écrivez quelque chose
rule-terms-malformed = « { $given } » n'est pas une condition de paiement. Essayez : net 30, 2/10 net 30 ou eom+15
rule-currency-unknown = « { $given } » n'est pas un code de devise. Écrivez trois lettres, par exemple RWF ou CAD
rule-currency-mismatch = le compte est en { $currency }. Donnez le montant en { $currency }
rule-rate-missing = { $currency } n'est pas la devise de la comptabilité : indiquez un taux, en { $book } pour un { $currency }
    .desk = { $currency } n'est pas la devise de la comptabilité ({ $book }), et ceci demande un taux : passez par la ligne de commande, avec un taux
rule-rate-out_of_range = { $given } n'est pas un taux de change : indiquez le nombre de { $book } pour une unité de la devise, de 0,00000001 à 100 000 000, avec 12 décimales au plus
rule-rate-unwanted = { $currency } est la devise même de la comptabilité : n'indiquez pas de taux
rule-rate-not_positive = un taux doit être supérieur à zéro
rule-customer-unknown = aucun client { $given }{ $near ->
    [none] {""}
   *[other] , vouliez-vous dire { $near } ?
}{ $suspense ->
    [yes] . Pour garder ces paiements en attente d'identification, importez avec --suspense
   *[no] {""}
}
rule-payment-no_payer = la ligne ne nomme aucun client : indiquez-en un (--map, --set) ou gardez ces paiements en attente d'identification avec --suspense
rule-unidentified-unknown = il n'y a pas d'encaissement non identifié { $given }. Vérifiez le numéro
rule-unidentified-not_open = { $given } n'est plus en attente : { $payment ->
    [none] il a été annulé
   *[other] c'est le paiement { $payment }
}
rule-bank_line-unknown = il n'y a pas de ligne bancaire { $given }. Vérifiez le numéro
rule-bank_line-not_open = la ligne bancaire { $line } n'est plus ouverte : { $document ->
    [none] elle a été écartée
   *[other] elle est rapprochée de { $document }
}. Pour revenir là-dessus, défaites d'abord le rapprochement de la ligne
rule-bank_line-open = la ligne bancaire { $line } est ouverte : il n'y a rien à défaire
rule-bank_line-money_out = la ligne bancaire { $line } n'est pas une entrée d'argent : liez-la à un remboursement ou à un paiement rejeté, ou écartez-la
rule-bank_line-amount = la ligne bancaire { $line } s'élève à { $amount } avec ses frais, et { $number } à { $total }. Si la banque a retenu la différence de { $difference }, indiquez-la comme frais
rule-bank_line-not_its_document = { $number } n'est pas { $way ->
    [in] un paiement reçu : rapprochez plutôt la ligne d'un client, ou écartez-la
   *[out] de l'argent sorti : indiquez un remboursement, ou un paiement rejeté (enregistrez d'abord le rejet)
}
rule-bank_line-document_linked = { $number } est déjà rapproché de la ligne bancaire { $line }. Défaites d'abord ce rapprochement
rule-bank_line-payment_or_deposit = une ligne bancaire est un paiement ou une remise : indiquez l'un des deux
rule-bank_line-parts = la ligne bancaire { $line } s'élève à { $amount } avec ses frais, mais ses parts à { $total }. Répartissez-la en entier
rule-bank_line-part_twice = { $customer } a deux parts de la ligne. Additionnez-les
rule-payer-itself = { $customer } ne peut pas être déclaré comme payant pour lui-même
rule-payer-already = { $customer } paie déjà pour { $other }
rule-payer-not_declared = { $customer } n'est pas déclaré comme payant pour { $other }
rule-bank_line-no_suggestion = aucune proposition pour la ligne bancaire { $given } : elle n'est pas ouverte, ou rien ne convient. Rapprochez-la à la main
rule-bank_line-there = le compte { $account } a déjà ces lignes et ces soldes : rien n'est ajouté
rule-bank_line-may_be_there = certaines lignes { $from ->
    [command] de la commande
   *[file] du fichier
 } sont peut-être déjà dans la comptabilité, par un autre fichier : { $count }, par exemple { $line } du { $date } de { $amount }{"\u00A0"}{ $currency } sur { $account }. { $from ->
    [command] Le jour et le montant sont les mêmes, les textes diffèrent. Envoyez à nouveau la commande avec "overlap":"same" si ce sont les mêmes lignes, avec "overlap":"new" sinon
   *[file] Le jour et le montant sont les mêmes, les textes diffèrent et aucun solde ne tranche. Importez à nouveau avec --overlap same si ce sont les mêmes lignes, avec --overlap new sinon
}
    .desk = certaines lignes du fichier sont peut-être déjà dans la comptabilité, par un autre fichier : { $count }, par exemple { $line } du { $date } de { $amount }{"\u00A0"}{ $currency } sur { $account }. Le jour et le montant sont les mêmes, les textes diffèrent et aucun solde ne tranche
rule-bank_line-alike = certaines lignes du fichier ont le jour et le montant d'une ligne de { $account }, mais leur propre identifiant : { $count }, la première comme { $line } du { $date }. Elles ont été importées comme de nouvelles lignes
rule-bank_line-balance_there = le solde de { $account } le { $date } est de { $closing }{"\u00A0"}{ $currency } même sans les lignes qui semblent nouvelles dans ce fichier ({ $count } en tout) : elles sont déjà dans la comptabilité, peut-être à d'autres dates. Rien du relevé n'est importé. Si elles manquent malgré tout, importez à nouveau avec --overlap new
    .desk = le solde de { $account } le { $date } est de { $closing }{"\u00A0"}{ $currency } même sans les lignes qui semblent nouvelles dans ce fichier ({ $count } en tout) : elles sont déjà dans la comptabilité, peut-être à d'autres dates. Rien du relevé n'est importé
rule-bank_line-balance_beyond = avec ce relevé, les lignes de { $account } dépassent de { $difference }{"\u00A0"}{ $currency } son solde de { $closing } le { $date } : certaines sont peut-être deux fois dans la comptabilité. Comparez-les avec « bank-lines --state all »
rule-deposit-unknown = il n'y a pas de remise { $given }, ou elle est annulée. Vérifiez le numéro
rule-deposit-empty = une remise compte au moins un paiement
rule-deposit-payment_twice = { $number } est deux fois dans la liste
rule-deposit-not_bankable = { $number } n'est pas un paiement valable en espèces ou par chèque : seuls ceux-là sont remis ensemble à la banque
rule-deposit-has_payment = { $number } est dans la remise { $deposit } : annulez d'abord cette remise (void_deposit)
    .desk = { $number } est dans la remise { $deposit } : annulez d'abord cette remise (« Annuler une remise »)
rule-score-columns = le fichier doit commencer par les noms de ses colonnes, au moins line : { $columns }
rule-score-row = la ligne { $line } du fichier est illisible : les montants s'écrivent 1234.50, et chaque facture en demande un
rule-score-line = la ligne { $line } du fichier nomme « { $given } », qui ne désigne pas une seule ligne bancaire de la comptabilité. Indiquez son numéro (BL…)
rule-bank_account-unknown = aucun compte bancaire { $given } : importez d'abord un de ses relevés
rule-bank_account-other_number = le relevé est du compte { $given }, et le compte { $account } porte le numéro { $known } : choisissez un autre fichier ou un autre --account
rule-bank_account-other_name = ce compte est { $known } dans la comptabilité : importez ses relevés avec --account { $known }
rule-bank_account-other_currency = le relevé est en { $given }, et le compte { $account } est en { $known } : choisissez un autre fichier ou un autre --account
rule-bank_account-several = le fichier a des relevés de plusieurs comptes : { $numbers }. Choisissez-en un avec --number
rule-bank_account-balance_gap = le relevé commence à { $opening }{"\u00A0"}{ $currency }, et le dernier de { $account } finissait le { $date } à { $closing } : une différence de { $difference }. Importez les relevés qui manquent
rule-import-shape = « { $given } » n'est pas la forme d'un fichier : 64 chiffres hexadécimaux sont attendus
rule-import-profile = le profil n'est pas un objet JSON. Écrivez ses champs entre accolades
rule-customer-ambiguous = plusieurs comptes portent le nom { $given } : { $accounts }. Indiquez le code de l'un d'eux
rule-customer-code_taken = le code { $code } est pris : choisissez-en un autre (un code ne sert jamais deux fois)
rule-customer-mismatch = { $number } appartient à un autre client{ $payer ->
    [none] {""}
   *[other] {" "}({ $owner }), pour qui { $payer } paie. Enregistrez ce que { $payer } a payé pour { $owner } comme un paiement de { $owner }, ou répartissez sa ligne bancaire avec split_bank_line
 }
    .desk = { $number } appartient à un autre client{ $payer ->
        [none] {""}
       *[other] {" "}({ $owner }), pour qui { $payer } paie. Enregistrez ce que { $payer } a payé pour { $owner } comme un paiement de { $owner }, ou répartissez sa ligne bancaire
    }
rule-customer-on_hold = { $customer } est bloqué ({ $reason }){ $yields ->
    [no] {" "}: débloquez d'abord le compte
   *[yes] {". Pour passer outre, indiquez un motif (dérogation)"}
 }
    .desk = { $customer } est bloqué ({ $reason }){ $yields ->
    [no] {" "}: débloquez d'abord le compte
   *[yes] {". Pour passer outre, indiquez un motif"}
 }
    .overridden = compte bloqué
rule-customer-not_on_hold = { $customer } n'est pas bloqué
rule-customer-credit_limit_exceeded = { $customer } devrait { $exposure }{"\u00A0"}{ $currency }, au-delà du plafond de { $limit }. Pour passer outre, indiquez un motif (dérogation)
    .desk = { $customer } devrait { $exposure }{"\u00A0"}{ $currency }, au-delà du plafond de { $limit }. Pour passer outre, indiquez un motif
    .overridden = plafond de crédit dépassé
rule-series-malformed = « { $given } » n'est pas une série : écrivez une majuscule, puis au plus sept majuscules ou chiffres
rule-series-reserved = la série { $given } est réservée au programme : choisissez-en une autre
rule-series-back_dated = { $number } est daté du { $latest }, après le { $given }. Ne datez pas d'avant le nouveau document de la série { $series }, ou indiquez un motif pour passer outre (dérogation)
    .desk = Un document plus récent de la série { $series } existe déjà ({ $number }, du { $latest } ; celui-ci est du { $given }). Entrez le { $latest } ou un jour ultérieur, ou indiquez un motif pour passer outre
    .overridden = daté d'avant le dernier de sa série
rule-series-unknown = la comptabilité n'a pas de série { $given } ; il y a { $known }. Prenez l'une de celles-ci ; un superviseur peut en ajouter une avec define_series
    .desk = la comptabilité n'a pas de série { $given } ; il y a { $known }. Prenez l'une de celles-ci ; un superviseur peut en ajouter une en ligne de commande
rule-document-unknown = il n'y a pas de document { $given }. Vérifiez le numéro
rule-document-without_tax = { $given } n'est ni une facture ni une note de crédit : une machine de facturation n'émet de reçu que pour celles-ci
rule-fiscal-time_malformed = « { $given } » n'est pas un jour suivi d'une heure : écrivez 2026-11-02T10:42:17
    .desk = « { $given } » n'est pas un jour suivi d'une heure : saisissez l'année, le mois et le jour séparés par des tirets, puis l'heure
rule-document-not_an_invoice = { $given } n'est pas une facture. Entrez le numéro d'une facture
rule-document-not_a_credit_note = { $given } n'est pas une note de crédit. Entrez le numéro d'une note de crédit
rule-document-not_a_payment = { $given } n'est pas un paiement. Entrez le numéro d'un paiement
rule-document-not_for_customers = { $given } n'est pas un document que les clients reçoivent
rule-language-unknown = « { $given } » n'est pas une langue de document. Écrivez { $languages }
rule-tax_ids-too_many = une entreprise a au plus { $most } numéros fiscaux
rule-document-not_money_or_credit = { $given } n'est ni un paiement ni une note de crédit. Entrez le numéro de l'un d'eux
rule-lines-missing = un document doit avoir au moins une ligne
rule-lines-too_many = un document a { $most } lignes au plus
rule-line-quantity_zero = la quantité ne peut pas être nulle
rule-line-price_negative = un prix unitaire ne peut pas être négatif ; pour une reprise, mettez une quantité négative
rule-line-too_precise = la quantité, le prix et la remise ont ensemble trop de chiffres : arrondissez-en un
rule-adjustment-amount_or_percent = indiquez soit un montant, soit un pourcentage
rule-adjustment-nothing_to_charge = le total des lignes portant ces taxes n'est pas supérieur à zéro ; il n'y a rien dont prendre un pourcentage
rule-tax-unknown = aucun code de taxe { $given } ; dans ce pays, il y a { $known }
rule-tax-repeated = le code de taxe { $given } figure deux fois sur la ligne. Retirez-en un
rule-tax-not_in_force = la taxe { $given } n'est pas en vigueur le { $date }
rule-tax-not_on_original = l'original n'a pas de ligne { $given ->
    [none] sans taxe
   *[other] avec la taxe { $given }
 }
rule-tax-contradictory = { $first } et { $second } ne peuvent pas figurer sur une même ligne. { $first } va avec { $beside_first ->
    [none] aucune autre taxe
   *[other] { $beside_first }
 } ; { $second } avec { $beside_second ->
    [none] aucune autre taxe
   *[other] { $beside_second }
 }
rule-total-negative = le document s'élève à { $total } ; une facture ne peut pas être négative. Émettez plutôt une note de crédit
rule-due-before_date = { $what ->
    [callback] le { $due } est passé. Entrez le { $date } ou un jour ultérieur
   *[other] l'échéance { $due } précède le { $date }. Entrez le { $date } ou un jour ultérieur
}
rule-invoice-void = { $invoice } est annulée
rule-void-allocated = un paiement ou un crédit est imputé à { $invoice } ; annulez d'abord l'imputation, ou émettez une note de crédit
    .desk = un paiement ou un crédit est imputé à { $invoice }. Annulez d'abord l'imputation, ou émettez une note de crédit
rule-void-credited = { $invoice } a été créditée en partie ; une note de crédit pour le reste l'annule
rule-void-before_issue = { $invoice } a été émise le { $issued } ; elle ne peut pas être annulée avant ce jour
rule-credit-full_amount_or_lines = donnez l'un de "full":true, "amount" ou "lines"
    .desk = entrez un montant, ou laissez vide pour créditer tout ce qui reste
rule-credit-nothing_left = { $invoice } est déjà créditée en entier
rule-credit-exceeds_original = { $given } dépasse ce qui reste à créditer ({ $left }). Entrez { $left } au plus
rule-payment-method_not_by_hand = les paiements d'ouverture ne viennent que d'une importation : choisissez un autre mode
rule-allocation-unknown = il n'y a pas d'imputation { $given }. Vérifiez le numéro
rule-allocation-already_reversed = l'imputation { $given } est déjà annulée
rule-allocation-exceeds_item = { $from ->
    [none] { $given } dépasse ce qui reste de { $number } ({ $left }){ $ahead ->
        [none] {""}
       *[other] {" : une opération datée du "}{ $ahead } le prend à partir de ce jour
    }
   *[other] { $number } ne peut recevoir { $given } qu'à partir du { $from }. Entrez ce jour ou un jour ultérieur
}
rule-allocation-exceeds_source = { $from ->
    [none] { $given } dépasse ce qui reste de { $number ->
        [none] ce paiement
       *[other] { $number }
    } ({ $left }){ $ahead ->
        [none] {""}
       *[other] {" : une opération datée du "}{ $ahead } le prend à partir de ce jour
    }
   *[other] { $number } ne peut recevoir { $given } qu'à partir du { $from }. Entrez ce jour ou un jour ultérieur
}
rule-allocation-item_twice = { $invoice } figure deux fois dans la liste
rule-allocation-before_item = la date précède celle de { $number } ({ $date }). Entrez ce jour ou un jour ultérieur
rule-allocation-not_by_hand = { $given } appartient à { $number } et s'annule avec lui
rule-allocation-of_original = { $credit_note } crédite { $invoice } et y reste imputée. Pour revenir sur ce crédit, annulez la note de crédit
rule-remittance-unread = { $why ->
    [nothing_paid] « { $part } » : après le numéro, tapez un montant, « all », ou une retenue comme « -40 damaged »
    [not_an_amount] « { $part } » : « { $word } » n'est pas un montant. Tapez-en un comme { $example }, « all », ou « -40 damaged »
    [out_of_range] « { $part } » : { $word } doit être supérieur à zéro, avec au plus { $digits } décimales
    [no_reason] « { $part } » : tapez le motif après la retenue, comme dans « -40 damaged »
    [too_much] « { $part } » : « { $word } » n'a pas sa place ici. Mettez une virgule entre les parties
   *[empty] tapez des parties comme « 1042 400, 1043 all, 1044 -40 damaged »
}
rule-remittance-not_open = « { $part } » : { $number } n'est pas une facture ouverte de ce client. Tapez le numéro de la facture, ou la fin de ce numéro
rule-remittance-ambiguous = « { $part } » : { $number } peut désigner { $invoices }. Tapez une plus grande part du numéro
rule-remittance-item_twice = « { $part } » : { $invoice } est déjà citée. Regroupez-la en une seule partie
rule-remittance-exceeds_item = « { $part } » : il reste { $left } sur { $invoice }. Entrez { $left } au plus, ou « all »
rule-remittance-exceeds_payment = les parties font { $total } au total, et le paiement est de { $amount }. Corrigez l'un ou l'autre
rule-remittance-in_dispute = « { $part } » : { $amount } de { $invoice } est déjà contesté. Tapez ce qui est payé, sans retenue
rule-remittance-reason_unknown = « { $given } » ne commence pas par un motif de litige. Commencez par l'un de ceux-ci : { $known }
rule-remittance-and_allocate = le détail du règlement dit déjà à quoi sert le paiement : retirez l'autre imputation
rule-bounce-already = { $payment } est déjà rejeté
rule-payment-already_reversed = { $payment } est déjà annulé
rule-refund-unknown = { $refund } n'est pas un remboursement
rule-refund-already_reversed = { $refund } est déjà annulé
rule-refund-allocated = un autre paiement règle { $refund } ; annulez d'abord l'imputation { $allocation }
rule-credit_note-unknown = { $credit_note } n'est pas une note de crédit
rule-credit_note-void = { $credit_note } est déjà annulée
rule-credit_note-fiscal_receipt = { $credit_note } porte un reçu de la machine de facturation ({ $receipt }), qui ne peut pas être repris ; établissez de nouveau la facture
rule-credit_note-refunded = { $refund } a remboursé une partie de { $credit_note } ; annulez d'abord ce remboursement
rule-credit_note-delivered = { $credit_note } a été remise au client ; facturez de nouveau ce montant
rule-credit_note-original_open = { $credit_note } crédite { $invoice }, dont { $open } restent dus. Imputez d'abord le reste de la note de crédit ({ $left }) à cette facture
rule-discount-not_earned = { $because ->
    [given] l'escompte de { $invoice } a déjà été accordé
    [credited] { $invoice } a été créditée en entier : il n'y a plus rien à escompter
    [late] l'escompte de { $invoice } a pris fin le { $until }, et ce paiement est arrivé plus tard
    [others_late] un autre paiement de { $invoice } est arrivé après le { $until }, dernier jour de son escompte
    [not_money] seul un paiement donne droit à l'escompte de { $invoice }
   *[none] les conditions de { $invoice } ne prévoient pas d'escompte
} ; imputez sans escompte
rule-discount-does_not_settle = avec son escompte de { $discount }, { $invoice } est réglée par { $due } : imputez ce montant, ou renoncez à l'escompte
rule-certificate-exceeds_owed = une attestation règle des factures et ne reste jamais au crédit du compte : { $given } dépasse ce qui est dû ({ $owed })
rule-certificate-not_money = { $number } est une attestation de retenue, pas un paiement ; si elle est fausse, annulez-la par reverse_payment
    .desk = { $number } est une attestation de retenue, pas un paiement ; si elle est fausse, annulez-la (« Annuler le paiement »)
rule-certificate-kind_unknown = « { $given } » n'est pas un type d'attestation de ce pays ; il y a { $known }
rule-write_off-beyond_tolerance = les petits écarts d'une même facture s'élèvent au plus à { $most } ; { $before } a déjà été radié, et ceci fait { $given }. Radiez-le comme bad_debt, ou dérogez avec un motif
    .desk = les petits écarts d'une même facture s'élèvent au plus à { $most } ; { $before } a déjà été radié, et ceci fait { $given }. Radiez-le comme créance irrécouvrable, ou indiquez un motif pour passer outre
    .overridden = petits écarts au-delà de leur limite
rule-write_off-nothing_left = il ne reste rien de { $invoice }
rule-recover-not_a_write_off = { $given } n'est pas une radiation qui puisse être reprise
rule-recover-exceeds_write_off = { $given } dépasse ce que { $number } radie encore ({ $left })
rule-number-reserved = { $given } se lit comme le numéro d'un brouillon ou d'une imputation : choisissez-en un autre
rule-import-more_cells_than_header = la ligne a plus de cellules que l'en-tête n'a de colonnes
rule-import-missing_columns = le fichier n'a pas de colonne pour { $given } (--map dit laquelle, --set donne une valeur pour toutes les lignes) ; il y a { $known }
rule-import-encoding = la ligne n'est pas écrite en UTF-8, comme le reste du fichier
rule-dispute-exceeds_remaining = { $given } dépasse ce qui peut être crédité sur { $dispute } ({ $left })
rule-dispute-nothing_remains = rien de { $dispute } n'est encore en litige : { $paid } en a été payé depuis. Pour créditer cela aussi, entrez le montant
rule-import-ambiguous_column = le fichier a plusieurs colonnes « { $given } »
rule-number-taken = le numéro { $given } est pris
rule-customer-merged = { $customer } est déjà fusionné dans { $into }
rule-merge-same_account = un compte ne peut être fusionné avec lui-même
rule-contacts-too_many = un client a { $most } contacts au plus
rule-about-too_many = nommez { $most } documents au plus
rule-item-unknown = il n'y a pas d'article { $given } au catalogue. Choisissez-en un autre, ou ajoutez-le
rule-item-price_missing = { $item } n'a pas de prix en { $currency } le { $date } ; donnez un unit_price à la ligne, ou fixez-en un avec set_price
    .desk = { $item } n'a pas de prix en { $currency } le { $date }. Saisissez un prix unitaire sur la ligne
rule-item-price_exclusive = le prix de { $item } est hors taxes ; là où les prix comprennent les taxes, donnez un unit_price à la ligne
    .desk = le prix de { $item } au catalogue est hors taxes, et ces prix-ci les comprennent. Saisissez un prix unitaire sur la ligne
rule-price-negative = un prix ne peut pas être négatif
rule-draft-unknown = il n'y a pas de brouillon { $given }. Vérifiez le numéro
rule-draft-no_longer_open = { $draft } est déjà émis ou supprimé
rule-dispute-unknown = il n'y a pas de litige { $given }. Vérifiez le numéro
rule-dispute-reason_unknown = « { $given } » n'est pas un motif de litige. Choisissez parmi : { $known }
rule-reason-not_a_code = « { $given } » n'est pas un code. Utilisez des minuscules et des chiffres, les mots joints par _, comme mauvaise_palette
    .desk = « { $given } » n'est pas un code. Utilisez des minuscules et des chiffres, et un tiret bas entre les mots
rule-reason-there_already = { $given } figure déjà parmi les motifs
rule-root_cause-there_already = { $given } figure déjà parmi les causes premières
rule-dispute-exceeds_outstanding = { $given } dépasse ce qui peut encore être contesté sur { $invoice } ({ $left }). Entrez { $left } au plus
rule-dispute-nothing_left = tout est déjà contesté, crédité ou radié sur { $invoice }
rule-dispute-cannot_move = { $dispute } est { $state } ; il ne peut passer à { $to }
    .desk = { $dispute } est « { $state } » : il ne peut pas passer à « { $to } »
rule-dispute-not_live = { $joined ->
    [yes] { $dispute } a été réuni à { $into }
   *[no] { $dispute } est { $state }{ $credited ->
        [yes] {" "}: { $amount }{"\u00A0"}{ $currency } ont été crédités le { $date }. S'il faut créditer plus, passez-le d'abord à in_progress
       *[no] {" "}; passez-le à in_progress pour le rouvrir
    }
 }
    .desk = { $joined ->
        [yes] { $dispute } a été réuni à { $into }
       *[no] { $credited ->
            [yes] { $dispute } est déjà résolu : { $amount }{"\u00A0"}{ $currency } ont été crédités le { $date }. Il ne reste rien à faire, sauf à créditer davantage : rouvrez-le alors d'abord
           *[no] { $dispute } est « { $state } » : rouvrez d'abord le litige
        }
    }
rule-dispute-before_last_step = la date précède la dernière étape de { $dispute } ({ $date }). Entrez ce jour ou un jour ultérieur
rule-dispute-nothing_noted = donnez une note, un responsable, une échéance, une cause première ou des documents
    .desk = rien n'est rempli : entrez une note, un responsable, une échéance ou une cause première
rule-dispute-split_all = { $left } est en litige sur { $dispute }. Pour le scinder, entrez moins
rule-dispute-join_other_invoice = { $dispute } porte sur { $invoice }, et { $into } sur { $other }. Seuls des litiges sur une même facture peuvent être réunis
rule-dispute-joined = { $dispute } a été réuni à un autre litige et reste clos. Ouvrez un autre litige sur sa facture
rule-dispute-credit_stays = { $note } de { $amount }{"\u00A0"}{ $currency } reste en vigueur : ce qu'il crédite ne sera de nouveau en litige que si vous annulez aussi cette note de crédit
rule-dispute-join_itself = { $dispute } ne peut être réuni à lui-même. Nommez un autre litige sur la même facture
rule-dispute-amount_without_credit = un montant ne va qu'avec le résultat « crédit » : laissez-le vide
rule-promise-unknown = il n'y a pas de promesse { $given }. Vérifiez le numéro
rule-promise-live_already = { $invoice } a déjà une promesse ouverte ({ $promise }) ; retirez d'abord celle-là
rule-promise-exceeds_undisputed = { $given } dépasse ce qui est impayé et non contesté sur { $invoice } ({ $left })
rule-promise-nothing_left = { $why ->
        [disputed] tout ce qui reste dû sur { $invoice } est contesté : rien ne peut en être promis
       *[paid] il ne reste rien à payer sur { $invoice } : rien ne peut en être promis
    }
rule-promise-by_before_date = le { $by } précède le jour de la promesse ({ $date }). Entrez ce jour ou un jour ultérieur
rule-promise-tolerance_too_long = { $most } jours de grâce au plus peuvent être accordés
rule-promise-not_open = { $promise } n'est plus ouverte ({ $state })
rule-promise-no_day = dites pour quand : un jour, ou des échéances
    .desk = entrez la date à laquelle le client a promis de payer
rule-promise-day_and_instalments = indiquez soit un jour et un montant, soit des échéances
rule-promise-too_many_instalments = { $most } échéances au plus sont permises
rule-promise-instalments_not_in_order = le { $by } ne suit pas l'échéance précédente. Rangez les échéances par jour
rule-worklist-date_past = le { $given } est passé : demandez la liste d'aujourd'hui ({ $today }) ou d'un jour ultérieur
rule-snooze-until_out_of_range = le { $given } n'est pas dans l'année qui vient. Entrez un jour du { $date } au { $last }
rule-calling-time_malformed = « { $given } » n'est pas une heure. Essayez : 9:00
rule-calling-from_after_to = { $to } ne suit pas { $from }. Entrez l'heure de début, puis l'heure de fin
rule-plan-unknown = il n'y a pas d'échéancier { $given }. Vérifiez le numéro
rule-plan-live_already = { $invoice } fait déjà partie de l'échéancier { $plan }. Laissez-la de côté, ou annulez d'abord celui-là
rule-plan-invoice_twice = { $invoice } est indiquée deux fois. Indiquez chaque facture une fois
rule-plan-nothing_to_cover = rien de { $invoice } ne peut entrer dans un échéancier : tout est réglé ou contesté. Laissez-la de côté, ou résolvez d'abord le litige
rule-plan-instalments_missing = dites comment la dette est payée : combien d'échéances et la date de la première, ou chaque échéance avec sa date et son montant
    .desk = entrez le nombre d'échéances et la date de la première
rule-plan-instalments_out_of_range = un échéancier a de 1 à { $most } échéances, et non { $given }
rule-plan-dates_out_of_order = le { $due } ne suit pas le { $before }. Entrez les échéances dans l'ordre de leurs dates
rule-plan-due_before_date = le { $due } précède le jour de l'accord ({ $date }). Entrez ce jour ou un jour ultérieur
rule-plan-sum_differs = les échéances font { $given } ; il reste { $amount } à payer sur les factures. Changez une échéance de { $difference }
rule-plan-default_after_out_of_range = un échéancier prend fin après 1 à { $most } échéances manquées, et non { $given }
rule-plan-ended = { $plan } a déjà pris fin ({ $state })
rule-plan-promise_stays = { $promise } a pris fin quand l'échéancier a été convenu et le reste : enregistrez-la de nouveau si elle tient toujours
rule-late_fee-no_policy = aucune règle ne prévoit d'intérêts de retard le { $date }. Définissez-en une d'abord : set_late_fee_policy
    .desk = aucune règle ne prévoit d'intérêts de retard le { $date }. Un superviseur en définit une d'abord
rule-late_fee-on_fee = { $invoice } est elle-même une facture d'intérêts : elle ne porte pas d'intérêts
rule-late_fee-charged_already = les intérêts sur { $invoice } sont déjà facturés jusqu'au { $through }. Indiquez un jour ultérieur
rule-late_fee-nothing_accrued = rien à facturer pour { $invoice } jusqu'au { $through } : elle n'est pas en retard, ou elle est contestée, dans un échéancier ou sous le minimum
rule-late_fee-charged_too_much = { $fee } facture maintenant { $amount }{"\u00A0"}{ $currency } de trop : { $invoice } n'était pas en retard d'autant les jours pour lesquels des intérêts sont facturés. { $delivered ->
    [yes] Émettez une note de crédit de ce montant
   *[no] Annulez { $fee } et facturez de nouveau les intérêts, ou émettez une note de crédit de ce montant
}
rule-late_fee-charged_too_little = { $fee } facture maintenant { $amount }{"\u00A0"}{ $currency } de moins que dû : { $invoice } était plus en retard que ce qui y figure les jours pour lesquels des intérêts sont facturés. { $delivered ->
    [yes] { $fee } a été envoyée et reste : pour facturer aussi ce montant, émettez une facture de { $amount }{"\u00A0"}{ $currency }
   *[no] Pour facturer aussi ce montant, annulez { $fee } et facturez de nouveau les intérêts
}
rule-late_fee-dated_back = des intérêts seraient facturés à partir du { $date }, { $days ->
        [one] un jour
       *[other] { $days } jours
    } avant que les clients puissent le savoir. Datez la règle d'aujourd'hui ou plus tard, ou indiquez un motif, comme l'accord qui le prévoit (dérogation)
    .desk = des intérêts sont facturés à partir du { $date }, { $days ->
        [one] un jour
       *[other] { $days } jours
    } avant que les clients puissent le savoir. Datez la règle d'aujourd'hui ou plus tard, ou indiquez un motif, comme l'accord qui le prévoit
    .overridden = intérêts pour des jours passés
rule-hold-not_proposed = la règle ne propose pas de bloquer { $customer }. Pour bloquer quand même, donnez un motif : hold_customer
    .desk = la règle ne propose pas de bloquer { $customer }. Pour bloquer quand même, bloquez le client avec un motif
rule-callback-unknown = il n'y a pas de rappel { $given }. Vérifiez le numéro
rule-callback-already_done = { $callback } est déjà fait
rule-callback-outside_hours = il est alors { $time } chez le client, que l'on peut appeler de { $from } à { $to } ({ $zone }) : vérifiez l'heure
rule-callback-stays_open = { $callback } du { $date } reste ouvert à côté du nouveau rappel : marquez-le comme fait si un seul appel suffit
rule-dunning-days = « { $given } » n'est pas un nombre de jours. Écrivez les jours des niveaux : 7, 21, 35, 60
rule-dunning-levels = une règle de relance a au plus { $most } niveaux. Retirez-en
rule-dunning-level_unknown = une lettre n'a pas de niveau { $given }. Entrez un nombre de 1 à { $most }
rule-dunning-level_order = { $given } n'est pas après le niveau précédent ({ $before } jours), ou dépasse { $most } jours. Entrez un nombre entre les deux
rule-dunning-interval = { $given } est hors limites. Entrez un nombre de jours entre { $least } et { $most }
rule-dunning-group_has_policy = la règle « { $policy } » s'applique déjà à ces clients. Modifiez cette règle, ou nommez un autre groupe
rule-dunning-nothing_to_send = { $customer } ne reçoit pas de lettre : { $why ->
    [nothing] rien n'est en retard
    [no_policy] aucune règle de relance ne s'applique à ce client. Un superviseur peut en définir une
    [blocked] les relances sont suspendues jusqu'au { $day }
    [not_yet] rien n'est assez en retard
    [on_account] l'argent au crédit du compte couvre ce qui est en retard
    [disputed] ce qui est en retard est contesté
    [promised] ce qui est en retard est promis
    [planned] un échéancier couvre ce qui est en retard
    [withheld] une attestation de retenue est attendue
    [below_minimum] ce qui est en retard est inférieur au minimum de la règle
   *[interval] la dernière lettre est trop récente. La suivante peut partir le { $day }
 }
rule-dunning-changed = la lettre a changé depuis sa vérification : niveau { $level }, { $amount }. Vérifiez-la de nouveau
rule-dunning-needs_a_person = la lettre de niveau { $level } à { $customer } ne part pas d'elle-même. Relisez-la, puis approuvez-la
rule-dunning-customer_or_invoice = indiquez un client ou une facture, mais pas les deux
rule-dunning-not_blocked = les relances ne sont pas suspendues pour { $given }
rule-letter-unknown = il n'y a pas de lettre de relance { $given }. Vérifiez le numéro
wrap-up-example = { $verb ->
        [d] d 1042 prix 40
        [cb] cb mar 14:30
        [send] envoi 1042
        [n] n veut une copie
        [o] o messagerie
       *[p] p 500 ven
    }
rule-wrap_up-part_unknown = « { $part } » ne fait pas partie d'un compte rendu. Commencez par p (promesse), d (litige), cb (rappel), send (envoi), n (note) ou o (issue), par exemple « { wrap-up-example } »
rule-wrap_up-part_incomplete = il manque { $what ->
        [amount] le montant
        [day] le jour
        [invoice] la facture
        [reason] le motif
        [time] le jour et l'heure
        [document] le document
        [outcome] l'issue
       *[note] le texte
    } dans « { $part } ». Exemple : « { wrap-up-example } »
rule-wrap_up-amount = « { $given } » n'est pas un montant dans « { $part } ». Exemple : « { wrap-up-example } »
rule-wrap_up-amount_either = « { $part } » peut être un seul montant, ou un montant sur { $number }. Tapez « { $one } » ou « { $other } »
rule-wrap_up-day = « { $given } » n'est pas un jour dans « { $part } ». Jours : ven, +7, fdm, 10 déc. Exemple : « { wrap-up-example } »
rule-wrap_up-day_either = « { $given } » peut désigner deux jours dans « { $part } ». Tapez { $one } ou { $other }
rule-wrap_up-two_readings = « { $part } » peut se lire de deux façons. Écrivez le jour 2026-12-10 ou 10.12., comme dans « { wrap-up-example } »
    .desk = « { $part } » peut se lire de deux façons. Écrivez le jour comme dans « { wrap-up-example } »
rule-wrap_up-time = « { $given } » n'est pas un jour avec une heure dans « { $part } ». Exemple : « { wrap-up-example } »
rule-wrap_up-time_past = { $time } est déjà passé aujourd'hui. Tapez le jour avant l'heure : « +1 { $time } » pour demain
rule-wrap_up-reason = « { $given } » ne désigne pas un seul motif dans « { $part } ». Motifs : { $known }
rule-wrap_up-way = « { $given } » n'est ni une adresse ni un mode d'envoi dans « { $part } ». Modes : courriel, papier, main
rule-wrap_up-outcome = « { $given } » n'est pas une issue d'appel dans « { $part } ». Choix : { $known }
rule-wrap_up-document_unknown = « { $given } » ne désigne aucun document de ce compte. Tapez son numéro d'ordre (42 pour INV-2026-00042), ou au moins ses deux derniers chiffres
rule-wrap_up-document_either = plusieurs numéros finissent par « { $given } » : { $numbers }. Précisez lequel
rule-wrap_up-twice = { $number } figure deux fois dans cette ligne. Supprimez l'une des deux mentions
rule-wrap_up-nothing_open = rien n'est ouvert sur ce compte qui puisse être promis ou contesté
rule-wrap_up-promise_exceeds = { $given } dépasse ce qui peut être promis sur ce qui est ouvert ({ $left })
rule-wrap_up-too_many_invoices = la promesse porterait sur plus de { $most } factures. Indiquez un montant ou la facture
rule-wrap_up-too_many_parts = un compte rendu a { $most } parties au plus
rule-wrap_up-minutes = un appel dure { $most } minutes au plus
rule-wrap_up-call_unknown = aucun appel { $given } avec un compte rendu
rule-wrap_up-undone_already = ce qui a été convenu dans { $call } a déjà été annulé
rule-wrap_up-nothing_to_undo = rien de ce qui a été convenu dans { $call } ne peut être annulé ; l'appel reste noté
rule-wrap_up-part_stays = { $why ->
        [sent] { $number } est peut-être déjà en route : rien n'y est changé
       *[ended] { $number } a déjà pris fin : rien n'y est changé
    }
rule-period-locked = le { $date } tombe dans une période close définitivement, jusqu'au { $through } ; prenez un jour ultérieur
rule-period-soft_locked = le { $date } tombe dans une période verrouillée, jusqu'au { $through }. Prenez un jour ultérieur, ou indiquez un motif pour passer outre (dérogation)
    .desk = le { $date } tombe dans une période verrouillée, jusqu'au { $through }. Prenez un jour ultérieur, ou indiquez un motif pour passer outre
    .overridden = daté dans une période verrouillée
rule-approval-needed = { $given } dépasse { $above } et demande une approbation. Pour passer outre, indiquez un motif (dérogation)
    .desk = { $given } dépasse { $above } et demande une approbation. Pour passer outre, indiquez un motif
    .overridden = au-delà du seuil d'approbation
rule-void-delivered = { $invoice } est parvenue au client ; émettez une note de crédit
rule-void-fiscal_receipt = { $invoice } porte un reçu de la machine de facturation ({ $receipt }), qui ne peut pas être repris ; établissez une note de crédit
rule-void-delivery_unsure = { $number } est peut-être parvenue au client ({ $delivery }). Renseignez-vous et dites si c'est le cas, ou émettez une note de crédit
rule-delivery-unknown = il n'y a pas d'envoi { $given }. Vérifiez le numéro
rule-delivery-draft = { $given } est un brouillon ; émettez-le d'abord
rule-delivery-never_sent = { $given } ne s'envoie pas aux clients ; seuls s'envoient les factures, les notes de crédit, les reçus, les relevés et les échéanciers
rule-delivery-document_void = { $given } ne compte plus : rien n'est envoyé
rule-delivery-no_address = { $code } n'a pas d'adresse électronique. Indiquez-en une ici (to), ou ajoutez-la au client
    .desk = { $code } n'a pas d'adresse électronique. Indiquez-en une ici, ou ajoutez-la au client
rule-address-malformed = « { $given } » n'est pas une adresse électronique ; écrivez par exemple compta@example.com
rule-delivery-queued_already = { $what } est déjà dans la boîte d'envoi ({ $delivery })
rule-delivery-unsure_already = le client a peut-être déjà { $what } ({ $delivery }). Renseignez-vous et dites si cet envoi est arrivé, ou renvoyez-le
rule-delivery-again = déjà envoyé ({ $delivery }, { $date })
rule-delivery-not_queued = { $delivery } n'attend pas d'être envoyé : { $state }
rule-delivery-another_attempt = { $delivery } a été pris entre-temps par une autre tentative
rule-delivery-under_way = { $delivery } est peut-être encore en route : réessayez dans { $minutes } min, ou indiquez un motif pour passer outre (dérogation)
    .desk = { $delivery } est peut-être encore en route : réessayez dans { $minutes } min, ou indiquez un motif pour passer outre
    .overridden = alors que l'envoi était peut-être encore en route
rule-delivery-sent_already = { $delivery } est parti. Pour l'envoyer une fois de plus, envoyez de nouveau le document ; s'il est revenu, dites-le d'abord
rule-delivery-cannot_settle = { $code ->
    [queued] { $delivery } n'est pas encore parti : il n'y a pas de résultat à dire. Pour l'ôter de la boîte d'envoi : `daybook outbox cancel { $delivery }`
   *[other] { $delivery } : { $state }. Seul un envoi incertain, parti ou en échec peut encore se révéler autre
}
    .desk = { $code ->
    [queued] { $delivery } n'est pas encore parti : il n'y a pas de résultat à dire
   *[other] { $delivery } : { $state }. Seul un envoi incertain, parti ou en échec peut encore se révéler autre
}
rule-delivery-outcome = indiquez sent (parti) ou failed (échec)
rule-settled-before_date = le règlement est du { $settled }, avant la date du document ({ $date })
rule-outstanding-exceeds_amount = le solde { $given } ne peut rester dû sur { $amount } : indiquez un montant entre zéro et celui-ci, de même signe
rule-outstanding-settled = le règlement est du { $settled }, un solde de { $given } ne peut donc rester dû : laissez l'un des deux vide
rule-bank-ends_early = le fichier s'arrête trop tôt, à la ligne { $line } : rien n'en est lu ; exportez-le de nouveau depuis la banque
rule-bank-damaged = le fichier est endommagé à la ligne { $line } : { $given }
rule-bank-document_type = la ligne { $line } déclare un type de document ou utilise une entité qui lui est propre, ce qui n'est pas lu : exportez de nouveau le fichier depuis la banque
rule-bank-too_deep = à la ligne { $line }, le fichier a plus de { $most } éléments imbriqués : ce n'est pas un relevé bancaire
rule-bank-too_large = le fichier dépasse { $most } Mio : divisez-le
rule-bank-not_a_statement = le fichier n'est pas un relevé bancaire. Daybook lit CAMT.053 et CAMT.054, MT940, OFX, CSV et les messages MoMo
rule-bank-other_message = le fichier est { $given }, pas un relevé bancaire : exportez CAMT.053 ou CAMT.054
rule-bank-no_statement = le fichier ({ $format }) ne contient aucun relevé de compte
rule-bank-nothing_read = aucune écriture du fichier n'a pu être lue ({ $count }) ; rien n'a donc été importé : exportez-le à nouveau depuis la banque
rule-bank-empty = le relevé n'a ni ligne ni solde final : il n'y a rien à enregistrer
rule-bank-error_message = le fichier contient une erreur de la banque, pas un relevé : { $given }
rule-bank-encoding_unknown = le fichier se dit écrit en « { $given } », un encodage inconnu : enregistrez-le en UTF-8
rule-bank-amount = « { $given } » n'est pas un montant : l'écriture est écartée
rule-bank-amount_unclear = « { $given } » peut être en milliers, ou avoir trois décimales là où d'autres montants en ont moins : l'écriture est écartée. Corrigez-la dans le fichier
rule-bank-amount_out_of_range = le montant { $given } dépasse ce qu'une comptabilité peut contenir, ou a trop de décimales : l'écriture est écartée
rule-bank-side = « { $given } » ne dit pas si l'argent entre ou sort : l'écriture est écartée
rule-bank-date = « { $given } » n'est pas une date : l'écriture est écartée
rule-bank-other_currency = l'écriture est en { $given }, pas dans la devise de son compte : elle est écartée
rule-bank-not_booked = l'écriture n'est pas encore comptabilisée ou a échoué ({ $given }) : elle est écartée
rule-bank-zero = l'écriture ne déplace pas d'argent{ $given ->
    [none] {""}
   *[other] {" "}({ $given })
} : elle est écartée
rule-bank-details_differ = les paiements de cette écriture font { $sum }, l'écriture { $given } : elle est lue comme une seule ligne
rule-bank-balance = « { $given } » n'est pas un solde
rule-bank-page_missing = il manque une page du relevé { $given }
rule-bank-count_differs = messages dans le fichier : { $found } ; il dit en contenir { $given }
rule-bank-message_unread = le message ne peut pas être lu et est écarté : { $given }
rule-bank-told_twice = un message précédent annonce le même paiement, avec le même solde ({ $given }) : il est lu une seule fois
rule-bank-columns_unknown = le fichier n'a pas de colonnes de dates et de montants reconnaissables : ajoutez une ligne avec leurs noms, par exemple Date, Libellé, Montant
rule-bank-date_order = « { $given } » à la ligne { $line } peut être deux jours : dites comment les dates sont écrites (--date-format D/M/YYYY ou M/D/YYYY)
    .desk = « { $given } » à la ligne { $line } peut être deux jours : dites dans quel ordre le jour et le mois sont écrits
rule-bank-decimal_mark = « { $given } » à la ligne { $line } peut être deux nombres : dites ce qui précède les décimales (--decimal-point ou --decimal-comma)
    .desk = « { $given } » à la ligne { $line } peut être deux nombres : dites si un point ou une virgule précède les décimales
rule-bank-row = la ligne ne peut pas être lue et est écartée : { $given }
rule-bank-balance_jumps = le solde est { $given }, { $expected } était attendu : il manque des écritures avant celle-ci
rule-settled-credit = un crédit ne peut être ni réglé ni contesté
rule-import-quote_never_closed = un guillemet s'ouvre sur cette ligne et ne se ferme jamais où elle devrait finir
rule-import-document_refused = son document a été refusé à cause de la ligne { $line }
rule-import-yes_or_no = « { $given } » n'est ni oui (yes) ni non (no)
rule-import-rows_disagree = les lignes de { $given } se contredisent sur ce champ
rule-import-date_format = « { $given } » n'est pas un format de date ; écrivez-en un comme M/D/YYYY ou DD.MM.YY
rule-book-exists = il y a déjà une comptabilité dans { $folder } ; indiquez un autre dossier
rule-book-another = la sauvegarde est d'une autre comptabilité que celle de { $folder } ; restaurez-la dans un dossier à part
rule-book-folder_not_empty = { $folder } contient autre chose ; indiquez un dossier à part
rule-book-country_unknown = « { $given } » n'est pas un pays ; écrivez ses deux lettres (RW, CA)
rule-book-zone_unknown = « { $given } » n'est pas un fuseau horaire de la liste IANA
rule-book-zone_missing = { $country } a plusieurs fuseaux horaires ; indiquez-en un avec --zone : { $zones }
rule-user-malformed = « { $given } » ne peut pas être le nom d'un utilisateur : il ne peut ni commencer par « - », ni contenir « : » ou « / »
rule-user-unknown = { $user } n'a pas de rôle dans cette comptabilité
rule-user-no_role = { $user } n'a pas de rôle dans cette comptabilité ; un administrateur en donne un : daybook user add { $user } --role coordinator
rule-user-role_too_low = il faut le rôle { $needed } ; { $user } a le rôle { $role }
    .desk = il faut le rôle « { $needed } », et vous avez le rôle « { $role } ». Demandez à quelqu'un qui a ce rôle
rule-user-last_administrator = { $user } est le seul administrateur ; nommez-en d'abord un autre
rule-user-today_not_allowed = seul un administrateur peut travailler sous une autre date
rule-user-other_number = le rôle de { $user } a été donné à un autre utilisateur de ce nom (numéro { $given }, ici { $uid }) ; un administrateur le redonne : daybook user role { $user } coordinator
rule-user-not_on_system = cette machine n'a pas d'utilisateur { $user }. Vérifiez le nom ; ajoutez --yes si l'utilisateur sera créé plus tard
rule-user-beyond_viewers = { $what ->
    [exports] les lecteurs ne peuvent pas exporter cette comptabilité
   *[users] les lecteurs ne peuvent pas voir qui a quel rôle
}. Adressez-vous à un administrateur, qui peut l'autoriser
rule-person-still_open = { $customer } a encore des postes ouverts ou des brouillons. Soldez-les, annulez-les ou supprimez-les d'abord
rule-person-nothing_to_erase = il ne reste rien à effacer de { $customer }
rule-person-bank_text_stays = ce que la banque en a dit n'est plus affiché, mais reste sur le disque avec son relevé, et `journal --private` l'affiche : { $count ->
        [one] { $line }
       *[other] { $line } et { $count } lignes en tout
    }
rule-query-unknown_thing = rien n'a le numéro ou le code { $given }{ $near ->
    [none] {""}
   *[other] , vouliez-vous dire { $near } ?
}
rule-query-known_at_beyond_head = la comptabilité n'a que { $head ->
    [one] { $head } écriture
   *[other] { $head } écritures
 }, et non { $given }
rule-query-period_backwards = la période commence le { $from }, après sa fin le { $to }
rule-import-state_unknown = « { $given } » ne dit pas si la ligne est due. Écrivez-y open, paid ou void, ou n'utilisez pas la colonne : --map { $field }=
    .desk = « { $given } » ne dit pas si la ligne est due. Écrivez-y open, paid ou void, ou n'utilisez pas la colonne
rule-import-paid_or_owed = la ligne est « { $given } », mais ce qui en est dû n'est pas clair. Indiquez la colonne de ce qui est dû (--map outstanding=COLONNE), ou n'utilisez pas la colonne des états : --map state=
    .desk = La ligne est « { $given } », mais ce qui en est dû n'est pas clair. Choisissez la colonne de ce qui est dû (outstanding), ou n'utilisez pas la colonne des états
rule-import-conflict = { $given } est dans la comptabilité avec un autre contenu. Corrigez la ligne, ou retirez-la
rule-import-too_many_columns = le fichier a { $given ->
    [more] plus de { $most } colonnes ; c'est le plus qui soit lu
   *[other] { $given } colonnes ; { $most } au plus sont lues
}
rule-import-unknown_column = le fichier n'a pas de colonne « { $given } » ; il y a { $known }
rule-import-unknown_field = il n'y a pas de champ « { $given } » ; il y a { $known }
rule-import-unreadable = le fichier ne peut pas être lu comme un tableau : { $given ->
    [damaged_workbook] le classeur est endommagé ou incomplet. Ouvrez-le dans le programme qui l'a créé et enregistrez-le à nouveau, ou en CSV
    [protected_workbook] le classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe
    [foreign_workbook] le classeur est compressé d'une façon inconnue. Enregistrez-le à nouveau en .xlsx ou en CSV
    [packed_file] c'est un fichier compressé, et non un classeur. Décompressez-le d'abord
    [too_many_texts] le classeur annonce plus de textes qu'il ne peut en contenir. Enregistrez-le à nouveau, ou en CSV
    [cell_too_long] une de ses cellules dépasse 64 Kio
    [no_such_sheet] il n'a pas cette feuille
    [no_sheets] il n'a aucune feuille
    [no_header] il n'a pas d'en-tête
    [open_quote] un guillemet de son en-tête n'est pas fermé
   *[other] { $given }
 }
rule-import-too_large = le classeur décompressé dépasse ce qui est lu ({ $most } Mio en tout au plus) : enregistrez la feuille en CSV, ou divisez-la
rule-import-currency_mark = le montant porte { $given }, et la ligne est en { $currency } : corrigez l'un des deux, ou donnez la devise (--set currency=…)
    .desk = le montant porte { $given }, et la ligne est en { $currency } : corrigez l'un des deux, ou donnez une valeur au champ « devise »
rule-import-two_readings = { $question } : { $choices }
rule-import-kind_unknown = le contenu du fichier n'est pas clair. Nommez son contenu (--kind) et les colonnes de ses champs (--map CHAMP=COLONNE). Il y a { $known }
    .desk = Le contenu du fichier n'est pas clair. Appuyez sur t jusqu'au bon contenu, puis choisissez les colonnes
rule-import-not_a_kind = le fichier s'intitule « { $given } », ce qui n'est pas importé ; s'il contient autre chose, nommez-le (--kind)
    .desk = Le fichier s'intitule « { $given } », ce qui n'est pas importé. S'il contient autre chose, appuyez sur t jusqu'au bon contenu
rule-import-no_header = aucune ligne du fichier n'a de noms de colonnes connus de l'importation. Ajoutez-en une, ou nommez le contenu (--kind) et les colonnes (--map CHAMP=COLONNE)
    .desk = Aucune ligne du fichier n'a de noms de colonnes connus de l'importation. Ajoutez-en une, ou appuyez sur t jusqu'au bon contenu et choisissez les colonnes
rule-import-tax_unknown = « { $given } » dans la colonne « { $column } » n'est la taxe d'aucun code possible ici. Nommez le code (--set tax=CODE), ou importez les factures par leurs totaux (--kind receivables)
    .desk = « { $given } » dans la colonne « { $column } » n'est la taxe d'aucun code possible ici. Donnez un code au champ « taxe », ou importez les factures par leurs totaux : appuyez sur t jusqu'à « factures à encaisser »
rule-import-tax_unclear = « { $given } » dans la colonne « { $column } » est la taxe de plusieurs codes : { $choices }. Dites lequel avec --set tax=CODE
    .desk = « { $given } » dans la colonne « { $column } » est la taxe de plusieurs codes : { $choices }. Donnez l'un d'eux comme valeur au champ « taxe »
rule-import-prices_with_tax = les prix comprennent les taxes (« { $given } » dans la colonne « { $column } »), et les lignes s'importent sans taxes. Importez les factures par leurs totaux : --kind receivables
    .desk = Les prix comprennent les taxes (« { $given } » dans la colonne « { $column } »), et les lignes s'importent sans taxes. Importez les factures par leurs totaux : appuyez sur t jusqu'à « factures à encaisser »
rule-import-total_differs = le fichier indique { $amount }, mais ses lignes et leurs taxes font { $total } ({ $before } + { $difference }). Corrigez-les, ou n'utilisez pas la colonne : --map { $field }=
    .desk = Le fichier indique { $amount }, mais ses lignes et leurs taxes font { $total } ({ $before } + { $difference }). Corrigez-les, ou ne prenez le champ « { $name } » d'aucune colonne
rule-import-tax_apart = le fichier donne les taxes à part (« { $given } » dans la colonne « { $column } », ligne { $line }) sans dire si les montants les comprennent. Nommez la colonne des totaux avec taxes : --map amount=COLONNE
    .desk = Le fichier donne les taxes à part (« { $given } » dans la colonne « { $column } », ligne { $line }) sans dire si les montants les comprennent. Choisissez la colonne des totaux avec taxes pour le champ « montant »
rule-import-amount_unclear = « { $given } » peut être { $thousands }, ou { $expected } avec plus de décimales que { $currency ->
    [none] les autres montants
   *[other] n'en a { $currency }
 }. Écrivez-le sans séparateur de milliers, ou avec autant de décimales que les autres montants
rule-import-price_unclear = « { $given } » est lu { $expected } et peut être { $thousands } : d'autres prix ont moins de décimales. Vérifiez-le
rule-import-line_differs = le fichier indique { $given } dans la colonne « { $column } », mais quantité et prix font { $before } hors taxes. Corrigez-les, ou n'utilisez pas la colonne : --map line_total=
    .desk = Le fichier indique { $given } dans la colonne « { $column } », mais quantité et prix font { $before } hors taxes. Corrigez-les, ou ne prenez le champ « total de la ligne » d'aucune colonne
rule-import-aging_summary = le fichier est un sommaire des dettes par âge ({ $given }), sans les factures. Exportez plutôt une ligne par facture ouverte, avec numéro, date, total et solde : « Open Invoices » ou « A/R Aging Detail » dans QuickBooks, « Invoice Details » dans FreshBooks, « Invoices » dans Xero et Zoho
    .desk = C'est un sommaire des dettes par âge, sans les factures. Exportez plutôt une ligne par facture ouverte : « Open Invoices » ou « A/R Aging Detail » dans QuickBooks, « Invoice Details » dans FreshBooks, « Invoices » dans Xero et Zoho
rule-import-vendors = la colonne « { $given } » indique que ce sont des fournisseurs ou leurs factures, ce qui n'est pas importé. Exportez les clients ou les factures de vente ; si ce sont bien eux, nommez le contenu (--kind)
    .desk = La colonne « { $given } » indique que ce sont des fournisseurs ou leurs factures, ce qui n'est pas importé. Exportez les clients ou les factures de vente ; si ce sont bien eux, appuyez sur t jusqu'au bon contenu
rule-import-sheet_unknown = le classeur n'a pas de feuille « { $given } » ; il y a { $known }
rule-import-not_confirmed = rien n'a été importé : vérifiez comment le fichier est lu, puis ajoutez --yes
rule-import-not_an_export = ce dossier n'est pas celui qu'écrit `daybook export csv` : indiquez un seul fichier, par exemple une liste de factures
rule-import-old_workbook = ce classeur est d'un ancien format (.xls) : enregistrez-le en .xlsx, .ods ou CSV
rule-import-not_a_table = le fichier n'est ni du texte ni un classeur
rule-file-in_book = { $folder } est le dossier d'une comptabilité : choisissez-en un autre
rule-file-not_a_file = { $file } est { $kind ->
    [folder] un dossier
    [pipe] un tube nommé, qui peut ne jamais finir
    [socket] un socket
    [link] un lien
   *[device] un périphérique
 }, pas un fichier : donnez un fichier, ou /dev/stdin pour lire ce qu'un autre programme envoie
    .desk = { $file } est { $kind ->
        [folder] un dossier
        [pipe] un tube nommé, qui peut ne jamais finir
        [socket] un socket
        [link] un lien
       *[device] un périphérique
     }, pas un fichier. Choisissez un fichier
rule-file-too_long = le fichier dépasse { $most } : divisez-le, ou choisissez-en un autre
rule-file-exists = { $force ->
    [yes] { $file } existe déjà ; --force le remplace
   *[no] { $file } existe déjà ; choisissez un autre nom
}
rule-clock-ahead = l'horloge indique le { $now } et la dernière écriture date du { $last }{ $files ->
    [none] {""}
   *[other] { " " }; le serveur de fichiers indique le { $files }
 } : réglez l'horloge ou, si elle est juste, demandez à un administrateur de la confirmer avec daybook confirm-clock --reason
    .desk = l'horloge indique le { $now } et la dernière écriture date du { $last }{ $files ->
    [none] {""}
   *[other] ; le serveur de fichiers indique le { $files }
 } : réglez l'horloge ou, si elle est juste, un administrateur la confirme : Ctrl-P, « confirmer l'horloge »
rule-clock-behind = l'horloge indique le { $now }, mais la dernière écriture date du { $last } : réglez l'horloge ou, si elle est juste, demandez à un administrateur de la confirmer avec daybook confirm-clock --reason
    .desk = l'horloge indique le { $now }, mais la dernière écriture date du { $last } : réglez l'horloge ou, si elle est juste, un administrateur la confirme : Ctrl-P, « confirmer l'horloge »
rule-clock-not_in_doubt = rien ne contredit l'horloge, il n'y a donc rien à confirmer
# Why nothing can be posted for now.
why-read-only = { $why ->
    [disk_full] le disque est plein
    [file_limit] aucun fichier ne peut plus grandir (ulimit -f)
    [disk_read_only] le disque est en lecture seule
    [disk_fails] le disque est en panne
    [clock_ahead] l'horloge est trop en avance sur la dernière écriture
    [clock_behind] l'horloge est en retard sur la dernière écriture
   *[other] { $why }
}
rule-journal-no_space = rien n'a été écrit : { why-read-only } ; renvoyez quand ce sera réglé
    .desk = rien n'a été écrit : { why-read-only }. Enregistrez à nouveau quand ce sera réglé
rule-journal-outcome_unknown = on ne sait pas si c'est écrit : { $why } ; rouvrez la comptabilité et renvoyez sous le même id
    .desk = on ne sait pas si c'est écrit : { $why }. Quittez et rouvrez Daybook, puis enregistrez depuis le même formulaire : rien n'est enregistré deux fois
rule-journal-read_only = la comptabilité est en lecture seule pour le moment : { why-read-only }

## Avertissements : ce qui est pris malgré tout

rule-payment-nothing_left = il ne reste rien de { $invoice } : rien de ce paiement ne lui est imputé{ $write_off ->
    [none] {""}
   *[other] {" ; "}{ $write_off } l'a radiée. Pour que cet argent lui soit imputé, reprenez d'abord { $write_off }
}
rule-payment-looks_twice = { $number } du { $date } a { $reference ->
    [none] le même montant et le même mode
   *[other] { $as ->
        [certificate] le même numéro d'attestation
       *[payment] le même montant et la même référence
    } ({ $reference })
} : vérifiez que c'est un autre paiement
rule-invoice-looks_twice = { $number } du { $date } a le même total{ $reference ->
    [none] {""}
   *[other] {" "}et la même référence ({ $reference })
} : vérifiez que c'est une autre facture
rule-customer-looks_twice = { $code } a { $field ->
    [name] le même nom
    [phone] le même numéro de téléphone
    [email] la même adresse électronique
   *[tax_id] le même numéro fiscal
} : vérifiez que c'est un autre client
rule-date-unusual = le { $given } est { $way ->
    [ahead] dans { $days } jours
   *[back] il y a { $days } jours
} : vérifiez la date
rule-rate-unusual = 1 { $currency } valait { $last }{"\u00A0"}{ $book } la dernière fois, maintenant { $given } : vérifiez le taux
rule-total-zero = le total est zéro : vérifiez qu'il n'y a rien à facturer
rule-invoice-untaxed = { $what ->
    [charge] les frais « { $lines } » ne portent pas de taxe
   *[line] { $count ->
        [one] la ligne { $lines } ne porte pas de taxe
       *[other] les lignes { $lines } ne portent pas de taxe
    }
 }, alors que l'entreprise { $numbers ->
    [TIN] a un NIF
   *[other] est inscrite à { $numbers }
 }. { $usual ->
    [none] Tapez le code de taxe de la province du client
   *[other] { $region ->
        [none] D'usage ici : { $usual }
       *[other] D'usage pour un client en { $region } : { $usual }
    }
}. Pour une vente sans taxe, dites laquelle : { $untaxed }
rule-invoice-content_missing = le document comporte { $tax ->
    [GST] la TPS
    [QST] la TVQ
   *[other] la taxe { $tax }
}, et à partir de ce montant il doit indiquer le numéro de { $number ->
    [GST] TPS/TVH
    [QST] TVQ
   *[other] { $number }
} de l'entreprise, qui n'est pas enregistré. Un administrateur l'ajoute avec amend_company : "tax_ids":[{"{"}"name":"{ $number }","number":"{ $form }"{"}"}]
    .desk = le document comporte { $tax ->
        [GST] la TPS
        [QST] la TVQ
       *[other] la taxe { $tax }
    }, et à partir de ce montant il doit indiquer le numéro de { $number ->
        [GST] TPS/TVH
        [QST] TVQ
       *[other] { $number }
    } de l'entreprise, qui n'est pas enregistré. Un administrateur l'ajoute : Ctrl-P, « entreprise »
rule-tax_id-unusual = { $why ->
    [check] { $given } ne peut pas être un numéro de { $number ->
        [GST] TPS/TVH
        [QST] TVQ
       *[other] { $number }
    } : son chiffre de contrôle ne correspond pas
   *[form] { $given } ne ressemble pas à un numéro de { $number ->
        [GST] TPS/TVH
        [QST] TVQ
       *[other] { $number }
    }, qui s'écrit { $form } (9 pour un chiffre quelconque)
}. Comparez-le au certificat d'inscription
rule-price-zero = le prix est zéro : vérifiez qu'il n'y a rien à facturer pour cela

## Le bureau

others-lost = sans connexion depuis { $since } : lecture seule
others-read_only = lecture seule : { why-read-only }
others-not-now = Rien ne peut être enregistré pour le moment : { why-read-only }. Le formulaire garde votre saisie ; enregistrez-le une fois le problème réglé.
others-clock = Rien ne peut être enregistré pour le moment : { why-read-only }. Réglez l'horloge ; si elle est juste, un administrateur la confirme avec { $key }. Le formulaire garde votre saisie.
others-wait = Pas de connexion à la comptabilité. Ceci reste tel quel et pourra être enregistré au retour de la connexion.
others-here = { $users } aussi sur { $what }
others-changed = { $user } { $time } : { $what }
meanwhile-field = Entre-temps { $field } : { $was } → { $is }
meanwhile-again = Quelqu'un d'autre a modifié ceci entre-temps : vérifiez à nouveau.
needs-role = Un lecteur consulte sans rien modifier. Un administrateur peut vous donner un autre rôle.
word-viewer = lecteur
word-coordinator = coordinateur
word-supervisor = superviseur
word-administrator = administrateur
desk-who = Qui appelle ?
desk-opening = ouverture de la comptabilité …
desk-too-small = Daybook demande une fenêtre de 60×16 ; celle-ci fait { $width }×{ $height }. D'ici là, les touches sont sans effet.
desk-counts = { $found } sur { $all }
desk-counts-partial = { $found } sur { $all }, lecture en cours
desk-type = Tapez ce que dit l'appelant : un nom, un numéro, un montant, un téléphone.
desk-nobody = Aucun résultat pour « { $query } »
desk-of-the-bank = Enter ouvre { $query } parmi les lignes bancaires
desk-nobody-marked = Aucun compte à ouvrir : tapez ce que dit l'appelant
desk-how-to-leave = F3 quitte Daybook.
desk-reading = Lecture de { $customer } …
desk-parked = { $count } en attente, { $key } reprend
desk-account = Compte
desk-code = Code
desk-balance = Solde
desk-overdue = En retard
desk-last-paid = Payé le
desk-on-account = Au crédit
desk-disputed-sum = En litige

desk-disputed-of = en litige { $amount }

desk-on-hold = Bloqué : { $reason }.
desk-called = Dernier appel { $date } : { $text }

desk-limit = plafond { $amount }
desk-not-due = non échu
desk-30 = 1–30
desk-60 = 31–60
desk-90 = 61–90
desk-91 = 91+
desk-open-items = Postes ouverts { $count }, par échéance
desk-in-hand = au crédit
desk-due-in = dans { $days } j
desk-due-today = dû aujourd'hui
desk-days-late = { $days } j de retard
desk-help = Touches disponibles ici ; tapez pour filtrer :
desk-palette = Que voulez-vous faire ?
desk-palette-nothing = Aucun résultat pour « { $query } » : tapez un mot de la commande, ou une touche.

greet-empty = Cette comptabilité est vide. Trois façons de commencer :
greet-customer = Alt-N inscrit le premier client ; ensuite Alt-I émet sa première facture.
greet-import = Ctrl-P, puis « importer », importe une liste de clients et ce qu'ils doivent ; « daybook import FICHIER » fait de même.
greet-demo = « daybook demo » crée une comptabilité fictive pour tout essayer.
greet-help = F1 montre les touches disponibles, Ctrl-P toutes les commandes.

sheet-lately = Activité récente
sheet-no-items = Aucun poste ouvert.
sheet-nothing-marked = Rien n'est sélectionné. Tab mène aux postes ouverts, puis à l'activité récente.
sheet-tax-id = n° fiscal { $number }
sheet-by = pour le { $date }

list-filter = Filtre :
list-entry = Écriture
list-command = Commande
list-by-made = Par qui, et ce qui a été créé
list-number = Numéro
list-amount = Montant
list-left = Ouvert
list-count = { $count }
list-reading = Lecture …
list-none = Il n'y a encore rien ici. Ctrl-P montre la commande pour commencer.
list-none-such = Aucun résultat. Esc vide le filtre, o montre tout.
list-nothing = Il n'y a rien à ouvrir ici.
only-all = tout
only-open = ouvert
only-late = en retard
sort-newest = par date
sort-due = par échéance
sort-amount = par montant
sort-left = par solde ouvert
pane-home = Accueil
pane-customers = Clients
pane-invoices = Factures
pane-drafts = Brouillons
pane-payments = Paiements, notes de crédit, remboursements
pane-disputes = Litiges
pane-promises = Promesses
pane-plans = Échéanciers
pane-calls = Appels
pane-callbacks = Rappels
pane-worklist = Liste d'appels
worklist-reading = Lecture de la liste d'appels …
worklist-empty = Personne à appeler : aucun rappel, aucune promesse, aucun litige et aucun poste en retard ne demande d'appel aujourd'hui.
worklist-empty-later = Personne à appeler maintenant ; { $count ->
    [one] { $count } client pourra être appelé
   *[other] { $count } clients pourront être appelés
} plus tard, dans les heures prévues.
worklist-nobody = Personne n'est sélectionné
worklist-progress = { $done } { $done ->
    [one] fait
   *[other] faits
 } · { $left } { $left ->
    [one] restant
   *[other] restants
 }
worklist-progress-more = { $done } { $done ->
    [one] fait
   *[other] faits
 } · { $left } { $left ->
    [one] restant
   *[other] restants
 } ou plus
worklist-progress-some = { $done } { $done ->
    [one] fait
   *[other] faits
 } · il en reste
worklist-later = { $count ->
    [one] 1 client en dehors de son horaire
   *[other] { $count } clients en dehors de leurs heures
 }
worklist-shows-later = { $key } les affiche.
worklist-outside = il y est { $time } ({ $zone }) : à appeler entre { $from } et { $to }
worklist-also = aussi : { $reasons }
worklist-with = chez { $user }
work-callback-due = rappel convenu pour { $on ->
    [none] { $time }
   *[other] le { $on } { $time }
 } ({ $case })
work-promise-broken = avait promis pour le { $day } et n'a pas payé ({ $promises })
work-promise-part-kept = avait promis { $promised }{"\u00A0"}{ $currency } pour le { $day } ; { $came } reçus à temps, il manque { $amount } ({ $promises })
work-promise-due = promis pour le { $day } ({ $promises })
work-dispute-due = litige { $case } sur { $invoice } à régler pour le { $day }
work-plan-missed = échéance du { $day } manquée ({ $case })
work-newly-overdue = { $invoice } échue { $days ->
    [one] hier
   *[other] il y a { $days } jours
}
work-no-contact = { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} de retard depuis { $invoice } ; { $contact ->
    [never] aucun appel
   *[other] dernier appel le { $contact }
}
work-to-allocate = l'argent au crédit du compte paie { $invoices } : imputez-le
work-short-callback-due = rappel
work-short-promise-broken = promesse rompue
work-short-promise-part-kept = promesse tenue en partie
work-short-promise-due = promesse échue
work-short-dispute-due = litige à régler
work-short-plan-missed = échéance manquée
work-short-newly-overdue = retard récent
work-short-no-contact = pas d'appel récent
work-short-later = plus tard : { $reason }
work-short-to-allocate = à imputer
habit-late = { $late } des { $paid } dernières factures payées en retard, de { $days ->
    [one] { $days } jour
   *[other] { $days } jours
} en moyenne
habit-in-time = les { $paid } dernières factures payées à temps
habit-promises = { $kept } { $kept ->
    [one] promesse
   *[other] promesses
 } sur { $judged } { $kept ->
    [one] tenue
   *[other] tenues
 }
habit-promises-broken = { $kept } { $kept ->
    [one] promesse
   *[other] promesses
 } sur { $judged } { $kept ->
    [one] tenue
   *[other] tenues
 }, { $broken } { $broken ->
    [one] rompue
   *[other] rompues
 }
worklist-home = { $call } à appeler
worklist-home-more = { $call } à appeler ou plus
worklist-home-of-them = dont { $count ->
    [one] { $count } rappel
   *[other] { $count } rappels
} d'ici { $time }
worklist-home-callbacks = { $count ->
    [one] { $count } rappel
   *[other] { $count } rappels
} avant { $time }
desk-worklist = { $said } (Alt-W)
sheet-to-allocate = { $amount }{"\u00A0"}{ $currency } au crédit du compte sont pour une promesse : imputez-les
document-to-allocate = Au crédit, à imputer
report-promises = Promesses
    .gender = feminine
report-promises-summary = Promesses de paiement, avec ce qui a été reçu à temps et leur état
by-kept = tenues
by-part-kept = en partie tenues
by-broken = rompues
by-withdrawn = retirées
heading-promise = Promesse
heading-phone = Téléphone
heading-pay-by = À payer le
heading-promised = Promis
heading-came = Reçu à temps
heading-missing = Manque encore
worklist-none-next = Personne à appeler maintenant.
worklist-none-due = Personne n'est à appeler maintenant. Sélectionnez un client : la même touche l'appelle quand même.

document-state = État
document-delivery = Envoi
document-interest-on = Intérêts sur
dispute-age = { $over ->
    [0] jour { $day } sur { $of }
    [one] jour { $day } sur { $of } : 1 jour au-delà de l'objectif
   *[other] jour { $day } sur { $of } : { $over } jours au-delà de l'objectif
 }
dispute-late = { $late ->
    [one] retard 1 j
   *[other] retard { $late } j
 }
hint-split = moins de { $left }
split-stays = reste { $left }
split-stays-on = Reste sur { $dispute }
document-net = Net
document-tax = { $code } { $rate } %
document-vat = Taxe
document-total = Total
document-credit = Crédit
document-outstanding = Solde dû
document-settled-by = Réglé par
document-allocated-to = Imputé à
document-original = Litige initial
document-remaining = Encore en litige
document-credited = Crédité
document-paid = Payé depuis
document-cleared = Soldé autrement
document-timeline = Historique
step-opened = ouvert
step-noted = note
step-moved = nouvel état
step-resolved = résolu
step-to = { $step } : { $to }
document-draft-help = Pour l'émettre aux prix et taxes du jour : Ctrl-P, « émettre ».

form-not-worked-out = Taxes et totaux seront calculés au retour de la connexion
lock-who = Bureau verrouillé. Votre identifiant sur cette machine :
lock-other = Ce n'est pas l'identifiant sous lequel ce bureau a été ouvert.

call-resumed = Cet appel était en attente. Alt-Z l'abandonne.
park-parked = Mis en attente. Alt-B le reprend.
park-none = Rien n'est en attente.
park-nothing = Il n'y a pas de formulaire à mettre en attente.
undo-nothing = Vous n'avez rien enregistré récemment qui puisse être annulé.
drafts-unreadable = les saisies inachevées de la dernière fois sont illisibles ({ $why }). { $kept ->
    [yes] Leur fichier a été déplacé vers { $at }
   *[no] Leur fichier { $at } reste tel quel, et rien de ce qui est à moitié saisi n'est enregistré : déplacez-le, puis rouvrez le bureau
 }.
restore-found = Saisies inachevées de la dernière fois :
restore-one = { $form } · { $whose } · { $at }
restore-sure = Appuyez encore une fois sur la même touche pour abandonner la saisie.
restore-later = Tout est en attente. Alt-B reprend.
posted = Fait : { $form }.
posted-made = Fait : { $form }, { $made }.
posted-undo = Fait : { $form }, { $made }. Alt-U annule.
posted-then-credit = { $key } crédite le litige.
posted-then-open = { $opens }, puis { $key } crédite le litige.
posted-queued = { $made } attend dans la boîte d'envoi.
posted-queued-undo = { $made } attend dans la boîte d'envoi. Alt-U l'en retire.
posted-handed = { $made } : la remise en main propre est notée.

needs-customer = sélectionnez d'abord un client
needs-document = sélectionnez d'abord { $of }
needs-one-on-account = Le compte est ouvert : sélectionnez { $of }, puis appuyez sur { $key }
list-dispute-on-account = Le compte est ouvert à { $number } : appuyez encore sur { $key }
needs-other = sélectionnez d'abord { $of } : { $number } est { $kind }
one-invoice = une facture
    .gender = feminine
one-draft = un brouillon
one-payment = un paiement
one-credit-note = une note de crédit
one-refund = un remboursement
one-write-off = une radiation
one-dispute = un litige
one-promise = une promesse
    .gender = feminine
one-plan = un échéancier
one-call = un appel
one-unidentified = un encaissement non identifié
one-deposit = une remise
one-bank-line = une ligne bancaire
one-letter = une lettre de relance
one-callback = un rappel
one-document = un document

form-customer = Nouveau client
form-amend = Modifier le client
form-hold = Bloquer le compte
form-release = Débloquer le compte
form-invoice = Nouvelle facture
form-draft = Brouillon de facture
form-issue-draft = Émettre le brouillon
form-discard-draft = Supprimer le brouillon
form-amend-draft = Modifier le brouillon
form-payment = Paiement
form-await-certificate = Attestation attendue
field-withheld = Montant retenu
form-certificate = Attestation de retenue
form-amounts = Un montant par facture qu'elle règle · f en entier
field-certificate-kind = Type
field-certificate-number = Numéro
entry-amounts = Saisissez un montant à côté des factures qu'elle règle
entry-price-missing = Saisissez un prix unitaire, ou choisissez un article du catalogue
form-credit-note = Note de crédit
form-credit-apart = Note de crédit hors litige
form-credit-dispute = Créditer le litige
form-void = Annuler la facture
form-dispute = Ouvrir un litige
form-note-dispute = Note au litige
form-move-dispute = Faire avancer le litige
form-resolve-dispute = Résoudre le litige
form-split-dispute = Scinder le litige
form-join-dispute = Réunir des litiges
form-define-reason = Motif de litige
form-define-root-cause = Cause première de litige
form-call = Appel
form-undo-wrap-up = Annuler ce qui a été convenu
form-undo-plan = Annuler l'échéancier saisi par erreur
form-promise = Promesse de paiement
form-withdraw-promise = Retirer la promesse
form-agree-plan = Échéancier
form-cancel-plan = Annuler l'échéancier
form-late-fee-policy = Règle des intérêts
form-charge-late-fee = Facturer les intérêts
form-hold-policy = Règle de blocage
form-take-hold = Bloquer par la règle
field-yearly-percent = Intérêt par an
field-from-day = À partir du
field-through-day = Jusqu'au
field-days-late = Jours de retard
field-amount-overdue = Montant échu
field-broken-promises = Prom. rompues
form-callback = Rappel
form-done = Terminer le rappel
form-snooze = Reporter le client
form-hand-over = Confier le client
form-set-calling-hours = Heures d'appel
form-allocate = Imputer
form-unallocate = Annuler l'imputation
form-bounce = Paiement rejeté
form-refund = Remboursement
form-write-off = Radier
form-recover = Recouvrer une créance radiée
form-deliver = Envoyer le document
form-deliver-statement = Envoyer un relevé
form-retry-delivery = Renvoyer
form-cancel-delivery = Retirer de la boîte d'envoi
form-settle-delivery = Résultat de l'envoi
form-item = Article
form-kept = enregistré { $at }
call-clock = { $minutes } min

form-lines = Lignes
form-more-fields = encore { $count }
form-shares = Par échéance · f en entier · d escompte · o au crédit
form-shares-exact = Le solde exact d'une facture · f en entier · o au crédit
form-shares-discounted = { $invoice } moins l'escompte · f en entier · o au crédit
form-shares-late = { $invoice } moins un escompte échu le { $until }
form-shares-dictated = Selon le détail du règlement
form-shares-said = Saisi · f en entier · d escompte · o au crédit
form-no-shares = Rien n'est ouvert : tout reste au crédit du compte.
form-no-lines = Ce formulaire n'a pas de lignes.
form-no-printer = Rien ne peut être imprimé ici : le programme lp n'est pas installé. Le document attendrait dans la boîte d'envoi. Installez CUPS, ou indiquez un dossier par print_to dans mail.toml.
form-nothing-to-repeat = Rien à répéter : aucune saisie n'a rempli ce champ depuis l'ouverture du bureau.
form-repeats-no-customer = Tapez le client : il n'est pas repris de la dernière saisie.
form-repeats-own = La dernière saisie concernait un autre client : ce champ n'est pas répété.
form-changes-nothing = Rien n'est encore modifié : tapez dans un champ, ou fermez le formulaire avec Esc.
form-discarded = Abandonné.
form-on-its-way = Enregistrement en cours.
form-not-taken = Ce que vous avez tapé avant cet écran n'a pas été pris. Lisez d'abord.
form-allocated = Imputé
form-stays = Au crédit
given-up-small-difference = Petit écart
given-up-bad-debt = Créance irrécouvrable
given-up-early-payment = Escompte
given-up-cash-rounding = Arrondi
review-title = Vérification : { $form }
made-allocations = { $count ->
    [one] { $count } imputation
   *[other] { $count } imputations
 }
review-makes = Ceci crée : { $made }. Enter enregistre, Esc revient au formulaire.
review-waits = Rien n'est enregistré pour le moment. Esc revient au formulaire, qui garde votre saisie.
review-no-tax = sans taxe
review-posts = Enter enregistre, Esc revient au formulaire.
review-no-typing = On ne saisit rien pendant la vérification : { $post } enregistre, { $back } revient à la saisie.
review-overrides = Dérogation : { $rules }.
review-more = { $count ->
    [one] … et { $count } ligne de plus (Down)
   *[other] … et { $count } lignes de plus (Down)
}

field-name = Nom
field-code = Code
field-contact = Contact
field-phone = Téléphone
field-email = Courriel
field-address = Adresse
field-city = Ville
field-region = Région
field-postal-code = Code postal
field-country = Pays
field-tax-id = N° fiscal
field-tax-ids = Numéros fiscaux
field-payment-instructions = Pour payer
field-fiscal-number = Numéro du reçu
field-sdc-id = SDC ID
field-fiscal-time = Heure
field-internal-data = Données int.
field-signature = Signature
field-terms = Conditions
field-credit-limit = Plafond
field-currency = Devise
field-reason = Motif
field-date = Date
field-due = Échéance
field-remittance = Détail
review-is-remittance = Vouliez-vous dire « Détail » ? La référence se lit comme ce que le paiement règle, mais elle est enregistrée telle quelle : l'imputation ci-dessous n'en tient pas compte. Esc revient.
reference-is-remittance = ce qui est payé ? Notez-le à la ligne suivante
field-reference = Référence
field-prices = Prix
field-shipping = Livraison
field-shipping-tax = Taxe livraison
field-amount = Montant
field-credit = Montant
field-method = Mode
field-again = Retapez le n°
field-note = Note
field-owner = Responsable
field-root-cause = Cause première
field-join-into = Réuni à
field-to = Nouvel état
field-outcome = Résultat
field-send-by = Par
field-send-to = À
field-send-outcome = Résultat
field-statement-from = Du
field-statement-through = Au
field-statement-style = Présentation
field-direction = Sens
field-wrap-up = Compte rendu
field-call-outcome = Issue
field-started = Début
field-promise-amount = Promis
field-promise-by = À payer le
field-promise-invoice = Pour la facture
field-plan-invoices = Factures
field-plan-count = Échéances
field-plan-every = Chaque
field-plan-first = Première le
field-default-after = Défaut après
plan-covers = Factures concernées :
plan-cover-due = échue le { $date }
plan-instalments = Échéances :
plan-left-out = { $amount } de ce qui est dû n'est pas dans l'échéancier
plan-paid = payée
plan-part-paid = { $amount } payés
plan-not-paid = manquée
plan-not-owed = n'est plus due
plan-still-to-pay = reste { $amount } à payer
plan-missed = Manqué
plan-to-allocate = Au crédit, à imputer
plan-left = Reste
plan-left-cancelled = Dont plus échelonné
plan-left-disputed = Dont contesté, pas demandé pour l'instant
plan-default-since = En défaut depuis le { $date } : tout le reste est exigible
plan-cancelled-on = Annulé le
plan-replaced-by = Remplacé par
review-promise-gives-way = La promesse { $number } cède la place à l'échéancier
review-plan-replaced = { $by } remplace { $number }, qui est en défaut
field-tolerance-days = Jours de grâce
field-callback-at = Rappeler le
field-callback-note = Rappel au sujet
field-until = Revient le
field-hand-over-to = Confié à
field-calling-from = Appels dès
field-calling-to = Appels jusqu'à
field-calling-zone = Fuseau horaire
field-dispute-amount = En litige
field-dispute-reason = Motif
field-dispute-invoice = Sur la facture
field-allocation = Imputation
field-invoice = Facture
field-item-code = Code
field-price = Prix
field-unit = Unité
field-tax = Taxes
field-override-reason = Motif dérog.
column-item = Description
column-quantity = Qté
column-unit-price = Prix unit.
column-discount = Remise
column-tax = Taxe
column-net = Net

hint-today = aujourd'hui
hint-plan-invoices = vide : toutes, échues ou non
hint-default-after = vide : fin après 2 manquées
hint-full = vide : tout ce qui reste à créditer
hint-again = tapez { $end } pour confirmer { $number }
hint-day = t, +30, ven, 21 nov
hint-line-says = { $key } reprend « { $text } » de la ligne bancaire
hint-line-wrote = la ligne bancaire dit « { $text } »
hint-remittance = 1042 400, 1043 tout, 1044 -40 endommagé
hint-moment = lun 9:00, +1 14:30
hint-reason = pourquoi vous passez outre
entry-customer = Aucun client ne correspond à « { $given } »
entry-line-parts = « { $given } » : tapez chaque client et son montant, par exemple C0001 400, C0002 tout
entry-line-parts-rest = « { $given } » : les autres ne laissent rien de la ligne
hint-line-parts = C0001 400, C0002 tout
entry-bankable = Aucun paiement en espèces ou par chèque qui attend d'aller à la banque ne finit par { $given }
entry-line-several = Plusieurs clients correspondent à « { $given } » : tapez davantage du nom, ou le code
entry-looked-up = Recherche de « { $given } »
entry-offers = Plusieurs correspondent à « { $given } » : choisissez avec Up et Down, puis Enter
entry-day = « { $given } » n'est pas un jour. Essayez : t, +30, ven, fdm, 21, 21 nov
entry-day-either = « { $given } » peut être deux jours. Tapez { $one } pour le jour { $first } du mois { $second }, ou { $other } pour l'autre
entry-amount = « { $given } » n'est pas un montant. Essayez : 500, 1 234, 200k
entry-amount-either = « { $given } » peut être deux montants. Tapez { $thousands } ou { $point }
entry-decimals = { $given } a trop de décimales. Entrez-en { $decimals } au plus
entry-count = « { $given } » n'est pas un nombre entier. Essayez : 2
entry-choice = « { $given } » ne fait pas partie de : { $choices }
note-is-wrap-up = simple note : tapez-le dessous
entry-is-wrap-up = « { $given } » se tape sur la ligne « { field-wrap-up } »
entry-moment = « { $given } » n'est pas une heure. Essayez : lun 9:00, +1 14:30
entry-item = { $given } ne désigne aucun poste ouvert. Tapez au moins les deux derniers chiffres de son numéro
entry-item-reading = Lecture des postes ouverts …
entry-item-either = { $given } peut être { $one } ou { $other }. Tapez plus de chiffres du numéro
entry-again = Tapez { $end } pour confirmer { $number }
charge-shipping = Livraison

word-in-progress = en cours
word-no-cause = pas encore de cause
word-part-paid = en partie réglé
    .feminine = en partie réglée
word-on-account = au crédit
word-part-kept = en partie tenu
    .feminine = en partie tenue
word-credit-note = crédit
word-write-off = radiation
    .gender = feminine
word-small-difference = petit écart
word-bad-debt = créance irrécouvrable
word-momo = mobile money
word-in = entrant
word-out = sortant
word-invoice = facture
    .gender = feminine
word-payment = paiement
word-refund = remboursement
word-dispute = litige
word-promise = promesse
    .gender = feminine
word-call = appel
word-callback = rappel
word-draft = brouillon
word-customer = client
word-open = ouvert
    .feminine = ouverte
word-settled = réglé
    .feminine = réglée
word-type = type
word-applied = affecté
word-refunded = remboursé
word-void = annulé
    .feminine = annulée
word-issued = émis
    .feminine = émise
word-discarded = supprimé
word-posted = enregistré
    .feminine = enregistrée
word-bounced = rejeté
word-new = nouveau
word-waiting = en attente
word-resolved = résolu
word-closed = clos
word-kept = tenu
    .feminine = tenue
word-plan = échéancier
word-behind = en retard
word-default = en défaut
word-finished = terminé
word-month = mois
word-two-weeks = deux semaines
word-week = semaine
word-broken = rompu
    .feminine = rompue
word-customer-snoozed = client reporté
word-customer-handed-over = client confié
word-calling-hours-set = heures d'appel indiquées
word-snooze = report du client
word-hand-over = client confié à un collègue
word-set-calling-hours = heures d'appel
word-withdrawn = retiré
    .feminine = retirée
word-upheld = non fondé : la facture reste due
word-credit = crédit
word-done = fait
word-price = prix
word-quantity-short = quantité manquante
word-damaged = endommagé
word-returned = retourné
word-not-ordered = non commandé
word-late-delivery = livraison tardive
word-quality = qualité
word-duplicate = doublon
word-tax = taxe
word-missing-purchase-order = bon de commande manquant
word-unearned-discount = escompte indu
word-already-paid = déjà payé
word-other = autre
word-order-entry = saisie de la commande
word-price-list = tarif
word-contract-terms = conditions du contrat
word-picking = préparation de la commande
word-packing = emballage
word-carrier = transporteur
word-production = production
word-billing = facturation
word-tax-setup = réglage des taxes
word-payment-posting = saisie du paiement
word-customer-error = erreur du client
word-bank = banque
word-cash = espèces
word-cheque = chèque
word-card = carte
word-withholding = attestation
word-opening = ouverture
word-exclusive = hors taxes
word-inclusive = taxes comprises
word-open-dispute = ouverture du litige
word-note-dispute = note au litige
word-move-dispute = avancement
word-split-dispute = litige scindé
word-join-dispute = litiges réunis
word-define-reason = motif de litige
word-define-root-cause = cause première de litige
word-resolve-dispute = résolution
word-allocation = imputation
word-batch = lot
word-number = numéro
word-date = date
word-amount = montant
word-currency = devise
word-by = par
word-at = date et heure
word-state = état
word-paid = payé
word-reason = motif
word-contact = contact
word-note = note
word-outcome = résultat
word-about = au sujet de
word-entry = écriture
word-direction = sens
word-tolerance-days = jours de grâce
word-to-allocate = à imputer
word-method = mode
word-reference = référence
word-original = original
word-total = total
word-net = net
word-from = de
word-to = à

key-open = compte
key-open-help = Ouvrir le compte sélectionné
key-accept = accepter
key-open-row = ouvrir
key-open-row-help = Ouvrir la ligne sélectionnée
key-open-item = ouvrir
key-open-item-help = Ouvrir le document sélectionné
key-open-account = compte
key-open-account-help = Ouvrir son compte
key-call = appel
    .also = téléphone, téléphoner, appeler, compte rendu
key-call-help = Noter un appel et ce qui est convenu, en une ligne ou non
key-undo-wrap-up = annuler l'accord
key-undo-wrap-up-help = Annuler ce qui a été convenu lors d'un appel
key-undo-plan = annuler
key-undo-plan-help = Annuler un échéancier saisi par erreur : les promesses d'avant sont refaites
call-agreed = Convenu au téléphone
call-account = Le compte
call-line-hint = p 500 ven · d 1042 prix 40 · cb mar 14:30 · envoi 1042 · n note · o messagerie ; Enter enregistre
call-more = et { $count } de plus
agreed-outcome = Appel terminé : { $outcome }
agreed-promise = Promet { $amount } pour le { $by } ({ $invoice })
agreed-dispute = Conteste { $amount } sur { $invoice } : { $reason }
agreed-callback = Rappeler { $at }
agreed-callback-about = Rappeler { $at } : { $note }
agreed-statement = le relevé
agreed-send-email = Envoyer { $what } par courriel à { $to }
agreed-send-print = Imprimer et envoyer { $what }
agreed-hand = Remettre { $what } en main propre
agreed-hand-to = Remettre { $what } à { $to }
agreed-no-promise = La promesse { $number } est retirée
agreed-no-dispute = Le litige { $number } est annulé
agreed-no-callback = Le rappel { $number } est annulé
agreed-callback-done = Rappel { $number } fait
agreed-reopened = De nouveau à faire : { $numbers }
agreed-no-delivery = { $number } n'est pas envoyé
key-invoice = facture
    .also = facturer, vente
key-invoice-help = Émettre une facture
key-payment = paiement
    .also = encaisser, encaissement, règlement, reçu, espèces, chèque, versement
key-payment-help = Enregistrer un paiement
key-certificate = attestation
    .also = retenue à la source
key-await-certificate = attestation attendue
key-await-certificate-help = Noter un impôt retenu sur la facture, tant que son attestation est attendue
key-certificate-help = Enregistrer une attestation d'impôt retenu par le client
key-dispute = litige
    .also = réclamation, contester, contestation, déduction, paiement partiel
key-dispute-help = Ouvrir un litige sur la facture sélectionnée
key-credit = créditer
    .also = note de crédit, avoir, ristourne, retour
key-credit-help = Créditer la facture sélectionnée, ou son litige
key-credit-apart = note de crédit hors litige
key-credit-apart-help = Créditer la facture pour autre chose : son litige reste ouvert
key-promise = promesse
    .also = promesse de paiement, engagement
key-promise-help = Noter une promesse de paiement de la facture sélectionnée
key-amend = modifier
    .also = modifier, limite de crédit, plafond, téléphone, courriel, adresse, contact, conditions, numéro fiscal
key-amend-help = Modifier les coordonnées du client
key-allocate = imputer
    .also = affecter, lettrer, lettrage, utiliser, acompte, non imputé
key-allocate-help = Imputer ce qui reste d'un paiement ou d'une note de crédit
key-unallocate = désimputer
    .also = délettrer, désaffecter
key-unallocate-help = Annuler une imputation
key-note = note
    .also = commentaire, responsable
key-note-help = Ajouter une note ; changer responsable, échéance, cause
key-move = avancer
key-move-help = Faire passer le litige à un autre état
key-resolve = résoudre
    .also = clore le litige, rejeter, régler
key-resolve-help = Résoudre le litige : crédit, non fondé ou retiré
key-customer = nouveau client
    .also = nouveau compte, client, débiteur, ajouter un client, créer un client
key-customer-help = Inscrire un client
key-item = article
    .also = produit, tarif, liste de prix, service
key-item-help = Ajouter un article au catalogue, ou changer son prix
key-draft = brouillon
    .also = préparer, nouveau brouillon
key-draft-help = Préparer une facture : pas encore de numéro, rien n'est dû
key-issue-draft = émettre
key-issue-draft-help = Émettre le brouillon sélectionné
key-discard-draft = supprimer
key-discard-draft-help = Supprimer le brouillon sélectionné
key-amend-draft = modifier
key-amend-draft-help = Rouvrir le brouillon sélectionné pour le modifier
key-form-paper = document
key-form-paper-help = Voir le document tel que le client le recevrait
form-no-paper = Le document apparaît ici dès qu'une ligne a un prix.
form-paper-no-typing = On ne peut pas saisir dans l'aperçu : { $back } revient au formulaire.
form-paper-more = { $count ->
    [one] … et { $count } ligne de plus ({ $key })
   *[other] … et { $count } lignes de plus ({ $key })
}
form-paper-left-out = { $count ->
    [one] La ligne { $lines } est omise : elle n'a ni article du catalogue ni prix.
   *[other] Les lignes { $lines } sont omises : elles n'ont ni article du catalogue ni prix.
}
form-paper-none = Le document ne peut pas encore être affiché : { $why }
form-paper-old = Votre dernière saisie n'est pas dans cet aperçu : { $why }
key-scroll-down = défiler
key-scroll-down-help = Faire défiler vers le bas
key-scroll-up = remonter
key-scroll-up-help = Faire défiler vers le haut
key-void = annuler
    .also = supprimer la facture, facture erronée
key-void-help = Annuler la facture sélectionnée ; son numéro reste
key-bounce = rejet
    .also = impayé, rejeté, sans provision, chèque retourné
key-bounce-help = Noter que la banque a rejeté un paiement (sans provision)
key-refund = rembourser
    .also = rembourser, rendre
key-refund-help = Rembourser ce qui reste d'un paiement ou d'une note de crédit
key-write-off = radier
    .also = créance irrécouvrable, créance douteuse, petit écart, perte, passer en perte
key-write-off-help = Radier ce qui reste d'une facture
key-recover = recouvrer
    .also = créance récupérée
key-recover-help = Annuler une radiation : le client a fini par payer
key-callback = rappel
    .also = suivi, rendez-vous, rappeler
key-callback-help = Prévoir un rappel
key-done = fait
key-done-help = Terminer un rappel
key-snooze = reporter
    .also = reporter, plus tard
key-snooze-help = Retirer le client de la liste d'appels jusqu'à un jour
key-hand-over = confier
    .also = attribuer, réattribuer, déléguer
key-hand-over-help = Confier les appels au client à un autre utilisateur
key-calling-hours = heures d'appel
    .also = horaires, fuseau horaire
key-calling-hours-help = Dire quand le client peut être appelé
key-next-call = appeler
key-next-call-help = Appeler le client sélectionné, le motif à l'écran
key-worklist-hours = toutes heures
key-worklist-hours-help = Afficher ou non les clients hors de leurs heures
key-worklist-open = compte
key-worklist-open-help = Ouvrir le compte du client sélectionné
key-pane-worklist = liste d'appels
    .also = à faire, tâches, relances, recouvrement
key-pane-worklist-help = La liste d'appels : qui appeler aujourd'hui, et pourquoi
key-hold = bloquer
    .also = bloquer, suspendre, blocage de crédit
key-hold-help = Bloquer le compte : plus rien ne lui est facturé
key-release = débloquer
    .also = débloquer
key-release-help = Débloquer le compte
key-withdraw-promise = retirer
key-withdraw-promise-help = Retirer une promesse
key-agree-plan = échéancier
    .also = échéancier, mensualités, versements, arrangement
key-agree-plan-help = Convenir d'un échéancier : la dette en plusieurs paiements
key-cancel-plan = annuler l'échéancier
key-cancel-plan-help = Annuler un échéancier
key-late-fee-policy = règle des intérêts
    .also = taux d'intérêt, pénalité
key-late-fee-policy-help = Fixer l'intérêt annuel de retard (0% y met fin)
key-charge-late-fee = facturer les intérêts
    .also = frais de retard, pénalité
key-charge-late-fee-help = Facturer les intérêts de la facture sélectionnée
key-hold-policy = règle de blocage
key-hold-policy-help = Fixer quand le blocage d'un compte est proposé
key-take-hold = bloquer par la règle
key-take-hold-help = Bloquer le compte, comme le propose la règle de blocage
key-deliver = envoyer
    .also = imprimer, courriel, poste
key-deliver-help = Envoyer le document au client
key-deliver-statement = envoyer un relevé
    .also = imprimer le relevé, relevé par courriel
key-deliver-statement-help = Envoyer un relevé de compte au client
key-retry-delivery = renvoyer
    .also = renvoyer
key-retry-delivery-help = Renvoyer ce qui a échoué ou n'est peut-être pas arrivé
key-cancel-delivery = annuler l'envoi
key-cancel-delivery-help = Retirer un envoi de la boîte d'envoi
key-settle-delivery = conclure l'envoi
key-settle-delivery-help = Dire si un envoi est arrivé ou revenu
key-down = ligne suivante
key-down-help = La ligne suivante
key-up = ligne précédente
key-up-help = La ligne précédente
key-clear = effacer
key-clear-help = Vider la saisie
key-back = retour
key-back-help = Revenir où vous étiez
key-home = retour
key-home-help = Revenir à l'accueil : qui appelle ?
key-zone = partie suiv.
key-zone-help = Partie suivante : compte, postes ouverts, activité récente
key-zone-before = partie préc.
key-zone-before-help = Partie précédente
key-filter = filtrer
key-filter-help = Filtrer par nom, code ou numéro en tapant
key-only = ouverts
key-only-help = Tout montrer, seulement l'ouvert, seulement le retard
key-sort = trier
key-sort-help = Trier : date, échéance, montant, solde ouvert
key-next-field = suivant
key-next-field-help = Accepter et passer au champ suivant, ou à la vérification
key-next = champ suiv.
key-next-help = Champ suivant
key-previous = champ préc.
key-previous-help = Champ précédent
key-below = dessous
key-below-help = La ligne ou le champ du dessous
key-above = dessus
key-above-help = La ligne ou le champ du dessus
key-review = vérifier
key-review-help = Vérifier avant d'enregistrer
key-post = enregistrer
key-post-help = Enregistrer
key-back-to-typing = retour
key-back-to-typing-help = Revenir au formulaire
key-new-line = ligne
key-new-line-help = Nouvelle ligne
key-drop-line = supprimer ligne
key-drop-line-help = Supprimer la ligne
key-repeat = répéter
key-repeat-help = Répéter ce champ de la saisie ou de la ligne bancaire
key-park = en attente
key-park-help = Mettre le formulaire en attente quand le téléphone sonne
key-resume = reprendre
    .also = continuer, inachevé
key-resume-help = Reprendre le formulaire ou l'importation mis en attente
key-keep-for-later = plus tard
key-keep-for-later-help = Garder pour plus tard ; un formulaire vide se ferme
key-discard = abandonner
key-discard-help = Abandonner ce qui a été saisi
key-go-on = reprendre
key-go-on-help = Reprendre la saisie
key-later = plus tard
key-later-help = Tout mettre en attente
key-run = exécuter
key-run-help = Exécuter la commande sélectionnée
key-unlock = rouvrir
key-unlock-help = Déverrouiller le bureau
key-palette = plus
key-palette-help = Toutes les commandes
key-help = aide
key-help-help = Touches disponibles ici
key-leave = quitter
    .also = sortir, fermer, déconnexion
key-leave-help = Quitter ; les saisies inachevées sont enregistrées
key-undo = annuler
    .also = corriger, erreur, supprimer, contre-passer
key-undo-help = Vos derniers enregistrements, et comment les annuler
key-look-up = chercher
    .also = chercher, rechercher, trouver
key-look-up-help = Qui appelle ? La saisie inachevée est mise en attente
key-pane-home = qui appelle
key-pane-home-help = Qui appelle ?
key-pane-customers = clients
    .also = comptes, débiteurs
key-pane-customers-help = Tous les clients
key-pane-invoices = factures
key-pane-invoices-help = Toutes les factures
key-pane-payments = paiements
    .also = encaissements, règlements
key-pane-payments-help = Tous les paiements, notes de crédit et remboursements
key-pane-disputes = litiges
key-pane-disputes-help = Tous les litiges
key-pane-calls = appels
key-pane-calls-help = Tous les appels
key-pane-callbacks = rappels
key-pane-callbacks-help = Tous les rappels
key-pane-promises = promesses
key-pane-promises-help = Toutes les promesses
key-pane-plans = échéanciers
key-pane-plans-help = Tous les échéanciers
key-pane-drafts = brouillons
key-pane-drafts-help = Brouillons de factures
key-older = plus anciens
key-older-help = Une page plus bas ; à la fin, les saisies précédentes
key-page-down = page bas
key-page-down-help = Une demi-page plus bas
key-page-up = page haut
key-page-up-help = Une demi-page plus haut
key-first = premier
key-first-help = La première ligne
key-last = dernier
key-last-help = La dernière ligne
key-refresh = actualiser
key-refresh-help = Recharger depuis la comptabilité
key-redraw = redessiner
key-redraw-help = Redessiner l'écran
key-mask = masquer
key-mask-help = Masquer ou montrer les montants
key-lock = verrouiller
key-lock-help = Verrouiller l'écran
key-suspend = suspendre
key-suspend-help = Suspendre ; « fg » dans le shell reprend
desk-no-shell = Aucun shell ne pourrait reprendre le bureau : il reste ouvert. F3 le quitte
word-early-payment = escompte
word-cash-rounding = arrondi

month-1 = janv
month-2 = févr
month-3 = mars
month-4 = avr
month-5 = mai
month-6 = juin
month-7 = juil
month-8 = août
month-9 = sept
month-10 = oct
month-11 = nov
month-12 = déc
weekday-1 = lun
weekday-2 = mar
weekday-3 = mer
weekday-4 = jeu
weekday-5 = ven
weekday-6 = sam
weekday-7 = dim
desk-no-use = Cette touche ne fait rien ici.
desk-leaves-soon = Le bureau se ferme dès que le livre a répondu à ce qui a été tapé. Appuyez de nouveau pour le fermer tout de suite.
entry-choice-either = « { $given } » peut être { $choices }. Tapez plus de lettres
review-taken-away = rien (avant : { $was })
document-when = Quand
document-about = Au sujet de
document-minutes = Minutes
document-agreed = Convenu
document-taken-back = Annulé
document-by = Enregistré par
pane-journal = Journal
key-pane-journal = journal
    .also = grand livre, historique, piste d'audit
key-pane-journal-help = Le journal, écriture par écriture
posted-in-part = Fait : { $made } ; le reste a été refusé. Ce qui est fait ne sera pas renvoyé.
review-was-posted = C'est déjà fait ({ $made }). Enter ferme le formulaire.
review-posted-before = Déjà fait : { $made }.
form-no-receipt = Aucun accusé n'est revenu. Ctrl-S renvoie : rien n'est enregistré deux fois. ({ $why })
form-was-posted = Avant d'être modifié, ce formulaire a enregistré { $made ->
    [none] l'écriture { $entry }
   *[other] { $made }
}. { $key } abandonne le formulaire ; pour enregistrer autre chose, ouvrez-en un nouveau.
list-sum = reste { $amount }
list-sum-drafts = { $amount } en brouillons
only-drafts = pas encore émis
list-only-drafts = Un brouillon n'est ni ouvert ni en retard : rien n'est dû avant son émission.
restore-first = D'abord les saisies inachevées : Enter reprend, Alt-Z abandonne, Esc les met en attente.
hint-last = la dernière fois : { $what }, { $date }
meanwhile-either = « { $given } » a été écrit ici entre-temps : Enter garde le vôtre, Alt-D prend l'autre
word-balance = solde
word-due = échéance
word-terms = conditions
word-on-hold = bloqué
word-outstanding = reste dû
meanwhile-more = { $field } : { $was } → { $is }
park-sent = Envoi en cours. La réponse s'affichera ici.
park-refused = { $form } : refusé. { $why }. Alt-B reprend le formulaire.
desk-sent = { $count } en cours d'envoi
mark-thousands = {"\u00A0"}
mark-decimals = {","}
entry-whole = { $given } a des décimales et la devise n'en a pas. Entrez un montant entier
entry-currency = { $given } est en { $other } et le compte est en { $currency }. Entrez le montant en { $currency }
said-amount = { $amount }{"\u00A0"}{ $currency }
said-owes = doit { $amount }
said-owes-nothing = ne doit rien
said-in-credit = a un crédit de { $amount }
said-nothing-late = rien n'est en retard
said-all-of-it = le tout
said-late = { $late } en retard{ $after }
said-late-a-day = { $late } en retard{ $after }, depuis 1 jour pour le plus ancien
said-late-since = { $late } en retard{ $after }, depuis { $days } jours pour le plus ancien
said-on-account = { $amount } au crédit du compte restent à imputer
said-on-account-deducted = { $amount } au crédit du compte restent à imputer et sont déjà déduits
said-on-account-late = { $amount } au crédit du compte restent à imputer
said-after-on-account = {" après déduction du crédit"}
said-less-on-account = {" "}({ $overdue } moins le crédit du compte)
said-between = {" ; "}
said-withheld = { $amount } de taxe retenue, attestation attendue.
said-disputed = { $amount } en litige.
said-promised = Promis { $amount } pour le { $by }.
said-promised-in-all = Promis { $amount } pour le { $by }, { $all } au total.
said-arrived = { $amount } reçus comme promis, au crédit du compte.
said-plan-next = Échéancier : { $amount } à payer le { $by }, reste { $left } au total.
said-plan-missed = Échéancier : { $amount } étaient à payer le { $by }, reste { $left } au total.
said-plan-default = Échéancier rompu, échéances manquées : { $left } exigibles.
said-ask-1 = Quand pouvons-nous compter sur { $late } ?
said-ask-2 = Quel jour pouvez-vous payer { $late } ? Nous vous l'avons rappelé par écrit.
said-ask-3 = Merci de payer { $late } maintenant, ou convenons aujourd'hui d'un échéancier.
said-ask-4 = C'est notre dernière demande pour { $late } : merci de payer maintenant, ou dites-nous aujourd'hui ce qui l'empêche.
word-reversed = annulé
    .feminine = annulée
word-taken-back = repris
    .feminine = reprise
posted-nothing-undo = Fait : { $form }. Alt-U annule.
undo-import = Une importation n'est pas reprise en bloc. Annulez ses factures et contrepassez ses paiements un à un ; pour le tout, restaurez une sauvegarde d'avant.
undo-list = Enregistré par vous, le plus récent d'abord : Enter annule
undo-run-letters = { $count } lettres
undo-run = { $count } × { $form }
undo-run-each = chacune à part
undo-run-help = Une série ne s'annule pas d'un coup : Enter en montre les opérations, et chacune s'annule à part.
undo-earliest = Il n'y a rien de plus ancien ici. Alt-0 montre toutes les écritures.
undo-before-start = L'ancienne valeur n'est plus connue ici depuis le redémarrage : modifiez-la à nouveau. Alt-0 liste toutes les écritures.
undo-register-customer = Un client ne se supprime pas : modifiez ses coordonnées.
undo-discard-draft = Un brouillon supprimé est perdu : refaites-le.
undo-void-invoice = Une facture annulée le reste : émettez-en une autre.
undo-note-dispute = Une note reste : ajoutez-en une qui la corrige.
undo-undo-wrap-up = Ce qui a été annulé le reste : notez un nouvel appel.
undo-withdraw-promise = Une promesse retirée le reste : enregistrez-la à nouveau.
review-plan-cancelled = Sans retour possible : l'échéancier reste annulé et les promesses qu'il a remplacées restent closes.
undo-cancel-plan = Un échéancier annulé le reste : convenez-en à nouveau.
undo-set-late-fee-policy = Une règle des intérêts ne peut pas être annulée : changez-la de nouveau.
undo-set-hold-policy = Une règle de blocage ne peut pas être annulée : changez-la de nouveau.
undo-settle-delivery = Le résultat d'un envoi reste : s'il est faux, indiquez le bon.
undo-done = Un rappel terminé le reste : prévoyez-en un autre.
undo-snooze = Un client reporté revient de lui-même : reportez-le à aujourd'hui pour le revoir maintenant.
undo-hand-over = Un client confié le reste : confiez-le à quelqu'un d'autre, ou à personne.
undo-unallocate = Une imputation annulée le reste : imputez à nouveau.
undo-bounce-payment = Un paiement rejeté le reste : enregistrez l'argent quand il vient.
undo-recover = Une radiation annulée le reste : radiez à nouveau.
undo-define-item = Un article reste : saisissez-le à nouveau sous le même code.
undo-reverse-payment = Un paiement annulé le reste : enregistrez-le à nouveau.
undo-reverse-refund = Un remboursement annulé le reste : remboursez à nouveau.
undo-void-credit-note = Une note de crédit annulée le reste : émettez-en une autre.
undo-define-reason = Un motif reste : des litiges le citent.
undo-define-root-cause = Une cause première reste : des litiges la citent.
undo-join-dispute = Des litiges réunis le restent : scindez celui qui reste.
undo-await-certificate = Une attestation attendue le reste : enregistrez-la quand elle vient, ou indiquez 0 comme montant retenu.
undo-declare-payer = Un payeur reste déclaré : la ligne de commande peut y mettre fin.
undo-void-deposit = Une remise annulée le reste : enregistrez-en une autre.
undo-confirm-clock = Une horloge confirmée le reste : les écritures suivantes continuent à partir d'elle.
undo-move-dispute = Un litige annulé le reste : ouvrez-en un autre.
form-reverse-payment = Annuler le paiement
form-record-unidentified = Encaissement d'un payeur inconnu
form-identify = Identifier le payeur
form-reverse-unidentified = Retirer du compte d'attente
field-payer = Payeur
field-customer = Client
key-record-unidentified = payeur inconnu
    .also = non identifié, argent de qui
key-record-unidentified-help = Enregistrer un encaissement dont le payeur est inconnu
key-identify = identifier payeur
key-identify-help = Dire de quel client vient l'encaissement sélectionné
key-reverse-unidentified = retirer du compte d'attente
key-reverse-unidentified-help = Retirer un encaissement du compte d'attente : erreur, ou argent renvoyé
undo-reverse-unidentified = Un encaissement retiré du compte d'attente le reste : enregistrez-le à nouveau.
bank-line-bounced = Le paiement a été rejeté. Quand la ligne bancaire de l'argent rendu sera là, liez-la à ce paiement ; si cette ligne n'a jamais été ce paiement, défaites son rapprochement
form-match-bank-line = Rapprocher une ligne bancaire d'un client
form-link-bank-line = Lier une ligne bancaire à un paiement
form-split-bank-line = Répartir une ligne bancaire
form-suspend-bank-line = Payeur d'une ligne bancaire inconnu
field-line-parts = Clients
form-record-deposit = Bordereau de remise
form-void-deposit = Annuler une remise
field-deposit-payments = Paiements
field-slip = N° de remise
form-declare-payer = Payeur pour un autre client
field-pays-for = Paie pour
form-dismiss-bank-line = Écarter une ligne bancaire
form-unmatch-bank-line = Défaire un rapprochement
field-fee = Frais retenus
field-payment = Paiement
key-reconcile-take = accepter
key-reconcile-take-help = Accepter la proposition et passer à la ligne suivante
key-reconcile-next = ligne suivante
key-reconcile-next-help = La ligne bancaire suivante ; celle-ci reste ouverte
key-reconcile-previous = ligne précédente
key-reconcile-previous-help = La ligne bancaire précédente
key-reconcile-down = proposition suivante
key-reconcile-down-help = Proposition suivante ; un chiffre sélectionne par numéro
key-reconcile-up = proposition précédente
key-reconcile-up-help = Sélectionner la proposition précédente
key-reconcile-undo = annuler
key-reconcile-undo-help = Annuler le dernier rapprochement et rouvrir sa ligne
key-reconcile-customer = compte
key-reconcile-customer-help = Ouvrir le compte du client proposé
key-pane-reconcile = lignes bancaires
    .also = rapprocher, rapprochement, relevé bancaire
key-pane-reconcile-help = Rapprocher les lignes bancaires une à une
key-reconcile-match = rapprocher
key-reconcile-match-help = Rapprocher la ligne bancaire d'un client
key-reconcile-dismiss = écarter
key-reconcile-dismiss-help = Écarter une ligne bancaire qui ne concerne aucun client
key-match-bank-line = rapprocher
key-match-bank-line-help = Rapprocher la ligne bancaire d'un client
key-link-bank-line = lier la ligne
key-link-bank-line-help = Lier la ligne à un paiement, remboursement ou rejet
key-split-bank-line = répartir
key-split-bank-line-help = Répartir la ligne bancaire entre plusieurs clients
key-reconcile-suspense = inconnu
key-reconcile-suspense-help = Ligne en compte d'attente : payeur inconnu
key-suspend-bank-line = ligne de payeur inconnu
    .also = attente, non identifié, à qui est cet argent
key-suspend-bank-line-help = Ligne en compte d'attente : payeur inconnu
key-record-deposit = remise en banque
    .also = bordereau, chèques
key-record-deposit-help = Enregistrer une remise d'espèces et de chèques
key-void-deposit = annuler la remise
key-void-deposit-help = Revenir sur une remise enregistrée par erreur ; ses paiements restent
key-declare-payer = paie pour un autre
    .also = société mère, siège
key-declare-payer-help = Noter que ce client paie pour un autre
key-dismiss-bank-line = écarter la ligne
key-dismiss-bank-line-help = Écarter une ligne bancaire qui ne concerne aucun client
key-unmatch-bank-line = défaire
key-unmatch-bank-line-help = Défaire un rapprochement et annuler le paiement qui en est né
undo-unmatch-bank-line = Un rapprochement défait le reste : rapprochez la ligne à nouveau.
form-dunning-policy = Règle de relance
form-assign-group = Mettre dans un groupe
form-block-dunning = Suspendre les relances
form-block-invoice = Suspendre les relances d'une facture
form-unblock-dunning = Reprendre les relances
field-dunning-levels = Après (jours)
field-interval-days = Intervalle (j)
field-grace-days = Jours de grâce
field-minimum = Minimum
field-group = Groupe
field-block-until = Jusqu'au
key-dunning-policy = règle de relance
key-dunning-policy-help = Fixer quand les clients sont relancés
key-assign-group = groupe
key-assign-group-help = Mettre le client dans un groupe, pour les règles
key-dunning-block = suspendre
key-dunning-block-help = Ne plus relancer le client jusqu'à un jour donné
key-block-dunning = suspendre les relances
    .also = arrêter les relances, arrêter les lettres
key-block-dunning-help = Ne plus relancer le client jusqu'à un jour donné
key-block-invoice = suspendre une facture
key-block-invoice-help = Ne réclamer cette facture dans aucune relance jusqu'à un jour donné
key-unblock-dunning = reprendre les relances
key-unblock-dunning-help = Relancer de nouveau le client
key-named-space = Espace
key-dunning-take = cocher
key-dunning-take-help = Envoyer cette lettre avec les autres, ou l'écarter
key-dunning-open = lettre
key-dunning-open-help = Montrer la lettre telle que le client la reçoit
key-dunning-send = envoyer
key-dunning-send-help = Placer les lettres cochées dans la boîte d'envoi
key-dunning-down = suivant
key-dunning-down-help = Sélectionner le client suivant
key-dunning-up = précédent
key-dunning-up-help = Sélectionner le client précédent
key-dunning-customer = compte
key-dunning-customer-help = Ouvrir le compte du client
key-pane-dunning = relances
    .also = lettre, rappel, mise en demeure, recouvrement
key-pane-dunning-help = Vérifier les relances à envoyer, et les envoyer
key-proposals-take = cocher
key-proposals-take-help = L'exécuter avec les autres, ou l'écarter
key-proposals-open = ouvrir
key-proposals-open-help = Ouvrir la facture d'un intérêt, ou le compte d'un blocage
key-proposals-run = exécuter
key-proposals-run-help = Facturer, bloquer et débloquer ce qui est coché
key-proposals-down = suivant
key-proposals-down-help = Sélectionner la proposition suivante
key-proposals-up = précédent
key-proposals-up-help = Sélectionner la proposition précédente
key-proposals-customer = compte
key-proposals-customer-help = Ouvrir le compte du client
key-pane-detective = détective
    .also = montant inexpliqué, quelles factures, détecter
key-pane-detective-help = Trouver les postes ouverts qui font un montant, aussi ??
key-detective-open = ouvrir
key-detective-open-help = Chercher le montant, puis ouvrir le compte de la réponse
key-detective-look = chercher
key-detective-down = suivante
key-detective-down-help = Sélectionner la réponse suivante
key-detective-up = précédente
key-detective-up-help = Sélectionner la réponse précédente
key-statements-queue = tout en attente
key-statements-queue-help = Mettre en attente tous les relevés qui restent
key-statements-before = mois précédent
key-statements-before-help = Les relevés à la fin du mois précédent
key-statements-next = mois suivant
key-statements-next-help = Les relevés à la fin du mois suivant
key-pane-statements = relevés
    .also = relevés du mois, fin de mois, relevés mensuels, envoyer les relevés
key-pane-statements-help = Vérifier les relevés du mois, les mettre en attente
key-pane-proposals = intérêts, blocages
    .also = intérêts, pénalités, blocage de crédit
key-pane-proposals-help = Vérifier les intérêts et blocages proposés, les exécuter
undo-set-dunning-policy = Une règle de relance ne peut pas être annulée : changez-la de nouveau.
undo-assign-group = Un groupe vaut jusqu'à ce que le client soit mis dans un autre.
undo-unblock-dunning = Des relances reprises le restent : suspendez-les de nouveau.
form-reverse-refund = Annuler le remboursement
form-void-credit-note = Annuler la note de crédit
form-void-dispute = Annuler le litige
form-confirm-clock = Confirmer l'horloge
form-company = Coordonnées de l'entreprise
form-fiscal-receipt = Reçu de la machine de facturation
form-take-back-resolution = Annuler la résolution
form-reopen-dispute = Rouvrir le litige
form-cancel-callback = Annuler le rappel
key-take-back = annuler
key-take-back-help = Ouvrir le formulaire qui annule la ligne sélectionnée
key-reverse-payment = annuler paiement
key-reverse-payment-help = Annuler un paiement saisi par erreur
key-reverse-refund = annuler remboursement
key-reverse-refund-help = Annuler un remboursement qui n'est pas parti, ou qui est revenu
key-void-credit-note = annuler note de crédit
key-void-credit-note-help = Annuler une note de crédit saisie par erreur ; son numéro reste
key-void-dispute = annuler litige
key-void-dispute-help = Annuler un litige ouvert par erreur
key-confirm-clock = confirmer l'horloge
key-confirm-clock-help = Confirmer que l'horloge est juste (administrateurs)
key-company = entreprise
    .also = en-tête, coordonnées bancaires
key-company-help = Modifier l'entreprise : adresse, numéros fiscaux, modalités de paiement
key-split-dispute = scinder le litige
key-split-dispute-help = Partager en deux le litige sélectionné
key-define-reason = motif de litige
key-define-reason-help = Ajouter un motif de litige
key-define-root-cause = cause première de litige
key-define-root-cause-help = Ajouter une cause première de litige
key-join-dispute = réunir des litiges
key-join-dispute-help = Réunir le litige sélectionné à un autre sur la même facture
key-fiscal-receipt = reçu fiscal
    .also = reçu fiscal, SDC
key-fiscal-receipt-help = Enregistrer le reçu de la machine (EBM) pour le document sélectionné
key-take-back-resolution = annuler la résolution
key-take-back-resolution-help = Annuler la résolution d'un litige, avec sa note de crédit
key-reopen-dispute = rouvrir litige
key-reopen-dispute-help = Rouvrir un litige résolu ou clos
key-cancel-callback = annuler rappel
key-cancel-callback-help = Annuler un rappel prévu par erreur
undo-stays = ne peut pas être annulé
undo-cannot = impossible à présent
review-voids-invoice = { $number } est annulée et n'est plus due ; son numéro reste
review-voids-credit-note = { $number } est annulée ; son numéro reste
review-bounces = { $number } a été rejeté par la banque : jamais payé
review-disputes = { $invoice } en litige : { $reason }
review-dispute-rest = N'est plus en litige
review-dispute-ends = { $dispute } est résolu
review-reverses-payment = { $number } a été saisi par erreur : il ne compte plus
review-reverses-refund = { $number } ne compte plus : l'argent est à nouveau au crédit du compte
review-reopens-dispute = { $number } est rouvert et en cours
review-dispute-void = { $number } est annulé : plus en litige
review-voids-dispute = { $number }, ouvert avec lui, est annulé
review-handed-to-nobody = Le client revient dans la liste d'appels de tous.
review-interest-from = Les intérêts seront facturés à partir du { $date }, { $days ->
    [one] 1 jour
   *[other] { $days } jours
 } en arrière.
review-in-no-group = Ce client ne fait plus partie d'un groupe.
review-open-again = { $number } est de nouveau à payer : { $from } n'en règle plus rien
word-above = au-dessus de
word-address = adresse
word-allowances = remises
word-base = base
word-book = comptabilité
word-buyer = acheteur
word-certificate = attestation
word-channel = par quel moyen
word-charges = frais
word-code = code
word-company = entreprise
word-content = contenu
word-country = pays
word-credit-limit = plafond
word-credited = crédité
word-description = désignation
word-discount = remise
word-document = document
word-gain = gain
word-gross = brut
word-hard = définitif
word-into = dans
word-item = article
word-lines = lignes
word-made-up = données fictives
word-name = nom
word-on = sur
word-override = dérogation
word-owner = responsable
word-parts = parts
word-percent = pour cent
word-prices = prix
word-quantity = quantité
word-rate = taux
word-role = rôle
word-root-cause = cause
word-rules = règles
word-series = série
word-line-total = total de la ligne
word-tax-id = numéro fiscal
word-tax-included = taxes comprises
word-tax-rate = taux de taxe
word-tax-total = total des taxes
word-taxes = taxes
word-through = jusqu'au
word-unit = unité
word-unit-price = prix unitaire
word-until = jusqu'au
word-user = utilisateur
word-what = objet
word-zone = fuseau horaire
word-book-opened = comptabilité ouverte
word-customer-registered = client enregistré
word-customer-amended = client modifié
word-customer-held = client bloqué ou débloqué
word-invoice-issued = facture émise
word-credit-note-issued = note de crédit émise
word-invoice-voided = facture annulée
word-payment-recorded = paiement enregistré
word-unidentified-recorded = encaissement non identifié enregistré
word-payer-identified = payeur identifié
word-unidentified-reopened = encaissement de nouveau non identifié
word-unidentified-reversed = encaissement non identifié annulé
word-bank-statement-recorded = relevé bancaire enregistré
word-bank-line-recorded = ligne bancaire enregistrée
word-bank-line-matched = ligne bancaire rapprochée
word-bank-line-linked = ligne bancaire liée
word-bank-line-dismissed = ligne bancaire écartée
word-certificate-awaited = attestation attendue
word-deposit-recorded = remise enregistrée
word-deposit-voided = remise annulée
word-payer-declared = payeur déclaré
word-bank-line-reopened = ligne bancaire rouverte
word-import-profile-kept = lecture des fichiers enregistrée
word-allocation-made = imputation faite
word-allocation-reversed = imputation annulée
word-payment-bounced = paiement rejeté
word-refund-made = remboursement fait
word-write-off-made = radiation faite
word-write-off-taken-back = radiation reprise
word-customers-merged = clients fusionnés
word-item-defined = article défini
word-price-set = prix fixé
word-invoice-drafted = facture préparée
word-draft-discarded = brouillon supprimé
word-draft-amended = brouillon modifié
word-amend-draft = brouillon modifié
word-credit-brought-in = crédit repris
word-dispute-opened = litige ouvert
word-dispute-noted = litige annoté
word-dispute-moved = litige avancé
word-dispute-resolved = litige résolu
word-dunning-policy-set = règle de relance
word-customer-grouped = client classé dans un groupe
word-dunning-blocked = relances suspendues ou reprises
word-dunning-letter-made = lettre de relance
word-set-dunning-policy = règle de relance
word-assign-group = groupe de clients
word-block-dunning = suspension des relances
word-unblock-dunning = reprise des relances
word-send-dunning-letter = lettre de relance
word-dispute-split = litige scindé
word-dispute-joined = litiges réunis
word-reason-defined = motif de litige ajouté
word-root-cause-defined = cause première ajoutée
word-call-logged = appel noté
word-promise-made = promesse faite
word-promise-withdrawn = promesse retirée
word-plan-agreed = échéancier convenu
word-plan-cancelled = échéancier annulé
word-late-fee-policy-set = intérêts de retard fixés
word-late-fee-charged = intérêts de retard facturés
word-hold-policy-set = règle de blocage fixée
word-hold-taken = blocage selon la règle
word-callback-scheduled = rappel prévu
word-callback-done = rappel fait
word-period-locked = période verrouillée
word-approval-required = accord exigé
word-document-delivered = document envoyé
word-rules-overridden = règles dépassées
word-role-granted = rôle donné ou retiré
word-payment-reversed = paiement annulé
word-refund-reversed = remboursement annulé
word-credit-note-voided = note de crédit annulée
word-certificate-adjusted = attestation de retenue ajustée
entry-title = Écriture { $number }
entry-counts-from = Date d'effet
entry-overrode = Dérogations
word-series-defined = série définie
word-person-erased = personne effacée
word-viewer-policy-set = droits des lecteurs fixés
word-clock-confirmed = horloge confirmée
word-register-customer = nouveau client
word-amend-customer = modification du client
word-hold-customer = blocage du client
word-release-customer = déblocage du client
word-merge-customers = fusion de clients
word-define-item = définition d'un article
word-set-price = prix fixé
word-draft-invoice = brouillon de facture
word-issue-draft = brouillon émis
word-discard-draft = brouillon supprimé
word-issue-invoice = facture
word-credit-invoice = note de crédit
word-void-invoice = annulation de facture
word-record-payment = paiement
word-record-unidentified = encaissement non identifié
word-identify = identification du payeur
word-reverse-unidentified = annulation d'un encaissement non identifié
word-record-bank-lines = relevé bancaire
word-match-bank-line = rapprochement d'une ligne bancaire
word-link-bank-line = ligne bancaire liée
word-dismiss-bank-line = ligne bancaire écartée
word-await-certificate = attestation attendue
word-record-deposit = remise en banque
word-void-deposit = annulation d'une remise
word-deposit = remise
word-split-bank-line = ligne bancaire répartie
word-suspend-bank-line = ligne bancaire mise en attente
word-declare-payer = payeur déclaré
word-unmatch-bank-line = ligne bancaire rouverte
word-bank-line = ligne bancaire
word-matched = rapproché
    .feminine = rapprochée
word-dismissed = écarté
    .feminine = écartée
word-keep-import-profile = lecture des fichiers importés
word-unidentified = non identifié
word-identified = identifié
word-record-certificate = attestation de retenue
word-allocate = imputation
word-unallocate = annulation d'imputation
word-bounce-payment = paiement rejeté
word-recover = reprise de radiation
word-log-call = appel
word-wrap-up = appel avec compte rendu
word-undo-wrap-up = compte rendu annulé
word-call-wrapped = compte rendu d'appel
word-wrap-up-undone = compte rendu annulé
word-spoke = joint
word-no-answer = pas de réponse
word-voicemail = messagerie
word-left-message = message laissé
word-wrong-number = faux numéro
word-withdraw-promise = retrait de promesse
word-agree-plan = accord d'un échéancier
word-cancel-plan = annulation d'un échéancier
word-set-late-fee-policy = fixation des intérêts de retard
word-charge-late-fee = facturation d'intérêts de retard
word-set-hold-policy = fixation de la règle de blocage
word-take-hold = blocage selon la règle
word-schedule-callback = rappel prévu
word-bring-in-invoice = reprise d'une facture
word-bring-in-letter = reprise d'une lettre de relance
word-bring-in-plan = reprise d'un échéancier
word-bring-in-promise = reprise d'une promesse
word-bring-in-receivable = reprise d'une créance
word-bring-in-write-off = reprise d'une radiation
word-grant-role = rôle donné
word-revoke-role = rôle retiré
word-reverse-payment = annulation de paiement
word-reverse-refund = annulation de remboursement
word-void-credit-note = annulation de note de crédit
word-define-series = définition d'une série
word-erase-person = effacement d'une personne
word-set-viewer-policy = droits des lecteurs
word-confirm-clock = confirmation de l'horloge
word-open-book = ouverture de la comptabilité
word-lock-period = verrouillage de période
word-require-approval = accord exigé
word-deliver = envoi
sheet-discount = escompte
sheet-rounding = arrondi
sheet-certificate = attestation
    .gender = feminine
made-discount = escompte
made-split = partage
document-certificate = attestation de retenue
    .gender = feminine
review-taken-back = Annule : { $what } ({ $number })
review-counts-again = Compte de nouveau : { $what } ({ $number })
terms-net = net { $days ->
    [one] { $days } jour
   *[other] { $days } jours
 }
terms-early = { $percent }/{ $within } net { $days ->
    [one] { $days } jour
   *[other] { $days } jours
 }
terms-month-end = fin de mois + { $days ->
    [one] { $days } jour
   *[other] { $days } jours
 }

# Rapports.
report-aging = Balance âgée
report-aging-summary = Ce que doit chaque client, selon l'ancienneté du retard
report-open-items = Postes ouverts
report-open-items-summary = Toutes les factures, tous les paiements et toutes les notes de crédit non soldés
report-activity = Activité
report-activity-summary = Ce qui a été saisi, par qui, et l'effet sur les créances
report-payments = Paiements
report-payments-summary = Argent reçu pendant une période, moins ce qui y a été rejeté : date, mode, référence et état
report-unapplied = Montants au crédit
report-unapplied-summary = Ce qui reste des paiements et des notes de crédit, les plus anciens d'abord
report-suspense = Encaissements non identifiés
report-suspense-summary = L'argent dont le payeur n'est pas encore connu, le plus ancien d'abord
report-certificates = Attestations attendues
report-certificates-summary = Ce que les clients ont retenu comme impôt sans l'attester encore, la plus ancienne attente d'abord
report-bank-lines = Lignes bancaires
    .gender = feminine
report-bank-lines-summary = Les lignes des relevés bancaires encore à rapprocher, ou toutes
report-disputes = Litiges
report-disputes-summary = Les litiges de la période : leur âge par rapport à l'objectif de quatre jours, et leur coût
by-open = ouvertes
by-matched = rapprochées
by-dismissed = écartées
by-all = toutes
heading-line = Ligne
heading-account = Compte
heading-text = Texte
pane-reports = Rapports
key-pane-reports = rapports
    .also = balance âgée, créances, fin de mois, chiffres
key-pane-reports-help = Rapports : balance âgée, postes ouverts, activité, autres
key-explain = expliquer
key-explain-help = Afficher les pièces derrière le montant sélectionné
key-sort-column = trier
key-sort-column-help = Trier par cette colonne ; encore : inverser, puis annuler
key-set-day = date
key-set-day-help = Choisir la date du rapport, ou sa période
key-write-report = fichier
key-write-report-help = Écrire le rapport tel qu'affiché en fichier texte ou CSV
key-column-right = colonne
key-column-right-help = Aller à la colonne suivante
key-column-left = colonne précédente
key-column-left-help = Aller à la colonne précédente
by-customer = par client
by-item = par pièce
by-user = par utilisateur
by-entry = par écriture
by-payment = un par un
by-day = par jour
by-method = par mode
by-dispute = un par un
by-reason = par motif
by-cause = par cause
by-owner = par responsable
report-behind = { $column } { $figure } : { $count ->
    [one] { $count } pièce
   *[other] { $count } pièces
 }
report-columns-left = ← { $count ->
    [one] { $count } autre colonne
   *[other] { $count } autres colonnes
}
report-columns-right = { $count ->
    [one] { $count } autre colonne
   *[other] { $count } autres colonnes
} →
report-no-figure = Sélectionnez une colonne de montants avec ← et →, puis = montre ce qui compose le montant.
report-opens-nothing = Cette ligne regroupe plusieurs pièces. = montre ce qui compose un montant.
report-set-day = À quelle date ?
report-set-period = Quel jour, ou quelle période (1 nov..30 nov) ?
report-write-to = Enregistrer dans quel fichier (.csv ou .txt) ?
key-statement = relevé
    .also = imprimer le relevé, PDF
key-statement-help = Afficher le relevé du compte tel que le client le reçoit
key-preview = aperçu
    .also = imprimer, PDF, lettre, reçu, aperçu
key-preview-help = Afficher le document, ou les pièces d'un litige
key-send = envoyer
key-send-help = Envoyer le document au client
key-write-preview = fichier
key-write-preview-help = Enregistrer le document dans un fichier
key-language = langue
key-language-help = Afficher le document dans la langue suivante
key-style = présentation
key-style-help = Relevé : postes ouverts, ou solde initial et mouvements
preview-title = { $title }, en { $language }
preview-write-to = Enregistrer dans :
preview-file-kind = Donnez au fichier un nom qui se termine par .pdf ou .txt
preview-to = Par courriel, à { $address }
preview-no-address = Le client n'a pas d'adresse électronique
pane-outbox = Boîte d'envoi
key-pane-outbox = envois
    .also = courrier, courriels, imprimer
key-pane-outbox-help = La boîte d'envoi : ce qui est parti et ce qui attend
pane-import = Importer un fichier
pane-reconcile = Lignes bancaires
key-pane-import = importer
    .also = charger, CSV, Excel, tableur, relevé bancaire
key-pane-import-help = Importer un fichier : clients, articles, factures, sommes dues, paiements
key-import-choose = choisir
key-import-choose-help = Choisir la ligne sélectionnée, ou d'autres colonnes
key-import-next = continuer
key-import-next-help = Passer à l'étape suivante ; après l'essai, importer
key-import-value = une valeur
key-import-value-help = Donner au champ une même valeur dans toutes les lignes
key-import-kind = contenu
key-import-kind-help = Lire le fichier comme un autre type de données
key-import-bank = relevé bancaire
key-import-bank-help = Lire le fichier comme un relevé bancaire
key-import-new = comme nouveau
key-import-new-help = Lire le fichier comme la première fois
key-import-hold = mettre en attente
key-import-hold-help = Mettre l'importation en attente quand le téléphone sonne
key-import-reason = motif
key-import-reason-help = Passer outre avec un motif : plafond de crédit, blocage
key-import-rejects = lignes refusées
key-import-rejects-help = Écrire les lignes refusées dans un fichier
key-import-customers = ouvrir comptes
key-import-customers-help = Ouvrir ou non un compte aux clients inconnus
import-groups = l'essai s'est fait en { $count } groupes qui ne se voient pas : un plafond de crédit ou une facture que seuls plusieurs groupes dépassent ensemble est refusé à l'importation, pas ici
key-import-suspense = attente
key-import-suspense-help = Garder ou non les payeurs inconnus en compte d'attente
key-import-back = retour
key-import-back-help = Revenir d'une étape ; arrête une importation en cours
import-step = Importation · étape { $number } sur { $last } : { $step }
import-step-file = le fichier
import-step-reading = comment il est lu
import-step-mapping = les colonnes
import-step-trial = essai
import-step-taking = importation
import-step-done = terminé
import-file = Fichier :
import-file-help = Un tableau en texte ou un classeur (.csv, .txt, .xlsx, .ods), un relevé de banque (CAMT, MT940, OFX, CSV, MoMo) ou le dossier d'une comptabilité exportée, sur l'ordinateur où tourne ce bureau. Ctrl-S ou Enter le lit.
import-nothing-yet = Rien n'est enregistré dans la comptabilité avant la dernière étape.
import-name-file = Tapez le nom du fichier
import-reads = Lecture du fichier …
import-digit = Tapez le numéro de la bonne lecture.
import-first-rows = les premières lignes
import-reading-help = Si c'est juste, Ctrl-S continue et essaie les lignes ; Enter choisit d'autres colonnes. Rien n'est enregistré avant la dernière étape.
import-holds = Le fichier contient : { $kind }
import-kind-open = pas encore connu
import-field = Champ
import-column = Colonne
import-first-row = Première ligne
import-mapping-help = Enter choisit une autre colonne, = fixe une valeur pour toutes les lignes ; * est à remplir. Ctrl-S continue et essaie les lignes : rien n'est enregistré.
import-no-kind = Appuyez sur t jusqu'au bon contenu, ou sur b si c'est un relevé bancaire.
import-or-bank = Si c'est un relevé bancaire, b le lit ainsi.
import-missing = Aucune colonne trouvée pour : { $fields }. Choisissez-en une, ou fixez une valeur
import-which-column = Dans quelle colonne se trouve le champ « { $field } » ?
import-no-column = aucune colonne
import-value = { $field }, dans toutes les lignes :
import-trying = Essai des lignes …
import-tried = Essai des lignes : { $done } sur { $total }
import-taking = Importation …
import-taken-so-far = Importation : { $done } sur { $total }
import-stopping = Arrêt en cours …
import-stop-help = Esc arrête. Ce qui est importé jusque-là reste ; importer le fichier à nouveau importe le reste.
import-left = Arrêté : { $count ->
    [one] 1 document n'a pas été importé
   *[other] { $count } documents n'ont pas été importés
 }. Importer le fichier à nouveau importe le reste.
import-on = oui
import-off = non
import-option-customers = c  ouvrir un compte aux clients que la comptabilité n'a pas : { $is }
import-option-suspense = u  garder les paiements de payeurs inconnus en attente : { $is }
import-trial-help = C'était un essai : rien n'est encore enregistré. Ctrl-S importe.
import-trial-unknown-help = c ouvre les comptes qui manquent, Enter ouvre une ligne refusée pour la corriger. C'était un essai : rien n'est enregistré. Ctrl-S importe.
import-trial-rows-help = Enter ouvre une ligne refusée pour la corriger. C'était un essai : rien n'est encore enregistré. Ctrl-S importe.
import-corrected = lignes corrigées ici, dans l'importation mais pas dans le fichier : { $count }
import-row-help = Tapez par-dessus ce qui est faux ; Enter vérifie la ligne. Le fichier ne change pas. Esc revient à la liste.
import-row-checking = Vérification de la ligne …
import-row-right = La ligne { $line } est juste : elle sera importée avec les autres
import-row-document = Cette ligne est juste ; son document est encore refusé à cause de la ligne { $line }
import-row-broken = Les cellules de cette ligne ne se distinguent pas : corrigez-la dans le fichier
import-row-beyond = sans colonne
import-as-last-time = Un fichier avec ces colonnes a déjà été importé : celui-ci est lu de la même façon.
import-last-time-help = Ctrl-S continue et essaie les lignes : rien n'est enregistré avant la dernière étape. Enter choisit d'autres colonnes, n le lit comme un nouveau fichier.
pane-on-hold = L'importation est mise en attente. Alt-B la reprend.
form-import = Importer un fichier
import-held = { $count ->
    [0] Enter reprend cette importation : le fichier est relu avec vos réglages.
    [one] Enter reprend cette importation : le fichier est relu avec vos réglages, avec la ligne que vous aviez corrigée.
   *[other] Enter reprend cette importation : le fichier est relu avec vos réglages, avec les { $count } lignes que vous aviez corrigées.
}
import-held-changed = Le fichier a changé depuis : les lignes que vous aviez corrigées sont celles du fichier actuel.
pane-aside-done = L'importation est terminée. Ctrl-P importer en montre le résultat.
import-book-done-help = Enter recommence avec un autre fichier. Importer le dossier à nouveau n'importe rien deux fois.
import-done-all-help = Enter recommence avec un autre fichier.
import-rejects-file = Fichier pour les lignes refusées :
import-reason-typed = Motif :
import-option-reason = r  passer outre là où un motif le permet : { $reason }
import-done-help = Enter recommence avec un autre fichier. w écrit les lignes refusées dans un fichier : corrigées là ou dans le vôtre, elles seules seront importées.
import-save-takes = Appuyez sur Ctrl-S pour importer
import-nothing-to-take = Il n'y a rien à importer dans ce fichier
import-to-check = à vérifier : { $count }
import-line-number = Ligne
import-reason = Raison
word-customers = clients
word-items = articles
word-invoices = factures
word-receivables = factures à encaisser
word-payments = paiements
word-region = région
word-postal-code = code postal
word-disputed = en litige
delivery-what = Document
delivery-statement = Relevé, du { $from } au { $to }
delivery-attempts = Tentatives
delivery-at = Modifié le
delivery-answer = Réponse
delivery-next = Prochain essai
delivery-message-id = Message-ID
delivery-by = Demandé par
key-send-all = tout envoyer
key-send-all-help = Envoyer tout ce qui attend dans la boîte d'envoi
outbox-none = La boîte d'envoi n'a encore rien reçu. t sur une facture la montre, et Enter l'envoie de là.
outbox-sending = Envoi en cours …
outbox-went = Envoyés { $sent }, à réessayer { $later }, échoués { $failed }, incertains { $unsure }{ $out ->
    [0] {""}
   *[other] {""}, plus justes { $out }
 }
outbox-not-here = Ce bureau ne peut pas envoyer : les réglages du courrier sont gardés avec la comptabilité. Lancez-y « daybook outbox send »
preview-none = { $number } ({ $kind }) n'est pas un document que le client reçoit
preview-nothing-marked = Sélectionnez d'abord une facture, une note de crédit ou un paiement
statement-nobody-marked = Sélectionnez d'abord un compte
file-written = Enregistré dans { $file }
report-file-kind = Donnez au fichier un nom qui se termine par .csv ou .txt
file-exists = { $file } existe déjà. Enter à nouveau pour le remplacer, ou tapez un autre nom
report-more = … et encore { $count } : `daybook report` avec --explain donne tout
report-as-of = { $title } au { $day }, à l'écriture { $entry }
report-ahead = { $title } au { $day }, jour à venir, à l'écriture { $entry }
report-on = { $title } du { $day }, à l'écriture { $entry }
report-period = { $title } du { $from } au { $to }, à l'écriture { $entry }
report-empty = Rien à afficher.
report-none-such = Aucun résultat. Esc vide le filtre.
report-total = Total
heading-report = Rapport
heading-by = Par
heading-summary = Contenu
heading-customer = Compte
heading-name = Nom
heading-reason = Motif
heading-currency = Devise
heading-not-due = Non échu
heading-1-30 = 1–30
heading-31-60 = 31–60
heading-61-90 = 61–90
heading-91-more = 91+
heading-on-account = Au crédit
heading-disputed = En litige
heading-total = Total
heading-item = Pièce
heading-kind = Type
heading-date = Date
heading-due = Échéance
heading-days-late = Retard (j)
heading-days = Jours
heading-reference = Référence
heading-amount = Montant
heading-outstanding = Solde
heading-certificate = Impôt
heading-since = Depuis
heading-awaited = Attendu
heading-unapplied = Reste
heading-from = Du
heading-through = Au
heading-interest = Intérêts
heading-formula = Retard × taux × jours
heading-proposal = Proposition
fee-formula-of-days = { $formula } (du { $from } au { $through })
late-fee-waits = { $amount } au crédit, à imputer d'abord
late-fee-changed = modifié entre-temps
late-fees-none = Aucun intérêt à facturer jusqu'au { $date }
late-fees-no-policy = Aucune règle ne prévoit d'intérêts. Définissez-en une d'abord : set_late_fee_policy
late-fees-charged = { $count ->
    [0] Aucune facture d'intérêts établie
    [one] 1 facture établie pour les intérêts
   *[other] { $count } factures d'intérêts établies
 } jusqu'au { $date }{ $waiting ->
    [0] {""}
    [one] {" "}; 1 reste proposée tant que l'argent au crédit n'est pas imputé
   *[other] {" "}; { $waiting } restent proposées tant que l'argent au crédit n'est pas imputé
 }
hold-propose = bloquer
hold-release = débloquer
hold-done = fait
hold-cause-late = { $amount } en retard, jusqu'à { $days } jours
hold-cause-promises = { $count ->
    [one] 1 promesse rompue ; { $amount } en retard, jusqu'à { $days } jours
   *[other] { $count } promesses rompues ; { $amount } en retard, jusqu'à { $days } jours
  }
hold-cause-gone = le motif a disparu : { $amount } en retard
holds-none = Aucun blocage ni déblocage proposé le { $date }
holds-nothing = Rien à faire
heading-method = Mode
heading-state = État
heading-payment = Paiement
heading-unidentified = Encaissement
heading-payer = Payeur
heading-payments = Paiements
heading-returned = Rejeté
heading-received = Encaissé
heading-dispute = Litige
heading-invoice = Facture
heading-cause = Cause
heading-owner = Responsable
heading-opened = Ouvert le
heading-over-goal = Jours au-delà
heading-in-dispute = En litige
heading-credited = Crédité
heading-disputes = Litiges
heading-past-goal = Hors délai
heading-median-days = Jours (médiane)
heading-entry = Écriture
heading-entries = Écritures
heading-at = Quand
heading-user = Utilisateur
heading-command = Commande
heading-made = Créé
heading-debits = Débits
heading-credits = Crédits
fact-opening = Dû avant
fact-debits = Débits
fact-credits = Crédits
fact-closing = Dû après
fact-suspense-opening = Non identifié avant
fact-suspense-closing = Non identifié après
fact-difference = Écart
fact-head = Tête du journal
rule-report-unknown = aucun rapport « { $given } » ; `daybook report` en donne la liste
rule-report-parameter = le rapport { $report } ne prend pas cette date : pour un jour, --as-of ; pour une période, --from et --to
rule-report-grouping_unknown = le rapport { $report } { $known ->
    [NONE] n'a qu'une forme
   *[other] ne peut pas être groupé par « { $given } » ; il peut l'être par { $known }
 }
rule-report-column_unknown = aucune colonne de montants ne s'appelle « { $given } » ; il y a { $known }
rule-report-row_unknown = { $known ->
    [none] aucune ligne ne s'appelle « { $given } » : donnez un code ou un numéro de la première colonne, le rang d'une ligne, ou une devise pour le total
   *[other] plusieurs lignes s'appellent « { $given } » : donnez le rang d'une ligne, ou l'une de { $known }
}

field-language = Langue
word-en = anglais
word-fr = français
word-rw = kinyarwanda
word-language = langue
word-amend-company = modification de l'entreprise
word-company-amended = entreprise modifiée
word-delivery-queued = envoi mis en attente
word-delivery-begun = envoi commencé
word-delivery-ended = envoi terminé
word-delivery-retried = envoi relancé
word-delivery-cancelled = envoi annulé
word-deliver-statement = envoi de relevé
word-begin-delivery = début d'envoi
word-end-delivery = fin d'envoi
word-retry-delivery = nouvel envoi
word-cancel-delivery = annulation d'envoi
word-settle-delivery = suite d'un envoi
word-delivery = envoi
word-queued = en attente
word-sent = envoyé
    .feminine = envoyée
word-failed = échec
word-unsure = incertain
    .feminine = incertaine
word-cancelled = annulé
    .feminine = annulée
word-open-item = par poste
word-balance-forward = avec report
word-print = sur papier
word-hand = en main propre
word-record-fiscal-receipt = enregistrement d'un reçu fiscal
word-fiscal-receipt-recorded = reçu fiscal enregistré
word-city = ville
word-phone = téléphone
word-email = courriel
word-tax-ids = numéros fiscaux
word-payment-instructions = modalités de paiement

## Documents : ce que lit un client

doc-invoice = FACTURE { $number }
doc-credit-note = NOTE DE CRÉDIT { $number }
doc-receipt = REÇU { $number }
doc-certificate = REÇU D'ATTESTATION { $number }
doc-statement = RELEVÉ DE COMPTE
doc-date = Date
doc-due = Échéance
doc-terms = Conditions
doc-reference = Votre référence
doc-interest-on = Intérêts sur la facture
doc-account = Compte
doc-currency = Devise
doc-corrects = Corrige la facture
doc-reason = Motif
doc-method = Payé par
doc-payment-reference = Référence
doc-withheld = Retenue
doc-certificate-number = Attestation n°
doc-from = Du
doc-to = Au
doc-exchange-rate = Taux de change
doc-rate = 1{"\u00A0"}{ $currency } = { $rate }{"\u00A0"}{ $book }
doc-tax-number = N° fiscal { $number }
doc-column-description = Désignation
doc-column-quantity = Qté
doc-column-unit-price = Prix unitaire
doc-column-discount = Remise
doc-column-tax = Taxe
doc-column-net = Net
doc-column-gross = Taxes comprises
doc-column-settles = Règle
doc-column-number = Numéro
doc-column-date = Date
doc-column-due = Échéance
doc-column-item = Poste
doc-column-what = Objet
doc-column-amount = Montant
doc-column-outstanding = Reste dû
doc-column-balance = Solde
doc-kind-invoice = facture
doc-kind-refund = remboursement
doc-kind-rounding = arrondi
packet-title = LITIGE { $number }
packet-account = Compte
packet-invoice = Facture
packet-reason = Motif
packet-cause = Cause première
packet-state = État
packet-outcome = Issue
packet-owner = Responsable
packet-opened = Ouvert le
packet-due = Échéance
packet-original = En litige
packet-paid = Payé depuis
packet-credited = Crédité
packet-cleared = Soldé autrement
packet-remaining = En litige { $currency }
packet-billed = Facture { $number } du { $date }
packet-timeline = Historique
packet-settled = Payé et crédité
packet-promises = Promesses
packet-calls = Appels
packet-deliveries = Envois
packet-by = Par
packet-note = Note
packet-promised-by = Promis pour le
packet-contact = Interlocuteur
packet-way = Moyen
packet-to = À
packet-step = { $step } : { $to }
doc-net = Montant hors taxes
doc-taxed = { $tax } { $rate } sur { $net }
doc-untaxed = { $tax }{"\u00A0"}: { $net }
doc-no-tax = Sans taxe
doc-line-no-tax = sans taxe
doc-legend-taxed = { $tax } { $rate }
doc-legend-no-tax = non assujetti à la taxe
doc-total = Total { $currency }
doc-total-credited = Total crédité { $currency }
doc-tax-in-book = Taxes en { $currency }
doc-received = Reçu { $currency }
doc-allocated = Règle
doc-on-account = À votre crédit
doc-balance = Solde
doc-opening-balance = solde d'ouverture
doc-opening-line = Facture { $number }
doc-opening-credit = Note de crédit { $number }
doc-closing-balance = solde de clôture
doc-not-due = Non échu
doc-late-30 = 1–30 j de retard
doc-late-60 = 31–60
doc-late-90 = 61–90
doc-late-91 = 91+
doc-balance-on = Solde au { $date }{"\u00A0"}: { $amount }.
doc-balance-in-credit = Solde au { $date }{"\u00A0"}: { $amount } à votre crédit.
doc-dunning-1 = RAPPEL { $number }
doc-dunning-2 = DEUXIÈME RAPPEL { $number }
doc-dunning-3 = COMPTE EN RETARD { $number }
doc-dunning-4 = DERNIÈRE DEMANDE DE PAIEMENT { $number }
doc-dunning-fact-1 = Selon nos livres, { $count ->
    [one] le poste ci-dessous, soit { $amount }, était échu
   *[other] les postes ci-dessous, soit { $amount } en tout, étaient échus
  } au { $date }{"\u00A0"}:
doc-dunning-fact-2 = Nous vous avons écrit le { $before }. Au { $date }, { $count ->
    [one] le poste ci-dessous, soit { $amount }, restait impayé
   *[other] les postes ci-dessous, soit { $amount } en tout, restaient impayés
  }{"\u00A0"}:
doc-dunning-fact-3 = Après notre lettre du { $before }, { $count ->
    [one] le poste ci-dessous, soit { $amount }, demeurait impayé au { $date }. Il était dû le { $oldest }
   *[other] les postes ci-dessous, soit { $amount } en tout, demeuraient impayés au { $date }. Le plus ancien était dû le { $oldest }
  }{"\u00A0"}:
doc-dunning-fact-4 = Au { $date }, { $count ->
    [one] le poste ci-dessous, soit { $amount }, était impayé. Il était dû le { $oldest }.
   *[other] les postes ci-dessous, soit { $amount } en tout, étaient impayés. Le plus ancien était dû le { $oldest }.
  } Nous vous avons écrit à ce sujet à plusieurs reprises, la dernière fois le { $before }{"\u00A0"}:
doc-dunning-ask-1 = Il s'agit peut-être d'un simple oubli. Nous vous prions de régler { $amount } d'ici le { $by }.
doc-dunning-ask-2 = Nous vous prions de régler { $amount } d'ici le { $by }. Si vous ne pouvez pas tout payer en une fois, dites-nous d'ici là combien vous pouvez verser, et quand.
doc-dunning-ask-3 = Nous vous demandons de régler { $amount } en totalité d'ici le { $by }, ou de convenir avec nous d'un échéancier avant cette date.
doc-dunning-ask-4 = Ceci est notre dernière demande. Veuillez faire en sorte que { $amount } nous parviennent d'ici le { $by }.
doc-dunning-help-1 = Si vous avez payé ces derniers jours, merci{"\u00A0"}: ne tenez pas compte de cette lettre. Si une facture n'est pas claire ou qu'il vous en faut une copie, dites-le-nous et nous vous l'enverrons aussitôt.
doc-dunning-help-2 = Si une question sur une facture retarde le paiement, dites-nous laquelle et nous la réglerons vite avec vous. Si vous avez déjà payé, indiquez-nous la date et la référence pour que nous retrouvions le paiement.
doc-dunning-help-3 = Nous préférons trouver une solution avec vous. Appelez-nous{"\u00A0"}: nous reverrons les postes ensemble et conviendrons de dates que vous pourrez tenir.
doc-dunning-help-4 = Un appel avant le { $by } suffit pour convenir d'un mode de paiement. Si vous estimez ne pas devoir ce montant, dites-nous pourquoi{"\u00A0"}: nous l'examinerons aussitôt.
doc-dunning-agreed = Comme convenu{"\u00A0"}: { $text }
doc-dunning-fact-plan = Selon nos livres, { $count ->
    [one] le poste ci-dessous, soit { $amount }, était exigible et impayé
   *[other] les postes ci-dessous, soit { $amount } en tout, étaient exigibles et impayés
  } au { $date }{"\u00A0"}:
doc-dunning-plan = Échéancier { $plan } convenu le { $agreed }{"\u00A0"}: l'échéance du { $missed } n'a pas été payée, donc le reste de l'échéancier est exigible{"\u00A0"}: { $items }.
doc-dunning-not-included = Les montants contestés, promis ou couverts par l'argent à votre compte ne font pas partie de cette demande.
doc-dunning-reach = Vous pouvez nous joindre ici{"\u00A0"}: { $ways }.
doc-dunning-pay-by = À régler d'ici le
doc-dunning-number = Lettre
doc-plan = ÉCHÉANCIER { $number }
doc-plan-agreed = Nous avons convenu du paiement de { $amount } sur les factures ci-dessous en { $count ->
    [one] une échéance
   *[other] { $count } échéances
  }, selon le tableau qui suit.
doc-plan-covers = Factures concernées
doc-plan-instalments = Échéances
doc-column-covered = Concerné
doc-column-instalment = N°
doc-column-paid = Payé
doc-column-still-to-pay = Reste à payer
doc-plan-kept = Tant que chaque échéance est payée à sa date, nous n'envoyons aucun rappel pour ces factures et ne facturons aucun intérêt de retard sur le montant concerné. Les factures gardent leurs dates d'échéance.
doc-plan-missed = { $count ->
    [one] Si une échéance n'est pas payée à sa date, cet échéancier prend fin et tout ce qui reste dû sur les factures est exigible aussitôt.
   *[other] Si { $count } échéances sont impayées en même temps après leurs dates, cet échéancier prend fin et tout ce qui reste dû sur les factures est exigible aussitôt.
  }
doc-plan-help = Si vous ne pouvez pas payer une échéance à temps, dites-le-nous avant sa date, pour que nous cherchions une solution ensemble.
doc-plan-cancelled = Cet échéancier a été annulé le { $date }.
doc-plan-finished = Il ne reste rien à payer de cet échéancier.
doc-plan-less = { $amount } de cette dette ne sont plus demandés, en raison de notes de crédit et d'ajustements depuis l'accord. Ce montant est déduit des dernières échéances.
doc-plan-disputed = { $amount } sont contestés et ne sont pas à payer avant que ce soit réglé. D'ici là, ce montant est déduit des dernières échéances.
doc-plan-in-default = Cet échéancier a pris fin le { $date } parce que des échéances ont été manquées{"\u00A0"}: tout ce qui reste dû sur les factures est exigible.
doc-mark-cancelled = ANNULÉ
doc-mark-default = TERMINÉ
doc-late-fee-line = Intérêts de retard sur { $invoice }{"\u00A0"}: { $amount } à { $rate } par an pendant { $days ->
    [one] 1 jour
   *[other] { $days } jours
  } (du { $from } au { $through })
doc-column-days-late = Retard (j)
doc-column-to-pay = À payer
doc-slip = BORDEREAU DE REMISE { $number }
doc-slip-to = À
doc-slip-bank = Notre banque
doc-slip-number = Bordereau de la banque
doc-slip-cheque-count = Nombre de chèques
doc-slip-cheques = Chèques
doc-slip-cash = Espèces
doc-slip-others = Espèces et autres paiements
doc-slip-total = Total remis { $currency }
doc-column-cheque = N° du chèque
doc-column-bank = Banque
doc-column-drawer = De
doc-column-receipt = Reçu
doc-how-to-pay = Modalités de paiement
doc-quote = Indiquez { $reference } avec votre paiement.
doc-mark-void = ANNULÉE
doc-mark-void-receipt = ANNULÉ
doc-mark-copy = COPIE
doc-mark-draft = BROUILLON
doc-draft = FACTURE (BROUILLON) { $number }
doc-draft-note = Ceci est un brouillon et non une facture{"\u00A0"}: rien n'est dû. Prix et taxes en vigueur au { $date }.
doc-fiscal-receipt = Reçu de la machine de facturation (EBM)
doc-fiscal-number = Numéro du reçu{"\u00A0"}: { $value }
doc-fiscal-sdc = SDC ID{"\u00A0"}: { $value }
doc-fiscal-time = Date et heure{"\u00A0"}: { $value }
doc-fiscal-internal-data = Données internes{"\u00A0"}: { $value }
doc-fiscal-signature = Signature du reçu{"\u00A0"}: { $value }
doc-void-invoice = Cette facture est annulée.
doc-copy-invoice = Cette facture a été émise dans un autre système{"\u00A0"}: ceci en est une copie, et l'original fait foi.
doc-copy-credit-note = Cette note de crédit a été émise dans un autre système{"\u00A0"}: ceci en est une copie, et l'original fait foi.
doc-void-credit-note = Cette note de crédit est annulée.
doc-early-payment = Escompte de { $discount } pour paiement rapide{"\u00A0"}: { $left } suffisent pour régler cette facture jusqu'au { $until }.
doc-settled = Réglé à ce jour{"\u00A0"}: { $settled }. Reste à payer{"\u00A0"}: { $left }.
doc-credit-on-account = { $amount } de cette note de crédit restent à votre crédit.
doc-payment-returned = Paiement rejeté{"\u00A0"}: la banque l'a retourné et il ne règle rien.
doc-payment-corrected = Correction{"\u00A0"}: ce paiement a été saisi par erreur et ne règle rien.
doc-certificate-void = Correction{"\u00A0"}: la facture a été créditée et cette attestation ne règle rien.
doc-certificate-adjusted = Correction{"\u00A0"}: la facture a été créditée et { $amount } de cette attestation ne règlent rien.
doc-what-invoice = facture
doc-what-credit-note = note de crédit
doc-what-payment = paiement
doc-what-refund = remboursement
doc-what-void = facture annulée
doc-what-returned = paiement rejeté
doc-what-correction = correction
doc-what-discount = escompte pour paiement rapide
doc-what-discount-back = reprise de l'escompte
doc-what-rounding = arrondi
doc-what-rounding-back = reprise de l'arrondi
doc-what-certificate = attestation de retenue { $kind }
doc-what-certificate-number = attestation de retenue { $kind } n° { $number }
doc-what-certificate-adjusted = attestation de retenue ajustée
doc-what-adjustment = { $what } (régularisation)
doc-method-bank = virement bancaire
doc-method-cash = espèces
doc-method-cheque = chèque
doc-method-card = carte
doc-method-momo = mobile money
doc-method-withholding = attestation de retenue
doc-method-opening = repris de l'ancien système
doc-page = Page { $page } sur { $pages }
doc-seller = Émetteur
doc-buyer = Client
doc-country-ca = Canada
doc-country-rw = Rwanda
doc-country-us = États-Unis
doc-country-gb = Royaume-Uni
doc-country-fr = France
doc-country-be = Belgique
doc-country-de = Allemagne
doc-country-bi = Burundi
doc-country-cd = RD Congo
doc-country-ke = Kenya
doc-country-tz = Tanzanie
doc-country-ug = Ouganda
doc-statement-file = Releve-{ $account }-{ $date }
doc-statement-date = Date du relevé
doc-invoice-number = Facture
doc-remittance = Coupon de paiement
doc-remittance-note = Veuillez joindre ce coupon à votre paiement.
doc-amount-due = Montant dû { $currency }
doc-amount-paid = Montant payé { $currency }
figure-percent = { $percent }{"\u00A0"}%
doc-day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
doc-month-1 = janv.
doc-month-2 = févr.
doc-month-3 = mars
doc-month-4 = avr.
doc-month-5 = mai
doc-month-6 = juin
doc-month-7 = juil.
doc-month-8 = août
doc-month-9 = sept.
doc-month-10 = oct.
doc-month-11 = nov.
doc-month-12 = déc.
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

# Les taxes par pays et par code : leur nom, et ce qui figure sur une ligne. Une taxe sans taux dit
# pourquoi il n'y en a pas.
tax-RW-TT = Taxe de tourisme (TT)
tax-RW-A = Exonéré (A)
tax-RW-B = TVA (B)
tax-RW-C = Taux zéro (C)
tax-RW-D = Hors champ de la TVA (D)
tax-mark-RW-TT = TT
tax-mark-RW-A = A exonéré
tax-mark-RW-B = B
tax-mark-RW-C = C taux zéro
tax-mark-RW-D = D sans TVA
tax-legend-RW-TT = taxe de tourisme
tax-legend-RW-A = exonéré de TVA
tax-legend-RW-B = taxe sur la valeur ajoutée (TVA)
tax-legend-RW-C = TVA au taux de 0{"\u00A0"}%
tax-legend-RW-D = hors champ de la TVA
number-RW-TIN = NIF (TIN) { $number }
withheld-RW-WHT3 = WHT3 (impôt sur le revenu)
withheld-RW-WHT15 = WHT15 (impôt sur le revenu)
withheld-RW-VATWH = VATWH (TVA)
tax-CA-GST = TPS
tax-CA-HST-ON = TVH Ontario
tax-CA-HST-BC = TVH Colombie-Britannique
tax-CA-HST-NS = TVH Nouvelle-Écosse
tax-CA-HST-NB = TVH Nouveau-Brunswick
tax-CA-HST-NL = TVH Terre-Neuve-et-Labrador
tax-CA-HST-PE = TVH Île-du-Prince-Édouard
tax-CA-QST = TVQ
tax-CA-PST-BC = TVP Colombie-Britannique
tax-CA-PST-SK = TVP Saskatchewan
tax-CA-RST-MB = TVD Manitoba
tax-CA-Z = Détaxé
tax-CA-E = Exonéré
tax-mark-CA-GST = TPS
tax-mark-CA-HST-ON = TVH-ON
tax-mark-CA-HST-BC = TVH-BC
tax-mark-CA-HST-NS = TVH-NS
tax-mark-CA-HST-NB = TVH-NB
tax-mark-CA-HST-NL = TVH-NL
tax-mark-CA-HST-PE = TVH-PE
tax-mark-CA-QST = TVQ
tax-mark-CA-PST-BC = TVP-BC
tax-mark-CA-PST-SK = TVP-SK
tax-mark-CA-RST-MB = TVD-MB
tax-mark-CA-Z = détaxé
tax-mark-CA-E = exonéré
tax-legend-CA-GST = taxe sur les produits et services
tax-legend-CA-QST = taxe de vente du Québec
tax-legend-CA-Z = TPS/TVH au taux de 0{"\u00A0"}%
tax-legend-CA-E = exonéré de TPS/TVH
tax-legend-CA-HST-ON = taxe de vente harmonisée, Ontario
tax-legend-CA-HST-BC = taxe de vente harmonisée, Colombie-Britannique
tax-legend-CA-HST-NS = taxe de vente harmonisée, Nouvelle-Écosse
tax-legend-CA-HST-NB = taxe de vente harmonisée, Nouveau-Brunswick
tax-legend-CA-HST-NL = taxe de vente harmonisée, Terre-Neuve-et-Labrador
tax-legend-CA-HST-PE = taxe de vente harmonisée, Île-du-Prince-Édouard
tax-legend-CA-PST-BC = taxe de vente provinciale, Colombie-Britannique
tax-legend-CA-PST-SK = taxe de vente provinciale, Saskatchewan
tax-legend-CA-RST-MB = taxe sur les ventes au détail, Manitoba
number-CA-GST = N° de TPS/TVH { $number }
number-CA-QST = N° de TVQ { $number }

# Les noms tels qu'on les tape, en minuscules, les variantes séparées par des virgules.
typed-today = auj, aujourd'hui, aujourd'hui
typed-yesterday = hier
typed-tomorrow = dem, demain
typed-month-end = fdm, fin de mois
typed-weekday-1 = lun
typed-weekday-2 = mar
typed-weekday-3 = mer
typed-weekday-4 = jeu
typed-weekday-5 = ven
typed-weekday-6 = sam
typed-weekday-7 = dim
typed-month-1 = jan
typed-month-2 = fév, fev
typed-month-3 = mar
typed-month-4 = avr
typed-month-5 = mai
typed-month-6 = juin
typed-month-7 = juil
typed-month-8 = aoû, aou
typed-month-9 = sep
typed-month-10 = oct
typed-month-11 = nov
typed-month-12 = déc, dec

list-either = { $first } ou { $last }

## Erreurs : pourquoi une comptabilité ne peut pas être utilisée, ou pourquoi une opération a échoué

error-text = { $text }
error-disk = { $path } : { $why }
error-no-book = il n'y a pas de comptabilité dans { $folder }
error-in-use = la comptabilité est utilisée par { $holder }
error-stopped = la comptabilité est utilisée par { $holder }, et ce processus est suspendu
error-holder = { $user } (processus { $process }, depuis { $since })
error-not-served = la comptabilité est servie à l'adresse { $socket }, mais personne n'y répond : { $why }
error-not-in-group = la comptabilité est servie à l'adresse { $socket }, et cet utilisateur n'a pas le droit de s'y connecter
error-gone = la connexion à la comptabilité est perdue : { $why }
error-out-of-reach = la comptabilité appartient à { $owner }, qui n'a pas accès au dossier { $folder } : placez-la là où son propriétaire peut l'atteindre, ou changez de propriétaire
error-in-anothers = le dossier { $folder } appartient à { $owner }, mais { $place }, sur son chemin, appartient à { $other }, qui pourrait y mettre n'importe quoi : déplacez le dossier là où tout le chemin appartient à { $owner } et à root ou, s'il est bien à { $other }, cédez-le avec `chown -R --no-dereference`
error-memory = la mémoire permise à ce programme est épuisée (ulimit -v) : augmentez-la, puis relancez-le. Ce qui a été confirmé est enregistré, et rien d'autre
error-memory-least = ce programme peut avoir { $given } Mio de mémoire (ulimit -v), et une comptabilité ouverte en prend { $least } : donnez-lui-en plus
error-no-clock = l'horloge de cette machine est avant 1970 ou après 2999 : réglez-la, puis réessayez
error-moved = la comptabilité du dossier { $folder } a été déplacée, supprimée ou remplacée pendant qu'elle était ouverte ici : fermez et rouvrez-la
error-unknown-outcome = le résultat est inconnu : { $why } ; renvoyez sous le même id une fois la comptabilité ouverte
error-not-a-book = { $folder } ne contient pas de comptabilité
error-journal-damaged = le journal est endommagé : { $damage }
error-damage = écriture { $entry } ({ $file }, octet { $byte }) : { $what ->
    [hash] ses octets ne correspondent pas à leur empreinte
    [json] elle est illisible
    [sequence] une autre écriture se trouve à sa place
   *[missing] elle manque
 }
error-journal-missing = les écritures { $from } à { $to } manquent au journal ; { $witness ->
    [ledger] le grand livre
   *[mark] la marque de la dernière fermeture
 } les a vues
error-journal-disagrees = l'écriture { $entry } du journal n'est pas celle qu'a vue { $witness ->
    [ledger] le grand livre
   *[mark] la marque de la dernière fermeture
 }
error-journal-moved = les lignes du journal ne sont pas aux endroits où le grand livre les a vues
error-journal-shorter = { $file } a été tronqué : il finit avant ce que le grand livre y a lu
error-journal-newer = l'écriture { $entry } demande une version plus récente de daybook : { $what }
newer-entries = écritures de la version { $version }
newer-event = événement { $event } de la version { $version }
error-line-json = ceci n'est pas une écriture : { $why }
error-line-hash = les octets ne correspondent pas à leur empreinte
error-line-too-long = l'écriture est trop longue
error-line-newer = écrit par une version plus récente de daybook : { $what }
error-append-not-written = rien n'a été écrit : { $why }
error-append-unknown = on ne sait pas si c'est écrit : { $why }
error-append-moved = la comptabilité a été déplacée, supprimée ou remplacée pendant qu'elle était ouverte
error-entry-missing = l'écriture { $entry } est introuvable
error-entry-elsewhere = l'écriture { $entry } n'est plus là où elle avait été lue
error-ledger-damaged = le grand livre est endommagé : { $why }
error-ledger-stopped = le grand livre ne répond plus : { $why }
stopped-opening = pendant son ouverture
stopped-reopened = il sera rouvert avec la comptabilité
error-ledger-shortage = le grand livre ne peut pas être ouvert pour le moment : { $why }
shortage-slow = il ne s'est pas ouvert en { $seconds } secondes
shortage-files = trop peu de fichiers peuvent être ouverts à la fois : { $why }
shortage-threads = trop peu de fils d'exécution peuvent être lancés : { $why }
error-ledger-disk = le disque du grand livre : { $why }
error-ledger-row = le grand livre contient une ligne illisible ({ $table }) : { $why }
error-ledger-version = le grand livre est d'une autre version de daybook (lignes de la version { $version })
error-ledger-contradiction = le grand livre se contredit : { $why }
error-ledger-beyond = la somme { $sum ->
    [a-gain] d'un gain de change
    [all-accounts] de tous les comptes
    [all-entries-of-the-period] de toutes les écritures de la période
    [all-payments] de tous les paiements
    [all-rows-of-the-report] de toutes les lignes du rapport
    [an-item] d'un poste
    [credit-notes] des notes de crédit
    [small-differences] des petits écarts
    [the-drafts] des brouillons
   *[an-account] d'un compte
 } dépasse ce qui peut être additionné
error-ledger-interrupted = la question a été interrompue
error-ledger-journal = le journal est illisible : { $why }
error-no-greeting = aucune réponse n'est venue
error-closed = elle a été fermée
error-other-closed = l'autre côté l'a fermée
error-not-again = elle ne peut pas être rouverte
error-no-answer = pas de réponse
error-other-answers = c'est { $other } qui répond à l'adresse { $socket }, et non { $owner }
error-other-protocol = l'autre côté emploie la version { $version } du protocole
error-newer-rule = un programme plus récent a refusé ceci par la règle { $rule }
error-newer-event = un programme plus récent a créé l'événement { $event }
error-no-question = il n'y a pas de question { $question }
error-moment-past = le moment demandé est passé : cela a pris trop de temps, posez de nouveau la question
error-writer-stopped = l'enregistrement de la comptabilité s'est arrêté
error-worker-stopped = le travail du bureau s'est arrêté
error-no-thread = aucun fil d'exécution pour le bureau : { $why }
error-import-waits = une ligne attend ce qui ne viendra pas
error-chain-reader-stopped = la lecture du journal s'est arrêtée
error-not-a-file = c'est un { $kind ->
    [folder] dossier
    [pipe] tube nommé
    [socket] socket
    [link] lien
   *[device] périphérique
 }, pas un fichier
error-file-too-long = il dépasse { $most }
error-not-plain-file = ceci n'est pas un fichier ordinaire
error-no-reader = rien ne lit ce tube
error-socket-name = le nom du socket est trop long : donnez-lui au plus 80 octets
error-not-a-socket = ceci n'est pas un socket
error-restore-mark = la marque de restauration n'est pas de ce programme
error-frame-too-long = le message est trop long
error-not-a-backup = ceci n'est pas une sauvegarde de comptabilité qui puisse être lue ici
error-archive-damaged = ce fichier est endommagé ou incomplet : utilisez une autre sauvegarde
error-backup-twice = elle contient { $name } deux fois : ce n'est pas une sauvegarde telle qu'elle a été faite
error-backup-more = quelque chose suit la fin de cette sauvegarde : ce n'est pas une sauvegarde telle qu'elle a été faite
error-backup-damaged = cette sauvegarde est endommagée, prenez-en une autre : { $why }
error-backup-head = la sauvegarde finit à { $end }, mais son manifeste indique { $said }
error-terminal = le terminal : { $why }
error-keys = les touches : { $why }
error-settings = les réglages : { $why }
error-keys-twice = { $key } sert à deux commandes au même endroit
error-keys-together = { $key } désigne plusieurs touches à la fois ; choisissez une seule touche, seule ou avec ctrl, alt ou shift

# Ce que dit le système d'un fichier, d'un disque ou d'une connexion.

system-error-1 = opération interdite (erreur système 1)
    .desk = opération interdite
system-error-2 = fichier ou dossier introuvable (erreur système 2)
    .desk = fichier ou dossier introuvable
system-error-4 = appel interrompu (erreur système 4)
    .desk = appel interrompu
system-error-5 = erreur d'entrée-sortie (erreur système 5)
    .desk = erreur d'entrée-sortie
system-error-11 = ressource momentanément indisponible (erreur système 11)
    .desk = ressource momentanément indisponible
system-error-12 = mémoire insuffisante (erreur système 12)
    .desk = mémoire insuffisante
system-error-13 = permission refusée (erreur système 13)
    .desk = permission refusée
system-error-17 = le fichier existe déjà (erreur système 17)
    .desk = le fichier existe déjà
system-error-20 = ce n'est pas un dossier (erreur système 20)
    .desk = ce n'est pas un dossier
system-error-21 = c'est un dossier (erreur système 21)
    .desk = c'est un dossier
system-error-22 = argument non valide (erreur système 22)
    .desk = argument non valide
system-error-23 = trop de fichiers ouverts dans le système (erreur système 23)
    .desk = trop de fichiers ouverts dans le système
system-error-24 = trop de fichiers ouverts (erreur système 24)
    .desk = trop de fichiers ouverts
system-error-26 = fichier en cours d'exécution (erreur système 26)
    .desk = fichier en cours d'exécution
system-error-27 = fichier trop grand (erreur système 27)
    .desk = fichier trop grand
system-error-28 = plus d'espace sur le disque (erreur système 28)
    .desk = plus d'espace sur le disque
system-error-30 = disque en lecture seule (erreur système 30)
    .desk = disque en lecture seule
system-error-32 = connexion rompue (erreur système 32)
    .desk = connexion rompue
system-error-36 = nom de fichier trop long (erreur système 36)
    .desk = nom de fichier trop long
system-error-39 = le dossier n'est pas vide (erreur système 39)
    .desk = le dossier n'est pas vide
system-error-40 = trop de liens symboliques à la suite (erreur système 40)
    .desk = trop de liens symboliques à la suite
system-error-104 = connexion interrompue par l'autre côté (erreur système 104)
    .desk = connexion interrompue par l'autre côté
system-error-111 = connexion refusée (erreur système 111)
    .desk = connexion refusée

# Que faire alors.

remedy-no-book = `daybook init --company NOM --country RW --currency RWF` crée votre comptabilité.
    `daybook demo` en crée une fictive, pour tout essayer.
    Si la comptabilité est ailleurs, nommez son dossier avec --book ou DAYBOOK_BOOK.
remedy-in-use = Attendez qu'il ait terminé, ou fermez-le. Pour partager la comptabilité avec d'autres utilisateurs, lancez `daybook serve`.
remedy-stopped = Reprenez-le avec `fg` dans son terminal, ou terminez-le.
remedy-not-served = Adressez-vous à la personne qui gère le serveur : `systemctl status`, ou lancer `daybook serve`.
remedy-newer = Installez la version plus récente.
remedy-damaged = Rien n'a été modifié. `daybook verify` montre ce qui ne va pas ; `daybook restore FICHIER --replace` restaure une sauvegarde et garde la comptabilité actuelle dans un autre dossier.
remedy-not-in-group = La personne qui gère le serveur ajoute l'utilisateur à son groupe ; cela compte à partir de la prochaine connexion.
remedy-root = Root agit ici comme le propriétaire du dossier de la comptabilité, et ceci n'est pas à lui. Si c'est une partie de la comptabilité, `chown` le lui remet.
remedy-own = La comptabilité est à vous, mais les droits de ce fichier ou de ce dossier l'interdisent. `chmod -R u+rwX` sur le dossier de la comptabilité les rétablit.
remedy-file = Vérifiez avec `ls -l` qui peut le lire ou y écrire : demandez à son propriétaire, ou choisissez un autre fichier ou dossier.
remedy-anothers = La comptabilité est à un autre utilisateur : elle se partage avec `daybook serve`, ou celui-ci en donne l'accès.
remedy-shortage = Rien n'a été modifié. Réessayez quand la machine sera moins chargée.
remedy-fault = Rien n'a été modifié. C'est un défaut du programme : signalez-le avec ce message.
remedy-rebuild = `daybook rebuild` reconstruit le grand livre à partir du journal.
cli-at = { $rule }, champ { $field }

## Arguments qui ne vont pas ensemble

usage-no-home = pas de dossier personnel ; indiquez où est la comptabilité avec --book
usage-several-served = plusieurs comptabilités sont servies ici : --book { $names }
usage-files = ceci travaille sur les fichiers d'une comptabilité, et { $at } est l'endroit où elle est servie : lancez-le sous l'utilisateur à qui ils appartiennent, avec --book et leur dossier
usage-json-and-csv = --json et --csv ne vont pas ensemble
usage-today = indiquez la date du jour avec --today
usage-pair-twice = { $option } { $name }=… est donné deux fois
usage-for-csv = --for va avec csv
usage-import-file = nommez le fichier : daybook import FICHIER
usage-import-kind = le premier des deux noms dit ce que le fichier contient : { $kinds }
usage-import-kind-twice = le contenu du fichier est donné deux fois
usage-rate = écrivez le taux sous la forme 1450.25
usage-rate-several = les lignes sont en plusieurs devises : indiquez --account, et un --rate pour chaque devise tour à tour
usage-reconcile = dites report, suggest ou accept, ou indiquez --score FICHIER
usage-rejects = --rejects écraserait le fichier à importer
usage-explain = --explain prend une ligne et une colonne, par exemple C0001:total
usage-explain-csv = --explain donne du texte ou du JSON
usage-reports-csv = la liste des rapports est en texte ou en JSON
usage-administrator = personne ne peut encore attribuer de rôles dans cette comptabilité : nommez le premier administrateur avec --administrator UTILISATEUR
usage-another-served = une autre comptabilité est servie à l'adresse { $at }
usage-group = cette machine n'a pas de groupe { $name }
usage-day = écrivez un jour qui existe (années 1900 à 2999), sous la forme AAAA-MM-JJ
usage-whole-number = écrivez un nombre entier de 0 à { $most }
usage-at-least-one = écrivez un nombre entier à partir de 1
usage-language = écrivez { $languages }
usage-head = écrivez SEQ:HASH, l'empreinte en 64 chiffres hexadécimaux
usage-field-value = écrivez FIELD=VALUE
usage-undelivered = les reçus n'ont pas pu être transmis ({ $why }) ; ce qui a été accepté est dans le journal{ $entry ->
    [none] {""}
   *[other] , jusqu'à l'écriture { $entry }
 }

cli-done-unprinted = c'est fait et enregistré, mais le résultat n'a pas pu être affiché : { $why }

# Documents PDF et leurs modèles.

pdf-not-built = ce daybook a été compilé sans le PDF ; compilez-le avec `cargo install --path .`, ou demandez --format text
pdf-template = le modèle { $file } contient une erreur{ $line ->
    [none] {""}
   *[other] { " " }à la ligne { $line }
 } : { $why }
pdf-picture = { $file }, dans le dossier des modèles, n'est pas une image PNG, JPEG ou SVG
pdf-missing = { $file } n'est pas dans le dossier des modèles, mais un modèle le nomme ; le logo se règle dans settings.typ
pdf-too-large = { $file }, dans le dossier des modèles, dépasse { $most } ko
pdf-pixels = { $file }, dans le dossier des modèles, compte plus de 4 millions de pixels
pdf-link = { $file }, dans le dossier des modèles, est un lien ; placez-y le fichier lui-même
pdf-too-slow = les modèles ont pris plus de { $seconds } s
pdf-too-much-memory = les modèles ont pris plus de { $most } Mo de mémoire
pdf-fault = le PDF n'a pas pu être produit : c'est un défaut du programme
pdf-substituted = Les polices n'ont pas d'image pour { $letters } ; le PDF montre □ à la place.
templates-done = Les modèles sont dans { $folder }. Placez-y le logo et nommez-le dans settings.typ ; imprimez un document avec --format pdf pour voir le résultat. Les textes des courriels sont dans les fichiers letters-….ftl.
remedy-templates = Corrigez le fichier dans le dossier `templates` de la comptabilité, ou imprimez avec les modèles intégrés : --plain-template.
usage-pdf-terminal = un PDF ne s'affiche pas dans un terminal : écrivez-le dans un fichier avec --out FICHIER
usage-pdf-json = --json et --format pdf ne vont ensemble qu'avec --out FICHIER

# Ce qui manque aux arguments.

usage-error = erreur : { $what }
usage-unknown-argument = argument inattendu « { $arg } »
usage-invalid-value = valeur « { $value } » non valide pour « { $arg } »{ $why ->
    [none] {""}
   *[other] {" "}: { $why }
 }
usage-empty-variable = la variable d'environnement { $name } est définie mais vide : supprimez-la, ou donnez-lui une valeur
usage-value-missing = « { $arg } » demande une valeur, et aucune n'est donnée
usage-unknown-subcommand = commande inconnue « { $name } »
usage-subcommand-missing = « { $name } » demande une sous-commande, et aucune n'est donnée
usage-required = il manque des arguments obligatoires :
usage-argument-twice = l'argument « { $arg } » ne peut être donné qu'une fois
usage-conflict = l'argument « { $arg } » ne va pas avec « { $other } »
usage-too-many = valeur « { $value } » en trop pour « { $arg } »
usage-utf8 = un argument n'est pas écrit en UTF-8
usage-possible-values = valeurs possibles : { $values }
usage-similar = vouliez-vous dire { $values } ?
usage-form = Utilisation : { $usage }
usage-help = Pour en savoir plus : --help.

# L'aide de la ligne de commande : --help, la page de manuel, les complétions. Le texte anglais se trouve
# dans le code, à côté de chaque argument (src/cli/help.rs).

help-heading = { $heading } :
help-heading-commands = Commandes
help-heading-options-of-every-command = Options de toutes les commandes
help-option-help = Affiche cette aide
help-option-version = Affiche la version
help-default = par défaut : { $values }
help-variable = variable d'environnement : { $values }
help-values-listed = Valeurs possibles :
help-man-name = NOM

help-name-bl = BL…
help-name-address = ADRESSE
help-name-amount = MONTANT
help-name-by = MOYEN
help-name-code = CODE
help-name-command = COMMANDE
help-name-company = ENTREPRISE
help-name-count = NOMBRE
help-name-country = PAYS
help-name-currency = DEVISE
help-name-customer = CLIENT
help-name-customers = CLIENTS
help-name-day = JOUR
help-name-days = JOURS
help-name-delivery = ENVOI
help-name-dir = DOSSIER
help-name-f = FORMAT
help-name-field-column = CHAMP=COLONNE
help-name-field-value = CHAMP=VALEUR
help-name-file = FICHIER
help-name-format = FORMAT
help-name-group = GROUPE
help-name-invoices = FACTURES
help-name-item = POSTE
help-name-kind = TYPE
help-name-kind-file = [TYPE] FICHIER
help-name-language = LANGUE
help-name-limit = NOMBRE
help-name-method = MODE
help-name-n = NOMBRE
help-name-name = NOM
help-name-note = NOTE
help-name-number = NUMÉRO
help-name-outcome = RÉSULTAT
help-name-path = CHEMIN
help-name-program = PROGRAMME
help-name-query = RECHERCHE
help-name-rate = TAUX
help-name-reason = MOTIF
help-name-report = RAPPORT
help-name-role = RÔLE
help-name-row-column = LIGNE:COLONNE
help-name-seed = GRAINE
help-name-seq = ÉCRITURE
help-name-seq-hash = ÉCRITURE:EMPREINTE
help-name-shell = SHELL
help-name-sign = SIGNE
help-name-state = ÉTAT
help-name-style = STYLE
help-name-tax-id = NUMÉRO
help-name-user = UTILISATEUR
help-name-way = REGROUPEMENT
help-name-what = NUMÉRO
help-name-which = LESQUELLES
help-name-zone = FUSEAU

help-arg-account = Le compte bancaire, tel que la comptabilité l'appelle
help-arg-any-time = Aussi les clients qu'on ne peut pas appeler à cette heure-ci
help-arg-as-of = À ce jour : sans ce qui prend effet plus tard
help-arg-ascii = Dessine les filets et les marques en ASCII
help-arg-book = La comptabilité : un dossier, un socket ou le nom d'une comptabilité partagée
help-arg-by = Le moyen d'envoi
help-arg-csv = Affiche du CSV
help-arg-customer = Le code du client
help-arg-delivery = Le numéro de l'envoi
help-arg-format = Le format
help-arg-json = Affiche un seul document JSON
help-arg-known-at = Telle que connue à cette écriture : sans ce qui a été enregistré plus tard
help-arg-language = La langue des mots, des chiffres et des dates ; si elle n'a de mots que pour les documents, le reste est en anglais [par défaut : celle du client pour les documents, celle des réglages régionaux pour tout le reste]
help-arg-number = Le numéro du document
help-arg-out = Écrit le document dans ce fichier au lieu de la sortie standard
help-arg-force = Remplace le fichier s'il existe
help-arg-override-reason = Passe outre les règles qui l'admettent, pour ce motif : un compte bloqué, un plafond de crédit, une date à venir
help-arg-plain = Pour les lecteurs d'écran : pas de filets, et le curseur sur la ligne choisie
help-arg-plain-template = Imprime un PDF avec les modèles intégrés, et non avec ceux de la comptabilité
help-arg-settings = Les réglages ; sans cette option, mail.toml dans le dossier de la comptabilité
help-arg-theme = Les couleurs du bureau
help-arg-today = Travaille comme si l'on était ce jour-là (AAAA-MM-JJ), pour les scripts ; les écritures gardent l'heure réelle de leur enregistrement
help-arg-user = Sans les clients confiés à un autre que cet utilisateur

help-value-by-email = Par courriel, à l'adresse de chaque client
help-value-by-print = Sur papier
help-value-format-csv = CSV
help-value-format-json = JSON
help-value-format-pdf = Un PDF
help-value-format-text = Une page de texte brut
help-value-theme-mono = Sans couleur
help-value-theme-sixteen = Les seize couleurs du terminal
help-value-theme-dark = Pour un fond sombre, en 256 couleurs
help-value-theme-light = Pour un fond clair, en 256 couleurs

help-daybook = Un bureau en mode texte pour les agents de facturation : clients, factures, paiements et litiges, sur un journal qui ne perd rien

help-demo = Crée une comptabilité de données inventées, et ouvre le bureau dessus
help-demo-arg-customers = Le nombre de clients
help-demo-arg-invoices = Le nombre de factures, sur deux ans
help-demo-arg-seed = La graine des données aléatoires : la même graine le même jour donne la même comptabilité
help-demo-arg-no-desk = Crée la comptabilité sans ouvrir le bureau

help-init = Crée une comptabilité vide
help-init-arg-company = Le nom de l'entreprise, tel qu'il est imprimé sur les documents
help-init-arg-country = Son pays, en deux lettres (RW, CA, …)
help-init-arg-currency = La devise de la comptabilité (RWF, CAD, …)
help-init-arg-zone = Le fuseau horaire IANA ; obligatoire si le pays en a plusieurs
help-init-arg-tax-id = Le numéro fiscal de l'entreprise
help-init-arg-address = L'adresse de l'entreprise, telle qu'elle est imprimée sur les documents

help-post = Exécute des commandes, un objet JSON par ligne
help-post-arg-file = Le fichier des commandes [par défaut : l'entrée standard]
help-post-arg-dry-run = N'écrit rien : dit ce que donnerait chaque commande, et en toutes lettres ce que signifie un résumé d'appel

help-commands = Liste les commandes que « post » accepte, ou en montre une avec son schéma JSON
help-commands-arg-name = Montre cette commande avec son schéma JSON

help-import = Importe un fichier d'un autre système : un tableau en texte ou un classeur
help-import-arg-file = Le fichier, ou - pour l'entrée standard : un tableau en texte dans tout codage usuel, ou un classeur (.xlsx, .ods) ; ou le dossier que « export csv » a écrit, pour une comptabilité entière. Un type placé devant dit ce qu'il contient : customers (clients), items (articles), invoices (factures), receivables (créances), payments (paiements), ou bank pour les relevés d'une banque
help-import-arg-kind = Ce que le fichier contient, si Daybook se trompe
help-import-value-kind-customers = Des clients, un par ligne
help-import-value-kind-items = Des articles du catalogue, un par ligne
help-import-value-kind-invoices = Des factures, une ligne de facture par ligne ; les lignes de même numéro forment un seul document
help-import-value-kind-receivables = Des factures dues dans un autre système, une par ligne : ouvertes, réglées ou contestées
help-import-value-kind-payments = Des paiements, un par ligne
help-import-arg-sheet = La feuille d'un classeur
help-import-arg-yes = Importe sans demander de confirmation
help-import-arg-map = Lit un champ dans une autre colonne. « A|B » prend la première qui n'est pas vide, « A+B » les joint, « A#2 » est la deuxième colonne de ce nom, sans colonne, le champ reste vide : name=Entreprise|Prénom+Nom
help-import-arg-set = La valeur d'un champ partout où il est vide
help-import-arg-date-format = Comment les dates sont écrites, par exemple M/D/YYYY ou DD.MM.YY ; une heure après la date est ignorée [par défaut : déduit du fichier]
help-import-arg-decimal-comma = Les montants ont une virgule décimale, comme dans 1.234,50
help-import-arg-decimal-point = Les montants ont un point décimal, comme dans 1,234.50
help-import-arg-credits = Si les paiements marqués CR sont positifs ou négatifs
help-import-value-credits-plus = CR est positif, DR négatif
help-import-value-credits-minus = CR est négatif, DR positif
help-import-arg-create-customers = Ouvre un compte pour chaque client que la comptabilité n'a pas
help-import-arg-suspense = Garde les paiements de payeurs inconnus en attente d'identification
help-import-arg-forget = Lit le fichier comme si aucun aux mêmes colonnes n'avait été importé, et oublie ce qui en était retenu
help-import-arg-dry-run = Dit ce qui serait importé, et n'importe rien
help-import-arg-account = Le nom que la comptabilité donne au compte bancaire des relevés
help-import-arg-number = Le compte dont on prend les relevés dans un fichier qui en contient plusieurs, par son numéro ou son IBAN
help-import-arg-method = Comment l'argent arrive sur le compte bancaire [par défaut : comme avant, sinon bank]
help-import-value-method-bank = Virements à une banque
help-import-value-method-momo = Mobile money
help-import-value-method-card = Cartes
help-import-value-method-cheque = Chèques
help-import-arg-overlap = Comment traiter les lignes d'un relevé que la comptabilité a peut-être déjà par un autre fichier, si ni les soldes ni les libellés ne tranchent
help-import-value-overlap-same = Elles sont déjà dans la comptabilité : les ignorer
help-import-value-overlap-new = Elles sont nouvelles : les importer
help-import-arg-rejects = Écrit les lignes refusées dans ce fichier, avec la ligne, le champ, la règle et le message
help-import-arg-force = Remplace le fichier des lignes refusées s'il existe
help-import-after = Champs, chacun lu dans la colonne qui porte ce nom, en anglais ou en français, à moins que --map
    n'en désigne une autre (* = obligatoire) :
      customers    code, name*, contact, phone, email, address, city, region,
                   country, postal_code, tax_id, language, terms, currency,
                   credit_limit, type
      items        code*, name*, unit, price, tax
      invoices     number*, customer*, date*, due, description*, quantity*,
                   unit_price*, discount, tax, currency, rate, outstanding,
                   settled, paid, state, type, total, line_total, tax_rate,
                   tax_total, tax_included
      receivables  number*, customer*, date*, due, amount*, outstanding, currency,
                   settled, disputed, reference, rate, paid, state,
                   type
      payments     customer, date*, amount*, method*, reference, invoice,
                   currency, rate, number, applied, refunded, state, type

help-lookup = Trouve des comptes par nom, numéro, téléphone, montant ou tout ce que dit la personne au téléphone
help-lookup-arg-query = Ce que dit la personne : un nom, un numéro de document, un code, un montant, la fin d'un numéro de téléphone ; « - » lit une recherche par ligne et répond à chacune par une ligne de JSON
help-lookup-arg-limit = Le nombre maximal de comptes affichés

help-balance = Montre ce qu'un client doit, et pourquoi
help-balance-arg-after = Affiche les postes qui suivent celui-ci, par échéance
help-balance-arg-limit = Affiche au plus ce nombre de postes ; les totaux restent ceux de tous
help-balance-arg-csv = Affiche les postes en CSV

help-say = Dit en une phrase ce qu'un client doit, à lire à voix haute au téléphone

help-show = Montre en entier un client, un document, un litige ou tout autre objet qui a un numéro
help-show-arg-what = Son numéro ou son code : un client, un document, un litige, une promesse, un appel, un brouillon, un article

help-invoice = Imprime une facture telle qu'elle est envoyée : texte, PDF ou JSON
help-credit-note = Imprime une note de crédit telle qu'elle est envoyée : texte, PDF ou JSON
help-packet = Imprime le dossier d'un litige, pour l'entreprise : la facture, ses paiements, ses appels, ses notes
help-receipt = Imprime le reçu d'un paiement : texte, PDF ou JSON
help-deposit-slip = Imprime le bordereau d'une remise, pour la banque : texte, PDF ou JSON
help-plan = Imprime un échéancier convenu : texte, PDF ou JSON

help-statement = Imprime un relevé de compte
help-statement-arg-from = Le premier jour [par défaut : le lendemain du dernier relevé envoyé, sinon le premier du mois]
help-statement-arg-to = Le dernier jour [par défaut : aujourd'hui]
help-statement-arg-style = Liste ce qui n'est pas réglé (open-item), ou le solde d'ouverture, les mouvements et le solde de clôture (balance-forward)
help-statement-arg-since = Le known_at du relevé précédent : ce qui a été enregistré depuis avec une date antérieure paraît en rectification

help-statements = Écrit ou met en attente d'envoi les relevés de chaque client qui doit, a un crédit ou a eu des mouvements
help-statements-arg-to = Le dernier jour
help-statements-arg-from = Le premier jour [par défaut : pour chaque client le lendemain du dernier relevé envoyé, sinon le premier du mois]
help-statements-arg-style = Ce qui n'est pas réglé, ou le solde d'ouverture, les mouvements et le solde de clôture
help-statements-arg-customers = Un client qui en a demandé un, même s'il ne doit rien et que rien n'a bougé
help-statements-arg-out = Les écrit dans ce dossier, un fichier par client
help-statements-arg-format = Le format des fichiers
help-statements-value-format-text = Des pages de texte brut
help-statements-value-format-pdf = PDF
help-statements-arg-deliver = Les met dans la boîte d'envoi ; « daybook outbox send » les envoie

help-late-fees = Liste les intérêts de retard qui peuvent être facturés, ou les facture
help-late-fees-propose = Liste les intérêts qui peuvent être facturés, facture par facture
help-late-fees-propose-arg-date = Le dernier jour facturé [par défaut : aujourd'hui]
help-late-fees-propose-arg-customers = Seulement de ce client
help-late-fees-propose-arg-csv = Affiche du CSV, une ligne par facture
help-late-fees-run = Les facture : une facture de la série LF pour chaque facture payée ou impayée en retard
help-late-fees-run-arg-date = Le dernier jour facturé [par défaut : aujourd'hui]
help-late-fees-run-arg-customers = Seulement de ce client

help-holds = Liste les blocages et déblocages que la règle propose, ou les applique
help-holds-propose = Liste les blocages et déblocages que la règle propose, et pourquoi
help-holds-propose-arg-date = À ce jour [par défaut : aujourd'hui]
help-holds-run = Applique ce qui est proposé aujourd'hui
help-holds-run-arg-customers = Seulement pour ce client
help-holds-run-arg-no-release = Bloque des comptes, et n'en débloque aucun

help-dunning = Propose et envoie des relances pour ce qui est en retard
help-dunning-propose = Liste les lettres à envoyer, et qui n'en reçoit pas et pourquoi
help-dunning-propose-arg-date = À la fin de ce jour, qui est la date des lettres [par défaut : aujourd'hui]
help-dunning-propose-arg-customers = Seulement à ce client
help-dunning-propose-arg-csv = Affiche du CSV, une ligne par poste
help-dunning-run = Met les lettres à envoyer dans la boîte d'envoi
help-dunning-run-arg-date = À la fin de ce jour, qui est la date des lettres [par défaut : aujourd'hui]
help-dunning-run-arg-customers = Seulement à ce client
help-dunning-run-arg-approved = Envoie la lettre de ce client bien qu'elle soit du dernier niveau, ou note que l'appel a été fait
help-dunning-run-arg-yes = Continue bien que des lignes bancaires de ce jour ou d'avant restent à rapprocher
help-dunning-letter = Imprime une lettre telle qu'elle est envoyée : texte, PDF ou JSON
help-dunning-letter-arg-number = Son numéro
help-dunning-preview = Imprime la lettre qu'un client recevrait
help-dunning-preview-arg-date = À la fin de ce jour [par défaut : aujourd'hui]

help-outbox = Liste ce qui doit être envoyé aux clients, ou l'envoie
help-outbox-arg-state = Seulement les envois dans cet état
help-outbox-value-state-queued = Attend d'être envoyé
help-outbox-value-state-sent = Est parti
help-outbox-value-state-failed = N'est pas parti, et n'est pas réessayé de lui-même
help-outbox-value-state-unsure = Est peut-être parti
help-outbox-value-state-cancelled = A été retiré avant de partir
help-outbox-send = Envoie ce qui doit partir ; peut être interrompu et repris
help-outbox-send-arg-now = Réessaie tout de suite ce qui a échoué et attend
help-outbox-send-arg-print-to = Écrit les documents dans ce dossier au lieu de les imprimer
help-outbox-send-arg-plain-template = Utilise les modèles et les lettres intégrés, et non ceux de la comptabilité
help-outbox-add = Met dans la boîte d'envoi les factures d'un jour qui n'ont pas encore été envoyées
help-outbox-add-arg-from = Le premier jour [par défaut : aujourd'hui]
help-outbox-add-arg-to = Le dernier jour [par défaut : aujourd'hui]
help-outbox-retry = Envoie à nouveau ce qui a échoué, ou n'est peut-être pas arrivé
help-outbox-retry-arg-override-reason = Pourquoi l'envoyer à nouveau alors qu'un envoi est peut-être encore en cours
help-outbox-cancel = Retire un envoi de la boîte avant qu'il ne parte
help-outbox-cancel-arg-note = Pourquoi
help-outbox-settle = Dit qu'un envoi incertain est arrivé ou non, ou qu'un envoi est revenu
help-outbox-settle-arg-outcome = Ce qu'il est devenu
help-outbox-settle-value-outcome-sent = Il est arrivé
help-outbox-settle-value-outcome-failed = Il n'est pas arrivé, ou il est revenu
help-outbox-settle-arg-note = Comment on le sait
help-outbox-check = Se connecte au serveur de courrier et s'y identifie, sans rien envoyer
help-outbox-after = {""}
    mail.toml dans le dossier de la comptabilité, que seul son propriétaire peut lire (chmod 600) :
      host = "smtp.example.com"
      port = 587                      # sinon 587, 465 ou 25, selon tls
      tls = "starttls"                # ou implicit ; none seulement vers cette machine
      from = "accounts@example.com"
      from_name = "Example Ltd"       # sinon le nom de l'entreprise
      reply_to = "office@example.com" # où vont les réponses, si c'est ailleurs
      user = "accounts@example.com"
      password = "…"                  # ou password_command = "pass mail"
      ca = "ca.pem"                   # reconnu en plus de ceux de la machine
      timeout_seconds = 60            # pour chaque étape
      print_to = "/srv/letters"       # le papier en fichiers, au lieu d'une imprimante
      printer = "office"              # sinon celle du système

help-templates = Copie les modèles des documents PDF, pour les adapter à l'entreprise
help-templates-init = Copie les modèles et les lettres intégrés dans le dossier « templates » de la comptabilité, pour les y modifier
help-templates-init-arg-force = Remplace les fichiers qui s'y trouvent

help-report = Établit un rapport, ou liste les rapports
help-report-arg-report = Le rapport ; sans lui, tous sont listés
help-report-arg-from = Le premier jour de la période
help-report-arg-to = Le dernier jour de la période
help-report-arg-by = Comment grouper les lignes, si le rapport peut l'être de plusieurs façons
help-report-value-format-text = Du texte brut
help-report-arg-wide = Affiche une ligne par rangée, quelle qu'en soit la largeur
help-report-arg-explain = Liste les postes derrière un chiffre : la rangée (ce que dit sa première colonne, ou sa position) et la colonne

help-unidentified = Liste l'argent dont le payeur n'est pas encore connu

help-bank-lines = Liste les lignes des relevés bancaires : celles qui restent à rapprocher, ou d'autres
help-bank-lines-arg-state = Seulement les lignes dans cet état
help-bank-lines-value-state-open = Ni rapprochée ni écartée
help-bank-lines-value-state-matched = C'est un paiement ou un remboursement
help-bank-lines-value-state-dismissed = Elle ne concerne aucun client
help-bank-lines-value-state-all = Toutes les lignes

help-detect = Trouve quels postes ouverts font ensemble un montant
help-detect-arg-amount = Le montant, dans la devise du client, sinon dans celle de la comptabilité
help-detect-arg-customer = Ne cherche que dans ce que doit ce client
help-detect-arg-within = L'écart maximal, en jours, entre les dates des postes

help-worklist = Liste qui appeler aujourd'hui, et pourquoi : le plus urgent d'abord
help-worklist-arg-date = La liste de ce jour, aujourd'hui ou plus tard [par défaut : aujourd'hui]
help-worklist-arg-limit = Le nombre maximal de clients

help-next = Dit qui appeler ensuite, et pourquoi

help-reconcile = Compare la banque à la comptabilité, et rapproche les lignes bancaires
help-reconcile-arg-score = Compare avec un fichier CSV des bonnes réponses : compte le juste, le faux et l'indécis
help-reconcile-report = Compare la banque à la comptabilité, et liste chaque ligne et chaque paiement qui fait leur différence
help-reconcile-suggest = Propose ce qu'est chaque ligne bancaire ouverte, le meilleur d'abord, avec les raisons
help-reconcile-accept = Enregistre la meilleure proposition des lignes nommées, ou de toutes celles dont la proposition est sûre
help-reconcile-accept-arg-lines = Les lignes à prendre, par numéro
help-reconcile-accept-arg-sure = Prend chaque ligne qui n'a qu'une réponse, appuyée par deux indices indépendants
help-reconcile-accept-arg-rate = Unités de la comptabilité pour une unité étrangère, pour les lignes dans une autre devise que celle de la comptabilité
help-reconcile-after = Colonnes du fichier de --score, une ligne pour chaque facture qu'une ligne bancaire paie :
      line       la ligne bancaire : son numéro (BL…), sa référence, ou le nom
                 que la banque lui donne
      customer   qui a payé ; sans facture, le montant reste au crédit du compte
      invoice    la facture payée
      amount     la part qui lui revient
      fee        ce que la banque ou l'opérateur a gardé
      returns    le paiement que la ligne reprend
      answer     si plusieurs réponses sont justes, celle à laquelle la ligne appartient
    Une ligne qui n'a que « line » dit que cette ligne bancaire ne concerne aucun client.
    Une ligne bancaire ouverte compte avec sa première proposition, une autre avec ce dont elle a
    été rapprochée. Par ligne, chaque facture compte ; par enveloppe, une ligne bancaire n'est juste
    que si tout ce qu'elle paie l'est.

help-journal = Affiche le journal tel qu'il est conservé, une écriture par ligne
help-journal-arg-from = La première écriture à afficher
help-journal-arg-to = La dernière écriture à afficher [par défaut : la dernière du journal]
help-journal-arg-private = Affiche la partie privée d'une écriture, si elle en a une, à la ligne suivante

help-verify = Vérifie toute la chaîne et compare chaque ligne du grand livre
help-verify-arg-head = Vérifie que l'écriture d'une tête conservée ailleurs est toujours là, avec la même empreinte

help-check = Liste ce qui n'enfreint aucune règle mais mérite un second regard
help-rebuild = Écarte le grand livre et le refait à partir du journal

help-export = Exporte les tables de la comptabilité, un fichier par table
help-export-arg-format = Le format des fichiers
help-export-value-format-csv = Valeurs séparées par des virgules
help-export-value-format-jsonl = Un objet JSON par ligne
help-export-arg-dir = Le dossier où les écrire
help-export-arg-program = Écrit un CSV à ouvrir dans un tableur : avec une marque d'ordre des octets, et une apostrophe devant ce qu'il exécuterait comme une formule ; « import » le relit
help-export-value-program-spreadsheet = Un tableur
help-export-arg-force = Remplace les fichiers d'un export antérieur

help-backup = Sauvegarde la comptabilité dans un seul fichier
help-backup-arg-file = Le fichier à écrire ; il ne doit pas encore exister
help-restore = Restaure une comptabilité à partir d'une sauvegarde
help-restore-arg-file = Le fichier de sauvegarde
help-restore-arg-replace = S'il y a déjà une comptabilité, l'écarte et met la sauvegarde à sa place

help-erase = Efface les données personnelles d'un client : noms, contacts, notes et motifs
help-erase-arg-reason = Qui l'a demandé, et quand ; conservé dans le journal

help-confirm-clock = Confirme que l'horloge de l'ordinateur est juste, quand Daybook en doute
help-confirm-clock-arg-reason = Comment vous savez qu'elle est juste ; conservé dans le journal

help-user = Gère qui peut utiliser une comptabilité partagée, et dans quel rôle
help-user-add = Donne à un utilisateur un rôle dans la comptabilité
help-user-add-arg-user = Le nom de l'utilisateur sur cette machine
help-user-add-arg-role = Le rôle à donner
help-user-add-arg-yes = Ajoute l'utilisateur même si cette machine ne connaît pas encore ce nom
help-user-role = Change le rôle d'un utilisateur
help-user-role-arg-user = Le nom de l'utilisateur sur cette machine
help-user-role-arg-role = Le nouveau rôle
help-user-list = Liste les utilisateurs et leurs rôles
help-user-remove = Retire un utilisateur de la comptabilité
help-user-remove-arg-user = Le nom de l'utilisateur sur cette machine

help-serve = Partage une comptabilité entre plusieurs personnes
help-serve-arg-socket = Le socket auquel les bureaux se connectent [par défaut : /run/daybook/ et le nom du dossier de la comptabilité]
help-serve-arg-group = Le groupe du système dont les membres peuvent se connecter
help-serve-arg-administrator = Fait de cet utilisateur un administrateur avant de commencer ; une comptabilité partagée en a besoin d'un
help-serve-arg-end = Cesse le partage : la comptabilité redevient celle d'une seule personne

help-completions = Affiche les complétions d'un shell
help-completions-arg-shell = Quel shell
help-man = Affiche la page de manuel, en roff

# Les champs que montre « daybook show ». L'anglais est le nom du champ en JSON, sans tirets bas.

shown-about = objet
shown-account = compte
shown-address = adresse
shown-address-removed = adresse retirée
shown-agreed = convenu
shown-allocation = imputation
shown-allocations = imputation
shown-allowances = remise
shown-amount = montant
shown-answer = réponse
shown-as-of = au
shown-at = le
shown-attempts = tentative
shown-balance = solde
shown-bank-id = nom bancaire
shown-base = base
shown-begun = commencé
shown-blocks = suspension
shown-bounced = rejeté
shown-broken = rompue
shown-buyer = acheteur
shown-by = par
shown-call = appel
shown-callback = rappel
shown-cancelled = annulé
shown-certificate = attestation
shown-charges = frais
shown-city = ville
shown-cleared = levé
shown-code = code
shown-contact = contact
shown-contacts = contact
shown-content = contenu
shown-country = pays
shown-covers = couvre
shown-credit-limit = plafond
shown-credit-note = note de crédit
    .gender = feminine
shown-credited = crédité
shown-currency = devise
shown-customer = client
shown-date = date
shown-days = jours
shown-default-after = défaut après
shown-default-since = défaut depuis
shown-deliveries = envoi
shown-delivery = envoi
shown-deposit = remise
    .gender = feminine
shown-description = description
shown-details = coordonnées
shown-direction = sens
shown-discount = remise
shown-dispute = litige
shown-disputed = en litige
shown-document = document
shown-draft = brouillon
shown-due = échéance
shown-dunning = relances
shown-early-payment = escompte
shown-email = courriel
shown-ended = fin
shown-ended-entry = écriture de fin
shown-entry = écriture
shown-event = événement
shown-fee = frais
shown-fiscal-receipt = reçu fiscal
shown-from = de
shown-from-kind = type d'origine
shown-gain = gain de change
shown-gross = brut
shown-group = groupe
shown-habit = habitude
shown-instalments = échéance
shown-internal-data = données
shown-invoice = facture
    .gender = feminine
shown-is-brief = abrégé
shown-is-disputed = en litige
shown-is-last = dernière
shown-is-return = retour
shown-is-there = présent
shown-item = article
shown-items = poste
shown-kept = tenue
shown-kind = type
shown-known-at = connu à
shown-language = langue
shown-last = dernière
shown-late = en retard
shown-late-fee = intérêts
shown-left = reste
shown-letter = lettre
    .gender = feminine
shown-level = niveau
shown-line = ligne
    .gender = feminine
shown-lines = ligne
shown-made = créé
shown-merged = fusionné le
shown-merged-into = fusionné dans
shown-message-id = message
shown-method = mode
shown-minutes = minutes
shown-missed = manqué
shown-missed-due = manqué le
shown-moves = mouvement
shown-name = nom
shown-net = net
shown-next = suivante
shown-next-amount = montant suivant
shown-next-due = échéance suiv.
shown-not-asked = non demandé
shown-note = note
shown-number = numéro
shown-on-account = au crédit
shown-on-hold = bloqué
shown-on-top = en sus
shown-open = ouvert
shown-open-cases = dossiers
shown-opened = ouvert le
shown-opening = reprise
shown-original = à l'origine
shown-outcome = résultat
shown-outstanding = restant dû
shown-overdue = en retard
shown-overridden = passé outre
shown-owner = responsable
shown-paid = payé
shown-part-kept = en partie
shown-parts = partie
shown-pay-by = à payer le
shown-payer = payeur
shown-payer-account = compte payeur
shown-payment = paiement
shown-payment-instructions = pour payer
shown-payments = paiement
shown-percent = pourcentage
shown-phone = téléphone
shown-plan = échéancier
shown-plans = échéancier
shown-policy = règle
shown-postal-code = code postal
shown-prices = prix
shown-promise = promesse
    .gender = feminine
shown-promises = promesses
shown-quantity = quantité
shown-queued = en attente d'envoi
shown-rate = taux
shown-reason = motif
shown-reference = référence
shown-references = référence
shown-refund = remboursement
shown-region = région
shown-remainder = reste d'arrondi
shown-remaining = restant
shown-replaced-by = remplacé par
shown-root-cause = cause première
shown-sdc-id = machine
shown-seller = vendeur
shown-sent = envoyé
shown-series = série
shown-set = codes
shown-signature = signature
shown-since = depuis
shown-state = état
shown-statement = relevé
shown-step = étape
shown-style = style
shown-taken-back = repris
shown-tax = taxe
shown-tax-id = n° fiscal
shown-tax-ids = n° fiscal
shown-taxes = taxe
shown-terms = conditions
shown-text = texte
shown-through = jusqu'au
shown-time = heure
shown-timeline = étape
shown-to = à
shown-to-allocate = à imputer
shown-to-kind = type visé
shown-tolerance-days = tolérance
shown-total = total
shown-unidentified = non identifié
shown-unit = unité
shown-unit-price = prix unitaire
shown-user = utilisateur
shown-value-date = date de valeur
shown-what = quoi
shown-wording = texte
shown-withdrawn = retirée le
shown-write-off = radiation
    .gender = feminine
shown-yearly-percent = taux annuel

## Ce que dit la ligne de commande

# Le solde d'un client : daybook balance.

show-yes = oui
show-no = non
balance-as-of = au { $day }
balance-ahead = au { $day } (à venir)
balance-sums = Solde { $balance }{"\u00A0"}{ $currency }   en retard { $overdue }   au crédit { $on_account }   en litige { $disputed }
balance-late = Retard
balance-days = { $days } j
balance-nothing = Rien n'est ouvert.
balance-nothing-else = Rien d'autre n'est ouvert.
balance-more = Postes ouverts en tout : { $open }. Pour les suivants : --after { $next }

count-entries = { $count ->
    [one] { $count } écriture
   *[other] { $count } écritures
 }
count-rows = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
 }
count-customers = { $count ->
    [one] { $count } client
   *[other] { $count } clients
 }
count-invoices = { $count ->
    [one] { $count } facture
   *[other] { $count } factures
 }
count-private-records = { $count ->
    [one] { $count } fiche privée
   *[other] { $count } fiches privées
 }
found-undone = une restauration a été interrompue avant de rien modifier : la comptabilité est celle d'avant.
found-finished = une restauration avait été interrompue ; elle est maintenant terminée.
found-finished-before = une restauration avait été interrompue ; elle est maintenant terminée : la comptabilité est celle de la sauvegarde, et ce qui était là avant se trouve dans { $before }.
found-tail = un enregistrement interrompu (écriture { $entry }, { $file }, octet { $byte }) a été supprimé ; personne n'en avait reçu confirmation.
found-stranger = { $file } ne fait pas partie du journal : il a été déplacé vers { $to }.
found-unreadable = la fiche privée de l'écriture { $entry } est endommagée ou manque.
found-reading-only = le reste de la comptabilité peut être lu ; rien ne peut être enregistré avant la restauration d'une sauvegarde.
found-quarantine = le grand livre était endommagé ; il a été déplacé dans { $folder } et reconstruit à partir du journal ({ $entries }).
found-read-only = lecture seule : { $why }. Rien n'est enregistré tant que l'écriture est impossible.
found-clock-behind = l'horloge est en retard sur la dernière écriture : la date du jour n'est pas fiable. Réglez l'horloge ; rien n'est enregistré avant.
found-in-memory = { $why } ; il a été laissé tel quel, et tout le journal ({ $entries }) a été repris en mémoire pour cette fois.
found-in-memory-again = Si cela se reproduit, `daybook rebuild` reconstruit le grand livre.
standing-disk-full = le disque est plein
standing-file-limit = aucun fichier ne peut plus grandir (ulimit -f)
standing-disk-read-only = le disque est en lecture seule
standing-disk-fails = le disque est en panne
standing-clock-ahead = l'horloge est trop en avance sur la dernière écriture
standing-clock-behind = l'horloge est en retard sur la dernière écriture
progress-posting = reprise du journal
progress-verifying = vérification
progress-importing = importation
progress-matching = rapprochement
progress-making = création
progress-entries = { $what } : { $entries }
progress-percent = { $what } : { $percent } %
backup-done = Sauvegarde écrite dans { $file }, tête { $head }
    Conservez cette tête ailleurs : `daybook verify --head` la compare.
restore-done = Comptabilité de { $company } restaurée, tête { $head }
restore-before = Ce qui était là avant se trouve dans { $folder }
restore-left-out = Ses écritures { $from } à { $to } ne sont pas dans la sauvegarde : elles ne sont que là.
clock-confirmed = L'horloge est désormais tenue pour juste.
check-nothing = Rien à signaler.
check-not-compared = Les notes de crédit en { $currency } n'ont pas été comparées à une limite : aucune n'est fixée.
check-credited = { $invoice } : { $total }{"\u00A0"}{ $currency } de notes de crédit en tout ({ $notes }), au-delà de { $limit }
check-returned = { $customer } : { $invoices }, émises avant le rejet de { $payment } ; le compte est à { $exposure }{"\u00A0"}{ $currency }, au-delà de son plafond de crédit de { $limit }
commands-one = `daybook commands NOM` montre les champs d'une commande.
demo-there = la comptabilité qui est déjà là est ouverte telle quelle.
demo-try = La comptabilité est dans { $book }. Essayez :
erase-left = { $count ->
    [one] { $count } fiche effacée est
   *[other] { $count } fiches effacées sont
 } encore sur le disque, trop plein pour réécrire le fichier. Elles ne sont plus affichées, et seront effacées à la prochaine ouverture s'il y a assez de place.
erase-done = { $customer } effacé : { $records }.
erase-hidden = { $count ->
    [one] { $count } autre est masquée
   *[other] { $count } autres sont masquées
 } à cause de documents à conserver encore ; l'effacement se fera à la fin de ce délai.
erase-backups = Les sauvegardes et les exportations d'avant les contiennent encore, et peut-être des saisies inachevées à un poste ; `daybook rebuild` les retire du grand livre et supprime les anciens grands livres (quarantine-N).
reading-sentence = Lecture : { $parts }.
reading-kind = { $file } comme { $kind ->
    [customers] clients
    [items] articles
    [invoices] factures
    [receivables] créances
   *[payments] paiements
 }{ $from ->
    [program] { " " }de { $program }
   *[none] { "" }
 }
reading-sheet = feuille « { $sheet } »
reading-header = noms des colonnes à la ligne { $line }
reading-separator = { $separator ->
    [comma] virgules
    [semicolon] points-virgules
    [tab] tabulations
    [bar] barres verticales
   *[other] « { $mark } »
 } entre les colonnes, en { $encoding }
reading-dates = { $order ->
    [day] dates avec le jour en premier
    [month] dates avec le mois en premier
    [year] dates avec l'année à deux chiffres en premier
   *[plain] dates sans équivoque
 }
reading-dates-format = dates écrites { $format }
reading-serial = { $given } comme numéro de jour d'un tableur : { $day }
reading-numbers = montants avec { $decimals ->
    [comma] une virgule décimale
   *[point] un point décimal
 }{ $mixed ->
    [0] { "" }
   *[other] , sauf { $others }
 }
reading-left = { $count } { $why ->
    [total] { $count ->
        [one] ligne de total écartée
       *[other] lignes de totaux écartées
     }
    [footer] { $count ->
        [one] ligne sous le tableau écartée
       *[other] lignes sous le tableau écartées
     }
    [header] { $count ->
        [one] en-tête répété écarté
       *[other] en-têtes répétés écartés
     }
   *[other] { $count ->
        [one] ligne d'une autre sorte écartée
       *[other] lignes d'autres sortes écartées
     }
 }{ $named ->
    [0] { "" }
   *[other] { " " }(ligne { $lines })
 }
import-unknown = lignes dont la comptabilité ne connaît pas le client : { $count } ; importez d'abord les clients, ou ouvrez-leur un compte avec --create-customers
reading-left-states = { $count ->
    [one] 1 ligne écartée
   *[other] { $count } lignes écartées
 } : { $states }
reading-remembered = comme la dernière fois : { $options }
reading-between = {" ; "}
reading-unused = colonnes non utilisées : { $columns }
reading-question = { $about ->
    [kind] Le fichier peut contenir deux choses
    [sheet] Plusieurs feuilles peuvent être importées
    [dates] « { $given } »{ $column ->
        [none] {""}
       *[other] {" "}dans la colonne « { $column } »
     } (ligne { $line }) peut se lire de deux façons
    [numbers] « { $given } »{ $column ->
        [none] {""}
       *[other] {" "}dans la colonne « { $column } »
     } (ligne { $line }) peut se lire de deux façons
    [discount] « { $given } » dans la colonne « { $column } » (ligne { $line }) est un pourcentage ou un montant
   *[credits] « { $given } » dans la colonne « { $column } » (ligne { $line }) est d'un côté d'un compte
 }
reading-as-in = { $option ->
    [point] un point décimal
    [comma] une virgule décimale
    [month] le mois d'abord
   *[day] le jour d'abord
 }, comme dans « { $given } » (ligne { $line })
reading-not-used = ne pas l'utiliser
reading-credits-plus = CR est de l'argent reçu
reading-credits-minus = CR est de l'argent rendu
reading-choose = Tapez le numéro de la bonne lecture ; toute autre réponse arrête.
reading-go-on = Appuyez sur Enter pour importer, ou tapez autre chose pour arrêter.
reading-stopped = Rien n'a été importé.
import-line = ligne { $line }
import-line-field = ligne { $line }, { $field }
import-warning = { $place } : avertissement : { $what }
import-refused = { $place } : { $what }
import-bank-lines = { $account } : { $rows ->
    [one] 1 ligne
   *[other] { $rows } lignes
 } : { $taken } { $dry ->
    [yes] à importer
   *[no] { $taken ->
        [one] importée
       *[other] importées
    }
 }, { $skipped } { $skipped ->
    [one] déjà présente
   *[other] déjà présentes
 }, { $refused } { $refused ->
    [one] refusée
   *[other] refusées
 }{ $left_out ->
    [0] {""}
    [one] , 1 illisible laissée de côté
   *[other] , { $left_out } illisibles laissées de côté
 }
import-bank-same = { $count ->
    [one] une des lignes déjà présentes a été reconnue à son jour et à son montant : elle vient d'un autre fichier
   *[other] { $count } des lignes déjà présentes ont été reconnues à leurs jours et à leurs montants : elles viennent d'un autre fichier
 }
import-step-account = quel compte
import-bank-found = Un relevé bancaire ({ $format }){ $number ->
    [none] {""}
   *[other] {" "}du compte { $number }
 } : { $count ->
    [one] 1 ligne
   *[other] { $count } lignes
 }
import-bank-adds = { $opening } + { $lines } { $agrees ->
    [yes] = { $closing }{"\u00A0"}{ $currency }
   *[no] ne fait pas { $closing }{"\u00A0"}{ $currency } : il manque { $rest }
 }
import-bank-no-balances = Le fichier ne donne ni solde avant ni solde après ses lignes : rien ne prouve qu'il n'en manque aucune. Elles totalisent { $lines }{ $currency ->
    [none] {""}
   *[other] {"\u00A0"}{ $currency }
 } : comparez avec la banque avant de les reprendre.
import-bank-left-out = { $count ->
    [one] 1 écriture illisible est laissée de côté
   *[other] { $count } écritures illisibles sont laissées de côté
 }
import-bank-account = Compte dans la comptabilité :
import-bank-account-new = Tapez le nom que la comptabilité donnera à ce compte bancaire, par exemple BK ou MoMo. Ctrl-S ou Enter continue ; rien n'est encore écrit.
import-bank-account-known = Comptes de la comptabilité : { $accounts }. Tapez l'un d'eux, ou un nouveau nom. Ctrl-S ou Enter continue ; rien n'est encore écrit.
import-bank-which = Tapez le nom de ce compte bancaire dans la comptabilité
import-taking-bank = Importation des lignes …
import-bank-overlap = 1  Ce sont des lignes de la comptabilité : les ignorer.   2  Elles sont nouvelles : les importer.
import-bank-answer-first = Répondez d'abord 1 ou 2
import-bank-trial-help = C'était un essai : rien n'est encore enregistré. Ctrl-S importe les lignes, Esc revient en arrière.
import-bank-done-help = Alt-L parcourt les lignes ouvertes. Enter recommence avec un autre fichier.
import-bank-balances = Solde avant { $opening ->
    [none] non indiqué
   *[other] { $opening }{"\u00A0"}{ $currency }
 }, après { $closing ->
    [none] non indiqué
   *[other] { $closing }{"\u00A0"}{ $currency }
 }
import-bank-difference = { $agrees ->
    [yes] Le solde d'avant et les lignes donnent le solde d'après
   *[no] Le solde d'après dépasse le solde d'avant et les lignes de { $difference }{"\u00A0"}{ $currency } : il manque des lignes
 }
import-bank-warning = Avertissement : { $what }
import-bank-entry = ligne { $line }, écriture { $entry }
usage-import-bank = C'est un relevé bancaire : écrivez « import bank FICHIER --account NOM », le nom du compte bancaire dans la comptabilité
usage-import-account = « import bank » demande --account NOM : le nom du compte bancaire dans la comptabilité
usage-import-account-bank = --account est pour les relevés bancaires : écrivez « import bank FICHIER --account NOM »
match-deposit = la remise { $deposit } du { $date } s'élève exactement à ce montant ({ $count ->
    [one] 1 paiement
   *[other] { $count } paiements
 })
match-deposit-named = la banque nomme { $name }
match-deposit-day = { $account } est le seul compte pour une remise, et ceci est arrivé { $days ->
    [0] le même jour
    [one] le lendemain
   *[other] { $days } jours après
 }
match-in-book-perhaps = { $payment } du { $date } est de ce montant, n'est pas encore à la banque, et peut être sur ce compte ou sur un autre
match-in-book = { $payment } du { $date } est de ce montant et n'est pas encore à la banque
match-suspense = { $receipt } du { $date }, en attente d'identification, est de ce montant : rapprochée d'un client, la ligne compterait l'argent deux fois
match-reference = nomme { $items }
match-checked-reference = une référence aux chiffres de contrôle justes nomme { $items }
match-part-of-number = contient la fin du numéro { $items }
match-learnt-payer = ce payeur a déjà été rapproché { $count ->
    [one] une fois
   *[other] { $count } fois
 } de ce client
match-account = le compte du payeur est celui du client
match-phone = le téléphone du payeur est celui du client
match-name = le payeur porte le nom du client
match-like-name = le nom du payeur ressemble à celui du client
match-amount = exactement ce qui reste dû
match-sum = exactement ce qui reste dû sur { $count ->
    [one] une facture
   *[other] { $count } factures ensemble
 }
match-balance = exactement tout ce que doit le client
match-less-discount = ce qui reste dû moins l'escompte de { $amount }{"\u00A0"}{ $currency }
match-less-fee = ce qui reste dû moins les frais de { $amount }{"\u00A0"}{ $currency }
match-less-charges = ce qui reste dû moins des frais de { $amount }{"\u00A0"}{ $currency }
match-less-disputed = ce qui reste dû moins les { $amount }{"\u00A0"}{ $currency } en litige
match-short = il manque { $amount }{"\u00A0"}{ $currency }
match-over = { $amount }{"\u00A0"}{ $currency } de plus que ce qui reste dû
match-oldest = les plus anciennes d'abord
match-nothing-open = rien n'est dû : tout reste au crédit du compte
match-returned = reprend { $payment }
match-only-of-several = des clients de ce nom, seul celui-ci est visé
match-name-of-several = mais d'autres clients portent un tel nom
match-other-payer = mais le payeur est { $customer }
match-other-reference = mais elle nomme { $items }
match-unknown-reference = mais elle nomme { $given }, qui n'est pas ouvert
match-fits-others = mais le montant convient aussi à d'autres factures
match-taken-by-line = mais convient aussi à { $line }
match-less-credit = ce qui reste dû sur { $invoice } moins la note de crédit { $credit_note } de { $amount }{"\u00A0"}{ $currency }
reconcile-nothing = Aucune proposition
reconcile-none-open = Aucune ligne bancaire à rapprocher
reconcile-suggestion = { $certainty ->
    [sure] Sûr
    [likely] Probable
   *[possible] Possible
 } : { $name }{ $customer ->
    [none] {""}
   *[other] {" "}({ $customer })
}
reconcile-of-other = { $item } pour { $name } ({ $customer })
reconcile-rest = au crédit : { $amount }
reconcile-fee = frais retenus : { $amount }
reconcile-credit = { $credit_note } imputée à { $invoice } : { $amount }
reconcile-discount = escompte : { $amount }
reconcile-short = reste dû : { $amount }
reconcile-sure = sûre
reconcile-likely = probable
reconcile-possible = possible
reconcile-progress = { $left } à traiter · { $done } { $done ->
    [one] traitée ici
   *[other] traitées ici
 }
reconcile-may-be = Propositions
reconcile-reading = Lecture des lignes bancaires ouvertes et de ce que doivent les clients …
reconcile-empty = Aucune ligne bancaire ouverte. Importez un relevé ici avec Ctrl-P, « importer » ; ou dans un terminal : daybook import bank FICHIER --account NOM
reconcile-done = Toutes les lignes bancaires sont traitées.
reconcile-suspense = compte d'attente
reconcile-suspense-by-hand = Aucune proposition. m indique de qui vient cet argent, d le retire du compte d'attente.
reconcile-by-hand = Aucune proposition. m la rapproche d'un client, s la partage entre plusieurs, l la lie à un paiement, x la met en compte d'attente, d l'écarte.
reconcile-score = { $what ->
    [lines] Par ligne (chaque facture payée)
   *[envelopes] Par enveloppe (tout ce que paie une ligne bancaire)
 } : { $right } { $right ->
    [one] juste
   *[other] justes
 }, { $wrong } { $wrong ->
    [one] fausse
   *[other] fausses
 }, { $left } sans réponse
reconcile-score-sure = Sûres, par enveloppe : { $right } { $right ->
    [one] juste
   *[other] justes
 }, { $wrong } { $wrong ->
    [one] fausse
   *[other] fausses
 }
reconcile-no-such = Aucune proposition ne porte ce numéro
reconcile-nothing-marked = Aucune proposition à accepter : m rapproche la ligne à la main
reconcile-nothing-taken = Aucune ligne n'a encore été rapprochée ici
reconcile-taken = { $line } rapprochée : { $name }
reconcile-suspended = { $line } est en compte d'attente sous { $receipt } : dites de qui vient cet argent dès que vous le savez
reconcile-suspended-already = { $line } est déjà en compte d'attente
reconcile-stays = { $line } n'est pas rouverte. { $why } Alt-U montre ce qui précède.
reconcile-opened = { $line } est rouverte
reconcile-totals = { $currency } : rapproché { $done }, reste { $left }
reconcile-totals-dismissed = {""}, écarté { $dismissed }
reconcile-totals-suspense = {""}, en attente { $amount }
reconcile-links = C'est { $payment } ; rien de nouveau n'est enregistré
reconcile-returned-stays = { $line } a repris un paiement ; cela reste, car la banque l'a retourné
reconcile-line = ligne { $line }
dunning-left-out = { $why ->
    [no_policy] aucune règle ne s'applique à ce client
    [blocked] les relances sont suspendues jusqu'au { $day }
    [not_yet] pas assez en retard
    [on_account] couvert par l'argent au crédit
    [disputed] contesté
    [promised] promis
    [planned] couvert par un échéancier
    [withheld] une attestation de retenue est attendue
    [below_minimum] inférieur au minimum
    [interval] la prochaine lettre peut partir le { $day }
    [needs_person] attend l'approbation d'une personne
    [no_address] n'a pas d'adresse électronique
    [changed] a changé entre-temps
   *[left] écarté à la main
 }
dunning-no-policy = Il n'y a pas encore de règle de relance. Un superviseur en établit une : daybook post avec {"{"}"do":"set_dunning_policy","name":"standard","levels":[{"{"}"after_days":7{"}"},{"{"}"after_days":21{"}"}],"interval_days":14{"}"}, ou « règle de relance » au bureau.
dunning-open-lines = { $count ->
    [one] Une ligne bancaire reste
   *[other] { $count } lignes bancaires restent
 } à rapprocher jusqu'au { $date } : une lettre pourrait réclamer de l'argent déjà reçu.
dunning-run-open-lines = { $count ->
    [one] Une ligne bancaire reste
   *[other] { $count } lignes bancaires restent
 } à rapprocher jusqu'au { $date }. Rapprochez d'abord, ou ajoutez --yes pour continuer.
dunning-row = { $name } ({ $customer }) : niveau { $level }, { $amount }
dunning-row-person = { $name } ({ $customer }) : niveau { $level }, { $amount }, attend l'approbation d'une personne
dunning-item = { $invoice } : { $amount } sur { $outstanding }, { $days } j de retard, niveau { $level }
dunning-left-out-row = { $name } ({ $customer }) : { $amount } en retard, pas de lettre : { $why }
dunning-proposed = { $count ->
    [one] 1 lettre est à envoyer
   *[other] { $count } lettres sont à envoyer
 } au { $date }. { $without ->
    [0] Aucun client en retard n'est laissé de côté.
    [one] 1 client en retard n'en reçoit pas.
   *[other] { $without } clients en retard n'en reçoivent pas.
 }
dunning-sent = { $count ->
    [0] Aucune lettre n'a été placée
    [one] Une lettre a été placée
   *[other] { $count } lettres ont été placées
 } dans la boîte d'envoi au { $date }{ $calls ->
    [0] {""}
    [one] {" "}; un appel est noté
   *[other] {" "}; { $calls } appels sont notés
 }{ $person ->
    [0] {""}
    [one] {" "}; une attend l'approbation d'une personne
   *[other] {" "}; { $person } attendent l'approbation d'une personne
 }{ $kept ->
    [0] {""}
   *[other] {" "}; { $kept } n'ont pas pu partir
 }{ $others ->
    [0] {""}
    [one] {" "}; un autre client en retard n'en reçoit pas
   *[other] {" "}; { $others } autres clients en retard n'en reçoivent pas
 }.{ $count ->
    [0] {""}
   *[other] {" "}`daybook outbox send` envoie ce qui y attend.
 }
dunning-sent-row = { $letter } à { $name } ({ $customer }) : niveau { $level }, { $amount }
dunning-kept-back = { $name } ({ $customer }) : niveau { $level }, { $amount } : { $why }
sheet-dunning-blocked = pas de relance jusqu'au { $date }
pane-dunning = Relances
dunning-level = niveau { $level }
dunning-reading = Lecture de ce qui est en retard …
dunning-empty = Personne n'est en retard.
dunning-set-policy = Il n'y a pas encore de règle de relance. Ctrl-P, « règle de relance » : un superviseur y dit après combien de jours partent les lettres.
dunning-progress = { $taken } sur { $all } à envoyer · { $left } sans lettre
dunning-sending = { $sent } envoyées · encore { $left }
dunning-first = première lettre
dunning-before = dernière lettre { $date }, niveau { $level }
dunning-before-queued = lettre { $date }, niveau { $level }, en attente d'envoi
dunning-person = dernier niveau ou appel : cochez vous-même
dunning-more = et { $count } de plus
dunning-no-letter = Aucune lettre n'est sélectionnée
dunning-nothing-taken = Aucune lettre n'est cochée
dunning-send-there = Esc revient à la liste ; s envoie les lettres cochées
dunning-sure = { $lines ->
    [0] {""}
    [one] Une ligne bancaire reste à rapprocher (Alt-L).{" "}
   *[other] { $lines } lignes bancaires restent à rapprocher (Alt-L).{" "}
 }{ $count ->
    [one] Une lettre
   *[other] { $count } lettres
 }, { $amount } : s de nouveau { $count ->
    [one] l'envoie
   *[other] les envoie
 }
dunning-unticked = Omise tant que le bureau est ouvert ; b suspend les relances jusqu'à un jour
dunning-done = { $count ->
    [0] Aucune lettre n'est dans la boîte d'envoi
    [one] Une lettre est dans la boîte d'envoi
   *[other] { $count } lettres sont dans la boîte d'envoi
 }{ $calls ->
    [0] {""}
    [one] {" "}; un appel est noté
   *[other] {" "}; { $calls } appels sont notés
 }
dunning-done-but = { $count ->
    [0] Aucune lettre n'est dans la boîte d'envoi
    [one] Une lettre est dans la boîte d'envoi
   *[other] { $count } lettres sont dans la boîte d'envoi
 }{ $calls ->
    [0] {""}
    [one] {" "}; un appel est noté
   *[other] {" "}; { $calls } appels sont notés
 } ; refusées : { $refused } ({ $why })
pane-statements = Relevés
statements-title = Relevés au { $day }
statements-progress = { $count } à envoyer sur { $all }
statements-reading = Lecture des comptes …
statements-empty = Aucun client ne doit rien, n'a de crédit ni de mouvement.
statements-there = { $delivery } déjà là
statements-no-address = pas d'adresse électronique
statements-nothing = Il ne reste aucun relevé à envoyer
statements-sure = { $count ->
    [one] Un relevé
   *[other] { $count } relevés
 } au { $day } par courriel : s à nouveau { $count ->
    [one] le met
   *[other] les met
 } en attente
statements-queueing = Mise en attente des relevés …
statements-done = { $count ->
    [0] Aucun relevé n'a été mis en attente
    [one] Un relevé est en attente d'envoi
   *[other] { $count } relevés sont en attente d'envoi
 }{ $refused ->
    [0] {""}
   *[other] {" "}; sans adresse utilisable : { $refused }
 }
pane-proposals = Intérêts de retard et blocages
proposals-reading = Lecture des retards …
proposals-empty = Rien à facturer, à bloquer ni à débloquer aujourd'hui.
proposals-set-policy = Rien à bloquer ni à débloquer aujourd'hui, et aucune règle ne prévoit d'intérêts. Ctrl-P, « règle des intérêts » ou « règle de blocage » : un superviseur la fixe là.
proposals-progress = { $taken } sur { $all } cochés
proposals-running = { $done } faits · reste { $left }
proposals-fee = intérêts
proposals-fee-told = { $invoice }, du { $from } au { $through } : { $formula }
proposals-nothing-taken = Rien n'est coché
proposals-sure-fees = { $count ->
    [one] un intérêt de retard
   *[other] { $count } intérêts de retard
 } ({ $amount })
proposals-sure-holds = { $count ->
    [one] un blocage
   *[other] { $count } blocages
 }
proposals-sure-releases = { $count ->
    [one] un déblocage
   *[other] { $count } déblocages
 }
proposals-sure = s de nouveau exécute { $what }
proposals-done = { $count ->
    [one] Un fait
   *[other] { $count } faits
 }
proposals-done-but = { $count ->
    [one] Un fait
   *[other] { $count } faits
 } ; refusés : { $refused } ({ $why })
reconcile-accepted = { $count ->
    [one] Une ligne bancaire rapprochée
   *[other] { $count } lignes bancaires rapprochées
 }, reste à rapprocher : { $left }
pane-detective = Détective des montants
detective-amount = Quels postes font
detective-blank = Saisissez d'abord un montant.
detective-type = Tapez un montant, puis Entrée. Chaque réponse est un ensemble de postes ouverts d'un client qui font ce montant, au besoin moins un escompte ou des frais, ou avec un poste payé en partie.
detective-looking = Recherche …
detective-more = Il peut y avoir d'autres réponses
detect-nothing = Rien de ce qui est ouvert ne fait { $amount }{"\u00A0"}{ $currency }
detect-difference = { $kind ->
    [discount] moins un escompte de { $amount }
    [fee] moins des frais de { $amount }
   *[short] il manque { $amount }
 }
detect-more = Il peut y avoir d'autres réponses : précisez le client avec --customer, ou moins de jours avec --within
reconcile-no-account = Pas encore de compte bancaire : importez un relevé avec « daybook import bank FICHIER --account NOM »
reconcile-account = { $account }, { $currency }, { $date }
reconcile-bank = Banque
reconcile-book = Comptabilité
reconcile-difference = Différence
reconcile-unmatched = À la banque, à rapprocher
reconcile-dismissed = À la banque, sans rapport avec les clients
reconcile-not-at-bank = Dans la comptabilité, pas encore à la banque (montants : effet sur l'écart)
reconcile-perhaps = Dans la comptabilité, peut-être sur ce compte ou sur un autre : hors de l'écart
reconcile-gap = Les soldes des relevés ont varié de { $amount }{"\u00A0"}{ $currency } de plus que leurs lignes : il manque un relevé
import-warnings-in-all = … { $rows } avec avertissements en tout
import-refused-in-all = … { $count } lignes en tout ; --rejects FICHIER les enregistre
import-rows = { $rows } ({ $kind }) : { $taken } { $dry ->
    [yes] à importer
   *[no] { $taken ->
        [one] importée
       *[other] importées
    }
 }, { $skipped } { $skipped ->
    [one] déjà présente
   *[other] déjà présentes
 }, { $refused } { $refused ->
    [one] refusée
   *[other] refusées
 }
import-documents = documents : { $made } { $dry ->
    [yes] à importer
   *[no] importés
 }, { $refused } { $refused ->
    [one] refusé
   *[other] refusés
 }
import-customers = comptes créés pour eux : { $count }
import-book-line = { $table }, ligne { $line }{ $field ->
    [none] {""}
   *[other] , { $field }
}
import-book-table = { $table } : { $taken } { $dry ->
    [yes] à importer
   *[no] { $taken ->
        [one] importée
       *[other] importées
    }
}, { $skipped } déjà là, { $refused } { $refused ->
    [one] refusée
   *[other] refusées
 }, { $left_out } { $left_out ->
    [one] laissée de côté
   *[other] laissées de côté
 }
import-book-not-brought = non importés, dans l'ancienne comptabilité seulement : { $what }
import-book-rows = { $table ->
    [bank_lines] { $count ->
        [one] 1 ligne bancaire
       *[other] { $count } lignes bancaires
    }
    [callbacks] { $count ->
        [one] 1 rappel
       *[other] { $count } rappels
    }
    [calls] { $count ->
        [one] 1 appel
       *[other] { $count } appels
    }
    [deliveries] { $count ->
        [one] 1 envoi
       *[other] { $count } envois
    }
    [disputes] { $count ->
        [one] 1 litige terminé
       *[other] { $count } litiges terminés
    }
    [lines] { $count ->
        [one] 1 ligne de document
       *[other] { $count } lignes de documents
    }
    [plans] { $count ->
        [one] 1 échéancier
       *[other] { $count } échéanciers
    }
    [promises] { $count ->
        [one] 1 promesse
       *[other] { $count } promesses
    }
   *[other] { $count } de { $table }
}
import-book-block-untold = suspendu dans la comptabilité d'avant
import-suspense = paiements en attente d'identification : { $count }
import-near = « { $given } » n'est pas un compte ; noms proches : { $accounts }
import-warned = lignes avec avertissements : { $count }
import-unread = lignes sans montant lisible : { $count }
import-sums = { $taken }{"\u00A0"}{ $currency } { $taxes ->
    [without] HT{ " " }
   *[with] { "" }
 }{ $dry ->
    [yes] à importer
   *[no] importés
 }, { $skipped } déjà présents, { $refused } refusés{ $unknown ->
    [0] {""}
    [one] {" "}et une ligne dont le montant n'est pas connu
   *[other] {" "}et { $unknown } lignes dont les montants ne sont pas connus
 }
import-open = dont { $open }{"\u00A0"}{ $currency } restent dus
init-done = La comptabilité de { $company } est dans { $folder } : { $country }, { $currency }, fuseau horaire { $zone }.
init-no-taxes = Il n'y a pas encore de table de taxes pour { $country } : les lignes ne portent pas de taxes.
init-taxes = Codes de taxe : { $codes }.
init-next = Ensuite : `daybook import FICHIER` importe une liste de clients, puis leurs factures ouvertes ; `daybook` ouvre le bureau ; `daybook commands` donne la liste de ce qu'accepte `daybook post`.
lookup-none = Aucun résultat pour « { $query } ».
lookup-account = Compte
lookup-code = Code
lookup-currency = Dev
lookup-balance = Solde
lookup-overdue = En retard
lookup-found-by = Trouvé par
lookup-partial = La lecture n'est pas finie.
glance-made-up = (données fictives)
glance-title = { $company }, au { $day }
glance-owed = { $not_due } non échus, { $late } en retard, { $on_account } au crédit
glance-nothing = rien d'ouvert
glance-line = { $customers }, { $invoices } : { $owed }
glance-head = { $entries }, tête { $head }
serve-ended = La comptabilité du dossier { $folder } n'est plus partagée.
verify-damaged = ENDOMMAGÉ  { $damage }
verify-missing = MANQUE  { $damage }
verify-missing-run = MANQUE  écritures { $from } à { $to }
verify-differs = DIFFÈRE  { $table } { $key } : { $what ->
    [different] contenu différent
    [extra] en trop
    [missing] manquant
   *[other] { $what }
 }
verify-differing = … { $count } lignes en tout
verify-tail = Un enregistrement interrompu se trouve à la fin ({ $file }, octet { $byte }) ; personne n'en a reçu confirmation, et la prochaine ouverture le supprime.
verify-counts = { $entries }, { $rows }, tête { $head }
verify-counts-held = { $entries }, tête { $head }
verify-erased = Fiches privées effacées : { $count }
verify-to-erase = Fiches privées encore à effacer : { $count } ; la prochaine ouverture le fera.
verify-behind = Le grand livre a encore { $entries } à reprendre.
verify-held = La chaîne est intacte. Le grand livre n'a pas été comparé, car { $holder } a ouvert la comptabilité. Fermez-le, puis relancez `daybook verify`.
verify-not-compared = La chaîne est intacte. Le grand livre n'a pas été comparé : { $why }
verify-no-room = il n'y a pas la place de le copier : { $why }
verify-whole = La chaîne est intacte, et le grand livre lui correspond.
verify-rebuild = La chaîne est intacte. `daybook rebuild` reconstruit le grand livre.
verify-restore = Rien n'a été modifié. `daybook restore FICHIER --replace` restaure une sauvegarde et garde la comptabilité actuelle dans un autre dossier.
rebuild-done = Reprise de { $entries }, tête { $head }
rebuild-aside = L'ancien grand livre a été déplacé dans { $folder }
letter-greeting = Bonjour,
letter-closing = Cordialement,
    { $company }
letter-invoice-subject = Facture { $number } – { $company }
letter-invoice = Vous trouverez ci-joint notre facture { $number } du { $date }, d'un montant de { $total }. Reste à régler : { $amount }, au plus tard le { $due }.
letter-invoice-settled = Vous trouverez ci-joint notre facture { $number } du { $date }, d'un montant de { $total }. Elle est réglée ; nous vous en remercions.
letter-credit-note-subject = Note de crédit { $number } – { $company }
letter-credit-note = Vous trouverez ci-joint notre note de crédit { $number } du { $date }, d'un montant de { $total }.
letter-receipt-subject = Reçu { $number } – { $company }
letter-receipt = Nous vous remercions de votre paiement de { $amount } du { $date }. Vous trouverez le reçu ci-joint.
letter-plan-subject = Échéancier { $number } – { $company }
letter-plan = Vous trouverez ci-joint l'échéancier convenu le { $date } : { $amount } en { $count ->
    [one] une échéance
   *[other] { $count } échéances
  }. La prochaine échéance est le { $due }. Si quelque chose diffère de ce que nous avons convenu, dites-le-nous aussitôt.
letter-statement-subject = Relevé de compte au { $date } – { $company }
letter-statement = Vous trouverez ci-joint votre relevé de compte au { $date }.
letter-owed = Solde à régler : { $amount }.
letter-in-credit = Votre compte présente un crédit de { $amount }.
letter-nothing-owed = Rien n'est dû.
letter-dunning-1-subject = Rappel : { $amount } – { $company }
letter-dunning-1 = La lettre ci-jointe donne le détail de ce que nous vous prions de régler : { $amount }, déjà échus au { $date }. Nous vous prions de payer d'ici le { $due }. Si vous avez payé ces derniers jours, merci : ne tenez pas compte de ce rappel. Si quelque chose n'est pas clair, répondez à ce message et nous vous aiderons.
letter-dunning-2-subject = Deuxième rappel : { $amount } toujours en retard – { $company }
letter-dunning-2 = Nous vous avons écrit le { $before }, et les { $amount } détaillés dans la lettre ci-jointe restent impayés. Nous vous prions de régler d'ici le { $due }, ou de nous dire d'ici là combien vous pouvez verser et quand. Si une question sur un des postes retarde le paiement, répondez à ce message et nous la réglerons avec vous.
letter-dunning-3-subject = Votre compte est en retard : { $amount } – { $company }
letter-dunning-3 = Les { $amount } détaillés dans la lettre ci-jointe demeurent impayés, le plus ancien poste depuis le { $oldest }. Nous vous demandons de régler en totalité d'ici le { $due }, ou de convenir d'un échéancier avec nous avant cette date. Nous préférons trouver une solution avec vous : un appel ou une réponse suffit pour commencer.
letter-dunning-4-subject = Dernière demande de paiement : { $amount } – { $company }
letter-dunning-4 = La lettre ci-jointe est notre dernière demande pour { $amount }, impayés en partie depuis le { $oldest }. Veuillez faire en sorte qu'ils nous parviennent d'ici le { $due }. Si vous estimez ne pas les devoir, ou ne pouvez pas tout payer, appelez-nous avant cette date : nous l'examinerons et conviendrons d'une solution avec vous.
letters-head = Les courriels qui accompagnent les documents. Modifiez ce qui suit « = » ; un texte peut prendre
    plusieurs lignes, chacune en retrait. La ligne au-dessus d'un message indique ce qu'on peut y mettre.
    Un message supprimé redevient celui du programme.
letters-wrong = Les lettres de { $file } contiennent une erreur à la ligne { $line } : { $why }
own-words-unreadable = illisible ({ $why })
own-words-unknown = le message { $name } n'existe pas ; pour écrire un texte à vous, commencez son nom par un trait d'union
own-words-part = { $part } n'est pas connu ici{ $parts ->
    [none] {""}
   *[other] {" "}; ce message connaît { $parts }
}
send-templates = { $why }. Corrigez le fichier dans le dossier `templates` de la comptabilité, ou envoyez avec ce qui est intégré : `daybook outbox send --plain-template`.
send-goes-on = le serveur continue l'envoi ; `daybook outbox` montre où il en est
usage-server-sends = c'est le serveur de cette comptabilité qui envoie, avec ses propres réglages et modèles : n'indiquez ni --print-to ni --plain-template
error-serves-nobody = cette comptabilité n'est pas partagée par un serveur
mail-too-open = { $path } contient un mot de passe et d'autres peuvent le lire. Réservez-le-vous : chmod 600 { $path }
mail-anothers = { $path } appartient à un autre utilisateur. Prenez-en possession : chown, puis chmod 600
mail-unreadable = { $path }, ligne { $line } : { $why }
mail-address = { $path } : « from » et « reply_to » sont des adresses électroniques, par exemple compta@example.com
mail-two-passwords = { $path } contient « password » et « password_command » : n'en gardez qu'un
mail-half-a-login = { $path } : « user » va avec « password » ou « password_command » ; donnez les deux, ou aucun
mail-seconds = { $path } : « timeout_seconds » va de 1 à { $most }
mail-port = { $path } : « port » est un nombre entier de 1 à 65535
mail-host = { $path } : « host » est le nom ou l'adresse d'un serveur, et rien d'autre ; un port se met dans « port »
mail-in-the-clear = { $path } : sans TLS, le courrier ne va qu'à cette machine (localhost). Mettez tls à "starttls" ou "implicit"
mail-ca = { $path } : « ca » nomme { $file }, qui ne peut pas servir ({ $why })
mail-ca-empty = il ne contient aucun certificat au format PEM
mail-ca-damaged = un certificat y est illisible
mail-missing = « { $field } » manque dans { $path }
mail-password-command = { $path } : « password_command » n'a pas donné de mot de passe ({ $why })
mail-password-slow = elle a duré plus de { $seconds } s
mail-password-empty = elle n'a rien affiché
mail-password-unfit = ce qu'elle a affiché n'est pas une ligne de texte d'au plus { $most } octets
mail-no-settings = l'envoi de courriels demande ses réglages dans { $path } : host, from, et le plus souvent user et password. `daybook outbox --help` en montre un exemple
mail-no-folder = la comptabilité est servie par { $path } : indiquez les réglages avec --settings FICHIER
send-no-answer = le serveur n'a pas répondu en { $seconds } s
send-server-said = réponse du serveur : { $code } { $text }
send-refused = aucun serveur de courrier ne répond là (connexion refusée)
send-lost = la connexion a été perdue : { $why }
send-closed = le serveur a fermé la connexion avant de répondre
send-endless = la réponse du serveur ne finit pas
send-no-sense = la réponse du serveur n'avait pas de sens : est-ce un serveur de courrier ?
send-cannot = le serveur n'offre pas ce qu'il faut : { $why }
send-not-connected = pas de connexion : { $why }
send-certificate-name = le certificat du serveur est établi pour un autre nom que l'hôte des réglages
send-certificate-expired = le certificat du serveur a expiré
send-certificate-early = le certificat du serveur n'est pas encore valable : vérifiez l'horloge de cette machine
send-certificate-unknown = le certificat du serveur est signé par une autorité que cette machine ne connaît pas
send-certificate-authority = le serveur présente comme le sien le certificat d'une autorité. Donnez-lui son propre certificat, signé par cette autorité, et nommez celui de l'autorité dans « ca » des réglages du courriel
send-certificate = le certificat du serveur n'est pas valable : { $why }
send-tls = pas de connexion sûre : { $why }
send-tls-none = le serveur ne parle pas TLS à cet endroit : vérifiez « port » et « tls » dans les réglages du courriel
send-tls-old = le serveur et ce programme n'ont aucune version de TLS en commun
send-tls-alert = le serveur a refusé TLS ({ $alert })
send-no-tls = le serveur n'offre pas STARTTLS
send-no-unicode = le serveur n'accepte pas d'adresse avec ces lettres
send-bad-address = « { $given } » ne peut pas s'écrire comme adresse
send-lp-missing = le programme lp, qui imprime, n'est pas installé ici : installez CUPS, ou indiquez un dossier par print_to dans mail.toml
send-lp = l'imprimante ne l'a pas accepté : { $why }
send-stopped = arrêté avant l'envoi suivant
send-no-longer = le document ne compte plus
send-balance-changed = le solde est passé de { $from } à { $to } depuis sa mise en attente : remettez-le en attente
send-lines-changed = ses lignes ont changé depuis sa mise en attente, sans que le solde change : remettez-le en attente
send-address-removed = les coordonnées de { $customer } ont changé depuis sa mise en attente, et { $given } n'en fait pas partie : remettez-le en attente
send-reminder-changed = le montant réclamé est passé de { $from } à { $to } depuis sa mise en attente ({ $why }) : la prochaine série de relances le proposera à nouveau
send-reminder-items = ce qu'elle réclame a changé depuis sa mise en attente ({ $why }) : la prochaine série de relances la proposera à nouveau
send-reminder-nothing = aujourd'hui, elle ne réclamerait rien au lieu de { $from } : { $why }
send-now-all = { $what ->
    [paid] { $invoice } est payée
    [void] { $invoice } est annulée
    [settled] { $invoice } est soldée
    [disputed] { $invoice } est contestée
    [promised] { $invoice } fait l'objet d'une promesse
    [planned] { $invoice } est dans un échéancier
    [withheld] une attestation de retenue est attendue pour { $invoice }
    [on_account] l'argent au crédit couvre { $invoice }
    [blocked] les relances pour { $invoice } sont suspendues jusqu'au { $day }
    [more] { $amount } de plus sont dus sur { $invoice }
   *[not_yet] { $invoice } n'est pas assez en retard
 }
send-now-part = { $what ->
    [paid] { $amount } sur { $invoice } sont payés
    [void] { $invoice } est annulée
    [settled] { $amount } sur { $invoice } sont soldés
    [disputed] { $amount } sur { $invoice } sont contestés
    [promised] { $amount } sur { $invoice } sont promis
    [planned] { $amount } sur { $invoice } sont dans un échéancier
    [withheld] une attestation de retenue est attendue pour { $amount } sur { $invoice }
    [on_account] l'argent au crédit couvre { $amount } sur { $invoice }
    [blocked] les relances pour { $invoice } sont suspendues jusqu'au { $day }
    [more] { $amount } de plus sont dus sur { $invoice }
   *[not_yet] { $invoice } n'est pas assez en retard
 }
send-now-none = { $what ->
    [no_policy] aucune règle de relance ne s'applique à ce client
    [blocked] les relances à ce client sont suspendues jusqu'au { $day }
    [below_minimum] ce qui reste est inférieur au minimum de la règle
    [interval] une autre relance est trop proche : la suivante peut partir le { $day }
   *[not_yet] rien n'est assez en retard
 }
send-now-both = { $first } ; { $second }
send-now-more = { $count ->
    [one] un autre document
   *[other] { $count } autres documents
 }
send-now-other = le compte a changé
heading-delivery = Envoi
heading-document = Document
heading-attempts = Tentatives
heading-answer = Réponse
outbox-connected = { $host } répond, la connexion est aussi sûre que les réglages le demandent, et l'identification est bonne.
outbox-sent = envoyés : { $count }
outbox-later = non partis, réessayés plus tard : { $count }
outbox-failed = en échec : { $count }
outbox-unsure = peut-être partis, à vérifier : { $count }
outbox-taken-out = retirés, car ils ne sont plus justes : { $count }
outbox-waiting = Boîte d'envoi : { $queued } en attente, { $failed } en échec, { $unsure } incertains
statements-written = relevés écrits : { $count }
statements-queued = relevés mis dans la boîte d'envoi : { $count }
batch-skipped = déjà là : { $count }
batch-no-address = sans adresse électronique utilisable : { $count } ({ $codes })
batch-failed = n'ont pas pu être établis : { $count }
batch-one-failed = { $customer } : { $why }
batch-stopped = arrêté ; relancez pour continuer
progress-sending = envoi
progress-writing = écriture
invoices-queued = factures mises dans la boîte d'envoi : { $count }

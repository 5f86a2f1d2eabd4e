# Kinyarwanda for documents: all that a customer reads, and nothing else. The desk and the command
# line are in English for a reader of Kinyarwanda.
#
# Words of invoices and taxes are those of the Rwandan VAT law and of the revenue authority (fagitire,
# inyemezabwishyu, TVA, bisonewe, ijanisha rya zeru). Where a comment says so, a native speaker should
# still read the sentence.

mark-thousands = {"."}
mark-decimals = {","}
said-amount = { $amount }{"\u00A0"}{ $currency }

terms-net = iminsi { $days }
# to check by a native speaker
terms-early = { $percent }% mu minsi { $within }, iminsi { $days }
# to check by a native speaker
terms-month-end = impera z'ukwezi + iminsi { $days }

## Why a credit note was issued

word-price = igiciro
# to check by a native speaker
word-quantity-short = ingano ituzuye
word-damaged = byangiritse
word-returned = byasubijwe
word-not-ordered = bitatumijwe
# to check by a native speaker
word-late-delivery = byatanzwe bitinze
# to check by a native speaker
word-quality = ubuziranenge
word-duplicate = byanditswe kabiri
word-tax = umusoro
# to check by a native speaker
word-missing-purchase-order = nta nyandiko itumiza
# to check by a native speaker
word-unearned-discount = igabanywa ritemewe
word-already-paid = byamaze kwishyurwa
word-other = ibindi

## Documents: what a customer reads

doc-invoice = FAGITIRE { $number }
# to check by a native speaker
doc-credit-note = FAGITIRE IKOSORA (CREDIT{"\u00A0"}NOTE) { $number }
doc-receipt = INYEMEZABWISHYU { $number }
# to check by a native speaker
doc-certificate = ICYEMEZO CY'UMUSORO WAFATIRIWE { $number }
# to check by a native speaker
doc-statement = INCAMAKE YA KONTI
doc-date = Itariki
doc-due = Itariki ntarengwa
# to check by a native speaker
doc-terms = Igihe cyo kwishyura
# to check by a native speaker
doc-reference = Nimero yanyu
doc-interest-on = Inyungu kuri fagitire
doc-account = Konti
doc-currency = Ifaranga
doc-corrects = Ikosora fagitire
doc-reason = Impamvu
doc-method = Uburyo bwo kwishyura
doc-payment-reference = Nimero y'ubwishyu
doc-withheld = Umusoro wafatiriwe
doc-certificate-number = Nimero y'icyemezo
doc-from = Kuva ku wa
doc-to = Kugeza ku wa
doc-exchange-rate = Igipimo cy'ivunjisha
doc-rate = 1{"\u00A0"}{ $currency } = { $rate }{"\u00A0"}{ $book }
doc-tax-number = Nimero y'usora { $number }
doc-column-description = Ibisobanuro
doc-column-quantity = Ingano
doc-column-unit-price = Igiciro
# to check by a native speaker
doc-column-discount = Igabanywa
doc-column-tax = Umusoro
# to check by a native speaker
doc-column-net = Igiteranyo
doc-column-gross = Harimo umusoro
# to check by a native speaker
doc-column-settles = Byishyuye
doc-column-number = Nimero
doc-column-date = Itariki
doc-column-due = Ntarengwa
doc-column-item = Inyandiko
doc-column-what = Ibisobanuro
doc-column-amount = Amafaranga
doc-column-outstanding = Asigaye
doc-column-balance = Umwenda
doc-kind-invoice = fagitire
doc-kind-refund = amafaranga yasubijwe
# to check by a native speaker
doc-kind-rounding = kuringaniza umubare
# to check by a native speaker
doc-net = Igiteranyo mbere y'umusoro
doc-taxed = { $tax } { $rate } kuri { $net }
doc-untaxed = { $tax }: { $net }
doc-no-tax = Nta musoro
doc-line-no-tax = nta musoro
doc-legend-taxed = { $tax } { $rate }
# to check by a native speaker
doc-legend-no-tax = nta musoro byakwa
doc-total = Igiteranyo cyose { $currency }
# to check by a native speaker
doc-total-credited = Igiteranyo cyagabanyijwe { $currency }
doc-tax-in-book = Umusoro muri { $currency }
doc-received = Amafaranga yakiriwe { $currency }
doc-allocated = Ayishyuye
doc-on-account = Asigaye kuri konti
doc-balance = Umwenda
# to check by a native speaker
doc-opening-balance = umwenda wari usanzwe
doc-opening-line = Fagitire { $number }
# to check by a native speaker
doc-opening-credit = Fagitire ikosora { $number }
doc-closing-balance = umwenda usigaye
# to check by a native speaker
doc-not-due = Bitaragera
# to check by a native speaker
doc-late-30 = Ubukererwe 1–30
doc-late-60 = 31–60
doc-late-90 = 61–90
doc-late-91 = 91+
# to check by a native speaker
doc-balance-on = Umwenda ku wa { $date }: { $amount }.
# to check by a native speaker
doc-balance-in-credit = Ku wa { $date }, kuri konti yanyu hari { $amount } arenga ku mwenda.
# The letters that ask for what is overdue. All of them: to check by a native speaker
# to check by a native speaker
doc-dunning-1 = KWIBUTSA KWISHYURA { $number }
# to check by a native speaker
doc-dunning-2 = KWIBUTSA BWA KABIRI { $number }
# to check by a native speaker
doc-dunning-3 = KONTI YAKEREREWE { $number }
# to check by a native speaker
doc-dunning-4 = GUSABA KWISHYURA BWA{"\u00A0"}NYUMA { $number }
# to check by a native speaker
doc-dunning-fact-1 = Dukurikije ibitabo byacu, ku wa { $date } { $count ->
    [1] inyandiko ikurikira, ya { $amount }, yari yarengeje itariki ntarengwa
   *[other] inyandiko zikurikira, zose hamwe { $amount }, zari zarengeje itariki ntarengwa
  }:
# to check by a native speaker
doc-dunning-fact-2 = Twabandikiye ku wa { $before }. Ku wa { $date }, { $count ->
    [1] inyandiko ikurikira, ya { $amount }, yari itarishyurwa
   *[other] inyandiko zikurikira, zose hamwe { $amount }, zari zitarishyurwa
  }:
# to check by a native speaker
doc-dunning-fact-3 = Nyuma y'ibaruwa yacu yo ku wa { $before }, { $count ->
    [1] inyandiko ikurikira, ya { $amount }, yari itarishyurwa ku wa { $date }. Yagombaga kwishyurwa ku wa { $oldest }
   *[other] inyandiko zikurikira, zose hamwe { $amount }, zari zitarishyurwa ku wa { $date }. Imaze igihe kurusha izindi yagombaga kwishyurwa ku wa { $oldest }
  }:
# to check by a native speaker
doc-dunning-fact-4 = Ku wa { $date }, { $count ->
    [1] inyandiko ikurikira, ya { $amount }, yari itarishyurwa. Yagombaga kwishyurwa ku wa { $oldest }.
   *[other] inyandiko zikurikira, zose hamwe { $amount }, zari zitarishyurwa. Imaze igihe kurusha izindi yagombaga kwishyurwa ku wa { $oldest }.
  } Twabandikiye inshuro nyinshi, iheruka ari ku wa { $before }:
# to check by a native speaker
doc-dunning-ask-1 = Birashoboka ko byibagiranye. Turabasaba kwishyura { $amount } bitarenze ku wa { $by }.
# to check by a native speaker
doc-dunning-ask-2 = Turabasaba kwishyura { $amount } bitarenze ku wa { $by }. Niba mudashobora kwishyura yose icyarimwe, mutubwire mbere y'iyo tariki ayo mushobora kwishyura n'igihe muzayishyurira.
# to check by a native speaker
doc-dunning-ask-3 = Turabasaba kwishyura { $amount } yose bitarenze ku wa { $by }, cyangwa tukumvikana kuri gahunda yo kwishyura mbere y'iyo tariki.
# to check by a native speaker
doc-dunning-ask-4 = Ubu ni ubusabe bwacu bwa nyuma. Turabasaba ko { $amount } atugeraho bitarenze ku wa { $by }.
# to check by a native speaker
doc-dunning-help-1 = Niba mwarishyuye muri iyi minsi, murakoze: ntimwite kuri iyi baruwa. Niba hari fagitire idasobanutse cyangwa mukeneye kopi yayo, mutubwire tuyiboherereze.
# to check by a native speaker
doc-dunning-help-2 = Niba hari ikibazo kuri fagitire gituma mutishyura, mutubwire iyo ari yo tugikemurire hamwe vuba. Niba mwaramaze kwishyura, mutwoherereze itariki na nimero y'ubwishyu kugira ngo tububone.
# to check by a native speaker
doc-dunning-help-3 = Turifuza kubikemurira hamwe namwe. Muduhamagare: turareba inyandiko zose hamwe, twumvikane ku matariki mushobora kubahiriza.
# to check by a native speaker
doc-dunning-help-4 = Guhamagara rimwe mbere yo ku wa { $by } birahagije ngo twumvikane uko mwishyura. Niba mubona ko mutagomba aya mafaranga, mutubwire impamvu, duhite tubisuzuma.
# to check by a native speaker
doc-dunning-agreed = Nk'uko twabyumvikanyeho: { $text }
# to check by a native speaker
doc-dunning-fact-plan = Dukurikije ibitabo byacu, ku wa { $date } { $count ->
    [1] inyandiko ikurikira, ya { $amount }, yagombaga kuba yishyuwe
   *[other] inyandiko zikurikira, zose hamwe { $amount }, zagombaga kuba zishyuwe
  }:
# to check by a native speaker
doc-dunning-plan = Amasezerano yo kwishyura mu byiciro { $plan } yo ku wa { $agreed }: icyiciro cyo ku wa { $missed } nticyishyuwe, bityo asigaye yose kuri ayo masezerano agomba kwishyurwa: { $items }.
# to check by a native speaker
doc-dunning-not-included = Amafaranga acyagibwaho impaka, ayo mwasezeranyije kwishyura n'ayishyurwa n'ari kuri konti yanyu ntari muri ubu busabe.
# to check by a native speaker
doc-dunning-reach = Mwatubona kuri { $ways }.
# to check by a native speaker
doc-dunning-pay-by = Mwishyure bitarenze
# to check by a native speaker
doc-dunning-number = Ibaruwa
# to check by a native speaker
doc-plan = AMASEZERANO YO KWISHYURA MU BYICIRO { $number }
# to check by a native speaker
doc-plan-agreed = Twumvikanye ko { $amount } ari kuri fagitire zikurikira yishyurwa mu byiciro { $count }, nk'uko byanditse hano.
# to check by a native speaker
doc-plan-covers = Fagitire zirebwa n'aya masezerano
# to check by a native speaker
doc-plan-instalments = Ibyiciro byo kwishyura
# to check by a native speaker
doc-column-covered = Arebwa
# to check by a native speaker
doc-column-instalment = Nimero
# to check by a native speaker
doc-column-paid = Ayishyuwe
# to check by a native speaker
doc-column-still-to-pay = Asigaye
# to check by a native speaker
doc-plan-kept = Igihe cyose buri cyiciro cyishyuwe ku itariki yacyo, nta nzibutso twohereza kuri izi fagitire kandi nta nyungu z'ubukererwe dusaba ku mafaranga arebwa n'aya masezerano. Fagitire zigumana amatariki ntarengwa yazo.
# to check by a native speaker
doc-plan-missed = Iyo ibyiciro { $count } bitishyuwe nyuma y'amatariki yabyo, aya masezerano ararangira kandi asigaye yose kuri fagitire agomba guhita yishyurwa.
# to check by a native speaker
doc-plan-help = Niba mudashobora kwishyura icyiciro ku gihe, mutubwire mbere y'itariki yacyo kugira ngo dushakire hamwe igisubizo.
# to check by a native speaker
doc-plan-cancelled = Aya masezerano yasheshwe ku wa { $date }.
# to check by a native speaker
doc-plan-finished = Nta mafaranga asigaye kwishyurwa kuri aya masezerano.
# to check by a native speaker
doc-plan-less = { $amount } kuri uyu mwenda ntagisabwa, kubera fagitire zikosora n'ibindi byahinduwe nyuma y'amasezerano. Akurwa ku byiciro bya nyuma.
# to check by a native speaker
doc-plan-disputed = { $amount } aracyagibwaho impaka, ntagomba kwishyurwa ibyo bitarakemuka. Kugeza icyo gihe akurwa ku byiciro bya nyuma.
# to check by a native speaker
doc-plan-in-default = Aya masezerano yarangiye ku wa { $date } kuko hari ibyiciro bitishyuwe: asigaye yose kuri fagitire agomba kwishyurwa.
# to check by a native speaker
doc-mark-cancelled = BYASHESHWE
# to check by a native speaker
doc-mark-default = BYARANGIYE
# to check by a native speaker
doc-late-fee-line = Inyungu z'ubukererwe kuri { $invoice }: { $amount } kuri { $rate } ku mwaka mu minsi { $days } (kuva ku wa { $from } kugeza ku wa { $through })
# to check by a native speaker
doc-column-days-late = Ubukererwe
# to check by a native speaker
doc-column-to-pay = Ayo kwishyura
# to check by a native speaker
doc-slip = URUPAPURO RWO KUBITSA { $number }
# to check by a native speaker
doc-slip-to = Kuri
# to check by a native speaker
doc-slip-bank = Banki yacu
# to check by a native speaker
doc-slip-number = Urupapuro rwa banki
# to check by a native speaker
doc-slip-cheque-count = Umubare wa sheki
# to check by a native speaker
doc-slip-cheques = Sheki
# to check by a native speaker
doc-slip-cash = Amafaranga mu ntoki
# to check by a native speaker
doc-slip-others = Amafaranga mu ntoki n'andi
# to check by a native speaker
doc-slip-total = Ayabikijwe yose { $currency }
# to check by a native speaker
doc-column-cheque = Nimero ya sheki
# to check by a native speaker
doc-column-bank = Banki
# to check by a native speaker
doc-column-drawer = Uwishyuye
# to check by a native speaker
doc-column-receipt = Inyemezabwishyu
doc-how-to-pay = Uko mwishyura
# to check by a native speaker
doc-quote = Igihe mwishyura, mwandike { $reference }.
doc-mark-void = YATESHEJWE AGACIRO
doc-mark-void-receipt = YATESHEJWE AGACIRO
# to check by a native speaker
doc-mark-copy = KOPI
# to check by a native speaker
doc-mark-draft = UMUSHINGA
# to check by a native speaker
doc-draft = FAGITIRE (UMUSHINGA) { $number }
# to check by a native speaker
doc-draft-note = Uyu ni umushinga wa fagitire, si fagitire: nta cyo wishyuza. Ibiciro n'imisoro ni ibyo ku wa { $date }.
doc-fiscal-receipt = Inyemezabwishyu ya EBM
doc-fiscal-number = Nimero y'inyemezabwishyu: { $value }
doc-fiscal-sdc = SDC ID: { $value }
doc-fiscal-time = Itariki n'isaha: { $value }
# to check by a native speaker
doc-fiscal-internal-data = Amakuru y'imbere (internal data): { $value }
# to check by a native speaker
doc-fiscal-signature = Umukono w'inyemezabwishyu (signature): { $value }
# to check by a native speaker
doc-void-invoice = Iyi fagitire yateshejwe agaciro.
# to check by a native speaker
doc-copy-invoice = Iyi fagitire yatangiwe mu yindi porogaramu: iyi ni kopi, inyandiko y'umwimerere ni yo ifite agaciro.
# to check by a native speaker
doc-copy-credit-note = Iyi fagitire ikosora yatangiwe mu yindi porogaramu: iyi ni kopi, inyandiko y'umwimerere ni yo ifite agaciro.
# to check by a native speaker
doc-void-credit-note = Iyi fagitire ikosora yateshejwe agaciro.
# to check by a native speaker
doc-early-payment = Iyo mwishyuye bitarenze ku wa { $until }, mugabanyirizwa { $discount }: mwishyura { $left } gusa.
# to check by a native speaker
doc-settled = Amaze kwishyurwa: { $settled }. Asigaye kwishyurwa: { $left }.
# to check by a native speaker
doc-credit-on-account = Kuri iyi fagitire ikosora, { $amount } asigaye kuri konti yanyu.
# to check by a native speaker
doc-payment-returned = Ubwishyu bwasubijwe: banki yabusubije, nta cyo bwishyuye.
# to check by a native speaker
doc-payment-corrected = Ikosora: ubu bwishyu bwanditswe ku makosa, nta cyo bwishyuye.
# to check by a native speaker
doc-certificate-void = Ikosora: fagitire yarakosowe, iki cyemezo nta cyo cyishyura.
# to check by a native speaker
doc-certificate-adjusted = Ikosora: fagitire yarakosowe, { $amount } yo kuri iki cyemezo nta cyo yishyura.
doc-what-invoice = fagitire
# to check by a native speaker
doc-what-credit-note = fagitire ikosora
doc-what-payment = ubwishyu
doc-what-refund = amafaranga yasubijwe
doc-what-void = fagitire yateshejwe agaciro
doc-what-returned = ubwishyu bwasubijwe
doc-what-correction = ikosora
# to check by a native speaker
doc-what-discount = igabanywa ryo kwishyura kare
# to check by a native speaker
doc-what-discount-back = igabanywa ryo kwishyura kare ryakuweho
# to check by a native speaker
doc-what-rounding = kuringaniza umubare
# to check by a native speaker
doc-what-rounding-back = kuringaniza umubare byakuweho
doc-what-certificate = icyemezo cy'umusoro wafatiriwe { $kind }
doc-what-certificate-number = icyemezo cy'umusoro wafatiriwe { $kind } no. { $number }
# to check by a native speaker
doc-what-certificate-adjusted = icyemezo cy'umusoro wafatiriwe cyakosowe
# to check by a native speaker
doc-what-adjustment = { $what } (ivugurura)
doc-method-bank = kohereza kuri banki
doc-method-cash = amafaranga mu ntoki
doc-method-cheque = sheki
doc-method-card = ikarita
doc-method-momo = mobile money
doc-method-withholding = icyemezo cy'umusoro wafatiriwe
# to check by a native speaker
doc-method-opening = byavuye muri sisitemu ya mbere
# to check by a native speaker
doc-page = Urupapuro rwa { $page } kuri { $pages }
# to check by a native speaker
doc-seller = Bitanzwe na
doc-buyer = Umukiriya
# The names of these countries: to check by a native speaker
doc-country-ca = Kanada
doc-country-rw = U Rwanda
doc-country-us = Leta Zunze Ubumwe za Amerika
doc-country-gb = Ubwongereza
doc-country-fr = Ubufaransa
doc-country-be = Ububiligi
doc-country-de = Ubudage
doc-country-bi = Burundi
doc-country-cd = Repubulika Iharanira Demokarasi ya Kongo
doc-country-ke = Kenya
doc-country-tz = Tanzaniya
doc-country-ug = Uganda
doc-statement-file = Incamake-{ $account }-{ $date }
doc-statement-date = Itariki y'incamake
doc-invoice-number = Fagitire
# to check by a native speaker
doc-remittance = Agace koherezanwa n'ubwishyu
# to check by a native speaker
doc-remittance-note = Mwohereze aka gace hamwe n'ubwishyu bwanyu.
doc-amount-due = Amafaranga asigaye kwishyurwa { $currency }
doc-amount-paid = Amafaranga yishyuwe { $currency }
doc-day = { $day } { $month } { $year }
doc-month-1 = Mutarama
doc-month-2 = Gashyantare
doc-month-3 = Werurwe
doc-month-4 = Mata
doc-month-5 = Gicurasi
doc-month-6 = Kamena
doc-month-7 = Nyakanga
doc-month-8 = Kanama
doc-month-9 = Nzeri
doc-month-10 = Ukwakira
doc-month-11 = Ugushyingo
doc-month-12 = Ukuboza
doc-short-month-1 = Mut.
doc-short-month-2 = Gas.
doc-short-month-3 = Wer.
doc-short-month-4 = Mata
doc-short-month-5 = Gic.
doc-short-month-6 = Kam.
doc-short-month-7 = Nya.
doc-short-month-8 = Kan.
doc-short-month-9 = Nze.
doc-short-month-10 = Ukw.
doc-short-month-11 = Ugu.
doc-short-month-12 = Uku.

# Taxes by country and code. TVA is what Rwandans call VAT.
# to check by a native speaker
tax-RW-TT = Umusoro ku bukerarugendo (TT)
tax-RW-A = Bisonewe umusoro (A)
tax-RW-B = TVA (B)
tax-RW-C = Ijanisha rya zeru (C)
# to check by a native speaker
tax-RW-D = Bitarebwa na TVA (D)
tax-mark-RW-TT = TT
tax-mark-RW-A = A bisonewe
tax-mark-RW-B = B
tax-mark-RW-C = C zeru
tax-mark-RW-D = D nta TVA
# to check by a native speaker
tax-legend-RW-TT = umusoro ku bukerarugendo
tax-legend-RW-A = bisonewe TVA
tax-legend-RW-B = umusoro ku nyongeragaciro (TVA)
tax-legend-RW-C = TVA ku ijanisha rya zeru
# to check by a native speaker
tax-legend-RW-D = bitarebwa na TVA
number-RW-TIN = TIN { $number }
withheld-RW-WHT3 = WHT3 (umusoro ku nyungu)
withheld-RW-WHT15 = WHT15 (umusoro ku nyungu)
withheld-RW-VATWH = VATWH (TVA)
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
tax-CA-Z = Ijanisha rya zeru
tax-CA-E = Bisonewe umusoro
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
tax-mark-CA-Z = zeru
tax-mark-CA-E = bisonewe
# The names of these taxes: to check by a native speaker
tax-legend-CA-GST = umusoro wa GST
tax-legend-CA-QST = umusoro wa QST
tax-legend-CA-Z = GST/HST ku ijanisha rya zeru
tax-legend-CA-E = bisonewe GST/HST
tax-legend-CA-HST-ON = umusoro wa HST, Ontario
tax-legend-CA-HST-BC = umusoro wa HST, British Columbia
tax-legend-CA-HST-NS = umusoro wa HST, Nova Scotia
tax-legend-CA-HST-NB = umusoro wa HST, New Brunswick
tax-legend-CA-HST-NL = umusoro wa HST, Newfoundland and Labrador
tax-legend-CA-HST-PE = umusoro wa HST, Prince Edward Island
tax-legend-CA-PST-BC = umusoro wa PST, British Columbia
tax-legend-CA-PST-SK = umusoro wa PST, Saskatchewan
tax-legend-CA-RST-MB = umusoro wa RST, Manitoba
number-CA-GST = GST/HST No. { $number }
number-CA-QST = QST No. { $number }

# What a mail says. All of it: to check by a native speaker
letter-greeting = Muraho,
letter-closing = Murakoze,
    { $company }
letter-invoice-subject = Fagitire { $number } ya { $company }
letter-invoice = Murasanga kuri ubu butumwa fagitire yacu { $number } yo ku wa { $date } ya { $total }. { $amount } agomba kwishyurwa bitarenze ku wa { $due }.
letter-invoice-settled = Murasanga kuri ubu butumwa fagitire yacu { $number } yo ku wa { $date } ya { $total }. Yarishyuwe; murakoze.
letter-credit-note-subject = Fagitire ikosora { $number } ya { $company }
letter-credit-note = Murasanga kuri ubu butumwa fagitire ikosora { $number } yo ku wa { $date } ya { $total }.
letter-receipt-subject = Inyemezabwishyu { $number } ya { $company }
letter-receipt = Murakoze kutwishyura { $amount } ku wa { $date }. Inyemezabwishyu iri kuri ubu butumwa.
# to check by a native speaker
letter-plan-subject = Amasezerano yo kwishyura mu byiciro { $number } – { $company }
# to check by a native speaker
letter-plan = Ku mugereka hari amasezerano yo kwishyura mu byiciro twumvikanye ku wa { $date }: { $amount } mu byiciro { $count }. Icyiciro gikurikira kigomba kwishyurwa bitarenze ku wa { $due }. Niba hari ikinyuranye n'ibyo twumvikanye, mutubwire vuba.
letter-statement-subject = Incamake ya konti kugeza ku wa { $date } – { $company }
letter-statement = Murasanga kuri ubu butumwa incamake ya konti yanyu kugeza ku wa { $date }.
letter-owed = Hasigaye kwishyurwa { $amount }.
letter-in-credit = Konti yanyu irimo { $amount } y'inyongera.
letter-nothing-owed = Nta kintu gisigaye kwishyurwa.
letter-dunning-1-subject = Kwibutsa kwishyura: { $amount } – { $company }
letter-dunning-1 = Ibaruwa iri kuri ubu butumwa irimo ibyo tubasaba kwishyura: { $amount } yari yarengeje itariki ntarengwa ku wa { $date }. Turabasaba kwishyura bitarenze ku wa { $due }. Niba mwarishyuye muri iyi minsi, murakoze: ntimwite kuri ubu butumwa. Niba hari ikidasobanutse, musubize ubu butumwa tubafashe.
letter-dunning-2-subject = Kwibutsa bwa kabiri: { $amount } aracyakererewe – { $company }
letter-dunning-2 = Twabandikiye ku wa { $before }, ariko { $amount } ari mu ibaruwa iri kuri ubu butumwa ntarishyurwa. Turabasaba kwishyura bitarenze ku wa { $due }, cyangwa mukatubwira mbere yaho ayo mushobora kwishyura n'igihe. Niba hari ikibazo gituma mutishyura, musubize ubu butumwa tugikemurire hamwe.
letter-dunning-3-subject = Konti yanyu yakererewe: { $amount } – { $company }
letter-dunning-3 = { $amount } ari mu ibaruwa iri kuri ubu butumwa ntarishyurwa, amwe kuva ku wa { $oldest }. Turabasaba kwishyura yose bitarenze ku wa { $due }, cyangwa tukumvikana kuri gahunda yo kwishyura mbere y'iyo tariki. Turifuza kubikemurira hamwe: guhamagara cyangwa gusubiza birahagije ngo dutangire.
letter-dunning-4-subject = Gusaba kwishyura bwa nyuma: { $amount } – { $company }
letter-dunning-4 = Ibaruwa iri kuri ubu butumwa ni ubusabe bwacu bwa nyuma bwa { $amount }, amwe muri yo atarishyurwa kuva ku wa { $oldest }. Turabasaba ko atugeraho bitarenze ku wa { $due }. Niba mubona ko mutayagomba, cyangwa mudashobora kuyishyura icyarimwe, muduhamagare mbere yaho tubisuzume, twumvikane uko byakorwa.

# What to tell a customer about an account over the phone.
# to check by a native speaker
said-owes = – umwenda usigaye ni { $amount }
# to check by a native speaker
said-owes-nothing = – nta mwenda usigaye
# to check by a native speaker
said-in-credit = – kuri konti hari { $amount } arenga ku mwenda
# to check by a native speaker
said-nothing-late = nta mwenda wakererewe
# to check by a native speaker
said-all-of-it = yose
# to check by a native speaker
said-late = { $late } yakererewe kwishyurwa{ $after }
# to check by a native speaker
said-late-a-day = { $late } yakererewe kwishyurwa{ $after }, irimaze igihe ni umunsi 1
# to check by a native speaker
said-late-since = { $late } yakererewe kwishyurwa{ $after }, irimaze igihe ni iminsi { $days }
# to check by a native speaker
said-on-account = { $amount } ari kuri konti ataragenerwa fagitire
# to check by a native speaker
said-on-account-deducted = { $amount } ari kuri konti ataragenerwa fagitire, ariko yamaze gukurwamo
# to check by a native speaker
said-on-account-late = { $amount } ari kuri konti ataragenerwa fagitire, ariko yamaze gukurwamo
said-after-on-account = {""}
# to check by a native speaker
said-less-on-account = {" "}({ $overdue } ukuyemo ayari kuri konti)
said-between = {"; "}
# to check by a native speaker
said-withheld = { $amount } ni umusoro wafatiriwe, icyemezo cyawo kirategerejwe.
said-disputed = { $amount } aracyagibwaho impaka.
# to check by a native speaker
said-promised = Hasezeranyijwe kwishyura { $amount } bitarenze ku wa { $by }.
# to check by a native speaker
said-promised-in-all = Hasezeranyijwe kwishyura { $amount } bitarenze ku wa { $by }, { $all } yose hamwe.
# to check by a native speaker
said-arrived = { $amount } yasezeranyijwe yamaze kwakirwa, ari kuri konti.
# to check by a native speaker
said-plan-next = Kwishyura mu byiciro: { $amount } bitarenze ku wa { $by }, hasigaye { $left } yose hamwe.
# to check by a native speaker
said-plan-missed = Kwishyura mu byiciro: { $amount } yagombaga kwishyurwa ku wa { $by }, hasigaye { $left } yose hamwe.
# to check by a native speaker
said-plan-default = Amasezerano yo kwishyura mu byiciro yarangiye kuko hari ibitarishyuwe: { $left } agomba kwishyurwa.
# to check by a native speaker
said-ask-1 = Mwatubwira igihe muzishyurira { $late }?
# to check by a native speaker
said-ask-2 = Ni uwuhe munsi mushobora kwishyura { $late }? Twabibibukije mu nyandiko.
# to check by a native speaker
said-ask-3 = Turabasaba kwishyura { $late } ubu, cyangwa uyu munsi tukumvikana ku kwishyura mu byiciro.
# to check by a native speaker
said-ask-4 = Iyi ni inshuro ya nyuma tubasaba kwishyura { $late }: mwishyure ubu, cyangwa mutubwire uyu munsi imbogamizi mufite.

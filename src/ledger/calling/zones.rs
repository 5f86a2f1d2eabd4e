//! The time zones of telephone numbers and addresses: numbers by country and, in North America, by
//! area; addresses by country, province and state. What spans several zones is in all of them, so that
//! nobody is called too early or too late.

/// Zones with the country codes (E.164) of numbers in them.
pub(super) const COUNTRY_CODES: &[(&str, &str)] = &[
    ("Africa/Kigali", "250"),
    ("Africa/Bujumbura", "257"),
    ("Africa/Kampala", "256"),
    ("Africa/Nairobi", "254"),
    ("Africa/Dar_es_Salaam", "255"),
    ("Africa/Kinshasa", "243"),
    ("Africa/Lubumbashi", "243"),
    ("Africa/Addis_Ababa", "251"),
    ("Africa/Juba", "211"),
    ("Africa/Khartoum", "249"),
    ("Africa/Johannesburg", "27"),
    ("Africa/Lagos", "234"),
    ("Africa/Accra", "233"),
    ("Africa/Cairo", "20"),
    ("Africa/Casablanca", "212"),
    ("Africa/Algiers", "213"),
    ("Africa/Tunis", "216"),
    ("Africa/Dakar", "221"),
    ("Africa/Abidjan", "225"),
    ("Africa/Douala", "237"),
    ("Africa/Libreville", "241"),
    ("Africa/Brazzaville", "242"),
    ("Africa/Luanda", "244"),
    ("Africa/Lusaka", "260"),
    ("Africa/Harare", "263"),
    ("Africa/Blantyre", "265"),
    ("Africa/Maputo", "258"),
    ("Africa/Windhoek", "264"),
    ("Africa/Gaborone", "267"),
    ("Indian/Mauritius", "230"),
    ("Indian/Antananarivo", "261"),
    ("Europe/Paris", "33"),
    ("Europe/Brussels", "32"),
    ("Europe/Luxembourg", "352"),
    ("Europe/Amsterdam", "31"),
    ("Europe/Berlin", "49"),
    ("Europe/Zurich", "41"),
    ("Europe/Vienna", "43"),
    ("Europe/London", "44"),
    ("Europe/Dublin", "353"),
    ("Europe/Rome", "39"),
    ("Europe/Madrid", "34"),
    ("Atlantic/Canary", "34"),
    ("Europe/Lisbon", "351"),
    ("Atlantic/Azores", "351"),
    ("Europe/Copenhagen", "45"),
    ("Europe/Stockholm", "46"),
    ("Europe/Oslo", "47"),
    ("Europe/Helsinki", "358"),
    ("Europe/Warsaw", "48"),
    ("Europe/Prague", "420"),
    ("Europe/Athens", "30"),
    ("Europe/Istanbul", "90"),
    ("Asia/Dubai", "971"),
    ("Asia/Riyadh", "966"),
    ("Asia/Qatar", "974"),
    ("Asia/Jerusalem", "972"),
    ("Asia/Beirut", "961"),
    ("Asia/Kolkata", "91"),
    ("Asia/Karachi", "92"),
    ("Asia/Shanghai", "86"),
    ("Asia/Hong_Kong", "852"),
    ("Asia/Singapore", "65"),
    ("Asia/Tokyo", "81"),
    ("Asia/Seoul", "82"),
    ("Asia/Manila", "63"),
    ("Asia/Ho_Chi_Minh", "84"),
    ("Asia/Bangkok", "66"),
    ("Australia/Sydney", "61"),
    ("Australia/Perth", "61"),
    ("Pacific/Auckland", "64"),
    ("America/Sao_Paulo", "55"),
    ("America/Rio_Branco", "55"),
    ("America/Mexico_City", "52"),
    ("America/Tijuana", "52"),
    ("America/Port-au-Prince", "509"),
];

/// Zones of North America with their area codes, behind country code 1.
pub(super) const AREA_CODES: &[(&str, &str)] = &[
    ("America/St_Johns", "709 879"),
    ("America/Halifax", "902 782 506 428"),
    (
        "America/Toronto",
        "416 437 647 942 905 289 365 742 519 226 548 382 613 343 753 705 249 683 807 \
         514 438 263 450 579 354 418 581 367 819 873 468 867",
    ),
    ("America/Winnipeg", "204 431 584 807 867"),
    ("America/Regina", "306 639 474"),
    ("America/Edmonton", "403 587 780 825 368 867"),
    ("America/Vancouver", "604 778 236 672 250 257 867"),
    (
        "America/New_York",
        "201 551 640 732 848 856 862 908 973 609 202 771 203 475 860 959 207 301 240 227 410 443 667 \
         339 351 413 508 617 774 781 857 978 603 212 315 329 332 347 363 516 518 585 607 624 631 646 \
         680 716 718 838 845 914 917 929 934 252 336 704 743 828 910 919 980 984 472 216 220 234 326 \
         330 380 419 436 440 513 567 614 740 937 215 223 267 272 412 445 484 570 582 610 717 724 814 \
         835 878 401 803 821 839 843 854 864 802 276 434 540 571 686 703 757 804 826 948 304 681 \
         229 404 470 478 678 706 762 770 912 943 239 305 321 324 352 386 407 448 561 645 656 689 728 \
         754 772 786 813 850 863 904 927 941 954 302 231 248 269 313 517 586 616 679 734 810 906 947 \
         989 423 865 502 606 859 270 364 260 317 463 574 765 812 930",
    ),
    (
        "America/Chicago",
        "205 251 256 334 659 938 850 448 479 501 870 327 217 224 309 312 331 447 464 618 630 708 730 \
         773 779 815 847 861 872 219 812 930 574 319 515 563 641 712 316 620 785 913 270 364 225 318 \
         337 504 985 218 320 507 612 651 763 924 952 228 601 662 769 314 417 557 573 636 660 816 975 \
         906 402 531 308 701 405 539 572 580 918 605 615 629 731 901 931 423 210 214 254 281 325 346 \
         361 409 430 432 469 512 682 713 726 737 806 817 830 832 903 915 936 940 945 956 972 979 262 \
         274 353 414 534 608 715 920",
    ),
    (
        "America/Denver",
        "303 719 720 970 983 406 505 575 208 986 801 385 435 307 915 308 701 605 620 785 541 458 928",
    ),
    ("America/Phoenix", "480 520 602 623 928"),
    (
        "America/Los_Angeles",
        "209 213 279 310 323 341 350 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 \
         707 714 747 760 805 818 820 831 837 840 858 909 916 925 949 951 702 725 775 503 541 971 458 \
         206 253 360 425 509 564 208 986",
    ),
    ("America/Anchorage", "907"),
    ("Pacific/Honolulu", "808"),
    ("America/Puerto_Rico", "787 939"),
    ("America/Jamaica", "876 658"),
    ("America/Port_of_Spain", "868"),
    ("America/Barbados", "246"),
    ("America/Nassau", "242"),
];

/// Zones with the provinces of Canada and the states of the United States in them, by their letters.
pub(super) const REGIONS: &[(&str, &str)] = &[
    ("America/St_Johns", "NL"),
    ("America/Halifax", "NS NB PE"),
    ("America/Toronto", "ON QC NU"),
    ("America/Winnipeg", "MB ON NU"),
    ("America/Regina", "SK"),
    ("America/Edmonton", "AB NT"),
    ("America/Vancouver", "BC"),
    ("America/Whitehorse", "YT"),
    ("America/New_York", "CT DE DC FL GA IN KY ME MD MA MI NH NJ NY NC OH PA RI SC TN VT VA WV"),
    ("America/Chicago", "AL AR FL IL IN IA KS KY LA MI MN MS MO NE ND OK SD TN TX WI"),
    ("America/Denver", "CO ID KS MT NE NM ND OR SD TX UT WY"),
    ("America/Phoenix", "AZ"),
    ("America/Los_Angeles", "CA ID NV OR WA"),
    ("America/Anchorage", "AK"),
    ("Pacific/Honolulu", "HI"),
];

/// The country codes of countries as addresses name them, by their two letters or in words.
pub(super) const COUNTRIES: &[(&str, &str)] = &[
    ("250", "rw rwanda"),
    ("257", "bi burundi"),
    ("256", "ug uganda ouganda"),
    ("254", "ke kenya"),
    ("255", "tz tanzania tanzanie"),
    ("243", "cd drc rdc congo-kinshasa"),
    ("251", "et ethiopia éthiopie"),
    ("211", "ss"),
    ("27", "za"),
    ("234", "ng nigeria"),
    ("233", "gh ghana"),
    ("221", "sn senegal sénégal"),
    ("237", "cm cameroon cameroun"),
    ("33", "fr france"),
    ("32", "be belgium belgique belgië"),
    ("352", "lu luxembourg"),
    ("31", "nl netherlands pays-bas"),
    ("49", "de germany allemagne deutschland"),
    ("41", "ch switzerland suisse schweiz"),
    ("44", "gb uk england scotland wales"),
    ("353", "ie ireland irlande"),
    ("39", "it italy italie italia"),
    ("34", "es spain espagne españa"),
    ("351", "pt portugal"),
    ("971", "ae uae"),
    ("91", "in india inde"),
    ("86", "cn china chine"),
    ("1", "ca canada us usa"),
];

//! Rules on files that are imported. Uses nothing.

macro_rules! imports_rules {
    ([$($others:ident)*] $($before:tt)*) => {
        gathered! { [$($others)*] $($before)*
            ImportCells = "import.more_cells_than_header",
            ImportAmbiguous = "import.ambiguous_column",
            ImportMissingColumns = "import.missing_columns",
            ImportEncoding = "import.encoding",
            ImportDisagree = "import.rows_disagree",
            ImportFormat = "import.date_format",
            ImportQuote = "import.quote_never_closed",
            ImportDocument = "import.document_refused",
            ImportYesNo = "import.yes_or_no",
            ImportState = "import.state_unknown",
            ImportPaid = "import.paid_or_owed",
            ImportConflict = "import.conflict",
            ImportTooManyColumns = "import.too_many_columns",
            ImportUnknownColumn = "import.unknown_column",
            ImportUnknownField = "import.unknown_field",
            ImportUnreadable = "import.unreadable",
            ImportTooLarge = "import.too_large",
            ImportMark = "import.currency_mark",
            ImportUnclear = "import.two_readings",
            ImportKindUnknown = "import.kind_unknown",
            ImportOther = "import.not_a_kind",
            ImportNoHeader = "import.no_header",
            ImportSheet = "import.sheet_unknown",
            ImportNotConfirmed = "import.not_confirmed",
            ImportFolder = "import.not_an_export",
            ImportOldWorkbook = "import.old_workbook",
            ImportBinary = "import.not_a_table",
            ImportShape = "import.shape",
            ImportProfile = "import.profile",
            ImportTaxUnknown = "import.tax_unknown",
            ImportTaxUnclear = "import.tax_unclear",
            ImportTaxIncluded = "import.prices_with_tax",
            ImportTotalDiffers = "import.total_differs",
            ImportTaxApart = "import.tax_apart",
            ImportAging = "import.aging_summary",
            ImportVendors = "import.vendors",
        }
    };
}

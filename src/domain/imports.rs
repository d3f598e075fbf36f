//! A list of machines that was kept elsewhere: read, understood, and told row by row before anything of it is written.

mod headings;
mod kinds;
mod plan;
mod reading;
mod values;

pub use headings::{key, proposed, recognised};
pub use kinds::{kind_of, word};
pub use plan::{Around, Entry, Known, Plan, Refusal, plan};
pub use reading::{Row, Table, table_of, text_of};
pub use values::DayOrder;

use super::vocabulary;

/// The heaviest file, in bytes.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// The most machines of a list.
pub const MOST_ROWS: usize = 5_000;
/// The most columns of a list.
pub const MOST_COLUMNS: usize = 60;

vocabulary! {
    /// What a column of a list says of a machine.
    pub enum Target {
        Name = "name",
        Kind = "kind",
        Brand = "brand",
        Model = "model",
        Serial = "serial",
        User = "user",
        /// A site of the structure, a room, or both.
        Place = "place",
        Year = "year",
        AcquiredOn = "acquired_on",
        PurchasedOn = "purchased_on",
        Price = "price",
        Supplier = "supplier",
        InvoiceNumber = "invoice_number",
        WarrantyUntil = "warranty_until",
        /// How long the warranty lasts from the purchase on.
        WarrantyMonths = "warranty_months",
        /// Kept as it is, after its heading. Several columns may be.
        Note = "note",
    }
}

impl Target {
    /// Whether more than one column may say it.
    pub const fn is_for_several(self) -> bool {
        matches!(self, Self::Note)
    }

    /// The longest text that it takes, in characters; `None` for what is no line of text.
    pub const fn longest(self) -> Option<usize> {
        match self {
            Self::Name | Self::Kind | Self::Place | Self::Supplier => Some(80),
            Self::Brand | Self::Model | Self::Serial | Self::InvoiceNumber => Some(60),
            _ => None,
        }
    }
}

vocabulary! {
    /// Which program wrote the list, as its headings tell.
    pub enum Origin {
        Glpi = "glpi",
        SnipeIt = "snipe_it",
    }
}

vocabulary! {
    /// Why a file is no list.
    pub enum Unreadable {
        Empty = "empty",
        Heavy = "heavy",
        /// A workbook: it is to be saved as CSV first.
        Workbook = "workbook",
        /// No text.
        Binary = "binary",
        /// Headings alone.
        NoRows = "no_rows",
        ManyRows = "many_rows",
        ManyColumns = "many_columns",
    }
}

vocabulary! {
    /// Why a row is not written.
    pub enum Fault {
        /// Neither a name, nor a model, nor a serial number.
        Nameless = "nameless",
        KindUnknown = "kind",
        YearImpossible = "year",
        NotAPrice = "price",
        NotADay = "day",
        /// It has not come yet.
        DayToCome = "day_to_come",
        /// Its column holds days of both orders, and this one may be read either way.
        DayBothWays = "day_both_ways",
        TooLong = "too_long",
        /// More cells than there are headings.
        Cells = "cells",
        /// A machine of the register has this serial number.
        SerialKnown = "serial_known",
        /// A row above has it.
        SerialTwice = "serial_twice",
    }
}

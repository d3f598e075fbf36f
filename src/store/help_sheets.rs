//! Help sheets: what somebody can do alone. Read through the scope, written version by version, never deleted.

mod reads;
mod writes;

pub use reads::{HelpSheet, Listed, Version, avoided, find, find_kept, listed, most_useful, retired, suggested, version, versions};
pub use writes::{HelpSheetError, Written, bring_back, change, helped, retire, write};

pub(super) use writes::{change_in, helped_in, write_in};

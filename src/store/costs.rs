//! What the shared post costs, month by month: lines and subsidies while the month is open, the group's key, and what closing
//! freezes of them (`hours.md` § 5).

mod freezing;
mod funded;
mod keys;
mod lines;
mod months;
mod subsidies;
mod years;

#[allow(unused_imports, reason = "`Refunded` waits for corrections of closed months")]
pub(super) use freezing::{Basis, Refunded, freeze_in};
pub use funded::{AssignedWork, Funded, FundedMonth, funded};
pub(super) use keys::create_in as create_key_in;
pub use keys::{key, keys, set_key};
pub(super) use lines::insert_in as insert_line_in;
pub use lines::{Line, NewLine, add, change, copy_from_before, find, lines, raise, remove, set_amounts};
pub use months::{CostRow, Leaving, MonthCosts, MonthLine, leaving, month};
pub(super) use subsidies::insert_in as insert_subsidy_in;
pub use subsidies::{
    Ending, InMonth, NewSubsidy, Subsidy, SubsidyError, create as create_subsidy, ending, find as find_subsidy,
    remove as remove_subsidy, set_months, subsidies, update as update_subsidy,
};
pub use years::{Recorded, Year, YearError, YearLine, record as record_year, year};

use super::{DbErr, group, hours};
use crate::domain::time::Month;
use sea_orm::ConnectionTrait;

/// Why costs cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum CostsError {
    /// A closed month is never touched.
    #[error("that month is closed")]
    MonthClosed,
    #[error("not there")]
    NotThere,
    /// The form has added another line already.
    #[error("the form was used already")]
    KeyTaken,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Queues with whoever closes a month, then refuses a closed one.
async fn open_in(tx: &impl ConnectionTrait, month: Month) -> Result<(), CostsError> {
    group::pool_moved_in(tx).await?;
    match hours::last_closed_in(tx).await? {
        Some(closed) if month <= closed => Err(CostsError::MonthClosed),
        _ => Ok(()),
    }
}

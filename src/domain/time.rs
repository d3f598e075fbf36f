//! Minutes, months and the days of a time zone (`hours.md` § 1).
//!
//! Nothing here asks what time it is: instants and zones come in as arguments.

mod days;
mod minutes;
mod month;

pub use days::{DayPart, clock_parts, day_of, days_of, elapsed, minute_of_day, start_of};
pub use minutes::{Minutes, MinutesError};
pub use month::{Month, MonthError};

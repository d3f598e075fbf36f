//! The properties of `hours.md` § 9 that need no database, on groups and months made at random.

mod corrected;
mod forecasts;
mod opened;
mod properties;
mod worlds;

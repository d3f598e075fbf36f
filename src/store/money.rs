//! Money in: what each structure was called for, what it paid, what it was reminded of, and the part of the whole that each
//! used (`hours.md` § 6).

mod accounts;
mod journal;
mod payments;
mod reminders;
mod settings;
mod used;

pub use accounts::{Account, Balance, DueMonth, RegularisedYear, account, balance, balances};
pub use journal::{Moved, Party, moved};
pub(super) use payments::insert_in as insert_payment_in;
pub use payments::{NewPayment, Payment, PaymentError, cancel, find, record, sols_of_month};
pub use reminders::{ReminderError, Reminding, remind, reminding};
pub use settings::{AccountNumbers, MoneySettings, change_settings, settings};
pub use used::{Used, used};

//! The pool of hours as stored: rules by month, closed months with their frozen statements, and the open month computed
//! from agreements, interventions and what the last closing left.

mod closing;
mod departure;
mod effect;
mod left;
mod months;
mod notices;
mod past;
mod reconcile;
mod rules;

pub(super) use closing::close_in;
pub use departure::{Departing, departing};
pub use effect::{Foreseen, foresee};
pub use left::{left_of, show_left, shows_left};
pub(super) use months::charge_rules;
pub use months::{Computed, PoolMonth, Row, history, month, row_of};
pub(super) use notices::use_changed_in;
pub use notices::{is_low, tell_expiring};
pub use past::{Past, past};
pub use reconcile::{Counted, last_closed, reconcile};
pub use rules::{RulesError, RulesOf, rules, set_rules, versions};
pub(super) use rules::{create_in as create_rules_in, rules_in};

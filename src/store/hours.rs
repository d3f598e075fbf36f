//! The pool of hours as stored: rules by month, closed months with their frozen statements, and the open month computed
//! from agreements, interventions and what the last closing left.

mod basis;
mod closing;
mod departure;
mod effect;
mod months;
mod reconcile;
mod rules;

pub(super) use basis::basis;
pub(super) use closing::close_in;
pub use departure::{Departing, departing};
pub use effect::{Foreseen, foresee};
pub(super) use months::charge_rules;
pub use months::{Computed, PoolMonth, Row, history, left_of, month, row_of};
pub use reconcile::{Counted, last_closed, reconcile};
pub use rules::{RulesError, RulesOf, rules, set_rules, versions};
pub(super) use rules::{create_in as create_rules_in, rules_in};

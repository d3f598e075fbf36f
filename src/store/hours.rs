//! The pool of hours as stored: rules by month, closed months with their frozen statements, and the open month computed
//! from agreements, interventions and what the last closing left.

mod basis;
mod closed;
mod closing;
mod departure;
mod effect;
mod facts;
mod findings;
mod gifts;
mod left;
mod letters;
mod months;
mod notices;
mod past;
mod prevention;
mod reconcile;
mod rules;
mod signing;
mod statements;
mod working_time;

pub(super) use basis::basis;
pub(super) use closed::last_closed_in;
pub use closed::{ended_months, first_open_month, last_closed, readable_months};
pub(super) use closing::close_in;
pub use closing::{CloseError, ClosedNow, close, remind};
pub use departure::{Departing, departing};
pub use effect::{Foreseen, foresee};
pub(super) use facts::{corrections_in, cover_in};
pub use findings::{Finding, Worker, findings};
pub use gifts::{
    Allowed, Gift, GiftError, GiftState, Grant, NewGift, agree, allow, allowed, gifts, gifts_of, givable, grant, grantable, grants,
    propose, receivers, record, refuse, withdraw_grant,
};
pub use left::{Readable, Shown, left_of, readable_of, show_left, show_time, shown};
pub use letters::announce_sheets;
pub use months::{PoolMonth, Row, history, month, row_of};
pub(super) use months::{charge_rules, whole_month};
pub(super) use notices::use_changed_in;
pub use notices::{is_low, tell_expiring};
pub use past::{Past, past};
pub use prevention::prevention;
pub use reconcile::{Counted, reconcile};
pub use rules::{RulesError, RulesOf, rules, set_rules, versions};
pub(super) use rules::{create_in as create_rules_in, rules_in};
pub(super) use signing::sign_in;
pub use signing::{
    Figures, Question, SheetState, SignError, answer, ask, month_of_question, open_questions, questions_of, sheet_state,
    sheet_states, sign, signing_until,
};
pub use statements::{Listed, LotOfMonth, Money, Statement, statement, statements};
pub(super) use working_time::Week;
pub use working_time::{findings_of_worker, foreseen_findings};

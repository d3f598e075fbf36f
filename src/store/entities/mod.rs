//! One entity per table, named like it. Private to the store: no other module can build a query.

pub mod agreement;
pub mod amendment;
pub mod attachment;
pub mod attempt;
pub mod closing;
pub mod duty;
pub mod equipment;
pub mod group_settings;
pub mod hours_notice;
pub mod intervention;
pub mod letter;
pub mod look_link;
pub mod membership;
pub mod message;
pub mod month_use;
pub mod person;
pub mod pool_rules;
pub mod session;
pub mod sign_in;
pub mod statement;
pub mod statement_lot;
pub mod stored_file;
pub mod structure;
pub mod ticket;
pub mod ticket_event;

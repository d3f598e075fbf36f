//! The month's end.

pub mod findings;

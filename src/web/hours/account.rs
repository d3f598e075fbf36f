//! A month's account, line by line: the lines add up to what is left.

use crate::domain::time::{Minutes, Month};
use crate::store::hours::Row;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use serde::Serialize;

/// The lines, then their sum.
#[derive(Debug, Default, Serialize)]
pub struct Account {
    pub lines: Vec<AccountLine>,
    pub sum: AccountLine,
}

#[derive(Debug, Default, Serialize)]
pub struct AccountLine {
    pub label: String,
    pub minutes: String,
}

/// Reads a month as an account. Lines of nothing stay out, the agreement and what was charged excepted.
pub fn of(layout: &Layout<'_>, row: &Row, month: Month, closed: bool) -> Result<Account, Error> {
    let line = |key: &str, minutes: Minutes| -> Result<AccountLine, Error> {
        let args = [("after", FluentValue::from(layout.month(month.next())))];
        Ok(AccountLine { label: layout.text_with(&format!("hours-account-{key}"), args)?, minutes: layout.duration(minutes) })
    };
    let lines = moves(row, closed).into_iter().map(|(key, minutes)| line(key, minutes)).collect::<Result<_, _>>()?;
    Ok(Account { lines, sum: line(if closed { "carried-over" } else { "left" }, row.left)? })
}

/// What came and what went, in minutes; their sum is `row.left`.
fn moves(row: &Row, closed: bool) -> Vec<(&'static str, Minutes)> {
    let lost = if closed { row.expiring } else { Minutes::ZERO };
    let mut moves = vec![
        ("carried-in", row.carried_in),
        ("agreement", row.allotted),
        ("repaid", -row.repaid),
        ("received", row.received),
        ("granted", row.granted),
        ("given", -row.given),
        ("charged", -row.charged),
        ("pot", row.from_pot),
        ("advance", row.borrowed),
        ("overage", row.sold),
        ("lost", -lost),
    ];
    // Corrections of closed months, a departure: rare, and without a column of their own.
    moves.push(("other", row.left - moves.iter().map(|(_, minutes)| *minutes).sum()));
    moves.retain(|(key, minutes)| !minutes.is_zero() || matches!(*key, "agreement" | "charged"));
    moves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::StructureId;

    fn row() -> Row {
        let none = Minutes::ZERO;
        Row {
            structure: StructureId(uuid::Uuid::nil()),
            code: "A".into(),
            name: "A".into(),
            allotted: Minutes(300),
            repaid: none,
            carried_in: Minutes(75),
            given: none,
            received: none,
            granted: none,
            undone: none,
            interventions: 3,
            real: Minutes(228),
            charged: Minutes(240),
            from_lots: Minutes(240),
            from_pot: none,
            borrowed: none,
            sold: none,
            left: Minutes(135),
            expiring: Minutes(45),
            debt: none,
            lots: Vec::new(),
        }
    }

    fn keys(row: &Row, closed: bool) -> Vec<&'static str> {
        let moves = moves(row, closed);
        assert_eq!(moves.iter().map(|(_, minutes)| *minutes).sum::<Minutes>(), row.left, "the lines add up");
        moves.into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn an_open_month_adds_up_without_what_may_still_be_lost() {
        assert_eq!(keys(&row(), false), ["carried-in", "agreement", "charged"]);
    }

    #[test]
    fn a_closed_month_says_what_was_lost() {
        let row = Row { left: Minutes(90), ..row() };
        assert_eq!(keys(&row, true), ["carried-in", "agreement", "charged", "lost"]);
    }

    #[test]
    fn what_is_beyond_ones_hours_comes_from_somewhere() {
        let over = Row {
            carried_in: Minutes::ZERO,
            repaid: Minutes(60),
            charged: Minutes(400),
            from_lots: Minutes(240),
            from_pot: Minutes(75),
            borrowed: Minutes(75),
            sold: Minutes(10),
            left: Minutes::ZERO,
            ..row()
        };
        assert_eq!(keys(&over, false), ["agreement", "repaid", "charged", "pot", "advance", "overage"]);
    }
}

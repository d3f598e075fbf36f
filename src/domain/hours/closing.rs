//! Closing a month (`hours.md` § 4): consume, expire, trim, solidarity, borrow, overage, departures, in this order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Code, Cover, Entry, EntryKind, Lot, Member, MonthOfPool, Pool, Refusal, Rules, Undone, Why,
    lots::total,
    opening::Opening,
    pool::{Place, Transfer},
};
use crate::domain::{
    money::permille_down,
    sharing::share,
    time::{Minutes, Month},
};

/// A structure's month, in minutes. Frozen at the close.
///
/// charged = from_lots + from_pot + borrowed + sold, and carried_in + allotted + received + granted + what corrections gave
/// back to lots = repaid + given + from_lots + expired + trimmed + left + what a departure left to the pot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Statement {
    pub allotted: Minutes,
    /// The part of the allotment that repaid earlier borrowing.
    pub repaid: Minutes,
    /// Left from previous months at the opening.
    pub carried_in: Minutes,
    pub given: Minutes,
    pub received: Minutes,
    /// From the pot, by the coordinator.
    pub granted: Minutes,
    /// Given back by corrections of closed months, wherever it went (see [`Undone`]).
    pub undone: Minutes,
    /// By the month's interventions and by corrections that charge more.
    pub charged: Minutes,
    /// In the order of their use.
    pub from_lots: Vec<Lot>,
    pub expired: Minutes,
    pub trimmed: Minutes,
    pub from_pot: Minutes,
    pub borrowed: Minutes,
    pub sold: Minutes,
    /// What goes into the next month, oldest first.
    pub carried: Vec<Lot>,
    /// The total of `carried`.
    pub left: Minutes,
    /// Still owed at the end, counted positive.
    pub debt: Minutes,
    /// Only in a structure's last month.
    pub departure: Option<Departure>,
}

/// What a structure leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Departure {
    pub left_to_pot: Minutes,
    /// Remaining debt, sold at the month's cost price.
    pub debt_sold: Minutes,
}

impl Statement {
    /// Charged minutes that nothing covers yet.
    pub fn uncovered(&self) -> Minutes {
        self.charged - total(&self.from_lots) - self.from_pot - self.borrowed - self.sold
    }

    /// All minutes to be billed at the month's cost price, those of a departure included.
    pub fn billed(&self) -> Minutes {
        self.sold + self.departure.map(|departure| departure.debt_sold).unwrap_or_default()
    }
}

/// A month closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The state that the next month starts from.
    pub pool: Pool,
    /// What happened since the opening, to be appended to the journal in this order.
    pub entries: Vec<Entry>,
    pub statements: BTreeMap<Code, Statement>,
    /// What still covers the earlier months that corrections named; those of this month are [`Cover::of`] its statements.
    pub covers: BTreeMap<(Code, Month), Cover>,
    pub undone: Vec<Undone>,
}

/// Closes a month from the state in which the one before left the pool. Its inputs stay as they are; a refusal yields nothing.
pub fn close(pool: &Pool, month: &MonthOfPool) -> Result<Closed, Refusal> {
    let mut opening = Opening::new(pool, month)?;
    opening.consume();
    opening.finish()
}

impl Opening<'_> {
    /// Step 1. Also what the live view of an open month shows.
    pub(super) fn consume(&mut self) {
        for (code, statement) in &mut self.statements {
            let taken = self.book.pool.oldest(code, statement.charged);
            self.book.record_lots(EntryKind::Charge, code, &taken, Place::Used(code));
            statement.from_lots = taken;
        }
    }

    /// Steps 2 to 8, once charges are consumed.
    pub(super) fn finish(mut self) -> Result<Closed, Refusal> {
        self.expire();
        self.trim();
        self.solidarity()?;
        self.borrow();
        self.sell();
        self.depart();
        Ok(self.freeze())
    }

    fn rules(&self) -> Rules {
        self.input.rules
    }

    fn member(&self, code: &Code) -> Option<&Member> {
        self.input.members.get(code)
    }

    fn expire(&mut self) {
        for (code, statement) in &mut self.statements {
            let expired = self.book.pool.expiring_by(code, self.input.month);
            self.book.record_lots(EntryKind::Expiry, code, &expired, Place::Pot);
            statement.expired = total(&expired);
        }
    }

    /// Members only: a structure that has left keeps what a correction gave back until it expires.
    fn trim(&mut self) {
        let Some(cap) = self.rules().carry_cap_permille else {
            return;
        };
        for (code, member) in &self.input.members {
            let excess = self.book.pool.left(code).less(Minutes(permille_down(member.allotted.0, cap)));
            let trimmed = self.book.pool.oldest(code, excess);
            self.book.record_lots(EntryKind::Trim, code, &trimmed, Place::Pot);
            self.change(code, |statement| statement.trimmed = total(&trimmed));
        }
    }

    fn solidarity(&mut self) -> Result<(), Refusal> {
        let pot = self.book.pool.pot();
        let requests = self.requests();
        let parts = if requests.values().sum::<i64>() <= pot.0 {
            requests
        } else {
            let of_the_month = |error| Refusal { month: self.input.month, structure: None, why: Why::Sharing(error) };
            share(pot.0, &requests).map_err(of_the_month)?
        };
        for (code, part) in &parts {
            self.cover(EntryKind::Solidarity, code, Place::Pot, Minutes(*part));
            self.change(code, |statement| statement.from_pot = Minutes(*part));
        }
        Ok(())
    }

    /// What each uncovered structure asks of the pot.
    fn requests(&self) -> BTreeMap<Code, i64> {
        let permille = self.rules().solidarity_permille;
        let request = |statement: &Statement| statement.uncovered().0.min(permille_down(statement.allotted.0, permille));
        self.statements.iter().map(|(code, statement)| (code.clone(), request(statement))).collect()
    }

    fn borrow(&mut self) {
        for (code, uncovered) in self.uncovered() {
            let may_borrow = self.member(&code).is_some_and(|member| !member.last_month);
            if may_borrow {
                let allotted = self.statements.get(&code).map(|statement| statement.allotted).unwrap_or_default();
                let limit = Minutes(permille_down(allotted.0, self.rules().borrow_permille));
                let borrowed = uncovered.min(limit.less(self.book.pool.debt(&code)));
                self.cover(EntryKind::Borrowing, &code, Place::Debt(&code), borrowed);
                self.change(&code, |statement| statement.borrowed = borrowed);
            }
        }
    }

    fn sell(&mut self) {
        for (code, uncovered) in self.uncovered() {
            self.cover(EntryKind::Overage, &code, Place::Cap, uncovered);
            self.change(&code, |statement| statement.sold = uncovered);
        }
    }

    fn uncovered(&self) -> Vec<(Code, Minutes)> {
        let all = self.statements.iter().map(|(code, statement)| (code.clone(), statement.uncovered()));
        all.filter(|(_, minutes)| !minutes.is_zero()).collect()
    }

    /// Charged minutes that a structure's lots do not reach come from another place.
    fn cover(&mut self, kind: EntryKind, code: &Code, from: Place<'_>, minutes: Minutes) {
        self.book.record(kind, [Transfer { from, to: Place::Used(code), minutes }]);
    }

    fn depart(&mut self) {
        let leaving = self.input.members.iter().filter(|(_, member)| member.last_month);
        for (code, _) in leaving {
            let lots = self.book.pool.lots(code);
            let debt_sold = self.book.pool.debt(code);
            let to_pot =
                lots.iter().map(|lot| Transfer { from: Place::Lot(code, lot.key()), to: Place::Pot, minutes: lot.minutes });
            let sale = Transfer { from: Place::Cap, to: Place::Debt(code), minutes: debt_sold };
            self.book.record(EntryKind::Departure, to_pot.chain([sale]));
            let departure = Departure { left_to_pot: total(&lots), debt_sold };
            self.change(code, |statement| statement.departure = Some(departure));
        }
    }

    fn freeze(mut self) -> Closed {
        for (code, statement) in &mut self.statements {
            statement.carried = self.book.pool.lots(code);
            statement.left = total(&statement.carried);
            statement.debt = self.book.pool.debt(code);
        }
        Closed {
            pool: self.book.pool,
            entries: self.book.entries,
            statements: self.statements,
            covers: self.covers,
            undone: self.undone,
        }
    }
}

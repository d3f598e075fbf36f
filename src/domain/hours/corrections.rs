//! Corrections of closed months (`hours.md` § 4, After): a closed month is never touched; its effect on the pool is posted
//! in the open month.

use serde::{Deserialize, Serialize};

use super::{
    Code, EntryKind, Lot, Statement,
    lots::total,
    pool::{Book, Place, Transfer},
};
use crate::domain::time::{Minutes, Month};

/// A change of what a closed month charged: more is charged in the open month, less undoes that month's cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub structure: Code,
    /// The closed month.
    pub of: Month,
    /// The change of charged minutes: positive for more.
    pub minutes: Minutes,
}

/// What paid for a structure's charged minutes in a closed month, less what corrections have undone since.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cover {
    /// In the order of their use.
    pub from_lots: Vec<Lot>,
    pub from_pot: Minutes,
    pub borrowed: Minutes,
    pub sold: Minutes,
}

/// What one correction gave back, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    pub structure: Code,
    pub of: Month,
    /// No longer sold: to be refunded at the price of the month `of` (see [`crate::domain::costs::refund`]).
    pub sold: Minutes,
    pub to_debt: Minutes,
    pub to_pot: Minutes,
    pub to_lots: Vec<Lot>,
}

impl Cover {
    pub fn of(statement: &Statement) -> Cover {
        Cover {
            from_lots: statement.from_lots.clone(),
            from_pot: statement.from_pot,
            borrowed: statement.borrowed,
            sold: statement.sold,
        }
    }

    pub fn total(&self) -> Minutes {
        total(&self.from_lots) + self.from_pot + self.borrowed + self.sold
    }

    /// Takes `minutes` (at most the total) off the end of the cover: sold, then borrowed, then pot, then lots in reverse.
    fn take_from_the_end(&mut self, minutes: Minutes) -> Cover {
        let mut missing = minutes;
        let mut take = |held: &mut Minutes| {
            let part = missing.min(*held);
            *held -= part;
            missing -= part;
            part
        };
        let sold = take(&mut self.sold);
        let borrowed = take(&mut self.borrowed);
        let from_pot = take(&mut self.from_pot);
        let mut from_lots = Vec::new();
        for lot in self.from_lots.iter_mut().rev() {
            from_lots.push(Lot { minutes: take(&mut lot.minutes), ..*lot });
        }
        from_lots.retain(|lot| !lot.minutes.is_zero());
        self.from_lots.retain(|lot| !lot.minutes.is_zero());
        Cover { from_lots, from_pot, borrowed, sold }
    }
}

/// Undoes a negative correction, at most the total of `cover`. `current` is an empty lot of the open month.
pub(super) fn undo(book: &mut Book, correction: &Correction, cover: &mut Cover, current: Lot) -> Undone {
    let code = &correction.structure;
    let taken = cover.take_from_the_end(-correction.minutes);
    let to_debt = taken.borrowed.min(book.pool.debt(code));
    let repaid_since = Lot { minutes: taken.borrowed - to_debt, ..current };
    let mut to_lots: Vec<Lot> = [repaid_since].into_iter().filter(|lot| !lot.minutes.is_zero()).collect();
    // What expired at an earlier close cannot come back to life: the current month's lot takes its place.
    let alive = |lot: Lot| {
        if lot.expiry < current.origin { Lot { minutes: lot.minutes, ..current } } else { lot }
    };
    to_lots.extend(taken.from_lots.into_iter().map(alive));

    let used = Place::Used(code);
    let back = |to, minutes| Transfer { from: used, to, minutes };
    let common = [back(Place::Cap, taken.sold), back(Place::Debt(code), to_debt), back(Place::Pot, taken.from_pot)];
    let lots = to_lots.iter().map(|lot| back(Place::Lot(code, lot.key()), lot.minutes));
    book.record(EntryKind::Correction, common.into_iter().chain(lots));
    Undone { structure: code.clone(), of: correction.of, sold: taken.sold, to_debt, to_pot: taken.from_pot, to_lots }
}

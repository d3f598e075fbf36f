//! The state of the pool between months, and the one way to change it: a transfer between two places.

use std::collections::BTreeMap;

use super::{
    Account, Code, Entry, EntryKind, Lot,
    lots::{LotKey, Lots},
};
use crate::domain::time::{Minutes, Month};

/// What the pool holds (`hours.md` § 3). Two pools are equal when all their balances and expiries are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pool {
    lots: BTreeMap<Code, Lots>,
    debts: BTreeMap<Code, Minutes>,
    pot: Minutes,
    sold: Minutes,
    used: BTreeMap<Code, Minutes>,
}

/// A pool as stored. Debts and sold minutes are counted positive here, unlike their accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PoolParts {
    pub lots: Vec<(Code, Lot)>,
    pub debts: BTreeMap<Code, Minutes>,
    pub pot: Minutes,
    /// Minutes the shared post has sold: −CAP.
    pub sold: Minutes,
    pub used: BTreeMap<Code, Minutes>,
}

/// Why stored parts are not a pool.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    #[error("{0} is on the wrong side of zero or out of bounds")]
    OutOfBounds(Account),
    #[error("all accounts together give {0} minutes instead of zero")]
    Unbalanced(i64),
}

/// The identity printed on every statement: sold = used + lots + pot − debts (`hours.md` § 3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Identity {
    pub sold: Minutes,
    pub used: Minutes,
    pub lots: Minutes,
    pub pot: Minutes,
    pub debts: Minutes,
}

impl Identity {
    pub fn holds(&self) -> bool {
        self.sold == self.used + self.lots + self.pot - self.debts
    }
}

impl Pool {
    /// Beyond this a stored balance is corrupt, and sums might overflow.
    const MOST_STORED: Minutes = Minutes(1_000_000_000_000_000);

    /// Rebuilds a pool from its parts; refuses balances on the wrong side of zero, and parts that do not sum to zero.
    pub fn from_parts(parts: PoolParts) -> Result<Pool, PoolError> {
        let accounts = parts.lots.iter().map(|(code, lot)| (Account::Lot(code.clone(), lot.origin), lot.minutes));
        let debts = parts.debts.iter().map(|(code, minutes)| (Account::Debt(code.clone()), *minutes));
        let used = parts.used.iter().map(|(code, minutes)| (Account::Used(code.clone()), *minutes));
        let common = [(Account::Pot, parts.pot), (Account::Cap, parts.sold)];
        for (account, minutes) in accounts.chain(debts).chain(used).chain(common) {
            if !(Minutes::ZERO..=Pool::MOST_STORED).contains(&minutes) {
                return Err(PoolError::OutOfBounds(account));
            }
        }
        let mut pool = Pool { pot: parts.pot, sold: parts.sold, ..Pool::default() };
        for (code, lot) in &parts.lots {
            pool.change(Place::Lot(code, lot.key()), lot.minutes);
        }
        for (code, minutes) in &parts.debts {
            pool.change(Place::Debt(code), -*minutes);
        }
        for (code, minutes) in &parts.used {
            pool.change(Place::Used(code), *minutes);
        }
        match pool.balances().values().sum() {
            0 => Ok(pool),
            rest => Err(PoolError::Unbalanced(rest)),
        }
    }

    /// Rebuilds a pool from the balances of its journal. `expiry_of` gives the expiry that the rules of a lot's month of
    /// origin gave it: rules are the group's, so all lots of one month expire together.
    pub fn from_balances(balances: &BTreeMap<Account, i64>, expiry_of: impl Fn(Month) -> Month) -> Result<Pool, PoolError> {
        let mut parts = PoolParts::default();
        for (account, balance) in balances {
            let minutes = Minutes(*balance);
            let negated = balance.checked_neg().map(Minutes).ok_or(PoolError::OutOfBounds(account.clone()))?;
            match account.clone() {
                Account::Cap => parts.sold = negated,
                Account::Pot => parts.pot = minutes,
                Account::Debt(code) => drop(parts.debts.insert(code, negated)),
                Account::Used(code) => drop(parts.used.insert(code, minutes)),
                Account::Lot(code, origin) => {
                    parts.lots.push((code, Lot { origin, expiry: expiry_of(origin), minutes }));
                }
            }
        }
        Pool::from_parts(parts)
    }

    /// The balances of all accounts that are not zero, in minutes, with the signs of `hours.md` § 3. They sum to zero.
    pub fn balances(&self) -> BTreeMap<Account, i64> {
        let mut balances = BTreeMap::from([(Account::Cap, -self.sold.0), (Account::Pot, self.pot.0)]);
        for (code, lots) in &self.lots {
            for lot in lots.iter() {
                *balances.entry(Account::Lot(code.clone(), lot.origin)).or_default() += lot.minutes.0;
            }
        }
        balances.extend(self.debts.iter().map(|(code, minutes)| (Account::Debt(code.clone()), -minutes.0)));
        balances.extend(self.used.iter().map(|(code, minutes)| (Account::Used(code.clone()), minutes.0)));
        balances.retain(|_, balance| *balance != 0);
        balances
    }

    pub fn identity(&self) -> Identity {
        Identity {
            sold: self.sold,
            used: self.used.values().sum(),
            lots: self.lots.values().map(Lots::total).sum(),
            pot: self.pot,
            debts: self.debts.values().sum(),
        }
    }

    /// The lots of a structure, oldest first.
    pub fn lots(&self, code: &Code) -> Vec<Lot> {
        self.lots.get(code).map(|lots| lots.iter().collect()).unwrap_or_default()
    }

    /// What is left in the lots of a structure.
    pub fn left(&self, code: &Code) -> Minutes {
        self.lots.get(code).map(Lots::total).unwrap_or_default()
    }

    /// What a structure borrowed ahead, counted positive.
    pub fn debt(&self, code: &Code) -> Minutes {
        self.debts.get(code).copied().unwrap_or_default()
    }

    pub fn pot(&self) -> Minutes {
        self.pot
    }

    /// Structures that hold lots or owe minutes.
    pub fn holders(&self) -> impl Iterator<Item = &Code> {
        self.lots.keys().chain(self.debts.keys())
    }

    pub(super) fn oldest(&self, code: &Code, minutes: Minutes) -> Vec<Lot> {
        self.lots.get(code).map(|lots| lots.oldest(minutes)).unwrap_or_default()
    }

    pub(super) fn expiring_by(&self, code: &Code, month: Month) -> Vec<Lot> {
        self.lots.get(code).map(|lots| lots.expiring_by(month)).unwrap_or_default()
    }

    fn change(&mut self, place: Place<'_>, by: Minutes) {
        match place {
            Place::Cap => self.sold -= by,
            Place::Pot => self.pot += by,
            Place::Debt(code) => change(&mut self.debts, code, -by),
            Place::Used(code) => change(&mut self.used, code, by),
            Place::Lot(code, key) => {
                let lots = self.lots.entry(code.clone()).or_default();
                lots.change(key, by);
                if lots.is_empty() {
                    self.lots.remove(code);
                }
            }
        }
    }
}

/// Empty balances are not kept, so that equal states compare equal.
fn change(balances: &mut BTreeMap<Code, Minutes>, code: &Code, by: Minutes) {
    let balance = balances.entry(code.clone()).or_default();
    *balance += by;
    if balance.is_zero() {
        balances.remove(code);
    }
}

/// Where minutes can be. Unlike an account it knows a lot's expiry.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    Cap,
    Debt(&'a Code),
    Lot(&'a Code, LotKey),
    Pot,
    Used(&'a Code),
}

impl Place<'_> {
    fn account(self) -> Account {
        match self {
            Place::Cap => Account::Cap,
            Place::Debt(code) => Account::Debt(code.clone()),
            Place::Lot(code, key) => Account::Lot(code.clone(), key.origin),
            Place::Pot => Account::Pot,
            Place::Used(code) => Account::Used(code.clone()),
        }
    }
}

/// Minutes on their way: taken off the balance of one place, added to that of the other.
pub(super) struct Transfer<'a> {
    pub from: Place<'a>,
    pub to: Place<'a>,
    pub minutes: Minutes,
}

/// A pool with the entries that led to it. Every change is a transfer, so no entry can fail to sum to zero and no state
/// can differ from its journal.
#[derive(Debug, Clone, Default)]
pub(super) struct Book {
    pub pool: Pool,
    pub entries: Vec<Entry>,
}

impl Book {
    /// Records one deed; nothing when it moves no minute.
    pub fn record<'a>(&mut self, kind: EntryKind, transfers: impl IntoIterator<Item = Transfer<'a>>) {
        let mut postings: BTreeMap<Account, i64> = BTreeMap::new();
        for Transfer { from, to, minutes } in transfers {
            self.pool.change(from, -minutes);
            self.pool.change(to, minutes);
            *postings.entry(from.account()).or_default() -= minutes.0;
            *postings.entry(to.account()).or_default() += minutes.0;
        }
        postings.retain(|_, minutes| *minutes != 0);
        if !postings.is_empty() {
            self.entries.push(Entry { kind, postings: postings.into_iter().collect() });
        }
    }

    /// Records that parts of a structure's lots go to one place.
    pub fn record_lots(&mut self, kind: EntryKind, code: &Code, lots: &[Lot], to: Place<'_>) {
        self.record(kind, lots.iter().map(|lot| Transfer { from: Place::Lot(code, lot.key()), to, minutes: lot.minutes }));
    }
}

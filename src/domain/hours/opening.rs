//! A month up to its closing: checks, allotment, gifts, grants, corrections, in this order (`hours.md` §§ 4, 8).

use std::{collections::BTreeMap, ops::RangeInclusive};

use super::{
    Code, Correction, Cover, EntryKind, Gift, Grant, Lot, MOST_MINUTES, Member, MonthOfPool, Pool, Refusal, Statement, Undone, Why,
    corrections,
    pool::{Book, Place, Transfer},
};
use crate::domain::time::{Minutes, Month};

/// Many more structures or deeds than a group has in a month, and few enough that sums stay far from the edge of `i64`.
const MOST_ROWS: usize = 10_000;

/// A month under way: the book so far and what each statement says so far.
pub(super) struct Opening<'a> {
    pub input: &'a MonthOfPool,
    pub book: Book,
    pub statements: BTreeMap<Code, Statement>,
    pub covers: BTreeMap<(Code, Month), Cover>,
    pub undone: Vec<Undone>,
    /// What each structure held once gifts were made: later gifts can take no more, since grants come after.
    pub after_gifts: BTreeMap<Code, Minutes>,
    /// What the pot held once grants were made.
    pub after_grants: Minutes,
}

impl<'a> Opening<'a> {
    pub fn new(pool: &Pool, input: &'a MonthOfPool) -> Result<Opening<'a>, Refusal> {
        check(input)?;
        let mut opening = Opening {
            input,
            book: Book { pool: pool.clone(), entries: Vec::new() },
            statements: statements(pool, input),
            covers: input.covers.clone(),
            undone: Vec::new(),
            after_gifts: BTreeMap::new(),
            after_grants: Minutes::ZERO,
        };
        for (code, member) in &input.members {
            opening.allot(code, member);
        }
        for gift in &input.gifts {
            opening.give(gift)?;
        }
        opening.after_gifts = input.members.keys().map(|code| (code.clone(), opening.book.pool.left(code))).collect();
        for grant in &input.grants {
            opening.grant(grant)?;
        }
        opening.after_grants = opening.book.pool.pot();
        for correction in &input.corrections {
            opening.correct(correction)?;
        }
        Ok(opening)
    }

    /// An empty lot of this month.
    fn current_lot(&self) -> Lot {
        let origin = self.input.month;
        Lot { origin, expiry: self.input.rules.expiry_of(origin), minutes: Minutes::ZERO }
    }

    pub fn refuse(&self, code: &Code, why: Why) -> Refusal {
        refuse(self.input.month, code, why)
    }

    pub fn change(&mut self, code: &Code, change: impl FnOnce(&mut Statement)) {
        change(self.statements.entry(code.clone()).or_default());
    }

    fn allot(&mut self, code: &Code, member: &Member) {
        let repaid = member.allotted.min(self.book.pool.debt(code));
        let lot = self.current_lot().key();
        let parts = [(Place::Debt(code), repaid), (Place::Lot(code, lot), member.allotted - repaid)];
        let transfers = parts.map(|(to, minutes)| Transfer { from: Place::Cap, to, minutes });
        self.book.record(EntryKind::Allotment, transfers);
        self.change(code, |statement| statement.repaid = repaid);
    }

    fn give(&mut self, gift: &Gift) -> Result<(), Refusal> {
        let Gift { from, to, minutes } = gift;
        let left = self.book.pool.left(from);
        if *minutes > left {
            return Err(self.refuse(from, Why::GiftBeyondWhatIsLeft { asked: *minutes, left }));
        }
        let given = self.book.pool.oldest(from, *minutes);
        let transfers = given.iter().map(|lot| Transfer {
            from: Place::Lot(from, lot.key()),
            to: Place::Lot(to, lot.key()),
            minutes: lot.minutes,
        });
        self.book.record(EntryKind::Gift, transfers);
        self.change(from, |statement| statement.given += *minutes);
        self.change(to, |statement| statement.received += *minutes);
        Ok(())
    }

    fn grant(&mut self, grant: &Grant) -> Result<(), Refusal> {
        let Grant { to, minutes } = grant;
        let pot = self.book.pool.pot();
        if *minutes > pot {
            return Err(self.refuse(to, Why::GrantBeyondThePot { asked: *minutes, pot }));
        }
        let lot = Place::Lot(to, self.current_lot().key());
        self.book.record(EntryKind::Grant, [Transfer { from: Place::Pot, to: lot, minutes: *minutes }]);
        self.change(to, |statement| statement.granted += *minutes);
        Ok(())
    }

    fn correct(&mut self, correction: &Correction) -> Result<(), Refusal> {
        let Correction { structure, of, minutes } = correction;
        if *minutes >= Minutes::ZERO {
            self.change(structure, |statement| statement.charged += *minutes);
            return Ok(());
        }
        let current = self.current_lot();
        let mut cover = self.covers.get(&(structure.clone(), *of)).cloned().unwrap_or_default();
        if cover.total() < -*minutes {
            let why = Why::CorrectionBeyondTheCharge { of: *of, asked: -*minutes, covered: cover.total() };
            return Err(self.refuse(structure, why));
        }
        let undone = corrections::undo(&mut self.book, correction, &mut cover, current);
        self.covers.insert((structure.clone(), *of), cover);
        self.undone.push(undone);
        self.change(structure, |statement| statement.undone += -*minutes);
        Ok(())
    }
}

/// One statement for each member, and for each structure that has left but still has something on its account.
fn statements(pool: &Pool, input: &MonthOfPool) -> BTreeMap<Code, Statement> {
    let charged = input.charged.iter().filter(|(_, minutes)| !minutes.is_zero()).map(|(code, _)| code);
    let codes = input.members.keys().chain(charged).chain(pool.holders());
    let statement = |code: &Code| Statement {
        allotted: input.members.get(code).map(|member| member.allotted).unwrap_or_default(),
        carried_in: pool.left(code),
        charged: input.charged.get(code).copied().unwrap_or_default(),
        ..Statement::default()
    };
    codes.map(|code| (code.clone(), statement(code))).collect()
}

fn refuse(month: Month, code: &Code, why: Why) -> Refusal {
    Refusal { month, structure: Some(code.clone()), why }
}

fn check(input: &MonthOfPool) -> Result<(), Refusal> {
    let of_the_month = |why| Refusal { month: input.month, structure: None, why };
    if let Some(rule) = input.rules.out_of_bounds() {
        return Err(of_the_month(Why::RuleOutOfBounds { rule }));
    }
    let counts = [
        ("members", input.members.len()),
        ("structures charged", input.charged.len()),
        ("gifts", input.gifts.len()),
        ("grants", input.grants.len()),
        ("corrections", input.corrections.len()),
    ];
    if let Some((what, _)) = counts.into_iter().find(|(_, count)| *count > MOST_ROWS) {
        return Err(of_the_month(Why::TooMany { what, most: MOST_ROWS }));
    }
    for (code, member) in &input.members {
        check_bounds(input, code, "an allotment", member.allotted, Minutes::ZERO..=MOST_MINUTES)?;
    }
    for (code, minutes) in &input.charged {
        check_bounds(input, code, "a charge", *minutes, Minutes::ZERO..=MOST_MINUTES)?;
    }
    input.gifts.iter().try_for_each(|gift| check_gift(input, gift))?;
    for grant in &input.grants {
        check_member(input, &grant.to)?;
        check_bounds(input, &grant.to, "a grant", grant.minutes, Minutes(1)..=MOST_MINUTES)?;
    }
    input.corrections.iter().try_for_each(|correction| check_correction(input, correction))
}

fn check_gift(input: &MonthOfPool, gift: &Gift) -> Result<(), Refusal> {
    check_member(input, &gift.from)?;
    check_member(input, &gift.to)?;
    check_bounds(input, &gift.from, "a gift", gift.minutes, Minutes(1)..=MOST_MINUTES)?;
    if gift.from == gift.to { Err(refuse(input.month, &gift.from, Why::GiftToItself)) } else { Ok(()) }
}

fn check_correction(input: &MonthOfPool, correction: &Correction) -> Result<(), Refusal> {
    let Correction { structure, of, minutes } = correction;
    check_bounds(input, structure, "a correction", *minutes, -MOST_MINUTES..=MOST_MINUTES)?;
    if *of >= input.month {
        return Err(refuse(input.month, structure, Why::CorrectionNotOfAnEarlierMonth { of: *of }));
    }
    Ok(())
}

fn check_member(input: &MonthOfPool, code: &Code) -> Result<(), Refusal> {
    if input.members.contains_key(code) { Ok(()) } else { Err(refuse(input.month, code, Why::NotAMember)) }
}

fn check_bounds(
    input: &MonthOfPool,
    code: &Code,
    what: &'static str,
    minutes: Minutes,
    bounds: RangeInclusive<Minutes>,
) -> Result<(), Refusal> {
    let why = Why::OutOfBounds { what, minutes, least: *bounds.start() };
    if bounds.contains(&minutes) { Ok(()) } else { Err(refuse(input.month, code, why)) }
}

//! The live view of an open month (`hours.md` § 4, Open; § 7, While typing): nothing is stored, all of it is what closing
//! today would do.

use std::collections::BTreeMap;

use super::{Closed, Code, Lot, MonthOfPool, Pool, Refusal, Statement, closing, lots::total, opening::Opening};
use crate::domain::time::Minutes;

/// An open month, ready to answer what-if questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenMonth {
    pool: Pool,
    input: MonthOfPool,
    closed_today: Closed,
    structures: BTreeMap<Code, OpenStructure>,
    grantable: Minutes,
}

/// A structure's month so far, in minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenStructure {
    pub allotted: Minutes,
    pub repaid: Minutes,
    /// Lots left from previous months at the opening, oldest first.
    pub carried_in: Vec<Lot>,
    pub given: Minutes,
    pub received: Minutes,
    pub granted: Minutes,
    /// Given back by corrections of closed months.
    pub undone: Minutes,
    pub charged: Minutes,
    /// The lots that the charges so far take, in the order of their use.
    pub from_lots: Vec<Lot>,
    /// What the lots do not reach, split as closing today would.
    pub from_pot: Minutes,
    pub borrowed: Minutes,
    pub sold: Minutes,
    /// What can still be used before anything is taken from the pot.
    pub left: Minutes,
    /// The lots that make up `left`, oldest first.
    pub lots: Vec<Lot>,
    /// The part of `left` that would not reach next month if nothing more was charged: expired, trimmed, or left behind by
    /// a structure in its last month.
    pub expiring: Minutes,
    /// Owed if the month closed today, counted positive.
    pub debt: Minutes,
    /// The most that can still be given: within what is left, and within what was held before grants and corrections,
    /// which come after gifts.
    pub givable: Minutes,
}

/// What more minutes would take, in minutes; the parts sum to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effect {
    pub from_lots: Minutes,
    pub from_pot: Minutes,
    pub borrowed: Minutes,
    /// To be billed at the month's cost price.
    pub sold: Minutes,
}

/// Looks at a month from the state in which the one before left the pool.
pub fn open(pool: &Pool, month: &MonthOfPool) -> Result<OpenMonth, Refusal> {
    let mut opening = Opening::new(pool, month)?;
    opening.consume();
    let after_gifts = opening.after_gifts.clone();
    let grantable = opening.after_grants;
    let consumed = opening.book.pool.clone();
    let closed_today = opening.finish()?;
    let view = |(code, statement): (&Code, &Statement)| {
        let mut structure = OpenStructure::new(statement, consumed.lots(code));
        structure.carried_in = pool.lots(code);
        structure.givable = structure.left.min(after_gifts.get(code).copied().unwrap_or_default());
        (code.clone(), structure)
    };
    let structures = closed_today.statements.iter().map(view).collect();
    Ok(OpenMonth { pool: pool.clone(), input: month.clone(), closed_today, structures, grantable })
}

impl OpenStructure {
    fn new(closed: &Statement, lots: Vec<Lot>) -> OpenStructure {
        let left_behind = closed.departure.map(|departure| departure.left_to_pot).unwrap_or_default();
        OpenStructure {
            allotted: closed.allotted,
            repaid: closed.repaid,
            carried_in: Vec::new(),
            given: closed.given,
            received: closed.received,
            granted: closed.granted,
            undone: closed.undone,
            charged: closed.charged,
            from_lots: closed.from_lots.clone(),
            from_pot: closed.from_pot,
            borrowed: closed.borrowed,
            sold: closed.sold,
            left: total(&lots),
            lots,
            expiring: closed.expired + closed.trimmed + left_behind,
            debt: closed.debt,
            givable: Minutes::ZERO,
        }
    }
}

impl OpenMonth {
    pub fn structure(&self, code: &Code) -> Option<&OpenStructure> {
        self.structures.get(code)
    }

    /// The state that the month starts from.
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The facts that the month was computed from.
    pub fn input(&self) -> &MonthOfPool {
        &self.input
    }

    pub fn structures(&self) -> &BTreeMap<Code, OpenStructure> {
        &self.structures
    }

    /// What the coordinator can still grant from the pot: what this month's close will bring in does not count.
    pub fn grantable(&self) -> Minutes {
        self.grantable
    }

    /// The month as closing it today would leave it.
    pub fn closed_today(&self) -> &Closed {
        &self.closed_today
    }

    /// What closing today would do to a structure if this month was its last; `None` when it is no member this month.
    pub fn if_leaving(&self, code: &Code) -> Result<Option<Statement>, Refusal> {
        let mut input = self.input.clone();
        let Some(member) = input.members.get_mut(code) else { return Ok(None) };
        member.last_month = true;
        Ok(closing::close(&self.pool, &input)?.statements.remove(code))
    }

    /// What `additional` charged minutes of a structure would take, the month's other facts being what they are.
    ///
    /// The pot is shared in whole minutes: when several structures draw on a short pot, one minute more may move a minute
    /// between pot and debt, so a part can be −1.
    pub fn effect_of(&self, code: &Code, additional: Minutes) -> Result<Effect, Refusal> {
        let mut input = self.input.clone();
        let charged = input.charged.entry(code.clone()).or_default();
        *charged = Minutes(charged.0.saturating_add(additional.0));
        let then = closing::close(&self.pool, &input)?;
        let after = then.statements.get(code).map(effect).unwrap_or_default();
        let before = self.closed_today.statements.get(code).map(effect).unwrap_or_default();
        Ok(Effect {
            from_lots: after.from_lots - before.from_lots,
            from_pot: after.from_pot - before.from_pot,
            borrowed: after.borrowed - before.borrowed,
            sold: after.sold - before.sold,
        })
    }
}

fn effect(statement: &Statement) -> Effect {
    Effect {
        from_lots: total(&statement.from_lots),
        from_pot: statement.from_pot,
        borrowed: statement.borrowed,
        sold: statement.sold,
    }
}

//! Groups made at random, and the shorthand of the other tests.

use proptest::prelude::*;

use crate::domain::{
    hours::{Closed, Code, Cover, Gift, Grant, Lot, Member, MonthOfPool, Pool, Rules, closing::close},
    time::{Minutes, Month},
};

pub fn month(text: &str) -> Month {
    text.parse().expect("a month of a test")
}

pub fn code(text: &str) -> Code {
    text.into()
}

pub fn lot(origin: &str, expiry: &str, minutes: i64) -> Lot {
    Lot { origin: month(origin), expiry: month(expiry), minutes: Minutes(minutes) }
}

pub const RULES: Rules =
    Rules { validity_months: 3, carry_cap_permille: Some(2000), solidarity_permille: 500, borrow_permille: 500 };

/// A month of members with their allotments and charges.
pub fn a_month(text: &str, members: &[(&str, i64, i64)]) -> MonthOfPool {
    let mut input = MonthOfPool::new(month(text), RULES);
    for (id, allotted, charged) in members {
        input.members.insert(code(id), Member { allotted: Minutes(*allotted), last_month: false });
        input.charged.insert(code(id), Minutes(*charged));
    }
    input
}

/// Raw material of a month: what the state allows is cut out of it when its turn comes.
#[derive(Debug, Clone)]
pub struct Material {
    charged: Vec<i64>,
    gift: Option<(usize, usize, i64)>,
    grant: Option<(usize, i64)>,
    correction: Option<(usize, i64)>,
}

#[derive(Debug, Clone)]
pub struct World {
    pub rules: Rules,
    allotted: Vec<i64>,
    /// The month, counted from 0, that is the last of each structure.
    lasts: Vec<usize>,
    months: Vec<Material>,
}

const NAMES: [&str; 4] = ["A", "B", "C", "D"];

pub fn any_rules() -> impl Strategy<Value = Rules> {
    (0u32..5, prop::option::of(0i64..4000), 0i64..1500, 0i64..1500).prop_map(
        |(validity_months, carry_cap_permille, solidarity_permille, borrow_permille)| Rules {
            validity_months,
            carry_cap_permille,
            solidarity_permille,
            borrow_permille,
        },
    )
}

fn any_material() -> impl Strategy<Value = Material> {
    let charged = prop::collection::vec(prop_oneof![Just(0), 0i64..900], 4);
    let gift = prop::option::of((0usize..4, 0usize..4, 1i64..500));
    let grant = prop::option::of((0usize..4, 1i64..500));
    let correction = prop::option::of((0usize..4, -500i64..500));
    (charged, gift, grant, correction).prop_map(|(charged, gift, grant, correction)| Material { charged, gift, grant, correction })
}

pub fn any_world() -> impl Strategy<Value = World> {
    let allotted = prop::collection::vec(0i64..700, 4);
    let lasts = prop::collection::vec(3usize..20, 4);
    let months = prop::collection::vec(any_material(), 1..9);
    (any_rules(), allotted, lasts, months).prop_map(|(rules, allotted, lasts, months)| World { rules, allotted, lasts, months })
}

/// One month of a world: the state before it, its facts, and how it closed.
pub struct Lived {
    pub before: Pool,
    pub input: MonthOfPool,
    pub closed: Closed,
}

impl World {
    /// Lives all months, each gift, grant and correction cut down to what is possible.
    pub fn live(&self) -> Vec<Lived> {
        let mut lived: Vec<Lived> = Vec::new();
        for (number, material) in self.months.iter().enumerate() {
            let before = lived.last().map(|last| last.closed.pool.clone()).unwrap_or_default();
            let mut input = self.quiet_month(number);
            for (position, charged) in material.charged.iter().enumerate() {
                if input.members.contains_key(&code(NAMES[position])) {
                    input.charged.insert(code(NAMES[position]), Minutes(*charged));
                }
            }
            self.add_deeds(&mut input, material, &before, lived.last());
            let closed = close(&before, &input).expect("a month of a world closes");
            lived.push(Lived { before, input, closed });
        }
        lived
    }

    fn quiet_month(&self, number: usize) -> MonthOfPool {
        let mut input = MonthOfPool::new(month("2026-01").plus(number as i32), self.rules);
        for (position, name) in NAMES.iter().enumerate() {
            if number <= self.lasts[position] {
                let member = Member { allotted: Minutes(self.allotted[position]), last_month: number == self.lasts[position] };
                input.members.insert(code(name), member);
            }
        }
        input
    }

    fn add_deeds(&self, input: &mut MonthOfPool, material: &Material, before: &Pool, last: Option<&Lived>) {
        let present = |input: &MonthOfPool, position: usize| input.members.contains_key(&code(NAMES[position]));
        if let Some((from, to, most)) = material.gift.filter(|(from, to, _)| from != to) {
            let held = before.left(&code(NAMES[from])).min(Minutes(most));
            if held > Minutes::ZERO && present(input, from) && present(input, to) {
                input.gifts.push(Gift { from: code(NAMES[from]), to: code(NAMES[to]), minutes: held });
            }
        }
        if let Some((to, most)) = material.grant {
            let held = before.pot().min(Minutes(most));
            if held > Minutes::ZERO && present(input, to) {
                input.grants.push(Grant { to: code(NAMES[to]), minutes: held });
            }
        }
        if let (Some((position, minutes)), Some(last)) = (material.correction, last) {
            correct(input, code(NAMES[position]), minutes, last);
        }
    }
}

fn correct(input: &mut MonthOfPool, structure: Code, minutes: i64, last: &Lived) {
    let of = last.input.month;
    let cover = last.closed.statements.get(&structure).map(Cover::of).unwrap_or_default();
    let minutes = Minutes(minutes.max(-cover.total().0));
    input.covers.insert((structure.clone(), of), cover);
    input.corrections.push(crate::domain::hours::Correction { structure, of, minutes });
}

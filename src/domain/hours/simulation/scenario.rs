//! A scenario as written (`hours.md` § 8).

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, de};

use crate::domain::{
    costs::{CostLine, Key},
    hours::{self, Code, Rules},
    money::Cents,
    time::{Minutes, Month},
};

/// A group, its rules, and what happens month by month (`hours.md` § 8). Durations in minutes, money in cents.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub rules: RulesScenario,
    pub structures: Vec<Structure>,
    #[serde(default)]
    pub amendments: Vec<Amendment>,
    pub months: Vec<MonthScenario>,
}

/// The rules of the whole scenario. An absent rule does nothing: lots never expire, no cap, no solidarity, no borrowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RulesScenario {
    pub validity_months: Option<u32>,
    pub carry_cap_permille: Option<i64>,
    pub solidarity_permille: i64,
    pub borrow_permille: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Structure {
    pub id: Code,
    pub monthly_minutes: Minutes,
    /// Its first month; the scenario's first month when absent.
    #[serde(default)]
    pub from: Option<Month>,
    /// Its last month.
    #[serde(default)]
    pub to: Option<Month>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    pub structure: Code,
    pub from: Month,
    pub monthly_minutes: Minutes,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthScenario {
    pub month: Month,
    #[serde(default)]
    pub used: Used,
    #[serde(default)]
    pub gifts: Vec<Gift>,
    #[serde(default)]
    pub grants: Vec<Grant>,
    #[serde(default)]
    pub corrections: Vec<Correction>,
    #[serde(default)]
    pub costs: Costs,
    #[serde(default = "subscribed")]
    pub key: Key,
}

fn subscribed() -> Key {
    Key::Subscribed
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gift {
    pub from: Code,
    pub to: Code,
    pub minutes: Minutes,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    pub to: Code,
    pub minutes: Minutes,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    pub structure: Code,
    pub of: Month,
    pub minutes: Minutes,
}

/// Charged minutes of each structure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Used(pub BTreeMap<Code, Minutes>);

/// Cost lines, written as pairs of label and cents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Costs(pub Vec<CostLine>);

impl Scenario {
    /// The first month of a structure.
    pub(super) fn joins(&self, structure: &Structure) -> Month {
        let first = self.months.first().map(|first| first.month);
        structure.from.or(first).unwrap_or(Month::of(chrono::NaiveDate::MIN))
    }

    pub(super) fn is_member(&self, structure: &Structure, month: Month) -> bool {
        self.joins(structure) <= month && structure.to.is_none_or(|last| month <= last)
    }
}

impl MonthScenario {
    /// Every structure that the month names.
    pub(super) fn named(&self) -> impl Iterator<Item = &Code> {
        let gifts = self.gifts.iter().flat_map(|gift| [&gift.from, &gift.to]);
        let grants = self.grants.iter().map(|grant| &grant.to);
        let corrections = self.corrections.iter().map(|correction| &correction.structure);
        self.used.0.keys().chain(gifts).chain(grants).chain(corrections)
    }
}

impl From<RulesScenario> for Rules {
    fn from(rules: RulesScenario) -> Rules {
        Rules {
            validity_months: rules.validity_months.unwrap_or(Rules::LONGEST_VALIDITY),
            carry_cap_permille: rules.carry_cap_permille,
            solidarity_permille: rules.solidarity_permille,
            borrow_permille: rules.borrow_permille,
        }
    }
}

impl From<&Gift> for hours::Gift {
    fn from(gift: &Gift) -> hours::Gift {
        hours::Gift { from: gift.from.clone(), to: gift.to.clone(), minutes: gift.minutes }
    }
}

impl From<&Grant> for hours::Grant {
    fn from(grant: &Grant) -> hours::Grant {
        hours::Grant { to: grant.to.clone(), minutes: grant.minutes }
    }
}

impl From<&Correction> for hours::Correction {
    fn from(correction: &Correction) -> hours::Correction {
        hours::Correction { structure: correction.structure.clone(), of: correction.of, minutes: correction.minutes }
    }
}

/// Serde would keep the last of two figures for one structure; a group would not notice the other was dropped.
impl<'de> Deserialize<'de> for Used {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Used, D::Error> {
        from.deserialize_map(UsedVisitor)
    }
}

struct UsedVisitor;

impl<'de> de::Visitor<'de> for UsedVisitor {
    type Value = Used;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("minutes by structure")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Used, A::Error> {
        let mut used = BTreeMap::new();
        while let Some(code) = map.next_key::<Code>()? {
            let minutes = map.next_value().map_err(|e| de::Error::custom(format_args!("structure {code}: {e}")))?;
            if used.insert(code.clone(), minutes).is_some() {
                return Err(de::Error::custom(format_args!("structure {code}: used twice")));
            }
        }
        Ok(Used(used))
    }
}

impl<'de> Deserialize<'de> for Costs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Costs, D::Error> {
        let pairs = Vec::<(String, i64)>::deserialize(from)?;
        Ok(Costs(pairs.into_iter().map(|(label, cents)| CostLine { label, cents: Cents(cents) }).collect()))
    }
}

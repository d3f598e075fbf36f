//! What a month costs and who pays what (`hours.md` § 5).

pub mod subsidies;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    hours::Code,
    money::{Cents, half_up},
    sharing::{SharingError, share, share_lines},
    time::Minutes,
    vocabulary,
};

vocabulary! {
    /// What the net cost of a month is shared by.
    pub enum Key {
        Subscribed = "subscribed",
        Charged = "charged",
        Equal = "equal",
    }
}

vocabulary! {
    /// What a line of a month's costs is, in the order in which people enter them.
    pub enum LineKind {
        GrossPay = "gross_pay",
        EmployerCharges = "employer_charges",
        PaidLeave = "paid_leave",
        Travel = "travel",
        Tools = "tools",
        Management = "management",
        Other = "other",
        /// Written by the subsidies alone: negative, after all others.
        Subsidy = "subsidy",
    }
}

/// A cost of the shared post, or a subsidy when negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    pub label: String,
    pub cents: Cents,
}

/// What one structure brings to the sharing of a month's costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weight {
    /// The month's allotment; zero for a structure that has left and only has sold minutes to pay.
    pub subscribed: Minutes,
    pub charged: Minutes,
    /// Minutes sold at the month's close, a leaving structure's debt included.
    pub sold: Minutes,
    /// Whether it takes part in the sharing at all.
    pub member: bool,
}

/// A month's costs, shared. Serialises as `shares` of the outcome of a simulation (`hours.md` § 8).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Shares {
    pub lines: Vec<SharedLine>,
    /// Each structure's share of the net cost.
    pub totals: BTreeMap<Code, Cents>,
    pub net_cents: Cents,
    /// What each structure that bought minutes at the close pays for them, on top of its share.
    pub overage_cents: BTreeMap<Code, Cents>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedLine {
    pub label: String,
    pub cents: Cents,
    pub shares: BTreeMap<Code, Cents>,
}

/// Why a month's costs could not be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CostsError {
    #[error("the costs cannot be shared: {0}")]
    Sharing(#[from] SharingError),
    #[error("minutes were sold, but nobody subscribed any: they have no price")]
    NoPrice,
    #[error("the amounts are too large")]
    TooLarge,
}

/// Shares the lines of a month by the group's key: each line sums to its amount, each structure to its share.
pub fn share_costs(lines: &[CostLine], key: Key, structures: &BTreeMap<Code, Weight>) -> Result<Shares, CostsError> {
    let weights: BTreeMap<Code, i64> = structures
        .iter()
        .filter(|(_, structure)| structure.member)
        .map(|(code, structure)| (code.clone(), weight(structure, key)))
        .collect();
    let amounts: Vec<i64> = lines.iter().map(|line| line.cents.0).collect();
    let cells = share_lines(&amounts, &weights)?;
    let net = amounts.iter().try_fold(0i64, |sum, cents| sum.checked_add(*cents)).ok_or(CostsError::TooLarge)?;
    Ok(Shares {
        lines: lines.iter().zip(cells).map(|(line, cell)| shared_line(line, cell)).collect(),
        totals: in_cents(share(net, &weights)?),
        net_cents: Cents(net),
        overage_cents: overages(Cents(net), structures)?,
    })
}

/// Shares a month as it is closed, which nothing may refuse for want of a weight: when nobody has one by the group's key (no
/// minute was charged in August), subscribed minutes stand in for it, then equal parts. Without a member nothing is shared, and
/// without a subscribed minute what was sold has no price. Says which key was used.
pub fn share_month(lines: &[CostLine], key: Key, structures: &BTreeMap<Code, Weight>) -> Result<(Key, Shares), CostsError> {
    let has_weight = |key: &Key| structures.values().any(|structure| structure.member && weight(structure, *key) > 0);
    let Some(used) = [key, Key::Subscribed, Key::Equal].into_iter().find(has_weight) else {
        let unshared = |line: &CostLine| shared_line(line, BTreeMap::new());
        let net_cents = lines.iter().map(|line| line.cents).sum();
        let shares = Shares { lines: lines.iter().map(unshared).collect(), net_cents, ..Shares::default() };
        return Ok((key, shares));
    };
    let priced = structures.values().any(|structure| structure.subscribed > Minutes::ZERO);
    if priced {
        return Ok((used, share_costs(lines, used, structures)?));
    }
    let unsold = structures.iter().map(|(code, weight)| (code.clone(), Weight { sold: Minutes::ZERO, ..*weight })).collect();
    Ok((used, share_costs(lines, used, &unsold)?))
}

/// What an hour costs when `minutes` are behind the month's net cost; none when there are none.
pub fn per_hour(net: Cents, minutes: Minutes) -> Option<Cents> {
    overage(net, Minutes(60), minutes).ok()
}

fn weight(structure: &Weight, key: Key) -> i64 {
    match key {
        Key::Subscribed => structure.subscribed.0,
        Key::Charged => structure.charged.0,
        Key::Equal => 1,
    }
}

fn shared_line(line: &CostLine, cell: BTreeMap<Code, i64>) -> SharedLine {
    SharedLine { label: line.label.clone(), cents: line.cents, shares: in_cents(cell) }
}

fn in_cents(parts: BTreeMap<Code, i64>) -> BTreeMap<Code, Cents> {
    parts.into_iter().map(|(code, cents)| (code, Cents(cents))).collect()
}

fn overages(net: Cents, structures: &BTreeMap<Code, Weight>) -> Result<BTreeMap<Code, Cents>, CostsError> {
    let subscribed = structures.values().map(|structure| structure.subscribed).sum();
    let sold = structures.iter().filter(|(_, structure)| !structure.sold.is_zero());
    sold.map(|(code, structure)| Ok((code.clone(), overage(net, structure.sold, subscribed)?))).collect()
}

/// The price of sold minutes: net × sold ÷ minutes subscribed by all that month, half up to the cent.
pub fn overage(net: Cents, sold: Minutes, subscribed: Minutes) -> Result<Cents, CostsError> {
    if sold.is_zero() {
        return Ok(Cents::ZERO);
    }
    if subscribed <= Minutes::ZERO {
        return Err(CostsError::NoPrice);
    }
    let exact = i128::from(net.0) * i128::from(sold.0);
    i64::try_from(half_up(exact, i128::from(subscribed.0))).map(Cents).map_err(|_| CostsError::TooLarge)
}

/// What goes back to a structure when `undone` of the minutes it was `sold` that month are refunded (`hours.md` § 4, After).
///
/// The difference of two prices, not the price of the difference: refunding in any number of steps gives back what was paid.
pub fn refund(net: Cents, sold: Minutes, undone: Minutes, subscribed: Minutes) -> Result<Cents, CostsError> {
    Ok(overage(net, sold, subscribed)? - overage(net, sold - undone, subscribed)?)
}

/// The annual regularisation: the year's actual net cost shared by minutes sold to each structure, minus what was called.
/// Positive amounts are still owed, negative ones go back; the group's result is zero.
pub fn regularisation(
    net: Cents,
    sold: &BTreeMap<Code, Minutes>,
    called: &BTreeMap<Code, Cents>,
) -> Result<BTreeMap<Code, Cents>, CostsError> {
    let mut weights: BTreeMap<Code, i64> = called.keys().map(|code| (code.clone(), 0)).collect();
    weights.extend(sold.iter().map(|(code, minutes)| (code.clone(), minutes.0)));
    let owed = |(code, part): (Code, i64)| {
        let already = called.get(&code).map_or(0, |cents| cents.0);
        let rest = part.checked_sub(already).ok_or(CostsError::TooLarge)?;
        Ok((code, Cents(rest)))
    };
    share(net.0, &weights)?.into_iter().map(owed).collect()
}

/// Each part of a whole in per mille, by largest remainder: they sum to a thousand, or to nothing when the whole is nothing.
pub fn permille(parts: &BTreeMap<Code, Minutes>) -> BTreeMap<Code, i64> {
    let weights: BTreeMap<Code, i64> = parts.iter().map(|(code, minutes)| (code.clone(), minutes.0.max(0))).collect();
    let whole: i64 = weights.values().sum();
    share(if whole > 0 { 1000 } else { 0 }, &weights).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> Code {
        Code::from(text)
    }

    fn march() -> BTreeMap<Code, Weight> {
        let figures = [("A", 600, 200, 0), ("B", 300, 500, 46), ("C", 240, 30, 0), ("D", 180, 250, 0)];
        let weight = |subscribed, charged, sold| Weight {
            subscribed: Minutes(subscribed),
            charged: Minutes(charged),
            sold: Minutes(sold),
            member: true,
        };
        figures.map(|(id, subscribed, charged, sold)| (code(id), weight(subscribed, charged, sold))).into()
    }

    fn lines() -> Vec<CostLine> {
        let amounts = [52_000, 19_760, 7_176, 3_740, 2_115, 3_994, -15_000];
        amounts.map(|cents| CostLine { label: "a line".to_string(), cents: Cents(cents) }).into()
    }

    fn totals(key: Key) -> Vec<i64> {
        let shares = share_costs(&lines(), key, &march()).expect("can be shared");
        assert_eq!(shares.net_cents, Cents(73_785));
        shares.totals.into_values().map(|cents| cents.0).collect()
    }

    #[test]
    fn march_is_shared_by_each_key() {
        assert_eq!(totals(Key::Subscribed), [33_539, 16_769, 13_415, 10_062]);
        assert_eq!(totals(Key::Charged), [15_058, 37_645, 2_259, 18_823]);
        assert_eq!(totals(Key::Equal), [18_447, 18_446, 18_446, 18_446]);
    }

    #[test]
    fn sold_minutes_are_billed_at_cost_price() {
        let shares = share_costs(&lines(), Key::Subscribed, &march()).expect("can be shared");
        assert_eq!(shares.overage_cents, BTreeMap::from([(code("B"), Cents(2_571))]));
        assert_eq!(overage(Cents(1), Minutes(1), Minutes::ZERO), Err(CostsError::NoPrice));
    }

    #[test]
    fn a_month_without_a_weight_is_still_shared() {
        let idle: BTreeMap<Code, Weight> =
            march().into_iter().map(|(code, weight)| (code, Weight { charged: Minutes::ZERO, ..weight })).collect();
        let (used, shares) = share_month(&lines(), Key::Charged, &idle).expect("shared");
        assert_eq!((used, shares.totals[&code("A")]), (Key::Subscribed, Cents(33_539)));
        let bare = |weight: Weight| Weight { subscribed: Minutes::ZERO, ..weight };
        let bare: BTreeMap<Code, Weight> = idle.into_iter().map(|(code, weight)| (code, bare(weight))).collect();
        let (used, shares) = share_month(&lines(), Key::Charged, &bare).expect("shared");
        assert_eq!((used, shares.totals[&code("A")]), (Key::Equal, Cents(18_447)));
        assert_eq!(shares.overage_cents.len(), 0, "what was sold has no price");
        let (_, shares) = share_month(&lines(), Key::Subscribed, &BTreeMap::new()).expect("nobody");
        assert_eq!((shares.net_cents, shares.totals.len(), shares.lines.len()), (Cents(73_785), 0, 7));
    }

    #[test]
    fn an_hour_has_the_price_of_its_share() {
        assert_eq!(per_hour(Cents(73_785), Minutes(1320)), Some(Cents(3_354)));
        assert_eq!(per_hour(Cents(73_785), Minutes(0)), None);
    }

    #[test]
    fn parts_of_use_sum_to_a_thousand() {
        let parts = BTreeMap::from([("A".into(), Minutes(1)), ("B".into(), Minutes(1)), ("C".into(), Minutes(1))]);
        assert_eq!(permille(&parts).into_values().collect::<Vec<_>>(), [334, 333, 333]);
        assert_eq!(permille(&BTreeMap::from([("A".into(), Minutes(0))])).into_values().collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn the_year_ends_at_zero() {
        let sold = BTreeMap::from([(code("A"), Minutes(600)), (code("B"), Minutes(346))]);
        let called = BTreeMap::from([(code("A"), Cents(30_000)), (code("B"), Cents(16_000)), (code("Z"), Cents(10))]);
        let owed = regularisation(Cents(50_000), &sold, &called).expect("can be shared");
        assert_eq!(owed.values().copied().sum::<Cents>(), Cents(50_000 - 46_010));
        assert_eq!(owed[&code("Z")], Cents(-10));
    }

    proptest! {
        #[test]
        fn a_closed_month_is_shared_to_the_cent(
            amounts in prop::collection::vec(-1_000_000i64..1_000_000, 0..9),
            figures in prop::collection::vec((0i64..2_000, 0i64..2_000, 0i64..200, any::<bool>()), 0..9),
            key in 0usize..3,
        ) {
            let lines: Vec<CostLine> = amounts.iter().map(|cents| CostLine { label: String::new(), cents: Cents(*cents) }).collect();
            let weights: BTreeMap<Code, Weight> = figures.iter().enumerate().map(|(number, (subscribed, charged, sold, member))| {
                let subscribed = Minutes(if *member { *subscribed } else { 0 });
                (code(&number.to_string()), Weight { subscribed, charged: Minutes(*charged), sold: Minutes(*sold), member: *member })
            }).collect();
            let (_, shares) = share_month(&lines, Key::ALL[key], &weights).expect("nothing refuses it");
            let anybody = weights.values().any(|weight| weight.member);
            for line in &shares.lines {
                let parts: Cents = line.shares.values().copied().sum();
                prop_assert_eq!(parts, if anybody { line.cents } else { Cents::ZERO });
            }
            for (code, total) in &shares.totals {
                prop_assert_eq!(shares.lines.iter().map(|line| line.shares[code]).sum::<Cents>(), *total);
            }
        }

        #[test]
        fn refunding_in_steps_gives_back_what_was_paid(net in -1_000_000i64..1_000_000, first in 0i64..500, second in 0i64..500) {
            let (net, subscribed, sold) = (Cents(net), Minutes(1320), Minutes(first + second));
            let refunded = refund(net, sold, Minutes(first), subscribed).expect("has a price")
                + refund(net, Minutes(second), Minutes(second), subscribed).expect("has a price");
            prop_assert_eq!(refunded, overage(net, sold, subscribed).expect("has a price"));
        }
    }
}

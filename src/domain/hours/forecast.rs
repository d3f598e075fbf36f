//! What lies ahead at the present pace (`hours.md` § 7).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{
    Lot, Rules,
    lots::{Lots, total},
};
use crate::domain::{
    money::permille_down,
    time::{Minutes, Month},
};

/// How far a forecast looks: two years. Nobody plans on a pace for longer.
const HORIZON_DAYS: u64 = 731;

/// Minutes charged over a number of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    pub minutes: Minutes,
    pub days: i64,
}

impl Pace {
    /// The pace of the last three whole months before `today`, counting only those that are in `charged`: a structure that
    /// joined last month has one. `None` when there is none.
    pub fn of_last_three_months(charged: &BTreeMap<Month, Minutes>, today: NaiveDate) -> Option<Pace> {
        let current = Month::of(today);
        let known = (-3..0).filter_map(|back| charged.get_key_value(&current.plus(back)));
        let days_of = |month: &Month| (month.next().first_day() - month.first_day()).num_days();
        let pace = known.fold(Pace { minutes: Minutes::ZERO, days: 0 }, |pace, (month, minutes)| Pace {
            minutes: pace.minutes + *minutes,
            days: pace.days + days_of(month),
        });
        (pace.days > 0).then_some(pace)
    }

    /// Minutes used after `days` days, rounded up: a forecast should not be the one to be too late.
    fn after(self, days: i64) -> Minutes {
        let exact = i128::from(self.minutes.0) * i128::from(days);
        let days = i128::from(self.days.max(1));
        Minutes(i64::try_from((exact + days - 1).div_euclid(days)).unwrap_or(i64::MAX))
    }
}

/// What a structure holds today and what it will be allotted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// What is left today (see [`super::open::OpenStructure::lots`]).
    pub lots: Vec<Lot>,
    /// What the next allotments will repay first.
    pub debt: Minutes,
    /// The monthly allotment from next month on.
    pub allotted: Minutes,
    pub rules: Rules,
    pub last_month: Option<Month>,
}

/// The first day on which a minute will be missing at this pace, `today` included; `None` within two years, or when the
/// structure leaves before. Allotments, expiries and the carry cap on the way are taken into account.
pub fn exhaustion(holding: &Holding, pace: Pace, today: NaiveDate) -> Option<NaiveDate> {
    let mut lots: Lots = holding.lots.iter().copied().collect();
    let mut debt = holding.debt;
    for passed in 0..HORIZON_DAYS {
        let day = today.checked_add_days(Days::new(passed))?;
        let before = i64::try_from(passed).ok()?;
        let needed = pace.after(before + 1) - pace.after(before);
        if total(&take(&mut lots, needed)) < needed {
            return Some(day);
        }
        let month = Month::of(day);
        if day == month.last_day() {
            if holding.last_month.is_some_and(|last| last <= month) {
                return None;
            }
            turn(&mut lots, &mut debt, holding, month);
        }
    }
    None
}

/// From the end of `month` to the opening of the next.
fn turn(lots: &mut Lots, debt: &mut Minutes, holding: &Holding, month: Month) {
    let expired = total(&lots.expiring_by(month));
    take(lots, expired);
    if let Some(cap) = holding.rules.carry_cap_permille {
        let excess = lots.total().less(Minutes(permille_down(holding.allotted.0, cap)));
        take(lots, excess);
    }
    let repaid = holding.allotted.min(*debt);
    *debt -= repaid;
    let origin = month.next();
    let lot = Lot { origin, expiry: holding.rules.expiry_of(origin), minutes: holding.allotted - repaid };
    lots.change(lot.key(), lot.minutes);
}

fn take(lots: &mut Lots, minutes: Minutes) -> Vec<Lot> {
    let taken = lots.oldest(minutes);
    for lot in &taken {
        lots.change(lot.key(), -lot.minutes);
    }
    taken
}

/// Minutes that will be lost soon if they are not used; those within 7 days are among those within 30.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AboutToExpire {
    pub within_7_days: Minutes,
    pub within_30_days: Minutes,
}

/// What of `lots` expires soon. A lot can be used through the last day of the month of its expiry.
pub fn about_to_expire(lots: &[Lot], today: NaiveDate) -> AboutToExpire {
    let within = |days: i64| {
        let soon = |lot: &&Lot| (0..=days).contains(&(lot.expiry.last_day() - today).num_days());
        lots.iter().filter(soon).map(|lot| lot.minutes).sum()
    };
    AboutToExpire { within_7_days: within(7), within_30_days: within(30) }
}

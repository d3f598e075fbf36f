//! Money as whole cents, per-mille ratios, and how people type a price (`hours.md` § 1).

use std::{iter::Sum, ops, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

use super::time::Minutes;

/// An amount in whole cents of a euro. Subsidies and refunds are negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// Why a typed amount was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CentsError {
    #[error("no amount given")]
    Empty,
    #[error("not an amount")]
    Unreadable,
    #[error("an amount has at most two decimals")]
    TooPrecise,
    #[error("the amount is too large")]
    TooLarge,
}

impl Cents {
    pub const ZERO: Cents = Cents(0);

    /// The largest amount a person may type, either way: ten thousand million euros.
    pub const LARGEST: Cents = Cents(1_000_000_000_000);

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// An exact amount in euros, rounded half up (away from zero) to the cent. `None` beyond [`Cents::LARGEST`].
    pub fn from_euros(euros: Decimal) -> Option<Cents> {
        let cents = euros.checked_mul(Decimal::ONE_HUNDRED)?;
        let rounded = cents.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        rounded.to_i64().filter(|cents| cents.unsigned_abs() <= Cents::LARGEST.0.unsigned_abs()).map(Cents)
    }

    /// What `minutes` cost at an exact price per hour, in euros, with one rounding.
    pub fn of_minutes(minutes: Minutes, euros_per_hour: Decimal) -> Option<Cents> {
        let euros = euros_per_hour.checked_mul(Decimal::from(minutes.0))?.checked_div(Decimal::from(60))?;
        Cents::from_euros(euros)
    }

    pub fn to_euros(self) -> Decimal {
        Decimal::new(self.0, 2)
    }
}

impl ops::Add for Cents {
    type Output = Cents;
    fn add(self, other: Cents) -> Cents {
        Cents(self.0 + other.0)
    }
}

impl ops::Sub for Cents {
    type Output = Cents;
    fn sub(self, other: Cents) -> Cents {
        Cents(self.0 - other.0)
    }
}

impl ops::Neg for Cents {
    type Output = Cents;
    fn neg(self) -> Cents {
        Cents(-self.0)
    }
}

impl ops::AddAssign for Cents {
    fn add_assign(&mut self, other: Cents) {
        self.0 += other.0;
    }
}

impl ops::SubAssign for Cents {
    fn sub_assign(&mut self, other: Cents) {
        self.0 -= other.0;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Cents>>(amounts: I) -> Cents {
        Cents(amounts.map(|amount| amount.0).sum())
    }
}

/// An amount as typed: `27,50`, `27.5 €`, `1 234,56`. Three decimals are refused, since "1.234" may mean a thousand.
impl FromStr for Cents {
    type Err = CentsError;

    fn from_str(typed: &str) -> Result<Cents, CentsError> {
        let exact = euros(typed)?;
        if exact.scale() > 2 {
            return Err(CentsError::TooPrecise);
        }
        Cents::from_euros(exact).ok_or(CentsError::TooLarge)
    }
}

/// An exact price in euros as typed, with or without its unit: `27,50 €/h`, `27.505`, `1 234,5 €`.
pub fn euros(typed: &str) -> Result<Decimal, CentsError> {
    let typed = typed.trim().to_lowercase();
    let unit = ["€/h", "€", "euros", "euro", "eur"].iter().find_map(|unit| typed.strip_suffix(unit));
    let number = unit.unwrap_or(&typed).trim_end();
    let number = number.strip_prefix('€').unwrap_or(number).trim_start();
    if number.is_empty() {
        return Err(CentsError::Empty);
    }
    let (number, negative) = match number.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest.trim_start(), true),
        None => (number, false),
    };
    let plain = plain_number(number).ok_or(CentsError::Unreadable)?;
    let exact = Decimal::from_str(&plain).map_err(|_| CentsError::TooLarge)?;
    Ok(if negative { -exact } else { exact })
}

/// Digits with a point: spaces may only separate groups of three digits.
fn plain_number(typed: &str) -> Option<String> {
    let (whole, decimals) = match typed.split_once([',', '.']) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (typed, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let groups: Vec<&str> = whole.split(char::is_whitespace).collect();
    let grouped = match groups.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => first.len() <= 3 && rest.iter().all(|group| group.len() == 3),
        _ => true,
    };
    if !grouped || !groups.iter().all(|group| digits(group)) || decimals.is_some_and(|decimals| !digits(decimals)) {
        return None;
    }
    Some(format!("{}.{}", groups.concat(), decimals.unwrap_or("0")).trim_end_matches(".0").to_string())
}

/// `value` × `permille` ÷ 1000, rounded down.
pub fn permille_down(value: i64, permille: i64) -> i64 {
    saturated((i128::from(value) * i128::from(permille)).div_euclid(1000))
}

/// `value` × `permille` ÷ 1000, rounded half up.
pub fn permille_half_up(value: i64, permille: i64) -> i64 {
    saturated(half_up(i128::from(value) * i128::from(permille), 1000))
}

/// `numerator` ÷ `denominator` (> 0), rounded half up: 5 ÷ 2 is 3, −5 ÷ 2 is −2.
pub fn half_up(numerator: i128, denominator: i128) -> i128 {
    let floor = numerator.div_euclid(denominator);
    let remainder = numerator.rem_euclid(denominator);
    if remainder >= denominator - remainder { floor + 1 } else { floor }
}

fn saturated(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, cents) in [
            ("27,50", 2_750),
            ("27,50 €", 2_750),
            ("27,50\u{a0}€", 2_750),
            ("27.5€", 2_750),
            ("€27.50", 2_750),
            ("27", 2_700),
            ("0", 0),
            ("1 234,56", 123_456),
            ("1\u{202f}234\u{202f}567 €", 123_456_700),
            ("-150,00", -15_000),
            ("−150", -15_000),
            ("12 EUR", 1_200),
        ] {
            assert_eq!(typed.parse(), Ok(Cents(cents)), "{typed:?}");
        }
        assert_eq!(euros("27,505 €/h"), Ok(Decimal::new(27_505, 3)));
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        for (typed, error) in [
            ("", CentsError::Empty),
            ("€", CentsError::Empty),
            ("27,505", CentsError::TooPrecise),
            ("1.234", CentsError::TooPrecise),
            ("1,234.56", CentsError::Unreadable),
            ("1 23", CentsError::Unreadable),
            ("1 2345", CentsError::Unreadable),
            ("1234 567", CentsError::Unreadable),
            (",5", CentsError::Unreadable),
            ("5,", CentsError::Unreadable),
            ("1e5", CentsError::Unreadable),
            ("--5", CentsError::Unreadable),
            ("99999999999999", CentsError::TooLarge),
            ("99999999999999999999999999999999999999", CentsError::TooLarge),
        ] {
            assert_eq!(typed.parse::<Cents>(), Err(error), "{typed:?}");
        }
    }

    #[test]
    fn ratios_round_half_up_and_caps_round_down() {
        assert_eq!(permille_half_up(50, 1500), 75);
        assert_eq!(permille_half_up(25, 1250), 31);
        assert_eq!(permille_half_up(1, 500), 1);
        assert_eq!(permille_down(181, 500), 90);
        assert_eq!(permille_down(i64::MAX, i64::MAX), i64::MAX);
        assert_eq!((half_up(5, 2), half_up(-5, 2), half_up(-6, 4)), (3, -2, -1));
    }

    #[test]
    fn an_hourly_price_is_rounded_once() {
        let price = euros("27,50 €/h").expect("a price");
        assert_eq!(Cents::of_minutes(Minutes(90), price), Some(Cents(4_125)));
        assert_eq!(Cents::of_minutes(Minutes(1), price), Some(Cents(46)));
        assert_eq!(Cents::of_minutes(Minutes(1), Decimal::MAX), None);
    }

    proptest! {
        #[test]
        fn reading_an_amount_never_panics(typed in "\\PC{0,40}") {
            let _ = typed.parse::<Cents>();
        }

        #[test]
        fn an_amount_reads_back_as_shown(cents in -1_000_000_000_000i64..=1_000_000_000_000) {
            let shown = Cents(cents).to_euros().to_string().replace('.', ",");
            prop_assert_eq!(shown.parse(), Ok(Cents(cents)));
        }
    }
}

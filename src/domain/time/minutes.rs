//! Durations as whole minutes, and how people type them.

use std::{iter::Sum, ops, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

/// A duration, or an amount of the pool, in whole minutes (`hours.md` § 1).
///
/// Arithmetic is plain `i64`: the places that read figures from outside bound them first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(pub i64);

/// Why a typed duration was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MinutesError {
    #[error("no duration given")]
    Empty,
    #[error("not a duration")]
    Unreadable,
    #[error("a duration cannot be negative")]
    Negative,
    #[error("longer than {max} minutes", max = Minutes::LONGEST.0)]
    TooLong,
}

impl Minutes {
    pub const ZERO: Minutes = Minutes(0);

    /// The longest duration a person may type: 31 days.
    pub const LONGEST: Minutes = Minutes(24 * 60 * 31);

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whole hours and the minutes left over, for display: 90 is `(1, 30)`, −90 is `(-1, -30)`.
    pub fn hours_and_minutes(self) -> (i64, i64) {
        (self.0 / 60, self.0 % 60)
    }

    /// This duration less `other`, never below zero.
    pub fn less(self, other: Minutes) -> Minutes {
        (self - other).max(Minutes::ZERO)
    }
}

impl ops::Add for Minutes {
    type Output = Minutes;
    fn add(self, other: Minutes) -> Minutes {
        Minutes(self.0 + other.0)
    }
}

impl ops::Sub for Minutes {
    type Output = Minutes;
    fn sub(self, other: Minutes) -> Minutes {
        Minutes(self.0 - other.0)
    }
}

impl ops::Neg for Minutes {
    type Output = Minutes;
    fn neg(self) -> Minutes {
        Minutes(-self.0)
    }
}

impl ops::AddAssign for Minutes {
    fn add_assign(&mut self, other: Minutes) {
        self.0 += other.0;
    }
}

impl ops::SubAssign for Minutes {
    fn sub_assign(&mut self, other: Minutes) {
        self.0 -= other.0;
    }
}

impl Sum for Minutes {
    fn sum<I: Iterator<Item = Minutes>>(durations: I) -> Minutes {
        Minutes(durations.map(|duration| duration.0).sum())
    }
}

impl<'a> Sum<&'a Minutes> for Minutes {
    fn sum<I: Iterator<Item = &'a Minutes>>(durations: I) -> Minutes {
        durations.copied().sum()
    }
}

/// What French and English people type: `90`, `90 min`, `1 h 30`, `1h30`, `1,5 h`, `1:30`; half a minute rounds up.
///
/// A bare decimal ("1,5") is refused: it may mean hours or minutes. So are sixty minutes or more after an hour ("1h75").
impl FromStr for Minutes {
    type Err = MinutesError;

    fn from_str(typed: &str) -> Result<Minutes, MinutesError> {
        let typed = typed.trim().to_lowercase();
        if typed.is_empty() {
            return Err(MinutesError::Empty);
        }
        let (typed, negative) = match typed.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (rest, true),
            None => (typed.as_str(), false),
        };
        let minutes = read(&tokens(typed).ok_or(MinutesError::Unreadable)?)?;
        if negative && minutes > Minutes::ZERO {
            return Err(MinutesError::Negative);
        }
        Ok(minutes)
    }
}

#[derive(Debug, PartialEq)]
enum Token<'a> {
    Number(&'a str),
    Hours,
    Minutes,
    Colon,
}

fn read(tokens: &[Token<'_>]) -> Result<Minutes, MinutesError> {
    use Token::{Colon, Hours, Minutes as Unit, Number};
    match tokens {
        [Number(minutes)] | [Number(minutes), Unit] => total("0", minutes),
        [Number(hours), Hours] => total(hours, "0"),
        [Number(hours), Hours, Number(rest)] | [Number(hours), Hours, Number(rest), Unit] => clock(hours, rest),
        [Number(hours), Colon, Number(rest)] if rest.len() == 2 => clock(hours, rest),
        _ => Err(MinutesError::Unreadable),
    }
}

/// Hours and minutes side by side: both whole, and less than an hour of minutes.
fn clock(hours: &str, rest: &str) -> Result<Minutes, MinutesError> {
    let whole = hours.bytes().all(|byte| byte.is_ascii_digit());
    match rest.parse::<u8>() {
        Ok(0..60) if whole && rest.len() <= 2 => total(hours, rest),
        _ => Err(MinutesError::Unreadable),
    }
}

fn total(hours: &str, minutes: &str) -> Result<Minutes, MinutesError> {
    if minutes.contains([',', '.']) {
        return Err(MinutesError::Unreadable);
    }
    let hours = Decimal::from_str(&hours.replace(',', ".")).map_err(|_| MinutesError::TooLong)?;
    let minutes = Decimal::from_str(minutes).map_err(|_| MinutesError::TooLong)?;
    hours
        .checked_mul(Decimal::from(60))
        .and_then(|of_hours| of_hours.checked_add(minutes))
        .map(|exact| exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
        .and_then(|rounded| rounded.to_i64())
        .map(Minutes)
        .filter(|minutes| *minutes <= Minutes::LONGEST)
        .ok_or(MinutesError::TooLong)
}

/// Spaces (no-break ones too) only separate: "1 30" stays two numbers, and is refused rather than read as 130.
fn tokens(typed: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = typed.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = |belongs: fn(char) -> bool| rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        let (token, length) = match first {
            ':' => (Token::Colon, 1),
            '0'..='9' => {
                let length = end(|c| c.is_ascii_digit() || c == ',' || c == '.');
                (number(&rest[..length])?, length)
            }
            _ => {
                let length = end(char::is_alphabetic);
                (unit(&rest[..length])?, length)
            }
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

fn number(digits: &str) -> Option<Token<'_>> {
    let separators = digits.matches([',', '.']).count();
    (separators <= 1 && !digits.ends_with([',', '.'])).then_some(Token::Number(digits))
}

fn unit(word: &str) -> Option<Token<'_>> {
    match word {
        "h" | "hr" | "hrs" | "heure" | "heures" | "hour" | "hours" => Some(Token::Hours),
        "m" | "mn" | "min" | "mins" | "minute" | "minutes" => Some(Token::Minutes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_are_read_as_people_type_them() {
        for (typed, minutes) in [
            ("90", 90),
            ("90 min", 90),
            ("90\u{a0}min", 90),
            ("1 h 30", 90),
            ("1\u{a0}h\u{202f}30", 90),
            ("1h30", 90),
            ("1H30", 90),
            ("1 h 30 min", 90),
            ("1h5", 65),
            ("1,5 h", 90),
            ("1.5h", 90),
            ("1,33 h", 80),
            ("1:30", 90),
            ("01:05", 65),
            ("0", 0),
            ("-0", 0),
            ("2h", 120),
            ("2 heures", 120),
            ("744 h", 44_640),
        ] {
            assert_eq!(typed.parse(), Ok(Minutes(minutes)), "{typed:?}");
        }
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        for (typed, error) in [
            ("", MinutesError::Empty),
            (" \u{a0} ", MinutesError::Empty),
            ("1,5", MinutesError::Unreadable),
            ("1 30", MinutesError::Unreadable),
            ("1h75", MinutesError::Unreadable),
            ("1:5", MinutesError::Unreadable),
            ("1,5 h 30", MinutesError::Unreadable),
            ("1.2.3 h", MinutesError::Unreadable),
            ("a while", MinutesError::Unreadable),
            ("½ h", MinutesError::Unreadable),
            ("-5", MinutesError::Negative),
            ("−1 h", MinutesError::Negative),
            ("745 h", MinutesError::TooLong),
            ("99999999999999999999999999999999999 h", MinutesError::TooLong),
        ] {
            assert_eq!(typed.parse::<Minutes>(), Err(error), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn reading_a_duration_never_panics(typed in "\\PC{0,40}") {
            let _ = typed.parse::<Minutes>();
        }

        #[test]
        fn hours_and_minutes_read_back_to_the_same_duration(minutes in 0..=Minutes::LONGEST.0) {
            let (hours, rest) = Minutes(minutes).hours_and_minutes();
            let typed = format!("{hours} h {rest:02}");
            prop_assert_eq!(typed.parse(), Ok(Minutes(minutes)));
        }
    }
}

//! Weights as people type them, in kilograms; stored in grams.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A weight, in whole grams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grams(pub i64);

/// What was typed is no weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a weight between a gram and ten tonnes")]
pub struct NoWeight;

/// More than any lorry of ours carries.
const MOST: i64 = 10_000_000;

impl std::str::FromStr for Grams {
    type Err = NoWeight;

    fn from_str(typed: &str) -> Result<Self, NoWeight> {
        let text: String = typed.trim().to_lowercase().trim_end_matches("kg").chars().filter(|c| !c.is_whitespace()).collect();
        // Nobody writes a weight as `1e3`.
        if text.chars().any(|c| !(c.is_ascii_digit() || c == '.' || c == ',')) {
            return Err(NoWeight);
        }
        let kilograms: Decimal = text.replace(',', ".").parse().map_err(|_| NoWeight)?;
        let grams = kilograms.checked_mul(Decimal::ONE_THOUSAND).ok_or(NoWeight)?;
        let whole = grams.is_integer().then(|| grams.to_i64()).flatten().ok_or(NoWeight)?;
        if (1..=MOST).contains(&whole) { Ok(Self(whole)) } else { Err(NoWeight) }
    }
}

/// In kilograms, as it is read back: `12.4`.
impl std::fmt::Display for Grams {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Decimal::new(self.0, 3).normalize().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_read_in_kilograms() {
        for (typed, grams) in [("12", 12_000), ("12,4 kg", 12_400), ("0.250", 250), ("1 200", 1_200_000), (" 3,75KG", 3_750)] {
            assert_eq!(typed.parse(), Ok(Grams(grams)), "{typed:?}");
            assert_eq!(Grams(grams).to_string().parse(), Ok(Grams(grams)));
        }
        for typed in ["", "kg", "0", "-1", "1,2345", "10001", "lourd", "1e3", "9999999999999999999999999999999"] {
            assert_eq!(typed.parse::<Grams>(), Err(NoWeight), "{typed:?}");
        }
    }
}

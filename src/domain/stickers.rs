//! The code of a sticker: what stands on a machine and is scanned or typed. It says nothing and gives no right.

use std::fmt;
use std::str::FromStr;

/// Digits and letters that are not taken for each other: no 0, 1, I, O.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// How many of the eight characters are drawn; the last one checks them.
const DRAWN: usize = 7;

/// Eight characters, the last of which checks the others (Luhn, to the base of 32): a wrong one is noticed, and so are two
/// neighbours that changed places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StickerCode(String);

/// What was typed is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the code of a sticker")]
pub struct NotACode;

impl StickerCode {
    /// The code of seven random bytes: every one equally likely.
    pub fn of(draw: [u8; DRAWN]) -> Self {
        let values = draw.map(|byte| usize::from(byte) % LETTERS.len());
        let text = values.into_iter().chain([check_of(&values)]).map(|value| char::from(LETTERS[value])).collect();
        Self(text)
    }

    /// As it stands in addresses: eight characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is printed: `K7QM-3XW2`.
    pub fn printed(&self) -> String {
        let (first, second) = self.0.split_at(4);
        format!("{first}-{second}")
    }
}

/// What the last character must be.
fn check_of(values: &[usize]) -> usize {
    let base = LETTERS.len();
    let doubled = |value: usize| value * 2 / base + value * 2 % base;
    // From the right, every other one is doubled: the check itself would be the first that is not.
    let sum: usize =
        values.iter().rev().enumerate().map(|(place, value)| if place % 2 == 0 { doubled(*value) } else { *value }).sum();
    (base - sum % base) % base
}

/// Small letters, spaces and dashes are as good.
impl FromStr for StickerCode {
    type Err = NotACode;

    fn from_str(typed: &str) -> Result<Self, NotACode> {
        let is_mark = |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}');
        let mut values = Vec::with_capacity(DRAWN + 1);
        for letter in typed.chars().filter(|c| !is_mark(*c)) {
            let value = LETTERS.iter().position(|known| char::from(*known) == letter.to_ascii_uppercase()).ok_or(NotACode)?;
            values.push(value);
            if values.len() > DRAWN + 1 {
                return Err(NotACode);
            }
        }
        match values.split_last() {
            Some((check, drawn)) if drawn.len() == DRAWN && *check == check_of(drawn) => {
                Ok(Self(values.iter().map(|value| char::from(LETTERS[*value])).collect()))
            }
            _ => Err(NotACode),
        }
    }
}

impl fmt::Display for StickerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = StickerCode::of([0, 7, 14, 31, 255, 100, 9]);
        let printed = code.printed();
        assert_eq!(printed.len(), 9);
        for typed in [printed.clone(), printed.to_lowercase(), code.to_string(), format!(" {} ", printed.replace('-', " – "))] {
            assert_eq!(typed.parse(), Ok(code.clone()), "{typed:?}");
        }
        for typed in ["", "K7QM", "0000-0000", "K7QM-3XW2-2", "K7QM_3XW2", "ÉÉÉÉ-ÉÉÉÉ", "1IO0-1IO0"] {
            assert_eq!(typed.parse::<StickerCode>(), Err(NotACode), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn a_code_comes_back_as_it_was(draw: [u8; DRAWN]) {
            let code = StickerCode::of(draw);
            prop_assert_eq!(code.printed().parse(), Ok(code));
        }

        #[test]
        fn one_wrong_character_is_noticed(draw: [u8; DRAWN], place in 0..=DRAWN, other in 0..32_usize) {
            let code = StickerCode::of(draw).to_string();
            let mut wrong = code.clone().into_bytes();
            wrong[place] = LETTERS[other];
            let wrong = String::from_utf8(wrong).expect("ASCII");
            prop_assert_eq!(wrong.parse::<StickerCode>().is_ok(), wrong == code);
        }

        /// Luhn tells neighbours apart but for its first and its last letter.
        #[test]
        fn neighbours_that_changed_places_are_noticed(draw: [u8; DRAWN], place in 0..DRAWN) {
            let code = StickerCode::of(draw).to_string();
            let mut swapped = code.clone().into_bytes();
            swapped.swap(place, place + 1);
            let pair = [swapped[place], swapped[place + 1]];
            prop_assume!(pair[0] != pair[1] && pair != *b"2Z" && pair != *b"Z2");
            let swapped = String::from_utf8(swapped).expect("ASCII");
            prop_assert!(swapped.parse::<StickerCode>().is_err());
        }
    }
}

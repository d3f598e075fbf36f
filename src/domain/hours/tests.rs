//! The properties of `hours.md` § 9 that need no database, on groups and months made at random.

mod corrected;
mod forecasts;
mod opened;
mod properties;
mod worlds;

use super::{Code, CodeError};

#[test]
fn a_code_is_two_to_ten_plain_letters_or_digits_in_capitals() {
    for (typed, code) in [("ab", "AB"), (" etal2 ", "ETAL2"), ("ABCDEFGHIJ", "ABCDEFGHIJ"), ("31", "31")] {
        assert_eq!(typed.parse(), Ok(Code::from(code)), "{typed:?}");
    }
    for (typed, error) in [
        ("", CodeError::Length),
        ("A", CodeError::Length),
        ("ABCDEFGHIJK", CodeError::Length),
        ("ÉTAL", CodeError::NotPlain),
        ("A B", CodeError::NotPlain),
        ("A-B", CodeError::NotPlain),
        ("=AB", CodeError::NotPlain),
    ] {
        assert_eq!(typed.parse::<Code>(), Err(error), "{typed:?}");
    }
}

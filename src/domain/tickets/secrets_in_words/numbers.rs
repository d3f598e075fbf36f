//! Numbers that carry their own proof: bank accounts (ISO 13616) and French social security numbers.

use super::{Found, SecretKind};
use std::ops::Range;

/// How long the account numbers of a country are.
const LENGTHS: [(&str, usize); 42] = [
    ("AD", 24),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CI", 28),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MA", 28),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SN", 28),
    ("TN", 24),
    ("TR", 26),
    ("VA", 22),
];

/// Characters of a number as people write it, with where they stand: single spaces, points or hyphens part its groups.
fn grouped(typed: &[char], from: usize, most: usize) -> Vec<(usize, char)> {
    let mut number = Vec::new();
    let mut place = from;
    while let (true, Some(c)) = (number.len() < most, typed.get(place)) {
        if c.is_ascii_alphanumeric() {
            number.push((place, c.to_ascii_uppercase()));
        } else if !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-')
            || !typed.get(place + 1).is_some_and(char::is_ascii_alphanumeric)
        {
            break;
        }
        place += 1;
    }
    number
}

/// Whether a word begins there.
fn begins(typed: &[char], place: usize) -> bool {
    place == 0 || !typed[place - 1].is_alphanumeric()
}

/// Where the number stands, when no letter follows it at once.
fn whole(typed: &[char], number: &[(usize, char)]) -> Option<Range<usize>> {
    let (first, last) = (number.first()?.0, number.last()?.0);
    let ends = typed.get(last + 1).is_none_or(|c| !c.is_alphanumeric());
    ends.then_some(first..last + 1)
}

/// Bank accounts whose check digits are right.
pub fn accounts(typed: &[char]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for place in 0..typed.len() {
        let past = found.last().is_none_or(|last| place >= last.secret.end);
        if past
            && begins(typed, place)
            && let Some(secret) = account_at(typed, place)
        {
            found.push(Found { kind: SecretKind::Iban, from: place, secret });
        }
    }
    found
}

fn account_at(typed: &[char], place: usize) -> Option<Range<usize>> {
    let country: String = typed.get(place..place + 2)?.iter().map(char::to_ascii_uppercase).collect();
    let (_, length) = LENGTHS.iter().find(|(known, _)| *known == country)?;
    let number = grouped(typed, place, *length);
    if number.len() != *length || !number[2..4].iter().all(|(_, c)| c.is_ascii_digit()) {
        return None;
    }
    let turned = number[4..].iter().chain(&number[..4]).map(|(_, c)| *c);
    (remainder(turned)? == 1).then(|| whole(typed, &number))?
}

/// The remainder by 97 of a number whose letters count from 10 on.
fn remainder(number: impl Iterator<Item = char>) -> Option<u32> {
    number
        .map(|c| c.to_digit(36))
        .try_fold(0, |sum, value| value.map(|value| (sum * if value > 9 { 100 } else { 10 } + value) % 97))
}

/// Social security numbers with their key: of a man or a woman, born in a month, Corsica included. Provisional numbers, which
/// begin otherwise, look too much like those of telephones.
pub fn social_security(typed: &[char]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for place in 0..typed.len() {
        let past = found.last().is_none_or(|last| place >= last.secret.end);
        if past
            && matches!(typed[place], '1' | '2')
            && begins(typed, place)
            && let Some(secret) = person_at(typed, place)
        {
            found.push(Found { kind: SecretKind::Nir, from: place, secret });
        }
    }
    found
}

fn person_at(typed: &[char], place: usize) -> Option<Range<usize>> {
    let number = grouped(typed, place, 15);
    let text: String = number.iter().map(|(_, c)| *c).collect();
    if text.len() != 15 {
        return None;
    }
    let month: u32 = text[3..5].parse().ok()?;
    let months = matches!(month, 1..=12 | 20..=42 | 50..=99);
    // The two departments of Corsica count as these.
    let body = text[..13].replacen("2A", "19", 1).replacen("2B", "18", 1);
    let corsican = text[5..7] == *"2A" || text[5..7] == *"2B";
    if !months || (body != text[..13] && !corsican) {
        return None;
    }
    let (body, key): (u64, u64) = (body.parse().ok()?, text[13..].parse().ok()?);
    (key == 97 - body % 97).then(|| whole(typed, &number))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tickets::secrets_in_words::likely_secrets;
    use proptest::prelude::*;

    /// An account of a country with right check digits.
    fn account(country: &str, rest: &str) -> String {
        let turned = rest.chars().chain(country.chars()).chain("00".chars());
        format!("{country}{:02}{rest}", 98 - remainder(turned).expect("digits"))
    }

    fn person(body: &str) -> String {
        let number: u64 = body.replace("2A", "19").replace("2B", "18").parse().expect("digits");
        format!("{body}{:02}", 97 - number % 97)
    }

    fn in_groups(number: &str, of: usize, by: &str) -> String {
        number.as_bytes().chunks(of).map(|group| String::from_utf8_lossy(group).into_owned()).collect::<Vec<_>>().join(by)
    }

    proptest! {
        #[test]
        fn an_account_is_found_as_it_is_written(rest in "[0-9A-Z]{23}", before in "[ a-z,.:]{0,12}", of in 2_usize..10) {
            let number = account("FR", &rest);
            for written in [number.clone(), in_groups(&number, of, " "), in_groups(&number, of, "\u{a0}").to_lowercase()] {
                let found = likely_secrets(&format!("{before} {written}, merci"));
                prop_assert_eq!(found.len(), 1, "{}", written);
                prop_assert_eq!(found[0].kind, SecretKind::Iban);
                prop_assert!(!found[0].quote.contains(&written[1..]));
            }
        }

        #[test]
        fn one_digit_more_or_less_is_no_account(rest in "[0-9]{23}", place in 4_usize..27, by in 1_u8..10) {
            let mut number = account("FR", &rest).into_bytes();
            number[place] = b'0' + (number[place] - b'0' + by) % 10;
            let typed: Vec<char> = number.into_iter().map(char::from).collect();
            prop_assert!(accounts(&typed).is_empty());
        }

        #[test]
        fn a_person_is_found_as_they_are_written(
            sex in "[12]", year in "[0-9]{2}", month in 1_u32..13, place in "([013-9][0-9]|2[0-9]|2A|2B)", rest in "[0-9]{6}",
        ) {
            let number = person(&format!("{sex}{year}{month:02}{place}{rest}"));
            for written in [number.clone(), in_groups(&number, 3, " "), in_groups(&number, 1, ".")] {
                let found = likely_secrets(&format!("Voici son numéro {written}."));
                prop_assert_eq!(found.len(), 1, "{}", written);
                prop_assert_eq!(found[0].kind, SecretKind::Nir);
            }
        }

        #[test]
        fn any_text_is_looked_through(words in "\\PC*", more in "(mdp|code|FR76|mot de passe|[ :=/@12]){0,12}") {
            for text in [&words, &more, &format!("{more}{words}")] {
                prop_assert!(likely_secrets(text).len() <= 5);
            }
        }
    }
}

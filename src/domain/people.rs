//! People: what they do, and what may be typed as a name or an address.

use super::ids::PersonId;
use super::vocabulary;
use chrono::{Months, NaiveDate};

vocabulary! {
    /// What a person is in a structure.
    pub enum Role {
        /// May ask for help there.
        Employee = "employee",
        /// Answers for the structure: its hours, machines, people.
        Referent = "referent",
    }
}

vocabulary! {
    /// What a person does for the whole group.
    pub enum Duty {
        /// The shared technician: serves every structure.
        Technician = "technician",
        /// Runs the pool: hours of all, words of none.
        Coordinator = "coordinator",
    }
}

/// « Samira » of « Samira Benali ». What a no-break space holds together is one: « Personne retirée » is nobody's first name.
pub fn first_name(name: &str) -> &str {
    name.split(' ').find(|word| !word.is_empty()).unwrap_or(name)
}

/// How long the board's right may last, months: a mandate, not a place for ever.
const LONGEST_BOARD_RIGHT: Months = Months::new(36);

/// The last day that is offered for the board's right: a year.
pub fn usual_board_day(today: NaiveDate) -> NaiveDate {
    today.checked_add_months(Months::new(12)).unwrap_or(today)
}

/// Whether the board's right may end on that day: today at the earliest, in three years at the latest.
pub fn may_end_board_right(until: NaiveDate, today: NaiveDate) -> bool {
    today.checked_add_months(LONGEST_BOARD_RIGHT).is_some_and(|latest| (today..=latest).contains(&until))
}

vocabulary! {
    /// The two languages of the product, French first.
    pub enum Language {
        French = "fr",
        English = "en",
    }
}

vocabulary! {
    /// The most that a program may do for who let it in: each holds those before it. It is never more than that person may.
    pub enum TokenRight {
        /// Reads requests.
        Read = "read",
        /// Makes and answers them.
        Write = "write",
        /// Notes time with an answer: for technicians.
        Time = "time",
    }
}

/// A mail address, lower case, of the shape `local@domain.tld`.
///
/// Only what would surely never receive a letter is refused: the proof of an address is the letter that arrives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Email(String);

/// What was typed is not an address that a letter could reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address")]
pub struct NotAnAddress;

impl Email {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Stands where a person who has no account would have an address: nobody types it, no letter goes there.
    pub fn of_nobody(person: PersonId) -> Self {
        Self(format!("{person}@{NOBODYS}"))
    }

    /// Whether no letter can go there.
    pub fn is_nobodys(&self) -> bool {
        self.0.ends_with(".invalid")
    }
}

/// Under a domain that never is (RFC 2606).
const NOBODYS: &str = "guest.invalid";

impl std::str::FromStr for Email {
    type Err = NotAnAddress;

    fn from_str(typed: &str) -> Result<Self, NotAnAddress> {
        let address = typed.trim().to_lowercase();
        let (local, domain) = address.rsplit_once('@').ok_or(NotAnAddress)?;
        let shaped = !local.is_empty()
            && local.len() <= 64
            && address.len() <= 254
            && domain.contains('.')
            && !domain.split('.').any(str::is_empty)
            && !address.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\"[]\\".contains(c));
        if shaped { Ok(Self(address)) } else { Err(NotAnAddress) }
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a password is refused (`security.md` §1: 12 to 128 characters, no composition rule).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    #[error("shorter than 12 characters")]
    TooShort,
    #[error("longer than 128 characters")]
    TooLong,
    #[error("a common password")]
    Common,
    #[error("made of the person's own name, address or structure")]
    Personal,
}

/// Passwords that anybody would try first, of 12 characters and more or the roots of such.
const COMMON: &str = include_str!("people/common_passwords.txt");

/// Judges a password already in NFC. `known` holds the person's name, address and structures.
pub fn judge_password<'a>(password: &str, known: impl IntoIterator<Item = &'a str>) -> Result<(), WeakPassword> {
    match password.chars().count() {
        ..12 => return Err(WeakPassword::TooShort),
        129.. => return Err(WeakPassword::TooLong),
        _ => {}
    }
    let bare = bare_of(password);
    let distinct = bare.chars().collect::<std::collections::BTreeSet<_>>().len();
    if distinct < 4 || COMMON.lines().any(|common| is_mostly(&bare, common)) {
        return Err(WeakPassword::Common);
    }
    let mut words: Vec<String> =
        known.into_iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).map(bare_of)).collect();
    words.retain(|word| word.chars().count() >= 4);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    // All of them taken out: an address is made of several.
    let left = words.iter().fold(bare.clone(), |left, word| left.replace(word, ""));
    if left != bare && left.chars().count() < 8 {
        return Err(WeakPassword::Personal);
    }
    Ok(())
}

/// Letters and digits alone, lower case: `P@rcommun-2026!` and `prcommun2026` are tried alike.
fn bare_of(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether fewer than eight characters are left of the password once the known word is taken out.
fn is_mostly(password: &str, word: &str) -> bool {
    !word.is_empty() && password.contains(word) && password.replace(word, "").chars().count() < 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_lower_case_and_without_spaces_around() {
        assert_eq!("  Lea@Alpage.Example ".parse::<Email>().map(|e| e.to_string()), Ok("lea@alpage.example".into()));
    }

    #[test]
    fn what_no_letter_could_reach_is_refused() {
        for typed in
            ["", "lea", "lea@", "@alpage.example", "lea@alpage", "lea@.example", "a b@c.example", "a@b.example\r\nBcc: x@y.example"]
        {
            assert_eq!(typed.parse::<Email>(), Err(NotAnAddress), "{typed:?}");
        }
    }

    #[test]
    fn the_right_of_the_board_lasts_from_today_to_three_years() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day of a test");
        let today = day("2028-02-29");
        assert_eq!(usual_board_day(today), day("2029-02-28"));
        for (until, may) in [("2028-02-28", false), ("2028-02-29", true), ("2031-02-28", true), ("2031-03-01", false)] {
            assert_eq!(may_end_board_right(day(until), today), may, "{until}");
        }
    }

    #[test]
    fn common_and_personal_passwords_are_refused_and_a_sentence_is_taken() {
        let known = ["Léa Roussel", "lea.roussel@alpage.example", "Crèche Alpage"];
        assert_eq!(judge_password("court", known), Err(WeakPassword::TooShort));
        assert_eq!(judge_password(&"é".repeat(129), known), Err(WeakPassword::TooLong));
        assert_eq!(judge_password("aaaaaaaaaaaaaaa", known), Err(WeakPassword::Common));
        assert_eq!(judge_password("motdepasse123", known), Err(WeakPassword::Common));
        assert_eq!(judge_password("roussel-2026!", known), Err(WeakPassword::Personal));
        assert_eq!(judge_password("lea.roussel@alpage.example", known), Err(WeakPassword::Personal));
        assert_eq!(judge_password("le vélo bleu de tante Odile", known), Ok(()));
    }
}

//! What somebody types into the search of tickets, understood (`tickets.md` §10).
//!
//! Words are all wanted, the last may be unfinished; `"words in this order"`, `-unwanted`, and what a ticket is:
//! `structure:`, `de:`, `état:`, `machine:`, `depuis:` (English: `from:`, `state:`, `since:`).

use super::words;
use chrono::{Datelike, Days, Months, NaiveDate};

/// The longest question that is read, in characters: what follows is noise.
const LONGEST: usize = 300;

/// The most words that are looked for.
const MOST_WORDS: usize = 20;

/// One thing that a text must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Terms one after the other; one term alone is a word.
    Phrase(Vec<String>),
    /// A word that may be unfinished: its term, and its beginning as it stands.
    Beginning { term: String, beginning: String },
}

/// In which state tickets are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    Received,
    InHand,
    Waiting,
    Settled,
}

/// A question, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub wanted: Vec<Wanted>,
    pub unwanted: Vec<Vec<String>>,
    /// Terms of a structure's name, of who asked, of a machine's name.
    pub structure: Option<Vec<String>>,
    pub from: Option<Vec<String>>,
    pub machine: Option<Vec<String>>,
    pub standing: Option<Standing>,
    /// Received on that day or later.
    pub since: Option<NaiveDate>,
    /// Parts that were not understood, as they were typed.
    pub misunderstood: Vec<String>,
}

impl Query {
    /// Understands what was typed, on a day.
    pub fn read(typed: &str, today: NaiveDate) -> Self {
        let typed: String = typed.chars().take(LONGEST).collect();
        let mut query = Self::default();
        let parts = parts(&typed);
        // What a ticket is may be said after the word that is unfinished.
        let last = parts.iter().rposition(|part| part.key.as_deref().and_then(key).is_none()).unwrap_or(0);
        for (index, part) in parts.into_iter().enumerate().take(MOST_WORDS) {
            query.take(part, index == last, today);
        }
        query
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        let filters = self.structure.is_some() || self.from.is_some() || self.machine.is_some();
        self.wanted.is_empty() && self.unwanted.is_empty() && !filters && self.standing.is_none() && self.since.is_none()
    }

    fn take(&mut self, part: Part, last: bool, today: NaiveDate) {
        match part.key.as_deref().map(key) {
            Some(Some(key)) => self.filter(key, &part, today),
            // « 12:30 » and « http://… » are words like others.
            Some(None) | None => self.words(&part, last),
        }
    }

    fn words(&mut self, part: &Part, last: bool) {
        let terms = words::terms(&part.whole());
        match (terms.as_slice(), part.unwanted) {
            ([], _) => {}
            (_, true) => self.unwanted.push(terms),
            ([term], false) if last && !part.quoted => {
                let beginning = words::beginning(&part.whole()).unwrap_or_else(|| term.clone());
                self.wanted.push(Wanted::Beginning { term: term.clone(), beginning });
            }
            (_, false) => self.wanted.push(Wanted::Phrase(terms)),
        }
    }

    fn filter(&mut self, key: Key, part: &Part, today: NaiveDate) {
        let terms = || Some(words::terms(&part.value)).filter(|terms| !terms.is_empty());
        let understood = match key {
            Key::Structure => terms().map(|terms| self.structure = Some(terms)),
            Key::From => terms().map(|terms| self.from = Some(terms)),
            Key::Machine => terms().map(|terms| self.machine = Some(terms)),
            Key::State => standing(&part.value).map(|standing| self.standing = Some(standing)),
            Key::Since => since(&part.value, today).map(|since| self.since = Some(since)),
        };
        if understood.is_none() {
            self.misunderstood.push(part.typed());
        }
    }
}

#[derive(Clone, Copy)]
enum Key {
    Structure,
    From,
    State,
    Machine,
    Since,
}

fn key(typed: &str) -> Option<Key> {
    match words::whole(typed).as_str() {
        "structure" => Some(Key::Structure),
        "de" | "from" => Some(Key::From),
        "etat" | "state" => Some(Key::State),
        "machine" => Some(Key::Machine),
        "depuis" | "since" => Some(Key::Since),
        _ => None,
    }
}

fn standing(typed: &str) -> Option<Standing> {
    let word = words::whole(typed);
    let begins = |known: &[&str]| known.iter().any(|known| word.len() >= 3 && known.starts_with(&word));
    Some(match () {
        () if begins(&["ouverte", "ouvertes", "open"]) => Standing::Open,
        () if begins(&["recue", "recues", "received"]) => Standing::Received,
        () if begins(&["cours", "encours", "hand", "inhand"]) || word == "cours en" || word == "hand in" => Standing::InHand,
        () if begins(&["attente", "waiting"]) || word == "attente en" => Standing::Waiting,
        () if begins(&["reglee", "reglees", "settled"]) => Standing::Settled,
        () => return None,
    })
}

/// « 7j », « 2s », « 3m », « 1a » (or d, w, m, y), « 2026 », « 2026-03 », « 2026-03-12 », « 12/03/2026 ».
fn since(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let typed = typed.trim().to_lowercase();
    let numbers: Vec<Option<u32>> = typed.split(['-', '/']).map(|part| part.parse().ok()).collect();
    match (numbers.as_slice(), typed.contains('/')) {
        (&[Some(year)], _) if (1970..=9999).contains(&year) => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, 1, 1),
        (&[Some(year), Some(month)], false) => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1),
        (&[Some(year), Some(month), Some(day)], false) => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        (&[Some(day), Some(month), Some(year)], true) => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        (&[Some(day), Some(month)], true) => NaiveDate::from_ymd_opt(today.year(), month, day),
        _ => ago(&typed, today),
    }
}

fn ago(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let unit = typed.chars().last()?;
    let count: u32 = typed[..typed.len() - unit.len_utf8()].trim().parse().ok()?;
    match unit {
        'j' | 'd' => today.checked_sub_days(Days::new(u64::from(count))),
        's' | 'w' => today.checked_sub_days(Days::new(u64::from(count.checked_mul(7)?))),
        'm' => today.checked_sub_months(Months::new(count)),
        'a' | 'y' => today.checked_sub_months(Months::new(count.checked_mul(12)?)),
        _ => None,
    }
}

/// A part of what was typed: `-`, `key:`, `"`.
#[derive(Default)]
struct Part {
    unwanted: bool,
    key: Option<String>,
    value: String,
    quoted: bool,
}

impl Part {
    fn is_blank(&self) -> bool {
        self.key.is_none() && self.value.is_empty()
    }

    /// Key and value as words.
    fn whole(&self) -> String {
        self.key.iter().map(String::as_str).chain([self.value.as_str()]).collect::<Vec<_>>().join(" ")
    }

    fn typed(&self) -> String {
        let quote = if self.quoted { "\"" } else { "" };
        let key = self.key.as_ref().map(|key| format!("{key}:")).unwrap_or_default();
        format!("{key}{quote}{}{quote}", self.value)
    }
}

fn parts(typed: &str) -> Vec<Part> {
    let (mut parts, mut part, mut inside) = (Vec::new(), Part::default(), false);
    for c in typed.chars() {
        match c {
            '"' | '«' | '»' | '“' | '”' => {
                inside = !inside && c != '»' && c != '”';
                part.quoted = true;
            }
            c if c.is_whitespace() && !inside => {
                parts.push(std::mem::take(&mut part));
            }
            '-' if !inside && part.is_blank() && !part.quoted => part.unwanted = true,
            ':' if !inside && part.key.is_none() && !part.quoted && !part.value.is_empty() => {
                part.key = Some(std::mem::take(&mut part.value));
            }
            c => part.value.push(c),
        }
    }
    parts.push(part);
    parts.retain(|part| !part.is_blank());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn read(typed: &str) -> Query {
        Query::read(typed, day("2026-03-24"))
    }

    fn phrase(terms: &[&str]) -> Wanted {
        Wanted::Phrase(terms.iter().map(|term| String::from(*term)).collect())
    }

    #[test]
    fn words_phrases_and_what_is_not_wanted() {
        let query = read("Imprimantes \"papier coincé\" -couleur réparat");
        let last = Wanted::Beginning { term: words::terms("réparat").remove(0), beginning: "reparat".into() };
        assert_eq!(query.wanted, [phrase(&["imprim"]), Wanted::Phrase(words::terms("papier coincé")), last]);
        assert_eq!(query.unwanted, [words::terms("couleur")]);
        assert!(query.misunderstood.is_empty());
    }

    #[test]
    fn what_a_ticket_is() {
        let query = read("toner structure:\"heures douces\" de:jordan état:réglée machine:accueil depuis:7j");
        assert_eq!(query.structure, Some(words::terms("heures douces")));
        assert_eq!(query.from, Some(words::terms("jordan")));
        assert_eq!(query.machine, Some(words::terms("accueil")));
        assert_eq!((query.standing, query.since), (Some(Standing::Settled), Some(day("2026-03-17"))));
        assert!(matches!(query.wanted.as_slice(), [Wanted::Beginning { .. }]), "the last word may be unfinished");
    }

    #[test]
    fn a_day_is_said_in_many_ways() {
        for (typed, is) in [
            ("7j", "2026-03-17"),
            ("2w", "2026-03-10"),
            ("3m", "2025-12-24"),
            ("1a", "2025-03-24"),
            ("2026", "2026-01-01"),
            ("2026-02", "2026-02-01"),
            ("2026-02-28", "2026-02-28"),
            ("28/02/2026", "2026-02-28"),
            ("28/02", "2026-02-28"),
        ] {
            assert_eq!(since(typed, day("2026-03-24")), Some(day(is)), "{typed}");
        }
        for typed in ["hier", "2026-13", "31/02/2026", "99999999999j", "j", ""] {
            assert_eq!(since(typed, day("2026-03-24")), None, "{typed}");
        }
    }

    #[test]
    fn states_in_both_languages() {
        let said = |typed: &str| standing(typed);
        assert_eq!(
            [said("ouvertes"), said("reçue"), said("cours")],
            [Some(Standing::Open), Some(Standing::Received), Some(Standing::InHand)]
        );
        assert_eq!([said("en cours"), said("waiting"), said("xyz")], [Some(Standing::InHand), Some(Standing::Waiting), None]);
    }

    #[test]
    fn what_is_not_understood_is_said_back() {
        assert_eq!(read("état:bof depuis:hier imprimante").misunderstood, ["état:bof", "depuis:hier"]);
        let query = read("12:30 http://exemple.org");
        assert!(query.misunderstood.is_empty() && query.wanted.len() == 2, "words like others: {query:?}");
    }

    #[test]
    fn nothing_is_nothing() {
        for typed in ["", "  ", "\"\"", "-", "!?", "l'"] {
            assert!(read(typed).is_empty(), "{typed:?}: {:?}", read(typed));
        }
    }

    proptest! {
        #[test]
        fn anything_typed_is_read(typed in "\\PC{0,400}") {
            let query = read(&typed);
            for wanted in &query.wanted {
                let terms = match wanted {
                    Wanted::Phrase(terms) => terms.clone(),
                    Wanted::Beginning { term, beginning } => vec![term.clone(), beginning.clone()],
                };
                prop_assert!(!terms.is_empty() && terms.iter().all(|term| !term.is_empty() && term.chars().all(char::is_alphanumeric)));
            }
        }

        #[test]
        fn operators_in_any_order_are_read(typed in "([a-z]{0,4}|-|:|\"|état:|depuis:|«|»| ){0,20}") {
            let _ = read(&typed);
        }
    }
}

//! Help sheets: who reads one, which words find it, which two may spare a request (`tickets.md` § 6).

#[cfg(test)]
mod tests;

use super::ids::StructureId;
use super::words;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// Who reads a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody, without an account too.
    Public,
    /// Everybody who is signed in.
    All,
    /// The people of one structure.
    One(StructureId),
}

impl Reach {
    /// The structure whose people alone read it.
    pub fn structure(self) -> Option<StructureId> {
        match self {
            Self::One(structure) => Some(structure),
            Self::Public | Self::All => None,
        }
    }

    /// As it is stored: the structure, and whether no account is needed.
    pub fn of(structure: Option<StructureId>, public: bool) -> Self {
        match structure {
            Some(structure) => Self::One(structure),
            None if public => Self::Public,
            None => Self::All,
        }
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::All => f.write_str("all"),
            Self::One(structure) => structure.fmt(f),
        }
    }
}

impl FromStr for Reach {
    type Err = super::UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "public" => Ok(Self::Public),
            "all" => Ok(Self::All),
            id => id.parse().ok().filter(|id: &StructureId| !id.0.is_nil()).map(Self::One).ok_or(super::UnknownWord),
        }
    }
}

/// The words of a sheet as they are compared, made once for each version: see [`words`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// The terms of the title.
    pub title: String,
    /// The terms of the text.
    pub words: String,
    /// Whole words of both, for what somebody has only begun to type.
    pub whole: String,
}

impl Index {
    /// Of a title and a text; the marks of Markdown are no words.
    pub fn of(title: &str, text: &str) -> Self {
        Self {
            title: asked(title).join(" "),
            words: asked(text).join(" "),
            whole: words::whole(&format!("{} {}", joined(title), joined(text))),
        }
    }
}

/// What people call one thing: the first word stands for all of them.
const SAME: [&[&str]; 7] = [
    &["ordinateur", "ordi", "pc"],
    &["messagerie", "mail", "mél", "courriel", "email"],
    &["wifi", "internet"],
    &["écran", "moniteur"],
    &["imprimante", "copieur", "photocopieur", "photocopieuse"],
    &["visio", "visioconférence", "réunion", "zoom", "teams", "jitsi"],
    &["ralentir", "lent", "lente", "lenteur", "rame", "ramer", "traîne"],
];

/// Words that say that something is wrong, not what.
const VAGUE: &str = "aide aider aidez aidez-moi plaît svp stp marche marchait fonctionne problème panne souci impossible bug arrive \
    besoin faudrait serait possible peut-être savoir quelqu'un chose";

static VAGUE_TERMS: LazyLock<HashSet<String>> = LazyLock::new(|| words::terms(VAGUE).into_iter().collect());

static STANDS_FOR: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut same = HashMap::new();
    for group in SAME {
        let Some(first) = group.first().and_then(|word| words::terms(word).pop()) else { continue };
        let terms = group.iter().flat_map(|word| words::terms(word));
        same.extend(terms.map(|term| (term, first.clone())));
    }
    same
});

/// The terms of a text that say what it is about, each once.
fn asked(text: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for term in words::telling(&joined(text)) {
        let term = STANDS_FOR.get(&term).cloned().unwrap_or(term);
        if !seen.contains(&term) && !VAGUE_TERMS.contains(&term) {
            seen.push(term);
        }
    }
    seen
}

/// The text, with « wifi » after « wi-fi » and « email » after « e-mail »: people write both.
fn joined(text: &str) -> String {
    let one = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let hyphened = text.split_whitespace().filter(|word| word.trim_matches('-').contains(['-', '\u{2011}']));
    hyphened.fold(text.to_owned(), |text, word| text + " " + &one(word))
}

/// The sheets that a question is asked of.
struct Shelf<'s, T> {
    sheets: Vec<Sheet<'s, T>>,
}

struct Sheet<'s, T> {
    what: &'s T,
    title: HashSet<&'s str>,
    words: HashSet<&'s str>,
    whole: &'s str,
}

impl<T> Sheet<'_, T> {
    fn holds(&self, term: &str) -> bool {
        self.title.contains(term) || self.words.contains(term)
    }
}

/// A word of the title says more of a sheet than one of its text.
const IN_TITLE: u32 = 3;

impl<'s, T> Shelf<'s, T> {
    fn of(sheets: &'s [(T, Index)]) -> Self {
        let sheet = |(what, index): &'s (T, Index)| Sheet {
            what,
            title: index.title.split(' ').collect(),
            words: index.words.split(' ').collect(),
            whole: &index.whole,
        };
        Self { sheets: sheets.iter().map(sheet).collect() }
    }

    /// How much a term tells: the fewer sheets hold it, the more; nothing when none does.
    fn rarity(&self, term: &str) -> u32 {
        let holding = self.sheets.iter().filter(|sheet| sheet.holds(term)).count();
        (4 * self.sheets.len()).checked_div(holding).map_or(0, usize::ilog2)
    }

    /// How well each sheet answers, best first; those that hold none of it are left out. Equal ones in their order.
    fn ranked(&self, terms: &[String]) -> Vec<(u32, &Sheet<'s, T>)> {
        let rarities: Vec<u32> = terms.iter().map(|term| self.rarity(term)).collect();
        let score = |sheet: &Sheet<'s, T>| -> u32 {
            let of = |(term, rarity): (&String, &u32)| match () {
                () if sheet.title.contains(term.as_str()) => IN_TITLE * rarity,
                () if sheet.words.contains(term.as_str()) => *rarity,
                () => 0,
            };
            terms.iter().zip(&rarities).map(of).sum()
        };
        let mut ranked: Vec<_> = self.sheets.iter().map(|sheet| (score(sheet), sheet)).filter(|(score, _)| *score > 0).collect();
        ranked.sort_by_key(|(score, _)| Reverse(*score));
        ranked
    }
}

/// How many sheets are suggested at most: more is a list to read, not a help.
pub const MOST_SUGGESTED: usize = 2;

/// The sheets that may spare a request, the best first: two at most, none when nothing speaks for one.
pub fn suggested<'s, T>(request: &str, sheets: &'s [(T, Index)]) -> Vec<&'s T> {
    let terms = asked(request);
    let shelf = Shelf::of(sheets);
    let in_title = |sheet: &Sheet<'_, T>| terms.iter().any(|term| sheet.title.contains(term.as_str()));
    let in_words = |sheet: &Sheet<'_, T>| terms.iter().filter(|term| sheet.words.contains(term.as_str())).count();
    // One word of a text by chance is no reason.
    let speaks = |sheet: &Sheet<'_, T>| in_title(sheet) || in_words(sheet) > 1;
    let ranked = shelf.ranked(&terms).into_iter().filter(|(_, sheet)| speaks(sheet));
    ranked.take(MOST_SUGGESTED).map(|(_, sheet)| sheet.what).collect()
}

/// The sheets that a search finds, the best first. Accents and plurals do not matter; the last word may be only begun. When
/// none holds every word, those that hold some.
pub fn found<'s, T>(question: &str, sheets: &'s [(T, Index)]) -> Vec<&'s T> {
    let shelf = Shelf::of(sheets);
    let terms = asked(question);
    let last = question.split_whitespace().last().unwrap_or_default();
    let beginning = words::beginning(last).filter(|_| terms.is_empty() || !asked(last).is_empty());
    let begun =
        |sheet: &Sheet<'_, T>| beginning.as_deref().is_some_and(|begun| sheet.whole.split(' ').any(|word| word.starts_with(begun)));
    let of_last = asked(last);
    let whole = |sheet: &Sheet<'_, T>| {
        terms.iter().all(|term| sheet.holds(term) || (of_last.contains(term) && begun(sheet)))
            && (!terms.is_empty() || begun(sheet))
    };
    let mut ranked: Vec<&Sheet<'_, T>> = shelf.ranked(&terms).into_iter().map(|(_, sheet)| sheet).collect();
    let by_beginning = shelf.sheets.iter().filter(|sheet| begun(sheet) && terms.iter().all(|term| !sheet.holds(term)));
    ranked.extend(by_beginning);
    let all: Vec<&T> = ranked.iter().filter(|sheet| whole(sheet)).map(|sheet| sheet.what).collect();
    if all.is_empty() { ranked.into_iter().map(|sheet| sheet.what).collect() } else { all }
}

//! The words of a text, as a search compares them: one way for both engines, texts and questions alike.
//!
//! *cassée, cassés, cassee* are one term, as are *installer, installations* and *journal, journaux*; *l'imprimante* is
//! *imprimante*. Lower-case, cut where it is not a letter or a digit, French stem, then accents folded (`stack.md` § 3).

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Terms longer than this are cut: no word is, and an index is not filled by a line of noise.
const LONGEST: usize = 40;

/// Words that nearly every French sentence holds: they tell no text from another.
const EMPTY: &str = "a ai alors après au aucun aussi autre aux avant avec avez avoir bonjour ça ce cela celui ces cet cette chez \
    comme comment dans de depuis des deux du elle en encore es est et être eu fait faire faut il ils je jour la le les leur lui ma \
    mais me merci mes moi mon ne ni nos not notre nous on ont ou par pas peut peux plus pour pouvez puis qu quand que quel qui rien \
    sa sais sans se sera ses si son sont suis sur ta te tout toujours très tu un une va veux vos votre vous y";

static EMPTY_TERMS: LazyLock<HashSet<String>> = LazyLock::new(|| terms(EMPTY).into_iter().collect());

/// The terms of a text, in its order, with repeats.
pub fn terms(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::French);
    raw(text).map(|word| term(&stemmer, &word)).filter(|term| !term.is_empty()).collect()
}

/// The terms of a text that say what it is about, each once, in its order.
pub fn telling(text: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for term in terms(text) {
        if !EMPTY_TERMS.contains(&term) && !seen.contains(&term) {
            seen.push(term);
        }
    }
    seen
}

/// The terms of a text as one line, as an index takes them.
pub fn line(text: &str) -> String {
    terms(text).join(" ")
}

/// The words of a text as they are, accents folded, each once: what a beginning is looked for in, since a stem is shorter
/// than what somebody has typed so far (*réparat* begins *réparation*, not *répar*).
pub fn whole(text: &str) -> String {
    let mut words: Vec<String> = raw(text).map(|word| fold(&word)).filter(|word| !word.is_empty()).collect();
    words.sort();
    words.dedup();
    words.join(" ")
}

/// A word that is still being typed, accents folded: every longer word begins with it. `None` for what holds no letter.
pub fn beginning(word: &str) -> Option<String> {
    raw(word).last().map(|word| fold(&word)).filter(|word| !word.is_empty())
}

/// A text as people sort it: in small letters, without accents.
pub fn folded(text: &str) -> String {
    fold(&text.to_lowercase())
}

/// What turns a line round or cannot be seen: in a name it would only deceive.
pub fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Words of two characters and more, lower-case; « l' » and « d' » fall away.
fn raw(text: &str) -> impl Iterator<Item = String> {
    let lower: String = text.nfc().collect::<String>().to_lowercase().replace('œ', "oe").replace('æ', "ae");
    let words: Vec<String> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 || word.chars().all(|c| c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST).collect())
        .collect();
    words.into_iter()
}

fn term(stemmer: &Stemmer, word: &str) -> String {
    let folded = fold(&stemmer.stem(word));
    match folded.strip_suffix('e') {
        Some(rest) if rest.chars().count() > 1 => rest.to_owned(),
        _ => folded,
    }
}

/// Without accents.
fn fold(word: &str) -> String {
    word.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(word: &str) -> String {
        terms(word).join("+")
    }

    #[test]
    fn words_that_mean_the_same_are_one_term() {
        for group in [
            &["cassée", "cassés", "cassee", "CASSÉES"][..],
            &["installer", "installations"],
            &["journal", "journaux"],
            &["écoles", "ecole", "l'école"],
            &["réparable", "réparation"],
            &["imprimante", "imprimantes", "l’imprimante", "d'imprimantes"],
            &["cœur", "coeur"],
        ] {
            let first = one(group[0]);
            assert!(!first.is_empty());
            for word in group {
                assert_eq!(one(word), first, "{word}");
            }
        }
    }

    #[test]
    fn words_of_different_things_are_different_terms() {
        assert_ne!(one("souris"), one("sourire"));
        assert_ne!(one("clavier"), one("écran"));
    }

    #[test]
    fn numbers_and_codes_are_found() {
        assert_eq!(terms("Erreur 0x80070005, n° 7"), ["erreur", "0x80070005", "7"]);
    }

    #[test]
    fn what_every_sentence_holds_tells_nothing() {
        assert_eq!(
            telling("Bonjour, est-ce que l'imprimante du bureau de l'imprimante est cassée ?"),
            ["imprim", "bureau", "cass"]
        );
        assert!(telling("Je ne sais pas, c'est à vous").len() <= 1);
    }

    #[test]
    fn a_beginning_begins_every_longer_word() {
        assert_eq!(beginning("Réparat").as_deref(), Some("reparat"));
        assert_eq!(beginning("l'impr").as_deref(), Some("impr"));
        assert_eq!(beginning("?!"), None);
    }

    proptest! {
        #[test]
        fn any_text_gives_clean_terms(text in "\\PC{0,200}") {
            for term in terms(&text) {
                prop_assert!(!term.is_empty() && term.chars().all(char::is_alphanumeric), "{term:?}");
            }
        }
    }
}

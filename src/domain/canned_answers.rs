//! Canned answers: texts with blanks, put into an answer to be edited there, never sent by themselves (`tickets.md` §5).

use super::words;

/// What a blank stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// `{prénom}`: who asked.
    FirstName,
    /// `{numéro}`: the ticket's number.
    Number,
    /// `{structure}`: the structure's name.
    Structure,
    /// `{moi}`: who answers.
    Me,
    /// `{passage}`: who comes to the structure next, and when.
    NextVisit,
}

impl Blank {
    /// Every blank, in the order in which they are explained.
    pub const ALL: [Self; 5] = [Self::FirstName, Self::Number, Self::Structure, Self::NextVisit, Self::Me];

    /// The blank of a name, in French or English, with or without accents.
    fn named(name: &str) -> Option<Self> {
        let is_name = name.chars().all(|c| c.is_alphabetic() || c == ' ');
        match words::whole(name).as_str() {
            _ if !is_name => None,
            "prenom" | "first name" | "firstname" => Some(Self::FirstName),
            "numero" | "number" => Some(Self::Number),
            "structure" => Some(Self::Structure),
            "moi" | "me" => Some(Self::Me),
            // Words are compared in the order of the alphabet.
            "passage" | "passage prochain" | "next visit" => Some(Self::NextVisit),
            _ => None,
        }
    }
}

/// The text with its blanks filled. What is no blank of ours stays as it was written.
pub fn filled(text: &str, of: impl Fn(Blank) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(name, next)| Some((Blank::named(name)?, next))) {
            Some((blank, next)) => {
                filled.push_str(&of(blank));
                rest = next;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Whether a text has a blank.
pub fn has(text: &str, wanted: Blank) -> bool {
    let found = std::cell::Cell::new(false);
    filled(text, |blank| {
        found.set(found.get() || blank == wanted);
        String::new()
    });
    found.get()
}

/// What is meant by words that were typed or chosen among titles: the title itself, else the first that holds all the words,
/// the last letters of each left to guess.
pub fn meant<'t, T>(typed: &str, answers: &'t [T], title: impl Fn(&T) -> &str) -> Option<&'t T> {
    let wanted = words::terms(typed);
    let holds = |answer: &&T| {
        let known = words::terms(title(answer));
        !wanted.is_empty() && wanted.iter().all(|term| known.iter().any(|known| known.starts_with(term)))
    };
    answers.iter().find(|answer| title(answer) == typed.trim()).or_else(|| answers.iter().find(holds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(blank: Blank) -> String {
        match blank {
            Blank::FirstName => "Jordan".into(),
            Blank::Number => "274".into(),
            Blank::Structure => "Les Heures Douces".into(),
            Blank::Me => "Samira".into(),
            Blank::NextVisit => "Samira passe jeudi à 14 h".into(),
        }
    }

    #[test]
    fn blanks_are_filled_and_other_braces_stay() {
        let text = "Bonjour {prénom}, la demande {numero} de {structure}. {Moi} {x} {";
        assert_eq!(filled(text, said), "Bonjour Jordan, la demande 274 de Les Heures Douces. Samira {x} {");
        assert_eq!(filled("{{prénom}} fn() { a }", said), "{Jordan} fn() { a }");
    }

    #[test]
    fn the_next_visit_is_a_blank_by_either_name() {
        assert_eq!(filled("{Passage} ou {prochain passage}.", said), "Samira passe jeudi à 14 h ou Samira passe jeudi à 14 h.");
        assert!(has("Bonjour {prénom}, {passage}.", Blank::NextVisit));
        assert!(!has("Bonjour {prénom}, {passages}.", Blank::NextVisit));
    }

    #[test]
    fn a_name_that_looks_like_a_blank_is_not_filled_again() {
        assert_eq!(filled("{prénom}", |_| "{numéro}".into()), "{numéro}");
    }

    #[test]
    fn an_answer_is_found_by_its_title_or_by_words_of_it() {
        let titles = ["Imprimante hors ligne", "Imprimante : bourrage", "Mot de passe oublié"];
        let meant = |typed: &str| super::meant(typed, &titles, |title| title).copied();
        assert_eq!(meant("Imprimante : bourrage"), Some("Imprimante : bourrage"));
        assert_eq!(meant("bourrages"), Some("Imprimante : bourrage"));
        assert_eq!(meant("mots oubliés"), Some("Mot de passe oublié"));
        assert_eq!([meant("écran"), meant(""), meant(" ?")], [None; 3]);
    }

    proptest! {
        #[test]
        fn a_text_without_a_brace_stays_as_it_is(text in "[^{}]{0,80}") {
            prop_assert_eq!(filled(&text, said), text);
        }
    }
}

//! Which kind of machine a word means.

use crate::domain::equipment::EquipmentKind;
use crate::domain::words::folded;

/// A text in the one spelling in which it is compared: small letters without accents, what is no letter nor digit as one space.
pub fn word(text: &str) -> String {
    let folded = folded(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The words for each kind, in the spelling of [`word`]. A « téléphone » or « phone » alone is no kind: it may be either.
const WORDS: &[(EquipmentKind, &str)] = &[
    (EquipmentKind::Laptop, "portable|portables|laptop|laptops|notebook|notebooks|ultrabook|macbook|chromebook|convertible"),
    (
        EquipmentKind::Desktop,
        "ordinateur|ordinateurs|ordinateur fixe|poste fixe|fixe|unite centrale|uc|tour|desktop|desktops|\
         computer|computers|pc|mini pc|tower|mini tower|workstation|station de travail|low profile desktop",
    ),
    (EquipmentKind::AllInOne, "all in one|tout en un|imac"),
    (EquipmentKind::Screen, "ecran|ecrans|moniteur|moniteurs|monitor|monitors|screen|display|displays"),
    (EquipmentKind::Tablet, "tablette|tablettes|tablet|tablets|ipad"),
    (
        EquipmentKind::Smartphone,
        "smartphone|smartphones|telephone portable|telephone mobile|mobile phone|mobile phones|cell phone|\
         mobile|mobiles|iphone",
    ),
    (EquipmentKind::DeskPhone, "telephone fixe|telephone de bureau|telephone ip|desk phone|desk phones|ip phone|voip phone|voip"),
    (
        EquipmentKind::Multifunction,
        "multifonction|multifonctions|imprimante multifonction|copieur|photocopieur|photocopieuse|\
         multifunction|multifunction printer|copier|mfp|mfc",
    ),
    (EquipmentKind::Printer, "imprimante|imprimantes|printer|printers"),
    (EquipmentKind::Scanner, "scanner|scanners|numeriseur"),
    (EquipmentKind::Projector, "videoprojecteur|videoprojecteurs|projecteur|projector|projectors|beamer"),
    (EquipmentKind::Nas, "nas|serveur nas|stockage partage|stockage reseau|network storage"),
    (EquipmentKind::Server, "serveur|serveurs|server|servers"),
    (EquipmentKind::Router, "box|routeur|routeurs|box ou routeur|router|routers|modem|box internet"),
    (EquipmentKind::Switch, "commutateur|commutateurs|commutateur reseau|switch|switches|network switch"),
    (EquipmentKind::AccessPoint, "borne|borne wifi|borne wi fi|point d acces|access point|access points|wifi|wi fi"),
    (EquipmentKind::Firewall, "pare feu|firewall|firewalls"),
    (EquipmentKind::Ups, "onduleur|onduleurs|ups"),
    (
        EquipmentKind::Peripheral,
        "peripherique|peripheriques|peripheral|peripherals|souris|clavier|keyboard|mouse|webcam|casque|dock",
    ),
    (EquipmentKind::Other, "autre|autres|other|divers"),
];

/// The kind that a text means: the longest of the known words in it; `None` when it holds none. A computer is one when nothing
/// says more: an « écran d'ordinateur » is a screen.
pub fn kind_of(text: &str) -> Option<EquipmentKind> {
    let padded = format!(" {} ", word(text));
    let known = WORDS.iter().flat_map(|(kind, words)| words.split('|').map(move |word| (*kind, word)));
    let found = known.filter(|(_, word)| padded.contains(&format!(" {word} ")));
    found
        .max_by_key(|(kind, word)| (!matches!(kind, EquipmentKind::Desktop | EquipmentKind::Other), word.len()))
        .map(|(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_mean_a_kind() {
        for (text, kind) in [
            ("Portable", EquipmentKind::Laptop),
            ("Ordinateur portable", EquipmentKind::Laptop),
            ("Écran d'ordinateur", EquipmentKind::Screen),
            ("Serveur NAS", EquipmentKind::Nas),
            ("PC-Portable", EquipmentKind::Laptop),
            ("Laptop", EquipmentKind::Laptop),
            ("Notebook", EquipmentKind::Laptop),
            ("Ordinateur", EquipmentKind::Desktop),
            ("Mini Tower", EquipmentKind::Desktop),
            ("Unité centrale", EquipmentKind::Desktop),
            ("All in One", EquipmentKind::AllInOne),
            ("ÉCRAN 24 pouces", EquipmentKind::Screen),
            ("Téléphone portable", EquipmentKind::Smartphone),
            ("Téléphone de bureau", EquipmentKind::DeskPhone),
            ("Imprimante", EquipmentKind::Printer),
            ("Imprimante multifonction", EquipmentKind::Multifunction),
            ("Point d'accès Wi-Fi", EquipmentKind::AccessPoint),
            ("Network switch", EquipmentKind::Switch),
            ("Onduleur", EquipmentKind::Ups),
        ] {
            assert_eq!(kind_of(text), Some(kind), "{text:?}");
        }
        for text in ["", "Téléphone", "Actif n° 3", "Portabilité", "Ecranche"] {
            assert_eq!(kind_of(text), None, "{text:?}: somebody says it");
        }
    }

    #[test]
    fn every_kind_has_words_and_no_word_two_kinds() {
        for kind in EquipmentKind::ALL {
            assert!(WORDS.iter().any(|(known, _)| known == kind), "{kind}");
        }
        let mut words: Vec<&str> = WORDS.iter().flat_map(|(_, words)| words.split('|')).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
        assert!(words.iter().all(|known| word(known) == **known), "in the spelling in which they are looked for");
    }
}

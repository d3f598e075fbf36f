//! What in a text looks like a secret that was typed by habit: a bank account, a social security number, a password. Pointed
//! out before it is sent, never refused (`tickets.md` § 5).

mod numbers;
mod passwords;

use crate::domain::vocabulary;
use std::ops::Range;

vocabulary! {
    /// What a secret opens.
    pub enum SecretKind {
        Password = "password",
        Iban = "iban",
        Nir = "nir",
    }
}

/// Something that looks like a secret, as it may be quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LikelySecret {
    pub kind: SecretKind,
    /// Enough to find it again in the text: what stands before it, and its first letter.
    pub quote: String,
}

/// As many are pointed out as somebody can look at.
const MOST: usize = 5;
/// How much is quoted of what stands before, in characters.
const MOST_BEFORE: usize = 24;

/// Where a secret stands among the characters of a text: from where it is quoted, and itself.
struct Found {
    kind: SecretKind,
    from: usize,
    secret: Range<usize>,
}

/// What looks like a secret in a text, in its order.
pub fn likely_secrets(words: &str) -> Vec<LikelySecret> {
    let typed: Vec<char> = words.chars().collect();
    let mut found = numbers::accounts(&typed);
    found.extend(numbers::social_security(&typed));
    found.extend(passwords::said(&typed));
    found.sort_by_key(|found| found.secret.start);
    // What was found as a number is not found again as a password.
    let mut end = 0;
    found.retain(|found| {
        found.secret.start >= end && {
            end = found.secret.end;
            true
        }
    });
    found.truncate(MOST);
    found.into_iter().map(|found| LikelySecret { kind: found.kind, quote: masked(&typed, &found) }).collect()
}

fn masked(typed: &[char], of: &Found) -> String {
    let from = of.from.max(of.secret.start.saturating_sub(MOST_BEFORE));
    let before: String = typed[from..of.secret.start].iter().collect();
    let first: String = typed[of.secret.clone()].iter().take(1).collect();
    format!("{}{first}••••", before.replace('\n', " ").trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(words: &str) -> Vec<SecretKind> {
        likely_secrets(words).into_iter().map(|secret| secret.kind).collect()
    }

    #[test]
    fn a_secret_is_quoted_without_itself() {
        let quote = |words: &str| likely_secrets(words).into_iter().map(|secret| secret.quote).collect::<Vec<_>>();
        assert_eq!(quote("Bonjour, mot de passe : Soleil31 merci"), ["mot de passe : S••••"]);
        assert_eq!(quote("Voici : FR76 3000 6000 0112 3456 7890 189."), ["F••••"]);
        assert_eq!(quote("mdp=abcd1234\nIBAN FR7630006000011234567890189"), ["mdp=a••••", "F••••"]);
    }

    #[test]
    fn ordinary_sentences_are_let_through() {
        for words in [
            "Mon mot de passe ne marche plus.",
            "J'ai oublié mon mot de passe, pouvez-vous m'aider ?",
            "Problème de mot de passe : impossible de me connecter depuis ce matin",
            "Mot de passe : oublié",
            "Mot de passe oublié",
            "Le mot de passe est refusé, et le compte est bloqué.",
            "mot de passe expiré le 12/03/2026",
            "Le mot de passe est à changer avant le 12/03.",
            "mdp oublié depuis 2 jours",
            "Password incorrect",
            "Le mot de passe Windows11 est demandé deux fois",
            "Le mot de passe jordan.pages@heures.example ne marche plus",
            "J'ai changé le mot de passe PC12 hier",
            "Mot de passe : 12 caractères au moins, dit la page",
            "Mon pass 2026 n'est plus valable",
            "error code: 1603",
            "Code erreur : 0x80070005",
            "L'imprimante affiche code : 0x6100",
            "Code postal : 31000, Toulouse",
            "code barre : 3017620422003",
            "La page demande un code : lequel ?",
            "Il demande le code PIN.",
            "Appelez-moi au 05 61 00 00 00 ou au 06 12 34 56 78.",
            "IMEI 356938035643809",
            "Facture FR76 du 12 mars",
            "Demande N° 1042 : 30 postes, 2026-03-24 09:00:00",
            "https://exemple.fr/a:b@c",
            "",
            "    :::  =",
        ] {
            assert_eq!(kinds(words), [], "{words:?}");
        }
    }

    /// What people of the named world have written is let through, as it would be in a real group.
    #[test]
    fn a_year_of_requests_is_let_through() {
        let world = include_str!("../../../fixtures/tickets.toml");
        let said = world.lines().filter(|line| line.starts_with("words = ") || line.starts_with("body = "));
        let pointed_out: Vec<&str> = said.clone().filter(|line| !likely_secrets(line).is_empty()).collect();
        assert!(said.count() > 300);
        assert_eq!(pointed_out, Vec::<&str>::new());
    }

    #[test]
    fn what_is_typed_by_habit_is_pointed_out() {
        use SecretKind::{Iban, Nir, Password};
        for (words, kind) in [
            ("mot de passe : xyz", Password),
            ("Mot de passe: Soleil31!", Password),
            ("mon mot de passe est azerty31", Password),
            ("le mot de passe c'est « soleil »", Password),
            ("mdp : bonjour", Password),
            ("MDP Azerty31!", Password),
            ("login jordan password = S3cret", Password),
            ("pwd:tournesol", Password),
            ("code : 4821", Password),
            ("Le code d'accès : 48A21", Password),
            ("clé wifi : tournesol-bleu-42", Password),
            ("identifiants : jordan / Soleil31", Password),
            ("https://admin:Soleil31@nas.example/", Password),
            ("FR7630006000011234567890189", Iban),
            ("fr76 3000 6000 0112 3456 7890 189 merci", Iban),
            ("BE68 5390 0754 7034", Iban),
            ("2 69 05 49 588 157 80", Nir),
            ("269054958815780", Nir),
            ("n° 1 85 05 2A 588 157 59", Nir),
        ] {
            assert_eq!(kinds(words), [kind], "{words:?}");
        }
    }
}

//! Passwords as people say them: a word that announces one, then what can hardly be anything else. A sentence about a
//! password is none.

use super::{Found, SecretKind};
use std::ops::Range;

/// Words that announce a password whatever it is made of.
const STRONG: [&str; 10] =
    ["mots de passe", "mot de passe", "mdp", "password", "passwd", "passphrase", "pwd", "cle wifi", "cle wi-fi", "identifiants"];
/// Words that announce other things too: what follows must hold a digit, and follow at once.
const WEAK: [&str; 13] = [
    "code d'acces",
    "code de la porte",
    "code du portail",
    "code de l'alarme",
    "code de deverrouillage",
    "code secret",
    "code alarme",
    "code wifi",
    "code wi-fi",
    "code porte",
    "code pin",
    "code",
    "pass",
];
/// Codes that open nothing.
const CODES_OF: [&str; 5] = ["erreur ", "error ", "zip ", "qr ", "status "];
/// What a password may be that of, with a number after it: « le mot de passe Windows11 ».
const OPENED_BY_IT: [&str; 16] = [
    "windows",
    "win",
    "office",
    "o",
    "m",
    "microsoft",
    "outlook",
    "exchange",
    "android",
    "iphone",
    "ipad",
    "wifi",
    "pc",
    "poste",
    "compte",
    "session",
];
/// What is said of a password, and none itself.
const SAID_OF_IT: [&str; 26] = [
    "oublie",
    "oubliee",
    "perdu",
    "perdue",
    "expire",
    "expiree",
    "refuse",
    "refusee",
    "incorrect",
    "incorrecte",
    "inconnu",
    "change",
    "changer",
    "bloque",
    "vide",
    "idem",
    "non",
    "oui",
    "aide",
    "urgent",
    "merci",
    "ok",
    "lequel",
    "lost",
    "forgotten",
    "expired",
];

/// Passwords that the text says.
pub fn said(typed: &[char]) -> Vec<Found> {
    let folded: Vec<char> = typed.iter().map(|c| folded(*c)).collect();
    let mut found: Vec<Found> = Vec::new();
    let mut place = 0;
    while place < folded.len() {
        let begins = place == 0 || !folded[place - 1].is_alphanumeric();
        let here = if begins { announced(&folded, place).or_else(|| in_address(typed, place)) } else { None };
        match here {
            Some(secret) => {
                let end = secret.end;
                found.push(Found { kind: SecretKind::Password, from: place, secret });
                place = end;
            }
            None => place += 1,
        }
    }
    found
}

/// Small letters without accents, one for one.
fn folded(c: char) -> char {
    match c {
        'é' | 'è' | 'ê' | 'É' | 'È' | 'Ê' => 'e',
        'à' | 'â' | 'À' => 'a',
        '’' => '\'',
        '\u{a0}' | '\u{202f}' | '\t' => ' ',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

fn follows(folded: &[char], place: usize, word: &str) -> Option<usize> {
    let end = place + word.chars().count();
    let same = folded.get(place..end)?.iter().copied().eq(word.chars());
    (same && folded.get(end).is_none_or(|c| !c.is_alphanumeric())).then_some(end)
}

fn spaces(folded: &[char], mut place: usize) -> usize {
    while folded.get(place) == Some(&' ') {
        place += 1;
    }
    place
}

/// How a password is announced: by a sign, by a verb, or by nothing but its place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Sign,
    Verb,
    Place,
}

fn announced(folded: &[char], place: usize) -> Option<Range<usize>> {
    let word = |words: &[&str]| words.iter().find_map(|word| follows(folded, place, word));
    let (weak, end) = match (word(&STRONG), word(&WEAK)) {
        (Some(end), _) => (false, end),
        (None, Some(end)) => (true, end),
        (None, None) => return None,
    };
    let after = spaces(folded, end);
    let (by, from) = match folded.get(after)? {
        ':' | '=' => (By::Sign, spaces(folded, after + 1)),
        _ => match ["est", "c'est", "is"].iter().find_map(|verb| follows(folded, after, verb)) {
            Some(end) => (
                By::Verb,
                spaces(
                    folded,
                    match folded.get(end) {
                        Some(':') => end + 1,
                        _ => end,
                    },
                ),
            ),
            None => (By::Place, after),
        },
    };
    let code_of = |word: &&str| place >= word.len() && folded[place - word.len()..place].iter().copied().eq(word.chars());
    if weak && (by != By::Sign || CODES_OF.iter().any(code_of)) {
        return None;
    }
    let quoted = matches!(folded.get(from)?, '«' | '"' | '“' | '\'');
    let from = if quoted { spaces(folded, from + 1) } else { from };
    let token = token(folded, from);
    let candidate = pair(folded, &token).unwrap_or(token);
    secret_like(folded, &candidate, weak, by, quoted).then_some(candidate)
}

/// Up to the next space; a full stop or a comma at its end is the sentence's.
fn token(folded: &[char], from: usize) -> Range<usize> {
    let mut end = from;
    while folded.get(end).is_some_and(|c| !c.is_whitespace() && !matches!(c, '»' | '"' | '”')) {
        end += 1;
    }
    while end > from && matches!(folded[end - 1], '.' | ',' | ';' | '?' | ')' | '\'') {
        end -= 1;
    }
    from..end
}

/// « jordan / Soleil31 »: a name, then its password.
fn pair(folded: &[char], first: &Range<usize>) -> Option<Range<usize>> {
    let slash = spaces(folded, first.end);
    (folded.get(slash) == Some(&'/')).then(|| token(folded, spaces(folded, slash + 1)))
}

fn secret_like(folded: &[char], token: &Range<usize>, weak: bool, by: By, quoted: bool) -> bool {
    let text: String = folded[token.clone()].iter().collect();
    let digit = text.contains(|c: char| c.is_ascii_digit());
    let letter = text.contains(char::is_alphabetic);
    let sign = text.contains(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '-' | '/' | '.' | ':' | '!'));
    let length = text.chars().count();
    // Error codes and days are what requests are full of.
    let other = text.starts_with("0x") || text.matches('/').count() == 2;
    if other || length < 3 || SAID_OF_IT.contains(&text.trim_end_matches('!')) {
        return false;
    }
    let opened = OPENED_BY_IT.contains(&text.trim_end_matches(|c: char| c.is_ascii_digit())) || is_address(&text);
    let mixed = length >= 4 && (digit && letter || sign && (letter || digit));
    match by {
        _ if weak => digit && length >= 4,
        _ if quoted => letter || digit,
        By::Sign => mixed || (digit && length >= 4) || alone(folded, token.end),
        By::Verb | By::Place => mixed && !opened,
    }
}

/// A mail address, as it stands beside the word that tells of its password.
fn is_address(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    text.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host) && host.contains('.'))
}

/// Whether nothing more is said on the line.
fn alone(folded: &[char], end: usize) -> bool {
    folded[end..].iter().take_while(|c| **c != '\n').all(|c| !c.is_alphanumeric())
}

/// `https://user:password@host`.
fn in_address(typed: &[char], place: usize) -> Option<Range<usize>> {
    let rest: String = typed[place..].iter().take(300).take_while(|c| !c.is_whitespace()).collect();
    let (scheme, address) = rest.split_once("://")?;
    let known = matches!(scheme.to_lowercase().as_str(), "http" | "https" | "ftp" | "ftps" | "sftp" | "ssh" | "smb");
    let host = address.split(['/', '?', '#']).next()?;
    let (name, password) = host.rsplit_once('@')?.0.split_once(':')?;
    if !known || password.is_empty() {
        return None;
    }
    let from = place + scheme.chars().count() + 3 + name.chars().count() + 1;
    Some(from..from + password.chars().count())
}

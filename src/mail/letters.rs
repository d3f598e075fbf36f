//! The words of letters: for each kind a folder of three templates (subject, text, HTML), in both languages.

use crate::config::PublicUrl;
use crate::domain::people::Language;
use crate::store::outbox::Letter;
use crate::templates::Templates;
use crate::texts::format;
use serde::Serialize;

/// A letter ready to leave.
#[derive(Clone, Debug)]
pub struct Words {
    /// « Samira (Parcommun) », never a person's own address.
    pub sender: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What the templates see: the letter's own values, and its one link.
#[derive(Serialize)]
struct Sight<'a> {
    #[serde(flatten)]
    letter: &'a Letter,
    link: String,
    lang: &'static str,
    /// An amount of money in the reader's language, when the letter names one.
    amount: Option<String>,
}

/// Finds the words of a letter.
pub fn words(
    templates: &Templates,
    url: &PublicUrl,
    language: Language,
    letter: &Letter,
) -> Result<Words, handlebars::RenderError> {
    let sight = Sight { letter, link: link(url, letter), lang: language.as_str(), amount: amount(language, letter) };
    let part = |name: &str| templates.render(language, &format!("mail/{}/{name}", letter.kind()), &sight);
    Ok(Words {
        sender: sender(letter),
        // A subject is one line, whatever a title holds.
        subject: part("subject.txt")?.split_whitespace().collect::<Vec<_>>().join(" "),
        text: part("body.txt")?,
        html: part("body.html")?,
    })
}

fn amount(language: Language, letter: &Letter) -> Option<String> {
    match letter {
        Letter::DuesReminded { due, .. } => Some(format::money(language, *due)),
        _ => None,
    }
}

fn link(url: &PublicUrl, letter: &Letter) -> String {
    let url = url.as_str();
    match letter {
        Letter::SignIn { token, .. } | Letter::Invitation { token, .. } => format!("{url}/sign-in/link/{token}"),
        Letter::DuesReminded { structure, .. } => format!("{url}/structures/{structure}/dues"),
        Letter::TicketSubmitted { ticket, .. }
        | Letter::TicketNoted { ticket, .. }
        | Letter::TicketAnswered { ticket, .. }
        | Letter::TicketSettled { ticket, .. }
        | Letter::TicketReopened { ticket, .. } => format!("{url}/tickets/{ticket}"),
    }
}

fn sender(letter: &Letter) -> String {
    match letter {
        Letter::TicketAnswered { author, .. }
        | Letter::TicketSettled { author, .. }
        | Letter::TicketReopened { author, .. }
        | Letter::TicketNoted { author, .. } => format!("{author} (Parcommun)"),
        Letter::SignIn { .. } | Letter::Invitation { .. } | Letter::TicketSubmitted { .. } | Letter::DuesReminded { .. } => {
            "Parcommun".to_owned()
        }
    }
}

//! The words of letters: for each kind a folder of three templates (subject, text, HTML), in both languages.

use crate::config::PublicUrl;
use crate::domain::people::Language;
use crate::domain::time::{Minutes, Month};
use crate::store::outbox::{Gathered, Letter};
use crate::templates::Templates;
use crate::texts::format;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Months, days and durations as people read them.
    said: BTreeMap<&'static str, String>,
    /// An amount of money in the reader's language, when the letter names one.
    amount: Option<String>,
    /// What a letter about several requests says of each.
    together: Option<Together<'a>>,
}

/// One deed on several requests, as its one letter tells it.
#[derive(Serialize)]
struct Together<'a> {
    given: bool,
    asked: bool,
    settled: bool,
    reopened: bool,
    n: usize,
    /// What was said of all of them, when it was the same.
    words: Option<&'a str>,
    lines: Vec<TogetherLine<'a>>,
}

/// One of them.
#[derive(Serialize)]
struct TogetherLine<'a> {
    number: i64,
    /// None: it is confidential, or the reader knows its number alone.
    title: Option<&'a str>,
    words: Option<&'a str>,
    covered: bool,
    link: String,
}

fn together<'a>(url: &PublicUrl, letter: &'a Letter) -> Option<Together<'a>> {
    let Letter::Together { deed, about, .. } = letter else { return None };
    let lines = about.iter().filter_map(|letter| {
        let (number, title, words) = told_of(letter)?;
        let covered = matches!(letter, Letter::TicketCovered { .. });
        Some(TogetherLine { number, title, words: words.filter(|words| !words.is_empty()), covered, link: link(url, letter) })
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_key(|line| line.number);
    let said: BTreeSet<&str> = lines.iter().filter_map(|line| line.words).collect();
    let words = if said.len() == 1 { said.first().copied() } else { None };
    if words.is_some() {
        lines.iter_mut().for_each(|line| line.words = None);
    }
    Some(Together {
        given: *deed == Gathered::Given,
        asked: *deed == Gathered::Asked,
        settled: *deed == Gathered::Settled,
        reopened: *deed == Gathered::Reopened,
        n: lines.len(),
        words,
        lines,
    })
}

/// Number, title and words of what one letter tells.
fn told_of(letter: &Letter) -> Option<(i64, Option<&str>, Option<&str>)> {
    match letter {
        Letter::TicketGiven { number, title, words, .. }
        | Letter::TicketAnswered { number, title, words, .. }
        | Letter::TicketSettled { number, title, words, .. }
        | Letter::TicketReopened { number, title, words, .. } => Some((*number, Some(title), Some(words))),
        Letter::TicketCovered { number, .. } | Letter::TicketOver { number, .. } => Some((*number, None, None)),
        _ => None,
    }
}

/// Finds the words of a letter.
pub fn words(
    templates: &Templates,
    url: &PublicUrl,
    language: Language,
    letter: &Letter,
) -> Result<Words, handlebars::RenderError> {
    // A guest reads what anybody reads, behind a link of their own.
    let own = format!("{}/follow/", url.as_str());
    let (letter, link) = match letter {
        Letter::ForGuest { about, token } => (&**about, format!("{own}{token}")),
        letter => (letter, link(url, letter)),
    };
    let sight = Sight {
        letter,
        link,
        lang: language.as_str(),
        said: said(language, letter),
        amount: amount(language, letter),
        together: together(url, letter),
    };
    let part = |name: &str| templates.render(language, &format!("mail/{}/{name}", letter.kind()), &sight);
    Ok(Words {
        sender: sender(letter),
        // A subject is one line, whatever a title holds.
        subject: part("subject.txt")?.split_whitespace().collect::<Vec<_>>().join(" "),
        text: part("body.txt")?,
        html: part("body.html")?,
    })
}

fn said(language: Language, letter: &Letter) -> BTreeMap<&'static str, String> {
    let month = |month: &Month| ("month", format::month(language, *month));
    let minutes = |key: &'static str, minutes: &Minutes| (key, format::duration(*minutes));
    match letter {
        Letter::SheetToSign { month: of, until, .. } => {
            BTreeMap::from([month(of), ("until", format::day(language, *until, of.next().first_day()))])
        }
        Letter::SheetAsked { month: of, .. } | Letter::SheetAnswered { month: of, .. } => BTreeMap::from([month(of)]),
        Letter::StatementReady { month: of, charged, left, .. } => {
            BTreeMap::from([month(of), minutes("charged", charged), minutes("left", left)])
        }
        Letter::GiftProposed { month: of, minutes: given, .. } | Letter::GiftAnswered { month: of, minutes: given, .. } => {
            BTreeMap::from([month(of), minutes("minutes", given)])
        }
        Letter::HoursUsed { month: of, charged, own, left, .. } => BTreeMap::from([
            month(of),
            minutes("charged", charged),
            minutes("own", own),
            minutes("left", left),
            minutes("beyond", &charged.less(*own)),
        ]),
        Letter::BoardInvited { until, .. } | Letter::TokenMade { until, .. } => {
            BTreeMap::from([("until", format::whole_day(language, *until))])
        }
        Letter::HoursExpiring { month: of, minutes: lost, .. } => {
            BTreeMap::from([("day", format::day(language, of.last_day(), of.first_day())), minutes("minutes", lost)])
        }
        Letter::ReservationTold { until, .. } => BTreeMap::from([("day", format::whole_day(language, *until))]),
        Letter::ChainAnchored { day, .. } => BTreeMap::from([("day", format::whole_day(language, *day))]),
        Letter::VisitTold { day, from, to, .. } => BTreeMap::from([
            ("day", format::day(language, *day, *day)),
            ("from", format::hour(language, *from)),
            ("to", format::hour(language, *to)),
        ]),
        _ => BTreeMap::new(),
    }
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
        Letter::SignIn { token, .. } | Letter::Invitation { token, .. } | Letter::BoardInvited { token, .. } => {
            format!("{url}/sign-in/link/{token}")
        }
        Letter::TokenMade { .. } => format!("{url}/account/tokens"),
        Letter::DuesReminded { structure, .. } => format!("{url}/structures/{structure}/dues"),
        Letter::TicketSubmitted { ticket, .. }
        | Letter::TicketNoted { ticket, .. }
        | Letter::TicketCovered { ticket, .. }
        | Letter::TicketShared { ticket, .. }
        | Letter::TicketGiven { ticket, .. }
        | Letter::TicketAwaits { ticket, .. }
        | Letter::TicketLapsed { ticket, .. }
        | Letter::TicketAnswered { ticket, .. }
        | Letter::TicketSettled { ticket, .. }
        | Letter::TicketReopened { ticket, .. } => format!("{url}/tickets/{ticket}"),
        // Nothing opens for who is outside, or who has gone; what is to be kept stands in the letter.
        Letter::TicketSentOutside { .. } | Letter::DataErased { .. } | Letter::ChainAnchored { .. } => url.to_owned(),
        Letter::GuestReceived { token, .. } | Letter::ForGuest { token, .. } => format!("{url}/follow/{token}"),
        Letter::TicketOver { ticket, .. } => format!("{url}/tickets/{ticket}/affected"),
        Letter::OutageOver { outage, tickets, .. } => match tickets.as_slice() {
            [only] => format!("{url}/tickets/{}", only.id),
            [] => format!("{url}/outages/{outage}"),
            _ => format!("{url}/tickets"),
        },
        Letter::Together { .. } | Letter::DelaysRun { words: true, .. } => format!("{url}/tickets"),
        Letter::DelaysRun { words: false, .. } => format!("{url}/"),
        Letter::SheetToSign { structure, month, .. } | Letter::SheetAnswered { structure, month, .. } => {
            format!("{url}/structures/{structure}/hours?month={month}")
        }
        Letter::StatementReady { structure, month, .. } => format!("{url}/structures/{structure}/statements/{month}"),
        Letter::SheetAsked { month, .. } => format!("{url}/closing?month={month}"),
        Letter::GiftProposed { structure, .. } | Letter::GiftAnswered { structure, .. } => {
            format!("{url}/structures/{structure}/gifts")
        }
        Letter::TransferTold { transfer, .. } => format!("{url}/transfers/{transfer}"),
        Letter::TransferToSign { token, .. } => format!("{url}/signing/{token}"),
        Letter::ReservationTold { machine, .. } => format!("{url}/ready-machines/{machine}"),
        Letter::HoursUsed { structure, month, .. } => format!("{url}/structures/{structure}/hours?month={month}"),
        Letter::HoursExpiring { structure, .. } => format!("{url}/structures/{structure}/hours"),
        Letter::VisitTold { tickets, .. } => match tickets.as_slice() {
            [only] => format!("{url}/tickets/{}", only.id),
            _ => format!("{url}/tickets"),
        },
        Letter::SanitisationAwaits { sanitisation, .. } => format!("{url}/sanitisations/{sanitisation}"),
    }
}

fn sender(letter: &Letter) -> String {
    match letter {
        Letter::TicketAnswered { author, .. }
        | Letter::TicketSettled { author, .. }
        | Letter::TicketReopened { author, .. }
        | Letter::TicketSentOutside { author, .. }
        | Letter::Together { author, .. }
        | Letter::TicketNoted { author, .. }
        | Letter::TicketShared { author, .. }
        | Letter::TicketGiven { author, .. }
        | Letter::SheetAsked { author, .. }
        | Letter::SheetAnswered { author, .. }
        | Letter::GiftProposed { author, .. }
        | Letter::VisitTold { author, .. }
        | Letter::GiftAnswered { author, .. } => format!("{author} (Parcommun)"),
        Letter::ForGuest { about, .. } => sender(about),
        Letter::SignIn { .. }
        | Letter::Invitation { .. }
        | Letter::TokenMade { .. }
        | Letter::BoardInvited { .. }
        | Letter::GuestReceived { .. }
        | Letter::TicketCovered { .. }
        | Letter::TicketAwaits { .. }
        | Letter::TicketLapsed { .. }
        | Letter::TicketOver { .. }
        | Letter::OutageOver { .. }
        | Letter::DelaysRun { .. }
        | Letter::TicketSubmitted { .. }
        | Letter::SheetToSign { .. }
        | Letter::StatementReady { .. }
        | Letter::DuesReminded { .. }
        | Letter::HoursUsed { .. }
        | Letter::HoursExpiring { .. }
        | Letter::ChainAnchored { .. }
        | Letter::SanitisationAwaits { .. }
        | Letter::TransferTold { .. }
        | Letter::TransferToSign { .. }
        | Letter::ReservationTold { .. }
        | Letter::DataErased { .. } => "Parcommun".to_owned(),
    }
}

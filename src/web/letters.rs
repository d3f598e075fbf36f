//! The letters of the demonstration, readable in the browser. A real installation has no such page.

use super::errors::Error;
use super::layout::{Layout, Page};
use crate::config::Config;
use crate::mail::letters::words;
use crate::store::{Db, outbox};
use crate::templates::Templates;
use rocket::{Route, State, get, routes};
use serde::Serialize;
use std::sync::Arc;

pub fn routes() -> Vec<Route> {
    routes![index, show]
}

#[derive(Serialize)]
struct LettersPage {
    letters: Vec<LetterRow>,
}

#[derive(Serialize)]
struct LetterRow {
    href: String,
    subject: String,
    recipient: String,
    at: String,
}

#[derive(Serialize)]
struct LetterPage {
    subject: String,
    sender: String,
    recipient: String,
    at: String,
    text: String,
    link: Option<String>,
    index_href: String,
}

#[get("/letters")]
async fn index(
    layout: Layout<'_>,
    db: &State<Db>,
    templates: &State<Arc<Templates>>,
    config: &State<Config>,
) -> Result<Page, Error> {
    if !config.demo {
        return Err(Error::NotFound);
    }
    let mut letters = Vec::new();
    for written in outbox::written_in_demo(db, 50).await? {
        letters.push(LetterRow {
            href: rocket::uri!(show(written.id.to_string())).to_string(),
            subject: words(templates, &config.public_url, written.language, &written.letter)?.subject,
            recipient: written.recipient.to_string(),
            at: layout.moment(written.created_at),
        });
    }
    layout.page("letters/index", layout.text("letters-title")?, &LettersPage { letters })
}

#[get("/letters/<id>")]
async fn show(
    layout: Layout<'_>,
    id: &str,
    db: &State<Db>,
    templates: &State<Arc<Templates>>,
    config: &State<Config>,
) -> Result<Page, Error> {
    if !config.demo {
        return Err(Error::NotFound);
    }
    let written = outbox::written_in_demo(db, 200).await?.into_iter().find(|w| w.id.to_string() == id).ok_or(Error::NotFound)?;
    let letter = words(templates, &config.public_url, written.language, &written.letter)?;
    let own = format!("{}/", config.public_url.as_str());
    let link = letter.text.split_whitespace().find_map(|word| word.strip_prefix(&own)).map(|path| format!("/{path}"));
    let page = LetterPage {
        sender: letter.sender,
        recipient: written.recipient.to_string(),
        at: layout.moment(written.created_at),
        text: letter.text,
        link,
        index_href: rocket::uri!(index).to_string(),
        subject: letter.subject.clone(),
    };
    layout.page("letters/show", letter.subject, &page)
}

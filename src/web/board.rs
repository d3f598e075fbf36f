//! The board: who reads the closed months of the whole group, until which day. The coordinator gives, renews and takes back.

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Day, Line};
use super::people::tongues;
use crate::domain::ids::BoardRightId;
use crate::domain::people::{Email, Language, may_end_board_right, usual_board_day};
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::board::{self, BoardError, BoardRight, Giving};
use crate::store::people::NewPerson;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, give, renewal, renew, take_back]
}

/// The address of the page.
pub fn href() -> String {
    uri!(index).to_string()
}

#[derive(Serialize)]
struct BoardPage {
    people_href: String,
    rights: Vec<RightRow>,
    form: View,
    href: String,
}

#[derive(Serialize)]
struct RightRow {
    name: String,
    email: String,
    until: String,
    renewal_href: String,
    end_href: String,
}

const GIVEN: [&str; 4] = ["name", "email", "until", "language"];

#[get("/board")]
async fn index(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&by, &layout, db, View::blank(&GIVEN)).await
}

async fn page(by: &Coordinator, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let rights = board::rights(db, by).await?;
    let page = BoardPage {
        people_href: super::people::on_duty_href(),
        rights: rights.into_iter().map(|right| row(layout, right)).collect::<Result<_, _>>()?,
        form: form
            .preset("until", usual_board_day(layout.today()).to_string())
            .preset("language", layout.language.as_str())
            .offering("language", tongues()),
        href: uri!(give).to_string(),
    };
    layout.page_of_form("board/index", layout.text("board-title")?, &page.form, &page)
}

fn row(layout: &Layout<'_>, right: BoardRight) -> Result<RightRow, Error> {
    Ok(RightRow {
        until: until(layout, right.until)?,
        renewal_href: uri!(renewal(right.id)).to_string(),
        end_href: uri!(take_back(right.id)).to_string(),
        name: right.name,
        email: right.email.to_string(),
    })
}

/// « jusqu'au 24 mars 2027 », or since when it is over.
fn until(layout: &Layout<'_>, until: NaiveDate) -> Result<String, Error> {
    let key = if until < layout.today() { "board-over" } else { "board-until" };
    layout.text_with(key, [("day", FluentValue::from(layout.whole_day(until)))])
}

#[derive(FromForm)]
struct NewRight {
    name: Line<80>,
    email: Email,
    until: Day,
    language: Language,
}

/// Gives the right; the letter leaves with the row.
#[post("/board", data = "<form>")]
async fn give(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, NewRight>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&GIVEN, &form.context)?;
    let Some(new) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, db, again).await?)) };
    let person = NewPerson { name: new.name.0.clone(), email: new.email.clone(), phone: String::new(), language: new.language };
    let Some(giving) = giving(new.until, now) else {
        again.mistake("until", layout.text("board-mistake-until")?);
        return Ok(Submitted::Refused(page(&by, &layout, db, again).await?));
    };
    match board::give(db, &by, person, giving).await {
        Ok(_) => Ok(Submitted::accepted(uri!(index), "people-appointed")),
        Err(BoardError::Database(fault)) => Err(fault.into()),
        Err(BoardError::AlreadyGiven) => {
            again.mistake("email", layout.text("board-mistake-given")?);
            Ok(Submitted::Refused(page(&by, &layout, db, again).await?))
        }
    }
}

fn giving(until: Day, now: Now) -> Option<Giving> {
    may_end_board_right(until.0, now.today).then_some(Giving { until: until.0, today: now.today, now: now.at })
}

#[derive(Serialize)]
struct RenewalPage {
    back_href: String,
    name: String,
    until: String,
    form: View,
    href: String,
}

const RENEWED: [&str; 1] = ["until"];

#[get("/board/<right>/renewal")]
async fn renewal(by: Coordinator, right: BoardRightId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    renewal_page(&by, right, &layout, db, View::blank(&RENEWED)).await
}

async fn renewal_page(by: &Coordinator, id: BoardRightId, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let right = board::rights(db, by).await?.into_iter().find(|right| right.id == id).ok_or(Error::NotFound)?;
    let page = RenewalPage {
        back_href: uri!(index).to_string(),
        until: until(layout, right.until)?,
        form: form.preset("until", usual_board_day(layout.today()).to_string()),
        href: uri!(renew(id)).to_string(),
        name: right.name,
    };
    layout.page_of_form("board/renewal", layout.text("board-renewal-title")?, &page.form, &page)
}

#[derive(FromForm)]
struct Renewal {
    until: Day,
}

/// Says another last day, sooner or later; the person is told.
#[post("/board/<right>/renewal", data = "<form>")]
async fn renew(
    by: Coordinator,
    right: BoardRightId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Renewal>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&RENEWED, &form.context)?;
    let Some(new) = &form.value else {
        return Ok(Submitted::Refused(renewal_page(&by, right, &layout, db, again).await?));
    };
    let Some(giving) = giving(new.until, now) else {
        again.mistake("until", layout.text("board-mistake-until")?);
        return Ok(Submitted::Refused(renewal_page(&by, right, &layout, db, again).await?));
    };
    match board::renew(db, &by, right, giving).await? {
        true => Ok(Submitted::accepted(uri!(index), "board-renewed")),
        false => Err(Error::NotFound),
    }
}

/// Takes the right back.
#[post("/board/<right>/ending")]
async fn take_back(by: Coordinator, right: BoardRightId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    match board::take_back(db, &by, right, now.today, now.at).await? {
        true => Ok(Submitted::accepted(uri!(index), "board-taken-back")),
        false => Err(Error::NotFound),
    }
}

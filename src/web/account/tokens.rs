//! Access tokens: one makes, lists and revokes what lets programs ask in one's name (`docs/api.md`).

use crate::domain::ids::AccessTokenId;
use crate::domain::people::TokenRight;
use crate::domain::time::start_of;
use crate::store::Db;
use crate::store::access::{Technician, Viewer};
use crate::store::access_tokens::{self, AccessToken, NewToken, PREFIX, TokenError};
use crate::store::secrets::Secret;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Line};
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, revoke]
}

#[derive(Serialize)]
struct TokensPage {
    account_href: &'static str,
    form: View,
    /// Made with the form: sent twice, it is one token.
    secret: String,
    href: String,
    /// The token just made: shown this once.
    made: Option<String>,
    address: String,
    description_href: String,
    tokens: Vec<TokenRow>,
}

#[derive(Serialize)]
struct TokenRow {
    name: String,
    most: String,
    dates: String,
    seen: String,
    revoke_href: String,
}

const NAMES: [&str; 3] = ["name", "most", "until"];

/// How long a token works when nothing else is said, and at most, months.
const USUAL_MONTHS: u32 = 12;
const MOST_MONTHS: u32 = 24;

/// The address of one's own tokens.
pub fn href() -> String {
    uri!(index).to_string()
}

/// Whether a program could do anything for somebody: who reads no request has nothing to ask for.
pub fn may_have(viewer: &Viewer) -> bool {
    Technician::of(viewer).is_some() || !viewer.homes().is_empty()
}

#[get("/account/tokens")]
async fn index(viewer: &Viewer, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let usual = layout.today().checked_add_months(Months::new(USUAL_MONTHS)).unwrap_or(layout.today());
    let form = View::blank(&NAMES).with("most", TokenRight::Read.as_str()).with("until", usual.to_string());
    page(viewer, &layout, db, form, &Secret::random()).await
}

async fn page(viewer: &Viewer, layout: &Layout<'_>, db: &Db, form: View, secret: &Secret) -> Result<Page, Error> {
    if !may_have(viewer) {
        return Err(Error::Forbidden);
    }
    let mut rights = Vec::new();
    for right in offered(viewer) {
        rights.push((right.to_string(), layout.text(&format!("token-right-{right}"))?, None));
    }
    let tokens = access_tokens::all(db, viewer, layout.now).await?;
    let page = TokensPage {
        account_href: "/account",
        form: form.offering("most", rights),
        secret: secret.as_str().to_owned(),
        href: uri!(create).to_string(),
        made: layout.handed_over().map(|secret| format!("{PREFIX}{}", secret.as_str())),
        address: layout.whole_address(crate::web::api::BASE),
        description_href: crate::web::api::description_href(),
        tokens: tokens.into_iter().map(|token| row(layout, token)).collect::<Result<_, _>>()?,
    };
    layout.page_of_form("account/tokens", layout.text("token-title")?, &page.form, &page)
}

/// Who notes no time lets no program do so.
fn offered(viewer: &Viewer) -> impl Iterator<Item = TokenRight> {
    let technician = Technician::of(viewer).is_some();
    TokenRight::ALL.iter().copied().filter(move |right| technician || *right != TokenRight::Time)
}

fn row(layout: &Layout<'_>, of: AccessToken) -> Result<TokenRow, Error> {
    let day = |at: DateTime<Utc>| at.with_timezone(&layout.zone()).date_naive();
    // It ends as the day after its last one begins.
    let last = day(of.expires_at).pred_opt().unwrap_or(day(of.expires_at));
    let dates = [("made", FluentValue::from(layout.day(day(of.created_at)))), ("until", FluentValue::from(layout.whole_day(last)))];
    Ok(TokenRow {
        most: layout.text(&format!("token-right-{}", of.most))?,
        dates: layout.text_with("token-dates", dates)?,
        seen: match of.seen_on {
            Some(day) => layout.text_with("token-seen", [("day", FluentValue::from(layout.day(day)))])?,
            None => layout.text("token-never-seen")?,
        },
        revoke_href: uri!(revoke(of.id)).to_string(),
        name: of.name,
    })
}

#[derive(FromForm)]
struct Making {
    secret: Secret,
    name: Line<60>,
    most: TokenRight,
    until: Day,
}

/// Makes a token; it is shown on the next page, once.
#[post("/account/tokens", data = "<form>")]
async fn create(
    viewer: &Viewer,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Making>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(typed) = &form.value else {
        let secret = form.context.field_value("secret").and_then(Secret::brought_back).unwrap_or_else(Secret::random);
        return Ok(Submitted::Refused(page(viewer, &layout, db, again, &secret).await?));
    };
    if !may_have(viewer) {
        return Err(Error::Forbidden);
    }
    let refused = match end_of(typed.until.0, now.today, &layout) {
        _ if !offered(viewer).any(|right| right == typed.most) => ("most", "mistake-choice"),
        None => ("until", "token-mistake-until"),
        Some(expires_at) => {
            let (secret, name) = (typed.secret.clone(), typed.name.0.clone());
            let new = NewToken { secret, name, most: typed.most, until: typed.until.0, expires_at };
            match access_tokens::make(db, viewer, &new, now.at).await {
                Ok(()) => return Ok(Submitted::handed_over(uri!(index), &new.secret)),
                Err(TokenError::TooMany) => ("name", "token-mistake-many"),
                Err(TokenError::Used) => {
                    again.mistake("name", layout.text("mistake-form-used")?);
                    // What it held is no token to be: the next try makes another.
                    return Ok(Submitted::Refused(page(viewer, &layout, db, again, &Secret::random()).await?));
                }
                Err(TokenError::Database(error)) => return Err(error.into()),
            }
        }
    };
    again.mistake(refused.0, layout.text(refused.1)?);
    Ok(Submitted::Refused(page(viewer, &layout, db, again, &typed.secret).await?))
}

/// When a token whose last day is this one ends; none for a day that is over, or too far away.
fn end_of(last: NaiveDate, today: NaiveDate, layout: &Layout<'_>) -> Option<DateTime<Utc>> {
    let most = today.checked_add_months(Months::new(MOST_MONTHS))?;
    let after = last.checked_add_days(Days::new(1))?;
    start_of(after, 0, layout.zone()).filter(|_| (today..=most).contains(&last))
}

/// Revokes a token.
#[post("/account/tokens/<token>/ending")]
async fn revoke(viewer: &Viewer, token: AccessTokenId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    if !access_tokens::revoke(db, viewer, token, now.at).await? {
        return Err(Error::NotFound);
    }
    Ok(Submitted::accepted(uri!(index), "token-revoked"))
}

//! The addresses at which the agents of a structure report: made, listed, revoked.

use super::door;
use super::structure_name;
use crate::domain::ids::{InventoryTokenId, StructureId};
use crate::store::Db;
use crate::store::access::RegisterOf;
use crate::store::inventories::{self, Token, TokenError};
use crate::store::secrets::Secret;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::Line;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{Route, State, get, post, routes, uri};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    routes![index, create, revoke]
}

/// The address of the addresses of a structure.
pub fn href(structure: StructureId) -> String {
    uri!(index(structure)).to_string()
}

const NAMES: [&str; 1] = ["label"];

#[derive(Serialize)]
struct TokensPage<'f> {
    back_href: String,
    structure: String,
    form: &'f View,
    /// Made with the form: sent twice, it is one address.
    secret: String,
    href: String,
    /// The address just made: shown this once.
    made: Option<String>,
    tokens: Vec<TokenRow>,
}

#[derive(Serialize)]
struct TokenRow {
    label: String,
    made: String,
    seen: String,
    revoke_href: String,
}

#[get("/structures/<_>/inventory-tokens")]
async fn index(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page(&of, &layout, db, &View::blank(&NAMES), &Secret::random()).await
}

async fn page(of: &RegisterOf, layout: &Layout<'_>, db: &Db, form: &View, secret: &Secret) -> Result<Page, Error> {
    let tokens = inventories::tokens(db, of).await?;
    let address = |secret: &Secret| layout.whole_address(&door::href(inventories::address_of(secret)));
    let page = TokensPage {
        back_href: super::of_structure_href(of.structure()),
        structure: structure_name(db, of).await?,
        form,
        secret: secret.as_str().to_owned(),
        href: uri!(create(of.structure())).to_string(),
        made: layout.handed_over().as_ref().map(address),
        tokens: tokens.iter().map(|token| row(of, layout, token)).collect::<Result<_, _>>()?,
    };
    layout.page_of_form("inventories/tokens", layout.text("inventory-tokens-title")?, form, &page)
}

fn row(of: &RegisterOf, layout: &Layout<'_>, token: &Token) -> Result<TokenRow, Error> {
    let made = [("day", FluentValue::from(layout.whole_day_of(token.made_at)))];
    Ok(TokenRow {
        label: token.label.clone(),
        made: layout.text_with("inventory-token-made", made)?,
        seen: match token.seen_at {
            Some(at) => layout.text_with("inventory-token-seen", [("at", FluentValue::from(layout.moment(at)))])?,
            None => layout.text("inventory-token-never-seen")?,
        },
        revoke_href: uri!(revoke(of.structure(), token.id)).to_string(),
    })
}

#[derive(FromForm)]
struct Making {
    secret: Secret,
    label: Line<60>,
}

/// Makes an address; it is shown on the next page, once.
#[post("/structures/<_>/inventory-tokens", data = "<form>")]
async fn create(
    of: RegisterOf,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Making>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    structure_name(db, &of).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(typed) = &form.value else {
        let secret = form.context.field_value("secret").and_then(Secret::brought_back).unwrap_or_else(Secret::random);
        return Ok(Submitted::Refused(page(&of, &layout, db, &again, &secret).await?));
    };
    match inventories::make(db, &of, &typed.secret, &typed.label.0, now.at).await {
        Ok(()) => return Ok(Submitted::handed_over(uri!(index(of.structure())), &typed.secret)),
        Err(TokenError::TooMany) => again.mistake("label", layout.text("inventory-token-mistake-many")?),
        Err(TokenError::Used) => again.mistake("label", layout.text("mistake-form-used")?),
        Err(TokenError::Database(error)) => return Err(error.into()),
    }
    // What it held is no address to be: the next try makes another.
    Ok(Submitted::Refused(page(&of, &layout, db, &again, &Secret::random()).await?))
}

/// Revokes an address.
#[post("/structures/<_>/inventory-tokens/<token>/ending")]
async fn revoke(of: RegisterOf, token: InventoryTokenId, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    if !inventories::revoke(db, &of, token, now.at).await? {
        return Err(Error::NotFound);
    }
    Ok(Submitted::accepted(uri!(index(of.structure())), "inventory-token-revoked"))
}

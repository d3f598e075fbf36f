//! What the group decided about money.

use crate::domain::money::Cents;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::money::{self, AccountNumbers, MoneySettings};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Maybe, Whole, mistake};
use rocket::form::{self, Contextual, Form, FromForm, FromFormField, ValueField};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct SettingsPage {
    form: View,
    href: String,
    back_href: String,
}

const NAMES: [&str; 7] = ["sol_cap", "most", "days", "members", "share", "overage", "bank"];

fn page(layout: &Layout<'_>, form: View) -> Result<Page, Error> {
    let page = SettingsPage { form, href: uri!(update).to_string(), back_href: super::href() };
    layout.page_of_form("money/settings", layout.text("money-settings-title")?, &page.form, &page)
}

#[get("/money/settings")]
pub(super) async fn edit(by: Coordinator, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let MoneySettings { sol_cap, reminders_most, reminder_days, accounts } = money::settings(db, &by).await?;
    let form = View::blank(&NAMES)
        .with("sol_cap", sol_cap.map(|cap| layout.typed_amount(cap)).unwrap_or_default())
        .with("most", reminders_most.to_string())
        .with("days", reminder_days.to_string())
        .with("members", accounts.members)
        .with("share", accounts.share)
        .with("overage", accounts.overage)
        .with("bank", accounts.bank);
    page(&layout, form)
}

#[derive(FromForm)]
pub(super) struct Typed {
    sol_cap: Maybe<Cents>,
    most: Whole<0, 20>,
    days: Whole<1, 365>,
    members: AccountNumber,
    share: AccountNumber,
    overage: AccountNumber,
    bank: AccountNumber,
}

/// The number of an account: letters and digits, as charts of accounts have them.
struct AccountNumber(String);

impl<'v> FromFormField<'v> for AccountNumber {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let number = field.value.trim();
        let good = (2..=12).contains(&number.len()) && number.chars().all(|c| c.is_ascii_alphanumeric());
        if good { Ok(Self(number.to_owned())) } else { Err(mistake("money-settings-mistake-account"))? }
    }
}

#[post("/money/settings", data = "<form>")]
pub(super) async fn update(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Typed>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(typed) = &form.value else { return Ok(Submitted::Refused(page(&layout, again)?)) };
    if typed.sol_cap.0.is_some_and(|cap| cap < Cents::ZERO || cap.0 % 100 != 0) {
        again.mistake("sol_cap", layout.text("money-settings-mistake-cap")?);
        return Ok(Submitted::Refused(page(&layout, again)?));
    }
    let number = |typed: &AccountNumber| typed.0.clone();
    let accounts = AccountNumbers {
        members: number(&typed.members),
        share: number(&typed.share),
        overage: number(&typed.overage),
        bank: number(&typed.bank),
    };
    let new = MoneySettings { sol_cap: typed.sol_cap.0, reminders_most: typed.most.0, reminder_days: typed.days.0, accounts };
    money::change_settings(db, &by, new).await?;
    Ok(Submitted::accepted(uri!(super::balances::index), "money-settings-saved"))
}

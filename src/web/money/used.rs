//! Each member's part of what all used, over the months that one chooses.

use crate::domain::time::{Minutes, Month};
use crate::store::access::Coordinator;
use crate::store::money::{self, Used};
use crate::store::{Db, agreements};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::{Layout, Page};
use fluent_bundle::FluentValue;
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct UsedPage {
    form: View,
    href: String,
    back_href: String,
    caption: String,
    rows: Vec<Row>,
    total: String,
    whole: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    charged: String,
    part: String,
}

/// The year so far unless months are asked for; a period that goes backwards is turned round.
#[get("/money/use?<from>&<to>")]
pub(super) async fn show(
    by: Coordinator,
    layout: Layout<'_>,
    from: Option<Month>,
    to: Option<Month>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let present = Month::of(layout.today());
    let first = agreements::first_month(db, &by).await?.unwrap_or(present).min(present);
    let january = Month::new(present.year(), 1).unwrap_or(present).max(first);
    let (from, to) = (from.unwrap_or(january).clamp(first, present), to.unwrap_or(present).clamp(first, present));
    let (from, to) = (from.min(to), from.max(to));
    let mut used = money::used(db, &by, from, to).await?;
    used.sort_by_cached_key(|used| format::alphabetical(&used.name));
    let months = || {
        (0..=present.months_since(first))
            .map(|back| present.plus(-back))
            .map(|month| (month.to_string(), layout.month(month), None))
    };
    let row = |used: &Used| {
        Ok::<_, Error>(Row {
            name: used.name.clone(),
            charged: layout.duration(used.charged),
            part: layout.percent(used.permille)?,
        })
    };
    let args = [("from", FluentValue::from(layout.month(from))), ("to", layout.month(to).into())];
    let page = UsedPage {
        form: View::blank(&["from", "to"])
            .with("from", from.to_string())
            .with("to", to.to_string())
            .offering("from", months())
            .offering("to", months()),
        href: uri!(show(None::<Month>, None::<Month>)).to_string(),
        back_href: super::href(),
        caption: layout.text_with("money-used-caption", args)?,
        total: layout.duration(used.iter().map(|used| used.charged).sum::<Minutes>()),
        whole: layout.percent(used.iter().map(|used| used.permille).sum())?,
        rows: used.iter().map(row).collect::<Result<_, _>>()?,
    };
    layout.page("money/used", layout.text("money-used-title")?, &page)
}

/// Its address.
pub(super) fn href() -> String {
    uri!(show(None::<Month>, None::<Month>)).to_string()
}

//! Noting a payment down, and cancelling one by a line with its reason.

use crate::domain::ids::{PaymentId, StructureId};
use crate::domain::money::Cents;
use crate::domain::payments::{Means, PaymentRefused};
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::money::{self, NewPayment, Payment, PaymentError};
use crate::store::{Db, structures};
use crate::texts::format;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page, Submitted};
use crate::web::params::{Day, Line, Maybe};
use chrono::Datelike;
use fluent_bundle::FluentValue;
use rocket::form::{Contextual, Form, FromForm};
use rocket::{State, get, post, uri};
use serde::Serialize;

#[derive(Serialize)]
struct PaymentPage {
    form: View,
    href: String,
    back_href: String,
    sols: String,
}

const NAMES: [&str; 5] = ["structure", "day", "amount", "means", "reference"];

async fn page(by: &Coordinator, layout: &Layout<'_>, db: &Db, form: View) -> Result<Page, Error> {
    let mut known: Vec<(String, String)> =
        structures::all(db, by).await?.into_iter().map(|(structure, _)| (structure.name, structure.id.to_string())).collect();
    known.sort_by_cached_key(|(name, _)| format::alphabetical(name));
    // Nobody is chosen for them: the first of the list would be paid by mistake.
    let mut offered = vec![(String::new(), layout.text("payments-choose")?, None)];
    offered.extend(known.into_iter().map(|(name, id)| (id, name, None)));
    let mut means = Vec::new();
    for one in Means::ALL {
        means.push((one.to_string(), layout.text(&format!("payments-means-{one}"))?, None));
    }
    let page = PaymentPage {
        form: form
            .preset("day", layout.today().to_string())
            .preset("means", Means::Transfer.as_str())
            .preset("payment", PaymentId::new(layout.now).to_string())
            .offering("structure", offered)
            .offering("means", means),
        href: uri!(create).to_string(),
        back_href: super::href(),
        sols: sols(by, layout, db).await?,
    };
    layout.page_of_form("payments/new", layout.text("payments-new-title")?, &page.form, &page)
}

/// What the group takes in notes, and how much of it came this month.
async fn sols(by: &Coordinator, layout: &Layout<'_>, db: &Db) -> Result<String, Error> {
    let Some(cap) = money::settings(db, by).await?.sol_cap else { return layout.text("payments-sols") };
    let taken = money::sols_of_month(db, by, Month::of(layout.today())).await?;
    let args = [("cap", FluentValue::from(layout.money(cap))), ("taken", layout.money(taken).into())];
    layout.text_with("payments-sols-cap", args)
}

#[get("/payments/new?<structure>")]
pub(super) async fn new(
    by: Coordinator,
    layout: Layout<'_>,
    structure: Option<StructureId>,
    db: &State<Db>,
) -> Result<Page, Error> {
    let mut form = View::blank(&NAMES);
    if let Some(id) = structure {
        form = form.with("structure", id.to_string());
        let balance = money::balance(db, &by, id).await?;
        if balance > Cents::ZERO {
            form = form.with("amount", layout.typed_amount(balance));
        }
    }
    page(&by, &layout, db, form).await
}

#[derive(FromForm)]
pub(super) struct Typed {
    payment: Maybe<PaymentId>,
    structure: StructureId,
    day: Day,
    amount: Cents,
    means: Means,
    reference: Maybe<Line<80>>,
}

#[post("/payments", data = "<form>")]
pub(super) async fn create(
    by: Coordinator,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Typed>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(typed) = &form.value else { return Ok(Submitted::Refused(page(&by, &layout, db, again).await?)) };
    if typed.day.0 > now.today {
        again.mistake("day", layout.text("payments-mistake-future")?);
        return Ok(Submitted::Refused(page(&by, &layout, db, again).await?));
    }
    let Typed { payment, structure, day, amount, means, reference } = typed;
    let id = payment.0.unwrap_or_else(|| PaymentId::new(now.at));
    let new =
        NewPayment { structure: *structure, day: day.0, cents: *amount, means: *means, reference: reference.clone().or_empty() };
    match money::record(db, &by, id, new, now.at).await {
        Ok(()) => Ok(Submitted::accepted(uri!(super::dues::show(*structure, Some(day.0.year()))), "payments-recorded")),
        Err(refused) => {
            refuse(&mut again, &layout, refused)?;
            Ok(Submitted::Refused(page(&by, &layout, db, again).await?))
        }
    }
}

fn refuse(form: &mut View, layout: &Layout<'_>, refused: PaymentError) -> Result<(), Error> {
    let (field, text) = match refused {
        PaymentError::Refused(PaymentRefused::Nothing) => ("amount", layout.text("payments-mistake-nothing")?),
        PaymentError::Refused(PaymentRefused::NotWhole) => ("amount", layout.text("payments-mistake-whole")?),
        PaymentError::Refused(PaymentRefused::BeyondCap { left }) => {
            ("amount", layout.text_with("payments-mistake-cap", [("left", FluentValue::from(layout.money(left)))])?)
        }
        PaymentError::NotThere => ("structure", layout.text("mistake-choice")?),
        PaymentError::KeyTaken => ("amount", layout.text("mistake-form-used")?),
        PaymentError::Cancelled => ("reason", layout.text("payments-mistake-cancelled")?),
        PaymentError::Database(fault) => return Err(fault.into()),
    };
    form.mistake(field, text);
    Ok(())
}

#[derive(Serialize)]
struct CancellationPage {
    form: View,
    href: String,
    back_href: String,
    says: String,
    cancelled: bool,
}

/// A payment that may be cancelled: a line that cancels another is not there to be cancelled.
async fn payment_of(by: &Coordinator, db: &Db, id: PaymentId) -> Result<Payment, Error> {
    money::find(db, by, id).await?.filter(|payment| payment.cancels.is_none()).ok_or(Error::NotFound)
}

async fn cancellation_page(by: &Coordinator, layout: &Layout<'_>, db: &Db, payment: &Payment, form: View) -> Result<Page, Error> {
    let (structure, _) = structures::find(db, by, payment.structure).await?.ok_or(Error::NotFound)?;
    let args = [
        ("structure", FluentValue::from(structure.name)),
        ("amount", layout.money(payment.cents).into()),
        ("means", layout.text(&format!("payments-means-{}", payment.means))?.into()),
        ("day", layout.day(payment.day).into()),
    ];
    let page = CancellationPage {
        form,
        href: uri!(cancel(payment.id)).to_string(),
        back_href: super::dues_href(payment.structure),
        says: layout.text_with("payments-cancel-says", args)?,
        cancelled: payment.cancelled,
    };
    layout.page_of_form("payments/cancellation", layout.text("payments-cancel-title")?, &page.form, &page)
}

#[get("/payments/<id>/cancellation")]
pub(super) async fn cancellation(by: Coordinator, id: PaymentId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let payment = payment_of(&by, db, id).await?;
    cancellation_page(&by, &layout, db, &payment, View::blank(&["reason"])).await
}

#[derive(FromForm)]
pub(super) struct Reason {
    reason: Line<200>,
}

#[post("/payments/<id>/cancellation", data = "<form>")]
pub(super) async fn cancel(
    by: Coordinator,
    id: PaymentId,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Reason>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    let payment = payment_of(&by, db, id).await?;
    let mut again = layout.again(&["reason"], &form.context)?;
    if let Some(Reason { reason }) = &form.value {
        match money::cancel(db, &by, id, reason.0.clone(), now.at).await {
            Ok(()) => {
                return Ok(Submitted::accepted(
                    uri!(super::dues::show(payment.structure, Some(payment.day.year()))),
                    "payments-cancelled",
                ));
            }
            Err(refused) => refuse(&mut again, &layout, refused)?,
        }
    }
    Ok(Submitted::Refused(cancellation_page(&by, &layout, db, &payment, again).await?))
}

/// The address of the form that notes a payment.
pub(super) fn new_href(structure: Option<StructureId>) -> String {
    uri!(new(structure)).to_string()
}

/// The address of the page that cancels one.
pub(super) fn cancel_href(id: PaymentId) -> String {
    uri!(cancellation(id)).to_string()
}

//! The journal for accounting software: which months, which software, then a file (`docs/accounting.md`).

use crate::accounting::{self, AccountingLine, Accounts, Journal, Member};
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::domain::vocabulary;
use crate::store::Db;
use crate::store::access::Coordinator;
use crate::store::money::{self, AccountNumbers, Moved, Party};
use crate::web::csv;
use crate::web::download::Download;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::guards::Now;
use crate::web::layout::{Layout, Page};
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use rocket::form::FromForm;
use rocket::http::ContentType;
use rocket::{State, get, uri};
use serde::Serialize;

vocabulary! {
    /// Accounting software whose import is known.
    enum Software {
        Paheko = "paheko",
        Dolibarr = "dolibarr",
    }
}

#[derive(Serialize)]
struct JournalPage {
    form: View,
    href: String,
    back_href: String,
    settings_href: String,
}

const NAMES: [&str; 4] = ["from", "to", "software", "first"];

#[get("/money/journal")]
pub(super) async fn show(_by: Coordinator, layout: Layout<'_>) -> Result<Page, Error> {
    let last = Month::of(layout.today()).previous();
    let mut choices = Vec::new();
    for software in Software::ALL {
        let name = layout.text(&format!("money-journal-{software}"))?;
        choices.push((software.to_string(), name, Some(layout.text(&format!("money-journal-{software}-hint"))?)));
    }
    let form = View::blank(&NAMES)
        .with("from", last.to_string())
        .with("to", last.to_string())
        .with("software", Software::Paheko.as_str())
        .with("first", "1")
        .offering("software", choices);
    let page = JournalPage {
        form,
        href: uri!(export(_)).to_string(),
        back_href: super::href(),
        settings_href: uri!(super::settings::edit).to_string(),
    };
    layout.page("money/journal", layout.text("money-journal-title")?, &page)
}

/// What the form asks for: the months, the software, the number of the first movement.
#[derive(Default, FromForm)]
pub(super) struct Asked {
    from: Option<Month>,
    to: Option<Month>,
    software: Option<String>,
    first: Option<u32>,
}

/// The file. A period that goes backwards is turned round; what does not read is what the page proposes.
#[get("/money/journal.csv?<asked..>")]
pub(super) async fn export(
    by: Coordinator,
    layout: Layout<'_>,
    asked: Option<Asked>,
    db: &State<Db>,
    now: Now,
) -> Result<Download, Error> {
    csv::count(db, by.viewer(), now.at).await?;
    let Asked { from, to, software, first } = asked.unwrap_or_default();
    let last = Month::of(layout.today()).previous();
    let (from, to) = (from.unwrap_or(last), to.unwrap_or(last));
    let (from, to) = (from.min(to), from.max(to));
    let software = software.and_then(|name| name.parse().ok()).unwrap_or(Software::Paheko);
    let numbers = money::settings(db, &by).await?.accounts;
    let accounts = accounts(&layout, numbers)?;
    let mut lines = Vec::new();
    for (party, moved) in money::moved(db, &by, from, to, layout.zone()).await? {
        lines.extend(entry(&layout, &accounts, party, moved)?);
    }
    let written = match software {
        Software::Paheko => accounting::paheko(&lines),
        Software::Dolibarr => {
            let journal = Journal { code: "OD".to_owned(), label: layout.text("money-journal-book")? };
            accounting::dolibarr(&lines, &journal, first.unwrap_or(1).max(1))
        }
    };
    let file = written.map_err(|error| Error::Other(error.to_string()))?;
    let name = format!("{}-{software}-{from}-{to}", layout.text("money-journal-file")?);
    Ok(Download::new(&name, "csv", ContentType::CSV, file.into_bytes()))
}

fn accounts(layout: &Layout<'_>, numbers: AccountNumbers) -> Result<Accounts, Error> {
    let named = |number: String, key: &str| Ok::<_, Error>((number, layout.text(key)?));
    Ok(Accounts {
        members: named(numbers.members, "money-settings-members")?,
        share: named(numbers.share, "money-settings-share")?,
        overage: named(numbers.overage, "money-settings-overage")?,
        bank: named(numbers.bank, "money-settings-bank")?,
    })
}

fn entry(layout: &Layout<'_>, accounts: &Accounts, party: Party, moved: Moved) -> Result<Vec<AccountingLine>, Error> {
    let member = Member { code: party.code.to_string(), name: party.name.clone() };
    let name = || ("name", FluentValue::from(party.name.clone()));
    let due = |date: NaiveDate, piece: String, label: String, share, overage, refund| {
        let due = accounting::Due { date, piece, label, member: member.clone(), share, overage, refund };
        accounting::due(&due, accounts)
    };
    Ok(match moved {
        Moved::Called { month, share, overage, refund } => {
            let label = layout.text_with("money-journal-called", [name(), ("month", layout.month(month).into())])?;
            due(month.last_day(), format!("{month}-{}", party.code), label, share, overage, refund)
        }
        Moved::Regularised { year, day, cents } => {
            let label = layout.text_with("money-journal-regularised", [name(), ("year", FluentValue::from(year.to_string()))])?;
            due(day, format!("{year}-{}", party.code), label, cents, Cents::ZERO, Cents::ZERO)
        }
        Moved::Paid(payment) => {
            let key = if payment.cancels.is_some() { "money-journal-cancelled" } else { "money-journal-paid" };
            let means = layout.text(&format!("payments-means-{}", payment.means))?;
            let reference = if payment.reference.is_empty() { means } else { format!("{means} {}", payment.reference) };
            accounting::paid(
                &accounting::Paid {
                    date: payment.day,
                    piece: format!("P-{}", payment.id),
                    label: layout.text_with(key, [name()])?,
                    member,
                    amount: payment.cents,
                    payment: reference,
                },
                accounts,
            )
        }
    })
}

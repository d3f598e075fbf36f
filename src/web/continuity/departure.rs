//! Somebody leaves: their machines, the accounts that they own or could recover, the keys that they keep. A list to tick on
//! paper; nothing is changed here.

use crate::domain::facts::{FactKind, Shape};
use crate::domain::ids::{MembershipId, StructureId};
use crate::store::access::{PeopleOf, RegisterOf};
use crate::store::facts::{self, Fact};
use crate::store::{Db, equipment, people};
use crate::web::errors::Error;
use crate::web::layout::{Layout, Page};
use rocket::{State, get, uri};
use serde::Serialize;

#[derive(Serialize)]
struct DeparturePage {
    back_href: String,
    name: String,
    structure: String,
    made_on: String,
    machines: Vec<Line>,
    accounts: Vec<Line>,
    /// Keys, backups, contracts: what else names them.
    keys: Vec<Line>,
    nothing: bool,
}

#[derive(Serialize)]
struct Line {
    href: String,
    name: String,
    /// In what part they stand there.
    small: String,
}

#[get("/structures/<_>/people/<membership>/departure")]
pub async fn show(of: RegisterOf, membership: MembershipId, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    let structure = crate::web::facts::structure_name(db, &of).await?;
    let members = people::of_structure(db, &of, of.structure()).await?;
    let member = members.into_iter().find(|member| member.membership == membership).ok_or(Error::NotFound)?;
    let mut machines = Vec::new();
    for machine in equipment::of_structure(db, &of).await? {
        if machine.particulars.user == Some(member.person) && machine.retired_at.is_none() {
            let small = layout.text(&format!("equipment-kind-{}", machine.particulars.kind))?;
            machines.push(Line { href: crate::web::equipment::href(machine.id), name: machine.particulars.name, small });
        }
    }
    let person = member.person.to_string();
    let (mut accounts, mut keys) = (Vec::new(), Vec::new());
    for fact in facts::of_structure(db, &of).await?.iter().filter(|fact| fact.archived_at.is_none()) {
        if let Some(line) = line(&layout, fact, &person)? {
            if fact.kind == FactKind::Account { &mut accounts } else { &mut keys }.push(line);
        }
    }
    let may_open = PeopleOf::of(of.viewer(), of.structure()).is_some();
    let page = DeparturePage {
        back_href: if may_open { crate::web::people::href(of.structure(), membership) } else { super::href(of.structure()) },
        name: member.name,
        structure,
        made_on: layout.whole_day(layout.today()),
        nothing: machines.is_empty() && accounts.is_empty() && keys.is_empty(),
        machines,
        accounts,
        keys,
    };
    layout.page("continuity/departure", layout.text("departure-title")?, &page)
}

/// A fact that names the person, with every part that they have in it.
fn line(layout: &Layout<'_>, fact: &Fact, person: &str) -> Result<Option<Line>, Error> {
    let named = fact.kind.fields().iter().filter(|field| field.shape == Shape::Person);
    let labels = named
        .filter(|field| fact.words.details.get(field.name) == person)
        .map(|field| crate::web::facts::label(layout, fact.kind, field.name))
        .collect::<Result<Vec<_>, _>>()?;
    let line = || Line { href: crate::web::facts::href(fact.id), name: fact.words.name.clone(), small: labels.join(" · ") };
    Ok((!labels.is_empty()).then(line))
}

/// The address of the list.
pub fn href(structure: StructureId, membership: MembershipId) -> String {
    uri!(show(structure, membership)).to_string()
}

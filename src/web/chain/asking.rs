//! Who asks for a deed, on which machine, over what they saw; and how it ends.

use super::words;
use crate::domain::chain::EventKind;
use crate::domain::ids::EquipmentId;
use crate::store::access::{ChainActor, RegisterOf, Viewer};
use crate::store::chain::{self, ChainError, State};
use crate::store::{Db, organisations};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;

/// What a form of a deed is about.
pub struct Asking {
    pub id: EquipmentId,
    pub by: ChainActor,
    pub state: State,
    /// What whoever asks calls the machine; empty for a coordinator, who reads no register.
    pub name: String,
    /// The page from which they come.
    pub back_href: String,
}

/// Who acts on a machine's life, from which page; for everybody else it is not there.
pub async fn asking(viewer: &Viewer, layout: &Layout<'_>, db: &Db, id: EquipmentId) -> Result<Asking, Error> {
    let (by, state) = super::actor(viewer, db, id).await?;
    let (name, back_href) = if let Some(workshop) = by.workshop() {
        crate::web::workshop::subject(&workshop, layout, db, id).await?
    } else if RegisterOf::of(viewer, by.structure()).is_some() {
        let (_, machine) = super::kept(viewer, db, id).await?;
        (machine.particulars.name, crate::web::equipment::href(id))
    } else {
        (String::new(), super::holds_href())
    };
    Ok(Asking { id, by, state, name, back_href })
}

impl Asking {
    /// The same, of somebody who reads the machine's page: the coordinator acts by two deeds alone, from a list of their own.
    pub fn by_its_page(self) -> Result<Self, Error> {
        if self.name.is_empty() { Err(Error::NotFound) } else { Ok(self) }
    }

    /// What stands in the way, before anything is typed.
    pub fn stands(&self, layout: &Layout<'_>, deed: &EventKind) -> Result<Option<String>, Error> {
        let stands = chain::blocked(&self.state, &self.by, deed, layout.now);
        stands.map(|refusal| words::refusal(layout, &refusal)).transpose()
    }

    /// The form with the people of the workshop to choose from: who did it is not always who writes it down.
    pub async fn performers(&self, db: &Db, form: View) -> Result<View, Error> {
        let Some(workshop) = self.by.workshop() else { return Ok(form) };
        let people = organisations::colleagues(db, &workshop).await?;
        let people = people.into_iter().map(|(id, name)| (id.to_string(), name, None));
        Ok(form.preset("performer", self.by.viewer().id().to_string()).offering("performer", people))
    }
}

/// Why a deed was not done, in words, and where the machine is by now.
pub fn refused(layout: &Layout<'_>, error: ChainError, of: Asking) -> Result<(String, Asking), Error> {
    match error {
        ChainError::NotFound => Err(Error::NotFound),
        ChainError::Database(fault) => Err(fault.into()),
        ChainError::Refused(refusal) => Ok((words::refusal(layout, &refusal)?, of)),
        ChainError::Overtaken(state) => {
            let stage = words::stage(layout, state.stage())?;
            let said = layout.text_with("chain-overtaken", [("stage", FluentValue::from(stage))])?;
            Ok((said, Asking { state: *state, ..of }))
        }
    }
}

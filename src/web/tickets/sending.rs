//! What every form that says something does before it is sent: the files that come with it are kept, whatever becomes of
//! the form, and what looks like a secret is pointed out.

use crate::domain::ids::DraftFileId;
use crate::domain::tickets::files::{MOST_BYTES_IN_ALL, MOST_FILES};
use crate::domain::tickets::secrets_in_words::likely_secrets;
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets::{self, DraftFile};
use crate::web::attachments;
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::Layout;
use fluent_bundle::FluentValue;
use rocket::form::{self, Contextual, DataField, FromForm, FromFormField, Options, ValueField};
use rocket::fs::TempFile;

/// The field of new files, and that of those which were kept when the form came back.
pub const FILES: &str = "files";
pub const KEPT: &str = "kept";

/// A form with its files. They are read apart: a mistake elsewhere in the form does not lose them.
pub struct WithFiles<'v, T> {
    pub typed: Contextual<'v, T>,
    pub files: Files<'v>,
}

/// The files of a form, as they were sent.
#[derive(Default)]
pub struct Files<'v> {
    sent: Vec<TempFile<'v>>,
    kept: Vec<DraftFileId>,
    /// One was heavier than a file may be.
    heavy: bool,
}

#[rocket::async_trait]
impl<'v, T: FromForm<'v>> FromForm<'v> for WithFiles<'v, T> {
    type Context = (<Contextual<'v, T> as FromForm<'v>>::Context, Files<'v>);

    fn init(options: Options) -> Self::Context {
        (<Contextual<'v, T> as FromForm<'v>>::init(options), Files::default())
    }

    fn push_value((typed, files): &mut Self::Context, field: ValueField<'v>) {
        if field.name.source() == KEPT {
            // The id of nothing is what was kept for nobody: a file that is gone.
            let id = DraftFileId::from_value(field).unwrap_or(DraftFileId(uuid::Uuid::nil()));
            if !files.kept.contains(&id) && files.kept.len() < 2 * MOST_FILES {
                files.kept.push(id);
            }
        } else if field.name.source() != FILES {
            <Contextual<'v, T> as FromForm<'v>>::push_value(typed, field);
        }
    }

    async fn push_data((typed, files): &mut Self::Context, field: DataField<'v, '_>) {
        if field.name.source() != FILES {
            return <Contextual<'v, T> as FromForm<'v>>::push_data(typed, field).await;
        }
        match TempFile::from_data(field).await {
            // An empty field is sent as a file of nothing.
            Ok(file) if file.len() > 0 => files.sent.push(file),
            Ok(_) => {}
            Err(_) => files.heavy = true,
        }
    }

    fn push_error((typed, _): &mut Self::Context, error: form::Error<'v>) {
        <Contextual<'v, T> as FromForm<'v>>::push_error(typed, error);
    }

    fn finalize((typed, files): Self::Context) -> form::Result<'v, Self> {
        Ok(Self { typed: Contextual::finalize(typed)?, files })
    }
}

/// The same, kept.
pub struct Joined {
    pub ids: Vec<DraftFileId>,
    files: Vec<DraftFile>,
    mistakes: Vec<String>,
}

impl Files<'_> {
    /// Keeps what was sent, for the message or for the form that comes back. Only for who may send the form.
    pub async fn keep(&self, by: &Viewer, layout: &Layout<'_>, db: &Db) -> Result<Joined, Error> {
        let mut files = tickets::kept(db, by, &self.kept).await?;
        let mut weight: i64 = files.iter().map(|file| file.bytes).sum();
        let (mut new, mut mistakes) = (Vec::new(), Vec::new());
        for file in &self.sent {
            let fits = files.len() + new.len() < MOST_FILES;
            match if fits { attachments::read(file).await } else { Err((String::new(), "mistake-files-many")) } {
                Ok(file) if weight + file.weight() > MOST_BYTES_IN_ALL => mistakes.push(layout.text("mistake-files-many")?),
                Ok(file) => {
                    weight += file.weight();
                    new.push(file);
                }
                Err((name, key)) if name.is_empty() => mistakes.push(layout.text(key)?),
                Err((name, key)) => {
                    let values = [("name", FluentValue::from(name)), ("why", FluentValue::from(layout.text(key)?))];
                    mistakes.push(layout.text_with("file-mistake", values)?);
                }
            }
        }
        if self.heavy {
            mistakes.push(layout.text("mistake-too-heavy")?);
        }
        mistakes.dedup();
        let new = tickets::keep(db, by, new, layout.now).await?;
        // What is no longer there is asked for all the same, and refused with the message: sent twice it was taken already.
        let ids = self.kept.iter().copied().chain(new.iter().map(|file| file.id)).collect();
        files.extend(new);
        Ok(Joined { ids, files, mistakes })
    }
}

impl Joined {
    /// Whether every file can go with the message.
    pub fn are_well(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// What is wrong with some of them.
    pub fn say_mistakes(&self, form: &mut View) {
        if !self.mistakes.is_empty() {
            form.mistake(FILES, self.mistakes.join(" "));
        }
    }

    /// The form that comes back: its files stand in it, ticked, with what is wrong of others.
    pub fn given_back(&self, layout: &Layout<'_>, mut form: View) -> Result<View, Error> {
        self.say_mistakes(&mut form);
        let mut choices = Vec::new();
        for file in &self.files {
            let what = attachments::described(layout, file.kind, file.bytes)?;
            let name = attachments::named(layout, file.name.clone())?;
            choices.push((file.id.to_string(), format!("{name} · {what}"), None));
        }
        let ticked: Vec<String> = choices.iter().map(|(id, ..)| id.clone()).collect();
        Ok(form.offering_several(KEPT, choices, &ticked))
    }
}

/// Says once what in the words looks like a secret, and offers to send them all the same: as `again_as`, what the form did.
pub fn points_out(layout: &Layout<'_>, form: &mut View, words: &str, again_as: &str) -> Result<bool, Error> {
    let mut said = Vec::new();
    for secret in likely_secrets(words) {
        let quote = [("quote", FluentValue::from(secret.quote))];
        said.push(layout.text_with(&format!("secret-{}", secret.kind), quote)?);
    }
    if said.is_empty() {
        return Ok(false);
    }
    said.push(layout.text("secret-then")?);
    form.mistake("words", said.join(" "));
    *form = std::mem::take(form).with("anyway", again_as);
    Ok(true)
}

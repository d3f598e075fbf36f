//! « Importer une liste »: a file of machines that was kept elsewhere is sent, understood, looked at, written as one.

mod page;

use super::errors::Error;
use super::forms::Form as View;
use super::guards::Now;
use super::layout::{Layout, Page, Submitted};
use super::params::{Line, Maybe};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{ImportId, StructureId};
use crate::domain::imports::{MOST_BYTES, Target, Unreadable, text_of};
use crate::domain::tickets::files::shown_name;
use crate::store::access::RegisterOf;
use crate::store::imports::{self, ImportError};
use crate::store::{Db, structures};
use rocket::form::{Context, Contextual, Form, FromForm};
use rocket::fs::TempFile;
use rocket::{Route, State, get, post, routes, uri};
use std::collections::BTreeMap;
use tokio::io::AsyncReadExt;

pub fn routes() -> Vec<Route> {
    routes![new, create, show, choose, carry_out]
}

/// The address of the page on which a list is sent.
pub fn new_href(structure: StructureId) -> String {
    uri!(new(structure)).to_string()
}

/// The name of the structure; 404 when there is none: a technician may ask for any id.
async fn structure_name(db: &Db, of: &RegisterOf) -> Result<String, Error> {
    let (structure, _) = structures::find(db, of, of.structure()).await?.ok_or(Error::NotFound)?;
    Ok(structure.name)
}

#[get("/structures/<_>/equipment/import")]
async fn new(of: RegisterOf, layout: Layout<'_>, db: &State<Db>) -> Result<Page, Error> {
    page::blank(&of, &layout, db, View::blank(&NAMES)).await
}

const NAMES: [&str; 1] = ["list"];

#[derive(FromForm)]
struct Sent<'f> {
    /// Made with the form.
    import: Maybe<ImportId>,
    list: Vec<TempFile<'f>>,
}

/// Keeps a list as a draft; what is no list is said beside its field.
#[post("/structures/<_>/imports", data = "<form>")]
async fn create(
    of: RegisterOf,
    layout: Layout<'_>,
    form: Form<Contextual<'_, Sent<'_>>>,
    db: &State<Db>,
    now: Now,
) -> Result<Submitted, Error> {
    structure_name(db, &of).await?;
    let mut again = layout.again(&NAMES, &form.context)?;
    let Some(sent) = &form.value else { return Ok(Submitted::Refused(page::blank(&of, &layout, db, again).await?)) };
    let id = sent.import.0.unwrap_or_else(|| ImportId::new(now.at));
    let kept = match read(&sent.list).await {
        Ok((name, text)) => imports::keep(db, &of, (id, name), text, now.at).await,
        Err(why) => Err(ImportError::Unreadable(why)),
    };
    match kept {
        Ok(()) => return Ok(Submitted::moved(uri!(show(of.structure(), id)))),
        Err(ImportError::Unreadable(why)) => again.mistake("list", layout.text(&format!("import-unreadable-{why}"))?),
        Err(ImportError::KeyTaken) => again.mistake("list", layout.text("mistake-form-used")?),
        Err(other) => return Err(error(other)),
    }
    Ok(Submitted::Refused(page::blank(&of, &layout, db, again).await?))
}

/// The name and the text of the file of a form.
async fn read(files: &[TempFile<'_>]) -> Result<(String, String), Unreadable> {
    let file = files.iter().find(|file| file.len() > 0).ok_or(Unreadable::Empty)?;
    if file.len() > MOST_BYTES as u64 {
        return Err(Unreadable::Heavy);
    }
    let name = shown_name(file.raw_name().map_or("", |name| name.dangerous_unsafe_unsanitized_raw().as_str()));
    let mut bytes = Vec::new();
    let mut stream = file.open().await.map_err(|_| Unreadable::Binary)?;
    stream.read_to_end(&mut bytes).await.map_err(|_| Unreadable::Binary)?;
    Ok((name, text_of(&bytes)?))
}

#[get("/structures/<_>/imports/<id>")]
async fn show(of: RegisterOf, layout: Layout<'_>, id: ImportId, db: &State<Db>) -> Result<Page, Error> {
    let draft = imports::find(db, &of, id).await.map_err(error)?;
    page::of_draft(&of, &layout, db, draft, (View::blank(&CHOICES), Typed::default())).await
}

const CHOICES: [&str; 1] = ["targets"];

#[derive(FromForm)]
struct Chosen {
    /// What each column is, in their order.
    targets: Vec<Maybe<Target>>,
    /// Words that nobody knew, and what each means.
    words: Vec<Maybe<Line<80>>>,
    kinds: Vec<Maybe<EquipmentKind>>,
}

#[post("/structures/<_>/imports/<id>", data = "<form>")]
async fn choose(
    of: RegisterOf,
    layout: Layout<'_>,
    id: ImportId,
    form: Form<Contextual<'_, Chosen>>,
    db: &State<Db>,
) -> Result<Submitted, Error> {
    let draft = imports::find(db, &of, id).await.map_err(error)?;
    let mut again = layout.again(&CHOICES, &form.context)?;
    if let Some(chosen) = &form.value {
        let targets: Vec<Option<Target>> = chosen.targets.iter().map(|target| target.0).collect();
        let meant = chosen.words.iter().map(|word| word.clone().or_empty()).zip(&chosen.kinds);
        let meant = meant.filter_map(|(word, kind)| Some((word, kind.0?))).collect();
        match imports::choose(db, &of, id, targets, meant).await {
            Ok(()) => return Ok(Submitted::moved(uri!(show(of.structure(), id)))),
            Err(ImportError::Columns) => again.mistake("targets", layout.text("import-mistake-columns")?),
            Err(other) => return Err(error(other)),
        }
    }
    let typed = Typed::of(&form.context);
    Ok(Submitted::Refused(page::of_draft(&of, &layout, db, draft, (again, typed)).await?))
}

#[derive(FromForm)]
struct Seen {
    /// The mark of what was shown.
    seen: Maybe<Line<64>>,
}

/// Writes all that was shown, or nothing.
#[post("/structures/<_>/imports/<id>/machines", data = "<form>")]
async fn carry_out(of: RegisterOf, id: ImportId, form: Form<Seen>, db: &State<Db>, now: Now) -> Result<Submitted, Error> {
    let back = uri!(show(of.structure(), id));
    match imports::carry_out(db, &of, id, &form.seen.clone().or_empty(), (now.today, now.at)).await {
        Ok(_) => Ok(Submitted::moved(back)),
        Err(ImportError::Changed) => Ok(Submitted::warned(back, "import-changed")),
        Err(ImportError::NothingToWrite) => Ok(Submitted::warned(back, "import-nothing")),
        Err(other) => Err(error(other)),
    }
}

/// What was chosen, as it was sent: it stands there again beside the mistake.
#[derive(Default)]
struct Typed {
    targets: Vec<String>,
    kinds: BTreeMap<String, String>,
}

impl Typed {
    fn of(typed: &Context<'_>) -> Self {
        let all = |name| typed.field_values(name).map(str::to_owned);
        Self { targets: all("targets").collect(), kinds: all("words").zip(all("kinds")).collect() }
    }
}

/// A refusal that no form of a page can cause is an absence.
fn error(refused: ImportError) -> Error {
    match refused {
        ImportError::Database(error) => error.into(),
        _ => Error::NotFound,
    }
}

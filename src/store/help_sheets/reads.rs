//! What may be read of help sheets: lists, one sheet, its versions, what it has spared.

use crate::domain::help_sheets::{Index, Reach, found, suggested as suggest};
use crate::domain::ids::{HelpSheetId, StructureId, TicketId};
use crate::domain::words;
use crate::store::access::{HelpSheetAuthor, Scope};
use crate::store::entities::{help_sheet, help_sheet_use, help_sheet_version, person, structure};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select};
use std::collections::HashMap;

/// A sheet in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: HelpSheetId,
    pub title: String,
    pub reach: Reach,
    /// Of the one structure whose people read it.
    pub structure_name: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: HelpSheetId,
    title: String,
    structure_id: Option<StructureId>,
    structure_name: Option<String>,
    public: bool,
    title_terms: String,
    words_terms: String,
    whole_words: String,
}

/// Sheets with what searches compare, by title: there are hundreds of them, not more.
async fn indexed(db: &Db, of: Select<help_sheet::Entity>) -> Result<Vec<(Listed, Index)>, DbErr> {
    let rows: Vec<Row> = of
        .join(JoinType::LeftJoin, help_sheet::Relation::Structure.def())
        .column_as(structure::Column::Name, "structure_name")
        .into_model()
        .all(&db.read)
        .await?;
    let mut sheets: Vec<(Listed, Index)> = rows.into_iter().map(Row::read).collect();
    // As people sort words: capitals and accents do not matter. Then by age, so that pages never mix.
    sheets.sort_by_cached_key(|(sheet, _)| (words::folded(&sheet.title), sheet.id));
    Ok(sheets)
}

impl Row {
    fn read(self) -> (Listed, Index) {
        let index = Index { title: self.title_terms, words: self.words_terms, whole: self.whole_words };
        let reach = Reach::of(self.structure_id, self.public);
        (Listed { id: self.id, title: self.title, reach, structure_name: self.structure_name }, index)
    }
}

/// The sheets in use within reach: all by title, or those that a question finds, the best first.
pub async fn listed(db: &Db, within: impl Into<Scope>, question: &str) -> Result<Vec<Listed>, DbErr> {
    let sheets = indexed(db, within.into().help_sheets()).await?;
    if question.trim().is_empty() {
        return Ok(sheets.into_iter().map(|(sheet, _)| sheet).collect());
    }
    Ok(found(question, &sheets).into_iter().cloned().collect())
}

/// The sheets within reach that may spare a request written in these words: two at most.
pub async fn suggested(db: &Db, within: impl Into<Scope>, request: &str) -> Result<Vec<Listed>, DbErr> {
    let sheets = indexed(db, within.into().help_sheets()).await?;
    Ok(suggest(request, &sheets).into_iter().cloned().collect())
}

/// The sheets within reach that have spared the most requests, then by title.
pub async fn most_useful(db: &Db, within: impl Into<Scope>, most: usize) -> Result<Vec<Listed>, DbErr> {
    let within = within.into();
    let mut sheets: Vec<Listed> = listed(db, within, "").await?;
    let spared = counted(db, sheets.iter().map(|sheet| sheet.id).collect()).await?;
    sheets.sort_by_key(|sheet| std::cmp::Reverse(spared.get(&sheet.id).copied()));
    sheets.truncate(most);
    Ok(sheets)
}

/// The sheets that an author may bring back, by title.
pub async fn retired(db: &Db, by: &HelpSheetAuthor) -> Result<Vec<Listed>, DbErr> {
    let away = Scope::from(by).kept_help_sheets().filter(help_sheet::Column::RetiredAt.is_not_null());
    Ok(indexed(db, away).await?.into_iter().map(|(sheet, _)| sheet).collect())
}

/// How many requests each sheet that an author may change has spared; none are left out.
pub async fn avoided(db: &Db, by: &HelpSheetAuthor) -> Result<HashMap<HelpSheetId, i64>, DbErr> {
    let kept = Scope::from(by).kept_help_sheets().select_only().column(help_sheet::Column::Id);
    counted(db, kept.into_tuple().all(&db.read).await?).await
}

async fn counted(db: &Db, sheets: Vec<HelpSheetId>) -> Result<HashMap<HelpSheetId, i64>, DbErr> {
    let counts: Vec<(HelpSheetId, i64)> = help_sheet_use::Entity::find()
        .select_only()
        .column(help_sheet_use::Column::HelpSheetId)
        .column_as(help_sheet_use::Column::PersonId.count(), "uses")
        .filter(help_sheet_use::Column::HelpSheetId.is_in(sheets))
        .group_by(help_sheet_use::Column::HelpSheetId)
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(counts.into_iter().collect())
}

/// A sheet as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpSheet {
    pub id: HelpSheetId,
    pub title: String,
    /// Markdown.
    pub words: String,
    pub reach: Reach,
    pub structure_name: Option<String>,
    pub version: i64,
    pub changed_at: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
    /// The request that it was made from: to be found within the reader's reach.
    pub ticket: Option<TicketId>,
}

/// One sheet in use within reach.
pub async fn find(db: &Db, within: impl Into<Scope>, id: HelpSheetId) -> Result<Option<HelpSheet>, DbErr> {
    one(db, within.into().help_sheets(), id).await
}

/// One sheet that its author may change, in use or put away.
pub async fn find_kept(db: &Db, by: &HelpSheetAuthor, id: HelpSheetId) -> Result<Option<HelpSheet>, DbErr> {
    one(db, Scope::from(by).kept_help_sheets(), id).await
}

async fn one(db: &Db, of: Select<help_sheet::Entity>, id: HelpSheetId) -> Result<Option<HelpSheet>, DbErr> {
    let Some((row, home)) = of.filter(help_sheet::Column::Id.eq(id)).find_also_related(structure::Entity).one(&db.read).await?
    else {
        return Ok(None);
    };
    let version = help_sheet_version::Entity::find_by_id((id, row.version)).one(&db.read).await?;
    Ok(version.map(|version| HelpSheet {
        id,
        title: version.title,
        words: version.words,
        reach: Reach::of(row.structure_id, row.public),
        structure_name: home.map(|home| home.name),
        version: row.version,
        changed_at: row.changed_at,
        retired_at: row.retired_at,
        ticket: row.ticket_id,
    }))
}

/// A version of a sheet: what was written, by whom, when.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Version {
    pub number: i64,
    pub title: String,
    pub words: String,
    pub written_at: DateTime<Utc>,
    pub author_name: String,
}

/// The versions of a sheet, the latest first. Empty when its author may not change it.
pub async fn versions(db: &Db, by: &HelpSheetAuthor, id: HelpSheetId) -> Result<Vec<Version>, DbErr> {
    versions_of(by, id).into_model().all(&db.read).await
}

/// One version of a sheet that its author may change.
pub async fn version(db: &Db, by: &HelpSheetAuthor, id: HelpSheetId, number: i64) -> Result<Option<Version>, DbErr> {
    versions_of(by, id).filter(help_sheet_version::Column::Number.eq(number)).into_model().one(&db.read).await
}

fn versions_of(by: &HelpSheetAuthor, id: HelpSheetId) -> Select<help_sheet_version::Entity> {
    let kept = Scope::from(by).kept_help_sheets().select_only().column(help_sheet::Column::Id);
    help_sheet_version::Entity::find()
        .join(JoinType::InnerJoin, help_sheet_version::Relation::Person.def())
        .column_as(person::Column::Name, "author_name")
        .filter(help_sheet_version::Column::HelpSheetId.eq(id))
        .filter(help_sheet_version::Column::HelpSheetId.in_subquery(sea_orm::QueryTrait::into_query(kept)))
        .order_by_desc(help_sheet_version::Column::Number)
}

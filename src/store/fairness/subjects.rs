//! What people ask for, by category and structure: counts, not a word. A confidential request counts as « autre »
//! (`tickets.md` § 4): its subject may tell what it is about.

use crate::domain::ids::{CategoryId, StructureId};
use crate::domain::tickets::Channel;
use crate::store::access::FairnessReader;
use crate::store::entities::{category, structure, ticket};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, HashMap};

/// What some requests are about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Category(String),
    /// Nobody has said.
    Unsaid,
    /// Confidential, whatever they are about.
    Other,
}

/// How many requests are about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectLine {
    pub subject: Subject,
    pub all: i64,
    /// Of each structure that asked for it, by name, most first.
    pub structures: Vec<(String, i64)>,
}

/// What was asked for since an instant, as far as it may be read: most first, then what is said of none.
pub async fn subjects(db: &Db, by: &FairnessReader, since: DateTime<Utc>) -> Result<Vec<SubjectLine>, DbErr> {
    let counted = counted_in(db, ticket::Column::ReceivedAt.gte(since)).await?;
    let structures: HashMap<StructureId, String> =
        structure::Entity::find().all(&db.read).await?.into_iter().map(|row| (row.id, row.name)).collect();
    // By subject, then by the name of the structure: two rows of one are a confidential request and another.
    let mut counts: Vec<(Subject, BTreeMap<String, i64>)> = Vec::new();
    for (subject, structure, count) in counted.into_iter().filter(|(_, structure, _)| by.reads(*structure)) {
        let name = structures.get(&structure).cloned().unwrap_or_default();
        match counts.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, of)) => *of.entry(name).or_default() += count,
            None => counts.push((subject, BTreeMap::from([(name, count)]))),
        }
    }
    let line = |(subject, of): (Subject, BTreeMap<String, i64>)| {
        let mut structures: Vec<(String, i64)> = of.into_iter().collect();
        structures.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        SubjectLine { subject, all: structures.iter().map(|(_, count)| count).sum(), structures }
    };
    let mut lines: Vec<SubjectLine> = counts.into_iter().map(line).collect();
    lines.sort_by_key(|line| (!matches!(line.subject, Subject::Category(_)), std::cmp::Reverse(line.all)));
    Ok(lines)
}

/// How many requests of each structure are about what, of those that the condition holds for.
pub(super) async fn counted_in(db: &Db, received: impl IntoCondition) -> Result<Vec<(Subject, StructureId, i64)>, DbErr> {
    let counted: Vec<(Option<CategoryId>, bool, StructureId, i64)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::CategoryId])
        .column(ticket::Column::Confidential)
        .column(ticket::Column::StructureId)
        .column_as(Expr::col((ticket::Entity, ticket::Column::Id)).count(), "requests")
        .filter(received)
        .filter(ticket::Column::MergedInto.is_null())
        // Nobody asked: it is done on its day.
        .filter(ticket::Column::Channel.ne(Channel::Series))
        .group_by(ticket::Column::CategoryId)
        .group_by(ticket::Column::Confidential)
        .group_by(ticket::Column::StructureId)
        .into_tuple()
        .all(&db.read)
        .await?;
    let categories: HashMap<CategoryId, String> =
        category::Entity::find().all(&db.read).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let subject = |category: Option<CategoryId>, confidential| match category.and_then(|id| categories.get(&id)) {
        _ if confidential => Subject::Other,
        Some(name) => Subject::Category(name.clone()),
        None => Subject::Unsaid,
    };
    Ok(counted.into_iter().map(|(category, confidential, structure, n)| (subject(category, confidential), structure, n)).collect())
}

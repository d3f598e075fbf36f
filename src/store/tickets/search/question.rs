//! A question as each engine reads it.

use super::super::vocabulary::{self, Kind};
use super::super::words::{EVERY, mark};
use crate::domain::ids::StructureId;
use crate::domain::search::{Query, Wanted};
use crate::store::access::Scope;
use crate::store::{Db, DbErr};
use sea_orm::DatabaseBackend;

/// What is asked of the index: the words of a query, within what the reader may read.
pub(in crate::store) async fn question(db: &Db, within: &Scope, query: &Query) -> Result<String, DbErr> {
    Ok(match db.backend() {
        DatabaseBackend::Postgres => Vector::new(within.is_technician()).question(within, query),
        _ => Fts::new(db, within.is_technician(), query).await?.question(within, query),
    })
}

/// How an engine writes a question. Terms are letters and digits alone: nothing is to be escaped.
trait Engine {
    fn phrase(&self, terms: &[String]) -> String;
    fn beginning(&self, term: &str, beginning: &str) -> String;
    fn mark(&self, mark: &str) -> String;
    fn all(&self, parts: &[String]) -> String;
    fn but(&self, wanted: &str, unwanted: &str) -> String;
    fn any(&self, parts: &[String]) -> String;

    fn question(&self, within: &Scope, query: &Query) -> String {
        let mut wanted: Vec<String> = query
            .wanted
            .iter()
            .map(|wanted| match wanted {
                Wanted::Phrase(terms) => self.phrase(terms),
                Wanted::Beginning { term, beginning } => self.beginning(term, beginning),
            })
            .collect();
        // A reader of some structures walks theirs alone.
        match within.at_home_in() {
            None if wanted.is_empty() => wanted.push(self.mark(EVERY)),
            None => {}
            Some(homes) => {
                let marks: Vec<String> = homes.into_iter().map(|home: StructureId| self.mark(&mark(home))).collect();
                wanted.push(if marks.is_empty() { self.mark("NOWHERE") } else { self.any(&marks) });
            }
        }
        let wanted = self.all(&wanted);
        query.unwanted.iter().fold(wanted, |wanted, unwanted| self.but(&wanted, &self.phrase(unwanted)))
    }
}

struct Fts {
    columns: &'static str,
    /// The words that the unfinished one may be; none: too many to name, the engine guesses.
    stems: Option<Vec<String>>,
    wholes: Option<Vec<String>>,
}

impl Fts {
    /// FTS5 reads the lists of all words that begin so before its first row, those of a few whole words as far as it needs them.
    async fn new(db: &Db, notes: bool, query: &Query) -> Result<Self, DbErr> {
        let columns = if notes { "{title body notes}" } else { "{title body}" };
        let unfinished = query.wanted.iter().find_map(|wanted| match wanted {
            Wanted::Beginning { term, beginning } => Some((term, beginning)),
            Wanted::Phrase(_) => None,
        });
        let Some((term, beginning)) = unfinished else { return Ok(Self { columns, stems: None, wholes: None }) };
        let stems = vocabulary::beginning_with(db, Kind::Stem, term).await?;
        Ok(Self { columns, stems, wholes: vocabulary::beginning_with(db, Kind::Whole, beginning).await? })
    }

    fn any_of(columns: &str, known: Option<&[String]>, beginning: &str) -> String {
        let Some(known) = known else { return format!("{columns} : \"{beginning}\" *") };
        let words = known.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ");
        // Of a word that nobody wrote nothing is found.
        if words.is_empty() { format!("{columns} : \"{beginning}\"") } else { format!("{columns} : ({words})") }
    }
}

impl Engine for Fts {
    fn phrase(&self, terms: &[String]) -> String {
        format!("{} : \"{}\"", self.columns, terms.join(" "))
    }

    fn beginning(&self, term: &str, beginning: &str) -> String {
        let stems = Self::any_of(self.columns, self.stems.as_deref(), term);
        format!("({stems} OR {})", Self::any_of("whole", self.wholes.as_deref(), beginning))
    }

    fn mark(&self, mark: &str) -> String {
        format!("belongs : \"{mark}\"")
    }

    fn all(&self, parts: &[String]) -> String {
        parts.join(" AND ")
    }

    fn any(&self, parts: &[String]) -> String {
        format!("({})", parts.join(" OR "))
    }

    fn but(&self, wanted: &str, unwanted: &str) -> String {
        format!("({wanted}) NOT ({unwanted})")
    }
}

struct Vector {
    weights: &'static str,
}

impl Vector {
    fn new(notes: bool) -> Self {
        Self { weights: if notes { "ABC" } else { "AB" } }
    }
}

impl Engine for Vector {
    fn phrase(&self, terms: &[String]) -> String {
        let terms: Vec<String> = terms.iter().map(|term| format!("'{term}':{}", self.weights)).collect();
        format!("({})", terms.join(" <-> "))
    }

    fn beginning(&self, term: &str, beginning: &str) -> String {
        format!("('{term}':*{} | '{beginning}':*D)", self.weights)
    }

    fn mark(&self, mark: &str) -> String {
        format!("'{mark}'")
    }

    fn all(&self, parts: &[String]) -> String {
        parts.join(" & ")
    }

    fn any(&self, parts: &[String]) -> String {
        format!("({})", parts.join(" | "))
    }

    fn but(&self, wanted: &str, unwanted: &str) -> String {
        format!("({wanted}) & !{unwanted}")
    }
}

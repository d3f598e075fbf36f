//! What closing a month needs, read from the store: members and their terms, charges, gifts, grants, corrections.

use super::rules::{RulesOf, rules_in};
use crate::domain::agreements::Agreements;
use crate::domain::hours::{Code, Correction, Cover, Gift, Grant, Lot, Member, MonthOfPool};
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::DbErr;
use crate::store::agreements;
use crate::store::entities::{correction, cover, gift, month_use, pot_grant, statement, statement_lot, structure};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, HashMap};

/// Who is a member, on what terms.
pub(in crate::store) struct Facts {
    pub structures: BTreeMap<Code, Known>,
    codes: HashMap<StructureId, Code>,
}

pub(in crate::store) struct Known {
    pub id: StructureId,
    pub name: String,
    pub agreements: Option<Agreements>,
}

/// What closing a month needs, the totals that its statements print, and the records behind its journal.
pub(in crate::store) struct MonthFacts {
    pub rules: RulesOf,
    pub input: MonthOfPool,
    pub uses: BTreeMap<Code, month_use::Model>,
    /// In the order of `input.gifts`, and so on.
    pub gifts: Vec<gift::Model>,
    pub grants: Vec<pot_grant::Model>,
    pub corrections: Vec<Posted>,
}

/// The corrections of one closed month of one structure that are posted in a month: they are netted, so that more and
/// then less by as much is nothing.
#[derive(Clone, Debug)]
pub(in crate::store) struct Posted {
    pub net: Correction,
    pub rows: Vec<correction::Model>,
}

impl Facts {
    pub async fn load(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let mut agreements = agreements::all_in(db).await?;
        let rows = structure::Entity::find().all(db).await?;
        let codes = rows.iter().map(|row| (row.id, row.code.clone())).collect();
        let known =
            |row: structure::Model| (row.code, Known { agreements: agreements.remove(&row.id), id: row.id, name: row.name });
        Ok(Self { structures: rows.into_iter().map(known).collect(), codes })
    }

    /// The code of a structure: foreign keys hold every id that is asked for.
    pub fn code(&self, id: StructureId) -> Code {
        self.codes.get(&id).cloned().unwrap_or_else(|| id.to_string().into())
    }

    /// The first month of the first agreement.
    pub fn first_month(&self) -> Option<Month> {
        self.structures.values().filter_map(|known| known.agreements.as_ref()).map(Agreements::first_month).min()
    }

    /// The structures that are members in a month, in the order of their codes.
    pub fn members(&self, month: Month) -> Vec<StructureId> {
        let covers = |known: &&Known| known.agreements.as_ref().is_some_and(|agreements| agreements.covers(month));
        self.structures.values().filter(covers).map(|known| known.id).collect()
    }

    pub async fn month(&self, db: &impl ConnectionTrait, month: Month) -> Result<MonthFacts, DbErr> {
        let rules = rules_in(db, month).await?;
        let mut input = MonthOfPool::new(month, rules.pool);
        for (code, known) in &self.structures {
            if let Some(agreements) = known.agreements.as_ref().filter(|agreements| agreements.covers(month)) {
                let member = Member { allotted: agreements.monthly(month), last_month: agreements.end_with(month) };
                input.members.insert(code.clone(), member);
            }
        }
        let mut uses = BTreeMap::new();
        for row in month_use::Entity::find().filter(month_use::Column::Period.eq(month)).all(db).await? {
            let code = self.code(row.structure_id);
            input.charged.insert(code.clone(), row.charged_minutes);
            uses.insert(code, row);
        }
        let gifts = gifts_in(db, month).await?;
        input.gifts = gifts.iter().map(|row| self.gift(row)).collect();
        let grants = grants_in(db, month).await?;
        input.grants = grants.iter().map(|row| Grant { to: self.code(row.structure_id), minutes: row.minutes }).collect();
        let corrections = self.netted(corrections_in(db, month).await?);
        for posted in &corrections {
            input.corrections.push(posted.net.clone());
            if let Some(row) = posted.rows.first().filter(|_| posted.net.minutes < Minutes(0)) {
                let cover = cover_in(db, row.structure_id, row.of_period).await?;
                input.covers.insert((posted.net.structure.clone(), posted.net.of), cover);
            }
        }
        Ok(MonthFacts { rules, input, uses, gifts, grants, corrections })
    }

    fn gift(&self, row: &gift::Model) -> Gift {
        Gift { from: self.code(row.from_structure_id), to: self.code(row.to_structure_id), minutes: row.minutes }
    }

    /// In the order in which each month was first corrected; what comes to nothing is left out.
    fn netted(&self, rows: Vec<correction::Model>) -> Vec<Posted> {
        let mut posted: Vec<Posted> = Vec::new();
        for row in rows {
            let structure = self.code(row.structure_id);
            match posted.iter_mut().find(|p| p.net.structure == structure && p.net.of == row.of_period) {
                Some(known) => {
                    known.net.minutes += row.charged_minutes;
                    known.rows.push(row);
                }
                None => {
                    let net = Correction { structure, of: row.of_period, minutes: row.charged_minutes };
                    posted.push(Posted { net, rows: vec![row] });
                }
            }
        }
        posted.retain(|posted| posted.net.minutes != Minutes(0));
        posted
    }
}

/// The gifts of a month to which both sides agreed, in the order of their agreement.
async fn gifts_in(db: &impl ConnectionTrait, month: Month) -> Result<Vec<gift::Model>, DbErr> {
    gift::Entity::find()
        .filter(gift::Column::Period.eq(month))
        .filter(gift::Column::AgreedAt.is_not_null())
        .order_by_asc(gift::Column::AgreedAt)
        .order_by_asc(gift::Column::Id)
        .all(db)
        .await
}

async fn grants_in(db: &impl ConnectionTrait, month: Month) -> Result<Vec<pot_grant::Model>, DbErr> {
    pot_grant::Entity::find()
        .filter(pot_grant::Column::Period.eq(month))
        .filter(pot_grant::Column::WithdrawnAt.is_null())
        .order_by_asc(pot_grant::Column::GrantedAt)
        .order_by_asc(pot_grant::Column::Id)
        .all(db)
        .await
}

pub(in crate::store) async fn corrections_in(db: &impl ConnectionTrait, month: Month) -> Result<Vec<correction::Model>, DbErr> {
    correction::Entity::find()
        .filter(correction::Column::Period.eq(month))
        .order_by_asc(correction::Column::CorrectedAt)
        .order_by_asc(correction::Column::Id)
        .all(db)
        .await
}

/// What still covers a closed month of a structure: as its statement says, less what corrections have undone.
pub(in crate::store) async fn cover_in(db: &impl ConnectionTrait, structure: StructureId, of: Month) -> Result<Cover, DbErr> {
    if let Some(row) = cover::Entity::find_by_id((of, structure)).one(db).await? {
        return serde_json::from_str(&row.parts).map_err(|e| DbErr::Custom(format!("the cover of {of}: {e}")));
    }
    let Some(frozen) = statement::Entity::find_by_id((of, structure)).one(db).await? else { return Ok(Cover::default()) };
    let lots = statement_lot::Entity::find()
        .filter(statement_lot::Column::Period.eq(of))
        .filter(statement_lot::Column::StructureId.eq(structure))
        .filter(statement_lot::Column::Used.gt(0))
        .order_by_asc(statement_lot::Column::Expiry)
        .order_by_asc(statement_lot::Column::Origin)
        .all(db)
        .await?;
    let from_lots = lots.into_iter().map(|row| Lot { origin: row.origin, expiry: row.expiry, minutes: row.used }).collect();
    Ok(Cover { from_lots, from_pot: frozen.from_pot, borrowed: frozen.borrowed, sold: frozen.sold })
}

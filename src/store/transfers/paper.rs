//! What the receiver has signed on paper: somebody puts the scan in, a second person compares it, and it counts from then on
//! (`equipment.md` § 2.6).

use super::step::Step;
use super::steps::{Hand, Trace, step_in};
use super::{Paper, Signing, TransferError, log};
use crate::domain::chain::{SignedAct, SigningWay, TransferEvent, TransferRefusal, TransferStep};
use crate::domain::ids::TransferId;
use crate::store::access::{Scope, TransferActor};
use crate::store::chain::Evidence;
use crate::store::entities::{person, stored_file, transfer, transfer_paper};
use crate::store::secrets::digest;
use crate::store::tickets::{NewFile, StoredFile};
use crate::store::{Db, DbErr, chain};
use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

/// What a paper says, and its scan.
#[derive(Clone, Debug)]
pub struct NewPaper {
    pub name: String,
    pub capacity: String,
    pub wipe_mandate: bool,
    /// All of which nothing was said arrived.
    pub rest: bool,
    pub scan: NewFile,
}

/// What the receiver signs now.
const fn act_at(step: TransferStep) -> Option<SignedAct> {
    match step {
        TransferStep::Proposed => Some(SignedAct::Acceptance),
        TransferStep::Dispatched => Some(SignedAct::Reception),
        _ => None,
    }
}

/// The row, held, of who handles papers.
async fn held_in(tx: &DatabaseTransaction, by: &TransferActor, id: TransferId) -> Result<transfer::Model, TransferError> {
    let reached = Scope::from(by.viewer()).transfers().filter(transfer::Column::Id.eq(id));
    let row = reached.lock_exclusive().one(tx).await?.ok_or(TransferError::NotFound)?;
    if by.handles_papers() { Ok(row) } else { Err(TransferError::NotFound) }
}

async fn one_in(
    db: &impl ConnectionTrait,
    row: &transfer::Model,
) -> Result<Option<(transfer_paper::Model, Option<person::Model>)>, DbErr> {
    let Some(act) = act_at(row.step) else { return Ok(None) };
    let Some(paper) = transfer_paper::Entity::find_by_id((row.id, act)).one(db).await? else { return Ok(None) };
    let person = person::Entity::find_by_id(paper.entered_by).one(db).await?;
    Ok(Some((paper, person)))
}

/// The paper that waits to be compared.
pub(super) async fn waiting(db: &Db, row: &transfer::Model) -> Result<Option<Paper>, DbErr> {
    let found = one_in(&db.read, row).await?;
    Ok(found.map(|(paper, person)| Paper {
        digest: digest_of(&paper),
        act: paper.act,
        name: paper.name,
        capacity: paper.capacity,
        wipe_mandate: paper.wipe_mandate,
        rest: paper.rest,
        scan: paper.scan,
        entered_by: paper.entered_by,
        entered_by_name: person.map(|person| person.name).unwrap_or_default(),
        entered_at: paper.entered_at,
    }))
}

/// Of all that a paper says: one that is put in again with another word is another one.
fn digest_of(paper: &transfer_paper::Model) -> String {
    let transfer_paper::Model { act, name, capacity, wipe_mandate, rest, scan, .. } = paper;
    digest(&serde_json::json!([act.as_str(), name, capacity, wipe_mandate, rest, scan]).to_string())
}

/// Puts in what the receiver has signed. Put in again by the same person, it takes the place of the first.
///
/// # Errors
/// Nothing is to be signed now, or another one's paper waits.
pub async fn enter(
    db: &Db,
    by: &TransferActor,
    id: TransferId,
    seen: i64,
    new: NewPaper,
    now: DateTime<Utc>,
) -> Result<(), TransferError> {
    let tx = db.begin_write().await?;
    let row = held_in(&tx, by, id).await?;
    let act = act_at(row.step).ok_or(TransferRefusal::Step(row.step))?;
    if row.version != seen {
        return Err(TransferError::Overtaken(row.step));
    }
    if one_in(&tx, &row).await?.is_some_and(|(paper, _)| paper.entered_by != by.viewer().id()) {
        return Err(TransferError::PaperWaits);
    }
    let paper = transfer_paper::Model {
        transfer_id: id,
        act,
        name: new.name,
        capacity: new.capacity,
        wipe_mandate: new.wipe_mandate,
        rest: new.rest,
        scan: new.scan.store_in(&tx).await?,
        entered_by: by.viewer().id(),
        entered_at: now.trunc_subsecs(6),
    };
    use transfer_paper::Column as C;
    let anew = OnConflict::columns([C::TransferId, C::Act])
        .update_columns([C::Name, C::Capacity, C::WipeMandate, C::Rest, C::Scan, C::EnteredAt])
        .to_owned();
    transfer_paper::Entity::insert(paper.into_active_model()).on_conflict(anew).exec_without_returning(&tx).await?;
    Ok(tx.commit().await?)
}

/// A second person has compared the paper that they were `shown` with `document`, the text that it was printed from: it is signed. Done
/// already by the same person is done already.
///
/// # Errors
/// Nobody has put a paper in, or the same person did, or it is another one by now; what a step of the receiver says besides.
pub async fn compare(
    db: &Db,
    by: &TransferActor,
    id: TransferId,
    (seen, shown): (i64, &str),
    document: NewFile,
    now: DateTime<Utc>,
) -> Result<(), TransferError> {
    let at = now.trunc_subsecs(6);
    let tx = db.begin_write().await?;
    let row = held_in(&tx, by, id).await?;
    let author = chain::actor_ref_in(&tx, by.viewer().id()).await?;
    let Some((paper, _)) = one_in(&tx, &row).await?.filter(|_| row.version == seen) else {
        let signed = matches!(
            log::last_by_in(&tx, &row, &author).await?,
            Some(TransferEvent::TransferAccepted { .. } | TransferEvent::TransferReceived { .. })
        );
        return if signed { Ok(()) } else { Err(TransferError::Overtaken(row.step)) };
    };
    if paper.entered_by == by.viewer().id() {
        return Err(TransferError::SameHand);
    }
    if digest_of(&paper) != shown {
        return Err(TransferError::PaperReplaced);
    }
    let signing = Signing { name: paper.name, capacity: paper.capacity, document };
    let step = match paper.act {
        SignedAct::Acceptance => Step::Accept { wipe_mandate: paper.wipe_mandate, signing: Some(signing) },
        _ => Step::Receive { rest: paper.rest, signing },
    };
    let scan = evidence_in(&tx, &paper.scan).await?;
    chain::hold_evidence_in(&tx, &paper.scan, at).await?;
    let trace = Trace { scan: Some(scan), entered_by: Some(paper.entered_by), ..Trace::default() };
    let (person, roles) = (Some(by.viewer().id()), vec![by.receiver()]);
    let hand = Hand { author, person, roles, way: SigningWay::Paper, trace, at };
    step_in(&tx, row, step, &hand, true).await?;
    Ok(tx.commit().await?)
}

async fn evidence_in(tx: &impl ConnectionTrait, sha256: &str) -> Result<Evidence, DbErr> {
    let file = stored_file::Entity::find_by_id(sha256).one(tx).await?;
    let file = file.ok_or_else(|| DbErr::RecordNotFound(format!("file {sha256}")))?;
    let size = i64::try_from(file.content.len()).unwrap_or(i64::MAX);
    let mime = if is_picture(&file.content) { "image/jpeg" } else { "application/pdf" };
    Ok(Evidence { sha256: sha256.to_owned(), mime: mime.to_owned(), size })
}

/// Takes a paper back, by who put it in or who finds that it says something else.
///
/// # Errors
/// None waits.
pub async fn withdraw(db: &Db, by: &TransferActor, id: TransferId) -> Result<(), TransferError> {
    let tx = db.begin_write().await?;
    let row = held_in(&tx, by, id).await?;
    let Some(act) = act_at(row.step) else { return Err(TransferRefusal::Step(row.step).into()) };
    transfer_paper::Entity::delete_by_id((id, act)).exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// A scan is a picture that we have made anew, or a PDF.
fn is_picture(content: &[u8]) -> bool {
    content.starts_with(&[0xff, 0xd8, 0xff])
}

/// A scan, as it is shown.
pub(super) fn shown(content: Vec<u8>) -> StoredFile {
    if is_picture(&content) {
        StoredFile::picture(String::new(), content)
    } else {
        StoredFile::other("bordereau.pdf".to_owned(), content)
    }
}

//! What is somebody's own, table by table.

use super::{
    OwnAbsence, OwnBoardRight, OwnCalendar, OwnContract, OwnDraft, OwnDuty, OwnGift, OwnHelpSheetUse, OwnHome, OwnJoined,
    OwnMachine, OwnOutage, OwnPerson, OwnQuestion, OwnSavedView, OwnSession, OwnSignature, OwnToken, OwnTransferSignature,
    OwnWorkshop,
};
use crate::domain::chain::SigningWay;
use crate::store::access::Viewer;
use crate::store::entities::{
    absence, access_token, affected, board_right, calendar_feed, contract, draft_file, duty, equipment, gift, help_sheet,
    help_sheet_use, machine_import, membership, organisation, outage, person, saved_view, session, sheet_question, signature,
    structure, ticket, ticket_affected, transfer_signature, workshop_member,
};
use crate::store::{Db, DbErr};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait};

pub(super) async fn person(db: &Db, by: &Viewer) -> Result<Option<OwnPerson>, DbErr> {
    use person::Column as C;
    person::Entity::find_by_id(by.id())
        .select_only()
        .columns([C::Name, C::Email, C::Phone, C::Language, C::CreatedAt, C::HoursLetters])
        .expr_as(C::PasswordHash.is_not_null(), "has_password")
        .column_as(C::Keys, "keyboard_shortcuts")
        .into_model()
        .one(&db.read)
        .await
}

pub(super) async fn homes(db: &Db, by: &Viewer) -> Result<Vec<OwnHome>, DbErr> {
    use membership::Column as C;
    membership::Entity::find()
        .select_only()
        .columns([C::Role, C::Since, C::EndedAt])
        .column_as(structure::Column::Name, "structure")
        .join(JoinType::InnerJoin, membership::Relation::Structure.def())
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::Since)
        .order_by_asc(C::Id)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn transfer_signatures(db: &Db, by: &Viewer) -> Result<Vec<OwnTransferSignature>, DbErr> {
    use transfer_signature::Column as C;
    transfer_signature::Entity::find()
        .select_only()
        .columns([C::Act, C::Name, C::Capacity, C::Organisation, C::SignedAt, C::Document])
        .filter(C::PersonId.eq(by.id()))
        // At the door and on paper the name is somebody else's.
        .filter(C::Way.eq(SigningWay::Account))
        .order_by_asc(C::SignedAt)
        .order_by_asc(C::Id)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn workshops(db: &Db, by: &Viewer) -> Result<Vec<OwnWorkshop>, DbErr> {
    use workshop_member::Column as C;
    workshop_member::Entity::find()
        .select_only()
        .columns([C::Since, C::EndedAt])
        .column_as(organisation::Column::Name, "workshop")
        .join(JoinType::InnerJoin, workshop_member::Relation::Organisation.def())
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::Since)
        .order_by_asc(C::Id)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn duties(db: &Db, by: &Viewer) -> Result<Vec<OwnDuty>, DbErr> {
    use duty::Column as C;
    duty::Entity::find()
        .select_only()
        .columns([C::Since, C::EndedAt])
        .column_as(C::Kind, "duty")
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::Since)
        .order_by_asc(C::Id)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn board_rights(db: &Db, by: &Viewer) -> Result<Vec<OwnBoardRight>, DbErr> {
    use board_right::Column as C;
    board_right::Entity::find()
        .select_only()
        .columns([C::Until, C::GivenAt, C::EndedAt])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::GivenAt)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn contracts(db: &Db, by: &Viewer) -> Result<Vec<OwnContract>, DbErr> {
    use contract::Column as C;
    contract::Entity::find()
        .select_only()
        .columns([C::FromMonth, C::WeeklyMinutes])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::FromMonth)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn absences(db: &Db, by: &Viewer) -> Result<Vec<OwnAbsence>, DbErr> {
    use absence::Column as C;
    absence::Entity::find()
        .select_only()
        .columns([C::FirstDay, C::LastDay, C::Half, C::Label, C::WithdrawnAt])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::FirstDay)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn sessions(db: &Db, by: &Viewer) -> Result<Vec<OwnSession>, DbErr> {
    use session::Column as C;
    session::Entity::find()
        .select_only()
        .columns([C::Device, C::Way, C::CreatedAt, C::SeenAt, C::ExpiresAt, C::EndedAt])
        .filter(C::PersonId.eq(by.id()))
        .order_by_desc(C::SeenAt)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn access_tokens(db: &Db, by: &Viewer) -> Result<Vec<OwnToken>, DbErr> {
    use access_token::Column as C;
    access_token::Entity::find()
        .select_only()
        .columns([C::Name, C::Most, C::CreatedAt, C::ExpiresAt, C::RevokedAt, C::SeenOn])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::CreatedAt)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn calendars(db: &Db, by: &Viewer) -> Result<Vec<OwnCalendar>, DbErr> {
    use calendar_feed::Column as C;
    let of = Expr::col((structure::Entity, structure::Column::Id)).equals((calendar_feed::Entity, C::StructureId));
    let mut select = calendar_feed::Entity::find()
        .select_only()
        .columns([C::CreatedAt, C::RevokedAt, C::SeenOn])
        .column_as(structure::Column::Name, "structure")
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::CreatedAt);
    QueryTrait::query(&mut select).join(JoinType::LeftJoin, structure::Entity, of);
    select.into_model().all(&db.read).await
}

pub(super) async fn saved_views(db: &Db, by: &Viewer) -> Result<Vec<OwnSavedView>, DbErr> {
    use saved_view::Column as C;
    saved_view::Entity::find()
        .select_only()
        .columns([C::Name, C::Filter, C::Shared, C::CreatedAt])
        .filter(C::OwnerId.eq(by.id()))
        .order_by_asc(C::CreatedAt)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn draft_files(db: &Db, by: &Viewer) -> Result<Vec<OwnDraft>, DbErr> {
    use draft_file::Column as C;
    let of_messages = draft_file::Entity::find()
        .select_only()
        .columns([C::Name, C::Bytes, C::CreatedAt])
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::CreatedAt)
        .into_model();
    let mut drafts: Vec<OwnDraft> = of_messages.all(&db.read).await?;
    let lists = machine_import::Entity::find().filter(machine_import::Column::PersonId.eq(by.id()));
    for list in lists.order_by_asc(machine_import::Column::CreatedAt).all(&db.read).await? {
        let bytes = i64::try_from(list.content.len()).unwrap_or(i64::MAX);
        drafts.push(OwnDraft { name: list.name, bytes, created_at: list.created_at });
    }
    Ok(drafts)
}

pub(super) async fn machines(db: &Db, by: &Viewer) -> Result<Vec<OwnMachine>, DbErr> {
    use equipment::Column as C;
    equipment::Entity::find()
        .select_only()
        .columns([C::Name, C::Kind])
        .column_as(structure::Column::Name, "structure")
        .join(JoinType::InnerJoin, equipment::Relation::Structure.def())
        .filter(C::UserId.eq(by.id()))
        .order_by_asc(C::Name)
        .into_model()
        .all(&db.read)
        .await
}

pub(super) async fn help_sheets_used(db: &Db, by: &Viewer) -> Result<Vec<OwnHelpSheetUse>, DbErr> {
    use help_sheet_use::Column as C;
    let of = Expr::col((help_sheet::Entity, help_sheet::Column::Id)).equals((help_sheet_use::Entity, C::HelpSheetId));
    let mut select = help_sheet_use::Entity::find()
        .select_only()
        .column(C::Day)
        .column(help_sheet::Column::Title)
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::At);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, help_sheet::Entity, of);
    select.into_model().all(&db.read).await
}

pub(super) async fn outages(db: &Db, by: &Viewer) -> Result<Vec<OwnOutage>, DbErr> {
    use affected::Column as C;
    let of = Expr::col((outage::Entity, outage::Column::Id)).equals((affected::Entity, C::OutageId));
    let mut select = affected::Entity::find()
        .select_only()
        .column(C::At)
        .column(outage::Column::Title)
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::At);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, outage::Entity, of);
    select.into_model().all(&db.read).await
}

pub(super) async fn joined_requests(db: &Db, by: &Viewer) -> Result<Vec<OwnJoined>, DbErr> {
    use ticket_affected::Column as C;
    let of = Expr::col((ticket::Entity, ticket::Column::Id)).equals((ticket_affected::Entity, C::TicketId));
    let mut select = ticket_affected::Entity::find()
        .select_only()
        .column(C::At)
        .column(ticket::Column::Number)
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::At);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, ticket::Entity, of);
    select.into_model().all(&db.read).await
}

pub(super) async fn signatures(db: &Db, by: &Viewer) -> Result<Vec<OwnSignature>, DbErr> {
    use signature::Column as C;
    let of = Expr::col((structure::Entity, structure::Column::Id)).equals((signature::Entity, C::StructureId));
    let mut select = signature::Entity::find()
        .select_only()
        .column(C::SignedAt)
        .column_as(C::Period, "month")
        .column_as(structure::Column::Name, "structure")
        .filter(C::PersonId.eq(by.id()))
        .order_by_asc(C::SignedAt);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, structure::Entity, of);
    select.into_model().all(&db.read).await
}

pub(super) async fn sheet_questions(db: &Db, by: &Viewer) -> Result<Vec<OwnQuestion>, DbErr> {
    use sheet_question::Column as C;
    let of = Expr::col((structure::Entity, structure::Column::Id)).equals((sheet_question::Entity, C::StructureId));
    let mut select = sheet_question::Entity::find()
        .select_only()
        .columns([C::AskedAt, C::Words, C::Answer])
        .column_as(C::Period, "month")
        .column_as(structure::Column::Name, "structure")
        .filter(C::AskedBy.eq(by.id()))
        .order_by_asc(C::AskedAt);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, structure::Entity, of);
    select.into_model().all(&db.read).await
}

pub(super) async fn gifts(db: &Db, by: &Viewer) -> Result<Vec<OwnGift>, DbErr> {
    use gift::Column as C;
    gift::Entity::find()
        .select_only()
        .columns([C::Minutes, C::Words, C::ProposedAt])
        .column_as(C::Period, "month")
        .filter(C::ProposedBy.eq(by.id()))
        .order_by_asc(C::ProposedAt)
        .into_model()
        .all(&db.read)
        .await
}

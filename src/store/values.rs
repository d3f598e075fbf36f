//! How domain values are stored, so that the domain itself knows no database: ids as `uuid`, durations as `bigint`,
//! words and months as `text`.

use crate::domain::{
    calendar, chain, costs, equipment, facts, hours, ids, interventions, inventories, money, organisations, payments, people,
    series, stickers, tickets, time,
};
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, StringLen, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, DbErr, IntoActiveValue, QueryResult, TryFromU64, TryGetError, TryGetable, Value};
use std::sync::Arc;
use uuid::Uuid;

macro_rules! stored_as {
    ($inner:ty, $array:expr, $column:expr, |$value:ident| $stored:expr, |$read:ident| $made:expr, $($name:ty),+) => { $(
        impl From<$name> for Value {
            fn from($value: $name) -> Self { $stored.into() }
        }
        impl TryGetable for $name {
            fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
                <$inner>::try_get_by(row, column).map(|$read| $made)
            }
        }
        impl ValueType for $name {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> { <$inner as ValueType>::try_from(value).map(|$read| $made) }
            fn type_name() -> String { stringify!($name).into() }
            fn array_type() -> ArrayType { $array }
            fn column_type() -> ColumnType { $column }
        }
        impl Nullable for $name {
            fn null() -> Value { <$inner as Nullable>::null() }
        }
        impl IntoActiveValue<$name> for $name {
            fn into_active_value(self) -> sea_orm::ActiveValue<$name> { sea_orm::ActiveValue::Set(self) }
        }
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> { Err(DbErr::ConvertFromU64(stringify!($name))) }
        }
    )+ };
}

macro_rules! stored_as_text {
    ($($name:ty),+ $(,)?) => { $(
        impl From<$name> for Value {
            fn from(value: $name) -> Self { value.to_string().into() }
        }
        impl TryGetable for $name {
            fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
                String::try_get_by(row, column)?.parse().map_err(|source| {
                    TryGetError::DbErr(DbErr::TryIntoErr { from: "text", into: stringify!($name), source: Arc::new(source) })
                })
            }
        }
        impl ValueType for $name {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                <String as ValueType>::try_from(value)?.parse().map_err(|_| ValueTypeErr)
            }
            fn type_name() -> String { stringify!($name).into() }
            fn array_type() -> ArrayType { ArrayType::String }
            fn column_type() -> ColumnType { ColumnType::String(StringLen::None) }
        }
        impl Nullable for $name {
            fn null() -> Value { Value::String(None) }
        }
        impl IntoActiveValue<$name> for $name {
            fn into_active_value(self) -> sea_orm::ActiveValue<$name> { sea_orm::ActiveValue::Set(self) }
        }
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> { Err(DbErr::ConvertFromU64(stringify!($name))) }
        }
    )+ };
}

stored_as!(
    Uuid,
    ArrayType::Uuid,
    ColumnType::Uuid,
    |id| id.0,
    |id| Self(id),
    ids::StructureId,
    ids::PersonId,
    ids::MembershipId,
    ids::DutyId,
    ids::SignInId,
    ids::SessionId,
    ids::LetterId,
    ids::EquipmentId,
    ids::SiteId,
    ids::PhotoId,
    ids::EquipmentChangeId,
    ids::ComponentId,
    ids::PartMoveId,
    ids::FactId,
    ids::ImportId,
    ids::TicketId,
    ids::CategoryId,
    ids::MergeId,
    ids::MessageId,
    ids::TicketEventId,
    ids::AttachmentId,
    ids::DraftFileId,
    ids::InterventionId,
    ids::EntryId,
    ids::AgreementId,
    ids::AmendmentId,
    ids::GiftId,
    ids::GrantId,
    ids::SignatureId,
    ids::QuestionId,
    ids::CorrectionId,
    ids::LookLinkId,
    ids::BoardRightId,
    ids::CostLineId,
    ids::SubsidyId,
    ids::PaymentId,
    ids::ReminderId,
    ids::AbsenceId,
    ids::CannedAnswerId,
    ids::SavedViewId,
    ids::TicketBatchId,
    ids::HelpSheetId,
    ids::SeriesId,
    ids::TaskId,
    ids::VisitId,
    ids::CalendarFeedId,
    ids::AccessTokenId,
    ids::OutageId,
    ids::ChainEventId,
    ids::MediumId,
    ids::TransferId,
    ids::TransferSignatureId,
    ids::CarbonHypothesesId,
    ids::OrgId,
    ids::InventoryTokenId,
    ids::InventoryId,
    ids::UnreadableId,
    ids::SanitisationId,
    ids::CertificateId
);
stored_as!(i64, ArrayType::BigInt, ColumnType::BigInteger, |amount| amount.0, |amount| Self(amount), time::Minutes, money::Cents);
stored_as!(
    String,
    ArrayType::String,
    ColumnType::String(StringLen::None),
    |code| code.as_str(),
    |code| Self::from(code),
    hours::Code
);
stored_as_text!(
    time::Month,
    people::Role,
    people::Duty,
    people::TokenRight,
    people::Language,
    people::Email,
    equipment::EquipmentKind,
    chain::Stage,
    chain::Role,
    chain::Subject,
    chain::Way,
    chain::SanitisationStanding,
    chain::Addressee,
    chain::Intent,
    chain::TransferStep,
    chain::LineOutcome,
    chain::SignedAct,
    chain::SigningWay,
    chain::ActorRef,
    inventories::EvidenceKind,
    inventories::Field,
    inventories::Source,
    inventories::Standing,
    equipment::ComponentKind,
    equipment::Origin,
    equipment::MediumKind,
    equipment::DataStatus,
    facts::FactKind,
    organisations::OrganisationKind,
    series::Rule,
    series::Skipped,
    hours::notices::Threshold,
    stickers::StickerCode,
    tickets::Urgency,
    tickets::Impact,
    tickets::Priority,
    tickets::State,
    tickets::LinkKind,
    tickets::batches::Act,
    tickets::batches::Fate,
    tickets::Outcome,
    calendar::DayHours,
    calendar::Holidays,
    tickets::files::FileKind,
    tickets::delays::Target,
    tickets::delays::Threshold,
    tickets::delays::Timer,
    tickets::Channel,
    tickets::Part,
    tickets::EventKind,
    interventions::Kind,
    interventions::NotCharged,
    costs::Key,
    costs::LineKind,
    costs::subsidies::Basis,
    payments::Means,
    super::sign_in::Purpose,
    super::sessions::Way,
    super::outbox::LetterState,
    super::journal::LineKind,
);

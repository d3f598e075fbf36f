//! Typed identifiers: a ticket's id is never taken for a structure's.

use chrono::{DateTime, Utc};
use uuid::{NoContext, Timestamp, Uuid};

/// Declares identifiers: UUID v7 for what people make, so that ids sort by time.
macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id that sorts after those made before `now`.
            pub fn new(now: DateTime<Utc>) -> Self {
                Self(uuid_at(now))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+ };
}

typed_ids! {
    /// A member structure.
    StructureId,
    /// A person, whatever they do.
    PersonId,
    /// A membership of a person in a structure, or in a workshop.
    MembershipId,
    /// A duty of a person for the group.
    DutyId,
    /// A way in that was handed out: link, invitation.
    SignInId,
    /// A session of a person on a device.
    SessionId,
    /// A letter of the outbox.
    LetterId,
    /// A machine.
    EquipmentId,
    /// A place of a structure.
    SiteId,
    /// A photograph of a machine.
    PhotoId,
    /// A list of machines that somebody sends to be imported.
    ImportId,
    /// A line of what was changed of a machine.
    EquipmentChangeId,
    /// A part of a machine that has a life of its own.
    ComponentId,
    /// Something that carries data.
    MediumId,
    /// A part that went from one place to another.
    PartMoveId,
    /// Something to know of a structure's network.
    FactId,
    /// A ticket.
    TicketId,
    /// What tickets are about.
    CategoryId,
    /// Two tickets made one.
    MergeId,
    /// A message of a ticket's conversation.
    MessageId,
    /// A line of a ticket's history.
    TicketEventId,
    /// A file joined to a message.
    AttachmentId,
    /// A file that was sent with a form, until a message takes it.
    DraftFileId,
    /// One version of an intervention.
    InterventionId,
    /// An intervention through all its versions.
    EntryId,
    /// The agreement of a structure.
    AgreementId,
    /// One amendment of an agreement.
    AmendmentId,
    /// Minutes from one structure to another.
    GiftId,
    /// Minutes from the pot.
    GrantId,
    /// An agreement with an hour sheet.
    SignatureId,
    /// A question about an hour sheet.
    QuestionId,
    /// A change of what a closed month charged.
    CorrectionId,
    /// A link to look at a structure's hours.
    LookLinkId,
    /// A right to read the group's closed months.
    BoardRightId,
    /// A line of a month's costs.
    CostLineId,
    /// A subsidy of the shared post.
    SubsidyId,
    /// A payment, or the line that cancels one.
    PaymentId,
    /// A reminder that was sent.
    ReminderId,
    /// Days on which somebody on duty is away.
    AbsenceId,
    /// An answer that technicians keep ready.
    CannedAnswerId,
    /// A filter of a list that somebody gave a name.
    SavedViewId,
    /// One deed on many tickets.
    TicketBatchId,
    /// A help sheet, through all its versions.
    HelpSheetId,
    /// Work that comes again.
    SeriesId,
    /// What a technician has to do for a ticket on a day.
    TaskId,
    /// A technician's visit to a structure.
    VisitId,
    /// A calendar that somebody's program follows.
    CalendarFeedId,
    /// What lets a program in for somebody.
    AccessTokenId,
    /// Something that works for nobody for now, as a technician told it.
    OutageId,
    /// An event of the reconditioning chain.
    ChainEventId,
    /// An erasure or destruction of a medium, as it was told.
    SanitisationId,
    /// A certificate that a medium holds no data any more.
    CertificateId,
    /// A transfer of equipment from one organisation to another.
    TransferId,
    /// A name under the document of a transfer.
    TransferSignatureId,
    /// An organisation of the chain: a structure under its own id, a workshop, a recycler.
    OrgId,
    /// A part that was taken out of a machine, or came new.
    PartId,
    /// What the group supposes where nobody measures.
    CarbonHypothesesId,
    /// A secret address at which inventory agents report.
    InventoryTokenId,
    /// What a machine said of itself.
    InventoryId,
    /// What an agent sent and nobody could read.
    UnreadableId,
}

impl From<StructureId> for OrgId {
    fn from(structure: StructureId) -> Self {
        Self(structure.0)
    }
}

fn uuid_at(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

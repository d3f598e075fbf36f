//! Letters: rows written in the transaction of what they announce, sent by a job (`mail.md` §1).

mod gathering;

use super::entities::letter;
use super::secrets::{Secret, digest};
use super::{Db, DbErr};
use crate::domain::chain::{ReservationDeed, TransferDeed};
use crate::domain::ids::{
    AccessTokenId, EquipmentId, LetterId, OutageId, PersonId, ReminderId, SanitisationId, StructureId, TicketId, TransferId,
};
use crate::domain::money::Cents;
use crate::domain::people::{Email, Language, TokenRight, first_name};
use crate::domain::time::{Minutes, Month};
use crate::domain::visits::VisitDeed;
use crate::domain::vocabulary;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::{Deserialize, Serialize};

pub use gathering::Gathering;
pub(super) use gathering::{GATHERED, gather_in, release};

vocabulary! {
    /// Where a letter is on its way.
    pub enum LetterState {
        Waiting = "waiting",
        Sent = "sent",
        Undelivered = "undelivered",
    }
}

vocabulary! {
    /// What was done with many things at once, as one letter tells it.
    pub enum Gathered {
        Given = "given",
        Asked = "asked",
        Settled = "settled",
        Reopened = "reopened",
    }
}

/// What a letter says, before it has words: one variant, one folder of templates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// The link and the code that sign in. Names nobody.
    SignIn { token: String, code: String },
    /// Somebody has made a place for the recipient.
    Invitation { inviter: String, at: String, token: String },
    /// To who made an access token: which one, what it may do at most, its last day. Never the token.
    TokenMade { token: AccessTokenId, name: String, most: TokenRight, until: NaiveDate },
    /// To who may read the group's closed months from now on, until a day.
    BoardInvited { inviter: String, at: String, until: NaiveDate, token: String },
    /// To the technicians: a request came in.
    TicketSubmitted { ticket: TicketId, number: i64, title: String, requester: String, structure: String, words: String },
    /// To the referents of a structure: something is still due.
    DuesReminded { reminder: ReminderId, structure: StructureId, name: String, group: String, due: Cents },
    /// To the requester: the technician has noted what they said by telephone.
    TicketNoted { ticket: TicketId, number: i64, title: String, author: String, words: String },
    /// Something happened to a confidential request: its number and the link, not a word (`mail.md` §1).
    TicketCovered { ticket: TicketId, number: i64, event: String },
    /// To who was brought into a conversation.
    TicketShared { ticket: TicketId, number: i64, title: String, author: String, event: String },
    /// To a technician: a colleague gives them a request, with the reason.
    TicketGiven { ticket: TicketId, number: i64, title: String, author: String, words: String, event: String },
    /// To who takes part: their answer is waited for since long.
    TicketAwaits { ticket: TicketId, number: i64, title: String, event: String },
    /// To who takes part: their answer never came, the request is settled.
    TicketLapsed { ticket: TicketId, number: i64, title: String, event: String },
    /// Delays that are three quarters gone, or over: to a technician with the titles (`words`), to a coordinator without.
    DelaysRun { lines: Vec<DelayLine>, words: bool, event: String },
    /// To the other side of the conversation: a message.
    TicketAnswered { ticket: TicketId, number: i64, title: String, author: String, words: String, event: String, asks: bool },
    /// To whoever is told of several requests of one deed: a letter of each, read as one.
    Together { deed: Gathered, author: String, about: Vec<Letter>, event: String },
    /// To an address outside: a message that was sent there too, without a way in. The answer goes to who wrote.
    TicketSentOutside {
        ticket: TicketId,
        number: i64,
        /// Empty when it is confidential.
        title: String,
        author: String,
        structure: String,
        words: String,
        answer_to: Email,
        event: String,
    },
    /// To who said « moi aussi » to a request: it is settled. Not a word of it.
    TicketOver { ticket: TicketId, number: i64 },
    /// To who said « moi aussi » to an outage, and who takes part in a request that it settled: it is over. Names nobody.
    OutageOver { outage: OutageId, title: String, words: String, tickets: Vec<SettledTicket> },
    /// To the requester: declared settled, with the way to say that it is not.
    TicketSettled { ticket: TicketId, number: i64, title: String, author: String, words: String, event: String },
    /// To the technician in charge: it is not settled after all.
    TicketReopened { ticket: TicketId, number: i64, title: String, author: String, words: String, event: String },
    /// To a referent: the hour sheet of a month waits to be read; `again` is the day of a reminder.
    SheetToSign { structure: StructureId, name: String, month: Month, until: NaiveDate, again: Option<NaiveDate> },
    /// To the coordinators: a referent asks something about a sheet.
    SheetAsked { structure: StructureId, name: String, month: Month, author: String, words: String, event: String },
    /// To who asked: the answer.
    SheetAnswered { structure: StructureId, name: String, month: Month, author: String, words: String, event: String },
    /// To a referent: the month is closed, here is the statement.
    StatementReady { structure: StructureId, name: String, month: Month, charged: Minutes, left: Minutes },
    /// To the referents of the other side: hours are offered, and wait for their agreement.
    GiftProposed {
        structure: StructureId,
        from: String,
        to: String,
        minutes: Minutes,
        month: Month,
        author: String,
        words: String,
        event: String,
    },
    /// To both sides: a gift was agreed to, or refused.
    GiftAnswered {
        structure: StructureId,
        from: String,
        to: String,
        minutes: Minutes,
        month: Month,
        author: String,
        agreed: bool,
        event: String,
    },
    /// To a referent: four fifths, or all, of a month's own hours are used.
    HoursUsed { structure: StructureId, name: String, month: Month, charged: Minutes, own: Minutes, left: Minutes, all: bool },
    /// To a requester: a visit for their request is planned, moved or cancelled. Minutes after local midnight.
    VisitTold {
        deed: VisitDeed,
        name: String,
        author: String,
        technician: String,
        day: NaiveDate,
        from: u32,
        to: u32,
        note: String,
        tickets: Vec<VisitTicket>,
        event: String,
    },
    /// To who asked without an account: the request arrived, here is how it is confirmed and followed. Not a word of what was
    /// typed: the address is only what somebody said.
    GuestReceived { ticket: TicketId, number: i64, token: String },
    /// To who asked without an account: a letter about their request, with their own link.
    ForGuest { about: Box<Letter>, token: String },
    /// To a referent: hours are lost at the end of a month, within thirty days or, `soon`, within seven.
    HoursExpiring { structure: StructureId, name: String, month: Month, minutes: Minutes, soon: bool },
    /// To both sides of a transfer: what happened to it. Names nobody.
    TransferTold {
        transfer: TransferId,
        number: String,
        deed: TransferDeed,
        from: String,
        to: String,
        count: i64,
        /// Why it was declined or cancelled; may be empty.
        words: String,
        event: String,
    },
    /// To the address of an organisation where nobody has an account: what happened to a transfer, with a way in to it alone. Names nobody.
    TransferToSign {
        transfer: TransferId,
        number: String,
        deed: TransferDeed,
        from: String,
        to: String,
        count: i64,
        words: String,
        token: String,
    },
    /// To who holds a machine that is ready, to for whom it is reserved, to the coordinators: it is reserved, or released. Names nobody.
    ReservationTold {
        machine: EquipmentId,
        /// Maker and model; may be empty.
        product: String,
        deed: ReservationDeed,
        /// For whom it is, or was, kept.
        to: String,
        /// The last day on which it is, or was.
        until: NaiveDate,
        /// Why it was let go; may be empty.
        words: String,
        event: String,
    },
    /// To the coordinators and all referents: the anchor of a day of the life of machines, to be kept.
    ChainAnchored { day: NaiveDate, events: i64, anchor: String },
    /// To who answers for a structure: an erasure of one of its disks counts once they say so.
    SanitisationAwaits { sanitisation: SanitisationId, machine: EquipmentId, name: String },
    /// To who asked that their data go: it is done. The last letter to that address, which is forgotten when it has left.
    DataErased {
        person: PersonId,
        group: String,
        /// Where the group is written to; may be empty.
        contact: String,
    },
}

/// A request of the reader that a visit is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitTicket {
    pub id: TicketId,
    pub number: i64,
    /// Empty when it is confidential.
    pub title: String,
}

/// A request of the reader that the end of an outage settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledTicket {
    pub id: TicketId,
    pub number: i64,
}

/// A request whose delay runs out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelayLine {
    pub number: i64,
    pub title: String,
    pub structure: String,
    /// Its first answer is due; else its settlement.
    pub answer: bool,
    /// All of the delay has passed; else three quarters of it.
    pub over: bool,
}

impl Letter {
    /// The folder of its templates, and the kind shown in lists.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SignIn { .. } => "sign_in",
            Self::Invitation { .. } => "invitation",
            Self::TokenMade { .. } => "token_made",
            Self::BoardInvited { .. } => "board_invited",
            Self::DuesReminded { .. } => "dues_reminded",
            Self::TicketSubmitted { .. } => "ticket_submitted",
            Self::TicketNoted { .. } => "ticket_noted",
            Self::TicketCovered { .. } => "ticket_covered",
            Self::TicketShared { .. } => "ticket_shared",
            Self::TicketGiven { .. } => "ticket_given",
            Self::TicketAwaits { .. } => "ticket_awaits",
            Self::TicketLapsed { .. } => "ticket_lapsed",
            Self::DelaysRun { .. } => "delays_run",
            Self::TicketAnswered { .. } => "ticket_answered",
            Self::TicketSettled { .. } => "ticket_settled",
            Self::Together { .. } => "together",
            Self::TicketSentOutside { .. } => "ticket_sent_outside",
            Self::TicketOver { .. } => "ticket_over",
            Self::OutageOver { .. } => "outage_over",
            Self::TicketReopened { .. } => "ticket_reopened",
            Self::SheetToSign { .. } => "sheet_to_sign",
            Self::SheetAsked { .. } => "sheet_asked",
            Self::SheetAnswered { .. } => "sheet_answered",
            Self::StatementReady { .. } => "statement_ready",
            Self::GiftProposed { .. } => "gift_proposed",
            Self::GiftAnswered { .. } => "gift_answered",
            Self::GuestReceived { .. } => "guest_received",
            Self::ForGuest { about, .. } => about.kind(),
            Self::HoursUsed { .. } => "hours_used",
            Self::HoursExpiring { .. } => "hours_expiring",
            Self::VisitTold { .. } => "visit_told",
            Self::TransferTold { .. } => "transfer_told",
            Self::TransferToSign { .. } => "transfer_to_sign",
            Self::ReservationTold { .. } => "reservation_told",
            Self::ChainAnchored { .. } => "chain_anchored",
            Self::SanitisationAwaits { .. } => "sanitisation_awaits",
            Self::DataErased { .. } => "data_erased",
        }
    }

    /// What happened: with the recipient, it makes a letter unique.
    pub(super) fn event(&self) -> String {
        match self {
            Self::SignIn { token, .. }
            | Self::Invitation { token, .. }
            | Self::BoardInvited { token, .. }
            | Self::TransferToSign { token, .. } => digest(token),
            Self::TokenMade { token, .. } => format!("token-made:{token}"),
            Self::DuesReminded { reminder, .. } => format!("reminded:{reminder}"),
            Self::TicketOver { ticket, .. } => format!("ticket-over:{ticket}"),
            Self::OutageOver { outage, .. } => format!("outage-over:{outage}"),
            Self::TicketSubmitted { ticket, .. } | Self::TicketNoted { ticket, .. } => format!("submitted:{ticket}"),
            // A guest may give the address of a technician: neither letter takes the other's place.
            Self::GuestReceived { ticket, .. } => format!("guest:submitted:{ticket}"),
            Self::ForGuest { about, .. } => format!("guest:{}", about.event()),
            Self::TicketCovered { event, .. }
            | Self::TicketShared { event, .. }
            | Self::TicketGiven { event, .. }
            | Self::TicketAwaits { event, .. }
            | Self::TicketLapsed { event, .. }
            | Self::DelaysRun { event, .. }
            | Self::TicketAnswered { event, .. }
            | Self::TicketSettled { event, .. }
            | Self::TicketReopened { event, .. }
            | Self::Together { event, .. }
            | Self::TicketSentOutside { event, .. }
            | Self::SheetAsked { event, .. }
            | Self::SheetAnswered { event, .. }
            | Self::VisitTold { event, .. }
            | Self::TransferTold { event, .. }
            | Self::ReservationTold { event, .. }
            | Self::GiftProposed { event, .. } => event.clone(),
            // A person may answer for both sides.
            Self::GiftAnswered { event, structure, .. } => format!("{event}:{structure}"),
            Self::SheetToSign { structure, month, again: None, .. } => format!("sheet:{structure}:{month}"),
            Self::SheetToSign { structure, month, again: Some(day), .. } => format!("sheet:{structure}:{month}:{day}"),
            Self::StatementReady { structure, month, .. } => format!("statement:{structure}:{month}"),
            Self::HoursUsed { structure, month, all, .. } => format!("hours-used:{structure}:{month}:{all}"),
            Self::HoursExpiring { structure, month, soon, .. } => format!("hours-expiring:{structure}:{month}:{soon}"),
            Self::ChainAnchored { day, .. } => format!("chain-anchor:{day}"),
            Self::SanitisationAwaits { sanitisation, .. } => format!("sanitisation:{sanitisation}"),
            Self::DataErased { person, .. } => format!("erasure:{person}"),
        }
    }

    /// A sign-in letter is worth nothing once its link is; others are tried for five days.
    fn patience(&self) -> TimeDelta {
        match self {
            Self::SignIn { .. } => TimeDelta::minutes(15),
            _ => TimeDelta::days(5),
        }
    }

    /// Whether the row must forget its words once the letter has left: it holds a way in.
    fn holds_secret(&self) -> bool {
        matches!(
            self,
            Self::SignIn { .. }
                | Self::Invitation { .. }
                | Self::BoardInvited { .. }
                | Self::GuestReceived { .. }
                | Self::ForGuest { .. }
                | Self::TransferToSign { .. }
        )
    }

    /// Whose address the row must forget once nothing more is sent there.
    fn last_to(&self) -> Option<PersonId> {
        match self {
            Self::DataErased { person, .. } => Some(*person),
            _ => None,
        }
    }

    /// Where an answer goes, when it is not to us.
    pub fn answer_to(&self) -> Option<&Email> {
        match self {
            Self::TicketSentOutside { answer_to, .. } => Some(answer_to),
            _ => None,
        }
    }

    /// The same for who has no account: their own link, and of who wrote the first name alone.
    pub(super) fn for_guest(mut self, token: String) -> Self {
        match &mut self {
            Self::TicketAnswered { author, .. } | Self::TicketSettled { author, .. } | Self::TicketReopened { author, .. } => {
                *author = first_name(author).to_owned()
            }
            _ => {}
        }
        Self::ForGuest { about: Box::new(self), token }
    }
}

/// Who receives a letter, in which language.
#[derive(Clone, Debug)]
pub struct Recipient {
    email: Email,
    language: Language,
}

pub(super) fn to(email: &Email, language: Language) -> Recipient {
    Recipient { email: email.clone(), language }
}

/// Writes a letter into the transaction of what it announces; the same event reaches a person once.
pub(super) async fn write_in(tx: &impl ConnectionTrait, to: &Recipient, letter: &Letter, now: DateTime<Utc>) -> Result<(), DbErr> {
    write_all_in(tx, &[(to.clone(), letter.clone())], now).await
}

/// SQLite takes 32 766 values a statement; a row has fourteen.
const ROWS_AT_ONCE: usize = 1_000;

/// Writes many letters at once, under the same rule.
pub(super) async fn write_all_in(
    tx: &impl ConnectionTrait,
    letters: &[(Recipient, Letter)],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    for letters in letters.chunks(ROWS_AT_ONCE) {
        let reachable = letters.iter().filter(|(to, _)| !to.email.is_nobodys());
        let rows = reachable.map(|(to, letter)| row(to, letter, now)).collect::<Result<Vec<_>, DbErr>>()?;
        if rows.is_empty() {
            continue;
        }
        letter::Entity::insert_many(rows)
            .on_conflict(OnConflict::columns([letter::Column::Event, letter::Column::Recipient]).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

fn row(to: &Recipient, letter: &Letter, now: DateTime<Utc>) -> Result<letter::ActiveModel, DbErr> {
    let body = serde_json::to_string(letter).map_err(|e| DbErr::Json(e.to_string()))?;
    let row = letter::Model {
        id: LetterId::new(now),
        event: letter.event(),
        recipient: to.email.clone(),
        language: to.language,
        body,
        message_id: Secret::random().as_str()[..32].to_owned(),
        state: LetterState::Waiting,
        tries: 0,
        created_at: now,
        send_after: now,
        expires_at: now + letter.patience(),
        leased_until: None,
        sent_at: None,
        refusal: None,
    };
    Ok(row.into_active_model())
}

/// A letter that this instance alone is sending.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: LetterId,
    pub recipient: Email,
    pub language: Language,
    pub letter: Letter,
    /// The local part of its Message-ID, fixed when the row was written: both copies of a doubled letter bear it.
    pub message_id: String,
    tries: i64,
    expires_at: DateTime<Utc>,
}

const LEASE: TimeDelta = TimeDelta::minutes(5);

/// Takes the next letter that may leave, for five minutes: several instances share the work.
pub async fn claim(db: &Db, now: DateTime<Utc>) -> Result<Option<Claimed>, DbErr> {
    let mut next = Query::select()
        .column(letter::Column::Id)
        .from(letter::Entity)
        // The condition of the index, to the letter: a value that is only bound is none of it.
        .and_where(Expr::col(letter::Column::State).eq(Expr::Constant(LetterState::Waiting.into())))
        .and_where(letter::Column::SendAfter.lte(now))
        .cond_where(Condition::any().add(letter::Column::LeasedUntil.is_null()).add(letter::Column::LeasedUntil.lt(now)))
        .order_by(letter::Column::SendAfter, sea_orm::Order::Asc)
        .limit(1)
        .to_owned();
    if db.backend() == sea_orm::DatabaseBackend::Postgres {
        next.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let tx = db.begin_write().await?;
    let rows = letter::Entity::update_many()
        .set(letter::ActiveModel { leased_until: Set(Some(now + LEASE)), ..Default::default() })
        .col_expr(letter::Column::Tries, Expr::col(letter::Column::Tries).add(1))
        .filter(letter::Column::Id.in_subquery(next))
        .exec_with_returning(&tx)
        .await?;
    tx.commit().await?;
    rows.into_iter().next().map(read).transpose()
}

fn read(row: letter::Model) -> Result<Claimed, DbErr> {
    let letter = serde_json::from_str(&row.body).map_err(|e| DbErr::Json(e.to_string()))?;
    Ok(Claimed {
        id: row.id,
        recipient: row.recipient,
        language: row.language,
        letter,
        message_id: row.message_id,
        tries: row.tries,
        expires_at: row.expires_at,
    })
}

/// The server has taken it. A way in that it held is forgotten here, unless `keep_words` (demonstration, tests).
pub async fn delivered(db: &Db, sent: &Claimed, keep_words: bool, now: DateTime<Utc>) -> Result<(), DbErr> {
    let mut change = letter::ActiveModel {
        state: Set(LetterState::Sent),
        sent_at: Set(Some(now)),
        leased_until: Set(None),
        ..Default::default()
    };
    if sent.letter.holds_secret() && !keep_words {
        change.body = Set(String::new());
    }
    if let Some(person) = sent.letter.last_to() {
        change.recipient = Set(Email::of_nobody(person));
    }
    settle(db, sent.id, change).await
}

/// The server has not taken it: again later, or never when it said so or when the letter's time is over.
pub async fn refused(db: &Db, sent: &Claimed, words: &str, for_good: bool, now: DateTime<Utc>) -> Result<(), DbErr> {
    let again = now + wait_after(sent.tries);
    let over = for_good || again > sent.expires_at;
    let mut change = letter::ActiveModel {
        state: Set(if over { LetterState::Undelivered } else { LetterState::Waiting }),
        send_after: Set(again),
        leased_until: Set(None),
        refusal: Set(Some(words.chars().take(500).collect())),
        ..Default::default()
    };
    // What a server says of an address names it.
    if let Some(person) = sent.letter.last_to().filter(|_| over) {
        change.recipient = Set(Email::of_nobody(person));
        change.refusal = Set(None);
    }
    settle(db, sent.id, change).await
}

async fn settle(db: &Db, id: LetterId, change: letter::ActiveModel) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    letter::Entity::update_many().set(change).filter(letter::Column::Id.eq(id)).exec(&tx).await?;
    tx.commit().await
}

/// 1, 5, 15, 60 minutes, 4 hours, then every 8 hours.
fn wait_after(tries: i64) -> TimeDelta {
    TimeDelta::minutes(match tries {
        ..=1 => 1,
        2 => 5,
        3 => 15,
        4 => 60,
        5 => 240,
        _ => 480,
    })
}

/// A letter as the demonstration shows it.
#[derive(Clone, Debug)]
pub struct Written {
    pub id: LetterId,
    pub recipient: Email,
    pub language: Language,
    pub letter: Letter,
    pub created_at: DateTime<Utc>,
}

/// The letters of a demonstration, the newest first. A real installation never calls this: the words are people's.
pub async fn written_in_demo(db: &Db, most: u64) -> Result<Vec<Written>, DbErr> {
    let rows = letter::Entity::find().order_by_desc(letter::Column::CreatedAt).limit(most).all(&db.read).await?;
    let written = |row: letter::Model| {
        let letter = serde_json::from_str(&row.body).ok()?;
        Some(Written { id: row.id, recipient: row.recipient, language: row.language, letter, created_at: row.created_at })
    };
    Ok(rows.into_iter().filter_map(written).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_spaced_further_and_further() {
        let waits: Vec<i64> = (1..=7).map(|tries| wait_after(tries).num_minutes()).collect();
        assert_eq!(waits, [1, 5, 15, 60, 240, 480, 480]);
    }

    #[test]
    fn a_letter_of_an_older_version_is_still_read() {
        let words = r#"{"kind":"sign_in","token":"t","code":"123456"}"#;
        let letter: Letter = serde_json::from_str(words).expect("a sign-in letter");
        assert_eq!(letter.kind(), "sign_in");
    }
}

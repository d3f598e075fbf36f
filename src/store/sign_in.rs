//! Ways in: a link by mail with a code, an invitation, the one link of the first set-up, a password.

use super::entities::{person, sign_in};
use super::secrets::{Secret, digest, random_code};
use super::sessions::{self, Way};
use super::{Db, DbErr, group, outbox, people};
use crate::domain::ids::{PersonId, SignInId};
use crate::domain::people::Email;
use crate::domain::vocabulary;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, Set};

vocabulary! {
    /// What a way in was handed out for.
    pub enum Purpose {
        Link = "link",
        Invitation = "invitation",
        SetUp = "set_up",
    }
}

impl Purpose {
    /// How long it opens the door.
    const fn lifetime(self) -> TimeDelta {
        match self {
            Self::Link => TimeDelta::minutes(15),
            Self::Invitation => TimeDelta::days(14),
            Self::SetUp => TimeDelta::days(3650),
        }
    }
}

/// Tries of the six-digit code in the browser that asked.
const CODE_TRIES: i64 = 5;

/// Asks for a letter with a link and a code. Known or unknown, the same rows are written and the same answer given:
/// nobody learns who has an account. The secret returned belongs to the browser that asked.
pub async fn ask(db: &Db, email: &Email, now: DateTime<Utc>) -> Result<Secret, DbErr> {
    let (browser, token, code) = (Secret::random(), Secret::random(), random_code());
    let tx = db.begin_write().await?;
    let known = people::by_email_in(&tx, email).await?;
    let row = sign_in::Model {
        id: SignInId::new(now),
        purpose: Purpose::Link,
        person_id: known.as_ref().map(|p| p.id),
        browser_hash: browser.hash(),
        token_hash: token.hash(),
        code_hash: Some(digest(&code)),
        code_tries: 0,
        created_at: now,
        expires_at: now + Purpose::Link.lifetime(),
        used_at: None,
    };
    sign_in::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    if let Some(person) = known {
        let letter = outbox::Letter::SignIn { token: token.as_str().to_owned(), code };
        outbox::write_in(&tx, &outbox::to(&person.email, person.language), &letter, now).await?;
    }
    tx.commit().await?;
    Ok(browser)
}

/// Makes an invitation, to be put into a letter of the same transaction.
pub(super) async fn invite_in(tx: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<Secret, DbErr> {
    hand_out_in(tx, Purpose::Invitation, Some(person), now).await
}

async fn hand_out_in(
    tx: &impl ConnectionTrait,
    purpose: Purpose,
    person: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<Secret, DbErr> {
    let token = Secret::random();
    let row = sign_in::Model {
        id: SignInId::new(now),
        purpose,
        person_id: person,
        browser_hash: Secret::random().hash(),
        token_hash: token.hash(),
        code_hash: None,
        code_tries: 0,
        created_at: now,
        expires_at: now + purpose.lifetime(),
        used_at: None,
    };
    sign_in::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(token)
}

/// Makes the link of the first set-up, while there is no group; an older one stops working.
pub async fn hand_out_set_up_link(db: &Db, now: DateTime<Utc>) -> Result<Option<Secret>, DbErr> {
    let tx = db.begin_write().await?;
    if group::find_in(&tx).await?.is_some() {
        return Ok(None);
    }
    sign_in::Entity::delete_many().filter(sign_in::Column::Purpose.eq(Purpose::SetUp)).exec(&tx).await?;
    let link = hand_out_in(&tx, Purpose::SetUp, None, now).await?;
    tx.commit().await?;
    Ok(Some(link))
}

/// A link that signs a person of the demonstration in, as printed when it starts.
pub async fn hand_out_demo_link(db: &Db, email: &Email, now: DateTime<Utc>) -> Result<Option<Secret>, DbErr> {
    let tx = db.begin_write().await?;
    let Some(person) = people::by_email_in(&tx, email).await? else { return Ok(None) };
    let link = hand_out_in(&tx, Purpose::Invitation, Some(person.id), now).await?;
    tx.commit().await?;
    Ok(Some(link))
}

/// Whether the page of the first set-up may be shown for this link. Uses nothing up.
pub async fn is_set_up_link(db: &Db, link: &Secret, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let found = sign_in::Entity::find()
        .filter(sign_in::Column::TokenHash.eq(link.hash()))
        .filter(sign_in::Column::Purpose.eq(Purpose::SetUp))
        .filter(sign_in::Column::UsedAt.is_null())
        .filter(sign_in::Column::ExpiresAt.gt(now))
        .one(&db.read)
        .await?;
    Ok(found.is_some())
}

pub(super) async fn use_set_up_link(tx: &impl ConnectionTrait, link: &Secret, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let used = sign_in::Entity::update_many()
        .set(sign_in::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
        .filter(sign_in::Column::TokenHash.eq(link.hash()))
        .filter(sign_in::Column::Purpose.eq(Purpose::SetUp))
        .filter(sign_in::Column::UsedAt.is_null())
        .filter(sign_in::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Signs in by link or invitation: used once, by one atomic UPDATE. `None` when it is not, or no longer, good.
pub async fn by_link(db: &Db, link: &Secret, device: &str, now: DateTime<Utc>) -> Result<Option<Secret>, DbErr> {
    let tx = db.begin_write().await?;
    let used = sign_in::Entity::update_many()
        .set(sign_in::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
        .filter(sign_in::Column::TokenHash.eq(link.hash()))
        .filter(sign_in::Column::Purpose.is_in([Purpose::Link, Purpose::Invitation]))
        .filter(sign_in::Column::UsedAt.is_null())
        .filter(sign_in::Column::ExpiresAt.gt(now))
        .exec_with_returning(&tx)
        .await?;
    let Some(person) = used.first().and_then(|row| row.person_id) else { return Ok(None) };
    let session = sessions::open_in(&tx, person, Way::Link, device, now).await?;
    tx.commit().await?;
    Ok(Some(session))
}

/// What the code page may still say of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// A code may be typed.
    Open,
    /// Too many wrong codes, too late, used, or never asked: ask again.
    Over,
}

/// Whether the browser that asked may still type its code.
pub async fn attempt(db: &Db, browser: &Secret, now: DateTime<Utc>) -> Result<Attempt, DbErr> {
    let found = sign_in::Entity::find()
        .filter(sign_in::Column::BrowserHash.eq(browser.hash()))
        .filter(sign_in::Column::UsedAt.is_null())
        .filter(sign_in::Column::ExpiresAt.gt(now))
        .filter(sign_in::Column::CodeTries.lt(CODE_TRIES))
        .one(&db.read)
        .await?;
    Ok(if found.is_some() { Attempt::Open } else { Attempt::Over })
}

/// Signs in by the six digits, in the browser that asked, five tries. The try is counted before the check.
pub async fn by_code(db: &Db, browser: &Secret, code: &str, device: &str, now: DateTime<Utc>) -> Result<Option<Secret>, DbErr> {
    let counting = db.begin_write().await?;
    let tried = sign_in::Entity::update_many()
        .col_expr(sign_in::Column::CodeTries, Expr::col(sign_in::Column::CodeTries).add(1))
        .filter(sign_in::Column::BrowserHash.eq(browser.hash()))
        .filter(sign_in::Column::UsedAt.is_null())
        .filter(sign_in::Column::ExpiresAt.gt(now))
        .filter(sign_in::Column::CodeTries.lt(CODE_TRIES))
        .exec_with_returning(&counting)
        .await?;
    counting.commit().await?;
    let Some(row) = tried.first() else { return Ok(None) };
    let (Some(person), true) = (row.person_id, row.code_hash.as_deref() == Some(&digest(code))) else { return Ok(None) };
    let tx = db.begin_write().await?;
    let used = sign_in::Entity::update_many()
        .set(sign_in::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
        .filter(sign_in::Column::Id.eq(row.id))
        .filter(sign_in::Column::UsedAt.is_null())
        .exec(&tx)
        .await?;
    if used.rows_affected == 0 {
        return Ok(None);
    }
    let session = sessions::open_in(&tx, person, Way::Code, device, now).await?;
    tx.commit().await?;
    Ok(Some(session))
}

/// The person behind an address and the hash of their password, for the check that takes its time outside.
pub async fn password_of(db: &Db, email: &Email) -> Result<Option<(PersonId, String)>, DbErr> {
    let found = person::Entity::find().filter(person::Column::Email.eq(email.clone())).one(&db.read).await?;
    Ok(found.and_then(|p| p.password_hash.map(|hash| (p.id, hash))))
}

/// Forgets what can open nothing any more: a day after its end.
pub async fn forget_old(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    sign_in::Entity::delete_many().filter(sign_in::Column::ExpiresAt.lt(now - TimeDelta::days(1))).exec(&tx).await?;
    tx.commit().await
}

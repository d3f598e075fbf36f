//! Counters of attempts, as rows taken *before* the check, so that parallel tries and several instances are counted.

use super::{Db, DbErr, entities::attempt, secrets};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter};

/// What is limited, how often, in what time (`security.md` §1).
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// A word that names the door.
    pub door: &'static str,
    /// How many tries are allowed in the window.
    pub tries: i64,
    /// Length of the window, seconds.
    pub seconds: i64,
}

/// Sign-in letters per address.
pub const LETTERS_PER_ADDRESS: Limit = Limit { door: "letters-address", tries: 5, seconds: 3600 };
/// Sign-in letters per network: an office is one address.
pub const LETTERS_PER_NETWORK: Limit = Limit { door: "letters-network", tries: 60, seconds: 3600 };
/// Password tries per account; beyond, the password door alone closes: the link by mail stays.
pub const PASSWORDS_PER_ACCOUNT: Limit = Limit { door: "passwords", tries: 10, seconds: 900 };
/// Looks through links per network: a board meets behind one address.
pub const LOOKS_PER_NETWORK: Limit = Limit { door: "looks-network", tries: 120, seconds: 3600 };
/// Calendars read per network: programs ask every few minutes, those of a whole office from one address.
pub const CALENDARS_PER_NETWORK: Limit = Limit { door: "calendars-network", tries: 600, seconds: 3600 };
/// Requests through one sticker; beyond, they are kept and tell nobody.
pub const STICKERS_PER_CODE: Limit = Limit { door: "stickers-code", tries: 30, seconds: 3600 };
/// Requests through stickers per network, in the same way: an office is one address.
pub const STICKERS_PER_NETWORK: Limit = Limit { door: "stickers-network", tries: 60, seconds: 3600 };
/// Requests through stickers in all; beyond, they are refused.
pub const STICKERS_IN_ALL: Limit = Limit { door: "stickers", tries: 500, seconds: 3600 };
/// First letters to one address that nobody has confirmed: a sticker is no way to fill somebody's letter box.
pub const FIRST_LETTERS_PER_ADDRESS: Limit = Limit { door: "guest-letters", tries: 5, seconds: 3600 };
/// Messages of a guest in one request.
pub const GUEST_MESSAGES: Limit = Limit { door: "guest-messages", tries: 20, seconds: 3600 };
/// What comes with no token that opens, per network: programs of a whole office whose tokens have ended go on for a while.
pub const API_STRANGERS: Limit = Limit { door: "api-strangers", tries: 600, seconds: 3600 };
/// What comes at no address of agents, per network: agents of a whole office whose address was revoked go on for a while.
pub const AGENT_STRANGERS: Limit = Limit { door: "agent-strangers", tries: 600, seconds: 3600 };
/// Addresses outside that a person adds to requests: nobody makes a letter box of strangers out of it.
pub const OUTSIDE_ADDRESSES: Limit = Limit { door: "outside-addresses", tries: 20, seconds: 3600 };
/// Links sent again for one transfer: nobody fills the letter box of an organisation.
pub const TRANSFER_LINKS: Limit = Limit { door: "transfer-links", tries: 10, seconds: 3600 };
/// Exports per person.
pub const EXPORTS: Limit = Limit { door: "exports", tries: 10, seconds: 3600 };

/// Downloads of one's own data: exports leave them their right.
pub const OWN_DATA: Limit = Limit { door: "own-data", tries: 10, seconds: 3600 };

/// Counts one try of `who` at the door and says whether it is within the limit.
///
/// `who` is stored as a hash: the table names no address.
pub async fn allow(db: &Db, limit: Limit, who: &str, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let window_start = now.timestamp() - now.timestamp().rem_euclid(limit.seconds);
    let subject = secrets::digest(&format!("{}:{who}", limit.door));
    let row = attempt::Model { subject, window_start, tries: 1 };
    let tx = db.begin_write().await?;
    let counted = attempt::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([attempt::Column::Subject, attempt::Column::WindowStart])
                .value(attempt::Column::Tries, Expr::col((attempt::Entity, attempt::Column::Tries)).add(1))
                .to_owned(),
        )
        .exec_with_returning(&tx)
        .await?;
    tx.commit().await?;
    Ok(counted.tries <= limit.tries)
}

/// Forgets windows that ended more than a day ago.
pub async fn forget_old(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    attempt::Entity::delete_many().filter(attempt::Column::WindowStart.lt(now.timestamp() - 86_400)).exec(&tx).await?;
    tx.commit().await
}

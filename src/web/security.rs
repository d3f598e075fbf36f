//! `security.txt` (RFC 9116): whom to tell about a flaw of this installation.

use super::errors::Error;
use super::guards::Now;
use crate::config::Config;
use chrono::{Days, NaiveTime};
use rocket::{Route, State, get, routes};

pub fn routes() -> Vec<Route> {
    routes![contact]
}

/// Half a year ahead: RFC 9116 wants less than one, and the setting may change.
const LASTS: Days = Days::new(180);

/// Absent unless `PARCOMMUN_SECURITY_CONTACT` says whom to tell.
#[get("/.well-known/security.txt")]
fn contact(config: &State<Config>, now: Now) -> Result<String, Error> {
    let contact = config.security_contact.as_ref().ok_or(Error::NotFound)?;
    let end = now.at.date_naive().checked_add_days(LASTS).unwrap_or(now.today).and_time(NaiveTime::MIN);
    let own = config.public_url.as_str();
    Ok(format!(
        "Contact: {contact}\nExpires: {}Z\nPreferred-Languages: fr, en\nCanonical: {own}/.well-known/security.txt\n",
        end.format("%Y-%m-%dT%H:%M:%S")
    ))
}

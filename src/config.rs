//! What an installation sets, read once at start. A wrong setting is one clear line.

use crate::accessibility::Accessibility;
use crate::domain::people::Email;
use rocket::figment::Figment;
use rocket::figment::value::Value;
use serde::Deserialize;
use std::path::PathBuf;

/// The settings. Each is an environment variable of the same name in capitals, after `PARCOMMUN_`;
/// the database is `DATABASE_URL`.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite:var/parcommun.db` or `postgres://…`.
    pub database_url: String,
    /// Where files that the program makes live.
    pub data: PathBuf,
    /// The address under which people reach the product; every link starts with it.
    pub public_url: PublicUrl,
    pub mail: MailTransport,
    /// The address that letters come from.
    pub mail_from: Email,
    /// Whom to tell about a flaw, as `security.txt` gives it: `mailto:…` or `https://…`.
    pub security_contact: Option<String>,
    /// How many searches a person may make in a minute, on each instance (`security.md` §1).
    pub searches: u32,
    /// What is declared of accessibility.
    pub accessibility: Accessibility,
    /// The demonstration: letters can be read in the browser.
    pub demo: bool,
}

/// `https://…`, or `http://` on loopback, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Where letters go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailTransport {
    /// `smtp://user:password@host:587` (STARTTLS), `smtps://…` (TLS), plain to loopback alone.
    Smtp(String),
    /// `folder:PATH`: one file a letter.
    Folder(PathBuf),
    /// `memory`: kept while the program runs; for tests.
    Memory,
}

#[derive(Deserialize)]
struct Raw {
    database_url: Option<String>,
    data: Option<PathBuf>,
    public_url: Option<String>,
    mail: Option<String>,
    mail_from: Option<String>,
    security_contact: Option<String>,
    searches: Option<Value>,
    #[serde(default)]
    demo: bool,
    address: std::net::IpAddr,
    port: u16,
}

/// How many searches a person may make in a minute, unless it is set.
const USUAL_SEARCHES: u32 = 60;

/// Which setting is wrong, and why.
#[derive(Debug, thiserror::Error)]
#[error("{setting}: {reason}")]
pub struct WrongSetting {
    setting: &'static str,
    reason: String,
}

fn wrong(setting: &'static str, reason: impl Into<String>) -> WrongSetting {
    WrongSetting { setting, reason: reason.into() }
}

impl Config {
    /// Reads the settings from Rocket's figment, to which `main` has joined the environment.
    pub fn read(figment: &Figment) -> Result<Self, WrongSetting> {
        let raw: Raw = figment.extract().map_err(|e| wrong("settings", e.to_string()))?;
        let data = raw.data.unwrap_or_else(|| PathBuf::from("var"));
        let database_url = raw.database_url.unwrap_or_else(|| format!("sqlite:{}", data.join("parcommun.db").display()));
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
            return Err(wrong("DATABASE_URL", "starts neither with sqlite: nor with postgres:"));
        }
        let own = format!("http://{}:{}", raw.address, raw.port);
        let public_url = match raw.public_url {
            Some(text) => PublicUrl::parse(&text)?,
            None if raw.address.is_loopback() => PublicUrl(own),
            None => {
                return Err(wrong(
                    "PARCOMMUN_PUBLIC_URL",
                    "is not set; say under which https:// address people reach this installation",
                ));
            }
        };
        let mail = match raw.mail.as_deref() {
            None => MailTransport::Folder(data.join("letters")),
            Some(text) => MailTransport::parse(text)?,
        };
        let mail_from = match raw.mail_from {
            Some(text) => text.parse().map_err(|_| wrong("PARCOMMUN_MAIL_FROM", format!("{text:?} is not a mail address")))?,
            None if matches!(mail, MailTransport::Smtp(_)) => {
                return Err(wrong("PARCOMMUN_MAIL_FROM", "is not set; say from which address letters come"));
            }
            None => "parcommun@parcommun.example".parse().map_err(|_| wrong("PARCOMMUN_MAIL_FROM", "is not a mail address"))?,
        };
        let security_contact = raw.security_contact.as_deref().map(contact).transpose()?;
        let accessibility = Accessibility::read(&data).map_err(|reason| wrong("accessibility.toml", reason))?;
        let searches = raw.searches.map_or(Ok(USUAL_SEARCHES), |set| {
            let number = set.to_u128().and_then(|number| u32::try_from(number).ok()).filter(|number| *number > 0);
            number.ok_or_else(|| wrong("PARCOMMUN_SEARCHES", "is no number of searches a minute, 1 or more"))
        })?;
        Ok(Self { database_url, data, public_url, mail, mail_from, security_contact, searches, accessibility, demo: raw.demo })
    }
}

/// A mail address or an `https://` page, as RFC 9116 writes it.
fn contact(text: &str) -> Result<String, WrongSetting> {
    let address = text.strip_prefix("mailto:").unwrap_or(text);
    match (address.parse::<Email>(), text.starts_with("https://")) {
        (Ok(email), _) => Ok(format!("mailto:{email}")),
        (Err(_), true) if !text.contains(|c: char| c.is_whitespace() || c.is_control()) => Ok(text.to_owned()),
        _ => Err(wrong("PARCOMMUN_SECURITY_CONTACT", "is neither a mail address nor an https:// page")),
    }
}

impl PublicUrl {
    fn parse(text: &str) -> Result<Self, WrongSetting> {
        const SETTING: &str = "PARCOMMUN_PUBLIC_URL";
        let text = text.trim_end_matches('/');
        let host = |rest: &str| rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned();
        if let Some(rest) = text.strip_prefix("https://") {
            return match host(rest) {
                h if h.is_empty() || h != rest => Err(wrong(SETTING, "has no host, or a path after it")),
                _ => Ok(Self(text.to_owned())),
            };
        }
        let Some(rest) = text.strip_prefix("http://") else { return Err(wrong(SETTING, "does not start with https://")) };
        let name = rest.rsplit_once(':').map_or(rest, |(name, _)| name);
        match name {
            "localhost" | "127.0.0.1" | "[::1]" => Ok(Self(text.to_owned())),
            _ => Err(wrong(SETTING, "is plain http outside this machine; use https://")),
        }
    }

    /// The address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether cookies can be `Secure`.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl MailTransport {
    fn parse(text: &str) -> Result<Self, WrongSetting> {
        match text.split_once(':') {
            Some(("folder", path)) if !path.is_empty() => Ok(Self::Folder(path.into())),
            Some(("smtp" | "smtps", _)) => Ok(Self::Smtp(text.to_owned())),
            None if text == "memory" => Ok(Self::Memory),
            _ => Err(wrong("PARCOMMUN_MAIL", "is none of smtp://…, smtps://…, folder:PATH")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, String> {
        let figment = pairs.iter().fold(Figment::from(rocket::Config::default()), |f, (key, value)| f.merge((*key, *value)));
        Config::read(&figment).map_err(|e| e.to_string())
    }

    #[test]
    fn everything_has_a_default_on_loopback() {
        let config = read(&[]).expect("defaults");
        assert_eq!(config.public_url.as_str(), "http://127.0.0.1:8000");
        assert_eq!(config.database_url, "sqlite:var/parcommun.db");
        assert_eq!(config.mail, MailTransport::Folder("var/letters".into()));
    }

    #[test]
    fn a_wrong_setting_says_which_and_why() {
        for (pairs, names) in [
            (vec![("database_url", "mysql://x")], "DATABASE_URL"),
            (vec![("public_url", "http://parc.example")], "PARCOMMUN_PUBLIC_URL"),
            (vec![("public_url", "https://")], "PARCOMMUN_PUBLIC_URL"),
            (vec![("public_url", "https://parc.example/app")], "PARCOMMUN_PUBLIC_URL"),
            (vec![("address", "0.0.0.0")], "PARCOMMUN_PUBLIC_URL"),
            (vec![("mail", "pigeon")], "PARCOMMUN_MAIL"),
            (vec![("mail", "smtp://mail.example")], "PARCOMMUN_MAIL_FROM"),
            (vec![("security_contact", "http://x.example")], "PARCOMMUN_SECURITY_CONTACT"),
            (vec![("mail_from", "nobody")], "PARCOMMUN_MAIL_FROM"),
            (vec![("searches", "many")], "PARCOMMUN_SEARCHES"),
        ] {
            let refused = read(&pairs).expect_err("a wrong setting");
            assert!(refused.starts_with(names), "{refused}");
        }
    }
}

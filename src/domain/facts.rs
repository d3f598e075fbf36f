//! What there is to know of a structure's network and of what it depends on (`equipment.md` § 1): nine kinds, each a list of
//! fields. No field takes a password: a form says where it is kept.

mod gaps;
mod networks;

pub use gaps::{Gap, Known, TEST_MONTHS, gaps};
pub use networks::Range;

use super::vocabulary;
use super::words::is_deceptive;
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::IpAddr;

vocabulary! {
    /// What a fact is about.
    pub enum FactKind {
        Internet = "internet",
        Range = "range",
        Wifi = "wifi",
        /// What a machine does in the network.
        Device = "device",
        Backup = "backup",
        Domain = "domain",
        Account = "account",
        Supplier = "supplier",
        Procedure = "procedure",
    }
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One line, [`MOST_LINE`] characters at most.
    Line,
    /// Several lines, [`MOST_WORDS`] characters at most.
    Words,
    /// The same, in Markdown.
    Markdown,
    Day,
    /// A day that has come.
    PastDay,
    /// A range of addresses: `192.168.1.0/24`.
    Cidr,
    /// One IP address.
    Address,
    /// Some, one after the other.
    Addresses,
    /// Somebody of the structure, by id.
    Person,
    /// A machine of the structure, by id.
    Machine,
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
}

/// The longest line, in characters.
pub const MOST_LINE: usize = 160;
/// The longest text, in characters.
pub const MOST_WORDS: usize = 10_000;
/// How long a fact is fresh once somebody has read it.
pub const FRESH_MONTHS: u32 = 6;

const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}

const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

const NOTE: Field = field("note", Shape::Words);

const INTERNET: &[Field] = &[
    required("provider", Shape::Line),
    field("contract_number", Shape::Line),
    field("line_number", Shape::Line),
    field("technology", Shape::Choice(&["fibre", "dsl", "cable", "cellular", "satellite", "other"])),
    field("rates", Shape::Line),
    field("fixed_address", Shape::Address),
    field("support_phone", Shape::Line),
    field("signatory", Shape::Person),
    field("ends_on", Shape::Day),
    NOTE,
];
const RANGE: &[Field] = &[
    required("cidr", Shape::Cidr),
    field("gateway", Shape::Address),
    field("dhcp_from", Shape::Address),
    field("dhcp_to", Shape::Address),
    field("reserved", Shape::Words),
    NOTE,
];
const WIFI: &[Field] =
    &[field("purpose", Shape::Line), field("secret_kept", Shape::Line), field("key_holder", Shape::Person), NOTE];
const DEVICE: &[Field] = &[
    required("machine", Shape::Machine),
    field("addresses", Shape::Addresses),
    field("uplink", Shape::Machine),
    field("ports", Shape::Line),
    field("vlans", Shape::Line),
    field("services", Shape::Words),
    field("administrator", Shape::Person),
    field("outside_administrator", Shape::Line),
    NOTE,
];
const BACKUP: &[Field] = &[
    required("what", Shape::Line),
    field("kept_at", Shape::Line),
    field("how_often", Shape::Choice(&["continuous", "daily", "weekly", "monthly", "by_hand"])),
    field("last_success", Shape::PastDay),
    field("last_restore_test", Shape::PastDay),
    field("keeper", Shape::Person),
    NOTE,
];
const DOMAIN: &[Field] = &[
    field("registrar", Shape::Line),
    field("holder", Shape::Line),
    field("expires_on", Shape::Day),
    field("dns_host", Shape::Line),
    field("mail_host", Shape::Line),
    NOTE,
];
const ACCOUNT: &[Field] = &[
    field("address", Shape::Line),
    field("owner", Shape::Person),
    field("recovery_owner", Shape::Person),
    field("secret_kept", Shape::Line),
    NOTE,
];
const SUPPLIER: &[Field] = &[
    field("provides", Shape::Line),
    field("contact", Shape::Line),
    field("phone", Shape::Line),
    field("customer_number", Shape::Line),
    field("ends_on", Shape::Day),
    NOTE,
];
const PROCEDURE: &[Field] = &[required("words", Shape::Markdown)];

impl FactKind {
    /// What a form of this kind asks besides the name, in order.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Internet => INTERNET,
            Self::Range => RANGE,
            Self::Wifi => WIFI,
            Self::Device => DEVICE,
            Self::Backup => BACKUP,
            Self::Domain => DOMAIN,
            Self::Account => ACCOUNT,
            Self::Supplier => SUPPLIER,
            Self::Procedure => PROCEDURE,
        }
    }

    /// Whether it is at a site. A device is where its machine stands.
    pub const fn has_site(self) -> bool {
        matches!(self, Self::Internet | Self::Range | Self::Wifi | Self::Backup)
    }
}

/// What is said of a fact: the values of its fields by their name, none of them empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Details(BTreeMap<String, String>);

impl Details {
    /// What stands in a field; empty when nothing does.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A day of a field.
    pub fn day(&self, name: &str) -> Option<NaiveDate> {
        self.get(name).parse().ok()
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Details {
    fn from(values: [(&str, &str); N]) -> Self {
        Self(values.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }
}

/// A field that was typed so that it cannot be kept, with the key of the sentence that says why.
pub type Mistake = (&'static str, &'static str);

/// What was typed of a fact, field by field into values, or every mistake. `typed` says what stands in a field.
pub fn read<'t>(kind: FactKind, typed: impl Fn(&str) -> Option<&'t str>, today: NaiveDate) -> Result<Details, Vec<Mistake>> {
    let (mut details, mut mistakes) = (BTreeMap::new(), Vec::new());
    for field in kind.fields() {
        let text = typed(field.name).unwrap_or_default().replace("\r\n", "\n").replace(is_deceptive, "");
        let text = text.trim();
        if text.is_empty() {
            if field.required {
                mistakes.push((field.name, "mistake-required"));
            }
            continue;
        }
        match value(field.shape, text, today) {
            Ok(value) => _ = details.insert(field.name.to_owned(), value),
            Err(key) => mistakes.push((field.name, key)),
        }
    }
    let details = Details(details);
    mistakes.extend(outside(&details));
    if mistakes.is_empty() { Ok(details) } else { Err(mistakes) }
}

/// The addresses of a range that do not lie in it.
fn outside(details: &Details) -> Vec<Mistake> {
    let Ok(range) = details.get("cidr").parse::<Range>() else { return Vec::new() };
    let wrong = |name: &&'static str| details.get(name).parse::<IpAddr>().is_ok_and(|address| !range.holds(address));
    ["gateway", "dhcp_from", "dhcp_to"].iter().filter(|name| wrong(name)).map(|name| (*name, "fact-mistake-outside")).collect()
}

fn value(shape: Shape, text: &str, today: NaiveDate) -> Result<String, &'static str> {
    let within = |most: usize| if text.chars().count() > most { Err("mistake-too-long") } else { Ok(text.to_owned()) };
    match shape {
        Shape::Line if text.chars().any(char::is_control) => Err("mistake-one-line"),
        Shape::Line => within(MOST_LINE),
        Shape::Words | Shape::Markdown => {
            within(MOST_WORDS).map(|text| text.replace(|c: char| c.is_control() && c != '\n' && c != '\t', ""))
        }
        Shape::Day => day(text).map(|day| day.to_string()),
        Shape::PastDay => match day(text)? {
            to_come if to_come > today => Err("fact-mistake-to-come"),
            past => Ok(past.to_string()),
        },
        Shape::Cidr => text.parse::<Range>().map(|range| range.to_string()).map_err(|_| "fact-mistake-cidr"),
        Shape::Address => text.parse::<IpAddr>().map(|address| address.to_string()).map_err(|_| "fact-mistake-address"),
        Shape::Addresses => addresses(text),
        // Whether it is of the structure is the store's to find out.
        Shape::Person | Shape::Machine => {
            text.parse::<uuid::Uuid>().ok().filter(|id| !id.is_nil()).map(|id| id.to_string()).ok_or("mistake-choice")
        }
        Shape::Choice(words) => words.contains(&text).then(|| text.to_owned()).ok_or("mistake-choice"),
    }
}

/// As browsers send a day, or as people type it.
fn day(text: &str) -> Result<NaiveDate, &'static str> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"));
    day.ok().filter(|day| (2000..2200).contains(&day.year())).ok_or("mistake-day")
}

/// Addresses with blanks, commas or line ends between them, each once.
fn addresses(text: &str) -> Result<String, &'static str> {
    if text.chars().count() > MOST_LINE * 4 {
        return Err("mistake-too-long");
    }
    let mut all: Vec<String> = Vec::new();
    for part in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|part| !part.is_empty()) {
        let address = part.parse::<IpAddr>().map_err(|_| "fact-mistake-address")?.to_string();
        if !all.contains(&address) {
            all.push(address);
        }
    }
    Ok(all.join(", "))
}

/// Whether nobody has read a fact for [`FRESH_MONTHS`] months.
pub fn is_stale(reviewed_on: NaiveDate, today: NaiveDate) -> bool {
    reviewed_on.checked_add_months(Months::new(FRESH_MONTHS)).is_some_and(|until| until < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-03-24".parse().expect("a day")
    }

    fn typed(kind: FactKind, values: &[(&'static str, &'static str)]) -> Result<Details, Vec<Mistake>> {
        read(kind, |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value), today())
    }

    #[test]
    fn names_of_fields_are_asked_once_a_kind_and_none_takes_a_secret() {
        for kind in FactKind::ALL {
            let names: Vec<&str> = kind.fields().iter().map(|field| field.name).collect();
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), names.len(), "{kind}");
            assert!(!names.iter().any(|name| name.contains("password") || *name == "key" || *name == "secret"), "{kind}");
        }
    }

    #[test]
    fn what_is_required_is_said_to_be_missing() {
        assert_eq!(typed(FactKind::Backup, &[("what", "  ")]), Err(vec![("what", "mistake-required")]));
        assert_eq!(typed(FactKind::Account, &[]), Ok(Details::default()));
    }

    #[test]
    fn days_are_read_as_people_type_them_and_a_test_is_not_of_tomorrow() {
        let of = |day| typed(FactKind::Backup, &[("what", "Tout"), ("last_restore_test", day)]);
        assert_eq!(of("12/03/2026").map(|details| details.day("last_restore_test")), Ok("2026-03-12".parse().ok()));
        assert_eq!(of("2026-03-25"), Err(vec![("last_restore_test", "fact-mistake-to-come")]));
        assert_eq!(of("31/02/2026"), Err(vec![("last_restore_test", "mistake-day")]));
    }

    #[test]
    fn a_range_holds_its_gateway() {
        let of = |gateway| typed(FactKind::Range, &[("cidr", "192.168.1.17/24"), ("gateway", gateway)]);
        assert_eq!(of("192.168.1.1").map(|details| details.get("cidr").to_owned()), Ok("192.168.1.0/24".to_owned()));
        assert_eq!(of("192.168.2.1"), Err(vec![("gateway", "fact-mistake-outside")]));
        assert_eq!(of("le routeur"), Err(vec![("gateway", "fact-mistake-address")]));
        assert_eq!(typed(FactKind::Range, &[("cidr", "192.168.1.0")]), Err(vec![("cidr", "fact-mistake-cidr")]));
    }

    #[test]
    fn addresses_are_read_however_they_are_set_apart() {
        let id = "01900000-0000-7000-8000-000000000001";
        let details = typed(FactKind::Device, &[("machine", id), ("addresses", "192.168.1.2, fe80::1\n192.168.1.2;")]);
        assert_eq!(details.map(|details| details.get("addresses").to_owned()), Ok("192.168.1.2, fe80::1".to_owned()));
        assert_eq!(typed(FactKind::Device, &[("machine", "la box")]), Err(vec![("machine", "mistake-choice")]));
    }

    #[test]
    fn a_choice_is_one_of_its_words() {
        assert!(typed(FactKind::Backup, &[("what", "Tout"), ("how_often", "daily")]).is_ok());
        assert!(typed(FactKind::Backup, &[("what", "Tout"), ("how_often", "sometimes")]).is_err());
    }

    #[test]
    fn six_months_later_a_page_is_old() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        assert!(!is_stale(day("2025-09-24"), today()));
        assert!(is_stale(day("2025-09-23"), today()));
    }
}

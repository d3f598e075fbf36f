//! What comes in addresses and forms, parsed once at the edge straight into domain values.
//!
//! A mistake of a field carries the key of its sentence (`locales/*/mistakes.ftl`).

mod register;

use crate::domain::calendar::{DayHours, Holidays};
use crate::domain::chain::{
    Barrier, Check, DataSaved, Found, HiddenArea, Hold, Intent, Letter, LineOutcome, Method, TriageOutcome, Verification,
};
use crate::domain::costs::subsidies::Basis;
use crate::domain::costs::{Key, LineKind};
use crate::domain::equipment::{ComponentKind, EquipmentKind, MediumKind, Origin};
use crate::domain::help_sheets::Reach;
use crate::domain::hours::Code;
use crate::domain::ids::{
    AbsenceId, AccessTokenId, AttachmentId, BoardRightId, CalendarFeedId, CannedAnswerId, CategoryId, CertificateId, ComponentId,
    CostLineId, DraftFileId, EntryId, EquipmentId, FactId, GiftId, GrantId, HelpSheetId, ImportId, InventoryId, InventoryTokenId,
    LookLinkId, MediumId, MembershipId, MessageId, OrgId, OutageId, PaymentId, PersonId, PhotoId, QuestionId, SanitisationId,
    SavedViewId, SeriesId, SessionId, SiteId, StructureId, SubsidyId, TaskId, TicketBatchId, TicketId, TransferId, UnreadableId,
    VisitId,
};
use crate::domain::imports;
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::inventories::Field;
use crate::domain::money::{Cents, CentsError};
use crate::domain::organisations::{OrganisationKind, RegistrationNumber};
use crate::domain::payments::Means;
use crate::domain::people::{Duty, Email, Language, Role, TokenRight};
use crate::domain::series::Frequency;
use crate::domain::tickets::delays::Target;
use crate::domain::tickets::{Impact, Outcome, Part, Priority, Urgency};
use crate::domain::time::{Minutes, Month, MonthError};
use crate::domain::weights::Grams;
use crate::domain::words::is_deceptive;
use crate::store::secrets::Secret;
use chrono::NaiveDate;
use rocket::form::{self, FromFormField, ValueField};
use rocket::http::uri::fmt::{Formatter, FromUriParam, Path, Query, UriDisplay};
use rocket::request::FromParam;
use std::convert::Infallible;
use uuid::Uuid;

/// Ids in addresses. Text that is no id becomes the id of nothing: a page that is not there is a 404, whatever was typed.
macro_rules! ids_in_addresses {
    ($($id:ident),+ $(,)?) => { $(
        impl FromParam<'_> for $id {
            type Error = Infallible;

            fn from_param(text: &str) -> Result<Self, Infallible> {
                Ok(text.parse().unwrap_or(Self(Uuid::nil())))
            }
        }

        impl UriDisplay<Path> for $id {
            fn fmt(&self, f: &mut Formatter<'_, Path>) -> std::fmt::Result {
                f.write_value(self.to_string())
            }
        }

        impl UriDisplay<Query> for $id {
            fn fmt(&self, f: &mut Formatter<'_, Query>) -> std::fmt::Result {
                f.write_value(self.to_string())
            }
        }

        rocket::http::impl_from_uri_param_identity!([Path] $id);
        rocket::http::impl_from_uri_param_identity!([Query] $id);
    )+ };
}
ids_in_addresses!(
    AbsenceId,
    CannedAnswerId,
    CategoryId,
    AttachmentId,
    BoardRightId,
    CostLineId,
    EntryId,
    EquipmentId,
    PhotoId,
    ComponentId,
    MediumId,
    FactId,
    ImportId,
    HelpSheetId,
    LookLinkId,
    MembershipId,
    MessageId,
    OrgId,
    OutageId,
    PaymentId,
    PersonId,
    SessionId,
    SiteId,
    StructureId,
    SubsidyId,
    TicketId,
    TransferId,
    GiftId,
    GrantId,
    QuestionId,
    SeriesId,
    TaskId,
    VisitId,
    CalendarFeedId,
    AccessTokenId,
    SavedViewId,
    TicketBatchId,
    InventoryId,
    InventoryTokenId,
    UnreadableId,
    SanitisationId,
    CertificateId
);

/// Values whose words in forms are those of their `FromStr`; the key is what is said when they are not.
macro_rules! words_in_forms {
    ($($value:ty => $mistake:literal),+ $(,)?) => { $(
        impl<'v> FromFormField<'v> for $value {
            fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
                field.value.trim().parse().map_err(|_| mistake($mistake))
            }
        }
    )+ };
}
words_in_forms! {
    Language => "mistake-choice",
    Role => "mistake-choice",
    Duty => "mistake-choice",
    TokenRight => "mistake-choice",
    EquipmentKind => "mistake-choice",
    imports::Target => "mistake-choice",
    Field => "mistake-choice",
    ComponentKind => "mistake-choice",
    Origin => "mistake-choice",
    MediumKind => "mistake-choice",
    Urgency => "mistake-choice",
    Part => "mistake-choice",
    Impact => "mistake-choice",
    Priority => "mistake-choice",
    Outcome => "mistake-choice",
    Key => "mistake-choice",
    Basis => "mistake-choice",
    Means => "mistake-choice",
    Kind => "mistake-choice",
    NotCharged => "mistake-choice",
    Minutes => "mistake-minutes",
    DayHours => "mistake-day-hours",
    Holidays => "mistake-choice",
    Reach => "mistake-choice",
    Target => "mistake-target",
    Frequency => "mistake-choice",
    DataSaved => "mistake-choice",
    Hold => "mistake-choice",
    Letter => "mistake-choice",
    TriageOutcome => "mistake-choice",
    Method => "mistake-choice",
    Verification => "mistake-choice",
    HiddenArea => "mistake-choice",
    Intent => "mistake-choice",
    LineOutcome => "mistake-choice",
    Barrier => "mistake-choice",
    Check => "mistake-choice",
    Found => "mistake-choice",
    Grams => "transfer-mistake-weight",
    OrganisationKind => "mistake-choice",
    RegistrationNumber => "organisation-mistake-registration",
    Code => "structures-mistake-code",
}

/// Ids in forms: choices, or keys that were made with the form. The id of nothing is neither.
macro_rules! ids_in_forms {
    ($($id:ident),+ $(,)?) => { $(
        impl<'v> FromFormField<'v> for $id {
            fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
                let id: Option<Self> = field.value.trim().parse().ok();
                id.filter(|id| !id.0.is_nil()).ok_or_else(|| mistake("mistake-choice"))
            }
        }
    )+ };
}
ids_in_forms!(
    CategoryId,
    DraftFileId,
    StructureId,
    PersonId,
    EquipmentId,
    PhotoId,
    ComponentId,
    MediumId,
    FactId,
    ImportId,
    SiteId,
    TicketId,
    TransferId,
    MessageId,
    EntryId,
    GiftId,
    GrantId,
    PaymentId,
    SubsidyId,
    CostLineId,
    CannedAnswerId,
    HelpSheetId,
    OrgId,
    OutageId,
    TaskId,
    VisitId,
    SavedViewId,
    TicketBatchId,
    SanitisationId,
);

/// The error of a field: the key of its sentence.
pub fn mistake<'v>(key: &'static str) -> form::Errors<'v> {
    form::Error::validation(key).into()
}

/// A kind of cost that people enter: subsidies are written from their own page.
impl<'v> FromFormField<'v> for LineKind {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let kind = field.value.trim().parse().ok().filter(|kind| *kind != LineKind::Subsidy);
        kind.ok_or_else(|| mistake("mistake-choice"))
    }
}

/// An address that a letter can reach.
impl<'v> FromFormField<'v> for Email {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let address: Option<Self> = field.value.trim().parse().ok();
        address.filter(|address| !address.is_nobodys()).ok_or_else(|| mistake("mistake-email"))
    }
}

/// A telephone number as people type it: digits enough, with what is put between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(pub String);

impl<'v> FromFormField<'v> for Phone {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let text = field.value.trim();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let plain = text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '(' | ')' | '/'));
        if (8..=15).contains(&digits) && plain && text.len() <= 40 {
            Ok(Self(text.to_owned()))
        } else {
            Err(mistake("mistake-phone"))
        }
    }
}

/// A secret that was made with the form.
impl<'v> FromFormField<'v> for Secret {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        Self::brought_back(field.value.trim()).ok_or_else(|| mistake("mistake-choice"))
    }
}

/// An amount of money as people type it: `1 234,56`, `27.5 €`.
impl<'v> FromFormField<'v> for Cents {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        field.value.parse().map_err(|why| {
            mistake(match why {
                CentsError::Empty => "mistake-amount-empty",
                CentsError::Unreadable => "mistake-amount",
                CentsError::TooPrecise => "mistake-amount-precise",
                CentsError::TooLarge => "mistake-amount-large",
            })
        })
    }
}

/// A month: `2026-03` as `<input type="month">` sends it, or `03/2026` as people type it where the browser has no such
/// field. Far centuries are typing mistakes, and would have every month until then computed.
impl<'v> FromFormField<'v> for Month {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let text = field.value.trim();
        let turned = text.split_once('/').and_then(|(month, year)| format!("{year}-{month:0>2}").parse().ok());
        let month = turned.or_else(|| text.parse::<Month>().ok());
        month.filter(|month| (2000..2200).contains(&month.year())).ok_or_else(|| mistake("mistake-month"))
    }
}

/// A month in an address: `?month=2026-03`; what is no month is no parameter.
impl UriDisplay<Query> for Month {
    fn fmt(&self, f: &mut Formatter<'_, Query>) -> std::fmt::Result {
        f.write_value(self.to_string())
    }
}
rocket::http::impl_from_uri_param_identity!([Query] Month);

/// A month as a part of an address: `/statements/2026-03`.
impl FromParam<'_> for Month {
    type Error = MonthError;

    fn from_param(text: &str) -> Result<Self, MonthError> {
        text.parse()
    }
}

impl UriDisplay<Path> for Month {
    fn fmt(&self, f: &mut Formatter<'_, Path>) -> std::fmt::Result {
        f.write_value(self.to_string())
    }
}
rocket::http::impl_from_uri_param_identity!([Path] Month);

/// One line of text: trimmed, not empty, without control characters nor what cannot be seen, at most `MOST` characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<const MOST: usize = 120>(pub String);

impl<'v, const MOST: usize> FromFormField<'v> for Line<MOST> {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let text = field.value.replace(is_deceptive, "");
        let text = text.trim();
        match text.chars().count() {
            0 => Err(mistake("mistake-required")),
            count if count > MOST => Err(mistake("mistake-too-long")),
            _ if text.chars().any(char::is_control) => Err(mistake("mistake-one-line")),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

/// Text of several lines: trimmed, not empty, at most 10,000 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(pub String);

/// The longest reason that work is corrected, taken back or not counted for, in characters.
pub const MOST_REASON: usize = 300;

/// The longest text that a message may have, in characters.
pub const MOST_WORDS: usize = 10_000;

impl<'v> FromFormField<'v> for Words {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let text = field.value.replace("\r\n", "\n");
        let text = text.trim();
        match text.chars().count() {
            0 => Err(mistake("mistake-words")),
            count if count > MOST_WORDS => Err(mistake("mistake-too-long")),
            _ => Ok(Self(text.replace(|c: char| c.is_control() && c != '\n' && c != '\t', ""))),
        }
    }
}

/// A field that may stay empty. Unlike `Option`, what is typed and wrong is a mistake, not an absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maybe<T>(pub Option<T>);

impl<'v, T: FromFormField<'v>> FromFormField<'v> for Maybe<T> {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        if field.value.trim().is_empty() {
            return Ok(Self(None));
        }
        T::from_value(field).map(|value| Self(Some(value)))
    }

    fn default() -> Option<Self> {
        Some(Self(None))
    }
}

impl<const MOST: usize> Maybe<Line<MOST>> {
    /// The line, or an empty text.
    pub fn or_empty(self) -> String {
        self.0.map(|line| line.0).unwrap_or_default()
    }
}

impl Maybe<Words> {
    /// The words, or an empty text.
    pub fn or_empty(self) -> String {
        self.0.map(|words| words.0).unwrap_or_default()
    }
}

/// A local day: `2026-03-12` as `<input type="date">` sends it, or `12/03/2026` as people type it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

impl<'v> FromFormField<'v> for Day {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let text = field.value.trim();
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"));
        day.ok().filter(|day| (2000..2200).contains(&chrono::Datelike::year(day))).map(Self).ok_or_else(|| mistake("mistake-day"))
    }
}

/// A day as a part of an address: `/calendar/days/2026-12-24`.
impl FromParam<'_> for Day {
    type Error = chrono::ParseError;

    fn from_param(text: &str) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl UriDisplay<Path> for Day {
    fn fmt(&self, f: &mut Formatter<'_, Path>) -> std::fmt::Result {
        f.write_value(self.0.to_string())
    }
}
rocket::http::impl_from_uri_param_identity!([Path] Day);

/// A time of day in minutes after midnight: `14:30`, `14h30`, `14 h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay(pub u32);

impl TimeOfDay {
    pub fn read(typed: &str) -> Option<Self> {
        let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.to_lowercase().replace('h', ":");
        let (hours, minutes) = text.split_once(':').unwrap_or((&text, ""));
        let minutes = if minutes.is_empty() { "0" } else { minutes.split(':').next().unwrap_or("0") };
        match (hours.parse::<u32>(), minutes.parse::<u32>()) {
            (Ok(hours @ 0..24), Ok(minutes @ 0..60)) => Some(Self(hours * 60 + minutes)),
            _ => None,
        }
    }
}

impl<'v> FromFormField<'v> for TimeOfDay {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        Self::read(field.value).ok_or_else(|| mistake("mistake-time"))
    }
}

/// A number of hours: `3`, `3 h`, `1,5 h`, `1 h 30`. Where hours alone are asked, a bare number is hours, not minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours(pub Minutes);

impl<'v> FromFormField<'v> for Hours {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        hours(field.value).map(Self).ok_or_else(|| mistake("mistake-hours"))
    }
}

fn hours(typed: &str) -> Option<Minutes> {
    let typed = typed.trim();
    let bare = !typed.is_empty() && typed.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    if bare { format!("{typed} h").parse().ok() } else { typed.parse().ok() }
}

/// A number of per cent, whole: `50`, `50 %`. Stored per mille.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent(pub i64);

impl Percent {
    pub const fn permille(self) -> i64 {
        self.0 * 10
    }
}

impl<'v> FromFormField<'v> for Percent {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        let text: String = field.value.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
        match text.parse::<i64>() {
            Ok(percent @ 0..=1000) => Ok(Self(percent)),
            _ => Err(mistake("mistake-percent")),
        }
    }
}

/// A whole number between two bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole<const LEAST: i64, const MOST: i64>(pub i64);

impl<'v, const LEAST: i64, const MOST: i64> FromFormField<'v> for Whole<LEAST, MOST> {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        match field.value.trim().parse::<i64>() {
            Ok(number) if (LEAST..=MOST).contains(&number) => Ok(Self(number)),
            _ => Err(mistake("mistake-number")),
        }
    }
}

/// A month of an address, `None` when it is absent or no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthParam(pub Month);

impl<'v> FromFormField<'v> for MonthParam {
    fn from_value(field: ValueField<'v>) -> form::Result<'v, Self> {
        Month::from_value(field).map(Self)
    }
}

impl UriDisplay<Query> for MonthParam {
    fn fmt(&self, f: &mut Formatter<'_, Query>) -> std::fmt::Result {
        f.write_value(self.0.to_string())
    }
}

impl FromUriParam<Query, Month> for MonthParam {
    type Target = MonthParam;

    fn from_uri_param(month: Month) -> MonthParam {
        MonthParam(month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_hours_are_asked_a_bare_number_is_hours() {
        for (typed, minutes) in [("3", 180), ("3 h", 180), ("1,5", 90), ("1,5 h", 90), ("1h30", 90), ("45 min", 45), ("0", 0)] {
            assert_eq!(hours(typed), Some(Minutes(minutes)), "{typed:?}");
        }
        for typed in ["", " ", ",", "trois", "-3", "1.2.3", "745"] {
            assert_eq!(hours(typed), None, "{typed:?}");
        }
    }

    /// FreeScout CVE-2026-27636: a name that reads as another, or as nothing.
    #[test]
    fn a_line_holds_nothing_that_deceives() {
        let read = |typed| Line::<20>::from_value(ValueField::from_value(typed)).ok().map(|line| line.0);
        assert_eq!(read("Sam\u{202e}arim\u{200b}a").as_deref(), Some("Samarima"));
        assert_eq!(read("👩\u{200d}🔧 Awa").as_deref(), Some("👩\u{200d}🔧 Awa"), "letters that are joined stay so");
        for nothing in ["\u{200b}", "\u{feff}\u{2060} ", "a\0b", "a\nb"] {
            assert_eq!(read(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_month_is_read_as_browsers_send_it_and_as_people_type_it() {
        let read = |typed| Month::from_value(ValueField::from_value(typed)).ok().map(|month| month.to_string());
        for (typed, month) in [("2026-03", "2026-03"), ("03/2026", "2026-03"), ("3/2026", "2026-03"), (" 2026-12 ", "2026-12")] {
            assert_eq!(read(typed).as_deref(), Some(month), "{typed:?}");
        }
        for typed in ["", "2026", "13/2026", "0001-01", "9999-12", "mars", "/", "2026-3"] {
            assert_eq!(read(typed), None, "{typed:?}");
        }
    }
}

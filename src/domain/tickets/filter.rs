//! What a list of tickets shows and in which order, as an address says it: `state=waiting&assignee=me&since=7d`.
//!
//! A filter is read from the pairs of an address and writes itself back in one canonical way. What is not a word of these is
//! refused, never guessed: an address, and a view that was saved, hold what anybody may have typed.

use super::{Channel, Priority};
use crate::domain::ids::{CategoryId, EquipmentId, PersonId, SiteId, StructureId};
use crate::domain::time::start_of;
use crate::domain::vocabulary;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use std::fmt::Write as _;

vocabulary! {
    /// In which state the tickets of a list are.
    pub enum Stage {
        /// In any but the last.
        Open = "open",
        Received = "received",
        InHand = "in_hand",
        Waiting = "waiting",
        Settled = "settled",
        All = "all",
    }
}

vocabulary! {
    /// In which order.
    pub enum Sort {
        /// Open ones: blocked people first, then the oldest. Others: the latest received first.
        Usual = "usual",
        Oldest = "oldest",
        Newest = "newest",
        /// The latest changed first.
        Changed = "changed",
    }
}

/// Who has the tickets of a list in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InHandOf {
    /// Whoever looks: a shared view is each one's own.
    Me,
    Nobody,
    Somebody(PersonId),
}

/// A day that is said once and for all, or that moves with today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Day(NaiveDate),
    /// So many days ago.
    DaysAgo(u16),
    ThisMonth,
    LastMonth,
}

/// The most days that a moving bound goes back: ten years.
const MOST_DAYS: u16 = 3660;

impl Bound {
    /// The first and the last day that are meant, on a day.
    fn days(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let one = |day| (day, day);
        let month = |first: NaiveDate| Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?));
        let this_month = today.with_day(1)?;
        match self {
            Self::Day(day) => Some(one(day)),
            Self::DaysAgo(days) => today.checked_sub_days(Days::new(u64::from(days))).map(one),
            Self::ThisMonth => month(this_month),
            Self::LastMonth => month(this_month.checked_sub_months(Months::new(1))?),
        }
    }
}

impl std::str::FromStr for Bound {
    type Err = UnknownFilter;

    fn from_str(text: &str) -> Result<Self, UnknownFilter> {
        match text {
            "this-month" => return Ok(Self::ThisMonth),
            "last-month" => return Ok(Self::LastMonth),
            _ => {}
        }
        if let Some(days) = text.strip_suffix('d') {
            let plain = days.bytes().all(|byte| byte.is_ascii_digit());
            let days = days.parse().ok().filter(|days| plain && *days <= MOST_DAYS);
            return days.map(Self::DaysAgo).ok_or(UnknownFilter);
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        day.filter(|day| (2000..2200).contains(&day.year())).map(Self::Day).ok_or(UnknownFilter)
    }
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::DaysAgo(days) => write!(f, "{days}d"),
            Self::ThisMonth => f.write_str("this-month"),
            Self::LastMonth => f.write_str("last-month"),
        }
    }
}

impl std::str::FromStr for InHandOf {
    type Err = UnknownFilter;

    fn from_str(text: &str) -> Result<Self, UnknownFilter> {
        match text {
            "me" => Ok(Self::Me),
            "nobody" => Ok(Self::Nobody),
            id => id.parse().map(Self::Somebody).map_err(|_| UnknownFilter),
        }
    }
}

impl std::fmt::Display for InHandOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Me => f.write_str("me"),
            Self::Nobody => f.write_str("nobody"),
            Self::Somebody(person) => write!(f, "{person}"),
        }
    }
}

/// Something in an address that is no filter of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a filter of tickets")]
pub struct UnknownFilter;

/// What a list of tickets shows. Nothing said: what the list shows usually.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TicketFilter {
    pub stage: Option<Stage>,
    pub in_hand_of: Option<InHandOf>,
    pub structure: Option<StructureId>,
    pub priority: Option<Priority>,
    pub channel: Option<Channel>,
    pub category: Option<CategoryId>,
    /// Received on that day or later; of a month, from its first day.
    pub since: Option<Bound>,
    /// Received on that day or before; of a month, to its last day.
    pub until: Option<Bound>,
    /// A delay is over.
    pub late: bool,
    /// About that machine, whatever else.
    pub machine: Option<EquipmentId>,
    /// At that site.
    pub site: Option<SiteId>,
    pub sort: Option<Sort>,
}

/// The longest filter that is written: what is longer was not written here.
const LONGEST: usize = 450;

impl TicketFilter {
    /// Reads the pairs of an address. An empty value says nothing, as a form sends it; a key twice, a key or a word that is
    /// not known, refuse the whole.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, UnknownFilter> {
        let mut filter = Self::default();
        for (key, value) in pairs {
            if !value.is_empty() {
                filter.take(key, value)?;
            } else if !KEYS.contains(&key) {
                return Err(UnknownFilter);
            }
        }
        Ok(filter)
    }

    /// Reads what [`Self::written`] wrote.
    pub fn of_text(text: &str) -> Result<Self, UnknownFilter> {
        if text.len() > LONGEST {
            return Err(UnknownFilter);
        }
        let pairs: Option<Vec<_>> = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=')).collect();
        Self::read(pairs.ok_or(UnknownFilter)?)
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), UnknownFilter> {
        match key {
            "state" => once(&mut self.stage, value),
            "assignee" => once(&mut self.in_hand_of, value),
            "structure" => once(&mut self.structure, value),
            "priority" => once(&mut self.priority, value),
            "channel" => once(&mut self.channel, value),
            "category" => once(&mut self.category, value),
            "since" => once(&mut self.since, value),
            "until" => once(&mut self.until, value),
            // A day that is typed says it better than a choice beside it.
            "since_day" => typed_day(value).map(|day| self.since = Some(day)),
            "until_day" => typed_day(value).map(|day| self.until = Some(day)),
            "machine" => once(&mut self.machine, value),
            "site" => once(&mut self.site, value),
            "sort" => once(&mut self.sort, value),
            "late" if value == "true" && !self.late => {
                self.late = true;
                Ok(())
            }
            _ => Err(UnknownFilter),
        }
    }

    /// The one way to write it: letters, digits, `=`, `&`, `-`, `_` alone, so that nothing is to be escaped in an address.
    pub fn written(&self) -> String {
        let mut text = String::new();
        let mut write = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                let and = if text.is_empty() { "" } else { "&" };
                // Writing into a string never fails.
                let _ = write!(text, "{and}{key}={value}");
            }
        };
        write("state", self.stage.map(|stage| stage.to_string()));
        write("assignee", self.in_hand_of.map(|who| who.to_string()));
        write("structure", self.structure.map(|id| id.to_string()));
        write("priority", self.priority.map(|priority| priority.to_string()));
        write("channel", self.channel.map(|channel| channel.to_string()));
        write("category", self.category.map(|id| id.to_string()));
        write("since", self.since.map(|bound| bound.to_string()));
        write("until", self.until.map(|bound| bound.to_string()));
        write("late", self.late.then(|| "true".to_owned()));
        write("machine", self.machine.map(|id| id.to_string()));
        write("site", self.site.map(|id| id.to_string()));
        write("sort", self.sort.map(|sort| sort.to_string()));
        text
    }

    /// Between which instants the tickets were received, on a day: from the first, before the second.
    pub fn received(&self, today: NaiveDate, zone: Tz) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let first = self.since.and_then(|bound| bound.days(today)).map(|(first, _)| first);
        let after = self.until.and_then(|bound| bound.days(today)).and_then(|(_, last)| last.succ_opt());
        let start = |day: NaiveDate| start_of(day, 0, zone);
        (first.and_then(start), after.and_then(start))
    }

    /// In which order, where the list shows `usually` when no state is said.
    pub fn order(&self, usually: Stage) -> Order {
        let open = !matches!(self.stage.unwrap_or(usually), Stage::Settled | Stage::All);
        match self.sort.unwrap_or(Sort::Usual) {
            Sort::Usual if open => Order::BlockedFirst,
            Sort::Usual | Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
            Sort::Changed => Order::Changed,
        }
    }

    /// Whether it asks for nothing but the usual list.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// In which order rows come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    BlockedFirst,
    Oldest,
    Newest,
    Changed,
}

/// What a form of filters may send.
const KEYS: [&str; 14] = [
    "state",
    "assignee",
    "structure",
    "priority",
    "channel",
    "category",
    "since",
    "until",
    "since_day",
    "until_day",
    "late",
    "machine",
    "site",
    "sort",
];

fn once<T: std::str::FromStr>(place: &mut Option<T>, value: &str) -> Result<(), UnknownFilter> {
    if place.is_some() {
        return Err(UnknownFilter);
    }
    *place = Some(value.parse().map_err(|_| UnknownFilter)?);
    Ok(())
}

fn typed_day(value: &str) -> Result<Bound, UnknownFilter> {
    match value.parse()? {
        day @ Bound::Day(_) => Ok(day),
        _ => Err(UnknownFilter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::option::of as maybe;
    use proptest::prelude::*;
    use proptest::sample::select;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn days() -> impl Strategy<Value = NaiveDate> {
        (0_u64..73_000).prop_map(|days| day("2000-01-01") + Days::new(days))
    }

    fn bounds() -> impl Strategy<Value = Bound> {
        prop_oneof![
            days().prop_map(Bound::Day),
            (0..=MOST_DAYS).prop_map(Bound::DaysAgo),
            Just(Bound::ThisMonth),
            Just(Bound::LastMonth)
        ]
    }

    fn whoever() -> impl Strategy<Value = InHandOf> {
        let somebody = any::<u128>().prop_map(|id| InHandOf::Somebody(PersonId(Uuid::from_u128(id))));
        prop_oneof![Just(InHandOf::Me), Just(InHandOf::Nobody), somebody]
    }

    prop_compose! {
        fn filters()(
            stage in maybe(select(Stage::ALL)),
            in_hand_of in maybe(whoever()),
            structure in maybe(any::<u128>().prop_map(|id| StructureId(Uuid::from_u128(id)))),
            priority in maybe(select(Priority::ALL)),
            channel in maybe(select(Channel::ALL)),
            category in maybe(any::<u128>().prop_map(|id| CategoryId(Uuid::from_u128(id)))),
            since in maybe(bounds()),
            until in maybe(bounds()),
            late in any::<bool>(),
            machine in maybe(any::<u128>().prop_map(|id| EquipmentId(Uuid::from_u128(id)))),
            site in maybe(any::<u128>().prop_map(|id| SiteId(Uuid::from_u128(id)))),
            sort in maybe(select(Sort::ALL)),
        ) -> TicketFilter {
            TicketFilter { stage, in_hand_of, structure, priority, channel, category, since, until, late, machine, site, sort }
        }
    }

    #[test]
    fn an_address_is_read_and_a_form_leaves_fields_empty() {
        let pairs = [("state", "waiting"), ("assignee", "me"), ("structure", ""), ("since", "7d"), ("since_day", "")];
        let filter = TicketFilter::read(pairs).expect("a filter");
        assert_eq!(filter.written(), "state=waiting&assignee=me&since=7d");
        let typed = TicketFilter::read([("since", "7d"), ("since_day", "2026-03-02"), ("late", "true")]).expect("a filter");
        assert_eq!(typed.written(), "since=2026-03-02&late=true", "a day that is typed says it better");
    }

    /// GLPI CVE-2026-53629, osTicket CVE-2018-7193: what is no word of a filter reaches no query.
    #[test]
    fn cve_2026_53629_what_is_not_known_is_refused_whole() {
        for text in [
            "state=' OR 1=1--",
            "state=open&state=open",
            "order=1",
            "sort=received_at;DROP TABLE ticket",
            "assignee=999999999999999999999",
            "since=hier",
            "since=+7d",
            "since=9999d",
            "since=1999-12-31",
            "since_day=7d",
            "late=1",
            "state[]=open",
            "state",
            "machine=../../etc/passwd",
            "x=",
        ] {
            assert_eq!(TicketFilter::of_text(text), Err(UnknownFilter), "{text}");
        }
        assert_eq!(TicketFilter::of_text(&"state=&".repeat(100)), Err(UnknownFilter));
    }

    #[test]
    fn days_that_move_are_those_of_today() {
        let paris = chrono_tz::Europe::Paris;
        let received = |text: &str, today: &str| TicketFilter::of_text(text).expect("a filter").received(day(today), paris);
        let at = |text: &str| Some(text.parse::<DateTime<Utc>>().expect("an instant"));
        assert_eq!(received("since=7d", "2026-03-24"), (at("2026-03-16T23:00:00Z"), None));
        assert_eq!(
            received("since=last-month&until=last-month", "2026-03-31"),
            (at("2026-01-31T23:00:00Z"), at("2026-02-28T23:00:00Z"))
        );
        assert_eq!(received("since=this-month", "2026-04-01"), (at("2026-03-31T22:00:00Z"), None), "summer time");
        assert_eq!(received("until=2026-03-29", "2026-05-01"), (None, at("2026-03-29T22:00:00Z")), "the day has 23 hours");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(filter in filters()) {
            let text = filter.written();
            prop_assert!(text.len() <= LONGEST);
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"=&-_".contains(&byte)), "{text}");
            prop_assert_eq!(TicketFilter::of_text(&text), Ok(filter));
        }

        #[test]
        fn anything_typed_is_read_or_refused_and_what_is_read_is_canonical(text in "\\PC{0,80}") {
            if let Ok(filter) = TicketFilter::of_text(&text) {
                prop_assert_eq!(TicketFilter::of_text(&filter.written()), Ok(filter));
            }
        }

        #[test]
        fn a_filter_that_is_kept_moves_with_the_days(days in 0_u16..400, today in days(), later in 0_u64..400) {
            let filter = TicketFilter { since: Some(Bound::DaysAgo(days)), ..TicketFilter::default() };
            let kept = TicketFilter::of_text(&filter.written()).expect("a filter");
            let from = |today: NaiveDate| kept.received(today, chrono_tz::UTC).0.expect("an instant");
            prop_assert_eq!(from(today + Days::new(later)) - from(today), chrono::TimeDelta::days(later as i64));
        }

        #[test]
        fn a_month_begins_before_it_ends_and_holds_the_day_that_it_was_said_on(today in days()) {
            let this = TicketFilter { since: Some(Bound::ThisMonth), until: Some(Bound::ThisMonth), ..TicketFilter::default() };
            let last = TicketFilter { since: Some(Bound::LastMonth), until: Some(Bound::LastMonth), ..TicketFilter::default() };
            let (first, after) = this.received(today, chrono_tz::UTC);
            let noon = start_of(today, 720, chrono_tz::UTC);
            prop_assert!(first <= noon && noon < after);
            prop_assert_eq!(last.received(today, chrono_tz::UTC).1, first, "one month after the other");
        }
    }
}

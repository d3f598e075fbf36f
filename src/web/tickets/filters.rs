//! What a list is asked to show: read from its address, said in one sentence, offered as a form.

use crate::domain::ids::{CategoryId, PersonId, StructureId};
use crate::domain::tickets::filter::{Bound, InHandOf, Order, Sort, Stage, TicketFilter};
use crate::domain::tickets::{Channel, Priority, batches};
use crate::store::access::{RegisterOf, Viewer};
use crate::store::tickets::{Asking, PageKey};
use crate::store::{Db, equipment, sites};
use crate::web::errors::Error;
use crate::web::forms::Form as View;
use crate::web::layout::Layout;
use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use fluent_bundle::FluentValue;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome, Request};
use serde::Serialize;

/// A list as its address asks for it. What is not understood is refused, 400: no page is shown that was not asked for.
pub struct AskedList {
    pub filter: TicketFilter,
    pub after: Option<PageKey>,
    /// The rows come ticked: no script is needed to choose them all.
    pub ticked: bool,
    /// As many rows as one deed takes, to choose them.
    pub long: bool,
    /// The form of the filters is shown: a hundred elements that most readers of a list do without.
    pub filtering: bool,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for AskedList {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let pairs = request.uri().query().map(|query| query.segments().collect::<Vec<_>>()).unwrap_or_default();
        match read(&pairs) {
            Some(asked) => Outcome::Success(asked),
            None => Outcome::Error((Status::BadRequest, ())),
        }
    }
}

fn read(pairs: &[(&str, &str)]) -> Option<AskedList> {
    let (mut after, mut ticked, mut long, mut filtering, mut rest) = (None, false, false, false, Vec::new());
    for (key, value) in pairs {
        match (*key, *value) {
            ("after", text) if after.is_none() => after = Some(read_key(text)?),
            ("ticked", "all") => ticked = true,
            ("rows", "200") => long = true,
            ("filters", "open") => filtering = true,
            // The three lists that there were at first: their addresses are in letters and bookmarks.
            ("filter", "mine") => rest.push(("assignee", "me")),
            ("filter", "settled") => rest.push(("state", "settled")),
            ("filter", "open" | "") => {}
            pair => rest.push(pair),
        }
    }
    Some(AskedList { filter: TicketFilter::read(rest).ok()?, after, ticked, long, filtering })
}

impl AskedList {
    /// Refuses what a structure's list does not offer: how urgent a request is, or how it came, is no line's business when its
    /// words are kept from the reader.
    pub fn plain(&self) -> Result<(), Error> {
        if self.filter.structure.is_some() { Err(Error::Misunderstood) } else { self.modest() }
    }

    /// The same of a list that holds several structures.
    pub fn modest(&self) -> Result<(), Error> {
        let TicketFilter { in_hand_of, priority, channel, category, .. } = self.filter;
        let modest = in_hand_of.is_none() && priority.is_none() && channel.is_none() && category.is_none();
        if modest { Ok(()) } else { Err(Error::Misunderstood) }
    }

    /// The same page of the technician's list with its rows ticked, or not.
    pub fn with_rows_ticked(&self, ticked: bool, long: bool) -> String {
        let address = address(&super::index_href(), &self.filter, self.after.as_ref());
        let and = if address.contains('?') { '&' } else { '?' };
        match (ticked, long) {
            (false, _) => address,
            (true, false) => format!("{address}{and}ticked=all"),
            (true, true) => format!("{address}{and}rows={}&ticked=all", batches::MOST),
        }
    }

    /// The page that is asked of the store.
    pub fn asking(&self, layout: &Layout<'_>, usually: Stage, rows: usize) -> Asking<'_> {
        self.asking_on(layout.today(), layout.zone(), usually, rows)
    }

    /// The same on a day of a zone.
    pub fn asking_on(&self, today: NaiveDate, zone: Tz, usually: Stage, rows: usize) -> Asking<'_> {
        let received = self.filter.received(today, zone);
        Asking { filter: &self.filter, usually, received, after: self.after, most: rows as u64 + 1 }
    }
}

/// The address of a list with a filter, from the row after which its page starts.
pub fn address(list: &str, filter: &TicketFilter, after: Option<&PageKey>) -> String {
    let after = after.map(|key| format!("after={}", write_key(key)));
    let query: Vec<String> = [Some(filter.written()).filter(|text| !text.is_empty()), after].into_iter().flatten().collect();
    if query.is_empty() { list.to_owned() } else { format!("{list}?{}", query.join("&")) }
}

fn write_key(key: &PageKey) -> String {
    format!("{}_{}_{}", key.queue_rank, key.at.timestamp_micros(), key.id)
}

fn read_key(text: &str) -> Option<PageKey> {
    let mut parts = text.splitn(3, '_');
    let queue_rank = parts.next()?.parse().ok()?;
    let at = DateTime::from_timestamp_micros(parts.next()?.parse().ok()?)?;
    Some(PageKey { queue_rank, at, id: parts.next()?.parse().ok()? })
}

/// The form of a list's filters.
#[derive(Serialize)]
pub struct FilterForm {
    /// The same list with the form; nothing when it is shown.
    open_href: Option<String>,
    /// Where it is sent: the list itself.
    action: String,
    /// What is shown, in a sentence; none when it is what the list shows usually.
    pub says: Option<String>,
    clear_href: String,
    form: View,
    /// Those that the form keeps without asking.
    machine: Option<String>,
    site: Option<String>,
    late: bool,
    /// For the technician: who has it, which structure, how it came.
    whole: bool,
}

/// What a filter's ids are called.
#[derive(Default)]
pub struct Known {
    pub structures: Vec<(StructureId, String)>,
    pub technicians: Vec<(PersonId, String)>,
    pub categories: Vec<(CategoryId, String)>,
}

const NAMES: [&str; 13] = [
    "state",
    "assignee",
    "structure",
    "priority",
    "channel",
    "category",
    "since",
    "since_day",
    "until",
    "until_day",
    "machine",
    "site",
    "sort",
];

/// The form of a technician's list, with all its filters.
pub async fn whole_form(
    reader: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    list: String,
    asked: &AskedList,
    known: &Known,
) -> Result<FilterForm, Error> {
    let words = Words { layout, known };
    let filter = &asked.filter;
    if !asked.filtering {
        return finished(reader, &words, db, list, asked, View::blank(&NAMES), true).await;
    }
    let mut form = plain_form(&words, filter, "lists-usual-open")?;
    let mut people =
        vec![words.choice(InHandOf::Me, "lists-assignee-me")?, words.choice(InHandOf::Nobody, "lists-assignee-nobody")?];
    people.extend(
        known.technicians.iter().filter(|(id, _)| *id != reader.id()).map(|(id, name)| (id.to_string(), name.clone(), None)),
    );
    let structures = known.structures.iter().map(|(id, name)| (id.to_string(), name.clone(), None)).collect();
    form = form.with("assignee", said(filter.in_hand_of)).offering("assignee", words.or_any("lists-any-assignee", people)?);
    form = form.with("structure", said(filter.structure)).offering("structure", words.or_any("lists-any-structure", structures)?);
    let priorities = words.all(Priority::ALL, "ticket-priority")?;
    form = form.with("priority", said(filter.priority)).offering("priority", words.or_any("lists-any-priority", priorities)?);
    let channels = words.all(Channel::ALL, "lists-channel")?;
    form = form.with("channel", said(filter.channel)).offering("channel", words.or_any("lists-any-channel", channels)?);
    let categories = known.categories.iter().map(|(id, name)| (id.to_string(), name.clone(), None)).collect();
    form = form.with("category", said(filter.category)).offering("category", words.or_any("lists-any-category", categories)?);
    if let Some(structure) = filter.structure {
        form = with_places(form, reader, &words, db, structure, filter).await?;
    }
    finished(reader, &words, db, list, asked, form, true).await
}

/// The form of a structure's list: the state, when it was received, which machine, where, in which order.
pub async fn small_form(
    reader: &Viewer,
    layout: &Layout<'_>,
    db: &Db,
    list: String,
    asked: &AskedList,
    structure: StructureId,
) -> Result<FilterForm, Error> {
    let words = Words { layout, known: &Known::default() };
    let mut form = View::blank(&NAMES);
    if asked.filtering {
        form = plain_form(&words, &asked.filter, "lists-usual-all")?;
        form = with_places(form, reader, &words, db, structure, &asked.filter).await?;
    }
    finished(reader, &words, db, list, asked, form, false).await
}

/// The machines of a structure that are in use, and its sites when there are several; what is chosen stays a choice.
async fn with_places(
    form: View,
    reader: &Viewer,
    words: &Words<'_, '_>,
    db: &Db,
    structure: StructureId,
    filter: &TicketFilter,
) -> Result<View, Error> {
    let Some(register) = RegisterOf::of(reader, structure) else { return Ok(form) };
    let all = equipment::of_structure(db, &register).await?.into_iter();
    let machines = all.filter(|machine| machine.retired_at.is_none() || filter.machine == Some(machine.id));
    let machines: Vec<Offered> = machines.map(|machine| (machine.id.to_string(), machine.particulars.name, None)).collect();
    let all = sites::of_structure(db, &register).await?.into_iter();
    let sites = all.filter(|site| site.archived_at.is_none() || filter.site == Some(site.id));
    let sites: Vec<Offered> = sites.map(|site| (site.id.to_string(), site.particulars.name, None)).collect();
    let mut form = form;
    if !machines.is_empty() {
        form = form.with("machine", said(filter.machine)).offering("machine", words.or_any("lists-any-machine", machines)?);
    }
    if sites.len() > 1 || (filter.site.is_some() && !sites.is_empty()) {
        form = form.with("site", said(filter.site)).offering("site", words.or_any("lists-any-site", sites)?);
    }
    Ok(form)
}

async fn finished(
    reader: &Viewer,
    words: &Words<'_, '_>,
    db: &Db,
    list: String,
    asked: &AskedList,
    form: View,
    whole: bool,
) -> Result<FilterForm, Error> {
    let filter = &asked.filter;
    let machine = match filter.machine {
        None => None,
        Some(id) => equipment::find(db, reader, id).await?.map(|(machine, _)| machine.particulars.name),
    };
    let site = match filter.site {
        None => None,
        Some(id) => sites::find(db, reader, id).await?.map(|(site, _)| site.particulars.name),
    };
    let parts = words.parts(filter, machine.as_deref(), site.as_deref())?;
    let says = match parts.as_slice() {
        [] => None,
        parts => Some(words.layout.text_with("lists-showing", [("parts", FluentValue::from(parts.join(", ")))])?),
    };
    let machine = filter.machine.map(|id| id.to_string()).filter(|_| !form.has_choices("machine"));
    let site = filter.site.map(|id| id.to_string()).filter(|_| !form.has_choices("site"));
    let address = address(&list, filter, None);
    let and = if address.contains('?') { '&' } else { '?' };
    let open_href = (!asked.filtering).then(|| format!("{address}{and}filters=open"));
    Ok(FilterForm { open_href, clear_href: list.clone(), action: list, says, form, machine, site, late: filter.late, whole })
}

/// The fields of every list.
fn plain_form(words: &Words<'_, '_>, filter: &TicketFilter, usual: &str) -> Result<View, Error> {
    let day_of = |bound: Option<Bound>| match bound {
        Some(Bound::Day(day)) => day.to_string(),
        _ => String::new(),
    };
    let moving = |bound: Option<Bound>| said(bound.filter(|bound| !matches!(bound, Bound::Day(_))));
    Ok(View::blank(&NAMES)
        .with("state", said(filter.stage))
        .offering("state", words.or_any(usual, words.all(Stage::ALL, "lists-choose-state")?)?)
        .with("since", moving(filter.since))
        .offering("since", words.or_any("lists-any-since", words.bounds("since", filter.since)?)?)
        .with("since_day", day_of(filter.since))
        .with("until", moving(filter.until))
        .offering("until", words.or_any("lists-any-until", words.bounds("until", filter.until)?)?)
        .with("until_day", day_of(filter.until))
        .with("sort", said(filter.sort))
        .offering(
            "sort",
            words.or_any("lists-sort-usual", words.all(&[Sort::Oldest, Sort::Newest, Sort::Changed], "lists-sort")?)?,
        ))
}

fn said(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The line that says in which order rows come.
pub fn caption(layout: &Layout<'_>, order: Order) -> Result<String, Error> {
    layout.text(match order {
        Order::BlockedFirst => "ticket-queue-caption",
        Order::Newest => "ticket-queue-caption-settled",
        Order::Oldest => "lists-caption-oldest",
        Order::Changed => "lists-caption-changed",
    })
}

type Offered = (String, String, Option<String>);

struct Words<'a, 'r> {
    layout: &'a Layout<'r>,
    known: &'a Known,
}

/// The moving bounds that are offered, shortest first.
const OFFERED: [Bound; 6] =
    [Bound::DaysAgo(0), Bound::DaysAgo(7), Bound::DaysAgo(30), Bound::DaysAgo(90), Bound::ThisMonth, Bound::LastMonth];

impl Words<'_, '_> {
    fn choice(&self, value: impl ToString, key: &str) -> Result<Offered, Error> {
        Ok((value.to_string(), self.layout.text(key)?, None))
    }

    /// Every value of a vocabulary.
    fn all<T: Copy + std::fmt::Display>(&self, values: &[T], prefix: &str) -> Result<Vec<Offered>, Error> {
        values.iter().map(|value| self.choice(value, &format!("{prefix}-{value}"))).collect()
    }

    /// The choices after the one that narrows nothing.
    fn or_any(&self, any: &str, mut choices: Vec<Offered>) -> Result<Vec<Offered>, Error> {
        choices.insert(0, (String::new(), self.layout.text(any)?, None));
        Ok(choices)
    }

    fn bounds(&self, which: &str, chosen: Option<Bound>) -> Result<Vec<Offered>, Error> {
        let typed = chosen.filter(|bound| !matches!(bound, Bound::Day(_)) && !OFFERED.contains(bound));
        let all = OFFERED.into_iter().chain(typed);
        all.map(|bound| Ok((bound.to_string(), self.bound("lists-choose", which, bound)?, None))).collect()
    }

    fn bound(&self, prefix: &str, which: &str, bound: Bound) -> Result<String, Error> {
        let key = |what: &str| format!("{prefix}-{which}-{what}");
        match bound {
            Bound::Day(day) => self.layout.text_with(&key("day"), [("day", FluentValue::from(self.layout.whole_day(day)))]),
            Bound::DaysAgo(days) => self.layout.text_with(&key("days"), [("n", FluentValue::from(i64::from(days)))]),
            Bound::ThisMonth => self.layout.text(&key("this-month")),
            Bound::LastMonth => self.layout.text(&key("last-month")),
        }
    }

    fn named(&self, key: &str, name: Option<&str>) -> Result<String, Error> {
        let unknown = self.layout.text("lists-unknown")?;
        self.layout.text_with(key, [("name", FluentValue::from(name.map_or(unknown, str::to_owned)))])
    }

    /// What a filter shows, part by part.
    fn parts(&self, filter: &TicketFilter, machine: Option<&str>, site: Option<&str>) -> Result<Vec<String>, Error> {
        let mut parts = Vec::new();
        if let Some(stage) = filter.stage {
            parts.push(self.layout.text(&format!("lists-state-{stage}"))?);
        }
        match filter.in_hand_of {
            None => {}
            Some(InHandOf::Me) => parts.push(self.layout.text("lists-part-me")?),
            Some(InHandOf::Nobody) => parts.push(self.layout.text("lists-part-nobody")?),
            Some(InHandOf::Somebody(person)) => {
                parts.push(self.named("lists-part-somebody", name_of(&self.known.technicians, &person))?);
            }
        }
        if let Some(structure) = filter.structure {
            parts.push(self.named("lists-part-structure", name_of(&self.known.structures, &structure))?);
        }
        if let Some(priority) = filter.priority {
            let label = self.layout.text(&format!("ticket-priority-{priority}"))?;
            parts.push(self.layout.text_with("lists-part-priority", [("label", FluentValue::from(label))])?);
        }
        if let Some(channel) = filter.channel {
            parts.push(self.layout.text(&format!("lists-part-channel-{channel}"))?);
        }
        if let Some(category) = filter.category {
            parts.push(self.named("lists-part-category", name_of(&self.known.categories, &category))?);
        }
        for (which, bound) in [("since", filter.since), ("until", filter.until)] {
            if let Some(bound) = bound {
                parts.push(self.bound("lists-part", which, bound)?);
            }
        }
        if filter.late {
            parts.push(self.layout.text("lists-part-late")?);
        }
        if filter.machine.is_some() {
            parts.push(self.named("lists-part-machine", machine)?);
        }
        if filter.site.is_some() {
            parts.push(self.named("lists-part-site", site)?);
        }
        if let Some(sort) = filter.sort.filter(|sort| *sort != Sort::Usual) {
            parts.push(self.layout.text(&format!("lists-part-sort-{sort}"))?);
        }
        Ok(parts)
    }
}

fn name_of<'n, I: PartialEq>(known: &'n [(I, String)], id: &I) -> Option<&'n str> {
    known.iter().find(|(known, _)| known == id).map(|(_, name)| name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::TicketId;

    #[test]
    fn a_page_key_survives_the_address_and_nothing_else_is_one() {
        let key = PageKey {
            queue_rank: 12,
            at: DateTime::from_timestamp_micros(1_774_342_800_123_456).expect("a moment"),
            id: TicketId(uuid::Uuid::from_u128(7)),
        };
        assert_eq!(read_key(&write_key(&key)), Some(key));
        for text in ["", "12", "12_x_y", "1_2_3_4", "12_999999999999999999_7", "' OR 1=1"] {
            assert_eq!(read_key(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_addresses_of_before_are_lists_still() {
        let filter = |pairs: &[(&str, &str)]| read(pairs).map(|asked| asked.filter.written());
        assert_eq!(filter(&[("filter", "mine")]).as_deref(), Some("assignee=me"));
        assert_eq!(filter(&[("filter", "settled")]).as_deref(), Some("state=settled"));
        assert_eq!(filter(&[]).as_deref(), Some(""));
        assert_eq!(filter(&[("filter", "x")]), None);
        assert_eq!(filter(&[("after", "x")]), None);
    }
}

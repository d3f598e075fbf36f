//! One's own data to read: one document that a browser shows and prints, whatever becomes of this installation.

use super::{Edge, Piece, Writer};
use crate::domain::people::Language;
use crate::domain::time::Minutes;
use crate::store::own_data::{Decision, Own, OwnIntervention, OwnLook, OwnMessage, OwnRequest, OwnVisit};
use crate::web::attachments;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use crate::web::people;
use crate::web::tickets::Labels;
use chrono::{DateTime, NaiveDate, Utc};
use fluent_bundle::FluentValue;
use serde::Serialize;

pub struct Document<'r> {
    pub layout: Layout<'r>,
}

#[derive(Serialize)]
struct Begin {
    lang: &'static str,
    title: String,
    made: String,
    from: String,
    facts: Vec<Fact>,
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct Fact {
    label: String,
    value: String,
}

#[derive(Serialize)]
struct Section {
    title: String,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct RequestsPart {
    first: bool,
    requests: Vec<RequestView>,
}

#[derive(Serialize)]
struct RequestView {
    title: String,
    facts: String,
    messages: Vec<MessageView>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct MessageView {
    head: String,
    lines: Vec<String>,
    files: Vec<FileView>,
}

#[derive(Serialize)]
struct FileView {
    address: String,
    name: String,
    size: String,
}

#[derive(Serialize)]
struct LinesPart {
    title: Option<String>,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct Nothing {}

/// A language in its own words.
fn language(of: Language) -> String {
    let named = people::tongues().into_iter().find(|(value, ..)| value == of.as_str());
    named.map_or_else(|| of.to_string(), |(_, name, _)| name)
}

type Args<'a> = Vec<(&'a str, String)>;

impl Writer for Document<'_> {
    fn write(&self, piece: Piece, edge: Edge) -> Result<String, Error> {
        match piece {
            Piece::Own(own) => self.layout.written("account/data_begin", &self.begin(&own)?),
            Piece::Requests(rows) => {
                let requests = rows.iter().map(|row| self.request(row)).collect::<Result<_, _>>()?;
                self.layout.written("account/data_requests", &RequestsPart { first: edge.first, requests })
            }
            Piece::Interventions(rows) => self.lines("data-interventions", edge, &rows, Self::intervention),
            Piece::Visits(rows) => self.lines("data-visits", edge, &rows, Self::visit),
            Piece::Looks(rows) => self.lines("data-looks", edge, &rows, Self::look),
            Piece::Decisions(rows) => self.lines("data-decisions", edge, &rows, Self::decision),
            Piece::End => self.layout.written("account/data_end", &Nothing {}),
        }
    }
}

impl Document<'_> {
    fn say(&self, key: &str, args: Args<'_>) -> Result<String, Error> {
        let text = self.layout.text_with(key, args.into_iter().map(|(name, value)| (name, FluentValue::from(value))))?;
        // A line whose last words there are none of.
        Ok(text.trim_end().to_owned())
    }

    fn day(&self, at: DateTime<Utc>) -> String {
        self.layout.whole_day_of(at)
    }

    fn begin(&self, own: &Own) -> Result<Begin, Error> {
        let group = self.layout.group().map(|group| group.name.clone()).unwrap_or_default();
        let made = vec![("name", own.person.name.clone()), ("day", self.day(self.layout.now))];
        Ok(Begin {
            lang: self.layout.language.as_str(),
            title: self.say("data-document-title", vec![("group", group)])?,
            made: self.say("data-document-made", made)?,
            from: self.say("data-document-address", vec![("address", self.layout.whole_address("/"))])?,
            facts: self.facts(own)?,
            sections: self.sections(own)?,
        })
    }

    fn facts(&self, own: &Own) -> Result<Vec<Fact>, Error> {
        let person = &own.person;
        let yes = |is: bool| self.layout.text(if is { "data-yes" } else { "data-no" });
        let facts = [
            ("data-person-name", person.name.clone()),
            ("data-person-email", person.email.to_string()),
            ("data-person-phone", person.phone.clone()),
            ("data-person-language", language(person.language)),
            ("data-person-password", yes(person.has_password)?),
            ("data-person-since", self.day(person.created_at)),
            ("data-person-letters", yes(person.hours_letters)?),
        ];
        let fact = |(key, value): (&str, String)| Ok(Fact { label: self.layout.text(key)?, value });
        facts.into_iter().filter(|(_, value)| !value.is_empty()).map(fact).collect()
    }

    /// What there is something in.
    fn sections(&self, own: &Own) -> Result<Vec<Section>, Error> {
        let sections = [
            ("data-homes", self.homes(own)?),
            ("data-work", self.work(own)?),
            ("data-doors", self.doors(own)?),
            ("data-around", self.around(own)?),
            ("data-sheets", self.sheets(own)?),
        ];
        let section = |(key, lines): (&str, Vec<String>)| Ok(Section { title: self.layout.text(key)?, lines });
        sections.into_iter().filter(|(_, lines)| !lines.is_empty()).map(section).collect()
    }

    fn homes(&self, own: &Own) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        let mut lasting = |key: &str, mut args: Args<'_>, since: DateTime<Utc>, ended: Option<DateTime<Utc>>| {
            args.push(("since", self.day(since)));
            let line = match ended {
                None => self.say(key, args),
                Some(at) => {
                    args.push(("ended", self.day(at)));
                    self.say(&format!("{key}-ended"), args)
                }
            };
            line.map(|line| lines.push(line))
        };
        for home in &own.homes {
            let what = self.layout.text(&format!("people-role-{}", home.role))?;
            lasting("data-home", vec![("structure", home.structure.clone()), ("what", what)], home.since, home.ended_at)?;
        }
        for place in &own.workshops {
            lasting("data-workshop", vec![("workshop", place.workshop.clone())], place.since, place.ended_at)?;
        }
        for duty in &own.duties {
            let what = self.layout.text(&format!("people-duty-{}", duty.duty))?;
            lasting("data-duty", vec![("what", what)], duty.since, duty.ended_at)?;
        }
        for right in &own.board_rights {
            lines.push(self.say("data-board-right", vec![("until", self.layout.whole_day(right.until))])?);
        }
        Ok(lines)
    }

    fn work(&self, own: &Own) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for contract in &own.contracts {
            let time = self.layout.duration(contract.weekly_minutes);
            lines.push(self.say("data-contract", vec![("month", self.layout.month(contract.from_month)), ("time", time)])?);
        }
        for absence in own.absences.iter().filter(|absence| absence.withdrawn_at.is_none()) {
            let (first, last) = (self.layout.whole_day(absence.first_day), self.layout.whole_day(absence.last_day));
            lines.push(self.say("data-absence", vec![("first", first), ("last", last), ("label", absence.label.clone())])?);
        }
        Ok(lines)
    }

    fn doors(&self, own: &Own) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for session in &own.sessions {
            let device = match session.device.as_str() {
                "" => self.layout.text("account-device-unknown")?,
                known => known.to_owned(),
            };
            let args = vec![("device", device), ("since", self.day(session.created_at)), ("seen", self.day(session.seen_at))];
            lines.push(self.say("data-session", args)?);
        }
        for token in &own.access_tokens {
            let until = self.day(token.revoked_at.unwrap_or(token.expires_at));
            let args = vec![("name", token.name.clone()), ("made", self.day(token.created_at)), ("until", until)];
            lines.push(self.say("data-token", args)?);
        }
        for calendar in &own.calendars {
            let made = ("made", self.day(calendar.created_at));
            lines.push(match &calendar.structure {
                Some(structure) => self.say("data-calendar", vec![("structure", structure.clone()), made])?,
                None => self.say("data-calendar-own", vec![made])?,
            });
        }
        for view in &own.saved_views {
            lines.push(self.say("data-saved-view", vec![("name", view.name.clone()), ("made", self.day(view.created_at))])?);
        }
        for draft in &own.draft_files {
            lines.push(self.say("data-draft", vec![("name", draft.name.clone())])?);
        }
        Ok(lines)
    }

    fn around(&self, own: &Own) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for machine in &own.machines {
            let args = vec![("name", machine.name.clone()), ("structure", machine.structure.clone())];
            lines.push(self.say("data-machine", args)?);
        }
        for page in &own.network_pages {
            let mut parts = Vec::new();
            for part in &page.parts {
                parts.push(crate::web::facts::label(&self.layout, page.kind, part)?);
            }
            let said = vec![("name", page.name.clone()), ("structure", page.structure.clone()), ("parts", parts.join(", "))];
            lines.push(self.say("data-network-page", said)?);
        }
        for used in &own.help_sheets_used {
            let args = vec![("day", self.layout.whole_day(used.day)), ("title", used.title.clone())];
            lines.push(self.say("data-help-sheet", args)?);
        }
        for outage in &own.outages {
            lines.push(self.say("data-outage", vec![("day", self.day(outage.at)), ("title", outage.title.clone())])?);
        }
        for joined in &own.joined_requests {
            lines.push(self.say("data-joined", vec![("day", self.day(joined.at)), ("number", joined.number.to_string())])?);
        }
        Ok(lines)
    }

    fn sheets(&self, own: &Own) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for signed in &own.signatures {
            let of = vec![("structure", signed.structure.clone()), ("month", self.layout.month(signed.month))];
            lines.push(self.say("data-signature", [of, vec![("day", self.day(signed.signed_at))]].concat())?);
        }
        for signed in &own.transfer_signatures {
            let what = self.layout.text(&format!("transfer-signed-{}", signed.act))?;
            let args = vec![("what", what), ("organisation", signed.organisation.clone()), ("day", self.day(signed.signed_at))];
            lines.push(self.say("data-transfer-signature", args)?);
        }
        for asked in &own.sheet_questions {
            let of = vec![("structure", asked.structure.clone()), ("month", self.layout.month(asked.month))];
            let said = vec![("day", self.day(asked.asked_at)), ("words", asked.words.clone())];
            lines.push(self.say("data-question", [of, said].concat())?);
        }
        for gift in &own.gifts {
            let of = vec![("time", self.layout.duration(gift.minutes)), ("month", self.layout.month(gift.month))];
            let said = vec![("day", self.day(gift.proposed_at)), ("words", gift.words.clone())];
            lines.push(self.say("data-gift", [of, said].concat())?);
        }
        Ok(lines)
    }

    fn request(&self, of: &OwnRequest) -> Result<RequestView, Error> {
        let number = ("number", of.number.to_string());
        let title = match &of.title {
            Some(title) => self.say("data-request", vec![number, ("title", title.clone())])?,
            None => self.say("data-request-left", vec![number])?,
        };
        let state = Labels { layout: &self.layout }.state(of.state, None)?.text;
        let facts = vec![("structure", of.structure.clone()), ("received", self.day(of.received_at)), ("state", state)];
        let machines = of.machines.iter().cloned();
        Ok(RequestView {
            title,
            facts: std::iter::once(self.say("data-request-facts", facts)?).chain(machines).collect::<Vec<_>>().join(" · "),
            messages: of.messages.iter().map(|message| self.message(message)).collect::<Result<_, _>>()?,
            notes: self.notes(of)?,
        })
    }

    fn message(&self, of: &OwnMessage) -> Result<MessageView, Error> {
        let key = if of.internal { "data-note" } else { "data-message" };
        let mut files = Vec::new();
        for file in &of.files {
            files.push(FileView {
                address: self.layout.whole_address(&attachments::href(file.id)),
                name: attachments::named(&self.layout, file.name.clone())?,
                size: self.layout.size(file.bytes),
            });
        }
        Ok(MessageView {
            head: self.say(key, vec![("by", of.by.clone()), ("day", self.day(of.at))])?,
            lines: of.words.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
            files,
        })
    }

    /// What is told of a request after its words.
    fn notes(&self, of: &OwnRequest) -> Result<Vec<String>, Error> {
        let mut notes = Vec::new();
        let minutes: i64 = of.time.iter().map(|time| time.minutes.0).sum();
        if minutes > 0 {
            notes.push(self.say("data-request-time", vec![("time", self.layout.duration(Minutes(minutes)))])?);
        }
        for answer in &of.answers {
            notes.push(self.layout.text(if answer.settled { "data-request-settled" } else { "data-request-unsettled" })?);
        }
        for seen in &of.seen_by {
            let args = vec![("by", seen.by.clone()), ("day", self.layout.whole_day(seen.day))];
            notes.push(match &seen.reason {
                None => self.say("data-request-seen", args)?,
                Some(reason) => self.say("data-request-seen-why", [args, vec![("reason", reason.clone())]].concat())?,
            });
        }
        Ok(notes)
    }

    fn lines<T>(&self, title: &str, edge: Edge, rows: &[T], line: fn(&Self, &T) -> Result<String, Error>) -> Result<String, Error> {
        if rows.is_empty() {
            return Ok(String::new());
        }
        let title = if edge.first { Some(self.layout.text(title)?) } else { None };
        let lines = rows.iter().map(|row| line(self, row)).collect::<Result<_, _>>()?;
        self.layout.written("account/data_lines", &LinesPart { title, lines })
    }

    fn whole_day(&self, day: NaiveDate) -> String {
        self.layout.whole_day(day)
    }

    fn intervention(&self, of: &OwnIntervention) -> Result<String, Error> {
        let of_what = vec![("day", self.whole_day(of.day)), ("structure", of.structure.clone())];
        let what = vec![("time", self.layout.duration(of.minutes)), ("note", of.note.clone())];
        self.say("data-intervention", [of_what, what].concat())
    }

    fn visit(&self, of: &OwnVisit) -> Result<String, Error> {
        let key = if of.cancelled_at.is_some() { "data-visit-cancelled" } else { "data-visit" };
        let args = vec![("day", self.whole_day(of.day)), ("structure", of.structure.clone()), ("note", of.note.clone())];
        self.say(key, args)
    }

    fn look(&self, of: &OwnLook) -> Result<String, Error> {
        self.say("data-look", vec![("number", of.number.to_string()), ("day", self.whole_day(of.day))])
    }

    fn decision(&self, of: &Decision) -> Result<String, Error> {
        let kind = self.layout.text(&format!("data-decision-{}", of.kind))?;
        self.say("data-decision", vec![("day", self.day(of.at)), ("kind", kind), ("reason", of.reason.clone())])
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::people::Language;
    use crate::store::journal::LineKind;
    use crate::texts::Texts;
    use fluent_bundle::FluentArgs;

    #[test]
    fn every_line_of_the_journal_has_its_words() {
        let texts = Texts::load().expect("the texts");
        for kind in LineKind::ALL {
            for language in [Language::French, Language::English] {
                let key = format!("data-decision-{kind}");
                assert!(texts.get(language, &key, &FluentArgs::new()).is_ok(), "{key} in {language}");
            }
        }
    }
}

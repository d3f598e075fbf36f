//! What every page shares: language, navigation, flash message, and how a page is made from a template and its data.

use super::assets::Assets;
use super::errors::Error;
use super::forms::Form;
use super::{
    accessibility, eco, equipment, guards, hours, interventions, people, report, rules, search, structures, tickets, transfers,
};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::money::Cents;
use crate::domain::people::{Language, Role};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Board, Coordinator, ReportReader, Technician, Viewer};
use crate::store::group::Group;
use crate::store::secrets::Secret;
use crate::templates::Templates;
use crate::texts::{self, Texts, format};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use fluent_bundle::{FluentArgs, FluentValue};
use rocket::form::Context as Typed;
use rocket::http::{ContentType, Header, Status};
use rocket::request::{FlashMessage, FromRequest, Outcome, Request};
use rocket::response::{Flash, Redirect, Responder};
use serde::Serialize;
use std::sync::Arc;

/// A page: status and HTML.
#[derive(Debug, Responder)]
pub struct Page(Box<(Status, (ContentType, String))>);

impl Page {
    fn new(status: Status, html: String) -> Self {
        Self(Box::new((status, (ContentType::HTML, html))))
    }
}

/// A page whose address is a secret: no engine keeps it.
#[derive(Responder)]
pub struct Unlisted {
    page: Page,
    robots: Header<'static>,
}

impl Unlisted {
    pub fn of(page: Page) -> Self {
        Self { page, robots: Header::new("x-robots-tag", "noindex, nofollow") }
    }
}

/// The answer to a form: gone on to the next page, or the same page again.
#[derive(Responder)]
pub enum Submitted {
    Accepted(Box<Flash<Redirect>>),
    Moved(Box<Redirect>),
    Refused(Page),
}

impl Submitted {
    /// Goes on, with a sentence: a Fluent key.
    pub fn accepted(to: impl TryInto<rocket::http::uri::Reference<'static>>, said: &str) -> Self {
        Self::Accepted(Box::new(Flash::success(Redirect::to(to), said)))
    }

    /// Goes back, with a sentence that warns: a Fluent key.
    pub fn warned(to: impl TryInto<rocket::http::uri::Reference<'static>>, said: &str) -> Self {
        Self::Accepted(Box::new(Flash::warning(Redirect::to(to), said)))
    }

    /// Goes on with a secret that the next page shows, once.
    pub fn handed_over(to: impl TryInto<rocket::http::uri::Reference<'static>>, secret: &Secret) -> Self {
        Self::Accepted(Box::new(Flash::new(Redirect::to(to), HANDED_OVER, secret.as_str())))
    }

    /// Goes on without a word.
    pub fn moved(to: impl TryInto<rocket::http::uri::Reference<'static>>) -> Self {
        Self::Moved(Box::new(Redirect::to(to)))
    }
}

/// The kind of a flash message that is no sentence but a secret.
const HANDED_OVER: &str = "handed-over";

/// The frame of every page.
pub struct Layout<'r> {
    pub texts: &'r Arc<Texts>,
    templates: &'r Templates,
    assets: &'r Assets,
    config: &'r Config,
    viewer: Option<&'r Viewer>,
    group: Option<&'r Group>,
    flash: Option<FlashMessage<'r>>,
    pub language: Language,
    pub now: DateTime<Utc>,
    path: &'r str,
}

#[derive(Serialize)]
struct Frame<'a> {
    lang: &'static str,
    title: String,
    group_name: &'a str,
    css: String,
    modules: Vec<String>,
    keys: Option<Keys>,
    home_href: &'static str,
    nav: Vec<Entry>,
    account: Option<Account<'a>>,
    sign_out_href: String,
    flash: Option<Said>,
    languages: Vec<Tongue>,
    accessibility_href: String,
    accessibility: String,
    eco_href: String,
    feedback_href: String,
    help_href: String,
    demo: bool,
    letters_href: String,
    /// The page itself, rendered: the only place where a template writes what is not escaped anew.
    body: String,
}

/// Where two of the keyboard shortcuts lead.
#[derive(Serialize)]
struct Keys {
    new_href: String,
    search_href: String,
}

#[derive(Serialize)]
struct Entry {
    href: String,
    label: String,
    current: bool,
    icon: &'static str,
}

#[derive(Serialize)]
struct Account<'a> {
    name: &'a str,
    href: String,
}

#[derive(Serialize)]
struct Said {
    kind: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Tongue {
    href: String,
    label: &'static str,
    lang: &'static str,
    current: bool,
}

impl<'r> Layout<'r> {
    /// The text of a key.
    pub fn text(&self, key: &str) -> Result<String, Error> {
        Ok(self.texts.get(self.language, key, &FluentArgs::new())?)
    }

    /// The text of a key with arguments.
    pub fn text_with<'a>(&self, key: &str, args: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>) -> Result<String, Error> {
        Ok(self.texts.get(self.language, key, &texts::args(args))?)
    }

    /// The text of a key in French, whoever reads: what is stored, and said in other languages where it is shown.
    pub fn french(&self, key: &str) -> Result<String, Error> {
        Ok(self.texts.get(Language::French, key, &FluentArgs::new())?)
    }

    /// A piece of a document that is no page: no navigation, nothing of this browser.
    pub fn written(&self, template: &str, data: &impl Serialize) -> Result<String, Error> {
        Ok(self.templates.render(self.language, template, data)?)
    }

    /// The secret that the act before this page has made, shown this once.
    pub fn handed_over(&self) -> Option<Secret> {
        let flash = self.flash.as_ref().filter(|flash| flash.kind() == HANDED_OVER)?;
        Secret::brought_back(flash.message())
    }

    /// The group's time zone.
    pub fn zone(&self) -> Tz {
        self.group.map_or(chrono_tz::Europe::Paris, |group| group.time_zone)
    }

    /// Today, in the group's time zone.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone()).date_naive()
    }

    /// The group, once it is set up.
    pub fn group(&self) -> Option<&Group> {
        self.group
    }

    /// An address as it is typed into a browser.
    pub fn whole_address(&self, path: &str) -> String {
        format!("{}{path}", self.config.public_url.as_str())
    }

    /// Whether this is the demonstration.
    pub fn is_demo(&self) -> bool {
        self.config.demo
    }

    /// « jeudi 12 mars ».
    pub fn day(&self, day: NaiveDate) -> String {
        format::day(self.language, day, self.today())
    }

    /// « mars 2026 ».
    pub fn month(&self, month: Month) -> String {
        format::month(self.language, month)
    }

    /// « 3 h 15 ».
    pub fn duration(&self, minutes: Minutes) -> String {
        format::duration(minutes)
    }

    /// « 240 ko ».
    pub fn size(&self, bytes: i64) -> String {
        format::size(self.language, bytes)
    }

    /// « 1 234,56 € ».
    pub fn money(&self, cents: Cents) -> String {
        format::money(self.language, cents)
    }

    /// « 1 234,56 », as cells of a table and fields hold it.
    pub fn amount(&self, cents: Cents) -> String {
        format::amount(self.language, cents)
    }

    /// An amount in a field, as it is read back.
    pub fn typed_amount(&self, cents: Cents) -> String {
        format::typed_amount(self.language, cents)
    }

    /// A day with its year: a paper is kept.
    pub fn whole_day(&self, day: NaiveDate) -> String {
        format::whole_day(self.language, day)
    }

    /// The day of an instant, with its year.
    pub fn whole_day_of(&self, at: DateTime<Utc>) -> String {
        self.whole_day(format::local(at, self.zone()).0)
    }

    /// « 12,5 % » of a number per mille.
    pub fn percent(&self, permille: i64) -> Result<String, Error> {
        let part = self.amount(Cents(permille * 10));
        let part = part.strip_suffix('0').unwrap_or(&part).to_owned();
        self.text_with("money-percent", [("part", FluentValue::from(part))])
    }

    /// « 10 h 12 », or « jeudi 12 mars à 10 h 12 ».
    pub fn moment(&self, at: DateTime<Utc>) -> String {
        format::moment(self.language, at, self.now, self.zone())
    }

    /// « jeudi 12 mars 2026 à 10 h 12 », as a document says it.
    pub fn whole_moment(&self, at: DateTime<Utc>) -> String {
        format::whole_moment(self.language, at, self.zone())
    }

    /// How long ago, in the largest unit that fits: « depuis 2 h ».
    pub fn since(&self, at: DateTime<Utc>) -> Result<String, Error> {
        let minutes = (self.now - at).num_minutes().max(0);
        let (key, n) = match minutes {
            0..60 => ("since-minutes", minutes),
            60..1440 => ("since-hours", minutes / 60),
            _ => ("since-days", minutes / 1440),
        };
        self.text_with(key, [("n", FluentValue::from(n))])
    }

    /// A form as it was typed. One that was cut off because it is too heavy is no form: 413.
    pub fn again(&self, names: &[&'static str], typed: &Typed<'_>) -> Result<Form, Error> {
        if typed.errors().any(|error| error.name.is_none() && error.status() == Status::PayloadTooLarge) {
            return Err(Error::TooHeavy);
        }
        Ok(Form::again(names, typed, self.texts, self.language)?)
    }

    /// A page of a template: title, then its data.
    pub fn page(&self, template: &str, title: String, page: &impl Serialize) -> Result<Page, Error> {
        self.render(Status::Ok, template, title, page)
    }

    /// The same page again, 422: its title starts with « Erreur : ».
    pub fn refuse(&self, template: &str, title: String, page: &impl Serialize) -> Result<Page, Error> {
        let title = self.text_with("layout-error-title", [("title", FluentValue::from(title))])?;
        self.render(Status::UnprocessableEntity, template, title, page)
    }

    /// A page, or the same page again when its form has mistakes.
    pub fn page_of_form(&self, template: &str, title: String, form: &Form, page: &impl Serialize) -> Result<Page, Error> {
        if form.errors.is_empty() { self.page(template, title, page) } else { self.refuse(template, title, page) }
    }

    /// A page with another status.
    pub fn render(&self, status: Status, template: &str, title: String, page: &impl Serialize) -> Result<Page, Error> {
        // One after the other: a layout that calls the page as its block would copy all its data first.
        let body = self.templates.render(self.language, template, page)?;
        let html = self.templates.render(self.language, "layouts/base", &self.frame(title, body)?)?;
        Ok(Page::new(status, html))
    }

    fn frame(&self, title: String, body: String) -> Result<Frame<'_>, Error> {
        let group_name = self.group.map_or("Parcommun", |group| &group.name);
        // A cookie is what a browser says: a key that is none of ours is nothing, not a fault on every page.
        let flash = self.flash.as_ref().and_then(|flash| {
            let kind = if flash.kind() == "success" { "good" } else { "warn" };
            self.text(flash.message()).ok().map(|text| Said { kind, text })
        });
        let tongue = |language: Language, label| Tongue {
            href: format!("/language/{language}?next={}", self.path),
            label,
            lang: language.as_str(),
            current: self.language == language,
        };
        let email = self.group.map(|group| group.email.as_str()).filter(|email| !email.is_empty());
        Ok(Frame {
            lang: self.language.as_str(),
            title: format!("{title} · {group_name}"),
            group_name,
            css: self.assets.href("app.css"),
            modules: self.modules(),
            keys: self
                .viewer
                .filter(|viewer| viewer.uses_keys())
                .map(|_| Keys { new_href: tickets::call_href(), search_href: search::href() }),
            home_href: "/",
            nav: self.nav()?,
            account: self.viewer.map(|viewer| Account { name: viewer.name(), href: "/account".into() }),
            sign_out_href: "/sign-out".into(),
            flash,
            languages: vec![tongue(Language::French, "Français"), tongue(Language::English, "English")],
            accessibility_href: accessibility::href(),
            accessibility: self.text(accessibility::label(self.config, self.today()))?,
            eco_href: eco::href(),
            feedback_href: email.map_or_else(|| "/help#contact".into(), |email| format!("mailto:{email}")),
            help_href: "/help".into(),
            demo: self.config.demo,
            letters_href: "/letters".into(),
            body,
        })
    }

    /// The scripts of a page, each small and none needed: for who is signed in, and where somebody writes without an account.
    fn modules(&self) -> Vec<String> {
        let writes = self.viewer.is_some() || WRITTEN_ON_WITHOUT_ACCOUNT.iter().any(|under| self.path.starts_with(under));
        let names = writes.then_some("compose.js").into_iter().chain(self.has_keys().then_some("keys.js"));
        names.map(|name| self.assets.href(name)).collect()
    }

    /// Whether a technician reads.
    pub fn is_for_technician(&self) -> bool {
        self.viewer.is_some_and(|viewer| Technician::of(viewer).is_some())
    }

    /// Whether pages listen to single keys.
    pub fn has_keys(&self) -> bool {
        self.viewer.is_some_and(Viewer::uses_keys)
    }

    /// At most five entries a role; the first of the person's roles in this order decides.
    fn nav(&self) -> Result<Vec<Entry>, Error> {
        let Some(viewer) = self.viewer else { return Ok(Vec::new()) };
        let referent = viewer.homes().iter().find(|home| home.role == Role::Referent).map(|home| home.structure);
        let entries: Vec<(String, &str, &'static str)> = if Technician::of(viewer).is_some() {
            let mut entries = vec![
                ("/".into(), "nav-home", "home"),
                (tickets::index_href(), "nav-tickets", "tickets"),
                (interventions::index_href(), "nav-time", "clock"),
                (structures::index_href(), "nav-structures", "structures"),
            ];
            // In a small group one person may do both: the month here, the rest of the pool on their home page.
            if ReportReader::of(viewer).is_some() {
                entries.push((report::present_href(), "nav-report", "report"));
            }
            entries
        } else if Coordinator::of(viewer).is_some() {
            vec![
                ("/".into(), "nav-home", "home"),
                (report::present_href(), "nav-report", "report"),
                (structures::index_href(), "nav-structures", "structures"),
                (people::on_duty_href(), "nav-people", "people"),
                (rules::href(), "nav-rules", "settings"),
            ]
        } else if let Some(structure) = referent {
            vec![
                ("/".into(), "nav-home", "home"),
                (tickets::of_structure_href(structure), "nav-tickets", "tickets"),
                (hours::href(structure, None), "nav-hours", "hours"),
                (equipment::of_structure_href(structure), "nav-equipment", "machines"),
                (people::of_structure_href(structure), "nav-people", "people"),
            ]
        } else if !viewer.workplaces().is_empty() {
            workshop_nav(viewer)
        } else {
            let board = Board::of(viewer).is_some();
            let mut entries = vec![("/".into(), "nav-home", "home")];
            if !viewer.homes().is_empty() || !board {
                entries.push((tickets::index_href(), "nav-my-tickets", "tickets"));
            }
            if board {
                entries.extend([
                    (report::present_href(), "nav-report", "report"),
                    (report::present_year_href(), "nav-year", "report"),
                    (report::sharing_href(), "nav-sharing", "hours"),
                ]);
            }
            entries
        };
        let deepest =
            entries.iter().map(|(href, ..)| href).filter(|href| is_under(self.path, href)).max_by_key(|href| href.len()).cloned();
        entries
            .into_iter()
            .map(|(href, key, icon)| Ok(Entry { label: self.text(key)?, current: deepest.as_ref() == Some(&href), href, icon }))
            .collect()
    }
}

/// What opens to who works in a workshop: their requests too, when they are at home in a structure as well.
fn workshop_nav(viewer: &Viewer) -> Vec<(String, &'static str, &'static str)> {
    let mut entries = vec![("/".to_owned(), "nav-home", "home")];
    if let Some(place) = viewer.workplaces().first() {
        entries.push((transfers::of_workshop_href(place.organisation), "nav-transfers", "machines"));
    }
    if !viewer.homes().is_empty() {
        entries.push((tickets::index_href(), "nav-my-tickets", "tickets"));
    }
    entries
}

/// Where a machine's sticker leads, where its request is followed, where a transfer is signed by a link.
const WRITTEN_ON_WITHOUT_ACCOUNT: [&str; 3] = ["/e/", "/follow/", "/signing/"];

fn is_under(path: &str, href: &str) -> bool {
    path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

/// The language chosen in a browser.
pub const LANGUAGE_COOKIE: &str = "language";

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Layout<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let rocket = request.rocket();
        let states = (
            rocket.state::<Arc<Texts>>(),
            rocket.state::<Arc<Templates>>(),
            rocket.state::<Assets>(),
            rocket.state::<Config>(),
            rocket.state::<Clock>(),
        );
        let (Some(texts), Some(templates), Some(assets), Some(config), Some(clock)) = states else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        let viewer = guards::who(request).await;
        let flash = guards::said_once(request).await;
        Outcome::Success(Self {
            texts,
            templates,
            assets,
            config,
            viewer,
            group: guards::this_group(request).await.as_ref(),
            flash,
            language: language_of(request, viewer),
            now: clock.now(),
            path: request.uri().path().as_str(),
        })
    }
}

/// What was chosen in this browser; else the person's own language; else what the browser asks for; French first.
fn language_of(request: &Request<'_>, viewer: Option<&Viewer>) -> Language {
    if let Some(chosen) = request.cookies().get(LANGUAGE_COOKIE).and_then(|cookie| cookie.value().parse().ok()) {
        return chosen;
    }
    if let Some(viewer) = viewer {
        return viewer.language();
    }
    language_asked(request)
}

/// What the browser, or a program, asks for; French first.
pub fn language_asked(request: &Request<'_>) -> Language {
    let asked = request.headers().get_one("accept-language").unwrap_or_default();
    let first = asked.split([',', ';']).map(str::trim).find(|tag| tag.starts_with("fr") || tag.starts_with("en"));
    if first.is_some_and(|tag| tag.starts_with("en")) { Language::English } else { Language::French }
}

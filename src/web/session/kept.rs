//! Typed text survives a session's end, without JavaScript too: what was sent comes back as a page that sends it again,
//! once its person has signed in beside it. Nothing is stored; passwords and files are never given back.

use super::local;
use crate::config::Config;
use crate::web::errors::Error;
use crate::web::guards;
use crate::web::layout::{Layout, Page};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::form::{DataField, Form, FromForm, Options, ValueField};
use rocket::http::uri::Origin;
use rocket::http::{Method, Status};
use rocket::request::{FromRequest, Outcome, Request};
use rocket::{Data, post, uri};
use serde::Serialize;

/// Where such a form is sent instead; nobody gets in by the address alone.
const KEPT: &str = "/sign-in/kept";
/// These need no session, hold a secret, are for programs, or are never to be offered again: who erased their data has no session.
const OTHERS: [&str; 6] = ["/sign-in", "/set-up", "/sign-out", "/account/password", "/account/erasure", "/api/"];
/// No form of ours has more fields.
const MOST_FIELDS: usize = 100;

/// Leads a form whose session has ended to the page that keeps it. After the same-site door.
pub struct KeepTyped;

#[rocket::async_trait]
impl Fairing for KeepTyped {
    fn info(&self) -> Info {
        Info { name: "typed text is kept", kind: Kind::Request }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        let ended = request.method() == Method::Post
            && request.rocket().state::<Config>().is_some_and(|c| request.cookies().get(guards::session_cookie(c)).is_some())
            && !OTHERS.iter().any(|other| request.uri().path().starts_with(other))
            && guards::who(request).await.is_none();
        if ended {
            let meant = request.uri().to_string();
            request.local_cache(|| Meant(Some(meant)));
            request.set_uri(Origin::parse(KEPT).expect("a constant address"));
        }
    }
}

/// The address that the form was sent to.
struct Meant(Option<String>);

/// A form that was led here, with the encoding it came in.
pub struct Led {
    to: String,
    multipart: bool,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Led {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match &request.local_cache(|| Meant(None)).0 {
            Some(to) => Outcome::Success(Self {
                to: local(to).to_owned(),
                multipart: request.content_type().is_some_and(|kind| kind.is_form_data()),
            }),
            None => Outcome::Error((Status::NotFound, ())),
        }
    }
}

/// Every field, whatever the form.
pub struct Typed {
    fields: Vec<Field>,
    files: bool,
}

#[derive(Serialize)]
struct Field {
    name: String,
    value: String,
}

#[rocket::async_trait]
impl<'r> FromForm<'r> for Typed {
    type Context = Self;

    fn init(_: Options) -> Self {
        Self { fields: Vec::new(), files: false }
    }

    fn push_value(typed: &mut Self, field: ValueField<'r>) {
        let name = field.name.source().to_string();
        let secret = ["password", "token", "code"].iter().any(|word| name.contains(word));
        if !secret && typed.fields.len() < MOST_FIELDS {
            typed.fields.push(Field { name, value: field.value.to_owned() });
        }
    }

    async fn push_data(typed: &mut Self, field: DataField<'r, '_>) {
        // A file field left empty is sent without a name.
        typed.files |= field.file_name.is_some_and(|name| name.as_str().is_some());
    }

    fn finalize(typed: Self) -> rocket::form::Result<'r, Self> {
        Ok(typed)
    }
}

#[derive(Serialize)]
struct KeptPage {
    fields: Vec<Field>,
    /// The longest of them, to read and to copy.
    words: String,
    files: bool,
    href: String,
    multipart: bool,
    sign_in_href: String,
}

#[post("/sign-in/kept", data = "<form>")]
pub fn kept(led: Led, layout: Layout<'_>, form: Form<Typed>) -> Result<Page, Error> {
    let typed = form.into_inner();
    let values = typed.fields.iter().map(|field| &field.value).filter(|value| value.trim().contains(char::is_whitespace));
    let page = KeptPage {
        words: values.max_by_key(|value| value.len()).cloned().unwrap_or_default(),
        fields: typed.fields,
        files: typed.files,
        href: led.to,
        multipart: led.multipart,
        sign_in_href: uri!(super::new(Some("/account"), None::<&str>)).to_string(),
    };
    layout.render(Status::Unauthorized, "session/kept", layout.text("sign-in-kept-title")?, &page)
}

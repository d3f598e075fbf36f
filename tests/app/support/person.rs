//! Somebody with a browser: it keeps its cookies and says where its requests come from.

use super::{Answer, App};
use rocket::http::{ContentType, Cookie, Header, Method};
use rocket::local::asynchronous::LocalRequest;
use std::collections::BTreeMap;

/// What a browser says that a form comes from.
#[derive(Clone, Copy, Debug)]
pub enum Sent {
    /// A page of ours, as Chromium and Firefox say it.
    Ours,
    /// Another site: the value of `Sec-Fetch-Site`.
    Site(&'static str),
    /// An older browser: `Origin` alone.
    Origin(&'static str),
    /// Nothing is said: a program.
    Unsaid,
}

pub struct Person<'a> {
    pub app: &'a App,
    /// Name and value, as they travel.
    pub cookies: BTreeMap<String, String>,
}

impl<'a> Person<'a> {
    pub fn new(app: &'a App) -> Self {
        Self { app, cookies: BTreeMap::new() }
    }

    /// The same cookies in another hand.
    pub fn copy(&self) -> Self {
        Self { app: self.app, cookies: self.cookies.clone() }
    }

    pub async fn get(&mut self, address: &str) -> Answer {
        self.ask(Method::Get, address, &[], Sent::Ours, None).await
    }

    pub async fn get_with(&mut self, address: &str, headers: &[(&'static str, &str)]) -> Answer {
        self.ask(Method::Get, address, headers, Sent::Ours, None).await
    }

    /// Sends a form.
    pub async fn post(&mut self, address: &str, form: &[(&str, &str)]) -> Answer {
        self.post_from(Sent::Ours, address, form).await
    }

    /// Says what a request is: the form of its page with what is changed in it.
    pub async fn triage(&mut self, ticket: &str, change: &[(&str, &str)]) -> Answer {
        let (address, seen) = self.get(&format!("{ticket}/triage")).await.page().form_of("Garder");
        let stands = seen.iter().filter_map(|(name, value)| Some((name.strip_prefix("seen_")?, value.as_str())));
        let mut form: Vec<(&str, &str)> = seen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        form.extend(stands.filter(|(name, _)| change.iter().all(|(changed, _)| changed != name)));
        form.extend(change);
        self.post(&address, &form).await
    }

    pub async fn post_from(&mut self, from: Sent, address: &str, form: &[(&str, &str)]) -> Answer {
        self.ask(Method::Post, address, &[], from, Some((ContentType::Form, encoded(form)))).await
    }

    pub async fn post_with(&mut self, address: &str, form: &[(&str, &str)], headers: &[(&'static str, &str)]) -> Answer {
        self.ask(Method::Post, address, headers, Sent::Ours, Some((ContentType::Form, encoded(form)))).await
    }

    /// Sends any bytes under any type.
    pub async fn post_raw(&mut self, address: &str, kind: ContentType, body: Vec<u8>) -> Answer {
        self.ask(Method::Post, address, &[], Sent::Ours, Some((kind, body))).await
    }

    /// Sends a form with files: field, file name, type claimed, bytes.
    pub async fn upload(&mut self, address: &str, form: &[(&str, &str)], files: &[(&str, &str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in form {
            body.extend(format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, file, kind, bytes) in files {
            let head = format!("name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {kind}");
            body.extend(format!("--frontier\r\nContent-Disposition: form-data; {head}\r\n\r\n").bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--frontier--\r\n");
        let kind = ContentType::new("multipart", "form-data").with_params(("boundary", "frontier"));
        self.post_raw(address, kind, body).await
    }

    pub async fn ask(
        &mut self,
        method: Method,
        address: &str,
        headers: &[(&'static str, &str)],
        from: Sent,
        body: Option<(ContentType, Vec<u8>)>,
    ) -> Answer {
        let mut request: LocalRequest<'_> = self.app.client.req(method, address.to_owned());
        match from {
            Sent::Ours => request.add_header(Header::new("sec-fetch-site", "same-origin")),
            Sent::Site(site) => request.add_header(Header::new("sec-fetch-site", site)),
            Sent::Origin(origin) => request.add_header(Header::new("origin", origin)),
            Sent::Unsaid => {}
        }
        for (name, value) in headers {
            request.add_header(Header::new(*name, (*value).to_owned()));
        }
        for (name, value) in &self.cookies {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        if let Some((kind, bytes)) = body {
            request.add_header(kind);
            request.set_body(bytes);
        }
        let answer = Answer::read(request.dispatch().await).await;
        self.keep(&answer);
        answer
    }

    /// Keeps and forgets cookies, as the answer says.
    fn keep(&mut self, answer: &Answer) {
        for line in answer.headers_of("set-cookie") {
            let Ok(cookie) = Cookie::parse_encoded(line.to_owned()) else { continue };
            let over = cookie.max_age().is_some_and(|age| age.is_zero()) || cookie.value().is_empty();
            if over {
                self.cookies.remove(cookie.name());
            } else {
                self.cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
    }

    /// The secret of the session, when there is one.
    pub fn session(&self) -> Option<&str> {
        self.cookies.get("__Host-session").map(String::as_str)
    }
}

fn encoded(form: &[(&str, &str)]) -> Vec<u8> {
    let part = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
    form.iter().map(|(name, value)| format!("{}={}", part(name), part(value))).collect::<Vec<_>>().join("&").into_bytes()
}

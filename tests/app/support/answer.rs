//! What comes back.

use super::html::Page;
use rocket::local::asynchronous::LocalResponse;

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub async fn read(response: LocalResponse<'_>) -> Self {
        let status = response.status().code;
        let headers = response.headers().iter().map(|h| (h.name().as_str().to_lowercase(), h.value().to_owned())).collect();
        Self { status, headers, bytes: response.into_bytes().await.unwrap_or_default() }
    }

    /// The first value of a header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn headers_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn body(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The page, to look around in.
    pub fn page(&self) -> Page {
        Page::read(&self.body())
    }

    /// Whether the page says a text, as people read it.
    pub fn says(&self, text: &str) -> bool {
        self.page().text().contains(text)
    }

    /// The body without what differs between two requests for the same thing: their ids, and the words given.
    pub fn without(&self, given: &[&str]) -> String {
        let id = self.header("x-request-id");
        let body = if id.is_empty() { self.body() } else { self.body().replace(id, "·") };
        given.iter().fold(body, |body, word| body.replace(word, "·"))
    }
}

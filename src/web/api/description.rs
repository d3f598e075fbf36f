//! The interface described for programs (OpenAPI 3.1), from the types that its handlers read and write.

use super::{messages, moves, problem, records, requests, tickets};
use rocket::get;
use rocket::http::ContentType;
use std::sync::LazyLock;
use utoipa::openapi::OpenApi as Description;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Parcommun",
        version = "1",
        description = "Requests to the shared IT department, as the person whose token it is may read and make them.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")
    ),
    paths(
        tickets::index,
        tickets::show,
        requests::create,
        messages::index,
        messages::create,
        moves::close,
        moves::reopen,
        moves::withdraw,
        moves::assign
    ),
    components(schemas(problem::Told, problem::ToldField, records::TicketLine, records::Named, messages::NewTime)),
    modifiers(&Token),
    tags(
        (name = "tickets", description = "Requests"),
        (name = "messages", description = "What is said in them"),
        (name = "moves", description = "What becomes of them"),
    )
)]
struct Interface;

struct Token;

impl Modify for Token {
    fn modify(&self, description: &mut Description) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token of one's account page, `pcm_…`"));
        let components = description.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
    }
}

/// Written once: it is the same for everybody.
static WRITTEN: LazyLock<Option<String>> = LazyLock::new(|| Interface::openapi().to_pretty_json().ok());

/// The description. It holds nothing of anybody: no token is needed.
#[get("/api/v1/openapi.json")]
pub fn show() -> Option<(ContentType, &'static str)> {
    WRITTEN.as_deref().map(|text| (ContentType::JSON, text))
}

//! The interface described for programs (OpenAPI 3.1), from the types that its handlers read and write.

use super::{equipment, files, interventions, messages, moves, problem, records, requests, structures, tickets};
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
        files::index,
        files::show,
        files::create,
        moves::close,
        moves::reopen,
        moves::withdraw,
        moves::assign,
        structures::index,
        equipment::index,
        equipment::show,
        interventions::index,
        interventions::create
    ),
    components(schemas(problem::Told, problem::ToldField, records::TicketLine, records::Named, messages::NewTime)),
    modifiers(&Token),
    tags(
        (name = "tickets", description = "Requests"),
        (name = "messages", description = "What is said in them"),
        (name = "files", description = "What comes with them"),
        (name = "moves", description = "What becomes of them"),
        (name = "structures", description = "Structures within reach"),
        (name = "equipment", description = "Machines"),
        (name = "interventions", description = "A technician's time"),
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

//! Static files: embedded, under a name that holds their digest, so that browsers keep them for ever.

use rocket::http::{ContentType, Header, Status};
use rocket::request::Request;
use rocket::response::{Responder, Response, Result};
use rust_embed::RustEmbed;
use std::collections::HashMap;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// Files compressed by the build script, when it made any.
#[derive(RustEmbed)]
#[folder = "$OUT_DIR/compressed/"]
struct Compressed;

/// The hashed names, both ways.
pub struct Assets {
    by_name: HashMap<String, String>,
    by_address: HashMap<String, String>,
}

impl Assets {
    /// Gives every embedded file its address: `app.css` becomes `app.3f2a9c41.css`.
    pub fn load() -> Self {
        let mut assets = Self { by_name: HashMap::new(), by_address: HashMap::new() };
        for name in Files::iter() {
            let Some(file) = Files::get(&name) else { continue };
            let digest: String = file.metadata.sha256_hash()[..4].iter().map(|byte| format!("{byte:02x}")).collect();
            let address = match name.rsplit_once('.') {
                Some((stem, ending)) => format!("{stem}.{digest}.{ending}"),
                None => format!("{name}.{digest}"),
            };
            assets.by_name.insert(name.to_string(), address.clone());
            assets.by_address.insert(address, name.to_string());
        }
        assets
    }

    /// The address of a file of `static/`.
    pub fn href(&self, name: &str) -> String {
        match self.by_name.get(name) {
            Some(address) => format!("/static/{address}"),
            None => format!("/static/{name}"),
        }
    }
}

/// A static file as it leaves.
pub struct Asset {
    body: Vec<u8>,
    encoding: Option<&'static str>,
    kind: ContentType,
}

/// Serves a static file by its hashed address; any other address is not there.
#[rocket::get("/static/<address>")]
pub fn asset(address: &str, accepts: Accepts, assets: &rocket::State<Assets>) -> Option<Asset> {
    let name = assets.by_address.get(address)?;
    let kind = name.rsplit_once('.').and_then(|(_, ending)| ContentType::from_extension(ending)).unwrap_or(ContentType::Binary);
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        if accepts.0.contains(encoding)
            && let Some(file) = Compressed::get(&format!("{name}.{ending}"))
        {
            return Some(Asset { body: file.data.into_owned(), encoding: Some(encoding), kind });
        }
    }
    Files::get(name).map(|file| Asset { body: file.data.into_owned(), encoding: None, kind })
}

/// The encodings that the browser takes.
pub struct Accepts(String);

#[rocket::async_trait]
impl<'r> rocket::request::FromRequest<'r> for Accepts {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> rocket::request::Outcome<Self, Self::Error> {
        rocket::request::Outcome::Success(Self(request.headers().get_one("accept-encoding").unwrap_or_default().to_owned()))
    }
}

impl<'r> Responder<'r, 'static> for Asset {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        let mut response = Response::build();
        response
            .status(Status::Ok)
            .header(self.kind)
            .header(Header::new("cache-control", "public, max-age=31536000, immutable"))
            .header(Header::new("vary", "accept-encoding"))
            .sized_body(self.body.len(), std::io::Cursor::new(self.body));
        if let Some(encoding) = self.encoding {
            response.header(Header::new("content-encoding", encoding));
        }
        response.ok()
    }
}

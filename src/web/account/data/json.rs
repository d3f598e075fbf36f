//! One's own data for programs: the shape of `docs/data.md`.

use super::{Edge, Piece, Writer};
use crate::store::own_data::{Own, OwnFile, OwnMessage, OwnRequest};
use crate::web::attachments;
use crate::web::errors::Error;
use crate::web::layout::Layout;
use serde::Serialize;

/// The version of the shape: raised when something in it changes its meaning or its name.
const SHAPE: u32 = 1;

pub struct Json<'r> {
    pub layout: Layout<'r>,
}

#[derive(Serialize)]
struct Head<'a> {
    shape: u32,
    made_at: chrono::DateTime<chrono::Utc>,
    group: Option<&'a str>,
    address: String,
    #[serde(flatten)]
    own: &'a Own,
}

#[derive(Serialize)]
struct Request<'a> {
    #[serde(flatten)]
    request: &'a OwnRequest,
    messages: Vec<Message<'a>>,
}

#[derive(Serialize)]
struct Message<'a> {
    #[serde(flatten)]
    message: &'a OwnMessage,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    bytes: i64,
    address: String,
}

impl Writer for Json<'_> {
    fn write(&self, piece: Piece, edge: Edge) -> Result<String, Error> {
        match piece {
            Piece::Own(own) => {
                let head = self.head(&own)?;
                // The object goes on with what is read in parts, and ends with the file.
                Ok(head.strip_suffix('}').unwrap_or(&head).to_owned())
            }
            Piece::Requests(rows) => {
                let rows: Vec<Request<'_>> = rows.iter().map(|row| self.request(row)).collect();
                part(",\n\"requests\":[", edge, &rows)
            }
            // What begins a part ends the one before.
            Piece::Interventions(rows) => part("],\n\"interventions\":[", edge, &rows),
            Piece::Visits(rows) => part("],\n\"visits\":[", edge, &rows),
            Piece::Looks(rows) => part("],\n\"looks\":[", edge, &rows),
            Piece::Decisions(rows) => part("],\n\"decisions\":[", edge, &rows),
            Piece::End => Ok("]}\n".to_owned()),
        }
    }
}

/// Rows of a part: what begins it before the first ones, a comma before each that follows another.
fn part<T: Serialize>(begins: &str, edge: Edge, rows: &[T]) -> Result<String, Error> {
    let mut text = if edge.first { begins.to_owned() } else { String::new() };
    for (place, row) in rows.iter().enumerate() {
        text.push_str(if edge.first && place == 0 { "\n" } else { ",\n" });
        text.push_str(&written(row)?);
    }
    Ok(text)
}

fn written(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Other(error.to_string()))
}

impl Json<'_> {
    fn head(&self, own: &Own) -> Result<String, Error> {
        written(&Head {
            shape: SHAPE,
            made_at: self.layout.now,
            group: self.layout.group().map(|group| group.name.as_str()),
            address: self.layout.whole_address("/"),
            own,
        })
    }

    fn request<'a>(&self, request: &'a OwnRequest) -> Request<'a> {
        let file = |file: &'a OwnFile| File {
            name: &file.name,
            bytes: file.bytes,
            address: self.layout.whole_address(&attachments::href(file.id)),
        };
        let message = |message: &'a OwnMessage| Message { message, files: message.files.iter().map(file).collect() };
        Request { request, messages: request.messages.iter().map(message).collect() }
    }
}

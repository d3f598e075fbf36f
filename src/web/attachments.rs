//! Files joined to messages: read from a form, said in words, served through their ticket alone.

use super::download::Download;
use super::errors::Error;
use super::layout::Layout;
use super::pictures;
use crate::domain::ids::AttachmentId;
use crate::domain::tickets::files::{FileKind, shown_name};
use crate::store::Db;
use crate::store::access::Viewer;
use crate::store::tickets::{self, NewFile, StoredFile};
use fluent_bundle::FluentValue;
use rocket::fs::TempFile;
use rocket::http::{ContentType, Header};
use rocket::{Responder, Route, State, get, routes, uri};

pub fn routes() -> Vec<Route> {
    routes![show]
}

/// Reads one file of a form. The error is its name and the key of what is wrong.
pub async fn read(file: &TempFile<'_>) -> Result<NewFile, (String, &'static str)> {
    let name = shown_name(file.raw_name().map_or("", |name| name.dangerous_unsafe_unsanitized_raw().as_str()));
    let wrong = (name.clone(), "mistake-file");
    let bytes = bytes(file).await.ok_or_else(|| wrong.clone())?;
    tokio::task::spawn_blocking(move || made(name, bytes)).await.map_err(|_| wrong)?
}

/// The very bytes of a file of a form; `None` when they cannot be read.
pub async fn bytes(file: &TempFile<'_>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut stream = file.open().await.ok()?;
    tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut bytes).await.ok()?;
    Some(bytes)
}

/// As many pictures as somebody without an account may send at once.
const MOST_PICTURES: usize = 5;

/// Reads the pictures of somebody without an account, who sends nothing else; the error is the key of what is wrong.
pub async fn pictures(files: &[TempFile<'_>]) -> Result<Vec<NewFile>, &'static str> {
    let files: Vec<&TempFile<'_>> = files.iter().filter(|file| file.len() > 0).collect();
    if files.len() > MOST_PICTURES {
        return Err("mistake-pictures-many");
    }
    let mut pictures = Vec::new();
    for file in files {
        let picture = read(file).await.map_err(|(_, key)| key)?;
        if !picture.is_picture() {
            return Err("mistake-picture");
        }
        pictures.push(picture);
    }
    Ok(pictures)
}

/// A picture is decoded and encoded again; anything else stays as it came.
fn made(name: String, bytes: Vec<u8>) -> Result<NewFile, (String, &'static str)> {
    if !pictures::is_one(&bytes) {
        return Ok(NewFile::other(name, bytes));
    }
    match pictures::harmless(&bytes) {
        Ok((sides, jpeg)) => Ok(NewFile::picture(name, sides, jpeg)),
        Err(key) => Err((name, key)),
    }
}

/// « document PDF, 240 ko ».
pub fn described(layout: &Layout<'_>, kind: FileKind, bytes: i64) -> Result<String, Error> {
    let kind = layout.text(&format!("file-kind-{kind}"))?;
    let values = [("kind", FluentValue::from(kind)), ("size", FluentValue::from(layout.size(bytes)))];
    layout.text_with("file-described", values)
}

/// Its name, or that it has none.
pub fn named(layout: &Layout<'_>, name: String) -> Result<String, Error> {
    if name.is_empty() { layout.text("file-without-name") } else { Ok(name) }
}

/// A file as it leaves: whatever was uploaded, a browser shows a picture of ours, or saves.
#[derive(Responder)]
pub enum Shown {
    Picture(Box<Picture>),
    Other(Box<Saved>),
}

#[derive(Responder)]
pub struct Picture {
    bytes: Vec<u8>,
    media_type: ContentType,
    policy: Header<'static>,
    disposition: Header<'static>,
    cache: Header<'static>,
}

#[derive(Responder)]
pub struct Saved {
    file: Download,
    policy: Header<'static>,
    cache: Header<'static>,
}

impl Shown {
    /// A file that its reader may have.
    pub fn of(file: StoredFile) -> Self {
        let policy = Header::new("content-security-policy", "sandbox; default-src 'none'");
        let cache = Header::new("cache-control", "private, no-store");
        if file.kind != FileKind::Picture {
            return Self::Other(Box::new(Saved { file: Download::as_it_came(&file.name, file.bytes), policy, cache }));
        }
        Self::Picture(Box::new(Picture {
            media_type: ContentType::parse_flexible(&file.media_type).unwrap_or(ContentType::Binary),
            bytes: file.bytes,
            policy,
            disposition: Header::new("content-disposition", "inline"),
            cache,
        }))
    }
}

#[get("/attachments/<id>")]
async fn show(viewer: &Viewer, id: AttachmentId, db: &State<Db>) -> Result<Shown, Error> {
    Ok(Shown::of(tickets::attachment(db, viewer, id).await?.ok_or(Error::NotFound)?))
}

/// The address of a file.
pub fn href(id: AttachmentId) -> String {
    uri!(show(id)).to_string()
}

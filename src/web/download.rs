//! Files that are saved, not shown.

use super::errors::Error;
use crate::documents::{self, Document};
use rocket::http::{ContentType, Header, Status};
use rocket::response::Responder;

/// A file with its name.
#[derive(Debug, Responder)]
pub struct Download {
    body: (Status, (ContentType, Vec<u8>)),
    disposition: Header<'static>,
}

impl Download {
    pub fn new(name: &str, extension: &str, kind: ContentType, body: Vec<u8>) -> Self {
        // Nothing but these in a header: a structure's name may hold anything.
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
        let disposition = Header::new("content-disposition", format!("attachment; filename=\"{name}.{extension}\""));
        Self { body: (Status::Ok, (kind, body)), disposition }
    }

    /// A document for paper.
    pub fn pdf(name: &str, document: &Document) -> Result<Self, Error> {
        let bytes = documents::write(document).map_err(|error| Error::Other(error.to_string()))?;
        Ok(Self::new(name, "pdf", ContentType::PDF, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_harmless() {
        let file = Download::new("heures-L'Écluse\"\r\n-2026-03", "csv", ContentType::CSV, Vec::new());
        assert_eq!(file.disposition.value(), "attachment; filename=\"heures-L__cluse___-2026-03.csv\"");
    }
}

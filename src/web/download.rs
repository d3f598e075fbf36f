//! Files that are saved, not shown.

use super::errors::Error;
use crate::documents::{self, Document, Labels};
use crate::domain::tickets::files::saved_name;
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

    /// A file that somebody joined: whatever it is and claims to be, a browser saves it and shows nothing of it.
    pub fn as_it_came(name: &str, body: Vec<u8>) -> Self {
        let disposition = Header::new("content-disposition", as_attachment(name));
        Self { body: (Status::Ok, (ContentType::Binary, body)), disposition }
    }

    /// A document for paper.
    pub fn pdf(name: &str, document: &Document) -> Result<Self, Error> {
        let bytes = documents::write(document).map_err(|error| Error::Other(error.to_string()))?;
        Ok(Self::new(name, "pdf", ContentType::PDF, bytes))
    }

    /// Labels to stick.
    pub fn labels(name: &str, labels: &Labels) -> Result<Self, Error> {
        let bytes = documents::write_labels(labels).map_err(|error| Error::Other(error.to_string()))?;
        Ok(Self::new(name, "pdf", ContentType::PDF, bytes))
    }
}

/// The header of a file under its own name (RFC 6266): plain letters for old programs, the name itself encoded (RFC 8187).
fn as_attachment(name: &str) -> String {
    use std::fmt::Write;
    let name = saved_name(name);
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RT CVE-2012-4730: nothing of a name ends the header or begins another part of it.
    #[test]
    fn cve_2012_4730_a_given_name_stays_within_its_header() {
        for (name, header) in [
            ("Devis été.pdf", "attachment; filename=\"Devis _t_.pdf\"; filename*=UTF-8''Devis%20%C3%A9t%C3%A9.pdf"),
            ("a\"\r\nx: y;.exe", "attachment; filename=\"a_x_ y_.exe\"; filename*=UTF-8''a_x_%20y_.exe"),
            ("../.htaccess", "attachment; filename=\"htaccess\"; filename*=UTF-8''htaccess"),
            ("CON", "attachment; filename=\"_CON\"; filename*=UTF-8''_CON"),
            ("", "attachment; filename=\"file\"; filename*=UTF-8''file"),
        ] {
            assert_eq!(as_attachment(name), header);
        }
    }

    #[test]
    fn the_name_of_a_file_is_harmless() {
        let file = Download::new("heures-L'Écluse\"\r\n-2026-03", "csv", ContentType::CSV, Vec::new());
        assert_eq!(file.disposition.value(), "attachment; filename=\"heures-L__cluse___-2026-03.csv\"");
    }
}

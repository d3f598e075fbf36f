//! Files that come with a message (`tickets.md` § 5): how many, how heavy, what they are by their content, how they are named.

use crate::domain::vocabulary;

/// As many files as a message may carry.
pub const MOST_FILES: usize = 10;
/// The heaviest file, in bytes.
pub const MOST_BYTES: i64 = 25 * 1024 * 1024;
/// The heaviest message, in bytes, all its files together.
pub const MOST_BYTES_IN_ALL: i64 = 50 * 1024 * 1024;
/// The longest name that is shown, in characters.
const MOST_NAME: usize = 80;
/// Names of what a container holds stand at its beginning or at its end.
const EDGE: usize = 64 * 1024;

vocabulary! {
    /// What a file is, by its content alone: a word for who reads, never what a browser is told.
    pub enum FileKind {
        /// Decoded and encoded again: the only kind that is shown in the page.
        Picture = "picture",
        /// A picture that we do not decode.
        Image = "image",
        Pdf = "pdf",
        Document = "document",
        Spreadsheet = "spreadsheet",
        Slides = "slides",
        Text = "text",
        /// What a browser would run: HTML, SVG, XML.
        Page = "page",
        Archive = "archive",
        Sound = "sound",
        Video = "video",
        Program = "program",
        Other = "other",
    }
}

impl FileKind {
    /// What these bytes are, whatever they are called. Never [`FileKind::Picture`]: that is for who has decoded one.
    pub fn of(bytes: &[u8]) -> Self {
        let at = |place: usize, mark: &[u8]| bytes.get(place..).is_some_and(|rest| rest.starts_with(mark));
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Self::of_zip(bytes),
            [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Self::of_compound(bytes),
            [b'{', b'\\', b'r', b't', b'f', ..] => Self::Document,
            [b'#', b'!', ..] => Self::Program,
            _ if is_text(bytes) => Self::of_text(bytes),
            [b'M', b'Z', ..] | [0x7f, b'E', b'L', b'F', ..] => Self::Program,
            [0xcf | 0xce, 0xfa, 0xed, 0xfe, ..] | [0xca, 0xfe, 0xba, 0xbe, ..] => Self::Program,
            [b'G', b'I', b'F', b'8', ..] | [b'B', b'M', ..] | [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Self::Image,
            _ if at(4, b"ftyphei") || at(4, b"ftypmif") || at(4, b"ftypavif") => Self::Image,
            _ if at(4, b"ftypM4A") => Self::Sound,
            _ if at(4, b"ftyp") || (at(0, b"RIFF") && at(8, b"AVI ")) || at(0, b"\x1aE\xdf\xa3") => Self::Video,
            _ if at(0, b"ID3") || at(0, b"fLaC") || at(0, b"OggS") || (at(0, b"RIFF") && at(8, b"WAVE")) => Self::Sound,
            [0xff, 0xfb | 0xf3 | 0xf2, ..] => Self::Sound,
            [0x1f, 0x8b, ..] | [b'B', b'Z', b'h', ..] | [0xfd, b'7', b'z', b'X', b'Z', ..] => Self::Archive,
            _ if at(0, b"7z\xbc\xaf\x27\x1c") || at(0, b"Rar!\x1a\x07") || at(257, b"ustar") => Self::Archive,
            _ => Self::Other,
        }
    }

    /// Office documents are archives whose entries say what they are.
    fn of_zip(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(EDGE)];
        let tail = &bytes[bytes.len() - bytes.len().min(EDGE)..];
        let names = |name: &[u8]| holds(head, name) || holds(tail, name);
        let first = &head[..head.len().min(200)];
        match () {
            () if names(b"word/") || holds(first, b"opendocument.text") => Self::Document,
            () if names(b"xl/") || holds(first, b"opendocument.spreadsheet") => Self::Spreadsheet,
            () if names(b"ppt/") || holds(first, b"opendocument.presentation") => Self::Slides,
            () => Self::Archive,
        }
    }

    /// The documents of before: their streams are named in UTF-16.
    fn of_compound(bytes: &[u8]) -> Self {
        let names = |name: &str| holds(bytes, &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
        match () {
            () if names("WordDocument") => Self::Document,
            () if names("Workbook") => Self::Spreadsheet,
            () if names("PowerPoint Document") => Self::Slides,
            () => Self::Other,
        }
    }

    fn of_text(bytes: &[u8]) -> Self {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
        let begins = head.trim_start_matches('\u{feff}').trim_start();
        let runs = begins.starts_with("<!doctype") || begins.starts_with("<?xml") || begins.starts_with("<!--");
        let tags = ["<html", "<svg", "<script", "<body", "<iframe", "<xsl:"];
        if runs || tags.iter().any(|tag| head.contains(tag)) { Self::Page } else { Self::Text }
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Text has no control characters but those of lines, in whatever alphabet.
fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    !head.is_empty() && head.iter().all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c))
}

/// What turns a line round or cannot be seen: in a name it would only deceive.
fn deceives(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The given name, for display alone: no folder, nothing that deceives, at most 80 characters with its ending. May be empty.
pub fn shown_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !deceives(*c)).collect();
    let name = name.trim().trim_end_matches(['.', ' ']);
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().count() <= 8 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    if name.chars().count() <= MOST_NAME {
        return name.to_owned();
    }
    let room = MOST_NAME - 1 - ending.chars().count();
    format!("{}…{ending}", stem.chars().take(room).collect::<String>())
}

/// The name under which a file is saved by whoever takes it: shown, and nothing that a system reads as more than a name.
/// Never empty.
pub fn saved_name(shown: &str) -> String {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    let name = shown_name(shown);
    let name: String = name.trim_start_matches(['.', ' ', '-', '~']).chars().map(plain).collect();
    let stem = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    let is_device = DEVICES.contains(&stem.trim_end_matches(|c: char| c.is_ascii_digit())) && stem.len() <= 4;
    match name.is_empty() {
        true => "file".to_owned(),
        false if is_device => format!("_{name}"),
        false => name,
    }
}

/// Without what a file system or a header reads as its own.
fn plain(c: char) -> char {
    if matches!(c, '"' | '\'' | '<' | '>' | ':' | '|' | '?' | '*' | ';' | '%' | '`' | '$' | '&' | '\\' | '/') { '_' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_is_what_it_holds() {
        let compound = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600], &name].concat()
        };
        for (bytes, kind) in [
            (&b"%PDF-1.7\n%\xe2\xe3"[..], FileKind::Pdf),
            (b"PK\x03\x04\x14\0\0\0\x08\0[Content_Types].xml..word/document.xml", FileKind::Document),
            (b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet", FileKind::Spreadsheet),
            (b"PK\x03\x04\x14\0notes.txt", FileKind::Archive),
            (&compound("Workbook"), FileKind::Spreadsheet),
            (&compound("Autre"), FileKind::Other),
            ("Jour;Heures\n12/03;3 h\n".as_bytes(), FileKind::Text),
            (b"Nom;\xe9t\xe9", FileKind::Text),
            (b" <svg xmlns='http://www.w3.org/2000/svg'/>", FileKind::Page),
            (b"\xef\xbb\xbf<!DOCTYPE html><p>", FileKind::Page),
            (b"bonjour <script>alert(1)</script>", FileKind::Page),
            (b"<?xml version=\"1.0\"?><a/>", FileKind::Page),
            (b"MZ\x90\0\x03", FileKind::Program),
            (b"MZ is how it begins", FileKind::Text),
            (b"\x7fELF\x02\x01", FileKind::Program),
            (b"#!/bin/sh\nrm -rf /", FileKind::Program),
            (b"GIF89a\x01\0\x01\0", FileKind::Image),
            (b"\0\0\0\x18ftypheic", FileKind::Image),
            (b"\0\0\0\x18ftypisom", FileKind::Video),
            (b"ID3\x04\0", FileKind::Sound),
            (b"\x1f\x8b\x08\0", FileKind::Archive),
            (b"\0\x01\x02", FileKind::Other),
            (b"", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(bytes), kind, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(20)]));
        }
    }

    #[test]
    fn a_name_is_for_display_alone() {
        for (given, shown) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\photos\\imprimante.png", "imprimante.png"),
            ("photo\u{202e}gpj.exe\r\n", "photogpj.exe"),
            ("devis\0.pdf", "devis.pdf"),
            ("...", ""),
            (".htaccess", ".htaccess"),
            ("  facture.pdf. ", "facture.pdf"),
            ("", ""),
        ] {
            assert_eq!(shown_name(given), shown, "{given:?}");
        }
        let long = shown_name(&format!("{}.docx", "é".repeat(300)));
        assert!(long.ends_with("….docx") && long.chars().count() == 80, "{long}");
    }

    #[test]
    fn a_saved_name_is_no_device_and_hides_nowhere() {
        for (shown, saved) in [
            ("CON", "_CON"),
            ("con.png", "_con.png"),
            ("lpt1.txt", "_lpt1.txt"),
            ("contrat.pdf", "contrat.pdf"),
            (".htaccess", "htaccess"),
            ("a\"; filename=b.exe", "a__ filename=b.exe"),
            ("", "file"),
        ] {
            assert_eq!(saved_name(shown), saved, "{shown:?}");
        }
    }

    proptest! {
        #[test]
        fn no_name_climbs_deceives_nor_is_long(given in "\\PC*", bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let (shown, saved) = (shown_name(&given), saved_name(&given));
            prop_assert!(shown.chars().count() <= 80 && !saved.is_empty());
            for name in [&shown, &saved] {
                let harmless = !name.contains(['/', '\\', '\0', '\n', '\u{202e}', '\u{200b}']);
                prop_assert!(harmless);
            }
            prop_assert!(!saved.starts_with('.') && !saved.contains('"'));
            prop_assert_eq!(shown_name(&shown), shown.clone(), "shown once as always");
            prop_assert_ne!(FileKind::of(&bytes), FileKind::Picture);
        }
    }
}

//! A page as the person reads it, in plain text: `[links]`, `((buttons))`, `{fields}`, rows as `a | b | c`. What differs
//! from run to run (ids, tokens, codes) is blanked; dates stay, they come from the clock of the test.

use super::html::{Element, Piece, pieces, spaced};

/// Each begins a line and ends one.
const BLOCKS: [&str; 34] = [
    "html",
    "title",
    "header",
    "nav",
    "main",
    "footer",
    "section",
    "article",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "form",
    "fieldset",
    "legend",
    "label",
    "table",
    "caption",
    "tr",
    "details",
    "summary",
    "figure",
    "figcaption",
    "blockquote",
    "br",
    "textarea",
    "select",
];
/// Nobody reads what is in there; a dialog is closed until a script opens it.
const SILENT: [&str; 4] = ["script", "style", "svg", "dialog"];

#[derive(Default)]
struct Reader {
    lines: Vec<String>,
    line: String,
    /// What the line begins with.
    mark: &'static str,
    /// The cells of the row that is open.
    row: Option<Vec<String>>,
    silent: usize,
}

/// The page as it is read.
pub fn seen(html: &str) -> String {
    let mut reader = Reader::default();
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) if reader.silent == 0 => reader.line.push_str(&text),
            Piece::Text(_) => {}
            Piece::Open(element, void) => reader.open(&element, void),
            Piece::Close(tag) => reader.close(&tag),
        }
    }
    reader.end_line();
    blanked(&reader.lines.join("\n"))
}

impl Reader {
    fn open(&mut self, element: &Element, void: bool) {
        let tag = element.tag.as_str();
        if SILENT.contains(&tag) {
            self.silent += usize::from(!void);
            return;
        }
        if self.silent > 0 {
            return;
        }
        if BLOCKS.contains(&tag) {
            self.end_line();
        }
        match tag {
            "h1" => self.mark = "# ",
            "h2" => self.mark = "## ",
            "h3" => self.mark = "### ",
            "li" => self.mark = "- ",
            "dt" => self.mark = "· ",
            "dd" => self.mark = "  ",
            "blockquote" => self.mark = "> ",
            "summary" => self.mark = "▸ ",
            "caption" => self.mark = "table: ",
            "option" if element.attribute("selected").is_some() => self.line.push_str(" ✓"),
            "option" => self.line.push_str(" /"),
            "tr" => self.row = Some(Vec::new()),
            "td" | "th" => self.line.clear(),
            "a" => self.line.push_str(if element.attribute("aria-current").is_some() { " [*" } else { " [" }),
            "button" => self.line.push_str(" (("),
            "textarea" | "select" => self.line.push('{'),
            "input" => self.line.push_str(&input(element)),
            "img" => self.line.push_str(&format!(" <{}>", element.attribute("alt").unwrap_or_default())),
            // Columns of a line: what the sheet sets apart.
            "span" | "small" | "b" => self.line.push(' '),
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        if SILENT.contains(&tag) {
            self.silent = self.silent.saturating_sub(1);
            return;
        }
        if self.silent > 0 {
            return;
        }
        match tag {
            "a" => self.line.push(']'),
            // One without a word is there for the Enter key alone.
            "button" => match self.line.strip_suffix(" ((").map(str::len) {
                Some(before) => self.line.truncate(before),
                None => self.line.push_str("))"),
            },
            "textarea" | "select" => self.line.push('}'),
            "td" | "th" => {
                let cell = spaced(&self.line);
                self.line.clear();
                if let Some(row) = &mut self.row {
                    row.push(cell);
                }
            }
            "tr" => {
                if let Some(row) = self.row.take() {
                    self.lines.push(row.join(" | "));
                }
            }
            _ => {}
        }
        if BLOCKS.contains(&tag) {
            self.end_line();
        }
    }

    /// Ends the line, unless it stands in a row.
    fn end_line(&mut self) {
        if self.row.is_some() {
            self.line.push(' ');
            return;
        }
        let words = spaced(&self.line).replace("[ ", "[").replace("(( ", "((").replace("{ ", "{");
        self.line.clear();
        if !words.is_empty() {
            self.lines.push(format!("{}{words}", std::mem::take(&mut self.mark)));
        }
    }
}

fn input(element: &Element) -> String {
    let value = element.attribute("value").unwrap_or_default();
    let checked = element.attribute("checked").is_some();
    match element.attribute("type").unwrap_or("text") {
        "hidden" => String::new(),
        "radio" => if checked { "(•) " } else { "( ) " }.to_owned(),
        "checkbox" => if checked { "{x} " } else { "{ } " }.to_owned(),
        "file" => " {file}".to_owned(),
        "password" => " {password}".to_owned(),
        _ => format!(" {{{value}}}"),
    }
}

/// Without what differs from run to run.
pub fn blanked(text: &str) -> String {
    let mut clean = String::new();
    let mut word = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_alphanumeric() || letter == '-' {
            word.push(letter);
            continue;
        }
        let hex = |word: &str| word.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        match word.len() {
            36 if hex(&word) => clean.push_str("<id>"),
            6 if word.bytes().all(|b| b.is_ascii_digit()) => clean.push_str("<code>"),
            12 if hex(&word) => clean.push_str("<request>"),
            32.. if !word.contains('-') => clean.push_str("<token>"),
            _ => clean.push_str(&word),
        }
        word.clear();
        clean.push(letter);
    }
    clean.trim_end().to_owned()
}

#[test]
fn a_page_is_read_from_top_to_bottom() {
    let read = seen(
        "<title>T</title><h1>A <b>b</b></h1><nav><a href=\"/x\" aria-current=\"page\">Here</a><a href=\"/y\">There</a></nav>\
         <table><caption>C</caption><tr><th>a</th><td>1<p>small</p></td></tr></table>\
         <label for=\"n\">Name</label><input id=\"n\" value=\"V\"><input type=\"hidden\" value=\"h\"><svg><text>s</text></svg>\
         <select><option selected>One</option><option>Two</option></select><button>Go</button>",
    );
    assert_eq!(read, "T\n# A b\n[*Here] [There]\ntable: C\na | 1 small\nName\n{V}\n{✓One /Two}\n((Go))");
}

//! A page, read as a person finds things in it: by what they are and what they are called. Our pages are well-formed:
//! a small reader does.

/// An element, with the text inside it.
#[derive(Clone, Debug)]
pub struct Element {
    pub tag: String,
    attributes: Vec<(String, String)>,
    pub text: String,
    depth: usize,
    /// Where it begins and ends among the elements of the page.
    index: usize,
    end: usize,
}

#[derive(Clone, Debug)]
pub struct Page {
    elements: Vec<Element>,
}

/// What a page is made of, in order.
pub enum Piece {
    /// An element begins; whether it also ends there.
    Open(Element, bool),
    Text(String),
    Close(String),
}

/// Elements that have no end tag.
const VOID: [&str; 6] = ["meta", "link", "input", "br", "hr", "img"];
/// Elements whose text nobody reads.
const SILENT: [&str; 3] = ["script", "style", "title"];

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn attributes(&self) -> impl Iterator<Item = &(String, String)> {
        self.attributes.iter()
    }

    fn is(&self, role: &str) -> bool {
        match role {
            "link" => self.tag == "a" && self.attribute("href").is_some(),
            "button" => self.tag == "button",
            "heading" => matches!(self.tag.as_str(), "h1" | "h2" | "h3"),
            tag => self.tag == tag || self.attribute("role") == Some(tag),
        }
    }
}

impl Page {
    pub fn read(html: &str) -> Self {
        let mut page = Self { elements: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        for piece in pieces(html) {
            match piece {
                Piece::Text(text) => page.say(&open, &text),
                Piece::Close(tag) => {
                    while let Some(index) = open.pop() {
                        page.elements[index].end = page.elements.len();
                        if page.elements[index].tag == tag {
                            break;
                        }
                    }
                }
                Piece::Open(mut element, void) => {
                    let index = page.elements.len();
                    (element.depth, element.index, element.end) = (open.len(), index, index + 1);
                    page.elements.push(element);
                    if !void {
                        open.push(index);
                    }
                }
            }
        }
        page
    }

    fn say(&mut self, open: &[usize], text: &str) {
        if open.iter().any(|index| SILENT.contains(&self.elements[*index].tag.as_str()) && *index != open[open.len() - 1]) {
            return;
        }
        let silent = open.last().is_some_and(|index| SILENT.contains(&self.elements[*index].tag.as_str()));
        for (place, index) in open.iter().enumerate() {
            if !silent || place + 1 == open.len() {
                self.elements[*index].text.push_str(text);
            }
        }
    }

    /// Every element, in the order of the page.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// All elements of a role: `link`, `button`, `heading`, or the name of a tag.
    pub fn all(&self, role: &str) -> Vec<&Element> {
        self.elements.iter().filter(|element| element.is(role)).collect()
    }

    /// The one element of a role with that name, or `None`.
    pub fn find(&self, role: &str, name: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.is(role) && element.text.split_whitespace().eq(name.split_whitespace()))
    }

    /// Where a link leads.
    pub fn link(&self, name: &str) -> String {
        let link = self.find("link", name).unwrap_or_else(|| panic!("a link {name:?} in:\n{}", self.text()));
        link.attribute("href").unwrap_or_default().to_owned()
    }

    /// Whether a person sees a field of that name.
    pub fn shows_field(&self, name: &str) -> bool {
        let named = |element: &&Element| element.attribute("name") == Some(name) && element.tag != "button";
        self.elements.iter().filter(named).any(|field| field.attribute("type") != Some("hidden"))
    }

    /// Whether anything can be typed into a field of that name.
    pub fn takes_text(&self, name: &str) -> bool {
        let named = |element: &&Element| element.attribute("name") == Some(name);
        let typed = |field: &Element| field.tag == "textarea" || matches!(field.attribute("type"), Some("text"));
        self.elements.iter().filter(named).any(typed)
    }

    /// Whether a field of that name holds a value: typed, chosen, ticked or hidden.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        let named = self.elements.iter().filter(|element| element.attribute("name") == Some(name));
        named.into_iter().any(|field| match (field.tag.as_str(), field.attribute("type")) {
            ("input", Some("radio" | "checkbox")) => {
                field.attribute("value") == Some(value) && field.attribute("checked").is_some()
            }
            ("select", _) => self.elements[field.index..field.end]
                .iter()
                .any(|option| option.attribute("value") == Some(value) && option.attribute("selected").is_some()),
            ("textarea", _) => field.text == value,
            _ => field.attribute("value") == Some(value),
        })
    }

    /// The address of the form that holds a button, and its hidden fields.
    pub fn form_of(&self, button: &str) -> (String, Vec<(String, String)>) {
        let pressed = self.find("button", button).unwrap_or_else(|| panic!("a button {button:?} in:\n{}", self.text()));
        let around = |form: &&Element| form.tag == "form" && form.index < pressed.index && pressed.index < form.end;
        let form = self.elements.iter().filter(around).max_by_key(|form| form.depth).expect("a form around the button");
        let hidden =
            self.elements[form.index..form.end].iter().filter(|e| e.tag == "input" && e.attribute("type") == Some("hidden"));
        let value = |e: &Element, name: &str| e.attribute(name).unwrap_or_default().to_owned();
        (value(form, "action"), hidden.map(|e| (value(e, "name"), value(e, "value"))).collect())
    }

    /// The mistake said beside a field.
    pub fn mistake(&self, field: &str) -> Option<String> {
        let id = format!("{field}-error");
        self.elements.iter().find(|e| e.attribute("id") == Some(&id)).map(|e| spaced(&e.text))
    }

    /// The words of the page, spaces made single.
    pub fn text(&self) -> String {
        self.elements.iter().find(|e| e.tag == "body").map(|e| spaced(&e.text)).unwrap_or_default()
    }

    /// The heading of the page.
    pub fn heading(&self) -> String {
        self.elements.iter().find(|e| e.tag == "h1").map(|e| spaced(&e.text)).unwrap_or_default()
    }

    /// The title of the window.
    pub fn title(&self) -> String {
        self.elements.iter().find(|e| e.tag == "title").map(|e| spaced(&e.text)).unwrap_or_default()
    }
}

/// Reads a page piece by piece.
pub fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        pieces.push(Piece::Text(decoded(&rest[..at])));
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at + 1..end.saturating_sub(1).max(at + 1)];
        rest = &rest[end..];
        if let Some(name) = tag.strip_prefix('/') {
            pieces.push(Piece::Close(name.trim().to_owned()));
        } else if !tag.starts_with('!') {
            let element = element(tag);
            let void = VOID.contains(&element.tag.as_str()) || tag.ends_with('/');
            pieces.push(Piece::Open(element, void));
        }
    }
    pieces
}

/// Spaces made single, no-break ones too, so that a test can be typed.
pub fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn element(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        match after.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                attributes.push((key.to_owned(), decoded(value)));
                rest = after;
            }
            None => {
                attributes.push((key.to_owned(), String::new()));
                rest = after.trim_start_matches('=');
            }
        }
    }
    Element { tag: name.trim_end_matches('/').to_owned(), attributes, text: String::new(), depth: 0, index: 0, end: 0 }
}

fn decoded(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x3D;", "="), ("&#x60;", "`"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

#[test]
fn a_page_is_read_by_role_and_name() {
    let page = Page::read(
        "<html><title>T · G</title><body><h1>A  <b>b</b></h1><form action=\"/x\"><input type=\"hidden\" name=\"k\" value=\"&quot;1\">\
         <button>Go <span>on</span></button></form><a href=\"/y?a&amp;b\">Why</a><p class=\"error\" id=\"k-error\"><b>E</b> no</p></body></html>",
    );
    assert_eq!((page.heading(), page.title()), ("A b".into(), "T · G".into()));
    assert_eq!(page.form_of("Go on"), ("/x".into(), vec![("k".into(), "\"1".into())]));
    assert_eq!(page.link("Why"), "/y?a&b");
    assert_eq!(page.mistake("k").as_deref(), Some("E no"));
    assert_eq!(page.text(), "A bGo onWhyE no");
}

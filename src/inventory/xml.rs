//! XML as a tree. A document type, an entity of one's own: refused, never expanded. Attributes say nothing.

use super::Unreadable;
use super::tree::{self, Budget, MOST_DEPTH, MOST_ITEMS, Tree};
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;
use std::collections::BTreeMap;

/// An element that is still open.
#[derive(Default)]
struct Open {
    name: String,
    text: String,
    parts: Vec<(String, Tree)>,
    /// How often each name stands inside.
    seen: BTreeMap<String, usize>,
}

impl Open {
    fn adopt(&mut self, name: String, inside: Tree) -> Result<(), Unreadable> {
        let seen = self.seen.entry(name.clone()).or_default();
        *seen += 1;
        if *seen > MOST_ITEMS {
            return Err(Unreadable::TooMuch);
        }
        self.parts.push((name, inside));
        Ok(())
    }

    fn closed(self) -> (String, Tree) {
        let inside = if self.parts.is_empty() { tree::text(&self.text) } else { Tree::Parts(self.parts) };
        (self.name, inside)
    }
}

/// The whole text as a tree, whose one part is the outermost element.
pub fn read(text: &str) -> Result<Tree, Unreadable> {
    let mut reader = Reader::from_str(text);
    let mut budget = Budget::default();
    let mut open: Vec<Open> = vec![Open::default()];
    loop {
        let event = reader.read_event().map_err(|_| Unreadable::Syntax)?;
        match event {
            Event::Start(start) => {
                budget.take()?;
                if open.len() > MOST_DEPTH {
                    return Err(Unreadable::TooMuch);
                }
                open.push(Open { name: start.local_name().as_ref().to_lowercase(), ..Open::default() });
            }
            Event::End(_) => close(&mut open)?,
            Event::Empty(start) => {
                budget.take()?;
                let name = start.local_name().as_ref().to_lowercase();
                innermost(&mut open)?.adopt(name, Tree::Text(String::new()))?;
            }
            Event::Text(text) => innermost(&mut open)?.text.push_str(&text),
            Event::CData(text) => innermost(&mut open)?.text.push_str(&text),
            Event::GeneralRef(reference) => innermost(&mut open)?.text.push(letter(&reference)?),
            Event::DocType(_) => return Err(Unreadable::Entities),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(outermost), true) => Ok(Tree::Parts(outermost.parts)),
        _ => Err(Unreadable::Syntax),
    }
}

fn innermost(open: &mut [Open]) -> Result<&mut Open, Unreadable> {
    open.last_mut().ok_or(Unreadable::Syntax)
}

fn close(open: &mut Vec<Open>) -> Result<(), Unreadable> {
    let (name, inside) = open.pop().ok_or(Unreadable::Syntax)?.closed();
    innermost(open)?.adopt(name, inside)
}

/// The five letters that XML itself names, and those by number. Anything else is an entity that somebody declared.
fn letter(reference: &BytesRef<'_>) -> Result<char, Unreadable> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|_| Unreadable::Syntax)? {
        return Ok(letter);
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => Err(Unreadable::Entities),
    }
}

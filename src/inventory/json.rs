//! JSON as a tree: numbers, yes and no are texts as they are written, for agents write them as either.

use super::Unreadable;
use super::tree::{self, Budget, MOST_DEPTH, MOST_ITEMS, Tree};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::cell::{Cell, RefCell};
use std::fmt;

/// The whole text as a tree.
pub fn read(text: &str) -> Result<Tree, Unreadable> {
    let limits = Limits::default();
    let mut from = serde_json::Deserializer::from_str(text);
    let read = Seed { limits: &limits, depth: 0 }.deserialize(&mut from).and_then(|tree| from.end().map(|()| tree));
    read.map_err(|_| if limits.exceeded.get() { Unreadable::TooMuch } else { Unreadable::Syntax })
}

#[derive(Default)]
struct Limits {
    budget: RefCell<Budget>,
    exceeded: Cell<bool>,
}

impl Limits {
    fn refuse<E: Error>(&self) -> E {
        self.exceeded.set(true);
        E::custom("too much")
    }
}

#[derive(Clone, Copy)]
struct Seed<'l> {
    limits: &'l Limits,
    depth: usize,
}

impl Seed<'_> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth >= MOST_DEPTH { Err(self.limits.refuse()) } else { Ok(Self { depth: self.depth + 1, ..self }) }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Tree, D::Error> {
        if self.limits.budget.borrow_mut().take().is_err() {
            return Err(self.limits.refuse());
        }
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_string()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Tree, E> {
        Ok(tree::text(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let inside = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inside)? {
            if items.len() >= MOST_ITEMS {
                return Err(self.limits.refuse());
            }
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let inside = self.deeper()?;
        let mut parts = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if parts.len() >= MOST_ITEMS {
                return Err(self.limits.refuse());
            }
            parts.push((name.to_lowercase(), map.next_value_seed(inside)?));
        }
        Ok(Tree::Parts(parts))
    }
}

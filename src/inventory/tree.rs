//! XML and JSON as one tree: names in small letters, several of one name side by side, texts.

use super::Unreadable;

/// How deep a tree may be, how many things of one name there may be in one place, and how many things in all.
pub const MOST_DEPTH: usize = 32;
pub const MOST_ITEMS: usize = 20_000;
pub const MOST_THINGS: usize = 500_000;
/// The longest text that is kept, bytes.
pub const MOST_TEXT: usize = 4 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    Text(String),
    /// A text that was longer than is kept.
    Cut(String),
    /// Names in small letters; what is repeated stands several times.
    Parts(Vec<(String, Tree)>),
    List(Vec<Tree>),
}

/// A text within its length, on the border of a letter.
pub fn text(whole: &str) -> Tree {
    if whole.len() <= MOST_TEXT {
        return Tree::Text(whole.to_owned());
    }
    let end = (0..=MOST_TEXT).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
    Tree::Cut(whole[..end].to_owned())
}

/// Counts what was read, and says when it is too much.
#[derive(Default)]
pub struct Budget(usize);

impl Budget {
    pub fn take(&mut self) -> Result<(), Unreadable> {
        self.0 += 1;
        if self.0 > MOST_THINGS { Err(Unreadable::TooMuch) } else { Ok(()) }
    }
}

impl Tree {
    /// The things of one name right inside: whether one stands alone or in a list, once or several times, in which letters.
    pub fn all<'t, 'n>(&'t self, name: &'n str) -> impl Iterator<Item = &'t Tree> + use<'t, 'n> {
        self.parts().iter().filter(move |(known, _)| known == name).flat_map(|(_, inside)| inside.each())
    }

    pub fn parts(&self) -> &[(String, Tree)] {
        match self {
            Self::Parts(parts) => parts,
            _ => &[],
        }
    }

    fn each(&self) -> &[Tree] {
        match self {
            Self::List(items) => items,
            one => std::slice::from_ref(one),
        }
    }

    /// The first text that is not empty under any of these names, in their order; without the white space around it.
    pub fn text(&self, names: &[&str]) -> &str {
        let found = names.iter().find_map(|name| self.all(name).map(Self::own_text).find(|text| !text.is_empty()));
        found.unwrap_or_default()
    }

    pub fn own_text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Cut(text) => text.trim(),
            _ => "",
        }
    }

    /// The texts of a list.
    pub fn words(&self, name: &str) -> Vec<String> {
        self.all(name).map(Self::own_text).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }
}

//! The two faces that documents are set in, and how wide words are in them.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::collections::HashMap;
use std::sync::LazyLock;

static REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSans.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSans-Bold.ttf");

/// Regular or bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// A font, the glyph of each letter and its width.
pub struct Face {
    pub font: Font,
    units: f32,
    glyphs: HashMap<u16, (u16, u16)>,
}

/// The face of a weight, read once.
pub fn face(weight: Weight) -> &'static Face {
    static FACES: LazyLock<[Face; 2]> =
        LazyLock::new(|| [REGULAR, BOLD].map(|bytes| Face::read(bytes).expect("the embedded fonts are read by a test")));
    match weight {
        Weight::Regular => &FACES[0],
        Weight::Bold => &FACES[1],
    }
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.into(), 0)?;
        let tables = Tables(bytes);
        let (metrics, count) = (tables.find(b"hmtx")?, u16_at(tables.find(b"hhea")?, 34)?);
        let advance = |glyph: u16| u16_at(metrics, 4 * usize::from(glyph.min(count - 1)));
        let letters = letters(tables.find(b"cmap")?)?;
        let glyphs = letters.into_iter().map(|(letter, glyph)| Some((letter, (glyph, advance(glyph)?)))).collect::<Option<_>>()?;
        Some(Self { units: font.units_per_em(), font, glyphs })
    }

    /// What a letter is set with; a letter that the font lacks is a question mark in a box.
    fn glyph(&self, letter: char) -> (u16, u16) {
        let known = u16::try_from(u32::from(letter)).ok().and_then(|letter| self.glyphs.get(&letter));
        known.or_else(|| self.glyphs.get(&0xfffd)).copied().unwrap_or((0, 0))
    }

    /// The width of a text at a size, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let units: u32 = text.chars().map(|letter| u32::from(self.glyph(letter).1)).sum();
        units as f32 * size / self.units
    }

    /// The text as glyphs.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let glyph = |(at, letter): (usize, char)| {
            let (id, advance) = self.glyph(letter);
            let range = at..at + letter.len_utf8();
            KrillaGlyph::new(GlyphId::new(u32::from(id)), f32::from(advance) / self.units, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// The lines of a text in a width: parted at spaces, never at a no-break space; a word too long for a line is cut.
    pub fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width(&longer, size) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.cut(word, size, width, &mut lines);
            }
            lines.push(line);
        }
        lines
    }

    /// The end of a word, after as many full lines as it fills.
    fn cut(&self, word: &str, size: f32, width: f32, lines: &mut Vec<String>) -> String {
        let mut line = String::new();
        for letter in word.chars() {
            line.push(letter);
            if line.chars().count() > 1 && self.width(&line, size) > width {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
        line
    }
}

/// The tables of a TrueType file.
struct Tables(&'static [u8]);

impl Tables {
    fn find(&self, name: &[u8; 4]) -> Option<&'static [u8]> {
        let count = usize::from(u16_at(self.0, 4)?);
        (0..count).map(|nth| 12 + 16 * nth).find(|at| self.0.get(*at..at + 4) == Some(name)).and_then(|at| {
            let word = |at| Some(usize::from(u16_at(self.0, at)?) << 16 | usize::from(u16_at(self.0, at + 2)?));
            let start: usize = word(at + 8)?;
            self.0.get(start..start + word(at + 12)?)
        })
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

/// Letters and their glyphs: the segments of `cmap` format 4, which holds the plane of all usual scripts.
fn letters(cmap: &[u8]) -> Option<Vec<(u16, u16)>> {
    let count = usize::from(u16_at(cmap, 2)?);
    let offset = |nth: usize| Some(usize::from(u16_at(cmap, 4 + 8 * nth + 4)?) << 16 | usize::from(u16_at(cmap, 4 + 8 * nth + 6)?));
    let table = (0..count).filter_map(offset).filter_map(|at| cmap.get(at..)).find(|table| u16_at(table, 0) == Some(4))?;
    let twice = usize::from(u16_at(table, 6)?);
    let mut letters = Vec::new();
    for segment in (0..twice).step_by(2) {
        let (end, start) = (u16_at(table, 14 + segment)?, u16_at(table, 16 + twice + segment)?);
        let (delta, ranges) = (u16_at(table, 16 + 2 * twice + segment)?, 16 + 3 * twice + segment);
        let range = usize::from(u16_at(table, ranges)?);
        for letter in (start..=end).filter(|letter| *letter != 0xffff) {
            let glyph = match range {
                0 => letter.wrapping_add(delta),
                range => match u16_at(table, ranges + range + 2 * usize::from(letter - start))? {
                    0 => 0,
                    glyph => glyph.wrapping_add(delta),
                },
            };
            if glyph != 0 {
                letters.push((letter, glyph));
            }
        }
    }
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_faces_hold_the_letters_of_the_two_languages() {
        for weight in [Weight::Regular, Weight::Bold] {
            let face = face(weight);
            for letter in "aàâäçéèêëîïôöùûüÿœæÀÇÉŒ«»’…·°−–€ n\u{a0}\u{202f}1234".chars() {
                assert!(face.glyphs.contains_key(&u16::try_from(u32::from(letter)).expect("a usual letter")), "{letter:?}");
            }
            assert_eq!(face.glyph('\u{1f4a9}'), face.glyph('\u{fffd}'));
        }
        assert!(face(Weight::Bold).width("Relevé", 10.0) > face(Weight::Regular).width("Relevé", 10.0));
        // 1234 of 2048 units, as the font says of its digits: figures stand under one another.
        assert_eq!(face(Weight::Regular).width("1", 2048.0), face(Weight::Regular).width("8", 2048.0));
    }

    #[test]
    fn lines_part_at_spaces_and_never_inside_a_duration() {
        let face = face(Weight::Regular);
        let text = "Il reste 3\u{a0}h\u{a0}15 sur 6\u{a0}h ce mois-ci.";
        let lines = face.lines(text, 10.0, face.width("Il reste 3\u{a0}h", 10.0));
        assert_eq!(lines[0], "Il reste");
        assert_eq!(lines.join(" "), text);
        let cut = face.lines(&"m".repeat(200), 10.0, 100.0);
        assert!(cut.len() > 10 && cut.iter().all(|line| face.width(line, 10.0) <= 100.0));
        assert_eq!(cut.concat().len(), 200);
        assert_eq!(face.lines("une\n\ndeux", 10.0, 100.0), ["une", "", "deux"]);
    }
}

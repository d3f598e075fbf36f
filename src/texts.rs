//! Every sentence that a person sees: the Fluent files of `locales/`, embedded, in both languages.

pub mod format;

use crate::domain::people::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use std::borrow::Cow;

#[derive(RustEmbed)]
#[folder = "locales/"]
#[include = "*.ftl"]
struct Files;

/// The two bundles.
pub struct Texts {
    french: FluentBundle<FluentResource>,
    english: FluentBundle<FluentResource>,
}

/// A text that cannot be given: its key is absent, or an argument is.
#[derive(Debug, thiserror::Error)]
#[error("text {key:?} in {language}: {reason}")]
pub struct MissingText {
    key: String,
    language: Language,
    reason: String,
}

impl Texts {
    /// Reads the embedded files; a file that does not parse is an error that names it.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self { french: bundle("fr-FR")?, english: bundle("en")? })
    }

    fn bundle(&self, language: Language) -> &FluentBundle<FluentResource> {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }

    /// The text of a key.
    pub fn get(&self, language: Language, key: &str, args: &FluentArgs<'_>) -> Result<String, MissingText> {
        let missing = |reason: &str| MissingText { key: key.into(), language, reason: reason.into() };
        let bundle = self.bundle(language);
        let message = bundle.get_message(key).ok_or_else(|| missing("no such key"))?;
        let pattern = message.value().ok_or_else(|| missing("no value"))?;
        let mut mistakes = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut mistakes).into_owned();
        match mistakes.first() {
            None => Ok(text),
            Some(mistake) => Err(missing(&mistake.to_string())),
        }
    }

    /// Whether both languages have the key: what a form's mistake is checked against.
    pub fn has(&self, key: &str) -> bool {
        self.french.has_message(key) && self.english.has_message(key)
    }
}

/// Arguments of a text from pairs; numbers choose the plural, words are shown as they are.
pub fn args<'a>(pairs: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>) -> FluentArgs<'a> {
    pairs.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect()
}

fn bundle(locale: &str) -> anyhow::Result<FluentBundle<FluentResource>> {
    let mut bundle = FluentBundle::new_concurrent(vec![locale.parse()?]);
    // Otherwise invisible marks surround each argument, and what is copied from the page carries them.
    bundle.set_use_isolating(false);
    for path in Files::iter().filter(|path| path.starts_with(&format!("{locale}/"))) {
        let Some(file) = Files::get(&path) else { continue };
        let source = String::from_utf8(file.data.into_owned())?;
        let resource = FluentResource::try_new(source).map_err(|(_, mistakes)| anyhow::anyhow!("{path}: {mistakes:?}"))?;
        bundle.add_resource(resource).map_err(|mistakes| anyhow::anyhow!("{path}: {mistakes:?}"))?;
    }
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(locale: &str) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for path in Files::iter().filter(|path| path.starts_with(&format!("{locale}/"))) {
            let source = String::from_utf8(Files::get(&path).expect("an embedded file").data.into_owned()).expect("UTF-8");
            for line in source.lines().filter(|line| !line.starts_with([' ', '#', '}'])) {
                if let Some((key, _)) = line.split_once(" =") {
                    keys.insert(key.to_owned());
                }
            }
        }
        keys
    }

    #[test]
    fn both_languages_have_every_key() {
        let (french, english) = (keys("fr-FR"), keys("en"));
        assert!(french.len() > 50, "the files were read");
        assert_eq!(french.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new(), "absent in English");
        assert_eq!(english.difference(&french).collect::<Vec<_>>(), Vec::<&String>::new(), "absent in French");
    }

    /// `interface.md` § 2: a line never begins with one of these, nor ends with an opening quote.
    #[test]
    fn french_marks_stand_beside_a_no_break_space() {
        for path in Files::iter().filter(|path| path.starts_with("fr-FR/")) {
            let source = String::from_utf8(Files::get(&path).expect("an embedded file").data.into_owned()).expect("UTF-8");
            for line in source.lines().filter(|line| !line.starts_with('#')) {
                for broken in [" ;", " :", " !", " ?", "« ", " »"] {
                    assert!(!line.contains(broken), "{path}: {broken:?} in {line:?}");
                }
            }
        }
    }

    #[test]
    fn an_absent_key_or_argument_is_an_error() {
        let texts = Texts::load().expect("the embedded texts");
        assert!(texts.get(Language::French, "no-such-key", &FluentArgs::new()).is_err());
        assert!(texts.get(Language::French, "layout-errors", &FluentArgs::new()).is_err());
    }
}

//! Forms as pages show them: what was typed, each mistake beside its field, the choices.

use crate::domain::people::Language;
use crate::texts::{MissingText, Texts};
use fluent_bundle::FluentArgs;
use rocket::form::Context;
use rocket::form::error::ErrorKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// One field.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    pub name: &'static str,
    pub value: String,
    pub error: Option<String>,
    pub options: Vec<Choice>,
}

/// One choice of a list or of radio buttons.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
    pub selected: bool,
    pub checked: bool,
    /// The first radio button takes the field's id, so that the summary of mistakes reaches it.
    pub id: Option<&'static str>,
}

/// A line of the summary of mistakes, which links to its field.
#[derive(Clone, Debug, Serialize)]
pub struct Mistake {
    pub field: &'static str,
    pub text: String,
}

/// A form: a field for each name, in order.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Form {
    #[serde(flatten)]
    fields: BTreeMap<&'static str, Field>,
    pub errors: Vec<Mistake>,
}

impl Form {
    /// An empty form with these fields.
    pub fn blank(names: &[&'static str]) -> Self {
        let field = |name: &'static str| (name, Field { name, ..Field::default() });
        Self { fields: names.iter().copied().map(field).collect(), errors: Vec::new() }
    }

    /// The form as it was typed, with the sentence of each mistake.
    pub fn again(names: &[&'static str], typed: &Context<'_>, texts: &Texts, language: Language) -> Result<Self, MissingText> {
        let mut form = Self::blank(names);
        for name in names {
            if let (Some(value), Some(field)) = (typed.field_value(name), form.fields.get_mut(name)) {
                field.value = value.to_owned();
            }
        }
        for name in names {
            let Some(error) = typed.field_errors(name).next() else { continue };
            let key = match &error.kind {
                ErrorKind::Validation(key) if texts.has(key) => key.to_string(),
                ErrorKind::Missing => "mistake-required".to_owned(),
                // A file has no value to show again.
                ErrorKind::InvalidLength { .. } if typed.field_value(name).is_none() => "mistake-too-heavy".to_owned(),
                ErrorKind::InvalidLength { .. } => "mistake-too-long".to_owned(),
                _ => "mistake-unreadable".to_owned(),
            };
            let text = texts.get(language, &key, &FluentArgs::new())?;
            form.mistake(name, text);
        }
        // What is wrong stands in no field that a person sees: a key that the page should have made.
        if let (true, true, Some(first)) = (form.errors.is_empty(), typed.errors().next().is_some(), names.first()) {
            form.mistake(first, texts.get(language, "mistake-form-used", &FluentArgs::new())?);
        }
        Ok(form)
    }

    /// Fills a field in.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let field = self.fields.entry(name).or_insert_with(|| Field { name, ..Field::default() });
        field.value = value.into();
        self
    }

    /// Fills a field in, unless something was typed there.
    pub fn preset(self, name: &'static str, value: impl Into<String>) -> Self {
        if self.value(name).is_empty() { self.with(name, value) } else { self }
    }

    /// Says what is wrong with a field.
    pub fn mistake(&mut self, name: &'static str, text: String) {
        let field = self.fields.entry(name).or_insert_with(|| Field { name, ..Field::default() });
        field.error = Some(text.clone());
        self.errors.push(Mistake { field: name, text });
    }

    /// The form as it was typed, its mistakes not said: it is not sent yet.
    pub fn without_mistakes(mut self) -> Self {
        self.errors.clear();
        self.fields.values_mut().for_each(|field| field.error = None);
        self
    }

    /// A field of the form.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(name)
    }

    /// Whether something is wrong with a field.
    pub fn is_wrong(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|field| field.error.is_some())
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |field| &field.value)
    }

    /// Whether a field has anything to choose from.
    pub fn has_choices(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|field| !field.options.is_empty())
    }

    /// Offers choices of (value, label, hint); the one that stands in the field is chosen.
    pub fn offering(mut self, name: &'static str, choices: impl IntoIterator<Item = (String, String, Option<String>)>) -> Self {
        let field = self.fields.entry(name).or_insert_with(|| Field { name, ..Field::default() });
        let mut first = Some(name);
        field.options = choices
            .into_iter()
            .map(|(value, label, hint)| {
                let chosen = value == field.value;
                Choice { value, label, hint, selected: chosen, checked: chosen, id: first.take() }
            })
            .collect();
        self
    }

    /// Offers choices of (value, label, hint) of which several can be ticked; `ticked` are.
    pub fn offering_several(
        self,
        name: &'static str,
        choices: impl IntoIterator<Item = (String, String, Option<String>)>,
        ticked: &[String],
    ) -> Self {
        let mut form = self.offering(name, choices);
        for choice in form.fields.get_mut(name).into_iter().flat_map(|field| &mut field.options) {
            choice.checked = ticked.contains(&choice.value);
        }
        form
    }
}

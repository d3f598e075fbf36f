//! Small forms of one field, of which a page shows several. With a mistake, the form comes back alone on a page: what was
//! typed stands in its field, the sentence beside it.

use super::errors::Error;
use super::forms::{Field, Form as View};
use super::layout::{Layout, Submitted};
use rocket::form::Context;
use serde::Serialize;

/// A small form, as its own page asks for it.
pub struct SmallForm {
    /// Where it is sent.
    pub href: String,
    /// The page that it stands on.
    pub back_href: String,
    /// The name of its field.
    pub name: &'static str,
    /// The key of the field's label.
    pub label: &'static str,
    /// The key of what its button says: the title of the page too.
    pub button: &'static str,
    /// The most characters that fit.
    pub most: usize,
    /// Whether it takes several lines.
    pub lines: bool,
    /// What is sent along unseen.
    pub hidden: &'static [&'static str],
}

#[derive(Serialize)]
struct SmallFormPage<'p> {
    form: &'p View,
    field: Option<&'p Field>,
    hidden: Vec<Option<&'p Field>>,
    href: &'p str,
    back_href: &'p str,
    title: &'p str,
    label: String,
    most: usize,
    lines: bool,
}

impl SmallForm {
    /// The form as it was typed, with its mistakes.
    pub fn again(&self, layout: &Layout<'_>, typed: &Context<'_>) -> Result<Submitted, Error> {
        self.page(layout, &self.read(layout, typed)?)
    }

    /// The form as it was typed, and why what it asks cannot be done: a Fluent key.
    pub fn refused(&self, layout: &Layout<'_>, typed: &Context<'_>, why: &str) -> Result<Submitted, Error> {
        let mut form = self.read(layout, typed)?;
        form.mistake(self.name, layout.text(why)?);
        self.page(layout, &form)
    }

    fn read(&self, layout: &Layout<'_>, typed: &Context<'_>) -> Result<View, Error> {
        let names: Vec<&'static str> = std::iter::once(self.name).chain(self.hidden.iter().copied()).collect();
        layout.again(&names, typed)
    }

    fn page(&self, layout: &Layout<'_>, form: &View) -> Result<Submitted, Error> {
        let title = layout.text(self.button)?;
        let page = SmallFormPage {
            form,
            field: form.field(self.name),
            hidden: self.hidden.iter().map(|name| form.field(name)).collect(),
            href: &self.href,
            back_href: &self.back_href,
            title: &title,
            label: layout.text(self.label)?,
            most: self.most,
            lines: self.lines,
        };
        Ok(Submitted::Refused(layout.page_of_form("layouts/small_form", title.clone(), form, &page)?))
    }
}

//! What a template says whatever its data, written into it once, at the start: a text without arguments, a partial that
//! looks at nothing. A page has a hundred of them, and none is worked out again at each of its showings. A partial that is
//! given something becomes a call that keeps what it said (`kept.rs`).

use super::kept;
use crate::domain::people::Language;
use crate::texts::{MissingText, Texts};
use fluent_bundle::FluentArgs;
use handlebars::template::{DecoratorTemplate, HelperTemplate, Parameter, TemplateElement, TemplateMapping};
use handlebars::{Template, html_escape};
use serde_json::Value;
use std::collections::HashMap;

/// Templates by their name.
pub type ByName = HashMap<String, Template>;

/// Settles what can be in the templates of one language.
///
/// # Errors
/// A key that the language does not have, or that wants arguments.
pub fn settle(templates: &mut ByName, texts: &Texts, language: Language) -> Result<(), MissingText> {
    let said = Said { texts, language };
    for template in templates.values_mut() {
        said.in_template(template)?;
    }
    // Partials of partials: each time round reaches one further.
    while include_all(templates) {}
    for template in templates.values_mut() {
        replace(template, &|partial| kept::call_of(partial).map(|call| vec![call]));
    }
    Ok(())
}

struct Said<'t> {
    texts: &'t Texts,
    language: Language,
}

impl Said<'_> {
    fn in_template(&self, template: &mut Template) -> Result<(), MissingText> {
        for (mut element, line) in taken(template) {
            self.in_element(&mut element)?;
            put(template, element, line);
        }
        Ok(())
    }

    fn in_element(&self, element: &mut TemplateElement) -> Result<(), MissingText> {
        use TemplateElement as El;
        match element {
            El::Expression(helper) => match self.text_of(helper)? {
                Some(text) => *element = El::RawString(html_escape(&text)),
                None => self.in_helper(helper)?,
            },
            El::HtmlExpression(helper) => match self.text_of(helper)? {
                Some(text) => *element = El::RawString(text),
                None => self.in_helper(helper)?,
            },
            El::HelperBlock(helper) => self.in_helper(helper)?,
            El::DecoratorExpression(partial)
            | El::DecoratorBlock(partial)
            | El::PartialExpression(partial)
            | El::PartialBlock(partial) => {
                self.in_partial(partial)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn in_helper(&self, helper: &mut HelperTemplate) -> Result<(), MissingText> {
        self.in_parameters(helper.params.iter_mut().chain(helper.hash.values_mut()))?;
        helper.template.iter_mut().chain(&mut helper.inverse).try_for_each(|template| self.in_template(template))
    }

    fn in_partial(&self, partial: &mut DecoratorTemplate) -> Result<(), MissingText> {
        self.in_parameters(partial.params.iter_mut().chain(partial.hash.values_mut()))?;
        partial.template.iter_mut().try_for_each(|template| self.in_template(template))
    }

    fn in_parameters<'p>(&self, mut parameters: impl Iterator<Item = &'p mut Parameter>) -> Result<(), MissingText> {
        parameters.try_for_each(|parameter| {
            let Parameter::Subexpression(inner) = parameter else { return Ok(()) };
            let TemplateElement::Expression(helper) = &mut *inner.element else { return Ok(()) };
            match self.text_of(helper)? {
                Some(text) => *parameter = Parameter::Literal(Value::String(text)),
                None => self.in_helper(helper)?,
            }
            Ok(())
        })
    }

    /// The text of `t "key"`, when it has no arguments.
    fn text_of(&self, helper: &HelperTemplate) -> Result<Option<String>, MissingText> {
        match &helper.params[..] {
            [Parameter::Literal(Value::String(key))]
                if helper.name.as_name() == Some("t") && helper.hash.is_empty() && helper.template.is_none() =>
            {
                self.texts.get(self.language, key, &FluentArgs::new()).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// Writes partials where they are included; whether there were any.
fn include_all(templates: &mut ByName) -> bool {
    let partials = templates.clone();
    let mut included = false;
    for template in templates.values_mut() {
        included |= replace(template, &|partial| content(partial, &partials).map(<[_]>::to_vec));
    }
    included
}

/// Replaces partials, those inside of blocks too; whether there were any to replace.
fn replace(template: &mut Template, with: &impl Fn(&DecoratorTemplate) -> Option<Vec<TemplateElement>>) -> bool {
    use TemplateElement as El;
    let mut replaced = false;
    for (mut element, line) in taken(template) {
        if let El::PartialExpression(partial) = &element
            && let Some(instead) = with(partial)
        {
            instead.into_iter().for_each(|inner| put(template, inner, line.clone()));
            replaced = true;
            continue;
        }
        let inner = match &mut element {
            El::Expression(helper) | El::HtmlExpression(helper) | El::HelperBlock(helper) => {
                [&mut helper.template, &mut helper.inverse]
            }
            El::PartialBlock(partial) => [&mut partial.template, &mut None],
            _ => [&mut None, &mut None],
        };
        for inner in inner.into_iter().flatten() {
            replaced |= replace(inner, with);
        }
        put(template, element, line);
    }
    replaced
}

/// What stands in a partial's place. `{{> x}}` looks at what its page looks at (the registry would copy all of it first), so
/// a partial that is included like this climbs nowhere by `../`; `{{> x null}}` looks at nothing.
fn content<'p>(partial: &DecoratorTemplate, partials: &'p ByName) -> Option<&'p [TemplateElement]> {
    let content = &partials.get(partial.name.as_name()?)?.elements;
    let is_plain = || content.iter().all(|element| matches!(element, TemplateElement::RawString(_)));
    let may = match &partial.params[..] {
        [] => true,
        [Parameter::Literal(Value::Null)] => is_plain(),
        _ => false,
    };
    (may && partial.hash.is_empty() && partial.indent.is_none()).then_some(content)
}

/// Takes the elements out of a template, each with its line, by which a mistake is found. Behind an `{{else if}}` none has one.
fn taken(template: &mut Template) -> impl Iterator<Item = (TemplateElement, Option<TemplateMapping>)> + use<> {
    let lines = std::mem::take(&mut template.mapping).into_iter().map(Some).chain(std::iter::repeat(None));
    std::mem::take(&mut template.elements).into_iter().zip(lines)
}

/// Puts an element last; strings side by side are one.
fn put(template: &mut Template, element: TemplateElement, line: Option<TemplateMapping>) {
    use TemplateElement::RawString;
    match (template.elements.last_mut(), element) {
        (Some(RawString(before)), RawString(text)) => before.push_str(&text),
        (_, element) => {
            template.elements.push(element);
            template.mapping.extend(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What a page says, settled and not.
    fn both_ways(page: &str, partial: &str, data: &Value) -> [String; 2] {
        let texts = std::sync::Arc::new(Texts::load().expect("the texts"));
        let mut registry = handlebars::Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_template_string("partial", partial).expect("a partial");
        registry.register_template_string("page", page).expect("a page");
        let as_written = {
            let mut registry = registry.clone();
            let text = super::super::Text { language: Language::French, texts: texts.clone() };
            registry.register_helper("t", Box::new(text));
            registry.render("page", data).expect("the page")
        };
        let settled = super::super::speaking(Language::French, registry, &texts).expect("settled");
        [as_written, settled.render("page", data).expect("the page")]
    }

    #[test]
    fn a_page_says_the_same_as_before_it_was_settled() {
        let page = "<h1>{{t \"layout-help\"}}</h1>{{#each rows}}{{#if a}}{{t \"layout-skip\"}} {{a}}{{else if b}}{{t \"layout-nav\"}}\
            {{else}}{{{t \"layout-account\"}}}{{> partial}}{{/if}}{{/each}}{{> partial null c=(t \"layout-eco\")}}{{t \"layout-errors\" n=n}}";
        let data = json!({ "n": 2, "rows": [{ "a": "<1>", "b": 1, "c": "&" }, { "a": null, "b": 1, "c": 1 }, { "a": null, "b": null, "c": "é" }] });
        let [as_written, settled] = both_ways(page, "<p>{{c}}</p>{{t \"layout-help\"}}", &data);
        assert_eq!(settled, as_written);
        assert!(settled.contains("&lt;1&gt;") && settled.contains("<p>é</p>"), "{settled}");
    }

    #[test]
    fn a_text_that_is_not_there_stops_the_start() {
        let mut templates = ByName::from([("page".to_owned(), Template::compile("{{t \"no-such-text\"}}").expect("a page"))]);
        let texts = Texts::load().expect("the texts");
        assert!(
            settle(&mut templates, &texts, Language::English).is_err_and(|missing| missing.to_string().contains("no-such-text"))
        );
    }
}

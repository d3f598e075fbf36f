//! Pieces of pages that were rendered before. `{{> x y a=b}}` says the same each time that it gets the same: what it got
//! and what it said are kept, and a field of a form, a row of a list, a message is not worked out anew for each reader.

use handlebars::template::{DecoratorTemplate, HelperTemplate, Parameter, TemplateElement};
use handlebars::{
    BlockParamHolder, Context, Handlebars, Helper, HelperDef, Output, RenderContext, RenderError, RenderErrorReason, Renderable,
    StringOutput, Template,
};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

/// The name of the helper that stands in a partial's place.
pub const HELPER: &str = "kept";

/// What one generation holds at most, in bytes. There are two, for each language.
const MOST_BYTES: usize = 768 * 1024;

/// A piece larger than this is rendered each time: there are few such, and each would push many out.
const LARGEST: usize = 16 * 1024;

/// The call that stands in the place of a partial that is given something. `None` for one that has a block of its own.
///
/// # Panics
/// Never: the call that it is made of is a template of ours.
pub fn call_of(partial: &DecoratorTemplate) -> Option<TemplateElement> {
    let name = partial.name.as_name()?;
    let given = partial.params.first()?;
    if partial.template.is_some() || partial.indent.is_some() || partial.params.len() > 1 {
        return None;
    }
    let mut call = blank_call();
    call.params = vec![Parameter::Literal(Value::String(name.to_owned())), given.clone()];
    call.hash = partial.hash.clone();
    Some(TemplateElement::HtmlExpression(Box::new(call)))
}

/// A call of the helper with nothing, as the parser makes one.
fn blank_call() -> HelperTemplate {
    let parsed = Template::compile("{{{kept null}}}").expect("a template of ours");
    match parsed.elements.into_iter().next() {
        Some(TemplateElement::HtmlExpression(call)) => *call,
        _ => unreachable!("three braces are an expression"),
    }
}

/// The helper, with what its language has rendered.
#[derive(Default)]
pub struct Kept {
    hasher: RandomState,
    generations: Mutex<Generations>,
}

/// What was used of late, and what was used before that: the second goes when the first is full.
#[derive(Default)]
struct Generations {
    young: HashMap<u64, Arc<Piece>>,
    old: HashMap<u64, Arc<Piece>>,
    bytes: usize,
}

/// A partial, all that it got, and what it said.
struct Piece {
    partial: String,
    given: Value,
    beside: Vec<(String, Value)>,
    html: String,
}

impl Piece {
    /// Compared whole: a hash alone might show what belongs to somebody else.
    fn is_of(&self, partial: &str, given: &Value, beside: &[(&str, &Value)]) -> bool {
        self.partial == partial
            && self.beside.len() == beside.len()
            && self.beside.iter().zip(beside).all(|((name, value), (its, is))| name == its && value == *is)
            && self.given == *given
    }

    fn bytes(&self) -> usize {
        let beside: usize = self.beside.iter().map(|(name, value)| name.len() + bytes_of(value)).sum();
        size_of::<Self>() + self.html.len() + beside + bytes_of(&self.given)
    }
}

/// What a value takes in memory, about.
fn bytes_of(value: &Value) -> usize {
    let inside = match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(bytes_of).sum(),
        Value::Object(fields) => fields.iter().map(|(name, value)| size_of::<String>() + name.len() + bytes_of(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    size_of::<Value>() + inside
}

impl Generations {
    fn find(&mut self, key: u64) -> Option<Arc<Piece>> {
        if let Some(piece) = self.young.get(&key) {
            return Some(piece.clone());
        }
        let piece = self.old.remove(&key)?;
        self.keep(key, piece.clone());
        Some(piece)
    }

    fn keep(&mut self, key: u64, piece: Arc<Piece>) {
        let bytes = piece.bytes();
        if self.bytes + bytes > MOST_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        // One that another request wrote meanwhile, or that has this key by chance, makes room.
        let before = self.young.insert(key, piece);
        self.bytes = (self.bytes + bytes).saturating_sub(before.map_or(0, |before| before.bytes()));
    }
}

impl Kept {
    fn generations(&self) -> std::sync::MutexGuard<'_, Generations> {
        self.generations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HelperDef for Kept {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> Result<(), RenderError> {
        let missing = |index| RenderErrorReason::ParamNotFoundForIndex(HELPER, index);
        let partial = helper.param(0).and_then(|p| p.value().as_str()).ok_or_else(|| missing(0))?;
        let given = helper.param(1).ok_or_else(|| missing(1))?.value();
        let beside: Vec<(&str, &Value)> = helper.hash().iter().map(|(name, value)| (*name, value.value())).collect();
        let key = self.hasher.hash_one((partial, given, &beside[..]));
        let known = self.generations().find(key);
        if let Some(piece) = known.filter(|piece| piece.is_of(partial, given, &beside)) {
            return Ok(out.write(&piece.html)?);
        }
        let html = rendered(registry, partial, given, &beside)?;
        out.write(&html)?;
        if html.len() <= LARGEST {
            let beside = beside.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
            let piece = Piece { partial: partial.to_owned(), given: given.clone(), beside, html };
            self.generations().keep(key, Arc::new(piece));
        }
        Ok(())
    }
}

/// Renders a partial over what it gets and nothing else: what it got then tells what it says.
fn rendered(registry: &Handlebars<'_>, partial: &str, given: &Value, beside: &[(&str, &Value)]) -> Result<String, RenderError> {
    let template = registry.get_template(partial).ok_or_else(|| RenderErrorReason::PartialNotFound(partial.to_owned()))?;
    let context = Context::wraps(merged(given, beside))?;
    let mut within = RenderContext::new(None);
    if let Some(block) = within.block_mut() {
        // Names that were given are known inside the partial's own blocks too.
        for (name, value) in beside {
            block.set_block_param(name, BlockParamHolder::value((*value).clone()));
        }
    }
    let mut html = StringOutput::new();
    template.render(registry, &context, &mut within, &mut html)?;
    html.into_string().map_err(|_| RenderErrorReason::Other(format!("{partial} is no text")).into())
}

/// What a partial looks at: what it was given, and the names beside it.
fn merged(given: &Value, beside: &[(&str, &Value)]) -> Value {
    if beside.is_empty() {
        return given.clone();
    }
    let mut fields = given.as_object().cloned().unwrap_or_else(Map::new);
    fields.extend(beside.iter().map(|(name, value)| ((*name).to_owned(), (*value).clone())));
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn registry() -> Handlebars<'static> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_template_string("row", "<b>{{name}}</b>{{#each of}}{{this}}{{label}}{{/each}}").expect("a row");
        registry.register_template_string("nosy", "{{secret}}").expect("a row");
        registry.register_helper(HELPER, Box::<Kept>::default());
        registry
    }

    fn page(registry: &mut Handlebars<'static>, text: &str) {
        let mut template = Template::compile(text).expect("a page");
        template.elements = template
            .elements
            .into_iter()
            .map(|element| match &element {
                TemplateElement::PartialExpression(partial) => call_of(partial).expect("a call"),
                _ => element,
            })
            .collect();
        registry.register_template("page", template);
    }

    #[test]
    fn the_same_is_said_again_and_another_is_never_shown() {
        let mut registry = registry();
        page(&mut registry, "{{> row who label=label}}");
        let said = |name: &str, of: &[i64], label: &str| {
            registry.render("page", &json!({ "who": { "name": name, "of": of }, "label": label })).expect("the page")
        };
        for _ in 0..3 {
            assert_eq!(said("Inès", &[1, 2], "!"), "<b>Inès</b>1!2!");
            assert_eq!(said("Inès", &[1, 2], "<"), "<b>Inès</b>1&lt;2&lt;");
            assert_eq!(said("Inès", &[1], "!"), "<b>Inès</b>1!");
            assert_eq!(said("Bakary", &[1, 2], "!"), "<b>Bakary</b>1!2!");
        }
    }

    #[test]
    fn a_partial_that_looks_beside_what_it_got_fails() {
        let mut registry = registry();
        page(&mut registry, "{{> nosy who}}");
        let data = json!({ "who": {}, "secret": "of somebody else" });
        assert!(registry.render("page", &data).is_err(), "what it said would be kept for others");
    }

    #[test]
    fn pieces_under_one_key_are_told_apart() {
        let (given, other) = (json!({ "name": "Inès" }), json!({ "name": "Bakary" }));
        let piece =
            Piece { partial: "row".into(), given: given.clone(), beside: vec![("a".into(), json!(1))], html: String::new() };
        assert!(piece.is_of("row", &given, &[("a", &json!(1))]));
        assert!(!piece.is_of("row", &other, &[("a", &json!(1))]) && !piece.is_of("line", &given, &[("a", &json!(1))]));
        assert!(!piece.is_of("row", &given, &[("a", &json!(2))]) && !piece.is_of("row", &given, &[]));
    }

    #[test]
    fn what_is_kept_is_bounded_and_what_is_used_stays() {
        let mut kept = Generations::default();
        let piece = |n: u64| {
            let html = format!("{n}").repeat(1000);
            Arc::new(Piece { partial: "row".into(), given: json!(n), beside: Vec::new(), html })
        };
        kept.keep(0, piece(0));
        for n in 1..5_000 {
            kept.keep(n, piece(n));
            assert!(kept.find(0).is_some(), "used each time");
        }
        let held: usize = kept.young.values().chain(kept.old.values()).map(|piece| piece.bytes()).sum();
        assert!(held <= 2 * MOST_BYTES && kept.find(1).is_none(), "{held} bytes");
    }
}

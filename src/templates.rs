//! The templates of pages and letters, one strict registry a language: `{{t "key"}}` knows which it speaks.

mod kept;
mod settled;

use crate::domain::people::Language;
use crate::texts::Texts;
use fluent_bundle::{FluentArgs, FluentValue};
use handlebars::{Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson};
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "templates/"]
#[include = "*.hbs"]
struct Files;

/// The registries.
pub struct Templates {
    french: Handlebars<'static>,
    english: Handlebars<'static>,
    /// What is stored in French where somebody's name or words were, and what English pages say instead.
    gone: [(String, String); 2],
}

/// Texts that are stored in place of what was erased (`store/erasure.rs`).
const GONE: [&str; 2] = ["erased-person", "erased-words"];

impl Templates {
    /// Reads the embedded templates; one that does not parse, or a text that is not there, is an error that names it.
    pub fn load(texts: &Arc<Texts>) -> anyhow::Result<Self> {
        let mut parsed = Handlebars::new();
        parsed.set_strict_mode(true);
        parsed.register_embed_templates_with_extension::<Files>(".hbs")?;
        let in_both = |key| {
            let text = |language| texts.get(language, key, &FluentArgs::new());
            Ok::<_, anyhow::Error>((text(Language::French)?, text(Language::English)?))
        };
        Ok(Self {
            french: speaking(Language::French, parsed.clone(), texts)?,
            english: speaking(Language::English, parsed, texts)?,
            gone: [in_both(GONE[0])?, in_both(GONE[1])?],
        })
    }

    /// Renders a template, such as `tickets/show`.
    pub fn render(&self, language: Language, template: &str, data: &impl Serialize) -> Result<String, RenderError> {
        match language {
            Language::French => self.french.render(template, data),
            Language::English => Ok(self.in_english(self.english.render(template, data)?)),
        }
    }

    fn in_english(&self, page: String) -> String {
        self.gone.iter().fold(page, |page, (french, english)| match page.contains(french) {
            true => page.replace(french, english),
            false => page,
        })
    }
}

/// Everything that the program can say, read once and shared by pages and letters.
#[derive(Clone)]
pub struct Wording {
    pub texts: Arc<Texts>,
    pub templates: Arc<Templates>,
}

impl Wording {
    /// Reads the embedded texts and templates.
    pub fn load() -> anyhow::Result<Self> {
        let texts = Arc::new(Texts::load()?);
        let templates = Arc::new(Templates::load(&texts)?);
        Ok(Self { texts, templates })
    }
}

fn speaking(language: Language, mut registry: Handlebars<'static>, texts: &Arc<Texts>) -> anyhow::Result<Handlebars<'static>> {
    let mut templates = registry.get_templates().clone();
    settled::settle(&mut templates, texts, language)?;
    for (name, template) in templates {
        registry.register_template(&name, template);
    }
    registry.register_helper("t", Box::new(Text { language, texts: texts.clone() }));
    registry.register_helper(kept::HELPER, Box::<kept::Kept>::default());
    Ok(registry)
}

/// `{{t "key" n=count}}`: the text of a key. An absent key or argument fails the render.
struct Text {
    language: Language,
    texts: Arc<Texts>,
}

impl HelperDef for Text {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let key = helper.param(0).and_then(|p| p.value().as_str()).ok_or(RenderErrorReason::ParamNotFoundForIndex("t", 0))?;
        let mut args = FluentArgs::new();
        for (name, value) in helper.hash() {
            args.set(*name, argument(value.value()));
        }
        let text = self.texts.get(self.language, key, &args).map_err(|e| RenderErrorReason::Other(e.to_string()))?;
        Ok(ScopedJson::Derived(Value::String(text)))
    }
}

fn argument(value: &Value) -> FluentValue<'static> {
    match value {
        Value::Number(number) => number.as_i64().map_or(FluentValue::None, FluentValue::from),
        Value::String(text) => FluentValue::from(text.clone()),
        Value::Bool(yes) => FluentValue::from(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => FluentValue::None,
    }
}

//! Markdown as HTML: parsed, then sanitised, always both (`security.md` § 2, 15). Nothing that people type runs, loads
//! anything from elsewhere, or takes the page's one heading.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// HTML that was sanitised: what a template may write as it is. Made here alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Html(String);

impl Html {
    /// Of a text in Markdown. A line is a line; tags are read as they were typed; of pictures the words stay.
    pub fn of(markdown: &str) -> Self {
        let parsed = Parser::new_ext(markdown, Options::empty()).filter_map(tamed);
        let parsed = stepped(parsed.collect());
        let mut raw = String::new();
        html::push_html(&mut raw, parsed.into_iter());
        Self(SANITISER.clean(&raw).to_string())
    }
}

fn tamed(event: Event<'_>) -> Option<Event<'_>> {
    Some(match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
        // People who do not know Markdown end a line to end a line.
        Event::SoftBreak => Event::HardBreak,
        other => other,
    })
}

/// The page has one first heading, its title: below it the largest of the text are second ones, the others third ones, and
/// none is skipped.
fn stepped(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let levels = events.iter().filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level),
        _ => None,
    });
    let Some(largest) = levels.min() else { return events };
    let (mut second_seen, mut present) = (false, HeadingLevel::H2);
    for event in &mut events {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                present = if *level == largest || !second_seen { HeadingLevel::H2 } else { HeadingLevel::H3 };
                second_seen = true;
                *level = present;
            }
            Event::End(TagEnd::Heading(level)) => *level = present,
            _ => {}
        }
    }
    events
}

static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags = ["p", "br", "hr", "h2", "h3", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a"];
    let attributes = HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]);
    let mut sanitiser = ammonia::Builder::empty();
    sanitiser
        .tags(HashSet::from(tags))
        .tag_attributes(attributes)
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .attribute_filter(|_, attribute, value| (attribute != "href" || leads_somewhere(value)).then(|| value.into()))
        .link_rel(Some("noopener noreferrer"));
    sanitiser
});

/// A whole address, or a page of ours.
fn leads_somewhere(href: &str) -> bool {
    let ours = href.starts_with('/') && !href[1..].starts_with(['/', '\\']);
    ours || ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| href.to_lowercase().starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(markdown: &str) -> String {
        Html::of(markdown).0
    }

    #[test]
    fn steps_lines_and_emphasis_are_shown() {
        assert_eq!(
            shown("1. Éteignez **tout**.\n2. Attendez.\n\nPuis\nrecommencez."),
            "<ol>\n<li>Éteignez <strong>tout</strong>.</li>\n<li>Attendez.</li>\n</ol>\n<p>Puis<br>\nrecommencez.</p>\n"
        );
    }

    #[test]
    fn headings_stand_below_the_title_of_the_page() {
        assert_eq!(shown("# Un\n\n## Deux\n\n###### Six"), "<h2>Un</h2>\n<h3>Deux</h3>\n<h3>Six</h3>\n");
        assert_eq!(shown("## Deux\n\n### Trois"), "<h2>Deux</h2>\n<h3>Trois</h3>\n");
        assert_eq!(shown("#### Quatre\n\n# Un"), "<h2>Quatre</h2>\n<h2>Un</h2>\n");
    }

    #[test]
    fn links_tell_the_other_side_nothing() {
        assert_eq!(
            shown("[Le site](https://exemple.fr/a?b=1&c=2)"),
            "<p><a href=\"https://exemple.fr/a?b=1&amp;c=2\" rel=\"noopener noreferrer\">Le site</a></p>\n"
        );
        assert!(shown("[Une autre fiche](/help-sheets/1)").contains("href=\"/help-sheets/1\""));
        assert!(shown("[Écrire](mailto:a@b.example)").contains("href=\"mailto:a@b.example\""));
    }

    #[test]
    fn a_picture_of_elsewhere_is_never_loaded() {
        assert_eq!(shown("Voir ![le bouton](https://evil.example/x.png \"t\") ici."), "<p>Voir le bouton ici.</p>\n");
    }

    /// GLPI CVE-2022-24868, CVE-2022-41941: nothing runs, nothing lies over the page.
    #[test]
    fn cve_2022_24868_addresses_that_run_are_none() {
        for markdown in [
            "[x](javascript:pwn())",
            "[x](JaVaScRiPt:pwn())",
            "[x](java\tscript:pwn())",
            "[x](&#106;avascript:pwn())",
            "[x](javascript&colon;pwn())",
            "[x](  javascript:pwn())",
            "[x](\u{1}javascript:pwn())",
            "[x](data:text/html,<script>pwn()</script>)",
            "[x](vbscript:pwn())",
            "[x](//evil.example/pwn)",
            "[x](\\\\evil.example/pwn)",
            "[x](?pwn)",
            "[x](#pwn)",
            "<javascript:pwn()>",
            "[x][pwn]\n\n[pwn]: javascript:pwn()",
            "![x](javascript:pwn())",
            "[![x](javascript:pwn())](javascript:pwn())",
        ] {
            let html = shown(markdown);
            assert!(!html.contains("href") && !html.contains("src"), "{markdown}: {html}");
        }
    }

    #[test]
    fn a_backslash_leads_to_no_other_host() {
        assert!(shown("[x](/\\evil.example/pwn)").contains("href=\"/%5Cevil.example/pwn\""), "a page of ours that is not there");
    }

    #[test]
    fn tags_are_read_as_they_were_typed() {
        for markdown in [
            "<script>pwn()</script>",
            "a <img src=x onerror=pwn()> b",
            "<div style=\"position:fixed;inset:0\">\n\npwn\n\n</div>",
            "<h1 id=pwn>x</h1>",
            "<form action=/sign-out><button>x</button></form>",
            "<!-- pwn --><svg onload=pwn()>",
            "- <iframe srcdoc=\"<script>pwn()</script>\"></iframe>",
            "`<script>pwn()</script>`",
            "```html\" onmouseover=\"pwn()\n<script>pwn()</script>\n```",
            "> <table><td background=//evil.example/pwn>",
        ] {
            let html = shown(markdown);
            let tags: Vec<&str> = html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
            let plain = ["p", "/p", "br", "ul", "/ul", "li", "/li", "code", "/code", "pre", "/pre", "blockquote", "/blockquote"];
            assert!(tags.iter().all(|tag| plain.contains(tag)), "{markdown}: {html}");
            assert!(html.contains("&lt;"), "{markdown} is still read: {html}");
        }
    }

    #[test]
    fn a_text_that_is_a_bomb_is_shown_all_the_same() {
        for bomb in ["> ".repeat(5_000), "[".repeat(10_000), "*a ".repeat(3_000), "1. ".repeat(3_000), "<a ".repeat(3_000)] {
            assert!(shown(&bomb).len() < 400_000);
        }
    }
}

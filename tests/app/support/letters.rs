//! Letters as their readers see them.

use mail_parser::{MessageParser, MimeHeaders};

#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// As it left, headers first.
    pub raw: String,
}

impl Letter {
    pub fn read(raw: &str) -> Self {
        let message = MessageParser::default().parse(raw.as_bytes()).expect("a letter");
        let address = |list: Option<&mail_parser::Address<'_>>| {
            list.and_then(|list| list.first()).and_then(|one| one.address()).unwrap_or_default().to_owned()
        };
        assert!(message.parts.iter().all(|part| part.attachment_name().is_none()), "no letter carries a file");
        Self {
            to: address(message.to()),
            from: message.from().and_then(|list| list.first()).and_then(|one| one.name()).unwrap_or_default().to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
            raw: raw.to_owned(),
        }
    }

    /// The path of the letter's one link of ours.
    pub fn link(&self) -> String {
        let own = format!("{}/", super::app::URL);
        let links: Vec<&str> = self.text.split_whitespace().filter_map(|word| word.strip_prefix(&own)).collect();
        assert_eq!(links.len(), 1, "one link: {}", self.text);
        format!("/{}", links[0])
    }

    /// The six digits.
    pub fn code(&self) -> String {
        let six = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
        self.text.split_whitespace().find(six).expect("a code in the letter").to_owned()
    }
}

//! Sends the outbox: by SMTP, into a folder, or into memory. Nothing leaves from a handler.

pub mod letters;

use crate::clock::Clock;
use crate::config::{Config, MailTransport};
use crate::store::outbox::{self, Claimed};
use crate::store::{Db, DbErr, attempts, sign_in};
use crate::templates::{Templates, Wording};
use lettre::message::{Mailbox, MultiPart, header};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{Address, AsyncTransport, Message, Tokio1Executor};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How often the outbox is looked at when nothing happens.
const PAUSE: Duration = Duration::from_secs(2);

/// Where letters go.
enum Transport {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
    Memory(Mailbag),
}

/// Letters kept in memory: what tests read.
#[derive(Clone, Debug, Default)]
pub struct Mailbag(Arc<Mutex<Vec<String>>>);

impl Mailbag {
    /// The letters so far, as they would have left.
    pub fn letters(&self) -> Vec<String> {
        self.0.lock().map(|letters| letters.clone()).unwrap_or_default()
    }

    fn put(&self, letter: String) {
        if let Ok(mut letters) = self.0.lock() {
            letters.push(letter);
        }
    }
}

/// The job that sends.
pub struct Sending {
    db: Db,
    clock: Clock,
    transport: Transport,
    templates: Arc<Templates>,
    config: Config,
    /// A demonstration and the tests keep the words of letters that hold a way in.
    keeps_words: bool,
}

/// Why a letter did not leave.
enum Failure {
    Later(String),
    Never(String),
}

impl Sending {
    /// Prepares the transport of the settings; nothing is sent yet.
    pub fn new(config: &Config, db: Db, clock: Clock, wording: &Wording) -> anyhow::Result<Self> {
        let transport = match &config.mail {
            MailTransport::Smtp(url) => Transport::Smtp(Box::new(smtp(url)?)),
            MailTransport::Folder(path) => {
                std::fs::create_dir_all(path)?;
                Transport::Folder(path.clone())
            }
            MailTransport::Memory => Transport::Memory(Mailbag::default()),
        };
        Ok(Self {
            db,
            clock,
            transport,
            templates: wording.templates.clone(),
            keeps_words: config.demo || config.mail == MailTransport::Memory,
            config: config.clone(),
        })
    }

    /// The memory that letters go to, when they go there.
    pub fn mailbag(&self) -> Option<Mailbag> {
        match &self.transport {
            Transport::Memory(bag) => Some(bag.clone()),
            Transport::Smtp(_) | Transport::Folder(_) => None,
        }
    }

    /// Sends what waits, again and again, and forgets what is too old to be of use.
    pub async fn for_ever(self) {
        let mut rounds: u64 = 0;
        loop {
            if let Err(error) = self.all_waiting().await {
                tracing::error!(%error, "the outbox cannot be read");
            }
            if rounds.is_multiple_of(1800)
                && let Err(error) = self.forget_old().await
            {
                tracing::error!(%error, "old sign-ins cannot be forgotten");
            }
            rounds += 1;
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn forget_old(&self) -> Result<(), DbErr> {
        let now = self.clock.now();
        sign_in::forget_old(&self.db, now).await?;
        attempts::forget_old(&self.db, now).await
    }

    /// Sends every letter that may leave now; says how many did.
    pub async fn all_waiting(&self) -> Result<usize, DbErr> {
        let mut sent = 0;
        while let Some(claimed) = outbox::claim(&self.db, self.clock.now()).await? {
            match self.send(&claimed).await {
                Ok(()) => {
                    outbox::delivered(&self.db, &claimed, self.keeps_words, self.clock.now()).await?;
                    sent += 1;
                }
                Err(Failure::Later(words)) => outbox::refused(&self.db, &claimed, &words, false, self.clock.now()).await?,
                Err(Failure::Never(words)) => {
                    tracing::warn!(letter = %claimed.id, kind = claimed.letter.kind(), "a letter cannot be delivered");
                    outbox::refused(&self.db, &claimed, &words, true, self.clock.now()).await?;
                }
            }
        }
        Ok(sent)
    }

    async fn send(&self, claimed: &Claimed) -> Result<(), Failure> {
        let message = self.compose(claimed).map_err(|e| Failure::Never(e.to_string()))?;
        match &self.transport {
            Transport::Smtp(smtp) => smtp.send(message).await.map(drop).map_err(|refused| {
                let words = refused.to_string();
                if refused.is_permanent() { Failure::Never(words) } else { Failure::Later(words) }
            }),
            Transport::Folder(path) => {
                let file = path.join(format!("{}.eml", claimed.id));
                tokio::fs::write(file, message.formatted()).await.map_err(|e| Failure::Later(e.to_string()))
            }
            Transport::Memory(bag) => {
                bag.put(String::from_utf8_lossy(&message.formatted()).into_owned());
                Ok(())
            }
        }
    }

    fn compose(&self, claimed: &Claimed) -> anyhow::Result<Message> {
        let words = letters::words(&self.templates, &self.config.public_url, claimed.language, &claimed.letter)?;
        let from = Mailbox::new(Some(words.sender), self.config.mail_from.as_str().parse::<Address>()?);
        let to = Mailbox::new(None, claimed.recipient.as_str().parse::<Address>()?);
        let domain = self.config.mail_from.as_str().rsplit('@').next().unwrap_or("parcommun.example");
        let answer_to = claimed.letter.answer_to().map(|email| email.as_str().parse::<Address>()).transpose()?;
        let envelope = Message::builder().from(from).to(to);
        let envelope = match answer_to {
            Some(address) => envelope.reply_to(Mailbox::new(None, address)),
            None => envelope,
        };
        let message = envelope
            .subject(words.subject)
            .message_id(Some(format!("<{}@{domain}>", claimed.message_id)))
            .header(AutoSubmitted)
            .header(SuppressReplies)
            .multipart(MultiPart::alternative_plain_html(words.text, words.html))?;
        Ok(message)
    }
}

fn smtp(url: &str) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    let loopback = ["smtp://127.0.0.1", "smtp://localhost", "smtp://[::1]"].iter().any(|own| url.starts_with(own));
    // Plain to this machine alone; anywhere else STARTTLS is required.
    let url = match url.strip_prefix("smtp://") {
        Some(_) if loopback || url.contains("tls=") => url.to_owned(),
        Some(rest) => format!("smtp://{rest}{}tls=required", if rest.contains('?') { '&' } else { '?' }),
        None => url.to_owned(),
    };
    Ok(AsyncSmtpTransport::<Tokio1Executor>::from_url(&url)?.timeout(Some(Duration::from_secs(30))).build())
}

/// RFC 3834: this was written by a program, so programs do not answer it.
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// What Exchange reads in its place; not `All`, which also silences non-delivery reports.
#[derive(Clone)]
struct SuppressReplies;

impl header::Header for SuppressReplies {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("X-Auto-Response-Suppress")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "DR, RN, NRN, OOF, AutoReply".to_owned())
    }
}

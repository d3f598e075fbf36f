//! What lets a test read like people doing things: the product running, persons, answers, letters.

pub mod answer;
pub mod app;
pub mod database;
pub mod html;
pub mod letters;
pub mod person;
pub mod pictures;
pub mod seen;
pub mod world;

pub use answer::Answer;
pub use app::App;
pub use person::Person;

//! Password hashes: argon2id, 19 MiB, 2 passes, 1 lane, off the threads that serve, at most one a core at a time.

use crate::domain::people::{WeakPassword, judge_password};
use crate::web::errors::Error;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// A hash takes 19 MiB and a core: more at once would only slow everything else.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

fn argon2() -> Result<Argon2<'static>, Error> {
    // Tests spend their time elsewhere.
    let (memory, passes) = if cfg!(debug_assertions) { (8, 1) } else { (19 * 1024, 2) };
    let params = Params::new(memory, passes, 1, None).map_err(|e| Error::Other(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The password in NFC, or the key of why not.
pub fn judge<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Result<String, &'static str> {
    let password: String = typed.nfc().collect();
    match judge_password(&password, known) {
        Ok(()) => Ok(password),
        Err(WeakPassword::TooShort) => Err("mistake-password-short"),
        Err(WeakPassword::TooLong) => Err("mistake-password-long"),
        Err(WeakPassword::Common) => Err("mistake-password-common"),
        Err(WeakPassword::Personal) => Err("mistake-password-personal"),
    }
}

/// Hashes a password that was judged.
pub async fn hash(password: String) -> Result<String, Error> {
    apart(move || {
        let hash = argon2()?.hash_password(password.as_bytes()).map_err(|e| Error::Other(e.to_string()))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether the password is right. Without a hash the same work is done, and the answer is no.
pub async fn verify(typed: &str, hash: Option<String>) -> Result<bool, Error> {
    let password: String = typed.chars().take(512).nfc().collect();
    apart(move || match hash {
        Some(hash) => Ok(argon2()?.verify_password(password.as_bytes(), hash.as_str()).is_ok()),
        None => {
            argon2()?.hash_password(password.as_bytes()).map_err(|e| Error::Other(e.to_string()))?;
            Ok(false)
        }
    })
    .await
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    let _place = AT_ONCE.acquire().await.map_err(|e| Error::Other(e.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Other(e.to_string()))?
}

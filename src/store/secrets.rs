//! Secrets handed out and what is kept of them: 32 random bytes leave, their SHA-256 stays.

use sha2::{Digest, Sha256};

/// A secret on its way to a person; only [`Secret::hash`] is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// 32 bytes from the system, in hexadecimal.
    pub fn random() -> Self {
        Self(hex(&random_bytes::<32>()))
    }

    /// Takes a secret that somebody brings back. What has not the shape of one is no secret at all.
    pub fn brought_back(text: &str) -> Option<Self> {
        let shaped = text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        shaped.then(|| Self(text.to_owned()))
    }

    /// The text to put into a link or a cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored.
    pub fn hash(&self) -> String {
        digest(&self.0)
    }
}

/// Bytes from the system, every one equally likely.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes, or nothing here may go on");
    bytes
}

/// Six random digits, every one of the million equally likely.
pub fn random_code() -> String {
    loop {
        let draw = getrandom::u32().expect("the system gives random bytes, or nothing here may go on");
        // Above the last whole million the remainder would favour small codes.
        if draw < u32::MAX - u32::MAX % 1_000_000 {
            return format!("{:06}", draw % 1_000_000);
        }
    }
}

/// SHA-256 in hexadecimal.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// SHA-256 of a file's bytes, in hexadecimal.
pub fn digest_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_64_small_hexadecimal_digits_and_nothing_else_is_one() {
        let secret = Secret::random();
        assert_eq!(Secret::brought_back(secret.as_str()).map(|s| s.hash()), Some(secret.hash()));
        let upper = secret.as_str().to_uppercase();
        for text in ["", " ", &secret.as_str()[1..], &upper.replace(char::is_numeric, "A")] {
            assert!(Secret::brought_back(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_code_has_six_digits() {
        assert!((0..100).map(|_| random_code()).all(|code| code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())));
    }
}

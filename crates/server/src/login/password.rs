//! Passwords and PINs: hashed with argon2id, away from the threads that serve.
//!
//! Owns what a password must be and how it is compared. It must never log one or keep one
//! longer than the comparison takes.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;
use tokio::sync::Semaphore;

/// The fewest letters of a password.
const LETTERS_MIN: usize = 12;

/// The most bytes of a password; more only costs time.
const BYTES_MAX: usize = 256;

/// Hashes computed at once; each takes 19 MiB.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The hash of nobody's password: an unknown name costs the same time as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Why a password cannot be taken.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// Too few letters.
    #[error("a password needs at least {LETTERS_MIN} letters")]
    TooShort,
    /// Too many bytes.
    #[error("a password has at most {BYTES_MAX} bytes")]
    TooLong,
    /// It contains the login, or is one letter over and over.
    #[error("this password is too easy to guess")]
    Guessable,
    /// A PIN is six to twelve digits, not all alike and not counting up or down.
    #[error("a PIN is six to twelve digits that are not all alike and do not count up or down")]
    Pin,
    /// Hashing failed.
    #[error("the password could not be hashed")]
    Hash,
}

/// Says whether `password` will do for `login`.
///
/// # Errors
/// Names what is missing.
pub fn acceptable(password: &str, login: &str) -> Result<(), PasswordRefusal> {
    if password.chars().count() < LETTERS_MIN {
        return Err(PasswordRefusal::TooShort);
    }
    if password.len() > BYTES_MAX {
        return Err(PasswordRefusal::TooLong);
    }
    let lower = password.to_lowercase();
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if lower.contains(&login.to_lowercase()) || letters.len() < 4 {
        return Err(PasswordRefusal::Guessable);
    }
    Ok(())
}

/// Says whether `pin` will do.
///
/// # Errors
/// `PasswordRefusal::Pin`.
pub fn acceptable_pin(pin: &str) -> Result<(), PasswordRefusal> {
    let digits: Vec<i16> = pin.chars().filter_map(|c| c.to_digit(10).map(|d| d as i16)).collect();
    let steps: Vec<i16> = digits.windows(2).map(|two| two[1] - two[0]).collect();
    let counts = |step| steps.iter().all(|one| *one == step);
    if digits.len() != pin.chars().count() || !(6..=12).contains(&digits.len()) || counts(0) || counts(1) || counts(-1)
    {
        return Err(PasswordRefusal::Pin);
    }
    Ok(())
}

/// Hashes a password or PIN with a fresh salt.
///
/// # Errors
/// `PasswordRefusal::Hash`.
pub async fn hash(password: SecretString) -> Result<String, PasswordRefusal> {
    let _turn = AT_ONCE.acquire().await;
    let salt: [u8; 16] = crate::clock::chance();
    let work = move || {
        let salt = SaltString::encode_b64(&salt)?;
        Argon2::default().hash_password(password.expose_secret().as_bytes(), &salt).map(|hash| hash.to_string())
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(PasswordRefusal::Hash),
    }
}

/// Compares a password or PIN with its hash; without a hash the answer is no, after as long.
pub async fn matches(password: SecretString, stored: Option<String>) -> bool {
    if password.expose_secret().len() > BYTES_MAX {
        return false;
    }
    let _turn = AT_ONCE.acquire().await;
    let work = move || {
        let known = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.to_owned());
        let Ok(hash) = PasswordHash::new(&text) else {
            return false;
        };
        let same = Argon2::default().verify_password(password.expose_secret().as_bytes(), &hash).is_ok();
        known && same
    };
    tokio::task::spawn_blocking(work).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_alone() {
        let hashed = hash("correct horse battery".into()).await.unwrap();
        assert!(matches("correct horse battery".into(), Some(hashed.clone())).await);
        assert!(!matches("correct horse batterz".into(), Some(hashed)).await);
        assert!(!matches("anything at all".into(), None).await);
    }

    #[test]
    fn the_hash_of_nobody_costs_as_much_as_a_real_one() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }

    #[test]
    fn easy_passwords_are_refused() {
        let check = |password, wanted| assert_eq!(acceptable(password, "sato"), wanted);
        check("short", Err(PasswordRefusal::TooShort));
        check("aaaaaaaaaaaaaaaa", Err(PasswordRefusal::Guessable));
        check("my-name-is-Sato-2026", Err(PasswordRefusal::Guessable));
        check("いろはにほへとちりぬるを", Ok(()));
        check(&"x".repeat(300), Err(PasswordRefusal::TooLong));
    }

    #[test]
    fn easy_pins_are_refused() {
        for pin in ["12345", "111111", "123456", "987654", "12a456", ""] {
            assert_eq!(acceptable_pin(pin), Err(PasswordRefusal::Pin), "{pin}");
        }
        assert_eq!(acceptable_pin("482915"), Ok(()));
    }
}

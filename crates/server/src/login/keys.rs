//! Security keys (WebAuthn Level 2) as a second factor.
//!
//! Owns the host name keys are bound to. Browsers offer keys for names only, so where the
//! pages' address is a bare IP address there are none, and one-time codes remain.

use thiserror::Error;
use uuid::Uuid;
use webauthn_rs::prelude::{
    CreationChallengeResponse, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, RequestChallengeResponse, Url, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::tls::host_of;

/// The most keys one account may have.
pub const KEYS_MAX: usize = 10;

/// Why a security key was not taken.
#[derive(Debug, Error)]
pub enum KeyFault {
    /// The pages' address has no host name.
    #[error("security keys need an address with a host name")]
    NoHostName,
    /// The key's answer is wrong.
    #[error("the security key was refused: {0}")]
    Refused(#[from] WebauthnError),
}

/// Checks security keys for one address.
#[derive(Debug)]
pub struct KeyDesk {
    webauthn: Option<Webauthn>,
}

impl KeyDesk {
    /// Binds to the host name of the pages' address, where it has one.
    pub fn new(public_url: &str) -> Self {
        Self { webauthn: build(public_url) }
    }

    /// Whether keys can be used at all.
    pub fn available(&self) -> bool {
        self.webauthn.is_some()
    }

    /// Asks a browser to make a key.
    ///
    /// # Errors
    /// Without a host name.
    pub fn start_registration(
        &self,
        account: Uuid,
        login: &str,
        name: &str,
        known: &[Passkey],
    ) -> Result<(CreationChallengeResponse, PasskeyRegistration), KeyFault> {
        let exclude = known.iter().map(|key| key.cred_id().clone()).collect();
        Ok(self.desk()?.start_passkey_registration(account, login, name, Some(exclude))?)
    }

    /// Takes the key a browser made.
    ///
    /// # Errors
    /// When the answer does not belong to the question.
    pub fn finish_registration(
        &self,
        answer: &RegisterPublicKeyCredential,
        asked: &PasskeyRegistration,
    ) -> Result<Passkey, KeyFault> {
        Ok(self.desk()?.finish_passkey_registration(answer, asked)?)
    }

    /// Asks a browser to prove it has one of the keys.
    ///
    /// # Errors
    /// Without a host name or keys.
    pub fn start_proof(
        &self,
        known: &[Passkey],
    ) -> Result<(RequestChallengeResponse, PasskeyAuthentication), KeyFault> {
        Ok(self.desk()?.start_passkey_authentication(known)?)
    }

    /// Checks the proof and counts the key's uses up; `known` is changed where it must be stored again.
    ///
    /// # Errors
    /// When the proof is wrong or the key was copied.
    pub fn finish_proof(
        &self,
        answer: &PublicKeyCredential,
        asked: &PasskeyAuthentication,
        known: &mut [Passkey],
    ) -> Result<bool, KeyFault> {
        let result = self.desk()?.finish_passkey_authentication(answer, asked)?;
        let mut changed = false;
        for key in known {
            changed |= key.update_credential(&result).unwrap_or(false);
        }
        Ok(changed)
    }

    fn desk(&self) -> Result<&Webauthn, KeyFault> {
        self.webauthn.as_ref().ok_or(KeyFault::NoHostName)
    }
}

fn build(public_url: &str) -> Option<Webauthn> {
    let host = host_of(public_url)?;
    let url = Url::parse(public_url).ok()?;
    url.domain()?;
    WebauthnBuilder::new(host, &url).ok()?.rp_name("Madoguchi").build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_need_a_host_name() {
        assert!(KeyDesk::new("http://localhost:8080").available());
        assert!(KeyDesk::new("https://madoguchi.example.jp").available());
        assert!(!KeyDesk::new("https://192.0.2.1:8443").available());
    }
}

//! Pages a visit may begin at, and the one thing that may be put into their address.
//!
//! Owns the slot: the number that the kiosk's camera read from the application form's QR (clause 6(2)③). What is put
//! in is digits or plain letters of a length the profile gives, so that nothing can be smuggled into an address.

use serde::{Deserialize, Serialize};

use super::words::{Id, Words};

/// Characters a slot may take at most.
pub const SLOT_CHARS_MAX: u16 = 64;

/// A page a visit may begin at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartPage {
    /// Its name in code.
    pub id: Id,
    /// What both screens call it.
    pub label: Words,
    /// The address, with `{name}` where the slot's value goes.
    pub url: String,
    /// What has to be known to open it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<Slot>,
}

/// What goes into a start page's address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The word between the braces.
    pub name: Id,
    /// What both screens call it.
    pub label: Words,
    /// Which characters it has.
    pub form: SlotForm,
    /// Fewest characters.
    pub chars_min: u16,
    /// Most characters.
    pub chars_max: u16,
}

/// Which characters a slot's value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotForm {
    /// 0 to 9.
    Digits,
    /// 0 to 9, a to z, A to Z.
    LettersAndDigits,
}

/// Why a start page has no address. The value is never in the words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlotFault {
    /// The page needs a value.
    #[error("start page `{page}` needs `{slot}`")]
    Missing {
        /// The page.
        page: Id,
        /// The slot.
        slot: Id,
    },
    /// The page takes no value.
    #[error("start page `{page}` takes no value")]
    NotTaken {
        /// The page.
        page: Id,
    },
    /// The value has another form.
    #[error("the value for `{slot}` does not have its form")]
    Form {
        /// The slot.
        slot: Id,
    },
}

impl StartPage {
    /// The address to open.
    ///
    /// # Errors
    /// When a value is missing, not taken, or of another form.
    pub fn address(&self, value: Option<&str>) -> Result<String, SlotFault> {
        match (&self.slot, value) {
            (None, None) => Ok(self.url.clone()),
            (None, Some(_)) => Err(SlotFault::NotTaken { page: self.id.clone() }),
            (Some(slot), None) => Err(SlotFault::Missing { page: self.id.clone(), slot: slot.name.clone() }),
            (Some(slot), Some(value)) if slot.takes(value) => Ok(self.url.replace(&slot.mark(), value)),
            (Some(slot), Some(_)) => Err(SlotFault::Form { slot: slot.name.clone() }),
        }
    }

    /// The address with a made-up value, to look at its form.
    pub(super) fn sample(&self) -> String {
        match &self.slot {
            None => self.url.clone(),
            Some(slot) => self.url.replace(&slot.mark(), &"1".repeat(usize::from(slot.chars_min.min(SLOT_CHARS_MAX)))),
        }
    }
}

impl Slot {
    /// Whether the value has the slot's form.
    #[must_use]
    pub fn takes(&self, value: &str) -> bool {
        let fits = |byte: u8| match self.form {
            SlotForm::Digits => byte.is_ascii_digit(),
            SlotForm::LettersAndDigits => byte.is_ascii_alphanumeric(),
        };
        (usize::from(self.chars_min)..=usize::from(self.chars_max)).contains(&value.len()) && value.bytes().all(fits)
    }

    /// How the slot stands in an address.
    pub(super) fn mark(&self) -> String {
        format!("{{{}}}", self.name)
    }
}

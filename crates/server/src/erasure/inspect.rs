//! What holds of a receipt and what does not, each with its reason.
//!
//! Pure. With the public key alone: form, installation, signature. What only the books can tell is `book`'s; both say
//! what was not looked at. Next: `said` for the words.

use domain::erasure_receipt::{InstallationId, ReceiptFault, SignedReceipt};

use super::signing::PublicKey;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// It is written as a receipt is, whole.
    Form,
    /// It is of the installation whose key it is checked with.
    Installation,
    /// The installation signed these very words.
    Signature,
    /// The installation's books have the same receipt under its number.
    Books,
    /// It continues the receipt before it.
    Before,
    /// The receipt after it continues this one, or it is the last.
    After,
}

impl Aspect {
    /// All of them, in the order they are looked at.
    pub const ALL: [Self; 6] =
        [Self::Form, Self::Installation, Self::Signature, Self::Books, Self::Before, Self::After];

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Installation => "installation",
            Self::Signature => "signature",
            Self::Books => "books",
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It cannot be read as a receipt.
    Unreadable(ReceiptFault),
    /// It says another installation than the key's.
    OtherInstallation {
        /// What it says.
        says: InstallationId,
        /// The key's.
        key: InstallationId,
    },
    /// The words or the signature were changed, or somebody else signed.
    Forged,
    /// It is receipt `number`'s signature: words of that receipt were changed.
    SignatureOf {
        /// The number of the receipt whose signature it is.
        number: u64,
        /// The lines that differ from it.
        lines: Vec<String>,
    },
    /// Another receipt stands under its number.
    OtherUnderNumber {
        /// The lines that differ.
        lines: Vec<String>,
    },
    /// The books end before its number: it was never written, or was taken away.
    NeverWritten {
        /// The last number.
        last: u64,
    },
    /// It was taken out of the books.
    TakenOut,
    /// The one before it is missing.
    BeforeMissing,
    /// It does not name the sum of the one before it.
    NotContinued,
    /// The one after it is missing although there is more.
    AfterMissing,
    /// The one after it does not name its sum.
    AfterElse,
    /// Receipts at the end were cut off or added: the chain does not end as its head says.
    EndElse,
    /// The head of the chain was not written by a holder of the key.
    HeadForged,
}

/// How an aspect stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It was looked at and holds.
    Holds,
    /// It was looked at and does not hold.
    Broken(Trouble),
    /// It was not looked at.
    NotChecked,
}

/// One aspect and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub aspect: Aspect,
    /// How it stands.
    pub standing: Standing,
}

impl Finding {
    pub(super) fn holds(aspect: Aspect) -> Self {
        Self { aspect, standing: Standing::Holds }
    }

    pub(super) fn broken(aspect: Aspect, trouble: Trouble) -> Self {
        Self { aspect, standing: Standing::Broken(trouble) }
    }

    pub(super) fn not_checked(aspect: Aspect) -> Self {
        Self { aspect, standing: Standing::NotChecked }
    }

    pub(super) fn of(aspect: Aspect, trouble: Option<Trouble>) -> Self {
        trouble.map_or(Self::holds(aspect), |trouble| Self::broken(aspect, trouble))
    }
}

/// Whether nothing that was looked at is broken, and the signature was looked at.
#[must_use]
pub fn is_good(findings: &[Finding]) -> bool {
    let holds = |one: &Finding| one.aspect == Aspect::Signature && one.standing == Standing::Holds;
    let broken = |one: &Finding| matches!(one.standing, Standing::Broken(_));
    findings.iter().any(holds) && !findings.iter().any(broken)
}

/// Reads a receipt from a file or from the text of its QR code.
///
/// # Errors
/// [`ReceiptFault`].
pub fn read(bytes: &[u8]) -> Result<SignedReceipt, ReceiptFault> {
    match std::str::from_utf8(bytes) {
        Ok(text) if SignedReceipt::is_code(text) => SignedReceipt::parse_code(text),
        _ => SignedReceipt::parse(bytes),
    }
}

/// What the public key alone can tell; the aspects of the books stay unchecked.
#[must_use]
pub fn inspect(read: &Result<SignedReceipt, ReceiptFault>, key: &PublicKey) -> Vec<Finding> {
    let own = match read {
        Err(fault) => vec![Finding::broken(Aspect::Form, Trouble::Unreadable(fault.clone()))],
        Ok(signed) => vec![Finding::holds(Aspect::Form), of_installation(signed, key), of_signature(signed, key)],
    };
    let known = own.len();
    own.into_iter().chain(Aspect::ALL[known..].iter().map(|aspect| Finding::not_checked(*aspect))).collect()
}

fn of_installation(signed: &SignedReceipt, key: &PublicKey) -> Finding {
    let (says, key) = (signed.receipt.installation.clone(), key.installation());
    let trouble = (says != key).then_some(Trouble::OtherInstallation { says, key });
    Finding::of(Aspect::Installation, trouble)
}

fn of_signature(signed: &SignedReceipt, key: &PublicKey) -> Finding {
    let is_signed = key.verifies(&signed.receipt.signed_bytes(), &signed.signature);
    Finding::of(Aspect::Signature, (!is_signed).then_some(Trouble::Forged))
}

/// The keys of lines in which two receipts differ.
pub(super) fn lines_that_differ(one: &[u8], other: &[u8]) -> Vec<String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (one, other) = (text(one), text(other));
    let pairs = one.lines().zip(other.lines());
    let key = |line: &str| line.split('=').next().unwrap_or_default().to_owned();
    pairs.filter(|(a, b)| a != b).map(|(a, _)| key(a)).collect()
}

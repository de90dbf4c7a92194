//! A list of receipts: none left out, none put in, none changed.
//!
//! The hash function comes in, since domain has none of its own; the installation uses SHA-256.

use super::data::{Digest, ErasureReceipt, InstallationId};

/// Where a chain has come to; what the next receipt continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChainHead {
    /// The number of the last receipt; 0 before the first.
    pub sequence: u64,
    /// Its sum; zeros before the first.
    pub digest: Digest,
}

/// What is wrong with a list of receipts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// A receipt is missing, or stands twice, or out of order.
    #[error("receipt {found} stands where {expected} should")]
    OutOfOrder {
        /// The number that should be there.
        expected: u64,
        /// The number that is.
        found: u64,
    },
    /// The receipt before it is not the one it was made after.
    #[error("receipt {sequence} does not continue the one before it")]
    Broken {
        /// Its number.
        sequence: u64,
    },
    /// It is another installation's.
    #[error("receipt {sequence} is of another installation")]
    OtherInstallation {
        /// Its number.
        sequence: u64,
    },
}

impl ChainHead {
    /// The head after this receipt.
    #[must_use]
    pub fn after(receipt: &ErasureReceipt, hash: fn(&[u8]) -> Digest) -> Self {
        Self { sequence: receipt.sequence, digest: hash(&receipt.signed_bytes()) }
    }
}

/// Follows receipts of one installation from a known head, and gives the head after the last.
///
/// # Errors
/// [`ChainFault`] at the first receipt that does not follow.
pub fn check_chain(
    installation: &InstallationId,
    from: ChainHead,
    receipts: &[ErasureReceipt],
    hash: fn(&[u8]) -> Digest,
) -> Result<ChainHead, ChainFault> {
    let mut head = from;
    for receipt in receipts {
        let sequence = receipt.sequence;
        if receipt.installation != *installation {
            return Err(ChainFault::OtherInstallation { sequence });
        }
        let expected = head.sequence.saturating_add(1);
        if sequence != expected {
            return Err(ChainFault::OutOfOrder { expected, found: sequence });
        }
        if receipt.previous != head.digest {
            return Err(ChainFault::Broken { sequence });
        }
        head = ChainHead::after(receipt, hash);
    }
    Ok(head)
}

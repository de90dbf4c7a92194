//! The erasure receipt: what existed of one shared browser, when each was erased, what the search for traces found.
//!
//! Owns the receipt's data, its bytes and the chain of receipts (clause 6(2)③d; ADR 0035). There is no free text in it,
//! so that no personal data can get in and nothing needs escaping. Signing and hashing are done outside; this says
//! which bytes. It must never know keys or files. Next: `text` for the form, `code` for its QR code, `chain` for a
//! list of them.

mod chain;
mod code;
mod data;
#[cfg(test)]
mod tests;
mod text;

pub use chain::{ChainFault, ChainHead, check_chain};
pub use code::CODE_CHARS_MAX;
pub use data::{
    BrowserEnd, CANARIES_MAX, Canary, CanaryScan, Digest, ErasureReceipt, INSTALLATION_CHARS_MAX, InstallationId,
    SCAN_PLACES_MAX, ScanPlace, TraceKind,
};
pub use text::{RECEIPT_BYTES_MAX, ReceiptFault, SIGNATURE_BYTES, SignedReceipt};

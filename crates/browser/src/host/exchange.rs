//! What passes between the host and its caller: who may act goes in, the resident's picture and the receipt come out.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::launch::Ended;
use crate::frame::Encoding;

/// Asked before every input of an operator, with the epoch that came with it: whether that operator holds control.
pub type OperatorGate = Arc<dyn Fn(u64) -> bool + Send + Sync>;

/// The page's own picture, for the resident's screen and nobody else's.
#[derive(Clone)]
pub struct KioskFrame {
    /// The picture's file.
    pub bytes: Zeroizing<Vec<u8>>,
    /// How it is written: with loss in motion, without at rest.
    pub encoding: Encoding,
}

impl std::fmt::Debug for KioskFrame {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "KioskFrame({} bytes)", self.bytes.len())
    }
}

/// What was ended, for the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Erased {
    /// Whether the browser said that the context is gone; it cannot when it had to be killed.
    pub context_disposed: bool,
    /// How many photos were handed to the page.
    pub photos: u32,
    /// How many secrets were typed and held in memory to find their echo. They are overwritten.
    pub secrets: u32,
    /// How many pictures an operator could see.
    pub pictures: u64,
    /// What became of the processes.
    pub processes: Ended,
}

//! What is held of a visit's captions, and what captions need.
//!
//! Owns the shapes alone. Next: `visit_captions`, which decides who is listened to and who may read.

use std::sync::Arc;

use domain::captions::Captions;
use speech::recognition::Recogniser;

use super::captioner::Captioner;

/// What captions need.
#[derive(Debug, Clone, Default)]
pub struct CaptionDeps {
    /// Who turns sound into words; None where recognition is off.
    pub recogniser: Option<Arc<dyn Recogniser>>,
    /// Whether the city keeps them after the visit.
    pub is_kept: bool,
}

/// A visit's captions and who listens.
#[derive(Debug)]
pub(super) struct CaptionedVisit {
    pub(super) captioner: Captioner,
    pub(super) captions: Captions,
    /// What the pages were told of how captions are.
    pub(super) told: &'static str,
}

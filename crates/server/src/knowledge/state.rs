//! What the room is handed by the composition.

use storage::Db;

use super::catalogue::Catalogue;
use crate::clock::Clock;
use crate::faq_shelf::FaqShelf;
use crate::trail::Trail;

/// What the room needs; cheap to clone.
#[derive(Clone, Debug)]
pub struct KnowledgeState {
    /// The database.
    pub db: Db,
    /// Counted time.
    pub clock: Clock,
    /// The audit log.
    pub trail: Trail,
    /// What is live.
    pub shelf: FaqShelf,
    /// What lists and checks ask of every entry.
    pub catalogue: Catalogue,
    /// The city's name in Japanese, for documents.
    pub city: String,
    /// Fonts of documents.
    pub fonts: documents::Fonts,
    /// Whether the system shows itself with made-up approvals.
    pub demonstration: bool,
}

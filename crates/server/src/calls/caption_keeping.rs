//! Captions that a city keeps: into the contact's transcript, sealed, when the visit is over.
//!
//! Only redacted and settled text comes here. A visit has no recording, so its segments stand under none,
//! and their times count from the begin of the captions. Next: [`storage::transcripts`].

use domain::ids::ContactId;
use speech::SpokenLanguage;
use storage::Db;
use storage::transcripts::{self, SegmentToKeep, TimedText};
use uuid::Uuid;
use vault::ContactKey;

use super::caption_voices::SettledSegment;
use crate::clock::fresh_id;

/// Stands for the recording where there is none.
pub(super) const NO_RECORDING: Uuid = Uuid::nil();

/// What is needed to keep a visit's captions.
#[derive(Debug)]
pub(super) struct Keeper {
    pub(super) db: Db,
    pub(super) key: ContactKey,
    /// The agent who serves the visit.
    pub(super) agent: Option<Uuid>,
}

impl Keeper {
    /// Keeps the captions; a database that is away loses them, which is said.
    pub(super) async fn keep(self, contact: ContactId, segments: Vec<SettledSegment>) {
        for segment in segments {
            let kept = transcripts::keep(&self.db, &self.key, &self.row(contact, segment)).await;
            if let Err(why) = kept {
                tracing::error!(contact.id = %contact, %why, "captions of a visit could not be kept");
                return;
            }
        }
    }

    fn row(&self, contact: ContactId, segment: SettledSegment) -> SegmentToKeep {
        let (start_ms, end_ms) = segment.span_ms;
        let (start_ms, end_ms) = (start_ms.cast_signed(), end_ms.cast_signed());
        let (party, agent) = match segment.speaker.as_str() {
            "visitor" => ("caller", None),
            "agent" => ("agent", self.agent),
            guest => ("third", Uuid::parse_str(guest).ok()),
        };
        let piece = |(text, code): (String, Option<&'static str>)| TimedText {
            text,
            start_ms,
            end_ms,
            redacted: code.map(str::to_owned),
        };
        SegmentToKeep {
            id: fresh_id(),
            contact: contact.0,
            recording: NO_RECORDING,
            party: party.to_owned(),
            agent,
            start_ms,
            end_ms,
            language: segment.language.map(code_of),
            confidence: segment.confidence,
            engine: segment.engine,
            source: "live",
            words: segment.pieces.into_iter().map(piece).collect(),
        }
    }
}

fn code_of(language: SpokenLanguage) -> String {
    match language {
        SpokenLanguage::Japanese => "ja".to_owned(),
        SpokenLanguage::English => "en".to_owned(),
    }
}

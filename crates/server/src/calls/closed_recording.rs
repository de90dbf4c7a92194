//! What is known of a recording when its file has closed, on its way from the line to the archive.

use domain::contact::Party;
use domain::ids::ContactId;
use media::{LegStats, RecordingSummary, Side};
use uuid::Uuid;

/// A recording whose file is complete, on its way to the store.
#[derive(Debug)]
pub struct ClosedRecording {
    /// The recording.
    pub id: Uuid,
    /// Whose.
    pub contact: ContactId,
    /// What the engine says of it.
    pub summary: RecordingSummary,
    /// A side on which packets came and nothing was heard.
    pub silent: Option<Side>,
    /// Figures of the legs that closed before the file did.
    pub legs: Vec<(Party, LegStats)>,
}

impl ClosedRecording {
    /// What is kept of the recording's figures beside its row.
    #[must_use]
    pub fn stats(&self) -> serde_json::Value {
        let side = |side: &media::SideSummary| serde_json::json!({ "packets": side.packets, "late": side.late, "peak": side.peak });
        let legs: Vec<_> = self.legs.iter().map(|(party, stats)| leg_figures(*party, stats)).collect();
        serde_json::json!({
            "duration_ms": self.summary.duration_ms,
            "left": side(&self.summary.left),
            "right": side(&self.summary.right),
            "silent": self.silent.map(|side| match side { Side::Left => "left", Side::Right => "right" }),
            "legs": legs,
        })
    }
}

fn leg_figures(party: Party, stats: &LegStats) -> serde_json::Value {
    let party = match party {
        Party::Caller => "caller",
        Party::Agent(_) => "agent",
        Party::Third { .. } => "third",
        Party::Supervisor(_) => "supervisor",
    };
    serde_json::json!({
        "party": party,
        "received": stats.received.packets,
        "lost": stats.received.lost,
        "jitter_ms": stats.received.jitter_mean_us / 1_000,
        "jitter_max_ms": stats.received.jitter_max_us / 1_000,
        "sent": stats.sent,
        "late": stats.late,
        "foreign": stats.foreign,
    })
}

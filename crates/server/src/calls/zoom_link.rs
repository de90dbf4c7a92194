//! What the switchboard needs to have visits carried by Zoom, and what it asks of who speaks with Zoom.
//!
//! Owns shapes alone: grants are signed in `visit_video`, Zoom is spoken with in the room `video`.

use domain::contact::VideoCause;
use tokio::sync::{mpsc, watch};
use zoom::grant::SdkKeys;

/// The switchboard's end of Zoom; cheap to clone.
#[derive(Debug, Clone)]
pub struct ZoomLink {
    /// What signs grants.
    pub keys: SdkKeys,
    /// Where Zoom may carry visits, such as `JP`.
    pub geo_regions: String,
    /// Whether Zoom's files have been fetched to this server.
    pub sdk_installed: bool,
    /// Whether Zoom's interface answers us.
    pub well: watch::Receiver<bool>,
    /// Takes what is to be done at Zoom.
    pub orders: mpsc::Sender<ZoomOrder>,
}

/// What is to be done at Zoom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoomOrder {
    /// End the session of this topic and delete what Zoom keeps of it.
    Purge {
        /// The topic.
        topic: String,
    },
    /// Somebody records: end the session and delete the recording, at once.
    StopRecording {
        /// The topic.
        topic: String,
        /// Zoom's id of the session.
        id: String,
    },
}

/// What Zoom tells of a session that a visit may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoomNews {
    /// It has ended.
    Ended,
    /// It is being recorded, or was.
    Recorded,
}

impl ZoomNews {
    /// Why a visit cannot stay in that session.
    #[must_use]
    pub fn cause(self) -> VideoCause {
        match self {
            Self::Ended => VideoCause::EndedByZoom,
            Self::Recorded => VideoCause::RecordingStarted,
        }
    }
}

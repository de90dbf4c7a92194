//! Which video a visit is carried by, and why: words of the contact's log.
//!
//! Owns the names alone. They carry no personal data and nothing of the picture. Next:
//! [`crate::video_epoch`], which decides.

use serde::{Deserialize, Serialize};

/// Who carries picture and sound of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VideoProvider {
    /// Zoom's Video SDK, by the city's own account.
    Zoom,
    /// The program's own forwarding unit.
    Builtin,
}

/// Why a visit is carried by the provider it is carried by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VideoCause {
    /// The installation is configured so.
    Configured,
    /// Zoom's files have not been fetched to this server.
    SdkMissing,
    /// Zoom failed so often in the last minutes that it is left alone for a while.
    BreakerOpen,
    /// Zoom's interface does not answer us, so what is kept there could not be deleted.
    Unreachable,
    /// The program was started anew within the visit, which goes on the way that needs nobody else.
    Restarted,
    /// Another agent took the visit over.
    AgentChanged,
    /// A page could not load or start Zoom's files.
    SdkFailed,
    /// Zoom turned a page away.
    JoinRefused,
    /// A page was not in within its deadline.
    JoinTimeout,
    /// The connection to Zoom broke within the visit.
    ConnectionLost,
    /// Somebody began to record at Zoom, which a visit never allows.
    RecordingStarted,
    /// Zoom ended the meeting.
    EndedByZoom,
    /// Something is shown that only the built-in video can cover, such as an identity document.
    CoverNeeded,
    /// A guest joined, for whom a Zoom session has no place.
    GuestJoined,
}

impl VideoCause {
    /// Whether it is Zoom's failure, which the breaker counts.
    #[must_use]
    pub fn is_failure(self) -> bool {
        match self {
            Self::SdkFailed
            | Self::JoinRefused
            | Self::JoinTimeout
            | Self::ConnectionLost
            | Self::RecordingStarted
            | Self::EndedByZoom => true,
            Self::Configured
            | Self::SdkMissing
            | Self::BreakerOpen
            | Self::Unreachable
            | Self::Restarted
            | Self::AgentChanged
            | Self::CoverNeeded
            | Self::GuestJoined => false,
        }
    }
}

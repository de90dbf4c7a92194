//! What a visit at the counter brings along, and what its pages may see of it.
//!
//! Owns the shapes alone; tickets are taken in `visits`, pictures joined in `visit_joining`.

use domain::contact::{Language, VideoCause};
use domain::ids::{AgentId, ContactId, ServiceId};
use uuid::Uuid;

use crate::live::messages::ContactState;

/// A visitor who has taken a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The contact to be, minted by the counter.
    pub contact: ContactId,
    /// The language chosen.
    pub language: Language,
    /// What the visitor came for.
    pub service: ServiceId,
    /// The ticket's number, as the visitor reads it.
    pub ticket: String,
    /// The kiosk; None while the visitor waits in the hall.
    pub kiosk: Option<Seat>,
}

/// The kiosk at which a visitor sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The kiosk.
    pub id: Uuid,
    /// Its name, as staff know it.
    pub name: String,
}

/// Somebody who joins a visit besides its agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// The account.
    pub agent: AgentId,
    /// The name visitor and agent are shown.
    pub name: String,
    /// `city_officer` or `supervisor`.
    pub role: &'static str,
}

/// A visit as its own kiosk may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitView {
    /// The contact.
    pub state: ContactState,
    /// Name of the agent who serves it.
    pub agent: Option<String>,
    /// Whether the visitor still waits in the hall, without a kiosk.
    pub in_hall: bool,
    /// The way to the visit when its line is dead.
    pub telephone: Option<VisitTelephone>,
}

/// How a visitor comes back to the visit by telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitTelephone {
    /// The number to ring, in E.164.
    pub number: String,
    /// The digits to key after `*`.
    pub code: String,
}

/// A page's wish to be joined to its visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitOffer {
    /// The visit.
    pub contact: ContactId,
    /// Whose page.
    pub page: VisitPage,
    /// SDP with all candidates.
    pub sdp: String,
    /// Whether the page looks away from the start.
    pub away: bool,
}

/// What of a visitor's picture and sound is kept back while they type a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VisitorPrivacy {
    /// Nothing of the camera is sent.
    pub is_camera_paused: bool,
    /// Nothing of the microphone is sent.
    pub is_microphone_closed: bool,
}

/// What a page says of its visit's video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoSaid {
    /// It is about to join and wants its grant.
    Ask,
    /// It is in.
    Joined,
    /// It could not join, or lost what it had.
    Failed(VideoCause),
}

impl VideoSaid {
    /// Reads a page's word; None for any other.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Some(match word {
            "ask" => Self::Ask,
            "joined" => Self::Joined,
            "sdk_failed" => Self::Failed(VideoCause::SdkFailed),
            "join_refused" => Self::Failed(VideoCause::JoinRefused),
            "join_timeout" => Self::Failed(VideoCause::JoinTimeout),
            "connection_lost" => Self::Failed(VideoCause::ConnectionLost),
            "cover_needed" => Self::Failed(VideoCause::CoverNeeded),
            _ => return None,
        })
    }
}

/// A page of a visit: whose picture and sound a leg carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VisitPage {
    /// The visitor's kiosk.
    Kiosk,
    /// The agent who serves the visit.
    Agent(AgentId),
    /// Somebody who joined it.
    Guest(AgentId),
}

impl VisitPage {
    /// Who is seen there, as pages are told: `visitor`, `agent`, or the id of a guest.
    #[must_use]
    pub fn seat(self) -> String {
        match self {
            Self::Kiosk => "visitor".to_owned(),
            Self::Agent(_) => "agent".to_owned(),
            Self::Guest(agent) => agent.to_string(),
        }
    }
}

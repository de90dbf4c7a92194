//! The words of a kiosk's live connection, both ways, as `docs/API-DESIGN.md` tells them.
//!
//! Owns the JSON shapes and nothing else: no rule, no state. Next: [`super::socket`].

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::diagnosis::measured::Measured;
use super::diagnosis::reload_how::ReloadHow;
use crate::config::SlipPaper;
use crate::live::caption_messages::CaptionsOf;
use crate::live::flow_messages::{FlowView, VisitSlip};
use crate::live::messages::{GuestState, VisitLine};
use crate::live::video_messages::{VideoGrant, VideoState};
use crate::live::written_messages::WrittenLine;

/// A frame from a kiosk.
#[derive(Debug, Deserialize)]
pub(super) struct KioskFrame {
    /// Number the kiosk counts up; answered by `done` or `refused`.
    #[serde(default)]
    pub(super) id: u64,
    /// What it says.
    #[serde(flatten)]
    pub(super) message: KioskMessage,
}

/// What a kiosk says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum KioskMessage {
    /// The answer to the challenge.
    Hello {
        /// Who it says it is.
        kiosk: Uuid,
        /// The proof.
        signature: String,
    },
    /// A visitor takes a ticket.
    Ticket {
        /// `ja` or `en`.
        language: String,
        /// What for.
        wish: String,
    },
    /// A visitor brings the number taken at the reception.
    TakeNumber {
        /// As typed.
        number: String,
    },
    /// The visitor leaves.
    Leave,
    /// The visitor asks for somebody at the hall.
    CallStaff,
    /// The browser's offer for picture and sound of the visit.
    MediaOffer {
        /// SDP with all candidates.
        sdp: String,
        /// Whether the visitor looks away from the start.
        #[serde(default)]
        away: bool,
    },
    /// What the kiosk says of the visit's video; `ask` is answered with `video_grant`.
    Video {
        /// The attempt it speaks of.
        epoch: u32,
        /// `ask`, `joined` or why it failed: `sdk_failed`, `join_refused`, `join_timeout`, `connection_lost`, `cover_needed`.
        say: String,
    },
    /// A line to the agent, beside the picture.
    Say {
        /// The line.
        text: String,
    },
    /// The picture becomes a document's, with its mask, or the visitor's again.
    ShowDocument {
        /// A document's?
        on: bool,
    },
    /// The visitor looks away, or back.
    LookAway {
        /// Away?
        on: bool,
    },
    /// Which devices the visitor has, so that the agent knows why nothing is seen or heard.
    Devices {
        /// A camera that can be used?
        camera: bool,
        /// A microphone that can be used?
        microphone: bool,
    },
    /// A sign of life that is answered with the server's clock.
    Echo,
    /// The kiosk begins with a part of its diagnosis.
    Diagnosing {
        /// Which run.
        run: Uuid,
        /// `machine`, `network`, `reader`, `camera` or `sound`.
        part: String,
    },
    /// The kiosk has measured itself.
    Diagnosed {
        /// Which run.
        run: Uuid,
        /// What it measured.
        measured: Box<Measured>,
    },
}

/// What the server says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage {
    /// To be signed.
    Challenge {
        /// Fresh chance.
        nonce: String,
    },
    /// The kiosk is known.
    Welcome {
        /// Its name.
        name: String,
        /// The server's clock.
        now: DateTime<Utc>,
        /// Whether the counter is open.
        open: bool,
        /// The next opening, while closed.
        next_open: Option<DateTime<Utc>>,
        /// The city's name in Japanese.
        city_ja: String,
        /// The city's name in English.
        city_en: String,
        /// The number to ring when nothing else works.
        call_number: Option<String>,
        /// What visitors can come for.
        wishes: Vec<String>,
        /// What the kiosk's printer takes; null where there is none.
        slip_paper: Option<SlipPaper>,
        /// The visit that goes on.
        visit: Option<VisitState>,
    },
    /// The counter has opened or closed.
    Hours {
        /// Whether it is open.
        open: bool,
        /// The next opening, while closed.
        next_open: Option<DateTime<Utc>>,
    },
    /// The visit as of this instant.
    Visit {
        /// The visit.
        visit: VisitState,
    },
    /// Whom the hall's display sends here: the kiosk is kept for that number.
    Called {
        /// The number; None when nobody is called.
        ticket: Option<String>,
    },
    /// Who is seen and heard in which line of the kiosk's connection.
    Seats {
        /// The visit.
        contact: Uuid,
        /// `agent` or a guest's id, line by line.
        seats: Vec<Option<String>>,
    },
    /// The visit's guided flow as of this instant; null when there is none.
    Flow {
        /// The visit.
        contact: Uuid,
        /// The flow, without the operator's words.
        view: Option<Box<FlowView>>,
    },
    /// The slip of the visit, at each end of a flow and ahead of the visit's own end.
    Slip {
        /// The slip.
        slip: Box<VisitSlip>,
    },
    /// The visit is over.
    VisitGone {
        /// Which.
        contact: Uuid,
    },
    /// Lines written in the visit that the kiosk has not been told.
    Written {
        /// The visit.
        contact: Uuid,
        /// The lines, oldest first.
        lines: Vec<WrittenLine>,
    },
    /// What was heard in the visit, as text.
    Captions(CaptionsOf),
    /// The answer to `media_offer`.
    MediaAnswer {
        /// SDP.
        sdp: String,
    },
    /// Told before the `done` of an `echo`.
    Echo {
        /// The server's clock.
        now: DateTime<Utc>,
    },
    /// The kiosk is to measure itself.
    Diagnose {
        /// The run.
        run: Uuid,
        /// What opens the throughput endpoints.
        pass: String,
        /// A visitor sits there: nothing is played, and no throughput measured.
        in_visit: bool,
        /// Port of the kiosk agent on the kiosk's own machine, where something is fitted that it knows.
        agent_port: Option<u16>,
        /// An address of Zoom's that is to be reached, where Zoom is in use.
        zoom_url: Option<String>,
    },
    /// The run is over, whatever has been measured.
    StopDiagnosis {
        /// Which.
        run: Uuid,
    },
    /// The page is to be loaded anew.
    Reload {
        /// How.
        how: ReloadHow,
    },
    /// The answer to `video` with `ask`.
    VideoGrant {
        /// The grant.
        #[serde(flatten)]
        grant: VideoGrant,
    },
    /// What was said was done.
    Done {
        /// Which.
        id: u64,
    },
    /// It was not; nothing changed.
    Refused {
        /// Which.
        id: u64,
        /// Stable code.
        code: String,
        /// Japanese.
        detail_ja: String,
        /// English.
        detail_en: String,
    },
    /// Another page uses this kiosk's identity.
    Replaced,
    /// The kiosk is out of service for good.
    Revoked,
}

/// A visit as its kiosk shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct VisitState {
    /// The contact.
    pub(super) contact: Uuid,
    /// The ticket's number.
    pub(super) ticket: String,
    /// `ja` or `en`.
    pub(super) language: String,
    /// What for.
    pub(super) wish: String,
    /// `waiting`, `ringing`, `talking`, `over`.
    pub(super) state: &'static str,
    /// Place in line, from 1.
    pub(super) position: Option<u32>,
    /// Estimated wait in whole minutes.
    pub(super) estimate_minutes: Option<u32>,
    /// Who serves it.
    pub(super) agent: Option<String>,
    /// Whether the agent looks away: the last picture is not to be shown on.
    pub(super) agent_away: bool,
    /// Who joined besides the agent.
    pub(super) guests: Vec<GuestState>,
    /// `none`, `asked` by the agent, or `shown`.
    pub(super) document: String,
    /// `on`, `kept` by the city after the visit, or `none`; why there are none is not the visitor's concern.
    pub(super) captions: &'static str,
    /// Whether operator and visitor are being joined again after the program was started anew.
    pub(super) interrupted: bool,
    /// What the visit goes on with, once it is served.
    pub(super) line: Option<VisitLine>,
    /// The way to the visit when its line is dead; kept by the kiosk, since it cannot ask then.
    pub(super) telephone: Option<TelephoneWay>,
    /// Who carries picture and sound.
    pub(super) video: Option<VideoState>,
    /// When the ticket was taken.
    pub(super) issued_at: DateTime<Utc>,
}

/// The number to ring and the code to key.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct TelephoneWay {
    /// The number.
    pub(super) number: String,
    /// The digits to key after `*`.
    pub(super) code: String,
}

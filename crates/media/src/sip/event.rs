//! What the trunk reports to the switchboard.
//!
//! Events of one leg arrive in order. The numbers in them are the peer's text, not normalised:
//! only the server knows the dial plan. See [`super::TrunkHandle`] for the way back.

use std::net::SocketAddr;

use crate::LegId;

/// Something that happened on a trunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrunkEvent {
    /// A call arrived; it has been answered 100 and waits for a command.
    Incoming {
        /// The leg made for the call.
        leg: LegId,
        /// Name of the trunk it came by.
        trunk: String,
        /// Who calls, as far as the trunk may be believed.
        caller: CallerIdentity,
        /// The number that was dialled, as the peer wrote it.
        dialled: String,
        /// Where the request came from.
        peer: SocketAddr,
    },
    /// The far end of a dialled leg rings.
    Ringing {
        /// The dialled leg.
        leg: LegId,
        /// Whether the far end sends sound already (183 with SDP).
        early_media: bool,
    },
    /// The far end of a dialled leg answered, and sound may flow.
    Answered {
        /// The dialled leg.
        leg: LegId,
    },
    /// The caller's ACK for our answer arrived. A caller who hangs up at once may be gone before
    /// it: then [`Self::HungUp`] comes alone.
    Confirmed {
        /// The answered leg.
        leg: LegId,
    },
    /// The caller gave up before the call was answered. Last event of the leg.
    Cancelled {
        /// The leg that is gone.
        leg: LegId,
    },
    /// An incoming call, or a dialled one that had been answered, is over. Last event of the leg.
    HungUp {
        /// The leg that is gone.
        leg: LegId,
        /// Why.
        cause: EndCause,
    },
    /// A dialled leg was never answered. Last event of the leg.
    Failed {
        /// The leg that is gone.
        leg: LegId,
        /// The final SIP status; 408 when nobody answered in time, 487 when we cancelled.
        status: u16,
        /// The peer's reason phrase, cut to 128 characters.
        reason: String,
    },
    /// The far end put us on hold or took us back.
    RemoteHold {
        /// The leg.
        leg: LegId,
        /// Whether it is held.
        on: bool,
    },
    /// A key pressed at the far end and sent as SIP INFO (application/dtmf-relay).
    Digit {
        /// The leg.
        leg: LegId,
        /// One of `0-9 * # A-D`.
        digit: char,
    },
    /// A trunk came up or went down.
    TrunkState {
        /// Name of the trunk.
        name: String,
        /// Whether calls can be made over it.
        up: bool,
        /// What showed it, for the operator.
        why: String,
    },
    /// Strangers or flooders were answered with silence; sent at most once an interval.
    Refused {
        /// The source of the last one.
        peer: std::net::IpAddr,
        /// Why.
        why: String,
        /// How many were refused since the last report.
        count: u64,
    },
}

/// Who calls (RFC 3325 §9, RFC 3323 §4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallerIdentity {
    /// The number as the peer wrote it; absent when withheld or none.
    pub number: Option<String>,
    /// Whether the caller withheld the number.
    pub anonymous: bool,
    /// The name shown, if any; withheld with the number.
    pub display: Option<String>,
}

/// Why a leg ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndCause {
    /// The far end sent BYE.
    RemoteHungUp,
    /// We sent BYE.
    LocalHungUp,
    /// We refused the call with this status.
    Rejected(u16),
    /// The far end offered no sound we can carry; answered 488.
    NotAcceptable,
    /// No ACK came within 64*T1 (RFC 3261 §13.3.1.4).
    AckMissing,
    /// The session was not refreshed in time (RFC 4028 §10).
    SessionExpired,
    /// The far end does not know the dialog or cannot be reached (RFC 3261 §12.2.1.2).
    Lost,
    /// No socket could be had for the sound.
    NoMedia,
}

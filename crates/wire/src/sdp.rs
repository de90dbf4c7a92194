//! SDP for one audio stream of G.711 and telephone-event (RFC 8866, RFC 3264).
//!
//! Owns reading a peer's description, choosing a codec, and writing our offer or answer. What we cannot
//! carry (IPv6 or host-name addresses, secure profiles, no G.711) is a typed refusal that the SIP side
//! turns into 488. It must never know SIP, sockets or legs. Go next to `sdp::parse` and `sdp::build`.

mod build;
mod parse;

use std::net::{Ipv4Addr, SocketAddrV4};

pub use build::{Answer, LocalAudio, accept_answer, build_answer, build_offer};
pub use parse::parse;

/// Longest description read, in bytes; more is refused.
pub const SDP_BYTES_MAX: usize = 16 * 1024;
/// Most lines read in one description.
pub const SDP_LINES_MAX: usize = 400;
/// Most media lines in one description.
pub const SDP_MEDIA_MAX: usize = 8;
/// Most payload formats on one media line.
pub const SDP_FORMATS_MAX: usize = 40;
/// Payload type we give telephone-event in our own offers.
pub const DTMF_PAYLOAD_TYPE: u8 = 101;

/// An audio codec we carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Codec {
    /// G.711 µ-law, static payload type 0 (RFC 3551 §4.5.14).
    Pcmu,
    /// G.711 A-law, static payload type 8 (RFC 3551 §4.5.14).
    Pcma,
}

impl Codec {
    /// Every codec in the order we prefer.
    pub const ALL: [Codec; 2] = [Codec::Pcmu, Codec::Pcma];

    /// Static payload type of RFC 3551 §6.
    #[must_use]
    pub fn static_payload_type(self) -> u8 {
        match self {
            Codec::Pcmu => 0,
            Codec::Pcma => 8,
        }
    }

    /// Encoding name as in an rtpmap attribute.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Codec::Pcmu => "PCMU",
            Codec::Pcma => "PCMA",
        }
    }
}

/// Direction attribute, seen from the side that wrote it (RFC 8866 §6.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Sends and receives.
    SendRecv,
    /// Sends only; how most telephones say "you are on hold".
    SendOnly,
    /// Receives only.
    RecvOnly,
    /// Neither.
    Inactive,
}

impl Direction {
    /// Builds the direction from its two halves.
    #[must_use]
    pub fn of(sends: bool, receives: bool) -> Self {
        match (sends, receives) {
            (true, true) => Direction::SendRecv,
            (true, false) => Direction::SendOnly,
            (false, true) => Direction::RecvOnly,
            (false, false) => Direction::Inactive,
        }
    }

    /// Whether the writer sends.
    #[must_use]
    pub fn sends(self) -> bool {
        matches!(self, Direction::SendRecv | Direction::SendOnly)
    }

    /// Whether the writer receives.
    #[must_use]
    pub fn receives(self) -> bool {
        matches!(self, Direction::SendRecv | Direction::RecvOnly)
    }

    /// The answer's direction to this offered one, given what we want (RFC 3264 §6.1).
    #[must_use]
    pub fn answered_with(self, wanted: Direction) -> Direction {
        Direction::of(wanted.sends() && self.receives(), wanted.receives() && self.sends())
    }

    /// The attribute's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Direction::SendRecv => "sendrecv",
            Direction::SendOnly => "sendonly",
            Direction::RecvOnly => "recvonly",
            Direction::Inactive => "inactive",
        }
    }
}

/// A codec with the payload type the peer gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayloadCodec {
    /// RTP payload type, 0..=127.
    pub payload_type: u8,
    /// The codec behind it.
    pub codec: Codec,
}

/// One media line as it stood, kept so that an answer can mirror it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaLine {
    /// Media name, such as `audio` or `video`.
    pub kind: String,
    /// Port the peer gave; 0 when disabled.
    pub port: u16,
    /// Transport profile, such as `RTP/AVP`.
    pub profile: String,
    /// Formats as text, at most [`SDP_FORMATS_MAX`].
    pub formats: Vec<String>,
}

/// A peer's description, offer or answer, reduced to the audio stream we can carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteAudio {
    /// Where the peer wants its audio; 0.0.0.0 means held (RFC 3264 §8.4).
    pub address: SocketAddrV4,
    /// The codecs we know, in the peer's order; never empty.
    pub codecs: Vec<PayloadCodec>,
    /// Payload type of telephone-event at 8 kHz, when given (RFC 4733).
    pub dtmf_payload_type: Option<u8>,
    /// Packet time the peer asked for, in milliseconds.
    pub ptime_ms: Option<u16>,
    /// Direction seen from the peer.
    pub direction: Direction,
    /// Every media line in order.
    pub media: Vec<MediaLine>,
    /// Which of `media` is the stream we carry.
    pub audio_index: usize,
    /// Session id and version of the `o=` line, to see a repeated description (RFC 3264 §8).
    pub origin: (u64, u64),
}

impl RemoteAudio {
    /// Whether the peer wants to hear nothing: sendonly, inactive or the old 0.0.0.0.
    #[must_use]
    pub fn is_hold(&self) -> bool {
        !self.direction.receives() || self.address.ip().is_unspecified()
    }
}

/// What both sides agreed, as the media engine needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Negotiated {
    /// Where to send audio.
    pub remote: SocketAddrV4,
    /// The codec both ways.
    pub codec: Codec,
    /// Payload type of the codec in packets we send.
    pub payload_type_send: u8,
    /// Payload type of the codec in packets we receive.
    pub payload_type_receive: u8,
    /// Payload type of digits we send, when the peer takes them.
    pub dtmf_send: Option<u8>,
    /// Payload type of digits we receive.
    pub dtmf_receive: Option<u8>,
    /// Whether we may send audio to the peer.
    pub sends: bool,
    /// Whether the peer may send audio to us.
    pub receives: bool,
}

/// Why a description cannot be used; the SIP side answers 488 (RFC 3261 §21.4.26).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SdpError {
    /// Longer than [`SDP_BYTES_MAX`] or more parts than a limit allows.
    #[error("description is larger than the limit of {limit} {what}")]
    TooLarge {
        /// What was counted.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A line that breaks the grammar of RFC 8866 §9.
    #[error("line {line} of the description is malformed: {why}")]
    Malformed {
        /// Line number from 1.
        line: usize,
        /// What was expected.
        why: &'static str,
    },
    /// The audio address is IPv6.
    #[error("the audio address is IPv6, which this system does not carry")]
    Ipv6Address,
    /// The audio address is a host name.
    #[error("the audio address is a host name, which is not looked up")]
    HostName,
    /// The audio address cannot be a peer's: multicast or broadcast.
    #[error("the audio address {0} is not a unicast address")]
    NotUnicast(Ipv4Addr),
    /// No connection line applies to the audio stream.
    #[error("no c= line applies to the audio stream")]
    NoAddress,
    /// Only secure or unknown profiles are offered for audio.
    #[error("audio is offered only with profile {0}")]
    Profile(String),
    /// No audio stream, or it is disabled with port 0.
    #[error("no usable audio stream is offered")]
    NoAudio,
    /// Neither PCMU nor PCMA is offered.
    #[error("neither PCMU nor PCMA is offered")]
    NoCodec,
}

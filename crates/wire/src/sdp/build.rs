//! Writing our offer and answer, and what was agreed (RFC 3264).
//!
//! Owns the choice of codec and the text we send. It must never read a peer's text: that is `parse`.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddrV4};

use super::{Codec, DTMF_PAYLOAD_TYPE, Direction, Negotiated, PayloadCodec, RemoteAudio, SdpError};

/// Our side of an audio stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalAudio {
    /// Address the peer shall send to (the public one behind NAT).
    pub address: SocketAddrV4,
    /// `o=` session id, fixed for the dialog.
    pub session_id: u64,
    /// `o=` version, one more at each changed description (RFC 3264 §8).
    pub version: u64,
    /// Direction we want.
    pub direction: Direction,
}

/// Our answer and what it agrees to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The answer's text.
    pub sdp: String,
    /// What both sides agreed.
    pub agreed: Negotiated,
}

/// Writes an offer of `codecs`, in that order, and telephone-event.
#[must_use]
pub fn build_offer(local: &LocalAudio, codecs: &[Codec]) -> String {
    let mut sdp = head(local);
    let offered = codecs.iter().map(|codec| PayloadCodec { payload_type: codec.static_payload_type(), codec: *codec });
    let offered: Vec<PayloadCodec> = offered.collect();
    audio(&mut sdp, local, local.direction, &offered, Some(DTMF_PAYLOAD_TYPE));
    sdp
}

/// Answers an offer with the first of its codecs that stands in `codecs`.
/// Every other media line is declined with port 0 (RFC 3264 §6).
///
/// # Errors
/// [`SdpError::NoCodec`] when none of the offered codecs is allowed.
pub fn build_answer(offer: &RemoteAudio, local: &LocalAudio, codecs: &[Codec]) -> Result<Answer, SdpError> {
    let chosen = offer.codecs.iter().find(|entry| codecs.contains(&entry.codec));
    let chosen = *chosen.ok_or(SdpError::NoCodec)?;
    let direction = offer.direction.answered_with(local.direction);
    let mut sdp = head(local);
    for (index, line) in offer.media.iter().enumerate() {
        if index == offer.audio_index {
            audio(&mut sdp, local, direction, &[chosen], offer.dtmf_payload_type);
        } else {
            let formats = line.formats.join(" ");
            let _ = write!(sdp, "m={} 0 {} {formats}\r\n", line.kind, line.profile);
        }
    }
    let agreed = Negotiated {
        remote: offer.address,
        codec: chosen.codec,
        payload_type_send: chosen.payload_type,
        payload_type_receive: chosen.payload_type,
        dtmf_send: offer.dtmf_payload_type,
        dtmf_receive: offer.dtmf_payload_type,
        sends: direction.sends() && !offer.is_hold(),
        receives: direction.receives(),
    };
    Ok(Answer { sdp, agreed })
}

/// Reads what a peer's answer to our [`build_offer`] agrees to.
///
/// # Errors
/// [`SdpError::NoCodec`] when the answer takes none of what we offered.
pub fn accept_answer(
    offered: &[Codec],
    our_direction: Direction,
    answer: &RemoteAudio,
) -> Result<Negotiated, SdpError> {
    let chosen = answer.codecs.iter().find(|entry| offered.contains(&entry.codec));
    let chosen = *chosen.ok_or(SdpError::NoCodec)?;
    Ok(Negotiated {
        remote: answer.address,
        codec: chosen.codec,
        payload_type_send: chosen.payload_type,
        payload_type_receive: chosen.codec.static_payload_type(),
        dtmf_send: answer.dtmf_payload_type,
        dtmf_receive: answer.dtmf_payload_type.map(|_| DTMF_PAYLOAD_TYPE),
        sends: our_direction.sends() && !answer.is_hold(),
        receives: our_direction.receives() && answer.direction.sends(),
    })
}

fn head(local: &LocalAudio) -> String {
    let ip: Ipv4Addr = *local.address.ip();
    format!("v=0\r\no=- {} {} IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\n", local.session_id, local.version)
}

fn audio(sdp: &mut String, local: &LocalAudio, direction: Direction, codecs: &[PayloadCodec], dtmf: Option<u8>) {
    // Writing to a String cannot fail.
    let _ = write!(sdp, "m=audio {} RTP/AVP", local.address.port());
    for entry in codecs {
        let _ = write!(sdp, " {}", entry.payload_type);
    }
    if let Some(dtmf) = dtmf {
        let _ = write!(sdp, " {dtmf}");
    }
    sdp.push_str("\r\n");
    for entry in codecs {
        let _ = write!(sdp, "a=rtpmap:{} {}/8000\r\n", entry.payload_type, entry.codec.name());
    }
    if let Some(dtmf) = dtmf {
        let _ = write!(sdp, "a=rtpmap:{dtmf} telephone-event/8000\r\na=fmtp:{dtmf} 0-15\r\n");
    }
    let _ = write!(sdp, "a=ptime:20\r\na={}\r\n", direction.name());
}

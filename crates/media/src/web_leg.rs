//! A browser's end of a leg: WebRTC with G.711 over one UDP port a shard (str0m, RTP mode, ICE-lite).
//!
//! Owns the answer to the browser's offer and the connection's machine. The socket is the shard's, who
//! hands in datagrams and sends what comes out. It must never know groups or sounds.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use str0m::change::SdpOffer;
use str0m::config::{CryptoProvider, DtlsCert};
use str0m::format::{Codec, FormatParams};
use str0m::media::{Frequency, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc, RtcConfig, RtcError};
use wire::rtp::RtpHeader;

use crate::outgoing::Stamp;
use crate::sfu::OfferRefusal;

/// Longest offer read, in bytes.
const OFFER_BYTES_MAX: usize = 64 * 1024;
/// Payload type we give telephone-event, as browsers do.
const EVENT_PAYLOAD_TYPE: u8 = 126;
/// Outputs taken from the machine at one time; it never has nearly as many.
const OUTPUTS_MAX: usize = 10_000;

/// Why a browser's offer was not answered.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The offer is too long or no SDP.
    #[error("the browser's offer cannot be read: {0}")]
    Offer(String),
    /// The offer has no sound in G.711.
    #[error("the browser's offer has no PCMU audio")]
    NoAudio,
    /// The offer is none that a counter visit takes.
    #[error("the page's offer for a visit: {0}")]
    Visit(#[from] OfferRefusal),
    /// WebRTC could not be set up.
    #[error("WebRTC: {0}")]
    Rtc(#[from] RtcError),
    /// The engine refused.
    #[error("media engine: {0}")]
    Engine(String),
}

/// Answers offers: one certificate for the life of the engine.
pub(crate) struct WebDoor {
    crypto: Arc<CryptoProvider>,
    certificate: DtlsCert,
}

impl WebDoor {
    pub(crate) fn new() -> Result<Self, WebError> {
        let crypto = Arc::new(str0m::crypto::from_feature_flags());
        let certificate = crypto.dtls_provider.generate_certificate();
        let refused = || WebError::Engine("no certificate could be made".to_owned());
        Ok(Self { certificate: certificate.ok_or_else(refused)?, crypto })
    }

    /// The machine for a browser's offer, and the answer to send back.
    pub(crate) fn answer(
        &self,
        offer_sdp: &str,
        local: SocketAddr,
        now: Instant,
    ) -> Result<(WebEnd, String), WebError> {
        if offer_sdp.len() > OFFER_BYTES_MAX {
            return Err(WebError::Offer(format!("longer than {OFFER_BYTES_MAX} bytes")));
        }
        let offer = SdpOffer::from_sdp_string(offer_sdp);
        let offer = offer.map_err(|error| WebError::Offer(error.to_string()))?;
        let mut rtc = self.config().build(now);
        let candidate = Candidate::host(local, "udp");
        rtc.add_local_candidate(candidate.map_err(|error| WebError::Engine(error.to_string()))?);
        let answer = rtc.sdp_api().accept_offer(offer)?;
        let mut end = WebEnd { rtc, local, audio: None, due: now };
        let answer = answer.to_sdp_string();
        end.find_audio(&answer)?;
        Ok((end, answer))
    }

    /// What every connection has alike; it carries no codec yet.
    pub(crate) fn blank(&self) -> RtcConfig {
        Rtc::builder()
            .set_crypto_provider(Arc::clone(&self.crypto))
            .set_dtls_cert(self.certificate.clone())
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .clear_codecs()
    }

    fn config(&self) -> RtcConfig {
        let mut config = self.blank().enable_pcmu(true, false);
        let keys = FormatParams::parse_line("0-15");
        let rate = Frequency::EIGHT_KHZ;
        let payload_type = Pt::new_with_value(EVENT_PAYLOAD_TYPE);
        config.codec_config().add_config(payload_type, None, Codec::Tele, rate, None, keys);
        config
    }
}

/// The audio line of a connection.
#[derive(Debug, Clone, Copy)]
struct Audio {
    mid: Mid,
    voice: Pt,
    keys: Option<Pt>,
}

/// One browser's connection.
pub(crate) struct WebEnd {
    rtc: Rtc,
    local: SocketAddr,
    audio: Option<Audio>,
    due: Instant,
}

/// What came out of the machine.
pub(crate) enum WebOutput {
    /// Bytes to send.
    Transmit { to: SocketAddr, bytes: Vec<u8> },
    /// A packet of sound or of a key.
    Packet { header: RtpHeader, is_key: bool, payload: Arc<[u8]> },
    /// ICE and DTLS stand.
    Connected,
    /// The browser is gone.
    Lost,
}

impl WebEnd {
    /// Whether the datagram belongs to this connection: known address, or its STUN user name.
    pub(crate) fn accepts(&self, now: Instant, source: SocketAddr, bytes: &[u8]) -> bool {
        let receive = Receive::new(Protocol::Udp, source, self.local, bytes);
        receive.is_ok_and(|receive| self.rtc.accepts(&Input::Receive(now, receive)))
    }

    pub(crate) fn receive(&mut self, now: Instant, source: SocketAddr, bytes: &[u8]) {
        if let Ok(receive) = Receive::new(Protocol::Udp, source, self.local, bytes) {
            self.handle(Input::Receive(now, receive));
        }
    }

    /// When the machine wants [`Self::wake`] at the latest.
    pub(crate) fn due(&self) -> Instant {
        self.due
    }

    pub(crate) fn wake(&mut self, now: Instant) {
        self.handle(Input::Timeout(now));
    }

    /// Queues a packet of sound, or of a key; drain the machine afterwards. Says whether it was taken.
    pub(crate) fn send(&mut self, now: Instant, stamp: Stamp, is_key: bool, payload: &[u8]) -> bool {
        let Some(audio) = self.audio.filter(|_| self.rtc.is_connected()) else {
            return false;
        };
        let Some(payload_type) = (if is_key { audio.keys } else { Some(audio.voice) }) else {
            return false;
        };
        let mut direct = self.rtc.direct_api();
        let Some(stream) = direct.stream_tx_by_mid(audio.mid, None) else {
            return false;
        };
        let sequence = stamp.sequence.into();
        let write = RtpWrite::new(payload_type, sequence, stamp.timestamp, now, payload);
        stream.write_rtp(write.marker(stamp.marker));
        // The packet leaves the machine only after a timeout.
        self.handle(Input::Timeout(now));
        true
    }

    /// Takes everything out of the machine.
    pub(crate) fn drain(&mut self, outputs: &mut Vec<WebOutput>) {
        for _ in 0..OUTPUTS_MAX {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(due)) => {
                    self.due = due;
                    return;
                }
                Ok(Output::Transmit(transmit)) => {
                    outputs.push(WebOutput::Transmit { to: transmit.destination, bytes: transmit.contents.into() })
                }
                Ok(Output::Event(event)) => outputs.extend(self.event(event)),
                Err(error) => {
                    tracing::warn!(%error, "a browser's connection failed");
                    self.rtc.disconnect();
                    outputs.push(WebOutput::Lost);
                    return;
                }
            }
        }
    }

    pub(crate) fn disconnect(&mut self) {
        self.rtc.disconnect();
    }

    fn handle(&mut self, input: Input<'_>) {
        if let Err(error) = self.rtc.handle_input(input) {
            tracing::debug!(%error, "a browser's datagram was refused");
        }
    }

    fn event(&mut self, event: Event) -> Option<WebOutput> {
        match event {
            Event::Connected => Some(WebOutput::Connected),
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) | Event::Closed => Some(WebOutput::Lost),
            Event::RtpPacket(packet) => {
                let header = RtpHeader {
                    marker: packet.header.marker,
                    payload_type: *packet.header.payload_type,
                    sequence: packet.header.sequence_number,
                    timestamp: packet.header.timestamp,
                    ssrc: *packet.header.ssrc,
                };
                let audio = self.audio?;
                let is_key = audio.keys == Some(packet.header.payload_type);
                let known = is_key || audio.voice == packet.header.payload_type;
                known.then_some(WebOutput::Packet { header, is_key, payload: packet.payload })
            }
            // The remaining events tell of video, data channels and statistics, which are unused.
            _ => None,
        }
    }

    /// Finds the audio line that was answered, and that it carries G.711.
    fn find_audio(&mut self, answer_sdp: &str) -> Result<(), WebError> {
        let pt_of = |rtc: &Rtc, codec: Codec| {
            let params = rtc.codec_config().params();
            params.iter().find(|entry| entry.spec().codec == codec).map(|entry| entry.pt())
        };
        let mid = audio_mid(answer_sdp).map(Mid::from).ok_or(WebError::NoAudio)?;
        let media = self.rtc.media(mid).ok_or(WebError::NoAudio)?;
        let voice = pt_of(&self.rtc, Codec::PCMU).ok_or(WebError::NoAudio)?;
        if !media.remote_pts().contains(&voice) {
            return Err(WebError::NoAudio);
        }
        let keys = pt_of(&self.rtc, Codec::Tele).filter(|keys| media.remote_pts().contains(keys));
        self.audio = Some(Audio { mid, voice, keys });
        Ok(())
    }
}

/// The `a=mid` of the first audio line that was not declined (RFC 8843 §7.1).
fn audio_mid(answer_sdp: &str) -> Option<&str> {
    let mut in_audio = false;
    for line in answer_sdp.lines() {
        if let Some(media) = line.strip_prefix("m=") {
            in_audio = media.starts_with("audio ") && !media.starts_with("audio 0 ");
        } else if in_audio && let Some(mid) = line.strip_prefix("a=mid:") {
            return Some(mid.trim());
        }
    }
    None
}

//! A page's connection in a visit: Opus and VP8 over the shard's port, by UDP or TCP (str0m, RTP mode, ICE-lite).
//!
//! Owns the answer and the connection's machine. The socket is the shard's. It must never know who else
//! is in the visit; that is `unit`.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::bwe::{Bitrate, BweKind};
use str0m::change::SdpOffer;
use str0m::format::Codec;
use str0m::media::{KeyframeRequestKind, Mid, Pt};
use str0m::net::{Protocol, Receive, TcpType};
use str0m::rtp::{ExtensionValues, RtpPacket, RtpWrite, Vp8Patch};
use str0m::stats::{MediaEgressStats, MediaIngressStats};
use str0m::{Candidate, Event, Input, Output, Rtc};

use super::offer::pairs;
use super::rewrite::{Renamed, Rewriter};
use crate::outgoing::Seed;
use crate::web_leg::{WebDoor, WebError};

/// Outputs taken from the machine at one time.
const OUTPUTS_MAX: usize = 10_000;
/// Where the estimate of a line begins: a fine picture is tried first, and the line corrects it.
const ESTIMATE_BEGIN_KBIT: u64 = 1_500;
/// Packets of a picture kept for sending again, for how long, and the most that may be sent again.
const SENT_MAX: usize = 1_000;
const SENT_AGE_MAX: Duration = Duration::from_secs(3);
const RESENT_SHARE_MAX: f32 = 0.15;
/// How often the machine tells its figures.
const FIGURES_EVERY: Duration = Duration::from_secs(1);
/// Clock rates of Opus (RFC 7587 §4.1) and VP8 (RFC 7741 §6.1).
pub(super) const AUDIO_RATE: u32 = 48_000;
pub(super) const VIDEO_RATE: u32 = 90_000;

/// One line toward the page.
pub(super) struct Lane {
    pub(super) mid: Mid,
    pub(super) payload_type: Pt,
    pub(super) rewriter: Rewriter,
}

/// A pair of lines toward the page; a page may offer more of one kind than of the other.
pub(super) struct Lanes {
    pub(super) audio: Option<Lane>,
    pub(super) video: Option<Lane>,
}

/// One page's connection.
pub(crate) struct VisitEnd {
    rtc: Rtc,
    local: SocketAddr,
    audio: Pt,
    video: Pt,
    video_mid: Mid,
    lanes: Vec<Lanes>,
    due: Instant,
}

/// Where a datagram comes from or goes to: an address, by UDP or by TCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sender {
    pub(crate) address: SocketAddr,
    pub(crate) is_tcp: bool,
}

impl Sender {
    fn protocol(self) -> Protocol {
        if self.is_tcp { Protocol::Tcp } else { Protocol::Udp }
    }
}

/// What came out of the machine.
pub(super) enum PeerOutput {
    Transmit {
        to: Sender,
        bytes: Vec<u8>,
    },
    Audio(RtpPacket),
    Video(RtpPacket),
    /// The page lost the picture of this line.
    KeyframeWanted(Mid),
    Estimate(Bitrate),
    RoundTrip(Duration),
    Received(MediaIngressStats),
    Sent(MediaEgressStats),
    Connected,
    Closed,
}

/// One packet to forward, under its new name.
pub(super) struct Parcel<'a> {
    pub(super) mid: Mid,
    pub(super) payload_type: Pt,
    pub(super) name: Renamed,
    pub(super) packet: &'a RtpPacket,
    pub(super) patch: Option<Vp8Patch>,
    pub(super) is_video: bool,
}

/// Answers a page's offer; `seeds` is the chance for its lines, two for each pair.
pub(crate) fn answer(
    door: &WebDoor,
    offer_sdp: &str,
    local: SocketAddr,
    now: Instant,
    seeds: &[Seed],
) -> Result<(VisitEnd, String), WebError> {
    let pairs = pairs(offer_sdp)?;
    let offer = SdpOffer::from_sdp_string(offer_sdp);
    let offer = offer.map_err(|error| WebError::Offer(error.to_string()))?;
    let config = door.blank().enable_opus(true, false).enable_vp8(true);
    let estimate = Bitrate::kbps(ESTIMATE_BEGIN_KBIT);
    let mut rtc = config.enable_bwe(Some(estimate)).set_stats_interval(Some(FIGURES_EVERY)).build(now);
    let udp = Candidate::host(local, "udp");
    // Where UDP is dropped the page calls the same port by TCP (RFC 6544 §4.5).
    let tcp = Candidate::builder().tcp().host(local).tcptype(TcpType::Passive).build();
    for candidate in [udp, tcp] {
        rtc.add_local_candidate(candidate.map_err(|error| WebError::Engine(error.to_string()))?);
    }
    let answer = rtc.sdp_api().accept_offer(offer)?;
    let audio = payload_type(&rtc, Codec::Opus).ok_or_else(|| not_agreed("Opus"))?;
    let video = payload_type(&rtc, Codec::Vp8).ok_or_else(|| not_agreed("VP8"))?;
    let mut lanes = Vec::new();
    for (pair, seeds) in pairs.iter().zip(seeds.chunks_exact(2)) {
        let audio = lane(&mut rtc, pair.audio.as_deref(), audio, AUDIO_RATE, seeds[0])?;
        let video = lane(&mut rtc, pair.video.as_deref(), video, VIDEO_RATE, seeds[1])?;
        lanes.push(Lanes { audio, video });
    }
    let first = lanes.first().and_then(|pair| pair.video.as_ref());
    let video_mid = first.map(|lane| lane.mid).ok_or_else(|| not_agreed("the picture"))?;
    let end = VisitEnd { rtc, local, audio, video, video_mid, lanes, due: now };
    Ok((end, answer.to_sdp_string()))
}

fn payload_type(rtc: &Rtc, codec: Codec) -> Option<Pt> {
    let params = rtc.codec_config().params();
    params.iter().find(|entry| entry.spec().codec == codec).map(|entry| entry.pt())
}

/// A line under its name, provided that it was answered with the codec.
fn lane(rtc: &mut Rtc, mid: Option<&str>, codec: Pt, rate: u32, seed: Seed) -> Result<Option<Lane>, WebError> {
    let Some(mid) = mid else {
        return Ok(None);
    };
    let mid = Mid::from(mid);
    let agreed = rtc.media(mid).is_some_and(|media| media.remote_pts().contains(&codec));
    if !agreed {
        return Err(not_agreed("a line"));
    }
    // The source paces its packets; a queue here would keep pictures back on a poor line, and let them
    // out after a page looked away.
    let mut direct = rtc.direct_api();
    let stream = direct.stream_tx_by_mid(mid, None).ok_or_else(|| not_agreed("sending in a line"))?;
    stream.set_unpaced(true);
    let rewriter = Rewriter::new(rate, seed.sequence, seed.timestamp);
    Ok(Some(Lane { mid, payload_type: codec, rewriter }))
}

fn not_agreed(what: &str) -> WebError {
    WebError::Offer(format!("{what} was not agreed"))
}

impl VisitEnd {
    /// The lines toward the page, to be taken once.
    pub(super) fn take_lanes(&mut self) -> Vec<Lanes> {
        std::mem::take(&mut self.lanes)
    }

    /// Whether the datagram belongs to this connection: known address, or its STUN user name.
    pub(super) fn accepts(&self, now: Instant, source: Sender, bytes: &[u8]) -> bool {
        let receive = Receive::new(source.protocol(), source.address, self.local, bytes);
        receive.is_ok_and(|receive| self.rtc.accepts(&Input::Receive(now, receive)))
    }

    pub(super) fn receive(&mut self, now: Instant, source: Sender, bytes: &[u8]) {
        if let Ok(receive) = Receive::new(source.protocol(), source.address, self.local, bytes) {
            self.handle(Input::Receive(now, receive));
        }
    }

    /// When the machine wants to be drained again at the latest.
    pub(super) fn due(&self) -> Instant {
        self.due
    }

    /// Whether ICE and DTLS stand.
    pub(super) fn is_connected(&self) -> bool {
        self.rtc.is_connected()
    }

    /// Queues a packet; it leaves at the next [`Self::drain`]. Says whether it was taken.
    pub(super) fn send(&mut self, now: Instant, parcel: Parcel<'_>) -> bool {
        let mut direct = self.rtc.direct_api();
        let Some(stream) = direct.stream_tx_by_mid(parcel.mid, None) else {
            return false;
        };
        let Parcel { payload_type, name, packet, .. } = parcel;
        let payload = packet.payload.clone();
        let write = RtpWrite::new(payload_type, name.sequence.into(), name.timestamp, now, payload)
            .marker(packet.header.marker)
            .nackable(parcel.is_video)
            .ext_vals(carried(&packet.header.ext_vals));
        stream.write_rtp(match parcel.patch {
            Some(patch) => write.vp8_patch(patch),
            None => write,
        });
        true
    }

    /// Forgets what was sent in a line: else it would be sent again for filling, and when asked for.
    pub(super) fn forget_sent(&mut self, mid: Mid) {
        let mut direct = self.rtc.direct_api();
        if let Some(stream) = direct.stream_tx_by_mid(mid, None) {
            stream.set_rtx_cache(SENT_MAX, SENT_AGE_MAX, Some(RESENT_SHARE_MAX));
        }
    }

    /// Asks the page for a picture that needs no other (PLI, RFC 4585 §6.3.1). Says whether it could.
    pub(super) fn ask_keyframe(&mut self) -> bool {
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_rx_by_mid(self.video_mid, None);
        stream.map(|stream| stream.request_keyframe(KeyframeRequestKind::Pli)).is_some()
    }

    /// Tells the page the ceiling of its picture (REMB).
    pub(super) fn limit(&mut self, kbit: u32) {
        let mut direct = self.rtc.direct_api();
        if let Some(stream) = direct.stream_rx_by_mid(self.video_mid, None) {
            stream.request_remb(Bitrate::kbps(u64::from(kbit)));
        }
    }

    /// What shall go to the page when its line allows; the machine tries the line for it.
    pub(super) fn desire(&mut self, kbit: u32) {
        self.rtc.bwe().set_bitrate(Bitrate::ZERO, Bitrate::kbps(u64::from(kbit)));
    }

    /// Lets the machine work at `now` and takes everything out of it.
    pub(super) fn drain(&mut self, now: Instant, outputs: &mut Vec<PeerOutput>) {
        self.handle(Input::Timeout(now));
        for _ in 0..OUTPUTS_MAX {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(due)) if due <= now => self.handle(Input::Timeout(now)),
                Ok(Output::Timeout(due)) => {
                    self.due = due;
                    return;
                }
                Ok(Output::Transmit(transmit)) => {
                    let is_tcp = transmit.proto == Protocol::Tcp;
                    let to = Sender { address: transmit.destination, is_tcp };
                    outputs.push(PeerOutput::Transmit { to, bytes: transmit.contents.into() })
                }
                Ok(Output::Event(event)) => outputs.extend(self.event(event)),
                Err(error) => {
                    tracing::warn!(%error, "a visit's connection failed");
                    self.rtc.disconnect();
                    outputs.push(PeerOutput::Closed);
                    break;
                }
            }
        }
        // A machine that is never done, or dead, is looked at again with the next tick.
        self.due = now + FIGURES_EVERY;
    }

    pub(super) fn disconnect(&mut self) {
        self.rtc.disconnect();
    }

    fn handle(&mut self, input: Input<'_>) {
        if let Err(error) = self.rtc.handle_input(input) {
            tracing::debug!(%error, "a visit's datagram was refused");
        }
    }

    fn event(&mut self, event: Event) -> Option<PeerOutput> {
        match event {
            Event::Connected => Some(PeerOutput::Connected),
            Event::Closed => Some(PeerOutput::Closed),
            Event::RtpPacket(packet) if packet.header.payload_type == self.audio => Some(PeerOutput::Audio(packet)),
            Event::RtpPacket(packet) if packet.header.payload_type == self.video => Some(PeerOutput::Video(packet)),
            Event::KeyframeRequest(request) => Some(PeerOutput::KeyframeWanted(request.mid)),
            Event::EgressBitrateEstimate(BweKind::Twcc { estimate, .. }) => Some(PeerOutput::Estimate(estimate)),
            Event::PeerStats(stats) => stats.rtt.map(PeerOutput::RoundTrip),
            Event::MediaIngressStats(stats) => Some(PeerOutput::Received(stats)),
            Event::MediaEgressStats(stats) => Some(PeerOutput::Sent(stats)),
            // The remaining events tell of data channels, frames and ICE's doubts; silence is measured here.
            _ => None,
        }
    }
}

/// What of a packet's extensions is meant for those who see and hear it.
fn carried(values: &ExtensionValues) -> ExtensionValues {
    ExtensionValues {
        audio_level: values.audio_level,
        voice_activity: values.voice_activity,
        video_orientation: values.video_orientation,
        ..ExtensionValues::default()
    }
}

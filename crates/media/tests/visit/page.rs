//! A page for tests: a WebRTC peer with a socket of its own that speaks, shows and takes notes.
//!
//! Its Opus and VP8 are numbered stand-ins: the unit forwards without decoding, so a true header and a
//! counter prove more than a picture would.

use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::time::Instant;

use str0m::bwe::BweKind;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::format::Codec;
use str0m::media::{Direction, KeyframeRequestKind, MediaKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{RtpPacket, RtpWrite, Vp8Descriptor};
use str0m::{Candidate, Event, Input, Output, Rtc};

/// Bytes of a picture's packet.
const VIDEO_BYTES: usize = 1_200;
/// Bytes of a packet of sound, about 32 kbit/s.
const AUDIO_BYTES: usize = 80;
/// Packets of one picture.
const PACKETS_PER_FRAME: u32 = 2;

/// One packet as it came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) ssrc: u32,
    pub(crate) sequence: u64,
    pub(crate) timestamp: u32,
    /// VP8's own number of the picture.
    pub(crate) picture: Option<u16>,
    pub(crate) starts_keyframe: bool,
    /// Who sent it, as they wrote into it.
    pub(crate) who: u8,
    /// Its number, as they wrote into it.
    pub(crate) count: u32,
}

pub(crate) struct Page {
    pub(crate) who: u8,
    pub(crate) audio: Vec<Mid>,
    pub(crate) video: Vec<Mid>,
    /// What came in each line.
    pub(crate) seen: BTreeMap<Mid, Vec<Seen>>,
    /// Keyframes the unit asked for.
    pub(crate) asked: usize,
    pub(crate) shows: bool,
    /// Every third packet that comes is lost on the way.
    pub(crate) is_lossy: bool,
    /// The ceiling it was last told for its picture, in kbit/s.
    pub(crate) limit_kbit: Option<u64>,
    came: u64,
    rtc: Rtc,
    socket: UdpSocket,
    local: SocketAddr,
    pending: Option<SdpPendingOffer>,
    sequence: u64,
    picture: u16,
    sounds: u32,
    wants_keyframe: bool,
}

/// A page's offer with so many pairs of lines.
pub(crate) fn offer(who: u8, pairs: usize) -> (Page, String) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_nonblocking(true).unwrap();
    let local = socket.local_addr().unwrap();
    let config = Rtc::builder().set_rtp_mode(true).clear_codecs().enable_opus(true, false).enable_vp8(true);
    let mut rtc = config.build(Instant::now());
    rtc.add_local_candidate(Candidate::host(local, "udp").unwrap()).unwrap();
    let mut api = rtc.sdp_api();
    let (mut audio, mut video) = (Vec::new(), Vec::new());
    for pair in 0..pairs {
        let direction = if pair == 0 { Direction::SendRecv } else { Direction::RecvOnly };
        audio.push(api.add_media(MediaKind::Audio, direction, None, None, None));
        video.push(api.add_media(MediaKind::Video, direction, None, None, None));
    }
    let (offer, pending) = api.apply().unwrap();
    let page = Page {
        who,
        audio,
        video,
        seen: BTreeMap::new(),
        asked: 0,
        shows: true,
        is_lossy: false,
        limit_kbit: None,
        came: 0,
        rtc,
        socket,
        local,
        pending: Some(pending),
        sequence: 40_000 + 1_000 * u64::from(who),
        picture: 100 * u16::from(who),
        sounds: 0,
        wants_keyframe: true,
    };
    (page, offer.to_sdp_string())
}

impl Page {
    /// The same connection's next offer.
    pub(crate) fn offer_again(&mut self) -> String {
        let mut api = self.rtc.sdp_api();
        api.ice_restart(true);
        let (offer, pending) = api.apply().unwrap();
        self.pending = Some(pending);
        offer.to_sdp_string()
    }

    pub(crate) fn accept(&mut self, answer: &str) {
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        self.rtc.sdp_api().accept_answer(self.pending.take().unwrap(), answer).unwrap();
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.rtc.is_connected()
    }

    /// Says 20 ms.
    pub(crate) fn say(&mut self) {
        let mut payload = vec![0; AUDIO_BYTES];
        payload[0] = self.who;
        payload[1..5].copy_from_slice(&self.sounds.to_be_bytes());
        let timestamp = 960 * self.sounds;
        let sequence = u64::from(self.sounds) + 1;
        self.sounds += 1;
        self.write(self.audio[0], Codec::Opus, sequence, timestamp, false, payload);
    }

    /// Shows one picture, whole in itself when the unit asked for that.
    pub(crate) fn show(&mut self) {
        if !self.shows || !self.is_connected() {
            return;
        }
        let is_keyframe = std::mem::take(&mut self.wants_keyframe);
        self.picture = (self.picture + 1) & 0x7FFF;
        let timestamp = u32::from(self.picture) * 3_000;
        for part in 0..PACKETS_PER_FRAME {
            let [high, low] = self.picture.to_be_bytes();
            let starts = part == 0;
            // X and S; picture number in 15 bits; the P bit of VP8 itself (RFC 7741 §4.2, §4.3).
            let mut payload = vec![0; VIDEO_BYTES];
            payload[..4].copy_from_slice(&[0x80 | u8::from(starts) << 4, 0x80, 0x80 | high, low]);
            payload[4] = u8::from(!is_keyframe);
            payload[5] = self.who;
            payload[6..10].copy_from_slice(&(self.sequence as u32).to_be_bytes());
            let ends = part + 1 == PACKETS_PER_FRAME;
            self.write(self.video[0], Codec::Vp8, self.sequence, timestamp, ends, payload);
            self.sequence += 1;
        }
    }

    /// Says that the picture in a line is lost (PLI).
    pub(crate) fn lose_picture(&mut self, line: usize) {
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_rx_by_mid(self.video[line], None).unwrap();
        stream.request_keyframe(KeyframeRequestKind::Pli);
        self.turn();
    }

    /// Sends and takes what there is.
    pub(crate) fn turn(&mut self) {
        let mut buffer = [0; 2_048];
        loop {
            self.drain();
            let Ok((length, source)) = self.socket.recv_from(&mut buffer) else {
                break;
            };
            // STUN and DTLS pass (RFC 7983 §7), so that the connection itself stands.
            self.came += u64::from(buffer[0] >= 128);
            if self.is_lossy && buffer[0] >= 128 && self.came.is_multiple_of(3) {
                continue;
            }
            let receive = Receive::new(Protocol::Udp, source, self.local, &buffer[..length]).unwrap();
            self.rtc.handle_input(Input::Receive(Instant::now(), receive)).unwrap();
        }
        self.rtc.handle_input(Input::Timeout(Instant::now())).unwrap();
        self.drain();
    }

    pub(crate) fn pictures(&self, line: usize) -> &[Seen] {
        self.seen.get(&self.video[line]).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn sounds(&self, line: usize) -> &[Seen] {
        self.seen.get(&self.audio[line]).map_or(&[], Vec::as_slice)
    }

    fn write(&mut self, mid: Mid, codec: Codec, sequence: u64, timestamp: u32, marker: bool, payload: Vec<u8>) {
        if !self.is_connected() {
            return;
        }
        let params = self.rtc.codec_config().params();
        let payload_type: Pt = params.iter().find(|entry| entry.spec().codec == codec).unwrap().pt();
        let write = RtpWrite::new(payload_type, sequence.into(), timestamp, Instant::now(), payload);
        let mut direct = self.rtc.direct_api();
        let stream = direct.stream_tx_by_mid(mid, None).unwrap();
        stream.write_rtp(write.marker(marker).nackable(codec == Codec::Vp8));
        self.turn();
    }

    fn drain(&mut self) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(_) => return,
                Output::Transmit(transmit) => {
                    let _ = self.socket.send_to(&transmit.contents, transmit.destination);
                }
                Output::Event(Event::RtpPacket(packet)) => self.take(&packet),
                Output::Event(Event::KeyframeRequest(_)) => {
                    self.asked += 1;
                    self.wants_keyframe = true;
                }
                Output::Event(Event::EgressBitrateEstimate(BweKind::Remb { estimate, .. })) => {
                    self.limit_kbit = Some(estimate.as_u64() / 1_000);
                }
                Output::Event(_) => {}
            }
        }
    }

    fn take(&mut self, packet: &RtpPacket) {
        let ssrc = packet.header.ssrc;
        let mid = self.rtc.direct_api().stream_rx(&ssrc).unwrap().mid();
        let payload = &packet.payload;
        let is_audio = self.audio.contains(&mid);
        let vp8 = Vp8Descriptor::parse(payload).ok().filter(|_| !is_audio);
        let at = if is_audio { 0 } else { 5 };
        let seen = Seen {
            ssrc: *ssrc,
            sequence: *packet.seq_no,
            timestamp: packet.header.timestamp,
            picture: vp8.and_then(|vp8| vp8.picture_id()),
            starts_keyframe: vp8.is_some_and(|vp8| vp8.starts_keyframe(payload)),
            who: payload[at],
            count: u32::from_be_bytes(payload[at + 1..at + 5].try_into().unwrap()),
        };
        self.seen.entry(mid).or_default().push(seen);
    }
}

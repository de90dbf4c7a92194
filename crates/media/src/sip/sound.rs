//! Offer and answer of one leg (RFC 3264): the descriptions, and the socket behind them.
//!
//! Owns the RTP end of the leg and closes it when dropped. It knows nothing of dialogs and
//! transactions; the leg decides when a description may be exchanged.

use std::net::SocketAddrV4;
use std::sync::Arc;

use wire::sdp::{
    Answer, Codec, Direction, LocalAudio, Negotiated, SdpError, accept_answer, build_answer, build_offer, parse,
};

use super::line::{LineError, RtpLine};
use crate::LegId;

/// The sound of one leg.
pub(super) struct Sound {
    leg: LegId,
    line: Arc<dyn RtpLine>,
    address: SocketAddrV4,
    session_id: u64,
    version: u64,
    wanted: Direction,
    last_local: Option<String>,
    agreed: Option<Negotiated>,
    remote_holds: bool,
}

impl Sound {
    /// Opens the RTP end of `leg`.
    ///
    /// # Errors
    /// [`LineError`] when there is no port.
    pub(super) fn open(leg: LegId, line: Arc<dyn RtpLine>) -> Result<Self, LineError> {
        let address = line.open_rtp(leg)?;
        Ok(Self {
            leg,
            line,
            address,
            session_id: leg.0,
            version: 0,
            wanted: Direction::SendRecv,
            last_local: None,
            agreed: None,
            remote_holds: false,
        })
    }

    /// Answers the peer's offer; [`Self::apply`] puts it into force.
    ///
    /// # Errors
    /// [`SdpError`] when the offer cannot be carried; the earlier agreement stays.
    pub(super) fn answer(&mut self, offer: &[u8]) -> Result<String, SdpError> {
        let offer = parse(offer)?;
        let Answer { sdp, agreed } = build_answer(&offer, &self.local(0), &Codec::ALL)?;
        let sdp = self.versioned(sdp, |local| build_answer(&offer, local, &Codec::ALL).map(|answer| answer.sdp))?;
        self.agreed = Some(agreed);
        self.remote_holds = offer.is_hold();
        Ok(sdp)
    }

    /// Our offer; the wanted direction is part of it.
    pub(super) fn offer(&mut self) -> String {
        let codecs = self.codecs();
        let sdp = build_offer(&self.local(0), &codecs);
        let same: Result<String, SdpError> = self.versioned(sdp, |local| Ok(build_offer(local, &codecs)));
        same.unwrap_or_default()
    }

    /// Takes the peer's answer to our last offer; [`Self::apply`] puts it into force.
    ///
    /// # Errors
    /// [`SdpError`] when the answer cannot be carried.
    pub(super) fn accept(&mut self, answer: &[u8]) -> Result<(), SdpError> {
        let answer = parse(answer)?;
        self.agreed = Some(accept_answer(&self.codecs(), self.wanted, &answer)?);
        // An answer of recvonly to our sendonly is our own hold and not the peer's.
        self.remote_holds = self.wanted.receives() && answer.is_hold();
        Ok(())
    }

    /// Tells the engine what was agreed.
    pub(super) fn apply(&self) {
        if let Some(agreed) = self.agreed {
            self.line.set_rtp_remote(self.leg, agreed);
        }
    }

    /// Sets the direction of our next description: held or not.
    pub(super) fn want_hold(&mut self, on: bool) {
        self.wanted = if on { Direction::SendOnly } else { Direction::SendRecv };
    }

    /// Whether we hold the peer.
    pub(super) fn holds(&self) -> bool {
        self.wanted == Direction::SendOnly
    }

    /// Whether the peer holds us.
    pub(super) fn remote_holds(&self) -> bool {
        self.remote_holds
    }

    /// Whether anything has been agreed.
    pub(super) fn is_agreed(&self) -> bool {
        self.agreed.is_some()
    }

    /// What may be offered: the codec in use once there is one, so that sound never changes codec
    /// in the middle of a recording.
    fn codecs(&self) -> Vec<Codec> {
        self.agreed.map_or_else(|| Codec::ALL.to_vec(), |agreed| vec![agreed.codec])
    }

    fn local(&self, version: u64) -> LocalAudio {
        LocalAudio { address: self.address, session_id: self.session_id, version, direction: self.wanted }
    }

    /// Raises the version exactly when the text changed (RFC 3264 §8).
    fn versioned(
        &mut self,
        unversioned: String,
        build: impl Fn(&LocalAudio) -> Result<String, SdpError>,
    ) -> Result<String, SdpError> {
        if self.last_local.as_ref() != Some(&unversioned) {
            self.version += 1;
            self.last_local = Some(unversioned);
        }
        build(&self.local(self.version))
    }
}

impl Drop for Sound {
    fn drop(&mut self) {
        self.line.close(self.leg);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Desk(Mutex<Vec<String>>);

    impl RtpLine for Desk {
        fn open_rtp(&self, _leg: LegId) -> Result<SocketAddrV4, LineError> {
            Ok("192.0.2.1:4000".parse().unwrap())
        }
        fn set_rtp_remote(&self, _leg: LegId, agreed: Negotiated) {
            let line = format!("{} {} {}", agreed.remote, agreed.sends, agreed.receives);
            self.0.lock().unwrap().push(line);
        }
        fn close(&self, leg: LegId) {
            self.0.lock().unwrap().push(format!("closed {leg}"));
        }
    }

    fn offer(direction: &str) -> Vec<u8> {
        format!(
            "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n\
             m=audio 5000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na={direction}\r\n"
        )
        .into_bytes()
    }

    #[test]
    fn hold_by_the_peer_is_answered_and_seen_and_ends() {
        let desk = Arc::new(Desk::default());
        let mut sound = Sound::open(LegId(7), desk.clone()).unwrap();
        assert!(sound.answer(&offer("sendrecv")).unwrap().contains("a=sendrecv"));
        let held = sound.answer(&offer("sendonly")).unwrap();
        assert!(held.contains("a=recvonly") && sound.remote_holds());
        assert!(held.contains("o=- 7 2 "), "{held}");
        let again = sound.answer(&offer("sendonly")).unwrap();
        assert_eq!(again, held, "a repeated description keeps its version");
        sound.apply();
        sound.answer(&offer("sendrecv")).unwrap();
        assert!(!sound.remote_holds());
        sound.apply();
        drop(sound);
        let seen = desk.0.lock().unwrap().clone();
        let expected = ["192.0.2.9:5000 false true", "192.0.2.9:5000 true true", "closed L7"];
        assert_eq!(seen, expected);
    }

    #[test]
    fn our_hold_keeps_the_codec_and_is_not_taken_for_the_peers() {
        let mut sound = Sound::open(LegId(1), Arc::new(Desk::default())).unwrap();
        sound.answer(&offer("sendrecv")).unwrap();
        sound.want_hold(true);
        let ours = sound.offer();
        assert!(ours.contains("RTP/AVP 8 101") && ours.contains("a=sendonly"), "{ours}");
        sound.accept(&offer("recvonly")).unwrap();
        assert!(!sound.remote_holds() && sound.holds());
    }

    #[test]
    fn an_offer_that_cannot_be_carried_leaves_the_agreement() {
        let mut sound = Sound::open(LegId(1), Arc::new(Desk::default())).unwrap();
        sound.answer(&offer("sendrecv")).unwrap();
        let text = String::from_utf8(offer("sendrecv")).unwrap();
        let ipv6 = text.replace("IP4 192.0.2.9\r\nt", "IP6 2001:db8::1\r\nt");
        assert_eq!(sound.answer(ipv6.as_bytes()), Err(SdpError::Ipv6Address));
        assert!(sound.is_agreed());
    }
}

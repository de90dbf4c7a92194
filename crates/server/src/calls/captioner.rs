//! The task that listens to one visit: its packets go to the voices, sound to the recogniser, captions back.
//!
//! Owns waiting and nothing else; what is heard and what is shown of it is `caption_voices`'. It lives as
//! long as its [`Captioner`] is held: letting go erases everything it knew, unless the city keeps captions.
//! It must never log what was said.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::captions::Caption;
use domain::ids::ContactId;
use domain::time::Timestamp;
use media::{LegId, OpusFrame, OpusTap};
use opus::Packet;
use speech::live::{Settings, Ticket};
use speech::recognition::{RecogniseError, Recognised, Recogniser};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::caption_keeping::Keeper;
use super::caption_voices::Voices;
use super::handle::Input;
use crate::clock::Clock;

/// Packets waiting; a second of five voices.
const PACKETS_MAX: usize = 256;
/// Pages that join, waiting.
const JOINS_MAX: usize = 64;
/// How often time passes for voices that send nothing.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How long the last words are waited for, where captions are kept.
const LAST_WORDS_MAX: Duration = Duration::from_secs(20);

/// Holds a visit's listener.
#[derive(Debug)]
pub(super) struct Captioner {
    sound: OpusTap,
    joins: mpsc::Sender<(LegId, String)>,
}

/// What a listener is given.
#[derive(Debug)]
pub(super) struct Listening {
    /// The visit.
    pub(super) contact: ContactId,
    /// Who turns sound into words.
    pub(super) recogniser: Arc<dyn Recogniser>,
    /// The language and the vocabulary.
    pub(super) settings: Settings,
    /// Counted time.
    pub(super) clock: Clock,
    /// Where captions go.
    pub(super) inputs: mpsc::Sender<Input>,
    /// Keeps the captions at the end; None where the city does not want them kept.
    pub(super) keeper: Option<Keeper>,
}

impl Captioner {
    /// Starts listening.
    pub(super) fn start(listening: Listening) -> Self {
        let (sound, packets) = mpsc::channel(PACKETS_MAX);
        let (joins, joining) = mpsc::channel(JOINS_MAX);
        tokio::spawn(Listener::new(listening).run(packets, joining));
        Self { sound, joins }
    }

    /// Somebody's leg speaks from now on as `speaker`; gives what its packets are copied to.
    pub(super) fn join(&self, leg: LegId, speaker: String) -> OpusTap {
        if self.joins.try_send((leg, speaker)).is_err() {
            tracing::warn!(leg.id = leg.0, "too many pages join a visit at once; one has no captions");
        }
        self.sound.clone()
    }
}

/// An answer and the voice it belongs to.
type Answer = (LegId, Ticket, Result<Recognised, RecogniseError>);

struct Listener {
    listening: Listening,
    voices: Voices,
    begun: DateTime<Utc>,
    /// The engine's clock at the first packet, and how long after the begin that was.
    first: Option<(Instant, Duration)>,
    decoding: JoinSet<Answer>,
}

impl Listener {
    fn new(listening: Listening) -> Self {
        let begun = listening.clock.now();
        let begun_at = Timestamp(begun.timestamp_millis());
        let voices = Voices::new(listening.settings.clone(), begun_at, listening.keeper.is_some());
        Self { listening, voices, begun, first: None, decoding: JoinSet::new() }
    }

    async fn run(mut self, mut packets: mpsc::Receiver<OpusFrame>, mut joining: mpsc::Receiver<(LegId, String)>) {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let captions = tokio::select! {
                // Who joins is known before their first word; the end comes before more words.
                biased;
                join = joining.recv() => match join {
                    Some((leg, speaker)) => {
                        if let Err(why) = self.voices.join(leg, &speaker) {
                            tracing::error!(%why, "a voice of a visit has no captions");
                        }
                        continue;
                    }
                    None => break,
                },
                Some(Ok((leg, ticket, answer))) = self.decoding.join_next() => {
                    self.voices.answered(leg, ticket, answer, self.now())
                }
                _ = looks.tick() => self.voices.pass(self.now()),
                Some(frame) = packets.recv() => self.hear(&frame),
            };
            if !self.go_on(captions).await {
                break;
            }
        }
        self.keep().await;
    }

    /// Passes captions on and asks for what is due; false when nobody is there any more.
    async fn go_on(&mut self, captions: Vec<Caption>) -> bool {
        self.recognise();
        if captions.is_empty() {
            return true;
        }
        let contact = self.listening.contact;
        self.listening.inputs.send(Input::Captioned { contact, captions }).await.is_ok()
    }

    fn hear(&mut self, frame: &OpusFrame) -> Vec<Caption> {
        let now = self.now();
        let (first, after) = *self.first.get_or_insert((frame.arrived, now));
        let arrived = after + frame.arrived.saturating_duration_since(first);
        let (sequence, timestamp) = (frame.sequence, frame.timestamp);
        self.voices.hear(frame.leg, Packet { sequence, timestamp, arrived, payload: &frame.payload })
    }

    fn recognise(&mut self) {
        for (leg, decode) in self.voices.decodes(self.now()) {
            let recogniser = Arc::clone(&self.listening.recogniser);
            self.decoding.spawn(async move { (leg, decode.ticket, recogniser.recognise(decode.utterance).await) });
        }
    }

    /// Where captions are kept, the last words are waited for, and all of them go to the books.
    async fn keep(mut self) {
        let Some(keeper) = self.listening.keeper.take() else { return };
        self.voices.finish(self.now());
        let last_words = async {
            while !self.voices.is_done() {
                self.recognise();
                tokio::select! {
                    Some(Ok((leg, ticket, answer))) = self.decoding.join_next() => {
                        self.voices.answered(leg, ticket, answer, self.now());
                    }
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
            }
        };
        if tokio::time::timeout(LAST_WORDS_MAX, last_words).await.is_err() {
            tracing::warn!(contact.id = %self.listening.contact, "the last words of a visit have no text");
        }
        keeper.keep(self.listening.contact, self.voices.into_kept()).await;
    }

    /// Since the begin, by the server's counted clock.
    fn now(&self) -> Duration {
        (self.listening.clock.now() - self.begun).to_std().unwrap_or_default()
    }
}

//! One conversation from its recording's begin until its words are kept.
//!
//! Owns the order of things: sound in turns, decodes beside them, words redacted before they are told, settled
//! lines kept. It waits for the last words after the hang-up and then says that it is done. Next: `leg` for
//! one voice, `sheet` for the text, `room` for who waits.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::time::Timestamp;
use media::LegId;
use speech::live::vocabulary::Prompts;
use speech::live::{Decode, Settings, Ticket};
use speech::recognition::{RecogniseError, Recognised};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TryRecvError;
use tokio::task::JoinSet;

use super::keeping::{Keeping, Place};
use super::leg::{Leg, SAMPLES_PER_MS, Said};
use super::room::TranscriptRoom;
use super::sheet::{Changes, Line, Sheet};
use super::showing::shown;
use super::voice::Voice;
use crate::calls::{TalkAbout, TalkBegins, TalkNews, spoken_language};
use crate::clock::fresh_id;

/// How often sound is taken; frames come each 20 ms.
const TURN: Duration = Duration::from_millis(100);
/// Turns between two looks at what has settled: one second.
const SETTLE_EVERY: u32 = 10;
/// How long the last words are waited for after the sound has ended.
const LAST_WORDS: Duration = Duration::from_secs(60);
/// How long the store is waited for after the last words, and how often it is tried.
const KEEP_TRIES: u32 = 60;
const KEEP_AGAIN: Duration = Duration::from_secs(2);

/// How long a voice may have been heard before it is told whose it is: one second.
const BEFORE_TOLD_SAMPLES: u64 = 8_000;

type Answer = (LegId, Ticket, Result<Recognised, RecogniseError>);

/// Hears conversations as they begin, until nobody can begin any more.
pub async fn hear(room: TranscriptRoom, mut talks: mpsc::Receiver<TalkBegins>) {
    while let Some(begins) = talks.recv().await {
        let done = room.enter(begins.recording);
        let room = room.clone();
        tokio::spawn(async move {
            let (recording, contact) = (begins.recording, begins.contact);
            let mut news = Talk::new(room.clone(), begins).run().await;
            // Nobody may wait.
            let _ = done.send(true);
            while news.recv().await.is_some() {}
            room.deps.feed.forget(contact.0);
            room.leave(recording);
        });
    }
}

/// A conversation that is heard.
struct Talk {
    room: TranscriptRoom,
    begins: TalkBegins,
    about: TalkAbout,
    prompts: Prompts,
    legs: BTreeMap<LegId, Leg>,
    sheet: Sheet,
    keeping: Keeping,
    decodes: JoinSet<Answer>,
}

impl Talk {
    fn new(room: TranscriptRoom, begins: TalkBegins) -> Self {
        let place = Place { contact: begins.contact.0, recording: begins.recording, source: "live" };
        Self {
            room,
            begins,
            about: TalkAbout::default(),
            prompts: Prompts::default(),
            legs: BTreeMap::new(),
            sheet: Sheet::default(),
            keeping: Keeping::new(place),
            decodes: JoinSet::new(),
        }
    }

    /// Runs until the last words are kept; what is left of the news says when the contact is over.
    async fn run(mut self) -> mpsc::Receiver<TalkNews> {
        let mut turns = tokio::time::interval(TURN);
        let mut count = 0_u32;
        loop {
            tokio::select! {
                _ = turns.tick() => {
                    count = count.wrapping_add(1);
                    let goes_on = self.turn().await;
                    if count.is_multiple_of(SETTLE_EVERY) {
                        self.settle().await;
                    }
                    if !goes_on {
                        break;
                    }
                }
                Some(answer) = self.decodes.join_next(), if !self.decodes.is_empty() => self.answered(answer),
            }
        }
        self.last_words().await;
        self.keep_the_rest().await;
        self.begins.news
    }

    /// Takes what came since the last turn; false when no more sound will come.
    async fn turn(&mut self) -> bool {
        while let Ok(news) = self.begins.news.try_recv() {
            self.learn(news).await;
        }
        let goes_on = loop {
            match self.begins.sound.try_recv() {
                Ok(frame) => {
                    let position = frame.arrival_samples.saturating_sub(self.begins.at_samples);
                    if let Some(leg) = self.legs.get_mut(&frame.leg) {
                        leg.push(&frame, position);
                    }
                }
                Err(TryRecvError::Empty) => break true,
                Err(TryRecvError::Disconnected) => break false,
            }
        };
        let now = self.position();
        let said: Vec<(LegId, Vec<Said>)> = self.legs.iter_mut().map(|(id, leg)| (*id, leg.listen(now))).collect();
        self.follow_all(said);
        self.ask(now);
        goes_on
    }

    async fn learn(&mut self, news: TalkNews) {
        match news {
            TalkNews::Voice { leg, party, name } => {
                // What was said a moment before it was told whose voice it is belongs to it.
                let (voice, position) = (Voice::of(party, name), self.position().saturating_sub(BEFORE_TOLD_SAMPLES));
                let settings = self.settings();
                self.legs.entry(leg).or_insert_with(|| Leg::new(leg, voice, settings, position));
            }
            TalkNews::About(about) => {
                self.prompts = self.room.terms.prompts(about.queue.as_ref()).await;
                self.about = about;
                let stays = self.stays_here();
                for leg in self.legs.values_mut() {
                    leg.expect(self.prompts.clone());
                    leg.keep_here(stays);
                    leg.choose(self.about.language.map(spoken_language));
                }
            }
        }
    }

    fn settings(&self) -> Settings {
        let language = self.about.language.map(spoken_language);
        let local_only = self.stays_here();
        Settings { language, prompts: self.prompts.clone(), local_only, ..Settings::default() }
    }

    fn stays_here(&self) -> bool {
        self.room.deps.stays.holds(self.about.queue.as_ref())
    }

    /// Now, as a position of the recording.
    fn position(&self) -> u64 {
        let since_ms = self.room.deps.clock.now().timestamp_millis() - self.begins.began_at_ms;
        since_ms.max(0).unsigned_abs() * SAMPLES_PER_MS
    }

    /// Sends to the recogniser what is due.
    fn ask(&mut self, now: u64) {
        for (id, leg) in &mut self.legs {
            while let Some(Decode { ticket, utterance, .. }) = leg.next(now) {
                let (id, recogniser) = (*id, self.room.deps.recogniser.clone());
                self.decodes.spawn(async move { (id, ticket, recogniser.recognise(utterance).await) });
            }
        }
    }

    fn answered(&mut self, answer: Result<Answer, tokio::task::JoinError>) {
        let Ok((id, ticket, answer)) = answer else {
            // The stream gives the stretch up in the end, and the recording has it.
            tracing::error!(contact.id = %self.begins.contact, "a recognition ended without an answer");
            return;
        };
        let Some(leg) = self.legs.get_mut(&id) else { return };
        let said = leg.heard(ticket, answer);
        self.follow_all(vec![(id, said)]);
        self.ask(self.position());
    }

    fn follow_all(&mut self, said: Vec<(LegId, Vec<Said>)>) {
        for (id, said) in said {
            let Some(voice) = self.legs.get(&id).map(|leg| leg.voice.clone()) else { continue };
            for one in said {
                self.follow(&voice, one);
            }
        }
    }

    /// Puts words on the sheet and tells what may be told.
    fn follow(&mut self, voice: &Voice, said: Said) {
        let now = Timestamp(self.room.deps.clock.now().timestamp_millis());
        let changes = match said {
            Said::Partial(stretch, words) => Changes {
                lines: self.sheet.partial(stretch, voice, &words, fresh_id()).into_iter().collect(),
                taken_back: None,
            },
            Said::Final(stretch, heard) => self.sheet.heard(stretch, voice, heard, fresh_id(), now),
            Said::Missed(stretch) => self.sheet.missed(stretch),
        };
        let contact = self.begins.contact.0;
        if let Some(id) = changes.taken_back {
            self.room.deps.feed.take_back(contact, &id.to_string());
        }
        self.tell(&changes.lines);
        self.keeping.add(changes.lines.into_iter().filter(|line| line.is_settled));
    }

    fn tell(&self, lines: &[Line]) {
        let lines = lines.iter().map(|line| shown(line, self.begins.began_at_ms)).collect();
        self.room.deps.feed.tell(self.begins.contact.0, lines);
    }

    /// Keeps what nothing said later can change.
    async fn settle(&mut self) {
        let settled = self.sheet.settle(Timestamp(self.room.deps.clock.now().timestamp_millis()));
        self.tell(&settled);
        self.keeping.add(settled);
        if let Err(why) = self.keeping.keep(&self.room.deps.db, &self.room.deps.ring).await {
            tracing::debug!(%why, contact.id = %self.begins.contact, "lines wait for the database");
        }
    }

    /// Waits for the words that were being recognised when the sound ended.
    async fn last_words(&mut self) {
        let said: Vec<(LegId, Vec<Said>)> = self.legs.iter_mut().map(|(id, leg)| (*id, leg.finish())).collect();
        self.follow_all(said);
        let waited = tokio::time::timeout(LAST_WORDS, self.hear_out()).await;
        if waited.is_err() {
            tracing::warn!(contact.id = %self.begins.contact, "the last words come from the recording");
        }
        let said: Vec<(LegId, Vec<Said>)> = self.legs.iter_mut().map(|(id, leg)| (*id, leg.give_up())).collect();
        self.follow_all(said);
        let rest = self.sheet.finish();
        self.tell(&rest);
        self.keeping.add(rest);
    }

    async fn hear_out(&mut self) {
        let mut turns = tokio::time::interval(TURN);
        while !self.legs.values().all(Leg::is_done) {
            self.ask(self.position());
            tokio::select! {
                _ = turns.tick() => {}
                Some(answer) = self.decodes.join_next(), if !self.decodes.is_empty() => self.answered(answer),
            }
        }
    }

    async fn keep_the_rest(&mut self) {
        for _ in 0..KEEP_TRIES {
            match self.keeping.keep(&self.room.deps.db, &self.room.deps.ring).await {
                Ok(()) => return,
                Err(why) => tracing::debug!(%why, contact.id = %self.begins.contact, "lines wait for the database"),
            }
            tokio::time::sleep(KEEP_AGAIN).await;
        }
        if !self.keeping.is_empty() {
            tracing::error!(contact.id = %self.begins.contact, "lines could not be kept; the recording has the words");
        }
    }
}

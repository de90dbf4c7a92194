//! Who listens to conversations as they are spoken: sound, whose it is and what it is about go out by a post.
//!
//! Owns the tap of each recorded group and the news beside it; a listener that is behind loses sound and
//! news, never makes the switchboard wait, and finds the rest in the recording. It must never know what is
//! done with the sound. Next: `listening`, through which the switchboard uses it.

use std::collections::BTreeMap;

use domain::contact::{Language, Party};
use domain::ids::{ContactId, QueueId};
use media::{LegId, TapFrame};
use tokio::sync::mpsc;
use uuid::Uuid;

/// Frames that wait for a listener: five seconds of four voices.
const FRAMES_MAX: usize = 1_024;
/// News of one conversation that wait for a listener.
const NEWS_MAX: usize = 64;
/// Conversations that wait to be listened to.
const TALKS_MAX: usize = 256;

/// A recorded conversation that begins.
#[derive(Debug)]
pub struct TalkBegins {
    /// Whose.
    pub contact: ContactId,
    /// The recording, from whose begin all its times count.
    pub recording: Uuid,
    /// When the recording began, in milliseconds since 1970.
    pub began_at_ms: i64,
    /// Begin since the engine's start, in samples of 8 kHz.
    pub at_samples: u64,
    /// What everybody says; ends with the recording.
    pub sound: mpsc::Receiver<TapFrame>,
    /// Whose voices they are and what it is about; ends with the contact.
    pub news: mpsc::Receiver<TalkNews>,
}

/// What becomes known of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalkNews {
    /// A leg is heard for the first time.
    Voice {
        /// The leg.
        leg: LegId,
        /// Who it is.
        party: Party,
        /// The agent's or supervisor's name.
        name: Option<String>,
    },
    /// The language chosen and the queue changed.
    About(TalkAbout),
}

/// What a conversation is about, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TalkAbout {
    /// The language the caller chose.
    pub language: Option<Language>,
    /// The queue.
    pub queue: Option<QueueId>,
}

/// Makes a post and the end at which conversations come out.
#[must_use]
pub fn listening_post() -> (ListeningPost, mpsc::Receiver<TalkBegins>) {
    let (begins, talks) = mpsc::channel(TALKS_MAX);
    (ListeningPost { begins }, talks)
}

/// Where conversations that begin are told.
#[derive(Debug, Clone)]
pub struct ListeningPost {
    begins: mpsc::Sender<TalkBegins>,
}

/// The posts of open contacts.
#[derive(Debug, Default)]
pub(super) struct ListeningPosts {
    post: Option<ListeningPost>,
    contacts: BTreeMap<ContactId, Listened>,
}

/// What listeners of a contact know or will want to know.
#[derive(Debug, Default)]
struct Listened {
    voices: BTreeMap<LegId, (Party, Option<String>)>,
    about: TalkAbout,
    news: Vec<mpsc::Sender<TalkNews>>,
}

impl ListeningPosts {
    pub(super) fn new(post: Option<ListeningPost>) -> Self {
        Self { post, contacts: BTreeMap::new() }
    }

    /// Notes whose voice a leg is.
    pub(super) fn heard(&mut self, contact: ContactId, leg: LegId, party: Party, name: Option<String>) {
        if self.post.is_none() {
            return;
        }
        let listened = self.contacts.entry(contact).or_default();
        listened.voices.insert(leg, (party, name.clone()));
        listened.tell(&TalkNews::Voice { leg, party, name });
    }

    /// Notes what a contact is about.
    pub(super) fn about(&mut self, contact: ContactId, about: TalkAbout) {
        if self.post.is_none() {
            return;
        }
        let listened = self.contacts.entry(contact).or_default();
        if listened.about != about {
            listened.about = about.clone();
            listened.tell(&TalkNews::About(about));
        }
    }

    /// A contact is over.
    pub(super) fn forget(&mut self, contact: ContactId) {
        self.contacts.remove(&contact);
    }

    /// A recording has begun; the way for its sound, when anybody listens.
    pub(super) fn begin(
        &mut self,
        contact: ContactId,
        recording: Uuid,
        began_at_ms: i64,
        at_samples: u64,
    ) -> Option<mpsc::Sender<TapFrame>> {
        let post = self.post.as_ref()?;
        let (frames, sound) = mpsc::channel(FRAMES_MAX);
        let (sender, news) = mpsc::channel(NEWS_MAX);
        let listened = self.contacts.entry(contact).or_default();
        listened.news.push(sender);
        listened.tell(&TalkNews::About(listened.about.clone()));
        for (leg, (party, name)) in listened.voices.clone() {
            listened.tell(&TalkNews::Voice { leg, party, name });
        }
        let begins = TalkBegins { contact, recording, began_at_ms, at_samples, sound, news };
        if post.begins.try_send(begins).is_err() {
            tracing::warn!(contact.id = %contact, "nobody listens in time; the text is made from the recording");
            return None;
        }
        Some(frames)
    }
}

impl Listened {
    fn tell(&self, news: &TalkNews) {
        for sender in &self.news {
            // A listener that is behind or gone makes its text from the recording.
            let _ = sender.try_send(news.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTACT: ContactId = ContactId(Uuid::from_u128(1));

    #[test]
    fn a_listener_is_told_what_was_known_before_and_what_comes_after_and_the_end() {
        let (post, mut talks) = listening_post();
        let mut posts = ListeningPosts::new(Some(post));
        posts.heard(CONTACT, LegId(1), Party::Caller, None);
        let about = TalkAbout { language: Some(Language::En), queue: None };
        posts.about(CONTACT, about.clone());
        let frames = posts.begin(CONTACT, Uuid::from_u128(2), 5, 8_000).unwrap();
        let mut talk = talks.try_recv().unwrap();
        posts.heard(CONTACT, LegId(2), Party::Third { attempt: 1 }, None);
        posts.about(CONTACT, about.clone());
        let voice = |leg, party| TalkNews::Voice { leg: LegId(leg), party, name: None };
        let told: Vec<TalkNews> = std::iter::from_fn(|| talk.news.try_recv().ok()).collect();
        assert_eq!(told, [TalkNews::About(about), voice(1, Party::Caller), voice(2, Party::Third { attempt: 1 })]);
        assert_eq!((talk.recording, talk.at_samples), (Uuid::from_u128(2), 8_000));
        drop(frames);
        posts.forget(CONTACT);
        assert_eq!(talk.news.try_recv(), Err(mpsc::error::TryRecvError::Disconnected));
        assert_eq!(talk.sound.try_recv().unwrap_err(), mpsc::error::TryRecvError::Disconnected);
    }

    #[test]
    fn nothing_is_kept_where_nobody_listens() {
        let mut posts = ListeningPosts::new(None);
        posts.heard(CONTACT, LegId(1), Party::Caller, None);
        posts.about(CONTACT, TalkAbout::default());
        assert!(posts.begin(CONTACT, Uuid::nil(), 0, 0).is_none());
        assert!(posts.contacts.is_empty());
    }
}

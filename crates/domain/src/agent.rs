//! What an agent is to the floor: skills, capacity, presence and work at hand.
//!
//! Owns the rule of who can take what. It must never know queues or routes.
//! Next: `log` for what is kept of an agent's day, `queue` for whose turn it is, `floor` for the machines.

mod log;

use std::borrow::Borrow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::contact::{Channel, Language};

pub use log::{AgentEvent, LoggedState};

/// Something an agent can do and a contact can ask for: a channel, a language or a topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Skill(pub String);

impl Skill {
    /// The skill of serving a channel: `phone`, `counter` or `chat`.
    #[must_use]
    pub fn channel(channel: Channel) -> Self {
        Self::from(channel_skill(channel))
    }

    /// The skill of serving in a language: `ja` or `en`.
    #[must_use]
    pub fn language(language: Language) -> Self {
        Self::from(language_skill(language))
    }
}

/// True when the skills suffice to serve the channel in the language.
#[must_use]
pub fn can_serve(skills: &Skills, channel: Channel, language: Language) -> bool {
    skills.contains(channel_skill(channel)) && skills.contains(language_skill(language))
}

fn channel_skill(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "phone",
        Channel::Counter => "counter",
        Channel::Chat => "chat",
    }
}

fn language_skill(language: Language) -> &'static str {
    match language {
        Language::Ja => "ja",
        Language::En => "en",
    }
}

// A set of skills is asked by name, without making a skill of the name first.
impl Borrow<str> for Skill {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Skill {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

/// A set of skills.
pub type Skills = BTreeSet<Skill>;

/// How many contacts of each channel an agent has at once; a call excludes a visit, and a chat where it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// Calls at once, 0 or 1.
    pub phone: u8,
    /// Visits at once, 0 or 1.
    pub counter: u8,
    /// Chats at once.
    pub chat: u8,
    /// Whether chats go on beside a call or a visit; without it they exclude each other.
    pub chat_beside_voice: bool,
}

impl Capacity {
    /// The limit of one channel.
    #[must_use]
    pub fn of(self, channel: Channel) -> u8 {
        match channel {
            Channel::Phone => self.phone.min(1),
            Channel::Counter => self.counter.min(1),
            Channel::Chat => self.chat,
        }
    }
}

impl Default for Capacity {
    fn default() -> Self {
        Self { phone: 1, counter: 1, chat: 3, chat_beside_voice: true }
    }
}

/// Why an agent takes no contacts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// Signed in and not yet declared available.
    SignedIn,
    /// An assignment was not answered.
    NoAnswer,
    /// An assignment was refused.
    Refused,
    /// The browser was away for longer than the grace.
    DeskLost,
    /// A reason from the configured list, for example `break`.
    Chosen(String),
}

/// Whether an agent takes contacts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Takes contacts when there is capacity.
    Available,
    /// Takes no contacts.
    Paused(PauseReason),
}

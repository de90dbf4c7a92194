//! What a chat brings along when it is handed over to an operator, and what its pages may see of it.
//!
//! Owns the shapes alone; chats are begun in `chats`, the way in is `chat_handle`.

use domain::chat_talk::{ChatLimits, ChatTalk};
use domain::ids::{AgentId, ContactId, ServiceId};
use domain::time::Timestamp;

use super::chat_keeping::ChatKeeping;
use crate::live::messages::ContactState;

/// A resident who wants to write with an operator, with what the bot was asked before.
#[derive(Debug)]
pub struct ChatArrival {
    /// The contact to be.
    pub contact: ContactId,
    /// What it is served as.
    pub service: ServiceId,
    /// Whether the resident reads easy Japanese, which is Japanese to the floor.
    pub reads_easy: bool,
    /// Everything said so far, without its secrets.
    pub talk: ChatTalk,
}

/// A page of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatPage {
    /// The resident's.
    Resident,
    /// An operator's desk.
    Agent(AgentId),
    /// A supervisor's, who reads and does not write; that it is noted is the room's to see to.
    Reader,
}

/// A chat as its resident may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct ChatView {
    /// The contact.
    pub state: ContactState,
    /// Name of the operator who has it.
    pub agent: Option<String>,
    /// When it ends unless somebody writes.
    pub idle_until: Option<Timestamp>,
}

/// What an installation allows.
#[derive(Debug, Clone, Copy)]
pub struct ChatDeps {
    /// The limits of one chat.
    pub limits: ChatLimits,
    /// Chats at once.
    pub open_max: usize,
}

/// A chat that is a contact.
pub(super) struct OpenChat {
    pub(super) talk: ChatTalk,
    pub(super) keeping: ChatKeeping,
    /// The newest change that is kept or on its way to be.
    pub(super) kept: u32,
}

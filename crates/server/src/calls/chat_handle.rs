//! The way in to chats for their room and for desks.
//!
//! Owns no rule; what comes in is `chats`' to answer. Next: [`super::handle`] for the other ways in.

use domain::chat_talk::ChatLine;
use domain::contact::LegCause;
use domain::ids::ContactId;
use tokio::sync::oneshot;

use super::chat::{ChatArrival, ChatPage, ChatView};
use super::handle::{CallsHandle, ChatInput, Input};
use super::refusals::Refusal;

impl CallsHandle {
    /// A chat is handed over to an operator; returns once it is in the books.
    ///
    /// # Errors
    /// When it is turned away, in words for the resident.
    pub async fn begin_chat(&self, arrival: ChatArrival) -> Result<(), Refusal> {
        let arrival = Box::new(arrival);
        self.ask(|reply| Input::Chat(ChatInput::Begin { arrival, reply })).await
    }

    /// A page writes a line; gives its number.
    ///
    /// # Errors
    /// When the page is none of the chat's, or the line may not be said.
    pub async fn say_in_chat(&self, contact: ContactId, page: ChatPage, text: String) -> Result<u32, Refusal> {
        self.ask(|reply| Input::Chat(ChatInput::Say { contact, page, text, reply })).await
    }

    /// Somebody is writing at this moment; the other side is told.
    pub async fn types_in_chat(&self, contact: ContactId, page: ChatPage) {
        self.send(Input::Chat(ChatInput::Types { contact, page })).await;
    }

    /// The lines of a chat that came or changed after revision `known`; none for a page that is not in it.
    pub async fn chat_lines(&self, contact: ContactId, page: ChatPage, known: u32) -> Vec<ChatLine> {
        let (reply, answer) = oneshot::channel();
        self.send(Input::Chat(ChatInput::Read { contact, page, known, reply })).await;
        answer.await.unwrap_or_default()
    }

    /// A chat as its resident may see it; None once it is closed.
    pub async fn chat_view(&self, contact: ContactId) -> Option<ChatView> {
        let (reply, answer) = oneshot::channel();
        self.send(Input::Chat(ChatInput::Look { contact, reply })).await;
        answer.await.unwrap_or_default()
    }

    /// The resident has gone; nothing happens when the chat is over already.
    pub async fn chat_left(&self, contact: ContactId, cause: LegCause) {
        self.send(Input::Chat(ChatInput::Left { contact, cause })).await;
    }
}

//! A page's part in a chat with a resident: a desk reads, writes and is seen to write, a supervisor reads along.
//!
//! Owns the order on the wire alone; who may do what is the switchboard's. Next: [`crate::calls`].

use domain::ids::{AgentId, ContactId};
use uuid::Uuid;

use super::Connected;
use crate::calls::{ChatPage, Refusal};
use crate::live::chat_messages::ChatLineView;
use crate::live::messages::ServerMessage;

impl Connected {
    pub(super) async fn say_in_chat(&mut self, contact: Uuid, text: String) -> Result<Option<ServerMessage>, Refusal> {
        self.state.calls.say_in_chat(ContactId(contact), self.own_page(), text).await?;
        Ok(None)
    }

    pub(super) async fn types_in_chat(&mut self, contact: Uuid) -> Result<Option<ServerMessage>, Refusal> {
        self.state.calls.types_in_chat(ContactId(contact), self.own_page()).await;
        Ok(None)
    }

    /// Tells what was written in a chat, or changed, since this page was told last.
    pub(super) async fn tell_chat(&mut self, contact: Uuid) -> Result<(), axum::Error> {
        let known = self.chats_read.get(&contact).copied().unwrap_or(0);
        let lines = self.state.calls.chat_lines(ContactId(contact), self.reading_page(contact), known).await;
        let Some(last) = lines.iter().map(|line| line.revision).max() else { return Ok(()) };
        self.chats_read.insert(contact, last);
        let own = self.listener.agent;
        let lines = lines.iter().map(|line| ChatLineView::for_staff(line, own)).collect();
        self.say(&ServerMessage::ChatLines { contact, lines }).await
    }

    /// Whether this page is told what is written in a chat: a desk what it serves, a supervisor what was opened.
    pub(super) fn reads_chat(&self, contact: Uuid, desks: &[AgentId]) -> bool {
        desks.contains(&self.listener.agent) || self.followed.contains(&contact)
    }

    /// Tells anew what is written in the chats a supervisor has opened.
    pub(super) async fn tell_followed_chats(&mut self) -> Result<(), axum::Error> {
        for contact in self.followed.clone() {
            self.tell_chat(contact).await?;
        }
        Ok(())
    }

    fn own_page(&self) -> ChatPage {
        ChatPage::Agent(self.listener.agent)
    }

    /// Reading along was noted before it was written down here who reads.
    fn reading_page(&self, contact: Uuid) -> ChatPage {
        if self.followed.contains(&contact) { ChatPage::Reader } else { self.own_page() }
    }
}

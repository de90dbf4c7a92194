//! A desk's part in what the FAQ suggests: the desk that serves a call reads its suggestions, nobody else.
//!
//! Next: [`crate::live::suggestion_feed`].

use uuid::Uuid;

use super::Connected;
use crate::live::messages::ServerMessage;
use crate::live::suggestion_messages::SuggestionsOf;

impl Connected {
    /// Passes suggestions on to the desk that serves the call.
    pub(super) async fn pass_suggestions(&mut self, suggestions: &SuggestionsOf) -> Result<(), axum::Error> {
        if !self.serves.contains(&suggestions.contact) {
            return Ok(());
        }
        self.say(&ServerMessage::Suggestions(Box::new(suggestions.clone()))).await
    }

    /// Tells the newest suggestions of a call, where this desk serves it.
    pub(super) async fn tell_suggestions_of(&mut self, contact: Uuid) -> Result<(), axum::Error> {
        match self.state.suggestions.newest(contact) {
            Some(newest) => self.pass_suggestions(&newest).await,
            None => Ok(()),
        }
    }

    /// Tells the newest suggestions of every call this desk serves, anew.
    pub(super) async fn tell_suggestions(&mut self) -> Result<(), axum::Error> {
        for contact in self.serves.clone() {
            self.tell_suggestions_of(contact).await?;
        }
        Ok(())
    }
}

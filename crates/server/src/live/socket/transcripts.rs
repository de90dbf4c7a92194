//! A page's part in following what is said: which contacts it reads whole, and the newest line of all others.
//!
//! Owns who reads what: a desk its own conversations, a supervisor all, each reading named in the audit log
//! (clause 6(3)①d). Without an entry in the log nothing is shown. Next: [`crate::live::transcript_feed`].

use domain::ids::ContactId;
use serde_json::json;
use uuid::Uuid;

use super::Connected;
use crate::calls::Refusal;
use crate::live::messages::{ContactState, Page, ServerMessage};
use crate::live::transcript_feed::TranscriptNews;
use crate::live::transcript_messages::TranscriptLine;
use crate::trail;

impl Connected {
    /// Begins or ends reading a contact's words whole: what is spoken in a call, what is written in a chat.
    pub(super) async fn follow_words(
        &mut self,
        contact: ContactId,
        on: bool,
    ) -> Result<Option<ServerMessage>, Refusal> {
        if !self.listener.everything {
            return Err(role_wanted());
        }
        if !on {
            self.followed.remove(&contact.0);
            return Ok(None);
        }
        if !self.followed.contains(&contact.0) {
            let subject = trail::contact(contact.0);
            let noted = self.state.trail.add(&self.staff.actor(), "contact.words_followed", &subject, json!({})).await;
            noted.map_err(|why| unlogged(&why))?;
            self.followed.insert(contact.0);
        }
        // A page that has gone is found out by the next thing that is said to it.
        let _ = self.tell_chat(contact.0).await;
        Ok(Some(whole(contact.0, self.state.words.all(contact.0))))
    }

    /// Notes that this desk has a contact in hand, or only rings; true when it has it from this instant on.
    pub(super) fn in_hand(&mut self, contact: &ContactState) -> bool {
        let own = self.listener.agent.0;
        let rings = contact.assignment.as_ref().is_some_and(|assignment| assignment.agent == own);
        let is_guest = contact.guests.iter().any(|guest| guest.id == own);
        if self.page != Page::Desk || rings || is_guest {
            self.serves.remove(&contact.id);
            return false;
        }
        self.serves.insert(contact.id)
    }

    /// Passes on what was said, as far as this page may read it.
    pub(super) async fn pass_words(&mut self, news: &TranscriptNews) -> Result<(), axum::Error> {
        let TranscriptNews { contact, lines, whole } = news;
        if self.reads_whole(*contact) {
            let lines = lines.as_ref().clone();
            return self.say(&ServerMessage::Transcript { contact: *contact, lines, whole: *whole }).await;
        }
        match lines.last() {
            Some(newest) if self.may_glance().await => self.say(&glance(*contact, newest.clone())).await,
            Some(_) | None => Ok(()),
        }
    }

    /// Tells everything this page may read, anew.
    pub(super) async fn tell_words(&mut self) -> Result<(), axum::Error> {
        for (contact, newest) in self.state.words.newest() {
            if self.reads_whole(contact) {
                self.tell_words_of(contact).await?;
            } else if self.may_glance().await {
                self.say(&glance(contact, newest)).await?;
            }
        }
        Ok(())
    }

    /// Tells all words of a contact to the desk that serves it.
    pub(super) async fn tell_words_of(&mut self, contact: Uuid) -> Result<(), axum::Error> {
        let lines = self.state.words.all(contact);
        if lines.is_empty() || !self.reads_whole(contact) {
            return Ok(());
        }
        self.say(&whole(contact, lines)).await
    }

    /// A desk reads what it serves, a supervisor what was opened.
    fn reads_whole(&self, contact: Uuid) -> bool {
        if self.listener.everything { self.followed.contains(&contact) } else { self.serves.contains(&contact) }
    }

    /// Whether this page may show the newest line of every contact; noted once a connection.
    async fn may_glance(&mut self) -> bool {
        if !self.listener.everything {
            return false;
        }
        if self.glances.is_none() {
            let noted = self.state.trail.add(&self.staff.actor(), "words.glanced", "floor", json!({})).await;
            if let Err(why) = &noted {
                tracing::error!(%why, "reading along could not be written into the audit log");
            }
            self.glances = Some(noted.is_ok());
        }
        self.glances == Some(true)
    }
}

fn whole(contact: Uuid, lines: Vec<TranscriptLine>) -> ServerMessage {
    ServerMessage::Transcript { contact, lines, whole: true }
}

fn glance(contact: Uuid, newest: TranscriptLine) -> ServerMessage {
    ServerMessage::Transcript { contact, lines: vec![newest], whole: false }
}

fn role_wanted() -> Refusal {
    Refusal::new(
        "role_wanted",
        "通話やチャットの文字を読むには管理者の権限が必要です。",
        "Only supervisors may read along with other people's calls.",
    )
}

fn unlogged(why: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%why, "reading along could not be written into the audit log");
    Refusal::new(
        "audit_unavailable",
        "監査記録に書けないため、文字を表示できません。しばらくしてからもう一度お試しください。",
        "The audit log cannot be written, so the words cannot be shown. Please try again shortly.",
    )
}

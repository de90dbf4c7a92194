//! A page's part in a visit at the counter: pictures, joining as a guest, looking away, writing, documents.
//!
//! Owns the order on the wire alone; who may do what is the switchboard's. Next: [`crate::calls`].

use domain::ids::ContactId;
use uuid::Uuid;

use super::Connected;
use crate::calls::{Refusal, VideoSaid, VisitOffer, VisitPage};
use crate::live::caption_messages::{CaptionView, CaptionsOf};
use crate::live::joining;
use crate::live::messages::ServerMessage;
use crate::live::wishes::unexpected;
use crate::live::written_messages::WrittenLine;

/// What a command is answered with before it is done.
type First = Result<Option<ServerMessage>, Refusal>;

impl Connected {
    /// Joins the desk to the visit it serves.
    pub(super) async fn offer_visit(&mut self, contact: ContactId, sdp: String, away: bool) -> First {
        let sdp = self.state.calls.offer_visit(VisitOffer { contact, page: self.desk_page(), sdp, away }).await?;
        Ok(Some(ServerMessage::VisitAnswer { contact: contact.0, sdp }))
    }

    /// Joins this page to a visit as a guest, or joins it again after a break.
    pub(super) async fn join_visit(&mut self, contact: ContactId, sdp: String, away: bool) -> First {
        joining::join(&self.state, &self.staff, contact).await?;
        self.joined.insert(contact);
        let page = self.page_in(contact);
        let sdp = self.state.calls.offer_visit(VisitOffer { contact, page, sdp, away }).await?;
        Ok(Some(ServerMessage::VisitAnswer { contact: contact.0, sdp }))
    }

    pub(super) async fn leave_visit(&mut self, contact: ContactId) {
        if self.joined.remove(&contact) {
            joining::leave(&self.state, &self.staff, contact).await;
        }
    }

    /// A page that goes away leaves every visit it is a guest of.
    pub(super) async fn leave_visits(&mut self) {
        for contact in std::mem::take(&mut self.joined) {
            joining::leave(&self.state, &self.staff, contact).await;
        }
    }

    pub(super) async fn look_away(&mut self, contact: ContactId, on: bool) -> First {
        self.state.calls.look_away(contact, self.page_in(contact), on).await;
        Ok(None)
    }

    /// What the desk says of its visit's video; asking brings its grant.
    pub(super) async fn speak_of_video(&mut self, contact: ContactId, epoch: u32, say: &str) -> First {
        let said = VideoSaid::read(say).ok_or_else(unexpected)?;
        let grant = self.state.calls.video(contact, self.desk_page(), epoch, said).await?;
        Ok(grant.map(|grant| ServerMessage::VideoGrant { contact: contact.0, grant }))
    }

    pub(super) async fn say_in_visit(&mut self, contact: ContactId, text: String) -> First {
        self.state.calls.say_in_visit(contact, self.desk_page(), text).await?;
        Ok(None)
    }

    pub(super) async fn ask_document(&mut self, contact: ContactId, on: bool) -> First {
        self.state.calls.document(contact, self.desk_page(), on).await?;
        Ok(None)
    }

    /// Tells what was written in a visit since this page was told last.
    pub(super) async fn tell_written(&mut self, contact: Uuid) -> Result<(), axum::Error> {
        let known = self.read.get(&contact).copied().unwrap_or(0);
        let lines = self.state.calls.written(ContactId(contact), self.desk_page(), known).await;
        let Some(last) = lines.last() else { return Ok(()) };
        self.read.insert(contact, last.number);
        let lines = lines.into_iter().map(WrittenLine::from).collect();
        self.say(&ServerMessage::Written { contact, lines }).await
    }

    /// Tells what was heard in a visit since this page was told last.
    pub(super) async fn tell_captions(&mut self, contact: Uuid) -> Result<(), axum::Error> {
        let known = self.captions_read.get(&contact).copied().unwrap_or(0);
        let lines = self.state.calls.captions(ContactId(contact), self.desk_page(), known).await;
        let Some(last) = lines.iter().map(|line| line.revision).max() else { return Ok(()) };
        self.captions_read.insert(contact, last);
        let lines = lines.into_iter().map(CaptionView::from).collect();
        self.say(&ServerMessage::Captions(CaptionsOf { contact, lines })).await
    }

    /// As what this page is in a visit.
    fn page_in(&self, contact: ContactId) -> VisitPage {
        let own = self.listener.agent;
        if self.joined.contains(&contact) { VisitPage::Guest(own) } else { VisitPage::Agent(own) }
    }

    fn desk_page(&self) -> VisitPage {
        VisitPage::Agent(self.listener.agent)
    }
}

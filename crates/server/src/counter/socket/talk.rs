//! A kiosk's part in its visit while the operator is there: pictures, looking away, writing, documents.
//!
//! Owns the order on the wire alone; who may do what is the switchboard's. Next: [`crate::calls`].

use domain::ids::ContactId;

use super::{Connected, not_understood};
use crate::calls::{Refusal, VideoSaid, VisitOffer, VisitPage};
use crate::counter::messages::ServerMessage;
use crate::live::caption_messages::{CaptionView, CaptionsOf};
use crate::live::video_messages::{VideoGrant, VisitorDevices};
use crate::live::written_messages::WrittenLine;

/// What the kiosk was told of what was said in its visit.
#[derive(Default, PartialEq)]
pub(super) struct Said {
    /// Number of the last written line.
    written: u32,
    /// Number of the last change of captions.
    captions: u32,
}

/// Captions as a visitor hears of them: there are some, some that stay, or none.
pub(super) fn caption_word(word: &'static str) -> &'static str {
    match word {
        "on" | "kept" => word,
        _ => "none",
    }
}

impl Connected {
    pub(super) async fn offer_media(&mut self, sdp: String, away: bool) -> Result<String, Refusal> {
        let contact = self.contact()?;
        self.state.calls.offer_visit(VisitOffer { contact, page: VisitPage::Kiosk, sdp, away }).await
    }

    pub(super) async fn answer_media(&mut self, id: u64, sdp: String) -> Result<(), axum::Error> {
        self.say(&ServerMessage::MediaAnswer { sdp }).await?;
        self.say(&ServerMessage::Done { id }).await
    }

    pub(super) async fn look_away(&mut self, on: bool) -> Result<(), Refusal> {
        self.state.calls.look_away(self.contact()?, VisitPage::Kiosk, on).await;
        Ok(())
    }

    pub(super) async fn has_devices(&mut self, devices: VisitorDevices) -> Result<(), Refusal> {
        self.state.calls.visitor_has(self.contact()?, devices).await;
        Ok(())
    }

    /// What the kiosk says of its visit's video; asking brings its grant.
    pub(super) async fn speak_of_video(&mut self, epoch: u32, say: &str) -> Result<Option<VideoGrant>, Refusal> {
        let said = VideoSaid::read(say).ok_or_else(not_understood)?;
        self.state.calls.video(self.contact()?, VisitPage::Kiosk, epoch, said).await
    }

    pub(super) async fn say_in_visit(&mut self, text: String) -> Result<(), Refusal> {
        self.state.calls.say_in_visit(self.contact()?, VisitPage::Kiosk, text).await
    }

    pub(super) async fn show_document(&mut self, on: bool) -> Result<(), Refusal> {
        self.state.calls.document(self.contact()?, VisitPage::Kiosk, on).await
    }

    /// Tells what was written and heard in the visit since the kiosk was told last.
    pub(super) async fn tell_said(&mut self) -> Result<(), axum::Error> {
        let Ok(contact) = self.contact() else { return Ok(()) };
        self.tell_written(contact).await?;
        self.tell_captions(contact).await
    }

    async fn tell_captions(&mut self, contact: ContactId) -> Result<(), axum::Error> {
        let lines = self.state.calls.captions(contact, VisitPage::Kiosk, self.told.said.captions).await;
        let Some(last) = lines.iter().map(|line| line.revision).max() else { return Ok(()) };
        self.told.said.captions = last;
        let lines = lines.into_iter().map(CaptionView::from).collect();
        self.say(&ServerMessage::Captions(CaptionsOf { contact: contact.0, lines })).await
    }

    async fn tell_written(&mut self, contact: ContactId) -> Result<(), axum::Error> {
        let lines = self.state.calls.written(contact, VisitPage::Kiosk, self.told.said.written).await;
        let Some(last) = lines.last() else { return Ok(()) };
        self.told.said.written = last.number;
        let lines = lines.into_iter().map(WrittenLine::from).collect();
        self.say(&ServerMessage::Written { contact: contact.0, lines }).await
    }

    fn contact(&self) -> Result<ContactId, Refusal> {
        Ok(self.state.present.visit(self.kiosk.id).ok_or_else(not_understood)?.contact)
    }
}

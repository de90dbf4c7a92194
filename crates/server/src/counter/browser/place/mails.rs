//! The visit's mail: an address made when it is asked for, and links that are opened within the visit.

use domain::control_token::Side;
use domain::erasure_receipt::TraceKind;
use domain::visit_browser::{BrowserEvent, BrowserStage};

use super::{Order, Place};
use crate::counter::browser::mail;

impl Place {
    /// Whether the operator may have an address made.
    pub(super) fn may_make_mailbox(&self, side: Side) -> bool {
        let is_live = matches!(self.machine.stage(), BrowserStage::Live);
        let is_wanted =
            self.visit.as_ref().is_some_and(|visit| visit.mailbox.is_none() && !visit.profile.mail_senders.is_empty());
        side == Side::Operator && is_live && is_wanted && self.setup.parts.mail.is_some()
    }

    pub(super) async fn make_mailbox(&mut self, side: Side) {
        if !self.may_make_mailbox(side) {
            return self.refused_to(side, "not_allowed");
        }
        let (Some(visit), Some(mail)) = (&mut self.visit, &self.setup.parts.mail) else { return };
        // It is to be erased from the moment it may exist.
        visit.mailbox = mail.open(visit.contact, &visit.profile);
        self.happen(BrowserEvent::Exists(TraceKind::Mailbox)).await;
    }

    /// Tells of letters that came since the last look.
    pub(super) fn look_at_mail(&mut self) {
        let (Some(visit), Some(mail)) = (&self.visit, &self.setup.parts.mail) else { return };
        if visit.mailbox.is_none() {
            return;
        }
        let (now, profile, known) = (self.setup.parts.clock.now(), visit.profile.clone(), visit.mails.len());
        let letters = mail.letters(visit.contact);
        for (index, letter) in letters.iter().enumerate().skip(known) {
            let message = mail::shown(mail_id(index), letter, now, &profile);
            self.tell_both(&message);
            if let Some(visit) = &mut self.visit {
                visit.mails.push(message);
            }
        }
    }

    /// Opens a link of a mail; where it leads is known here alone.
    pub(super) fn open_link(&mut self, side: Side, mail: u64, number: u32, epoch: u64) {
        if !self.may_act(side, epoch) {
            return;
        }
        let link = self.visit.as_ref().zip(self.setup.parts.mail.as_ref()).and_then(|(visit, mails)| {
            let letters = mails.letters(visit.contact);
            let letter = letters.iter().enumerate().find(|(index, _)| mail_id(*index) == mail).map(|(_, it)| it)?;
            let index = usize::try_from(number.checked_sub(1)?).ok()?;
            letter.links().get(index).filter(|link| mail::may_open(&visit.profile, link)).cloned()
        });
        match link {
            Some(link) => self.order(side, Order::Open(link)),
            None => self.refused_to(side, "not_allowed"),
        }
    }

    /// The address ends, and what came for it is overwritten.
    pub(super) fn close_mailbox(&mut self) {
        if let (Some(visit), Some(mail)) = (&mut self.visit, &self.setup.parts.mail) {
            mail.close(visit.contact);
            visit.mailbox = None;
            visit.mails.clear();
        }
    }
}

/// Mails are numbered from 1, apart from the page's questions.
fn mail_id(index: usize) -> u64 {
    u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1)
}

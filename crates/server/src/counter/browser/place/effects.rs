//! What the machine wants done.

use std::sync::Arc;

use domain::browser_hold::{CameraState, HoldChange, HoldEffect, MicrophoneState};
use domain::contact::BrowserNote;
use domain::control_token::{ControlChange, ControlEffect, ControlRefusal, InputRefusal, Side};
use domain::erasure_receipt::TraceKind;
use domain::visit_browser::{
    BrowserChange, BrowserEffect, BrowserEvent, BrowserFact, BrowserRefusal, ErasureAccount, ErasureEvent, HostRun,
    PhotoEvent,
};

use super::{Inbox, Order, Out, Place};
use crate::counter::browser::machinery;
use crate::counter::browser::messages::{NamedKey, SecretKey, ServerMessage};
use browser::host::Input;
use browser::host::input::Key;

/// The alarm of a browser whose traces are not known to be gone.
const ALARM: &str = "shared_browser_erasure";
/// Characters a secret field is cleared of.
const CLEARED_CHARS: usize = 64;

impl Place {
    pub(super) async fn carry_out(&mut self, effect: BrowserEffect) {
        match effect {
            BrowserEffect::StartHost { run, .. } => self.start_host(run),
            BrowserEffect::CloseHost { .. } => self.close_host(),
            BrowserEffect::Erase { run, trace } => self.erase(run, trace),
            BrowserEffect::Scan { run } => self.search(run),
            BrowserEffect::RebuildHost { run } => self.rebuild(run),
            BrowserEffect::Alarm { rebuilt } => self.alarm(rebuilt),
            BrowserEffect::ErasePhoto { photo } => {
                if let Some(visit) = &mut self.visit {
                    visit.photo = None;
                }
                self.follow_ups.push(BrowserEvent::Photo(PhotoEvent::Erased(photo)));
            }
            BrowserEffect::GivePhoto { .. } => self.give_photo(),
            // Told with the state.
            BrowserEffect::Pause { .. } | BrowserEffect::SoonOver { .. } => {}
            BrowserEffect::Control(effect) => self.control(effect).await,
            BrowserEffect::Hold(effect) => self.hold(effect).await,
            BrowserEffect::Changed(fact) => self.changed(fact).await,
            BrowserEffect::Receipt(account) => self.receipt(account),
            BrowserEffect::Refused(reason) => self.refused_to(Side::Resident, refusal_code(&reason)),
        }
    }

    async fn note(&self, note: BrowserNote) {
        if let Some(visit) = &self.visit {
            self.setup.parts.calls.browser_note(visit.contact, note).await;
        }
    }

    async fn control(&mut self, effect: ControlEffect) {
        match effect {
            ControlEffect::Changed(fact) => {
                if let Some(note) = control_note(fact.change) {
                    self.note(note).await;
                }
            }
            ControlEffect::Refused { to, reason } => self.refused_to(to, control_code(&reason)),
        }
    }

    async fn hold(&mut self, effect: HoldEffect) {
        match effect {
            HoldEffect::CoverPicture { on } => self.send(Side::Operator, Out::Covered(on)),
            HoldEffect::Camera(state) => {
                self.keep_back(|privacy| privacy.is_camera_paused = state == CameraState::Paused).await;
            }
            HoldEffect::Microphone(state) => {
                self.keep_back(|privacy| privacy.is_microphone_closed = state == MicrophoneState::Closed).await;
            }
            HoldEffect::PassKey(_) => self.pass_key(),
            HoldEffect::Changed(fact) => match fact.change {
                HoldChange::Began(_) => self.note(BrowserNote::HoldBegan).await,
                HoldChange::Ended => self.note(BrowserNote::HoldEnded).await,
                HoldChange::MovedOn(_)
                | HoldChange::Leaving
                | HoldChange::GuardLost
                | HoldChange::GuardBack
                | HoldChange::AskedStillThere
                | HoldChange::TooManyFields => {}
            },
            HoldEffect::Refused(_) => self.refused_to(Side::Resident, "hold"),
            // The gate answers the first; the others are told with the state.
            HoldEffect::LockOperator { .. }
            | HoldEffect::ShowKeypad { .. }
            | HoldEffect::HideKeypad { .. }
            | HoldEffect::AskStillThere { .. } => {}
        }
    }

    async fn keep_back(&mut self, change: impl FnOnce(&mut crate::calls::VisitorPrivacy)) {
        let Some(visit) = &mut self.visit else { return };
        change(&mut visit.privacy);
        let (contact, privacy) = (visit.contact, visit.privacy);
        self.setup.parts.calls.visitor_privacy(contact, privacy).await;
    }

    /// The key that was judged goes to the field; which one it was is known here for this moment alone.
    fn pass_key(&mut self) {
        match self.key.take() {
            Some(SecretKey::Character { character }) => self.order(Side::Resident, Order::Secret(character)),
            Some(SecretKey::Named(NamedKey::Backspace)) => self.order(Side::Resident, Order::SecretBack),
            Some(SecretKey::Named(NamedKey::Clear)) => {
                for _ in 0..CLEARED_CHARS {
                    self.order(Side::Resident, Order::SecretBack);
                }
            }
            // On to the next field: a page is sent by its own button, not by the keypad.
            Some(SecretKey::Named(NamedKey::Enter)) => {
                self.order(Side::Resident, Order::Resident(Input::Key { key: Key::Tab, shift: false }));
            }
            None => {}
        }
    }

    async fn changed(&mut self, fact: BrowserFact) {
        let note = match fact.change {
            BrowserChange::Opened => BrowserNote::Opened,
            BrowserChange::Live => BrowserNote::Live,
            BrowserChange::Paused(_) => BrowserNote::Paused,
            BrowserChange::Resumed => BrowserNote::Resumed,
            BrowserChange::Submitted => BrowserNote::Submitted,
            BrowserChange::PhotoTaken(_) => BrowserNote::PhotoTaken,
            BrowserChange::PhotoHandedOver(_) => BrowserNote::PhotoHandedOver,
            BrowserChange::PhotoErased(_) => BrowserNote::PhotoErased,
            BrowserChange::Ended { end, .. } => {
                tracing::info!(end = end.word(), "a shared browser ended");
                self.keep_back(|privacy| *privacy = crate::calls::VisitorPrivacy::default()).await;
                self.pictures(false);
                BrowserNote::Ended
            }
            BrowserChange::EraseFailed { rebuilt } => {
                tracing::error!(rebuilt, "the erasure of a shared browser could not be verified");
                BrowserNote::EraseFailed
            }
            BrowserChange::Verified => {
                self.setup.parts.alarms.clear(ALARM);
                BrowserNote::Verified
            }
        };
        self.note(note).await;
    }

    fn alarm(&self, rebuilt: u32) {
        let ja = format!("共有ブラウザの消去を確認できません（作り直し{rebuilt}回）。次の利用は始まりません。");
        let en =
            format!("A shared browser's erasure cannot be verified (rebuilt {rebuilt} times). No further one opens.");
        self.setup.parts.alarms.raise(ALARM, self.setup.parts.clock.now(), &ja, &en);
    }

    /// Signed and kept; asked again until it is, since the erasure is over and its proof must not be lost.
    fn receipt(&self, account: ErasureAccount) {
        let (setup, own) = (Arc::clone(&self.setup), self.own.clone());
        tokio::spawn(async move {
            let mut wait = machinery::RECEIPT_AGAIN;
            loop {
                let now = domain::time::Timestamp(setup.parts.clock.now().timestamp_millis());
                match setup.parts.erasure.record(&account, now).await {
                    Ok(signed) => {
                        match crate::erasure::ReceiptShown::of(&signed) {
                            // A place that has ended shows nothing; the receipt stands all the same.
                            Ok(shown) => drop(own.send(Inbox::Receipt(Box::new(shown))).await),
                            Err(why) => tracing::error!(%why, "a receipt has no code"),
                        }
                        return;
                    }
                    Err(why) => {
                        tracing::error!(%why, "the receipt of an erasure could not be written; it is tried again")
                    }
                }
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(machinery::RECEIPT_AGAIN_MAX);
            }
        });
    }

    fn erase(&mut self, run: HostRun, trace: TraceKind) {
        match trace {
            TraceKind::Profile => {
                self.awaited.profile = Some(run);
                self.close_host();
                self.end_around();
            }
            TraceKind::Frames => {
                self.awaited.frames = Some(run);
                self.close_host();
                self.frames_gone();
            }
            TraceKind::Photo => {
                if let Some(visit) = &mut self.visit {
                    visit.photo = None;
                }
                self.erased(run, trace);
            }
            TraceKind::Mailbox => {
                self.close_mailbox();
                self.erased(run, trace);
            }
            // Not held here: they live and end with the visit's own memory.
            TraceKind::Captions | TraceKind::FormData => self.erased(run, trace),
        }
    }

    pub(super) fn erased(&mut self, run: HostRun, trace: TraceKind) {
        self.follow_ups.push(BrowserEvent::Erasure { run, what: ErasureEvent::Erased(trace) });
    }

    pub(super) fn refused_to(&mut self, side: Side, code: &'static str) {
        self.say(side, ServerMessage::Refused { code });
    }
}

fn control_note(change: ControlChange) -> Option<BrowserNote> {
    Some(match change {
        ControlChange::Asked => BrowserNote::ControlAsked,
        ControlChange::Offered => BrowserNote::ControlOffered,
        ControlChange::Taken => BrowserNote::ControlTaken,
        ControlChange::Released | ControlChange::TakenBack | ControlChange::OperatorLeft => BrowserNote::ControlBack,
        ControlChange::Declined
        | ControlChange::AskWithdrawn
        | ControlChange::AskExpired
        | ControlChange::OfferDeclined
        | ControlChange::OfferWithdrawn
        | ControlChange::OfferExpired
        | ControlChange::ResidentLeft
        | ControlChange::OperatorCame
        | ControlChange::ResidentCame => return None,
    })
}

fn control_code(reason: &ControlRefusal) -> &'static str {
    match reason {
        ControlRefusal::StaleEpoch(_) | ControlRefusal::UnknownEpoch(_) => "stale_epoch",
        ControlRefusal::HoldStands => "hold",
        ControlRefusal::NotLive => "not_live",
        ControlRefusal::OperatorAway | ControlRefusal::ResidentAway => "other_side_away",
        ControlRefusal::TooSoon => "too_much",
        _ => "not_allowed",
    }
}

pub(super) fn input_code(reason: InputRefusal) -> &'static str {
    match reason {
        InputRefusal::StaleEpoch(_) | InputRefusal::UnknownEpoch(_) => "stale_epoch",
        InputRefusal::NotHolder => "not_holder",
        InputRefusal::HoldStands => "hold",
        InputRefusal::ResidentAway => "other_side_away",
        InputRefusal::Paused | InputRefusal::NotLive => "not_live",
    }
}

fn refusal_code(reason: &BrowserRefusal) -> &'static str {
    match reason {
        BrowserRefusal::Input(reason) => input_code(*reason),
        BrowserRefusal::Photo(_) => "not_allowed",
        BrowserRefusal::NotVerified | BrowserRefusal::StalePermit | BrowserRefusal::NotLive => "not_live",
    }
}

//! What trunks, browsers and the engine report, told to the floor in its own words.
//!
//! Owns the translation in: legs to parties, SIP causes to the floor's, numbers to E.164. It
//! decides nothing. Next: `effects` for the way out.

use domain::calendar::Schedule;
use domain::contact::{Channel, LegCause, Party};
use domain::floor::{FloorEvent, OpenState};
use domain::ids::{ContactId, ServiceId};
use domain::numbers::{self, E164};
use domain::time::Timestamp;
use media::sip::{CallerIdentity, EndCause, TrunkEvent};
use media::{LegId, MediaEvent};

use super::lines::Role;
use super::picture::Particulars;
use super::switchboard::Switchboard;

/// The service behind the city's telephone numbers.
const PHONE_SERVICE: &str = "phone";
/// The name no service has, so that the floor turns the call away.
const NO_SERVICE: &str = "";

impl Switchboard {
    pub(super) fn take_trunk(&mut self, event: TrunkEvent) {
        match event {
            TrunkEvent::Incoming { leg, caller, dialled, .. } => self.arrive(leg, &caller, &dialled),
            TrunkEvent::Ringing { leg, .. } => {
                self.dialled_leg(leg, |contact, attempt| FloorEvent::ThirdRinging { contact, attempt })
            }
            TrunkEvent::Answered { leg } => {
                self.dialled_leg(leg, |contact, attempt| FloorEvent::ThirdAnswered { contact, attempt })
            }
            TrunkEvent::Failed { leg, status, .. } => self.end_leg(leg, cause_of_status(status), true),
            TrunkEvent::Cancelled { leg } => self.end_leg(leg, LegCause::Cancelled, false),
            TrunkEvent::HungUp { leg, cause } => self.end_leg(leg, cause_of_end(cause), false),
            TrunkEvent::Digit { leg, digit } => self.key_pressed(leg, digit),
            TrunkEvent::Confirmed { .. } | TrunkEvent::RemoteHold { .. } => {}
            TrunkEvent::TrunkState { name, up, why } => self.trunk_is(&name, up, &why),
            TrunkEvent::Refused { peer, why, .. } => {
                tracing::warn!(%peer, ?why, "a call from a stranger was left unanswered")
            }
        }
    }

    pub(super) fn take_media(&mut self, event: MediaEvent) {
        match event {
            MediaEvent::Digit { leg, digit } => self.key_pressed(leg, digit.as_char()),
            MediaEvent::PlayEnded { leg, tag } => self.prompt_ended(leg, tag),
            MediaEvent::WebConnected { leg } => self.web_leg_is(leg, true),
            MediaEvent::WebLost { leg } => self.web_leg_is(leg, false),
            MediaEvent::RtpTimeout { leg } => self.sound_lost(leg),
            MediaEvent::ForeignSource { leg, source } => {
                tracing::warn!(%leg, %source, "sound from a second source was refused")
            }
            MediaEvent::RecordingStarted { group, at_samples } => self.recording_started(group, at_samples),
            MediaEvent::RecordingFault { group, why } => self.recording_fault(group, &why),
            MediaEvent::RecordingClosed { group, summary } => self.recording_closed(group, summary),
            MediaEvent::SilentChannel { group, side } => self.silent_channel(group, side),
            MediaEvent::Levels { groups } => self.hear_levels(&groups),
            MediaEvent::Visit { leg, event } => self.visit_event(leg, &event),
            MediaEvent::LegClosed { leg, stats } => self.taping.leg_closed(leg, stats),
        }
    }

    fn arrive(&mut self, leg: LegId, caller: &CallerIdentity, dialled: &str) {
        let contact = ContactId(super::chance::contact_id());
        let number = caller_number(caller);
        let called = public_number(dialled);
        let service = self.service_of(called.as_ref());
        self.lines.enter(leg, contact, Party::Caller, None);
        self.particulars.insert(contact, particulars(number.as_ref(), called.as_ref()));
        let opened = self.books.begin(&self.deps.ring, contact, self.now(), called.as_ref(), number.as_ref());
        if let Err(why) = opened {
            // Without a key nothing of the call could be kept safely, so it is not taken.
            tracing::error!(%why, "a contact's key could not be made");
            let _ = self.deps.trunk.reject(leg, 503);
            self.lines.leave(leg);
            return;
        }
        let open = self.open_state(Schedule::Telephone);
        let caller_known = number.as_ref().is_some_and(|number| self.dialling.may_call_back(number));
        self.look_up_previous(contact, number);
        self.happen(FloorEvent::Arrived {
            contact,
            channel: Channel::Phone,
            service,
            caller_known,
            language: None,
            open,
        });
    }

    fn service_of(&self, called: Option<&E164>) -> ServiceId {
        let ours = called.is_some_and(|called| self.deps.numbers.contains(called));
        ServiceId::from(if ours { PHONE_SERVICE } else { NO_SERVICE })
    }

    pub(super) fn open_state(&self, schedule: Schedule) -> OpenState {
        let now = self.deps.clock.now();
        let calendar = self.deps.calendar.borrow();
        if self.deps.always_open || calendar.is_open(schedule, now) {
            return OpenState::Open;
        }
        let next = calendar.next_opening(schedule, now);
        OpenState::Closed { next_open: next.map(|at| Timestamp(at.timestamp_millis())) }
    }

    fn dialled_leg(&mut self, leg: LegId, event: impl FnOnce(ContactId, u32) -> FloorEvent) {
        if let Some(Role::Party { contact, attempt: Some(attempt), .. }) = self.lines.role(leg) {
            self.happen(event(contact, attempt));
        }
    }

    /// A telephone leg is over; `unanswered` for a dialled one that never was answered.
    pub(super) fn end_leg(&mut self, leg: LegId, cause: LegCause, unanswered: bool) {
        let Some(Role::Party { contact, party, attempt }) = self.lines.leave(leg) else { return };
        self.forget_keys(leg);
        if party == Party::Caller && self.telephone_left(contact) {
            return;
        }
        let event = match (attempt, party) {
            (Some(attempt), _) if unanswered => FloorEvent::ThirdFailed { contact, attempt, cause },
            (Some(attempt), Party::Third { .. }) => FloorEvent::ThirdHungUp { contact, attempt, cause },
            _ => FloorEvent::CallerHungUp { contact, cause },
        };
        self.happen(event);
    }

    fn key_pressed(&mut self, leg: LegId, digit: char) {
        if let Some(Role::Party { contact, party: Party::Caller, .. }) = self.lines.role(leg)
            && !self.code_key(leg, contact, digit)
        {
            self.happen(FloorEvent::Digit { contact, digit });
        }
    }

    fn prompt_ended(&mut self, leg: LegId, tag: u64) {
        let Some(Role::Party { contact, party, .. }) = self.lines.role(leg) else { return };
        let Ok(tag) = u32::try_from(tag) else { return };
        if self.playing.get(&(contact, party)) == Some(&tag) {
            self.playing.remove(&(contact, party));
            self.happen(FloorEvent::PromptEnded { contact, tag });
        }
    }

    fn web_leg_is(&mut self, leg: LegId, up: bool) {
        if let Some(agent) = self.lines.desk_up(leg, up) {
            self.desk_is(agent, up);
            if up {
                self.join_desk_again(agent);
            }
        }
    }

    fn sound_lost(&mut self, leg: LegId) {
        if let Some(Role::Party { contact, party, .. }) = self.lines.role(leg) {
            self.happen(FloorEvent::MediaLost { contact, party });
        }
    }

    fn trunk_is(&self, name: &str, up: bool, why: &str) {
        if up {
            self.deps.alarms.clear("trunk_down");
            tracing::info!(trunk = name, "trunk is up");
            return;
        }
        let ja = format!("電話回線「{name}」につながりません。電話を受けられないおそれがあります（{why}）。");
        let en = format!("Trunk {name} cannot be reached; calls may not arrive ({why}).");
        self.deps.alarms.raise("trunk_down", self.deps.clock.now(), &ja, &en);
    }
}

fn particulars(number: Option<&E164>, called: Option<&E164>) -> Particulars {
    Particulars {
        number: number.map(|number| number.as_str().to_owned()),
        masked: number.map(E164::masked),
        dialled: called.map(|called| called.as_str().to_owned()),
        ..Particulars::default()
    }
}

fn caller_number(caller: &CallerIdentity) -> Option<E164> {
    if caller.anonymous {
        return None;
    }
    caller.number.as_deref().and_then(public_number)
}

fn public_number(text: &str) -> Option<E164> {
    numbers::read(text).ok()?.public().cloned()
}

fn cause_of_status(status: u16) -> LegCause {
    match status {
        486 | 600 => LegCause::Busy,
        408 | 480 => LegCause::NoAnswer,
        603 => LegCause::Declined,
        404 | 410 | 484 | 604 => LegCause::Unreachable,
        487 => LegCause::Cancelled,
        _ => LegCause::Failed,
    }
}

fn cause_of_end(cause: EndCause) -> LegCause {
    match cause {
        EndCause::RemoteHungUp | EndCause::LocalHungUp | EndCause::Rejected(_) => LegCause::Normal,
        EndCause::NoMedia
        | EndCause::NotAcceptable
        | EndCause::AckMissing
        | EndCause::SessionExpired
        | EndCause::Lost => LegCause::Failed,
    }
}

//! Recordings from the switchboard's side: begun, stopped, and handed on when their file is closed.
//!
//! Owns the order of these steps. Sound and files are the engine's, keys the vault's; what is known
//! of an open recording is kept in `taping`. Clause 6(3)①d.

use domain::contact::Party;
use domain::floor::Effect;
use domain::ids::ContactId;
use media::{GroupId, RecordingSummary, Side};

use super::closed_recording::ClosedRecording;
use super::switchboard::Switchboard;
use super::taping::Open;

impl Switchboard {
    /// Enters recordings that are about to begin into the books, so that one the disk refuses is missed.
    pub(super) fn plan_recordings(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::StartRecording { contact } = effect {
                let id = super::chance::recording_id();
                if self.books.note_recording(&self.deps.ring, *contact, id, self.now()) {
                    self.taping.planned.insert(*contact, id);
                }
            }
        }
    }

    pub(super) fn start_recording(&mut self, contact: ContactId) {
        let Some(left) = self.lines.leg(contact, Party::Caller) else { return };
        let Some(key) = self.books.sealing_key(&self.deps.ring, contact) else { return };
        if self.taping.is_heard_first(contact, left) {
            self.voice_heard(contact, left, Party::Caller);
        }
        let group = self.lines.group(contact);
        let Some(id) = self.taping.planned.remove(&contact) else { return };
        let path = self.deps.spool.path_of(id);
        let target = media::RecordingTarget { path, key, left, created_at_ms: self.now().0 };
        self.taping.open.insert(group, Open { id, silent: None, at_samples: None });
        self.taping.parties.insert(left, (contact, Party::Caller));
        // The group must exist before it can be recorded, and who speaks already goes on speaking.
        self.apply_routes(contact);
        self.deps.engine.record_start(group, target);
    }

    pub(super) fn stop_recording(&mut self, contact: ContactId) {
        let group = self.lines.group(contact);
        self.deps.engine.record_stop(group);
        self.deps.engine.untap(group);
    }

    /// Keeps what is said from recorder and recognition while the operator asks for it, or ends that.
    pub(super) fn secret_hold(&mut self, contact: ContactId, on: bool) {
        self.deps.engine.silence(self.lines.group(contact), on);
    }

    pub(super) fn recording_started(&mut self, group: GroupId, at_samples: u64) {
        if let Some(open) = self.taping.open.get_mut(&group) {
            open.at_samples = Some(at_samples);
            let recording = open.id;
            self.listen_to(group, recording, at_samples);
        }
    }

    pub(super) fn recording_fault(&self, group: GroupId, why: &str) {
        let contact = self.lines.contact_of(group).map(|contact| contact.to_string()).unwrap_or_default();
        tracing::error!(contact.id = contact, why, "a recording could not be written");
        let ja = format!(
            "録音を書き込めません（{why}）。通話は続いていますが、録音は残りません。ディスクの空きを確かめてください。"
        );
        let en = format!(
            "Recordings cannot be written ({why}). Calls go on, but are not recorded. Check the disk's free space."
        );
        self.deps.alarms.raise("recording_fault", self.deps.clock.now(), &ja, &en);
    }

    pub(super) fn silent_channel(&mut self, group: GroupId, side: Side) {
        if let Some(open) = self.taping.open.get_mut(&group) {
            open.silent = Some(side);
        }
        let (ja, en) = match side {
            Side::Left => ("相手側", "the caller's side"),
            Side::Right => ("担当者側", "our side"),
        };
        let ja = format!("録音の{ja}が無音です。マイクや回線を確かめてください。");
        let en = format!("A recording is silent on {en}. Check the microphone and the line.");
        self.deps.alarms.raise("silent_channel", self.deps.clock.now(), &ja, &en);
    }

    pub(super) fn recording_closed(&mut self, group: GroupId, summary: RecordingSummary) {
        let (Some(open), Some(contact)) = (self.taping.open.remove(&group), self.lines.contact_of(group)) else {
            return;
        };
        if open.at_samples.is_none() {
            // The event was lost with a full channel; who listens live then never learned where the sound lies.
            tracing::warn!(recording.id = %open.id, "a recording closed whose begin was not told");
        }
        if summary.fault.is_none() {
            self.deps.alarms.clear("recording_fault");
        }
        if open.silent.is_none() {
            self.deps.alarms.clear("silent_channel");
        }
        let legs = self.taping.legs.remove(&contact).unwrap_or_default();
        let closed = ClosedRecording { id: open.id, contact, summary, silent: open.silent, legs };
        if self.deps.recordings_ready.send(closed).is_err() {
            tracing::warn!(contact.id = %contact, "the recording stays in the spool until the next start");
        }
        if self.floor.contact_view(contact).is_none() {
            self.taping.release(contact);
            self.lines.forget_group(group);
        }
    }
}

//! Live contacts under watch, and what supervision does to desks: alerts, tones, who took over.
//!
//! Owns the translation between the floor's views, the media core's levels and the pure watch. What is noted goes
//! to the contact's log through the floor, which numbers it. It decides nothing. Next: `domain::call_watch`.

use std::sync::Arc;

use domain::call_watch::{VoiceSecond, WatchEvent, WatchedStage};
use domain::contact::{AlertKind, AlertNote, MonitorMode, Party};
use domain::floor::{ContactView, FloorEvent, StageView};
use domain::ids::{AgentId, ContactId};
use domain::time::Timestamp;
use media::{GroupLevels, LegId, Play};

use super::handle::Update;
use super::lines::Role;
use super::picture;
use super::refusals::Refusal;
use super::switchboard::Switchboard;
use super::tones::{NO_TAG, listen_tone};
use crate::live::messages::{AlertState, MonitorState};

impl Switchboard {
    /// Tells the watch where a contact stands.
    pub(super) fn watch_contact(&mut self, contact: ContactId) {
        if let Some(view) = self.floor.contact_view(contact) {
            self.watch_event(contact, WatchEvent::Stands(watched_stage(&view)), self.now());
        }
    }

    /// Forgets a closed contact.
    pub(super) fn forget_watch(&mut self, contact: ContactId) {
        self.watch_event(contact, WatchEvent::Gone, self.now());
    }

    /// Acts on limits of time that have been reached.
    pub(super) fn tick_watch(&mut self) {
        let now = self.now();
        if self.watch.next_deadline().is_none_or(|at| at > now) {
            return;
        }
        for (contact, note) in self.watch.tick(now) {
            self.happen(FloorEvent::AlertNoted { contact, note });
        }
    }

    /// Takes the last second's levels of recorded contacts.
    pub(super) fn hear_levels(&mut self, groups: &[GroupLevels]) {
        let now = self.now();
        for heard in groups {
            let Some(contact) = self.lines.contact_of(heard.group).filter(|contact| self.watch.listens(*contact))
            else {
                continue;
            };
            let of = |leg: &media::LegLevel| {
                let second = VoiceSecond { spoke_ms: leg.spoke_ms, level_db: leg.level_db };
                Some((self.party_of(contact, leg.leg)?, second))
            };
            let voices = heard.legs.iter().filter_map(of).collect();
            self.watch_event(contact, WatchEvent::Heard(voices), now);
        }
    }

    /// Somebody said something; its secrets are covered.
    pub(super) fn hear_words(&mut self, contact: ContactId, party: Party, text: String, at: Timestamp) {
        let now = self.now();
        self.watch_event(contact, WatchEvent::Said(party, text), at.min(now));
    }

    /// A supervisor has seen an alert.
    pub(super) fn see_alert(&mut self, by: AgentId, contact: ContactId, alert: AlertKind) -> Result<(), Refusal> {
        let before = self.watch.alerts(contact).any(|it| it.kind == alert && it.seen.is_none());
        if !before {
            return Err(Refusal::new(
                "alert_gone",
                "この注意はすでに確認されたか、終わっています。",
                "This alert has been seen already, or is over.",
            ));
        }
        self.watch_event(contact, WatchEvent::Acknowledged(alert, by), self.now());
        Ok(())
    }

    /// Alerts of a contact as supervisors' pages show them.
    pub(super) fn alert_states(&self, contact: ContactId) -> Vec<AlertState> {
        let state = |alert: &domain::call_watch::Alert| AlertState {
            code: alert.kind.code().to_owned(),
            since: picture::moment(alert.since),
            word: alert.word.clone(),
            seen_by: alert.seen.map(|(by, _)| picture::agent_name(&self.people, by)),
            seen_at: alert.seen.map(|(_, at)| picture::moment(at)),
        };
        self.watch.alerts(contact).map(state).collect()
    }

    /// Supervisors on a contact, by name.
    pub(super) fn monitors(&self, view: &ContactView) -> Vec<MonitorState> {
        let state = |(agent, mode): &(AgentId, MonitorMode)| MonitorState {
            id: agent.0,
            name: picture::agent_name(&self.people, *agent),
            mode: mode_word(*mode).to_owned(),
        };
        view.supervisors.iter().map(state).collect()
    }

    /// Plays the tone that tells a party that somebody listens.
    pub(super) fn listen_tone(&self, contact: ContactId, party: Party) {
        if let Some(leg) = self.lines.leg(contact, party) {
            let sound = Arc::new(media::Sound::from_samples(listen_tone()));
            self.deps.engine.play(leg, Play { sound, looped: false, tag: NO_TAG });
        }
    }

    /// Says at the desk of the agent who had the call who has it.
    pub(super) fn tell_taken_over(&self, agent: AgentId, by: AgentId) {
        let name = picture::agent_name(&self.people, by);
        let words = Refusal {
            code: "taken_over",
            ja: format!("この通話は{name}さんが引き継ぎました。ここまでの対応を記録してください。"),
            en: format!("{name} has taken this call over. Please record your part of it."),
        };
        self.tell(Update::Notice(agent, words));
    }

    fn watch_event(&mut self, contact: ContactId, event: WatchEvent, at: Timestamp) {
        let notes: Vec<AlertNote> = self.watch.handle(contact, event, at);
        for note in notes {
            self.happen(FloorEvent::AlertNoted { contact, note });
        }
    }

    /// What a leg is in a contact; a desk is the agent's or a supervisor's.
    fn party_of(&self, contact: ContactId, leg: LegId) -> Option<Party> {
        match self.lines.role(leg)? {
            Role::Party { contact: of, party, .. } => (of == contact).then_some(party),
            Role::Desk(agent) => {
                let speaks = |party: Party| {
                    self.routes.get(&contact).is_some_and(|it| it.iter().any(|(from, _)| *from == party))
                };
                [Party::Agent(agent), Party::Supervisor(agent)].into_iter().find(|party| speaks(*party))
            }
        }
    }
}

fn watched_stage(view: &ContactView) -> WatchedStage {
    match &view.stage {
        StageView::Waiting { callback: false, .. } | StageView::Ringing { callback: false, .. } => {
            WatchedStage::Waiting
        }
        StageView::Talking if view.held.is_some() => WatchedStage::Held,
        StageView::Talking => WatchedStage::Talking,
        StageView::WrappingUp => WatchedStage::Elsewhere,
        StageView::Waiting { callback: true, .. }
        | StageView::Ringing { callback: true, .. }
        | StageView::Ivr
        | StageView::Farewell
        | StageView::Reaching
        | StageView::Interrupted
        | StageView::TransferRinging
        | StageView::Transferred => WatchedStage::Between,
    }
}

fn mode_word(mode: MonitorMode) -> &'static str {
    match mode {
        MonitorMode::Listen => "listen",
        MonitorMode::Whisper => "whisper",
        MonitorMode::Barge => "barge",
    }
}

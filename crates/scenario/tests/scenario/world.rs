//! The shell around the floor, in memory: it carries effects out and remembers.
//!
//! Owns virtual time, the legs as a trunk would have them, and every log. It
//! checks the invariants after every event. It must never decide for the floor.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use domain::agent::{AgentEvent, Capacity, LoggedState, Skill, Skills};
use domain::contact::{
    Channel, ContactEvent, DialPurpose, Interrupted, LegCause, Party, Standing, Summary, Target, interrupted,
    recovered_events, summary,
};
use domain::floor::{ContactView, Effect, Floor, FloorConfig, FloorEvent, OpenState, RefusalReason, WorkKind};
use domain::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use domain::time::Timestamp;
use uuid::Uuid;

use crate::invariants;

/// What the shell remembers of one contact.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) log: Vec<ContactEvent>,
    pub(crate) caller_up: bool,
    pub(crate) playing: Option<u32>,
    pub(crate) music: bool,
    pub(crate) recording: bool,
    pub(crate) routes: Vec<(Party, Party)>,
    /// Dial attempts not yet over: attempt to (party, answered).
    pub(crate) dials: BTreeMap<u32, (Party, bool)>,
    pub(crate) last_attempt: u32,
    pub(crate) said: Vec<String>,
    /// Who was told by a tone that somebody listens.
    pub(crate) tones: Vec<Party>,
    pub(crate) closed: Option<Summary>,
}

/// The floor and everything around it.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) floor: Floor,
    pub(crate) config: Rc<FloorConfig>,
    pub(crate) now: Timestamp,
    pub(crate) lines: BTreeMap<ContactId, Line>,
    /// Rings shown at desks.
    pub(crate) rings: BTreeMap<(AgentId, ContactId), AssignmentId>,
    pub(crate) agents: BTreeSet<AgentId>,
    /// What each agent's log says, oldest first.
    pub(crate) agent_logs: BTreeMap<AgentId, Vec<AgentEvent>>,
    pub(crate) last: Vec<Effect>,
}

pub(crate) const A: AgentId = AgentId(Uuid::from_u128(0xA));
pub(crate) const B: AgentId = AgentId(Uuid::from_u128(0xB));
pub(crate) const S: AgentId = AgentId(Uuid::from_u128(0x5));
pub(crate) const C: ContactId = ContactId(Uuid::from_u128(0xC));
pub(crate) const D: ContactId = ContactId(Uuid::from_u128(0xD));

pub(crate) fn contact(n: u128) -> ContactId {
    ContactId(Uuid::from_u128(n))
}

pub(crate) fn skills(names: &[&str]) -> Skills {
    names.iter().map(|name| Skill::from(*name)).collect()
}

pub(crate) fn outside() -> Target {
    Target::External("+81462551111".to_owned())
}

/// A small city: one phone queue, one counter queue, one chat queue.
pub(crate) fn city() -> FloorConfig {
    let mut config = FloorConfig::default();
    config.queues.truncate(1);
    config.services.truncate(1);
    for (name, channel) in [("counter", Channel::Counter), ("chat", Channel::Chat)] {
        let mut queue = config.queues[0].clone();
        queue.id = QueueId::from(name);
        queue.channel = channel;
        config.queues.push(queue);
        let mut service = config.services[0].clone();
        service.id = ServiceId::from(name);
        service.queue = QueueId::from(name);
        config.services.push(service);
    }
    let mut second = config.queues[0].clone();
    second.id = QueueId::from("second");
    config.queues.push(second);
    config
}

impl World {
    pub(crate) fn open(config: FloorConfig) -> Self {
        let Ok(floor) = Floor::new(config.clone()) else {
            panic!("the scenario's configuration is at fault: {:?}", config.check());
        };
        Self {
            floor,
            config: Rc::new(config),
            now: Timestamp(1_775_000_000_000),
            lines: BTreeMap::new(),
            rings: BTreeMap::new(),
            agents: BTreeSet::new(),
            agent_logs: BTreeMap::new(),
            last: Vec::new(),
        }
    }

    /// A city with agents A and B ready for everything and supervisor S at a desk.
    pub(crate) fn staffed() -> Self {
        let mut world = Self::open(city());
        world.staff(A, &["phone", "counter", "chat", "ja", "en"]);
        world.staff(B, &["phone", "counter", "chat", "ja", "en"]);
        world.sign_in(S, &[]);
        world.apply(FloorEvent::DeskUp { agent: S });
        world
    }

    pub(crate) fn sign_in(&mut self, agent: AgentId, names: &[&str]) {
        let (skills, capacity) = (skills(names), Capacity::default());
        self.apply(FloorEvent::AgentSignedIn { agent, skills, capacity });
    }

    /// Signs an agent in with a desk, available.
    pub(crate) fn staff(&mut self, agent: AgentId, names: &[&str]) {
        self.sign_in(agent, names);
        self.apply(FloorEvent::DeskUp { agent });
        self.apply(FloorEvent::SetAvailable { agent });
    }

    /// Sends one event, carries the effects out, checks every invariant.
    pub(crate) fn apply(&mut self, event: FloorEvent) -> &[Effect] {
        self.before(&event);
        let effects = self.floor.handle(event, self.now);
        for effect in &effects {
            self.carry_out(effect);
        }
        self.last = effects;
        invariants::check(self);
        &self.last
    }

    /// Lets time pass, with a tick at every deadline on the way.
    pub(crate) fn wait_ms(&mut self, span_ms: u64) {
        let end = self.now.plus_ms(span_ms);
        while let Some(at) = self.floor.next_deadline().filter(|at| *at <= end) {
            self.now = at;
            self.apply(FloorEvent::Tick);
        }
        self.now = end;
        self.apply(FloorEvent::Tick);
    }

    /// Lets time pass up to the next deadline; false when there is none.
    pub(crate) fn tick(&mut self) -> bool {
        let Some(at) = self.floor.next_deadline() else {
            return false;
        };
        self.now = at;
        self.apply(FloorEvent::Tick);
        true
    }

    /// The program stops at this instant and is started anew after `gap_ms`, on the logs it left.
    pub(crate) fn restart(&mut self, gap_ms: u64) {
        let stopped_at = self.now;
        self.now = stopped_at.plus_ms(gap_ms);
        let Ok(floor) = Floor::new((*self.config).clone()) else {
            panic!("the configuration was good before");
        };
        self.floor = floor;
        self.rings.clear();
        for (agent, log) in &mut self.agent_logs {
            if log.last().is_some_and(|last| last.state != LoggedState::SignedOut && last.state != LoggedState::Stopped)
            {
                log.push(AgentEvent { agent: *agent, at: stopped_at, contact: None, state: LoggedState::Stopped });
            }
        }
        let short_ms = self.config.short_abandon_ms;
        let open = self.lines.values_mut().filter(|line| line.closed.is_none() && !line.log.is_empty());
        let mut left: Vec<Standing> = open.filter_map(|line| cut(line, stopped_at, short_ms)).collect();
        left.sort_by_key(|standing| (standing.summary.arrived_at, standing.summary.contact));
        for standing in left {
            let awaits_caller = !standing.in_hall;
            self.apply(FloorEvent::TakeUp { standing: Box::new(standing), awaits_caller });
        }
    }

    /// A caller arrives who can be called back.
    pub(crate) fn arrive(&mut self, contact: ContactId) {
        self.arrive_at(contact, "phone", Channel::Phone);
    }

    pub(crate) fn arrive_at(&mut self, contact: ContactId, service: &str, channel: Channel) {
        self.apply(FloorEvent::Arrived {
            contact,
            channel,
            service: ServiceId::from(service),
            caller_known: true,
            language: None,
            open: OpenState::Open,
        });
    }

    /// A caller arrives, presses 1 and is in line, or rings already.
    pub(crate) fn queue_up(&mut self, contact: ContactId) {
        self.arrive(contact);
        self.apply(FloorEvent::Digit { contact, digit: '1' });
        self.end_prompt(contact);
    }

    /// The prompt being said comes to its end.
    pub(crate) fn end_prompt(&mut self, contact: ContactId) {
        if let Some(tag) = self.lines.get_mut(&contact).and_then(|line| line.playing.take()) {
            self.apply(FloorEvent::PromptEnded { contact, tag });
        }
    }

    /// Every prompt comes to its end, one after the other.
    pub(crate) fn end_prompts(&mut self, contact: ContactId) {
        while self.line(contact).playing.is_some() {
            self.end_prompt(contact);
        }
    }

    /// A caller is in conversation with agent A.
    pub(crate) fn talk(&mut self, contact: ContactId) {
        self.queue_up(contact);
        self.answer(A, contact);
    }

    /// The agent answers what rings at the desk; a stale assignment when nothing rings.
    pub(crate) fn answer(&mut self, agent: AgentId, contact: ContactId) -> &[Effect] {
        let assignment = self.assignment(agent, contact);
        self.apply(FloorEvent::Answer { agent, contact, assignment })
    }

    pub(crate) fn refuse(&mut self, agent: AgentId, contact: ContactId) {
        let assignment = self.assignment(agent, contact);
        self.apply(FloorEvent::Refuse { agent, contact, assignment });
    }

    pub(crate) fn assignment(&self, agent: AgentId, contact: ContactId) -> AssignmentId {
        self.rings.get(&(agent, contact)).copied().unwrap_or(AssignmentId(999))
    }

    pub(crate) fn caller_hangs_up(&mut self, contact: ContactId) {
        self.apply(FloorEvent::CallerHungUp { contact, cause: LegCause::Normal });
    }

    pub(crate) fn third_answers(&mut self, contact: ContactId) {
        let attempt = self.line(contact).last_attempt;
        self.apply(FloorEvent::ThirdAnswered { contact, attempt });
    }

    pub(crate) fn third_fails(&mut self, contact: ContactId) {
        let attempt = self.line(contact).last_attempt;
        self.apply(FloorEvent::ThirdFailed { contact, attempt, cause: LegCause::Busy });
    }

    pub(crate) fn third_hangs_up(&mut self, contact: ContactId) {
        let attempt = self.line(contact).last_attempt;
        self.apply(FloorEvent::ThirdHungUp { contact, attempt, cause: LegCause::Normal });
    }

    /// Everybody outside hangs up and time passes until nothing is left to happen.
    pub(crate) fn everybody_leaves(&mut self) {
        for contact in self.open_contacts() {
            self.caller_hangs_up(contact);
            self.third_hangs_up(contact);
        }
        for _ in 0..2_000 {
            if self.open_contacts().is_empty() && self.floor.next_deadline().is_none() {
                return;
            }
            assert!(self.tick(), "contacts are open and nothing will ever happen: {:?}", self.open_contacts());
        }
        panic!("contacts do not close: {:?}", self.floor.contact_views().collect::<Vec<_>>());
    }

    pub(crate) fn open_contacts(&self) -> Vec<ContactId> {
        self.floor.contact_views().map(|view| view.contact).collect()
    }

    pub(crate) fn line(&self, contact: ContactId) -> Line {
        self.lines.get(&contact).cloned().unwrap_or_default()
    }

    pub(crate) fn view(&self, contact: ContactId) -> ContactView {
        let Some(view) = self.floor.contact_view(contact) else {
            panic!("contact {contact} is not open");
        };
        view
    }

    pub(crate) fn closed(&self, contact: ContactId) -> Summary {
        let Some(summary) = self.line(contact).closed else {
            panic!("contact {contact} is not closed: {:?}", self.floor.contact_view(contact));
        };
        summary
    }

    pub(crate) fn works(&self, agent: AgentId) -> Vec<(ContactId, WorkKind)> {
        let view = self.floor.agent_view(agent);
        let works = view.map(|it| it.works).unwrap_or_default();
        works.iter().map(|work| (work.contact, work.kind)).collect()
    }

    /// Why the last event was refused.
    pub(crate) fn refusal(&self) -> Option<RefusalReason> {
        self.last.iter().find_map(|effect| match effect {
            Effect::Refused { reason, .. } => Some(*reason),
            _ => None,
        })
    }

    /// Who was told by the last event that somebody was not reached, what for and why.
    pub(crate) fn told(&self) -> Option<(AgentId, DialPurpose, LegCause)> {
        self.last.iter().find_map(|effect| match effect {
            Effect::NotReached { agent, purpose, cause, .. } => Some((*agent, *purpose, *cause)),
            _ => None,
        })
    }

    /// True when the last event did something.
    pub(crate) fn did_something(&self) -> bool {
        !self.last.iter().all(|effect| matches!(effect, Effect::Refused { .. }))
    }

    /// Who is heard by whom.
    pub(crate) fn hears(&self, contact: ContactId, from: Party, to: Party) -> bool {
        self.line(contact).routes.contains(&(from, to))
    }

    /// What the outside did to its own legs before the floor hears of it.
    fn before(&mut self, event: &FloorEvent) {
        match event {
            FloorEvent::AgentSignedIn { agent, .. } => {
                self.agents.insert(*agent);
            }
            FloorEvent::PromptEnded { contact, tag } => {
                if let Some(line) = self.lines.get_mut(contact) {
                    line.playing = line.playing.filter(|playing| playing != tag);
                }
            }
            FloorEvent::CallerHungUp { contact, .. } => {
                if let Some(line) = self.lines.get_mut(contact) {
                    line.caller_up = false;
                    line.playing = None;
                    line.dials.retain(|_, (party, answered)| *party != Party::Caller || !*answered);
                }
            }
            FloorEvent::ThirdFailed { contact, attempt, .. } | FloorEvent::ThirdHungUp { contact, attempt, .. } => {
                if let Some(line) = self.lines.get_mut(contact) {
                    // A resident who was dialled and answered is the caller: only CallerHungUp ends that leg.
                    if !matches!(line.dials.get(attempt), Some((Party::Caller, true))) {
                        line.dials.remove(attempt);
                    }
                }
            }
            FloorEvent::ThirdAnswered { contact, attempt } => {
                if let Some((party, answered)) =
                    self.lines.get_mut(contact).and_then(|line| line.dials.get_mut(attempt))
                {
                    *answered = true;
                    let is_caller = *party == Party::Caller;
                    if let Some(line) = self.lines.get_mut(contact) {
                        line.caller_up |= is_caller;
                    }
                }
            }
            _ => {}
        }
    }

    fn carry_out(&mut self, effect: &Effect) {
        if let Some(id) = invariants::contact_of(effect) {
            let line = self.lines.entry(id).or_default();
            assert!(line.closed.is_none(), "{effect:?} speaks of a closed contact");
            carry_out_on(line, effect);
        }
        match effect {
            Effect::Ring { agent, contact, assignment, .. } => {
                self.rings.insert((*agent, *contact), *assignment);
            }
            Effect::StopRing { agent, contact, assignment, .. } => {
                let rang = self.rings.remove(&(*agent, *contact));
                assert_eq!(rang, Some(*assignment), "{effect:?} stops what does not ring");
            }
            Effect::RecordAgent(event) => self.agent_logs.entry(event.agent).or_default().push(event.clone()),
            _ => {}
        }
    }
}

/// Every leg of a contact is cut, and its log says what that means; where it goes on, when it does.
fn cut(line: &mut Line, stopped_at: Timestamp, short_ms: u64) -> Option<Standing> {
    let kept = Line { log: std::mem::take(&mut line.log), last_attempt: line.last_attempt, ..Line::default() };
    *line = Line { said: std::mem::take(&mut line.said), ..kept };
    if let Some(Interrupted { events, standing }) = interrupted(&line.log, stopped_at, short_ms) {
        line.log.extend(events);
        return Some(standing);
    }
    line.log.extend(recovered_events([line.log.as_slice()], stopped_at, short_ms));
    line.closed = summary(&line.log, short_ms);
    None
}

fn carry_out_on(line: &mut Line, effect: &Effect) {
    match effect {
        Effect::Record(event) => line.log.push(event.clone()),
        Effect::AnswerCaller { .. } => {
            assert!(!line.caller_up, "a leg is answered twice");
            line.caller_up = true;
        }
        Effect::HangUp { party, .. } => hang_up(line, *party),
        Effect::Play { prompt, tag, .. } => {
            assert!(line.caller_up, "{prompt:?} is played to nobody");
            assert_eq!(line.playing, None, "{prompt:?} is played over another prompt");
            line.playing = Some(*tag);
            line.said.push(format!("{prompt:?}"));
        }
        Effect::StopPlay { .. } => {
            line.playing = None;
        }
        Effect::Music { on, .. } => {
            assert_ne!(line.music, *on, "music is switched to what it is");
            line.music = *on;
        }
        Effect::Routes { routes, .. } => line.routes.clone_from(routes),
        Effect::Dial { attempt, party, .. } => {
            assert!(*attempt > line.last_attempt, "attempt {attempt} is used twice");
            line.last_attempt = *attempt;
            line.dials.insert(*attempt, (*party, false));
        }
        Effect::CancelDial { attempt, .. } => {
            line.dials.remove(attempt);
        }
        Effect::StartRecording { .. } => {
            assert!(!line.recording, "recording starts twice");
            line.recording = true;
        }
        Effect::StopRecording { .. } => {
            assert!(line.recording, "recording stops twice");
            line.recording = false;
        }
        Effect::ListenTone { party, .. } => {
            let interrupts = *party == Party::Caller && (line.music || line.playing.is_some());
            assert!(!interrupts, "a tone breaks into what the caller hears");
            line.tones.push(*party);
        }
        Effect::Closed { summary, .. } => line.closed = Some((**summary).clone()),
        Effect::RecordAgent(_)
        | Effect::RejectCaller { .. }
        | Effect::SecretHold { .. }
        | Effect::Ring { .. }
        | Effect::StopRing { .. }
        | Effect::AgentChanged { .. }
        | Effect::ContactChanged { .. }
        | Effect::NotReached { .. }
        | Effect::TakenOver { .. }
        | Effect::Refused { .. } => {}
    }
}

fn hang_up(line: &mut Line, party: Party) {
    match party {
        Party::Caller => {
            line.caller_up = false;
            line.music = false;
            line.playing = None;
            line.dials.retain(|_, (it, _)| *it != Party::Caller);
        }
        Party::Third { attempt } => {
            line.dials.remove(&attempt);
        }
        Party::Agent(_) | Party::Supervisor(_) => {}
    }
}

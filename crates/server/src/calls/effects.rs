//! What the floor wants done, done: legs answered, joined, played to, dialled and hung up.
//!
//! Owns the translation out: parties to legs, the bridge matrix to routes. A leg that has gone in
//! the meantime is no error; its end is on the way in already. Next: `arrivals` for the way in.

use std::sync::Arc;
use std::time::Duration;

use domain::contact::{Language, LegCause, Party, Target};
use domain::floor::{DialTo, Effect, FloorEvent, RejectCause};
use domain::ids::{AgentId, ContactId, ServiceId};
use domain::ivr::Prompt;
use domain::time::Timestamp;
use media::sip::DialRequest;
use media::{LegId, Play};

use super::chance;
use super::command::Goal;
use super::dialling::carrier_form;
use super::handle::{Input, Reply, Update};
use super::picture::{self, Particulars, Person};
use super::prompter::Spoken;
use super::refusals::Refusal;
use super::switchboard::Switchboard;
use super::tones::NO_TAG;

/// The service on whose behalf agents call out.
const OUTBOUND_SERVICE: &str = "phone";

impl Switchboard {
    pub(super) fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Record(event) => self.follow_into_video(&event),
            Effect::RecordAgent(_) => {}
            Effect::AnswerCaller { contact } => self.on_caller(contact, |trunk, leg| trunk.answer(leg)),
            Effect::RejectCaller { contact, cause } => {
                self.on_caller(contact, |trunk, leg| trunk.reject(leg, status_of(cause)))
            }
            Effect::HangUp { contact, party, .. } => self.hang_up(contact, party),
            Effect::Play { contact, party, prompt, language, tag } => self.play(contact, party, prompt, language, tag),
            Effect::StopPlay { contact, party } => self.stop_play(contact, party),
            Effect::Music { contact, party, on } => self.music(contact, party, on),
            Effect::Routes { contact, routes } => self.route(contact, routes),
            Effect::Dial { contact, attempt, party, to, ring_until, .. } => {
                self.dial(contact, attempt, party, to, ring_until)
            }
            Effect::CancelDial { contact, attempt } => self.cancel_dial(contact, attempt),
            Effect::StartRecording { contact } => self.start_recording(contact),
            Effect::StopRecording { contact } => self.stop_recording(contact),
            Effect::SecretHold { contact, on } => self.secret_hold(contact, on),
            Effect::Ring { contact, .. } | Effect::StopRing { contact, .. } => self.publish_contact(contact),
            Effect::ContactChanged { contact } => {
                self.watch_contact(contact);
                self.publish_contact(contact)
            }
            Effect::AgentChanged { agent } => self.publish_agent(agent),
            Effect::Closed { contact, .. } => self.forget(contact),
            Effect::NotReached { agent, purpose, cause, .. } => {
                self.tell(Update::Notice(agent, super::unreached::words(purpose, cause)))
            }
            Effect::ListenTone { contact, party } => self.listen_tone(contact, party),
            Effect::TakenOver { agent, by, .. } => self.tell_taken_over(agent, by),
            Effect::Refused { agent, reason, .. } => {
                self.tell(Update::Notice(agent, super::refusals::from_floor(reason)))
            }
        }
    }

    fn on_caller(
        &self,
        contact: ContactId,
        order: impl FnOnce(&media::sip::TrunkHandle, LegId) -> Result<(), media::sip::LegGone>,
    ) {
        if let Some(leg) = self.lines.leg(contact, Party::Caller) {
            // A caller who has hung up meanwhile is on the way in as an event.
            let _ = order(&self.deps.trunk, leg);
        }
    }

    fn hang_up(&mut self, contact: ContactId, party: Party) {
        match party {
            Party::Caller | Party::Third { .. } => {
                if party == Party::Caller {
                    self.end_visit_lines(contact);
                }
                if let Some(leg) = self.lines.leg(contact, party) {
                    let _ = self.deps.trunk.hang_up(leg);
                    // Its end is our own doing; told late, it would be taken for that of a later leg.
                    self.lines.leave(leg);
                }
            }
            // A desk's leg stays up between contacts; it is only taken out of the routes.
            Party::Agent(agent) | Party::Supervisor(agent) => {
                if let Some(desk) = self.lines.desk(agent) {
                    self.deps.engine.stop_play(desk.leg);
                }
            }
        }
    }

    fn play(&mut self, contact: ContactId, party: Party, prompt: Prompt, language: Language, tag: u32) {
        self.playing.insert((contact, party), tag);
        let spoken = Spoken { contact, party, tag, sound: self.deps.prompter.at_hand(&prompt, language) };
        if spoken.sound.is_some() {
            return self.play_spoken(spoken);
        }
        let (prompter, inputs) = (self.deps.prompter.clone(), self.inputs.clone());
        tokio::spawn(async move {
            let sound = prompter.sound_of(&prompt, language).await;
            // A switchboard that has stopped needs no prompt.
            let _ = inputs.send(Input::Spoken(Spoken { sound, ..spoken })).await;
        });
    }

    /// A prompt is ready, unless the party is meant to hear something else by now.
    pub(super) fn play_spoken(&mut self, spoken: Spoken) {
        let Spoken { contact, party, tag, sound } = spoken;
        if self.playing.get(&(contact, party)) != Some(&tag) {
            return;
        }
        match (sound, self.lines.leg(contact, party)) {
            (Some(sound), Some(leg)) => self.deps.engine.play(leg, Play { sound, looped: false, tag: tag.into() }),
            (None, Some(_)) => {
                self.playing.remove(&(contact, party));
                self.prompts_faulty();
                self.happen(FloorEvent::PromptEnded { contact, tag });
            }
            (_, None) => {
                self.playing.remove(&(contact, party));
            }
        }
    }

    fn prompts_faulty(&self) {
        self.deps.alarms.raise(
            "prompts_unspoken",
            self.deps.clock.now(),
            "音声案内を作れないため、案内なしでおつなぎしています。open-jtalk と espeak-ng が入っているか確かめてください。",
            "Prompts cannot be spoken, so callers are put through without them. Check that open-jtalk and espeak-ng are installed.",
        );
    }

    fn stop_play(&mut self, contact: ContactId, party: Party) {
        self.playing.remove(&(contact, party));
        if let Some(leg) = self.lines.leg(contact, party) {
            self.deps.engine.stop_play(leg);
        }
    }

    fn music(&mut self, contact: ContactId, party: Party, on: bool) {
        let Some(leg) = self.lines.leg(contact, party) else { return };
        if on {
            self.deps.engine.play(leg, Play { sound: Arc::clone(&self.music), looped: true, tag: NO_TAG });
        } else {
            self.deps.engine.stop_play(leg);
        }
    }

    /// Puts the whole bridge matrix in force, as far as its legs stand.
    fn route(&mut self, contact: ContactId, routes: Vec<(Party, Party)>) {
        self.routes.insert(contact, routes);
        self.apply_routes(contact);
    }

    /// Makes the contact's group anew from its legs and the routes in force, none before the first are said.
    pub(super) fn apply_routes(&mut self, contact: ContactId) {
        let routes = self.routes.get(&contact).map(Vec::as_slice).unwrap_or_default();
        let pair = |(from, to): &(Party, Party)| Some((self.lines.leg(contact, *from)?, self.lines.leg(contact, *to)?));
        let pairs: Vec<_> = routes.iter().filter_map(pair).collect();
        let mut heard = Vec::new();
        for (speaker, _) in routes {
            if let Some(leg) = self.lines.leg(contact, *speaker)
                && self.taping.is_heard_first(contact, leg)
            {
                heard.push((leg, *speaker));
            }
        }
        // A leg that is still being dialled has no sound yet; named here, it would have the whole matrix refused,
        // and the caller would go on hearing an agent who has passed the call on.
        let mut legs: Vec<LegId> = self.lines.leg(contact, Party::Caller).into_iter().collect();
        legs.extend(pairs.iter().flat_map(|(from, to)| [*from, *to]));
        legs.sort_unstable();
        legs.dedup();
        for (leg, speaker) in heard {
            self.voice_heard(contact, leg, speaker);
        }
        let group = self.lines.group(contact);
        if let Err(why) = self.deps.engine.set_routes(group, legs, pairs) {
            tracing::error!(contact.id = %contact, %why, "legs could not be joined");
        }
    }

    /// A desk's new leg takes the place of the old one in what is spoken.
    pub(super) fn join_desk_again(&mut self, agent: AgentId) {
        let speaks = |(from, to): &(Party, Party)| {
            [from, to].iter().any(|party| matches!(party, Party::Agent(a) | Party::Supervisor(a) if *a == agent))
        };
        let contacts: Vec<ContactId> =
            self.routes.iter().filter(|(_, routes)| routes.iter().any(speaks)).map(|(contact, _)| *contact).collect();
        for contact in contacts {
            self.apply_routes(contact);
        }
    }

    fn dial(&mut self, contact: ContactId, attempt: u32, party: Party, to: DialTo, ring_until: Timestamp) {
        let number = match to {
            DialTo::External(number) => Some(number),
            DialTo::Caller => self.particulars.get(&contact).and_then(|particulars| particulars.number.clone()),
        };
        let leg = self.deps.leg_ids.next();
        self.lines.enter(leg, contact, party, Some(attempt));
        let (Some(number), Some(trunk)) = (number, self.dialling.trunk()) else {
            return self.end_leg(leg, LegCause::Failed, true);
        };
        let ring_timeout = Duration::from_millis(ring_until.since_ms(self.now()));
        let request = DialRequest { trunk: trunk.to_owned(), to: carrier_form(&number), from: None, ring_timeout };
        if self.deps.trunk.dial(leg, request).is_err() {
            self.end_leg(leg, LegCause::Failed, true);
        }
    }

    fn cancel_dial(&mut self, contact: ContactId, attempt: u32) {
        if let Some(leg) = self.lines.dialled(contact, attempt) {
            // The trunk hangs up instead when the answer was faster.
            let _ = self.deps.trunk.cancel(leg);
        }
    }

    fn publish_agent(&self, agent: AgentId) {
        let none = Person::default();
        if let Some(view) = self.floor.agent_view(agent) {
            let state = picture::agent_state(&view, self.people.get(&agent).unwrap_or(&none));
            self.tell(Update::Agent(Arc::new(state)));
        }
    }

    fn forget(&mut self, contact: ContactId) {
        for leg in self.lines.telephone_legs(contact) {
            let _ = self.deps.trunk.hang_up(leg);
            self.lines.leave(leg);
        }
        self.particulars.remove(&contact);
        self.routes.remove(&contact);
        self.playing.retain(|(of, _), _| *of != contact);
        self.books.forget(contact);
        self.taping.forget(contact);
        self.listening.forget(contact);
        self.end_visit_lines(contact);
        self.visit_flows.forget(contact);
        self.forget_watch(contact);
        self.chats.remove(&contact);
        let group = self.lines.group(contact);
        // No legs: the group ends, and a recording that was still running closes.
        let _ = self.deps.engine.set_routes(group, Vec::new(), Vec::new());
        if !self.taping.is_open(group) {
            self.taping.release(contact);
            self.lines.forget_group(group);
        }
        self.tell(Update::Gone(contact));
    }

    /// Opens a desk's audio leg, in place of the one it had.
    pub(super) async fn offer_media(&mut self, agent: AgentId, connection: u64, sdp: String, reply: Reply<String>) {
        let leg = self.deps.leg_ids.next();
        let engine = self.deps.engine.clone();
        let answered = tokio::task::spawn_blocking(move || engine.open_web(leg, 0, &sdp)).await;
        let answer = match answered {
            Ok(Ok(answer)) => answer,
            Ok(Err(why)) => return refuse_media(reply, &why.to_string()),
            Err(why) => return refuse_media(reply, &why.to_string()),
        };
        if let Some(before) = self.lines.seat_desk(agent, leg, connection) {
            self.deps.engine.close(before);
            self.desk_is(agent, false);
        }
        if reply.send(Ok(answer)).is_err() {
            self.deps.engine.close(leg);
            self.lines.unseat_desk(agent, connection);
        }
    }

    /// Where a command leads, with numbers through the dial plan.
    pub(super) fn target(&mut self, agent: AgentId, goal: &Goal) -> Result<Target, Refusal> {
        Ok(match goal {
            Goal::Agent(colleague) => Target::Agent(*colleague),
            Goal::Queue(queue) => Target::Queue(queue.clone()),
            Goal::Number { number, .. } => {
                Target::External(self.dialling.check(agent, number, self.deps.clock.now())?)
            }
        })
    }

    pub(super) fn call_out(&mut self, agent: AgentId, goal: &Goal) -> Result<(), Refusal> {
        let Target::External(to) = self.target(agent, goal)? else {
            return Err(super::refusals::from_floor(domain::floor::RefusalReason::TargetNotAllowed));
        };
        let contact = ContactId(chance::contact_id());
        let number = domain::numbers::E164::parse(&to).ok();
        let masked = number.as_ref().map(domain::numbers::E164::masked);
        self.particulars.insert(contact, Particulars { number: Some(to.clone()), masked, ..Particulars::default() });
        self.books.begin(&self.deps.ring, contact, self.now(), None, number.as_ref()).map_err(|why| {
            tracing::error!(%why, "a contact's key could not be made");
            Refusal::new(
                "no_key",
                "暗号鍵を作れないため、発信できません。",
                "No key could be made, so the call cannot begin.",
            )
        })?;
        let began =
            self.try_event(FloorEvent::CallOut { agent, contact, service: ServiceId::from(OUTBOUND_SERVICE), to });
        if began.is_err() {
            self.particulars.remove(&contact);
            self.books.forget(contact);
        }
        began
    }

    /// Finds earlier contacts of the same number beside the switchboard.
    pub(super) fn look_up_previous(&self, contact: ContactId, number: Option<domain::numbers::E164>) {
        let Some(number) = number else { return };
        let (db, ring, inputs) = (self.deps.db.clone(), Arc::clone(&self.deps.ring), self.inputs.clone());
        tokio::spawn(async move {
            let previous = super::previous::of_number(&db, &ring, &number, contact).await;
            // A contact that is gone, or a switchboard that has stopped, needs no history.
            let _ = inputs.send(Input::Previous { contact, previous }).await;
        });
    }
}

fn refuse_media(reply: Reply<String>, why: &str) {
    tracing::warn!(why, "a browser's offer could not be answered");
    let refusal = Refusal::new(
        "media_refused",
        "音声をつなげませんでした。ページを開き直してください。",
        "Your audio could not be connected. Please reload the page.",
    );
    let _ = reply.send(Err(refusal));
}

fn status_of(cause: RejectCause) -> u16 {
    match cause {
        RejectCause::Unavailable => 503,
        RejectCause::NoSuchService => 404,
    }
}

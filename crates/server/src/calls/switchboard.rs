//! The one task that feeds the floor and does what it says.
//!
//! Owns the order of things: an event goes to the floor; what the floor records is on disk before
//! anything else of the batch is done; then legs are answered, joined and hung up. It owns no rule.
//! Next: `arrivals` for what trunks and the engine report, `effects` for what is done.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::call_watch::CallWatch;
use domain::contact::Party;
use domain::floor::{Effect, Floor, FloorEvent};
use domain::ids::{AgentId, ContactId};
use domain::time::Timestamp;
use domain::visit_chat::VisitChat;
use media::MediaEvent;
use media::sip::TrunkEvent;
use tokio::sync::{broadcast, mpsc, oneshot};

use super::books::Books;
use super::captioned_visit::CaptionedVisit;
use super::chat::OpenChat;
use super::command::{DeskCommand, Goal, SignIn, event_to};
use super::deps::CallsDeps;
use super::dialling::Dialling;
use super::document::Document;
use super::flow_endings;
use super::handle::{Input, Reply, Snapshot, Update};
use super::lines::Lines;
use super::listening_posts::{ListeningPosts, TalkAbout};
use super::picture::{self, Particulars, Person};
use super::prompter::Sound;
use super::refusals::{self, Refusal};
use super::taping::Taping;
use super::videos::Videos;
use super::visit_flows::VisitFlows;
use super::visit_ladders::VisitLadders;
use super::visit_lines::VisitLines;
use super::visit_telephones::VisitTelephones;

/// Events taken in one batch, so that a flood cannot starve the journal.
const BATCH_MAX: usize = 256;
/// A person whose desk has been gone this long without a contact in hand is signed out.
const ABSENT_SIGN_OUT: Duration = Duration::from_secs(120);
/// How long to wait at most for the next look at the clock.
const IDLE: Duration = Duration::from_secs(1);

/// Everything the switchboard holds.
pub(super) struct Switchboard {
    pub(super) floor: Floor,
    pub(super) lines: Lines,
    pub(super) deps: CallsDeps,
    pub(super) books: Books,
    pub(super) taping: Taping,
    pub(super) listening: ListeningPosts,
    pub(super) visit_lines: VisitLines,
    pub(super) videos: Videos,
    pub(super) visit_chats: BTreeMap<ContactId, VisitChat>,
    pub(super) chats: BTreeMap<ContactId, OpenChat>,
    pub(super) visit_captions: BTreeMap<ContactId, CaptionedVisit>,
    pub(super) visit_documents: BTreeMap<ContactId, Document>,
    pub(super) visit_flows: VisitFlows,
    pub(super) visit_ladders: VisitLadders,
    pub(super) visit_telephones: VisitTelephones,
    pub(super) watch: CallWatch,
    pub(super) dialling: Dialling,
    pub(super) people: BTreeMap<AgentId, Person>,
    pub(super) particulars: BTreeMap<ContactId, Particulars>,
    pub(super) routes: BTreeMap<ContactId, Vec<(Party, Party)>>,
    /// The prompt each party is meant to hear; an older one that comes late is dropped.
    pub(super) playing: BTreeMap<(ContactId, Party), u32>,
    pub(super) music: Sound,
    pub(super) inputs: mpsc::Sender<Input>,
    pub(super) updates: broadcast::Sender<Update>,
    pending: Vec<Effect>,
    waiting_replies: Vec<Reply<()>>,
    absent: BTreeMap<AgentId, Timestamp>,
    idle: Vec<oneshot::Sender<()>>,
}

/// Where events come from.
pub(super) struct Sources {
    pub(super) inputs: mpsc::Receiver<Input>,
    pub(super) trunk: mpsc::Receiver<TrunkEvent>,
    pub(super) media: mpsc::Receiver<MediaEvent>,
}

/// One event from any source.
enum Happening {
    Input(Input),
    Trunk(TrunkEvent),
    Media(MediaEvent),
    Clock,
    /// Every way in has closed.
    End,
}

impl Switchboard {
    pub(super) fn new(
        floor: Floor,
        deps: CallsDeps,
        books: Books,
        inputs: mpsc::Sender<Input>,
        updates: broadcast::Sender<Update>,
    ) -> Self {
        let dialling = Dialling::new(&deps.dial_plan, deps.trunk_name.clone());
        Self {
            floor,
            lines: Lines::default(),
            books,
            taping: Taping::default(),
            listening: ListeningPosts::new(deps.listening.clone()),
            visit_lines: VisitLines::default(),
            videos: Videos::default(),
            visit_chats: BTreeMap::new(),
            chats: BTreeMap::new(),
            visit_captions: BTreeMap::new(),
            visit_documents: BTreeMap::new(),
            visit_flows: VisitFlows::default(),
            visit_ladders: VisitLadders::default(),
            visit_telephones: VisitTelephones::default(),
            watch: CallWatch::new(deps.alerts.clone(), deps.watch_words.clone()),
            dialling,
            deps,
            people: BTreeMap::new(),
            particulars: BTreeMap::new(),
            routes: BTreeMap::new(),
            playing: BTreeMap::new(),
            music: Arc::new(media::Sound::from_samples(super::music::hold_music())),
            inputs,
            updates,
            pending: Vec::new(),
            waiting_replies: Vec::new(),
            absent: BTreeMap::new(),
            idle: Vec::new(),
        }
    }

    /// Runs until every way in has closed.
    pub(super) async fn run(mut self, mut sources: Sources) {
        loop {
            let mut happening = self.next(&mut sources).await;
            for _ in 0..BATCH_MAX {
                if matches!(happening, Happening::End) {
                    return;
                }
                self.take(happening).await;
                happening = match ready(&mut sources) {
                    Some(more) => more,
                    None => break,
                };
            }
            self.tick();
            self.commit().await;
            if !self.pending.is_empty() {
                // What was done has consequences of its own for the books, such as the video of a visit.
                self.commit().await;
            }
            self.books.alive(self.now());
        }
    }

    /// The present by the server's counted clock.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp(self.deps.clock.now().timestamp_millis())
    }

    /// Tells the floor; what it wants done is kept for the end of the batch.
    pub(super) fn happen(&mut self, event: FloorEvent) {
        let now = self.now();
        let effects = self.floor.handle(event, now);
        self.keep(effects);
    }

    /// Keeps what is to be done for the end of the batch; a flow whose visitor has gone is broken off.
    fn keep(&mut self, effects: Vec<Effect>) {
        let gone = flow_endings::visitors_gone(&effects);
        self.pending.extend(effects);
        for (contact, reason) in gone {
            self.break_off_flow(contact, reason);
        }
    }

    async fn next(&mut self, sources: &mut Sources) -> Happening {
        let others = [self.videos.next_deadline(), self.watch.next_deadline(), self.chat_deadline()];
        let deadline = self.floor.next_deadline().into_iter().chain(others.into_iter().flatten()).min();
        let wait = deadline.map_or(IDLE, |at| Duration::from_millis(at.since_ms(self.now())).min(IDLE));
        tokio::select! {
            input = sources.inputs.recv() => input.map_or(Happening::End, Happening::Input),
            Some(event) = sources.trunk.recv() => Happening::Trunk(event),
            Some(event) = sources.media.recv() => Happening::Media(event),
            () = tokio::time::sleep(wait) => Happening::Clock,
        }
    }

    async fn take(&mut self, happening: Happening) {
        match happening {
            Happening::Input(input) => self.take_input(input).await,
            Happening::Trunk(event) => self.take_trunk(event),
            Happening::Media(event) => self.take_media(event),
            Happening::Clock | Happening::End => {}
        }
    }

    fn tick(&mut self) {
        let now = self.now();
        if self.floor.next_deadline().is_some_and(|at| at <= now) {
            self.happen(FloorEvent::Tick);
        }
        self.tick_videos();
        self.tick_watch();
        self.tick_chats();
        let gone: Vec<AgentId> = self.absent.iter().filter(|(_, at)| **at <= now).map(|(agent, _)| *agent).collect();
        for agent in gone {
            self.absent.remove(&agent);
            self.happen(FloorEvent::AgentSignedOut { agent });
        }
        self.step_visits();
        self.watch_captions();
    }

    /// Journals what the batch records, then does the rest, then answers the desks.
    pub(super) async fn commit(&mut self) {
        let effects = std::mem::take(&mut self.pending);
        self.plan_recordings(&effects);
        self.books.write_effects(&effects);
        for effect in effects {
            self.carry_out(effect);
        }
        self.publish_flows();
        // Whose voices were joined just now is known even when nothing else happens until a crash.
        self.books.write(Vec::new());
        for reply in self.waiting_replies.drain(..) {
            // A desk that has gone needs no answer.
            let _ = reply.send(Ok(()));
        }
        if self.floor.contact_views().all(|view| view.outlives_a_stop()) {
            for idle in self.idle.drain(..) {
                let _ = idle.send(());
            }
        }
    }

    async fn take_input(&mut self, input: Input) {
        match input {
            Input::SignIn(sign_in) => self.sign_in(sign_in),
            Input::SignOut(agent) => self.happen(FloorEvent::AgentSignedOut { agent }),
            Input::Command { agent, command, reply } => self.command(agent, command, reply),
            Input::OfferMedia { agent, connection, sdp, reply } => {
                self.offer_media(agent, connection, sdp, reply).await
            }
            Input::DeskGone { agent, connection } => self.desk_gone(agent, connection),
            Input::Snapshot { of, reply } => {
                let _ = reply.send(self.snapshot(of));
            }
            Input::Previous { contact, previous } => {
                if let Some(particulars) = self.particulars.get_mut(&contact) {
                    particulars.previous = previous;
                    self.publish_contact(contact);
                }
            }
            Input::Spoken(spoken) => self.play_spoken(spoken),
            Input::Visit { visit, reply } => self.visit(visit, reply),
            Input::Hall(input) => self.hall(input),
            Input::Chat(input) => self.take_chat(input),
            Input::JoinVisit { contact, guest, reply } => self.join_as_guest(contact, guest, reply),
            Input::LeaveVisit { contact, guest } => self.leave_as_guest(contact, guest),
            Input::VisitorLeft { contact, cause } => self.visitor_left(contact, cause),
            Input::VisitorBack { contact } => self.visitor_back(contact),
            Input::OfferVisit { offer, reply } => self.offer_visit(offer, reply).await,
            Input::SharedBrowser(input) => self.shared_browser(input),
            Input::LookAway { contact, page, on } => self.look_away(contact, page, on),
            Input::VisitorHas { contact, devices } => self.visitor_has(contact, devices),
            Input::Say { contact, page, text, reply } => self.say_in_visit(contact, page, &text, reply),
            Input::ReadWritten { contact, page, known, reply } => {
                let _ = reply.send(self.written(contact, page, known));
            }
            Input::Captioned { contact, captions } => self.captioned(contact, captions),
            Input::ReadCaptions { contact, page, known, reply } => {
                let _ = reply.send(self.captions(contact, page, known));
            }
            Input::Document { contact, page, on, reply } => self.document(contact, page, on, reply),
            Input::LookAtVisit { contact, reply } => {
                let _ = reply.send(self.visit_view(contact));
            }
            Input::Video { contact, page, epoch, said, reply } => {
                let _ = reply.send(self.hear_of_video(contact, page, epoch, said));
            }
            Input::ZoomNews { topic, news } => self.hear_zoom(&topic, news),
            Input::Flow { agent, contact, order, reply } => {
                let outcome = self.flow(agent, contact, order);
                self.answer_order(outcome, reply);
            }
            Input::ConfirmFee { contact, confirmation, reply } => {
                let outcome = self.confirm_fee(contact, confirmation);
                self.answer_order(outcome, reply);
            }
            Input::LookAtFlows { contact, reply } => {
                let _ = reply.send(self.flows_of(contact));
            }
            Input::Fees { reply } => {
                let _ = reply.send(self.asked_fees());
            }
            Input::Drain { idle } => {
                self.idle.push(idle);
                self.happen(FloorEvent::Drain);
            }
            Input::HangUpAll => self.hang_up_all(),
            Input::Said { contact, party, text, at } => self.hear_words(contact, party, text, at),
            Input::WatchWords(words) => self.watch.set_words(words),
        }
    }

    fn sign_in(&mut self, sign_in: SignIn) {
        let SignIn { agent, person, skills, capacity } = sign_in;
        self.absent.remove(&agent);
        self.people.insert(agent, person);
        self.happen(FloorEvent::AgentSignedIn { agent, skills, capacity });
    }

    fn command(&mut self, agent: AgentId, command: DeskCommand, reply: Reply<()>) {
        let outcome = self.obey(agent, &command);
        self.answer_order(outcome, reply);
    }

    /// Answers a refusal at once, and what was done when it is on disk.
    fn answer_order(&mut self, outcome: Result<(), Refusal>, reply: Reply<()>) {
        match outcome {
            Ok(()) => self.reply_after_commit(reply),
            Err(refusal) => {
                let _ = reply.send(Err(refusal));
            }
        }
    }

    /// Answers when what was caused is on disk and done.
    pub(super) fn reply_after_commit(&mut self, reply: Reply<()>) {
        self.waiting_replies.push(reply);
    }

    fn obey(&mut self, agent: AgentId, command: &DeskCommand) -> Result<(), Refusal> {
        if let Some(event) = command.plain_event(agent) {
            return self.try_event(event);
        }
        match command {
            DeskCommand::Mute(on) => {
                let desk = self
                    .lines
                    .desk(agent)
                    .ok_or_else(|| refusals::from_floor(domain::floor::RefusalReason::DeskDown))?;
                self.deps.engine.set_muted(desk.leg, *on);
                Ok(())
            }
            DeskCommand::Digit(contact, digit) => self.send_digit(agent, *contact, *digit),
            DeskCommand::CallOut(goal) => self.call_out(agent, goal),
            DeskCommand::Transfer(contact, goal) | DeskCommand::Consult(contact, goal) => {
                let target = self.target(agent, goal)?;
                let Some(event) = event_to(command, agent, target) else { return Ok(()) };
                self.try_event(event)?;
                if let (Goal::Number { label, .. }, Some(particulars)) = (goal, self.particulars.get_mut(contact)) {
                    particulars.third_label = Some(label.clone());
                }
                Ok(())
            }
            DeskCommand::SeeAlert(contact, alert) => self.see_alert(agent, *contact, *alert),
            _ => Ok(()),
        }
    }

    /// Tells the floor what a desk wants; a refusal changes nothing and is answered at once.
    pub(super) fn try_event(&mut self, event: FloorEvent) -> Result<(), Refusal> {
        let now = self.now();
        let mut refused = None;
        let mut effects = self.floor.handle(event, now);
        effects.retain(|effect| match effect {
            Effect::Refused { reason, .. } => {
                refused = Some(refusals::from_floor(*reason));
                false
            }
            _ => true,
        });
        self.keep(effects);
        refused.map_or(Ok(()), Err)
    }

    fn send_digit(&mut self, agent: AgentId, contact: ContactId, digit: char) -> Result<(), Refusal> {
        use domain::floor::RefusalReason::{NotTalking, NotYours};
        let view = self.floor.contact_view(contact).filter(|view| view.agent == Some(agent));
        let view = view.ok_or_else(|| refusals::from_floor(NotYours))?;
        let listeners = self.routes.get(&contact).map(Vec::as_slice).unwrap_or_default();
        let speaks_to = |party: &Party| listeners.contains(&(Party::Agent(agent), *party));
        let third = view.third.is_some();
        let party = listeners.iter().map(|(_, to)| *to).find(|to| {
            speaks_to(to) && if third { matches!(to, Party::Third { .. }) } else { matches!(to, Party::Caller) }
        });
        let leg =
            party.and_then(|party| self.lines.leg(contact, party)).ok_or_else(|| refusals::from_floor(NotTalking))?;
        if let Some(digit) = wire::dtmf::Digit::from_char(digit) {
            self.deps.engine.send_dtmf(leg, digit);
        }
        Ok(())
    }

    fn desk_gone(&mut self, agent: AgentId, connection: u64) {
        let Some(leg) = self.lines.unseat_desk(agent, connection) else { return };
        self.deps.engine.close(leg);
        self.desk_is(agent, false);
        self.absent.insert(agent, self.now().plus_ms(ABSENT_SIGN_OUT.as_millis() as u64));
    }

    /// Tells floor and pages that a desk's sound came or went.
    pub(super) fn desk_is(&mut self, agent: AgentId, up: bool) {
        let event = if up { FloorEvent::DeskUp { agent } } else { FloorEvent::DeskDown { agent } };
        self.happen(event);
        self.tell(Update::Media(agent, up));
    }

    /// Tells whoever follows; nobody may.
    pub(super) fn tell(&self, update: Update) {
        let _ = self.updates.send(update);
    }

    /// Sends the contact as it is to the pages.
    pub(super) fn publish_contact(&mut self, contact: ContactId) {
        if let Some(view) = self.floor.contact_view(contact) {
            self.listening.about(contact, TalkAbout { language: view.language, queue: view.queue.clone() });
        }
        if let Some((public, serving, desks)) = self.picture_of(contact) {
            self.visit_flows.served_by(contact, &desks);
            self.tell(Update::Contact { public: Arc::new(public), serving: Arc::new(serving), desks });
        }
    }

    pub(super) fn picture_of(
        &self,
        contact: ContactId,
    ) -> Option<(crate::live::messages::ContactState, crate::live::messages::ContactState, Vec<AgentId>)> {
        let view = self.floor.contact_view(contact)?;
        let none = Particulars::default();
        let particulars = self.particulars.get(&contact).unwrap_or(&none);
        let serving: Vec<_> =
            self.floor.agent_views().filter(|agent| agent.works.iter().any(|work| work.contact == contact)).collect();
        let wrap_up_until = serving.iter().find_map(|agent| picture::wrap_up_until(agent, contact));
        let mut public = picture::contact_state(&view, particulars, wrap_up_until);
        (public.visitor_away, public.agent_away) = self.visit_lines.away(contact);
        public.visitor_devices = self.visit_lines.devices(contact);
        public.video = self.video_state(&view);
        public.document = self.document_word(contact);
        public.captions = self.caption_word(&view);
        public.line = self.visit_line(contact);
        public.monitors = self.monitors(&view);
        public.alert_states = self.alert_states(contact);
        public.alerts = picture::unseen(&public.alert_states);
        public.assignment = serving.iter().find_map(|agent| picture::assignment_of(agent, contact));
        if let (Some(third), Some(domain::contact::TargetKind::Agent(agent))) =
            (&mut public.third, view.third.as_ref().map(|third| third.to.clone()))
        {
            third.label = picture::agent_name(&self.people, agent);
        }
        let full = picture::for_serving_desk(public.clone(), particulars, self.deps.floor.announce);
        Some((public, full, serving.iter().map(|agent| agent.agent).collect()))
    }

    fn snapshot(&self, of: Option<AgentId>) -> Snapshot {
        let none = Person::default();
        let agents = self
            .floor
            .agent_views()
            .map(|view| picture::agent_state(&view, self.people.get(&view.agent).unwrap_or(&none)));
        let mut snapshot = Snapshot { agents: agents.collect(), ..Snapshot::default() };
        let contacts: Vec<ContactId> = self.floor.contact_views().map(|view| view.contact).collect();
        for (public, full, desks) in contacts.into_iter().filter_map(|contact| self.picture_of(contact)) {
            snapshot.contacts.push(public);
            if of.is_some_and(|agent| desks.contains(&agent)) {
                let contact = ContactId(full.id);
                snapshot.flows.extend(self.flow_view(contact).map(|view| (contact, view)));
                snapshot.serving.push(full);
            }
        }
        snapshot
    }

    fn hang_up_all(&mut self) {
        self.end_all_chats();
        let contacts: Vec<ContactId> = self.floor.contact_views().map(|view| view.contact).collect();
        for contact in contacts {
            for leg in self.lines.telephone_legs(contact) {
                let _ = self.deps.trunk.hang_up(leg);
            }
        }
    }
}

/// The next event that is there already.
fn ready(sources: &mut Sources) -> Option<Happening> {
    if let Ok(event) = sources.trunk.try_recv() {
        return Some(Happening::Trunk(event));
    }
    if let Ok(event) = sources.media.try_recv() {
        return Some(Happening::Media(event));
    }
    sources.inputs.try_recv().ok().map(Happening::Input)
}

//! Chats with an operator: a contact of the one floor whose line is text (clause 6(3)①c).
//!
//! Owns who may write and read, and when silence ends a chat. Waiting, offering and ending are the floor's rules, the
//! same as a call's; what may be said is `domain::chat_talk`'s; lines are kept by `chat_keeping`.

use domain::calendar::Schedule;
use domain::chat_talk::{ChatLine, ChatRefusal, ChatWriter};
use domain::contact::{Channel, LegCause};
use domain::floor::{ContactView, FloorEvent, RefusalReason, StageView};
use domain::ids::{AgentId, ContactId};
use domain::time::Timestamp;

use super::chat::{ChatArrival, ChatPage, ChatView, OpenChat};
use super::chat_keeping::ChatKeeping;
use super::handle::{ChatInput, Reply, Update};
use super::picture::{self, Particulars};
use super::refusals::{self, Refusal};
use super::switchboard::Switchboard;

impl Switchboard {
    pub(super) fn take_chat(&mut self, input: ChatInput) {
        match input {
            ChatInput::Begin { arrival, reply } => self.begin_chat(*arrival, reply),
            ChatInput::Say { contact, page, text, reply } => {
                // A page that has gone needs no answer.
                let _ = reply.send(self.say_in_chat(contact, page, &text));
            }
            ChatInput::Types { contact, page } => self.types_in_chat(contact, page),
            ChatInput::Read { contact, page, known, reply } => {
                let _ = reply.send(self.chat_lines(contact, page, known));
            }
            ChatInput::Look { contact, reply } => {
                let _ = reply.send(self.chat_view(contact));
            }
            ChatInput::Left { contact, cause } => self.end_chat(contact, cause),
        }
    }

    /// When the next chat ends because nobody writes.
    pub(super) fn chat_deadline(&self) -> Option<Timestamp> {
        self.chats.keys().filter_map(|contact| self.idle_until(*contact)).min()
    }

    /// Ends the chats in which nobody has written for too long.
    pub(super) fn tick_chats(&mut self) {
        let now = self.now();
        let due = |contact: &&ContactId| self.idle_until(**contact).is_some_and(|until| until <= now);
        let silent: Vec<ContactId> = self.chats.keys().filter(due).copied().collect();
        for contact in silent {
            self.end_chat(contact, LegCause::NoAnswer);
        }
    }

    /// Ends every chat, for a program that stops.
    pub(super) fn end_all_chats(&mut self) {
        let open: Vec<ContactId> = self.chats.keys().copied().collect();
        for contact in open {
            self.end_chat(contact, LegCause::Failed);
        }
    }

    fn begin_chat(&mut self, arrival: ChatArrival, reply: Reply<()>) {
        let ChatArrival { contact, service, reads_easy, talk } = arrival;
        if self.chats.len() >= self.deps.chat.open_max {
            let _ = reply.send(Err(full()));
            return;
        }
        let begun = self.books.begin(&self.deps.ring, contact, self.now(), None, None);
        if let Err(why) = begun {
            // Without a key nothing of the chat could be kept safely, so it is not taken.
            tracing::error!(%why, "a contact's key could not be made");
            let _ = reply.send(Err(not_taken()));
            return;
        }
        let keeping = self.books.key(&self.deps.ring, contact).map(|key| ChatKeeping::start(self.deps.db.clone(), key));
        let (Some(keeping), language) = (keeping, talk.language()) else {
            let _ = reply.send(Err(not_taken()));
            return;
        };
        self.particulars.insert(contact, Particulars { reads_easy, ..Particulars::default() });
        self.chats.insert(contact, OpenChat { talk, keeping, kept: 0 });
        let open = self.open_state(Schedule::Telephone);
        let (channel, language, caller_known) = (Channel::Chat, Some(language), false);
        self.happen(FloorEvent::Arrived { contact, channel, service, caller_known, language, open });
        self.keep_chat(contact);
        if self.floor.contact_view(contact).is_some() {
            self.reply_after_commit(reply);
        } else {
            self.chats.remove(&contact);
            let _ = reply.send(Err(not_taken()));
        }
    }

    fn say_in_chat(&mut self, contact: ContactId, page: ChatPage, text: &str) -> Result<u32, Refusal> {
        self.may_write(contact, page)?;
        let now = self.now();
        let chat = self.chats.get_mut(&contact).ok_or_else(gone)?;
        let said = match page {
            ChatPage::Resident => chat.talk.resident_says(text, now),
            ChatPage::Agent(agent) => chat.talk.agent_says(ChatWriter::Agent(agent), text, now),
            ChatPage::Reader => return Err(refusals::from_floor(RefusalReason::NotYours)),
        };
        let number = said.map_err(words)?;
        self.keep_chat(contact);
        let desks = self.chat_desks(contact);
        self.tell(Update::Chat { contact, desks });
        Ok(number)
    }

    fn types_in_chat(&self, contact: ContactId, page: ChatPage) {
        if self.may_write(contact, page).is_ok() {
            let by_resident = page == ChatPage::Resident;
            self.tell(Update::ChatTyping { contact, by_resident, desks: self.chat_desks(contact) });
        }
    }

    /// The lines that came or changed; a desk reads from the moment it rings to the end of after-call work, a reader
    /// from the moment that is noted.
    fn chat_lines(&self, contact: ContactId, page: ChatPage, known: u32) -> Vec<ChatLine> {
        let Some(chat) = self.chats.get(&contact) else { return Vec::new() };
        let may_read = match page {
            ChatPage::Resident | ChatPage::Reader => true,
            ChatPage::Agent(agent) => self.chat_desks(contact).contains(&agent),
        };
        if may_read { chat.talk.since(known).cloned().collect() } else { Vec::new() }
    }

    fn chat_view(&self, contact: ContactId) -> Option<ChatView> {
        let (state, _, _) = self.picture_of(contact)?;
        let agent = state.agent.map(|agent| picture::agent_name(&self.people, AgentId(agent)));
        Some(ChatView { state, agent, idle_until: self.idle_until(contact) })
    }

    fn end_chat(&mut self, contact: ContactId, cause: LegCause) {
        if self.floor.contact_view(contact).is_some_and(|view| view.channel == Channel::Chat) {
            self.happen(FloorEvent::CallerHungUp { contact, cause });
        }
    }

    /// Sends what came or changed to be kept.
    fn keep_chat(&mut self, contact: ContactId) {
        let Some(chat) = self.chats.get_mut(&contact) else { return };
        for line in chat.talk.since(chat.kept) {
            chat.keeping.keep(contact, chat.talk.language(), line.clone());
        }
        chat.kept = chat.talk.revision();
    }

    fn idle_until(&self, contact: ContactId) -> Option<Timestamp> {
        let view = self.floor.contact_view(contact).filter(is_talking)?;
        Some(self.chats.get(&contact)?.talk.idle_until(view.since))
    }

    fn chat_desks(&self, contact: ContactId) -> Vec<AgentId> {
        self.picture_of(contact).map_or_else(Vec::new, |(_, _, desks)| desks)
    }

    fn may_write(&self, contact: ContactId, page: ChatPage) -> Result<(), Refusal> {
        let view = self.floor.contact_view(contact).filter(|view| view.channel == Channel::Chat).ok_or_else(gone)?;
        if view.stage == StageView::WrappingUp {
            return Err(gone());
        }
        match page {
            ChatPage::Resident => Ok(()),
            ChatPage::Agent(agent) if is_talking(&view) && view.agent == Some(agent) => Ok(()),
            ChatPage::Agent(_) | ChatPage::Reader => Err(refusals::from_floor(RefusalReason::NotYours)),
        }
    }
}

fn is_talking(view: &ContactView) -> bool {
    view.channel == Channel::Chat && view.stage == StageView::Talking
}

/// A line's refusal, in words for whoever wrote it.
#[must_use]
pub fn words(refusal: ChatRefusal) -> Refusal {
    match refusal {
        ChatRefusal::Empty => Refusal::new("line_empty", "文字を入力してください。", "Please write something first."),
        ChatRefusal::TooLong(most) => Refusal {
            code: "line_too_long",
            ja: format!("一度に送れるのは{most}文字までです。分けて送ってください。"),
            en: format!("A message holds at most {most} characters. Please send it in parts."),
        },
        ChatRefusal::TooFast => Refusal::new(
            "line_too_fast",
            "続けて送りすぎています。少し待ってから送ってください。",
            "That was many messages at once. Please wait a moment.",
        ),
        ChatRefusal::Full => Refusal::new(
            "chat_full",
            "このチャットにはこれ以上書けません。終了して、新しく始めてください。",
            "This chat is full. Please end it and begin a new one.",
        ),
        ChatRefusal::Secret => Refusal::new(
            "secret_in_line",
            "マイナンバーや暗証番号と思われる文字があるため送れません。番号は書かずにお知らせください。",
            "This looks like a My Number or a PIN and was not sent. Please never write such numbers.",
        ),
    }
}

fn gone() -> Refusal {
    Refusal::new("chat_over", "このチャットは終わっています。", "This chat is over.")
}

fn full() -> Refusal {
    Refusal::new(
        "chats_full",
        "ただいまチャットが混み合っています。お電話か、しばらくしてからもう一度お試しください。",
        "All chats are taken at the moment. Please telephone, or try again shortly.",
    )
}

fn not_taken() -> Refusal {
    Refusal::new(
        "not_taken",
        "ただいまオペレーターにおつなぎできません。お電話でお問い合わせください。",
        "We cannot connect you with an operator now. Please telephone us.",
    )
}

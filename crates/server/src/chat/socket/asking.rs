//! What a resident does: asks the bot, chooses, says whether it helped, wants an operator, leaves.
//!
//! Owns that a question goes to the bot before the hand-over and to the operator after it, and that nothing is looked
//! for or logged but the text without its secrets. Next: [`crate::calls`] for a chat that is handed over.

use domain::chat_talk::{BotSaid, ChatLine, ChatRefusal, ChatTalk};
use domain::contact::LegCause;
use domain::knowledge::entry::TextLanguage;
use domain::time::Timestamp;
use uuid::Uuid;

use super::Resident;
use crate::calls::{ChatArrival, ChatPage, Refusal, chat_words};
use crate::chat::bot;
use crate::chat::conversations::Stage;
use crate::chat::words;

impl Resident {
    /// A line: a question to the bot, or one to the operator.
    pub(super) async fn take_line(&mut self, text: &str) -> Result<(), Refusal> {
        let now = self.state.now();
        if matches!(self.with_bot(|_| ()), Bots::Its(())) && !self.state.doors.ask(self.place.address, now) {
            return Err(words::too_often());
        }
        let asked = self.with_bot(|talk| {
            let number = talk.resident_says(text, now)?;
            Ok::<_, ChatRefusal>(talk.line(number).map(ChatLine::text).unwrap_or_default())
        });
        match asked {
            Bots::Its(question) => self.ask(question.map_err(chat_words)?).await,
            Bots::HandedOver => {
                let said = self.state.calls.say_in_chat(self.seat.contact, ChatPage::Resident, text.to_owned()).await;
                said.map(|_| ())
            }
            Bots::Over => Err(words::over()),
        }
    }

    /// The resident means one of the questions that the bot offered.
    pub(super) async fn choose(&mut self, line: u32, key: &str) -> Result<(), Refusal> {
        let (now, language) = (self.state.now(), self.language);
        let offered = self.with_bot(|talk| talk.line(line).is_some_and(|line| offers(line, key)));
        if !matches!(offered, Bots::Its(true)) {
            return Err(words::not_offered());
        }
        let said = bot::chosen(&self.state, key, language).unwrap_or(BotSaid::NoAnswer);
        let hit = match &said {
            BotSaid::Answer(answer) => Some(bot::citation(answer)),
            BotSaid::Choice(_) | BotSaid::NoAnswer => None,
        };
        let question = self.question_of(line);
        self.bot_says(said, question, now)?;
        if let (Some(question), Some(hit)) = (question, hit) {
            bot::mark(&self.state, question, "taken", Some(&hit)).await;
        }
        Ok(())
    }

    /// Whether an answer helped.
    pub(super) async fn helped(&mut self, line: u32, helped: bool) -> Result<(), Refusal> {
        let hit = self.with_bot(|talk| match talk.line(line).and_then(|line| line.bot.as_ref()) {
            Some(BotSaid::Answer(answer)) => Some(bot::citation(answer)),
            Some(BotSaid::Choice(_) | BotSaid::NoAnswer) | None => None,
        });
        if let (Bots::Its(Some(hit)), Some(question)) = (hit, self.question_of(line)) {
            let outcome = if helped { "helped" } else { "not_helped" };
            bot::mark(&self.state, question, outcome, Some(&hit)).await;
        }
        Ok(())
    }

    /// The resident wants an operator: the conversation becomes a contact, with all that was said.
    pub(super) async fn hand_over(&mut self) -> Result<(), Refusal> {
        if !self.state.hours().open {
            return Err(words::closed());
        }
        let taken = self.state.conversations.with(&self.seat.token, |conversation| {
            match std::mem::replace(&mut conversation.stage, Stage::HandedOver) {
                Stage::Bot(talk) => Some(talk),
                Stage::HandedOver => None,
            }
        });
        // A second wish for an operator is the first one said again.
        let Some(talk) = taken.ok_or_else(words::over)? else { return Ok(()) };
        let arrival = self.arrival(talk.clone());
        let begun = self.state.calls.begin_chat(arrival).await;
        if begun.is_err() {
            // The bot has it again; the contact is in the books as turned away, so another one is to be.
            self.seat.contact = domain::ids::ContactId(crate::clock::fresh_id());
            let contact = self.seat.contact;
            self.state.conversations.with(&self.seat.token, |conversation| {
                conversation.stage = Stage::Bot(talk);
                conversation.contact = contact;
            });
        }
        begun
    }

    /// What the floor is told of it.
    fn arrival(&self, talk: ChatTalk) -> ChatArrival {
        ChatArrival {
            contact: self.seat.contact,
            service: self.state.service.clone(),
            reads_easy: self.language == TextLanguage::JaEasy,
            talk,
        }
    }

    /// The resident ends the chat.
    pub(super) async fn end_chat(&mut self) -> Result<(), Refusal> {
        self.state.calls.chat_left(self.seat.contact, LegCause::Normal).await;
        self.tell_lines().await.map_err(|_| words::over())?;
        self.state.conversations.end(&self.seat.token);
        Ok(())
    }

    async fn ask(&mut self, question: String) -> Result<(), Refusal> {
        // What was typed is shown before the answer is looked for.
        self.tell_lines().await.map_err(|_| words::over())?;
        let reply = bot::reply(&self.state, self.seat.contact, self.language, question).await;
        let now = self.state.now();
        self.bot_says(reply.said, Some(reply.question), now)
    }

    fn bot_says(&self, said: BotSaid, question: Option<Uuid>, now: Timestamp) -> Result<(), Refusal> {
        let outcome = self.state.conversations.with(&self.seat.token, |conversation| {
            let Stage::Bot(talk) = &mut conversation.stage else { return Ok(()) };
            let number = talk.bot_says(said, now)?;
            conversation.asked.extend(question.map(|question| (number, question)));
            Ok::<_, ChatRefusal>(())
        });
        outcome.ok_or_else(words::over)?.map_err(chat_words)
    }

    fn question_of(&self, line: u32) -> Option<Uuid> {
        let asked = self.state.conversations.with(&self.seat.token, |it| it.asked.get(&line).copied());
        asked.flatten()
    }

    fn with_bot<T>(&self, what: impl FnOnce(&mut ChatTalk) -> T) -> Bots<T> {
        let done = self.state.conversations.with(&self.seat.token, |conversation| match &mut conversation.stage {
            Stage::Bot(talk) => Bots::Its(what(talk)),
            Stage::HandedOver => Bots::HandedOver,
        });
        done.unwrap_or(Bots::Over)
    }
}

/// What came of doing something with the bot's conversation.
enum Bots<T> {
    /// It is the bot's.
    Its(T),
    /// An operator has it, or it waits for one.
    HandedOver,
    /// It is over.
    Over,
}

fn offers(line: &ChatLine, key: &str) -> bool {
    match &line.bot {
        Some(BotSaid::Choice(choices)) => choices.iter().any(|choice| choice.key == key),
        Some(BotSaid::Answer(_) | BotSaid::NoAnswer) | None => false,
    }
}

//! What is written in one chat: by the resident, by the bot, by the operator (clauses 6(3)①c, 6(2)⑪).
//!
//! Owns the lines and what may be said, how much and how fast. A resident's secrets are taken out of a line before
//! anybody sees it, also when they come in pieces; the last lines as they were typed stay here, in memory alone, and
//! are never printed. It must never know sockets, tables or where answers come from. Next: `covering`, `secret_text`.

mod covering;
mod line;

use std::collections::BTreeMap;
use std::fmt;

use crate::contact::Language;
use crate::secret_text::Finding;
use crate::time::Timestamp;

use covering::{Typed, merged, pieces_of, secrets_among};

pub use line::{BotAnswer, BotChoice, BotSaid, ChatLine, ChatPiece, ChatWriter};

/// Lines of one chat; who has more to say begins anew.
pub const LINES_MAX: usize = 1_000;
/// Lines that are read together with a new one.
const READ_TOGETHER: usize = 6;
/// The span over which lines are counted, in ms.
const MINUTE_MS: u64 = 60_000;
/// Lines an operator may send in a minute.
const AGENT_LINES_PER_MINUTE: usize = 60;

/// What an installation allows in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatLimits {
    /// Longest line, in characters.
    pub line_chars_max: usize,
    /// Lines a resident may send in a minute.
    pub lines_per_minute: usize,
    /// A chat with an operator in which nobody writes for this long is over, in ms.
    pub idle_ms: u64,
}

/// Why a line was not taken; nothing of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChatRefusal {
    /// There is nothing to read in it.
    #[error("the line is empty")]
    Empty,
    /// It is longer than a line may be.
    #[error("the line is longer than {0} characters")]
    TooLong(usize),
    /// Too many lines in a short time.
    #[error("too many lines within a minute")]
    TooFast,
    /// The chat holds all it may.
    #[error("the chat holds {LINES_MAX} lines")]
    Full,
    /// An operator wrote what must not be written down.
    #[error("the line seems to hold a secret")]
    Secret,
}

/// The lines of one chat.
#[derive(Clone)]
pub struct ChatTalk {
    language: Language,
    limits: ChatLimits,
    lines: Vec<ChatLine>,
    /// The last lines as they were typed, the newest last.
    typed: Vec<Typed>,
    revision: u32,
}

impl ChatTalk {
    /// A chat in which nothing has been said.
    #[must_use]
    pub fn new(language: Language, limits: ChatLimits) -> Self {
        Self { language, limits, lines: Vec::new(), typed: Vec::new(), revision: 0 }
    }

    /// The language it is held in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Takes what the resident typed, without its secrets; earlier lines change where it completes one. Gives its number.
    ///
    /// # Errors
    /// Says why it was not taken.
    pub fn resident_says(&mut self, text: &str, now: Timestamp) -> Result<u32, ChatRefusal> {
        let text = self.readable(text)?;
        self.keeps_pace(now, self.limits.lines_per_minute, |writer| writer == ChatWriter::Resident)?;
        Ok(self.add(ChatWriter::Resident, &text, None, now))
    }

    /// Takes what an operator wrote; one who writes a secret is asked to take it out.
    ///
    /// # Errors
    /// Says why it was not taken.
    pub fn agent_says(&mut self, writer: ChatWriter, text: &str, now: Timestamp) -> Result<u32, ChatRefusal> {
        let text = self.readable(text)?;
        self.keeps_pace(now, AGENT_LINES_PER_MINUTE, |other| other == writer)?;
        let mut typed = self.typed.clone();
        let number = self.next_number();
        typed.push(Typed { number, writer, text: text.clone(), secrets: Vec::new() });
        if secrets_among(&typed).contains_key(&number) {
            return Err(ChatRefusal::Secret);
        }
        Ok(self.add(writer, &text, None, now))
    }

    /// The bot says something: approved text as it stands, a choice, or that it has no answer. Gives its number.
    ///
    /// # Errors
    /// When the chat is full.
    pub fn bot_says(&mut self, said: BotSaid, now: Timestamp) -> Result<u32, ChatRefusal> {
        if self.lines.len() >= LINES_MAX {
            return Err(ChatRefusal::Full);
        }
        let text = said.plain(self.language);
        Ok(self.add(ChatWriter::Bot, &text, Some(said), now))
    }

    /// Every line, in order.
    #[must_use]
    pub fn lines(&self) -> &[ChatLine] {
        &self.lines
    }

    /// The line of that number.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&ChatLine> {
        self.lines.iter().find(|line| line.number == number)
    }

    /// The lines that came or changed after revision `known`, in order.
    pub fn since(&self, known: u32) -> impl Iterator<Item = &ChatLine> {
        self.lines.iter().filter(move |line| line.revision > known)
    }

    /// The newest change.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// When the chat is over unless somebody writes; `joined` is when its operator came.
    #[must_use]
    pub fn idle_until(&self, joined: Timestamp) -> Timestamp {
        let last = self.lines.last().map_or(joined, |line| line.at);
        last.max(joined).plus_ms(self.limits.idle_ms)
    }

    fn next_number(&self) -> u32 {
        self.lines.last().map_or(1, |line| line.number + 1)
    }

    fn add(&mut self, writer: ChatWriter, text: &str, bot: Option<BotSaid>, now: Timestamp) -> u32 {
        let number = self.next_number();
        self.revision += 1;
        let pieces = vec![ChatPiece { text: text.to_owned(), removed: None }];
        self.lines.push(ChatLine { number, revision: self.revision, writer, pieces, bot, at: now });
        self.typed.push(Typed { number, writer, text: text.to_owned(), secrets: Vec::new() });
        if self.typed.len() > READ_TOGETHER {
            self.typed.remove(0);
        }
        let secrets = secrets_among(&self.typed);
        self.cover(secrets);
        number
    }

    /// Takes secrets out of the resident's lines; what was once taken out stays out.
    fn cover(&mut self, mut secrets: BTreeMap<u32, Vec<Finding>>) {
        let residents = self.typed.iter_mut().filter(|typed| typed.writer == ChatWriter::Resident);
        for typed in residents {
            let Some(found) = secrets.remove(&typed.number) else { continue };
            let whole = merged(typed.secrets.clone(), found);
            if whole == typed.secrets {
                continue;
            }
            typed.secrets = whole;
            if let Some(line) = self.lines.iter_mut().find(|line| line.number == typed.number) {
                // A line of its own revision is new; another is told again.
                if line.revision != self.revision {
                    self.revision += 1;
                    line.revision = self.revision;
                }
                line.pieces = pieces_of(&typed.text, &typed.secrets, self.language);
            }
        }
    }

    fn keeps_pace(&self, now: Timestamp, most: usize, own: impl Fn(ChatWriter) -> bool) -> Result<(), ChatRefusal> {
        let recent = self.lines.iter().rev().take_while(|line| now.since_ms(line.at) < MINUTE_MS);
        if recent.filter(|line| own(line.writer)).count() >= most {
            return Err(ChatRefusal::TooFast);
        }
        if self.lines.len() >= LINES_MAX { Err(ChatRefusal::Full) } else { Ok(()) }
    }

    /// The text without what cannot be read: control characters, signs that turn the line round, blanks around it.
    fn readable(&self, text: &str) -> Result<String, ChatRefusal> {
        let most = self.limits.line_chars_max;
        if text.chars().take(most + 1).count() > most {
            return Err(ChatRefusal::TooLong(most));
        }
        let kept: String = text.chars().filter(|letter| *letter == '\n' || !is_unseen(*letter)).collect();
        let kept = kept.trim();
        if kept.is_empty() { Err(ChatRefusal::Empty) } else { Ok(kept.to_owned()) }
    }
}

/// Control characters, and those that have text read in another order than it stands.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Says how much there is and nothing of what.
impl fmt::Debug for ChatTalk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ChatTalk").field("lines", &self.lines.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

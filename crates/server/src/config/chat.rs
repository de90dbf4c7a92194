//! The section of the chat with residents.

use domain::chat_talk::ChatLimits;
use serde::{Deserialize, Serialize};

/// The chat on the city's site: approved answers, and an operator when they do not do (clause 6(3)①c).
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Chat {
    /// Offer it.
    pub enabled: bool,
    /// Sites that may show it in a frame, as `https://www.city.zama.kanagawa.jp`.
    pub allowed_origins: Vec<String>,
    /// Chats that wait for an operator or have one, at once.
    pub open_max: u32,
    /// Chats that one operator has at once.
    pub per_agent: u32,
    /// Minutes without a line from either side after which a chat with an operator is over.
    pub idle_min: u32,
    /// Longest line, in characters.
    pub line_chars_max: u32,
    /// Lines a resident may send in a minute.
    pub lines_per_minute: u32,
}

impl Default for Chat {
    fn default() -> Self {
        Self {
            enabled: false,
            allowed_origins: Vec::new(),
            open_max: 20,
            per_agent: 2,
            idle_min: 5,
            line_chars_max: 500,
            lines_per_minute: 20,
        }
    }
}

impl Chat {
    /// Chats that one operator has at once; none where there is no chat.
    #[must_use]
    pub fn at_once(&self) -> u8 {
        if self.enabled { u8::try_from(self.per_agent).unwrap_or(u8::MAX) } else { 0 }
    }

    /// The limits of one chat.
    #[must_use]
    pub fn limits(&self) -> ChatLimits {
        ChatLimits {
            line_chars_max: usize::try_from(self.line_chars_max).unwrap_or(usize::MAX),
            lines_per_minute: usize::try_from(self.lines_per_minute).unwrap_or(usize::MAX),
            idle_ms: u64::from(self.idle_min) * 60_000,
        }
    }

    /// What is wrong with it, one sentence each.
    pub(super) fn faults(&self, faults: &mut Vec<String>) {
        let bounds = [
            ("chat.open_max", self.open_max, 1, 1_000),
            ("chat.per_agent", self.per_agent, 1, 6),
            ("chat.idle_min", self.idle_min, 1, 120),
            ("chat.line_chars_max", self.line_chars_max, 50, 2_000),
            ("chat.lines_per_minute", self.lines_per_minute, 1, 120),
        ];
        for (name, value, least, most) in bounds {
            if !(least..=most).contains(&value) {
                faults.push(format!("{name} is {value}; it must be {least} to {most}"));
            }
        }
        for origin in self.allowed_origins.iter().filter(|origin| !is_origin(origin)) {
            faults.push(format!("chat.allowed_origins: {origin:?} is no origin such as https://www.example.jp"));
        }
    }
}

/// A scheme, a host and perhaps a port, and nothing that could end up in a header as something else.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':');
        !host.is_empty() && host.len() <= 253 && host.chars().all(fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(change: impl Fn(&mut Chat)) -> Vec<String> {
        let mut chat = Chat::default();
        change(&mut chat);
        let mut faults = Vec::new();
        chat.faults(&mut faults);
        faults
    }

    #[test]
    fn only_origins_may_be_allowed_since_they_stand_in_a_header() {
        for good in ["https://www.city.zama.kanagawa.jp", "http://127.0.0.1:8081"] {
            assert!(faults(|chat| chat.allowed_origins.push(good.to_owned())).is_empty(), "{good}");
        }
        for bad in ["*", "https://", "https://a.jp/", "https://a.jp; script-src *", "javascript:1", "https://a.jp b.jp"]
        {
            assert_eq!(faults(|chat| chat.allowed_origins.push(bad.to_owned())).len(), 1, "{bad}");
        }
    }

    #[test]
    fn limits_have_limits() {
        assert!(faults(|_| ()).is_empty());
        assert_eq!(faults(|chat| chat.open_max = 0), ["chat.open_max is 0; it must be 1 to 1000"]);
        assert_eq!(faults(|chat| chat.line_chars_max = 5_000).len(), 1);
        assert_eq!(faults(|chat| chat.per_agent = 7), ["chat.per_agent is 7; it must be 1 to 6"]);
        let chats = |enabled| Chat { enabled, ..Chat::default() }.at_once();
        assert_eq!((chats(true), chats(false)), (2, 0));
    }
}

//! Whose words they are, in the form the books, the pages and the redaction know them.
//!
//! Owns the translation and nothing else. Next: `sheet`.

use domain::contact::Party;
use uuid::Uuid;

/// One who speaks in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Voice {
    /// `caller`, `agent`, `third` or `supervisor`.
    pub(super) party: String,
    /// Which agent or supervisor.
    pub(super) agent: Option<Uuid>,
    /// The agent's or supervisor's name.
    pub(super) name: Option<String>,
}

impl Voice {
    pub(super) fn of(party: Party, name: Option<String>) -> Self {
        let (word, agent) = match party {
            Party::Caller => ("caller", None),
            Party::Agent(agent) => ("agent", Some(agent.0)),
            Party::Third { .. } => ("third", None),
            Party::Supervisor(agent) => ("supervisor", Some(agent.0)),
        };
        Self { party: word.to_owned(), agent, name }
    }

    /// Whether both are the same mouth, though perhaps by another leg.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.party == other.party && self.agent == other.agent
    }
}

/// Numbers for the speakers of one conversation, one a mouth.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    known: Vec<Voice>,
}

impl Speakers {
    /// The number of who speaks with this voice.
    pub(super) fn number(&mut self, voice: &Voice) -> u64 {
        let at = self.known.iter().position(|known| known.is_same(voice));
        let at = at.unwrap_or_else(|| {
            self.known.push(voice.clone());
            self.known.len() - 1
        });
        at as u64
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::AgentId;

    use super::*;

    #[test]
    fn an_agent_who_reloads_the_page_is_the_same_speaker_and_another_agent_is_not() {
        let agent = |id| Voice::of(Party::Agent(AgentId(Uuid::from_u128(id))), None);
        let mut speakers = Speakers::default();
        let caller = speakers.number(&Voice::of(Party::Caller, None));
        let first = speakers.number(&agent(1));
        assert_eq!(speakers.number(&agent(1)), first);
        assert_ne!(speakers.number(&agent(2)), first);
        assert_eq!(speakers.number(&Voice::of(Party::Caller, None)), caller);
    }
}

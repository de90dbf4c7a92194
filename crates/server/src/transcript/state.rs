//! What the room's endpoints are handed, and the words in which they tell how the recogniser is.

use speech::RecogniserState;
use storage::Db;

use crate::clock::Clock;
use crate::recogniser::{Recognition, WhyOff};
use crate::trail::Trail;

/// What the endpoints need; cheap to clone.
#[derive(Clone)]
pub struct TranscriptState {
    /// The database.
    pub db: Db,
    /// Counted time.
    pub clock: Clock,
    /// The audit log.
    pub trail: Trail,
    /// Queues by name.
    pub queues: Vec<String>,
    /// Who turns sound into words, or why nobody does.
    pub recognition: Recognition,
}

/// How the recogniser is, in words.
pub(super) struct Told {
    pub(super) code: &'static str,
    pub(super) why_ja: &'static str,
    pub(super) why_en: &'static str,
    pub(super) how_ja: &'static str,
    pub(super) how_en: &'static str,
}

impl TranscriptState {
    pub(super) fn told(&self) -> Told {
        match &self.recognition {
            Recognition::Off(WhyOff::SwitchedOff, _) => words(&RecogniserState::Off(String::new())),
            Recognition::On(_) | Recognition::Off(..) => words(&self.recognition.state()),
        }
    }
}

fn words(state: &RecogniserState) -> Told {
    let (why_ja, why_en, how_ja, how_en) = match state {
        RecogniserState::Ready => ("", "", "", ""),
        RecogniserState::Starting => (
            "音声認識を起動しています。",
            "The recogniser is starting.",
            "1分ほどお待ちください。その間の通話は、終わったあとに文字になります。",
            "Give it about a minute. Calls of that time become text afterwards.",
        ),
        RecogniserState::Off(todo) if !todo.is_empty() => (
            "必要なものが揃っていません。録音は番号などを消さずに保管され、業務責任者だけが理由を書いて聞けます。",
            "Something it needs is missing. Recordings are kept with everything said in them; managers alone may hear them, with a reason.",
            "管理者に連絡してください。モデルがないときは madoguchi models fetch を実行し、再起動します。",
            "Tell the administrator. Where the model is missing, run madoguchi models fetch and restart.",
        ),
        RecogniserState::Off(_) => (
            "設定で止めてあります。録音は番号などを消さずに保管され、業務責任者だけが理由を書いて聞けます。",
            "It is switched off. Recordings are kept with everything said in them; managers alone may hear them, with a reason.",
            "使うときは、設定ファイルの [speech] recogniser を \"local\" にし、madoguchi models fetch を実行してから再起動してください。",
            "To use it, set recogniser = \"local\" under [speech] in the configuration, run madoguchi models fetch, and restart.",
        ),
        RecogniserState::Failed(_) => (
            "音声認識が動いていません。",
            "The recogniser does not work.",
            "自動でやり直しています。続くときは管理者に連絡してください。録音は封印されたまま保管されます。",
            "It is tried again by itself. Tell the administrator if this goes on. Recordings stay sealed meanwhile.",
        ),
    };
    // Paths and causes are for whoever runs the program, and stand in its log.
    Told { code: state.code(), why_ja, why_en, how_ja, how_en }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_but_ready_says_why_and_what_to_do_in_both_languages() {
        let ready = words(&RecogniserState::Ready);
        assert!(ready.why_ja.is_empty() && ready.how_en.is_empty());
        let cause = || "no model".to_owned();
        for state in [RecogniserState::Starting, RecogniserState::Off(cause()), RecogniserState::Failed(cause())] {
            let told = words(&state);
            for text in [told.why_ja, told.why_en, told.how_ja, told.how_en] {
                assert!(!text.is_empty(), "{state:?}");
            }
            assert!(!told.why_en.contains("no model"), "{state:?}");
        }
    }
}

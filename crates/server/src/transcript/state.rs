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
            Recognition::On(recogniser) => words(&recogniser.state()),
            Recognition::Off(why, _) => words_of_none(*why),
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
        RecogniserState::Off(_) => return words_of_none(WhyOff::SwitchedOff),
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

/// Nobody listens: why, and what to do. Whatever the reason, recordings are treated alike.
fn words_of_none(why: WhyOff) -> Told {
    let (why_ja, why_en, how_ja, how_en) = match why {
        WhyOff::SwitchedOff => (
            "設定で止めてあります。録音は番号などを消さずに保管され、業務責任者だけが理由を書いて聞けます。",
            "It is switched off. Recordings are kept with everything said in them; managers alone may hear them, with a reason.",
            "使うときは、設定ファイルの [speech] recogniser を \"local\" にし、madoguchi models fetch を実行してから再起動してください。",
            "To use it, set recogniser = \"local\" under [speech] in the configuration, run madoguchi models fetch, and restart.",
        ),
        WhyOff::ModelMissing => (
            "音声認識のモデルがありません。録音は番号などを消さずに保管され、業務責任者だけが理由を書いて聞けます。",
            "The model is not there. Recordings are kept with everything said in them; managers alone may hear them, with a reason.",
            "管理者に連絡してください。madoguchi models fetch を実行し、再起動します。",
            "Tell the administrator: run madoguchi models fetch and restart.",
        ),
        WhyOff::ModelDamaged => (
            "音声認識のモデルが壊れています。録音は番号などを消さずに保管され、業務責任者だけが理由を書いて聞けます。",
            "The model is damaged. Recordings are kept with everything said in them; managers alone may hear them, with a reason.",
            "管理者に連絡してください。モデルのファイルを消し、madoguchi models fetch を実行して再起動します。",
            "Tell the administrator: delete the model's file, run madoguchi models fetch and restart.",
        ),
        WhyOff::WorkerMissing => (
            "音声認識のプログラムがありません。録音は番号などを消さずに保管され、業務責任者だけが理由を書いて聞けます。",
            "The recogniser's program is not there. Recordings are kept with everything said in them; managers alone may hear them, with a reason.",
            "管理者に連絡してください。madoguchi-whisper を madoguchi と同じフォルダーに置き、再起動します。",
            "Tell the administrator: put madoguchi-whisper beside madoguchi and restart.",
        ),
        WhyOff::RemoteUnusable => (
            "外部の音声認識サーバーの設定が正しくありません。録音は番号などを消さずに保管され、業務責任者だけが理由を書いて聞けます。",
            "The recognition server cannot be used as configured. Recordings are kept with everything said in them; managers alone may hear them, with a reason.",
            "管理者に連絡してください。設定ファイルの [speech.remote] のアドレスと鍵のファイルを直し、再起動します。",
            "Tell the administrator: correct address and key file under [speech.remote] in the configuration and restart.",
        ),
    };
    Told { code: RecogniserState::Off(String::new()).code(), why_ja, why_en, how_ja, how_en }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_but_ready_says_why_and_what_to_do_in_both_languages() {
        let ready = words(&RecogniserState::Ready);
        assert!(ready.why_ja.is_empty() && ready.how_en.is_empty());
        let cause = || "/nowhere/model".to_owned();
        let states = [RecogniserState::Starting, RecogniserState::Off(cause()), RecogniserState::Failed(cause())];
        let reasons = [
            WhyOff::SwitchedOff,
            WhyOff::ModelMissing,
            WhyOff::ModelDamaged,
            WhyOff::WorkerMissing,
            WhyOff::RemoteUnusable,
        ];
        for told in states.iter().map(words).chain(reasons.map(words_of_none)) {
            for text in [told.why_ja, told.why_en, told.how_ja, told.how_en] {
                assert!(!text.is_empty(), "{} {}", told.code, told.how_en);
            }
            assert!(!told.why_en.contains("/nowhere/model"), "{} {}", told.code, told.how_en);
        }
    }
}

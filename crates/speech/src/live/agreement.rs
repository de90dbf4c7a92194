//! LocalAgreement-2: of an open segment only what two passes in a row say alike is shown.
//!
//! Passes are compared letter by letter, since an engine cuts the same Japanese text into other words each time.
//! Source: Liu, Spanakis, Niehues, "Low-Latency Sequence-to-Sequence Speech Recognition and Translation by
//! Partial Hypothesis Selection", Interspeech 2020.

use crate::recognition::Word;

/// What passes over one segment agree on.
#[derive(Debug, Default)]
pub(super) struct Agreement {
    agreed: Vec<Word>,
    before: Vec<Word>,
}

impl Agreement {
    /// Takes the next pass; gives all agreed words when they became more.
    pub(super) fn hear(&mut self, words: Vec<Word>) -> Option<Vec<Word>> {
        let alike = alike(&self.before, &words);
        self.before = words;
        let known = text(&self.agreed);
        let length = known.chars().count();
        if text(&alike).starts_with(&known) {
            self.agreed = alike;
        } else {
            // The passes have changed their mind about what is shown: it stays, and what comes later in time is added.
            let end = self.agreed.last().map_or(0, |word| word.end_ms);
            self.agreed.extend(alike.into_iter().skip_while(|word| word.start_ms < end));
        }
        (text(&self.agreed).chars().count() > length).then(|| self.agreed.clone())
    }

    /// Forgets all, for the next segment.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The words of `new` that lie wholly in what both passes begin with.
fn alike(old: &[Word], new: &[Word]) -> Vec<Word> {
    let (old, whole) = (text(old), text(new));
    let same = old.chars().zip(whole.chars()).take_while(|(a, b)| a == b).count();
    let mut seen = 0;
    let inside = |word: &&Word| {
        seen += word.text.chars().count();
        seen <= same
    };
    new.iter().take_while(inside).cloned().collect()
}

fn text(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(texts: &str) -> Vec<Word> {
        let word = |(n, text): (usize, &str)| Word {
            text: text.to_owned(),
            start_ms: n as u32 * 200,
            end_ms: n as u32 * 200 + 200,
            confidence: 0.9,
        };
        texts.split('|').filter(|text| !text.is_empty()).enumerate().map(word).collect()
    }

    fn check(passes: &[&str], shown: &[&str]) {
        let mut agreement = Agreement::default();
        let out: Vec<String> =
            passes.iter().filter_map(|pass| agreement.hear(words(pass))).map(|words| text(&words)).collect();
        assert_eq!(out, shown, "{passes:?}");
    }

    #[test]
    fn only_what_two_passes_say_alike_is_shown_and_it_never_shrinks() {
        check(&["更新の"], &[]);
        check(&["更新|の", "更新|の|予約"], &["更新の"]);
        check(&["更新の", "更|新|の|予約"], &["更新の"]);
        check(&["更新|野", "更新|の|予約", "更新|の|予約|を"], &["更新", "更新の予約"]);
        check(&["a|b|c", "a|b|c", "x|b|c", "x|b|c"], &["abc"]);
        check(&["a|b", "a|b", "x|y|c|d", "x|y|c|d|e"], &["ab", "abcd"]);
        check(&["a|b", "", "a|b", "a|b|c"], &["ab"]);
        check(&["a|b", "a|b", "", "a|b|c", "a|b|c"], &["ab", "abc"]);
    }
}

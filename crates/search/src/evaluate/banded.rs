//! What a channel does with judged questions, and how often that is right. Pure.

use domain::knowledge::bands::{Band, Features, Judged};
use serde::Serialize;

use super::JudgedSet;

/// What was done with some questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Banded {
    /// Questions asked.
    pub questions: usize,
    /// Answered as certain.
    pub answered: usize,
    /// Of those, the ones whose answer answers in full.
    pub answered_right: usize,
    /// Offered three to choose from.
    pub offered: usize,
    /// Of those, the ones with a full answer among the three.
    pub offered_right: usize,
    /// Handed over to a person.
    pub handed_over: usize,
}

impl Banded {
    /// Counts what was done with each question.
    #[must_use]
    pub fn of(done: impl Iterator<Item = (Band, Judged)>) -> Self {
        let mut banded = Self::default();
        for (band, judged) in done {
            banded.questions += 1;
            match band {
                Band::Answer => {
                    banded.answered += 1;
                    banded.answered_right += usize::from(judged.first_right);
                }
                Band::Choose => {
                    banded.offered += 1;
                    banded.offered_right += usize::from(judged.right_in_three);
                }
                Band::HandOver => banded.handed_over += 1,
            }
        }
        banded
    }

    /// Answered as certain with what does not answer.
    #[must_use]
    pub fn answered_wrong(&self) -> usize {
        self.answered - self.answered_right
    }
}

/// Judges a ranking: right is what answers in full; what only helps does not make an answer.
#[must_use]
pub fn judged(set: &JudgedSet, query: &str, ranked: &[String], features: Features) -> Judged {
    let full = set.in_full(query);
    let is_full = |id: &String| full.contains(&id.as_str());
    Judged {
        features,
        first_right: ranked.first().is_some_and(is_full),
        right_in_three: ranked.iter().take(3).any(is_full),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_helps_is_no_right_answer_and_each_band_is_counted_by_what_it_promises() {
        let set = JudgedSet::read(
            br#"{"a":"1","b":"2","c":"3","d":"4"}"#,
            br#"{"q":"x","r":"y","s":"z"}"#,
            br#"{"q":{"a":2,"b":1},"r":{"c":2},"s":{}}"#,
        )
        .unwrap();
        let judge = |query: &str, ranked: &[&str]| {
            let ranked: Vec<String> = ranked.iter().map(|id| (*id).to_owned()).collect();
            judged(&set, query, &ranked, Features::default())
        };
        let cases = [
            (Band::Answer, judge("q", &["a"])),
            (Band::Answer, judge("q", &["b", "a"])),
            (Band::Choose, judge("r", &["a", "b", "c"])),
            (Band::Choose, judge("r", &["a", "b", "d", "c"])),
            (Band::HandOver, judge("s", &[])),
        ];
        let banded = Banded::of(cases.into_iter());
        let wanted =
            Banded { questions: 5, answered: 2, answered_right: 1, offered: 2, offered_right: 1, handed_over: 1 };
        assert_eq!(banded, wanted);
        assert_eq!(banded.answered_wrong(), 1);
    }
}

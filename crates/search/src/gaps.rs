//! Questions that found nothing sure, and what may be done about them (clause 6(3)①b).
//!
//! Owns what the search makes of each question: its vector, and the entry that comes first. Grouping and judging is
//! `domain::knowledge::clusters`'. It blocks while vectors are made: not for an async task.

use std::cmp::Reverse;

use domain::knowledge::clusters::{self, Asked, Known, Meant, Proposal};
use domain::knowledge::entry::{EntryKey, FaqChannel};

use crate::entry::Language;
use crate::find::{Request, Search};

/// Questions that are searched: the most asked ones. The others count by their words alone.
pub const SEARCHED_MAX: usize = 300;

/// What is proposed for questions of one language that were asked `times_min` times or more.
///
/// `known` are the ways to ask the entries in force in that language.
#[must_use]
pub fn proposals(
    search: &Search,
    language: Language,
    mut asked: Vec<Asked>,
    known: &[Known],
    times_min: u64,
) -> Vec<Proposal> {
    asked.sort_by(|one, other| Reverse(one.times).cmp(&Reverse(other.times)).then(one.question.cmp(&other.question)));
    for one in asked.iter_mut().take(SEARCHED_MAX) {
        one.meant = meant(search, language, &one.question);
    }
    clusters::proposals(&asked, known, times_min)
}

/// What the search makes of a question at the desk, where every entry may be found. What cannot be searched is nothing.
fn meant(search: &Search, language: Language, text: &str) -> Meant {
    let request = Request { text, language, channel: FaqChannel::Desk, topic: None, limit: 1 };
    let found = search.find(&request).ok();
    let first = found.as_ref().and_then(|found| found.hits.first());
    let nearest = first.and_then(|hit| Some((EntryKey::read(&hit.id.key).ok()?, found.as_ref()?.confidence)));
    Meant { vector: search.vector(text), nearest }
}

#[cfg(test)]
mod tests {
    use domain::knowledge::clusters::{Origin, Proposed};

    use super::*;
    use crate::edition::Edition;
    use crate::find::tests::entries;

    #[test]
    fn what_was_asked_in_other_words_is_proposed_for_the_entry_the_search_finds() {
        let search = Search::new(Edition::build(entries()).unwrap());
        let asked = |question: &str, times| Asked {
            question: question.to_owned(),
            origin: Origin::ZeroHit,
            times,
            meant: Meant::default(),
        };
        let all = vec![asked("ひっこしたら何をする", 2), asked("さいはっこうのねだん", 5)];
        let found = proposals(&search, Language::Japanese, all, &[], 1);
        let named: Vec<(&str, &str)> = found
            .iter()
            .filter_map(|proposal| match &proposal.proposed {
                Proposed::Alias { of, .. } | Proposed::NewEntry { nearest: Some(of) } => {
                    Some((proposal.words.as_str(), of.as_str()))
                }
                Proposed::NewEntry { nearest: None } => None,
            })
            .collect();
        assert_eq!(named, [("さいはっこうのねだん", "reissue-fee"), ("ひっこしたら何をする", "address-change")]);
    }
}

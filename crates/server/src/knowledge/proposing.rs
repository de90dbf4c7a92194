//! From the log of questions to proposals: which questions speak for one, and what was decided before (clause 6(3)①b).
//!
//! Grouping and judging is `domain::knowledge::clusters`', finding the entry that is meant is the shelf's.

use std::collections::BTreeMap;

use domain::knowledge::clusters::{Asked, Meant, Origin, Proposal, Proposed};
use domain::knowledge::entry::TextLanguage;
use domain::knowledge::question_form::QuestionForm;
use storage::faq_proposals;
use storage::faq_questions::{self, AskedQuestion, QuestionFilter};

use super::state::KnowledgeState;
use crate::clock::fresh_id;
use crate::problem::Problem;

/// Questions that are looked at: the newest.
const QUESTIONS_MAX: u64 = 20_000;
/// A question that came once is chance.
const TIMES_MIN: u64 = 2;
/// Proposals of one language that wait for a person.
const OPEN_MAX: usize = 200;
/// What was rejected speaks for every wording this much like it.
const SAME_MIN: f64 = 0.5;

/// What the log speaks for at this moment.
pub(super) async fn proposed(state: &KnowledgeState) -> Result<Vec<faq_proposals::Proposal>, Problem> {
    let questions = faq_questions::list(&state.db, &QuestionFilter::default(), QUESTIONS_MAX).await?;
    let decided = faq_proposals::list(&state.db, None).await?;
    let decided = Decided::of(decided.into_iter().filter(|proposal| proposal.state != "open"));
    let made_at_ms = state.clock.now().timestamp_millis();
    let mut found = Vec::new();
    for (language, asked) in unanswered(&questions) {
        let proposals = state.shelf.proposals(language, asked, TIMES_MIN).await;
        let open = proposals.into_iter().filter(|proposal| !decided.settles(language, &proposal.words));
        found.extend(open.take(OPEN_MAX).map(|proposal| stored(language, proposal, made_at_ms)));
    }
    Ok(found)
}

/// The questions that found nothing sure or did not help, by language and counted.
fn unanswered(questions: &[AskedQuestion]) -> BTreeMap<TextLanguage, Vec<Asked>> {
    let mut counted: BTreeMap<(TextLanguage, Origin, &str), u32> = BTreeMap::new();
    let has_words = |question: &&AskedQuestion| !question.text.trim().is_empty() && !question.is_opinion_alone();
    for question in questions.iter().filter(has_words) {
        if let (Some(origin), Some(language)) = (origin(question), TextLanguage::from_code(&question.language)) {
            *counted.entry((language, origin, question.text.as_str())).or_default() += 1;
        }
    }
    let mut by_language: BTreeMap<TextLanguage, Vec<Asked>> = BTreeMap::new();
    for ((language, origin, text), times) in counted {
        let asked = Asked { question: text.to_owned(), origin, times, meant: Meant::default() };
        by_language.entry(language).or_default().push(asked);
    }
    by_language
}

/// As what a question speaks for a proposal; None where it found its answer.
fn origin(question: &AskedQuestion) -> Option<Origin> {
    let failed = matches!(question.outcome.as_deref(), Some("not_helped" | "wrong"));
    let helped = matches!(question.outcome.as_deref(), Some("helped" | "taken"));
    match question.band.as_str() {
        _ if helped => None,
        "none" => Some(Origin::ZeroHit),
        _ if question.channel == "call" && question.band != "answer" => Some(Origin::Transcript),
        "hand_over" => Some(Origin::LowBand),
        _ => failed.then_some(Origin::LowBand),
    }
}

/// What people decided before.
struct Decided {
    accepted: Vec<(TextLanguage, QuestionForm)>,
    rejected: Vec<(TextLanguage, QuestionForm)>,
}

impl Decided {
    fn of(decided: impl Iterator<Item = faq_proposals::Proposal>) -> Self {
        let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
        for proposal in decided {
            let Some(language) = TextLanguage::from_code(&proposal.language) else { continue };
            let forms = if proposal.state == "accepted" { &mut accepted } else { &mut rejected };
            forms.push((language, QuestionForm::of(&proposal.wording)));
        }
        Self { accepted, rejected }
    }

    /// Whether a wording is not to be proposed again: it waits in a draft, or a person did not want its like.
    fn settles(&self, language: TextLanguage, words: &str) -> bool {
        let form = QuestionForm::of(words);
        let waits = |(of, known): &(TextLanguage, QuestionForm)| *of == language && known.text() == form.text();
        let like = |(of, known): &(TextLanguage, QuestionForm)| *of == language && known.likeness(&form) >= SAME_MIN;
        self.accepted.iter().any(waits) || self.rejected.iter().any(like)
    }
}

fn stored(language: TextLanguage, proposal: Proposal, made_at_ms: i64) -> faq_proposals::Proposal {
    let (kind, target) = match proposal.proposed {
        Proposed::Alias { of, .. } => ("alias", Some(of)),
        Proposed::NewEntry { nearest } => ("entry", nearest),
    };
    faq_proposals::Proposal {
        id: fresh_id(),
        state: "open".to_owned(),
        kind: kind.to_owned(),
        target: target.map(String::from),
        language: language.code().to_owned(),
        wording: proposal.words,
        count: i32::try_from(proposal.times).unwrap_or(i32::MAX),
        examples: proposal.examples,
        made_at_ms,
        decided_by: None,
        decided_at_ms: None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn question(channel: &str, band: &str, outcome: Option<&str>) -> AskedQuestion {
        AskedQuestion {
            id: Uuid::nil(),
            at_ms: 0,
            channel: channel.to_owned(),
            language: "ja".to_owned(),
            text: "ひびが入った".to_owned(),
            edition: None,
            band: band.to_owned(),
            confidence: 0.1,
            hits: Vec::new(),
            contact: None,
            outcome: outcome.map(str::to_owned),
            outcome_hit: None,
        }
    }

    #[test]
    fn what_found_nothing_sure_or_did_not_help_speaks_for_a_proposal_and_what_helped_does_not() {
        let check = |channel, band, outcome, wanted| {
            assert_eq!(origin(&question(channel, band, outcome)), wanted, "{channel} {band} {outcome:?}");
        };
        check("public", "none", None, Some(Origin::ZeroHit));
        check("public", "hand_over", None, Some(Origin::LowBand));
        check("public", "hand_over", Some("taken"), None);
        check("public", "choose", None, None);
        check("chat", "choose", Some("not_helped"), Some(Origin::LowBand));
        check("public", "answer", Some("wrong"), Some(Origin::LowBand));
        check("public", "answer", Some("helped"), None);
        check("call", "choose", None, Some(Origin::Transcript));
        check("call", "answer", None, None);
        check("call", "hand_over", Some("taken"), None);
    }

    #[test]
    fn equal_questions_are_counted_by_language() {
        let english = AskedQuestion { language: "en".to_owned(), ..question("public", "none", None) };
        let strange = AskedQuestion { language: "tlh".to_owned(), ..question("public", "none", None) };
        let all = [question("public", "none", None), question("chat", "none", None), english, strange];
        let found = unanswered(&all);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [TextLanguage::Ja, TextLanguage::En]);
        assert_eq!(found[&TextLanguage::Ja].iter().map(|asked| asked.times).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn an_opinion_without_a_question_speaks_for_nothing() {
        let opinion = AskedQuestion {
            text: "cracked-card".to_owned(),
            hits: vec!["cracked-card@2".to_owned()],
            outcome_hit: Some("cracked-card@2".to_owned()),
            ..question("public", "answer", Some("not_helped"))
        };
        assert!(unanswered(std::slice::from_ref(&opinion)).is_empty());
        let asked = AskedQuestion { text: "カードが割れた".to_owned(), ..opinion.clone() };
        assert_eq!(unanswered(&[opinion, asked])[&TextLanguage::Ja].len(), 1);
    }

    #[test]
    fn what_was_rejected_settles_its_like_and_what_was_accepted_itself_alone() {
        let proposal = |state: &str, wording: &str| faq_proposals::Proposal {
            state: state.to_owned(),
            wording: wording.to_owned(),
            ..stored(
                TextLanguage::Ja,
                Proposal {
                    proposed: Proposed::NewEntry { nearest: None },
                    words: String::new(),
                    examples: Vec::new(),
                    times: 1,
                    by_origin: BTreeMap::new(),
                },
                0,
            )
        };
        let decided = Decided::of(
            [proposal("rejected", "粗大ごみの出し方"), proposal("accepted", "カードにひびが入った")].into_iter(),
        );
        let settles = |words: &str| decided.settles(TextLanguage::Ja, words);
        assert!(settles("粗大ごみの出し方は？") && settles("粗大ごみの出し方を教えて"));
        assert!(settles("カードにひびが入ったです"));
        assert!(!settles("カードにひびが入ってしまったとき") && !settles("印鑑登録"));
        assert!(!decided.settles(TextLanguage::En, "粗大ごみの出し方"));
    }
}

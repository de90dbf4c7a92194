//! Denials: as many in the translation as in the source, and yes for yes.

use super::pair::Pair;
use super::place::stretch;
use super::reading::Reading;
use crate::Language;
use crate::mark::{Mark, MarkKind};

/// "Cannot without" may be said as "must": two denials, or a duty.
const TWICE_DENIED: usize = 2;
const DUTIES: &[&str] = &["@needed", "@only", "@always", "@unless", "必ず", "until", "first", "てから", "before"];

pub(super) fn marks(pair: &Pair) -> Vec<Mark> {
    let mut marks = yes_and_no(pair);
    let (source, target) = (&pair.source, &pair.target);
    let (said, shown) = (source.denials(), target.denials());
    if said == shown || is_duty(source, target) || is_duty(target, source) {
        return marks;
    }
    marks.push(if said > shown {
        Mark::missing(MarkKind::Negation, "not", denial(source))
    } else {
        Mark::added(MarkKind::Negation, "not", denial(target))
    });
    marks
}

fn denial(of: &Reading) -> Option<std::ops::Range<usize>> {
    stretch(&of.text, |part| Reading::of(part, of.language).denials() > 0)
}

fn is_duty(denied: &Reading, duty: &Reading) -> bool {
    denied.denials() == TWICE_DENIED && duty.denials() == 0 && duty.has_any(DUTIES)
}

fn yes_and_no(pair: &Pair) -> Vec<Mark> {
    let (said, shown) = (answer(&pair.source), answer(&pair.target));
    match (said, shown) {
        (Some(said), Some(shown)) if said != shown => {
            let what = if said { "yes" } else { "no" };
            vec![Mark::missing(MarkKind::Negation, what, None)]
        }
        (Some(_) | None, Some(_) | None) => Vec::new(),
    }
}

/// Whether a text begins with yes or no.
fn answer(of: &Reading) -> Option<bool> {
    let begins = |words: &[&str]| words.iter().any(|word| of.words.trim_start().starts_with(word));
    let (yes, no): (&[&str], &[&str]) = match of.language {
        Language::Ja => (&["はい", "ええ、", "そうです"], &["いいえ", "いえ、", "違います", "ちがいます"]),
        Language::En => (&["yes"], &["nay"]),
    };
    if begins(yes) { Some(true) } else { begins(no).then_some(false) }
}

//! Finds the known phrases of both languages in letters whose figures are taken out.

use super::claim::{Claim, Value};
use super::letters::{FIGURE, parts_words, stands_at};
use super::phrase::{Hold, Phrase, Place};
use super::phrases_english::ENGLISH;
use super::phrases_japanese::JAPANESE;

/// A phrase that was found.
pub(super) struct Found {
    pub(super) claim: Claim,
    pub(super) hold: Hold,
}

/// The phrases in order; the longest form wins, and none overlaps another.
pub(super) fn phrases(letters: &[char]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let longest = JAPANESE
            .iter()
            .chain(ENGLISH)
            .flat_map(|phrase| phrase.forms.iter().map(move |form| (phrase, *form)))
            .filter(|(phrase, form)| fits(letters, at, phrase, form))
            .max_by_key(|(_, form)| form.chars().count());
        let Some((phrase, form)) = longest else {
            at += 1;
            continue;
        };
        let until = at + form.chars().count();
        let Phrase { kind, family, value, hold, .. } = *phrase;
        if hold != Hold::Ignored {
            let claim = Claim { kind, family, value: Value::Phrase(value), at: at..until };
            found.push(Found { claim, hold });
        }
        at = until;
    }
    found
}

fn fits(letters: &[char], at: usize, phrase: &Phrase, form: &str) -> bool {
    if !stands_at(letters, at, form) {
        return false;
    }
    let until = at + form.chars().count();
    let latin = form.starts_with(|c: char| c.is_ascii_alphabetic());
    let apart = !latin || (parts_words(letters, at) && parts_words(letters, until));
    let gap = |at: usize| letters.get(at) == Some(&' ');
    let placed = match phrase.place {
        Place::Any => true,
        Place::Behind => behind_figure(letters, at),
        Place::Before => letters.get(until + usize::from(gap(until))) == Some(&FIGURE),
    };
    apart && placed
}

/// A figure or the name of a time (誕生日まで), or a word that hangs on a figure: 3か月前から, 年度末まで.
fn behind_figure(letters: &[char], at: usize) -> bool {
    let back = |steps: usize| at.checked_sub(steps).and_then(|at| letters.get(at));
    let blank = usize::from(back(1) == Some(&' '));
    let hangs = matches!(back(1), Some('前' | '後' | '末' | '頃' | '目'));
    let names_time = matches!(back(1), Some('日' | '月' | '年' | '時'));
    back(1 + blank) == Some(&FIGURE) || names_time || (hangs && back(2) == Some(&FIGURE))
}

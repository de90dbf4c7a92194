//! The shortest change between two rows of words, up to a number of steps.
//!
//! E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), the greedy algorithm.

use super::change::ChangeKind;

/// Most words that may be removed and added; behind it the search is given up. Its memory is the square of it.
pub(super) const STEPS_MAX: usize = 1_000;

/// How far each diagonal came after each number of steps; row `d` holds the diagonals `-d..=d`.
type Trace = Vec<Vec<usize>>;

/// The words with what became of each; `None` when the texts differ in more than [`STEPS_MAX`] words.
pub(super) fn shortest<'a>(old: &[&'a str], new: &[&'a str]) -> Option<Vec<(ChangeKind, &'a str)>> {
    let limit = (old.len() + new.len()).min(STEPS_MAX);
    let mut trace: Trace = Vec::new();
    for steps in 0..=limit {
        let row = reach(old, new, steps, trace.last());
        let done = diagonal(old, new).filter(|diagonal| diagonal.unsigned_abs() <= steps);
        let reached = done.and_then(|diagonal| row.get(index(steps, diagonal))).is_some_and(|at| *at >= old.len());
        trace.push(row);
        if reached {
            return Some(walk_back(old, new, &trace));
        }
    }
    None
}

/// The diagonal on which both rows end.
fn diagonal(old: &[&str], new: &[&str]) -> Option<isize> {
    isize::try_from(old.len()).ok()?.checked_sub(isize::try_from(new.len()).ok()?)
}

/// The place of a diagonal in a row.
fn index(steps: usize, diagonal: isize) -> usize {
    steps.saturating_add_signed(diagonal)
}

fn reach(old: &[&str], new: &[&str], steps: usize, before: Option<&Vec<usize>>) -> Vec<usize> {
    let mut row = vec![0; 2 * steps + 1];
    let bound = isize::try_from(steps).unwrap_or(isize::MAX);
    for diagonal in (-bound..=bound).step_by(2) {
        let mut at = before.map_or(0, |before| start(before, steps, diagonal).0);
        let other = |at: usize| at.checked_add_signed(-diagonal);
        while let (Some(a), Some(b)) = (old.get(at), other(at).and_then(|at| new.get(at)))
            && a == b
        {
            at += 1;
        }
        row[index(steps, diagonal)] = at;
    }
    row
}

/// Where a diagonal begins after `steps` steps, and whether the last step added a word of the new row.
fn start(before: &[usize], steps: usize, diagonal: isize) -> (usize, bool) {
    let reached = |diagonal: isize| {
        let known = diagonal.unsigned_abs() < steps;
        known.then(|| before.get(index(steps - 1, diagonal)).copied()).flatten()
    };
    match (reached(diagonal - 1), reached(diagonal + 1)) {
        (Some(removed), Some(added)) if added > removed => (added, true),
        (Some(removed), _) => (removed + 1, false),
        (None, Some(added)) => (added, true),
        (None, None) => (0, false),
    }
}

fn walk_back<'a>(old: &[&'a str], new: &[&'a str], trace: &Trace) -> Vec<(ChangeKind, &'a str)> {
    let mut found = Vec::with_capacity(old.len() + new.len());
    let (mut at, mut other) = (old.len(), new.len());
    for (steps, row) in trace.iter().enumerate().skip(1).rev().map(|(steps, _)| (steps, &trace[steps - 1])) {
        let Some(diagonal) = diagonal(&old[..at], &new[..other]) else { break };
        let (from, added) = start(row, steps, diagonal);
        while at > from {
            at -= 1;
            other -= 1;
            found.push((ChangeKind::Same, old[at]));
        }
        if added {
            other -= 1;
            found.push((ChangeKind::Added, new[other]));
        } else {
            at -= 1;
            found.push((ChangeKind::Removed, old[at]));
        }
    }
    found.extend(old[..at].iter().rev().map(|word| (ChangeKind::Same, *word)));
    found.reverse();
    found
}

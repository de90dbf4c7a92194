//! What changed between two texts, word by word: what a reviewer has to look at and no more.
//!
//! Owns the cutting into words (English by words, Japanese where the kind of letter changes) and a search for the
//! shortest change with a named limit, behind which a text is told as replaced. It must never know what an entry is.
//! Start with [`changes`].

mod change;
mod myers;
mod words;

pub use change::{Change, ChangeKind};

/// Longest text that is compared, in bytes; a longer pair is told as replaced.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;

/// The pieces in order: what is kept and added gives the new text, what is kept and removed the old one.
/// Neighbouring pieces of one kind are one piece, and none is empty.
#[must_use]
pub fn changes(old: &str, new: &str) -> Vec<Change> {
    between(old, new, words::cut)
}

/// The same line by line, for lists in which a line that differs in one sign is another: digests, addresses.
#[must_use]
pub fn line_changes(old: &str, new: &str) -> Vec<Change> {
    between(old, new, words::lines)
}

fn between<'a>(old: &'a str, new: &'a str, cut: impl Fn(&'a str) -> Vec<&'a str>) -> Vec<Change> {
    if old.len().max(new.len()) > TEXT_BYTES_MAX {
        return joined([(ChangeKind::Removed, old), (ChangeKind::Added, new)]);
    }
    let (old, new) = (cut(old), cut(new));
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_rest, same_end) = old_rest.split_at(old_rest.len() - tail);
    let new_rest = &new_rest[..new_rest.len() - tail];
    let middle = myers::shortest(old_rest, new_rest).unwrap_or_else(|| replaced(old_rest, new_rest));
    let begin = old[..head].iter().map(|word| (ChangeKind::Same, *word));
    let end = same_end.iter().map(|word| (ChangeKind::Same, *word));
    joined(begin.chain(middle).chain(end))
}

fn replaced<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(ChangeKind, &'a str)> {
    let removed = old.iter().map(|word| (ChangeKind::Removed, *word));
    removed.chain(new.iter().map(|word| (ChangeKind::Added, *word))).collect()
}

fn joined<'a>(words: impl IntoIterator<Item = (ChangeKind, &'a str)>) -> Vec<Change> {
    let mut pieces: Vec<Change> = Vec::new();
    for (kind, word) in words.into_iter().filter(|(_, word)| !word.is_empty()) {
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(word),
            Some(_) | None => pieces.push(Change { kind, text: word.to_owned() }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests;

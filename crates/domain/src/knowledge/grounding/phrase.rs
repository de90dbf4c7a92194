//! What a known phrase is: its kind, what may stand in its place, its forms, and how strictly it is held.

use super::claim::ClaimKind;

/// Where a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Anywhere.
    Any,
    /// Directly behind a figure: 3か月前, 8時から.
    Behind,
    /// Directly before a figure: "by 31 March", "over 75".
    Before,
}

/// How strictly a phrase is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// It must be said, and nothing else of its family at this place.
    Said,
    /// Nor may it be left out where the words around it stay.
    Kept,
    /// It is a word that only looks like a phrase.
    Ignored,
}

/// One statement with the forms it is written in.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) kind: ClaimKind,
    /// What may stand in its place.
    pub(super) family: &'static str,
    /// Its one name.
    pub(super) value: &'static str,
    pub(super) place: Place,
    pub(super) hold: Hold,
    /// In small letters.
    pub(super) forms: &'static [&'static str],
}

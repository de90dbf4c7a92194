//! Names: a person who is named is named, and as the visit's own names say.

use domain::spoken_names::people;

use super::pair::Pair;
use super::reading::Reading;
use crate::Language;
use crate::mark::{Mark, MarkKind};
use crate::segment::NamePair;

/// What names a person for certain, and what may.
const NAMED_EN: &[&str] = &["mr", "mrs", "ms", "mx", "my name is"];
const MAYBE_EN: &[&str] = &["mr", "mrs", "ms", "mx", "dr", "san", "name", "named", "called"];
const TITLES_JA: &[&str] = &["さん", "様", "さま", "氏", "と申します", "といいます", "くん", "ちゃん"];
/// Words before a title that name nobody at a counter.
const NOBODY: &[&str] = &["赤", "保護者", "世帯主", "代理", "住所", "看護師", "係員", "患者", "先生"];

pub(super) fn marks(pair: &Pair, names: &[NamePair]) -> Vec<Mark> {
    let known: Vec<Mark> = names.iter().filter_map(|name| known_name(pair, name)).collect();
    if !known.is_empty() {
        return known;
    }
    let (source, target) = (&pair.source, &pair.target);
    if is_named(source) && !may_be_named(target) {
        return vec![Mark::missing(MarkKind::Name, "a person's name", None)];
    }
    if is_named(target) && !may_be_named(source) {
        return vec![Mark::added(MarkKind::Name, "a person's name", None)];
    }
    Vec::new()
}

/// A name of the visit that stands in the source and not in the translation.
fn known_name(pair: &Pair, name: &NamePair) -> Option<Mark> {
    let place = |of: &Reading| match of.language {
        Language::Ja => of.text.find(&name.ja).map(|at| at..at + name.ja.len()),
        Language::En => {
            let at = of.text.to_ascii_lowercase().find(&name.en.to_ascii_lowercase());
            at.map(|at| at..at + name.en.len())
        }
    };
    let said = place(&pair.source)?;
    place(&pair.target).is_none().then(|| Mark::missing(MarkKind::Name, "a name of this visit", Some(said)))
}

fn is_named(of: &Reading) -> bool {
    match of.language {
        Language::Ja => has_japanese_name(of),
        Language::En => of.has_any(NAMED_EN),
    }
}

fn may_be_named(of: &Reading) -> bool {
    match of.language {
        Language::Ja => has_japanese_name(of) || of.has_any(TITLES_JA) || of.has("名前"),
        Language::En => of.has_any(MAYBE_EN) || !people(&of.text).is_empty(),
    }
}

/// A name in Japanese letters, or a Latin one before a title.
fn has_japanese_name(of: &Reading) -> bool {
    let latin_end = |text: &str| text.trim_end().ends_with(|c: char| c.is_ascii_alphabetic());
    let titled = || TITLES_JA.iter().any(|title| of.text.match_indices(title).any(|(at, _)| latin_end(&of.text[..at])));
    people(&of.text).iter().any(|name| !name.is_ascii() && !NOBODY.contains(&name.as_str())) || titled()
}

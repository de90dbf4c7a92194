//! Every figure's definition: a name, a version, its text in both languages, and how a contact counts in it.
//!
//! A definition is never changed: another version stands beside it, and another *edition* says which versions go
//! together. A report says by which edition it was counted, and counted again by that edition it is the same. Next:
//! `definition` for the form, the other files for the figures.

mod acceptance;
mod definition;
mod outcomes;
mod quality;
mod times;
mod visits;

pub use definition::{Edition, Formula, Gathering, Measure, Param, Said, Weigh, Weight};

/// Every edition there has been, the first first; the last is what new reports are counted by.
pub const EDITIONS: [Edition; 1] = [Edition {
    number: 1,
    parts: &[&acceptance::FORMULAS, &times::FORMULAS, &visits::FORMULAS, &outcomes::FORMULAS, &quality::FORMULAS],
}];

/// The edition of that number.
#[must_use]
pub fn edition(number: u32) -> Option<Edition> {
    EDITIONS.into_iter().find(|edition| edition.number == number)
}

/// The newest edition's number.
#[must_use]
pub fn newest() -> u32 {
    EDITIONS.last().map_or(0, |edition| edition.number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_figure_of_an_edition_is_there_once_and_is_defined_in_both_languages() {
        for edition in EDITIONS {
            let mut seen = BTreeSet::new();
            for formula in edition.formulas() {
                assert!(seen.insert(formula.id), "{} stands twice", formula.id);
                assert!(formula.version > 0);
                for said in [formula.name, formula.text] {
                    assert!(!said.ja.is_empty() && !said.en.is_empty(), "{}", formula.id);
                    assert!(!said.ja.is_ascii() && said.en.is_ascii(), "{}: {said:?}", formula.id);
                }
                let is_part = matches!(formula.gathering, Gathering::Share | Gathering::Mean);
                assert!(!is_part || formula.denominator.is_some(), "{} does not name its denominator", formula.id);
            }
        }
        assert!(edition(newest()).is_some() && edition(0).is_none());
    }
}

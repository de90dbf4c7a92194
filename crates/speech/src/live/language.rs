//! Whether a leg speaks the language it chose: a stretch now and then is listened to without being told.

use crate::SpokenLanguage;

/// Answers in a row that make the other language believed.
const BELIEVED_AT: u32 = 2;
/// Segments between two looks while nothing is in doubt.
const EVERY_SEGMENTS: u32 = 5;

/// What is believed of a leg's language.
#[derive(Debug)]
pub(super) struct LanguageWatch {
    chosen: Option<SpokenLanguage>,
    believed: Option<SpokenLanguage>,
    /// Looks in a row that said something else than is believed.
    against: u32,
    /// Segments until the next look.
    due_in: u32,
}

impl LanguageWatch {
    pub(super) fn new(chosen: Option<SpokenLanguage>) -> Self {
        Self { chosen, believed: chosen, against: 0, due_in: 0 }
    }

    /// What the engine is told.
    pub(super) fn told(&self) -> Option<SpokenLanguage> {
        self.believed
    }

    /// The language that is spoken instead of the chosen one.
    pub(super) fn other(&self) -> Option<SpokenLanguage> {
        self.believed.filter(|believed| self.chosen.is_some_and(|chosen| chosen != *believed))
    }

    /// Counts a segment that is long enough for a look; says whether one is due.
    pub(super) fn is_due(&mut self) -> bool {
        if self.due_in > 0 {
            self.due_in -= 1;
            return false;
        }
        self.due_in = EVERY_SEGMENTS - 1;
        true
    }

    /// Takes what an engine heard that was not told.
    pub(super) fn heard(&mut self, language: Option<SpokenLanguage>) {
        match (language, self.believed) {
            (None, _) => {}
            (Some(heard), None) => self.believed = Some(heard),
            (Some(heard), Some(believed)) if heard == believed => self.against = 0,
            (Some(heard), Some(_)) => {
                self.against += 1;
                self.due_in = 0;
                if self.against >= BELIEVED_AT {
                    self.believed = Some(heard);
                    self.against = 0;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LanguageWatch;
    use crate::SpokenLanguage::{English, Japanese};

    #[test]
    fn one_odd_answer_changes_nothing_and_two_in_a_row_do() {
        let mut watch = LanguageWatch::new(Some(Japanese));
        for language in [Some(English), Some(Japanese), None, Some(English), None] {
            watch.heard(language);
            assert_eq!((watch.told(), watch.other()), (Some(Japanese), None));
        }
        watch.heard(Some(English));
        assert_eq!((watch.told(), watch.other()), (Some(English), Some(English)));
        watch.heard(Some(Japanese));
        watch.heard(Some(Japanese));
        assert_eq!((watch.told(), watch.other()), (Some(Japanese), None));
    }

    #[test]
    fn a_leg_that_chose_nothing_is_believed_at_once_and_never_flagged() {
        let mut watch = LanguageWatch::new(None);
        watch.heard(Some(English));
        assert_eq!((watch.told(), watch.other()), (Some(English), None));
    }

    #[test]
    fn a_look_is_due_at_the_first_segment_at_each_fifth_and_at_once_after_a_doubt() {
        let mut watch = LanguageWatch::new(Some(Japanese));
        let due: Vec<bool> = (0..7).map(|_| watch.is_due()).collect();
        assert_eq!(due, [true, false, false, false, false, true, false]);
        watch.heard(Some(English));
        assert!(watch.is_due());
    }
}

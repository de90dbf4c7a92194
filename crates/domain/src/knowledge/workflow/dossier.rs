//! The machine of one entry: which event is for whom, and what may be asked of it.

use chrono::NaiveDate;

use super::drafting;
use super::effect::{Effect, Record, RecordKind};
use super::event::Event;
use super::parts::{ApprovedText, DossierParts, Draft, Off, PartsFault, Stage, Standing};
use super::publishing;
use super::refusal::Refusal;
use super::remarks;
use super::revision::Revision;
use super::who::Occasion;
use crate::knowledge::entry::{EntryKey, Version};
use crate::time::Timestamp;

/// One entry with its drafts, its approved texts and what residents read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    parts: DossierParts,
}

impl Dossier {
    /// An entry of which nothing is written yet.
    #[must_use]
    pub fn new(key: EntryKey) -> Self {
        let parts = DossierParts {
            key,
            revision: Revision(0),
            draft: None,
            versions: Vec::new(),
            live: None,
            scheduled: None,
            off: None,
            comments: Vec::new(),
        };
        Self { parts }
    }

    /// The entry as storage kept it.
    ///
    /// # Errors
    /// When the parts break a law.
    pub fn from_parts(parts: DossierParts) -> Result<Self, PartsFault> {
        parts.check()?;
        Ok(Self { parts })
    }

    /// What storage keeps.
    #[must_use]
    pub fn parts(&self) -> &DossierParts {
        &self.parts
    }

    /// Does one thing, or nothing at all.
    ///
    /// # Errors
    /// Why it cannot be done; the entry is as it was.
    pub fn handle(&mut self, event: Event, occasion: &Occasion) -> Result<Vec<Effect>, Refusal> {
        let parts = &mut self.parts;
        match event {
            Event::Edit { content, seen, still_right } => drafting::edit(parts, *content, seen, still_right, occasion),
            Event::Discard { seen } => drafting::discard(parts, seen),
            Event::Submit { seen } => drafting::submit(parts, seen, occasion),
            Event::Review { seen, verdict, remark } => drafting::review(parts, seen, verdict, remark, occasion),
            Event::Approve { seen, version } => drafting::approve(parts, seen, version, occasion),
            Event::MarkByFile { seen, version, file, mark } => {
                drafting::mark_by_file(parts, seen, version, file, mark, occasion)
            }
            Event::ApproveAsDemonstration { seen, version } => drafting::play(parts, seen, version, occasion),
            Event::ConfirmFact { version, note } => publishing::confirm(parts, version, note, occasion),
            Event::Publish { version, at, until } => publishing::publish(parts, version, at, until, occasion),
            Event::Unschedule { version } => publishing::unschedule(parts, version, occasion),
            Event::Withdraw { version, reason } => publishing::withdraw(parts, version, reason, occasion),
            Event::RollBack { to, latest, note } => publishing::roll_back(parts, to, latest, note, occasion),
            Event::Comment { text, contact } => remarks::comment(parts, text, contact, occasion),
            Event::ResolveComment { number } => remarks::resolve(parts, number, occasion),
        }
        .map(|done| with_record(done, occasion))
    }

    /// Does what was set for `now` or before.
    #[must_use]
    pub fn tick(&mut self, now: Timestamp) -> Vec<Effect> {
        publishing::tick(&mut self.parts, now)
    }

    /// When [`Self::tick`] has something to do next.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let comes = self.parts.scheduled.map(|to_come| to_come.at);
        let goes = self.parts.live.and_then(|live| live.until);
        comes.into_iter().chain(goes).min()
    }

    /// What residents read.
    #[must_use]
    pub fn live_text(&self) -> Option<&ApprovedText> {
        self.parts.text(self.parts.live?.version)
    }

    /// The text beside it.
    #[must_use]
    pub fn draft(&self) -> Option<&Draft> {
        self.parts.draft.as_ref()
    }

    /// An approved text.
    #[must_use]
    pub fn text(&self, version: Version) -> Option<&ApprovedText> {
        self.parts.text(version)
    }

    /// The version a draft would become.
    #[must_use]
    pub fn next_version(&self) -> Version {
        self.parts.versions.last().map_or(Version(1), |text| text.version.next())
    }

    /// Whether what residents read should have been looked at by `today`.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.live_text().is_some_and(|text| text.content.is_overdue(today))
    }

    /// Where it stands, in one word.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let parts = &self.parts;
        let latest = parts.versions.last().map(|text| text.version);
        let off = match &parts.off {
            Some(Off::Withdrawn { version, .. }) => Some((*version, Standing::Withdrawn)),
            Some(Off::Expired { version, .. }) => Some((*version, Standing::Expired)),
            None => None,
        };
        if parts.live.is_some() {
            Standing::Published
        } else if parts.scheduled.is_some() {
            Standing::Scheduled
        } else if let Some((version, standing)) = off
            && Some(version) == latest
        {
            standing
        } else if latest.is_some() {
            Standing::Approved
        } else {
            match parts.draft.as_ref().map(|draft| draft.stage) {
                Some(Stage::InReview { .. }) => Standing::InReview,
                Some(Stage::Writing) | None => Standing::Draft,
            }
        }
    }
}

/// The line of history goes first: it is written even where showing fails.
fn with_record((what, shown): (RecordKind, Vec<Effect>), occasion: &Occasion) -> Vec<Effect> {
    let record = Record { at: occasion.now, by: Some(occasion.by.id), what };
    std::iter::once(Effect::Record(record)).chain(shown).collect()
}

//! The seed edition for Zama in a demonstration: every entry a draft, and what is meant for publication with an
//! approval that says of itself that it is made up.
//!
//! Entries that may be out of date stay drafts: nobody has confirmed them. Written only where there is no entry.

use domain::ids::AgentId;
use domain::knowledge::entry::{Entry, Risk, Version};
use domain::knowledge::workflow::{
    Actor, Dossier, Duty, Effect, Event, Occasion, PublishAt, Record, Revision, Verdict,
};
use domain::time::Timestamp;
use storage::{Db, StoreError, Tx, accounts, begin, commit, faq_entries};

use crate::faq_files;

const TABLE: &[u8] = include_bytes!("../../../../faq/zama.csv");
/// Who writes, who looks over and who publishes.
const WRITER: &str = "denwa1";
const REVIEWER: &str = "kantoku";
const PUBLISHER: &str = "sekinin";

/// Why the seed edition was not written.
#[derive(Debug, thiserror::Error)]
pub enum FaqSeedError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The table in the program is none, which would be a fault of ours.
    #[error("seed edition: {0}")]
    Table(#[from] anyhow::Error),
    /// The workflow refused an entry.
    #[error("seed edition: {0}")]
    Refused(#[from] domain::knowledge::workflow::Refusal),
    /// Nobody but the city approves anywhere else.
    #[error("this is no demonstration: bring the table in as drafts, which the city approves")]
    NoDemonstration,
}

/// Writes the seed edition into a demonstration without entries.
///
/// # Errors
/// [`FaqSeedError`].
pub async fn seed(db: &Db, now: Timestamp) -> Result<(), FaqSeedError> {
    if faq_entries::count(db).await? > 0 {
        return Ok(());
    }
    let plan = faq_files::plan_of(TABLE, &Default::default())?;
    let tx = begin(db).await?;
    publish(&tx, plan.added, now).await?;
    commit(tx).await?;
    Ok(())
}

/// Keeps new entries as the demonstration has them: what is meant for publication and not likely out of date is live.
/// Answers how many were kept; none where the demonstration's people are not there.
pub(super) async fn publish(tx: &Tx, entries: Vec<Entry>, now: Timestamp) -> Result<usize, FaqSeedError> {
    let people = accounts::list(tx).await?;
    let of = |login: &str| people.iter().find(|account| account.login == login).map(|account| AgentId(account.id));
    let (Some(writer), Some(reviewer), Some(publisher)) = (of(WRITER), of(REVIEWER), of(PUBLISHER)) else {
        return Ok(0);
    };
    // Files that came with the table are named from here on, and are kept for as long as their texts.
    let files: Vec<_> = entries.iter().flat_map(|entry| &entry.attachments).map(|file| file.sha256.clone()).collect();
    if !files.is_empty() {
        storage::faq_files::name(tx, &files, now).await?;
    }
    let occasion = |id, duty| Occasion { by: Actor { id, duty }, now, demonstration: true };
    let by = [occasion(writer, Duty::Agent), occasion(reviewer, Duty::Agent), occasion(publisher, Duty::Manager)];
    let made = tokio::task::spawn_blocking(move || {
        entries.into_iter().map(|entry| written(entry, by)).collect::<Result<Vec<_>, _>>()
    });
    let made = made.await.map_err(anyhow::Error::from)??;
    faq_entries::keep_new(tx, &made, now).await?;
    Ok(made.len())
}

fn written(entry: Entry, [writer, reviewer, publisher]: [Occasion; 3]) -> Result<(Dossier, Vec<Record>), FaqSeedError> {
    let mut dossier = Dossier::new(entry.key.clone());
    let is_published = entry.publish && entry.risk != Risk::High;
    let (seen, version) = (Revision(1), Version(1));
    let edit = Event::Edit { content: Box::new(entry), seen: Revision(0), still_right: Default::default() };
    let mut effects = dossier.handle(edit, &writer)?;
    if is_published {
        let remark = String::new();
        effects.extend(dossier.handle(Event::Submit { seen }, &writer)?);
        effects.extend(dossier.handle(Event::Review { seen, verdict: Verdict::Passed, remark }, &reviewer)?);
        effects.extend(dossier.handle(Event::ApproveAsDemonstration { seen, version }, &publisher)?);
        effects.extend(dossier.handle(Event::Publish { version, at: PublishAt::Now, until: None }, &publisher)?);
    }
    Ok((dossier, effects.into_iter().filter_map(Effect::into_record).collect()))
}

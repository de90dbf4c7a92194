//! Reading the texts of contacts one after the other, newest first, until enough was found or the time is up.
//!
//! Each contact has its folded text in one sealed value; it is opened first, and the segments only where the words may
//! be in it. Where that value is missing or old it is made from the segments and kept, so that the next search is fast.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::text_fold::Folded;
use storage::StoreError;
use storage::contacts::{self, Contact};
use storage::history::{self, Cursor};
use storage::transcript_texts::{self, TranscriptText};
use storage::transcripts::{self, TranscriptSegment};
use uuid::Uuid;
use vault::{ContactKey, KeyRing};

use super::asked::Asked;
use super::hits::{self, TranscriptHit};
use super::terms::Terms;
use crate::desk::state::DeskState;
use crate::desk::transcript::Said;
use crate::problem::Problem;

/// Contacts read from the database at once.
const READ_AT_ONCE: u64 = 200;

/// Contacts whose segments are opened at once.
const OPENED_AT_ONCE: usize = 25;

/// Contacts found on one page.
const CONTACTS_FOUND_MAX: usize = 20;

/// What was found, and how far it went.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) items: Vec<TranscriptHit>,
    contacts: usize,
    pub(super) next: Option<Cursor>,
    pub(super) searched_until_ms: Option<i64>,
    pub(super) searched: u64,
}

/// A contact whose segments must be looked at.
struct Candidate {
    contact: Contact,
    key: ContactKey,
    /// The mark its text is to be kept under anew; absent where the kept text is good.
    stale: Option<String>,
}

/// Looks until enough was found or the time is up.
pub(super) async fn scan(state: &DeskState, asked: &Asked) -> Result<Found, Problem> {
    let until = state.clock.now() + asked.budget;
    let mut found = Found::default();
    let mut after = asked.after;
    loop {
        let page = history::search(&state.db, &asked.wanted, after, READ_AT_ONCE).await?;
        for some in page.contacts.chunks(OPENED_AT_ONCE * 4) {
            let looked_at = look_at(state, asked, some, &mut found).await?;
            let last = some[..looked_at].last().map(|last| Cursor { arrived_at_ms: last.arrived_at_ms, id: last.id });
            after = last.or(after);
            found.searched_until_ms = after.map(|at| at.arrived_at_ms);
            found.searched += looked_at as u64;
            let ended = page.next.is_none() && page.contacts.last().map(|one| one.id) == last.map(|at| at.id);
            if !ended && (found.contacts >= CONTACTS_FOUND_MAX || state.clock.now() >= until) {
                found.next = after;
                return Ok(found);
            }
        }
        if page.next.is_none() {
            return Ok(found);
        }
    }
}

/// Looks at some contacts in their order until enough was found; answers how many it looked at.
async fn look_at(state: &DeskState, asked: &Asked, some: &[Contact], found: &mut Found) -> Result<usize, Problem> {
    let ids: Vec<Uuid> = some.iter().map(|contact| contact.id).collect();
    let bases = transcripts::bases(&state.db, &ids).await?;
    let with_text: Vec<Contact> = some.iter().filter(|one| bases.contains_key(&one.id)).cloned().collect();
    let ids: Vec<Uuid> = with_text.iter().map(|contact| contact.id).collect();
    let texts = transcript_texts::of_contacts(&state.db, &ids).await?;
    let (ring, terms) = (Arc::clone(&state.ring), asked.terms.clone());
    let sifted = tokio::task::spawn_blocking(move || sift(&ring, &terms, with_text, &bases, &texts)).await;
    let candidates = sifted.map_err(Problem::internal)??;
    for few in candidates.chunks(OPENED_AT_ONCE) {
        if let Some(last) = open(state, asked, few, found).await? {
            let place = some.iter().position(|contact| contact.id == last);
            return Ok(place.map_or(some.len(), |at| at + 1));
        }
    }
    Ok(some.len())
}

/// Leaves out contacts whose kept text cannot hold the words; an erased one has no text.
fn sift(
    ring: &KeyRing,
    terms: &Terms,
    with_text: Vec<Contact>,
    bases: &BTreeMap<Uuid, String>,
    texts: &[TranscriptText],
) -> Result<Vec<Candidate>, StoreError> {
    let kept: BTreeMap<Uuid, &TranscriptText> = texts.iter().map(|text| (text.contact, text)).collect();
    let mut candidates = Vec::new();
    for contact in with_text {
        let Ok(key) = contacts::key(&contact, ring) else { continue };
        let Some(basis) = bases.get(&contact.id) else { continue };
        match kept.get(&contact.id).filter(|text| text.basis == *basis) {
            Some(text) if !terms.may_be_in(&transcript_texts::folded(text, &key)?) => {}
            Some(_) => candidates.push(Candidate { contact, key, stale: None }),
            None => candidates.push(Candidate { contact, key, stale: Some(basis.clone()) }),
        }
    }
    Ok(candidates)
}

/// Looks into the segments of some contacts; answers the contact with which enough was found.
async fn open(
    state: &DeskState,
    asked: &Asked,
    some: &[Candidate],
    found: &mut Found,
) -> Result<Option<Uuid>, Problem> {
    let ids: Vec<Uuid> = some.iter().map(|one| one.contact.id).collect();
    let mut segments: BTreeMap<Uuid, Vec<TranscriptSegment>> = BTreeMap::new();
    for segment in transcripts::of_contacts(&state.db, &ids).await? {
        segments.entry(segment.contact).or_default().push(segment);
    }
    for one in some {
        let rows = segments.remove(&one.contact.id).unwrap_or_default();
        let said = rows.into_iter().map(|row| Said::open(row, &one.key)).collect::<Result<Vec<_>, _>>()?;
        if let Some(basis) = &one.stale {
            keep_text(state, &one.key, basis, &said).await;
        }
        let hits = hits::of(asked, &one.contact, &said);
        found.contacts += usize::from(!hits.is_empty());
        found.items.extend(hits);
        if found.contacts >= CONTACTS_FOUND_MAX {
            return Ok(Some(one.contact.id));
        }
    }
    Ok(None)
}

/// A text that cannot be kept, such as one that is too long, is made anew by the next search.
async fn keep_text(state: &DeskState, key: &ContactKey, basis: &str, said: &[Said]) {
    let folded: Vec<String> = said.iter().flat_map(Said::texts).map(|text| Folded::of(text).text()).collect();
    if let Err(why) = transcript_texts::keep(&state.db, key, basis, &folded.join("\n")).await {
        tracing::warn!(contact.id = %key.contact(), %why, "a text for the search was not kept");
    }
}

//! All contacts of a report together: those of the term and of the term before, who came again, and what was odd.
//!
//! Records of one contact that came twice are made one. The order is by arrival and id, whatever order they came in. It
//! must never count anything that is shown: that is `reader`'s. Next: `filter`.

use std::collections::BTreeMap;
use std::io;

use domain::contact::Direction;
use domain::ids::ContactId;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::fact::{Fact, fact, is_answer};
use crate::input::{CallerMark, ContactRecord, Material, MaterialFault};
use crate::rules::Rules;
use crate::term::Term;

const DAY_MS: u64 = 86_400_000;

/// The contacts a report counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// Of the term, by arrival.
    pub this: Vec<Fact>,
    /// Of the term before, by arrival; empty where none is compared with.
    pub before: Vec<Fact>,
    /// What was odd.
    pub oddities: FactOddities,
}

/// What was odd in the material of a term, told in the report so that nobody has to guess.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FactOddities {
    /// Logs that do not begin with an arrival, over all material.
    pub unreadable_logs: u64,
    /// Entries that came twice or belong to another contact, over all material.
    pub dropped_entries: u64,
    /// Records of a contact that had another, over all material.
    pub double_records: u64,
    /// Places where a clock went back within a contact, over all material; such a time counts as none.
    pub clock_steps_back: u64,
    /// Answers to the survey that nobody can give, over all material.
    pub impossible_answers: u64,
    /// Contacts of the term whose log is not closed.
    pub open_contacts: u64,
    /// Contacts of the term in a queue though the calendar says closed.
    pub queued_out_of_hours: u64,
}

impl Facts {
    /// Reads the material of a report.
    ///
    /// # Errors
    /// [`MaterialFault`] when there is more than a report is counted from.
    pub fn read(material: &Material, term: Term, before: Option<Term>, rules: &Rules) -> Result<Self, MaterialFault> {
        material.check()?;
        let mut oddities = FactOddities::default();
        let mut all = Vec::with_capacity(material.contacts.len());
        let records = by_contact(&material.contacts, &mut oddities);
        for same in records.chunk_by(|one, other| one.0 == other.0) {
            oddities.double_records += same.len() as u64 - 1;
            all.extend(read_one(same, material, rules, &mut oddities));
        }
        all.sort_unstable_by_key(|fact| (fact.arrived_at, fact.contact));
        mark_repeats(&mut all, rules.repeat_days);
        let (mut this, mut earlier) = (Vec::new(), Vec::new());
        for fact in all {
            if term.holds(fact.day) {
                this.push(fact);
            } else if before.is_some_and(|before| before.holds(fact.day)) {
                earlier.push(fact);
            }
        }
        oddities.open_contacts = this.iter().filter(|fact| !fact.is_closed).count() as u64;
        let is_closed_day =
            |fact: &&Fact| fact.is_queued && material.opening.is_open(fact.channel, fact.arrived_at) == Some(false);
        oddities.queued_out_of_hours = this.iter().filter(is_closed_day).count() as u64;
        Ok(Self { this, before: earlier, oddities })
    }

    /// A mark of the data: the same for the same facts, another for any others.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut sum = Sum(Sha256::new());
        // Writing into a sum cannot fail, and facts have no keys that are not text.
        let written = serde_json::to_writer(io::BufWriter::with_capacity(65_536, &mut sum), self);
        debug_assert!(written.is_ok());
        hex::encode(sum.0.finalize())
    }
}

struct Sum(Sha256);

impl io::Write for Sum {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        self.0.update(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The records by contact; of one contact in the order they came.
fn by_contact<'m>(records: &'m [ContactRecord], oddities: &mut FactOddities) -> Vec<(ContactId, &'m ContactRecord)> {
    let mut found: Vec<(ContactId, &ContactRecord)> = Vec::with_capacity(records.len());
    for record in records {
        match contact_of(record) {
            Some(contact) => found.push((contact, record)),
            None => oddities.unreadable_logs += 1,
        }
    }
    found.sort_by_key(|(contact, _)| *contact);
    found
}

fn contact_of(record: &ContactRecord) -> Option<ContactId> {
    let first = record.log.first().filter(|event| event.seq <= 1);
    first.or_else(|| record.log.iter().min_by_key(|event| event.seq)).map(|event| event.contact)
}

fn read_one(
    records: &[(ContactId, &ContactRecord)],
    material: &Material,
    rules: &Rules,
    oddities: &mut FactOddities,
) -> Option<Fact> {
    let joined;
    let record = match records {
        [(_, one)] => *one,
        several => {
            joined = made_one(several);
            &joined
        }
    };
    let (found, odd) = fact(record, material, rules);
    oddities.dropped_entries += odd.dropped;
    oddities.clock_steps_back += odd.steps_back;
    oddities.unreadable_logs += u64::from(found.is_none());
    oddities.impossible_answers += u64::from(record.survey.is_some_and(|survey| !is_answer(survey)));
    found
}

/// One record of several of a contact: all entries, and of what stands beside the log the first that is there.
fn made_one(records: &[(ContactId, &ContactRecord)]) -> ContactRecord {
    let mut one = ContactRecord::default();
    for (_, record) in records {
        one.log.extend(record.log.iter().cloned());
        one.filing = one.filing.or_else(|| record.filing.clone());
        one.caller = one.caller.or(record.caller);
        one.survey = one.survey.or(record.survey);
        one.recording = one.recording.or_else(|| record.recording.clone());
        one.erasure = one.erasure.or(record.erasure);
    }
    one
}

/// Marks contacts whose caller came again, by any channel, within so many days of this arrival.
fn mark_repeats(facts: &mut [Fact], days: u32) {
    let within_ms = u64::from(days) * DAY_MS;
    let mut next: BTreeMap<CallerMark, domain::time::Timestamp> = BTreeMap::new();
    for fact in facts.iter_mut().rev() {
        let Some(caller) = fact.caller.filter(|_| fact.direction == Direction::Inbound) else { continue };
        let again = next.insert(caller, fact.arrived_at);
        fact.is_repeated = again.is_some_and(|at| at.since_ms(fact.arrived_at) <= within_ms);
    }
}

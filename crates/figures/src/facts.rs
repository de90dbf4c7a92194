//! All contacts of a report together: those of the term and of the term before, who came again, and what was odd.
//!
//! Records of one contact that came twice are made one. The order is by arrival and id, whatever order they came in. It
//! must never count anything that is shown: that is `reader`'s. Next: `filter`.

use std::collections::BTreeMap;

use domain::contact::Direction;
use domain::ids::ContactId;
use serde::Serialize;

use crate::fact::{Fact, Oddities, fact};
use crate::input::{CallerMark, ContactRecord, Material, MaterialFault};
use crate::rules::Rules;
use crate::term::{Day, Term};

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

/// What was odd in the contacts of a term, told in the report so that nobody has to guess.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FactOddities {
    /// Logs that do not begin with an arrival, by their first entry's day.
    pub unreadable_logs: u64,
    /// Entries that came twice or belong to another contact.
    pub dropped_entries: u64,
    /// Records of a contact that had another.
    pub double_records: u64,
    /// Places where a clock went back within a contact; such a time counts as none.
    pub clock_steps_back: u64,
    /// Answers to the survey that nobody can give.
    pub impossible_answers: u64,
    /// Contacts whose log is not closed.
    pub open_contacts: u64,
    /// Contacts in a queue though the calendar says closed.
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
        for same in by_contact(&material.contacts).chunk_by(|one, other| one.0 == other.0) {
            let (fact, odd) = read_one(same, material, rules);
            match fact {
                Some(fact) => {
                    if term.holds(fact.day) {
                        oddities.add(odd, &fact, material);
                    }
                    all.push(fact);
                }
                None => oddities.unreadable_logs += u64::from(first_day(same).is_some_and(|day| term.holds(day))),
            }
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
        Ok(Self { this, before: earlier, oddities })
    }
}

impl FactOddities {
    fn add(&mut self, odd: Oddities, fact: &Fact, material: &Material) {
        self.dropped_entries += odd.dropped;
        self.double_records += odd.doubles;
        self.clock_steps_back += odd.steps_back;
        self.impossible_answers += odd.impossible_answers;
        self.open_contacts += u64::from(!fact.is_closed);
        let is_closed_day = material.opening.is_open(fact.channel, fact.arrived_at) == Some(false);
        self.queued_out_of_hours += u64::from(fact.is_queued && is_closed_day);
    }
}

/// A contact and one of its records.
type Known<'m> = (ContactId, &'m ContactRecord);

/// The records by contact; of one contact in the order they came. A record without any entry is none.
fn by_contact(records: &[ContactRecord]) -> Vec<Known<'_>> {
    let with_contact = |record| contact_of(record).map(|contact| (contact, record));
    let mut found: Vec<Known> = records.iter().filter_map(with_contact).collect();
    found.sort_by_key(|(contact, _)| *contact);
    found
}

fn contact_of(record: &ContactRecord) -> Option<ContactId> {
    let first = record.log.first().filter(|event| event.seq <= 1);
    first.or_else(|| record.log.iter().min_by_key(|event| event.seq)).map(|event| event.contact)
}

fn first_day(records: &[Known]) -> Option<Day> {
    let entries = records.iter().flat_map(|(_, record)| &record.log);
    entries.min_by_key(|event| event.seq).map(|event| Day::of(event.at))
}

fn read_one(records: &[Known], material: &Material, rules: &Rules) -> (Option<Fact>, Oddities) {
    let joined;
    let record = match records {
        [(_, one)] => *one,
        several => {
            joined = made_one(several);
            &joined
        }
    };
    let (found, odd) = fact(record, material, rules);
    (found, Oddities { doubles: records.len() as u64 - 1, ..odd })
}

/// One record of several of a contact: all entries, and of what stands beside the log the first that is there.
fn made_one(records: &[Known]) -> ContactRecord {
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

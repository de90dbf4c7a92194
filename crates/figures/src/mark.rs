//! A mark of the data a report is counted from: the same for the same data, another for any other.
//!
//! It is over what was read, not over how it was stored: contacts as facts, the rest as far as it concerns the term,
//! each in one order. Definitions have their own version and are no part of it. Next: `report`.

use std::io;

use domain::time::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::facts::Facts;
use crate::input::{Material, Matter, Outage, Question, TopicName};
use crate::opening::OpenDay;
use crate::term::{Day, Term};

#[derive(Serialize)]
struct Counted<'m> {
    facts: &'m Facts,
    topics: &'m [TopicName],
    opening: Vec<&'m OpenDay>,
    outages: Vec<&'m Outage>,
    questions: Vec<&'m Question>,
    faq_revisions: Vec<Timestamp>,
    redactions: Vec<(Timestamp, u32)>,
    matters: Vec<Matter>,
}

/// The mark, 64 hexadecimal digits of a SHA-256.
#[must_use]
pub fn mark(facts: &Facts, material: &Material, term: Term) -> String {
    let within = |at: Timestamp| term.holds(Day::of(at));
    let mut outages: Vec<&Outage> =
        material.outages.iter().filter(|it| it.from < term.ends() && it.until > term.begins()).collect();
    outages.sort_by_key(|it| (it.channel, it.from, it.until));
    let mut questions: Vec<&Question> = material.questions.iter().filter(|it| within(it.at)).collect();
    questions.sort_by_key(|it| (it.at, it.place, it.is_found, it.outcome, it.text.as_str()));
    let mut faq_revisions: Vec<Timestamp> =
        material.faq_revisions.iter().map(|it| it.at).filter(|at| within(*at)).collect();
    faq_revisions.sort_unstable();
    let redacted = material.redactions.iter().filter(|it| within(it.at));
    let mut redactions: Vec<(Timestamp, u32)> = redacted.map(|it| (it.at, it.stretches)).collect();
    redactions.sort_unstable();
    let counted = Counted {
        facts,
        topics: &material.topics,
        opening: material.opening.days.iter().filter(|it| term.holds(it.day)).collect(),
        outages,
        questions,
        faq_revisions,
        redactions,
        matters: matters(material, term),
    };
    digest(&counted)
}

/// Matters as they stood at the end of the term.
fn matters(material: &Material, term: Term) -> Vec<Matter> {
    let is_of = |it: &&Matter| it.opened_at < term.ends() && it.closed_at.is_none_or(|at| at >= term.begins());
    let as_it_stood = |it: &Matter| Matter { closed_at: it.closed_at.filter(|at| *at < term.ends()), ..it.clone() };
    let mut found: Vec<Matter> = material.matters.iter().filter(is_of).map(as_it_stood).collect();
    found.sort_by(|one, other| {
        (one.opened_at, one.kind, &one.gist, &one.handed_to).cmp(&(
            other.opened_at,
            other.kind,
            &other.gist,
            &other.handed_to,
        ))
    });
    found
}

fn digest(counted: &Counted) -> String {
    let mut sum = Sum(Sha256::new());
    // Writing into a sum cannot fail, and nothing here has a key that is not text.
    let written = serde_json::to_writer(io::BufWriter::with_capacity(65_536, &mut sum), counted);
    debug_assert!(written.is_ok());
    hex::encode(sum.0.finalize())
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

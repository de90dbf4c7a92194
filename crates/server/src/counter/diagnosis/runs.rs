//! Diagnoses that are under way, and how the last one of each kiosk ended.
//!
//! Pure: time and ids are arguments. One run a kiosk at a time; what a kiosk says of another run is not heard.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::diagnosis::Part;
use uuid::Uuid;

/// Every part has its own limit at the kiosk; together they stay below this.
const RUN_MAX: TimeDelta = TimeDelta::seconds(60);
/// What a kiosk may pull and push in one run, bytes.
const TRAFFIC_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// How far a run has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::counter) enum RunState {
    /// The kiosk measures.
    Running,
    /// Its answer is in the books.
    Done,
    /// Somebody called it off.
    Cancelled,
    /// The kiosk did not answer in time.
    Unanswered,
    /// The kiosk went away.
    Gone,
    /// What the kiosk said was not understood.
    Garbled,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::counter) struct Run {
    /// Its id, also of what is filed.
    pub(in crate::counter) id: Uuid,
    /// The account that asked; None for the check before opening.
    pub(in crate::counter) asked_by: Option<Uuid>,
    /// What opens the throughput endpoints to the kiosk.
    pub(in crate::counter) pass: String,
    /// When.
    pub(in crate::counter) started_at: DateTime<Utc>,
    /// How far.
    pub(in crate::counter) state: RunState,
    /// What the kiosk said it begins with, in order.
    pub(in crate::counter) parts: Vec<Part>,
    traffic_bytes: u64,
}

impl Run {
    /// A run that begins.
    pub(in crate::counter) fn new(id: Uuid, asked_by: Option<Uuid>, pass: String, started_at: DateTime<Utc>) -> Self {
        Self { id, asked_by, pass, started_at, state: RunState::Running, parts: Vec::new(), traffic_bytes: 0 }
    }
}

/// The table.
#[derive(Debug, Default)]
pub(in crate::counter) struct Runs {
    of_kiosk: BTreeMap<Uuid, Run>,
}

impl Runs {
    /// Begins a run; false while the kiosk has one.
    pub(super) fn begin(&mut self, kiosk: Uuid, run: Run) -> bool {
        let free = self.running(kiosk, None).is_none();
        if free {
            self.of_kiosk.insert(kiosk, run);
        }
        free
    }

    /// The kiosk's last run.
    pub(super) fn last(&self, kiosk: Uuid) -> Option<&Run> {
        self.of_kiosk.get(&kiosk)
    }

    /// The kiosk begins with a part.
    pub(super) fn reached(&mut self, kiosk: Uuid, run: Uuid, part: Part) {
        if let Some(run) = self.running(kiosk, Some(run)).filter(|run| !run.parts.contains(&part)) {
            run.parts.push(part);
        }
    }

    /// Ends the kiosk's run, or this one of it; gives it when it was under way.
    pub(super) fn end(&mut self, kiosk: Uuid, run: Option<Uuid>, state: RunState) -> Option<Run> {
        let run = self.running(kiosk, run)?;
        run.state = state;
        Some(run.clone())
    }

    /// Ends what has been under way for too long; the kiosks and runs.
    pub(super) fn expire(&mut self, now: DateTime<Utc>) -> Vec<(Uuid, Uuid)> {
        let late = self
            .of_kiosk
            .iter_mut()
            .filter(|(_, run)| run.state == RunState::Running && now - run.started_at >= RUN_MAX);
        let ended = late.map(|(kiosk, run)| {
            run.state = RunState::Unanswered;
            (*kiosk, run.id)
        });
        ended.collect()
    }

    /// Takes bytes from what the run of this pass may pull and push; false when there is none such, or too little left.
    pub(super) fn spend(&mut self, pass: &str, bytes: u64) -> bool {
        let run = self.of_kiosk.values_mut().find(|run| run.state == RunState::Running && run.pass == pass);
        let Some(run) = run.filter(|run| run.traffic_bytes.saturating_add(bytes) <= TRAFFIC_BYTES_MAX) else {
            return false;
        };
        run.traffic_bytes += bytes;
        true
    }

    /// Forgets a kiosk that is out of service.
    pub(super) fn forget(&mut self, kiosk: Uuid) {
        self.of_kiosk.remove(&kiosk);
    }

    fn running(&mut self, kiosk: Uuid, id: Option<Uuid>) -> Option<&mut Run> {
        let run = self.of_kiosk.get_mut(&kiosk)?;
        (run.state == RunState::Running && id.is_none_or(|id| id == run.id)).then_some(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIOSK: Uuid = Uuid::from_u128(1);

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn run(n: u128) -> Run {
        Run::new(id(n), None, format!("pass-{n}"), DateTime::UNIX_EPOCH)
    }

    #[test]
    fn a_kiosk_has_one_run_at_a_time_and_answers_that_alone() {
        let mut runs = Runs::default();
        assert!(runs.begin(KIOSK, run(7)));
        assert!(!runs.begin(KIOSK, run(8)));
        runs.reached(KIOSK, id(8), Part::Camera);
        runs.reached(KIOSK, id(7), Part::Machine);
        runs.reached(KIOSK, id(7), Part::Machine);
        assert_eq!(runs.last(KIOSK).unwrap().parts, [Part::Machine]);
        assert_eq!(runs.end(KIOSK, Some(id(8)), RunState::Done), None);
        assert_eq!(runs.end(KIOSK, Some(id(7)), RunState::Done).map(|run| run.id), Some(id(7)));
        assert_eq!(runs.end(KIOSK, Some(id(7)), RunState::Done), None, "an answer counts once");
        assert!(runs.begin(KIOSK, run(8)));
    }

    #[test]
    fn a_kiosk_that_never_answers_holds_nothing_up() {
        let mut runs = Runs::default();
        runs.begin(KIOSK, run(7));
        assert_eq!(runs.expire(DateTime::UNIX_EPOCH + RUN_MAX - TimeDelta::milliseconds(1)), []);
        assert_eq!(runs.expire(DateTime::UNIX_EPOCH + RUN_MAX), [(KIOSK, id(7))]);
        assert_eq!(runs.last(KIOSK).unwrap().state, RunState::Unanswered);
        assert!(runs.begin(KIOSK, run(8)));
    }

    #[test]
    fn a_pass_is_good_for_its_run_and_for_so_many_bytes() {
        let mut runs = Runs::default();
        runs.begin(KIOSK, run(7));
        assert!(!runs.spend("pass-8", 1));
        assert!(runs.spend("pass-7", TRAFFIC_BYTES_MAX));
        assert!(!runs.spend("pass-7", 1));
        assert!(!runs.spend("pass-7", u64::MAX));
        runs.end(KIOSK, None, RunState::Cancelled);
        assert!(!runs.spend("pass-7", 0));
    }
}

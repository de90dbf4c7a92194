//! The erasure of one browser: everything erased, then searched for, until nothing is found.
//!
//! What cannot be erased or is found again costs the host: it is rebuilt, at once the first time and then each time the
//! limit is over, and all is erased and searched for anew. It never gives up and never lets go: the only way out is a
//! search that proves something.

use std::collections::BTreeMap;

use super::event::{BrowserChange, BrowserEffect, BrowserFact, ErasureAccount, ErasureEvent, HostRun};
use crate::erasure_receipt::{BrowserEnd, CanaryScan, TraceKind};
use crate::ids::ContactId;
use crate::time::Timestamp;

/// How long erasing and searching may take, in milliseconds.
pub const ERASE_WITHIN_MS: u64 = 5_000;
/// How long rebuilding the host, erasing and searching may take, in milliseconds; then it is rebuilt again.
pub const REBUILD_WITHIN_MS: u64 = 15_000;

/// What existed, and when it was erased.
pub(super) type Traces = BTreeMap<TraceKind, Option<Timestamp>>;

/// Where an erasure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Erasing,
    Scanning,
    Rebuilding,
    /// It failed, and waits for its limit before the next rebuilding.
    Failed,
}

/// What is to be done next, or that nothing is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Progress {
    Going(Vec<BrowserEffect>),
    Verified(ErasureAccount),
}

/// One erasure under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Erasure {
    visit: Option<ContactId>,
    end: BrowserEnd,
    ended_at: Timestamp,
    traces: Traces,
    step: Step,
    rebuilt: u32,
    found_before: u32,
    until: Timestamp,
}

impl Erasure {
    /// Begins with everything that existed; profile and frames always did.
    pub(super) fn begin(
        visit: Option<ContactId>,
        end: BrowserEnd,
        ended_at: Timestamp,
        mut traces: Traces,
        run: HostRun,
        now: Timestamp,
    ) -> (Self, Vec<BrowserEffect>) {
        for trace in HOST_TRACES {
            traces.insert(trace, None);
        }
        let until = now.plus_ms(ERASE_WITHIN_MS);
        let step = Step::Erasing;
        let erasure = Self { visit, end, ended_at, traces, step, rebuilt: 0, found_before: 0, until };
        let effects = erasure.erase_rest(run);
        (erasure, effects)
    }

    /// Takes in what was told under the current run; a rebuilding begins another.
    pub(super) fn tell(&mut self, event: ErasureEvent, run: &mut HostRun, now: Timestamp) -> Progress {
        match (self.step, event) {
            (Step::Erasing, ErasureEvent::Erased(trace)) => self.erased(trace, *run, now),
            (Step::Scanning, ErasureEvent::Scanned(scan)) => self.scanned(scan, run, now),
            (Step::Rebuilding, ErasureEvent::Rebuilt) => self.set_up_anew(*run, now),
            (Step::Rebuilding, ErasureEvent::NotRebuilt) | (Step::Erasing | Step::Scanning, ErasureEvent::Kept(_)) => {
                self.fail(run, now)
            }
            (Step::Rebuilding | Step::Failed | Step::Scanning, ErasureEvent::Erased(_))
            | (Step::Rebuilding | Step::Failed | Step::Erasing, ErasureEvent::Scanned(_))
            | (Step::Erasing | Step::Scanning | Step::Failed, ErasureEvent::Rebuilt | ErasureEvent::NotRebuilt)
            | (Step::Rebuilding | Step::Failed, ErasureEvent::Kept(_)) => Progress::Going(Vec::new()),
        }
    }

    /// Something came to light that is to be erased too. What was asked before it says nothing about it: neither a
    /// search under way nor an answer that is late.
    pub(super) fn add(&mut self, trace: TraceKind, run: &mut HostRun) -> Vec<BrowserEffect> {
        self.traces.insert(trace, None);
        match self.step {
            Step::Erasing | Step::Scanning => {
                *run = HostRun(run.0.saturating_add(1));
                self.step = Step::Erasing;
                self.erase_rest(*run)
            }
            Step::Rebuilding | Step::Failed => Vec::new(),
        }
    }

    /// Rebuilds what took too long.
    pub(super) fn overdue(&mut self, run: &mut HostRun, now: Timestamp) -> Vec<BrowserEffect> {
        if self.until <= now { self.rebuild(run, now) } else { Vec::new() }
    }

    /// When that is.
    pub(super) fn next_deadline(&self) -> Timestamp {
        self.until
    }

    /// Why the browser ended.
    pub(super) fn end(&self) -> BrowserEnd {
        self.end
    }

    /// How often the host was rebuilt.
    pub(super) fn rebuilt(&self) -> u32 {
        self.rebuilt
    }

    fn erase_rest(&self, run: HostRun) -> Vec<BrowserEffect> {
        let rest = self.traces.iter().filter(|(_, erased_at)| erased_at.is_none());
        rest.map(|(trace, _)| BrowserEffect::Erase { run, trace: *trace }).collect()
    }

    fn erased(&mut self, trace: TraceKind, run: HostRun, now: Timestamp) -> Progress {
        if let Some(erased_at) = self.traces.get_mut(&trace) {
            *erased_at = erased_at.or(Some(now));
        }
        Progress::Going(self.scan_if_erased(run))
    }

    fn scan_if_erased(&mut self, run: HostRun) -> Vec<BrowserEffect> {
        if self.traces.values().any(Option::is_none) {
            return Vec::new();
        }
        self.step = Step::Scanning;
        vec![BrowserEffect::Scan { run }]
    }

    fn scanned(&mut self, scan: CanaryScan, run: &mut HostRun, now: Timestamp) -> Progress {
        if !scan.is_clean() {
            self.found_before = self.found_before.saturating_add(scan.found_in_all());
            return self.fail(run, now);
        }
        let erased = self.traces.iter().filter_map(|(trace, at)| at.map(|at| (*trace, at))).collect();
        Progress::Verified(ErasureAccount {
            visit: self.visit,
            end: self.end,
            ended_at: self.ended_at,
            erased,
            rebuilt: self.rebuilt,
            found_before: self.found_before,
            scan,
            verified_at: now,
        })
    }

    /// The first failure costs the host at once; later ones wait, so that a broken host is not rebuilt in a circle.
    fn fail(&mut self, run: &mut HostRun, now: Timestamp) -> Progress {
        if self.rebuilt == 0 {
            return Progress::Going(self.rebuild(run, now));
        }
        self.step = Step::Failed;
        Progress::Going(Vec::new())
    }

    fn rebuild(&mut self, run: &mut HostRun, now: Timestamp) -> Vec<BrowserEffect> {
        *run = HostRun(run.0.saturating_add(1));
        let in_vain = self.rebuilt;
        self.rebuilt = self.rebuilt.saturating_add(1);
        self.step = Step::Rebuilding;
        self.until = now.plus_ms(REBUILD_WITHIN_MS);
        for erased_at in self.traces.values_mut() {
            *erased_at = None;
        }
        let change = BrowserChange::EraseFailed { rebuilt: self.rebuilt };
        let failed = BrowserEffect::Changed(BrowserFact { at: now, visit: self.visit, change });
        let alarm = (in_vain > 0).then_some(BrowserEffect::Alarm { rebuilt: in_vain });
        [failed].into_iter().chain(alarm).chain([BrowserEffect::RebuildHost { run: *run }]).collect()
    }

    /// The host's own traces went with the host.
    fn set_up_anew(&mut self, run: HostRun, now: Timestamp) -> Progress {
        self.step = Step::Erasing;
        for trace in HOST_TRACES {
            self.traces.insert(trace, Some(now));
        }
        let mut effects = self.erase_rest(run);
        effects.extend(self.scan_if_erased(run));
        Progress::Going(effects)
    }
}

/// What every browser leaves with its host.
const HOST_TRACES: [TraceKind; 2] = [TraceKind::Profile, TraceKind::Frames];

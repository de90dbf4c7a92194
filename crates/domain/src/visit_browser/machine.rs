//! The machine of one place, over all its visits: one event in, what is to be done out.
//!
//! It has two doors. A browser is opened only with a permit, which [`VisitBrowser::may_start`] gives when nothing is
//! left of the one before; and whatever was opened leaves through [`Erasure`] alone, however it ended.

use super::erasure::{Erasure, Progress, Traces};
use super::event::{
    BrowserChange, BrowserEffect, BrowserEvent, BrowserFact, BrowserRefusal, BrowserStage, BrowserView, ErasureEvent,
    HostEvent, HostRun, LeftOver, PhotoEvent, StartPermit,
};
use super::open::{Open, is_the_end};
use crate::browser_hold::{HoldEffect, HoldRefusal, KeypadEvent};
use crate::control_token::{ControlEffect, ControlMessage, ControlRefusal, InputClaim, InputRefusal, Side};
use crate::erasure_receipt::{BrowserEnd, TraceKind};
use crate::ids::ContactId;
use crate::time::Timestamp;

/// How long the host may take to show the first page, in milliseconds.
pub const START_WITHIN_MS: u64 = 15_000;
/// How long one browser may be open, in milliseconds.
pub const LIVE_MS_MAX: u64 = 2 * 60 * 60 * 1_000;
/// How long before that both sides are told, in milliseconds.
pub const SOON_OVER_MS: u64 = 5 * 60 * 1_000;
/// How long a browser may take to close the quiet way, in milliseconds; then its processes are killed.
pub const CLOSE_WITHIN_MS: u64 = 1_000;

/// Where the place's browser is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    Closed,
    Starting { open: Box<Open>, until: Timestamp },
    Live { open: Box<Open>, until: Timestamp, is_soon_told: bool },
    Ending { visit: ContactId, traces: Traces, end: BrowserEnd, ended_at: Timestamp, until: Timestamp },
    Erasing(Erasure),
    Verified,
}

/// The shared browser of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitBrowser {
    run: HostRun,
    stage: Stage,
}

impl VisitBrowser {
    /// A place as the program starts: closed, or erasing what the run before left over. Whether anything is left over
    /// is for the host to find out before this is made.
    pub fn begin(found: Option<LeftOver>, now: Timestamp) -> (Self, Vec<BrowserEffect>) {
        let run = HostRun::default();
        let Some(LeftOver { visit, traces }) = found else {
            return (Self { run, stage: Stage::Closed }, Vec::new());
        };
        let end = BrowserEnd::Restarted;
        let traces = traces.into_iter().map(|trace| (trace, None)).collect();
        let (erasure, erase) = Erasure::begin(visit, end, now, traces, run, now);
        let change = BrowserChange::Ended { end, by: None };
        let told = BrowserEffect::Changed(BrowserFact { at: now, visit, change });
        (Self { run, stage: Stage::Erasing(erasure) }, [told].into_iter().chain(erase).collect())
    }

    /// Leave for the next ticket; only when what was before is known to be gone.
    ///
    /// # Errors
    /// `NotVerified` while a browser is open or not known to be erased.
    pub fn may_start(&self) -> Result<StartPermit, BrowserRefusal> {
        match self.stage {
            Stage::Closed | Stage::Verified => Ok(StartPermit::after(self.run)),
            Stage::Starting { .. } | Stage::Live { .. } | Stage::Ending { .. } | Stage::Erasing(_) => {
                Err(BrowserRefusal::NotVerified)
            }
        }
    }

    /// Whether input acts at the page; asked for each, by every route.
    ///
    /// # Errors
    /// [`InputRefusal`].
    pub fn judge_input(&self, input: InputClaim) -> Result<(), InputRefusal> {
        match &self.stage {
            Stage::Live { open, .. } => open.judge_input(input),
            Stage::Closed | Stage::Starting { .. } | Stage::Ending { .. } | Stage::Erasing(_) | Stage::Verified => {
                Err(InputRefusal::NotLive)
            }
        }
    }

    /// Takes one event in and says what is to be done.
    #[must_use]
    pub fn handle(&mut self, event: BrowserEvent, now: Timestamp) -> Vec<BrowserEffect> {
        let mut effects = self.overdue(now);
        effects.extend(match event {
            BrowserEvent::Open { visit, permit } => self.open(visit, permit, now),
            BrowserEvent::Host { run, what } => self.follow_host(run, what, now),
            BrowserEvent::Erasure { run, what } => self.follow_erasure(run, what, now),
            BrowserEvent::Came(side) => self.opened().map(|open| open.come(side, now)).unwrap_or_default(),
            BrowserEvent::Left(side) => self.opened().map(|open| open.leave(side, now)).unwrap_or_default(),
            BrowserEvent::Control(message) => self.control(message, now),
            BrowserEvent::Keypad(event) => self.keypad(event, now),
            BrowserEvent::Photo(event) => self.photo(event, now),
            BrowserEvent::Exists(trace) => self.exists(trace),
            BrowserEvent::End(side) => self.end_by(side, now),
            BrowserEvent::Cancel(side) => self.end(BrowserEnd::Cancelled, Some(side), now),
            BrowserEvent::Tick => Vec::new(),
        });
        effects
    }

    /// When to send `Tick`, when nothing else happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Closed | Stage::Verified => None,
            Stage::Starting { open, until } => open.next_deadline().into_iter().chain([*until]).min(),
            Stage::Live { open, until, is_soon_told } => {
                let own = if *is_soon_told { *until } else { soon_over(*until) };
                open.next_deadline().into_iter().chain([own]).min()
            }
            Stage::Ending { until, .. } => Some(*until),
            Stage::Erasing(erasure) => Some(erasure.next_deadline()),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> BrowserStage {
        match &self.stage {
            Stage::Closed => BrowserStage::Closed,
            Stage::Starting { .. } => BrowserStage::Starting,
            Stage::Live { open, .. } if open.paused_until().is_some() => BrowserStage::Paused,
            Stage::Live { .. } => BrowserStage::Live,
            Stage::Ending { end, .. } => BrowserStage::Ending(*end),
            Stage::Erasing(erasure) => match erasure.rebuilt() {
                0 => BrowserStage::Erasing(erasure.end()),
                rebuilt => BrowserStage::Rebuilding { end: erasure.end(), rebuilt },
            },
            Stage::Verified => BrowserStage::Verified,
        }
    }

    /// The host's run whose word counts.
    #[must_use]
    pub fn run(&self) -> HostRun {
        self.run
    }

    /// What one side's screen shows.
    #[must_use]
    pub fn view(&self, side: Side, now: Timestamp) -> BrowserView {
        let (open, over_at) = match &self.stage {
            Stage::Starting { open, until } => (Some(open), Some(*until)),
            Stage::Live { open, until, .. } => (Some(open), open.paused_until().or(Some(*until))),
            Stage::Closed | Stage::Ending { .. } | Stage::Erasing(_) | Stage::Verified => (None, None),
        };
        let control = open.map(|open| open.control_view(side, now));
        let claim = control.as_ref().map(|control| InputClaim { holder: side, epoch: control.epoch });
        BrowserView {
            stage: self.stage(),
            can_act: claim.is_some_and(|claim| self.judge_input(claim).is_ok()),
            control,
            hold: open.map(|open| open.hold_view(side)),
            over_at,
        }
    }

    fn opened(&mut self) -> Option<&mut Open> {
        match &mut self.stage {
            Stage::Starting { open, .. } | Stage::Live { open, .. } => Some(open),
            Stage::Closed | Stage::Ending { .. } | Stage::Erasing(_) | Stage::Verified => None,
        }
    }

    fn open(&mut self, visit: ContactId, permit: StartPermit, now: Timestamp) -> Vec<BrowserEffect> {
        if let Err(reason) = self.may_start() {
            return vec![BrowserEffect::Refused(reason)];
        }
        if !permit.is_after(self.run) {
            return vec![BrowserEffect::Refused(BrowserRefusal::StalePermit)];
        }
        self.run = HostRun(self.run.0.saturating_add(1));
        let (open, covered) = Open::begin(visit);
        self.stage = Stage::Starting { open: Box::new(open), until: now.plus_ms(START_WITHIN_MS) };
        let told = BrowserFact { at: now, visit: Some(visit), change: BrowserChange::Opened };
        let start = BrowserEffect::StartHost { run: self.run, visit };
        [BrowserEffect::Changed(told)].into_iter().chain(covered).chain([start]).collect()
    }

    fn follow_host(&mut self, run: HostRun, what: HostEvent, now: Timestamp) -> Vec<BrowserEffect> {
        if run != self.run {
            return Vec::new();
        }
        if matches!(self.stage, Stage::Ending { .. }) && is_the_end(what) {
            return self.erase_closed(now);
        }
        match what {
            HostEvent::Ready => self.go_live(now),
            HostEvent::Page(event) => self.opened().map(|open| open.page(event, now)).unwrap_or_default(),
            HostEvent::Submitted => self.opened().map(|open| open.submitted(now)).unwrap_or_default(),
            HostEvent::LinkLost => self.opened().map(|open| open.link(false, now)).unwrap_or_default(),
            HostEvent::LinkBack => self.opened().map(|open| open.link(true, now)).unwrap_or_default(),
            HostEvent::Closed | HostEvent::Crashed => self.break_off(BrowserEnd::Crashed, now),
            HostEvent::Lost => self.break_off(BrowserEnd::HostLost, now),
        }
    }

    fn go_live(&mut self, now: Timestamp) -> Vec<BrowserEffect> {
        let Stage::Starting { open, .. } = &mut self.stage else {
            return Vec::new();
        };
        let effects = open.go_live(now);
        let open = open.clone();
        self.stage = Stage::Live { open, until: now.plus_ms(LIVE_MS_MAX), is_soon_told: false };
        effects
    }

    fn follow_erasure(&mut self, run: HostRun, what: ErasureEvent, now: Timestamp) -> Vec<BrowserEffect> {
        if run != self.run {
            return Vec::new();
        }
        let Stage::Erasing(erasure) = &mut self.stage else {
            return Vec::new();
        };
        match erasure.tell(what, &mut self.run, now) {
            Progress::Going(effects) => effects,
            Progress::Verified(account) => {
                self.stage = Stage::Verified;
                let told = BrowserFact { at: now, visit: account.visit, change: BrowserChange::Verified };
                vec![BrowserEffect::Receipt(account), BrowserEffect::Changed(told)]
            }
        }
    }

    fn control(&mut self, message: ControlMessage, now: Timestamp) -> Vec<BrowserEffect> {
        let refused = ControlEffect::Refused { to: message.from, reason: ControlRefusal::NotLive };
        match self.opened() {
            Some(open) => open.control(message, now),
            None => vec![BrowserEffect::Control(refused)],
        }
    }

    fn keypad(&mut self, event: KeypadEvent, now: Timestamp) -> Vec<BrowserEffect> {
        match self.opened() {
            Some(open) => open.keypad(event, now),
            None => vec![BrowserEffect::Hold(HoldEffect::Refused(HoldRefusal::NotLive))],
        }
    }

    fn photo(&mut self, event: PhotoEvent, now: Timestamp) -> Vec<BrowserEffect> {
        match self.opened() {
            Some(open) => open.photo(event, now),
            None => vec![BrowserEffect::Refused(BrowserRefusal::NotLive)],
        }
    }

    /// Also what comes to light after the end is erased; after the verification there is no visit to have it.
    fn exists(&mut self, trace: TraceKind) -> Vec<BrowserEffect> {
        match &mut self.stage {
            Stage::Starting { open, .. } | Stage::Live { open, .. } => {
                open.exists(trace);
                Vec::new()
            }
            Stage::Ending { traces, .. } => {
                traces.insert(trace, None);
                Vec::new()
            }
            Stage::Erasing(erasure) => erasure.add(trace, &mut self.run),
            Stage::Closed | Stage::Verified => vec![BrowserEffect::Refused(BrowserRefusal::NotLive)],
        }
    }

    fn end_by(&mut self, side: Side, now: Timestamp) -> Vec<BrowserEffect> {
        let is_submitted = self.opened().is_some_and(|open| open.is_submitted);
        let end = if is_submitted { BrowserEnd::Submitted } else { BrowserEnd::Ended };
        self.end(end, Some(side), now)
    }

    /// Ends it the quiet way: the host is asked to close first.
    fn end(&mut self, end: BrowserEnd, by: Option<Side>, now: Timestamp) -> Vec<BrowserEffect> {
        let run = self.run;
        let Some(open) = self.opened() else {
            return vec![BrowserEffect::Refused(BrowserRefusal::NotLive)];
        };
        let (visit, traces) = (open.visit, open.traces());
        self.stage = Stage::Ending { visit, traces, end, ended_at: now, until: now.plus_ms(CLOSE_WITHIN_MS) };
        vec![ended(visit, end, by, now), BrowserEffect::CloseHost { run }]
    }

    /// Ends it where there is nobody to ask.
    fn break_off(&mut self, end: BrowserEnd, now: Timestamp) -> Vec<BrowserEffect> {
        let Some(open) = self.opened() else {
            return Vec::new();
        };
        let (visit, traces) = (open.visit, open.traces());
        let (erasure, erase) = Erasure::begin(Some(visit), end, now, traces, self.run, now);
        self.stage = Stage::Erasing(erasure);
        [ended(visit, end, None, now)].into_iter().chain(erase).collect()
    }

    fn erase_closed(&mut self, now: Timestamp) -> Vec<BrowserEffect> {
        let Stage::Ending { visit, traces, end, ended_at, .. } = &self.stage else {
            return Vec::new();
        };
        let (erasure, erase) = Erasure::begin(Some(*visit), *end, *ended_at, traces.clone(), self.run, now);
        self.stage = Stage::Erasing(erasure);
        erase
    }

    /// Whatever is late is done before the event that comes.
    fn overdue(&mut self, now: Timestamp) -> Vec<BrowserEffect> {
        match &mut self.stage {
            Stage::Closed | Stage::Verified => Vec::new(),
            Stage::Starting { until, .. } if *until <= now => self.break_off(BrowserEnd::NotStarted, now),
            Stage::Starting { open, .. } => open.overdue(now),
            Stage::Live { open, until, is_soon_told } => {
                let mut effects = open.overdue(now);
                let is_left = open.paused_until().is_some_and(|until| until <= now);
                let is_over = *until <= now;
                if soon_over(*until) <= now && !std::mem::replace(is_soon_told, true) && !is_over {
                    effects.push(BrowserEffect::SoonOver { at: *until });
                }
                if is_left {
                    effects.extend(self.end(BrowserEnd::NetworkLost, None, now));
                } else if is_over {
                    effects.extend(self.end(BrowserEnd::LimitOver, None, now));
                }
                effects
            }
            Stage::Ending { until, .. } if *until <= now => self.erase_closed(now),
            Stage::Ending { .. } => Vec::new(),
            Stage::Erasing(erasure) => erasure.overdue(&mut self.run, now),
        }
    }
}

fn soon_over(until: Timestamp) -> Timestamp {
    Timestamp(until.0.saturating_sub(i64::try_from(SOON_OVER_MS).unwrap_or(i64::MAX)))
}

fn ended(visit: ContactId, end: BrowserEnd, by: Option<Side>, now: Timestamp) -> BrowserEffect {
    BrowserEffect::Changed(BrowserFact { at: now, visit: Some(visit), change: BrowserChange::Ended { end, by } })
}

//! What is said to the machine and what it says.
//!
//! Next: `machine`, which decides; `erasure`, `photo` and `pause` are its parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::browser_hold::{HoldEffect, HoldView, KeypadEvent, PageEvent};
use crate::control_token::{ControlEffect, ControlMessage, ControlView, InputClaim, InputRefusal, Side};
use crate::erasure_receipt::{BrowserEnd, CanaryScan, TraceKind};
use crate::ids::ContactId;
use crate::time::Timestamp;

/// One stretch of work of the browser's host: from an opening or a rebuilding to the next. What a host says of an
/// earlier one is late and dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct HostRun(pub u64);

/// Leave to open the next browser, good for one opening. There is no other way to one than a verified erasure, or a
/// start of the program that found nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartPermit {
    after: HostRun,
}

impl StartPermit {
    /// Leave to open what comes after this run.
    pub(super) fn after(run: HostRun) -> Self {
        Self { after: run }
    }

    /// Whether it is of this run.
    pub(super) fn is_after(self, run: HostRun) -> bool {
        self.after == run
    }
}

/// One photo, counted by whoever takes them from 1 within a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhotoId(pub u32);

/// What a start of the program finds of the run before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOver {
    /// Whose it was, when that can be told.
    pub visit: Option<ContactId>,
    /// What may exist beside profile and frames.
    pub traces: BTreeSet<TraceKind>,
}

/// What the browser's host tells while a browser is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostEvent {
    /// The first page can be shown.
    Ready,
    /// Something of the page.
    Page(PageEvent),
    /// The page is as the profile says that a submitted application looks.
    Submitted,
    /// Closed as asked: the context is disposed and the processes are gone.
    Closed,
    /// The browser crashed.
    Crashed,
    /// The host does not answer any more.
    Lost,
    /// The line to the kiosk's own host is gone.
    LinkLost,
    /// It is back.
    LinkBack,
}

/// What is told of an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErasureEvent {
    /// This is erased.
    Erased(TraceKind),
    /// This could not be erased.
    Kept(TraceKind),
    /// The host was rebuilt: its processes are gone, its memory file systems unmounted, its keys dropped.
    Rebuilt,
    /// It could not be rebuilt.
    NotRebuilt,
    /// The search for canaries is over.
    Scanned(CanaryScan),
}

/// What happens with the resident's photo, which lies in memory at the kiosk or the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoEvent {
    /// A photo was taken and found good by a person; it takes the place of any other.
    Taken(PhotoId),
    /// It is to be handed to the page's photo field.
    HandOver {
        /// Which.
        photo: PhotoId,
        /// By whom: as any input, by the holder of control alone.
        by: InputClaim,
    },
    /// It is not wanted any more.
    Dropped(PhotoId),
    /// It is erased.
    Erased(PhotoId),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrowserEvent {
    /// The counter opens a browser for a visit.
    Open {
        /// The visit.
        visit: ContactId,
        /// What [`super::VisitBrowser::may_start`] gave.
        permit: StartPermit,
    },
    /// At the host.
    Host {
        /// The host's run that tells it.
        run: HostRun,
        /// What.
        what: HostEvent,
    },
    /// Of an erasure.
    Erasure {
        /// The host's run in which it was asked for.
        run: HostRun,
        /// What.
        what: ErasureEvent,
    },
    /// A side's page is there.
    Came(Side),
    /// A side's page is gone, or its person has left it.
    Left(Side),
    /// A side asks something of the control token.
    Control(ControlMessage),
    /// At the resident's keypad.
    Keypad(KeypadEvent),
    /// Of the photo.
    Photo(PhotoEvent),
    /// This exists beside profile and frames, and is to be erased with the visit.
    Exists(TraceKind),
    /// A side ends the shared browser.
    End(Side),
    /// A side cancels what was being filled in.
    Cancel(Side),
    /// Time passed.
    Tick,
}

/// What is to be done, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum BrowserEffect {
    /// Start the host for a visit.
    StartHost {
        /// The run it begins.
        run: HostRun,
        /// The visit.
        visit: ContactId,
    },
    /// Close the browser the quiet way.
    CloseHost {
        /// Its run.
        run: HostRun,
    },
    /// Erase this, and tell when it is done; the host's own things by killing its processes.
    Erase {
        /// The run the answer must name.
        run: HostRun,
        /// What.
        trace: TraceKind,
    },
    /// Search for canaries, and tell what was found.
    Scan {
        /// The run the answer must name.
        run: HostRun,
    },
    /// Kill and unmount all of the host's, and set it up anew.
    RebuildHost {
        /// The run it begins.
        run: HostRun,
    },
    /// Tell the people who look after the counter: a browser's traces are not known to be gone, and it does not open.
    Alarm {
        /// How often the host has been rebuilt in vain.
        rebuilt: u32,
    },
    /// Erase one photo out of memory, and tell when it is done.
    ErasePhoto {
        /// Which.
        photo: PhotoId,
    },
    /// Hand one photo to the page.
    GivePhoto {
        /// Which.
        photo: PhotoId,
    },
    /// Stand still, covered on both sides, or go on.
    Pause {
        /// Whether it stands still.
        on: bool,
    },
    /// Tell both sides that the time for one browser is nearly over.
    SoonOver {
        /// When it is.
        at: Timestamp,
    },
    /// Of the control token.
    Control(ControlEffect),
    /// Of the hold.
    Hold(HoldEffect),
    /// Put it into the history.
    Changed(BrowserFact),
    /// Make, sign and keep the receipt.
    Receipt(ErasureAccount),
    /// Tell the sender why nothing happened.
    Refused(BrowserRefusal),
}

/// What a receipt says of one erasure; the installation adds its name, the number and the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureAccount {
    /// The visit; none when what a restart found does not tell.
    pub visit: Option<ContactId>,
    /// Why the browser ended.
    pub end: BrowserEnd,
    /// When.
    pub ended_at: Timestamp,
    /// What existed, and when it was erased.
    pub erased: BTreeMap<TraceKind, Timestamp>,
    /// How often the host was rebuilt.
    pub rebuilt: u32,
    /// Canaries found by searches that failed.
    pub found_before: u32,
    /// The search by which it was verified.
    pub scan: CanaryScan,
    /// When.
    pub verified_at: Timestamp,
}

/// Why a shared browser stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PauseCause {
    /// The resident's page is gone, or the resident has left it.
    ResidentAway,
    /// The line to the kiosk's own host is gone.
    LinkLost,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrowserChange {
    /// It was opened.
    Opened,
    /// It shows its first page.
    Live,
    /// It stands still.
    Paused(PauseCause),
    /// It goes on.
    Resumed,
    /// The site has taken the application.
    Submitted,
    /// A photo was taken.
    PhotoTaken(PhotoId),
    /// It was handed to the page.
    PhotoHandedOver(PhotoId),
    /// It is erased.
    PhotoErased(PhotoId),
    /// It ended.
    Ended {
        /// Why.
        end: BrowserEnd,
        /// By whom, when a person ended it.
        by: Option<Side>,
    },
    /// Its erasure could not be verified; the host is rebuilt, for the how-manieth time.
    EraseFailed {
        /// Rebuildings by then, this one counted.
        rebuilt: u32,
    },
    /// Its erasure is verified.
    Verified,
}

/// One entry of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrowserFact {
    /// When.
    pub at: Timestamp,
    /// The visit; none when what a restart found does not tell.
    pub visit: Option<ContactId>,
    /// What changed.
    pub change: BrowserChange,
}

/// Why a photo's event did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoRefusal {
    /// There is no such photo, or it is erased.
    #[error("there is no such photo")]
    NoSuchPhoto,
    /// A photo with this number, or a later one, was there already.
    #[error("a photo of this number was there already")]
    Replayed,
    /// More photos than a visit takes.
    #[error("too many photos")]
    TooMany,
    /// It was handed over already.
    #[error("the photo was handed over already")]
    AlreadyHandedOver,
}

/// Why an event did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrowserRefusal {
    /// The erasure of the browser before is not verified, or one is open.
    #[error("the browser before is not erased yet")]
    NotVerified,
    /// The permit was given for an opening that has been.
    #[error("the permit is of an earlier opening")]
    StalePermit,
    /// No browser is live.
    #[error("no shared browser is live")]
    NotLive,
    /// It would be input, and would not act.
    #[error("it is input that does not act: {0}")]
    Input(InputRefusal),
    /// Of the photo.
    #[error("{0}")]
    Photo(PhotoRefusal),
}

/// Where the shared browser of a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrowserStage {
    /// None has been opened since the program started, which found nothing of the run before.
    Closed,
    /// The host starts.
    Starting,
    /// Both sides work with it.
    Live,
    /// It stands still until everybody is back.
    Paused,
    /// It closes.
    Ending(BrowserEnd),
    /// It is being erased.
    Erasing(BrowserEnd),
    /// Its erasure failed; the host is being rebuilt, for the how-manieth time.
    Rebuilding {
        /// Why it ended.
        end: BrowserEnd,
        /// Rebuildings, this one counted.
        rebuilt: u32,
    },
    /// It is gone, and known to be.
    Verified,
}

/// What one side's screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserView {
    /// Where it stands.
    pub stage: BrowserStage,
    /// Whether this side's input acts, all things considered.
    pub can_act: bool,
    /// How control stands, while a browser is open; its acts are those that would not be refused.
    pub control: Option<ControlView>,
    /// How the hold stands, while a browser is open; the keypad is in the resident's alone.
    pub hold: Option<HoldView>,
    /// When it ends by itself if nothing happens: a pause's end, or the time for one browser.
    pub over_at: Option<Timestamp>,
}

//! One kiosk's place: the task in which rules, machinery and the two pages of a visit meet.
//!
//! Owns the order of things: an event is judged by the pure machine, its effects are done, and then both sides are told
//! how everything stands. It decides nothing itself. Next: `hosts` for the browser's side, `pages` for the pages',
//! `shown` for what they are told.

mod effects;
mod hosts;
mod mails;
mod pages;
mod shown;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use browser::frame::MaskedFrame;
use browser::guard::Blank;
use browser::host::{Erased, HostEvent, KioskFrame};
use browser::site::Profile;
use domain::control_token::{InputClaim, Side};
use domain::erasure_receipt::CanaryScan;
use domain::ids::ContactId;
use domain::time::Timestamp;
use domain::visit_browser::{BrowserEvent, HostRun, PhotoId, VisitBrowser};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::machinery::{Around, Failed, Order, Running, StartFault, Traces};
use super::mail::Mail;
use super::messages::{PageMessage, ServerMessage, State};
use super::photo::Photo;
use super::setup::Setup;
use crate::calls::VisitorPrivacy;
use crate::erasure::ReceiptShown;

/// Messages that wait for a place.
const INBOX_MAX: usize = 512;
/// Messages that wait for a page; one that does not take them is let go.
pub(super) const OUT_MAX: usize = 256;
/// No epoch: nothing of the operator's acts.
const NOBODY: u64 = u64::MAX;
/// What a side may do changes with time alone, too: how often that is looked at while a browser is open.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The same, while none is.
const IDLE_LOOK_EVERY: Duration = Duration::from_secs(60);

/// What comes in.
pub(super) enum Inbox {
    /// A page is there.
    Enter { side: Side, line: Line },
    /// Its connection has ended.
    Left { side: Side, number: u64 },
    /// It says something.
    Said { side: Side, number: u64, message: PageMessage },
    /// The kiosk gives a photo.
    Photo { number: u64, photo: Photo },
    /// A start is over.
    Started { run: HostRun, started: Box<Result<Running, StartFault>> },
    /// The browser of the last start has ended.
    Closed { run: HostRun },
    /// What was around it has ended; whether nothing is left.
    Ended { run: HostRun, is_gone: bool },
    /// The host was rebuilt, or could not be.
    Rebuilt { run: HostRun, is_good: bool },
    /// A search is over; None when somewhere could not be looked.
    Searched { run: HostRun, scan: Option<CanaryScan> },
    /// A receipt stands.
    Receipt(Box<ReceiptShown>),
}

/// A page's connection.
pub(super) struct Line {
    /// Counted by whoever connects, so that a late word of an earlier one is known.
    pub(super) number: u64,
    /// The visit it is for.
    pub(super) contact: ContactId,
    /// The operator's name; empty on the kiosk's line.
    pub(super) operator: String,
    /// To the page.
    pub(super) out: mpsc::Sender<Out>,
}

/// What goes to a page's connection.
pub(super) enum Out {
    /// A message.
    Say(Box<ServerMessage>),
    /// Where pictures come from, from here on.
    Pictures(Pictures),
    /// Whether no picture may go out.
    Covered(bool),
    /// Another page of this side took over.
    Replaced,
    /// The visit is over, or somebody else's.
    Over,
}

/// Where a side's pictures come from.
#[derive(Clone)]
pub(super) enum Pictures {
    /// There is no browser.
    None,
    /// The masked ones.
    Operator(watch::Receiver<Option<Arc<MaskedFrame>>>),
    /// The page's own.
    Resident(watch::Receiver<Option<KioskFrame>>),
}

/// A page that is there, and what it was told last.
struct Page {
    line: Line,
    told: Option<State>,
}

/// The browser that runs, or ends.
struct Host {
    run: HostRun,
    orders: Option<mpsc::Sender<Order>>,
    events: mpsc::Receiver<HostEvent>,
    operator: watch::Receiver<Option<Arc<MaskedFrame>>>,
    kiosk: watch::Receiver<Option<KioskFrame>>,
    ended: Option<oneshot::Receiver<Erased>>,
    around: Option<Around>,
    is_closed: bool,
    /// Events told so far.
    told: u64,
}

/// A question of the page that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Dialog { for_resident_alone: bool },
    Date(browser::guard::report::PickerKind),
}

/// What one visit's browser has, from its opening to the next.
struct Visit {
    contact: ContactId,
    profile: Arc<Profile>,
    traces: Traces,
    /// What is opened first.
    first: Option<String>,
    label: Option<String>,
    blank: Option<Blank>,
    questions: Vec<(u64, Asked, ServerMessage)>,
    /// The wish for a photo that stands.
    photo_wish: Option<u64>,
    photo: Option<(PhotoId, Zeroizing<Vec<u8>>)>,
    photos: u32,
    privacy: VisitorPrivacy,
    /// The visit's own mail address.
    mailbox: Option<String>,
    /// Mails that both pages were told of.
    mails: Vec<ServerMessage>,
}

/// What the machine asked to be erased and waits for the browser's end.
#[derive(Default)]
struct Awaited {
    profile: Option<HostRun>,
    frames: Option<HostRun>,
}

struct Place {
    setup: Arc<Setup>,
    own: mpsc::Sender<Inbox>,
    machine: VisitBrowser,
    resident: Option<Page>,
    operator: Option<Page>,
    visit: Option<Visit>,
    host: Option<Host>,
    is_starting: bool,
    awaited: Awaited,
    gate: Arc<AtomicU64>,
    failures: mpsc::Sender<Failed>,
    receipt: Option<ServerMessage>,
    last_id: u64,
    /// The key that the machine is being asked about.
    key: Option<super::messages::SecretKey>,
    /// Events that follow from effects.
    follow_ups: Vec<BrowserEvent>,
}

/// Begins a kiosk's place.
pub(super) fn begin(setup: Arc<Setup>, kiosk: Uuid) -> mpsc::Sender<Inbox> {
    let (own, inbox) = mpsc::channel(INBOX_MAX);
    let (failures, failed) = mpsc::channel(INBOX_MAX);
    let now = Timestamp(setup.parts.clock.now().timestamp_millis());
    let (machine, _nothing) = VisitBrowser::begin(None, now);
    let place = Place {
        own: own.clone(),
        machine,
        resident: None,
        operator: None,
        visit: None,
        host: None,
        is_starting: false,
        awaited: Awaited::default(),
        gate: Arc::new(AtomicU64::new(NOBODY)),
        failures,
        receipt: None,
        last_id: 0,
        key: None,
        follow_ups: Vec::new(),
        setup,
    };
    tracing::debug!(kiosk.id = %kiosk, "a place of the shared browser begins");
    tokio::spawn(place.run(inbox, failed));
    own
}

impl Place {
    async fn run(mut self, mut inbox: mpsc::Receiver<Inbox>, mut failed: mpsc::Receiver<Failed>) {
        let mut updates = self.setup.parts.calls.follow();
        let mut arrivals = self.setup.parts.mail.as_ref().map(Mail::arrivals);
        loop {
            let wake = self.wake();
            tokio::select! {
                biased;
                told = next_told(&mut self.host) => match told {
                    Told::Event(Some(event)) => self.host_tells(event).await,
                    Told::Event(None) => self.host_is_silent().await,
                    Told::Picture => self.pictured().await,
                },
                message = inbox.recv() => match message {
                    Some(message) => self.take(message).await,
                    None => return,
                },
                Some(failure) = failed.recv() => self.order_failed(failure),
                update = updates.recv() => match update {
                    Ok(update) => self.visit_changed(&update).await,
                    Err(RecvError::Lagged(_)) => self.look_at_visit().await,
                    // The switchboard has ended, and so does the program.
                    Err(RecvError::Closed) => return self.give_up().await,
                },
                () = arrived(&mut arrivals) => self.look_at_mail(),
                () = tokio::time::sleep(wake) => self.happen(BrowserEvent::Tick).await,
            }
            self.tell();
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.setup.parts.clock.now().timestamp_millis())
    }

    fn wake(&self) -> Duration {
        let now = self.now();
        let due = self.machine.next_deadline().map(|at| Duration::from_millis(at.since_ms(now)));
        due.map_or(IDLE_LOOK_EVERY, |due| due.min(LOOK_EVERY))
    }

    /// Has the machine judge an event, and everything that follows from it.
    async fn happen(&mut self, event: BrowserEvent) {
        self.follow_ups.push(event);
        while !self.follow_ups.is_empty() {
            let event = self.follow_ups.remove(0);
            let now = self.now();
            let effects = self.machine.handle(event, now);
            self.open_gate();
            for effect in effects {
                self.carry_out(effect).await;
            }
        }
        self.open_gate();
    }

    /// The host asks of every input of the operator's whether it may act; this is the answer.
    fn open_gate(&self) {
        let view = self.machine.view(Side::Operator, self.now());
        let claim = view.control.map(|control| InputClaim { holder: Side::Operator, epoch: control.epoch });
        let open = claim.filter(|claim| self.machine.judge_input(*claim).is_ok());
        self.gate.store(open.map_or(NOBODY, |claim| claim.epoch.0), Ordering::SeqCst);
    }

    async fn take(&mut self, message: Inbox) {
        match message {
            Inbox::Enter { side, line } => self.enter(side, line).await,
            Inbox::Left { side, number } => self.left(side, number).await,
            Inbox::Said { side, number, message } => {
                if self.page(side).is_some_and(|page| page.line.number == number) {
                    self.said(side, message).await;
                }
            }
            Inbox::Photo { number, photo } => {
                if self.resident.as_ref().is_some_and(|page| page.line.number == number) {
                    self.photo_given(photo).await;
                }
            }
            Inbox::Started { run, started } => self.started(run, *started).await,
            Inbox::Closed { run } => self.closed(run).await,
            Inbox::Ended { run, is_gone } => self.profile_ended(run, is_gone).await,
            Inbox::Rebuilt { run, is_good } => self.rebuilt(run, is_good).await,
            Inbox::Searched { run, scan } => self.searched(run, scan).await,
            Inbox::Receipt(receipt) => {
                let message = ServerMessage::Receipt(receipt);
                self.say(Side::Resident, message.clone());
                self.say(Side::Operator, message.clone());
                self.receipt = Some(message);
            }
        }
    }

    fn page(&self, side: Side) -> Option<&Page> {
        match side {
            Side::Resident => self.resident.as_ref(),
            Side::Operator => self.operator.as_ref(),
        }
    }

    fn page_mut(&mut self, side: Side) -> &mut Option<Page> {
        match side {
            Side::Resident => &mut self.resident,
            Side::Operator => &mut self.operator,
        }
    }

    fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// What was where the browser could leave something, from its opening to now.
    fn traces(&self) -> Traces {
        let nothing = || Traces {
            word: super::machinery::word(),
            home: None::<PathBuf>,
            began: SystemTime::from(self.setup.parts.clock.now()),
        };
        self.visit.as_ref().map_or_else(nothing, |visit| visit.traces.clone())
    }
}

enum Told {
    Event(Option<HostEvent>),
    Picture,
}

/// What the browser tells next; never, where there is none.
async fn next_told(host: &mut Option<Host>) -> Told {
    let Some(host) = host.as_mut().filter(|host| !host.is_closed) else { return std::future::pending().await };
    tokio::select! {
        biased;
        event = host.events.recv() => Told::Event(event),
        Ok(()) = host.operator.changed() => Told::Picture,
    }
}

/// When a letter comes for whichever visit; never, where there are no mailboxes.
async fn arrived(arrivals: &mut Option<watch::Receiver<u64>>) {
    let Some(count) = arrivals else { return std::future::pending().await };
    if count.changed().await.is_err() {
        *arrivals = None;
    }
}

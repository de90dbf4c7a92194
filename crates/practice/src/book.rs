//! What the site remembers: applications, reservations, and everything that was posted; all in memory, all bounded.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::origins::Origins;
use crate::outbox::Outbox;
use crate::posted::{Field, Posted, SentFile};
use crate::slots::Calendar;

/// Applications kept at a time; the oldest makes room.
const APPLICATIONS_MAX: usize = 64;
/// Forms kept for tests to look at; the oldest makes room.
const RECEIVED_MAX: usize = 256;
/// Submitted applications kept.
const SUBMITTED_MAX: usize = 64;
/// Bytes of files kept with what was received; of older forms only names and values stay.
const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// The first receipt number.
const FIRST_RECEIPT: u64 = 26_000_001;

/// A form that was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Which form it was, by its address.
    pub path: &'static str,
    /// Names and values in the order of the form.
    pub fields: Vec<Field>,
    /// Files that came with it.
    pub files: Vec<SentFile>,
}

/// An application that was sent in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// 受付番号.
    pub number: String,
    /// All fields of all its pages.
    pub fields: Vec<Field>,
    /// The photo, if one was sent.
    pub photo: Option<Bytes>,
}

/// The practice site's memory and where it sends letters; cheap to clone.
#[derive(Clone)]
pub struct Practice {
    shared: Arc<Shared>,
}

struct Shared {
    origins: Origins,
    seed: u64,
    outbox: Arc<dyn Outbox>,
    book: Mutex<Book>,
}

#[derive(Default)]
struct Book {
    drawn: u64,
    applications: BTreeMap<String, Application>,
    /// Keys of applications from the oldest to the newest.
    order: VecDeque<String>,
    received: VecDeque<Received>,
    submitted: VecDeque<Submitted>,
    sent_in: u64,
    calendar: Calendar,
}

/// An application that is being filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Application {
    /// What each page was given, by the page's address.
    pub(crate) pages: BTreeMap<&'static str, Posted>,
    pub(crate) photo: Option<Bytes>,
    /// 受付番号, once it was sent in.
    pub(crate) receipt: Option<String>,
}

impl Application {
    /// The value of a field on one of the pages; empty where there is none.
    pub(crate) fn value(&self, path: &str, name: &str) -> &str {
        self.pages.get(path).map_or("", |posted| posted.value(name))
    }
}

impl Practice {
    /// A site that has seen nobody. Its tokens follow from `seed`: it is for practice, and a test must be repeatable.
    pub fn open(origins: Origins, seed: u64, outbox: Arc<dyn Outbox>) -> Self {
        Self { shared: Arc::new(Shared { origins, seed, outbox, book: Mutex::default() }) }
    }

    /// What was posted, the oldest first.
    pub fn received(&self) -> Vec<Received> {
        self.book().received.iter().cloned().collect()
    }

    /// What was sent in, the oldest first.
    pub fn submitted(&self) -> Vec<Submitted> {
        self.book().submitted.iter().cloned().collect()
    }

    /// Forgets applications, reservations and what was posted. Tokens drawn before stay spent.
    pub fn forget(&self) {
        let mut book = self.book();
        *book = Book { drawn: book.drawn, ..Book::default() };
    }

    pub(crate) fn origins(&self) -> &Origins {
        &self.shared.origins
    }

    pub(crate) fn outbox(&self) -> &dyn Outbox {
        self.shared.outbox.as_ref()
    }

    /// Notes a form for tests to look at.
    pub(crate) fn note(&self, path: &'static str, posted: &Posted) {
        let mut book = self.book();
        let (fields, files) = (posted.fields.clone(), posted.files.clone());
        book.received.push_back(Received { path, fields, files });
        if book.received.len() > RECEIVED_MAX {
            book.received.pop_front();
        }
        forget_old_files(&mut book.received);
    }

    /// Begins an application and gives its key.
    pub(crate) fn begin(&self) -> String {
        let key = format!("{:016x}{:016x}", self.draw(), self.draw());
        let mut book = self.book();
        book.applications.insert(key.clone(), Application::default());
        book.order.push_back(key.clone());
        if book.order.len() > APPLICATIONS_MAX
            && let Some(oldest) = book.order.pop_front()
        {
            book.applications.remove(&oldest);
        }
        key
    }

    /// The application under a key.
    pub(crate) fn application(&self, key: &str) -> Option<Application> {
        self.book().applications.get(key).cloned()
    }

    /// Changes the application under a key; false when there is none.
    pub(crate) fn change(&self, key: &str, change: impl FnOnce(&mut Application)) -> bool {
        let mut book = self.book();
        let Some(application) = book.applications.get_mut(key) else { return false };
        change(application);
        true
    }

    /// Sends an application in and gives its receipt number; the same number when it was sent in before.
    pub(crate) fn send_in(&self, key: &str) -> Option<String> {
        let mut book = self.book();
        let next = FIRST_RECEIPT.saturating_add(book.sent_in);
        let application = book.applications.get_mut(key)?;
        if let Some(number) = &application.receipt {
            return Some(number.clone());
        }
        let number = format!("R{next}");
        application.receipt = Some(number.clone());
        let fields = application.pages.values().flat_map(|posted| posted.fields.clone()).collect();
        let submitted = Submitted { number: number.clone(), fields, photo: application.photo.clone() };
        book.sent_in = book.sent_in.saturating_add(1);
        book.submitted.push_back(submitted);
        if book.submitted.len() > SUBMITTED_MAX {
            book.submitted.pop_front();
        }
        Some(number)
    }

    /// Looks at or changes the calendar of reservations.
    pub(crate) fn with_calendar<T>(&self, act: impl FnOnce(&mut Calendar) -> T) -> T {
        act(&mut self.book().calendar)
    }

    /// The next number that looks like chance (SplitMix64, Steele, Lea and Flood 2014).
    pub(crate) fn draw(&self) -> u64 {
        let mut book = self.book();
        book.drawn = book.drawn.wrapping_add(1);
        let mut z = self.shared.seed.wrapping_add(book.drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.shared.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of what was received only the newest files stay.
fn forget_old_files(received: &mut VecDeque<Received>) {
    let mut kept = 0_usize;
    for file in received.iter_mut().rev().flat_map(|form| form.files.iter_mut()) {
        kept = kept.saturating_add(file.bytes.len());
        if kept > FILE_BYTES_MAX {
            file.bytes = Bytes::new();
        }
    }
}

//! What the public pages need: the live entries, the calendar, the city's names and how often who may ask.

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use domain::calendar::{Calendar, jst};
use domain::knowledge::entry::TextLanguage;
use storage::Db;
use tokio::sync::watch;

use super::address::Address;
use super::frame::Frame;
use super::pace::Pace;
use super::reach::Reach;
use super::sheet;
use crate::clock::Clock;
use crate::faq_shelf::{FaqShelf, LiveFaq};

/// What the room is given.
pub struct PublicParts {
    /// Where questions are written down.
    pub db: Db,
    /// Time.
    pub clock: Clock,
    /// What is live.
    pub shelf: FaqShelf,
    /// When somebody can be reached.
    pub calendar: watch::Receiver<Arc<Calendar>>,
    /// Whether the demonstration never closes.
    pub always_open: bool,
    /// The city's name in Japanese.
    pub city_ja: String,
    /// The city's name in English.
    pub city_en: String,
    /// The city's own number as it is written.
    pub call_number: Option<String>,
    /// Where pages are for others, without a slash at the end.
    pub public_url: String,
}

/// The room's state; cheap to clone, every clone is the same.
#[derive(Clone)]
pub struct PublicState {
    parts: Arc<PublicParts>,
    style: Arc<str>,
    questions: Arc<Mutex<Pace>>,
    files: Arc<Mutex<Pace>>,
    map: Arc<Mutex<Option<Map>>>,
}

/// The list of all pages, and what was live when it was made.
struct Map {
    of: Arc<LiveFaq>,
    text: Arc<str>,
}

impl fmt::Debug for PublicState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicState")
    }
}

impl std::ops::Deref for PublicState {
    type Target = PublicParts;

    fn deref(&self) -> &PublicParts {
        &self.parts
    }
}

impl PublicState {
    /// The room's state of what it is given.
    pub fn new(parts: PublicParts) -> Self {
        let style = sheet::style_address().into();
        let (questions, files, map) = Default::default();
        Self { parts: Arc::new(parts), style, questions, files, map }
    }

    /// The list of all pages, `made` once for what is live: it is long where there are thousands of entries.
    pub(super) fn map(&self, made: impl FnOnce(&LiveFaq) -> String) -> Arc<str> {
        let live = self.shelf.live();
        let mut map = self.map.lock().unwrap_or_else(PoisonError::into_inner);
        match map.as_ref() {
            Some(Map { of, text }) if Arc::ptr_eq(of, &live) => Arc::clone(text),
            _ => {
                let text: Arc<str> = made(&live).into();
                *map = Some(Map { of: live, text: Arc::clone(&text) });
                text
            }
        }
    }

    /// What a page at `address` is made with.
    pub(super) fn frame(&self, language: TextLanguage, address: Address) -> Frame<'_> {
        let calendar = self.calendar.borrow().clone();
        Frame {
            language,
            city_ja: &self.city_ja,
            city_en: &self.city_en,
            public_url: &self.public_url,
            style: &self.style,
            reach: Reach::at(&calendar, self.call_number.as_ref(), self.always_open, self.clock.now()),
            address,
        }
    }

    /// The day in Japan.
    pub(super) fn today(&self) -> chrono::NaiveDate {
        jst(self.clock.now()).date_naive()
    }

    /// Takes one question of `address`.
    ///
    /// # Errors
    /// The seconds to wait, when it has asked too much.
    pub(super) fn take(&self, address: IpAddr) -> Result<(), u64> {
        self.taken(&self.questions, address)
    }

    /// Takes one file of `address`; who reads many files may still ask.
    ///
    /// # Errors
    /// The seconds to wait, when it has had too many.
    pub(super) fn take_file(&self, address: IpAddr) -> Result<(), u64> {
        self.taken(&self.files, address)
    }

    fn taken(&self, pace: &Mutex<Pace>, address: IpAddr) -> Result<(), u64> {
        pace.lock().unwrap_or_else(PoisonError::into_inner).take(address, self.clock.now())
    }
}

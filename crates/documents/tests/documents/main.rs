//! The documents as whoever gets them sees them, made of the seed edition.
#![expect(clippy::expect_used, reason = "a test may end at what it did not expect")]

mod attached;
mod hostile;
mod marks;
mod pages;
mod seed;
mod sheets;
mod workbook;

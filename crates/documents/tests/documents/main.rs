//! The documents as whoever gets them sees them, made of the seed edition.
#![expect(clippy::expect_used, reason = "a test may end at what it did not expect")]

mod attached;
mod hostile;
mod marks;
mod month;
mod month_calls;
mod month_tables;
mod monthly_bundle;
mod monthly_checks;
mod monthly_pages;
mod monthly_sheets;
mod pages;
mod programs;
mod seed;
mod sheets;
mod templates;
mod workbook;

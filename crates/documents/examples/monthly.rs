//! Writes the made-up month of the tests into a folder, to be looked at, and says how long each format took.
//!
//!     cargo run --release -p documents --example monthly -- FOLDER
#![expect(clippy::print_stdout, reason = "a program for the terminal")]
#![expect(clippy::expect_used, reason = "the month is the tests'")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use documents::{DocumentError, Fonts, MonthlyReport, monthly_csv, monthly_pdf, monthly_xlsx};

#[path = "../tests/documents/month.rs"]
mod month;
#[path = "../tests/documents/month_calls.rs"]
mod month_calls;
#[path = "../tests/documents/month_tables.rs"]
mod month_tables;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("say which folder")?);
    fs::create_dir_all(&folder)?;
    let fonts = Fonts::of_debian();
    let first = month::signed(month::full());
    let reports = [("draft", month::full()), ("corrected", month::corrected(&first)), ("empty", month::empty())];
    for (name, report) in &reports {
        let pdf = |report: &MonthlyReport| monthly_pdf(report, &fonts);
        for (ending, make) in [
            ("pdf", &pdf as &dyn Fn(&MonthlyReport) -> Result<Vec<u8>, DocumentError>),
            ("xlsx", &monthly_xlsx),
            ("zip", &monthly_csv),
        ] {
            let begun = Instant::now();
            let bytes = make(report)?;
            println!("{name}.{ending}: {} bytes, {} ms", bytes.len(), begun.elapsed().as_millis());
            fs::write(folder.join(format!("{name}.{ending}")), &bytes)?;
        }
    }
    Ok(())
}

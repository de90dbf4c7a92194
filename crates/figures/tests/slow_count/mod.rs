//! The tables T1 to T6 counted a second time, slowly and plainly, from the raw logs and the words of the definition.
//!
//! It shares no code with the crate: it takes the records it is given and nothing else, not even `contact::summary`.

mod contact;
mod tables;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use figures::Material;

pub use tables::Num;

/// Table, row and column of a figure.
pub type Place = (String, String, String);

/// Every cell of T1 to T6 of a month, compared with the month before.
pub fn count(material: &Material, year: i32, month: u32) -> BTreeMap<Place, Num> {
    let seen = contact::all(material);
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    let before = first.pred_opt().unwrap();
    tables::all(&seen, material, first, before)
}

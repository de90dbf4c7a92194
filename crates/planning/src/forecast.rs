//! The next month, day by day and half hour by half hour, with intervals and with how well that went so far.
//!
//! Owns the model of a day (`day_model`), its trial on the past (`back_test`) and the outlook (`outlook`). It must
//! never know what day it is: the days ahead come from the caller's calendar. Where the past does not carry a forecast
//! the answer is why not.

mod back_test;
mod day_model;
mod outlook;
mod regression;

pub use back_test::{Accuracy, BackTest, CONTACTS_MIN, DAYS_TO_LEARN, MONTHS_TRIED_MAX, NotCarried};
pub use day_model::{DayModel, Renewals, YEARLY_FROM_DAYS};
pub use outlook::{BandOutlook, DayOutlook, Expected, Forecast, Note, forecast};

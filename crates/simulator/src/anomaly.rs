//! What goes wrong by design, so that findings can be judged by whether they find it.
//!
//! Owns the anomalies and when they hold. It must never draw. Next: `demand` and `day`, which obey them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::KioskId;

/// One thing that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anomaly {
    /// The telephone line is dead: nobody gets through, and who is on it is cut off.
    DeadLine {
        /// From.
        from: DateTime<Utc>,
        /// Until.
        until: DateTime<Utc>,
    },
    /// One topic brings twice the calls.
    TopicDoubles {
        /// Its code, such as `カ-1`; `カ` means each of its sub-codes.
        topic: String,
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// A kiosk cannot be used; who sits at it is cut off.
    KioskBroken {
        /// Which.
        kiosk: KioskId,
        /// From.
        from: DateTime<Utc>,
        /// Until.
        until: DateTime<Utc>,
    },
}

impl Anomaly {
    /// How many times its usual calls a topic brings on a day.
    pub(crate) fn topic_factor(&self, code: &str, date: NaiveDate) -> f64 {
        match self {
            Self::TopicDoubles { topic, from, to } => {
                let is_meant = code == topic || code.split('-').next() == Some(topic);
                if is_meant && (*from..=*to).contains(&date) { 2.0 } else { 1.0 }
            }
            Self::DeadLine { .. } | Self::KioskBroken { .. } => 1.0,
        }
    }

    /// When the line is dead.
    pub(crate) fn dead_line(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        match self {
            Self::DeadLine { from, until } => Some((*from, *until)),
            Self::TopicDoubles { .. } | Self::KioskBroken { .. } => None,
        }
    }

    /// Which kiosk is broken, and when.
    pub(crate) fn broken_kiosk(&self) -> Option<(KioskId, DateTime<Utc>, DateTime<Utc>)> {
        match self {
            Self::KioskBroken { kiosk, from, until } => Some((*kiosk, *from, *until)),
            Self::TopicDoubles { .. } | Self::DeadLine { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_doubles_on_its_days_with_all_its_sub_codes_and_no_other() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 6, day).unwrap();
        let doubles = Anomaly::TopicDoubles { topic: "カ".to_owned(), from: day(10), to: day(12) };
        for (code, date, factor) in
            [("カ-1", 10, 2.0), ("カ", 12, 2.0), ("カ-1", 9, 1.0), ("カ-1", 13, 1.0), ("キ-1", 11, 1.0)]
        {
            assert!((doubles.topic_factor(code, day(date)) - factor).abs() < f64::EPSILON, "{code} {date}");
        }
    }
}

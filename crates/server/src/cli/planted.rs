//! Anomalies to be planted, as they are written at the terminal.
//!
//! Owns reading them; times are Japan's. What they do is the simulator's.

use std::str::FromStr;

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use domain::calendar::JST;
use domain::ids::KioskId;
use simulator::Anomaly;

/// Everything that is planted, as it was written.
#[derive(Debug, Default, Clone, PartialEq, Eq, clap::Args)]
pub(super) struct Planted {
    /// Plant a dead telephone line, in Japan's time; may be given several times.
    #[arg(long, value_name = "FROM..UNTIL")]
    dead_line: Vec<LocalSpan>,
    /// Plant a topic that brings twice its calls; may be given several times.
    #[arg(long, value_name = "CODE=FROM..TO")]
    topic_doubles: Vec<TopicDays>,
    /// Plant a broken kiosk, counted from 1; may be given several times.
    #[arg(long, value_name = "NUMBER=FROM..UNTIL")]
    kiosk_broken: Vec<KioskSpan>,
}

/// `2026-06-08T13:00..2026-06-08T17:00`, in Japan's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LocalSpan {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// `カ=2026-06-01..2026-06-30`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TopicDays {
    topic: String,
    from: NaiveDate,
    to: NaiveDate,
}

/// `2=2026-06-08T09:00..2026-06-08T15:00`; kiosks count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KioskSpan {
    number: usize,
    span: LocalSpan,
}

impl FromStr for LocalSpan {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = || "write FROM..UNTIL, such as 2026-06-08T13:00..2026-06-08T17:00".to_owned();
        let (from, until) = text.split_once("..").ok_or_else(wanted)?;
        let (from, until) = (moment(from).ok_or_else(wanted)?, moment(until).ok_or_else(wanted)?);
        if from < until { Ok(Self { from, until }) } else { Err("it ends before it begins".to_owned()) }
    }
}

impl FromStr for TopicDays {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = || "write CODE=FROM..TO, such as カ=2026-06-01..2026-06-30".to_owned();
        let (topic, days) = text.split_once('=').ok_or_else(wanted)?;
        let (from, to) = days.split_once("..").ok_or_else(wanted)?;
        let day = |text: &str| text.parse::<NaiveDate>().map_err(|_| wanted());
        let (from, to) = (day(from)?, day(to)?);
        if from <= to {
            Ok(Self { topic: topic.to_owned(), from, to })
        } else {
            Err("it ends before it begins".to_owned())
        }
    }
}

impl FromStr for KioskSpan {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = || "write NUMBER=FROM..UNTIL, such as 2=2026-06-08T09:00..2026-06-08T15:00".to_owned();
        let (number, span) = text.split_once('=').ok_or_else(wanted)?;
        Ok(Self { number: number.parse().map_err(|_| wanted())?, span: span.parse()? })
    }
}

impl Planted {
    /// As the simulator takes it.
    ///
    /// # Errors
    /// When a kiosk is named that is not there.
    pub(super) fn anomalies(&self, kiosks: &[KioskId]) -> anyhow::Result<Vec<Anomaly>> {
        let lines = self.dead_line.iter().map(|span| Anomaly::DeadLine { from: span.from, until: span.until });
        let mut anomalies: Vec<Anomaly> = lines.collect();
        for TopicDays { topic, from, to } in &self.topic_doubles {
            anomalies.push(Anomaly::TopicDoubles { topic: topic.clone(), from: *from, to: *to });
        }
        for KioskSpan { number, span } in &self.kiosk_broken {
            let kiosk = number.checked_sub(1).and_then(|place| kiosks.get(place));
            let kiosk = *kiosk.with_context(|| format!("--kiosk-broken {number}: kiosks are 1 to {}", kiosks.len()))?;
            anomalies.push(Anomaly::KioskBroken { kiosk, from: span.from, until: span.until });
        }
        Ok(anomalies)
    }

    /// In words, by which two runs are told apart.
    pub(super) fn words(&self) -> Vec<String> {
        let lines = self.dead_line.iter().map(|it| format!("{it:?}"));
        let topics = self.topic_doubles.iter().map(|it| format!("{it:?}"));
        let kiosks = self.kiosk_broken.iter().map(|it| format!("{it:?}"));
        lines.chain(topics).chain(kiosks).collect()
    }
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
    Some(JST.from_local_datetime(&local).single()?.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_in_japans_time_and_refused_with_an_example() {
        let span: LocalSpan = "2026-06-08T13:00..2026-06-08T17:00".parse().unwrap();
        assert_eq!(span.from.to_rfc3339(), "2026-06-08T04:00:00+00:00");
        let days: TopicDays = "カ=2026-06-01..2026-06-30".parse().unwrap();
        assert_eq!((days.topic.as_str(), days.from.to_string().as_str()), ("カ", "2026-06-01"));
        let kiosk: KioskSpan = "2=2026-06-08T09:00..2026-06-08T15:00".parse().unwrap();
        assert_eq!(kiosk.number, 2);
        for wrong in ["", "2026-06-08", "2026-06-08T17:00..2026-06-08T13:00", "2026-06-31T13:00..2026-07-01T13:00"] {
            assert!(wrong.parse::<LocalSpan>().is_err(), "{wrong}");
        }
        assert!("カ=2026-06-30..2026-06-01".parse::<TopicDays>().is_err());
        assert!("x=2026-06-08T09:00..2026-06-08T15:00".parse::<KioskSpan>().is_err());
    }
}

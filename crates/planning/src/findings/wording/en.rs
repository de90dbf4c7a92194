//! Findings in English.

use super::super::finding::{Channel, DayGroup, Family, Finding, Observation, Silence, SilenceReason};
use super::numbers::{mean, minutes, percent, share, times};
use chrono::NaiveDate;

const WEEKDAYS: [&str; 7] = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

pub(super) fn sentence(finding: &Finding) -> String {
    let contacts = contacts(finding.channel);
    match &finding.observation {
        Observation::UnusualDay { date, counted, expected, low, high } => format!(
            "On {} there were {counted} {contacts}, {} than the {} ({low} to {high}) that calendar and trend let expect.",
            day(*date),
            if f64::from(*counted) > *expected { "more" } else { "fewer" },
            mean(*expected),
        ),
        Observation::Outage { date, from, to, counted, expected } => format!(
            "On {} from {} to {} there were {counted} {contacts} where {} were expected: the line or the door was \
             probably closed.",
            day(*date),
            from.begins(),
            to.ends(),
            mean(*expected),
        ),
        Observation::UnmetPeak { .. } => peak(&finding.observation, contacts),
        Observation::GrowingTopic { code, counted, expected, ratio } => format!(
            "Topic {code} came up {counted} times{}; by its share so far {} were expected.",
            grown(*ratio),
            mean(*expected),
        ),
        Observation::FaqGap { .. } => gap(&finding.observation),
        Observation::EnglishDemand { counted, all, expected, ratio } => format!(
            "{counted} of {all} contacts were in English{}; by their share so far {} were expected.",
            grown(*ratio),
            mean(*expected),
        ),
        Observation::KioskFaults { kiosk, counted, expected } => {
            format!("Kiosk {kiosk} had {counted} faults; by its rate so far {} were expected.", mean(*expected),)
        }
        Observation::SilentKiosk { kiosk, from, to, days, expected } => format!(
            "Nobody came to kiosk {kiosk} on {days} open days from {} to {}; {} visits were expected.",
            day(*from),
            day(*to),
            mean(*expected),
        ),
        Observation::RepeatCallers { counted, all, expected, ratio } => format!(
            "{counted} of {all} contacts were from somebody who had called before{}; by their share so far {} were \
             expected.",
            grown(*ratio),
            mean(*expected),
        ),
    }
}

pub(super) fn proposal(finding: &Finding) -> String {
    match &finding.observation {
        Observation::UnusualDay { .. } => {
            "Find out what happened on that day (letters sent, news, a fault) and note it in the calendar.".into()
        }
        Observation::Outage { .. } => {
            "Compare the carrier's records with the alarms and decide how to keep it from happening again.".into()
        }
        Observation::UnmetPeak { seats, seats_needed, .. } if seats_needed > seats => format!(
            "Staff {seats_needed} seats instead of {seats} at this time, or move after-call work and breaks out of it."
        ),
        Observation::UnmetPeak { seats, .. } => {
            format!("By the formula {seats} seats are enough; see how many were really staffed at this time.")
        }
        Observation::GrowingTopic { code, .. } => {
            format!("Read contacts of topic {code}; decide on the FAQ, on notices and on telling the city.")
        }
        Observation::FaqGap { code, .. } => {
            format!("Draft FAQ entries from the unanswered questions of topic {code} and have them approved.")
        }
        Observation::EnglishDemand { .. } => {
            "See when agents who speak English are on duty, and what the English FAQ lacks.".into()
        }
        Observation::KioskFaults { kiosk, .. } | Observation::SilentKiosk { kiosk, .. } => {
            format!("Inspect kiosk {kiosk} and send visitors to another kiosk until it works.")
        }
        Observation::RepeatCallers { .. } => {
            "Read what came before the repeated contacts and sort out why they were not settled at once.".into()
        }
    }
}

pub(super) fn silence(silence: &Silence) -> String {
    let rule = match silence.family {
        Family::UnusualDays => "unusual days",
        Family::Outages => "outages",
        Family::UnmetPeaks => "times that miss the target",
        Family::GrowingTopics => "growing topics",
        Family::FaqGaps => "gaps of the FAQ",
        Family::EnglishDemand => "demand in English",
        Family::Kiosks => "trouble with kiosks",
        Family::RepeatCallers => "repeat callers",
    };
    let why = match silence.reason {
        SilenceReason::Contacts { have, need } => format!("there were {have} contacts and {need} are needed"),
        SilenceReason::Days { have, need } => format!("there are {have} days and {need} are needed"),
        SilenceReason::MonthsBefore { have, need } => {
            format!("there are {have} months to compare with and {need} are needed")
        }
        SilenceReason::NotMeasured => "nothing was recorded".to_owned(),
    };
    format!("Nothing is said of {rule}: {why}.")
}

fn peak(observation: &Observation, contacts: &str) -> String {
    let Observation::UnmetPeak {
        days,
        from,
        to,
        offered,
        in_time,
        target_share,
        target_s,
        calls_per_hour,
        handling_s,
        seats,
        seats_needed,
    } = observation
    else {
        return String::new();
    };
    let days = match days {
        DayGroup::Workdays => "workdays",
        DayGroup::Weekday(day) => WEEKDAYS.get(usize::from(*day)).unwrap_or(&""),
    };
    format!(
        "On {days} from {} to {}, {in_time} of {offered} {contacts} were answered within {target_s} seconds ({}%), \
         below the target of {}%. The busiest half hour had {} an hour at {} minutes each; Erlang C asks {seats_needed} \
         seats (seats: {seats}).",
        from.begins(),
        to.ends(),
        percent(share(*in_time, *offered)),
        percent(*target_share),
        mean(*calls_per_hour),
        minutes(*handling_s),
    )
}

fn gap(observation: &Observation) -> String {
    let Observation::FaqGap {
        code,
        questions,
        unanswered,
        unanswered_elsewhere,
        handling_s,
        handling_elsewhere_s,
        transferred,
        transferred_elsewhere,
    } = observation
    else {
        return String::new();
    };
    format!(
        "In topic {code} the FAQ had no sure answer to {unanswered} of {questions} questions ({}%, elsewhere {}%); \
         handling took {} minutes (elsewhere {}), and {}% were transferred to the city (elsewhere {}%).",
        percent(share(*unanswered, *questions)),
        percent(*unanswered_elsewhere),
        minutes(*handling_s),
        minutes(*handling_elsewhere_s),
        percent(*transferred),
        percent(*transferred_elsewhere),
    )
}

fn grown(ratio: f64) -> String {
    times(ratio).map_or(String::new(), |times| format!(", {times} times as often as before"))
}

fn contacts(channel: Channel) -> &'static str {
    match channel {
        Channel::Telephone => "calls",
        Channel::Counter => "visits",
    }
}

/// As "Tuesday 12 May".
fn day(date: NaiveDate) -> String {
    date.format("%A %-d %B").to_string()
}

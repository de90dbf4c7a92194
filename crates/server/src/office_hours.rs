//! Whether an entry of the directory is open: one rule for the list an agent chooses from and for the transfer itself.
//!
//! Owns nothing but the rule. Departments that name no hours of their own follow the city office's
//! calendar; where nobody entered hours, nothing is known. What is open when is `domain::calendar`'s.

use chrono::{DateTime, Utc};
use domain::calendar::{Calendar, CalendarConfig, Schedule, ScheduleRules};
use serde_json::Value;
use storage::directory::DirectoryEntry;

/// The kind of an entry that belongs to the city.
pub const DEPARTMENT: &str = "department";

/// An entry's hours at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficeHours {
    /// Whether it is open; None where nobody entered the hours.
    pub open_now: Option<bool>,
    /// When it opens next, where it is closed.
    pub opens_at: Option<DateTime<Utc>>,
}

impl OfficeHours {
    /// The hours of `entry` at `now`; `always_open` is the demonstration city, whose departments never close.
    #[must_use]
    pub fn of(entry: &DirectoryEntry, city: &Calendar, always_open: bool, now: DateTime<Utc>) -> Self {
        if always_open && entry.kind == DEPARTMENT {
            return Self { open_now: Some(true), opens_at: None };
        }
        let own = own_calendar(&entry.hours, city);
        let follows_city = entry.hours.get("calendar").is_some();
        let calendar = if follows_city { Some(city) } else { own.as_ref() };
        let open_now = calendar.map(|calendar| calendar.is_open(Schedule::CityOffice, now));
        let closed = calendar.filter(|_| open_now == Some(false));
        let opens_at = closed.and_then(|calendar| calendar.next_opening(Schedule::CityOffice, now));
        Self { open_now, opens_at: opens_at.map(|at| at.with_timezone(&Utc)) }
    }
}

/// The calendar of a body that keeps its own hours, over the city's holidays.
fn own_calendar(hours: &Value, city: &Calendar) -> Option<Calendar> {
    let rules: ScheduleRules = serde_json::from_value(hours.get("rules")?.clone()).ok()?;
    let config =
        CalendarConfig { city_office: rules, one_offs: Vec::new(), maintenance: Vec::new(), ..city.config().clone() };
    Calendar::new(config, None).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    /// Sunday, 3 May 2026, noon in Japan.
    const SUNDAY: &str = "2026-05-03T03:00:00Z";
    /// Thursday, 14 May 2026, noon in Japan.
    const THURSDAY: &str = "2026-05-14T03:00:00Z";

    fn open_at(kind: &str, hours: Value, always_open: bool, at: &str) -> Option<bool> {
        let city = Calendar::new(CalendarConfig::default(), None).unwrap();
        let entry = DirectoryEntry {
            id: Uuid::nil(),
            kind: kind.to_owned(),
            name_ja: String::new(),
            name_en: String::new(),
            number: String::new(),
            hours,
            remark: String::new(),
            position: 0,
            active: true,
        };
        OfficeHours::of(&entry, &city, always_open, at.parse().unwrap()).open_now
    }

    #[test]
    fn a_department_follows_the_city_office_unless_the_demonstration_is_always_open() {
        let hours = json!({"words_ja": "市役所の開庁時間", "calendar": "city_office"});
        assert_eq!(open_at(DEPARTMENT, hours.clone(), false, THURSDAY), Some(true));
        assert_eq!(open_at(DEPARTMENT, hours.clone(), false, SUNDAY), Some(false));
        assert_eq!(open_at(DEPARTMENT, hours, true, SUNDAY), Some(true));
    }

    #[test]
    fn nothing_is_known_of_hours_nobody_entered() {
        assert_eq!(open_at(DEPARTMENT, json!({"words_ja": "不定"}), false, SUNDAY), None);
        assert_eq!(open_at("agency", json!({}), true, SUNDAY), None);
    }
}

//! The calendar of reservations: days, times of day, and who holds a place.

use std::collections::BTreeMap;

/// Days that can be booked, as they are written: 2026-12-01 was a Tuesday.
pub(crate) const DAYS: [(&str, &str, &str); 10] = [
    ("1201", "12月1日（火）", "Tue 1 Dec"),
    ("1202", "12月2日（水）", "Wed 2 Dec"),
    ("1203", "12月3日（木）", "Thu 3 Dec"),
    ("1204", "12月4日（金）", "Fri 4 Dec"),
    ("1207", "12月7日（月）", "Mon 7 Dec"),
    ("1208", "12月8日（火）", "Tue 8 Dec"),
    ("1209", "12月9日（水）", "Wed 9 Dec"),
    ("1210", "12月10日（木）", "Thu 10 Dec"),
    ("1211", "12月11日（金）", "Fri 11 Dec"),
    ("1214", "12月14日（月）", "Mon 14 Dec"),
];
/// Times of day that can be booked.
pub(crate) const TIMES: [&str; 6] = ["9:00", "10:00", "11:00", "13:30", "14:30", "15:30"];
/// Places of a slot.
const PLACES: usize = 2;
/// Slots that were full before anybody came.
const FULL: [(usize, usize); 9] = [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (2, 1), (5, 3), (7, 0)];
/// Slots that had one place left before anybody came.
const NEARLY_FULL: [(usize, usize); 5] = [(1, 0), (1, 3), (3, 2), (6, 5), (9, 4)];
/// The first number of a reservation.
const FIRST_NUMBER: u32 = 7_001;

/// A day and a time, as indices into [`DAYS`] and [`TIMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot {
    day: usize,
    time: usize,
}

impl Slot {
    /// The slot of an address such as `1202-3`.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        let (day, time) = code.split_once('-')?;
        let day = DAYS.iter().position(|(known, _, _)| *known == day)?;
        (0..TIMES.len()).find(|known| known.to_string() == time).map(|time| Self { day, time })
    }

    /// The slot of two indices, if there are such a day and such a time.
    pub(crate) fn at(day: usize, time: usize) -> Option<Self> {
        (day < DAYS.len() && time < TIMES.len()).then_some(Self { day, time })
    }

    /// The code in addresses.
    pub(crate) fn code(self) -> String {
        format!("{}-{}", DAYS.get(self.day).map_or("", |day| day.0), self.time)
    }

    /// Day and time for a reader: Japanese, English.
    pub(crate) fn words(self) -> (String, String) {
        let (_, japanese, english) = DAYS.get(self.day).copied().unwrap_or_default();
        let time = TIMES.get(self.time).copied().unwrap_or_default();
        (format!("{japanese} {time}"), format!("{english}, {time}"))
    }
}

/// What came of trying to book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Booked {
    /// 予約番号.
    Under(u32),
    Full,
}

/// Who holds places; as large as there are places.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    held: BTreeMap<u32, (Slot, String)>,
    given: u32,
}

impl Calendar {
    /// Places left of a slot.
    pub(crate) fn left(&self, slot: Slot) -> usize {
        let among = |slots: &[(usize, usize)]| slots.contains(&(slot.day, slot.time));
        let before = if among(&FULL) { PLACES } else { usize::from(among(&NEARLY_FULL)) };
        let held = self.held.values().filter(|(taken, _)| *taken == slot).count();
        PLACES.saturating_sub(before).saturating_sub(held)
    }

    /// Books a place in somebody's name.
    pub(crate) fn book(&mut self, slot: Slot, name: &str) -> Booked {
        if self.left(slot) == 0 {
            return Booked::Full;
        }
        let number = FIRST_NUMBER.saturating_add(self.given);
        self.given = self.given.saturating_add(1);
        self.held.insert(number, (slot, name.to_owned()));
        Booked::Under(number)
    }

    /// The slot under a number.
    pub(crate) fn find(&self, number: u32) -> Option<Slot> {
        self.held.get(&number).map(|(slot, _)| *slot)
    }

    /// Gives a place back; the name must be the one it was booked in.
    pub(crate) fn cancel(&mut self, number: u32, name: &str) -> Option<Slot> {
        let (slot, _) = self.held.get(&number).filter(|(_, holder)| holder == name)?;
        let slot = *slot;
        self.held.remove(&number);
        Some(slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_full_after_its_places_and_free_after_a_cancellation() {
        let slot = Slot::from_code("1202-1").unwrap();
        let mut calendar = Calendar::default();
        assert_eq!(calendar.left(slot), 2);
        let Booked::Under(first) = calendar.book(slot, "山田") else { panic!("a place is left") };
        assert!(matches!(calendar.book(slot, "鈴木"), Booked::Under(_)));
        assert_eq!(calendar.book(slot, "佐藤"), Booked::Full);
        assert_eq!(calendar.cancel(first, "鈴木"), None);
        assert_eq!(calendar.cancel(first, "山田"), Some(slot));
        assert_eq!(calendar.left(slot), 1);
    }

    #[test]
    fn only_slots_of_the_calendar_have_a_code() {
        let check = |code: &str, there: bool| assert_eq!(Slot::from_code(code).is_some(), there, "{code}");
        check("1201-0", true);
        check("1201-6", false);
        check("1205-0", false);
        check("1201-00", false);
        check("", false);
    }
}

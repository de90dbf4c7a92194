//! The seats of a day and the people who take them one after the other.
//!
//! Owns who is on duty where. It must never know what happens at a seat: `seats` does.

use std::collections::VecDeque;

use chrono::{Datelike as _, NaiveDate};
use domain::contact::Channel;
use domain::ids::AgentId;

use crate::city::{City, Crew, Person};

/// One seat.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    pub(crate) channel: Channel,
    /// Who comes next.
    pub(crate) next: VecDeque<Person>,
    pub(crate) sits: Option<AgentId>,
    /// Leaves as soon as nothing is in hand.
    pub(crate) hands_over: bool,
    /// Leaves as soon as nobody waits either.
    pub(crate) goes_home: bool,
    /// In a pause.
    pub(crate) rests: bool,
}

/// The seats of both channels on a day, those of the telephone first.
pub(crate) fn seats_of(city: &City, date: NaiveDate) -> Vec<Seat> {
    let mut seats = Vec::new();
    for (channel, crew) in [(Channel::Phone, &city.phone.crew), (Channel::Counter, &city.counter.crew)] {
        for next in on_duty(crew, date) {
            seats.push(Seat { channel, next, sits: None, hands_over: false, goes_home: false, rests: false });
        }
    }
    seats
}

/// Who sits at each seat, one after the other. People change seats and shifts from week to week.
fn on_duty(crew: &Crew, date: NaiveDate) -> Vec<VecDeque<Person>> {
    let seats = crew.seats.min(crew.people.len());
    if seats == 0 {
        return Vec::new();
    }
    let week = usize::try_from(date.num_days_from_ce() / 7).unwrap_or(0);
    let halves: Vec<&[Person]> = crew.people.chunks_exact(seats).collect();
    let shifts: Vec<&[Person]> = match halves.as_slice() {
        [first, second, ..] if week % 2 == 1 => vec![*second, *first],
        [first, second, ..] => vec![*first, *second],
        [only] => vec![*only],
        [] => Vec::new(),
    };
    let person = |shift: &&[Person], seat: usize| shift[(seat + week) % seats].clone();
    (0..seats).map(|seat| shifts.iter().map(|shift| person(shift, seat)).collect()).collect()
}

//! A plan: for every slot what the seats do and what the target asks.

use super::measured::{Load, Slot};
use crate::erlang::{Callers, Demand, ErlangError, Target, Waiting, calls_held, seats_for, waiting};
use std::collections::BTreeMap;
use std::time::Duration;

/// With what a plan is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Seats that are staffed.
    pub seats: u32,
    /// What callers do while they wait.
    pub callers: Callers,
    /// What is promised.
    pub target: Target,
}

/// One slot of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlotPlan {
    /// What comes in.
    pub load: Load,
    /// What callers meet; None where the queue would grow without end (`Callers::Stay` alone).
    pub waiting: Option<Waiting>,
    /// The most calls an hour the seats hold within the target.
    pub holds_calls_per_hour: f64,
    /// Whether the target is reached.
    pub reached: bool,
    /// Seats the target needs at the measured rate.
    pub needs: u32,
    /// Seats it needs at the upper end of the rate's interval.
    pub needs_cautiously: u32,
}

/// A plan over all slots.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// With what it was made.
    pub setting: Setting,
    /// The slots.
    pub slots: BTreeMap<Slot, SlotPlan>,
}

/// What a plan comes to; shares are weighed by calls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Totals {
    /// Share answered in time; a slot that overflows answers nobody in time.
    pub service_level: f64,
    /// Share that hangs up.
    pub abandoned: f64,
    /// Mean occupancy over half hours, 1 where the queue overflows.
    pub occupancy: f64,
    /// Half hours in which the target is missed.
    pub slots_missed: usize,
    /// The most seats any half hour needs.
    pub needs_most: u32,
}

/// What is imagined otherwise; None and 1.0 leave things as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WhatIf {
    /// Other seats.
    pub seats: Option<u32>,
    /// Handling times multiplied by this.
    pub handling_times: f64,
    /// Calls multiplied by this.
    pub volume_times: f64,
    /// Callers who stay, or hang up sooner or later.
    pub callers: Option<Callers>,
    /// Another promise.
    pub target: Option<Target>,
}

impl WhatIf {
    /// Everything as it is.
    #[must_use]
    pub fn unchanged() -> Self {
        Self { seats: None, handling_times: 1.0, volume_times: 1.0, callers: None, target: None }
    }

    /// The plan as it would be.
    ///
    /// # Errors
    /// As `plan`: a factor that leads out of the formulas' limits is refused there.
    pub fn plan(&self, loads: &BTreeMap<Slot, Load>, setting: &Setting) -> Result<Plan, ErlangError> {
        let changed = Setting {
            seats: self.seats.unwrap_or(setting.seats),
            callers: self.callers.unwrap_or(setting.callers),
            target: self.target.unwrap_or(setting.target),
        };
        let loads =
            loads.iter().map(|(slot, load)| Ok((*slot, self.load(load)?))).collect::<Result<_, ErlangError>>()?;
        plan(&loads, &changed)
    }

    fn load(&self, load: &Load) -> Result<Load, ErlangError> {
        let handling_s = load.handling.as_secs_f64() * self.handling_times;
        let handling = Duration::try_from_secs_f64(handling_s).map_err(|_| ErlangError::HandlingTime(load.handling))?;
        Ok(Load {
            calls_per_hour: load.calls_per_hour * self.volume_times,
            calls_low: load.calls_low * self.volume_times,
            calls_high: load.calls_high * self.volume_times,
            handling,
        })
    }
}

/// What `setting` does to every slot.
///
/// # Errors
/// What the formulas refuse, but an overflowing queue, which is an answer.
pub fn plan(loads: &BTreeMap<Slot, Load>, setting: &Setting) -> Result<Plan, ErlangError> {
    let slots = loads
        .iter()
        .map(|(slot, load)| Ok((*slot, slot_plan(load, setting)?)))
        .collect::<Result<BTreeMap<_, _>, ErlangError>>()?;
    Ok(Plan { setting: *setting, slots })
}

impl Plan {
    /// What it comes to; None without a call.
    #[must_use]
    pub fn totals(&self) -> Option<Totals> {
        let calls: f64 = self.slots.values().map(|slot| slot.load.calls_per_hour).sum();
        if calls <= 0.0 {
            return None;
        }
        let weighed = |share: fn(&Waiting) -> f64| {
            let of_slot = |slot: &SlotPlan| slot.load.calls_per_hour * slot.waiting.as_ref().map_or(0.0, share);
            self.slots.values().map(of_slot).sum::<f64>() / calls
        };
        let busy = |slot: &SlotPlan| slot.waiting.map_or(1.0, |waiting| waiting.occupancy);
        Some(Totals {
            service_level: weighed(|waiting| waiting.service_level),
            abandoned: weighed(|waiting| waiting.abandoned),
            occupancy: self.slots.values().map(busy).sum::<f64>() / self.slots.len() as f64,
            slots_missed: self.slots.values().filter(|slot| !slot.reached).count(),
            needs_most: self.slots.values().map(|slot| slot.needs).max().unwrap_or(0),
        })
    }
}

fn slot_plan(load: &Load, setting: &Setting) -> Result<SlotPlan, ErlangError> {
    let Setting { seats, callers, target } = setting;
    let demand = Demand::new(load.calls_per_hour, load.handling)?;
    let cautious = Demand::new(load.calls_high, load.handling)?;
    let found = match waiting(&demand, *seats, *callers, target.within()) {
        Ok(found) => Some(found),
        Err(ErlangError::Overloaded { .. }) => None,
        Err(refusal) => return Err(refusal),
    };
    Ok(SlotPlan {
        load: *load,
        waiting: found,
        holds_calls_per_hour: calls_held(*seats, load.handling, *callers, target)?,
        reached: found.is_some_and(|found| found.service_level >= target.share()),
        needs: seats_for(&demand, *callers, target)?,
        needs_cautiously: seats_for(&cautious, *callers, target)?,
    })
}

//! Who hears whom: from a matrix of routes to what each leg has to do.
//!
//! Pure. A hearer with exactly one speaker and nothing played is relayed packet by packet; any other
//! hearer is mixed each 20 ms. Listening in, whisper and barge are rows of the matrix. It must never
//! know sockets. Go next to `shard`, which carries the plans out.

use std::collections::{BTreeMap, BTreeSet};

use crate::LegId;

/// What one leg does with what it says and hears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Legs its packets are passed on to.
    pub(crate) relay_to: Vec<LegId>,
    /// Legs mixed for it; empty when it is relayed to or hears nothing.
    pub(crate) mixed_from: Vec<LegId>,
    /// Whether its sound goes through a playout buffer, because somebody hears it mixed.
    pub(crate) feeds_mix: bool,
    /// Whether anybody hears it.
    pub(crate) heard: bool,
}

/// Plans for all legs of a group; `playing` names those to whom a sound is played.
pub(crate) fn plans(legs: &[LegId], routes: &[(LegId, LegId)], playing: &BTreeSet<LegId>) -> BTreeMap<LegId, Plan> {
    let mut plans: BTreeMap<LegId, Plan> = legs.iter().map(|leg| (*leg, Plan::default())).collect();
    for hearer in legs {
        let speakers = speakers(routes, *hearer);
        let relayed = speakers.len() == 1 && !playing.contains(hearer);
        for speaker in &speakers {
            if let Some(plan) = plans.get_mut(speaker) {
                plan.heard = true;
                match relayed {
                    true => plan.relay_to.push(*hearer),
                    false => plan.feeds_mix = true,
                }
            }
        }
        if let Some(plan) = plans.get_mut(hearer).filter(|_| !relayed) {
            plan.mixed_from = speakers;
        }
    }
    plans
}

fn speakers(routes: &[(LegId, LegId)], hearer: LegId) -> Vec<LegId> {
    let to_hearer = routes.iter().filter(|(from, to)| *to == hearer && *from != hearer);
    let found: BTreeSet<LegId> = to_hearer.map(|(from, _)| *from).collect();
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLER: LegId = LegId(1);
    const AGENT: LegId = LegId(2);
    const SUPERVISOR: LegId = LegId(3);
    const BOTH_WAYS: [(LegId, LegId); 2] = [(CALLER, AGENT), (AGENT, CALLER)];

    #[test]
    fn two_legs_are_relayed_both_ways() {
        let plans = plans(&[CALLER, AGENT], &BOTH_WAYS, &BTreeSet::new());
        assert_eq!(plans[&CALLER].relay_to, [AGENT]);
        assert_eq!(plans[&AGENT].relay_to, [CALLER]);
        assert!(plans.values().all(|plan| plan.mixed_from.is_empty() && !plan.feeds_mix));
    }

    #[test]
    fn a_listener_is_mixed_and_the_two_stay_relayed() {
        let routes = [BOTH_WAYS.as_slice(), &[(CALLER, SUPERVISOR), (AGENT, SUPERVISOR)]].concat();
        let plans = plans(&[CALLER, AGENT, SUPERVISOR], &routes, &BTreeSet::new());
        assert_eq!(plans[&CALLER].relay_to, [AGENT]);
        assert_eq!(plans[&SUPERVISOR].mixed_from, [CALLER, AGENT]);
        assert!(plans[&CALLER].feeds_mix && plans[&AGENT].feeds_mix);
        assert!(!plans[&SUPERVISOR].heard);
    }

    #[test]
    fn a_whisper_is_mixed_for_the_agent_and_unheard_by_the_caller() {
        let routes = [BOTH_WAYS.as_slice(), &[(SUPERVISOR, AGENT)]].concat();
        let plans = plans(&[CALLER, AGENT, SUPERVISOR], &routes, &BTreeSet::new());
        assert_eq!(plans[&AGENT].mixed_from, [CALLER, SUPERVISOR]);
        assert_eq!(plans[&AGENT].relay_to, [CALLER]);
        assert!(plans[&SUPERVISOR].relay_to.is_empty() && plans[&SUPERVISOR].heard);
    }

    #[test]
    fn a_leg_that_is_played_to_is_mixed_and_never_hears_itself() {
        let routes = [BOTH_WAYS.as_slice(), &[(CALLER, CALLER)]].concat();
        let plans = plans(&[CALLER, AGENT], &routes, &BTreeSet::from([CALLER]));
        assert_eq!(plans[&CALLER].mixed_from, [AGENT]);
        assert_eq!(plans[&CALLER].relay_to, [AGENT]);
        assert!(plans[&AGENT].relay_to.is_empty() && plans[&AGENT].feeds_mix);
    }
}

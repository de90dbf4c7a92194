//! The fee rule as a property: no order of events leads a reissue past an unconfirmed fee.
//! Source: specification 6(2)⑤(イ).

use std::sync::Arc;

use proptest::prelude::*;
use uuid::Uuid;

use super::shipped_tests::{BEGIN, EVERYTHING, events_for, flow, shipped};
use super::{
    Action, BreakOffReason, CheckedFlow, ChoiceId, ExemptionReason, FlowEffect, FlowEvent, FlowRecordKind, FlowRun,
    GateKind, GateProof, ItemId, MailChoice, OutcomeKind, PageCheck, ways_from,
};
use crate::ids::AgentId;

const REISSUES: [&str; 2] = ["lost_reissue", "other_reissue"];

/// What is done next, before it is known where the run stands.
#[derive(Debug, Clone)]
enum Deed {
    /// What the step shown waits for, along one of its ways, but never a gate's confirmation.
    Fitting(prop::sample::Index),
    /// Any event at all, fitting or not.
    Any(prop::sample::Index),
    /// A confirmation of the fee.
    Confirm(GateProof),
}

fn deeds(with_confirmation: bool) -> impl Strategy<Value = Vec<Deed>> {
    let proof = prop::sample::select(vec![
        GateProof::Payment,
        GateProof::ReceiptNumber { number: "R8-0042".to_owned() },
        GateProof::ReceiptNumber { number: "983205673214".to_owned() },
        GateProof::ReceiptNumber { number: String::new() },
        GateProof::Exemption { reason: ExemptionReason::Disaster },
    ]);
    let deed = prop_oneof![
        6 => any::<prop::sample::Index>().prop_map(Deed::Fitting),
        3 => any::<prop::sample::Index>().prop_map(Deed::Any),
        u32::from(with_confirmation) => proof.prop_map(Deed::Confirm),
    ];
    prop::collection::vec(deed, 0..120)
}

/// Every event but a confirmation, with every id the flow knows.
fn every_event(flow: &CheckedFlow) -> Vec<FlowEvent> {
    let mut events = vec![
        FlowEvent::Continue,
        FlowEvent::Continue,
        FlowEvent::DetourBegan,
        FlowEvent::DetourEnded,
        FlowEvent::EarlierWrongPins { count: 2 },
        FlowEvent::WrongPin,
        FlowEvent::PinAccepted,
        FlowEvent::Back,
        FlowEvent::Back,
        FlowEvent::BreakOff { reason: BreakOffReason::FeeNotPaid, note: None },
        FlowEvent::Resume,
        FlowEvent::Resume,
        FlowEvent::Choose { choice: ChoiceId("nowhere".to_owned()) },
        FlowEvent::Tick { item: ItemId("nothing".to_owned()), ticked: true },
    ];
    let mails = [MailChoice::OwnTelephone, MailChoice::VisitMailbox, MailChoice::NoMail];
    events.extend(mails.map(|mail| FlowEvent::MailChosen { mail }));
    events.extend(PageCheck::ALL.map(|check| FlowEvent::PageConfirmed { check }));
    for step in &flow.steps {
        match &step.action {
            Action::Checklist { items, .. } => {
                events.extend(items.iter().map(|it| FlowEvent::Tick { item: it.id.clone(), ticked: true }));
            }
            Action::Branch { choices } => {
                events.extend(choices.iter().map(|it| FlowEvent::Choose { choice: it.id.clone() }));
            }
            _ => {}
        }
    }
    events
}

fn events_of(deed: &Deed, run: &FlowRun, all: &[FlowEvent]) -> Vec<FlowEvent> {
    match deed {
        Deed::Fitting(index) => {
            let ways = ways_from(run.step());
            if ways.is_empty() {
                return vec![FlowEvent::Resume];
            }
            let way = &ways[index.index(ways.len())].0;
            let mut events = events_for(run, way, BEGIN);
            events.retain(|event| !matches!(event, FlowEvent::GateConfirmed { .. }));
            events.push(FlowEvent::Continue);
            events
        }
        Deed::Any(index) => vec![all[index.index(all.len())].clone()],
        Deed::Confirm(how) => {
            vec![FlowEvent::GateConfirmed { by: AgentId(Uuid::from_u128(7)), how: how.clone(), at: BEGIN }]
        }
    }
}

/// Whether the run stands where only a paid fee may lead.
fn is_past_the_fee(run: &FlowRun) -> bool {
    run.step().application || run.outcome() == Some(OutcomeKind::Done)
}

fn confirmations(effects: &[FlowEffect]) -> usize {
    let confirms = |effect: &&FlowEffect| match effect {
        FlowEffect::Record(record) => matches!(record.kind, FlowRecordKind::GateConfirmed { gate: GateKind::Fee, .. }),
        _ => false,
    };
    effects.iter().filter(confirms).count()
}

/// Does the deeds, some of them after a restart, and looks after each event whether the rule holds.
fn do_all(flow: &Arc<CheckedFlow>, deeds: &[Deed]) -> Result<(), TestCaseError> {
    let (all, catalogue) = (every_event(flow), shipped());
    let (mut run, _) = FlowRun::start(Arc::clone(flow), EVERYTHING, BEGIN);
    let mut confirmed = 0;
    for (count, deed) in deeds.iter().enumerate() {
        for event in events_of(deed, &run, &all) {
            let before = run.clone();
            match run.handle(event.clone(), BEGIN.plus_ms(1)) {
                Ok(effects) => confirmed += confirmations(&effects),
                Err(_) => prop_assert_eq!(&run, &before, "a refused event changed the run"),
            }
            prop_assert!(confirmed <= 1, "one fee is confirmed once");
            prop_assert_eq!(confirmed == 1, run.state().gates.contains_key(&GateKind::Fee));
            let allowed = confirmed == 1 || !is_past_the_fee(&run);
            prop_assert!(allowed, "{event:?} led to {} without a confirmed fee", run.step().id);
        }
        if count % 7 == 0 {
            run = FlowRun::restore(run.state().clone(), catalogue).unwrap();
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_events_leads_a_reissue_past_an_unconfirmed_fee(deeds in deeds(true), which in 0..REISSUES.len()) {
        do_all(&flow(REISSUES[which]), &deeds)?;
    }

    #[test]
    fn without_a_confirmation_nothing_leads_past_the_fee(deeds in deeds(false), which in 0..REISSUES.len()) {
        do_all(&flow(REISSUES[which]), &deeds)?;
    }
}

#[test]
fn a_stored_state_behind_an_unconfirmed_fee_is_not_taken_up() {
    for id in REISSUES {
        let flow = flow(id);
        let (run, _) = FlowRun::start(Arc::clone(&flow), EVERYTHING, BEGIN);
        for step in flow.steps.iter().filter(|it| it.application || it.outcome() == Some(OutcomeKind::Done)) {
            let mut state = run.state().clone();
            state.step = step.id.clone();
            let refusal = super::RestoreRefusal::BehindGate { step: step.id.clone(), gate: GateKind::Fee };
            assert_eq!(FlowRun::restore(state, shipped()), Err(refusal));
        }
    }
}

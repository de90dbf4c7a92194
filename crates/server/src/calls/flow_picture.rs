//! From a run of a guided flow to what pages are told of it.
//!
//! Owns the one-word names and nothing that decides: whether a step may be left is asked of the run itself.
//! Next: [`crate::live::flow_messages`] for the shapes.

use std::collections::BTreeMap;

use domain::ids::AgentId;
use domain::service_flow::{
    Action, Catalogue, Choice, Equipment, ExemptionReason, Fee, Flow, FlowEvent, FlowRun, GateConfirmation, GateKind,
    GateProof, Item, OutcomeKind, PageCheck, PinKind, ResidentText, Slip, SlipKeys, StaffText,
};
use domain::time::Timestamp;

use super::picture::moment;
use crate::live::flow_messages::{
    ActionView, CallView, CheckView, ChoiceView, Exemption, FeeProof, FeeView, FlowChoice, FlowView, GateConfirmed,
    ItemView, ResidentWords, SlipView, StaffWords, StepView,
};

/// A run as the desk sees it at `now`; `call_number` is the city's own.
pub(super) fn flow_view(
    run: &FlowRun,
    now: Timestamp,
    names: &BTreeMap<AgentId, String>,
    call_number: &str,
) -> FlowView {
    let (flow, state, step) = (run.flow(), run.state(), run.step());
    let label_of = |id| flow.step(id).map(|step| staff(&step.label));
    let can_resume = run.outcome() == Some(OutcomeKind::BrokenOff) && run.takes(FlowEvent::Resume, now);
    FlowView {
        flow: flow.id.0.clone(),
        version: flow.version,
        title: resident(&flow.title),
        began_at: moment(state.began_at),
        step: StepView {
            id: step.id.0.clone(),
            label: staff(&step.label),
            script: Some(staff(&step.script)),
            text: resident(&step.text),
            action: action_view(run, names, call_number),
        },
        trail: state.trail.iter().filter_map(label_of).collect(),
        can_continue: run.takes(FlowEvent::Continue, now),
        can_go_back: run.takes(FlowEvent::Back, now),
        detour_since: state.detour_since.map(moment),
        can_resume,
        log_out_due: state.logged_in,
    }
}

/// A flow as the desk may choose it for a visitor with this wish.
#[must_use]
pub fn choice_view(flow: &Flow, wish: &str) -> FlowChoice {
    FlowChoice {
        id: flow.id.0.clone(),
        version: flow.version,
        title: resident(&flow.title),
        for_whom: resident(&flow.for_whom),
        fits_wish: flow.procedure.fits_wish(wish),
    }
}

/// The slip whose words stand there; None when the catalogue does not hold them.
#[must_use]
pub fn slip_view(catalogue: &Catalogue, keys: &SlipKeys, call_number: &str) -> Option<SlipView> {
    let flow = catalogue.version(&keys.flow, keys.version)?;
    match &flow.step(&keys.step)?.action {
        Action::Outcome { slip, .. } => Some(slip_of(&flow, slip, call_number)),
        Action::Explain { .. }
        | Action::Checklist { .. }
        | Action::Branch { .. }
        | Action::Gate { .. }
        | Action::PinGuard { .. }
        | Action::Email { .. }
        | Action::SharedPage { .. } => None,
    }
}

/// The slip of a visit in which no flow was gone through.
#[must_use]
pub fn general_slip(call_number: &str) -> SlipView {
    let words = |ja: &str, en: &str, easy: &str| ResidentWords { ja: ja.into(), en: en.into(), easy: easy.into() };
    SlipView {
        flow_title: words("窓口での相談", "Advice at the counter", "{窓口|まどぐち}での{相談|そうだん}"),
        was_done: words(
            "オンライン窓口で相談を受けました。",
            "You were given advice at the online counter.",
            "オンラインの{窓口|まどぐち}で{相談|そうだん}しました。",
        ),
        comes_next: words(
            "分からないことがあるときは、下の番号に電話してください。",
            "If you have further questions, please call the number below.",
            "わからないことがあるときは、{下|した}の{番号|ばんごう}に{電話|でんわ}してください。",
        ),
        bring: Vec::new(),
        call: vec![CallView {
            who: words("市のコールセンター", "The city's call centre", "{市|し}のコールセンター"),
            number: call_number.to_owned(),
        }],
    }
}

pub(super) fn resident(text: &ResidentText) -> ResidentWords {
    ResidentWords { ja: text.ja.clone(), en: text.en.clone(), easy: text.easy.clone() }
}

pub(super) fn fee_view(fee: Fee) -> FeeView {
    FeeView { card_yen: fee.card_yen, certificate_yen: fee.certificate_yen, total_yen: fee.total_yen() }
}

fn staff(text: &StaffText) -> StaffWords {
    StaffWords { ja: text.ja.clone(), en: text.en.clone() }
}

fn action_view(run: &FlowRun, names: &BTreeMap<AgentId, String>, call_number: &str) -> ActionView {
    let state = run.state();
    match &run.step().action {
        Action::Explain { .. } => ActionView::Explain,
        Action::Checklist { items, .. } => {
            ActionView::Checklist { items: items.iter().map(|item| item_view(run, item)).collect() }
        }
        Action::Branch { choices } => {
            ActionView::Branch { choices: choices.iter().map(|choice| choice_of(run, choice)).collect() }
        }
        Action::Gate { gate, fee, .. } => ActionView::Gate {
            gate: gate_word(*gate),
            fee: fee_view(*fee),
            confirmed: state.gates.get(gate).map(|given| confirmed(given, names)),
        },
        Action::PinGuard { pin, .. } => {
            ActionView::PinGuard { pin: pin_word(*pin), tries_max: pin.tries_max(), left: run.tries_left(*pin) }
        }
        Action::Email { .. } => ActionView::Email { visit_mailbox: state.settings.visit_mailbox },
        Action::SharedPage { site, url, checks, .. } => ActionView::SharedPage {
            site: staff(site),
            url: url.clone(),
            checks: checks
                .iter()
                .map(|check| CheckView { check: check_word(*check), confirmed: state.page.contains(check) })
                .collect(),
        },
        Action::Outcome { outcome, slip } => {
            ActionView::Outcome { outcome: outcome_word(*outcome), slip: slip_of(run.flow(), slip, call_number) }
        }
    }
}

fn item_view(run: &FlowRun, item: &Item) -> ItemView {
    ItemView {
        id: item.id.0.clone(),
        text: resident(&item.text),
        optional: item.optional,
        ticked: run.state().ticked.contains(&item.id),
    }
}

fn choice_of(run: &FlowRun, choice: &Choice) -> ChoiceView {
    let missing = match choice.needs {
        Some(Equipment::CardReader) if !run.state().settings.card_reader => Some("card_reader"),
        Some(Equipment::CardReader) | None => None,
    };
    ChoiceView { id: choice.id.0.clone(), text: resident(&choice.text), missing }
}

fn confirmed(given: &GateConfirmation, names: &BTreeMap<AgentId, String>) -> GateConfirmed {
    let how = match &given.how {
        GateProof::Payment => FeeProof::Payment,
        GateProof::ReceiptNumber { number } => FeeProof::ReceiptNumber { number: number.clone() },
        GateProof::Exemption { reason } => FeeProof::Exemption { reason: exemption(*reason) },
    };
    GateConfirmed { by_name: names.get(&given.by).cloned().unwrap_or_default(), how, at: moment(given.at) }
}

fn slip_of(flow: &Flow, slip: &Slip, call_number: &str) -> SlipView {
    SlipView {
        flow_title: resident(&flow.title),
        was_done: resident(&slip.was_done),
        comes_next: resident(&slip.comes_next),
        bring: slip.bring.iter().map(resident).collect(),
        call: slip
            .call
            .iter()
            .map(|call| CallView { who: resident(&call.who), number: call.number(call_number).to_owned() })
            .collect(),
    }
}

fn gate_word(gate: GateKind) -> &'static str {
    match gate {
        GateKind::Fee => "fee",
    }
}

fn pin_word(pin: PinKind) -> &'static str {
    match pin {
        PinKind::Login => "login",
        PinKind::CardData => "card_data",
        PinKind::Register => "register",
        PinKind::Signature => "signature",
    }
}

fn check_word(check: PageCheck) -> &'static str {
    match check {
        PageCheck::OwnLogin => "own_login",
        PageCheck::OwnName => "own_name",
        PageCheck::LoggedOut => "logged_out",
    }
}

fn outcome_word(outcome: OutcomeKind) -> &'static str {
    match outcome {
        OutcomeKind::Done => "done",
        OutcomeKind::Booked => "booked",
        OutcomeKind::ReferredToStaff => "referred_to_staff",
        OutcomeKind::NotPossibleHere => "not_possible_here",
        OutcomeKind::BrokenOff => "broken_off",
    }
}

fn exemption(reason: ExemptionReason) -> Exemption {
    match reason {
        ExemptionReason::Disaster => Exemption::Disaster,
        ExemptionReason::CardFault => Exemption::CardFault,
        ExemptionReason::EntriesFull => Exemption::EntriesFull,
        ExemptionReason::CityDecision => Exemption::CityDecision,
    }
}

//! How everything stands, as one side may know it.

use chrono::{DateTime, Utc};
use domain::browser_hold::HoldView;
use domain::control_token::{ControlView, Side};
use domain::time::Timestamp;
use domain::visit_browser::BrowserStage;

use super::Place;
use super::hosts::named;
use crate::counter::browser::messages::{Control, Hold, Keypad, Size, State};
use crate::counter::browser::setup::WINDOW;
use crate::counter::browser::shown_words::{act, blank, keypad, life, secret_kind, side as side_word, standing};

impl Place {
    pub(super) fn state(&self, side: Side) -> State {
        let view = self.machine.view(side, self.now());
        let is_shown = matches!(view.stage, BrowserStage::Live | BrowserStage::Paused);
        let visit = self.visit.as_ref();
        let label = visit.and_then(|visit| visit.profile.rule(visit.label.as_deref()?));
        State {
            life: life(view.stage),
            can_act: view.can_act,
            control: view.control.map(|control| control_of(&control)),
            hold: view.hold.map(hold_of),
            blank: if is_shown { self.blank_for(side) } else { None },
            page: label.filter(|_| is_shown).map(|rule| named(&rule.label)),
            size: is_shown.then_some(Size { width_px: WINDOW.0, height_px: WINDOW.1 }),
            starts: self.starts(),
            operator: self.operator.as_ref().map_or_else(String::new, |page| page.line.operator.clone()),
            mailbox: visit.and_then(|visit| visit.mailbox.clone()),
            may_make_mailbox: self.may_make_mailbox(side),
            over_at: view.over_at.map(moment),
        }
    }

    fn blank_for(&self, side: Side) -> Option<&'static str> {
        let visit = self.visit.as_ref().filter(|_| side == Side::Operator)?;
        match visit.blank {
            Some(reason) => blank(reason),
            None if visit.label.is_none() => Some("unknown_page"),
            None => None,
        }
    }
}

fn control_of(control: &ControlView) -> Control {
    Control {
        epoch: control.epoch.0,
        holder: side_word(control.holder),
        may: control.may.iter().map(|each| act(*each)).collect(),
        asked_until: control.asked_until.map(moment),
        offered_until: control.offered_until.map(moment),
        is_other_here: control.is_other_here,
    }
}

fn hold_of(hold: HoldView) -> Hold {
    let (word, kind) = standing(hold.standing);
    let shown = hold.keypad.map(|shown| Keypad {
        hold: shown.hold.0,
        kind: secret_kind(shown.secret.kind),
        keypad: keypad(shown.secret.keypad),
        asks_still_there: shown.asks_still_there,
        scramble_seed: None,
    });
    Hold {
        standing: word,
        kind,
        is_private: hold.is_private,
        is_talking: hold.is_talking,
        hold: hold.hold.map(|hold| hold.0),
        keypad: shown,
    }
}

fn moment(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

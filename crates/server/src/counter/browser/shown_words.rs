//! The wire's words for the machine's and the browser's.

use browser::guard::Blank;
use browser::guard::report::PickerKind;
use browser::host::Dialog;
use domain::browser_hold::{HoldStanding, Keypad, SecretKind};
use domain::control_token::{ControlAct, Side};
use domain::visit_browser::BrowserStage;

use super::messages::Act;

pub(super) fn life(stage: BrowserStage) -> &'static str {
    match stage {
        BrowserStage::Closed => "closed",
        BrowserStage::Starting => "starting",
        BrowserStage::Live => "live",
        BrowserStage::Paused => "paused",
        BrowserStage::Ending(_) => "ending",
        BrowserStage::Erasing(_) => "erasing",
        BrowserStage::Rebuilding { .. } => "failed",
        BrowserStage::Verified => "verified",
    }
}

pub(super) fn side(side: Side) -> &'static str {
    match side {
        Side::Resident => "resident",
        Side::Operator => "operator",
    }
}

pub(super) fn act(act: ControlAct) -> Act {
    match act {
        ControlAct::Ask => Act::Ask,
        ControlAct::Offer => Act::Offer,
        ControlAct::Agree => Act::Agree,
        ControlAct::Decline => Act::Decline,
        ControlAct::Take => Act::Take,
        ControlAct::Release => Act::Release,
        ControlAct::TakeBack => Act::TakeBack,
    }
}

pub(super) fn control_act(act: Act) -> ControlAct {
    match act {
        Act::Ask => ControlAct::Ask,
        Act::Offer => ControlAct::Offer,
        Act::Agree => ControlAct::Agree,
        Act::Decline => ControlAct::Decline,
        Act::Take => ControlAct::Take,
        Act::Release => ControlAct::Release,
        Act::TakeBack => ControlAct::TakeBack,
    }
}

pub(super) fn standing(standing: HoldStanding) -> (&'static str, Option<&'static str>) {
    match standing {
        HoldStanding::Clear => ("clear", None),
        HoldStanding::Held(kind) => ("held", Some(secret_kind(kind))),
        HoldStanding::Leaving => ("leaving", None),
        HoldStanding::Unguarded => ("unguarded", None),
    }
}

pub(super) fn secret_kind(kind: SecretKind) -> &'static str {
    match kind {
        SecretKind::Password => "password",
        SecretKind::Pin => "pin",
        SecretKind::OneTimeCode => "one_time_code",
        SecretKind::Other => "other",
    }
}

pub(super) fn keypad(keypad: Keypad) -> &'static str {
    match keypad {
        Keypad::Digits => "digits",
        Keypad::Letters => "letters",
    }
}

/// Why the operator sees nothing; None while a hold says it.
pub(super) fn blank(reason: Blank) -> Option<&'static str> {
    match reason {
        Blank::Hold => None,
        Blank::SecretPage | Blank::UnknownPage => Some("unknown_page"),
        Blank::Unguarded | Blank::Unwatched | Blank::ForeignFrame => Some("unguarded"),
        Blank::Settling | Blank::Late | Blank::Moving => Some("moving"),
        Blank::Zoomed | Blank::TooLarge => Some("page_fights"),
    }
}

pub(super) fn dialog_kind(kind: Dialog) -> &'static str {
    match kind {
        Dialog::Alert => "alert",
        Dialog::Confirm => "confirm",
        Dialog::Prompt => "prompt",
        Dialog::BeforeUnload => "leave",
    }
}

/// None for fields that our own control has not.
pub(super) fn date_kind(kind: PickerKind) -> Option<&'static str> {
    match kind {
        PickerKind::Date => Some("date"),
        PickerKind::DatetimeLocal => Some("datetime-local"),
        PickerKind::Month => Some("month"),
        PickerKind::Time => Some("time"),
        PickerKind::Week | PickerKind::Color => None,
    }
}

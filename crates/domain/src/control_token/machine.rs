//! The token itself: messages, comings and goings in; changes and refusals out.
//!
//! There is one way to the operator's control, `Take` of an offer that stands, and every other way leads back to
//! the resident. A message counts only under the current epoch, with one exception: the resident's `TakeBack` is the
//! brake, and a touch on a screen that was a moment behind still means stop.

use super::words::{
    ASK_AGAIN_AFTER_MS, ASK_STANDS_MS, ControlAct, ControlActor, ControlChange, ControlEffect, ControlEpoch,
    ControlEvent, ControlFact, ControlMessage, ControlRefusal, ControlView, InputClaim, InputRefusal, OFFER_STANDS_MS,
    Side,
};
use crate::time::Timestamp;

/// Where the token is. In all but `Operator` the resident holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Resident,
    Asked { until: Timestamp },
    Offered { until: Timestamp },
    Operator,
}

/// The change a message makes, or none because things are as it wants them.
type Judged = Result<Option<(Stage, ControlChange)>, ControlRefusal>;

/// Control of one shared browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlToken {
    epoch: ControlEpoch,
    stage: Stage,
    is_resident_here: bool,
    is_operator_here: bool,
    ask_again_at: Timestamp,
}

impl Default for ControlToken {
    fn default() -> Self {
        Self {
            epoch: ControlEpoch::default(),
            stage: Stage::Resident,
            is_resident_here: false,
            is_operator_here: false,
            ask_again_at: Timestamp(i64::MIN),
        }
    }
}

impl ControlToken {
    /// Takes one event in and says what is to be done.
    #[must_use]
    pub fn handle(&mut self, event: ControlEvent, now: Timestamp) -> Vec<ControlEffect> {
        let mut effects: Vec<ControlEffect> = self.expire(now).into_iter().collect();
        match event {
            ControlEvent::Message(message) => effects.extend(self.answer(message, now)),
            ControlEvent::Came(side) => effects.extend(self.be_here(side, true, now)),
            ControlEvent::Left(side) => effects.extend(self.be_here(side, false, now)),
            ControlEvent::Tick => {}
        }
        effects
    }

    /// When to send `Tick`, when nothing else happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match self.stage {
            Stage::Asked { until } | Stage::Offered { until } => Some(until),
            Stage::Resident | Stage::Operator => None,
        }
    }

    /// Whether input may act: from the holder, under the current epoch, with the resident there.
    ///
    /// # Errors
    /// [`InputRefusal`]; never `HoldStands`, `Paused` or `NotLive`, which are not the token's to say.
    pub fn accepts(&self, input: InputClaim) -> Result<(), InputRefusal> {
        if input.epoch > self.epoch {
            return Err(InputRefusal::UnknownEpoch(input.epoch));
        }
        if input.epoch < self.epoch {
            return Err(InputRefusal::StaleEpoch(input.epoch));
        }
        if input.holder != self.holder() {
            return Err(InputRefusal::NotHolder);
        }
        if self.is_resident_here { Ok(()) } else { Err(InputRefusal::ResidentAway) }
    }

    /// Who holds control.
    #[must_use]
    pub fn holder(&self) -> Side {
        match self.stage {
            Stage::Resident | Stage::Asked { .. } | Stage::Offered { .. } => Side::Resident,
            Stage::Operator => Side::Operator,
        }
    }

    /// The current epoch.
    #[must_use]
    pub fn epoch(&self) -> ControlEpoch {
        self.epoch
    }

    /// Whether a side's page is there.
    #[must_use]
    pub fn is_here(&self, side: Side) -> bool {
        match side {
            Side::Resident => self.is_resident_here,
            Side::Operator => self.is_operator_here,
        }
    }

    /// How control stands for one side's screen.
    #[must_use]
    pub fn view(&self, side: Side, now: Timestamp) -> ControlView {
        let would_change = |act: &ControlAct| {
            let message = ControlMessage { from: side, epoch: self.epoch, act: *act };
            matches!(self.judge(message, now), Ok(Some(_)))
        };
        let (asked_until, offered_until) = match self.stage {
            Stage::Asked { until } => (Some(until), None),
            Stage::Offered { until } => (None, Some(until)),
            Stage::Resident | Stage::Operator => (None, None),
        };
        ControlView {
            epoch: self.epoch,
            holder: self.holder(),
            can_act: self.accepts(InputClaim { holder: side, epoch: self.epoch }).is_ok(),
            may: ControlAct::ALL.into_iter().filter(would_change).collect(),
            asked_until,
            offered_until,
            is_other_here: match side {
                Side::Resident => self.is_operator_here,
                Side::Operator => self.is_resident_here,
            },
        }
    }

    fn expire(&mut self, now: Timestamp) -> Option<ControlEffect> {
        let change = match self.stage {
            Stage::Asked { until } if until <= now => ControlChange::AskExpired,
            Stage::Offered { until } if until <= now => ControlChange::OfferExpired,
            Stage::Resident | Stage::Asked { .. } | Stage::Offered { .. } | Stage::Operator => return None,
        };
        Some(self.change(Stage::Resident, ControlActor::Clock, change, now))
    }

    fn answer(&mut self, message: ControlMessage, now: Timestamp) -> Option<ControlEffect> {
        match self.judge(message, now) {
            Ok(Some((stage, change))) => Some(self.change(stage, ControlActor::Side(message.from), change, now)),
            Ok(None) => None,
            Err(reason) => Some(ControlEffect::Refused { to: message.from, reason }),
        }
    }

    fn judge(&self, message: ControlMessage, now: Timestamp) -> Judged {
        let ControlMessage { from, epoch, act } = message;
        if !self.is_here(from) {
            return Err(ControlRefusal::NotHere);
        }
        let is_brake = (from, act) == (Side::Resident, ControlAct::TakeBack);
        if epoch > self.epoch && !is_brake {
            return Err(ControlRefusal::UnknownEpoch(epoch));
        }
        if epoch < self.epoch && !is_brake {
            return Err(ControlRefusal::StaleEpoch(epoch));
        }
        match (from, act) {
            (Side::Operator, ControlAct::Ask) => self.ask(now),
            (Side::Operator, ControlAct::Take) => self.take(),
            (Side::Resident, ControlAct::Offer) => self.offer(now),
            (Side::Resident, ControlAct::Agree) => self.agree(now),
            (Side::Resident | Side::Operator, ControlAct::Decline) => self.decline(from),
            (Side::Resident | Side::Operator, ControlAct::Release) => self.release(from),
            (Side::Resident, ControlAct::TakeBack) => Ok(self.take_back()),
            (Side::Resident, ControlAct::Ask | ControlAct::Take)
            | (Side::Operator, ControlAct::Offer | ControlAct::Agree | ControlAct::TakeBack) => {
                Err(ControlRefusal::WrongSide)
            }
        }
    }

    fn ask(&self, now: Timestamp) -> Judged {
        match self.stage {
            Stage::Resident if !self.is_resident_here => Err(ControlRefusal::ResidentAway),
            Stage::Resident if now < self.ask_again_at => Err(ControlRefusal::TooSoon),
            Stage::Resident => Ok(Some((Stage::Asked { until: now.plus_ms(ASK_STANDS_MS) }, ControlChange::Asked))),
            Stage::Asked { .. } => Err(ControlRefusal::AlreadyAsked),
            Stage::Offered { .. } => Err(ControlRefusal::AlreadyOffered),
            Stage::Operator => Err(ControlRefusal::OperatorHolds),
        }
    }

    fn offer(&self, now: Timestamp) -> Judged {
        match self.stage {
            Stage::Resident | Stage::Asked { .. } if !self.is_operator_here => Err(ControlRefusal::OperatorAway),
            Stage::Resident | Stage::Asked { .. } => {
                Ok(Some((Stage::Offered { until: now.plus_ms(OFFER_STANDS_MS) }, ControlChange::Offered)))
            }
            Stage::Offered { .. } => Err(ControlRefusal::AlreadyOffered),
            Stage::Operator => Err(ControlRefusal::OperatorHolds),
        }
    }

    fn agree(&self, now: Timestamp) -> Judged {
        match self.stage {
            Stage::Asked { .. } => self.offer(now),
            Stage::Resident | Stage::Offered { .. } | Stage::Operator => Err(ControlRefusal::NothingAsked),
        }
    }

    fn decline(&self, from: Side) -> Judged {
        match (from, self.stage) {
            (Side::Resident, Stage::Asked { .. }) => Ok(Some((Stage::Resident, ControlChange::Declined))),
            (Side::Resident, Stage::Resident | Stage::Offered { .. } | Stage::Operator) => {
                Err(ControlRefusal::NothingAsked)
            }
            (Side::Operator, Stage::Offered { .. }) => Ok(Some((Stage::Resident, ControlChange::OfferDeclined))),
            (Side::Operator, Stage::Resident | Stage::Asked { .. } | Stage::Operator) => {
                Err(ControlRefusal::NothingOffered)
            }
        }
    }

    fn take(&self) -> Judged {
        match self.stage {
            Stage::Offered { .. } => Ok(Some((Stage::Operator, ControlChange::Taken))),
            Stage::Resident | Stage::Asked { .. } => Err(ControlRefusal::NothingOffered),
            Stage::Operator => Err(ControlRefusal::OperatorHolds),
        }
    }

    fn release(&self, from: Side) -> Judged {
        let change = match (from, self.stage) {
            (Side::Operator, Stage::Operator) => ControlChange::Released,
            (Side::Operator, Stage::Asked { .. }) => ControlChange::AskWithdrawn,
            (Side::Resident, Stage::Operator) => ControlChange::TakenBack,
            (Side::Resident, Stage::Offered { .. }) => ControlChange::OfferWithdrawn,
            (Side::Operator, Stage::Resident | Stage::Offered { .. })
            | (Side::Resident, Stage::Resident | Stage::Asked { .. }) => return Err(ControlRefusal::NothingToRelease),
        };
        Ok(Some((Stage::Resident, change)))
    }

    /// Never refused: where there is nothing to take back, the resident has all of it.
    fn take_back(&self) -> Option<(Stage, ControlChange)> {
        let change = match self.stage {
            Stage::Resident => return None,
            Stage::Asked { .. } => ControlChange::Declined,
            Stage::Offered { .. } => ControlChange::OfferWithdrawn,
            Stage::Operator => ControlChange::TakenBack,
        };
        Some((Stage::Resident, change))
    }

    /// Whoever comes or goes, the resident has control: nothing that was said before a break is acted on after it.
    fn be_here(&mut self, side: Side, is_here: bool, now: Timestamp) -> Option<ControlEffect> {
        let (known, change) = match (side, is_here) {
            (Side::Resident, true) => (&mut self.is_resident_here, ControlChange::ResidentCame),
            (Side::Resident, false) => (&mut self.is_resident_here, ControlChange::ResidentLeft),
            (Side::Operator, true) => (&mut self.is_operator_here, ControlChange::OperatorCame),
            (Side::Operator, false) => (&mut self.is_operator_here, ControlChange::OperatorLeft),
        };
        if *known == is_here {
            return None;
        }
        *known = is_here;
        Some(self.change(Stage::Resident, ControlActor::Side(side), change, now))
    }

    fn change(&mut self, stage: Stage, by: ControlActor, change: ControlChange, now: Timestamp) -> ControlEffect {
        self.stage = stage;
        self.epoch = ControlEpoch(self.epoch.0.saturating_add(1));
        if is_a_no(change) {
            self.ask_again_at = now.plus_ms(ASK_AGAIN_AFTER_MS);
        }
        ControlEffect::Changed(ControlFact { epoch: self.epoch, at: now, by, change, holder: self.holder() })
    }
}

/// After these the operator waits before asking again.
fn is_a_no(change: ControlChange) -> bool {
    match change {
        ControlChange::Declined
        | ControlChange::AskWithdrawn
        | ControlChange::AskExpired
        | ControlChange::OfferWithdrawn
        | ControlChange::TakenBack => true,
        ControlChange::Asked
        | ControlChange::Offered
        | ControlChange::OfferDeclined
        | ControlChange::OfferExpired
        | ControlChange::Taken
        | ControlChange::Released
        | ControlChange::OperatorLeft
        | ControlChange::ResidentLeft
        | ControlChange::OperatorCame
        | ControlChange::ResidentCame => false,
    }
}

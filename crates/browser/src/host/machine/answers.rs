//! What the answer to a call, its refusal or its silence means.

use serde_json::Value;

use super::core::{Core, answer};
use super::order::OrderFault;
use super::want::Want;
use crate::cdp::Refusal;

impl Core {
    pub(super) fn answered(&mut self, want: Want, outcome: Result<Value, Refusal>) {
        let value = match outcome {
            Ok(value) => value,
            Err(refusal) => {
                self.refused(want, &refusal);
                return;
            }
        };
        match want {
            Want::Nothing | Want::Must(_) | Want::TargetMade => {}
            Want::Done(reply) => answer(reply, Ok(())),
            #[cfg(feature = "leak-controls")]
            Want::Probed(reply) => drop(reply.send(Ok(value))),
            Want::ContextMade => self.context_made(&value),
            Want::Disposed => self.context_disposed(true),
            Want::Opened(reply) => answer(reply, opened(&value)),
            Want::Truth(reply) => answer(reply, if is_true(&value) { Ok(()) } else { Err(OrderFault::NotThere) }),
            Want::Visited { session, reply } => self.visited(&session, reply, &value),
            Want::Typed { key, reply } => self.typed(&key, reply, is_true(&value)),
            Want::Tapped { group } => self.tapped(group),
            Want::PhotoGiven { group } => self.photo_given(group, is_true(&value)),
            Want::Armed { frame, context } => self.armed(&frame, context, is_true(&value)),
            Want::Walked { frame, context, asked } => self.walked(&frame, context, asked, &value),
            Want::Shot { page, asked } => self.shot(&page, asked, &value),
            Want::OwnerFound { frame } => self.owner_found(&frame, &value),
            Want::OwnerResolved { frame } => self.owner_resolved(&frame, &value),
            Want::OwnerPlaced { frame } => self.owner_placed(&frame),
            Want::Document { session } => self.document_told(&session, &value),
            Want::Children { session } => self.watched_one(&session),
            Want::ShadowResolved { session, .. } => self.shadow_resolved(&session, &value),
            Want::ShadowAdopted { session } => self.watched_one(&session),
        }
    }

    fn refused(&mut self, want: Want, refusal: &Refusal) {
        match want {
            Want::Must(what) => {
                // A target that is gone before it was set up needs no guard; a session that lives and has none does.
                tracing::debug!(what, code = refusal.code, "the browser refused a part of the set-up");
            }
            Want::ContextMade | Want::TargetMade => self.lost("the browser made no page"),
            Want::Disposed => self.context_disposed(false),
            Want::OwnerFound { frame } | Want::OwnerResolved { frame } | Want::OwnerPlaced { frame } => {
                self.place_later(&frame);
            }
            Want::Document { session } => self.rescan_later(&session),
            Want::Children { session } => self.watched_one(&session),
            Want::ShadowResolved { session, node, rest } => self.resolve_shadow(&session, node, rest),
            Want::ShadowAdopted { session } => self.rescan(&session),
            Want::Shot { page, .. } => self.shot_failed(&page),
            #[cfg(feature = "leak-controls")]
            Want::Probed(reply) => drop(reply.send(Err(OrderFault::Refused(format!("code {}", refusal.code))))),
            other @ (Want::Nothing
            | Want::Opened(_)
            | Want::Done(_)
            | Want::Truth(_)
            | Want::Visited { .. }
            | Want::Typed { .. }
            | Want::Tapped { .. }
            | Want::PhotoGiven { .. }
            | Want::Armed { .. }
            | Want::Walked { .. }) => {
                self.unanswered(other, &OrderFault::Refused(format!("code {}", refusal.code)));
            }
        }
    }

    pub(super) fn unanswered(&mut self, want: Want, fault: &OrderFault) {
        match want {
            Want::Opened(reply)
            | Want::Done(reply)
            | Want::Truth(reply)
            | Want::Visited { reply, .. }
            | Want::Typed { reply, .. } => {
                answer(reply, Err(fault.clone()));
            }
            #[cfg(feature = "leak-controls")]
            Want::Probed(reply) => drop(reply.send(Err(fault.clone()))),
            Want::Tapped { group } => self.tapped(group),
            Want::PhotoGiven { group } => self.photo_given(group, false),
            Want::ContextMade | Want::TargetMade => self.lost("the browser made no page in time"),
            Want::Disposed => self.context_disposed(false),
            Want::Shot { page, .. } => self.shot_failed(&page),
            Want::OwnerFound { frame } | Want::OwnerResolved { frame } | Want::OwnerPlaced { frame } => {
                self.place_later(&frame);
            }
            Want::Document { session }
            | Want::Children { session }
            | Want::ShadowResolved { session, .. }
            | Want::ShadowAdopted { session } => self.rescan_later(&session),
            // A page that is busy answers late; until it does nothing of it is shown.
            Want::Armed { frame, context } if *fault == OrderFault::Late => self.arm_again(&frame, context),
            Want::Nothing | Want::Must(_) | Want::Armed { .. } | Want::Walked { .. } => {}
        }
    }
}

fn is_true(value: &Value) -> bool {
    value["result"]["value"].as_bool() == Some(true)
}

fn opened(value: &Value) -> Result<(), OrderFault> {
    match value["errorText"].as_str() {
        None | Some("") => Ok(()),
        Some(code) => Err(OrderFault::Refused(code.chars().take(60).collect())),
    }
}

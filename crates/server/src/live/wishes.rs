//! From what a page says to a command of the switchboard: parsed, permitted, looked up.
//!
//! Owns who may command what by role, and the looking up of directory entries. A department that
//! is closed is refused here with the advice to leave a hand-over note (clause 6(3)②).

use domain::contact::{AlertKind, MonitorMode};
use domain::ids::{AgentId, AssignmentId, ContactId, QueueId};
use domain::numbers::{self, E164};

use super::messages::{ClientMessage, TargetRequest, WantedMonitor, WantedState};
use super::state::LiveState;
use crate::calls::{DeskCommand, Goal, Refusal};
use crate::login::role::Role;
use crate::login::staff::Staff;
use crate::office_hours::{DEPARTMENT, OfficeHours};

/// Most characters of a pause reason's code or a number.
const TEXT_CHARS_MAX: usize = 64;

/// Turns a page's words into a command.
///
/// # Errors
/// A refusal in words for the page.
pub(super) async fn command(state: &LiveState, staff: &Staff, message: ClientMessage) -> Result<DeskCommand, Refusal> {
    use ClientMessage as Said;
    Ok(match message {
        Said::SetState { state: WantedState::Available, .. } => DeskCommand::Available,
        Said::SetState { state: WantedState::Paused, reason } => {
            DeskCommand::Paused(short(reason.unwrap_or_default())?)
        }
        Said::Answer { contact, assignment } => DeskCommand::Answer(ContactId(contact), AssignmentId(assignment)),
        Said::Refuse { contact, assignment } => DeskCommand::Refuse(ContactId(contact), AssignmentId(assignment)),
        Said::HangUp { contact } => DeskCommand::HangUp(ContactId(contact)),
        Said::SecretHold { contact, on } => DeskCommand::SecretHold(ContactId(contact), on),
        Said::Hold { contact } => DeskCommand::Hold(ContactId(contact)),
        Said::Resume { contact } => DeskCommand::Resume(ContactId(contact)),
        Said::Digit { contact, digit } => DeskCommand::Digit(ContactId(contact), digit),
        Said::Transfer { contact, to } => DeskCommand::Transfer(ContactId(contact), goal(state, to).await?),
        Said::Consult { contact, to } => DeskCommand::Consult(ContactId(contact), goal(state, to).await?),
        Said::CompleteTransfer { contact } => DeskCommand::CompleteTransfer(ContactId(contact)),
        Said::Conference { contact } => DeskCommand::Conference(ContactId(contact)),
        Said::CancelConsult { contact } => DeskCommand::CancelConsult(ContactId(contact)),
        Said::WrapUpDone { contact } => DeskCommand::WrapUpDone(ContactId(contact)),
        Said::ExtendWrapUp { contact } => DeskCommand::ExtendWrapUp(ContactId(contact)),
        Said::CallOut { to } => DeskCommand::CallOut(goal(state, to).await?),
        Said::Monitor { contact, mode } => DeskCommand::Monitor(ContactId(contact), monitor_mode(staff, mode)?),
        Said::Mute { on } => DeskCommand::Mute(on),
        Said::TakeOver { contact } => supervised(staff, DeskCommand::TakeOver(ContactId(contact)))?,
        Said::RaiseHand { contact, on: true } => DeskCommand::RaiseHand(ContactId(contact)),
        Said::RaiseHand { contact, on: false } => DeskCommand::LowerHand(ContactId(contact), supervises(staff)),
        Said::SeeAlert { contact, alert } => {
            let alert = AlertKind::of_code(&alert).ok_or_else(unexpected)?;
            supervised(staff, DeskCommand::SeeAlert(ContactId(contact), alert))?
        }
        Said::Hello { .. }
        | Said::MediaOffer { .. }
        | Said::VisitOffer { .. }
        | Said::VisitJoin { .. }
        | Said::VisitLeave { .. }
        | Said::LookAway { .. }
        | Said::Video { .. }
        | Said::Say { .. }
        | Said::ChatSay { .. }
        | Said::ChatTyping { .. }
        | Said::AskDocument { .. }
        | Said::FlowStart { .. }
        | Said::FlowEvent { .. }
        | Said::Follow { .. } => return Err(unexpected()),
    })
}

/// What a page said has no place here.
pub(super) fn unexpected() -> Refusal {
    Refusal::new("unexpected", "この操作は受け付けられません。", "This was not expected here.")
}

fn supervises(staff: &Staff) -> bool {
    staff.is_any(&[Role::Supervisor, Role::Manager])
}

/// The command, when given by a supervisor.
fn supervised(staff: &Staff, command: DeskCommand) -> Result<DeskCommand, Refusal> {
    if supervises(staff) {
        return Ok(command);
    }
    Err(Refusal::new("role_wanted", "この操作にはスーパーバイザーの権限が必要です。", "Only supervisors may do this."))
}

fn monitor_mode(staff: &Staff, mode: WantedMonitor) -> Result<Option<MonitorMode>, Refusal> {
    if !supervises(staff) {
        return Err(Refusal::new(
            "role_wanted",
            "通話を聴くには管理者の権限が必要です。",
            "Only supervisors may listen in.",
        ));
    }
    Ok(match mode {
        WantedMonitor::Listen => Some(MonitorMode::Listen),
        WantedMonitor::Whisper => Some(MonitorMode::Whisper),
        WantedMonitor::Barge => Some(MonitorMode::Barge),
        WantedMonitor::Off => None,
    })
}

async fn goal(state: &LiveState, to: TargetRequest) -> Result<Goal, Refusal> {
    match to {
        TargetRequest { number: Some(number), agent: None, queue: None, directory: None } => {
            let number = short(number)?;
            let public = numbers::read(&number).ok().and_then(|read| read.public().map(E164::display));
            Ok(Goal::Number { label: public.unwrap_or_else(|| number.clone()), number })
        }
        TargetRequest { number: None, agent: Some(agent), queue: None, directory: None } => {
            Ok(Goal::Agent(AgentId(agent)))
        }
        TargetRequest { number: None, agent: None, queue: Some(queue), directory: None } => {
            Ok(Goal::Queue(QueueId(short(queue)?)))
        }
        TargetRequest { number: None, agent: None, queue: None, directory: Some(id) } => {
            directory_goal(state, id).await
        }
        _ => Err(Refusal::new("bad_target", "転送先を一つ選んでください。", "Choose exactly one target.")),
    }
}

async fn directory_goal(state: &LiveState, id: uuid::Uuid) -> Result<Goal, Refusal> {
    let entry = storage::directory::find(&state.db, id).await.map_err(|why| {
        tracing::error!(%why, "the directory cannot be read");
        Refusal::new(
            "directory_unavailable",
            "電話帳を読めません。番号を入力して転送してください。",
            "The directory cannot be read. Type the number instead.",
        )
    })?;
    let Some(entry) = entry.filter(|entry| entry.active) else {
        return Err(Refusal::new("unknown_target", "転送先が見つかりません。", "There is no such target."));
    };
    let hours = OfficeHours::of(&entry, &state.calendar.borrow(), state.always_open, state.clock.now());
    if entry.kind == DEPARTMENT && hours.open_now == Some(false) {
        return Err(Refusal {
            code: "department_closed",
            ja: format!("{}は閉庁しています。引継ぎ票を作成してください。", entry.name_ja),
            en: format!("{} is closed. Please leave a hand-over note.", entry.name_en),
        });
    }
    Ok(Goal::Number { number: entry.number, label: entry.name_ja })
}

fn short(text: String) -> Result<String, Refusal> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(Refusal::new("too_long", "入力が長すぎます。", "The input is too long."));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(role: Role) -> Staff {
        Staff {
            id: uuid::Uuid::from_u128(1),
            login: "somebody".to_owned(),
            name: "だれか".to_owned(),
            roles: [role].into(),
            skills: Vec::new(),
            seat: None,
            totp_enrolled: false,
            keys: 0,
        }
    }

    #[test]
    fn only_supervisors_and_managers_listen_take_over_and_see_alerts() {
        let contact = ContactId(uuid::Uuid::from_u128(2));
        for role in Role::ALL {
            let may = matches!(role, Role::Supervisor | Role::Manager);
            let staff = staff(role);
            let commands = [DeskCommand::TakeOver(contact), DeskCommand::SeeAlert(contact, AlertKind::LongHold)];
            for command in commands {
                let code = supervised(&staff, command.clone()).map_err(|refusal| refusal.code);
                assert_eq!(code, if may { Ok(command) } else { Err("role_wanted") }, "{role}");
            }
            assert_eq!(monitor_mode(&staff, WantedMonitor::Listen).is_ok(), may, "{role}");
        }
    }
}

//! A flow as plain text, with every step and every way, for people who check a file before it is used.
//!
//! Owns the layout. Texts are shown in Japanese, furigana left away. It must never be read by a program.

use super::definition::{Action, Flow, Slip, Step};
use super::graph::{Way, ways_from};

/// The whole flow as text.
#[must_use]
pub fn preview(flow: &Flow) -> String {
    let until = flow.valid_until.map_or_else(String::new, |last| last.to_string());
    let mut text = format!(
        "{} v{} ({}〜{until}) {:?}\n{}\n{}\n",
        flow.id, flow.version, flow.valid_from, flow.procedure, flow.title.ja, flow.for_whom.ja
    );
    for step in &flow.steps {
        text.push_str(&step_text(step));
    }
    text
}

fn step_text(step: &Step) -> String {
    let marks = [
        step.application.then(|| " [申請]".to_owned()),
        step.requires_gate.map(|gate| format!(" [{gate:?} が必要]")),
        (!step.back).then(|| " [戻れない]".to_owned()),
    ];
    let marks: String = marks.into_iter().flatten().collect();
    let mut lines = vec![
        String::new(),
        format!("■ {} {}{marks}", step.id, step.label.ja),
        format!("  オペレーター: {}", step.script.ja),
        format!("  来庁者画面: {}", step.text.ja),
    ];
    lines.extend(action_lines(&step.action).into_iter().map(|line| format!("  {line}")));
    lines.extend(ways_from(step).into_iter().map(|(way, target)| format!("  → {} {target}", way_text(&way))));
    lines.join("\n") + "\n"
}

fn action_lines(action: &Action) -> Vec<String> {
    match action {
        Action::Checklist { items, .. } => items
            .iter()
            .map(|item| format!("□ {}{}", item.text.ja, if item.optional { "（任意）" } else { "" }))
            .collect(),
        Action::Branch { choices } => {
            choices.iter().map(|choice| format!("◇ {}: {}", choice.id, choice.text.ja)).collect()
        }
        Action::Gate { fee, .. } => vec![format!(
            "手数料 {}円（カード {}円 + 電子証明書 {}円）の確認を待つ",
            fee.total_yen(),
            fee.card_yen,
            fee.certificate_yen
        )],
        Action::PinGuard { pin, .. } => {
            vec![format!("{pin:?}: {}回まで。残り1回になる前に止める", pin.tries_max())]
        }
        Action::SharedPage { site, url, checks, .. } => vec![format!("{} {url} 確認: {checks:?}", site.ja)],
        Action::Outcome { outcome, slip } => slip_lines(&format!("{outcome:?}"), slip),
        Action::Explain { .. } | Action::Email { .. } => Vec::new(),
    }
}

fn slip_lines(outcome: &str, slip: &Slip) -> Vec<String> {
    let mut lines = vec![
        format!("終了: {outcome}"),
        format!("お渡し票 したこと: {}", slip.was_done.ja),
        format!("お渡し票 これから: {}", slip.comes_next.ja),
    ];
    lines.extend(slip.bring.iter().map(|it| format!("お渡し票 持ち物: {}", it.ja)));
    lines.extend(slip.call.iter().map(|it| format!("お渡し票 電話: {} {}", it.who.ja, it.number("（市の番号）"))));
    lines
}

fn way_text(way: &Way) -> String {
    match way {
        Way::Continue => "次へ".to_owned(),
        Way::Choice { choice, conditional: false } => choice.to_string(),
        Way::Choice { choice, conditional: true } => format!("{choice}（機器があるとき）"),
        Way::Confirmed(gate) => format!("{gate:?} の確認後"),
        Way::PinAccepted => "入力できた".to_owned(),
        Way::PinStopped => "残り1回で停止".to_owned(),
        Way::Mail(mail) => format!("{mail:?}"),
    }
}

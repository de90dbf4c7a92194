//! Figures of single agents, for whom may see them: contacts, times, occupancy (占有率) and utilisation (稼働率).
//!
//! Nothing here is told without an [`AgentAccess`], which names what the caller was allowed; no other table of the crate
//! can be cut by agent. A contact is counted with the agent who answered it. States come from the agents' own log: one
//! lasts until the next, and at most [`STATE_MS_MAX`] where the next is missing. Next: `reader`.

use std::collections::{BTreeMap, BTreeSet};

use domain::agent::{AgentEvent, LoggedState};
use domain::ids::AgentId;
use domain::time::Timestamp;

use crate::breakdown::rows_over;
use crate::filter::Filter;
use crate::input::{AgentName, Material};
use crate::reader::{Line, Reader};
use crate::rules::Rules;
use crate::table::{Cell, Column, Row, RowKind, Table};
use crate::term::Term;
use crate::value::{Unit, Value};
use crate::words::Words;

/// The longest one state counts: what lasts longer was not signed out of.
pub const STATE_MS_MAX: u64 = 16 * 3_600_000;

/// What the caller is allowed to see of agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentAccess {
    /// One agent, the own figures.
    Own(AgentId),
    /// A supervisor or manager, everybody's.
    Everybody,
}

impl AgentAccess {
    /// Whether an agent's figures may be seen.
    #[must_use]
    pub fn may_see(self, agent: AgentId) -> bool {
        match self {
            Self::Own(own) => own == agent,
            Self::Everybody => true,
        }
    }
}

/// The figures of the queue by the agent who answered. Everybody's have a row for what nobody answered, so that the
/// parts are the whole; the own figures are the own row alone.
#[must_use]
pub fn contacts(reader: &Reader, material: &Material, term: Term, access: AgentAccess) -> Table {
    let agents: BTreeSet<Option<AgentId>> = reader.facts.this.iter().map(|fact| fact.agent).collect();
    let line = |agent: Option<AgentId>| match agent {
        Some(agent) => {
            let name = name(&material.agent_names, agent, term);
            Line::over(&agent.to_string(), Words::same(&name), Filter::agent(Some(agent)))
        }
        None => Line::over("nobody", Words::new("応答なし", "not answered"), Filter::agent(None)),
    };
    let title = Words::new("担当者別", "By agent");
    match access {
        AgentAccess::Everybody => {
            let lines = agents.into_iter().map(line).collect();
            rows_over(reader, "by_agent", title, lines, &Filter::all())
        }
        AgentAccess::Own(agent) => {
            let own = line(Some(agent)).kind(RowKind::Apart);
            let mut table = rows_over(reader, "by_agent", title, vec![own], &Filter::agent(Some(agent)));
            table.rows.truncate(1);
            table
        }
    }
}

/// Time in each state, and the two shares of it.
#[must_use]
pub fn states(material: &Material, rules: &Rules, term: Term, access: AgentAccess) -> Table {
    let mut logs: BTreeMap<AgentId, Vec<&AgentEvent>> = BTreeMap::new();
    for event in material.agent_log.iter().filter(|event| access.may_see(event.agent)) {
        logs.entry(event.agent).or_default().push(event);
    }
    let times: Vec<(AgentId, Times)> = logs.into_iter().map(|(agent, log)| (agent, times(log, rules, term))).collect();
    let mut rows: Vec<Row> = times
        .iter()
        .filter(|(_, times)| times.logged_in() > 0)
        .map(|(agent, times)| {
            let label = Words::same(&name(&material.agent_names, *agent, term));
            times.row(agent.to_string(), label, RowKind::Part)
        })
        .collect();
    if access == AgentAccess::Everybody {
        let whole = times.iter().fold(Times::default(), |sum, (_, times)| sum.with(*times));
        rows.push(whole.row("total".to_owned(), crate::tables::names::total(), RowKind::Total));
    }
    Table {
        id: "agent_states".to_owned(),
        title: Words::new("担当者の稼働", "Agents' states"),
        row_title: Words::new("担当者", "agent"),
        columns: columns(),
        rows,
        notes: vec![Words::new(
            "占有率＝処理÷（処理＋受付可）。稼働率＝（処理＋契約が定める離席）÷ログイン。二つは別の指標。呼出中は受付可に、発信中は処理に数える。",
            "Occupancy = handling / (handling + available). Utilisation = (handling + the pauses the contract names) / logged in. They are not the same. Ringing counts as available, dialling as handling.",
        )],
    }
}

/// What an agent is called at the end of a term: a name given later changes no older report.
fn name(names: &[AgentName], agent: AgentId, term: Term) -> String {
    let known = names.iter().filter(|it| it.agent == agent && it.from <= term.last);
    known.max_by_key(|it| it.from).map_or_else(|| agent.to_string(), |it| it.name.clone())
}

/// Milliseconds in each class of states.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Times {
    handling: u64,
    available: u64,
    working: u64,
    monitoring: u64,
    paused: u64,
}

impl Times {
    fn logged_in(self) -> u64 {
        self.handling + self.available + self.working + self.monitoring + self.paused
    }

    fn with(self, other: Self) -> Self {
        Self {
            handling: self.handling + other.handling,
            available: self.available + other.available,
            working: self.working + other.working,
            monitoring: self.monitoring + other.monitoring,
            paused: self.paused + other.paused,
        }
    }

    fn row(self, id: String, label: Words, kind: RowKind) -> Row {
        let span = |ms| Cell::plain(Value::Span { ms }, Unit::Seconds);
        let share = |of, whole| Cell::plain(Value::Share { of, whole }, Unit::Percent);
        let cells = vec![
            span(self.logged_in()),
            span(self.handling),
            span(self.available),
            span(self.working),
            span(self.monitoring),
            span(self.paused),
            share(self.handling, self.handling + self.available),
            share(self.handling + self.working, self.logged_in()),
        ];
        Row { id, label, kind, cells }
    }
}

fn columns() -> Vec<Column> {
    let column = |(id, ja, en, unit): (&str, &str, &str, Unit)| Column {
        id: id.to_owned(),
        title: Words::new(ja, en),
        group: None,
        unit,
        formula: None,
    };
    [
        ("logged_in", "ログイン", "logged in", Unit::Seconds),
        ("handling", "処理", "handling", Unit::Seconds),
        ("available", "受付可", "available", Unit::Seconds),
        ("working", "契約が定める離席", "pauses that are work", Unit::Seconds),
        ("monitoring", "モニタリング", "monitoring", Unit::Seconds),
        ("paused", "その他の離席", "other pauses", Unit::Seconds),
        ("occupancy", "占有率", "occupancy", Unit::Percent),
        ("utilisation", "稼働率", "utilisation", Unit::Percent),
    ]
    .map(column)
    .into()
}

/// One agent's times within a term.
fn times(mut log: Vec<&AgentEvent>, rules: &Rules, term: Term) -> Times {
    log.sort_by_key(|event| event.at);
    let ends = log.iter().skip(1).map(|event| event.at).chain([term.ends()]);
    let mut times = Times::default();
    for (event, end) in log.iter().zip(ends) {
        let end = end.min(event.at.plus_ms(STATE_MS_MAX));
        let ms = within(event.at, end, term);
        match &event.state {
            LoggedState::Talking | LoggedState::Holding | LoggedState::WrapUp | LoggedState::Dialling => {
                times.handling += ms
            }
            LoggedState::Available | LoggedState::Ringing => times.available += ms,
            LoggedState::Paused { reason } if rules.working_pauses.contains(reason.code()) => times.working += ms,
            LoggedState::Monitoring => times.monitoring += ms,
            LoggedState::Paused { .. } | LoggedState::SignedIn | LoggedState::DeskAway => times.paused += ms,
            LoggedState::SignedOut | LoggedState::Stopped => {}
        }
    }
    times
}

fn within(from: Timestamp, until: Timestamp, term: Term) -> u64 {
    until.min(term.ends()).since_ms(from.max(term.begins()))
}

#[cfg(test)]
mod tests {
    use domain::agent::PauseReason;
    use uuid::Uuid;

    use super::*;
    use crate::term::Day;

    const AGENT: AgentId = AgentId(Uuid::from_u128(1));
    const HOUR: i64 = 3_600_000;

    fn june() -> Term {
        Term::month(2026, 6).unwrap()
    }

    fn event(agent: AgentId, hour: i64, state: LoggedState) -> AgentEvent {
        AgentEvent { agent, at: Timestamp(june().begins().0 + hour * HOUR), contact: None, state }
    }

    fn shown(material: &Material, access: AgentAccess, column: &str) -> Option<String> {
        let table = states(material, &Rules::default(), june(), access);
        table.cell(&AGENT.to_string(), column).map(|cell| cell.value.shown().text(true))
    }

    #[test]
    fn occupancy_and_utilisation_are_two_figures() {
        let pause = |code: &str| LoggedState::Paused { reason: PauseReason::Chosen(code.to_owned()) };
        let log = [
            (8, LoggedState::SignedIn),
            (9, LoggedState::Available),
            (10, LoggedState::Talking),
            (12, LoggedState::WrapUp),
            (13, pause("lunch")),
            (14, pause("desk_work")),
            (16, LoggedState::Ringing),
            (18, LoggedState::SignedOut),
        ];
        let agent_log = log.into_iter().map(|(hour, state)| event(AGENT, hour, state)).collect();
        let material = Material { agent_log, ..Material::default() };
        let check = |column: &str, wanted: &str| {
            assert_eq!(shown(&material, AgentAccess::Everybody, column).as_deref(), Some(wanted), "{column}");
        };
        check("logged_in", "36000.0");
        check("handling", "10800.0");
        check("occupancy", "50.0");
        check("utilisation", "50.0");
        check("working", "7200.0");
    }

    #[test]
    fn a_state_nobody_left_is_cut_and_so_is_what_lies_outside_the_term() {
        let check = |log: &[(i64, LoggedState)], handling: &str| {
            let agent_log = log.iter().map(|(hour, state)| event(AGENT, *hour, state.clone())).collect();
            let material = Material { agent_log, ..Material::default() };
            assert_eq!(shown(&material, AgentAccess::Own(AGENT), "handling").as_deref(), Some(handling), "{log:?}");
        };
        check(&[(-2, LoggedState::Talking), (1, LoggedState::SignedOut)], "3600.0");
        check(&[(10, LoggedState::Talking)], "57600.0");
        check(&[(10, LoggedState::Talking), (100, LoggedState::SignedOut)], "57600.0");
        check(&[(30 * 24 - 1, LoggedState::Talking)], "3600.0");
    }

    #[test]
    fn an_agent_sees_the_own_row_alone_and_a_new_name_makes_no_second_agent() {
        let other = AgentId(Uuid::from_u128(2));
        let agent_log = [AGENT, other].map(|agent| event(agent, 9, LoggedState::Available)).into();
        let first = june().first;
        let names = [(first.0 - 30, "旧姓"), (first.0 + 10, "新姓"), (first.0 + 30, "来月の姓")];
        let named = |(from, name): (i32, &str)| AgentName { agent: AGENT, from: Day(from), name: name.to_owned() };
        let material = Material { agent_log, agent_names: names.map(named).into(), ..Material::default() };
        let labels = |access| {
            let table = states(&material, &Rules::default(), june(), access);
            table.rows.into_iter().map(|row| row.label.ja).collect::<Vec<_>>()
        };
        assert_eq!(labels(AgentAccess::Own(AGENT)), ["新姓"]);
        assert_eq!(labels(AgentAccess::Everybody), ["新姓", other.to_string().as_str(), "合計"]);
    }
}

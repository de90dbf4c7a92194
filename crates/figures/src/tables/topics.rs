//! T5: answered calls by topic (ア)-(ケ) with sub-codes, one primary code a call (clauses 6(3)②, 6(5)①).
//!
//! A topic is the sum of its sub-codes and of what is filed under itself. A retired topic keeps its row where something
//! was filed under it; a code nobody knows gets a row of its own; what is not filed is a row too.

use std::collections::{BTreeMap, BTreeSet};

use domain::contact::{Channel, Language};

use super::names::total;
use crate::fact::Fact;
use crate::filter::{Filter, LanguageClass};
use crate::formula::{Measure, Param};
use crate::input::{Outcome, TopicName};
use crate::reader::{Form, Line, Reader};
use crate::table::{RowKind, Table};
use crate::words::Words;

/// A chain of parents longer than this is a circle.
const DEPTH_MAX: usize = 8;

/// T5 of a term.
#[must_use]
pub fn table(reader: &Reader, topics: &[TopicName]) -> Table {
    let calls = Filter::channel(Channel::Phone).and(&Filter::answered());
    let over_calls = |line: Line| Line { filter: line.filter.and(&calls), ..line };
    let is_call = |fact: &&Fact| calls.holds(fact);
    let counted = reader.facts.this.iter().chain(&reader.facts.before).filter(is_call);
    let counted = counted.filter_map(|fact| fact.filing.as_ref()).map(|filing| filing.topic.as_str());
    let mut rows = rows(topics, &counted.collect());
    rows.push(Line::over("total", total(), Filter::all()).kind(RowKind::Total));
    let rows = rows.into_iter().map(over_calls).collect();
    let columns = columns(reader, &calls);
    Table {
        id: "T5".to_owned(),
        title: Words::new("相談区分別の電話", "Calls by topic"),
        row_title: Words::new("相談区分", "topic"),
        columns: reader.columns(&columns),
        rows: reader.rows(rows, &columns),
        notes: vec![Words::new(
            "応答した通話を、後処理で選んだ主な区分一つで数える。",
            "Answered calls by the one primary code filed after the call.",
        )],
    }
}

fn columns(reader: &Reader, calls: &Filter) -> Vec<Line> {
    let answered = |id, ja, en| Line::of(id, Words::new(ja, en), Measure::plain("answered"));
    let outcome = |outcome| {
        let (id, ja, en) = match outcome {
            Outcome::Resolved => ("resolved", "解決", "resolved"),
            Outcome::TransferredCity => ("transferred_city", "市へ転送", "transferred to the city"),
            Outcome::ReferredAgency => ("referred", "関係機関を案内", "referred"),
            Outcome::CallBack => ("call_back", "折り返し", "call back"),
            Outcome::BrokenOff => ("broken_off", "途中終了", "broken off"),
        };
        Line::of(id, Words::new(ja, en), Measure::with("outcome", Param::Outcome(outcome)))
    };
    let english = Filter::language(LanguageClass::of(Some(Language::En)));
    let mut columns = vec![
        answered("count", "件数", "calls"),
        answered("share", "構成比", "share").form(Form::PartOf(calls.clone())),
        answered("change", "前月比", "change").form(Form::Change),
        reader.measured(Measure::plain("resolved_at_once")),
    ];
    columns.extend(Outcome::ALL.map(outcome));
    columns.push(Line { filter: english, ..answered("english", "英語", "English") });
    columns.push(reader.measured(Measure::plain("talk_time")));
    columns
}

/// The rows of the topics: each with its sub-codes below it.
fn rows(topics: &[TopicName], counted: &BTreeSet<&str>) -> Vec<Line> {
    let known = known(topics, counted);
    let mut under: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for topic in &known {
        under.entry(root(topic, &known)).or_default().push(topic);
    }
    let mains = known.iter().filter(|topic| root(topic, &known) == topic.code);
    let mut rows = Vec::new();
    for main in mains {
        let family = under.get(main.code).map_or(&[][..], Vec::as_slice);
        rows.push(line(main, family.iter().map(|it| it.code)));
        if family.len() < 2 {
            continue;
        }
        let itself = line(main, [main.code]);
        let title = Words::new(&format!("{}（小区分なし）", main.code), &format!("{} (no sub-code)", main.code));
        rows.push(Line { id: format!("{}/", main.code), title, ..itself }.kind(RowKind::Detail));
        let subs = family.iter().filter(|it| it.code != main.code);
        rows.extend(subs.map(|it| line(it, [it.code]).kind(RowKind::Detail)));
    }
    rows.push(Line::over("not_filed", Words::new("記録なし", "not filed"), Filter::not_filed()));
    rows
}

struct Known<'t> {
    code: &'t str,
    parent: Option<&'t str>,
    name: Words,
}

/// Topics with a row, each once, in their order; then codes nobody named.
fn known<'t>(topics: &'t [TopicName], counted: &BTreeSet<&'t str>) -> Vec<Known<'t>> {
    let mut seen = BTreeSet::new();
    let mut found: Vec<Known> = Vec::new();
    for topic in topics {
        let has_sub = || topics.iter().any(|it| it.parent.as_ref() == Some(&topic.code) && is_told(it, counted));
        if (is_told(topic, counted) || has_sub()) && seen.insert(topic.code.as_str()) {
            found.push(Known { code: &topic.code, parent: topic.parent.as_deref(), name: topic.name.clone() });
        }
    }
    for &code in counted {
        if seen.insert(code) {
            found.push(Known { code, parent: None, name: Words::new("名称不明", "name not known") });
        }
    }
    found
}

fn is_told(topic: &TopicName, counted: &BTreeSet<&str>) -> bool {
    !topic.is_retired || counted.contains(topic.code.as_str())
}

/// The topmost topic over one; itself where its parent has no row or its parents go in a circle.
fn root<'t>(topic: &Known<'t>, known: &[Known<'t>]) -> &'t str {
    let mut code = topic.code;
    for _ in 0..DEPTH_MAX {
        let parent = known.iter().find(|it| it.code == code).and_then(|it| it.parent);
        match parent.filter(|parent| known.iter().any(|it| it.code == *parent)) {
            Some(parent) => code = parent,
            None => return code,
        }
    }
    topic.code
}

fn line<'t>(topic: &Known, codes: impl IntoIterator<Item = &'t str>) -> Line {
    let title = Words::new(&format!("{} {}", topic.code, topic.name.ja), &format!("{} {}", topic.code, topic.name.en));
    Line::over(topic.code, title, Filter::topics(codes.into_iter().map(str::to_owned).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(code: &str, parent: Option<&str>, is_retired: bool) -> TopicName {
        TopicName { code: code.to_owned(), parent: parent.map(str::to_owned), name: Words::same("n"), is_retired }
    }

    #[test]
    fn a_retired_topic_stays_where_something_was_and_an_unknown_code_is_not_lost() {
        let topics = [
            topic("ア", None, false),
            topic("ア-1", Some("ア"), false),
            topic("ア-2", Some("ア"), true),
            topic("イ", None, true),
            topic("イ-1", Some("イ"), true),
            topic("ウ", None, true),
        ];
        let check = |counted: &[&str], wanted: &[&str]| {
            let rows = rows(&topics, &counted.iter().copied().collect());
            let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
            assert_eq!(ids, wanted, "{counted:?}");
        };
        check(&[], &["ア", "ア/", "ア-1", "not_filed"]);
        check(&["ア-2"], &["ア", "ア/", "ア-1", "ア-2", "not_filed"]);
        check(&["イ-1", "謎"], &["ア", "ア/", "ア-1", "イ", "イ/", "イ-1", "謎", "not_filed"]);
    }

    #[test]
    fn parents_in_a_circle_make_rows_of_their_own() {
        let topics = [topic("甲", Some("乙"), false), topic("乙", Some("甲"), false)];
        let ids: Vec<String> = rows(&topics, &BTreeSet::new()).into_iter().map(|row| row.id).collect();
        assert_eq!(ids, ["甲", "乙", "not_filed"]);
    }
}

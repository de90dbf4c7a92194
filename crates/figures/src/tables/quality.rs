//! T8: recording and text, the FAQ, suggestions, redaction, content residents (clauses 6(3)①b-d, 8(1)).

use std::collections::BTreeMap;

use crate::filter::Filter;
use crate::formula::Measure;
use crate::input::{Material, Question, QuestionOutcome, QuestionPlace};
use crate::reader::Reader;
use crate::table::{Cell, Column, FormulaMark, Row, RowKind, Table};
use crate::term::{Day, Term};
use crate::value::{Unit, Value};
use crate::words::Words;

/// How many of the questions nothing was found for are told.
const ZERO_HITS_TOLD: usize = 20;

/// T8 of a term.
#[must_use]
pub fn table(reader: &Reader, material: &Material, term: Term) -> Table {
    let within = |at| term.holds(Day::of(at));
    let revisions = material.faq_revisions.iter().filter(|it| within(it.at)).count() as u64;
    let stretches = material.redactions.iter().filter(|it| within(it.at)).map(|it| u64::from(it.stretches)).sum();
    let asked: Vec<&Question> = material.questions.iter().filter(|it| within(it.at)).collect();
    let shown = asked.iter().filter(|it| it.place == QuestionPlace::Call && it.is_found).count() as u64;
    let with = |outcome| asked.iter().filter(move |it| it.is_found && it.outcome == Some(outcome));
    let taken = with(QuestionOutcome::Taken).filter(|it| it.place == QuestionPlace::Call).count() as u64;
    let wrong = with(QuestionOutcome::Wrong).count() as u64;
    let found = asked.iter().filter(|it| it.is_found).count() as u64;
    let zero = asked.len() as u64 - found;
    let rows = vec![
        measured(reader, "recorded"),
        measured(reader, "transcribed"),
        counted("faq_revisions", "FAQの改訂", "FAQ revisions", revisions),
        counted("questions", "FAQへの質問", "questions put to the FAQ", asked.len() as u64),
        shared("zero_hits", "該当なし", "nothing found", zero, asked.len() as u64),
        shared("suggestions_taken", "AI回答候補の採用", "suggestions taken", taken, shown),
        shared("wrong_answers", "誤った回答", "wrong answers", wrong, found),
        counted("redactions", "秘匿した箇所", "stretches redacted", stretches),
        measured(reader, "satisfaction"),
        measured(reader, "survey_response"),
    ];
    Table {
        id: "T8".to_owned(),
        title: Words::new("品質とAI", "Quality and AI"),
        row_title: Words::new("項目", "item"),
        columns: columns(),
        rows,
        notes: vec![Words::new(
            "録音と文字化の目標は100%。満足度は回答数とともに読む。",
            "The target of recording and text is 100 %. Read the satisfaction with the number of answers.",
        )],
    }
}

/// The questions most asked for which nothing was found.
#[must_use]
pub fn zero_hits(questions: &[Question], term: Term) -> Table {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for question in questions.iter().filter(|it| !it.is_found && term.holds(Day::of(it.at))) {
        let words: Vec<&str> = question.text.split_whitespace().collect();
        *counts.entry(words.join(" ")).or_default() += 1;
    }
    let mut sorted: Vec<(String, u64)> = counts.into_iter().filter(|(text, _)| !text.is_empty()).collect();
    sorted.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
    let row = |(rank, (text, count)): (u32, (String, u64))| Row {
        id: rank.to_string(),
        label: Words::same(&rank.to_string()),
        kind: RowKind::Apart,
        cells: vec![Cell::text(Words::same(&text)), Cell::count(count)],
    };
    Table {
        id: "T8-zero".to_owned(),
        title: Words::new("FAQに該当がなかった質問（上位20）", "Questions nothing was found for (top 20)"),
        row_title: Words::new("順位", "rank"),
        columns: vec![
            column("question", "質問（秘匿済み）", "question, redacted", Unit::Text),
            column("count", "回数", "times", Unit::Count),
        ],
        rows: (1..).zip(sorted.into_iter().take(ZERO_HITS_TOLD)).map(row).collect(),
        notes: Vec::new(),
    }
}

/// The columns of tables that tell one figure a row: what it is, and its two counts where it has them.
#[must_use]
pub fn columns() -> Vec<Column> {
    vec![
        column("value", "値", "value", Unit::Count),
        column("of", "うち", "of these", Unit::Count),
        column("whole", "分母", "out of", Unit::Count),
        column("definition", "定義", "definition", Unit::Text),
    ]
}

/// One figure of an edition as a row, with its two counts and the name of its definition.
#[must_use]
pub fn measured(reader: &Reader, formula: &'static str) -> Row {
    let cell = reader.value(&Filter::all(), Measure::plain(formula));
    let known = reader.edition.formula(formula);
    let mark = known.map(FormulaMark::of).map(|mark| Words::same(&format!("{} v{}", mark.id, mark.version)));
    let (of, whole) = match cell.value {
        Value::Share { of, whole } => (Cell::count(of), Cell::count(whole)),
        _ => (Cell::nothing(), Cell::nothing()),
    };
    Row {
        id: formula.to_owned(),
        label: known.map_or_else(Words::default, |known| known.name.words()),
        kind: RowKind::Apart,
        cells: vec![cell, of, whole, mark.map_or_else(Cell::nothing, Cell::text)],
    }
}

fn shared(id: &str, ja: &str, en: &str, of: u64, whole: u64) -> Row {
    let share = Cell::plain(Value::Share { of, whole }, Unit::Percent);
    row(id, ja, en, [share, Cell::count(of), Cell::count(whole)])
}

fn counted(id: &str, ja: &str, en: &str, n: u64) -> Row {
    row(id, ja, en, [Cell::count(n), Cell::nothing(), Cell::nothing()])
}

fn row(id: &str, ja: &str, en: &str, cells: [Cell; 3]) -> Row {
    let cells = cells.into_iter().chain([Cell::nothing()]).collect();
    Row { id: id.to_owned(), label: Words::new(ja, en), kind: RowKind::Apart, cells }
}

fn column(id: &str, ja: &str, en: &str, unit: Unit) -> Column {
    Column { id: id.to_owned(), title: Words::new(ja, en), group: None, unit, formula: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_questions_nothing_was_found_for_are_counted_by_their_words_and_the_twenty_first_is_left_out() {
        let term = Term::month(2026, 6).unwrap();
        let ask = |text: &str, is_found| Question {
            at: term.begins(),
            place: QuestionPlace::Public,
            text: text.to_owned(),
            is_found,
            outcome: None,
        };
        let mut questions: Vec<Question> = (0..25).map(|n| ask(&format!("q{n:02}"), false)).collect();
        questions.extend([ask("q24 ", false), ask("found", true), ask("  ", false)]);
        let table = zero_hits(&questions, term);
        let texts: Vec<String> = table.rows.iter().map(|row| row.cells[0].value.shown().text(true)).collect();
        assert_eq!((texts.len(), texts[0].as_str(), texts[1].as_str()), (20, "q24", "q00"));
        assert_eq!(table.rows[0].cells[1].value, Value::Count { n: 2 });
    }
}

//! One entry as the cells of a row.

use crate::knowledge::entry::{Entry, EntryText, Field, Problems, RawAttachment, RawEntry, RawSource, RawText};

/// The header row.
pub fn columns() -> impl Iterator<Item = &'static str> {
    Field::ALL.into_iter().map(Field::column)
}

/// Reads the cells of a row; cells missing at the end are empty.
///
/// # Errors
/// Everything that is wrong with the entry, by column.
pub fn read_row(cells: &[String]) -> Result<Entry, Problems> {
    raw(cells).read()
}

/// Writes an entry as the cells of a row.
#[must_use]
pub fn write_row(entry: &Entry) -> Vec<String> {
    Field::ALL.into_iter().map(|field| cell(entry, field)).collect()
}

/// The columns in which two entries differ.
#[must_use]
pub fn differing(old: &Entry, new: &Entry) -> Vec<Field> {
    Field::ALL.into_iter().filter(|field| cell(old, *field) != cell(new, *field)).collect()
}

pub(super) fn cell_of(cells: &[String], field: Field) -> &str {
    cells.get(field.index()).map_or("", |cell| cell.as_str())
}

fn raw(cells: &[String]) -> RawEntry {
    let cell = |field: Field| cell_of(cells, field).to_owned();
    let lines = |field: Field| cell_of(cells, field).lines().map(str::to_owned).collect::<Vec<_>>();
    let text = |question, answer, aliases: Option<Field>| RawText {
        question: cell(question),
        answer: cell(answer),
        aliases: aliases.map(lines).unwrap_or_default(),
        ..RawText::default()
    };
    let ja = text(Field::QuestionJa, Field::AnswerJa, Some(Field::AliasesJa));
    RawEntry {
        key: cell(Field::Key),
        topic: cell(Field::Topic),
        audience: cell(Field::Audience),
        risk: cell(Field::Risk),
        publish: cell(Field::Publish),
        ja: RawText { reading: cell(Field::ReadingJa), ..ja },
        en: text(Field::QuestionEn, Field::AnswerEn, Some(Field::AliasesEn)),
        easy: text(Field::QuestionEasy, Field::AnswerEasy, None),
        sources: sources(cell_of(cells, Field::Sources)),
        owner: cell(Field::Owner),
        review_by: cell(Field::ReviewBy),
        related: cell_of(cells, Field::Related).split_whitespace().map(str::to_owned).collect(),
        attachments: attachments(cell_of(cells, Field::Attachments)),
    }
}

/// `name | kind | bytes | sha256` a line; a line that is something else gives a file that is refused.
fn attachments(cell: &str) -> Vec<RawAttachment> {
    let lines = cell.lines().filter(|line| !line.trim().is_empty());
    let file = |line: &str| match line.split('|').map(str::trim).collect::<Vec<_>>().as_slice() {
        [name, kind, bytes, sha256] => RawAttachment {
            name: (*name).to_owned(),
            kind: (*kind).to_owned(),
            bytes: bytes.parse().unwrap_or_default(),
            sha256: (*sha256).to_owned(),
        },
        _ => RawAttachment::default(),
    };
    lines.map(file).collect()
}

/// `title | place | date` a line; a line with another number of parts gives a source that is refused.
fn sources(cell: &str) -> Vec<RawSource> {
    let lines = cell.lines().filter(|line| !line.trim().is_empty());
    let source = |line: &str| match line.split('|').map(str::trim).collect::<Vec<_>>().as_slice() {
        [title, place, date] => {
            RawSource { title: (*title).to_owned(), place: (*place).to_owned(), date: (*date).to_owned() }
        }
        _ => RawSource::default(),
    };
    lines.map(source).collect()
}

fn cell(entry: &Entry, field: Field) -> String {
    let question = |text: Option<&EntryText>| text.map(|text| text.question.clone()).unwrap_or_default();
    let answer = |text: Option<&EntryText>| text.map(|text| text.answer.clone()).unwrap_or_default();
    let aliases = |text: Option<&EntryText>| text.map(|text| text.aliases.join("\n")).unwrap_or_default();
    let (ja, en, easy) = (Some(&entry.ja), entry.en.as_ref(), entry.easy.as_ref());
    match field {
        Field::Key => entry.key.to_string(),
        Field::Topic => entry.topic.code().to_owned(),
        Field::Audience => entry.audience.code().to_owned(),
        Field::Risk => entry.risk.code().to_owned(),
        Field::Publish => if entry.publish { "yes" } else { "no" }.to_owned(),
        Field::QuestionJa => question(ja),
        Field::ReadingJa => entry.ja.reading.clone(),
        Field::AnswerJa => answer(ja),
        Field::AliasesJa => aliases(ja),
        Field::QuestionEn => question(en),
        Field::AnswerEn => answer(en),
        Field::AliasesEn => aliases(en),
        Field::QuestionEasy => question(easy),
        Field::AnswerEasy => answer(easy),
        Field::Sources => source_lines(entry),
        Field::Owner => entry.owner.clone(),
        Field::ReviewBy => entry.review_by.format("%Y-%m-%d").to_string(),
        Field::Related => entry.related.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        Field::Attachments => attachment_lines(entry),
    }
}

fn source_lines(entry: &Entry) -> String {
    let line = |raw: RawSource| format!("{} | {} | {}", raw.title, raw.place, raw.date);
    entry.sources.iter().map(|source| line(RawSource::from(source))).collect::<Vec<_>>().join("\n")
}

fn attachment_lines(entry: &Entry) -> String {
    let line = |raw: RawAttachment| format!("{} | {} | {} | {}", raw.name, raw.kind, raw.bytes, raw.sha256);
    entry.attachments.iter().map(|file| line(RawAttachment::from(file))).collect::<Vec<_>>().join("\n")
}

//! The reading of an entry as people write it: every limit, every problem at once.

use std::collections::BTreeSet;

use super::attachment::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, Attachment, FileDigest, FileKind};
use super::date::{SourceDate, read_day};
use super::key::EntryKey;
use super::model::{Entry, EntryText, RawAttachment, RawEntry, RawSource, RawText, Source, SourcePlace};
use super::problem::{Fault, Field, Problem, Problems};
use super::words::{Audience, Risk, Topic};
use crate::knowledge::markdown;
use crate::secret_text::{self, SecretKind, TextContext};
use crate::service_flow::{RubyFault, parse_ruby};

/// Longest question, in characters.
pub const QUESTION_CHARS_MAX: usize = 200;
/// Longest reading, in characters; kana are longer than the kanji they read.
pub const READING_CHARS_MAX: usize = 400;
/// Longest answer, in characters.
pub const ANSWER_CHARS_MAX: usize = markdown::TEXT_CHARS_MAX;
/// Most aliases of one language.
pub const ALIASES_MAX: usize = 40;
/// Longest alias, in characters.
pub const ALIAS_CHARS_MAX: usize = 120;
/// Most sources.
pub const SOURCES_MAX: usize = 20;
/// Longest title of a source or name of a document, in characters.
pub const TITLE_CHARS_MAX: usize = 200;
/// Longest address of a source, in characters.
pub const URL_CHARS_MAX: usize = 500;
/// Longest name of a department, in characters.
pub const OWNER_CHARS_MAX: usize = 80;
/// Most related entries.
pub const RELATED_MAX: usize = 20;

/// The fields of one language; a reading or aliases without a column must be empty.
#[derive(Clone, Copy)]
struct TextFields {
    question: Field,
    reading: Option<Field>,
    answer: Field,
    aliases: Option<Field>,
    japanese: bool,
    /// Whether words bear furigana, which are not counted.
    furigana: bool,
}

const JA: TextFields = TextFields {
    question: Field::QuestionJa,
    reading: Some(Field::ReadingJa),
    answer: Field::AnswerJa,
    aliases: Some(Field::AliasesJa),
    japanese: true,
    furigana: false,
};
const EN: TextFields = TextFields {
    question: Field::QuestionEn,
    reading: None,
    answer: Field::AnswerEn,
    aliases: Some(Field::AliasesEn),
    japanese: false,
    furigana: false,
};
const EASY: TextFields = TextFields {
    question: Field::QuestionEasy,
    reading: None,
    answer: Field::AnswerEasy,
    aliases: None,
    japanese: true,
    furigana: true,
};

impl RawEntry {
    /// Reads the entry; blanks around fields and line ends of other systems make no difference.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the fields.
    pub fn read(&self) -> Result<Entry, Problems> {
        let mut problems = Vec::new();
        let key = self.key(&mut problems);
        let topic = word(&self.topic, Topic::from_code, "a i u e o ka ki ku ke", Field::Topic, &mut problems);
        let audience = word(&self.audience, Audience::from_code, "resident operator", Field::Audience, &mut problems);
        let risk = word(&self.risk, Risk::from_code, "low medium high", Field::Risk, &mut problems);
        let publish = word(&self.publish, yes_or_no, "yes no", Field::Publish, &mut problems);
        let ja = text(&self.ja, JA, &mut problems);
        let en = linked(&self.en, EN, &mut problems);
        let easy = linked(&self.easy, EASY, &mut problems);
        let sources = sources(&self.sources, &mut problems);
        let owner = line(&self.owner, OWNER_CHARS_MAX, Field::Owner, &mut problems);
        let review_by = read_day(self.review_by.trim());
        if review_by.is_none() {
            push(&mut problems, Field::ReviewBy, Fault::NoDate);
        }
        let related = self.related(key.as_ref(), &mut problems);
        let attachments = attachments(&self.attachments, &mut problems);
        let whole = || {
            let (topic, audience, risk, publish) = (topic?, audience?, risk?, publish?);
            let (key, review_by) = (key?, review_by?);
            Some(Entry {
                key,
                topic,
                audience,
                risk,
                publish,
                ja,
                en,
                easy,
                sources,
                owner,
                review_by,
                related,
                attachments,
            })
        };
        whole().filter(|_| problems.is_empty()).ok_or(Problems(problems))
    }

    fn key(&self, problems: &mut Vec<Problem>) -> Option<EntryKey> {
        let key = EntryKey::read(self.key.trim()).ok();
        if key.is_none() {
            push(problems, Field::Key, Fault::NoKey);
        }
        key
    }

    fn related(&self, own: Option<&EntryKey>, problems: &mut Vec<Problem>) -> Vec<EntryKey> {
        at_most(self.related.len(), RELATED_MAX, Field::Related, problems);
        let mut keys: Vec<EntryKey> = Vec::new();
        for (at, written) in self.related.iter().take(RELATED_MAX).enumerate() {
            match EntryKey::read(written.trim()) {
                Err(_) => push(problems, Field::Related, Fault::NoKey),
                Ok(key) if Some(&key) == own => push(problems, Field::Related, Fault::Itself),
                Ok(key) if keys.contains(&key) => push(problems, Field::Related, Fault::Twice(at + 1)),
                Ok(key) => keys.push(key),
            }
        }
        keys
    }
}

fn push(problems: &mut Vec<Problem>, field: Field, fault: Fault) {
    problems.push(Problem { field, fault });
}

fn word<T>(
    written: &str,
    known: impl Fn(&str) -> Option<T>,
    words: &'static str,
    field: Field,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let read = known(written.trim());
    if read.is_none() {
        push(problems, field, Fault::UnknownWord(words));
    }
    read
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn at_most(count: usize, limit: usize, field: Field, problems: &mut Vec<Problem>) {
    if count > limit {
        push(problems, field, Fault::TooMany { count, limit });
    }
}

fn linked(raw: &RawText, fields: TextFields, problems: &mut Vec<Problem>) -> Option<EntryText> {
    let (question, answer) = (raw.question.trim().is_empty(), raw.answer.trim().is_empty());
    match (question, answer) {
        (true, true) if raw.aliases.iter().all(|alias| alias.trim().is_empty()) => None,
        (true, _) => {
            push(problems, fields.question, Fault::Half);
            None
        }
        (false, true) => {
            push(problems, fields.answer, Fault::Half);
            None
        }
        (false, false) => Some(text(raw, fields, problems)),
    }
}

fn text(raw: &RawText, fields: TextFields, problems: &mut Vec<Problem>) -> EntryText {
    let question = line(&raw.question, QUESTION_CHARS_MAX, fields.question, problems);
    if fields.furigana {
        furigana(&question, fields.question, problems);
    }
    in_language(&question, fields.question, fields.japanese, problems);
    let homeless = (fields.reading.is_none() && !raw.reading.trim().is_empty())
        || (fields.aliases.is_none() && raw.aliases.iter().any(|alias| !alias.trim().is_empty()));
    if homeless {
        push(problems, fields.question, Fault::NoColumn);
    }
    let reading = fields.reading.map(|field| reading(&raw.reading, field, problems)).unwrap_or_default();
    let answer = answer(&raw.answer, fields, problems);
    let aliases = fields.aliases.map(|field| aliases(&raw.aliases, field, problems)).unwrap_or_default();
    EntryText { question, reading, answer, aliases }
}

/// One line that must say something.
fn line(written: &str, limit: usize, field: Field, problems: &mut Vec<Problem>) -> String {
    let text = written.trim();
    if text.is_empty() {
        push(problems, field, Fault::Empty);
    }
    bounded_line(text, limit, field, problems);
    text.to_owned()
}

fn bounded_line(text: &str, limit: usize, field: Field, problems: &mut Vec<Problem>) {
    if text.contains(['\n', '\r']) {
        push(problems, field, Fault::LineBreak);
    } else {
        bounded(text, limit, field, problems);
    }
}

/// A kanji without a reading is no fault here; a pair that is broken is.
fn furigana(text: &str, field: Field, problems: &mut Vec<Problem>) {
    match parse_ruby(text) {
        Ok(_) | Err(RubyFault::WithoutReading(_)) => {}
        Err(fault) => push(problems, field, Fault::Furigana(fault)),
    }
}

/// Length without furigana, signs and secrets; a text that is too long is not looked into.
fn bounded(text: &str, limit: usize, field: Field, problems: &mut Vec<Problem>) {
    let chars = markdown::counted_chars(text);
    if chars > limit {
        push(problems, field, Fault::TooLong { chars, limit });
        return;
    }
    if text.chars().any(is_unseen) {
        push(problems, field, Fault::Control);
    }
    if let Some(kind) = secret(text) {
        push(problems, field, Fault::Secret(kind));
    }
}

/// Numbers that belong to one person. Example PINs are part of answers and are left alone.
fn secret(text: &str) -> Option<SecretKind> {
    let found = secret_text::find(text, TextContext::default()).into_iter().map(|finding| finding.kind);
    found.into_iter().find(|kind| match kind {
        SecretKind::IndividualNumber | SecretKind::ApplicationId | SecretKind::CardNumber => true,
        SecretKind::Pin | SecretKind::Password => false,
    })
}

/// Control signs, and the signs that turn the direction of writing around or take no room.
fn is_unseen(c: char) -> bool {
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    turns || (c.is_control() && c != '\n')
}

fn in_language(text: &str, field: Field, japanese: bool, problems: &mut Vec<Problem>) {
    let wanted = |c: char| if japanese { is_japanese(c) } else { c.is_ascii_alphabetic() };
    if !text.is_empty() && !text.chars().any(wanted) {
        push(problems, field, Fault::WrongLanguage);
    }
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff66}'..='\u{ff9f}')
}

fn reading(written: &str, field: Field, problems: &mut Vec<Problem>) -> String {
    let text = written.trim();
    bounded_line(text, READING_CHARS_MAX, field, problems);
    // Latin letters and figures are read as they stand.
    let spoken = |c: char| {
        matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}' | '？' | '?' | '、' | '。' | '　')
            || c.is_alphanumeric() && !matches!(c, '\u{3400}'..='\u{9fff}')
            || c == ' '
    };
    if !text.contains('\n') && text.chars().any(|c| !spoken(c)) {
        push(problems, field, Fault::NotKana);
    }
    text.to_owned()
}

fn answer(written: &str, fields: TextFields, problems: &mut Vec<Problem>) -> String {
    let text = plain_lines(written);
    if text.is_empty() {
        push(problems, fields.answer, Fault::Empty);
    }
    bounded(&text, ANSWER_CHARS_MAX, fields.answer, problems);
    if fields.furigana {
        furigana(&text, fields.answer, problems);
    }
    in_language(&text, fields.answer, fields.japanese, problems);
    if markdown::parse(&text).is_ok_and(|page| page.refused_links > 0) {
        push(problems, fields.answer, Fault::BadLink);
    }
    text
}

/// Line ends of other systems made `\n`, blanks at the ends of lines and around the text taken off.
fn plain_lines(written: &str) -> String {
    let unix = written.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = unix.split('\n').map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

fn aliases(written: &[String], field: Field, problems: &mut Vec<Problem>) -> Vec<String> {
    let lines: Vec<&str> = written.iter().map(|alias| alias.trim()).filter(|alias| !alias.is_empty()).collect();
    at_most(lines.len(), ALIASES_MAX, field, problems);
    let mut seen = BTreeSet::new();
    for (at, alias) in lines.iter().take(ALIASES_MAX).enumerate() {
        bounded_line(alias, ALIAS_CHARS_MAX, field, problems);
        if !seen.insert(*alias) {
            push(problems, field, Fault::Twice(at + 1));
        }
    }
    lines.into_iter().map(str::to_owned).collect()
}

fn sources(written: &[RawSource], problems: &mut Vec<Problem>) -> Vec<Source> {
    if written.is_empty() {
        push(problems, Field::Sources, Fault::Empty);
    }
    at_most(written.len(), SOURCES_MAX, Field::Sources, problems);
    let mut sources: Vec<Source> = Vec::new();
    for (at, raw) in written.iter().take(SOURCES_MAX).enumerate() {
        match source(raw, at + 1, problems) {
            Some(source) if sources.contains(&source) => push(problems, Field::Sources, Fault::Twice(at + 1)),
            Some(source) => sources.push(source),
            None => {}
        }
    }
    sources
}

/// `|` parts the columns of a source in the exchange table and so has no place in one.
fn source(raw: &RawSource, number: usize, problems: &mut Vec<Problem>) -> Option<Source> {
    let (title, place) = (raw.title.trim(), raw.place.trim());
    if title.is_empty() || place.is_empty() || title.contains('|') || place.contains('|') {
        push(problems, Field::Sources, Fault::BadSource(number));
        return None;
    }
    bounded_line(title, TITLE_CHARS_MAX, Field::Sources, problems);
    bounded_line(place, URL_CHARS_MAX, Field::Sources, problems);
    let date = SourceDate::read(raw.date.trim());
    if date.is_none() {
        push(problems, Field::Sources, Fault::BadSourceDate(number));
    }
    let place = if markdown::is_web_address(place) {
        SourcePlace::Url(place.to_owned())
    } else if place.contains("://") {
        push(problems, Field::Sources, Fault::BadSourceUrl(number));
        return None;
    } else {
        SourcePlace::Document(place.to_owned())
    };
    Some(Source { title: title.to_owned(), place, date: date? })
}

fn attachments(written: &[RawAttachment], problems: &mut Vec<Problem>) -> Vec<Attachment> {
    at_most(written.len(), ATTACHMENTS_MAX, Field::Attachments, problems);
    let mut files: Vec<Attachment> = Vec::new();
    for (at, raw) in written.iter().take(ATTACHMENTS_MAX).enumerate() {
        let Some(file) = attachment(raw) else {
            push(problems, Field::Attachments, Fault::BadFile(at + 1));
            continue;
        };
        let same = |other: &Attachment| other.sha256 == file.sha256 || other.name.eq_ignore_ascii_case(&file.name);
        if files.iter().any(same) {
            push(problems, Field::Attachments, Fault::Twice(at + 1));
        } else if let Some(kind) = secret(&file.name) {
            push(problems, Field::Attachments, Fault::Secret(kind));
        } else {
            files.push(file);
        }
    }
    files
}

/// A name that was not cleaned is none.
fn attachment(raw: &RawAttachment) -> Option<Attachment> {
    let kind = FileKind::from_code(raw.kind.trim())?;
    let sha256 = FileDigest::read(raw.sha256.trim())?;
    let name = raw.name.trim();
    let sound = (1..=ATTACHMENT_BYTES_MAX).contains(&raw.bytes) && kind.clean_name(name) == name;
    sound.then(|| Attachment { name: name.to_owned(), kind, bytes: raw.bytes, sha256 })
}

//! What can be wrong with an entry: the field, what it is and what to do. It carries no text of the entry.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::secret_text::SecretKind;
use crate::service_flow::RubyFault;

/// A field of an entry, named as the column of the exchange table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Its name.
    Key,
    /// (ア) to (ケ).
    Topic,
    /// Who may read it.
    Audience,
    /// How likely it goes out of date.
    Risk,
    /// Whether it is meant for publication.
    Publish,
    /// Japanese question.
    QuestionJa,
    /// Its kana.
    ReadingJa,
    /// Japanese answer.
    AnswerJa,
    /// Japanese aliases.
    AliasesJa,
    /// English question.
    QuestionEn,
    /// English answer.
    AnswerEn,
    /// English aliases.
    AliasesEn,
    /// Question in easy Japanese.
    QuestionEasy,
    /// Answer in easy Japanese.
    AnswerEasy,
    /// Sources.
    Sources,
    /// Department.
    Owner,
    /// Review-by date.
    ReviewBy,
    /// Related entries.
    Related,
    /// Files.
    Attachments,
}

impl Field {
    /// All fields in the order of the columns.
    pub const ALL: [Self; 19] = [
        Self::Key,
        Self::Topic,
        Self::Audience,
        Self::Risk,
        Self::Publish,
        Self::QuestionJa,
        Self::ReadingJa,
        Self::AnswerJa,
        Self::AliasesJa,
        Self::QuestionEn,
        Self::AnswerEn,
        Self::AliasesEn,
        Self::QuestionEasy,
        Self::AnswerEasy,
        Self::Sources,
        Self::Owner,
        Self::ReviewBy,
        Self::Related,
        Self::Attachments,
    ];

    /// The name of its column.
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Topic => "topic",
            Self::Audience => "audience",
            Self::Risk => "risk",
            Self::Publish => "publish",
            Self::QuestionJa => "question_ja",
            Self::ReadingJa => "reading_ja",
            Self::AnswerJa => "answer_ja",
            Self::AliasesJa => "aliases_ja",
            Self::QuestionEn => "question_en",
            Self::AnswerEn => "answer_en",
            Self::AliasesEn => "aliases_en",
            Self::QuestionEasy => "question_easy",
            Self::AnswerEasy => "answer_easy",
            Self::Sources => "sources",
            Self::Owner => "owner",
            Self::ReviewBy => "review_by",
            Self::Related => "related",
            Self::Attachments => "attachments",
        }
    }

    /// The column, counted from 0.
    #[must_use]
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|field| *field == self).unwrap_or(Self::ALL.len())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.column())
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing stands there.
    #[error("is empty")]
    Empty,
    /// It is longer than there is room.
    #[error("has {chars} characters; at most {limit} have room")]
    TooLong {
        /// Its length in characters.
        chars: usize,
        /// The most there may be.
        limit: usize,
    },
    /// There are more than may be.
    #[error("holds {count}; at most {limit} have room")]
    TooMany {
        /// How many stand there.
        count: usize,
        /// The most there may be.
        limit: usize,
    },
    /// It is none of the known words.
    #[error("is none of: {0}")]
    UnknownWord(&'static str),
    /// It is no key.
    #[error("is no key")]
    NoKey,
    /// It is no date.
    #[error("is no date that exists")]
    NoDate,
    /// It is not in its language.
    #[error("is not in its language")]
    WrongLanguage,
    /// A reading with something else than kana.
    #[error("holds something else than kana")]
    NotKana,
    /// A sign that no screen should get.
    #[error("holds an invisible control sign")]
    Control,
    /// A line break where there is one line.
    #[error("holds a line break")]
    LineBreak,
    /// It looks like a number that must never be stored.
    #[error("holds what looks like a secret of kind {}", .0.code())]
    Secret(SecretKind),
    /// A reading outside Japanese, or aliases in easy Japanese: the exchange table has no column for them.
    #[error("has a reading or aliases that its language has no column for")]
    NoColumn,
    /// Question without answer, or answer without question.
    #[error("is missing while its other half is there")]
    Half,
    /// The same alias, source or key twice.
    #[error("names the same twice (number {0})")]
    Twice(usize),
    /// An entry related to itself.
    #[error("names the entry itself")]
    Itself,
    /// A related key that no entry has.
    #[error("names {0}, which no entry is called")]
    UnknownKey(String),
    /// A source that is not `title | place | date`.
    #[error("source {0} is not complete")]
    BadSource(usize),
    /// A source's date.
    #[error("source {0} has no date that exists")]
    BadSourceDate(usize),
    /// A source's address.
    #[error("source {0} has an address that is not plain https")]
    BadSourceUrl(usize),
    /// A file that is not `name | kind | bytes | sha256`.
    #[error("file {0} is not complete")]
    BadFile(usize),
    /// A file of which no bytes are kept.
    #[error("names the file {0}, which is not kept here")]
    MissingFile(String),
    /// Furigana that are no pair.
    #[error("has broken furigana: {0}")]
    Furigana(RubyFault),
    /// A link that would not be shown as one.
    #[error("holds a link that is not https, tel or a page of this site")]
    BadLink,
}

impl Fault {
    /// What to do about it, as a whole sentence.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => "Write it.",
            Self::TooLong { .. } => "Shorten it, or split the entry in two.",
            Self::TooMany { .. } => "Keep the ones that matter most.",
            Self::UnknownWord(_) => "Write one of these words.",
            Self::NoKey => "Write 3 to 48 of a-z, 0-9 and -, beginning with a letter.",
            Self::NoDate => "Write YYYY-MM-DD, such as 2027-03-31.",
            Self::WrongLanguage => "Move the text to the column of its language.",
            Self::NotKana => "Write hiragana or katakana only.",
            Self::Control => "Remove it; it often comes with a copy from another program. Type the text anew.",
            Self::LineBreak => "Write it in one line.",
            Self::Secret(_) => "Take the number out; no such number is ever stored.",
            Self::NoColumn => "Leave them empty; put the aliases with the Japanese ones.",
            Self::Half => "Write both question and answer, or leave both empty.",
            Self::Twice(_) => "Remove one of the two.",
            Self::Itself => "Remove it.",
            Self::UnknownKey(_) => "Correct the key, or add the entry.",
            Self::BadSource(_) => "Write: title | https address or document | date.",
            Self::BadSourceDate(_) => "Write YYYY-MM-DD or YYYY-MM, from 2000 on.",
            Self::BadSourceUrl(_) => "Write an https address without a name or password in it, or the document's name.",
            Self::BadFile(_) => "Keep the line as it was exported, or remove it and upload the file to the entry.",
            Self::MissingFile(_) => "Upload the file to the entry, or remove its line.",
            Self::Furigana(_) => "Write {漢字|かな}.",
            Self::BadLink => "Link to https://…, tel:… or /… alone.",
        }
    }

    /// The fault's name in JSON, by which a screen finds its own words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too_long",
            Self::TooMany { .. } => "too_many",
            Self::UnknownWord(_) => "unknown_word",
            Self::NoKey => "no_key",
            Self::NoDate => "no_date",
            Self::WrongLanguage => "wrong_language",
            Self::NotKana => "not_kana",
            Self::Control => "control",
            Self::LineBreak => "line_break",
            Self::Secret(_) => "secret",
            Self::NoColumn => "no_column",
            Self::Half => "half",
            Self::Twice(_) => "twice",
            Self::Itself => "itself",
            Self::UnknownKey(_) => "unknown_key",
            Self::BadSource(_) => "bad_source",
            Self::BadSourceDate(_) => "bad_source_date",
            Self::BadSourceUrl(_) => "bad_source_url",
            Self::BadFile(_) => "bad_file",
            Self::MissingFile(_) => "missing_file",
            Self::Furigana(_) => "furigana",
            Self::BadLink => "bad_link",
        }
    }
}

/// One problem of an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} {fault}. {}", .fault.remedy())]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// What.
    pub fault: Fault,
}

/// Everything that is wrong with an entry, in the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Problems {}

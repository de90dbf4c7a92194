//! Lines of a chat as desks and residents read them.
//!
//! Owns the JSON shape, and that an approved answer goes out as markup of our own making alone. Next:
//! `domain::chat_talk` for what may be written.

use chrono::{DateTime, Utc};
use domain::chat_talk::{BotAnswer, BotSaid, ChatLine, ChatPiece, ChatWriter};
use domain::ids::AgentId;
use domain::knowledge::entry::Attachment;
use domain::knowledge::markdown;
use serde::Serialize;
use utoipa::ToSchema;

/// A line of a chat; it takes the place of the one with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChatLineView {
    /// Counted up from 1 within the chat.
    pub number: u32,
    /// `resident`, `bot` or `agent`; `colleague` for staff who read what another operator wrote.
    pub from: &'static str,
    /// What it reads like; of a bot's line, its plain words.
    pub pieces: Vec<ChatPieceView>,
    /// The approved answer the bot gave.
    pub answer: Option<ChatAnswerView>,
    /// The questions the bot offers to choose from.
    pub choices: Vec<ChatChoiceView>,
    /// Whether the bot has no answer.
    pub no_answer: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChatPieceView {
    /// The text, or what stands in a secret's place.
    pub text: String,
    /// What was taken out: `individual_number`, `application_id`, `pin`, `password`, `card_number`.
    pub removed: Option<&'static str>,
}

/// An approved answer, verbatim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChatAnswerView {
    /// The entry.
    pub key: String,
    /// Its approved version.
    pub version: u32,
    /// The newest edition that holds it.
    pub edition: Option<i32>,
    /// The question, as HTML with furigana and nothing else.
    pub question_html: String,
    /// The answer, as HTML of the subset; everything else is escaped.
    pub answer_html: String,
    /// What it rests on.
    pub sources: Vec<ChatSourceView>,
    /// The files that go with it, as residents may have them.
    pub files: Vec<ChatFileView>,
    /// Whether the city has not approved it: the system shows itself.
    pub demonstration: bool,
    /// Whether the program took it for the answer; else the resident chose it.
    pub by_itself: bool,
}

/// What an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChatSourceView {
    /// What it is called.
    pub title: String,
    /// Of what day or month it is.
    pub date: String,
}

/// A file that goes with an answer; residents have it while the answer's text is live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChatFileView {
    /// What it is saved as, with the ending of its kind.
    pub name: String,
    /// `pdf`, `png`, `jpeg` or `text`.
    pub kind: &'static str,
    /// How long it is.
    pub bytes: u64,
    /// Where it is, on this server.
    pub address: String,
}

/// A question to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChatChoiceView {
    /// The entry.
    pub key: String,
    /// The question, as HTML with furigana and nothing else.
    pub question_html: String,
}

impl ChatLineView {
    /// The line as `reader` of the staff reads it.
    #[must_use]
    pub fn for_staff(line: &ChatLine, reader: AgentId) -> Self {
        let mut view = Self::from(line);
        if matches!(line.writer, ChatWriter::Agent(agent) if agent != reader) {
            view.from = "colleague";
        }
        view
    }
}

impl From<&ChatLine> for ChatLineView {
    fn from(line: &ChatLine) -> Self {
        let (mut answer, mut choices, mut no_answer) = (None, Vec::new(), false);
        match &line.bot {
            Some(BotSaid::Answer(said)) => answer = Some(answer_view(said)),
            Some(BotSaid::Choice(offered)) => {
                let offered = offered.iter().map(|choice| ChatChoiceView {
                    key: choice.key.clone(),
                    question_html: markdown::line_to_html(&choice.question),
                });
                choices = offered.collect();
            }
            Some(BotSaid::NoAnswer) => no_answer = true,
            None => {}
        }
        let from = match line.writer {
            ChatWriter::Resident => "resident",
            ChatWriter::Bot => "bot",
            ChatWriter::Agent(_) => "agent",
        };
        let pieces = line.pieces.iter().map(piece_view).collect();
        let at = DateTime::from_timestamp_millis(line.at.0).unwrap_or_default();
        Self { number: line.number, from, pieces, answer, choices, no_answer, at }
    }
}

fn piece_view(piece: &ChatPiece) -> ChatPieceView {
    ChatPieceView { text: piece.text.clone(), removed: piece.removed.map(domain::secret_text::SecretKind::code) }
}

fn answer_view(answer: &BotAnswer) -> ChatAnswerView {
    let page = markdown::parse(&answer.answer);
    let source = |(title, date): &(String, String)| ChatSourceView { title: title.clone(), date: date.clone() };
    let file = |file: &Attachment| ChatFileView {
        name: file.name.clone(),
        kind: file.kind.code(),
        bytes: file.bytes,
        address: format!("/guide/{}/files/{}", answer.key, file.sha256),
    };
    ChatAnswerView {
        key: answer.key.clone(),
        version: answer.version,
        edition: answer.edition,
        question_html: markdown::line_to_html(&answer.question),
        // An approved text is within the bounds; one that is not is shown as its signs.
        answer_html: page.map_or_else(|_| markdown::line_to_html(&answer.answer), |page| markdown::to_html(&page)),
        sources: answer.sources.iter().map(source).collect(),
        files: answer.files.iter().map(file).collect(),
        demonstration: answer.demonstration,
        by_itself: answer.by_itself,
    }
}

#[cfg(test)]
mod tests {
    use domain::knowledge::entry::{FileDigest, FileKind};
    use domain::time::Timestamp;

    use super::*;

    #[test]
    fn staff_read_whether_they_or_a_colleague_wrote_a_line_and_residents_do_not() {
        let agent = |n| AgentId(uuid::Uuid::from_u128(n));
        let line =
            |writer| ChatLine { number: 1, revision: 1, writer, pieces: Vec::new(), bot: None, at: Timestamp(0) };
        let check = |writer, wanted| assert_eq!(ChatLineView::for_staff(&line(writer), agent(1)).from, wanted);
        check(ChatWriter::Agent(agent(1)), "agent");
        check(ChatWriter::Agent(agent(2)), "colleague");
        check(ChatWriter::Resident, "resident");
        assert_eq!(ChatLineView::from(&line(ChatWriter::Agent(agent(2)))).from, "agent");
    }

    #[test]
    fn an_answer_goes_out_as_markup_of_ours_alone_with_where_its_files_are() {
        let digest = "ab".repeat(32);
        let file = Attachment {
            name: "申請書.pdf".to_owned(),
            kind: FileKind::Pdf,
            bytes: 1_234,
            sha256: FileDigest::read(&digest).unwrap(),
        };
        let answer = BotAnswer {
            key: "renewal".to_owned(),
            version: 1,
            edition: None,
            question: "<img src=x onerror=alert(1)>".to_owned(),
            answer: "**本人**が<script>alert(1)</script>".to_owned(),
            sources: vec![("案内".to_owned(), "2026-04".to_owned())],
            files: vec![file],
            demonstration: false,
            by_itself: true,
        };
        let line = ChatLine {
            number: 1,
            revision: 1,
            writer: ChatWriter::Bot,
            pieces: Vec::new(),
            bot: Some(BotSaid::Answer(Box::new(answer))),
            at: Timestamp(0),
        };
        let shown = ChatLineView::from(&line).answer.unwrap();
        assert!(shown.answer_html.contains("<strong>本人</strong>"), "{}", shown.answer_html);
        for html in [&shown.answer_html, &shown.question_html] {
            assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
        }
        let [file] = &shown.files[..] else { panic!("one file, not {}", shown.files.len()) };
        assert_eq!((file.name.as_str(), file.kind, file.bytes), ("申請書.pdf", "pdf", 1_234));
        assert_eq!(file.address, format!("/guide/renewal/files/{digest}"));
    }
}

//! Japanese words for what stands in the documents: dates, editions, fields, audiences.

use chrono::{DateTime, Datelike as _, NaiveDate};
use domain::calendar::JST;
use domain::knowledge::compare::{Change, ChangeKind};
use domain::knowledge::entry::{Attachment, Audience, Field, FileKind, Risk, TextLanguage, Topic};
use domain::time::Timestamp;

use crate::changes::FieldChange;
use crate::edition::{ApprovalGround, ApprovalNote};

/// The year before the first of Reiwa.
const BEFORE_REIWA: i32 = 2018;

/// How much of what is kept stands around a change in a cell, in characters.
const KEPT_CHARS_SHOWN: usize = 24;

/// The day in Japan; 1970-01-01 for instants no calendar has.
pub(crate) fn day_of(at: Timestamp) -> NaiveDate {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default().with_timezone(&JST).date_naive()
}

/// 2026年（令和8年）11月30日.
pub(crate) fn date(day: NaiveDate) -> String {
    let reiwa = day.year() - BEFORE_REIWA;
    let era = if reiwa >= 2 { format!("（令和{reiwa}年）") } else { String::new() };
    format!("{}年{era}{}月{}日", day.year(), day.month(), day.day())
}

/// 2026年11月30日 14:05.
pub(crate) fn moment(at: Timestamp) -> String {
    let local = DateTime::from_timestamp_millis(at.0).unwrap_or_default().with_timezone(&JST);
    local.format("%Y年%-m月%-d日 %H:%M").to_string()
}

/// 初版, 改訂版（第2版）.
pub(crate) fn edition(number: u32) -> String {
    if number <= 1 { "初版".to_owned() } else { format!("改訂版（第{number}版）") }
}

/// (ア) マイナンバー制度全般.
pub(crate) fn topic(topic: Topic) -> String {
    format!("({}) {}", topic.kana(), topic.name_ja())
}

pub(crate) fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Resident => "住民向け（公開）",
        Audience::Operator => "オペレーター限り（非公開）",
    }
}

pub(crate) fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::Low => "低",
        Risk::Medium => "中",
        Risk::High => "高",
    }
}

pub(crate) fn language(language: TextLanguage) -> &'static str {
    match language {
        TextLanguage::Ja => "日本語",
        TextLanguage::En => "英語",
        TextLanguage::JaEasy => "やさしい日本語",
    }
}

pub(crate) fn field(field: Field) -> &'static str {
    match field {
        Field::Key => "キー",
        Field::Topic => "区分",
        Field::Audience => "対象",
        Field::Risk => "変わりやすさ",
        Field::Publish => "公開",
        Field::QuestionJa => "質問",
        Field::ReadingJa => "質問の読み",
        Field::AnswerJa => "回答",
        Field::AliasesJa => "別の聞き方",
        Field::QuestionEn => "質問（英語）",
        Field::AnswerEn => "回答（英語）",
        Field::AliasesEn => "別の聞き方（英語）",
        Field::QuestionEasy => "質問（やさしい日本語）",
        Field::AnswerEasy => "回答（やさしい日本語）",
        Field::Sources => "出典",
        Field::Owner => "担当",
        Field::ReviewBy => "見直し期限",
        Field::Related => "関連する項目",
        Field::Attachments => "添付ファイル",
    }
}

/// 申請書.pdf（PDF、1,204バイト、SHA-256 0123…）.
pub(crate) fn file(file: &Attachment) -> String {
    format!("{}（{}、SHA-256 {}）", file.name, file_facts(file), file.sha256)
}

/// What a file is and how long.
pub(crate) fn file_facts(file: &Attachment) -> String {
    let kind = match file.kind {
        FileKind::Pdf => "PDF",
        FileKind::Png => "PNG画像",
        FileKind::Jpeg => "JPEG画像",
        FileKind::Text => "テキスト",
    };
    format!("{kind}、{}バイト", by_thousands(file.bytes))
}

fn by_thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// On what ground a text counts as approved, in one or two words.
pub(crate) fn ground(ground: &ApprovalGround) -> String {
    match ground {
        ApprovalGround::Officer => "市職員の承認".to_owned(),
        ApprovalGround::ReviewFile { .. } => "審査ファイルによる市の承認".to_owned(),
        ApprovalGround::RollBack { of } => format!("市が承認した第{of}版の文面に戻したもの"),
        ApprovalGround::Demonstration => "デモンストレーション（市の承認ではありません）".to_owned(),
    }
}

/// Who approved it, and who entered that where it is somebody else.
pub(crate) fn approver(note: &ApprovalNote) -> String {
    match &note.ground {
        ApprovalGround::ReviewFile { officer_name, signed_on } => {
            format!("{officer_name}（{}署名）、登録：{}", date(*signed_on), note.by)
        }
        ApprovalGround::Officer | ApprovalGround::RollBack { .. } | ApprovalGround::Demonstration => note.by.clone(),
    }
}

/// Who approved a text, when and on what ground, in one line.
pub(crate) fn approval(note: &ApprovalNote) -> String {
    format!("{}：{}、{}", ground(&note.ground), approver(note), moment(note.at))
}

/// The changes in plain words for one cell: ［＋added］［－removed］, with a little of what is kept around them.
pub(crate) fn changes_in_words(fields: &[FieldChange]) -> String {
    let line = |change: &FieldChange| format!("{}：{}", field(change.field), marked(&change.pieces));
    fields.iter().map(line).collect::<Vec<_>>().join("\n\n")
}

fn marked(pieces: &[Change]) -> String {
    let last = pieces.len().saturating_sub(1);
    let piece = |(at, piece): (usize, &Change)| match piece.kind {
        ChangeKind::Same => around(&piece.text, at == 0, at == last),
        ChangeKind::Added => format!("［＋{}］", piece.text),
        ChangeKind::Removed => format!("［－{}］", piece.text),
    };
    pieces.iter().enumerate().map(piece).collect()
}

/// What is kept, without its middle where it is long; before the first change its beginning goes, behind the last its end.
fn around(kept: &str, first: bool, last: bool) -> String {
    let letters: Vec<char> = kept.chars().collect();
    let begin = letters.iter().take(KEPT_CHARS_SHOWN).collect::<String>();
    let end = letters.iter().skip(letters.len().saturating_sub(KEPT_CHARS_SHOWN)).collect::<String>();
    match (first, last) {
        (true, true) => kept.to_owned(),
        (true, false) if letters.len() > KEPT_CHARS_SHOWN => format!("…{end}"),
        (false, true) if letters.len() > KEPT_CHARS_SHOWN => format!("{begin}…"),
        (false, false) if letters.len() > 2 * KEPT_CHARS_SHOWN => format!("{begin}…{end}"),
        (true | false, true | false) => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_bear_both_calendars_and_days_turn_in_japan() {
        let at = Timestamp(1_796_049_900_000);
        assert_eq!(moment(at), "2026年11月30日 23:45");
        assert_eq!(day_of(at.plus_ms(900_000)).to_string(), "2026-12-01");
        let old = NaiveDate::from_ymd_opt(2013, 5, 31).expect("a day");
        assert_eq!(date(old), "2013年5月31日");
    }

    #[test]
    fn the_first_edition_is_called_so_and_later_ones_are_numbered() {
        assert_eq!((edition(1).as_str(), edition(2).as_str()), ("初版", "改訂版（第2版）"));
    }

    #[test]
    fn changes_in_words_show_what_came_and_went_and_leave_out_the_rest() {
        let piece = |kind, text: &str| Change { kind, text: text.to_owned() };
        let pieces = vec![
            piece(ChangeKind::Same, &"あ".repeat(40)),
            piece(ChangeKind::Removed, "千円"),
            piece(ChangeKind::Added, "二千円"),
            piece(ChangeKind::Same, &"い".repeat(60)),
        ];
        let told = changes_in_words(&[FieldChange { field: Field::AnswerJa, pieces }]);
        assert_eq!(told, format!("回答：…{}［－千円］［＋二千円］{}…", "あ".repeat(24), "い".repeat(24)));
    }
}

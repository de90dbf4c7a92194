//! What is wrong with an entry, in the words of a person who fills a form, in two languages.

use axum::http::StatusCode;
use domain::knowledge::entry::{Fault, Field, Problem as EntryProblem, Problems};
use domain::knowledge::table::{RowFault, RowProblem};
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;

/// Problems told in one refusal.
const TOLD_MAX: usize = 3;

/// One problem of an entry's text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FaqProblem {
    /// The field, by the name of its column in the exchange table; null where it is the whole row's.
    pub(super) field: Option<String>,
    /// A stable code for programs.
    pub(super) code: String,
    /// What and what to do, in Japanese.
    pub(super) text_ja: String,
    /// In English.
    pub(super) text_en: String,
}

/// A problem of one row of a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FaqRowProblem {
    /// The row as a spreadsheet counts it.
    pub(super) row: u64,
    /// What is wrong.
    #[serde(flatten)]
    pub(super) problem: FaqProblem,
}

pub(super) fn problem(problem: &EntryProblem) -> FaqProblem {
    FaqProblem {
        field: Some(problem.field.column().to_owned()),
        code: problem.fault.code().to_owned(),
        text_ja: format!("{}: {}", field_ja(problem.field), fault_ja(&problem.fault)),
        text_en: problem.to_string(),
    }
}

pub(super) fn row_problem(row: &RowProblem) -> FaqRowProblem {
    let whole = |code: &str, text_ja: String| FaqProblem {
        field: row.fault.field().map(|field| field.column().to_owned()),
        code: code.to_owned(),
        text_ja,
        text_en: row.fault.to_string(),
    };
    let problem = match &row.fault {
        RowFault::Cell(cell) => problem(cell),
        RowFault::MoreCells => {
            whole("more_cells", "列より多くのセルがあります。引用符（\"）が抜けていないか確かめてください。".to_owned())
        }
        RowFault::SameKey { first } => {
            whole("same_key", format!("キーが{first}行目と同じです。どちらかを消してください。"))
        }
    };
    FaqRowProblem { row: row.row as u64, problem }
}

/// The refusal of a text that is not fit to be kept.
pub(super) fn unfit(problems: &Problems) -> Problem {
    let told: Vec<FaqProblem> = problems.0.iter().take(TOLD_MAX).map(problem).collect();
    let ja: Vec<&str> = told.iter().map(|one| one.text_ja.as_str()).collect();
    let en: Vec<&str> = told.iter().map(|one| one.text_en.as_str()).collect();
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "faq_unfit", ja.join(" "), en.join(" "))
}

fn field_ja(field: Field) -> &'static str {
    match field {
        Field::Key => "キー",
        Field::Topic => "分類",
        Field::Audience => "見せる相手",
        Field::Risk => "古くなりやすさ",
        Field::Publish => "公開するか",
        Field::QuestionJa => "質問",
        Field::ReadingJa => "質問のよみ",
        Field::AnswerJa => "回答",
        Field::AliasesJa => "別の言い方",
        Field::QuestionEn => "英語の質問",
        Field::AnswerEn => "英語の回答",
        Field::AliasesEn => "英語の別の言い方",
        Field::QuestionEasy => "やさしい日本語の質問",
        Field::AnswerEasy => "やさしい日本語の回答",
        Field::Sources => "出典",
        Field::Owner => "担当課",
        Field::ReviewBy => "見直し期限",
        Field::Related => "関連項目",
        Field::Attachments => "添付ファイル",
    }
}

fn fault_ja(fault: &Fault) -> String {
    match fault {
        Fault::Empty => "入力してください。".to_owned(),
        Fault::TooLong { chars, limit } => {
            format!("{chars}文字あります。{limit}文字以内にするか、項目を2つに分けてください。")
        }
        Fault::TooMany { count, limit } => format!("{count}件あります。{limit}件以内にしてください。"),
        Fault::UnknownWord(words) => format!("次のどれかにしてください: {words}"),
        Fault::NoKey => "英小文字で始まる3〜48文字の a-z、0-9、- で書いてください。".to_owned(),
        Fault::NoDate => "2027-03-31 のような、実在する日付を書いてください。".to_owned(),
        Fault::WrongLanguage => "その言語の文ではありません。正しい欄に移してください。".to_owned(),
        Fault::NotKana => "ひらがなかカタカナだけで書いてください。".to_owned(),
        Fault::Control => "見えない制御文字が入っています。文字を打ち直してください。".to_owned(),
        Fault::LineBreak => "1行で書いてください。".to_owned(),
        Fault::Secret(_) => "保存してはいけない番号のように見えます。番号を消してください。".to_owned(),
        Fault::NoColumn => "この言語には書けません。日本語の欄に書いてください。".to_owned(),
        Fault::Half => "質問と回答は、両方書くか、両方空にしてください。".to_owned(),
        Fault::Twice(number) => format!("同じものが2つあります（{number}番目）。片方を消してください。"),
        Fault::Itself => "この項目自身は指定できません。".to_owned(),
        Fault::UnknownKey(key) => format!("{key} という項目はありません。キーを直すか、項目を作ってください。"),
        Fault::BadSource(number) => {
            format!("{number}番目の出典は「名称 | https のアドレスか文書名 | 日付」で書いてください。")
        }
        Fault::BadSourceDate(number) => {
            format!("{number}番目の出典の日付は、2026-03 か 2026-03-31 のように書いてください。")
        }
        Fault::BadSourceUrl(number) => format!("{number}番目の出典のアドレスは https:// で始めてください。"),
        Fault::BadFile(number) => {
            format!(
                "{number}番目の添付ファイルの行が正しくありません。書き出したままの行にするか、行を消して画面から添付してください。"
            )
        }
        Fault::MissingFile(name) => {
            format!("添付ファイル「{name}」の中身がここに保存されていません。画面から添付するか、行を消してください。")
        }
        Fault::Furigana(_) => "ふりがなは {漢字|かな} のように書いてください。".to_owned(),
        Fault::BadLink => "リンクは https://、tel:、/ で始まるものだけ使えます。".to_owned(),
    }
}

//! Bilingual pairs of the FAQ's table: each published question, and each paragraph of its answer where both languages
//! have as many.
//!
//! Owns the choice of columns and the cutting. What may be published is the table's own word.

use domain::knowledge::markdown::{parse, to_plain};

use crate::flow_pairs::BilingualPair;

/// Longest paragraph that becomes a pair, in characters.
const PARAGRAPH_CHARS_MAX: usize = 300;

/// Why a table is none of the FAQ's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoFaq {
    /// A column is not there.
    #[error("the table has no column {0}")]
    Column(&'static str),
    /// It is no table of comma-separated values.
    #[error("the table cannot be read: {0}")]
    Table(String),
}

/// The pairs of all published entries, in the table's order.
///
/// # Errors
/// When the text is no table of the FAQ's.
pub fn pairs(table: &str) -> Result<Vec<BilingualPair>, NoFaq> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let heading = reader.headers().map_err(|fault| NoFaq::Table(fault.to_string()))?.clone();
    let column = |name: &'static str| heading.iter().position(|one| one == name).ok_or(NoFaq::Column(name));
    let [key, publish, question_ja, question_en, answer_ja, answer_en] =
        ["key", "publish", "question_ja", "question_en", "answer_ja", "answer_en"].map(column);
    let (key, publish) = (key?, publish?);
    let (question, answer) = ((question_ja?, question_en?), (answer_ja?, answer_en?));
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|fault| NoFaq::Table(fault.to_string()))?;
        let field = |at: usize| record.get(at).unwrap_or_default();
        if field(publish) != "yes" {
            continue;
        }
        let id = format!("faq:{}", field(key));
        push(&mut found, format!("{id}/question"), field(question.0), field(question.1));
        let (ja, en) = (paragraphs(field(answer.0)), paragraphs(field(answer.1)));
        if ja.len() == en.len() {
            for (at, (ja, en)) in ja.iter().zip(&en).enumerate() {
                push(&mut found, format!("{id}/answer/{at}"), ja, en);
            }
        }
    }
    Ok(found)
}

fn push(found: &mut Vec<BilingualPair>, id: String, ja: &str, en: &str) {
    let (ja, en) = (ja.trim(), en.trim());
    let fits = |text: &str| !text.is_empty() && text.chars().count() <= PARAGRAPH_CHARS_MAX;
    if fits(ja) && fits(en) {
        found.push(BilingualPair { id, ja: ja.to_owned(), en: en.to_owned() });
    }
}

/// Plain paragraphs and list items; nothing of a text that is too long.
fn paragraphs(markdown: &str) -> Vec<String> {
    let plain = parse(markdown).map(|page| to_plain(&page)).unwrap_or_default();
    let bare = |line: &str| {
        let line = line.trim().trim_start_matches("- ");
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        line[digits..].strip_prefix(". ").filter(|_| digits > 0).unwrap_or(line).to_owned()
    };
    plain.lines().map(bare).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_questions_and_even_paragraphs_become_pairs() {
        let table = "key,publish,question_ja,question_en,answer_ja,answer_en\n\
             a,yes,問,Question,\"**一**です。\n\n1. 二\",\"One.\n\n1. Two\"\n\
             b,no,問,Question,答,Answer\n\
             c,yes,問,Question,\"一\n\n二\",One\n";
        let ids: Vec<(String, String)> =
            pairs(table).expect("pairs").into_iter().map(|pair| (pair.id, pair.ja)).collect();
        let wanted = [
            ("faq:a/question", "問"),
            ("faq:a/answer/0", "一です。"),
            ("faq:a/answer/1", "二"),
            ("faq:c/question", "問"),
        ];
        assert_eq!(ids, wanted.map(|(id, ja)| (id.to_owned(), ja.to_owned())));
        assert_eq!(pairs("key\n"), Err(NoFaq::Column("publish")));
    }
}

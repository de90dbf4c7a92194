//! Bilingual pairs of a guided flow: titles, what is said, what is read, choices, items, slips.
//!
//! Owns finding the pairs in a flow's JSON, whatever their place. Whether the two languages agree is asked by whoever
//! loads them: flows say some things differently on purpose (another telephone line for another language).

use domain::knowledge::markdown::without_furigana;
use serde_json::Value;

/// Most pairs of one flow.
pub const PAIRS_MAX: usize = 1_000;
/// How deep a flow is nested at most.
const DEPTH_MAX: usize = 12;

/// A pair of sentences with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BilingualPair {
    /// Where it is from: `flow:lost_reissue/steps/3/text`, `faq:first-fee/question`.
    pub id: String,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// Why a text is no flow with pairs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoFlow {
    /// It is no JSON.
    #[error("the flow is no JSON: {0}")]
    Json(String),
    /// It has no id.
    #[error("the flow has no id")]
    NoId,
    /// It holds more than a flow does.
    #[error("a flow has at most {PAIRS_MAX} texts and is nested at most {DEPTH_MAX} deep")]
    TooMuch,
}

/// The pairs of a flow in the file's order.
///
/// # Errors
/// When the text is no flow.
pub fn pairs(flow: &str) -> Result<Vec<BilingualPair>, NoFlow> {
    let value: Value = serde_json::from_str(flow).map_err(|fault| NoFlow::Json(fault.to_string()))?;
    let id = value.get("id").and_then(Value::as_str).ok_or(NoFlow::NoId)?;
    let mut found = Vec::new();
    collect(&value, &format!("flow:{id}"), 0, &mut found)?;
    Ok(found)
}

fn collect(value: &Value, place: &str, depth: usize, found: &mut Vec<BilingualPair>) -> Result<(), NoFlow> {
    if depth > DEPTH_MAX || found.len() >= PAIRS_MAX {
        return Err(NoFlow::TooMuch);
    }
    match value {
        Value::Object(fields) => {
            let text = |language: &str| fields.get(language).and_then(Value::as_str).map(without_furigana);
            if let (Some(ja), Some(en)) = (text("ja"), text("en")) {
                found.push(BilingualPair { id: place.to_owned(), ja, en });
                return Ok(());
            }
            fields.iter().try_for_each(|(name, inner)| collect(inner, &format!("{place}/{name}"), depth + 1, found))
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(at, inner)| collect(inner, &format!("{place}/{at}"), depth + 1, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_in_two_languages_is_a_pair_with_its_place() {
        let flow = r#"{"id":"a","title":{"ja":"{題|だい}","en":"Title"},"steps":[{"label":{"ja":"一"}},{"text":{"ja":"二","en":"Two"}}]}"#;
        let found = pairs(flow).expect("a flow");
        let mut of: Vec<(&str, &str)> = found.iter().map(|pair| (pair.id.as_str(), pair.ja.as_str())).collect();
        of.sort_unstable();
        assert_eq!(of, [("flow:a/steps/1/text", "二"), ("flow:a/title", "題")]);
        assert_eq!(pairs("{}"), Err(NoFlow::NoId));
        assert!(matches!(pairs("x"), Err(NoFlow::Json(_))));
        let deep = format!(r#"{{"id":"a","x":{}1{}}}"#, "[".repeat(40), "]".repeat(40));
        assert_eq!(pairs(&deep), Err(NoFlow::TooMuch));
    }
}

//! What is left of a sentence when its figures, names and light words are taken out: what phrases are found by.

use domain::text_fold::Folded;
use unicode_normalization::UnicodeNormalization as _;

use super::slots::with_examples;
use crate::language::Language;

/// What people say between words.
const FILLERS_JA: &[&str] = &[
    "えーと",
    "えっと",
    "ええと",
    "えー",
    "あのー",
    "あの、",
    "あのう",
    "そのー",
    "まあ、",
    "では、",
    "それでは、",
    "じゃあ、",
];
const FILLERS_EN: &[&str] = &["um", "uh", "er", "well", "so", "please", "okay", "ok", "just", "actually", "then"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The skeleton of a text or of a phrase with slots.
pub(super) fn skeleton(text: &str, language: Language) -> String {
    let text = with_examples(&text.replace("{name}", ""), language).nfkc().collect::<String>();
    match language {
        Language::Ja => japanese(text),
        Language::En => english(&text),
    }
}

fn japanese(mut text: String) -> String {
    for filler in FILLERS_JA {
        text = text.replace(filler, "");
    }
    for era in ["令和", "平成", "昭和"] {
        text = text.replace(era, "");
    }
    // A half of the day or a year before a figure may be told or not.
    for digit in '0'..='9' {
        for light in ["午前", "午後", "年"] {
            text = text.replace(&format!("{light}{digit}"), &digit.to_string());
        }
    }
    let plain =
        text.replace("下さい", "ください").replace("出来", "でき").replace("頂", "いただ").replace("致し", "いたし");
    Folded::of(&plain).text().chars().filter(|c| c.is_alphabetic()).collect()
}

fn english(text: &str) -> String {
    let plain = text
        .to_lowercase()
        .replace("a.m.", "")
        .replace("p.m.", "")
        .replace("n't", " not")
        .replace("'d", " would")
        .replace("'ve", " have")
        .replace("cannot", "can not");
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let kept = words.filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()) && !FILLERS_EN.contains(word));
    let named = kept.map(|word| if MONTHS.contains(&word) && word != "may" { "month" } else { word });
    named.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_light_words_make_no_difference() {
        let check = |one: &str, other: &str, language| assert_eq!(skeleton(one, language), skeleton(other, language));
        check("えーと、手数料は{money}です。", "手数料は１，０００円です", Language::Ja);
        check("午後5時15分まで", "{time}まで", Language::Ja);
        check("Please come by {date}.", "Um, come by December 2.", Language::En);
        check("The fee is {money}.", "the fee is 1,000 yen", Language::En);
    }
}

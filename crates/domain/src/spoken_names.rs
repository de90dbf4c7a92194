//! Names of people and places as they come up in talk: after "I am", before さん, 様, Mr.
//!
//! Owns the marks that make a word a name. It knows no list of names, so it finds those that are marked and no others;
//! screens that hide names and the checks of a summary use it. It must never keep what it finds.

/// The longest name, in letters.
const NAME_LETTERS_MAX: usize = 8;

/// What follows a person's name in Japanese; the longer first.
const AFTER_PERSON: &[&str] =
    &["と申します", "ともうします", "といいます", "と言います", "さま", "さん", "様", "氏", "ちゃん", "くん"];

/// Words that stand before さん or 様 and name nobody.
const NOBODY: &[&str] = &[
    "客",
    "皆",
    "みな",
    "奥",
    "旦那",
    "母",
    "父",
    "お母",
    "お父",
    "かあ",
    "とう",
    "兄",
    "姉",
    "お兄",
    "お姉",
    "子",
    "孫",
    "お孫",
    "主人",
    "ご主人",
    "本人",
    "ご本人",
    "代理人",
    "家族",
    "ご家族",
    "息子",
    "娘",
    "おばあ",
    "おじい",
    "ばあ",
    "じい",
    "たく",
    "沢山",
    "神",
    "王",
    "仏",
    "職員",
    "担当",
    "担当者",
    "者",
    "方",
    "業者",
    "屋",
    "お客",
    "世帯主",
    "お子",
    "役所",
    "市役所",
    "病院",
    "同",
    "貴",
    "各",
    "有",
    "外",
    "模",
    "仕",
    "異",
    "一",
    "多",
    "摂",
    "花嫁",
    "何",
    "だれ",
    "誰",
    "どちら",
];

/// What comes before a name in English.
const BEFORE_PERSON: &[&str] =
    &["my name is", "name is", "this is", "mr", "mrs", "ms", "mr.", "mrs.", "ms.", "dr", "dr."];

/// Words after "this is" or "my name is" that are no name.
const NO_NAME: &[&str] = &[
    "a",
    "an",
    "the",
    "my",
    "your",
    "his",
    "her",
    "it",
    "about",
    "for",
    "from",
    "not",
    "very",
    "because",
    "what",
    "how",
    "in",
    "on",
    "at",
    "so",
    "really",
    "just",
    "that",
    "where",
    "when",
    "why",
    "city",
    "madoguchi",
    "correct",
    "right",
    "all",
    "also",
    "and",
    "i",
];

/// The names of people in a text, each once, in the order they come up.
#[must_use]
pub fn people(text: &str) -> Vec<String> {
    let mut found = japanese(text);
    for name in english(text) {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn japanese(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for mark in AFTER_PERSON {
        for (at, _) in text.match_indices(mark) {
            let Some(name) = name_before(&text[..at]) else { continue };
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// The last run of kanji, or of katakana, before a mark.
fn name_before(text: &str) -> Option<String> {
    let text = text.trim_end();
    let last = text.chars().next_back()?;
    let script = script_of(last)?;
    let run: Vec<char> = text.chars().rev().take_while(|c| script_of(*c) == Some(script)).collect();
    let name: String = run.iter().rev().collect();
    let polite = name.strip_prefix(['お', 'ご', '御']).unwrap_or(&name);
    let named = run.len() <= NAME_LETTERS_MAX && !NOBODY.contains(&name.as_str()) && !NOBODY.contains(&polite);
    (named && (run.len() > 1 || script == Script::Kanji)).then_some(name)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Katakana,
}

fn script_of(c: char) -> Option<Script> {
    match c {
        '々' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Some(Script::Kanji),
        'ァ'..='ヺ' | 'ー' => Some(Script::Katakana),
        _ => None,
    }
}

fn english(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for at in 0..words.len() {
        for mark in BEFORE_PERSON {
            let length = mark.split(' ').count();
            let Some(said) = words.get(at..at + length) else { continue };
            if !said.join(" ").eq_ignore_ascii_case(mark) {
                continue;
            }
            let name = name_in(&words[at + length..]);
            if !name.is_empty() {
                found.push(name);
            }
        }
    }
    found
}

/// One or two words written as names; a sentence that ends after the first ends the name.
fn name_in(words: &[&str]) -> String {
    let Some(first) = words.first().and_then(|word| name_word(word)) else { return String::new() };
    let goes_on = words[0].ends_with(char::is_alphabetic);
    match words.get(1).filter(|_| goes_on).and_then(|word| name_word(word)) {
        Some(second) => format!("{first} {second}"),
        None => first.to_owned(),
    }
}

/// A word written as a name, without what ends the sentence.
fn name_word(word: &str) -> Option<&str> {
    let bare = word.trim_end_matches(['.', ',', '?', '!', ';', ':']).trim_end_matches("'s");
    let capital = bare.chars().next().is_some_and(char::is_uppercase);
    let letters = !bare.is_empty() && bare.chars().all(|c| c.is_alphabetic() || c == '-');
    (capital && letters && !NO_NAME.contains(&bare.to_lowercase().as_str())).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::people;

    #[test]
    fn a_name_is_known_by_what_stands_beside_it() {
        let check = |text: &str, wanted: &[&str]| assert_eq!(people(text), wanted, "{text}");
        check("鈴木と申しますが、カードのことで", &["鈴木"]);
        check("はい、田中様でいらっしゃいますね。田中様", &["田中"]);
        check("あの、ジョンソンさんのカードです", &["ジョンソン"]);
        check("お客様のお名前と、お子様、奥様、ご本人様", &[]);
        check("たくさんの皆さん", &[]);
        check("同様に", &[]);
        check("Hello, my name is Mary Johnson, and I lost it", &["Mary Johnson"]);
        check("This is Tom. This is a card. This is about Mr. Brown's card", &["Tom", "Brown"]);
        check("", &[]);
    }
}

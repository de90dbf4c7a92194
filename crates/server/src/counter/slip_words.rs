//! The words around a slip in the three languages it is owed; easy Japanese with furigana (clause 6(2)⑦).

use chrono::{Datelike as _, NaiveDate};

use super::slip_token::SlipLanguage;

/// Words of one language.
pub(super) struct Words {
    /// What the language calls itself.
    pub(super) name: &'static str,
    pub(super) heading: &'static str,
    pub(super) languages: &'static str,
    pub(super) visited_on: &'static str,
    pub(super) was_done: &'static str,
    pub(super) comes_next: &'static str,
    pub(super) bring: &'static str,
    pub(super) call: &'static str,
    pub(super) keep_secret: &'static str,
    pub(super) good_until: &'static str,
    pub(super) gone_heading: &'static str,
    pub(super) gone: &'static str,
    is_english: bool,
}

/// The words of a language.
pub(super) fn words(language: SlipLanguage) -> &'static Words {
    match language {
        SlipLanguage::Ja => &JA,
        SlipLanguage::En => &EN,
        SlipLanguage::Easy => &EASY,
    }
}

impl Words {
    /// A day as the language writes it.
    pub(super) fn day(&self, date: NaiveDate) -> String {
        if self.is_english {
            return date.format("%-d %B %Y").to_string();
        }
        format!("{}年{}月{}日", date.year(), date.month(), date.day())
    }
}

const JA: Words = Words {
    name: "日本語",
    heading: "お渡し票",
    languages: "言語",
    visited_on: "ご利用日:",
    was_done: "今日したこと",
    comes_next: "これからのこと",
    bring: "持ってくるもの",
    call: "お問い合わせ",
    keep_secret: "個人番号や暗証番号は、電話でもこの紙にも、書いたり伝えたりしないでください。",
    good_until: "このページが見られる期限:",
    gone_heading: "お渡し票が見つかりません",
    gone: "アドレスが違うか、見られる期限（30日）を過ぎています。ご用の方は電話でお問い合わせください。",
    is_english: false,
};

const EN: Words = Words {
    name: "English",
    heading: "Your slip",
    languages: "Language",
    visited_on: "Visit on",
    was_done: "What was done today",
    comes_next: "What comes next",
    bring: "What to bring",
    call: "Whom to call",
    keep_secret: "Never tell or write down your individual number or a PIN, neither on the telephone nor on this paper.",
    good_until: "This page can be read until",
    gone_heading: "This slip could not be found",
    gone: "The address is wrong, or its thirty days are over. Please call us if you need help.",
    is_english: true,
};

const EASY: Words = Words {
    name: "やさしい日本語",
    heading: "お{渡|わた}しする{紙|かみ}",
    languages: "ことば",
    visited_on: "{来|き}た{日|ひ}:",
    was_done: "{今日|きょう}したこと",
    comes_next: "これからすること",
    bring: "{持|も}ってくるもの",
    call: "{電話|でんわ}するところ",
    keep_secret: "{番号|ばんごう}（マイナンバー）や{暗証番号|あんしょうばんごう}を、{人|ひと}に{言|い}わないでください。{紙|かみ}に{書|か}かないでください。",
    good_until: "このページを{見|み}ることができる{日|ひ}（ここまで）:",
    gone_heading: "この{紙|かみ}は{見|み}つかりません",
    gone: "アドレスがちがいます。または30{日|にち}がすぎました。わからないときは{電話|でんわ}してください。",
    is_english: false,
};

#[cfg(test)]
mod tests {
    use domain::service_flow::parse_ruby;

    use super::*;

    #[test]
    fn every_kanji_of_the_easy_words_has_its_reading() {
        let all = [
            EASY.heading,
            EASY.visited_on,
            EASY.was_done,
            EASY.comes_next,
            EASY.bring,
            EASY.call,
            EASY.keep_secret,
            EASY.good_until,
            EASY.gone_heading,
            EASY.gone,
        ];
        for text in all {
            assert!(parse_ruby(text).is_ok(), "{text}: {:?}", parse_ruby(text));
        }
    }
}

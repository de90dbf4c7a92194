//! The words around the answers in the three languages the site has (clause 6(3)②).
//!
//! Owns what is said and how days and numbers are written. Easy Japanese carries its furigana as `{漢字|かな}`;
//! `lettering` shows it. It must never know an entry or a request.

mod easy;
mod en;
mod ja;
mod lexicon;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, Timelike as _};
use domain::calendar::DayReason;
use domain::knowledge::entry::{FileKind, TextLanguage, Topic};

pub(super) use self::lexicon::{Refused, Words};

/// The words of a language.
pub(super) fn words(language: TextLanguage) -> &'static Words {
    match language {
        TextLanguage::Ja => &ja::WORDS,
        TextLanguage::En => &en::WORDS,
        TextLanguage::JaEasy => &easy::WORDS,
    }
}

impl Words {
    /// A day as the language writes it.
    pub(super) fn day(&self, date: NaiveDate) -> String {
        match self.language {
            TextLanguage::Ja => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
            TextLanguage::En => date.format("%-d %B %Y").to_string(),
            TextLanguage::JaEasy => {
                format!("{}{{年|ねん}}{}{{月|がつ}}{}{{日|にち}}", date.year(), date.month(), date.day())
            }
        }
    }

    /// A stretch of a day.
    pub(super) fn hours(&self, open: &str, close: &str) -> String {
        match self.language {
            TextLanguage::Ja | TextLanguage::JaEasy => format!("{open}から{close}まで"),
            TextLanguage::En => format!("{open} to {close}"),
        }
    }

    /// Closed all day.
    pub(super) fn closed(&self, reason: &DayReason) -> String {
        match self.language {
            TextLanguage::Ja => format!("今日は休みです（{}）", reason.ja()),
            TextLanguage::En => format!("closed today ({})", reason.en()),
            TextLanguage::JaEasy => "{今日|きょう}は{休|やす}みです".to_owned(),
        }
    }

    /// When it opens next.
    pub(super) fn opens(&self, at: DateTime<FixedOffset>) -> String {
        let time = format!("{}:{:02}", at.hour(), at.minute());
        let day = self.day(at.date_naive());
        match self.language {
            TextLanguage::Ja => format!("次は{day} {time}から"),
            TextLanguage::En => format!("next from {time} on {day}"),
            TextLanguage::JaEasy => format!("{{次|つぎ}}は{day} {time}から"),
        }
    }

    /// So many answers.
    pub(super) fn answers(&self, count: usize) -> String {
        match (self.language, count) {
            (TextLanguage::Ja, _) => format!("{count}件"),
            (TextLanguage::En, 1) => "1 answer".to_owned(),
            (TextLanguage::En, _) => format!("{count} answers"),
            (TextLanguage::JaEasy, _) => format!("{count}{{件|けん}}"),
        }
    }

    /// The number of an edition.
    pub(super) fn edition_number(&self, number: i32) -> String {
        match self.language {
            TextLanguage::Ja => format!("第{number}版"),
            TextLanguage::En => format!("edition {number}"),
            TextLanguage::JaEasy => format!("{{第|だい}}{number}{{版|はん}}"),
        }
    }

    /// How long to wait.
    pub(super) fn wait(&self, seconds: u64) -> String {
        match self.language {
            TextLanguage::Ja => format!("{seconds}秒後にもう一度お試しください。"),
            TextLanguage::En => format!("Please try again in {seconds} seconds."),
            TextLanguage::JaEasy => format!("{seconds}{{秒|びょう}} {{待|ま}}って、もう{{一度|いちど}}してください。"),
        }
    }

    /// What a file is and how large.
    pub(super) fn file(&self, kind: FileKind, bytes: u64) -> String {
        let kind = match (kind, self.language) {
            (FileKind::Pdf, _) => "PDF",
            (FileKind::Png | FileKind::Jpeg, TextLanguage::Ja) => "画像",
            (FileKind::Png | FileKind::Jpeg, TextLanguage::En) => "picture",
            (FileKind::Png | FileKind::Jpeg, TextLanguage::JaEasy) => "{絵|え}や{写真|しゃしん}",
            (FileKind::Text, TextLanguage::Ja | TextLanguage::JaEasy) => "テキスト",
            (FileKind::Text, TextLanguage::En) => "text",
        };
        let comma = if self.language == TextLanguage::En { ", " } else { "、" };
        format!("{kind}{comma}{}", size(bytes))
    }

    /// What a topic is called.
    pub(super) fn topic(&self, topic: Topic) -> &'static str {
        match self.language {
            TextLanguage::Ja => topic.name_ja(),
            TextLanguage::En => topic.name_en(),
            TextLanguage::JaEasy => easy::topic(topic),
        }
    }

    /// A label and what it labels.
    pub(super) fn colon(&self) -> &'static str {
        match self.language {
            TextLanguage::Ja | TextLanguage::JaEasy => "：",
            TextLanguage::En => ": ",
        }
    }
}

/// In KB, and in MB with one digit from one on; never less than the file is, so that nobody is surprised.
fn size(bytes: u64) -> String {
    const MB: u64 = 1_000_000;
    if bytes < MB {
        return format!("{} KB", bytes.div_ceil(1_000).max(1));
    }
    let tenths = bytes.div_ceil(MB / 10);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use domain::service_flow::parse_ruby;

    use super::*;

    /// Every word of a language.
    fn all(words: &Words) -> Vec<&'static str> {
        let refused = [
            &words.gone,
            &words.unknown,
            &words.empty,
            &words.too_long,
            &words.number,
            &words.too_often,
            &words.files_too_often,
            &words.malformed,
            &words.unavailable,
        ];
        let mut all: Vec<_> = refused.iter().flat_map(|one| [one.heading, one.why]).collect();
        all.extend([words.name, words.site, words.lead, words.to_content, words.languages, words.ask, words.ask_hint]);
        all.extend([words.ask_button, words.topics, words.recent, words.none_yet, words.result, words.chosen]);
        all.extend([words.chosen_why, words.choose, words.choose_why, words.others, words.read_whole, words.cannot]);
        all.extend([words.cannot_why, words.removed, words.ask_person, words.ask_person_why, words.telephone_today]);
        all.extend([words.counter_today, words.open_now, words.closed_now, words.always_open, words.where_to_go]);
        all.extend([words.about_answer, words.edition, words.no_edition, words.version, words.published]);
        all.extend([words.approved, words.owner, words.review_by, words.overdue, words.sources, words.related]);
        all.extend([words.files]);
        all.extend([words.stale, words.japanese_answer, words.only_japanese, words.in_japanese, words.demonstration]);
        all.extend([words.did_it_help, words.yes, words.no, words.thanks, words.thanks_why, words.thanks_unhelped]);
        all.extend([words.changed_since, words.back, words.earlier, words.later, words.pages]);
        all
    }

    #[test]
    fn every_kanji_of_the_easy_words_has_its_reading() {
        let easy = words(TextLanguage::JaEasy);
        let date: NaiveDate = "2026-11-30".parse().unwrap();
        let opens = date.and_hms_opt(8, 30, 0).unwrap().and_local_timezone(domain::calendar::JST).unwrap();
        let made = [easy.day(date), easy.opens(opens), easy.answers(3), easy.edition_number(1), easy.wait(9)];
        let made = made.into_iter().chain([easy.hours("8:30", "20:00"), easy.closed(&DayReason::YearEnd)]);
        let made = made.chain(FileKind::ALL.map(|kind| easy.file(kind, 1)));
        let topics = Topic::ALL.into_iter().map(|topic| easy.topic(topic).to_owned());
        // The name of the language is not meant to be read out in it.
        let fixed = all(easy).into_iter().filter(|text| *text != easy.name).map(str::to_owned);
        for text in fixed.chain(made).chain(topics) {
            assert!(parse_ruby(&text).is_ok(), "{text}: {:?}", parse_ruby(&text));
        }
    }

    #[test]
    fn the_size_of_a_file_is_told_in_units_people_know() {
        let check = |bytes, wanted: &str| assert_eq!(words(TextLanguage::En).file(FileKind::Pdf, bytes), wanted);
        check(1, "PDF, 1 KB");
        check(1_001, "PDF, 2 KB");
        check(999_999, "PDF, 1000 KB");
        check(1_000_000, "PDF, 1.0 MB");
        check(1_950_001, "PDF, 2.0 MB");
        check(10 * 1024 * 1024, "PDF, 10.5 MB");
        assert_eq!(words(TextLanguage::Ja).file(FileKind::Jpeg, 1_000), "画像、1 KB");
    }

    #[test]
    fn the_languages_do_not_lack_words_and_english_holds_no_japanese() {
        for language in TextLanguage::ALL {
            assert!(all(words(language)).iter().all(|text| !text.is_empty()), "{language:?}");
        }
        let japanese = |text: &&str| text.chars().any(|letter| ('\u{3040}'..'\u{a000}').contains(&letter));
        assert_eq!(all(words(TextLanguage::En)).into_iter().find(japanese), None);
        assert!(!all(words(TextLanguage::Ja)).iter().any(|text| text.contains('{')), "no furigana in plain Japanese");
    }
}

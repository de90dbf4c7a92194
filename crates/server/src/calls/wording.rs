//! The words of the telephone's prompts, in Japanese and English, as data with places to fill.
//!
//! Owns the default texts and how parameters are put into words. A city changes texts on the
//! prompts page; what it changed wins over these. Next: [`super::prompter`], which speaks them.

use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use domain::contact::Language;
use domain::ivr::Prompt;
use domain::time::Timestamp;

/// Japan's offset; it has known no summer time since 1951.
const JST_S: i32 = 9 * 3_600;

/// One prompt that a city can change: its key and default texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromptText {
    /// Stable key, as on the prompts page.
    pub key: &'static str,
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

/// All prompts (clauses 6(3)①a, ①d and 6(3)④). `{…}` is filled when it is spoken.
pub const PROMPTS: &[PromptText] = &[
    PromptText {
        key: "greeting",
        ja: "お電話ありがとうございます。座間市、マイナンバーカード、コールセンターです。この通話は、応対品質の向上のため、録音いたします。",
        en: "Thank you for calling the Zama City My Number Card call centre. This call is recorded to help us serve you well.",
    },
    PromptText { key: "language_menu", ja: "日本語は、1を押してください。", en: "For English, press 2." },
    PromptText {
        key: "closed",
        ja: "ただいまの時間は、受付を終了しております。{next}恐れ入りますが、改めておかけ直しください。",
        en: "We are closed at this time. {next}Please call again.",
    },
    PromptText {
        key: "closed_next",
        ja: "次の受付は、{month}月{day}日、{hour}時{minute}からです。",
        en: "We open again on {month_name} {day}, at {time}. ",
    },
    PromptText {
        key: "queue_full",
        ja: "ただいま、電話が大変混み合っております。恐れ入りますが、しばらくたってから、おかけ直しください。",
        en: "All our lines are busy. Please call again a little later.",
    },
    PromptText {
        key: "please_wait",
        ja: "オペレーターにおつなぎします。そのままお待ちください。",
        en: "We will put you through to an operator. Please hold.",
    },
    PromptText {
        key: "position",
        ja: "ただいま、{position}番目にお待ちいただいております。",
        en: "You are number {position} in line.",
    },
    PromptText {
        key: "estimated_wait",
        ja: "お待ちいただく時間は、およそ{minutes}分です。",
        en: "The estimated wait is about {minutes} minutes.",
    },
    PromptText {
        key: "callback_offer",
        ja: "このまま電話を切って、順番が来ましたら、こちらからお電話することもできます。ご希望の方は、{digit}を押してください。",
        en: "You may hang up and keep your place; we will call you back when it is your turn. To choose this, press {digit}.",
    },
    PromptText {
        key: "callback_accepted",
        ja: "承りました。順番が来ましたら、こちらからお電話いたします。お電話をお切りください。",
        en: "Thank you. We will call you back when it is your turn. You may hang up now.",
    },
    PromptText {
        key: "wait_too_long",
        ja: "お待たせして、申し訳ございません。ただいま、オペレーターにおつなぎできません。恐れ入りますが、改めておかけ直しください。",
        en: "We are sorry to have kept you waiting. We cannot put you through at present. Please call again.",
    },
    PromptText {
        key: "no_such_service",
        ja: "おかけになった番号は、ご案内しておりません。",
        en: "The number you dialled is not in service.",
    },
    PromptText {
        key: "transfer_failed",
        ja: "おつなぎできませんでした。オペレーターに戻ります。そのままお待ちください。",
        en: "We could not put you through. We are returning you to an operator. Please hold.",
    },
];

/// The key of a prompt's text.
#[must_use]
pub fn key(prompt: &Prompt) -> &'static str {
    match prompt {
        Prompt::Greeting => "greeting",
        Prompt::LanguageMenu => "language_menu",
        Prompt::Closed { .. } => "closed",
        Prompt::QueueFull => "queue_full",
        Prompt::PleaseWait => "please_wait",
        Prompt::Position { .. } => "position",
        Prompt::EstimatedWait { .. } => "estimated_wait",
        Prompt::CallbackOffer { .. } => "callback_offer",
        Prompt::CallbackAccepted => "callback_accepted",
        Prompt::WaitTooLong => "wait_too_long",
        Prompt::NoSuchService => "no_such_service",
        Prompt::TransferFailed => "transfer_failed",
    }
}

/// The default text under `key`; None for a key that does not exist.
#[must_use]
pub fn default_text(key: &str, language: Language) -> Option<&'static str> {
    PROMPTS.iter().find(|text| text.key == key).map(|text| match language {
        Language::Ja => text.ja,
        Language::En => text.en,
    })
}

/// The prompt in words: `text_of(key)` gives the template that is in force.
#[must_use]
pub fn words(prompt: &Prompt, language: Language, text_of: &dyn Fn(&str) -> String) -> String {
    let text = text_of(key(prompt));
    match prompt {
        Prompt::Closed { next_open } => {
            let next = next_open.and_then(|at| opening(at, language, &text_of("closed_next"))).unwrap_or_default();
            text.replace("{next}", &next)
        }
        Prompt::Position { position } => text.replace("{position}", &position.to_string()),
        Prompt::EstimatedWait { minutes } => text.replace("{minutes}", &minutes.to_string()),
        Prompt::CallbackOffer { digit } => text.replace("{digit}", &digit.to_string()),
        Prompt::Greeting
        | Prompt::LanguageMenu
        | Prompt::QueueFull
        | Prompt::PleaseWait
        | Prompt::CallbackAccepted
        | Prompt::WaitTooLong
        | Prompt::NoSuchService
        | Prompt::TransferFailed => text,
    }
}

/// The next opening in words, by Japan's clock.
fn opening(at: Timestamp, language: Language, template: &str) -> Option<String> {
    let at = DateTime::from_timestamp_millis(at.0)?.with_timezone(&FixedOffset::east_opt(JST_S)?);
    let minute = match (language, at.minute()) {
        (Language::Ja, 0) => String::new(),
        (Language::Ja, 30) => "半".to_owned(),
        (Language::Ja, minute) => format!("{minute}分"),
        (Language::En, minute) => format!("{minute:02}"),
    };
    Some(
        template
            .replace("{month}", &at.month().to_string())
            .replace("{month_name}", MONTHS.get(at.month0() as usize)?)
            .replace("{day}", &at.day().to_string())
            .replace("{hour}", &at.hour().to_string())
            .replace("{minute}", &minute)
            .replace("{time}", &at.format("%-I:%M %p").to_string()),
    )
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn said(prompt: &Prompt, language: Language) -> String {
        words(prompt, language, &|key| default_text(key, language).unwrap().to_owned())
    }

    #[test]
    fn the_next_opening_is_told_by_japans_clock() {
        // 2026-04-01T23:30:00Z is 8:30 on 2 April in Japan.
        let closed = Prompt::Closed { next_open: Some(Timestamp(1_775_086_200_000)) };
        assert!(said(&closed, Language::Ja).contains("4月2日、8時半からです"), "{}", said(&closed, Language::Ja));
        assert!(said(&closed, Language::En).contains("April 2, at 8:30 AM"), "{}", said(&closed, Language::En));
    }

    #[test]
    fn a_closing_without_end_names_no_date() {
        let closed = Prompt::Closed { next_open: None };
        assert!(!said(&closed, Language::En).contains('{'));
    }

    #[test]
    fn no_prompt_is_spoken_with_an_empty_place() {
        let prompts = [
            Prompt::Position { position: 3 },
            Prompt::EstimatedWait { minutes: 5 },
            Prompt::CallbackOffer { digit: '9' },
            Prompt::Greeting,
        ];
        for prompt in prompts {
            for language in [Language::Ja, Language::En] {
                let text = said(&prompt, language);
                assert!(!text.contains('{') && !text.is_empty(), "{text}");
            }
        }
    }
}

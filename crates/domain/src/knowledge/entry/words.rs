//! The words an entry is sorted by: topic, audience, risk, language, channel; each with its code in files.

use serde::{Deserialize, Serialize};

/// What an entry is about, (ア) to (ケ) of clause 6(3)②.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// (ア) The individual number system in general.
    A,
    /// (イ) Applying for the card.
    I,
    /// (ウ) Collecting the card.
    U,
    /// (エ) The electronic certificates on the card.
    E,
    /// (オ) Loss, PINs, changed details, lifting a suspension, giving the card back.
    O,
    /// (カ) The card as health insurance card.
    Ka,
    /// (キ) The account for public money.
    Ki,
    /// (ク) The city's own section for the card.
    Ku,
    /// (ケ) Opinions and everything else of the kind.
    Ke,
}

impl Topic {
    /// All topics in the order of the clause.
    pub const ALL: [Self; 9] = [Self::A, Self::I, Self::U, Self::E, Self::O, Self::Ka, Self::Ki, Self::Ku, Self::Ke];

    /// The code in JSON and CSV.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::I => "i",
            Self::U => "u",
            Self::E => "e",
            Self::O => "o",
            Self::Ka => "ka",
            Self::Ki => "ki",
            Self::Ku => "ku",
            Self::Ke => "ke",
        }
    }

    /// The topic of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }

    /// The katakana by which the clause counts.
    #[must_use]
    pub fn kana(self) -> &'static str {
        match self {
            Self::A => "ア",
            Self::I => "イ",
            Self::U => "ウ",
            Self::E => "エ",
            Self::O => "オ",
            Self::Ka => "カ",
            Self::Ki => "キ",
            Self::Ku => "ク",
            Self::Ke => "ケ",
        }
    }

    /// The name in Japanese, in the words of the clause.
    #[must_use]
    pub fn name_ja(self) -> &'static str {
        match self {
            Self::A => "マイナンバー制度全般",
            Self::I => "マイナンバーカードの申請",
            Self::U => "マイナンバーカードの交付",
            Self::E => "マイナンバーカードに搭載している電子証明書",
            Self::O => "マイナンバーカードの紛失、暗証番号変更、券面記載事項変更、一時停止解除、返納",
            Self::Ka => "健康保険証とマイナンバーカードの紐づけ",
            Self::Ki => "公金受取口座の登録",
            Self::Ku => "座間市デジタル推進課マイナンバー係",
            Self::Ke => "その他上記に関連する意見等",
        }
    }

    /// The name in English.
    #[must_use]
    pub fn name_en(self) -> &'static str {
        match self {
            Self::A => "The My Number system in general",
            Self::I => "Applying for a My Number Card",
            Self::U => "Collecting a My Number Card",
            Self::E => "Electronic certificates on the card",
            Self::O => "Lost cards, PINs, changed details, lifting a suspension, returning a card",
            Self::Ka => "Using the card as a health insurance card",
            Self::Ki => "Registering a bank account for public money",
            Self::Ku => "The My Number section of the Digital Promotion Division, City of Zama",
            Self::Ke => "Opinions and other matters",
        }
    }
}

/// Who may read an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody: public pages, chat, voice and the desk.
    Resident,
    /// The desk alone.
    Operator,
}

impl Audience {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Resident, Self::Operator];

    /// The code in JSON and CSV.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Operator => "operator",
        }
    }

    /// The audience of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Whether an entry for this audience may be shown on `channel`.
    #[must_use]
    pub fn reaches(self, channel: FaqChannel) -> bool {
        match self {
            Self::Resident => true,
            Self::Operator => channel == FaqChannel::Desk,
        }
    }
}

/// How likely it is that the fact goes out of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Fixed by law for years.
    Low,
    /// Changes now and then.
    Medium,
    /// Is changing: not published until somebody confirms it.
    High,
}

impl Risk {
    /// From low to high.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The code in JSON and CSV.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The risk of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|risk| risk.code() == code)
    }
}

/// A language an entry has a text in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TextLanguage {
    /// Japanese, which every entry has.
    #[serde(rename = "ja")]
    Ja,
    /// English.
    #[serde(rename = "en")]
    En,
    /// やさしい日本語.
    #[serde(rename = "ja-easy")]
    JaEasy,
}

impl TextLanguage {
    /// All, Japanese first.
    pub const ALL: [Self; 3] = [Self::Ja, Self::En, Self::JaEasy];

    /// The code in JSON and CSV.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
            Self::JaEasy => "ja-easy",
        }
    }

    /// The language of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// Where an entry is shown or spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaqChannel {
    /// The agent's screen.
    Desk,
    /// The public pages.
    Public,
    /// The chat on the city's site.
    Chat,
    /// The voice on the telephone.
    Voice,
}

impl FaqChannel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Desk, Self::Public, Self::Chat, Self::Voice];

    /// The code in JSON and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Public => "public",
            Self::Chat => "chat",
            Self::Voice => "voice",
        }
    }

    /// The channel of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

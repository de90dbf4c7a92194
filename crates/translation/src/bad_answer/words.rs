//! Words by which bad answers are known, in small letters. Data.

/// Small words of English; a sentence of six words has one of them.
pub(super) const ENGLISH: &[&str] = &[
    "the", "a", "an", "is", "are", "was", "be", "to", "of", "in", "on", "at", "for", "and", "or", "you", "your", "we",
    "i", "it", "this", "that", "with", "please", "can", "not", "do", "have", "my", "what", "how", "if", "no", "yes",
];

/// What engines put around a translation.
pub(super) const ADDS: &[&str] = &[
    "here is the",
    "here's the",
    "here is your",
    "here is a translation",
    "sure, here",
    "sure! here",
    "certainly! here",
    "translation:",
    "translated:",
    "in english:",
    "in japanese:",
    "english:",
    "japanese:",
    "note:",
    "(note",
    "[note",
    "i hope this helps",
    "let me know if",
    "翻訳:",
    "翻訳：",
    "訳:",
    "訳：",
    "以下は翻訳",
    "以下に翻訳",
    "日本語訳",
    "英訳",
    "訳注",
    "注:",
    "注：",
    "補足:",
    "補足：",
    "```",
    "**",
    "\"translation\"",
    "would you like me to",
    "alternatively,",
];

/// What an engine says that will not.
pub(super) const REFUSES: &[&str] = &[
    "as an ai",
    "language model",
    "i cannot translate",
    "i can't translate",
    "unable to translate",
    "can't assist",
    "cannot assist",
    "can't help with",
    "cannot help with",
    "cannot fulfill",
    "can't fulfill",
    "i'm sorry, but i can",
    "i am sorry, but i can",
    "against my",
    "my guidelines",
    "翻訳できません",
    "翻訳することはできません",
    "お手伝いできません",
    "お手伝いすることはできません",
    "お答えできません",
    "aiとして",
    "言語モデル",
    "ガイドライン",
];

/// What belongs to no translation.
pub(super) const INJECTED: &[&str] = &[
    "<script",
    "<img",
    "<a href",
    "<|",
    "|>",
    "[inst]",
    "[/inst]",
    "<s>",
    "</s>",
    "system prompt",
    "system:",
    "assistant:",
    "user:",
    "システムプロンプト",
    "javascript:",
    "{{",
    "}}",
];

/// An order within a source, and what its translation has.
pub(super) struct Order {
    /// One word of each row stands in the source.
    pub(super) asks: &'static [&'static [&'static str]],
    /// One of these stands in the translation.
    pub(super) answers: &'static [&'static str],
}

pub(super) const ORDERS: &[Order] = &[
    Order {
        asks: &[&["ignore", "disregard", "forget"], &["instruction", "previous", "above", "prompt", "rules"]],
        answers: &["無視", "忘れ", "従わ"],
    },
    Order {
        asks: &[&["無視", "忘れて"], &["指示", "命令", "ルール", "プロンプト"]],
        answers: &["ignore", "disregard", "forget"],
    },
    Order {
        asks: &[&["pretend", "act as", "you are now"]], answers: &["ふり", "なりきっ", "として", "あなたは"]
    },
    Order { asks: &[&["になりきって", "のふりをして"]], answers: &["pretend", "act as", "act like"] },
];

//! Conditions and their like in both languages: what asks for an answer, and what answers. Data.
//!
//! A sign is words of the text, or `@` and the name of a phrase the FAQ's check knows
//! (`domain::knowledge::grounding`). In English a sign stands as whole words; one that ends in `*` may go on.

use crate::mark::MarkKind;

/// What must be said on both sides.
pub(super) struct Rule {
    pub(super) kind: MarkKind,
    /// Its name in marks.
    pub(super) name: &'static str,
    pub(super) ja: Side,
    pub(super) en: Side,
}

/// One language of a rule.
pub(super) struct Side {
    /// Any of these, and the other language must answer.
    pub(super) asks: &'static [&'static str],
    /// Any of these is an answer to the other language.
    pub(super) answers: &'static [&'static str],
}

pub(super) const fn condition(
    name: &'static str,
    ja: (&'static [&'static str], &'static [&'static str]),
    en: (&'static [&'static str], &'static [&'static str]),
) -> Rule {
    rule(MarkKind::Condition, name, ja, en)
}

pub(super) const fn rule(
    kind: MarkKind,
    name: &'static str,
    ja: (&'static [&'static str], &'static [&'static str]),
    en: (&'static [&'static str], &'static [&'static str]),
) -> Rule {
    Rule { kind, name, ja: Side { asks: ja.0, answers: ja.1 }, en: Side { asks: en.0, answers: en.1 } }
}

pub(super) const RULES: &[Rule] = &[
    condition(
        "only",
        (&["@only"], &["@only", "専用", "限り", "ばかり"]),
        (&["@only"], &["@only", "just", "alone", "nothing but", "nobody but", "no more than", "limited"]),
    ),
    condition(
        "within",
        (&["@within", "うちに"], &["@within", "うちに", "中に", "までに", "内に"]),
        (
            &["@within"],
            &["@within", "@by", "@at most", "no later than", "in the last", "in the past", "during", "while", "before"],
        ),
    ),
    condition(
        "unless",
        (
            &["ただし", "ない限り", "でなければ"],
            &[
                "ない限り",
                "なければ",
                "ないと",
                "以外",
                "除",
                "場合",
                "しか",
                "ただし",
                "ないとき",
                "限り",
                "ずに",
                "ないで",
                "てから",
            ],
        ),
        (
            &["@unless"],
            &[
                "@unless",
                "but",
                "however",
                "@except",
                "provided",
                "only",
                "though",
                "although",
                "without",
                "if",
                "until",
                "must",
                "note that",
                "otherwise",
                "@needed",
            ],
        ),
    ),
    condition(
        "but",
        (
            &[],
            &[
                "ただし",
                "しかし",
                "が、",
                "けれど",
                "ですが",
                "ますが",
                "でも",
                "もっとも",
                "なお",
                "場合",
                "だが",
                "けど",
            ],
        ),
        (&["however", "provided that", "although"], &[]),
    ),
    condition(
        "except",
        (&["@except", "のほかは"], &["@except", "ほか", "ただし", "除", "別", "外"]),
        (
            &["@except"],
            &[
                "@except",
                "@unless",
                "besides",
                "but",
                "outside",
                "else",
                "another",
                "other",
                "elsewhere",
                "not",
                "aside",
            ],
        ),
    ),
    condition(
        "or more",
        (&["@or more", "少なくとも", "最低"], &["@or more", "少なくとも", "最低", "から", "越"]),
        (&["@at least"], &["@at least", "minimum", "and up", "and older", "plus", "from", "not less"]),
    ),
    condition(
        "or less",
        (
            &["@or less", "最大", "最長", "上限"],
            &["@or less", "@within", "@until", "最大", "最長", "まで", "上限", "限度", "以内"],
        ),
        (&["@at most"], &["@at most", "maximum", "up to", "limit", "no more", "at the longest", "or smaller"]),
    ),
    condition(
        "less than",
        (&["@less than"], &["@less than", "より少", "より短", "より若", "満た", "なっていない", "なる前", "より下"]),
        (&["@less than"], &["@less than", "not yet", "younger", "not reached"]),
    ),
    condition(
        "more than",
        (
            &["@more than", "を超え", "をこえ", "を過ぎ"],
            &["@more than", "超", "こえ", "より多", "より長", "より後", "過ぎ", "より上", "より大"],
        ),
        (
            &["@more than"],
            &[
                "@more than",
                "over",
                "exceed*",
                "beyond",
                "past",
                "after",
                "longer",
                "older",
                "pass",
                "passed",
                "passes",
            ],
        ),
    ),
    condition(
        "before",
        (
            &["@before", "@before then", "@day before", "前に", "する前", "の前"],
            &["前", "まで", "より先", "うちに", "先に", "まず", "先立", "先ほど", "さっき"],
        ),
        (
            &["@before"],
            &[
                "@before",
                "ago",
                "until",
                "in advance",
                "earlier",
                "by",
                "beforehand",
                "previous*",
                "in front",
                "first",
                "last",
                "yesterday",
                "ahead",
                "pre*",
            ],
        ),
    ),
    condition(
        "after",
        (
            &["@after", "@from then on", "@day after", "した後", "あとで", "たあと", "後に", "後で"],
            &["後", "あと", "から", "以降", "翌", "次第", "たら", "過ぎ", "経", "ると", "と、", "次の", "のち"],
        ),
        (
            &["@after"],
            &[
                "@after",
                "later",
                "from",
                "since",
                "once",
                "when",
                "following",
                "next",
                "onward*",
                "afterward*",
                "then",
                "from then",
                "on or after",
                "and then",
                "as soon as",
                "back",
            ],
        ),
    ),
    condition(
        "if",
        (
            &["場合", "もし"],
            &[
                "場合",
                "とき",
                "時",
                "なら",
                "たら",
                "れば",
                "と、",
                "際",
                "か",
                "もし",
                "方",
                "ば",
                "ても",
                "でも",
                "いと",
                "は",
                "るとお",
                "と",
            ],
        ),
        (
            &["if", "in case"],
            &[
                "if",
                "when",
                "in case",
                "in that case",
                "in this case",
                "where",
                "unless",
                "should you",
                "once",
                "provided",
                "who",
                "those",
                "anyone",
                "for",
                "whether",
                "whenever",
                "otherwise",
                "as",
                "with",
                "case",
                "cases",
                "until",
                "after",
                "without",
                "even",
                "instead",
                "people",
                "person",
            ],
        ),
    ),
    condition(
        "both",
        (
            &["両方", "どちらも", "いずれも", "二つとも", "2つとも"],
            &["両方", "どちらも", "いずれも", "とも", "も", "二つ", "2", "双方"],
        ),
        (&["both"], &["both", "all", "two", "each", "not", "every", "2", "either", "any"]),
    ),
    condition(
        "either",
        (
            &["どちらか", "いずれか", "片方", "どちらかひとつ"],
            &[
                "どちら",
                "いずれ",
                "片方",
                "一方",
                "または",
                "か、",
                "か",
                "もしくは",
                "ひとつ",
                "1つ",
                "一つ",
                "1点",
                "1枚",
            ],
        ),
        (&["either", "one of"], &["either", "one", "or", "whichever", "any", "1"]),
    ),
    condition(
        "as a rule",
        (
            &["@as a rule", "通常は", "通常、", "普通は"],
            &["原則", "通常", "普通", "一般", "基本", "たいてい", "ふだん", "ふつう", "いつも", "主に", "普段"],
        ),
        (
            &["as a rule", "in principle"],
            &["@as a rule", "normally", "ordinar*", "basically", "standard", "principle", "typically"],
        ),
    ),
    condition(
        "always",
        (&["いつも", "常に", "毎回"], &["必ず", "いつも", "常", "毎", "ずっと", "いつでも", "例外なく"]),
        (
            &["always"],
            &["always", "@always", "every time", "each time", "any time", "at all times", "usual", "without exception"],
        ),
    ),
    condition(
        "voluntary",
        (&["任意", "自由"], &["任意", "自由", "希望", "必須で", "義務で", "なくても"]),
        (
            &["voluntary", "optional"],
            &["@voluntary", "your choice", "up to you", "freely", "choose", "wish", "own will", "free", "not", "like"],
        ),
    ),
    rule(
        MarkKind::Condition,
        "duty",
        (&["義務", "必須"], &["義務", "必須", "必要", "なければ", "必ず", "いけません", "ください"]),
        (
            &["mandatory", "compulsory", "obligatory", "obligation", "duty"],
            &["@needed", "obliged", "obligat*", "duty", "mandatory"],
        ),
    ),
    rule(
        MarkKind::Money,
        "free of charge",
        (&["@free"], &["無料", "無償", "ただで", "かかりません", "タダ", "空い", "空き"]),
        (&["@free"], &["@free", "no charge", "no fee", "free"]),
    ),
    rule(
        MarkKind::Money,
        "charged",
        (&["@paid"], &["有料", "手数料", "料金", "費用", "円", "支払", "かか", "お金", "請求"]),
        (&["charged"], &["charge*", "fee", "fees", "cost*", "paid", "pay*", "yen"]),
    ),
    condition(
        "valid",
        (&["有効です", "まだ有効", "有効なまま"], &["有効", "使え", "有用", "期限", "まで"]),
        (&["still valid", "remains valid", "is valid"], &["valid", "good", "effective", "active", "work*", "use*"]),
    ),
    condition(
        "expired",
        (&["失効", "期限切れ", "期限が切れ"], &["失効", "切れ", "過ぎ", "無効", "終わ", "使え"]),
        (
            &["expired", "lapse", "lapses", "lapsed"],
            &[
                "expire*",
                "lapse*",
                "invalid*",
                "no longer valid",
                "revoke*",
                "void",
                "out of date",
                "not valid",
                "cancel*",
                "cease*",
                "ends",
                "runs out",
                "ran out",
                "end",
            ],
        ),
    ),
];

//! What people say in the middle of a number, and how they take a digit back.
//!
//! Owns the words between digits that belong to no number and end none. Knows nothing of digits; `lexer`
//! asks it while a number is being read, `speech` asks it what stands between two groups.

/// Words between the digits of one number, longer ones first where one begins another.
const BETWEEN: [&str; 77] = [
    "えーっとですね",
    "えーとですね",
    "えーっと",
    "ええっと",
    "えーと",
    "ええと",
    "えっと",
    "えとー",
    "えと",
    "えー",
    "ええ",
    "え、",
    "あのー",
    "あのう",
    "あの",
    "そのー",
    "んーと",
    "うーんと",
    "んー",
    "うーん",
    "うん",
    "はいはい",
    "はいー",
    "はい",
    "ハイ",
    "そうですね",
    "ですよね",
    "ですね",
    "でして",
    "です",
    "それから",
    "そして",
    "続きまして",
    "続いて",
    "つづいて",
    "次に",
    "次が",
    "次は",
    "つぎが",
    "つぎは",
    "最後が",
    "最後は",
    "最後に",
    "最初が",
    "最初は",
    "そのあと",
    "その後",
    "あと",
    "で",
    "ね",
    "よ",
    "と",
    "点",
    "ドット",
    "スペース",
    "空白",
    "まあ",
    "ま、",
    "っと",
    "んで",
    "umm",
    "um",
    "uhh",
    "uh",
    "erm",
    "er",
    "hmm",
    "well",
    "then",
    "next",
    "and",
    "okay",
    "ok",
    "yeah",
    "yes",
    "right",
    "space",
];

/// Words that take back what was said.
const CORRECTIONS: [&str; 36] = [
    "いえいえ",
    "いえ",
    "いや",
    "違います",
    "違いました",
    "違った",
    "違う",
    "ちがいます",
    "ちがう",
    "ちがった",
    "間違えました",
    "間違いました",
    "間違い",
    "間違え",
    "まちがえ",
    "まちがい",
    "訂正します",
    "訂正",
    "失礼しました",
    "失礼",
    "すみません",
    "すいません",
    "ごめんなさい",
    "ごめん",
    "じゃなくて",
    "じゃなく",
    "ではなくて",
    "ではなく",
    "でなくて",
    "もとい",
    "sorry",
    "mean",
    "mistake",
    "wait",
    "actually",
    "wrong",
];

/// English words that take back only as words of their own.
const CORRECTING_WORDS: [&str; 4] = ["no", "not", "i", "my"];

/// The length of the filler or the correction at the start of `rest`.
pub(super) fn filler(rest: &str) -> Option<usize> {
    let words = BETWEEN.iter().chain(&CORRECTIONS).chain(&CORRECTING_WORDS);
    words.filter(|word| starts_with_word(rest, word)).map(|word| word.len()).max()
}

/// Whether what stands between two groups takes the first back.
pub(super) fn is_correction(between: &str) -> bool {
    let lower = between.to_ascii_lowercase();
    let word = |known: &str| lower.split(|letter: char| !letter.is_ascii_alphabetic()).any(|word| word == known);
    CORRECTIONS.iter().any(|known| if known.is_ascii() { word(known) } else { lower.contains(known) })
        || ["no", "not"].into_iter().any(word)
}

/// Japanese words by their letters, English ones as whole words in any case.
fn starts_with_word(rest: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return rest.starts_with(word);
    }
    let bytes = rest.as_bytes();
    let same = bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
    same && !bytes.get(word.len()).is_some_and(u8::is_ascii_alphabetic)
}

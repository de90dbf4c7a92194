//! What people say in the middle of a number, and how they take a digit back.
//!
//! Owns the words between digits that belong to no number and end none. Knows nothing of digits; `lexer`
//! asks it while a number is being read, `speech` asks it what stands between two groups.

use crate::secret_text::words::{Words, begins};

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
    static WORDS: Words<117> = Words::new(all());
    let words = WORDS.at(rest.as_bytes());
    words.filter(|(_, word)| starts_with_word(rest, word)).map(|(_, word)| word.len()).max()
}

const fn all() -> [&'static str; 117] {
    let mut all = [""; 117];
    let lists: [&[&str]; 3] = [&BETWEEN, &CORRECTIONS, &CORRECTING_WORDS];
    let (mut list, mut place) = (0, 0);
    while list < lists.len() {
        let mut word = 0;
        while word < lists[list].len() {
            all[place] = lists[list][word];
            (word, place) = (word + 1, place + 1);
        }
        list += 1;
    }
    all
}

/// Whether what stands between two groups takes the first back.
pub(super) fn is_correction(between: &str) -> bool {
    static LISTS: (Words<36>, Words<2>) = (Words::new(CORRECTIONS), Words::new(["no", "not"]));
    let bytes = between.as_bytes();
    (0..bytes.len()).any(|at| {
        let rest = &bytes[at..];
        let within = at > 0 && bytes[at - 1].is_ascii_alphabetic();
        let stands = |(_, word): (usize, &'static str)| {
            let whole = !within && !rest.get(word.len()).is_some_and(u8::is_ascii_alphabetic);
            begins(rest, word) && (whole || !word.is_ascii())
        };
        LISTS.0.at(rest).chain(LISTS.1.at(rest)).any(stands)
    })
}

/// Japanese words by their letters, English ones as whole words in any case.
fn starts_with_word(rest: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return rest.starts_with(word);
    }
    let bytes = rest.as_bytes();
    begins(bytes, word) && !bytes.get(word.len()).is_some_and(u8::is_ascii_alphabetic)
}

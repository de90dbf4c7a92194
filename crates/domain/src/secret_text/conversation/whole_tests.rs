//! A conversation read piece by piece tells what it would tell if all that is kept were read anew.

use proptest::prelude::*;

use super::{Conversation, SegmentId};
use crate::secret_text::lookback::{known_numbers, secrets, topics};
use crate::time::Timestamp;

const TABLES: [&str; 5] = [
    include_str!("../cases/spoken.txt"),
    include_str!("../cases/kept.txt"),
    include_str!("../cases/talks.txt"),
    include_str!("../cases/calls.txt"),
    include_str!("../cases/strange.txt"),
];
/// What stands between sentences and parts of numbers, and what begins or ends a word over a joint.
const SCRAPS: [&str; 40] = [
    "",
    "はい",
    "はい。",
    "ええ",
    "うん、",
    "えーと",
    "です",
    "ですね。",
    "いえ",
    "じゃなくて",
    "マイナンバーですね",
    "番号をお願いします",
    "個人番号",
    "暗証番号は",
    "ピンコードは",
    "パスワード",
    "お電話番号は",
    "受付番号は",
    "〒",
    "+",
    "年",
    "日です",
    "円",
    "の",
    "、",
    "。",
    " ",
    "double",
    "triple ",
    "ninety-",
    "nine",
    "my number is",
    "no",
    "きゅ",
    "う",
    "は",
    "ち",
    "さん",
    "エー",
    "A B",
];

fn turn() -> impl Strategy<Value = String> {
    let lines = TABLES.iter().flat_map(|table| table.lines()).filter(|line| !line.starts_with('#'));
    let lines: Vec<String> =
        lines.map(|line| line.trim_start_matches(['A', 'C', ':']).replace(['⟦', '⟧'], "")).collect();
    let scrap = || prop::sample::select(SCRAPS.to_vec());
    let digits = || "[0-9]{1,4}|[0-9]{4}[- の、]?[0-9]{4}|[0-9]{11,12}|[一二三四五六七八九〇]{4}";
    prop_oneof![
        3 => prop::sample::select(lines),
        1 => scrap().prop_map(str::to_owned),
        2 => digits().prop_map(|digits| digits),
        2 => (scrap(), digits(), scrap()).prop_map(|(before, digits, after)| format!("{before}{digits}{after}")),
    ]
}

/// The first difference between both readings of the turns, each with the pause before it, at every `stride`th.
fn difference(turns: &[(u64, String, u64)], stride: usize) -> Option<String> {
    let mut conversation = Conversation::new();
    let mut now = Timestamp(0);
    for (number, (speaker, text, pause_ms)) in turns.iter().enumerate() {
        now = now.plus_ms(*pause_ms);
        conversation.hear(*speaker, SegmentId(number as u64), text, now);
        conversation.settled(now);
        // Between two looks, segments come and go as they do in a call.
        if number % stride != 0 {
            continue;
        }
        let said = conversation.said();
        let nears = topics(&said, conversation.before);
        let known = known_numbers(&said, &nears, &conversation.known);
        let whole = (secrets(&said, &nears, &known, false), secrets(&said, &nears, &known, true));
        let pieces = (conversation.read(), conversation.found_and_held(&known));
        if pieces != (known, whole.clone()) {
            return Some(format!("after {number} of {turns:#?}: {pieces:?}, as a whole {whole:?}"));
        }
    }
    None
}

#[test]
fn what_is_pushed_out_takes_its_words_with_it_and_words_cross_segments() {
    for said in [
        ["〒", "", "252-8566"],
        ["12桁の", "", "9832です"],
        ["はい", "ち、", "2345"],
        ["triple ", " ", "10"],
        ["00暗証番号は", "", "ち00"],
    ] {
        let opening = [(2, "マイナンバーをお願いします"), (1, said[0]), (1, said[1]), (1, said[2])];
        let turns = opening.into_iter().chain(std::iter::repeat_n((2, "はい"), 40));
        let turns: Vec<(u64, String, u64)> = turns.map(|(speaker, text)| (speaker, text.to_owned(), 0)).collect();
        assert_eq!(difference(&turns, 1), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn what_is_read_piece_by_piece_is_what_is_read_as_a_whole(
        turns in prop::collection::vec((0u64..3, turn(), prop::sample::select(vec![500u64, 2_500, 9_000])), 1..70),
    ) {
        prop_assert_eq!(difference(&turns, 3), None);
    }
}

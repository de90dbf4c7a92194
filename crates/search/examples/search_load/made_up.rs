//! Entries and questions that are made up, the same on every run.

use std::collections::BTreeMap;

use search::{Audience, Entry, EntryId, Language, Text};

/// Chance that is the same on every run (Marsaglia's xorshift).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn of(&mut self, list: &[(&'static str, &'static str)]) -> (&'static str, &'static str) {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }
}

const SUBJECTS: [(&str, &str); 25] = [
    ("マイナンバーカード", "まいなんばーかーど"),
    ("住民票の写し", "じゅうみんひょうのうつし"),
    ("印鑑登録証明書", "いんかんとうろくしょうめいしょ"),
    ("署名用電子証明書", "しょめいようでんししょうめいしょ"),
    ("健康保険証利用", "けんこうほけんしょうりよう"),
    ("国民年金", "こくみんねんきん"),
    ("児童手当", "じどうてあて"),
    ("粗大ごみ", "そだいごみ"),
    ("転入届", "てんにゅうとどけ"),
    ("転出届", "てんしゅつとどけ"),
    ("課税証明書", "かぜいしょうめいしょ"),
    ("固定資産税", "こていしさんぜい"),
    ("保育園", "ほいくえん"),
    ("介護保険", "かいごほけん"),
    ("予防接種", "よぼうせっしゅ"),
    ("コンビニ交付", "こんびにこうふ"),
    ("公金受取口座", "こうきんうけとりこうざ"),
    ("在留カード", "ざいりゅうかーど"),
    ("戸籍謄本", "こせきとうほん"),
    ("婚姻届", "こんいんとどけ"),
    ("出生届", "しゅっしょうとどけ"),
    ("犬の登録", "いぬのとうろく"),
    ("市営住宅", "しえいじゅうたく"),
    ("水道料金", "すいどうりょうきん"),
    ("図書館カード", "としょかんかーど"),
];
const CASES: [(&str, &str); 20] = [
    ("を紛失した", "をふんしつした"),
    ("の再発行", "のさいはっこう"),
    ("の手数料", "のてすうりょう"),
    ("の申請", "のしんせい"),
    ("の受け取り", "のうけとり"),
    ("の必要書類", "のひつようしょるい"),
    ("の有効期限", "のゆうこうきげん"),
    ("の暗証番号", "のあんしょうばんごう"),
    ("の更新", "のこうしん"),
    ("の住所変更", "のじゅうしょへんこう"),
    ("の氏名変更", "のしめいへんこう"),
    ("の代理人申請", "のだいりにんしんせい"),
    ("の予約", "のよやく"),
    ("の取消", "のとりけし"),
    ("の郵送", "のゆうそう"),
    ("の窓口", "のまどぐち"),
    ("の受付時間", "のうけつけじかん"),
    ("の対象者", "のたいしょうしゃ"),
    ("の支払方法", "のしはらいほうほう"),
    ("の問い合わせ", "のといあわせ"),
];
const WHOSE: [(&str, &str); 20] = [
    ("", ""),
    ("未成年の", "みせいねんの"),
    ("外国人の", "がいこくじんの"),
    ("高齢者の", "こうれいしゃの"),
    ("海外にいる人の", "かいがいにいるひとの"),
    ("乳児の", "にゅうじの"),
    ("家族の", "かぞくの"),
    ("引っ越した人の", "ひっこしたひとの"),
    ("入院している人の", "にゅういんしているひとの"),
    ("亡くなった人の", "なくなったひとの"),
    ("土曜日の", "どようびの"),
    ("夜間の", "やかんの"),
    ("インターネットでの", "いんたーねっとでの"),
    ("郵便局での", "ゆうびんきょくでの"),
    ("出張所での", "しゅっちょうじょでの"),
    ("スマートフォンでの", "すまーとふぉんでの"),
    ("初めての", "はじめての"),
    ("二回目の", "にかいめの"),
    ("急ぎの", "いそぎの"),
    ("会社の", "かいしゃの"),
];
const ANSWERS: [&str; 4] = [
    "市役所の窓口で手続ができます。本人確認書類をお持ちください。受付時間は平日の8時30分から17時15分までです。",
    "手数料は原則として有料です。\n- 本人が来られないときは委任状が必要です。\n- 郵送でも受け付けます。",
    "コールセンターへ電話してください。24時間受け付けています。あわせて警察へ届け出てください。",
    "有効期限の3か月前から更新できます。お知らせの封書が届きます。暗証番号を忘れたときは窓口で再設定します。",
];
const ASKED: [&str; 8] =
    ["は？", "について教えて", "はどうすればいいですか", "したい", "はいくら", "はどこ", "はいつまで", "に何がいる？"];

/// So many entries, each another.
pub(crate) fn entries(count: usize) -> Vec<Entry> {
    (0..count).map(entry).collect()
}

/// The entry of that number; the 10,000 first have different questions.
pub(crate) fn entry(number: usize) -> Entry {
    let at =
        |list: &[(&'static str, &'static str)], place: usize| list.get(place % list.len()).copied().unwrap_or_default();
    let (subject, read_subject) = at(&SUBJECTS, number);
    let (case, read_case) = at(&CASES, number / SUBJECTS.len());
    let (whose, read_whose) = at(&WHOSE, number / (SUBJECTS.len() * CASES.len()));
    let answers = [number, number / 7 + 1, number / 3 + 2].map(|place| ANSWERS.get(place % ANSWERS.len()).copied());
    let text = Text {
        question: format!("{whose}{subject}{case}について教えてください。"),
        answer: answers.iter().flatten().copied().collect::<Vec<_>>().join("\n\n"),
        reading: format!("{read_whose}{read_subject}{read_case}についておしえてください"),
        aliases: vec![format!("{subject}{case}"), format!("{whose}{read_subject}{case}は")],
    };
    let english = Text {
        question: format!("Question {number} about a certificate"),
        answer: "Please come to the counter with your card.".to_owned(),
        ..Text::default()
    };
    Entry {
        id: EntryId { key: format!("entry-{number}"), version: 1 },
        topic: "a".to_owned(),
        audience: Audience::Resident,
        texts: BTreeMap::from([(Language::Japanese, text), (Language::English, english)]),
    }
}

/// So many questions in the order in which they come, and whether each is asked for the first time; four in ten are.
pub(crate) fn questions(count: usize, seed: u64) -> Vec<(String, bool)> {
    let mut chance = Chance::new(seed);
    let mut asked: Vec<(String, bool)> = Vec::with_capacity(count);
    for number in 0..count {
        if number > 0 && chance.below(10) >= 4 {
            // What was asked first is asked most.
            let before = chance.below(number).min(chance.below(number));
            let text = asked.get(before).map(|(text, _)| text.clone()).unwrap_or_default();
            asked.push((text, false));
            continue;
        }
        let (whose, case, subject) = (chance.of(&WHOSE), chance.of(&CASES), chance.of(&SUBJECTS));
        let ending = ASKED.get(chance.below(ASKED.len())).copied().unwrap_or_default();
        let text = match chance.below(4) {
            0 => format!("{}{}{}", subject.1, case.1, ending),
            1 => format!("{}{}{}", subject.0, case.0, ending),
            2 => format!("すみません、{}{}{}{}、{number}番目に聞きます", whose.0, subject.0, case.0, ending),
            _ => format!("{}{}{}{}", whose.0, subject.0, case.0, ending),
        };
        let is_new = !asked.iter().any(|(before, _)| *before == text);
        asked.push((text, is_new));
    }
    asked
}

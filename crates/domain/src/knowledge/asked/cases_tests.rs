//! Single utterances of calls, as a recogniser writes them: which are questions, and which must disturb nobody.

use uuid::Uuid;

use super::*;
use crate::time::Timestamp;

/// What is searched after one utterance.
fn wish(voice: Voice, text: &str) -> Option<String> {
    let mut watch = QuestionWatch::default();
    watch.hear(&Said { segment: Uuid::nil(), voice, language: None, text: text.to_owned() }, Timestamp(0));
    watch.due(Timestamp(10_000)).map(|wish| wish.text)
}

const ASK: &[&str] = &[
    "マイナンバーカードの受け取りには何を持って行けばいいですか",
    "マイナンバーカードの更新の予約をしたいのですが、何を持って行けばいいですか。",
    "カードをなくしました。",
    "もしもし、あの、カードをなくしちゃったんですけど",
    "電子証明書の有効期限が切れたので更新したいのですが",
    "暗証番号を忘れてしまって",
    "暗証番号がロックされました",
    "再発行の手数料はいくらですか",
    "コンビニで暗証番号を初期化できますか？",
    "えーと、子どものカードは親が受け取れますか",
    "本人でないと受け取れませんか",
    "土曜日は窓口開いていますか",
    "オンライン窓口の場所はどこですか",
    "申請してからどのくらいでできますか",
    "カードが割れてしまったんですけど",
    "引っ越してきたのでカードの手続きをしたいんです",
    "健康保険証として使いたいんですけど",
    "公金受取口座を変えたいんですが",
    "電子証明書の通知書が届きました。",
    "代理の人でも受け取れますか",
    "スマートフォンで申請したいのですが",
    "写真のサイズを教えてください",
    "コールセンターの電話番号を教えてください",
    "家族が亡くなりましたカードは返さないといけませんか",
    "古い保険証は使えますか",
    "英語で相談できますか",
    "赤ちゃんのカードにも写真は必要ですか",
    "結婚して名字が変わったんですけどカードはどうなりますか",
    "カードの返納ってどうやってやるの",
    "止めたカードが見つかったんだけど",
    "かーどをおとしてしまいました",
    "あんしょうばんごうがわかりません",
    "予約を変更したいです",
    "マイナポータルの電子申請を手伝ってもらえますか",
    "特急発行は誰が使えますか",
    "はい、えっと、更新の件でお電話したんですけど",
    "佐藤花子と申しますがカードの暗証番号を忘れました",
    "0120950178につながりません、カードを止めたいのですが",
    "How do I renew my card?",
    "Hello, I lost my card. What should I do?",
    "I forgot my PIN number",
    "What documents do I need to bring for the card?",
    "Could you tell me how to apply for national health insurance and how much it costs per month?",
    "I would like to renew my residence card.",
    "My electronic certificate has expired",
    "Is the online counter open on Saturday?",
    "Can my husband collect the card for me?",
    "I moved to this city last week and I need to register my new address.",
];

const DISTURB_NOBODY: &[&str] = &[
    "はい",
    "はいはい",
    "えーと",
    "もしもし",
    "もしもし、聞こえますか",
    "もしもし聞こえてますか？",
    "こんにちは",
    "お世話になります",
    "そうです",
    "そうですか",
    "そうなんですか？",
    "ああ、そうなんですね、わかりました",
    "わかりました。ありがとうございます。",
    "ありがとうございました失礼します",
    "ちょっとお聞きしたいことがあるんですけど",
    "お聞きしたいのですが",
    "すみません、質問があるのですが、いいですか",
    "もう一度お願いします",
    "すみません、もう一度言ってもらえますか",
    "え、何ですか",
    "いいですか",
    "大丈夫です",
    "それで大丈夫ですか",
    "はい、よろしくお願いします",
    "少々お待ちください",
    "いいえ",
    "うーん",
    "山田です",
    "山田太郎と申します",
    "はい、座間太郎です。",
    "佐藤といいます",
    "名前は鈴木一郎です",
    "電話番号は090の1234の5678です",
    "080 1234 5678です",
    "ゼロ九〇一二三四五六七八です",
    "番号は［個人番号］です",
    "昭和三十年五月三日生まれです",
    "座間市緑ケ丘一丁目一番一号です",
    "生年月日は1980年5月3日です",
    "いくらですか",
    "何時までですか",
    "",
    "。。。",
    "Hello?",
    "Hello, can you hear me?",
    "Yes.",
    "Okay, I see.",
    "Thank you very much. Goodbye.",
    "Sorry, could you repeat that?",
    "Can I ask a question?",
    "My name is Mary Johnson.",
    "My number is 090 1234 5678.",
    "Pardon?",
    "Is that right?",
    "What?",
];

const AGENT_SAYS_IT_AGAIN: &[(&str, &str)] = &[
    ("マイナンバーカードの再発行についてということですね", "マイナンバーカードの再発行について"),
    ("電子証明書の更新の件ですね", "電子証明書の更新"),
    ("はい、カードを紛失されたということですね。", "カードを紛失された"),
    ("受け取りの予約を変更されたいのですね", "受け取りの予約を変更されたい"),
    ("暗証番号の初期化についてのお問い合わせですね。かしこまりました。", "暗証番号の初期化"),
    ("カードの有効期限の更新でよろしいでしょうか", "カードの有効期限の更新"),
    ("So you want to know how to renew the card.", "how to renew the card"),
];

const AGENT_TALKS: &[&str] = &[
    "お電話ありがとうございます。マイナンバーコールセンターの佐藤と申します。",
    "少々お待ちいただいてもよろしいでしょうか",
    "お名前は山田様ということですね",
    "お電話番号は090の1234の5678でよろしいでしょうか",
    "手数料は千円です",
    "本人確認書類をお持ちください",
    "ほかにご不明な点はございますか",
    "カードの更新には予約が必要です",
    "以上でよろしいでしょうか",
    "何をなくされましたか",
    "Thank you for calling. How may I help you?",
    "May I have your name, please?",
    "You need to bring your notice.",
];

#[test]
fn a_question_or_trouble_becomes_a_wish() {
    let missed: Vec<&&str> = ASK.iter().filter(|text| wish(Voice::Caller, text).is_none()).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(ASK.len() >= 40);
}

#[test]
fn greetings_agreement_names_and_numbers_do_not() {
    let found: Vec<(&&str, String)> =
        DISTURB_NOBODY.iter().filter_map(|text| Some((text, wish(Voice::Caller, text)?))).collect();
    assert!(found.is_empty(), "{found:#?}");
    assert!(DISTURB_NOBODY.len() >= 40);
}

#[test]
fn an_agent_is_heard_when_the_wish_is_said_again_and_not_otherwise() {
    for (said, wanted) in AGENT_SAYS_IT_AGAIN {
        assert_eq!(wish(Voice::Agent, said).as_deref(), Some(*wanted), "{said}");
    }
    let found: Vec<(&&str, String)> =
        AGENT_TALKS.iter().filter_map(|text| Some((text, wish(Voice::Agent, text)?))).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nobody_but_caller_and_agent_is_answered() {
    let found: Vec<&&str> = ASK.iter().filter(|text| wish(Voice::Other, text).is_some()).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_is_searched_has_neither_fillers_nor_names_nor_numbers() {
    let check = |said: &str, wanted: &str| assert_eq!(wish(Voice::Caller, said).as_deref(), Some(wanted), "{said}");
    check(
        "もしもし、あの、マイナンバーカードの更新をしたいんですけどえーと何を持って行けばいいですか",
        "マイナンバーカードの更新をしたいんですけど、何を持って行けばいいですか",
    );
    check(
        "粗大ごみの収集を申し込みたいのですが、電話番号は、090の1234の5678です。",
        "粗大ごみの収集を申し込みたいのですが",
    );
    check("山田太郎と申しますがカードをなくしました", "カードをなくしました");
    check("はい田中ですがカードの更新はいつからできますか", "カードの更新はいつからできますか");
    check("Hello, I lost my card. What should I do?", "Hello, I lost my card. What should I do");
    check("My name is Mary Johnson. I lost my card.", "I lost my card");
}

//! Japanese.

use domain::knowledge::entry::TextLanguage;

use super::lexicon::{Refused, Words};

pub(super) const WORDS: Words = Words {
    language: TextLanguage::Ja,
    html: "ja",
    name: "日本語",
    site: "よくある質問",
    lead: "マイナンバーとマイナンバーカードについての質問と答えです。",
    to_content: "本文へ移動",
    languages: "言語",
    ask: "知りたいことを入力してください",
    ask_hint: "例：カードをなくした　※個人番号、暗証番号、お名前、電話番号は入力しないでください。",
    ask_button: "探す",
    topics: "分野から探す",
    recent: "最近変わった答え",
    none_yet: "公開している答えはありません。",
    result: "探した結果",
    chosen: "自動で選ばれた回答です",
    chosen_why: "ご質問に合う答えをプログラムが選びました。答えの文章は、公開しているものをそのまま載せています。\
        ご質問と合っているか、お確かめください。",
    choose: "この中に知りたいことはありますか",
    choose_why: "近い質問をプログラムが選びました（3件まで）。",
    others: "ほかの近い質問",
    read_whole: "この答えのページを開く",
    cannot: "この質問にはお答えできません",
    cannot_why: "公開している答えの中に、確かに合うものが見つかりませんでした。間違った案内をしないために、\
        ここでは答えを出しません。電話または窓口でおたずねください。",
    removed: "番号やパスワードのように見える文字を取り除いてから探しました。取り除いた文字は保存していません。",
    ask_person: "電話・窓口でたずねる",
    ask_person_why: "通話料はかかりません。",
    telephone_today: "今日の電話受付",
    counter_today: "今日のオンライン窓口",
    open_now: "ただいま受付中",
    closed_now: "ただいま時間外",
    always_open: "デモのため、いつでも受け付けます",
    where_to_go: "窓口の場所や取り扱いは、こちらをご覧ください",
    about_answer: "この答えについて",
    edition: "版",
    no_edition: "まだ版に収められていません",
    version: "版数",
    published: "公開日",
    approved: "市の承認日",
    owner: "担当",
    review_by: "見直し予定日",
    overdue: "見直し予定日を過ぎています。最新の内容は、電話でお確かめください。",
    sources: "もとにした資料",
    files: "添付ファイル",
    related: "関連する質問",
    stale: "日本語の答えが新しくなりましたが、この文章はまだ直されていません。日本語の答えのほうが新しい内容です。",
    japanese_answer: "日本語の答えを読む",
    only_japanese: "この答えは日本語だけです。",
    in_japanese: "日本語",
    demonstration: "デモ用の承認です。市が承認した答えではありません。",
    did_it_help: "この答えは役に立ちましたか",
    yes: "はい",
    no: "いいえ",
    thanks: "ありがとうございました",
    thanks_why: "答えを良くするために使います。",
    thanks_unhelped: "お役に立てず申し訳ありません。別の言葉で探すか、電話または窓口でおたずねください。",
    changed_since: "お読みになったあとで、この答えが変わりました。新しい答えをお読みください。",
    back: "答えに戻る",
    earlier: "前のページ",
    later: "次のページ",
    pages: "ページ",
    gone: Refused {
        heading: "この答えは取り下げられました",
        why: "内容が変わった、または見直しているため、公開をやめました。前に読んだ内容や印刷した紙は使わず、\
            もう一度探すか、電話または窓口でお確かめください。",
    },
    unknown: Refused {
        heading: "ページが見つかりません",
        why: "アドレスが違うか、ページがなくなりました。下の欄から探すか、電話または窓口でおたずねください。",
    },
    empty: Refused {
        heading: "質問が入力されていません", why: "下の欄に、知りたいことを入力してください。"
    },
    too_long: Refused {
        heading: "質問が長すぎます",
        why: "300文字までで、知りたいことだけを短く入力してください。事情が込み入っているときは、電話または窓口でおたずねください。",
    },
    number: Refused {
        heading: "個人番号のような番号が入力されたため、探しませんでした",
        why: "番号は保存していません。個人番号や暗証番号は、ここには入力しないでください。\
            お使いのブラウザーの履歴や入力候補に残ることがあるので、消しておくと安心です。番号を書かずに、もう一度探してください。",
    },
    too_often: Refused {
        heading: "短い間に何度も探されました", why: "少し時間をおいてください。"
    },
    files_too_often: Refused {
        heading: "短い間に何度もファイルが開かれました", why: "少し時間をおいてください。"
    },
    malformed: Refused {
        heading: "入力を読み取れませんでした",
        why: "もう一度、下の欄から入力してください。続くときは、電話または窓口でおたずねください。",
    },
    unavailable: Refused {
        heading: "ただいま探せません",
        why: "システムが混み合っています。分野から探すか、少し時間をおいてください。お急ぎのときは電話でおたずねください。",
    },
};

//! What a check found, in Japanese and in English: for the terminal and for the page.

use domain::erasure_receipt::{BrowserEnd, ErasureReceipt, ScanPlace, TraceKind};

use super::inspect::{Aspect, Finding, Standing, Trouble};
use super::shown::moment;

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

impl Said {
    pub(super) fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }
}

/// What was looked at, and how it stands.
#[must_use]
pub fn said(finding: &Finding) -> Said {
    let about = aspect(finding.aspect);
    let how = match &finding.standing {
        Standing::Holds => Said::new("正しい", "holds"),
        Standing::NotChecked => Said::new("確認していません", "not checked"),
        Standing::Broken(broken) => trouble(broken),
    };
    Said::new(format!("{}: {}", about.ja, how.ja), format!("{}: {}", about.en, how.en))
}

fn aspect(aspect: Aspect) -> Said {
    match aspect {
        Aspect::Form => Said::new("書式（欠けや書き足しがないこと）", "form (whole, nothing added)"),
        Aspect::Installation => Said::new("発行元", "installation"),
        Aspect::Signature => Said::new("電子署名", "signature"),
        Aspect::Books => Said::new("発行元の台帳との一致", "the installation's books"),
        Aspect::Before => Said::new("一つ前の証明とのつながり", "link to the receipt before"),
        Aspect::After => Said::new("一つ後の証明とのつながり", "link to the receipt after"),
    }
}

/// What is wrong.
#[must_use]
pub fn trouble(trouble: &Trouble) -> Said {
    let ja_lines = |lines: &[String]| lines.join("、");
    let en_lines = |lines: &[String]| lines.join(", ");
    match trouble {
        Trouble::Unreadable(why) => {
            Said::new(format!("消去証明として読めません（{why}）"), format!("cannot be read as a receipt ({why})"))
        }
        Trouble::OtherInstallation { says, key } => Said::new(
            format!("別の発行元（{says}）の証明です。この公開鍵は {key} のものです"),
            format!("it is of another installation ({says}); this public key is that of {key}"),
        ),
        Trouble::Forged => Said::new(
            "署名が合いません。内容が書き換えられたか、別の者が作ったものです",
            "the signature is not of these words: they were changed, or somebody else made it",
        ),
        Trouble::SignatureOf { number, lines } => Said::new(
            format!("署名は証明 {number} のものです。書き換えられた項目: {}", ja_lines(lines)),
            format!("the signature is that of receipt {number}; changed lines: {}", en_lines(lines)),
        ),
        Trouble::OtherUnderNumber { lines } => Said::new(
            format!("この番号の台帳の記録と違います: {}", ja_lines(lines)),
            format!("the books have something else under this number: {}", en_lines(lines)),
        ),
        Trouble::NeverWritten { last } => Said::new(
            format!("台帳は {last} 番で終わっています。この番号は台帳にありません"),
            format!("the books end at number {last}; this number is not in them"),
        ),
        Trouble::TakenOut => Said::new("台帳から抜き取られています", "it was taken out of the books"),
        Trouble::BeforeMissing => Said::new("一つ前の証明が台帳にありません", "the receipt before it is missing"),
        Trouble::NotContinued => {
            Said::new("一つ前の証明に続いていません", "it does not continue the receipt before it")
        }
        Trouble::AfterMissing => Said::new("一つ後の証明が台帳にありません", "the receipt after it is missing"),
        Trouble::AfterElse => {
            Said::new("一つ後の証明がこの証明に続いていません", "the receipt after it does not continue this one")
        }
        Trouble::EndElse => Said::new(
            "台帳の終わりが最後の記録と合いません。末尾が抜き取られたか書き足されています",
            "the books do not end as their head says: receipts at the end were cut off or added",
        ),
        Trouble::HeadForged => Said::new(
            "台帳の終わりの記録がこの発行元のものではありません",
            "the head of the books was not written by this installation",
        ),
    }
}

/// What the receipt itself says, one sentence a line.
#[must_use]
pub fn content(receipt: &ErasureReceipt) -> Vec<Said> {
    let end = end_words(receipt.end);
    let (ended, verified) = (moment(receipt.ended_at).to_rfc3339(), moment(receipt.verified_at).to_rfc3339());
    let mut lines = vec![
        Said::new(format!("終了: {ended}（{}）", end.ja), format!("ended: {ended} ({})", end.en)),
        Said::new(format!("消去の確認: {verified}"), format!("erasure verified: {verified}")),
    ];
    for (trace, at) in &receipt.erased {
        let (what, at) = (trace_words(*trace), moment(*at).to_rfc3339());
        lines.push(Said::new(format!("消去 {}: {at}", what.ja), format!("erased {}: {at}", what.en)));
    }
    lines.push(searched(receipt));
    if receipt.rebuilt > 0 {
        let (rebuilt, found) = (receipt.rebuilt, receipt.found_before);
        lines.push(Said::new(
            format!("確認までに作り直した回数: {rebuilt}（それまでに見つかった目印: {found}）"),
            format!("rebuilt before it was verified: {rebuilt} times (marks found until then: {found})"),
        ));
    }
    lines
}

/// Where was looked and where not, since a search proves nothing of other places.
fn searched(receipt: &ErasureReceipt) -> Said {
    let list = |is_searched: bool, word: fn(ScanPlace) -> &'static str| {
        let places = ScanPlace::ALL.into_iter().filter(|place| receipt.scan.places.contains(place) == is_searched);
        let words: Vec<&str> = places.map(word).collect();
        if words.is_empty() { "—".to_owned() } else { words.join(", ") }
    };
    let found = receipt.scan.found_in_all();
    Said::new(
        format!(
            "目印の捜索: {found} 件。探した場所: {}。探していない場所: {}",
            list(true, place_ja),
            list(false, place_ja)
        ),
        format!(
            "search for planted marks: {found} found; searched: {}; not searched: {}",
            list(true, ScanPlace::word),
            list(false, ScanPlace::word)
        ),
    )
}

fn place_ja(place: ScanPlace) -> &'static str {
    match place {
        ScanPlace::Profile => "ブラウザーの一時領域",
        ScanPlace::Disk => "ディスク",
        ScanPlace::Logs => "ログ",
        ScanPlace::Database => "データベース",
    }
}

fn trace_words(trace: TraceKind) -> Said {
    match trace {
        TraceKind::Profile => {
            Said::new("閲覧の記録（履歴・Cookie・入力）", "browsing data (history, cookies, what was typed)")
        }
        TraceKind::Frames => Said::new("画面の画像", "pictures of the screen"),
        TraceKind::Photo => Said::new("撮影した写真", "the photo taken"),
        TraceKind::Captions => Said::new("字幕", "captions"),
        TraceKind::FormData => Said::new("聞き取った申請内容", "what was asked for the form"),
        TraceKind::Mailbox => Said::new("一時メール", "the visit's mailbox"),
    }
}

fn end_words(end: BrowserEnd) -> Said {
    match end {
        BrowserEnd::Submitted => Said::new("申請の送信後に終了", "ended after the application was sent"),
        BrowserEnd::Ended => Said::new("終了", "ended"),
        BrowserEnd::Cancelled => Said::new("中止", "cancelled"),
        BrowserEnd::NotStarted => Said::new("起動せず", "did not start"),
        BrowserEnd::Crashed => Said::new("ブラウザーの異常終了", "the browser crashed"),
        BrowserEnd::HostLost => Said::new("実行環境の応答なし", "its host did not answer"),
        BrowserEnd::NetworkLost => Said::new("通信の途絶", "a connection was gone for too long"),
        BrowserEnd::LimitOver => Said::new("時間の上限", "the time limit was over"),
        BrowserEnd::Restarted => Said::new("システムの再起動", "the system was restarted"),
    }
}

/// What no check of a receipt can tell.
#[must_use]
pub fn limits() -> Said {
    Said::new(
        "この確認で分かるのは、発行元がこの内容を記録し、その後書き換えられていないことです。\
         消去そのものは、証明に書かれた時刻に発行元が行った捜索によります。",
        "This check tells that the installation stated this and that it was not changed since. \
         The erasure itself rests on the search that the installation made at the stated time.",
    )
}

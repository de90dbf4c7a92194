//! How fast texts are redacted: the median of some passes over generated call text, in MB/s.
//!
//! Run with `cargo run --release -p domain --example redaction_speed`.

use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use domain::secret_text::{Conversation, SegmentId, TextContext, redact};
use domain::time::Timestamp;

/// Sentences of an ordinary day, harmless ones and some with secrets.
const SENTENCES: [&str; 16] = [
    "お電話ありがとうございます。座間市マイナンバーコールセンターです。",
    "マイナンバーカードの更新のお知らせが届いたのですが、どうすればよろしいでしょうか。",
    "電子証明書の有効期限は発行の日から5回目の誕生日までです。",
    "お電話番号をお願いします。046-252-1111ですね。",
    "手数料は1,000円です。カードが800円、電子証明書が200円になります。",
    "ご予約は5月12日火曜日の14時30分でお取りいたしました。",
    "暗証番号を3回間違えるとロックされますので、窓口で再設定してください。",
    "はい、承知いたしました。少々お待ちください。",
    "引っ越しをしたのですが、住所の変更は14日以内に届け出るのでしょうか。",
    "そうですね、平日は8時30分から17時15分まで、第二と第四の土曜日も開いております。",
    "申請から受け取りまでおよそ一か月かかります。交付通知書というはがきが届きます。",
    "代理の方がいらっしゃる場合は委任状と照会書兼回答書が必要です。",
    "Hello, I would like to renew my card. How long does it take, and how much is it?",
    "It takes about one month, and the fee is one thousand yen for a lost card.",
    "マイナンバーは9832、0567、3214です。",
    "署名用のパスワードはABC123だったと思います。",
];
/// Bytes of one pass.
const CORPUS_BYTES: usize = 4 * 1024 * 1024;
/// Lines of one conversation, an hour's worth at one every few seconds.
const CONVERSATION_LINES: usize = 1_000;
/// From one line to the next, in ms.
const LINE_MS: u64 = 3_500;
/// Passes of which the median counts.
const PASSES: usize = 9;

fn main() -> std::io::Result<()> {
    let lines = corpus();
    let mut out = std::io::stdout().lock();
    for (name, spoken) in [("written", false), ("spoken, line by line", true)] {
        let context = TextContext { spoken, ..TextContext::default() };
        let speed = median(&lines, |lines| {
            lines.iter().map(|line| black_box(redact(black_box(line), context)).spans.len()).sum()
        });
        tell(&mut out, name, &speed, &lines)?;
    }
    let speed = median(&lines, |lines| lines.chunks(CONVERSATION_LINES).map(converse).sum());
    tell(&mut out, "spoken, as conversations", &speed, &lines)
}

/// The secrets in what is settled of `lines`, which two people say by turns.
fn converse(lines: &[String]) -> usize {
    let mut conversation = Conversation::new();
    let (mut now, mut secrets) = (Timestamp(0), 0);
    for (number, line) in (0..).zip(lines) {
        now = now.plus_ms(LINE_MS);
        let told = black_box(conversation.hear(number % 2, SegmentId(number), black_box(line), now));
        let pushed_out = told.iter().filter(|redaction| redaction.settled);
        secrets +=
            pushed_out.chain(&conversation.settled(now)).map(|settled| settled.redacted.spans.len()).sum::<usize>();
    }
    secrets + conversation.finish().iter().map(|settled| settled.redacted.spans.len()).sum::<usize>()
}

/// Lines of one to three sentences; one in a hundred and twenty-eight holds a secret.
fn corpus() -> Vec<String> {
    let (mut lines, mut bytes, mut state) = (Vec::new(), 0, 20_260_401_u32);
    let mut next = move |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    while bytes < CORPUS_BYTES {
        let mut line = String::new();
        for _ in 0..=next(3) {
            let secret = next(128) == 0;
            let index = if secret { 14 + next(2) } else { next(14) };
            line.push_str(SENTENCES[index as usize]);
        }
        bytes += line.len();
        lines.push(line);
    }
    lines
}

/// What some passes came to.
struct Speed {
    /// MB/s, slowest first.
    rates: Vec<f64>,
    secrets: usize,
}

#[expect(clippy::cast_precision_loss, reason = "megabytes and seconds")]
fn median(lines: &[String], pass: impl Fn(&[String]) -> usize) -> Speed {
    let bytes: usize = lines.iter().map(String::len).sum();
    let (mut rates, mut secrets): (Vec<f64>, usize) = (Vec::new(), 0);
    for _ in 0..PASSES {
        let start = Instant::now();
        secrets = pass(lines);
        rates.push(bytes as f64 / start.elapsed().as_secs_f64() / 1e6);
    }
    rates.sort_by(f64::total_cmp);
    Speed { rates, secrets }
}

fn tell(out: &mut impl Write, name: &str, speed: &Speed, lines: &[String]) -> std::io::Result<()> {
    let (slowest, middle, fastest) = (speed.rates[0], speed.rates[PASSES / 2], speed.rates[PASSES - 1]);
    let (count, secrets) = (lines.len(), speed.secrets);
    writeln!(out, "{name}: {middle:.1} MB/s ({slowest:.1} to {fastest:.1}), {count} lines, {secrets} secrets a pass")
}

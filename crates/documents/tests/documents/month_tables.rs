//! The tables of the made-up month.

use documents::{Cell, ColumnKind, ReportRow, ReportTable, RowPart};

use super::month::{With as _, both, column, count, mean, ms, noise, number, row, share, table, text};
use super::month_calls::{band, bands_asa, bands_offered, bands_rate, calls, some};

use ColumnKind::{Change, Count, DurationMs, Minutes, Share, Text};
use RowPart::{Apart, Body, Detail, Total};

pub fn all(busy: bool) -> Vec<ReportTable> {
    let (waiting, calls) = (waiting(busy), calls(busy));
    let of = |table: &ReportTable, column: usize| number(&table.rows.last().expect("a total").cells[column]);
    let share_of = |table: &ReportTable, part, whole| share(of(table, part), of(table, whole));
    let reached = [share_of(&calls, 2, 1), share_of(&calls, 6, 1), share_of(&waiting, 8, 2)];
    vec![
        summary(busy, reached),
        procedures(busy),
        waiting,
        calls,
        bands_offered(busy),
        bands_rate(busy),
        bands_asa(busy),
        topics(busy),
        bookings(busy),
        incidents(busy),
        quality(busy),
        erasure(busy),
    ]
}

/// `reached`: answer rate, service level, share within five minutes.
fn summary(busy: bool, reached: [Cell; 3]) -> ReportTable {
    let [answer_rate, service_level, within] = reached;
    let columns = vec![
        column("item", Text, "項目", "Item"),
        column("number", Count, "数", "Number").unit("日・件", "days, contacts"),
        column("minutes", Minutes, "時間", "Minutes"),
        column("share", Share, "割合", "Share"),
        column("target", Text, "目標と達否", "Target, met or not"),
    ];
    let line = |id: &str, name: &str, number: Cell, minutes: Cell, share: Cell, target: &str| {
        let target = if target.is_empty() { Cell::Empty } else { text(target) };
        row(id, Body, vec![text(name), number, minutes, share, target])
    };
    let none = || Cell::Empty;
    let minutes = |minutes| Cell::Minutes { minutes };
    let rows = vec![
        line("counter_weekdays", "窓口の開設日（平日）", count(some(busy, 21)), none(), none(), ""),
        line("counter_saturdays", "窓口の開設日（土曜）", count(some(busy, 2)), none(), none(), ""),
        line("centre_days", "コールセンターの開設日", count(some(busy, 31)), minutes(some(busy, 31 * 690)), none(), ""),
        line(
            "availability",
            "システムの稼働",
            none(),
            minutes(some(busy, 31 * 690 - 12)),
            share(some(busy, 21_378), some(busy, 21_390)),
            "99.5%以上：達成",
        ),
        line("answer_rate", "応答率", none(), none(), answer_rate, "90%以上：達成"),
        line("sl20", "サービスレベル（20秒）", none(), none(), service_level, "80%以上：未達"),
        line("wait5", "窓口で5分以内に対応を開始", none(), none(), within, "80%以上：達成"),
        line(
            "recorded",
            "録音と文字化の完了",
            none(),
            none(),
            share(some(busy, 1_905), some(busy, 1_905)),
            "100%：達成",
        ),
    ];
    table(
        "T0",
        both("概要", "Summary"),
        "稼働は、受付時間の分数に占める、受け付けられる状態にあった分数の割合です。",
        columns,
        rows,
    )
}

fn procedures(busy: bool) -> ReportTable {
    let columns = vec![
        column("procedure", Text, "手続", "Procedure"),
        column("weekday", Count, "平日", "Weekdays").formula("procedure").summed(),
        column("saturday", Count, "土曜", "Saturdays").formula("procedure").summed(),
        column("total", Count, "合計", "Total").formula("procedure").sum_of(&["weekday", "saturday"]).summed(),
        column("change", Change, "前月差", "Change on last month").summed(),
        column("ja", Count, "日本語", "Japanese").summed(),
        column("en", Count, "英語", "English").summed(),
        column("other", Count, "その他の言語", "Other languages").summed(),
        column("handling", DurationMs, "平均処理時間", "Mean handling time").formula("aht"),
    ];
    let lines: [(&str, RowPart, &str, i64, i64, i64, i64); 13] = [
        ("new", Body, "新規申請", 148, 21, 12, 1_510),
        ("new_form", Detail, "うち申請書あり", 101, 15, 7, 1_395),
        ("new_no_form", Detail, "うち申請書なし", 47, 6, 5, 1_742),
        ("renewal", Body, "更新", 232, 34, 41, 1_265),
        ("lost", Body, "紛失等による再交付", 39, 5, -3, 1_688),
        ("reissue", Body, "その他の再交付", 17, 2, 0, 1_540),
        ("insurance", Body, "健康保険証の利用登録", 64, 9, -11, 742),
        ("money", Body, "公金受取口座の登録", 28, 4, 2, 806),
        ("links", Body, "その他のひも付け", 11, 1, 1, 915),
        ("e_application", Body, "電子申請", 9, 0, 4, 1_830),
        ("broken_off", Body, "中断", 31, 3, -5, 620),
        ("broken_off_papers", Detail, "うち持ち物の不足", 19, 2, -2, 540),
        ("broken_off_other", Detail, "うちその他", 12, 1, -3, 745),
    ];
    let mut rows = Vec::new();
    let mut sums = [0; 6];
    for (at, (id, part, name, weekday, saturday, change, handling)) in (1..).zip(lines) {
        let (weekday, saturday, change) = (some(busy, weekday), some(busy, saturday), some(busy, change));
        let total = weekday + saturday;
        let (english, other) = (some(busy, noise(at, 4).min(total)), some(busy, i64::from(total > 40)));
        let numbers = [weekday, saturday, change, total - english - other, english, other];
        if part == Body {
            for (sum, number) in sums.iter_mut().zip(numbers) {
                *sum += number;
            }
        }
        rows.push(procedure_row(id, part, name, numbers, if total == 0 { Cell::Empty } else { ms(handling) }));
    }
    rows.push(procedure_row("total", Total, "合計", sums, if busy { ms(1_204) } else { Cell::Empty }));
    let tickets = [538, 76, 34, 606, 6, 2].map(|number| some(busy, number));
    rows.push(procedure_row("tickets", Apart, "別掲：整理券", tickets, Cell::Empty));
    table(
        "T1",
        both("手続の件数と内訳", "Applications and their breakdown"),
        "単位は完了した手続です。整理券の枚数は別に示します。",
        columns,
        rows,
    )
}

fn procedure_row(id: &str, part: RowPart, name: &str, numbers: [i64; 6], handling: Cell) -> ReportRow {
    let [weekday, saturday, change, japanese, english, other] = numbers;
    let cells = [weekday, saturday, weekday + saturday, change, japanese, english, other].map(count);
    row(id, part, [text(name)].into_iter().chain(cells).chain([handling]).collect())
}

fn waiting(busy: bool) -> ReportTable {
    let columns = vec![
        column("band", Text, "時間帯", "Half-hour"),
        column("arrived", Count, "来庁", "Arrived").unit("人", "visitors").summed(),
        column("started", Count, "対応開始", "Started").unit("人", "visitors").summed(),
        column("left", Count, "立ち去り", "Left").unit("人", "visitors").summed(),
        column("mean", DurationMs, "平均", "Mean").formula("wait"),
        column("median", DurationMs, "中央値", "Median").formula("wait"),
        column("p90", DurationMs, "90%点", "P90").formula("wait"),
        column("longest", DurationMs, "最長", "Longest").formula("wait"),
        column("within", Count, "5分以内", "Within 5 minutes").unit("人", "visitors").summed(),
        column("within_share", Share, "5分以内の割合", "Share within 5 minutes")
            .formula("wait")
            .share_of("within", "started"),
    ];
    let mut rows = Vec::new();
    let mut sums = [0; 4];
    for at in 0..18 {
        let peak = if (4..8).contains(&at) || (9..12).contains(&at) { 55 } else { 24 };
        let arrived = some(busy, peak + noise(at + 40, 12));
        let left = arrived / 30;
        let started = arrived - left;
        let within = started - started * (peak / 4) / 100;
        for (sum, number) in sums.iter_mut().zip([arrived, started, left, within]) {
            *sum += number;
        }
        let wait = |by: i64| if started == 0 { Cell::Empty } else { ms(peak * by + noise(at, 30)) };
        let cells = vec![
            text(&band(at)),
            count(arrived),
            count(started),
            count(left),
            wait(3),
            wait(2),
            wait(8),
            wait(16),
            count(within),
            share(within, started),
        ];
        rows.push(row(&format!("b{at:02}"), Body, cells));
    }
    let [arrived, started, left, within] = sums;
    let wait = |seconds: i64| if busy { ms(seconds) } else { Cell::Empty };
    rows.push(row(
        "total",
        Total,
        vec![
            text("合計"),
            count(arrived),
            count(started),
            count(left),
            wait(148),
            wait(96),
            wait(402),
            wait(1_290),
            count(within),
            share(within, started),
        ],
    ));
    table(
        "T2",
        both("窓口の待ち時間", "Waiting at the counter"),
        "整理券の発行からオペレーターがつながるまで。手数料の支払いに要した時間は除きます。",
        columns,
        rows,
    )
}

fn topics(busy: bool) -> ReportTable {
    let columns = vec![
        column("topic", Text, "相談区分", "Topic"),
        column("calls", Count, "件数", "Calls").summed(),
        column("share", Share, "構成比", "Share").formula("answer_rate"),
        column("change", Change, "前月差", "Change on last month").summed(),
        column("resolved", Count, "その場で解決", "Resolved at once").summed(),
        column("transferred", Count, "市へ転送", "Transferred to the city").summed(),
        column("referred", Count, "他機関を案内", "Referred").summed(),
        column("english", Count, "英語", "English").summed(),
        column("att", DurationMs, "平均通話", "ATT"),
    ];
    let lines: [(&str, RowPart, &str, i64, i64); 13] = [
        ("a", Body, "(ア) マイナンバー制度全般", 118, -6),
        ("b", Body, "(イ) カードの申請", 312, 14),
        ("b_photo", Detail, "写真", 96, 3),
        ("b_status", Detail, "申請の状況", 121, 9),
        ("c", Body, "(ウ) カードの交付・受取", 498, -21),
        ("c_booking", Detail, "予約", 301, -12),
        ("d", Body, "(エ) 紛失・再交付", 187, 5),
        ("e", Body, "(オ) 電子証明書の更新・暗証番号", 496, 96),
        ("f", Body, "(カ) マイナポータル・健康保険証", 141, -18),
        ("g", Body, "(キ) 公金受取口座", 42, 1),
        ("h", Body, "(ク) 市の窓口・手数料", 77, -4),
        ("i", Body, "(ケ) その他", 34, 2),
        ("i_complaint", Detail, "ご意見", 5, 0),
    ];
    let all = some(busy, lines.iter().filter(|line| line.1 == Body).map(|line| line.3).sum());
    let mut sums = [0; 6];
    let mut rows = Vec::new();
    for (at, (id, part, name, calls, change)) in (1..).zip(lines) {
        let calls = some(busy, calls);
        let transferred = calls * (3 + noise(at, 9)) / 100;
        let referred = calls * (2 + noise(at + 20, 5)) / 100;
        let numbers = [calls, some(busy, change), calls - transferred - referred, transferred, referred, calls / 60];
        if part == Body {
            for (sum, number) in sums.iter_mut().zip(numbers) {
                *sum += number;
            }
        }
        rows.push(topic_row((id, part, name), numbers, all, mean((200 + noise(at, 120)) * calls, calls)));
    }
    rows.push(topic_row(("total", Total, "合計"), sums, all, mean(271 * all, all)));
    table(
        "T5",
        both("相談区分別の件数", "Calls by topic"),
        "1件の電話に主な区分を1つ付けます。字下げの行は、上の区分の内訳の一部です。",
        columns,
        rows,
    )
}

fn topic_row((id, part, name): (&str, RowPart, &str), numbers: [i64; 6], all: i64, talk: Cell) -> ReportRow {
    let [calls, change, resolved, transferred, referred, english] = numbers;
    let cells = vec![
        text(name),
        count(calls),
        share(calls, all),
        count(change),
        count(resolved),
        count(transferred),
        count(referred),
        count(english),
        talk,
    ];
    row(id, part, cells)
}

fn bookings(busy: bool) -> ReportTable {
    let columns = vec![
        column("result", Text, "結果", "Result"),
        column("collection", Count, "受取", "Collection").summed(),
        column("renewal", Count, "更新", "Renewal").summed(),
        column("other", Count, "その他", "Other").summed(),
        column("total", Count, "合計", "Total").summed().sum_of(&["collection", "renewal", "other"]),
    ];
    let lines = [
        ("new", "新規", 214, 131, 22),
        ("changed", "変更", 38, 17, 4),
        ("cancelled", "取消", 21, 9, 2),
        ("full", "満員で取れず", 12, 3, 0),
    ];
    let mut sums = [0; 4];
    let mut rows = Vec::new();
    for (id, name, collection, renewal, other) in lines {
        let [collection, renewal, other] = [collection, renewal, other].map(|number| some(busy, number));
        let numbers = [collection, renewal, other, collection + renewal + other];
        for (sum, number) in sums.iter_mut().zip(numbers) {
            *sum += number;
        }
        rows.push(row(id, Body, [text(name)].into_iter().chain(numbers.map(count)).collect()));
    }
    rows.push(row("total", Total, [text("合計")].into_iter().chain(sums.map(count)).collect()));
    table("T6", both("予約の代行", "Bookings made"), "", columns, rows)
}

fn incidents(busy: bool) -> ReportTable {
    let columns = vec![
        column("number", Text, "番号", "Number"),
        column("kind", Text, "種別", "Kind"),
        column("gist", Text, "概要（個人情報を含まない）", "Gist without personal data"),
        column("handed", Text, "引継ぎ先", "Handed to"),
        column("closed", Text, "完了", "Closed"),
        column("days", Count, "日数", "Days").unit("日", "days"),
    ];
    let lines = [
        (
            "i1",
            "E-031",
            "引継ぎ",
            "交付通知書が届かないとの相談。発送の状況の確認を依頼。",
            "デジタル推進課",
            "10月6日",
            1,
        ),
        (
            "i2",
            "C-007",
            "苦情",
            "窓口の案内表示が分かりにくいとのご意見。表示を改め、写真で報告。",
            "デジタル推進課",
            "10月19日",
            4,
        ),
        ("i3", "S-002", "障害", "2番端末のカメラが映らず、予備の端末に切り替えて対応。", "（受託者）", "10月21日", 0),
    ];
    let line = |(id, number, kind, gist, handed, closed, days): (&str, &str, &str, &str, &str, &str, i64)| {
        row(id, Body, vec![text(number), text(kind), text(gist), text(handed), text(closed), count(days)])
    };
    let rows = if busy { lines.into_iter().map(line).collect() } else { Vec::new() };
    table("T7", both("引継ぎ・苦情・障害", "Escalations, complaints, incidents"), "", columns, rows)
}

fn quality(busy: bool) -> ReportTable {
    let columns = vec![
        column("item", Text, "項目", "Item"),
        column("part", Count, "該当", "Part"),
        column("whole", Count, "全体", "Whole"),
        column("share", Share, "割合", "Share").formula("csat").share_of("part", "whole"),
    ];
    let lines = [
        ("recorded", "録音された通話", 1_905, 1_905),
        ("transcribed", "文字化された通話", 1_905, 1_905),
        ("suggested", "回答候補が使われた応対", 1_121, 1_604),
        ("wrong", "誤りと判定された自動回答", 3, 412),
        ("zero_hit", "FAQに見つからなかった検索", 97, 2_480),
        ("csat", "満足度（上位2つ）", 233, 261),
    ];
    let line = |(id, name, part, whole): (&str, &str, i64, i64)| {
        let (part, whole) = (some(busy, part), some(busy, whole));
        row(id, Body, vec![text(name), count(part), count(whole), share(part, whole)])
    };
    let mut rows: Vec<ReportRow> = lines.into_iter().map(line).collect();
    let redactions = vec![text("秘匿した箇所"), count(some(busy, 642)), Cell::Empty, Cell::Empty];
    rows.push(row("redactions", Apart, redactions));
    table("T8", both("品質とAI", "Quality and AI"), "録音と文字化の目標は100%です。", columns, rows)
}

fn erasure(busy: bool) -> ReportTable {
    let columns = vec![
        column("what", Text, "対象", "What"),
        column("erased", Count, "消去済み", "Erased"),
        column("due", Count, "消去すべき数", "To be erased"),
        column("share", Share, "割合", "Share").share_of("erased", "due"),
        column("longest", DurationMs, "最長の時間", "Longest time"),
    ];
    let line = |id: &str, name: &str, number: i64, seconds: i64| {
        let number = some(busy, number);
        let longest = if busy { ms(seconds) } else { Cell::Empty };
        row(id, Body, vec![text(name), count(number), count(number), share(number, number), longest])
    };
    let rows = vec![line("photos", "申請用の写真", 489, 7), line("sessions", "画面共有の閲覧情報", 614, 3)];
    table("T9", both("消去", "Erasure"), "", columns, rows)
}

//! The tables of the made-up month's calls: day by day, and by half-hour and weekday.

use chrono::{Datelike as _, NaiveDate, Weekday};
use documents::{Cell, ColumnKind, ReportRow, ReportTable, RowPart};

use super::month::{With as _, both, column, count, counter_open, days, mean, noise, number, row, share, table, text};

use ColumnKind::{Count, DurationMs, Share, Text};
use RowPart::{Body, Total};

pub fn some(busy: bool, number: i64) -> i64 {
    if busy { number } else { 0 }
}

pub fn band(at: u32) -> String {
    let minutes = 8 * 60 + 30 + at * 30;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

pub fn calls(busy: bool) -> ReportTable {
    let columns = vec![
        column("day", Text, "日", "Day"),
        column("offered", Count, "入電", "Offered").formula("offered").summed(),
        column("answered", Count, "応答", "Answered").summed(),
        column("abandoned", Count, "放棄", "Abandoned").summed(),
        column("short", Count, "うち短時間", "Short abandons").summed(),
        column("answer_rate", Share, "応答率", "Answer rate").formula("answer_rate").share_of("answered", "offered"),
        column("within20", Count, "20秒以内", "Within 20 s").summed(),
        column("sl20", Share, "SL(20秒)", "Service level (20 s)")
            .formula("service_level")
            .share_of("within20", "offered"),
        column("asa", DurationMs, "平均応答", "ASA").formula("asa"),
        column("att", DurationMs, "平均通話", "ATT"),
        column("hold", DurationMs, "平均保留", "Hold"),
        column("acw", DurationMs, "平均後処理", "ACW"),
        column("aht", DurationMs, "平均処理", "AHT").formula("aht"),
        column("out_of_hours", Count, "時間外", "Out of hours").summed(),
    ];
    let mut rows = Vec::new();
    let mut sums = [0; 6];
    for (day, label) in days() {
        let numbers = day_of_calls(day).map(|number| some(busy, number));
        for (sum, number) in sums.iter_mut().zip(numbers) {
            *sum += number;
        }
        rows.push(call_row(&format!("d{:02}", day.day()), Body, &label, numbers, day.day()));
    }
    rows.push(call_row("total", Total, "合計", sums, 99));
    table(
        "T3",
        both("日別の電話", "Calls a day"),
        "受付時間は毎日8:30～20:00。応答率とSLの分母は入電（短時間放棄を含む）です。",
        columns,
        rows,
    )
}

/// Offered, answered, abandoned, short, within 20 s, out of hours.
fn day_of_calls(day: NaiveDate) -> [i64; 6] {
    let usual = match day.weekday() {
        Weekday::Mon => 92,
        Weekday::Tue => 80,
        Weekday::Wed | Weekday::Thu | Weekday::Fri => 72,
        Weekday::Sat => 38,
        Weekday::Sun => 27,
    };
    let number = day.day();
    let usual = if number == 13 {
        110
    } else if counter_open(day) || usual < 50 {
        usual
    } else {
        41
    };
    let offered = usual + noise(number, 9);
    let abandoned = if number == 13 { 19 } else { 2 + noise(number + 100, 5) };
    let answered = offered - abandoned;
    let within = if number == 13 { answered * 58 / 100 } else { answered * (82 + noise(number + 7, 10)) / 100 };
    [offered, answered, abandoned, abandoned / 3, within, 3 + noise(number + 50, 6)]
}

fn call_row(id: &str, part: RowPart, label: &str, numbers: [i64; 6], seed: u32) -> ReportRow {
    let [offered, answered, abandoned, short, within, out_of_hours] = numbers;
    let (talk, hold, after) = (252 + noise(seed, 60), 18 + noise(seed + 1, 14), 71 + noise(seed + 2, 25));
    let seconds = |seconds: i64| mean(seconds * answered, answered);
    row(
        id,
        part,
        vec![
            text(label),
            count(offered),
            count(answered),
            count(abandoned),
            count(short),
            share(answered, offered),
            count(within),
            share(within, offered),
            seconds(9 + noise(seed + 3, 14)),
            seconds(talk),
            seconds(hold),
            seconds(after),
            seconds(talk + hold + after),
            count(out_of_hours),
        ],
    )
}

const WEEK: [(&str, &str, &str); 7] = [
    ("mon", "月", "Mon"),
    ("tue", "火", "Tue"),
    ("wed", "水", "Wed"),
    ("thu", "木", "Thu"),
    ("fri", "金", "Fri"),
    ("sat", "土", "Sat"),
    ("sun", "日", "Sun"),
];

fn bands(id: &str, title: (&str, &str), kind: ColumnKind, cell: impl Fn(u32, usize) -> Cell) -> ReportTable {
    let mut columns = vec![column("band", Text, "時間帯", "Half-hour")];
    for (id, ja, en) in WEEK {
        let one = column(id, kind, ja, en);
        columns.push(if kind == Count { one.summed() } else { one });
    }
    if kind == Count {
        let week = WEEK.map(|(id, _, _)| id);
        columns.push(column("all", kind, "計", "All").summed().sum_of(&week));
    }
    let mut rows = Vec::new();
    let mut sums = [0_i64; 7];
    for at in 0..23 {
        let cells: Vec<Cell> = (0..7).map(|weekday| cell(at, weekday)).collect();
        let mut line = vec![text(&band(at))];
        line.extend(cells.iter().cloned());
        if kind == Count {
            line.push(count(cells.iter().map(number).sum()));
            for (sum, cell) in sums.iter_mut().zip(&cells) {
                *sum += number(cell);
            }
        }
        rows.push(row(&format!("b{at:02}"), Body, line));
    }
    if kind == Count {
        let all = sums.iter().sum();
        let cells = [text("合計")].into_iter().chain(sums.map(count)).chain([count(all)]);
        rows.push(row("total", Total, cells.collect()));
    }
    table(id, both(title.0, title.1), "月の同じ曜日の合計です。", columns, rows)
}

fn in_band(busy: bool, at: u32, weekday: usize) -> i64 {
    let shape = [14, 20, 26, 30, 31, 28, 22, 15, 14, 22, 25, 24, 21, 19, 17, 14, 11, 9, 7, 6, 5, 4, 3];
    let weight = [12, 11, 10, 10, 9, 5, 3];
    let seed = at * 7 + u32::try_from(weekday).expect("a weekday");
    some(busy, shape[at as usize] * weight[weekday] / 10 + noise(seed, 4))
}

pub fn bands_offered(busy: bool) -> ReportTable {
    bands("T4a", ("時間帯と曜日別の入電", "Calls by half-hour and weekday"), Count, |at, day| {
        count(in_band(busy, at, day))
    })
}

pub fn bands_rate(busy: bool) -> ReportTable {
    bands("T4b", ("時間帯と曜日別の応答率", "Answer rate by half-hour and weekday"), Share, |at, day| {
        let offered = in_band(busy, at, day);
        share(offered - offered * noise(at * 7 + 3, 18) / 100, offered)
    })
}

pub fn bands_asa(busy: bool) -> ReportTable {
    bands(
        "T4c",
        ("時間帯と曜日別の平均応答時間", "ASA by half-hour and weekday"),
        DurationMs,
        |at, day| {
            let offered = in_band(busy, at, day);
            mean(offered * (4 + offered / 2), offered)
        },
    )
}

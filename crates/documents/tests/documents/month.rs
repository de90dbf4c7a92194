//! A made-up month of a city of Zama's size, October 2026: 31 days, three seats, figures that add up.
//!
//! Also a month in which nothing happened, with the same tables.

use chrono::{Datelike as _, NaiveDate, Weekday};
use documents::{
    Bilingual, Cell, ChartForm, ChartTarget, ColumnKind, ColumnRule, Correction, Definition, MonthlyReport,
    ReportChart, ReportColumn, ReportFinding, ReportMeta, ReportPeriod, ReportRow, ReportState, ReportTable, RowPart,
    differences,
};
use domain::time::Timestamp;

use super::month_tables;

/// 2026-11-04 09:30 in Japan.
pub const MADE_AT: Timestamp = Timestamp(1_793_752_200_000);

const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

/// The month as a draft.
pub fn full() -> MonthlyReport {
    of(true)
}

/// The same tables with nothing in them.
pub fn empty() -> MonthlyReport {
    of(false)
}

/// Signed by the manager.
pub fn signed(mut report: MonthlyReport) -> MonthlyReport {
    report.meta.state = ReportState::Signed { by: "相模 太郎".to_owned(), on: day(2026, 11, 5) };
    report
}

/// Version 2: a call that was counted among the abandoned had been answered.
pub fn corrected(first: &MonthlyReport) -> MonthlyReport {
    let mut second = first.clone();
    let table = second.tables.iter_mut().find(|table| table.id == "T3").expect("T3");
    for row in table.rows.iter_mut().filter(|row| row.id == "d05" || row.id == "total") {
        add(&mut row.cells[2], 1);
        add(&mut row.cells[3], -1);
        let (offered, answered) = (number(&row.cells[1]), number(&row.cells[2]));
        row.cells[5] = share(answered, offered);
    }
    second.findings[0].text.push_str("（10月5日の1件は、応答していたことが録音で確かめられました。）");
    let changes = differences(first, &second);
    second.meta.version = 2;
    second.meta.made_at = MADE_AT.plus_ms(8 * 24 * 3_600_000);
    second.meta.correction = Some(Correction {
        previous_version: 1,
        why:
            "10月5日14時台の1件は、回線側の記録の到着が遅れ、放棄に数えられていました。\n録音と照合し、応答に改めます。"
                .to_owned(),
        by: "相模 太郎".to_owned(),
        on: day(2026, 11, 12),
        changes,
    });
    second
}

fn of(busy: bool) -> MonthlyReport {
    MonthlyReport {
        meta: ReportMeta {
            city: "座間市".to_owned(),
            business: "マイナンバーカード総合対応窓口及び相談対応コールセンター業務".to_owned(),
            contractor: "株式会社まどぐち（演習）".to_owned(),
            period: ReportPeriod::Month { year: 2026, month: 10 },
            version: 1,
            data_version: "2026-11-04T09:30+09:00／応対7,412件".to_owned(),
            formula_version: "2026.2".to_owned(),
            state: ReportState::Draft,
            correction: None,
            made_at: MADE_AT,
        },
        tables: month_tables::all(busy),
        charts: charts(),
        findings: if busy { findings() } else { Vec::new() },
        definitions: definitions(),
    }
}

pub fn both(ja: &str, en: &str) -> Bilingual {
    Bilingual::of(ja, en)
}

pub fn text(words: &str) -> Cell {
    Cell::Text { text: words.to_owned() }
}

pub fn count(number: i64) -> Cell {
    Cell::Count { number }
}

pub fn share(part: i64, whole: i64) -> Cell {
    Cell::Share { numerator: part.unsigned_abs(), denominator: whole.unsigned_abs() }
}

pub fn ms(seconds: i64) -> Cell {
    Cell::DurationMs { ms: seconds * 1_000 }
}

/// A mean; of nothing there is none.
pub fn mean(total_s: i64, number: i64) -> Cell {
    if number == 0 { Cell::Empty } else { Cell::DurationMs { ms: total_s * 1_000 / number } }
}

pub fn number(cell: &Cell) -> i64 {
    match cell {
        Cell::Count { number } => *number,
        other => panic!("{other:?} is no count"),
    }
}

fn add(cell: &mut Cell, more: i64) {
    *cell = count(number(cell) + more);
}

pub fn row(id: &str, part: RowPart, cells: Vec<Cell>) -> ReportRow {
    ReportRow { id: id.to_owned(), part, cells }
}

pub fn table(id: &str, title: Bilingual, note: &str, columns: Vec<ReportColumn>, rows: Vec<ReportRow>) -> ReportTable {
    ReportTable { id: id.to_owned(), title, note: both(note, ""), columns, rows }
}

pub fn column(id: &str, kind: ColumnKind, ja: &str, en: &str) -> ReportColumn {
    ReportColumn {
        id: id.to_owned(),
        title: both(ja, en),
        meaning: both(ja, en),
        kind,
        unit: None,
        formula: None,
        rule: None,
        summed: false,
    }
}

pub trait With: Sized {
    fn unit(self, ja: &str, en: &str) -> Self;
    fn formula(self, id: &str) -> Self;
    fn summed(self) -> Self;
    fn sum_of(self, columns: &[&str]) -> Self;
    fn share_of(self, numerator: &str, denominator: &str) -> Self;
}

impl With for ReportColumn {
    fn unit(self, ja: &str, en: &str) -> Self {
        Self { unit: Some(both(ja, en)), ..self }
    }

    fn formula(self, id: &str) -> Self {
        Self { formula: Some(id.to_owned()), ..self }
    }

    fn summed(self) -> Self {
        Self { summed: true, ..self }
    }

    fn sum_of(self, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|id| (*id).to_owned()).collect();
        Self { rule: Some(ColumnRule::SumOf { columns }), ..self }
    }

    fn share_of(self, numerator: &str, denominator: &str) -> Self {
        let (numerator, denominator) = (numerator.to_owned(), denominator.to_owned());
        Self { rule: Some(ColumnRule::ShareOf { numerator, denominator }), ..self }
    }
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

/// The days of the month with their label: 1日(木).
pub fn days() -> Vec<(NaiveDate, String)> {
    let label = |day: NaiveDate| {
        let weekday = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
        format!("{}日({weekday})", day.day())
    };
    (1..=31).map(|number| day(2026, 10, number)).map(|day| (day, label(day))).collect()
}

/// Whether the video counter is open: weekdays but Sports Day, second and fourth Saturdays.
pub fn counter_open(day: NaiveDate) -> bool {
    match day.weekday() {
        Weekday::Sun => false,
        Weekday::Sat => matches!(day.day(), 10 | 24),
        _ => day.day() != 12,
    }
}

/// A number between 0 and `below`, the same for the same seed.
pub fn noise(seed: u32, below: u32) -> i64 {
    let mixed = seed.wrapping_mul(2_654_435_761).rotate_left(13).wrapping_mul(2_246_822_519);
    i64::from((mixed >> 8) % below)
}

fn chart(id: &str, table: &str, form: ChartForm, title: Bilingual, alternative: &str, series: &[&str]) -> ReportChart {
    ReportChart {
        id: id.to_owned(),
        table: table.to_owned(),
        title,
        alternative: both(alternative, ""),
        form,
        series: series.iter().map(|id| (*id).to_owned()).collect(),
        target: None,
    }
}

fn target(label: &str, at: Cell) -> Option<ChartTarget> {
    Some(ChartTarget { label: both(label, "target"), at })
}

fn charts() -> Vec<ReportChart> {
    vec![
        chart(
            "C1",
            "T1",
            ChartForm::StackedBars,
            both("手続の件数", "Procedures"),
            "手続ごとの件数の積み上げ棒グラフ。平日と土曜を分けて示す。値は表T1のとおり。",
            &["weekday", "saturday"],
        ),
        ReportChart {
            target: target("目標 5分", ms(300)),
            ..chart(
                "C2",
                "T2",
                ChartForm::Lines,
                both("時間帯別の待ち時間", "Waiting by half-hour"),
                "半時間ごとの待ち時間の平均と90パーセンタイルの折れ線グラフ。11時台と13時台に高くなる。値は表T2のとおり。",
                &["mean", "p90"],
            )
        },
        chart(
            "C3",
            "T3",
            ChartForm::StackedBars,
            both("日別の入電（応答と放棄）", "Calls a day"),
            "日別の応答件数と放棄件数の積み上げ棒グラフ。月曜と連休明けに多い。値は表T3のとおり。",
            &["answered", "abandoned"],
        ),
        ReportChart {
            target: target("目標 90%", share(9, 10)),
            ..chart(
                "C4",
                "T3",
                ChartForm::Lines,
                both("日別の応答率とサービスレベル", "Answer rate and service level"),
                "日別の応答率とサービスレベル（20秒）の折れ線グラフ。13日に最も低い。値は表T3のとおり。",
                &["answer_rate", "sl20"],
            )
        },
        chart(
            "C5",
            "T4a",
            ChartForm::HeatMap,
            both("曜日と時間帯別の入電", "Calls by weekday and half-hour"),
            "曜日と半時間ごとの入電件数の色の濃さの図。月曜の10時台が最も濃い。値は表T4aのとおり。",
            &["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        ),
        chart(
            "C6",
            "T4b",
            ChartForm::HeatMap,
            both("曜日と時間帯別の応答率", "Answer rate by weekday and half-hour"),
            "曜日と半時間ごとの応答率の色の濃さの図。値は表T4bのとおり。",
            &["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        ),
        chart(
            "C7",
            "T5",
            ChartForm::Bars,
            both("相談区分別の件数", "Calls by topic"),
            "相談区分(ア)から(ケ)の件数の棒グラフ。(ウ)交付・受取が最も多い。値は表T5のとおり。",
            &["calls"],
        ),
    ]
}

fn findings() -> Vec<ReportFinding> {
    let finding =
        |id: &str, title: &str, text: &str, proposal: &str, effect: &str, confidence: &str, figures: &[&str]| {
            ReportFinding {
                id: id.to_owned(),
                title: title.to_owned(),
                text: text.to_owned(),
                proposal: proposal.to_owned(),
                effect: effect.to_owned(),
                confidence: confidence.to_owned(),
                figures: figures.iter().map(|name| (*name).to_owned()).collect(),
            }
        };
    vec![
        finding(
            "F1",
            "連休明けの火曜に応答率が下がりました",
            "10月13日は入電が多く、応答率とサービスレベルがこの月で最も低くなりました。同じ曜日の平均と比べた差は、偶然の範囲を超えています。",
            "連休明けの初日は、10時から12時までの席を1つ増やすことを提案します。Erlang Cの計算では、4席で20秒以内の応答80%を保てます。",
            "火曜の平均に比べ入電 +38%",
            "高い（p＜0.01、比べた日数4日）",
            &["T3.offered.d13", "T3.answer_rate.d13", "C4"],
        ),
        finding(
            "F2",
            "更新手続の相談が増えています",
            "電子証明書の更新についての相談が、前月より増えました。発行から5年を迎える方の数と合っています。",
            "更新の案内をFAQの先頭に置き、通知に同封する案内に持ち物を加えることを提案します。",
            "前月比 +24%（+96件）",
            "高い（3か月続けて増加）",
            &["T5.calls.e", "C7", "T8"],
        ),
        finding(
            "F3",
            "英語の相談は、件数が少なく傾向を判断できません",
            "英語の相談はこの月に少なく、増減を判断するには足りません。翌月も数えます。",
            "",
            "判断しない",
            "件数が不足",
            &["T5.english.total"],
        ),
    ]
}

fn definitions() -> Vec<Definition> {
    let one = |id: &str, name: Bilingual, text: Bilingual, denominator: Bilingual| Definition {
        id: id.to_owned(),
        version: 2,
        name,
        text,
        denominator,
    };
    vec![
        one(
            "offered",
            both("入電", "Offered"),
            both(
                "受付時間内に待ち行列に入った電話。応答、放棄、システム終話、折り返し不達の合計。",
                "Calls that reached the queue in opening hours: answered, abandoned, ended by the system while waiting, call-back unreached.",
            ),
            both("", ""),
        ),
        one(
            "answer_rate",
            both("応答率", "Answer rate"),
            both("応答 ÷ 入電", "Answered / offered"),
            both("入電（短時間放棄を含む）", "Offered, short abandons included"),
        ),
        one(
            "service_level",
            both("サービスレベル（20秒）", "Service level (20 s)"),
            both("20秒以内に応答した電話 ÷ 入電", "Answered within 20 s / offered"),
            both("入電（短時間放棄を含む）", "Offered, short abandons included"),
        ),
        one(
            "asa",
            both("平均応答時間", "Average speed of answer"),
            both("応答した電話の待ち時間の合計 ÷ 応答", "Sum of the waits of answered calls / answered"),
            both("応答（放棄の待ち時間は含まない）", "Answered; waits of abandons left out"),
        ),
        one(
            "aht",
            both("平均処理時間", "Average handling time"),
            both("（通話＋保留＋後処理）÷ 応答", "(Talk + hold + after-call work) / answered"),
            both("応答", "Answered"),
        ),
        one(
            "procedure",
            both("手続の件数", "Procedures"),
            both(
                "完了した手続を1件と数える。1枚の整理券で2つの手続が完了すれば2件。",
                "A completed procedure counts as one; two on one ticket count as two.",
            ),
            both("", ""),
        ),
        one(
            "wait",
            both("待ち時間（窓口）", "Waiting at the counter"),
            both(
                "オペレーターがつながった時刻 − 整理券の発行時刻。手数料の支払いに要した時間を除く。立ち去った来庁者は別に数える。",
                "Operator joined − ticket issued, fee detour taken out; visitors who left are counted apart.",
            ),
            both("対応を始めた来庁者", "Visitors whose support began"),
        ),
        one(
            "csat",
            both("満足度", "Satisfaction"),
            both("5段階の上位2つの回答 ÷ 回答", "Top two boxes / answers"),
            both("回答（無回答を除く）", "Answers; none left out"),
        ),
    ]
}

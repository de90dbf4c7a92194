//! Findings in Japanese.

use super::super::finding::{Channel, DayGroup, Family, Finding, Observation, Silence, SilenceReason};
use super::numbers::{mean, minutes, percent, share, times};
use chrono::{Datelike, NaiveDate};

const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

pub(super) fn sentence(finding: &Finding) -> String {
    let contacts = contacts(finding.channel);
    match &finding.observation {
        Observation::UnusualDay { date, counted, expected, low, high } => format!(
            "{}の{contacts}は{counted}件で、暦と傾向から見込まれる{}件（{low}～{high}件）を{}。",
            day(*date),
            mean(*expected),
            if f64::from(*counted) > *expected { "上回りました" } else { "下回りました" },
        ),
        Observation::Outage { date, from, to, counted, expected } => format!(
            "{}の{}～{}は{contacts}が{counted}件でした。見込みは{}件で、回線または受付が止まっていた疑いがあります。",
            day(*date),
            from.begins(),
            to.ends(),
            mean(*expected),
        ),
        Observation::UnmetPeak { .. } => peak(&finding.observation, contacts),
        Observation::GrowingTopic { code, counted, expected, ratio } => format!(
            "相談区分{code}は{counted}件で、これまでの割合から見込まれる{}件{}。",
            mean(*expected),
            grown(*ratio),
        ),
        Observation::FaqGap { .. } => gap(&finding.observation),
        Observation::EnglishDemand { counted, all, expected, ratio } => format!(
            "英語の応対は{all}件中{counted}件で、これまでの割合から見込まれる{}件{}。",
            mean(*expected),
            grown(*ratio),
        ),
        Observation::KioskFaults { kiosk, counted, expected } => format!(
            "端末{kiosk}の不具合は{counted}件で、これまでの頻度から見込まれる{}件を上回りました。",
            mean(*expected),
        ),
        Observation::SilentKiosk { kiosk, from, to, days, expected } => format!(
            "端末{kiosk}は{}から{}までの{days}開庁日に利用がありませんでした。見込みは{}件です。",
            day(*from),
            day(*to),
            mean(*expected),
        ),
        Observation::RepeatCallers { counted, all, expected, ratio } => format!(
            "再度のお問い合わせは{all}件中{counted}件で、これまでの割合から見込まれる{}件{}。",
            mean(*expected),
            grown(*ratio),
        ),
    }
}

pub(super) fn proposal(finding: &Finding) -> String {
    match &finding.observation {
        Observation::UnusualDay { .. } => {
            "この日の出来事（通知の発送、報道、障害など）を確かめ、暦に書き留めます。".into()
        }
        Observation::Outage { .. } => "回線事業者の記録と装置の警報を照合し、再発の防止を決めます。".into(),
        Observation::UnmetPeak { seats, seats_needed, .. } if seats_needed > seats => {
            format!("この時間帯の席を{seats}席から{seats_needed}席に増やすか、後処理と休憩をずらします。")
        }
        Observation::UnmetPeak { seats, .. } => {
            format!("席数{seats}は計算上足りています。この時間帯に実際に着席していた人数を確かめます。")
        }
        Observation::GrowingTopic { code, .. } => {
            format!("相談区分{code}の応対を読み、FAQと案内文の改訂、市への連絡の要否を決めます。")
        }
        Observation::FaqGap { code, .. } => {
            format!("相談区分{code}で答えの見つからなかった質問からFAQの案を作り、承認にかけます。")
        }
        Observation::EnglishDemand { .. } => "英語で応対できる担当の配置と、英語のFAQの不足を確かめます。".into(),
        Observation::KioskFaults { kiosk, .. } | Observation::SilentKiosk { kiosk, .. } => {
            format!("端末{kiosk}を点検し、直るまで別の端末へ案内します。")
        }
        Observation::RepeatCallers { .. } => "再度の応対の前後を読み、その場で解決しなかった理由を分けます。".into(),
    }
}

pub(super) fn silence(silence: &Silence) -> String {
    let rule = match silence.family {
        Family::UnusualDays => "件数の異なる日",
        Family::Outages => "受付の止まった時間",
        Family::UnmetPeaks => "目標に届かない時間帯",
        Family::GrowingTopics => "増えている相談区分",
        Family::FaqGaps => "FAQの不足",
        Family::EnglishDemand => "英語の需要",
        Family::Kiosks => "端末の不具合",
        Family::RepeatCallers => "再度のお問い合わせ",
    };
    let why = match silence.reason {
        SilenceReason::Contacts { have, need } => format!("件数が{have}件で、{need}件に足りません"),
        SilenceReason::Days { have, need } => format!("実績が{have}日分で、{need}日分に足りません"),
        SilenceReason::MonthsBefore { have, need } => format!("比べる月が{have}か月分で、{need}か月分に足りません"),
        SilenceReason::NotMeasured => "記録がありません".to_owned(),
    };
    format!("「{rule}」については述べません。{why}。")
}

fn peak(observation: &Observation, contacts: &str) -> String {
    let Observation::UnmetPeak {
        days,
        from,
        to,
        offered,
        in_time,
        target_share,
        target_s,
        calls_per_hour,
        handling_s,
        seats,
        seats_needed,
    } = observation
    else {
        return String::new();
    };
    let days = match days {
        DayGroup::Workdays => "平日".to_owned(),
        DayGroup::Weekday(day) => format!("{}曜日", WEEKDAYS.get(usize::from(*day)).unwrap_or(&"")),
    };
    format!(
        "{days}の{}～{}は{contacts}{offered}件のうち{target_s}秒以内の応答が{in_time}件（{}％）で、目標の{}％に届きません。\
         最も多い半時間は毎時{}件、平均処理時間は{}分で、アーランCでは{seats_needed}席が要ります（席数{seats}）。",
        from.begins(),
        to.ends(),
        percent(share(*in_time, *offered)),
        percent(*target_share),
        mean(*calls_per_hour),
        minutes(*handling_s),
    )
}

fn gap(observation: &Observation) -> String {
    let Observation::FaqGap {
        code,
        questions,
        unanswered,
        unanswered_elsewhere,
        handling_s,
        handling_elsewhere_s,
        transferred,
        transferred_elsewhere,
    } = observation
    else {
        return String::new();
    };
    format!(
        "相談区分{code}ではFAQへの質問{questions}件のうち{unanswered}件（{}％、ほかの区分は{}％）に確かな答えがなく、\
         平均処理時間は{}分（ほかは{}分）、市への転送は{}％（ほかは{}％）でした。",
        percent(share(*unanswered, *questions)),
        percent(*unanswered_elsewhere),
        minutes(*handling_s),
        minutes(*handling_elsewhere_s),
        percent(*transferred),
        percent(*transferred_elsewhere),
    )
}

fn grown(ratio: f64) -> String {
    times(ratio).map_or("を上回りました".to_owned(), |times| format!("の{times}倍でした"))
}

fn contacts(channel: Channel) -> &'static str {
    match channel {
        Channel::Telephone => "入電",
        Channel::Counter => "受付",
    }
}

fn day(date: NaiveDate) -> String {
    let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    format!("{}月{}日（{weekday}）", date.month(), date.day())
}

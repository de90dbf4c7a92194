//! The number check: what a smoother wording may say, and the sentences themselves.

use chrono::NaiveDate;
use planning::findings::{
    Channel, Confidence, DayGroup, Effect, EffectOf, Family, Finding, Language, Observation, WordingFault,
    check_wording, proposal, sentence,
};
use planning::series::Band;

fn finding(family: Family, observation: Observation) -> Finding {
    Finding {
        family,
        channel: Channel::Telephone,
        observation,
        confidence: Confidence::Strong,
        chance: 0.001,
        effect: Effect { of: EffectOf::Ratio, size: 1.0, low: 0.5, high: 2.0 },
        contacts_concerned: 40.0,
        figures: Vec::new(),
        contacts: Vec::new(),
    }
}

fn outage() -> Finding {
    let band = |number| Band::new(number).expect("a half hour");
    let date = NaiveDate::from_ymd_opt(2026, 5, 19).expect("a date");
    finding(Family::Outages, Observation::Outage { date, from: band(24), to: band(39), counted: 0, expected: 41.3 })
}

fn peak() -> Finding {
    let band = |number| Band::new(number).expect("a half hour");
    finding(
        Family::UnmetPeaks,
        Observation::UnmetPeak {
            days: DayGroup::Weekday(0),
            from: band(20),
            to: band(21),
            offered: 1_104,
            in_time: 684,
            target_share: 0.8,
            target_s: 20,
            calls_per_hour: 23.4,
            handling_s: 372.0,
            seats: 3,
            seats_needed: 5,
        },
    )
}

#[test]
fn sentences_say_what_was_found_in_both_languages() {
    assert_eq!(
        sentence(&outage(), Language::Ja),
        "5月19日（火）の12:00～20:00は入電が0件でした。見込みは41件で、回線または受付が止まっていた疑いがあります。"
    );
    assert_eq!(
        sentence(&outage(), Language::En),
        "On Tuesday 19 May from 12:00 to 20:00 there were 0 calls where 41 were expected: the line or the door was \
         probably closed."
    );
    assert_eq!(
        sentence(&peak(), Language::Ja),
        "月曜日の10:00～11:00は入電1104件のうち20秒以内の応答が684件（62％）で、目標の80％に届きません。\
         最も多い半時間は毎時23件、平均処理時間は6.2分で、アーランCでは5席が要ります（席数3）。"
    );
    assert_eq!(
        proposal(&peak(), Language::En),
        "Staff 5 seats instead of 3 at this time, or move after-call work and breaks out of it."
    );
}

#[test]
fn a_wording_with_the_findings_own_numbers_passes_in_every_spelling() {
    for wording in [
        "５月１９日は１２：００から入電がなく、見込みの四十一件に届きませんでした。",
        "On May 19 the line was silent from 12:00; forty-one calls were expected.",
        "Nothing rang that afternoon.",
        "回線の一部が一時的に止まったと見られます。",
    ] {
        assert_eq!(check_wording(wording, &outage()), Ok(()), "{wording}");
    }
    let wording = "月曜10:00～11:00は1,104件のうち62%しか20秒以内に応答できず、五席が要ります。";
    assert_eq!(check_wording(wording, &peak()), Ok(()));
}

#[test]
fn a_wording_with_any_other_number_is_refused_and_the_number_named() {
    let refused = |wording: &str, finding: &Finding| match check_wording(wording, finding) {
        Err(WordingFault::OtherNumbers(numbers)) => numbers.join(" "),
        other => panic!("{wording}: {other:?}"),
    };
    for (wording, number) in [
        ("見込みは42件でした。", "42"),
        ("見込みは４２件でした。", "42"),
        ("見込みは四十二件でした。", "42"),
        ("見込みは四二件でした。", "42"),
        ("Forty-two calls were expected.", "42"),
        ("41% of calls were lost.", "41%"),
        ("5月20日に止まりました。", "5/20"),
        ("On 20 May it stopped.", "5/20"),
        ("12:30から止まりました。", "12:30"),
        ("入電は半減しました。", "半減"),
        ("Half of all calls were lost.", "half"),
        ("理由は②です。", "②"),
        ("41.5件の見込み", "41.5"),
        ("数十件が失われました。", "数十"),
        ("about two hundred calls", "100 2"),
    ] {
        assert_eq!(refused(wording, &outage()), number, "{wording}");
    }
    assert_eq!(refused("6席が要ります。", &peak()), "6");
    assert_eq!(refused("68%でした。", &peak()), "68%");
}

#[test]
fn an_empty_or_endless_wording_is_refused() {
    assert_eq!(check_wording("  ", &outage()), Err(WordingFault::Empty));
    assert_eq!(check_wording(&"あ".repeat(2_001), &outage()), Err(WordingFault::TooLong(2_001)));
}

//! The demonstration city of Zama: its people and its directory.
//!
//! Data only. The people are invented. The directory names public bodies with the numbers
//! they publish; the city's departments all carry the city hall's switchboard.

use crate::login::role::Role;

/// The one password of every demonstration login; printed at start and shown on the login page.
pub const PASSWORD: &str = "madoguchi-demo";

/// Somebody who works here.
pub struct Person {
    /// The login.
    pub login: &'static str,
    /// The name colleagues see.
    pub name: &'static str,
    /// What the person may do.
    pub roles: &'static [Role],
    /// What the person can do.
    pub skills: &'static [&'static str],
}

/// More people than seats: they work in shifts.
pub const PEOPLE: &[Person] = &[
    Person { login: "kanri", name: "管理 太郎", roles: &[Role::Administrator], skills: &[] },
    Person { login: "sekinin", name: "責任 花子", roles: &[Role::Manager], skills: &[] },
    Person { login: "kantoku", name: "監督 一郎", roles: &[Role::Supervisor], skills: &["phone", "ja", "en"] },
    Person { login: "kantoku2", name: "見守 桜", roles: &[Role::Supervisor], skills: &["phone", "ja"] },
    Person { login: "kantoku3", name: "見守 蓮", roles: &[Role::Supervisor], skills: &["phone", "ja"] },
    Person { login: "kantoku4", name: "指導 楓", roles: &[Role::Supervisor], skills: &["phone", "ja"] },
    Person { login: "kantoku5", name: "指導 翼", roles: &[Role::Supervisor], skills: &["phone", "ja", "en"] },
    Person { login: "denwa1", name: "電話 あおい", roles: &[Role::AgentPhone], skills: &["phone", "ja", "en"] },
    Person { login: "denwa2", name: "電話 みどり", roles: &[Role::AgentPhone], skills: &["phone", "ja"] },
    Person { login: "denwa3", name: "電話 さくら", roles: &[Role::AgentPhone], skills: &["phone", "ja"] },
    Person {
        login: "denwa4", name: "電話 ケン", roles: &[Role::AgentPhone], skills: &["phone", "chat", "ja", "en"]
    },
    Person { login: "denwa5", name: "電話 ゆう", roles: &[Role::AgentPhone], skills: &["phone", "chat", "ja"] },
    Person { login: "denwa6", name: "電話 はる", roles: &[Role::AgentPhone], skills: &["phone", "ja"] },
    Person { login: "mado1", name: "窓口 つばさ", roles: &[Role::AgentCounter], skills: &["counter", "ja", "en"] },
    Person { login: "mado2", name: "窓口 ひかり", roles: &[Role::AgentCounter], skills: &["counter", "ja"] },
    Person { login: "mado3", name: "窓口 のぞみ", roles: &[Role::AgentCounter], skills: &["counter", "ja"] },
    Person {
        login: "mado4",
        name: "窓口 かえで",
        roles: &[Role::AgentCounter, Role::AgentPhone],
        skills: &["counter", "phone", "ja"],
    },
    Person { login: "shi1", name: "市 職員", roles: &[Role::CityOfficer], skills: &[] },
    Person { login: "shi2", name: "市 係長", roles: &[Role::CityOfficer], skills: &[] },
];

/// A department or agency in the directory.
pub(super) struct EntrySeed {
    /// `department` or `agency`.
    pub(super) kind: &'static str,
    /// Name in Japanese.
    pub(super) ja: &'static str,
    /// Name in English.
    pub(super) en: &'static str,
    /// Telephone number.
    pub(super) number: &'static str,
    /// Hours in words; None means the city office's calendar.
    pub(super) hours: Option<Hours>,
    /// What to tell the caller.
    pub(super) note: &'static str,
}

/// Hours of a body that keeps its own.
pub(super) struct Hours {
    /// Hours in words.
    pub(super) words_ja: &'static str,
    /// On weekdays: opening and closing, `HH:MM`.
    pub(super) weekdays: (&'static str, &'static str),
    /// On Saturdays and Sundays.
    pub(super) weekend: Option<(&'static str, &'static str)>,
    /// Whether national holidays close it.
    pub(super) closed_on_holidays: bool,
}

const CITY_HALL: &str = "046-255-1111";

/// Where callers are transferred or referred to.
pub(super) const DIRECTORY: &[EntrySeed] = &[
    department("デジタル推進課 マイナンバー係", "My Number section", "カードの交付・再交付・更新"),
    department("戸籍住民課", "Family register and residents", "住所変更・券面の記載事項"),
    department("国保年金課", "Health insurance and pension", "国民健康保険・資格確認書"),
    department("市民税課", "Municipal tax", "課税証明書"),
    department("福祉政策課", "Welfare policy", "給付金・公金受取口座"),
    department("市役所 代表・夜間受付", "City hall switchboard", "その他の部署"),
    EntrySeed {
        kind: "agency",
        ja: "マイナンバー総合フリーダイヤル",
        en: "My Number toll-free line (national)",
        number: "0120-95-0178",
        hours: Some(Hours {
            words_ja: "平日 9:30-20:00、土日祝 9:30-17:30",
            weekdays: ("09:30", "20:00"),
            weekend: Some(("09:30", "17:30")),
            closed_on_holidays: false,
        }),
        note: "紛失による一時停止は24時間受付",
    },
    EntrySeed {
        kind: "agency",
        ja: "個人番号カードコールセンター",
        en: "My Number card call centre (national)",
        number: "0570-783-578",
        hours: Some(Hours {
            words_ja: "平日 8:30-20:00、土日祝 9:30-17:30",
            weekdays: ("08:30", "20:00"),
            weekend: Some(("09:30", "17:30")),
            closed_on_holidays: false,
        }),
        note: "ナビダイヤルのため転送できません。番号を案内してください。",
    },
    EntrySeed {
        kind: "agency",
        ja: "ねんきんダイヤル",
        en: "Pension line (national)",
        number: "0570-05-1165",
        hours: Some(Hours {
            words_ja: "平日 8:30-17:15",
            weekdays: ("08:30", "17:15"),
            weekend: None,
            closed_on_holidays: true,
        }),
        note: "ナビダイヤルのため転送できません。番号を案内してください。",
    },
];

const fn department(ja: &'static str, en: &'static str, note: &'static str) -> EntrySeed {
    EntrySeed { kind: "department", ja, en, number: CITY_HALL, hours: None, note }
}

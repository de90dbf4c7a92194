//! What every installation begins with: topics, pause reasons and seats of the specification.
//!
//! Data only; people change it afterwards on their pages and nothing here overwrites them.
//! Source: clauses 6(3)② (topics) and 7 (seats).

/// A topic and its sub-codes.
pub(super) struct TopicSeed {
    /// (ア) to (ケ).
    pub(super) code: &'static str,
    /// Label in Japanese.
    pub(super) ja: &'static str,
    /// Label in English.
    pub(super) en: &'static str,
    /// Sub-codes: code, Japanese, English.
    pub(super) sub_codes: &'static [(&'static str, &'static str, &'static str)],
}

/// Topics (ア) to (ケ) of clause 6(3)②, with sub-codes a city may change.
pub(super) const TOPICS: &[TopicSeed] = &[
    TopicSeed {
        code: "ア",
        ja: "マイナンバー制度全般",
        en: "The My Number system in general",
        sub_codes: &[
            ("ア-1", "制度の概要", "About the system"),
            ("ア-2", "個人情報・安全性", "Privacy and safety"),
            ("ア-3", "通知カード・個人番号通知書", "Notification card or letter"),
        ],
    },
    TopicSeed {
        code: "イ",
        ja: "カードの申請",
        en: "Applying for the card",
        sub_codes: &[
            ("イ-1", "申請方法", "How to apply"),
            ("イ-2", "交付申請書の再発行", "Application form at hand or not"),
            ("イ-3", "顔写真", "Photograph"),
            ("イ-4", "オンライン申請の操作", "Using the online application"),
        ],
    },
    TopicSeed {
        code: "ウ",
        ja: "カードの交付",
        en: "Collecting the card",
        sub_codes: &[
            ("ウ-1", "交付予約", "Booking a collection"),
            ("ウ-2", "持ち物", "What to bring"),
            ("ウ-3", "代理人の受取り", "Collection by proxy"),
            ("ウ-4", "交付状況の確認", "Where the card is"),
        ],
    },
    TopicSeed {
        code: "エ",
        ja: "電子証明書",
        en: "Electronic certificates",
        sub_codes: &[
            ("エ-1", "有効期限・更新", "Expiry and renewal"),
            ("エ-2", "更新の予約", "Booking a renewal"),
            ("エ-3", "スマホ用電子証明書", "Certificates on a smartphone"),
        ],
    },
    TopicSeed {
        code: "オ",
        ja: "紛失・暗証番号・記載事項変更・一時停止解除・返納",
        en: "Loss, PIN, changed particulars, lifting a suspension, return",
        sub_codes: &[
            ("オ-1", "紛失・再交付", "Loss and reissue"),
            ("オ-2", "暗証番号の変更・再設定", "Changing or resetting a PIN"),
            ("オ-3", "券面記載事項の変更", "Changed particulars"),
            ("オ-4", "一時停止の解除", "Lifting a suspension"),
            ("オ-5", "返納", "Returning the card"),
        ],
    },
    TopicSeed {
        code: "カ",
        ja: "健康保険証との紐づけ",
        en: "Health insurance and the card",
        sub_codes: &[("カ-1", "利用登録", "Registering"), ("カ-2", "資格確認書", "Certificate of eligibility")],
    },
    TopicSeed {
        code: "キ",
        ja: "公金受取口座の登録",
        en: "Account for public money",
        sub_codes: &[("キ-1", "登録", "Registering"), ("キ-2", "変更・抹消", "Changing or deleting")],
    },
    TopicSeed {
        code: "ク",
        ja: "デジタル推進課マイナンバー係",
        en: "The city's My Number section",
        sub_codes: &[
            ("ク-1", "窓口・受付時間", "Counter and hours"),
            ("ク-2", "職員への取次ぎ", "Speaking to an officer"),
        ],
    },
    TopicSeed {
        code: "ケ",
        ja: "その他・ご意見",
        en: "Other matters and opinions",
        sub_codes: &[
            ("ケ-1", "ご意見・苦情", "Opinions and complaints"),
            ("ケ-2", "間違い電話・無言", "Wrong number or silence"),
            ("ケ-3", "その他", "Other"),
        ],
    },
];

/// Reasons an agent may pause for: code, Japanese, English.
pub(super) const PAUSE_REASONS: &[(&str, &str, &str)] = &[
    ("break", "休憩", "Break"),
    ("lunch", "昼休み", "Lunch"),
    ("desk_work", "事務処理", "Desk work"),
    ("counter_support", "窓口応援", "Helping at the counter"),
    ("meeting", "打合せ・研修", "Meeting or training"),
    ("away", "離席", "Away"),
];

/// Seats of clause 7: id, name, kind.
pub(super) const SEATS: &[(&str, &str, &str)] = &[
    ("manager-1", "業務責任者席", "manager"),
    ("counter-1", "窓口席1", "counter"),
    ("counter-2", "窓口席2", "counter"),
    ("counter-3", "窓口席3", "counter"),
    ("phone-1", "電話席1", "phone"),
    ("phone-2", "電話席2", "phone"),
    ("phone-3", "電話席3", "phone"),
];

//! Passages like those of an FAQ, from which drafts are made, honest and otherwise. They are made up for the tests.

/// Each passage is what a draft cites; each of its sentences is one draft.
pub(super) const JAPANESE: &[&str] = &[
    "再交付の手数料は1,000円です。内訳はカードが800円、電子証明書が200円です。電子証明書を付けない場合は800円になります。手数料は窓口で現金でお支払いください。",
    "特急発行の手数料は2,000円です。申請からおよそ1週間で届きます。対象は紛失した方、1歳未満のお子さん、海外から転入した方に限ります。事由が生じた日から30日以内に申請してください。",
    "カードの有効期限は、18歳以上の方は発行から10回目の誕生日までです。18歳未満の方は5回目の誕生日までです。電子証明書の有効期限は、年齢を問わず発行から5回目の誕生日までです。",
    "電子証明書は有効期限の3か月前から更新できます。更新の手数料は無料です。更新はオンラインではできません。座間市役所の窓口にお越しください。有効期限通知書がなくても更新できます。",
    "署名用電子証明書の暗証番号は6文字以上16文字以下の英数字です。利用者証明用電子証明書の暗証番号は4桁の数字です。署名用は5回、利用者証明用は3回続けて間違えるとロックされます。ロックは電話では解除できません。",
    "カードをなくしたときは、0120-95-0178へ電話して一時停止の手続きをしてください。受付は24時間365日です。自宅の外でなくした場合は、警察署に遺失届を出してください。一時停止の解除は電話ではできません。",
    "転入した方は、異動した日から14日以内に転入届を出してください。カードの継続利用の手続きは転入届の日から90日以内です。期限を過ぎるとカードは失効します。手続きには4桁の暗証番号が必要です。",
    "受取は原則としてご本人に限ります。仕事が忙しいことは代理の理由になりません。75歳以上の方は代理人が受け取れます。代理人の顔写真付き本人確認書類が必要です。",
    "令和6年12月2日以降、健康保険証は新しく発行されません。マイナ保険証をお持ちでない方には資格確認書が交付されます。資格確認書の申請は不要です。利用登録は任意です。",
    "公金受取口座は1人1口座のみ登録できます。登録に期限はありません。登録した口座は変更できます。家族名義の口座は登録できません。口座の登録は義務ではありません。",
    "コールセンターは午前8時30分から午後8時まで受け付けます。年末年始を除き毎日ご利用いただけます。通話料は無料です。電話番号は0120-101-366です。",
    "オンライン窓口は平日の午前8時30分から午後5時15分まで開いています。第2土曜日と第4土曜日も開いています。予約は必要ありません。",
    "顔写真は直近6か月以内に撮影したものをご用意ください。大きさは縦4.5cm、横3.5cmです。1歳未満のお子さんは写真が不要です。帽子をかぶった写真は使えません。",
    "15歳未満の方の申請は法定代理人が行います。申請には本人と法定代理人の本人確認書類が必要です。法定代理人の同行は必須です。",
    "氏名や住所が変わると署名用電子証明書は失効します。利用者証明用電子証明書は失効しません。変更があった日から14日以内に届け出てください。届出は市民課で受け付けます。",
    "カードは自主的に返納できます。返納したカードは再び使えません。もう一度作るときの手数料は1,000円です。返納はデジタル推進課で受け付けます。",
    "暗証番号の初期化はコンビニの端末でもできます。利用できる時間は6時30分から23時までです。アプリで予約してから24時間以内に手続きしてください。両方の暗証番号が分からない場合は窓口のみで受け付けます。",
    "カードの受取の際は交付通知書を持参してください。通知書の期限は発送日から60日以内です。期限を過ぎても受け取れますが、事前に連絡が必要です。1年を超えて保管することはできません。",
    "外国人の方のカードの有効期限は在留期間の満了日までです。在留期間を更新した後、カードの有効期限内に窓口で延長してください。期限が切れたカードは延長できません。延長の手数料は無料です。",
    "2026年8月1日以降、75歳以上の方にも資格情報のお知らせが届きます。資格確認書の一律交付は2026年7月31日までです。お問い合わせは国民健康保険課へお願いします。",
];

/// The same in English.
pub(super) const ENGLISH: &[&str] = &[
    "A reissued card costs 1,000 yen. The card itself is 800 yen and the certificates are 200 yen. You must pay at the counter before the application starts. Payment by credit card is not accepted.",
    "Express issue costs 2,000 yen. The card arrives in about one week. You must apply within 30 days of the event. Express issue is only for lost cards, babies under 1 year old and people who moved from abroad.",
    "The card is valid until your 10th birthday after issue if you are 18 or older. For people under 18 it is valid until the 5th birthday. The electronic certificates are valid until the 5th birthday after issue.",
    "You can renew the certificates from 3 months before they expire. Renewal is free of charge. You cannot renew them online. Please come to Zama City Hall. You do not need the expiry notice.",
    "The signature PIN has 6 to 16 letters and digits. The user PIN has 4 digits. The card is locked after 5 wrong signature PINs or 3 wrong user PINs. The lock cannot be removed by telephone.",
    "If you lose your card, call 0120-95-0178 to suspend it. The line is open 24 hours a day. If you lost it outside your home, report it to the police station. The suspension cannot be lifted by telephone.",
    "Submit the moving-in notice within 14 days after the move. You must continue the card within 90 days of the notice. After that the card expires. The 4-digit PIN is required.",
    "In principle, you must collect the card in person. Being busy at work is not a reason for a proxy. People aged 75 or older may send a proxy. The proxy must bring photo identification.",
    "Since 2 December 2024, new health insurance cards are not issued. A confirmation of eligibility is sent to people without a registered card. You do not need to apply for it. Registration is voluntary.",
    "Each person can register only one account. There is no deadline for the registration. You can change the account later. You cannot register an account of a family member. Registration is not mandatory.",
    "The call centre is open from 8:30 a.m. to 8 p.m. every day except the New Year holidays. Calls are free of charge. The number is 0120-101-366.",
    "The online counter is open on weekdays from 8:30 to 17:15. It is also open on the 2nd and 4th Saturday. A reservation is not required.",
    "The photo must be taken within the last 6 months. It must be 4.5 cm high and 3.5 cm wide. Babies under 1 year old do not need a photo. Photos with a hat cannot be used.",
    "A legal representative applies for children under 15. Both the child and the representative need identification. The representative must come along.",
    "The signature certificate expires when your name or address changes. The user certificate does not expire. Report the change within 14 days. The Citizens Division accepts the notice.",
    "You may return the card at any time. A returned card cannot be used again. A second card costs 1,000 yen. The Digital Promotion Division accepts returned cards.",
    "You can reset a PIN at a convenience store. The terminals are open from 6:30 to 23:00. Finish the procedure within 24 hours after the reservation. If both PINs are unknown, only the counter can reset them.",
    "Bring the collection notice when you collect the card. The notice is valid for 60 days. You can still collect the card after that, but you must call first. Cards are not kept for more than 1 year.",
];

/// The sentences of a passage.
pub(super) fn sentences(passage: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut from = 0;
    let letters: Vec<(usize, char)> = passage.char_indices().collect();
    for (at, (byte, c)) in letters.iter().enumerate() {
        let next = letters.get(at + 1).map(|(_, c)| *c);
        let after = letters.get(at + 2).map(|(_, c)| *c);
        let new = next.is_none() || (next == Some(' ') && after.is_some_and(|c| c.is_ascii_uppercase()));
        let end = *c == '。' || *c == '\n' || (*c == '.' && new);
        if end {
            let until = byte + c.len_utf8();
            found.push(passage[from..until].trim().to_owned());
            from = until;
        }
    }
    if from < passage.len() {
        found.push(passage[from..].trim().to_owned());
    }
    found.retain(|sentence| sentence.chars().count() > 4);
    found
}

//! What an entry may hold, and what is told of one that may not be.

use std::collections::BTreeSet;

use super::*;

fn raw() -> RawEntry {
    RawEntry {
        key: "reissue-fee".to_owned(),
        topic: "o".to_owned(),
        audience: "resident".to_owned(),
        risk: "medium".to_owned(),
        publish: "yes".to_owned(),
        ja: RawText {
            question: "再交付の手数料はいくらですか。".to_owned(),
            reading: "さいこうふの てすうりょうは いくらですか".to_owned(),
            answer: "通常の再交付は**1,000円**です。\r\n電話は[0120-101-366](tel:0120101366)へ。 \n".to_owned(),
            aliases: vec!["なくしたらお金かかる?".to_owned(), "  ".to_owned()],
        },
        en: RawText {
            question: "How much is a reissue?".to_owned(),
            answer: "It is 1,000 yen.".to_owned(),
            ..RawText::default()
        },
        easy: RawText::default(),
        sources: vec![RawSource {
            title: "市の条例".to_owned(),
            place: "https://www.city.zama.kanagawa.jp/a".to_owned(),
            date: "2023-08".to_owned(),
        }],
        owner: "デジタル推進課".to_owned(),
        review_by: "2027-03-31".to_owned(),
        related: vec!["lost-card".to_owned()],
        attachments: Vec::new(),
    }
}

fn problems(change: impl FnOnce(&mut RawEntry)) -> Vec<(Field, Fault)> {
    let mut raw = raw();
    change(&mut raw);
    raw.read()
        .err()
        .map(|problems| problems.0.into_iter().map(|one| (one.field, one.fault)).collect())
        .unwrap_or_default()
}

#[test]
fn an_entry_is_read_and_written_back_without_a_change() {
    let entry = raw().read().expect("it is sound");
    assert_eq!(entry.ja.answer, "通常の再交付は**1,000円**です。\n電話は[0120-101-366](tel:0120101366)へ。");
    assert_eq!(entry.ja.aliases, ["なくしたらお金かかる?"]);
    assert_eq!((entry.topic, entry.easy.is_none()), (Topic::O, true));
    assert_eq!(RawEntry::from(&entry).read().expect("it is sound"), entry);
    let json = serde_json::to_string(&entry).expect("plain data");
    assert_eq!(serde_json::from_str::<Entry>(&json).expect("what was written"), entry);
}

#[test]
fn every_problem_is_told_at_once_with_its_field_and_what_to_do() {
    let empty = RawEntry::default().read().expect_err("nothing is there");
    let fields: Vec<Field> = empty.0.iter().map(|one| one.field).collect();
    let wanted = [
        Field::Key,
        Field::Topic,
        Field::Audience,
        Field::Risk,
        Field::Publish,
        Field::QuestionJa,
        Field::AnswerJa,
        Field::Sources,
        Field::Owner,
        Field::ReviewBy,
    ];
    assert_eq!(fields, wanted);
    let told = empty.to_string();
    assert!(told.contains("topic is none of: a i u e o ka ki ku ke. Write one of these words."), "{told}");
}

#[test]
fn a_key_is_small_letters_figures_and_hyphens() {
    for good in ["abc", "reissue-fee", "a23", &"a".repeat(48)] {
        assert!(EntryKey::read(good).is_ok(), "{good}");
    }
    for bad in ["", "ab", "Abc", "1bc", "-bc", "a_b", "a b", "あいう", &"a".repeat(49)] {
        assert_eq!(EntryKey::read(bad), Err(KeyFault), "{bad}");
    }
}

#[test]
fn a_citation_is_a_key_and_a_version() {
    let citation: Citation = "reissue-fee@12".parse().expect("it is one");
    assert_eq!((citation.to_string().as_str(), citation.version), ("reissue-fee@12", Version(12)));
    for bad in ["reissue-fee", "reissue-fee@", "reissue-fee@0", "reissue-fee@01", "x@1", "reissue-fee@+1", "a@b@1"] {
        assert_eq!(bad.parse::<Citation>(), Err(CitationFault), "{bad}");
    }
}

#[test]
fn each_limit_is_kept() {
    let long = |limit: usize| "あ".repeat(limit + 1);
    let check = |change: &dyn Fn(&mut RawEntry), field: Field, limit: usize| {
        assert_eq!(problems(change), [(field, Fault::TooLong { chars: limit + 1, limit })]);
    };
    check(&|raw| raw.ja.question = long(QUESTION_CHARS_MAX), Field::QuestionJa, QUESTION_CHARS_MAX);
    check(&|raw| raw.ja.answer = long(ANSWER_CHARS_MAX), Field::AnswerJa, ANSWER_CHARS_MAX);
    check(&|raw| raw.ja.aliases = vec![long(ALIAS_CHARS_MAX)], Field::AliasesJa, ALIAS_CHARS_MAX);
    check(&|raw| raw.ja.reading = long(READING_CHARS_MAX), Field::ReadingJa, READING_CHARS_MAX);
    check(&|raw| raw.owner = long(OWNER_CHARS_MAX), Field::Owner, OWNER_CHARS_MAX);
    let many = |raw: &mut RawEntry| raw.ja.aliases = (0..=ALIASES_MAX).map(|at| format!("聞き方{at}")).collect();
    assert_eq!(problems(many), [(Field::AliasesJa, Fault::TooMany { count: 41, limit: 40 })]);
    let big = |raw: &mut RawEntry| raw.ja.question = "あ".repeat(350_000);
    assert_eq!(problems(big), [(Field::QuestionJa, Fault::TooLong { chars: 350_000, limit: 200 })]);
}

#[test]
fn a_text_stands_in_its_own_language_and_is_whole() {
    let wrong = (Field::QuestionJa, Fault::WrongLanguage);
    assert_eq!(problems(|raw| raw.ja.question = "How much?".to_owned()), [wrong]);
    assert_eq!(problems(|raw| raw.en.question.clear()), [(Field::QuestionEn, Fault::Half)]);
    assert_eq!(problems(|raw| raw.easy.question = "いくらですか".to_owned()), [(Field::AnswerEasy, Fault::Half)]);
    assert_eq!(problems(|raw| raw.en = RawText::default()), []);
    let no_column = (Field::QuestionEn, Fault::NoColumn);
    assert_eq!(problems(|raw| raw.en.reading = "いくら".to_owned()), [no_column]);
    assert_eq!(problems(|raw| raw.ja.reading = "再交付".to_owned()), [(Field::ReadingJa, Fault::NotKana)]);
}

#[test]
fn hostile_signs_numbers_and_links_are_refused() {
    let control = (Field::QuestionJa, Fault::Control);
    assert_eq!(problems(|raw| raw.ja.question = "手数料\u{0}は".to_owned()), std::slice::from_ref(&control));
    assert_eq!(problems(|raw| raw.ja.question = "手数料\u{202e}は".to_owned()), [control]);
    assert_eq!(problems(|raw| raw.ja.question = "手数料\nは".to_owned()), [(Field::QuestionJa, Fault::LineBreak)]);
    let secret = (Field::AnswerJa, Fault::Secret(crate::secret_text::SecretKind::IndividualNumber));
    assert_eq!(problems(|raw| raw.ja.answer = "個人番号は123456789018です".to_owned()), [secret]);
    let link = (Field::AnswerJa, Fault::BadLink);
    assert_eq!(problems(|raw| raw.ja.answer = "[ここ](javascript:alert(1))を".to_owned()), [link]);
    let telephone = "電話は0120-95-0178、暗証番号は数字4桁です。";
    assert_eq!(problems(|raw| raw.ja.answer = telephone.to_owned()), []);
}

#[test]
fn furigana_of_easy_japanese_are_not_counted_and_must_be_pairs() {
    let with = |question: &str| {
        problems(|raw| {
            raw.easy.question = question.to_owned();
            raw.easy.answer = "はい".to_owned();
        })
    };
    assert_eq!(with(&"{申|しんせい}".repeat(QUESTION_CHARS_MAX)), []);
    let long = with(&"{申|しんせい}".repeat(QUESTION_CHARS_MAX + 1));
    assert_eq!(
        long,
        [(Field::QuestionEasy, Fault::TooLong { chars: QUESTION_CHARS_MAX + 1, limit: QUESTION_CHARS_MAX })]
    );
    let broken = Fault::Furigana(crate::service_flow::RubyFault::NotClosed);
    assert_eq!(with("{申請|しんせいの"), [(Field::QuestionEasy, broken)]);
    assert_eq!(with("申請の"), []);
}

#[test]
fn a_source_has_a_title_a_place_and_a_date() {
    let with = |title: &str, place: &str, date: &str| {
        let source = RawSource { title: title.to_owned(), place: place.to_owned(), date: date.to_owned() };
        problems(|raw| raw.sources = vec![source])
    };
    assert_eq!(with("条例", "座間市手数料条例", "2024-12-02"), []);
    let bad = |fault| [(Field::Sources, fault)];
    assert_eq!(with("条例", "", "2024-12"), bad(Fault::BadSource(1)));
    assert_eq!(with("条|例", "文書", "2024-12"), bad(Fault::BadSource(1)));
    assert_eq!(with("条例", "文書", "2024-13"), bad(Fault::BadSourceDate(1)));
    assert_eq!(with("条例", "文書", "2023-02-29"), bad(Fault::BadSourceDate(1)));
    assert_eq!(with("条例", "文書", "n/d"), bad(Fault::BadSourceDate(1)));
    assert_eq!(with("条例", "http://example.jp/", "2024-12"), bad(Fault::BadSourceUrl(1)));
    assert_eq!(with("条例", "https://a:b@example.jp/", "2024-12"), bad(Fault::BadSourceUrl(1)));
    assert_eq!(problems(|raw| raw.sources.push(raw.sources[0].clone())), bad(Fault::Twice(2)));
}

#[test]
fn related_entries_are_named_once_and_never_the_entry_itself() {
    let with = |keys: &[&str]| problems(|raw| raw.related = keys.iter().map(|key| (*key).to_owned()).collect());
    assert_eq!(with(&["reissue-fee"]), [(Field::Related, Fault::Itself)]);
    assert_eq!(with(&["lost-card", "lost-card"]), [(Field::Related, Fault::Twice(2))]);
    assert_eq!(with(&["Lost"]), [(Field::Related, Fault::NoKey)]);
}

#[test]
fn a_changed_japanese_text_marks_the_others_stale_until_somebody_looks() {
    let none = BTreeSet::new();
    let first = raw().read().expect("it is sound");
    let links = Links::after(None, &first, Version(1), &none);
    assert_eq!((links.stale(), links.easy_of_ja_version), (vec![], None));

    let mut second = first.clone();
    second.ja.answer = "通常の再交付は2,000円です。".to_owned();
    let changed = Links::after(Some((&first, links)), &second, Version(2), &none);
    assert_eq!((changed.ja_version, changed.stale()), (Version(2), vec![TextLanguage::En]));

    let mut third = second.clone();
    third.ja.aliases.push("いくら".to_owned());
    let kept = Links::after(Some((&second, changed)), &third, Version(3), &none);
    assert_eq!((kept.ja_version, kept.stale()), (Version(2), vec![TextLanguage::En]));

    let looked = BTreeSet::from([TextLanguage::En]);
    assert_eq!(Links::after(Some((&third, kept)), &third, Version(4), &looked).stale(), []);
    let mut translated = third.clone();
    translated.en = second.en.clone().map(|text| EntryText { answer: "It is 2,000 yen.".to_owned(), ..text });
    let fresh = Links::after(Some((&third, kept)), &translated, Version(4), &none);
    assert_eq!((fresh.en_of_ja_version, fresh.stale()), (Some(Version(2)), vec![]));
}

#[test]
fn an_entry_is_overdue_the_day_after_its_date() {
    let entry = raw().read().expect("it is sound");
    let day = |text: &str| text.parse().expect("a day");
    assert!(!entry.is_overdue(day("2027-03-31")));
    assert!(entry.is_overdue(day("2027-04-01")));
}

#[test]
fn codes_are_read_as_they_are_written() {
    for topic in Topic::ALL {
        assert_eq!(Topic::from_code(topic.code()), Some(topic));
        assert_eq!(serde_json::to_value(topic).expect("a word"), topic.code());
    }
    for language in TextLanguage::ALL {
        assert_eq!(serde_json::to_value(language).expect("a word"), language.code());
    }
    for field in Field::ALL {
        assert_eq!(
            (Field::ALL[field.index()], serde_json::to_value(field).expect("a word")),
            (field, field.column().into())
        );
    }
    assert!(Audience::Operator.reaches(FaqChannel::Desk) && !Audience::Operator.reaches(FaqChannel::Chat));
}

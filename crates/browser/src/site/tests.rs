//! What profiles say of addresses, and what is refused of them.

use super::*;

fn practice() -> Profile {
    read(SHIPPED[0].1).unwrap()
}

/// A profile with these lines instead of the practice site's own.
fn with(line: &str, instead: &str) -> String {
    let text = SHIPPED[0].1;
    assert!(text.contains(line), "`{line}` does not stand in the file");
    text.replacen(line, instead, 1)
}

#[test]
fn every_shipped_profile_and_example_is_read_and_only_ours_is_verified() {
    for (name, text) in SHIPPED.iter().chain(&EXAMPLES) {
        let profile = read(text).unwrap_or_else(|why| panic!("{name}: {why}"));
        let advice: Vec<String> = check(&profile).iter().map(ToString::to_string).collect();
        let expected: &[&str] = if profile.id.as_str() == "practice" {
            &[]
        } else {
            &["not verified: nobody has looked at the live site beside this file; the screens say so"]
        };
        assert_eq!(advice, expected, "{name}");
    }
}

#[test]
fn a_page_is_what_its_rule_says_and_anything_else_is_unknown() {
    let check = |url: &str, expected: &str| {
        let profile = practice();
        let said = match profile.page(url) {
            Page::Known(view) => format!("{} {:?}", view.rule, view.kind),
            Page::Unknown(why) => why.to_string(),
        };
        assert_eq!(said, expected, "{url}");
    };
    check("http://practice.madoguchi.test/apply", "apply Open");
    check("http://practice.madoguchi.test/apply/?id=1#top", "apply Open");
    check("http://practice.madoguchi.test:80/apply;jsessionid=7", "apply Open");
    check("http://practice.madoguchi.test/apply/done", "done Submitted");
    check("http://practice.madoguchi.test/mail/k3j4", "mail-link Open");
    check("http://practice.madoguchi.test/mail/k3j4/x", "no rule covers the page");
    check("http://practice.madoguchi.test/APPLY", "no rule covers the page");
    check("http://practice.madoguchi.test/", "start Open");
    check("http://practice.madoguchi.test/mail/sent", "mail-sent Open");
    check("http://practice.madoguchi.test/fight/window", "no rule covers the page");
    check("http://other.madoguchi.test/framed/sign-in?lang=ja", "sign-in Open");
    check("https://practice.madoguchi.test/apply", "no rule covers the page");
    check("http://practice.madoguchi.test:8080/apply", "no rule covers the page");
    check("http://evil.test/apply", "the host is not one of the site's");
    check("http://x.practice.madoguchi.test/apply", "the host is not one of the site's");
    check("http://practice.madoguchi.test./apply", "the host is no plain name");
    check("http://127.0.0.1/apply", "the host is no plain name");
    check("http://[::1]/apply", "the host is no plain name");
    check("http://practice.madoguchi.test@evil.test/apply", "a name or password stands in the address");
    check("http://practice.madoguchi.test/apply//pin", "the address can be read in two ways");
    check("http://practice.madoguchi.test//", "the address can be read in two ways");
    check("http://practice.madoguchi.test/apply%2fpin", "the address can be read in two ways");
    check("http://practice.madoguchi.test/mail/%2570in", "the address can be read in two ways");
    check("http://practice.madoguchi.test/mail/%zz", "the address can be read in two ways");
    check("http://practice.madoguchi.test/mail/%ff", "the address can be read in two ways");
    check("about:blank", "it is no web address");
    check("data:text/html,x", "it is no web address");
    check("file:///etc/passwd", "it is no web address");
    check("chrome://settings", "it is no web address");
    check("not an address", "it is no web address");
    check(&format!("http://practice.madoguchi.test/apply?{}", "x".repeat(9_000)), "the address is too long");
}

#[test]
fn what_one_rule_calls_secret_is_secret_in_whatever_way_it_is_written() {
    let text = r#"
        format = 1
        id = "a"
        version = 1
        verified = false
        names = { ja = "あ", en = "A" }
        hosts = ["a.example.lg.jp"]
        [[start]]
        id = "s"
        label = { ja = "あ", en = "A" }
        url = "https://a.example.lg.jp/x"
        [[page]]
        id = "all"
        label = { ja = "あ", en = "A" }
        url = "https://a.example.lg.jp/**"
        kind = "open"
        [[page]]
        id = "pin"
        label = { ja = "あ", en = "A" }
        url = "https://a.example.lg.jp/login/pin"
        kind = "secret"
        [[page]]
        id = "step"
        label = { ja = "あ", en = "A" }
        url = "https://a.example.lg.jp/app?step=pin"
        kind = "secret"
        [[page]]
        id = "route"
        label = { ja = "あ", en = "A" }
        url = "https://a.example.lg.jp/app#/pin*"
        kind = "secret"
        [[page]]
        id = "form"
        label = { ja = "あ", en = "A" }
        url = "https://a.example.lg.jp/form"
        kind = "open"
        secret_fields = ["\#code"]
    "#;
    let profile = read(&text.replace("\\#", "#")).unwrap();
    let check = |path: &str, kind: Kind, secret_fields: usize| {
        let url = format!("https://a.example.lg.jp{path}");
        let Page::Known(view) = profile.page(&url) else { panic!("{url} is unknown") };
        assert_eq!((view.kind, view.secret_fields.len()), (kind, secret_fields), "{url}");
    };
    check("/x/y/z", Kind::Open, 0);
    check("/login/pin", Kind::Secret, 0);
    check("/login/%70in", Kind::Secret, 0);
    check("/Login/PIN", Kind::Secret, 0);
    check("/login/pin/", Kind::Secret, 0);
    check("/login/pin;v=2", Kind::Secret, 0);
    check("/login/x/../pin", Kind::Secret, 0);
    check("/login/pin?x#y", Kind::Secret, 0);
    check("/app", Kind::Open, 0);
    check("/app?step=pin", Kind::Secret, 0);
    check("/app?step=who&STEP=Pin", Kind::Secret, 0);
    check("/app?step=%70in", Kind::Secret, 0);
    check("/app#/pin/2", Kind::Secret, 0);
    check("/form", Kind::Open, 1);
    check("/FORM", Kind::Open, 1);
    check("/fo%72m", Kind::Open, 1);
}

#[test]
fn a_rule_that_names_a_query_means_that_value_and_no_second_one_beside_it() {
    let pattern = UrlPattern::new("https://y.example.lg.jp/book?step=who").unwrap();
    let check = |query: &str, expected: bool| {
        let address = Address::read(&format!("https://y.example.lg.jp/book{query}")).unwrap();
        assert_eq!(pattern.matches(&address), expected, "{query}");
    };
    check("?step=who", true);
    check("?lang=ja&step=who", true);
    check("", false);
    check("?step=", false);
    check("?step=pin", false);
    check("?step=who&step=pin", false);
}

#[test]
fn hosts_are_exact_or_below_a_name() {
    let check = |pattern: &str, host: &str, expected: bool| {
        assert_eq!(HostPattern::new(pattern).unwrap().matches(host), expected, "{pattern} {host}");
    };
    check("a.example.jp", "a.example.jp", true);
    check("a.example.jp", "b.a.example.jp", false);
    check("*.example.jp", "a.example.jp", true);
    check("*.example.jp", "b.a.example.jp", true);
    check("*.example.jp", "example.jp", false);
    check("*.example.jp", "evilexample.jp", false);
    check("*.example.jp", ".example.jp", false);
}

#[test]
fn a_host_that_a_profile_may_not_name_is_refused() {
    for text in [
        "",
        "*",
        "*.",
        "*.jp",
        "jp",
        "localhost",
        "*.lg.jp",
        "*.go.jp",
        "*.co.jp",
        "127.0.0.1",
        "10.0.0.1",
        "0x7f.1",
        "a.0x7f",
        "[::1]",
        "A.example.jp",
        "a.example.jp.",
        "a..jp",
        "a.*.jp",
        "a.example.jp:443",
        "-a.example.jp",
        "a_b.example.jp",
        "日本.jp",
        "https://a.example.jp",
        "a.example.jp/x",
    ] {
        assert!(HostPattern::new(text).is_err(), "{text}");
    }
}

#[test]
fn a_selector_cannot_end_the_rule_it_stands_in() {
    for text in ["#pin", "input[name='a{b']", "form > .x:not([type=\"file\"])", "a, b", "input[name*='x' i]"] {
        assert!(Selector::new(text).is_ok(), "{text}");
    }
    for text in [
        "",
        " ",
        " #a",
        "#a{}",
        "#a}",
        "a;b",
        "@import",
        "</style>",
        "a[b",
        "a]",
        "a(b]",
        "a['b]",
        "a\\",
        "/* x */ a",
        "a,",
        ",a",
        "a,,b",
        "a\nb",
        "a > ",
    ] {
        assert!(Selector::new(text).is_err(), "{text}");
    }
    assert!(Selector::new(&"a".repeat(301)).is_err());
}

#[test]
fn a_start_page_takes_its_number_and_nothing_else() {
    let profile = practice();
    let check = |id: &str, value: Option<&str>, expected: Result<&str, &str>| {
        let address = profile.start(id).unwrap().address(value).map_err(|why| why.to_string());
        assert_eq!(address.as_deref().map_err(String::as_str), expected, "{id} {value:?}");
    };
    let number = "12345678901234567890123";
    let filled = format!("http://practice.madoguchi.test/apply?id={number}");
    check("apply", None, Ok("http://practice.madoguchi.test/apply"));
    check("apply", Some("1"), Err("start page `apply` takes no value"));
    check("apply-with-form", None, Err("start page `apply-with-form` needs `application-id`"));
    check("apply-with-form", Some(number), Ok(filled.as_str()));
    for wrong in ["1234567890123456789012", "123456789012345678901234", "1234567890123456789012x", "", "１２"] {
        check("apply-with-form", Some(wrong), Err("the value for `application-id` does not have its form"));
    }
}

#[test]
fn a_dialog_is_known_by_its_kind_and_words() {
    let profile = practice();
    let check = |kind, says: &str, expected: Option<&str>| {
        assert_eq!(profile.dialog(kind, says).map(|rule| rule.words.en.as_str()), expected, "{says}");
    };
    check(DialogKind::Confirm, "この内容で申請します。よろしいですか？", Some("Send the application as it stands?"));
    check(DialogKind::Alert, "この内容で申請します。", None);
    check(DialogKind::Confirm, "削除しますか", None);
    assert!(profile.takes_mail_of("practice.madoguchi.test"));
    assert!(!profile.takes_mail_of("other.madoguchi.test"));
}

#[test]
fn a_file_that_breaks_a_rule_is_refused_with_words_that_say_which() {
    let check = |line: &str, instead: &str, expected: &str| {
        let why = read(&with(line, instead)).expect_err(instead).to_string();
        assert!(why.contains(expected), "{instead}: {why}");
    };
    check("version = 1", "version = 0", "versions count from 1");
    check("format = 1", "format = 2", "this program reads format 1");
    check("version = 1", "version = 1\ncolour = 'red'", "unknown field `colour`");
    check("photo_field =", "photofield =", "unknown field `photofield`");
    check("kind = \"open\"", "kind = \"visible\"", "unknown variant `visible`");
    check("id = \"practice\"", "id = \"Practice\"", "`Practice` is no id");
    check("[\"practice.madoguchi.test\", ", "[\"*.lg.jp\", ", "it covers names of many owners");
    check("plain_http = true", "", "http without `plain_http = true`");
    check("plain_http = true", "plain_http = true\nports = [443]", "port 80 is not among `ports`");
    check("en = \"Photo\"", "en = \" \"", "page `photo`: the label is empty");
    check("en = \"Photo\"", "en = \"Pho\u{202e}to\"", "control or direction character");
    check("test/apply/photo", "test/apply", "page `photo` has the same `url` as `apply`");
    check("id = \"photo\"", "id = \"apply\"", "two page entries are named `apply`");
    check("http://other.madoguchi.test/framed", "http://another.test/framed", "its host is not among `hosts`");
    check("\"http://practice.madoguchi.test/reserve\"", "\"http://practice.madoguchi.test/no\"", "no `page` covers");
    check("{application-id}", "{other}", "`{application-id}` does not stand in the address");
    check("chars_min = 23", "chars_min = 24", "a slot has 1 to 64 characters");
    check("\"#pad\"", "\"#pad{\"", "outside quotes");
    check("test/apply/pin\"", "test/**/pin\"", "`**` stands only at the end");
    check("test/apply/pin\"", "test/apply//pin\"", "the path can be read in two ways");
    check("*申請します*", "", "dialog 1: `says` is empty");
    check("mail_senders = [", "mail_senders = [\"localhost\", ", "a name within this machine");
}

#[test]
fn what_is_too_long_is_refused_before_it_is_read() {
    let padded = format!("{}\n#{}", SHIPPED[0].1, "x".repeat(FILE_LIMIT_BYTES));
    assert!(matches!(read(&padded), Err(ReadFault::TooLong { .. })));
    let hosts: Vec<String> = (0..201).map(|number| format!("\"h{number}.example.jp\"")).collect();
    let text = with("\"practice.madoguchi.test\", ", &format!("\"practice.madoguchi.test\", {}, ", hosts.join(",")));
    assert_eq!(read(&text).unwrap_err().to_string(), "`hosts` has 203 entries; at most 200");
}

#[test]
fn advice_does_not_refuse_a_profile() {
    let text = with("test/mail/*\"", "test/**\"").replace("verified = true", "verified = false");
    let text = text.replace("kind = \"submitted\"", "kind = \"open\"");
    let advice: Vec<String> = check(&read(&text).unwrap()).iter().map(ToString::to_string).collect();
    assert_eq!(advice.len(), 3, "{advice:?}");
    assert!(advice[1].contains("page `mail-link` shows every page of its host"), "{advice:?}");
}

#[test]
fn a_guard_that_knows_no_address_yet_gets_every_secret_of_the_site() {
    let profile = practice();
    let fields: Vec<&str> = profile.all_secret_fields().into_iter().map(Selector::as_str).collect();
    for field in ["#dots", "#password-echo", "city-pin", "input[name='pin']"] {
        assert!(fields.contains(&field), "{field} is not among {fields:?}");
    }
    assert_eq!(profile.all_secret_pads().into_iter().map(Selector::as_str).collect::<Vec<_>>(), ["#pad"]);
}

#[test]
fn a_profile_is_written_as_it_is_read() {
    for (name, text) in SHIPPED.iter().chain(&EXAMPLES) {
        let profile = read(text).unwrap();
        assert_eq!(read(&toml::to_string(&profile).unwrap()).unwrap(), profile, "{name}");
    }
}

mod at_the_desk {
    //! Amendments: two steps, and what they can never do.

    use std::collections::BTreeSet;

    use super::*;

    const NOW: u64 = 1_800_000_000_000;

    fn part(selector: &str, kind: PartKind) -> PagePart {
        PagePart::new(Selector::new(selector).unwrap(), kind, "暗証 \u{202e} 番号\n（4桁）", false)
    }

    fn structure(url: &str) -> PageStructure {
        let parts = vec![
            part("#name", PartKind::Text),
            part("#pw", PartKind::Password),
            part("#pad", PartKind::Region),
            part("#file", PartKind::File),
        ];
        PageStructure { shape: shape_of(url).unwrap(), parts }
    }

    fn marks(secret: &[usize]) -> Marks {
        let label = Words { ja: "追加の確認".into(), en: "Another check".into() };
        Marks { label, kind: Kind::Open, secret: secret.iter().copied().collect(), photo: Some(3) }
    }

    fn live() -> Amendment {
        let url = "http://practice.madoguchi.test/apply/again?name=Hanako#x";
        let draft = amend(&practice(), &structure(url), &marks(&[1, 2]), "suzuki", NOW).unwrap();
        approve(draft, &practice(), &[], "suzuki", NOW + 60_000).unwrap()
    }

    #[test]
    fn an_unknown_page_is_known_for_a_week_and_stays_once_another_person_confirms() {
        let amendment = live();
        let url = "http://practice.madoguchi.test/apply/again";
        let kind_at =
            |amendment: &Amendment, at_ms| match with_amendments(&practice(), std::slice::from_ref(amendment), at_ms)
                .page(url)
            {
                Page::Known(view) => Some((view.label.en.clone(), view.secret_fields.len(), view.secret_pads.len())),
                Page::Unknown(_) => None,
            };
        let of_site = practice().secret_fields.len();
        let shown = Some(("Another check".to_owned(), of_site + 1, 1));
        let end_ms = NOW + 60_000 + CONFIRM_WITHIN_MS;
        assert_eq!(amendment.draft.rule.id.as_str(), "desk-1");
        assert_eq!(kind_at(&amendment, NOW + 60_000), shown);
        assert_eq!(kind_at(&amendment, end_ms - 1), shown);
        assert_eq!(kind_at(&amendment, end_ms), None);
        assert_eq!(confirm(amendment.clone(), "suzuki", NOW + 70_000), Err(AmendmentFault::SamePerson));
        assert_eq!(confirm(amendment.clone(), "tanaka", end_ms), Err(AmendmentFault::Expired));
        let confirmed = confirm(amendment, "tanaka", end_ms - 1).unwrap();
        assert_eq!(kind_at(&confirmed, end_ms * 2), shown);
    }

    #[test]
    fn nothing_of_a_persons_address_is_in_the_shape() {
        let check = |url: &str, expected: &str| assert_eq!(shape_of(url).unwrap().as_str(), expected, "{url}");
        check("https://a.example.jp/x/y?name=hanako#z", "https://a.example.jp/x/y");
        check("https://a.example.jp:8443/", "https://a.example.jp:8443/");
        check("https://a.example.jp/SS_SERVICE_OUT/FA01S001.do", "https://a.example.jp/SS_SERVICE_OUT/FA01S001.do");
        check("https://a.example.jp/u/12345/edit", "https://a.example.jp/u/*/edit");
        check("https://a.example.jp/u/a123456/edit", "https://a.example.jp/u/*/edit");
        check("https://a.example.jp/u/hanako@example.jp", "https://a.example.jp/u/*");
        check("https://a.example.jp/u/5b1f0c2e-77aa-4c1d-9d1e", "https://a.example.jp/u/*");
        assert_eq!(part("#a", PartKind::Text).label, "暗証 番号 （4桁）");
    }

    #[test]
    fn an_amendment_reaches_and_shows_nothing_that_the_file_does_not() {
        let profile = read(&with("test/apply\"\nkind = \"open\"", "test/apply\"\nkind = \"secret\"")).unwrap();
        let check = |url: &str, secret: &[usize], expected: AmendmentFault| {
            assert_eq!(amend(&profile, &structure(url), &marks(secret), "suzuki", NOW), Err(expected), "{url}");
        };
        let url = "http://practice.madoguchi.test/again";
        check("http://evil.example.jp/again", &[1], AmendmentFault::Host);
        check("http://practice.madoguchi.test:8080/again", &[1], AmendmentFault::Reach);
        check("http://practice.madoguchi.test/Apply", &[1], AmendmentFault::AlreadySecret(Id::new("apply").unwrap()));
        check(url, &[], AmendmentFault::PasswordOpen(1));
        check(url, &[1, 9], AmendmentFault::NoSuchPart(9));
        let mut wide = structure(url);
        wide.shape = UrlPattern::new("http://practice.madoguchi.test/**").unwrap();
        assert_eq!(amend(&profile, &wide, &marks(&[1]), "suzuki", NOW), Err(AmendmentFault::Shape));
        let mut drawn = structure(url);
        drawn.parts.push(part("canvas", PartKind::Canvas));
        assert_eq!(amend(&profile, &drawn, &marks(&[1]), "suzuki", NOW), Err(AmendmentFault::CanDraw(4)));
        let photo = Marks { photo: Some(0), ..marks(&[1]) };
        assert_eq!(amend(&profile, &structure(url), &photo, "suzuki", NOW), Err(AmendmentFault::NoFileField(0)));
        assert_eq!(amend(&profile, &structure(url), &marks(&[1]), " ", NOW), Err(AmendmentFault::Nobody));
        let whole = Marks { kind: Kind::Secret, secret: BTreeSet::new(), photo: None, ..marks(&[]) };
        assert!(amend(&profile, &drawn, &whole, "suzuki", NOW).is_ok());
    }

    #[test]
    fn a_draft_is_approved_soon_and_for_the_profile_it_was_made_for() {
        let url = "http://practice.madoguchi.test/again";
        let draft = amend(&practice(), &structure(url), &marks(&[1]), "suzuki", NOW).unwrap();
        let newer = Profile { version: 2, ..practice() };
        assert_eq!(approve(draft.clone(), &newer, &[], "suzuki", NOW), Err(AmendmentFault::AnotherProfile));
        assert_eq!(approve(draft.clone(), &practice(), &[], "suzuki", NOW + 600_001), Err(AmendmentFault::DraftOld));
        let second = approve(draft.clone(), &practice(), &[live()], "suzuki", NOW).unwrap();
        assert_eq!((second.number, second.draft.rule.id.as_str()), (2, "desk-2"));
        let many = vec![live(); AMENDMENTS_MAX];
        assert_eq!(approve(draft, &practice(), &many, "suzuki", NOW), Err(AmendmentFault::TooMany));
    }

    #[test]
    fn an_amendment_is_kept_as_text_and_read_again() {
        let text = serde_json::to_string(&live()).unwrap();
        assert_eq!(serde_json::from_str::<Amendment>(&text).unwrap(), live());
    }
}

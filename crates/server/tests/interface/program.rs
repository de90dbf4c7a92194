//! The program from the terminal: calendar, audit, keys, description.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::house::House;

fn madoguchi(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_madoguchi"));
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn rows(folder: &Path, channel: &str) -> Vec<Value> {
    let year = ["--from", "2026-04-01", "--to", "2027-03-31", "--json"];
    let arguments: Vec<&str> = ["calendar", "hours", "--channel", channel].into_iter().chain(year).collect();
    let output = madoguchi(folder, &arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn fiscal_2026_has_359_telephone_days_and_241_weekdays_with_24_saturdays_at_the_counter() {
    use chrono::{Datelike as _, NaiveDate, Weekday};
    let folder = tempfile::tempdir().unwrap();
    let open = |rows: Vec<Value>| -> Vec<Value> { rows.into_iter().filter(|row| !row["open"].is_null()).collect() };
    let phone = open(rows(folder.path(), "phone"));
    assert_eq!(phone.len(), 359);
    assert_eq!((&phone[0]["open"], &phone[0]["close"]), (&"08:30".into(), &"20:00".into()));
    let counter = open(rows(folder.path(), "counter"));
    let saturday = |row: &&Value| row["date"].as_str().unwrap().parse::<NaiveDate>().unwrap().weekday() == Weekday::Sat;
    assert_eq!(counter.iter().filter(saturday).count(), 24);
    assert_eq!(counter.len(), 241 + 24);
    assert!(!folder.path().join("data").exists(), "asking makes nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn verify_audit_finds_a_row_that_was_changed_behind_the_systems_back() {
    let house = House::open(true, None).await;
    house.logged_in("denwa1").await;
    let arguments = ["verify", "audit", "--data", house.config.data_dir.to_str().unwrap()];
    let whole = madoguchi(&house.config.data_dir, &arguments);
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    house.running.db.clone().close().await.unwrap();
    let file = house.path("madoguchi.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"login.done")).collect();
    assert!(!places.is_empty(), "the row is in the file");
    for at in places {
        bytes[at..at + 10].copy_from_slice(b"login.gone");
    }
    std::fs::write(&file, bytes).unwrap();
    let broken = madoguchi(&house.config.data_dir, &arguments);
    assert!(!broken.status.success());
    assert!(String::from_utf8_lossy(&broken.stdout).contains("was changed"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_backed_up_and_rotated_and_old_contacts_stay_readable() {
    let house = House::open(true, None).await;
    let agent = house.account("denwa1").await;
    let contact = house.answered_call(agent, "+81462551111", 0).await;
    let data = house.config.data_dir.clone();
    let data = data.to_str().unwrap();
    let copy = house.path("copy.txt");
    let backup = ["keys", "backup", "--data", data, "--to", copy.to_str().unwrap()];
    assert!(madoguchi(&house.config.data_dir, &backup).status.success());
    assert!(!madoguchi(&house.config.data_dir, &backup).status.success(), "a backup is never overwritten");
    let rotate = ["keys", "rotate", "--data", data];
    let busy = madoguchi(&house.config.data_dir, &rotate);
    assert!(String::from_utf8_lossy(&busy.stderr).contains("in use"), "not under a running server");
    let House { running, config, _folder } = house;
    running.drain(std::time::Duration::ZERO).await;
    let rotated = madoguchi(&config.data_dir, &rotate);
    assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
    let again = server::start(config.clone()).await.unwrap();
    let ring = vault::KeyRing::load(&config.key_file()).unwrap();
    assert_eq!(ring.ids().count(), 2);
    let row = storage::contacts::find(&again.db, contact).await.unwrap().unwrap();
    let key = storage::contacts::key(&row, &ring).unwrap();
    assert_eq!(storage::contacts::caller(&row, &key).unwrap().as_deref(), Some("+81462551111"));
    drop(_folder);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_keys_stop_the_start_and_are_explained() {
    let House { running, config, _folder } = House::open(true, None).await;
    running.drain(std::time::Duration::ZERO).await;
    std::fs::remove_file(config.key_file()).unwrap();
    let why = server::start(config).await.unwrap_err().to_string();
    assert!(why.contains("backup"), "{why}");
}

#[test]
fn check_says_what_is_wrong_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("madoguchi.toml"), "[web]\nlisen = 1\n").unwrap();
    let output = madoguchi(folder.path(), &["check"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!output.status.success() && said.contains("lisen"), "{said}");
    std::fs::write(folder.path().join("madoguchi.toml"), "[database]\nurl = \"postgres://127.0.0.1:1/none\"\n")
        .unwrap();
    let output = madoguchi(folder.path(), &["check"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!output.status.success() && said.contains("correct database.url"), "{said}");
    assert!(said.contains("NG  speech is not turned into text (model_missing)"), "{said}");
    assert!(said.contains("madoguchi models fetch whisper-base"), "{said}");
    assert!(said.contains("OK  answers of the FAQ were judged with what searches: words alone"), "{said}");
}

#[test]
fn check_says_that_answers_were_judged_with_another_model_than_searches() {
    let folder = tempfile::tempdir().unwrap();
    let vectors = "[faq.vectors]\nbase_url = \"https://vectors.city.example\"\nmodel = \"city-embed\"\n";
    std::fs::write(folder.path().join("madoguchi.toml"), vectors).unwrap();
    let output = madoguchi(folder.path(), &["check"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!output.status.success(), "{said}");
    let line = said.lines().find(|line| line.contains("city-embed")).unwrap_or_default();
    assert!(line.starts_with("NG  ") && line.contains("judged with multilingual-e5-small"), "{said}");
    assert!(line.contains("none is given as certain") && said.contains("madoguchi faq calibrate"), "{said}");
}

#[test]
fn the_description_is_the_committed_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/api/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let same = committed.trim_end() == server::router::openapi_json().unwrap().trim_end();
    assert!(same, "web/api/openapi.json is not what the server says; run: cargo xtask openapi");
}

#[test]
fn flow_files_are_checked_and_shown_before_they_are_used() {
    let folder = tempfile::tempdir().unwrap();
    let flows = folder.path().join("flows");
    std::fs::create_dir(&flows).unwrap();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../flows/lost-reissue.json");
    let own = std::fs::read_to_string(shipped)
        .unwrap()
        .replace("\"lost_reissue\",\n  \"version\"", "\"own_lost\",\n  \"version\"");
    std::fs::write(flows.join("own.json"), &own).unwrap();
    let run = |arguments: &[&str]| {
        let output = madoguchi(folder.path(), arguments);
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(run(&["flows", "check", "flows"]), (true, "OK  flows/own.json\n".to_owned()));
    std::fs::write(flows.join("wrong.json"), own.replace("\"next\": \"apply_open\"", "\"next\": \"nowhere\"")).unwrap();
    let (well, said) = run(&["flows", "check", "flows"]);
    assert!(!well && said.contains("wrong.json") && said.contains("nowhere"), "{said}");
    std::fs::write(folder.path().join("madoguchi.toml"), "[counter]\nflows_folder = \"flows\"\n").unwrap();
    let (well, said) = run(&["check"]);
    assert!(!well && said.contains("nowhere") && said.contains("madoguchi flows check"), "{said}");
    let (well, said) = run(&["flows", "show", "own_lost"]);
    assert!(well && said.contains("own_lost v1") && said.contains("手数料 1000円"), "{said}");
    let (well, said) = run(&["flows", "show", "no_such_flow"]);
    assert!(!well && said.contains("lost_reissue"), "{said}");
}

fn redacted(arguments: &[&str], text: &str) -> (bool, String, String) {
    use std::io::Write as _;
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_madoguchi"));
    command.current_dir(folder.path()).arg("redact").args(arguments);
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = running.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = running.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "asking makes nothing");
    let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), said(output.stdout), said(output.stderr))
}

#[test]
fn text_comes_back_from_the_terminal_without_its_secrets() {
    let (well, said, _) = redacted(&[], "番号は9832-0567-3214です\r\n電話 046-252-1111\n\nlast");
    assert!(well);
    assert_eq!(said, "番号は［個人番号］です\n電話 046-252-1111\n\nlast\n");
    let (well, said, _) = redacted(&["--json"], "番号は983205673214\n");
    let line: Value = serde_json::from_str(&said).unwrap();
    assert!(well);
    assert_eq!((&line["line"], &line["text"]), (&1.into(), &"番号は［個人番号］".into()));
    let span = &line["spans"][0];
    assert_eq!((&span["start_byte"], &span["end_byte"]), (&9.into(), &21.into()));
    assert_eq!((&span["start_char"], &span["end_char"]), (&3.into(), &15.into()));
    assert_eq!((&span["kind"], &span["confidence"]), (&"individual_number".into(), &"high".into()));
    assert!(span["reason"].as_str().unwrap().contains("check digit"));
}

#[test]
fn spoken_lines_are_read_together_and_a_line_without_end_is_refused_unsaid() {
    let filler = "はい、そうです\n".repeat(100);
    let (well, said, _) = redacted(&["--spoken"], &format!("9832\n0567\n3214です\n{filler}"));
    assert!(well);
    assert_eq!(said, format!("［個人番号］\n［個人番号］\n［個人番号］です\n{filler}"));
    let (well, said, why) = redacted(&[], &format!("fine\n{}", "9832056732 14".repeat(10_000)));
    assert!(!well && why.contains("line 2"), "{why}");
    assert!(!said.contains("9832") && !why.contains("9832"));
}

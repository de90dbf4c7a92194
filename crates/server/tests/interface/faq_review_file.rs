//! The city's review by an exchanged Excel file: out, marked by an officer in a spreadsheet, and back.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use reqwest::{Method, StatusCode};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::house::{Answer, Browser, on_each};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The columns of the mark and of the remark, counted from 0.
const MARK: usize = 10;
const REMARK: usize = 11;

fn content(question: &str) -> Value {
    json!({
        "topic": "ku", "audience": "resident", "risk": "low", "publish": true,
        "ja": {"question": question, "reading": "", "answer": "=1+1 ではありません。あります。", "aliases": []},
        "en": null, "easy": null,
        "sources": [{"title": "窓口案内", "place": "窓口案内", "date": "2026-10"}],
        "owner": "マイナンバー係", "review_by": "2027-03-31", "related": []
    })
}

async fn in_review(writer: &Browser, reviewer: &Browser, key: &str, question: &str) {
    let path = format!("/api/faq/entries/{key}");
    for (who, action) in [
        (writer, json!({"do": "edit", "content": content(question), "seen": 0})),
        (writer, json!({"do": "submit", "seen": 1})),
        (reviewer, json!({"do": "review", "seen": 1, "verdict": "passed"})),
    ] {
        let answer = who.post(&path, action).await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
    }
}

/// The file as a spreadsheet saves it once the officer has written into it.
fn marked(file: &[u8], marks: &[(&str, &str, &str)], officer: &str, day: &str) -> Vec<u8> {
    let mut read: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file)).unwrap();
    let mut written = Workbook::new();
    for name in read.sheet_names() {
        let range = read.worksheet_range(&name).unwrap();
        let sheet = written.add_worksheet().set_name(&name).unwrap();
        for (row, cells) in range.rows().enumerate() {
            let mut texts: Vec<String> = cells.iter().map(Data::to_string).collect();
            let key = texts.first().cloned().unwrap_or_default();
            match key.as_str() {
                "確認者氏名" => texts[1] = officer.to_owned(),
                "確認日" => texts[1] = day.to_owned(),
                _ => {}
            }
            if let Some((_, mark, remark)) = marks.iter().find(|(marked, ..)| *marked == key) {
                (texts[MARK], texts[REMARK]) = ((*mark).to_owned(), (*remark).to_owned());
            }
            for (column, text) in texts.iter().enumerate() {
                let at = (row as u32, u16::try_from(column).unwrap());
                sheet.write_string(at.0, at.1, text).unwrap();
            }
        }
    }
    written.save_to_buffer().unwrap()
}

async fn back(browser: &Browser, dry_run: bool, file: &[u8]) -> Answer {
    let path = format!("/api/faq/review-file?dry_run={dry_run}");
    browser.send_bytes(Method::POST, &path, XLSX, file.to_vec()).await
}

#[tokio::test]
async fn an_officer_marks_a_spreadsheet_and_the_marks_come_back_signed() {
    on_each(true, |house| async move {
        let (writer, reviewer) = (house.logged_in("denwa1").await, house.logged_in("denwa2").await);
        let manager = house.logged_in("sekinin").await;
        assert_eq!(manager.get("/api/faq/review-file?format=xlsx").await.code(), "conflict", "nothing is in review");
        in_review(&writer, &reviewer, "bicycle-stand", "駐輪場はありますか").await;
        in_review(&writer, &reviewer, "vending-machine", "自動販売機はありますか").await;
        let file = manager.get("/api/faq/review-file?format=xlsx").await;
        assert_eq!(file.headers["content-type"], XLSX);
        let unsigned = marked(&file.bytes, &[("bicycle-stand", "承認", "")], "", "");
        let told = back(&manager, false, &unsigned).await.body;
        assert_eq!((&told["done"], told["problems"].as_array().unwrap().is_empty()), (&json!(false), false));
        let day = server::clock::Clock::start().now().with_timezone(&domain::calendar::JST).date_naive().to_string();
        let marks = [("bicycle-stand", "承認", ""), ("vending-machine", "差戻し", "場所も書いてください")];
        let signed = marked(&file.bytes, &marks, "市 係長", &day);
        assert_eq!(back(&writer, true, &signed).await.code(), "role_wanted");
        let told = back(&manager, true, &signed).await.body;
        assert_eq!(
            (&told["problems"], &told["officer_name"], &told["done"]),
            (&json!([]), &json!("市 係長"), &json!(false))
        );
        assert_eq!(back(&manager, false, &signed).await.body["done"], true);
        let approved = writer.get("/api/faq/entries/bicycle-stand").await.body;
        let approval = &approved["versions"][0]["approval"];
        assert_eq!((&approval["ground"], &approval["officer_name"]), (&json!("review_file"), &json!("市 係長")));
        let returned = writer.get("/api/faq/entries/vending-machine").await.body;
        assert_eq!((&returned["draft"]["stage"], &returned["versions"]), (&json!("writing"), &json!([])));
        let again = back(&manager, false, &signed).await;
        assert_eq!(again.status, StatusCode::CONFLICT, "a file is entered once: {:?}", again.body);
    })
    .await;
}

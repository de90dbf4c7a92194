//! The secrets of the leak suite, and how the same Chromium draws them: templates of every three letters in a row.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use proofs::find::Template;
use proofs::grey::{Grey, Span};
use proofs::words::{RUN_CHARS, runs};

use crate::visit::{Plan, Visit};

/// What a resident types: a word, and a PIN that the pad's page shows digit by digit.
pub struct Secret {
    pub word: &'static str,
    pub pin: &'static str,
}

/// Letters that no page of the site has in this order.
pub const SECRETS: [Secret; 4] = [
    Secret { word: "Kq7-zebra", pin: "4826" },
    Secret { word: "Vx9#mango", pin: "7391" },
    Secret { word: "Tw4!piano", pin: "2750" },
    Secret { word: "Hj3%鎌倉の海", pin: "9463" },
];

/// Sizes in CSS pixels that fields, echoes and enlarged pages of the site have, and those about them.
const SIZES: [&str; 6] = ["13.333px", "14px", "16px", "18px", "20px", "24px"];
/// Where a letter may begin between two pixels.
const OFFSETS: [&str; 2] = ["0", "0.5"];
/// The dots' line of the pad's page, which shows each digit for a moment.
const DOTS: &str = "34px";
const CELL: (usize, usize) = (160, 48);
const ACROSS: usize = 8;
const ON_A_PAGE: usize = ACROSS * 16;
/// What a browser draws in place of a password's letters.
const DISCS: &str = "discs";
/// Pages of letters stand where the profile knows an open page.
const PATH: &str = "/apply/mirror/letters/{page}";
const RULE: &str = "\n[[page]]\nid = \"letters\"\nlabel = { ja = \"文字\", en = \"Letters\" }\n\
    url = \"http://practice.madoguchi.test/apply/mirror/letters/*\"\nkind = \"open\"\n";

/// One text in one size at one offset.
struct Drawn {
    text: String,
    size: &'static str,
    offset: &'static str,
    /// What it counts as.
    of: String,
}

/// Every template of every secret.
pub struct Glyphs {
    all: Vec<(String, Template)>,
}

impl Glyphs {
    /// The templates of one secret: of its word, of what stands in its letters' stead and tells how many they are, and
    /// of its PIN where that is drawn.
    pub fn of(&self, secret: &Secret, with_pin: bool) -> Vec<Template> {
        let wanted = |of: &str| of == secret.word || of == DISCS || (with_pin && of == secret.pin);
        self.all.iter().filter(|(of, _)| wanted(of)).map(|(_, template)| template.clone()).collect()
    }

    /// Draws all letters. None where the machine gives no cells.
    pub async fn draw() -> Option<Self> {
        let drawn = all();
        let profile = browser::site::SHIPPED[0].1.replacen("\n[[dialog]]", &format!("{RULE}\n[[dialog]]"), 1);
        let more =
            Router::new().route(PATH, get(|page: axum::extract::Path<usize>| async move { Html(sheet(page.0)) }));
        let mut visit = Visit::begin(Plan { profile, more, ..Plan::default() }).await?;
        let mut found: Vec<(String, Template)> = Vec::new();
        for (page, part) in drawn.chunks(ON_A_PAGE).enumerate() {
            visit.open(&format!("/apply/mirror/letters/{page}")).await;
            let frame = visit.seen().await;
            let (width, height) = frame.size();
            let grey = Grey::of_rgb(width as usize, height as usize, frame.rgb());
            for (at, it) in part.iter().enumerate() {
                let (x, y) = (at % ACROSS * CELL.0, at / ACROSS * CELL.1);
                let cell = grey.part(Span { x, y, width: CELL.0, height: CELL.1 });
                let Some(template) = Template::of(&it.text, &cell) else { panic!("{} is not drawn", it.text) };
                if !found.iter().any(|(of, before)| *of == it.of && before.is_same(&template)) {
                    found.push((it.of.clone(), template));
                }
            }
        }
        visit.end().await;
        Some(Self { all: found })
    }
}

fn all() -> Vec<Drawn> {
    let mut drawn = Vec::new();
    let mut put = |of: &str, text: String, size: &'static str, offset: &'static str| {
        drawn.push(Drawn { of: of.to_owned(), text, size, offset });
    };
    for secret in &SECRETS {
        for (size, offset) in SIZES.iter().flat_map(|size| OFFSETS.map(|offset| (*size, offset))) {
            for run in runs(secret.word, RUN_CHARS).into_iter().chain(runs(secret.pin, RUN_CHARS)) {
                let of = if secret.pin.contains(&run) { secret.pin } else { secret.word };
                put(of, run, size, offset);
            }
        }
        for digit in secret.pin.chars() {
            put(secret.pin, digit.to_string(), DOTS, "0");
        }
    }
    for (size, offset) in ["16px", "20px"].iter().flat_map(|size| OFFSETS.map(|offset| (*size, offset))) {
        put(DISCS, DISCS.to_owned(), size, offset);
    }
    drawn
}

fn sheet(page: usize) -> String {
    let mut text = String::from(
        "<!doctype html><meta charset=utf-8><style>body{margin:0;background:#fff;color:#1d2321;\
         font-family:'Noto Sans CJK JP','Noto Sans JP',sans-serif}span{position:absolute;white-space:pre;line-height:40px}\
         .d{font-weight:400;-webkit-text-security:disc}</style>",
    );
    for (at, it) in all().iter().skip(page * ON_A_PAGE).take(ON_A_PAGE).enumerate() {
        let (x, y) = (at % ACROSS * CELL.0 + 4, at / ACROSS * CELL.1 + 4);
        let Drawn { size, offset, text: letters, .. } = it;
        let letters = if it.of == DISCS { "<b class=d>aaa</b>" } else { letters };
        text.push_str(&format!(
            "<span style='left:calc({x}px + {offset}px);top:{y}px;font-size:{size}'>{letters}</span>"
        ));
    }
    text
}

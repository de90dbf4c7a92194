//! Pages that mean harm: the visit goes on, is blank, or ends, within stated limits, and what was there is erased.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::IntoResponse as _;
use axum::routing::get;
use browser::confine::Remains;
use browser::guard::Layers;
use browser::host::{HostEvent, OrderFault};
use proofs::chance::Chance;

use crate::glyphs::{Glyphs, SECRETS};
use crate::player::Player;
use crate::traps::{Play, Trap};
use crate::visit::{MAIN_HOST, Plan, Visit, is_long, wheel};
use crate::watcher::{Wanted, Watcher};

/// How long a page has to fight before anything is asked.
const FIGHTING: Duration = Duration::from_secs(4);
/// By then the visit's own first page is back, or the browser is lost and says so.
const BACK_WITHIN: Duration = Duration::from_secs(25);
/// By then everything is erased: two seconds to let go, two to end, three to be killed, and a look around.
const ERASED_WITHIN: Duration = Duration::from_secs(10);
/// All run in the long suite.
const FIGHTS: [&str; 18] = [
    "dialogs",
    "fullscreen",
    "windows",
    "dom",
    "memory",
    "hang",
    "worker",
    "links",
    "connect",
    "swap",
    "focus",
    "cover",
    "redirect/metadata",
    "redirect/loopback",
    "redirect/mapped",
    "redirect/file",
    "redirect/chrome",
    "redirect/loop",
];

fn endless() -> Router {
    let around = || async { (StatusCode::FOUND, [(LOCATION, "/fight/redirect/loop")]).into_response() };
    Router::new().route("/fight/redirect/loop", get(around))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_fights_is_blank_and_its_visit_goes_on_or_ends_erased() {
    if !is_long() {
        return;
    }
    for name in FIGHTS {
        let Some(mut visit) = Visit::begin(Plan { more: endless(), ..Plan::default() }).await else { return };
        // A page that never answers is opened all the same.
        let address = format!("http://{MAIN_HOST}/fight/{name}");
        let _opened = tokio::time::timeout(FIGHTING, visit.host.open(&address)).await;
        let lost = visit.told_within(FIGHTING, |event| matches!(event, HostEvent::Lost { .. })).await;
        let acted = visit.host.operator(crate::visit::EPOCH, wheel(10.0)).await;
        assert!(
            matches!(acted, Err(OrderFault::NotShown | OrderFault::SecretHold | OrderFault::Lost)),
            "{name}: {acted:?}"
        );
        let shown = visit.operator.borrow().as_ref().is_some_and(|it| it.blank().is_none());
        assert!(!shown, "{name}: an operator sees a page nobody described");
        let from = Instant::now();
        let end = if lost { "lost" } else { comes_back(&mut visit).await };
        let back = from.elapsed();
        let told = visit.told.lock().unwrap().clone();
        assert!(name != "dialogs" || told.contains(&HostEvent::DialogsFlooded), "dialogs without end were not noticed");
        let from = Instant::now();
        let (erased, _, remains) = visit.end().await;
        let ending = from.elapsed();
        let told: BTreeSet<String> = told.iter().map(|it| format!("{it:?}").chars().take(24).collect()).collect();
        println!(
            "{name}: told {told:?}; {end} after {} ms, erased in {} ms, {erased:?}",
            back.as_millis(),
            ending.as_millis()
        );
        assert!(erased.processes.all_gone && remains == Remains::default(), "{name}: {erased:?} {remains:?}");
        assert!(ending <= ERASED_WITHIN, "{name}: erased after {ending:?}");
    }
}

/// The visit's first page is opened again, or the browser is lost; a page that answers nothing is neither for a while.
async fn comes_back(visit: &mut Visit) -> &'static str {
    visit.pass_over();
    let back = tokio::time::timeout(BACK_WITHIN, async {
        loop {
            match visit.host.open(&format!("http://{MAIN_HOST}/")).await {
                Ok(()) => return "back",
                Err(OrderFault::Lost) => return "lost",
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        }
    });
    // Ending the visit is what is left then, and is looked at by the caller.
    back.await.unwrap_or("blank to its end")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_that_change_places_under_focus_show_and_take_no_secret() {
    let Some(glyphs) = Glyphs::draw().await else { return };
    let rule = "\n[[page]]\nid = \"fights\"\nlabel = { ja = \"試験\", en = \"Fights\" }\n\
        url = \"http://practice.madoguchi.test/fight/*\"\nkind = \"open\"\n";
    let profile = browser::site::SHIPPED[0].1.replacen("\n[[dialog]]", &format!("{rule}\n[[dialog]]"), 1);
    let Some(mut visit) = Visit::begin(Plan { profile, ..Plan::default() }).await else { return };
    let secret = &SECRETS[1];
    let secrets = vec![secret.word.to_owned()];
    let wanted = Wanted { templates: glyphs.of(secret, false), secrets: secrets.clone(), reads: false };
    let watcher = Watcher::begin(visit.operator.clone(), wanted);
    for path in [&["/fight/swap"], &["/fight/cover"]] {
        let trap = Trap { name: "fight", paths: path, play: Play::Field { into: 6, on: 1 } };
        let mut player =
            Player { visit: &mut visit, watcher: &watcher, chance: Chance::new(5), secret, layers: Layers::default() };
        player.round(&trap).await;
    }
    let told = visit.told.lock().unwrap().clone();
    let tally = watcher.end(&told, &secrets).await;
    println!("{tally:?}");
    assert!(tally.found.is_empty() && tally.frames > 0, "{tally:?}");
    visit.end().await;
}

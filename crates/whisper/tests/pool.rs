//! The pool with real processes: this crate's worker with the real model, and stand-ins that misbehave.
//!
//! The model is the one `MADOGUCHI_TEST_MODEL` names, or `target/models/ggml-base.bin`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may end at what it did not expect")]

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use speech::recognition::{Effort, RecogniseError, Recognised, Recogniser as _, Utterance};
use speech::workers::{PoolConfig, PoolFault, WhisperPool};
use speech::{RecogniserState, SpokenLanguage, models, resample};

const STEP: Duration = Duration::from_millis(5);
/// A busy machine may take its time.
const LIMIT: Duration = Duration::from_secs(120);

fn model() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/models/ggml-base.bin");
    let path = std::env::var_os("MADOGUCHI_TEST_MODEL").map_or(beside, PathBuf::from);
    assert!(path.is_file(), "no model: run `madoguchi models fetch whisper-base --folder target/models`");
    path
}

fn real() -> PoolConfig {
    let model = model();
    let digest = models::digest::of_file(&model).unwrap();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_madoguchi-whisper"));
    PoolConfig { timeout: LIMIT, ..PoolConfig::new(program, model, vec![digest], "whisper-base") }
}

/// A pool of stand-ins, which need no model.
fn stand_in(name: &str) -> PoolConfig {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stand_ins").join(name);
    let model = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let digest = models::digest::of_file(&model).unwrap();
    PoolConfig::new(program, model, vec![digest], "stand-in")
}

fn utterance(file: &str, language: Option<SpokenLanguage>, effort: Effort) -> Utterance {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/voice").join(file);
    let bytes = std::fs::read(path).unwrap();
    let data = bytes.windows(4).position(|name| name == b"data").unwrap() + 8;
    let telephone: Vec<i16> =
        bytes[data..].iter().map(|byte| wire::g711::decode(wire::sdp::Codec::Pcmu, *byte)).collect();
    let samples = resample::resample(&telephone, 8_000, 16_000);
    Utterance { samples, language, prompt: String::new(), effort, local_only: false }
}

fn silence(seconds: usize) -> Utterance {
    let samples = vec![0; seconds * 16_000];
    Utterance { samples, language: None, prompt: String::new(), effort: Effort::Final, local_only: false }
}

async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(LIMIT, work).await.expect("in time")
}

async fn until(mut done: impl FnMut() -> bool) {
    within(async {
        while !done() {
            tokio::time::sleep(STEP).await;
        }
    })
    .await;
}

fn slay(process: u32) {
    kill(Pid::from_raw(process as i32), Signal::SIGKILL).unwrap();
}

fn is_there(process: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

fn check_words(heard: &Recognised, duration_ms: u32) {
    assert!(heard.words.len() > 5, "{heard:?}");
    let mut before = 0;
    for word in &heard.words {
        assert!(before <= word.start_ms && word.start_ms <= word.end_ms && word.end_ms <= duration_ms, "{word:?}");
        assert!((0.0..=1.0).contains(&word.confidence), "{word:?}");
        before = word.end_ms;
    }
}

#[tokio::test]
async fn telephone_speech_becomes_text_with_times_in_both_languages() {
    let pool = WhisperPool::open(real()).await.unwrap();
    assert_eq!(within(pool.settled()).await, RecogniserState::Ready);
    let japanese = utterance("ja-1.wav", Some(SpokenLanguage::Japanese), Effort::Final);
    let duration_ms = (japanese.samples.len() / 16) as u32;
    let heard = within(pool.recognise(japanese)).await.unwrap();
    assert!(heard.text().contains("マイナンバーカード"), "{}", heard.text());
    assert_eq!((heard.engine.as_str(), heard.language), ("whisper-base", None));
    check_words(&heard, duration_ms);
    let english = utterance("en-3.wav", None, Effort::Partial);
    let heard = within(pool.recognise(english)).await.unwrap();
    assert!(heard.text().contains("health insurance"), "{}", heard.text());
    assert_eq!(heard.language, Some(SpokenLanguage::English), "it was not told the language");
}

#[tokio::test]
async fn silence_thanks_nobody_for_watching() {
    let pool = WhisperPool::open(real()).await.unwrap();
    let heard = within(pool.recognise(silence(10))).await.unwrap();
    assert_eq!(heard.words, []);
}

#[tokio::test]
async fn a_worker_killed_in_the_middle_is_replaced_and_its_utterance_is_heard_by_another() {
    let pool = WhisperPool::open(real()).await.unwrap();
    within(pool.settled()).await;
    let killed = pool.processes()[0];
    let speech = utterance("ja-6.wav", Some(SpokenLanguage::Japanese), Effort::Final);
    let (heard, ()) = tokio::join!(within(pool.recognise(speech)), async {
        // It is in the middle once it has computed for a while.
        let ticks = || {
            std::fs::read_to_string(format!("/proc/{killed}/stat"))
                .unwrap()
                .split(' ')
                .nth(13)
                .unwrap()
                .parse::<u64>()
                .unwrap()
        };
        let before = ticks();
        until(|| ticks() > before + 5).await;
        slay(killed);
    });
    assert!(heard.unwrap().text().contains("電話番号"));
    assert!(!pool.processes().contains(&killed));
}

#[tokio::test]
async fn a_worker_killed_while_it_waits_is_replaced() {
    let pool = WhisperPool::open(real()).await.unwrap();
    within(pool.settled()).await;
    let killed = pool.processes()[0];
    slay(killed);
    until(|| pool.processes().iter().any(|process| *process != killed)).await;
    assert_eq!(pool.state(), RecogniserState::Ready);
}

#[tokio::test]
async fn an_utterance_two_workers_die_over_is_given_back() {
    let pool = WhisperPool::open(stand_in("dies.sh")).await.unwrap();
    let why = within(pool.recognise(silence(1))).await.unwrap_err();
    assert!(matches!(&why, RecogniseError::Failed { why, .. } if why.contains("signal: 9")), "{why}");
}

#[tokio::test]
async fn garbage_for_an_answer_is_refused_without_naming_it() {
    let pool = WhisperPool::open(stand_in("babbles.sh")).await.unwrap();
    let why = within(pool.recognise(silence(1))).await.unwrap_err().to_string();
    assert!(why.contains("no frame of ours") && !why.contains("Segmentation"), "{why}");
    let pool = WhisperPool::open(stand_in("noise.sh")).await.unwrap();
    let state = within(pool.settled()).await;
    assert!(state.why().is_some_and(|why| why.contains("did not start")), "{state:?}");
    let why = within(pool.recognise(silence(1))).await.unwrap_err();
    assert!(matches!(why, RecogniseError::Unavailable(_)), "{why}");
}

#[tokio::test]
async fn a_worker_that_does_not_answer_in_time_is_killed() {
    let config = PoolConfig { timeout: Duration::from_millis(100), ..stand_in("mute.sh") };
    let pool = WhisperPool::open(config).await.unwrap();
    within(pool.settled()).await;
    let mute = pool.processes()[0];
    let why = within(pool.recognise(silence(1))).await.unwrap_err();
    assert!(matches!(&why, RecogniseError::Failed { why, .. } if why.contains("100 ms")), "{why}");
    until(|| !is_there(mute)).await;
}

#[tokio::test]
async fn a_full_queue_says_busy_and_lets_last_passes_go_first() {
    let config = PoolConfig { waiting_max: 2, ..stand_in("mute.sh") };
    let pool = WhisperPool::open(config).await.unwrap();
    within(pool.settled()).await;
    let ask = |effort| pool.recognise(Utterance { effort, ..silence(1) });
    let mut busy = 0;
    // One is in hand, two may wait; whoever is too many comes back at once.
    let mut asked = [Effort::Final, Effort::Final, Effort::Final, Effort::Final, Effort::Partial].map(ask);
    within(std::future::poll_fn(|context| {
        busy += asked
            .iter_mut()
            .filter_map(|asking| match asking.as_mut().poll(context) {
                std::task::Poll::Ready(Err(RecogniseError::Busy)) => Some(()),
                _ => None,
            })
            .count();
        std::task::Poll::Ready(())
    }))
    .await;
    assert!((2..=3).contains(&busy), "{busy}");
}

#[tokio::test]
async fn a_model_that_is_damaged_or_missing_is_refused_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let cut_off = folder.path().join("cut-off.bin");
    let whole = std::fs::read(model()).unwrap();
    std::fs::write(&cut_off, &whole[..whole.len() / 2]).unwrap();
    let with = |model: &Path| PoolConfig { model: model.to_path_buf(), ..real() };
    let why = WhisperPool::open(with(&cut_off)).await.unwrap_err();
    assert!(matches!(&why, PoolFault::Digest { path, .. } if *path == cut_off), "{why}");
    let why = WhisperPool::open(with(&folder.path().join("none.bin"))).await.unwrap_err();
    assert!(matches!(why, PoolFault::Model { .. }), "{why}");
    // Were the list wrong about it, the worker itself would refuse it.
    let digest = models::digest::of_file(&cut_off).unwrap();
    let pool = WhisperPool::open(PoolConfig { model_sha256: vec![digest], ..with(&cut_off) }).await.unwrap();
    let state = within(pool.settled()).await;
    assert!(state.why().is_some_and(|why| why.contains("cannot be loaded")), "{state:?}");
}

#[tokio::test]
async fn a_program_that_is_not_there_leaves_the_pool_failed_and_says_so() {
    let config = PoolConfig { program: "/nowhere/madoguchi-whisper".into(), ..stand_in("mute.sh") };
    let pool = WhisperPool::open(config).await.unwrap();
    let state = within(pool.settled()).await;
    assert!(state.why().is_some_and(|why| why.contains("/nowhere/madoguchi-whisper")), "{state:?}");
}

#[tokio::test]
async fn too_long_an_utterance_is_refused_before_a_worker_sees_it() {
    let pool = WhisperPool::open(stand_in("mute.sh")).await.unwrap();
    assert_eq!(within(pool.recognise(silence(29))).await, Err(RecogniseError::TooLong(29_000)));
}

#[tokio::test]
async fn when_the_pool_goes_its_processes_go() {
    let pool = WhisperPool::open(PoolConfig { workers: 3, ..stand_in("mute.sh") }).await.unwrap();
    until(|| pool.processes().len() == 3).await;
    let processes = pool.processes();
    drop(pool);
    until(|| !processes.iter().any(|process| is_there(*process))).await;
}

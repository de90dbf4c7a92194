//! Calls in real time: on each, two people speak in turn, each on a leg of their own.

use crate::corpus::Sentence;
use crate::{Fault, Options};
use serde_json::{Value, json};
use speech::SpokenLanguage;
use speech::live::vocabulary::Prompts;
use speech::live::{Decode, LiveStream, LiveText, Pace, Settings, Ticket};
use speech::recognition::{Effort, RecogniseError, Recognised, Recogniser};
use speech::workers::WhisperPool;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Samples fed at once: 20 ms, as they come from a line.
const BLOCK: usize = 160;
/// Silence between two people's sentences, in samples.
const PAUSE: usize = 6_400;
/// How long the last answers are waited for.
const REST_MS: u128 = 20_000;

/// Runs `--calls` at once for `--seconds`, then reports what every leg saw.
pub(crate) async fn measure(pool: WhisperPool, sentences: &[Sentence], options: &Options) -> Result<Value, Fault> {
    let (calls, seconds): (usize, usize) = (options.number("calls", 1)?, options.number("seconds", 60)?);
    let processes = pool.processes();
    let before: u64 = processes.iter().map(|process| spent_ms(*process)).sum();
    let pool = Arc::new(pool);
    let mut legs = Vec::new();
    for call in 0..calls {
        for sound in script(sentences, call, seconds * 8_000) {
            legs.push(tokio::spawn(leg(pool.clone(), sound)));
        }
    }
    let mut rows = Vec::new();
    for leg in legs {
        rows.push(leg.await?);
    }
    let after: u64 = processes.iter().map(|process| spent_ms(*process)).sum();
    Ok(json!({ "calls": calls, "worker_cpu_ms": after.saturating_sub(before), "legs": rows }))
}

/// Sound of caller and agent: Japanese sentences in turn, each call beginning elsewhere in the list.
fn script(sentences: &[Sentence], call: usize, length: usize) -> [Vec<i16>; 2] {
    let japanese: Vec<&Sentence> =
        sentences.iter().filter(|sentence| sentence.language == SpokenLanguage::Japanese).collect();
    let mut legs = [Vec::new(), Vec::new()];
    for (turn, sentence) in japanese.iter().cycle().skip(4 * call).enumerate() {
        if legs[0].len() + sentence.sound.len() + PAUSE > length {
            break;
        }
        let silence = vec![0; sentence.sound.len()];
        let speaking = turn % 2;
        for (leg, sound) in legs.iter_mut().enumerate() {
            sound.extend_from_slice(if leg == speaking { &sentence.sound } else { &silence });
            sound.extend_from_slice(&[0; PAUSE]);
        }
    }
    legs
}

/// What is measured on one leg.
struct Leg {
    begun: Instant,
    stream: LiveStream,
    away: BTreeMap<Ticket, (Effort, Instant)>,
    answers: mpsc::UnboundedSender<(Ticket, Result<Recognised, RecogniseError>)>,
    pool: Arc<WhisperPool>,
    figures: Figures,
}

#[derive(Default)]
struct Figures {
    /// From asking for a partial pass to its text, in ms.
    partial_ms: Vec<f64>,
    /// From the end of a word to the moment it is first shown, in ms.
    word_ms: Vec<f64>,
    /// From the end of speech to the final text, in ms, with the segment's length.
    finals: Vec<(f64, f64)>,
    missed: usize,
    busy: usize,
    spoken_ms: f64,
    shown: BTreeMap<u64, u32>,
}

async fn leg(pool: Arc<WhisperPool>, sound: Vec<i16>) -> Value {
    let (answers, mut answered) = mpsc::unbounded_channel();
    let settings = Settings {
        language: Some(SpokenLanguage::Japanese),
        prompts: Prompts::of_terms(&[]),
        local_only: true,
        ..Settings::default()
    };
    let (begun, figures) = (Instant::now(), Figures::default());
    let mut leg = Leg { begun, stream: LiveStream::new(settings), away: BTreeMap::new(), answers, pool, figures };
    let mut line = tokio::time::interval(Duration::from_millis(20));
    let mut blocks = sound.chunks(BLOCK).enumerate();
    let mut ended = None;
    loop {
        tokio::select! {
            Some((ticket, answer)) = answered.recv() => leg.answered(ticket, answer),
            _ = line.tick() => match blocks.next() {
                Some((block, samples)) => {
                    let texts = leg.stream.hear((block * BLOCK) as u64, samples);
                    leg.note(texts, None);
                }
                None if ended.is_none() => {
                    ended = Some(Instant::now());
                    let texts = leg.stream.finish();
                    leg.note(texts, None);
                }
                None => {}
            },
        }
        leg.ask();
        if leg.stream.is_done() || ended.is_some_and(|ended| ended.elapsed().as_millis() > REST_MS) {
            let texts = leg.stream.give_up();
            leg.note(texts, None);
            return leg.figures.told();
        }
    }
}

impl Leg {
    fn now_ms(&self) -> f64 {
        self.begun.elapsed().as_secs_f64() * 1_000.0
    }

    fn ask(&mut self) {
        while let Some(decode) = self.stream.next((self.now_ms() * 8.0) as u64) {
            let Decode { ticket, effort, utterance } = decode;
            self.away.insert(ticket, (effort, Instant::now()));
            let (pool, answers) = (self.pool.clone(), self.answers.clone());
            tokio::spawn(async move {
                let answer = pool.recognise(utterance).await;
                let _ = answers.send((ticket, answer));
            });
        }
    }

    fn answered(&mut self, ticket: Ticket, answer: Result<Recognised, RecogniseError>) {
        self.figures.busy += usize::from(answer == Err(RecogniseError::Busy));
        let asked = self.away.remove(&ticket);
        let texts = self.stream.heard(ticket, answer);
        self.note(texts, asked);
    }

    fn note(&mut self, texts: Vec<LiveText>, asked: Option<(Effort, Instant)>) {
        let now = self.now_ms();
        for text in texts {
            match text {
                LiveText::Partial { segment, start, words } => {
                    if let Some((Effort::Partial, asked)) = asked {
                        self.figures.partial_ms.push(asked.elapsed().as_secs_f64() * 1_000.0);
                    }
                    let known = self.figures.shown.entry(segment).or_default();
                    for word in words.iter().filter(|word| word.end_ms > *known) {
                        self.figures.word_ms.push(now - (start as f64 / 8.0 + f64::from(word.end_ms)));
                    }
                    *known = words.last().map_or(*known, |word| word.end_ms.max(*known));
                }
                LiveText::Final { start, end, .. } => {
                    let length = (end - start) as f64 / 8.0;
                    let spoken = end as f64 / 8.0 - f64::from(Pace::default().tail_ms);
                    self.figures.finals.push((now - spoken, length));
                    self.figures.spoken_ms += length;
                }
                LiveText::Missed { start, end, .. } => {
                    self.figures.missed += 1;
                    self.figures.spoken_ms += (end - start) as f64 / 8.0;
                }
            }
        }
    }
}

impl Figures {
    fn told(self) -> Value {
        json!({
            "partial_ms": self.partial_ms, "word_ms": self.word_ms, "finals": self.finals,
            "missed": self.missed, "busy": self.busy, "spoken_ms": self.spoken_ms,
        })
    }
}

/// Processor time of a process in ms (proc_pid_stat(5), fields 14 and 15); 0 when it is gone.
fn spent_ms(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_ascii_whitespace().skip(11).take(2).filter_map(|text| text.parse::<u64>().ok());
    ticks.sum::<u64>() * 10
}

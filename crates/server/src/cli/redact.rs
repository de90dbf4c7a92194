//! `madoguchi redact`: text in, the same text without its secrets out, line by line.
//!
//! Owns the bounds of a line and the form of what is written. It never writes, nor says in an error, any of
//! what it read; `domain::secret_text` decides what is a secret.

use std::collections::VecDeque;
use std::io::{BufRead, ErrorKind, Read as _, Write};

use anyhow::{Context as _, bail};
use domain::secret_text::{Conversation, Redacted, RedactedSpan, SegmentId, TextContext, redact as redacted};
use domain::time::Timestamp;
use serde_json::{Value, json};

use super::arguments::RedactArguments;

/// Longest line, in bytes without its end; a longer one could be cut only within a number.
const LINE_BYTES_MAX: usize = 64 * 1024;
/// Everything is one speaker's.
const SPEAKER: u64 = 0;

/// Redacts standard input onto standard output.
pub(super) fn redact(arguments: &RedactArguments) -> anyhow::Result<bool> {
    let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut output = Output { to: std::io::BufWriter::new(output), json: arguments.json };
    let done = if arguments.spoken { spoken(input, &mut output) } else { written(input, &mut output) };
    match done.and_then(|()| output.to.flush().map_err(anyhow::Error::from)) {
        Err(why) if is_broken_pipe(&why) => Ok(true),
        done => done.map(|()| true),
    }
}

/// A reader that went away is no failure of ours.
fn is_broken_pipe(why: &anyhow::Error) -> bool {
    why.downcast_ref::<std::io::Error>().is_some_and(|why| why.kind() == ErrorKind::BrokenPipe)
}

fn written(mut input: impl BufRead, output: &mut Output<impl Write>) -> anyhow::Result<()> {
    let mut number = 0;
    while let Some(line) = next_line(&mut input, number + 1)? {
        number += 1;
        output.write(number, &line, &redacted(&line, TextContext::default()))?;
    }
    Ok(())
}

/// Lines are segments of one speaker, so a line is written once those that follow cannot change it.
fn spoken(mut input: impl BufRead, output: &mut Output<impl Write>) -> anyhow::Result<()> {
    let mut conversation = Conversation::new();
    let mut waiting: VecDeque<(u64, String)> = VecDeque::new();
    let mut number = 0;
    while let Some(line) = next_line(&mut input, number + 1)? {
        number += 1;
        let told = conversation.hear(SPEAKER, SegmentId(number), &line, Timestamp::default());
        waiting.push_back((number, line));
        for settled in told.iter().filter(|redaction| redaction.settled) {
            write_oldest(output, &mut waiting, &settled.redacted)?;
        }
    }
    for settled in conversation.finish() {
        write_oldest(output, &mut waiting, &settled.redacted)?;
    }
    Ok(())
}

/// Segments are settled in the order they were heard in.
fn write_oldest(
    output: &mut Output<impl Write>,
    waiting: &mut VecDeque<(u64, String)>,
    redacted: &Redacted,
) -> anyhow::Result<()> {
    match waiting.pop_front() {
        Some((number, line)) => output.write(number, &line, redacted),
        None => Ok(()),
    }
}

/// The next line without its end; None at the end of the input.
fn next_line(input: &mut impl BufRead, number: u64) -> anyhow::Result<Option<String>> {
    let mut line = Vec::new();
    let read = input.by_ref().take(LINE_BYTES_MAX as u64 + 2).read_until(b'\n', &mut line).context("cannot read")?;
    if read == 0 {
        return Ok(None);
    }
    let end = line.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
    line.truncate(end);
    if line.len() > LINE_BYTES_MAX {
        bail!("line {number} is longer than {LINE_BYTES_MAX} bytes");
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

struct Output<W> {
    to: W,
    json: bool,
}

impl<W: Write> Output<W> {
    fn write(&mut self, number: u64, line: &str, redacted: &Redacted) -> anyhow::Result<()> {
        if self.json {
            let spans: Vec<Value> = redacted.spans.iter().map(|span| described(line, span)).collect();
            let line = json!({"line": number, "text": redacted.text, "spans": spans});
            serde_json::to_writer(&mut self.to, &line).map_err(std::io::Error::from)?;
        } else {
            self.to.write_all(redacted.text.as_bytes())?;
        }
        self.to.write_all(b"\n")?;
        Ok(())
    }
}

/// A span by its places in the line that was read, in bytes and in characters.
fn described(line: &str, span: &RedactedSpan) -> Value {
    let chars = |bytes: usize| line.get(..bytes).map_or(0, |before| before.chars().count());
    json!({
        "start_byte": span.range.start,
        "end_byte": span.range.end,
        "start_char": chars(span.range.start),
        "end_char": chars(span.range.end),
        "kind": span.kind.code(),
        "confidence": span.confidence.code(),
        "reason": span.reason(),
    })
}

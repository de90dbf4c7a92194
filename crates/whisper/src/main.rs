//! `madoguchi-whisper`: one worker of the pool in `speech::workers`, a process that turns speech into text.
//!
//! It reads requests on its standard input and answers on its standard output, one at a time on one thread,
//! until the input ends. A process of its own, since whisper.cpp is a large library in C++: when it dies, no
//! call dies with it. What was said goes into the answers and nowhere else.

mod ears;
mod pieces;

use std::io::{self, BufReader, BufWriter};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use speech::workers::protocol::{self, Answer, Hello, Outcome, Request};

use ears::{Ears, Hearing};

/// How far the worker stands back behind the threads that carry sound.
const NICENESS: i32 = 10;

/// Turns speech into text for Madoguchi; started by the server, not by people.
#[derive(Debug, Parser)]
#[command(name = "madoguchi-whisper", version, about)]
struct Arguments {
    /// The model, as whisper.cpp reads it.
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// Ways followed at once in the last pass; 1 follows the likeliest alone.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=8))]
    final_beam: u8,
    /// Frames of 20 ms listened to behind the end of the sound.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(0..=1500))]
    audio_ctx_pad: u16,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Calls go first: text may be late, sound may not. Without the right to it, the worker works all the same.
    let _ = rustix::process::nice(NICENESS);
    whisper_rs::install_logging_hooks();
    let mut out = BufWriter::new(io::stdout().lock());
    let hearing = Hearing { final_beam: arguments.final_beam, context_pad: arguments.audio_ctx_pad };
    let mut ears = match processor().and_then(|()| Ears::open(&arguments.model, hearing)) {
        Ok(ears) => ears,
        Err(why) => {
            let _ = protocol::write(&mut out, &Hello::Refused(why));
            return ExitCode::FAILURE;
        }
    };
    let mut requests = BufReader::new(io::stdin().lock());
    let served = protocol::write(&mut out, &Hello::Ready).and_then(|()| {
        while serve_one(&mut ears, &mut requests, &mut out)? {}
        Ok(())
    });
    if served.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Answers one request; false when there are no more.
fn serve_one(ears: &mut Ears, requests: &mut impl io::Read, out: &mut impl io::Write) -> io::Result<bool> {
    let Some(request) = protocol::read::<Request>(requests)? else {
        return Ok(false);
    };
    if !request.is_sensible() {
        return Err(io::Error::other("a request beyond its limits"));
    }
    let samples = protocol::read_samples(requests, request.samples)?;
    let outcome = ears.hear(&request, &samples).unwrap_or_else(Outcome::Failed);
    protocol::write(out, &Answer { id: request.id, outcome })?;
    Ok(true)
}

/// Whether this processor has what the library was built for (see `.cargo/config.toml`).
fn processor() -> Result<(), String> {
    #[cfg(target_arch = "x86_64")]
    if !(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") && is_x86_feature_detected!("f16c")) {
        return Err("this processor lacks AVX2, FMA or F16C, which the worker is built for".to_owned());
    }
    Ok(())
}

//! Proofs about the shared browser on real Chromium, where its pictures and messages leave for the operator.
//!
//! `leaks`: no secret in any picture or message, on every trap of the practice site. `holds`: nothing of the operator's
//! arrives while a secret is typed. `canaries`: nothing is left on disk or in logs. `escapes`: no way out but the
//! proxy's. `fights`: pages that mean harm. Each has a positive control that must hit. `MADOGUCHI_LONG=1` runs the leak
//! suite whole, in shards that are kept in the build's folder (or `MADOGUCHI_LEAKS`), so that it can be gone on with.

#![expect(clippy::unwrap_used, reason = "a failed expectation of a test shall panic")]
#![expect(clippy::print_stdout, reason = "what was looked at is told to whoever runs a proof by hand")]

#[path = "../shared/keeper.rs"]
mod keeper;

mod canaries;
mod escapes;
mod fights;
mod glyphs;
mod holds;
mod leaks;
mod player;
mod traps;
mod visit;
mod watcher;

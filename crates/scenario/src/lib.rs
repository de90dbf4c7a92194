//! Whole contacts on virtual time; everything is in the one test binary `scenario`.
//!
//! `tests/scenario/world.rs` plays the shell around `domain::floor`,
//! `invariants.rs` says what must hold after every event, `interleavings.rs`
//! tries every order to a depth, `seeds.rs` tries long days by chance, and
//! `rules_*.rs` tell the rules one by one. A failing seed goes into `seeds.txt`.

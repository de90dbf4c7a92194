//! Both sides at play on a trap, on random timing: the resident types a secret, and everybody stirs the page.

use std::time::Duration;

use browser::frame::COVER_COLOUR;
use browser::guard::Layers;
use browser::host::input::Key;
use browser::host::{HostEvent, Input};
use proofs::chance::Chance;

use crate::glyphs::Secret;
use crate::traps::{Play, Trap};
use crate::visit::{Visit, click, committed, wheel};
use crate::watcher::Watcher;

/// The longest rest between two acts.
const REST_MS_MAX: u64 = 260;
/// How long a hold may take to be left before the play goes on without.
const LEAVING: Duration = Duration::from_secs(3);
const LOOKING: Duration = Duration::from_secs(3);
/// Acts in one round.
const ACTS: u64 = 22;
/// The pad in CSS pixels, as the site's style sheet has it.
const PAD_HEIGHT: f64 = 292.0;
const KEY_STEP: (f64, f64) = (92.0, 76.0);
const COVER_MARGIN: f64 = 8.0;

/// Both sides.
pub struct Player<'a> {
    pub visit: &'a mut Visit,
    pub watcher: &'a Watcher,
    pub chance: Chance,
    pub secret: &'a Secret,
    pub layers: Layers,
}

impl Player<'_> {
    /// One round of a trap, from opening its page.
    pub async fn round(&mut self, trap: &Trap) {
        let path = *self.chance.one_of(trap.paths).unwrap();
        self.visit.open(path).await;
        // Pages differ in how soon they are at rest; some never are.
        let _at_rest = self.visit.seen_within(LOOKING).await;
        match trap.play {
            Play::Field { into, on } => {
                self.types_into(into).await;
                self.steps(Key::Tab, on - 1).await;
                self.stirs().await;
            }
            Play::Pad => self.presses_pin().await,
            Play::History => {
                self.types_into(6).await;
                self.presses(Key::Space).await;
                self.visit.open("/apply/shadow").await;
                self.steps(Key::Tab, 7).await;
                self.presses(Key::Enter).await;
                self.stirs().await;
            }
            Play::Echo => self.stirs().await,
        }
    }

    /// Fills what comes before the page with the echo.
    pub async fn fills_for_echo(&mut self) {
        self.visit.open("/apply/password").await;
        self.visit.seen().await;
        for _ in 0..5 {
            self.visit.operator_tries(Input::Key { key: Key::Tab, shift: false }).await.unwrap();
        }
        self.visit.operator_tries(committed("hanako85")).await.unwrap();
        self.visit.goes_into_secret(1).await;
        for last in [false, false, true] {
            self.types().await;
            self.leaves().await;
            if !last {
                self.visit.goes_into_secret(1).await;
            }
        }
        self.steps(Key::Tab, 1).await;
        self.visit.pass_over();
        self.presses(Key::Enter).await;
        self.visit.until("the page after", |event| matches!(event, HostEvent::Loaded { .. })).await;
    }

    async fn types_into(&mut self, steps: usize) {
        self.visit.goes_into_secret(steps).await;
        self.types().await;
        self.leaves().await;
    }

    async fn types(&mut self) {
        for character in self.secret.word.chars() {
            // A field of four digits takes no more.
            let _taken = self.visit.host.type_secret(character).await;
            if self.chance.below(3) == 0 {
                self.rests().await;
            }
        }
    }

    async fn leaves(&mut self) {
        self.visit.pass_over();
        self.presses(Key::Tab).await;
        let _in_time = self.visit.told_within(LEAVING, |event| *event == HostEvent::SecretBlurred).await;
    }

    async fn presses(&mut self, key: Key) {
        self.visit.resident_key(key, 1).await;
        self.rests().await;
    }

    async fn steps(&mut self, key: Key, times: usize) {
        for _ in 0..times {
            self.presses(key).await;
        }
    }

    /// Acts of both sides by chance. What is refused is refused rightly.
    async fn stirs(&mut self) {
        for _ in 0..ACTS {
            let down = self.chance.below(500) as f64 - 250.0;
            let at = (40.0 + self.chance.below(1200) as f64, 300.0 + self.chance.below(450) as f64);
            match self.chance.below(16) {
                0..=5 => self.visit.resident_key(Key::Space, 1).await,
                6..=8 => drop(self.visit.operator_tries(wheel(down)).await),
                9 | 10 => drop(self.visit.host.resident(wheel(down)).await),
                11 => {
                    self.visit.resident_key(Key::Tab, 1).await;
                    self.rests().await;
                    self.visit.host.resident(Input::Key { key: Key::Tab, shift: true }).await.unwrap();
                }
                12 => drop(self.visit.host.resident(Input::Key { key: Key::Tab, shift: true }).await),
                13 => drop(self.visit.operator_tries(committed("山田")).await),
                14 => {
                    for input in click(at) {
                        drop(self.visit.operator_tries(input).await);
                    }
                }
                _ => drop(self.visit.operator_tries(Input::Key { key: Key::PageDown, shift: false }).await),
            }
            self.rests().await;
        }
    }

    async fn presses_pin(&mut self) {
        let Some((middle, bottom)) = self.pad().await else { return };
        for digit in self.secret.pin.chars().filter_map(|it| it.to_digit(10)) {
            let (row, column) = if digit == 0 { (3, 1) } else { ((digit - 1) / 3, (digit - 1) % 3) };
            let x = middle + (f64::from(column) - 1.0) * KEY_STEP.0;
            let y = bottom - PAD_HEIGHT + f64::from(row) * KEY_STEP.1 + 32.0;
            self.visit.resident_clicks((x, y)).await;
            for _ in 0..3 {
                self.rests().await;
                for input in click((middle - KEY_STEP.0, bottom - 40.0)) {
                    drop(self.visit.operator_tries(input).await);
                }
            }
        }
        for _ in 0..4 {
            let down = self.chance.below(300) as f64 - 150.0;
            drop(self.visit.operator_tries(wheel(down)).await);
            self.rests().await;
        }
    }

    /// Where the pad is, by what the operator does not see; without rectangles it stands where it stood before.
    async fn pad(&mut self) -> Option<(f64, f64)> {
        if self.layers != Layers::default() {
            return Some((640.0, 760.0));
        }
        let frame = self.visit.seen_within(LOOKING).await?;
        let width = frame.size().0 as usize;
        let covered = frame.rgb().chunks_exact(3).enumerate().filter(|(_, pixel)| *pixel == COVER_COLOUR);
        let places: Vec<(usize, usize)> = covered.map(|(at, _)| (at % width, at / width)).collect();
        let left = places.iter().map(|it| it.0).min()?;
        let right = places.iter().map(|it| it.0).max()?;
        let bottom = places.iter().map(|it| it.1).max()?;
        Some(((left + right + 1) as f64 / 2.0, (bottom + 1) as f64 - COVER_MARGIN))
    }

    /// Rests for a random while, and until what was shown is looked at. When acts come is what the suite tries.
    async fn rests(&mut self) {
        let rest = Duration::from_millis(self.chance.below(REST_MS_MAX));
        self.watcher.keeps_up(rest).await;
    }
}

//! Which days of an installation are simulated, by which seed, and whether more may be written.
//!
//! Owns the refusal: where residents' contacts are, nothing made up is put beside them, unless it is a demonstration.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use storage::{Db, StoreError, Tx, contacts, settings};

/// Setting: what is simulated here.
const SIMULATION: &str = "simulation";

/// What is simulated here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    kept: Kept,
    version: i32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    seed: u64,
    planted: Vec<String>,
    /// Contacts by day.
    days: BTreeMap<NaiveDate, u64>,
}

impl Standing {
    /// Reads what is simulated, and refuses where nothing more may be.
    pub(super) async fn read(db: &Db, seed: u64, planted: &[String], is_demo: bool) -> anyhow::Result<Self> {
        let setting = settings::get(db, SIMULATION).await?;
        let (kept, version) = match setting {
            Some(setting) => {
                (serde_json::from_value(setting.value).context("what is simulated here")?, setting.version)
            }
            None => (Kept::default(), 0),
        };
        let mut standing = Self { kept, version };
        if standing.kept.days.is_empty() {
            (standing.kept.seed, standing.kept.planted) = (seed, planted.to_vec());
        }
        let here = &standing.kept;
        ensure!(here.seed == seed, "days are simulated here with --seed {}; two seeds do not make one city", here.seed);
        ensure!(
            here.planted == planted,
            "days are simulated here with other anomalies ({:?}); give the same ones, or another data folder",
            here.planted
        );
        let all = every_contact(db).await?;
        let real = all.saturating_sub(standing.contacts());
        ensure!(
            is_demo || real == 0,
            "there are {real} contacts of residents here; nothing is simulated beside them. Name another data folder"
        );
        Ok(standing)
    }

    /// Whether the day is there already.
    pub(super) fn has(&self, date: NaiveDate) -> bool {
        self.kept.days.contains_key(&date)
    }

    /// How many days there are.
    pub(super) fn days(&self) -> usize {
        self.kept.days.len()
    }

    /// How many contacts they have.
    pub(super) fn contacts(&self) -> u64 {
        self.kept.days.values().sum()
    }

    /// The same with one more day, written in the day's own transaction.
    pub(super) async fn with_day(&self, tx: &Tx, date: NaiveDate, contacts: u64, at_ms: i64) -> anyhow::Result<Self> {
        let mut kept = self.kept.clone();
        kept.days.insert(date, contacts);
        let value = serde_json::to_value(&kept)?;
        let version = settings::set(tx, SIMULATION, value, self.version, None, at_ms).await?;
        Ok(Self { kept, version })
    }
}

async fn every_contact(db: &Db) -> Result<u64, StoreError> {
    let mut all = 0;
    for channel in ["phone", "counter", "chat"] {
        all += contacts::arrived_since(db, channel, i64::MIN).await?;
    }
    Ok(all)
}

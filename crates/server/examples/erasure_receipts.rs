//! Puts receipts into the books of an installation that runs, as its shared browser does: for tests of pages.
//!
//! `erasure_receipts --data DIR [--contact UUID] COUNT`. The erasures are told of as the machine tells them; key, chain
//! and books are the installation's own.

#![expect(clippy::print_stdout, reason = "an example speaks to a terminal")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Parser;
use domain::erasure_receipt::{BrowserEnd, Canary, CanaryScan, ScanPlace, TraceKind};
use domain::ids::ContactId;
use domain::time::Timestamp;
use domain::visit_browser::ErasureAccount;
use server::clock::{Clock, fresh_id};
use server::config::Config;
use server::erasure::Erasure;
use server::trail::Trail;
use storage::db::{self, DbConfig};
use uuid::Uuid;
use vault::KeyRing;

/// Between two erasures, in milliseconds.
const APART_MS: i64 = 7 * 60_000;
/// How often the host had to be rebuilt: every so many erasures once.
const REBUILT_EVERY: i64 = 9;
/// Ends that are told of, in turn.
const ENDS: [BrowserEnd; 3] = [BrowserEnd::Submitted, BrowserEnd::Ended, BrowserEnd::Cancelled];

#[derive(Debug, Parser)]
struct Arguments {
    /// The installation's data folder.
    #[arg(long)]
    data: PathBuf,
    /// The contact of all of them; a made-up one each, where none is named.
    #[arg(long)]
    contact: Option<Uuid>,
    /// How many.
    count: u32,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { data, contact, count } = Arguments::parse();
    let config = Config { data_dir: data, ..Config::default() };
    let ring = KeyRing::load(&config.key_file())?;
    let db = db::connect(&DbConfig::new(config.database_url())).await?;
    let clock = Clock::start();
    let now_ms = clock.now().timestamp_millis();
    let room = Erasure::open(db.clone(), &ring, Trail::new(db, &ring, clock, config.audit_heads_file()))?;
    for (back, end) in (1..=i64::from(count)).rev().zip(ENDS.into_iter().cycle()) {
        let visit = ContactId(contact.unwrap_or_else(fresh_id));
        let ended_ms = now_ms - back * APART_MS;
        room.begun(visit, Timestamp(ended_ms - APART_MS / 2)).await?;
        let told = account(visit, end, back % REBUILT_EVERY == 0, ended_ms);
        let signed = room.record(&told, Timestamp(now_ms)).await?;
        println!("{}", signed.receipt.sequence);
    }
    Ok(())
}

fn account(visit: ContactId, end: BrowserEnd, is_rebuilt: bool, ended_ms: i64) -> ErasureAccount {
    let after = |ms: i64| Timestamp(ended_ms + ms);
    let mut erased = BTreeMap::from([(TraceKind::Profile, after(412)), (TraceKind::Frames, after(120))]);
    if end == BrowserEnd::Submitted {
        erased.extend([(TraceKind::Photo, after(-2_000)), (TraceKind::FormData, after(130))]);
    }
    ErasureAccount {
        visit: Some(visit),
        end,
        ended_at: Timestamp(ended_ms),
        erased,
        rebuilt: u32::from(is_rebuilt),
        found_before: u32::from(is_rebuilt),
        scan: CanaryScan {
            at: after(780),
            found: Canary::ALL.into_iter().map(|canary| (canary, 0)).collect(),
            places: BTreeSet::from([ScanPlace::Profile, ScanPlace::Disk, ScanPlace::Logs]),
        },
        verified_at: after(if is_rebuilt { 9_400 } else { 842 }),
    }
}

//! `madoguchi simulate`: fills an installation with a simulated city's days, in place of a server.
//!
//! Owns the order: what may be written where, then one day after the other. A day is written whole or not at all,
//! and a run that was stopped goes on where it ended. Days themselves are `simulator`'s; who serves in them is
//! `crew`'s, what is written `keeping`'s, what was written before `standing`'s.

mod crew;
mod keeping;
mod standing;

use std::os::unix::fs::DirBuilderExt as _;

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;
use simulator::{City, simulate_day};
use storage::Db;
use storage::db::{self, DbConfig};
use tokio::signal::unix::{SignalKind, signal};

use super::arguments::SimulateArguments;
use super::output::say;
use crate::city_calendar::CityCalendar;
use crate::clock::Clock;
use crate::config::Config;
use crate::trail::Trail;
use crate::{flow_files, installation, seed};
use keeping::Keeper;
use standing::Standing;

/// Most days of one run: ten years.
const DAYS_MAX: i64 = 3_660;

pub(super) async fn simulate(arguments: SimulateArguments) -> anyhow::Result<bool> {
    let span_days = (arguments.to - arguments.from).num_days() + 1;
    ensure!(span_days >= 1, "--to {} is before --from {}", arguments.to, arguments.from);
    ensure!(span_days <= DAYS_MAX, "{span_days} days; at most {DAYS_MAX} in one run");
    let mut config = arguments.source.read()?;
    config.demo.enabled |= arguments.demo;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir).context("the data folder")?;
    // Held to the end: a server that ran beside would not know of these contacts.
    let _lock = installation::lock(&config.data_dir)?;
    let (ring, _) = installation::keys(&config)?;
    let db = db::open(&DbConfig::new(config.database_url())).await.context("the database")?;
    let clock = Clock::start();
    seed::service(&db).await?;
    if config.demo.enabled {
        seed::demo(&db, clock.now()).await?;
    }
    let planted = arguments.planted.words();
    let standing = Standing::read(&db, arguments.seed, &planted, config.demo.enabled).await?;
    let city = city(&config, &db, &arguments).await?;
    let trail = Trail::new(db.clone(), &ring, clock.clone(), config.audit_heads_file());
    let keeper = Keeper::of(&db, &ring, &trail, &clock).await?;
    let done = days(&arguments, &city, keeper, standing, span_days).await;
    let closed = db.close().await;
    let is_whole = done?;
    closed.context("the database")?;
    Ok(is_whole)
}

/// The simulated city with this installation's calendar, floor, flows, people and kiosks.
async fn city(config: &Config, db: &Db, arguments: &SimulateArguments) -> anyhow::Result<City> {
    let calendar = CityCalendar::open(db.clone()).await?.current();
    let mut city = simulator::zama(calendar.as_ref().clone(), config.floor_in_force());
    city.flows = flow_files::catalogue(config.counter.flows_folder.as_deref()).0;
    if let Some(number) = config.city.numbers.first()
        && let Ok(number) = domain::numbers::read(number)
        && let Some(e164) = number.public()
    {
        city.phone.dialled = e164.as_str().to_owned();
    }
    crew::call_in(&mut city, db).await?;
    city.anomalies = arguments.planted.anomalies(&city.counter.kiosks)?;
    Ok(city)
}

/// Every day that is not there yet; false when somebody stopped it.
async fn days(
    arguments: &SimulateArguments,
    city: &City,
    keeper: Keeper<'_>,
    mut standing: Standing,
    span_days: i64,
) -> anyhow::Result<bool> {
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM")?;
    for (date, place) in arguments.from.iter_days().take_while(|date| *date <= arguments.to).zip(1..) {
        if standing.has(date) {
            continue;
        }
        let one = one_day(arguments.seed, city, &keeper, &mut standing, date);
        // A day that is given up here rolls its transaction back.
        let contacts = tokio::select! {
            contacts = one => contacts.with_context(|| date.to_string())?,
            _ = interrupt.recv() => return stopped(date),
            _ = terminate.recv() => return stopped(date),
        };
        say(&format!("{date}  {contacts:>5} contacts  {place} of {span_days}\n"))?;
    }
    say(&format!(
        "{} days with {} contacts are simulated, seed {}\n",
        standing.days(),
        standing.contacts(),
        arguments.seed
    ))
}

async fn one_day(
    seed: u64,
    city: &City,
    keeper: &Keeper<'_>,
    standing: &mut Standing,
    date: NaiveDate,
) -> anyhow::Result<usize> {
    let day = simulate_day(city, seed, date)?;
    keeper.keep(&day, standing).await?;
    Ok(day.contacts.len())
}

fn stopped(date: NaiveDate) -> anyhow::Result<bool> {
    say(&format!("stopped before {date}; the days before it are kept, and the same command goes on from there\n"))?;
    Ok(false)
}

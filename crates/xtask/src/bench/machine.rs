//! What machine this is, and how much of it others took while we measured.

use anyhow::Context;
use std::fs;
use std::time::Instant;

/// Clock ticks a second in /proc (USER_HZ is 100 on every Linux).
const MS_PER_TICK: u64 = 10;

/// The processor, cores, memory and kernel in one line.
pub(super) fn description() -> anyhow::Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo")?;
    let model = field(&cpu, "model name").unwrap_or("unknown processor");
    let memory = fs::read_to_string("/proc/meminfo")?;
    let memory_kb: u64 = field(&memory, "MemTotal").and_then(|text| text.split(' ').next()?.parse().ok()).unwrap_or(0);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let cores = std::thread::available_parallelism()?;
    Ok(format!("{cores} cores of {model}, {} MB, Linux {}", memory_kb / 1024, kernel.trim()))
}

/// The value behind `name:` in a text of /proc.
pub(super) fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let line = text.lines().find(|line| line.split(':').next().is_some_and(|key| key.trim() == name))?;
    Some(line.split_once(':')?.1.trim())
}

/// Resident memory of a process in MB.
///
/// # Errors
/// When the process is gone.
pub(super) fn resident_mb(pid: u32) -> anyhow::Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let kb = field(&status, "VmRSS").and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    Ok(kb.context("the system does not tell resident memory")? / 1024.0)
}

/// Processor time of a process, all its threads and the children it has waited for, in ms
/// (proc_pid_stat(5), fields 14 to 17).
///
/// # Errors
/// When the process is gone.
pub(super) fn spent_ms(pid: u32) -> anyhow::Result<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_ascii_whitespace().skip(11).take(4).filter_map(|text| text.parse::<u64>().ok());
    Ok(ticks.sum::<u64>() * MS_PER_TICK)
}

/// What the host and others took of the processors in a stretch of time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    /// Share of processor time the host kept for other guests, in percent.
    pub(super) steal_percent: f64,
    /// How long it was.
    pub(super) seconds: f64,
}

/// A stretch of time that is watched.
pub(super) struct Noise {
    begun: Instant,
    before: Ticks,
}

struct Ticks {
    all: u64,
    steal: u64,
}

impl Noise {
    /// Begins to watch.
    ///
    /// # Errors
    /// When /proc/stat cannot be read.
    pub(super) fn begin() -> anyhow::Result<Self> {
        Ok(Self { begun: Instant::now(), before: Ticks::read()? })
    }

    /// What was taken since.
    ///
    /// # Errors
    /// When /proc/stat cannot be read.
    pub(super) fn end(&self) -> anyhow::Result<Taken> {
        let after = Ticks::read()?;
        let all = after.all.saturating_sub(self.before.all).max(1);
        let steal = after.steal.saturating_sub(self.before.steal);
        Ok(Taken { steal_percent: 100.0 * steal as f64 / all as f64, seconds: self.begun.elapsed().as_secs_f64() })
    }
}

impl Ticks {
    /// The first line of proc_stat(5); steal is its eighth figure, guests are part of the first two.
    fn read() -> anyhow::Result<Self> {
        let stat = fs::read_to_string("/proc/stat")?;
        let line = stat.lines().next().unwrap_or_default();
        let figures: Vec<u64> = line.split_ascii_whitespace().skip(1).filter_map(|text| text.parse().ok()).collect();
        let all = figures.iter().take(8).sum();
        Ok(Self { all, steal: figures.get(7).copied().unwrap_or(0) })
    }
}

//! What forwarding costs the shard: `visit_load --visits N --seconds S`.
//!
//! N visits of two who see and hear each other: 50 packets of sound and 50 of picture (480 kbit/s) a second each way.
//! Only the shard's own thread is measured, with ICE, DTLS, SRTP and feedback as they are. Prints one line.

#[path = "../../tests/visit/page.rs"]
#[expect(clippy::unwrap_used, dead_code, reason = "the page of the tests, of which this needs a part")]
mod page;

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use media::{GroupId, LegId, MediaConfig, MediaEngine, MediaHandle, VisitRoute, What};
use page::{Page, offer};

/// Time between two pictures of two packets: 480 kbit/s.
const PACE: Duration = Duration::from_millis(40);
/// Packets of one picture and of the sound beside it.
const PACKETS_PER_SHOW: u64 = 4;
/// Longest wait for the connections.
const CONNECT_MAX: Duration = Duration::from_secs(30);
/// Clock ticks a second in /proc (USER_HZ is 100 on every Linux).
const US_PER_TICK: u64 = 10_000;

fn main() -> io::Result<()> {
    let options = options(std::env::args().skip(1));
    let visits = options.get("visits").copied().unwrap_or(1).clamp(1, 100);
    let length = Duration::from_secs(options.get("seconds").copied().unwrap_or(10));
    let (engine, mut events) = MediaEngine::start(MediaConfig::default()).map_err(io::Error::other)?;
    std::thread::spawn(move || while events.blocking_recv().is_some() {});
    let mut pages = connect(&engine, visits)?;
    run(&mut pages, Duration::from_secs(3));
    let (cpu_us, before) = (shard_cpu_us()?, received(&pages));
    let shown = run(&mut pages, length);
    let (cpu_us, sent) = (shard_cpu_us()? - cpu_us, received(&pages) - before);
    let each = cpu_us as f64 / sent.max(1) as f64;
    let share = cpu_us as f64 / length.as_micros() as f64 / visits as f64;
    let lost = (shown * PACKETS_PER_SHOW * pages.len() as u64).saturating_sub(sent);
    writeln!(
        io::stdout(),
        "visits={visits} forwarded={sent} missing={lost} cpu_us={cpu_us} us_per_forwarded_packet={each:.1} core_per_visit={share:.4}"
    )
}

fn connect(engine: &MediaHandle, visits: u64) -> io::Result<Vec<Page>> {
    let mut pages = Vec::new();
    for leg in 0..visits * 2 {
        let (mut page, offer) = offer((leg % 200) as u8, 1);
        let answer = engine.open_visit_leg(LegId(leg), 0, &offer).map_err(io::Error::other)?;
        page.accept(&answer);
        pages.push(page);
        // One after another: a hundred handshakes at once are not what is measured.
        until_connected(&mut pages)?;
    }
    for visit in 0..visits {
        let (one, other) = (LegId(visit * 2), LegId(visit * 2 + 1));
        let route = |from, to| VisitRoute { from, to, what: What::BOTH };
        let routes = vec![route(one, other), route(other, one)];
        engine.set_visit_routes(GroupId(visit + 1), vec![one, other], routes).map_err(io::Error::other)?;
    }
    Ok(pages)
}

fn until_connected(pages: &mut [Page]) -> io::Result<()> {
    let deadline = Instant::now() + CONNECT_MAX;
    while !pages.iter().all(Page::is_connected) {
        if Instant::now() > deadline {
            return Err(io::Error::other("the pages did not connect"));
        }
        pages.iter_mut().for_each(Page::turn);
        std::thread::park_timeout(Duration::from_millis(1));
    }
    Ok(())
}

/// Everybody shows, speaks and takes what comes; gives how often.
fn run(pages: &mut [Page], length: Duration) -> u64 {
    let end = Instant::now() + length;
    let (mut next, mut shown) = (Instant::now(), 0);
    while Instant::now() < end {
        if Instant::now() >= next {
            next += PACE;
            shown += 1;
            for page in pages.iter_mut() {
                page.show();
                page.say();
                page.say();
            }
        }
        pages.iter_mut().for_each(Page::turn);
        std::thread::park_timeout(Duration::from_millis(2));
    }
    shown
}

fn received(pages: &[Page]) -> u64 {
    pages.iter().map(|page| (page.pictures(0).len() + page.sounds(0).len()) as u64).sum()
}

/// User and system time of the shard's thread (proc_pid_stat(5), fields 14 and 15).
fn shard_cpu_us() -> io::Result<u64> {
    for task in std::fs::read_dir("/proc/self/task")? {
        let folder = task?.path();
        if std::fs::read_to_string(folder.join("comm"))?.trim() != "media-0" {
            continue;
        }
        let stat = std::fs::read_to_string(folder.join("stat"))?;
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let fields: Vec<&str> = after_name.split_ascii_whitespace().collect();
        let ticks = |index: usize| fields.get(index).and_then(|text| text.parse::<u64>().ok());
        return Ok((ticks(11).unwrap_or(0) + ticks(12).unwrap_or(0)) * US_PER_TICK);
    }
    Err(io::Error::other("no shard runs"))
}

fn options(mut arguments: impl Iterator<Item = String>) -> BTreeMap<String, u64> {
    let mut options = BTreeMap::new();
    while let (Some(name), Some(value)) = (arguments.next(), arguments.next()) {
        if let Ok(number) = value.parse() {
            options.insert(name.trim_start_matches('-').to_owned(), number);
        }
    }
    options
}

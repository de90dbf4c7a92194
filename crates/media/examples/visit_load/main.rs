//! What a forwarded picture costs the shard: `visit_load --viewers N --seconds S`.
//!
//! One participant shows 1,200-byte packets to N viewers who see and hear them. Only the shard's own thread
//! is measured, with ICE, DTLS, SRTP and feedback as they are; sound is counted with the rest. Prints one line.

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
/// Longest wait for the connections.
const CONNECT_MAX: Duration = Duration::from_secs(30);
/// Clock ticks a second in /proc (USER_HZ is 100 on every Linux).
const US_PER_TICK: u64 = 10_000;

fn main() -> io::Result<()> {
    let options = options(std::env::args().skip(1));
    let viewers = options.get("viewers").copied().unwrap_or(2).clamp(1, 15);
    let length = Duration::from_secs(options.get("seconds").copied().unwrap_or(10));
    let (engine, mut events) = MediaEngine::start(MediaConfig::default()).map_err(io::Error::other)?;
    std::thread::spawn(move || while events.blocking_recv().is_some() {});
    let mut pages = connect(&engine, viewers)?;
    run(&mut pages, Duration::from_secs(3));
    let (cpu_us, sent) = (shard_cpu_us()?, received(&pages));
    run(&mut pages, length);
    let (cpu_us, sent) = (shard_cpu_us()? - cpu_us, received(&pages) - sent);
    let each = cpu_us as f64 / sent.max(1) as f64;
    writeln!(io::stdout(), "viewers={viewers} forwarded={sent} cpu_us={cpu_us} us_per_forwarded_packet={each:.1}")
}

fn connect(engine: &MediaHandle, viewers: u64) -> io::Result<Vec<Page>> {
    let mut pages = Vec::new();
    for leg in 0..=viewers {
        let (mut page, offer) = offer(leg as u8, 1);
        let answer = engine.open_visit_leg(LegId(leg), 0, &offer).map_err(io::Error::other)?;
        page.accept(&answer);
        page.shows = leg == 0;
        pages.push(page);
    }
    let deadline = Instant::now() + CONNECT_MAX;
    while !pages.iter().all(Page::is_connected) {
        if Instant::now() > deadline {
            return Err(io::Error::other("the pages did not connect"));
        }
        pages.iter_mut().for_each(Page::turn);
        std::thread::park_timeout(Duration::from_millis(1));
    }
    let legs: Vec<LegId> = (0..=viewers).map(LegId).collect();
    let routes = legs.iter().skip(1).map(|to| VisitRoute { from: LegId(0), to: *to, what: What::BOTH });
    let routes = routes.collect();
    engine.set_visit_routes(GroupId(1), legs, routes).map_err(io::Error::other)?;
    Ok(pages)
}

/// The source shows and speaks; everybody takes what comes.
fn run(pages: &mut [Page], length: Duration) {
    let end = Instant::now() + length;
    let mut next = Instant::now();
    while Instant::now() < end {
        if Instant::now() >= next {
            next += PACE;
            if let Some(source) = pages.first_mut() {
                source.show();
                source.say();
                source.say();
            }
        }
        pages.iter_mut().for_each(Page::turn);
        std::thread::park_timeout(Duration::from_millis(2));
    }
}

fn received(pages: &[Page]) -> u64 {
    let viewers = pages.iter().skip(1);
    viewers.map(|page| (page.pictures(0).len() + page.sounds(0).len()) as u64).sum()
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

//! Twenty pages a second of a server, whether or not those before have come; a time runs from when a page was due to
//! its last byte, a connection each.

use super::super::http;
use super::super::options::Faq;
use super::super::program::Server;
use super::super::report::{Aim, Report, quantile};
use anyhow::bail;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const EVERY: Duration = Duration::from_millis(50);
/// Pages under way at once, at most.
const THREADS: usize = 8;
const PAGE_MS_MAX: f64 = 50.0;
/// Who looks things up at the desk.
const AGENT: &str = "denwa2";

/// One page that is asked for.
struct Page {
    what: &'static str,
    path: String,
}

/// Asks for pages of each kind in turn, and for the desk's.
///
/// # Errors
/// When a page is refused.
pub(super) fn measure(server: &Server, faq: &Faq, questions: &[String], report: &mut Report) -> anyhow::Result<()> {
    let agent = http::log_in(server.web_port, AGENT)?;
    let pages: Vec<Page> = questions.iter().enumerate().map(|(place, text)| page(place, text, faq.entries)).collect();
    let took = load(server, &agent, &pages)?;
    for (what, times) in took {
        let detail = format!(
            "{} pages; p50 {:.1} ms, slowest {:.1} ms",
            times.len(),
            quantile(&times, 0.5),
            quantile(&times, 1.0)
        );
        report.add(&format!("{what}, p99"), quantile(&times, 0.99), "ms", Aim::at_most(PAGE_MS_MAX), &detail);
    }
    Ok(())
}

/// Which page comes in that place.
fn page(place: usize, question: &str, entries: u32) -> Page {
    // 7,919 is prime: entries come in no order.
    let entry = place * 7_919 % entries as usize;
    let asked = encoded(question);
    let (what, path) = match place % 6 {
        0 => ("guide, first page", "/guide".to_owned()),
        1 => ("guide, a topic", format!("/guide/topics/a?page={}", 1 + place % (entries as usize).div_ceil(50))),
        2 => ("guide, an entry", format!("/guide/entry-{entry}")),
        3 => ("guide, a search", format!("/guide/search?q={asked}")),
        4 => ("desk, a search", format!("/api/faq/search?text={asked}")),
        _ => ("desk, the list of entries", format!("/api/faq/entries?text={entry}&cursor=entry-{entry}")),
    };
    Page { what, path }
}

fn load(server: &Server, agent: &str, pages: &[Page]) -> anyhow::Result<BTreeMap<&'static str, Vec<f64>>> {
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    let work = || -> anyhow::Result<Vec<(&'static str, f64)>> {
        let mut taken = Vec::new();
        let mut place = next.fetch_add(1, Ordering::Relaxed);
        while let Some(page) = pages.get(place) {
            let due = begun + EVERY * place as u32;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let headers = format!("{agent}X-Forwarded-For: 10.{}.{}.1\r\n", place / 256 % 256, place % 256);
            let answer = http::ask(server.web_port, "GET", &page.path, &headers, "")?;
            if answer.status != 200 {
                bail!("{} {}: {}", page.what, page.path, answer.status);
            }
            taken.push((page.what, due.elapsed().as_secs_f64() * 1_000.0));
            place = next.fetch_add(1, Ordering::Relaxed);
        }
        Ok(taken)
    };
    let all: anyhow::Result<Vec<_>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        let ended = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a thread of the load failed"))));
        ended.collect()
    });
    let mut by_page: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for (what, took) in all?.into_iter().flatten() {
        by_page.entry(what).or_default().push(took);
    }
    Ok(by_page)
}

/// A text as it stands in an address (RFC 3986 §2.1).
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(byte.into());
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{encoded, page};

    #[test]
    fn a_question_stands_in_an_address_by_its_bytes() {
        assert_eq!(encoded("a 手?"), "a%20%E6%89%8B%3F");
    }

    #[test]
    fn every_kind_of_page_comes_and_no_page_is_beyond_the_last() {
        let kinds: std::collections::BTreeSet<&str> = (0..6).map(|place| page(place, "q", 10).what).collect();
        assert_eq!(kinds.len(), 6);
        for place in 0..1_000 {
            let path = page(place, "q", 120).path;
            let number = path.strip_prefix("/guide/topics/a?page=").and_then(|number| number.parse::<usize>().ok());
            assert!(number.is_none_or(|number| (1..=3).contains(&number)), "{path}");
        }
    }
}

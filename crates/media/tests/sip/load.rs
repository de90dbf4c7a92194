//! Many calls: none lost, none left behind, answered quickly.
//!
//! A short run always; with `MADOGUCHI_LONG=1` the full 3,000 calls at 50 a second, which print the
//! time from INVITE to 200 and the growth of memory.

use media::sip::{SipTransport, TrunkEvent};

use crate::support::{Bench, Scenario, config, free_port, sipp, success, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_calls_are_all_answered_and_leave_nothing_behind() {
    let long = std::env::var_os("MADOGUCHI_LONG").is_some();
    let calls: usize = if long { 3_000 } else { 100 };
    let mut bench = Bench::start(config()).await;
    let remote = format!("127.0.0.1:{}", bench.port(SipTransport::Udp));
    let talk = "<pause milliseconds=\"1000\"/>";
    let scenario = Scenario::new("call").with("TALK", talk);
    let count = calls.to_string();
    let timeout = if long { "200s" } else { "60s" };
    let more = ["-r", "50", "-m", &count, "-trace_rtt", "-rtt_freq", "1", "-timeout", timeout, &remote];
    let mut peer = sipp(&scenario, free_port(), &more);
    let (mut over, mut memory_kb) = (0, Vec::new());
    while over < calls {
        let handle = bench.handle.clone();
        let ended = bench
            .expect("another call", |event| match event {
                TrunkEvent::Incoming { leg, .. } => {
                    handle.answer(*leg).unwrap();
                    Some(false)
                }
                TrunkEvent::HungUp { .. } => Some(true),
                TrunkEvent::Failed { .. } | TrunkEvent::Cancelled { .. } => panic!("{event:?}"),
                _ => None,
            })
            .await;
        over += usize::from(ended);
        if ended && over % 500 == 0 {
            memory_kb.push(resident_kb());
        }
    }
    success(&mut peer).await;
    bench.is_clean().await;
    let mut millis = response_times_ms(peer.folder.path());
    millis.sort_by(f64::total_cmp);
    assert_eq!(millis.len(), calls);
    let at = |share: f64| millis[((millis.len() - 1) as f64 * share) as usize];
    println!("INVITE to 200: p50 {:.2} ms, p99 {:.2} ms; resident kB {memory_kb:?}", at(0.5), at(0.99));
    if let (Some(early), Some(late)) = (memory_kb.get(2), memory_kb.last()) {
        assert!(*late < early + early / 10, "memory grows: {memory_kb:?}");
    }
    until("the stack has no transaction left", || bench.handle.stats().transactions == 0).await;
}

fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// The times sipp measured, in milliseconds.
fn response_times_ms(folder: &std::path::Path) -> Vec<f64> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let table = entries.into_iter().find(|entry| entry.file_name().to_string_lossy().ends_with("rtt.csv")).unwrap();
    let text = std::fs::read_to_string(table.path()).unwrap();
    text.lines().skip(1).filter_map(|line| line.split(';').nth(1)?.parse().ok()).collect()
}

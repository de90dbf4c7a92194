//! Many calls: none lost, none left behind, answered quickly.
//!
//! A short run always; with `MADOGUCHI_LONG=1` the full 3,000 calls at 50 a second, which print the
//! time from INVITE to 200 and the growth of memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use media::sip::{SipTransport, TrunkEvent};

use crate::support::{Bench, Scenario, Wire, config, free_port, header, sipp, success, to_tag, until};

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
    let more = ["-r", "50", "-m", &count, "-timeout", timeout, &remote];
    let mut peer = sipp(&scenario, free_port(), &more);
    let (mut over, mut memory_kb, open) = (0, Vec::new(), Mutex::new(BTreeSet::new()));
    while over < calls {
        let handle = bench.handle.clone();
        let waited_for = format!("end of {:?}", open.lock().unwrap());
        let ended = bench
            .expect(&waited_for, |event| match event {
                TrunkEvent::Incoming { leg, .. } => {
                    handle.answer(*leg).unwrap();
                    assert!(open.lock().unwrap().insert(*leg), "{leg} came twice");
                    Some(false)
                }
                TrunkEvent::HungUp { leg, .. } => {
                    assert!(open.lock().unwrap().remove(leg), "{leg} ended twice");
                    Some(true)
                }
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
    println!("{calls} calls; resident kB {memory_kb:?}");
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_come_quickly_at_fifty_calls_a_second() {
    let calls: usize = if std::env::var_os("MADOGUCHI_LONG").is_some() { 1_500 } else { 50 };
    let mut bench = Bench::start(config()).await;
    let wire = Arc::new(Wire::at("127.0.0.1", &bench).await);
    let handle = bench.handle.clone();
    tokio::spawn(async move {
        loop {
            let leg = bench.incoming().await;
            handle.answer(leg).unwrap();
        }
    });
    let sent_at: Arc<Mutex<BTreeMap<String, Instant>>> = Arc::default();
    let (sender, times) = (wire.clone(), sent_at.clone());
    tokio::spawn(async move {
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        for number in 0..calls {
            pace.tick().await;
            let call = format!("quick{number}");
            let sdp = "Content-Type: application/sdp\r\n";
            let invite = sender.request("INVITE", &call, 1, "", sdp, &sender.offer("sendrecv"));
            times.lock().unwrap().insert(call, Instant::now());
            sender.send(invite.as_bytes()).await;
        }
    });
    let mut millis = Vec::new();
    while millis.len() < calls {
        let answer = wire.any().await;
        let call = header(&answer, "Call-ID").unwrap();
        let is_answer = answer.starts_with("SIP/2.0 200") && answer.contains("INVITE\r\n");
        let first = if is_answer { sent_at.lock().unwrap().remove(&call) } else { None };
        if let Some(sent_at) = first {
            millis.push(sent_at.elapsed().as_secs_f64() * 1_000.0);
            let tag = to_tag(&answer);
            wire.send(wire.request("ACK", &call, 1, &tag, "", "").as_bytes()).await;
            wire.send(wire.request("BYE", &call, 2, &tag, "", "").as_bytes()).await;
        }
    }
    millis.sort_by(f64::total_cmp);
    let at = |share: f64| millis[((millis.len() - 1) as f64 * share) as usize];
    println!("INVITE to 200 over {calls} calls: p50 {:.2} ms, p99 {:.2} ms", at(0.5), at(0.99));
}

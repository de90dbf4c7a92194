//! Pairs of the flows and the FAQ: written by other hands and for other ends, and so the check's fairest test.

use std::path::PathBuf;

use translation::flow_pairs::{self, BilingualPair};
use translation::memory::Memory;
use translation::segment::Segment;
use translation::{Direction, check, faq_pairs};

use super::data::{book, glossary, text};

/// The flow files of the repository.
fn flows() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../flows");
    let names = std::fs::read_dir(folder).expect("flows").map(|entry| entry.expect("a file").file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".json") && name != "flow.schema.json");
    names.sort();
    names.into_iter().map(|name| format!("flows/{name}")).collect()
}

/// The pairs of all flows.
pub fn of_flows() -> Vec<BilingualPair> {
    flows()
        .iter()
        .flat_map(|path| flow_pairs::pairs(&text(path)).unwrap_or_else(|fault| panic!("{path}: {fault}")))
        .collect()
}

fn flagged(name: &str, pairs: &[BilingualPair]) -> (usize, usize) {
    let glossary = glossary();
    let mut texts: Vec<(&str, &str)> = pairs.iter().map(|pair| (pair.ja.as_str(), pair.en.as_str())).collect();
    texts.sort_unstable();
    texts.dedup();
    let mut alarms = 0;
    for (ja, en) in &texts {
        let marks = check(&Segment { text: (*ja).to_owned(), direction: Direction::JaToEn }, en, &[], &glossary);
        if !marks.is_empty() {
            alarms += 1;
            let told: Vec<String> =
                marks.iter().map(|mark| format!("{} {:?} {}", mark.kind.code(), mark.fault, mark.what)).collect();
            println!("flagged: {ja} -> {en}: {}", told.join("; "));
        }
    }
    println!("{name}: {alarms} of {} different pairs are flagged\n", texts.len());
    (alarms, texts.len())
}

#[test]
fn flows_and_faq_become_pairs_and_those_that_differ_are_left_out() {
    let flows = of_flows();
    let faq = faq_pairs::pairs(&text("faq/zama.csv")).expect("the FAQ");
    assert!(flows.len() >= 1_000 && faq.len() >= 150, "{} {}", flows.len(), faq.len());
    let (of_flows, all_flows) = flagged("flows", &flows);
    let (of_faq, all_faq) = flagged("faq", &faq);
    assert!(of_flows * 100 <= all_flows * 30 && of_faq * 100 <= all_faq * 40);
    let further: Vec<(BilingualPair, bool)> = flows.into_iter().chain(faq).map(|pair| (pair, false)).collect();
    let (memory, left_out) = Memory::of(&book(), &further, &glossary());
    println!("memory: {} pairs, {} left out", memory.len(), left_out.len());
    assert_eq!(memory.len() + left_out.len(), book().len() + further.len());
    // Another telephone line for another language is another statement.
    assert!(left_out.contains(&"flow:lost_reissue/steps/2/text".to_owned()));
}

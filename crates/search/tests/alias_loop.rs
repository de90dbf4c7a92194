//! What the loop of aliases gains: planted searches without a hit become proposals, and accepting them raises the share
//! of first hits that are right on questions nothing was tuned on.
//!
//! By words alone, since tests have no model; `bench_faq` prints the figures with meaning too.
#![expect(clippy::unwrap_used, reason = "a test may end at what it did not expect")]

mod seed;

use std::path::Path;

use search::evaluate::{Figures, JudgedSet};
use search::{Edition, Entry, Search, replies};
use seed::Seed;

fn search(entries: Vec<Entry>) -> Search {
    Search::new(Edition::build(entries).unwrap())
}

fn figures(set: &JudgedSet, search: &Search) -> Figures {
    let replies = replies::ask(set, search, replies::language_of, || std::time::Duration::ZERO).unwrap();
    replies::figures(set, &replies, |_, _| 0.0)
}

#[test]
fn planted_searches_without_a_hit_become_proposals_whose_acceptance_raises_the_first_hits() {
    let seed = Seed::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../faq")).unwrap();
    let held = seed.half("report").unwrap();
    assert!(held.queries.keys().all(|query| seed.kinds.contains_key(query)));
    let before_search = search(seed.searched());
    let before = figures(&held, &before_search);
    let proposals = seed.proposals(&before_search);
    assert!(proposals.len() * 10 >= seed.log.len() * 8, "{} of {}", proposals.len(), seed.log.len());

    let after = |names_entry: bool| {
        let accepted = seed.accepted(&proposals, names_entry);
        assert!(!accepted.is_empty());
        figures(&held, &search(seed::with_aliases(seed.searched(), &accepted)))
    };
    let (as_proposed, corrected) = (after(false), after(true));
    let told = format!(
        "SR@1 {:.3} before, {:.3} as proposed, {:.3} where the person names the entry",
        before.success_at_1, as_proposed.success_at_1, corrected.success_at_1
    );
    assert!(as_proposed.success_at_1 > before.success_at_1, "{told}");
    assert!(corrected.success_at_1 > as_proposed.success_at_1, "{told}");
    assert!(corrected.success_at_5 >= before.success_at_5, "{told}");
}

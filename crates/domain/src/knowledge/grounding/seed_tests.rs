//! The same changes in the answers of the seed edition: words of another hand than the rules', which were not looked at
//! while these were made.

use super::mutation_tests::{mutants, rewritten_drafts, table};
use crate::knowledge::entry::TextLanguage;
use crate::knowledge::markdown::{parse, to_plain};
use crate::knowledge::table::{Plan, Present};

/// Of so many answers one is changed: all of them take a minute and more.
const OF: usize = 3;

const TABLE: &[u8] = include_bytes!("../../../../../faq/zama.csv");

/// The answers in Japanese and English as plain words.
fn answers() -> Vec<&'static str> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(TABLE);
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    let entries = Plan::of(&rows, &Present::default()).expect("a table").added;
    let texts = entries.iter().flat_map(|entry| {
        let languages = [TextLanguage::Ja, TextLanguage::En];
        languages.into_iter().filter_map(|language| Some(entry.text(language)?.answer.clone()))
    });
    texts.step_by(OF).map(|answer| &*to_plain(&parse(&answer).expect("short")).leak()).collect()
}

#[test]
fn a_changed_sentence_of_the_seed_edition_is_refused_and_its_own_sentences_are_shown() {
    let answers = answers();
    let mutants = mutants(&answers);
    let (caught, all, told) = table(mutants.iter().map(|one| (one.class, one.passage, one.text.as_str())), true);
    assert!(all >= 500, "{all}");
    assert!(
        caught * 100 >= all * 95,
        "changed drafts of the seed edition that are refused, {caught} of {all}:\n{told}"
    );

    let honest = rewritten_drafts(&answers);
    let (shown, all, told) =
        table(honest.iter().map(|(class, passage, text)| (*class, *passage, text.as_str())), false);
    assert!(all >= 500, "{all}");
    assert!(
        (all - shown) * 100 <= all * 10,
        "honest drafts of the seed edition that are shown, {shown} of {all}:\n{told}"
    );
}

//! The memory on other words than its own: how often it finds the phrase, and how often a wrong one.
//!
//! The margin was fitted to the working half alone. Run with `--nocapture` to read the table.

use translation::Direction;
use translation::memory::Memory;
use translation::segment::{Context, Segment};

use super::data::{book, glossary, rows};

struct Figures {
    right: usize,
    wrong: usize,
    wanted: usize,
}

fn measured(half: &str, way: &str) -> Figures {
    let glossary = glossary();
    let (memory, _) = Memory::of(&book(), &[], &glossary);
    let direction = if way == "ja-en" { Direction::JaToEn } else { Direction::EnToJa };
    let mut figures = Figures { right: 0, wrong: 0, wanted: 0 };
    for fields in rows("phrases/paraphrases.tsv").into_iter().filter(|fields| fields[0] == half && fields[1] == way) {
        let (said, wanted) = (&fields[2], &fields[3]);
        let segment = Segment { text: said.clone(), direction };
        let found = memory.find(&segment, &Context::default(), &glossary);
        let near: Vec<String> =
            memory.near(&segment).iter().take(2).map(|(id, likeness)| format!("{id} {likeness:.3}")).collect();
        figures.wanted += usize::from(wanted != "-");
        let told = match &found {
            Some(found) if found.id == format!("phrase:{wanted}") => {
                figures.right += 1;
                "right"
            }
            Some(_) => {
                figures.wrong += 1;
                "WRONG"
            }
            None if wanted == "-" => "rightly none",
            None => "none",
        };
        println!("{told}: {said} (wanted {wanted}): {}", near.join(", "));
    }
    let (right, wrong, wanted) = (figures.right, figures.wrong, figures.wanted);
    println!("{half} {way}: {right} right, {wrong} wrong, of {wanted} wanted\n");
    figures
}

#[test]
fn what_is_taken_is_right_and_most_is_found() {
    for half in ["working", "reported"] {
        let halves = [measured(half, "ja-en"), measured(half, "en-ja")];
        let sum = |of: fn(&Figures) -> usize| halves.iter().map(of).sum::<usize>();
        let (right, wrong, wanted) = (sum(|one| one.right), sum(|one| one.wrong), sum(|one| one.wanted));
        println!("{half}: precision {right}/{}, recall {right}/{wanted}", right + wrong);
        assert!(wrong * 20 <= right + wrong, "{half}: {wrong} wrong of {}", right + wrong);
        assert!(right * 100 >= wanted * 60, "{half}: {right} of {wanted}");
    }
}

#[test]
fn every_phrase_is_found_by_its_own_words_in_both_languages() {
    let (glossary, book) = (glossary(), book());
    let (memory, _) = Memory::of(&book, &[], &glossary);
    for phrase in book.iter().filter(|phrase| !phrase.ja.contains('{')) {
        let ways = [(Direction::JaToEn, &phrase.ja, &phrase.en), (Direction::EnToJa, &phrase.en, &phrase.ja)];
        for (direction, text, wanted) in ways {
            let segment = Segment { text: text.clone(), direction };
            let found = memory.find(&segment, &Context::default(), &glossary);
            assert_eq!(found.map(|found| (found.text, found.exact)), Some((wanted.clone(), true)), "{text}");
        }
    }
}

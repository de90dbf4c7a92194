//! The municipal glossary: what a term of the counter is called in both languages.
//!
//! Owns the table's schema and finding its terms in a text, the longest first. Which terms must agree between source
//! and translation is the table's own word ([`Hold`]); engines are given the terms of a segment as a prompt. It must
//! never decide whether a translation is shown. The table is `phrases/glossary.tsv`.

use std::collections::BTreeSet;
use std::ops::Range;

use domain::text_fold::Folded;

use crate::language::{Direction, Language};
use crate::table::{TableFault, rows};

/// Most terms of a glossary.
pub const TERMS_MAX: usize = 2_000;
/// Most ways of writing one term in one language.
pub const FORMS_MAX: usize = 16;

const HEADING: [&str; 6] = ["id", "category", "hold", "ja", "en", "note"];

/// How strictly a term is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// One of a few kinds that stand inside longer terms (署名用 in 署名用電子証明書); must agree.
    Kind,
    /// Must agree: a document, an office, an account.
    Strict,
    /// Said in many ways; given to engines, and noted where it does not agree.
    Advice,
}

/// One term.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its name in logs.
    pub id: String,
    /// What it belongs to: card, pin, document, office, ...
    pub category: String,
    /// How strictly it is held.
    pub hold: Hold,
    /// How Japanese writes it, the form to be used first.
    pub ja: Vec<String>,
    /// How English writes it, the form to be used first.
    pub en: Vec<String>,
    /// Where the pair is from, or why it is written so.
    pub note: String,
}

impl Term {
    /// Its forms in a language, the one to be used first.
    #[must_use]
    pub fn forms(&self, language: Language) -> &[String] {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// Where a term stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which term, as a place in [`Glossary::terms`].
    pub term: usize,
    /// Bytes of the text.
    pub at: Range<usize>,
}

/// The glossary.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    terms: Vec<Term>,
    /// Each way of writing a term: which term, its language, its folded letters.
    forms: Vec<(usize, Language, Folded)>,
}

impl Glossary {
    /// Reads the table.
    ///
    /// # Errors
    /// The first fault of the table, with its line.
    pub fn read(text: &str) -> Result<Self, TableFault> {
        let mut glossary = Self::default();
        let mut ids = BTreeSet::new();
        for (line, fields) in rows(text, &HEADING)? {
            let term = term(line, &fields)?;
            if !ids.insert(term.id.clone()) || glossary.terms.len() == TERMS_MAX {
                return Err(TableFault::Field {
                    line,
                    column: "id",
                    why: "stands twice, or is one too many".to_owned(),
                });
            }
            let index = glossary.terms.len();
            for language in [Language::Ja, Language::En] {
                for form in term.forms(language) {
                    glossary.forms.push((index, language, Folded::of(form)));
                    // Engines write the apostrophe in either way.
                    if form.contains('\'') {
                        glossary.forms.push((index, language, Folded::of(&form.replace('\'', "’"))));
                    }
                }
            }
            glossary.terms.push(term);
        }
        Ok(glossary)
    }

    /// The terms in the table's order.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The terms that stand in a text, in order. A term inside a longer one is left out; a kind is never.
    #[must_use]
    pub fn find(&self, text: &str, language: Language) -> Vec<Found> {
        let folded = Folded::of(text);
        let mut all: Vec<Found> = Vec::new();
        for (term, _, form) in self.forms.iter().filter(|(_, of, _)| *of == language) {
            let places = folded.find(form).into_iter().filter(|at| stands_whole(text, at, language));
            all.extend(places.map(|at| Found { term: *term, at }));
        }
        all.sort_by_key(|found| (found.at.start, usize::MAX - found.at.end, found.term));
        let mut kept: Vec<Found> = Vec::new();
        for found in all {
            let kind = |found: &Found| self.terms[found.term].hold == Hold::Kind;
            let inside = kept.iter().any(|longer| kind(longer) == kind(&found) && found.at.end <= longer.at.end);
            if !inside {
                kept.push(found);
            }
        }
        kept
    }

    /// The terms of a text for an engine's prompt: as it is written, and as it is to be written; each once.
    #[must_use]
    pub fn prompt_terms(&self, text: &str, direction: Direction) -> Vec<(&str, &str)> {
        let found: BTreeSet<usize> = self.find(text, direction.source()).iter().map(|found| found.term).collect();
        let first = |term: &usize, language| self.terms[*term].forms(language).first().map_or("", String::as_str);
        found.iter().map(|term| (first(term, direction.source()), first(term, direction.target()))).collect()
    }
}

/// Whether a term found in folded letters stands in the text as one: a Latin word ends with it, and no Japanese word
/// runs over the end of a sentence or begins in hiragana and goes on in katakana (いオン of はいオンライン is no イオン).
fn stands_whole(text: &str, at: &Range<usize>, language: Language) -> bool {
    let written = &text[at.clone()];
    let kana = |c: char| matches!(c, 'ぁ'..='ん');
    let mixed = written.starts_with(kana) && written.contains(|c| matches!(c, 'ァ'..='ヶ'));
    match language {
        Language::Ja => !written.contains(['。', '、']) && !mixed,
        Language::En => ends_word(text, at.end),
    }
}

/// Whether a Latin word ends here; a plural counts as its singular.
fn ends_word(text: &str, at: usize) -> bool {
    let rest: String = text[at..].chars().take_while(char::is_ascii_alphanumeric).collect();
    matches!(rest.as_str(), "" | "s" | "es")
}

fn term(line: usize, fields: &[&str]) -> Result<Term, TableFault> {
    let fault = |column, why: &str| TableFault::Field { line, column, why: why.to_owned() };
    let &[id, category, hold, ja, en, note] = fields else {
        return Err(fault("any", "has another number of fields"));
    };
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '.');
    if !plain(id) {
        return Err(fault("id", "small letters, hyphens and points"));
    }
    if !plain(category) {
        return Err(fault("category", "small letters"));
    }
    let hold = match hold {
        "kind" => Hold::Kind,
        "strict" => Hold::Strict,
        "advice" => Hold::Advice,
        _ => return Err(fault("hold", "kind, strict or advice")),
    };
    if note.is_empty() {
        return Err(fault("note", "a source or a reason"));
    }
    let forms = |column, text: &str| {
        let forms: Vec<String> = text.split(';').map(|form| form.trim().to_owned()).collect();
        let sound = forms.len() <= FORMS_MAX && forms.iter().all(|form| !Folded::of(form).is_empty());
        if sound { Ok(forms) } else { Err(fault(column, "1 to 16 forms, parted by ;")) }
    };
    let (ja, en) = (forms("ja", ja)?, forms("en", en)?);
    Ok(Term { id: id.to_owned(), category: category.to_owned(), hold, ja, en, note: note.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id\tcategory\thold\tja\ten\tnote\n";

    fn glossary(rows: &str) -> Glossary {
        Glossary::read(&format!("{HEAD}{rows}")).expect("a glossary")
    }

    fn ids(glossary: &Glossary, text: &str, language: Language) -> Vec<String> {
        glossary.find(text, language).iter().map(|found| glossary.terms()[found.term].id.clone()).collect()
    }

    #[test]
    fn the_longest_term_is_found_and_a_kind_beside_it() {
        let glossary = glossary(
            "cert\tpin\tstrict\t電子証明書\telectronic certificate\tx\nsig.cert\tpin\tstrict\t署名用電子証明書\tsignature certificate\tx\n\
             kind.sig\tpin\tkind\t署名用\tsignature\tx\n",
        );
        assert_eq!(ids(&glossary, "署名用電子証明書と電子証明書", Language::Ja), ["sig.cert", "kind.sig", "cert"]);
        assert_eq!(ids(&glossary, "Electronic certificates", Language::En), ["cert"]);
        assert_eq!(ids(&glossary, "electronic certificated", Language::En), [""; 0]);
        let shop = super::tests::glossary("shop\toffice\tstrict\tイオン\tAeon\tx\n");
        assert_eq!(ids(&shop, "はい。オンラインとはいオンライン", Language::Ja), [""; 0]);
        assert_eq!(ids(&shop, "イオンです", Language::Ja), ["shop"]);
        let terms = glossary.prompt_terms("署名用電子証明書", Direction::JaToEn);
        assert_eq!(terms, [("署名用電子証明書", "signature certificate"), ("署名用", "signature")]);
    }

    #[test]
    fn a_table_that_breaks_the_schema_is_refused_by_line() {
        let check = |row: &str, column: &str| {
            let fault = Glossary::read(&format!("{HEAD}{row}\n")).expect_err("a fault").to_string();
            assert!(fault.starts_with(&format!("line 2: {column}")), "{fault}");
        };
        check("Cert\tpin\tstrict\tあ\ta\tx", "id");
        check("cert\tpin\thard\tあ\ta\tx", "hold");
        check("cert\tpin\tstrict\tあ;\ta\tx", "ja");
        check("cert\tpin\tstrict\tあ\t;\tx", "en");
        check("cert\tpin\tstrict\tあ\ta\t", "note");
        let twice = Glossary::read(&format!("{HEAD}a\tb\tkind\tあ\ta\tx\na\tb\tkind\tあ\ta\tx\n"));
        assert!(twice.expect_err("a fault").to_string().starts_with("line 3: id"));
    }
}

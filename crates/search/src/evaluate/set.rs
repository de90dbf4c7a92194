//! A set of judged questions: three files of plain JSON, which may come from anybody.
//!
//! Texts by id, questions by id, and for each question the grades of texts, 0 meaning wrong. Pure.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use thiserror::Error;

/// Bounds of a file, in bytes, of what stands in it, and of a grade.
const FILE_BYTES_MAX: usize = 256 * 1024 * 1024;
const TEXTS_MAX: usize = 50_000;
const QUERIES_MAX: usize = 100_000;
const TEXT_CHARS_MAX: usize = 20_000;
const ID_BYTES_MAX: usize = 200;
const GRADE_MAX: u32 = 100;

/// Why a set was refused.
#[derive(Debug, Error)]
pub enum SetFault {
    /// A file is too large.
    #[error("the {0} are {1} bytes; at most {FILE_BYTES_MAX} are read")]
    Large(&'static str, usize),
    /// A file is not JSON of the right shape.
    #[error("the {0} are not as they must be: {1}")]
    Shape(&'static str, serde_json::Error),
    /// There are too many of something.
    #[error("there are {1} {0}, more than are read")]
    Many(&'static str, usize),
    /// There is nothing to judge.
    #[error("there are no {0}")]
    None(&'static str),
    /// An id or a text is too long, or empty.
    #[error("{0} `{1}` is empty or too long")]
    Text(&'static str, String),
    /// A grade names what is not there.
    #[error("the judgements of `{query}` name {what} `{id}`, which is not there")]
    Unknown {
        /// The question.
        query: String,
        /// What is missing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// A grade is beyond its bounds.
    #[error("the grade of `{0}` for `{1}` is above {GRADE_MAX}")]
    Grade(String, String),
}

/// Texts, questions and judgements that fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedSet {
    /// Texts by id; the first line of a text is its title.
    pub corpus: BTreeMap<String, String>,
    /// Questions by id.
    pub queries: BTreeMap<String, String>,
    /// Grades by question and text.
    pub grades: BTreeMap<String, BTreeMap<String, u32>>,
    /// The highest grade there is: that of a text which answers in full.
    full: u32,
}

impl JudgedSet {
    /// Reads the three files.
    ///
    /// # Errors
    /// [`SetFault`], naming what is wrong.
    pub fn read(corpus: &[u8], queries: &[u8], qrels: &[u8]) -> Result<Self, SetFault> {
        let corpus: Pairs<String> = parsed("texts", corpus)?;
        let queries: Pairs<String> = parsed("questions", queries)?;
        let grades: Pairs<Pairs<u32>> = parsed("judgements", qrels)?;
        let grades: BTreeMap<String, BTreeMap<String, u32>> =
            grades.0.into_iter().map(|(query, grades)| (query, grades.0)).collect();
        let full = grades.values().flat_map(BTreeMap::values).copied().max().unwrap_or_default().max(1);
        let set = Self { corpus: corpus.0, queries: queries.0, grades, full };
        bounded("texts", &set.corpus, TEXTS_MAX)?;
        bounded("questions", &set.queries, QUERIES_MAX)?;
        set.fits()?;
        Ok(set)
    }

    /// The right texts of a question.
    #[must_use]
    pub fn right(&self, query: &str) -> Vec<&str> {
        let grades = self.grades.get(query).into_iter().flatten();
        grades.filter(|(_, grade)| **grade > 0).map(|(id, _)| id.as_str()).collect()
    }

    /// The texts that answer a question in full: those with the highest grade the set gives.
    #[must_use]
    pub fn in_full(&self, query: &str) -> Vec<&str> {
        let grades = self.grades.get(query).into_iter().flatten();
        grades.filter(|(_, grade)| **grade == self.full).map(|(id, _)| id.as_str()).collect()
    }

    fn fits(&self) -> Result<(), SetFault> {
        let unknown =
            |query: &String, what, id: &String| SetFault::Unknown { query: shown(query), what, id: shown(id) };
        for (query, grades) in &self.grades {
            if !self.queries.contains_key(query) {
                return Err(unknown(query, "question", query));
            }
            for (id, grade) in grades {
                if !self.corpus.contains_key(id) {
                    return Err(unknown(query, "text", id));
                }
                if *grade > GRADE_MAX {
                    return Err(SetFault::Grade(shown(query), shown(id)));
                }
            }
        }
        Ok(())
    }
}

fn parsed<'b, T: Deserialize<'b>>(what: &'static str, bytes: &'b [u8]) -> Result<T, SetFault> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(SetFault::Large(what, bytes.len()));
    }
    serde_json::from_slice(bytes).map_err(|why| SetFault::Shape(what, why))
}

fn bounded(what: &'static str, texts: &BTreeMap<String, String>, most: usize) -> Result<(), SetFault> {
    if texts.is_empty() {
        return Err(SetFault::None(what));
    }
    if texts.len() > most {
        return Err(SetFault::Many(what, texts.len()));
    }
    let unfit = |(id, text): &(&String, &String)| {
        id.is_empty() || id.len() > ID_BYTES_MAX || text.trim().is_empty() || text.chars().nth(TEXT_CHARS_MAX).is_some()
    };
    texts.iter().find(unfit).map_or(Ok(()), |(id, _)| Err(SetFault::Text(what, shown(id))))
}

/// An id in a message: at most so much of it, and nothing that moves a terminal.
fn shown(id: &str) -> String {
    id.chars().take(60).map(|letter| if letter.is_control() { '�' } else { letter }).collect()
}

/// An object none of whose names stands twice.
struct Pairs<T>(BTreeMap<String, T>);

impl<'d, T: Deserialize<'d>> Deserialize<'d> for Pairs<T> {
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(PairsVisitor(PhantomData))
    }
}

struct PairsVisitor<T>(PhantomData<T>);

impl<'d, T: Deserialize<'d>> Visitor<'d> for PairsVisitor<T> {
    type Value = Pairs<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object")
    }

    fn visit_map<A: MapAccess<'d>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
        let mut pairs = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, T>()? {
            if pairs.contains_key(&name) {
                return Err(serde::de::Error::custom(format!("`{}` stands twice", shown(&name))));
            }
            pairs.insert(name, value);
        }
        Ok(Pairs(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(corpus: &str, queries: &str, qrels: &str) -> String {
        JudgedSet::read(corpus.as_bytes(), queries.as_bytes(), qrels.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn right_texts_are_those_with_a_grade_and_full_answers_those_with_the_highest() {
        let set = JudgedSet::read(br#"{"a":"x","b":"y"}"#, br#"{"q":"z"}"#, br#"{"q":{"a":0,"b":2}}"#).unwrap();
        assert_eq!(set.right("q"), ["b"]);
        let set = JudgedSet::read(br#"{"a":"x","b":"y"}"#, br#"{"q":"z"}"#, br#"{"q":{"a":1,"b":2}}"#).unwrap();
        assert_eq!((set.right("q"), set.in_full("q")), (vec!["a", "b"], vec!["b"]));
        assert!(set.right("p").is_empty());
    }

    #[test]
    fn what_does_not_fit_is_refused_by_name() {
        let (corpus, queries) = (r#"{"a":"x"}"#, r#"{"q":"z"}"#);
        let check = |found: String, wanted: &str| assert!(found.contains(wanted), "{found}");
        check(refused(corpus, queries, r#"{"q":{"b":1}}"#), "text `b`");
        check(refused(corpus, queries, r#"{"p":{"a":1}}"#), "question `p`");
        check(refused(corpus, queries, r#"{"q":{"a":101}}"#), "above 100");
        check(refused(corpus, queries, r#"{"q":{"a":-1}}"#), "judgements are not");
        check(refused(corpus, queries, r#"{"q":{"a":1.5}}"#), "judgements are not");
        check(refused(corpus, queries, r#"{"q":{"a":1,"a":0}}"#), "`a` stands twice");
        check(refused(r#"{"a":"x","a":"y"}"#, queries, "{}"), "`a` stands twice");
        check(refused("{}", queries, "{}"), "no texts");
        check(refused(corpus, "{}", "{}"), "no questions");
        check(refused(corpus, r#"{"q":"  "}"#, "{}"), "empty or too long");
        check(refused(&format!(r#"{{"a":"{}"}}"#, "x".repeat(20_001)), queries, "{}"), "empty or too long");
        check(refused("[]", queries, "{}"), "texts are not");
        check(refused(&"[".repeat(100_000), queries, "{}"), "texts are not");
        check(refused("", queries, "{}"), "texts are not");
        check(refused("{\"a\u{1b}[2J\":\"\"}", queries, "{}"), "texts are not");
    }
}

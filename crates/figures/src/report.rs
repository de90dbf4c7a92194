//! A whole report: ordered by term, edition, rules and targets; tables T0 to T9; the same bytes for the same order.
//!
//! Owns what goes into one report and in which order. A report can be opened: every figure that comes of contacts tells
//! which. It must never know how a table looks on paper. Next: `tables`.

use domain::ids::ContactId;
use serde::Serialize;

use crate::breakdown::{self, Dimension};
use crate::facts::Facts;
use crate::filter::Filter;
use crate::formula::{Edition, edition, newest};
use crate::input::{Material, MaterialFault};
use crate::mark::mark;
use crate::reader::{Part, Reader};
use crate::rules::{Rules, RulesFault};
use crate::table::{Cell, Table};
use crate::tables as t;
use crate::target::Target;
use crate::term::Term;
use crate::value::Value;

/// The most targets of one contract.
const TARGETS_MAX: usize = 100;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The days.
    pub term: Term,
    /// The days to compare with.
    pub before: Option<Term>,
    /// The edition of definitions to count by.
    pub edition: u32,
    /// What the contract sets.
    pub rules: Rules,
    /// What the contract asks for.
    pub targets: Vec<Target>,
}

/// An order that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderFault {
    /// There is no such edition.
    #[error("there is no edition {0} of the definitions")]
    Edition(u32),
    /// The rules cannot be counted by.
    #[error(transparent)]
    Rules(#[from] RulesFault),
    /// The material cannot be counted.
    #[error(transparent)]
    Material(#[from] MaterialFault),
    /// Too many targets.
    #[error("{0} targets; at most {TARGETS_MAX}")]
    Targets(usize),
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The days.
    pub term: Term,
    /// The days compared with.
    pub before: Option<Term>,
    /// The edition of definitions it was counted by.
    pub edition: u32,
    /// What the contract set.
    pub rules: Rules,
    /// A mark of the data it was counted from.
    pub data: String,
    /// T0 to T9 and the definitions, in order.
    pub tables: Vec<Table>,
    #[serde(skip)]
    facts: Facts,
    #[serde(skip)]
    definitions: Definitions,
}

/// The edition by value; two are the same when their numbers are.
#[derive(Debug, Clone, Copy)]
struct Definitions(Edition);

impl PartialEq for Definitions {
    fn eq(&self, other: &Self) -> bool {
        self.0.number == other.0.number
    }
}

impl Eq for Definitions {}

impl Order {
    /// A month by the newest definitions, compared with the month before; `None` when there is no such month.
    #[must_use]
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let term = Term::month(year, month)?;
        let before = term.month_before();
        Some(Self { term, before, edition: newest(), rules: Rules::default(), targets: Vec::new() })
    }

    /// Any days by the newest definitions, compared with nothing: the final report.
    #[must_use]
    pub fn over(term: Term) -> Self {
        Self { term, before: None, edition: newest(), rules: Rules::default(), targets: Vec::new() }
    }
}

impl Report {
    /// Counts a report.
    ///
    /// # Errors
    /// [`OrderFault`] when the order or the material is refused.
    pub fn of(material: &Material, order: &Order) -> Result<Self, OrderFault> {
        let definitions = edition(order.edition).ok_or(OrderFault::Edition(order.edition))?;
        Self::by(definitions, material, order)
    }

    /// Counts a report by definitions that are not among the editions; for trying a formula before it is published.
    ///
    /// # Errors
    /// [`OrderFault`] when the order or the material is refused.
    pub fn by(definitions: Edition, material: &Material, order: &Order) -> Result<Self, OrderFault> {
        order.rules.check()?;
        if order.targets.len() > TARGETS_MAX {
            return Err(OrderFault::Targets(order.targets.len()));
        }
        let facts = Facts::read(material, order.term, order.before, &order.rules)?;
        let data = mark(&facts, material, order.term);
        let reader =
            Reader { facts: &facts, edition: definitions, rules: &order.rules, compares: order.before.is_some() };
        let tables = tables(&reader, material, order, &data);
        let rules = order.rules.clone();
        let (term, before, number) = (order.term, order.before, definitions.number);
        let definitions = Definitions(definitions);
        Ok(Self { term, before, edition: number, rules, data, tables, facts, definitions })
    }

    /// The table of that name, such as `T3`.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// One figure, by the names of its table, row and column.
    #[must_use]
    pub fn value(&self, table: &str, row: &str, column: &str) -> Option<&Value> {
        self.table(table)?.cell(row, column).map(|cell| &cell.value)
    }

    /// The contacts behind a cell of this report, by arrival; `None` where it comes of none.
    #[must_use]
    pub fn behind(&self, cell: &Cell, part: Part) -> Option<Vec<ContactId>> {
        cell.recipe.as_ref().map(|recipe| self.reader().behind(recipe, part))
    }

    /// A breakdown of the figures of the queue, over some contacts. There is none by agent: see `agents`.
    #[must_use]
    pub fn breakdown(&self, dimension: Dimension, over: &Filter, topics: &[crate::input::TopicName]) -> Table {
        breakdown::table(&self.reader(), dimension, over, self.term, topics)
    }

    /// The report in its one written form; the same for the same order and material.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        // Every key is text and every number whole, so that writing cannot fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What counts this report's contacts, for figures that stand in no table.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader { facts: &self.facts, edition: self.definitions.0, rules: &self.rules, compares: self.before.is_some() }
    }
}

fn tables(reader: &Reader, material: &Material, order: &Order, data: &str) -> Vec<Table> {
    let term = order.term;
    vec![
        t::summary::table(reader, material, term, &order.targets, data),
        t::summary::targets(reader, &order.targets),
        t::applications::table(reader),
        t::waiting::table(reader),
        t::calls::table(reader, term),
        t::hours::table(reader),
        t::topics::table(reader, &material.topics),
        t::bookings::table(reader),
        t::matters::table(&material.matters, term),
        t::matters::numbers(&material.matters, term),
        t::quality::table(reader, material, term),
        t::quality::zero_hits(&material.questions, term),
        t::erasure::table(reader),
        t::definitions::table(reader.edition),
    ]
}

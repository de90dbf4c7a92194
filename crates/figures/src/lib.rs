//! Every figure of the monthly deliverable and of the screens, from the stored log of contacts (clause 6(4), 6(5)).
//!
//! Pure: what is counted comes in as [`Material`], what is wanted as an [`Order`], and a [`Report`] of plain tables comes
//! out, the same bytes whenever it is asked for. Figures are exact: counts, sums of milliseconds, numerators and
//! denominators; only what shows them rounds. It must never know a table of the database, a page or a clock.
//! Start at `report`, then `formula` for the definitions, `fact` for what is read out of one contact's log.

pub mod agents;
pub mod breakdown;
pub mod difference;
pub mod fact;
pub mod facts;
pub mod filter;
pub mod formula;
pub mod input;
mod mark;
pub mod opening;
pub mod reader;
pub mod report;
pub mod rules;
pub mod table;
pub mod tables;
pub mod target;
pub mod term;
pub mod value;
pub mod words;

pub use agents::AgentAccess;
pub use facts::Facts;
pub use filter::Filter;
pub use input::Material;
pub use report::{Order, OrderFault, Report};
pub use rules::{Rules, RulesFault, ServiceLevelBasis};
pub use table::{Cell, Column, Row, RowKind, Table};
pub use target::{Goal, Light, Target};
pub use term::{Day, Term};
pub use value::{Unit, Value};
pub use words::Words;

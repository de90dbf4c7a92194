//! The exchange table: one entry a row, the same columns as CSV and as an Excel sheet.
//!
//! Owns the columns, the reading of a row with its problems by row and column, the writing of one, and the plan that
//! says what an import would do before it does anything. It must never read bytes: cells come in as text, and the
//! plan goes out as data. Start with [`Plan::of`].

mod guard;
mod plan;
mod row;

pub use guard::{guarded, unguarded};
pub use plan::{Changed, PROBLEMS_MAX, Plan, PlanFault, Present, ROWS_MAX, RowFault, RowProblem};
pub use row::{columns, differing, read_row, write_row};

#[cfg(test)]
mod tests;

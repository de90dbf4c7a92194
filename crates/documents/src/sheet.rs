//! Excel files, written and read.
//!
//! Owns the sheets of an edition and of a review and the bounds within which a file from outside is read. It must
//! never take a cell for a formula, and never trust what a file says of its own size. Start with [`edition_xlsx`] and
//! [`read_rows`].

mod bounds;
mod cells;
mod dates;
mod edition_book;
mod fault;
mod format;
mod monthly_book;
mod review_book;
mod review_layout;
mod review_marks;
mod template;

pub use bounds::Bounds;
pub use cells::read_rows;
pub use edition_book::{edition_xlsx, table_xlsx};
pub use fault::{ReviewError, ReviewFault, ReviewProblem, SheetError};
pub use monthly_book::monthly_xlsx;
pub use review_book::review_xlsx;
pub use review_marks::{ReviewFile, ReviewMark, read_review};
pub use template::{FilledTemplate, TemplateError, fill_template};

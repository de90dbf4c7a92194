//! PDF by typst: templates that are ours, text that is data.
//!
//! Owns the pages' looks (`*.typ`), the fonts and the small world typst sees: a template, what templates share and one file of data, no
//! disk, no network, no packages, no clock. It must never put a text of an entry into a template: typst reads markup
//! there. Start with [`edition_pdf`].

mod changes_page;
mod edition_page;
mod fonts;
mod monthly_chart;
mod monthly_page;
mod press;
mod review_page;
mod shown;

pub use changes_page::changes_pdf;
pub use edition_page::edition_pdf;
pub use fonts::Fonts;
pub use monthly_page::monthly_pdf;
pub use review_page::review_pdf;

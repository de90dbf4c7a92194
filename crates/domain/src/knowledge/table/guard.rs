//! Cells that a spreadsheet would take for a formula, in CSV alone: an Excel sheet says itself what is text.
//!
//! A list begins with `- `, and a spreadsheet would compute it. Source: OWASP, "CSV Injection".

/// What makes a spreadsheet compute.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// The cell as it is written to CSV: an apostrophe before what would be computed.
#[must_use]
pub fn guarded(cell: &str) -> String {
    if needs(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell as it was before [`guarded`].
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| needs(rest)).unwrap_or(cell)
}

/// A cell that looks guarded is guarded too, so that each reads back as it was.
fn needs(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    bare.starts_with(FORMULA)
}

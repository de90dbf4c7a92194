//! How a sheet is printed.

use rust_xlsxwriter::Worksheet;

use super::super::format::fault;
use crate::error::DocumentError;

const A4: u8 = 9;

/// On A4, as wide as the paper, with the title above and the page's number beneath.
pub(super) fn paper(
    sheet: &mut Worksheet,
    title: &str,
    head_rows: (u32, u32),
    across: bool,
) -> Result<(), DocumentError> {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    if across {
        sheet.set_landscape();
    }
    // An ampersand begins an order in a header.
    sheet.set_header(format!("&L&8{}", title.replace('&', "&&"))).set_footer("&C&8&P / &N");
    sheet.set_repeat_rows(head_rows.0, head_rows.1).map(drop).map_err(fault)
}

//! How the cells of the monthly workbook look, by what they hold and by their row's part in the sums.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::monthly::{ColumnKind, RowPart};

pub(super) const FONT: &str = "游ゴシック";
const HEADER_BLUE: u32 = 0x00df_e6ee;
const TOTAL_BLUE: u32 = 0x00e6_ebf1;
const LINE_GREY: u32 = 0x00a0_a8b0;
const QUIET_GREY: u32 = 0x0055_5555;

/// The looks of everything but figures.
pub(super) struct MonthlyLooks {
    pub(super) title: Format,
    pub(super) quiet: Format,
    pub(super) header: Format,
    pub(super) text: Format,
}

impl MonthlyLooks {
    pub(super) fn plain() -> Self {
        let cell = Format::new().set_font_name(FONT).set_font_size(10).set_align(FormatAlign::VerticalCenter);
        let lined = cell.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE_GREY));
        Self {
            title: Format::new().set_font_name(FONT).set_font_size(14).set_bold(),
            quiet: cell.set_font_size(9).set_font_color(Color::RGB(QUIET_GREY)),
            header: lined
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(HEADER_BLUE)),
            text: lined.set_text_wrap().set_align(FormatAlign::Top).set_num_format("@").set_quote_prefix(),
        }
    }

    /// A cell of a table.
    pub(super) fn cell(kind: ColumnKind, part: RowPart) -> Format {
        let plain = Format::new()
            .set_font_name(FONT)
            .set_font_size(10)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(LINE_GREY));
        let held = match kind {
            ColumnKind::Text => plain.set_num_format("@").set_quote_prefix().set_text_wrap(),
            ColumnKind::Count | ColumnKind::Minutes => plain.set_num_format("#,##0"),
            ColumnKind::Change => plain.set_num_format("+#,##0;-#,##0;0"),
            ColumnKind::Share => plain.set_num_format("0.0%"),
            ColumnKind::DurationMs => plain.set_num_format("[m]:ss"),
        };
        match part {
            RowPart::Body => held,
            RowPart::Detail if kind == ColumnKind::Text => held.set_indent(1),
            RowPart::Detail => held,
            RowPart::Total => held.set_bold().set_background_color(Color::RGB(TOTAL_BLUE)),
            RowPart::Apart => held.set_font_color(Color::RGB(QUIET_GREY)),
        }
    }

    /// A dash where there is nothing to say.
    pub(super) fn nothing(part: RowPart) -> Format {
        Self::cell(ColumnKind::Count, part).set_align(FormatAlign::Right)
    }
}

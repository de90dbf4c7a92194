//! Explains digits that are no secret: telephone numbers, dates, amounts, postcodes, labelled numbers.
//!
//! Owns their shapes. It must never clear digits that nothing explains. `search` and `speech` ask it first
//! and look for secrets in what is left.

use std::ops::Range;

use crate::secret_text::context::has_harmless_label;
use crate::secret_text::digits::Run;

/// Longest number a harmless label explains; cards and application IDs are longer.
const LABELLED_LEN_MAX: usize = 13;

/// Digits of a mobile number.
const MOBILE_LEN: usize = 11;

/// The digits of one run, each explained or not.
pub(super) struct Explained<'a> {
    text: &'a str,
    run: &'a Run,
    taken: Vec<bool>,
    /// What was taken at once, such as one telephone number.
    takes: Vec<Range<usize>>,
}

impl<'a> Explained<'a> {
    /// A run of which nothing is explained.
    pub(super) fn new(text: &'a str, run: &'a Run) -> Self {
        Self { text, run, taken: vec![false; run.digits.len()], takes: Vec::new() }
    }

    /// Sets aside all that has a harmless shape or label; a label counts for nothing in a text that
    /// `speaks_of_number` at those bytes.
    pub(super) fn set_aside(&mut self, speaks_of_number: impl Fn(&Range<usize>) -> bool) {
        self.set_aside_abroad();
        self.set_aside_counted();
        self.set_aside_postcode();
        self.set_aside_dates();
        self.set_aside_days();
        self.set_aside_telephone_numbers();
        self.set_aside_labelled(speaks_of_number);
    }

    /// Whether none of the digits at `indices` is explained.
    pub(super) fn is_free(&self, indices: &Range<usize>) -> bool {
        self.taken[indices.clone()].iter().all(|taken| !taken)
    }

    /// Whether the digit at `index` is explained.
    pub(super) fn is_taken(&self, index: usize) -> bool {
        self.taken[index]
    }

    /// Marks the digits at `indices` as explained.
    pub(super) fn take(&mut self, indices: Range<usize>) {
        self.taken[indices.clone()].fill(true);
        self.takes.push(indices);
    }

    /// The digits of the groups from `first` on, when their lengths are those of `shape`.
    pub(super) fn groups_shaped(&self, first: usize, shape: &[usize]) -> Option<Range<usize>> {
        let groups = self.run.groups.get(first..first + shape.len())?;
        let alike = groups.iter().map(ExactSizeIterator::len).eq(shape.iter().copied());
        let indices = groups.first()?.start..groups.last()?.end;
        (alike && self.is_free(&indices)).then_some(indices)
    }

    /// What stands between the group at `index` and the one before it.
    fn gap_before(&self, index: usize) -> Option<&'a str> {
        let (before, group) = (self.run.groups.get(index.checked_sub(1)?)?, self.run.groups.get(index)?);
        self.text.get(self.run.bytes(before.clone()).end..self.run.bytes(group.clone()).start)
    }

    /// In speech any unit explains the group before it, and a telephone number may be torn apart anyhow.
    pub(super) fn set_aside_spoken(&mut self) {
        self.set_aside_units();
        for block in self.free_blocks() {
            if is_national_number(&self.run.values(block.clone())) {
                self.take(block);
            }
        }
    }

    /// Where the individual number is spoken of by its name, a part of it that looks like a telephone number
    /// or a date explains nothing; digits do that are a telephone number as a whole.
    pub(super) fn set_aside_beside_the_name(&mut self) {
        self.set_aside_abroad();
        self.set_aside_counted();
        self.set_aside_postcode();
        self.set_aside_units();
        let mobile = |values: &[u8]| values.len() == MOBILE_LEN && is_national_number(values);
        for block in self.free_blocks() {
            let first = self.run.groups.iter().position(|group| group.start == block.start);
            let grouped = TELEPHONE_SHAPES.iter().filter(|shape| shape.len() > 1).any(|shape| {
                let alike = first.and_then(|first| self.groups_shaped(first, shape));
                alike.as_ref() == Some(&block) && begins_like_a_telephone_number(&self.run.values(block.clone()), shape)
            });
            if grouped || mobile(&self.run.values(block.clone())) {
                self.take(block);
            }
        }
    }

    /// Telephone numbers alone, each apart, in order.
    pub(super) fn telephone_numbers(mut self) -> Vec<Range<usize>> {
        self.set_aside_abroad();
        self.set_aside_telephone_numbers();
        for block in self.free_blocks() {
            if is_national_number(&self.run.values(block.clone())) {
                self.take(block);
            }
        }
        self.takes.sort_by_key(|indices| indices.start);
        self.takes
    }

    fn set_aside_units(&mut self) {
        let free: usize = self.free_blocks().iter().map(ExactSizeIterator::len).sum();
        if free < SHORTEST_TELEPHONE_LEN
            && let Some(last) = self.run.groups.last().cloned()
            && is_unit(&self.text[self.run.bytes(last.clone()).end..])
        {
            self.take(last);
        }
    }

    /// The longest stretches of digits that nothing explains.
    pub(super) fn free_blocks(&self) -> Vec<Range<usize>> {
        let mut blocks: Vec<Range<usize>> = Vec::new();
        for (index, _) in self.taken.iter().enumerate().filter(|(_, taken)| !**taken) {
            match blocks.last_mut() {
                Some(block) if block.end == index => block.end += 1,
                Some(_) | None => blocks.push(index..index + 1),
            }
        }
        blocks
    }

    /// A plus sign makes the first digits a telephone number with a country code.
    fn set_aside_abroad(&mut self) {
        if !self.run.plus {
            return;
        }
        let ends: Vec<usize> = self.run.groups.iter().map(|group| group.end).collect();
        let japanese = self.run.values(0..self.run.digits.len().min(2)) == [8, 1];
        let fits = |end: &usize| if japanese { (11..=13).contains(end) } else { (7..=15).contains(end) };
        let end = if japanese { ends.into_iter().find(fits) } else { ends.into_iter().rfind(fits) };
        if let Some(end) = end {
            self.take(0..end);
        }
    }

    /// A label such as 受付番号 explains the groups after it that are joined alike.
    fn set_aside_labelled(&mut self, speaks_of_number: impl Fn(&Range<usize>) -> bool) {
        let first = self.run.groups[0].clone();
        if !has_harmless_label(self.text, self.run.bytes(first.clone()).start) {
            return;
        }
        let joint = self.gap_before(1);
        let joined = |index: &usize| self.gap_before(*index) == joint && self.is_free(&self.run.groups[*index]);
        let alike = (1..self.run.groups.len()).take_while(joined).last();
        let labelled = first.start..self.run.groups[alike.unwrap_or(0)].end;
        if labelled.len() <= LABELLED_LEN_MAX && !speaks_of_number(&self.run.bytes(labelled.clone())) {
            self.take(labelled);
        }
    }

    /// A year, an amount, a count or the hour of 17:00 that ends a run is no part of the number before it.
    fn set_aside_counted(&mut self) {
        let Some(last) = self.run.groups.last().cloned() else { return };
        let after = &self.text[self.run.bytes(last.clone()).end..];
        if self.run.groups.len() > 1 && after.starts_with(['年', '月', '日', '円', '時', '件', '階', ':', '：'])
        {
            self.take(last);
        }
    }

    fn set_aside_telephone_numbers(&mut self) {
        for first in 0..self.run.groups.len() {
            for shape in TELEPHONE_SHAPES {
                if let Some(indices) = self.groups_shaped(first, shape)
                    && begins_like_a_telephone_number(&self.run.values(indices.clone()), shape)
                {
                    self.take(indices);
                    break;
                }
            }
        }
    }

    fn set_aside_postcode(&mut self) {
        let after_mark = self.text[..self.run.bytes(0..1).start].trim_end().ends_with(POSTCODE_MARK);
        let shapes: [&[usize]; 2] = [&[3, 4], &[7]];
        let postcode = shapes.into_iter().find_map(|shape| self.groups_shaped(0, shape));
        if let Some(indices) = postcode
            && after_mark
        {
            self.take(indices);
        }
    }

    /// A day without its year, 4/15; a longer chain of slashes is none.
    fn set_aside_days(&mut self) {
        for first in 0..self.run.groups.len() {
            let slashes = [first, first + 1, first + 2].map(|index| self.gap_before(index) == Some("/"));
            let shapes: [&[usize]; 4] = [&[1, 1], &[1, 2], &[2, 1], &[2, 2]];
            for shape in shapes {
                if slashes == [false, true, false]
                    && let Some(indices) = self.groups_shaped(first, shape)
                    && is_month_and_day(&self.run.values(indices.clone()), shape[0])
                {
                    self.take(indices);
                    break;
                }
            }
        }
    }

    fn set_aside_dates(&mut self) {
        for first in 0..self.run.groups.len() {
            for shape in DATE_SHAPES {
                if let Some(indices) = self.groups_shaped(first, shape)
                    && is_date(&self.run.values(indices.clone()), shape)
                {
                    self.take(indices);
                    break;
                }
            }
        }
    }
}

/// Digits of a number of a fixed line.
const SHORTEST_TELEPHONE_LEN: usize = 10;

/// Counters and units that follow a number of things, an amount, a time, an address.
const UNITS: [&str; 74] = [
    "年",
    "月",
    "日",
    "円",
    "時",
    "分",
    "秒",
    "件",
    "人",
    "回",
    "名",
    "番",
    "号",
    "桁",
    "ケタ",
    "けた",
    "台",
    "個",
    "通",
    "枚",
    "階",
    "歳",
    "才",
    "世",
    "条",
    "項",
    "点",
    "文字",
    "丁目",
    "ヶ月",
    "か月",
    "カ月",
    "ヵ月",
    "箇所",
    "週",
    "泊",
    "度",
    "割",
    "倍",
    "つ",
    "万",
    "億",
    "キロ",
    "メートル",
    "パーセント",
    "線",
    "室",
    "棟",
    "便",
    "組",
    "%",
    "％",
    ":",
    "：",
    "yen",
    "years",
    "days",
    "percent",
    "minutes",
    "o'clock",
    "センチ",
    "ミリ",
    "ドル",
    "駅",
    "本",
    "冊",
    "営業日",
    "characters",
    "digits",
    "times",
    "weeks",
    "months",
    "hours",
    "people",
];

/// What may stand between digits and their unit.
pub(super) const UNIT_GAP: [char; 3] = [' ', '\n', '-'];
/// What comes before the digits of a postcode.
pub(super) const POSTCODE_MARK: char = '〒';

/// Whether the text goes on with a unit of what was counted.
pub(super) fn is_unit(after: &str) -> bool {
    let after = after.trim_start_matches(UNIT_GAP);
    UNITS.iter().any(|unit| after.starts_with(unit))
        || ["am", "pm", "st", "nd", "rd", "th"].iter().any(|unit| {
            after.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_alphabetic()))
        })
}

/// Ten digits of a fixed line, or eleven of a mobile one.
fn is_national_number(digits: &[u8]) -> bool {
    match digits {
        [0, area, ..] if digits.len() == SHORTEST_TELEPHONE_LEN => *area != 0,
        [0, 5..=9, 0, ..] => digits.len() == MOBILE_LEN,
        _ => false,
    }
}

/// How Japanese telephone numbers are grouped, the first digit being 0.
const TELEPHONE_SHAPES: [&[usize]; 13] = [
    &[3, 4, 4],
    &[4, 3, 4],
    &[2, 4, 4],
    &[3, 3, 4],
    &[4, 2, 4],
    &[5, 1, 4],
    &[4, 3, 3],
    &[3, 8],
    &[3, 7],
    &[2, 8],
    &[4, 6],
    &[11],
    &[10],
];

const DATE_SHAPES: [&[usize]; 5] = [&[4, 2, 2], &[4, 1, 2], &[4, 2, 1], &[4, 1, 1], &[8]];

/// A national number begins with 0 and an area; the areas of two digits are 03, 04 and 06.
fn begins_like_a_telephone_number(digits: &[u8], shape: &[usize]) -> bool {
    match (shape, digits) {
        ([2, ..], [0, area, ..]) => matches!(area, 3 | 4 | 6),
        // Eleven digits are those of mobile, IP and long toll-free numbers: 090, 050, 0800.
        (_, [0, area, third, ..]) => *area != 0 && (digits.len() != MOBILE_LEN || *third == 0),
        (_, _) => false,
    }
}

fn is_date(digits: &[u8], shape: &[usize]) -> bool {
    let month_len = shape.get(1).copied().unwrap_or(2);
    let (year, rest) = digits.split_at(4);
    (1900..2100).contains(&value(year)) && is_month_and_day(rest, month_len)
}

fn is_month_and_day(digits: &[u8], month_len: usize) -> bool {
    let (month, day) = digits.split_at(month_len);
    (1..=12).contains(&value(month)) && (1..=31).contains(&value(day))
}

fn value(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value, digit| value * 10 + u32::from(*digit))
}

//! The table: one row a figure, its aim, and whether it was reached.

use super::machine::{self, Taken};
use serde_json::{Value, json};
use std::path::Path;

/// What a figure should not exceed.
pub(super) struct Aim {
    /// The limit, in the row's unit.
    pub(super) at_most: f64,
    /// Where the limit comes from, in words.
    pub(super) words: String,
}

impl Aim {
    /// A fixed limit.
    pub(super) fn at_most(at_most: f64) -> Option<Self> {
        Some(Self { at_most, words: String::new() })
    }
}

struct Row {
    what: String,
    unit: &'static str,
    value: f64,
    aim: Option<Aim>,
    detail: String,
}

/// Rows as they come in.
pub(super) struct Report {
    rows: Vec<Row>,
}

impl Report {
    pub(super) fn new() -> Self {
        Self { rows: Vec::new() }
    }

    /// Adds a figure and tells it at once; `detail` holds what surrounds it.
    pub(super) fn add(&mut self, what: &str, value: f64, unit: &'static str, aim: Option<Aim>, detail: &str) {
        println!("    {what}: {value:.2} {unit}   {detail}");
        self.rows.push(Row { what: what.to_owned(), unit, value, aim, detail: detail.to_owned() });
    }

    /// Prints the table, writes it as JSON to `file`, and says whether every aim was reached.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn finish(&self, taken: &Taken, file: &Path) -> anyhow::Result<bool> {
        let machine = machine::description()?;
        let noise = format!("{:.1} % of processor time went to other guests of the host", taken.steal_percent);
        println!("\n{machine}\n{noise} in {:.0} s\n", taken.seconds);
        println!("| figure | value | aim | | |");
        println!("| --- | ---: | ---: | --- | --- |");
        for row in &self.rows {
            let aim = row.aim.as_ref().map_or(String::new(), |aim| aim.text(row.unit));
            println!("| {} | {:.2} {} | {aim} | {} | {} |", row.what, row.value, row.unit, row.verdict(), row.detail);
        }
        let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
        let whole = json!({ "machine": machine, "steal_percent": taken.steal_percent, "rows": rows });
        std::fs::write(file, serde_json::to_string_pretty(&whole)?)?;
        println!("\nkept in {}", file.display());
        Ok(self.rows.iter().all(|row| row.is_reached() != Some(false)))
    }
}

impl Aim {
    fn text(&self, unit: &str) -> String {
        let limit = format!("≤ {:.2} {unit}", self.at_most);
        if self.words.is_empty() { limit } else { format!("{limit} ({})", self.words) }
    }
}

impl Row {
    fn is_reached(&self) -> Option<bool> {
        self.aim.as_ref().map(|aim| self.value <= aim.at_most)
    }

    fn verdict(&self) -> &'static str {
        match self.is_reached() {
            Some(true) => "reached",
            Some(false) => "missed",
            None => "",
        }
    }

    fn json(&self) -> Value {
        json!({
            "figure": self.what, "value": self.value, "unit": self.unit,
            "aim": self.aim.as_ref().map(|aim| aim.at_most), "reached": self.is_reached(), "detail": self.detail,
        })
    }
}

/// The value that `share` (0.0..=1.0) of the values do not exceed; 0 for none.
pub(super) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share).round() as usize).copied().unwrap_or(0.0)
}

/// The middle value.
pub(super) fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

#[cfg(test)]
mod tests {
    use super::{median, quantile};

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let values = [5.0, 1.0, 4.0, 2.0, 3.0];
        assert_eq!((median(&values), quantile(&values, 0.99), quantile(&values, 0.0)), (3.0, 5.0, 1.0));
        assert_eq!(median(&[]), 0.0);
    }
}

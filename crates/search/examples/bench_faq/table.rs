//! Figures for people and for programs.

use search::evaluate::Figures;

type Row<'n> = (&'n str, bool, Figures);

pub(crate) fn text(rows: &[Row<'_>]) -> String {
    let mut text = String::new();
    if let Some((_, _, figures)) = rows.first() {
        text.push_str(&format!("{} questions, {} of them answerable\n\n", figures.questions, figures.answerable));
    }
    text.push_str("| system | SR@1 | SR@5 | R@10 | MRR | AUROC answerable | AUROC right | P@10 % | P@20 % | P@50 % | p50 | p99 |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (name, calibrated, figures) in rows {
        let share = |share: f64| format!("{share:.3}");
        let maybe = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
        let [tenth, fifth, half] = figures.precision_at_coverage.map(|(_, precision)| share(precision));
        let ms = |time: std::time::Duration| format!("{:.2} ms", time.as_secs_f64() * 1_000.0);
        let cells = [
            format!("{name}{}", if *calibrated { "" } else { " (built-in calibration)" }),
            share(figures.success_at_1),
            share(figures.success_at_5),
            share(figures.recall_at_10),
            share(figures.reciprocal_rank),
            maybe(figures.auroc_answerable),
            maybe(figures.auroc_right),
            tenth,
            fifth,
            half,
            ms(figures.took_p50),
            ms(figures.took_p99),
        ];
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

pub(crate) fn json(rows: &[Row<'_>]) -> serde_json::Result<String> {
    let rows: Vec<serde_json::Value> = rows
        .iter()
        .map(|(name, calibrated, figures)| {
            serde_json::json!({ "system": name, "calibrated_by_halves": calibrated, "figures": figures })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&rows)? + "\n")
}

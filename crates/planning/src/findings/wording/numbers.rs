//! How numbers are rounded in sentences, the same in both languages.

/// A mean count: whole from ten on, one decimal below, where whole contacts would round half of it away.
pub(super) fn mean(value: f64) -> String {
    if value >= 9.95 { format!("{value:.0}") } else { format!("{value:.1}") }
}

/// A share as a whole percentage, without its sign.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

/// A ratio with one decimal; None where nothing was there before.
pub(super) fn times(ratio: f64) -> Option<String> {
    ratio.is_finite().then(|| format!("{ratio:.1}"))
}

/// Seconds as minutes with one decimal.
pub(super) fn minutes(seconds: f64) -> String {
    format!("{:.1}", seconds / 60.0)
}

/// A part of a whole.
pub(super) fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

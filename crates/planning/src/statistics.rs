//! The few statistics that sizing, forecast and findings share.
//!
//! Owns medians, tails of counts, exact intervals and corrections for many tests. It must never know what is counted.
//! Counts may be fractions where they were divided by an overdispersion: the tails are incomplete beta and gamma
//! functions, which do not mind.

use statrs::function::beta::checked_beta_reg;
use statrs::function::erf::erfc;
use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur};

/// Makes the median absolute deviation of normal noise its standard deviation.
const MAD_TO_SIGMA: f64 = 1.482_602_218_505_602;
/// A dispersion this near to 1 is Poisson's.
const POISSON_TO: f64 = 1.005;
/// Up to parameters of this size the incomplete beta function converges in the rounds its library gives it.
const EXACT_TO: f64 = 10_000.0;
/// Halvings of [0, 1] or of a doubled range until nothing is left of it.
const HALVINGS: u32 = 60;

/// The middle value; 0 of nothing.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2) {
        (None, _) => 0.0,
        (Some(value), 1) => *value,
        (Some(value), _) => f64::midpoint(values[middle - 1], *value),
    }
}

/// A standard deviation that a few wild values do not move: 1.4826 × the median distance from the median.
#[must_use]
pub fn robust_scale(values: &[f64]) -> f64 {
    let centre = median(values.to_vec());
    MAD_TO_SIGMA * median(values.iter().map(|value| (value - centre).abs()).collect())
}

/// The value below which `share` of `values` lie, by linear interpolation; 0 of nothing.
#[must_use]
pub fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else {
        return 0.0;
    };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    values[below] + (values[above] - values[below]) * (place - below as f64)
}

/// Chance of `count` or fewer where `mean` is expected and the variance is `dispersion` times the mean.
///
/// Poisson at a dispersion of 1, negative binomial above.
#[must_use]
pub fn count_at_most(count: f64, mean: f64, dispersion: f64) -> f64 {
    if mean <= 0.0 {
        return 1.0;
    }
    if dispersion <= POISSON_TO {
        return share(checked_gamma_ur(count + 1.0, mean).ok());
    }
    beta(mean / (dispersion - 1.0), count + 1.0, 1.0 / dispersion)
}

/// Chance of `count` or more; see `count_at_most`.
#[must_use]
pub fn count_at_least(count: f64, mean: f64, dispersion: f64) -> f64 {
    if count <= 0.0 {
        return 1.0;
    }
    if mean <= 0.0 {
        return 0.0;
    }
    if dispersion <= POISSON_TO {
        return share(checked_gamma_lr(count, mean).ok());
    }
    beta(count, mean / (dispersion - 1.0), 1.0 - 1.0 / dispersion)
}

/// The smallest count that at least `chance` of all counts do not pass.
#[must_use]
pub fn count_quantile(chance: f64, mean: f64, dispersion: f64) -> u32 {
    let spread = (mean.max(1.0) * dispersion.max(1.0)).sqrt();
    let mut enough = 1.0 + mean + 4.0 * spread;
    while count_at_most(enough.floor(), mean, dispersion) < chance && enough < 1e9 {
        enough *= 2.0;
    }
    let (mut low, mut high) = (0, enough.floor() as u32);
    while low < high {
        let middle = low + (high - low) / 2;
        if count_at_most(f64::from(middle), mean, dispersion) >= chance {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// Chance of `count` or more of `all`, each with chance `each`.
#[must_use]
pub fn binomial_at_least(count: f64, all: f64, each: f64) -> f64 {
    if count <= 0.0 {
        return 1.0;
    }
    if count > all {
        return 0.0;
    }
    beta(count, all - count + 1.0, each.clamp(0.0, 1.0))
}

/// Chance of `count` or fewer of `all`, each with chance `each`.
#[must_use]
pub fn binomial_at_most(count: f64, all: f64, each: f64) -> f64 {
    if count >= all {
        return 1.0;
    }
    beta(all - count, count + 1.0, 1.0 - each.clamp(0.0, 1.0))
}

/// The exact interval of a share, `count` of `all` (C. Clopper and E. Pearson 1934).
#[must_use]
pub fn share_interval(count: f64, all: f64, coverage: f64) -> (f64, f64) {
    let tail = (1.0 - coverage) / 2.0;
    let low = if count <= 0.0 { 0.0 } else { root(|each| binomial_at_least(count, all, each) >= tail) };
    let high = if count >= all { 1.0 } else { root(|each| binomial_at_most(count, all, each) <= tail) };
    (low, high)
}

/// The exact interval of a Poisson mean of which `count` was seen (F. Garwood 1936).
#[must_use]
pub fn mean_interval(count: f64, coverage: f64) -> (f64, f64) {
    let tail = (1.0 - coverage) / 2.0;
    let range = 10.0 + 4.0 * count;
    let low = if count <= 0.0 { 0.0 } else { range * root(|part| count_at_least(count, part * range, 1.0) >= tail) };
    (low, range * root(|part| count_at_most(count, part * range, 1.0) <= tail))
}

/// How often something happens now against before, each counted over an exposure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRatio {
    /// Rate now over rate before; infinite where nothing happened before.
    pub ratio: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// Chance of so many or more now, were the rates the same.
    pub p_higher: f64,
}

/// Compares two counts given their sum: exact for Poisson counts (J. Przyborowski and H. Wilenski 1940).
///
/// Both counts are divided by `dispersion` first, so that counts that scatter more than Poisson's weigh less.
#[must_use]
pub fn rate_ratio(now: (f64, f64), before: (f64, f64), dispersion: f64) -> RateRatio {
    let spread = dispersion.max(1.0);
    let (count, exposure) = (now.0 / spread, now.1);
    let (count_before, exposure_before) = (before.0 / spread, before.1);
    let all = count + count_before;
    let expected_share = exposure / (exposure + exposure_before);
    let (low, high) = share_interval(count, all, 0.95);
    let of_share = |share: f64| share / (1.0 - share).max(f64::MIN_POSITIVE) * exposure_before / exposure;
    RateRatio {
        ratio: (now.0 / exposure) / (before.0 / exposure_before),
        low: of_share(low),
        high: if high >= 1.0 { f64::INFINITY } else { of_share(high) },
        p_higher: binomial_at_least(count, all, expected_share),
    }
}

/// Chance of a mean so much longer or more, were both the same (B. Welch 1947). Each is (how many, mean, deviation).
#[must_use]
pub fn mean_is_higher(one: (f64, f64, f64), other: (f64, f64, f64)) -> f64 {
    if one.0 < 2.0 || other.0 < 2.0 {
        return 1.0;
    }
    let (own, others) = (one.2 * one.2 / one.0, other.2 * other.2 / other.0);
    if own + others <= 0.0 {
        return 1.0;
    }
    let distance = (one.1 - other.1) / (own + others).sqrt();
    let freedom = (own + others).powi(2) / (own * own / (one.0 - 1.0) + others * others / (other.0 - 1.0));
    let beyond = beta(freedom / 2.0, 0.5, freedom / (freedom + distance * distance)) / 2.0;
    if distance > 0.0 { beyond } else { 1.0 - beyond }
}

/// How much more counts scatter than Poisson's around what is expected of them: Pearson's χ² over its freedom, 1 at least.
#[must_use]
pub fn overdispersion(counted_and_expected: &[(f64, f64)], fitted: usize) -> f64 {
    let usable: Vec<&(f64, f64)> = counted_and_expected.iter().filter(|(_, expected)| *expected > 0.0).collect();
    let freedom = usable.len().saturating_sub(fitted);
    if freedom == 0 {
        return 1.0;
    }
    let chi: f64 = usable.iter().map(|(counted, expected)| (counted - expected).powi(2) / expected).sum();
    (chi / freedom as f64).max(1.0)
}

/// p-values of `tests` tests, the smallest given in ascending order, corrected so that the chance of any false one
/// among all of them stays below the corrected value (S. Holm 1979).
#[must_use]
pub fn holm(ascending: &[f64], tests: usize) -> Vec<f64> {
    let mut largest: f64 = 0.0;
    ascending
        .iter()
        .enumerate()
        .map(|(index, p)| {
            largest = largest.max(p * tests.saturating_sub(index).max(1) as f64).min(1.0);
            largest
        })
        .collect()
}

/// The incomplete beta function I_x(a, b); for large parameters by cube roots and the normal distribution
/// (M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 26.5.21).
fn beta(a: f64, b: f64, x: f64) -> f64 {
    if a.max(b) <= EXACT_TO || x <= 0.0 || x >= 1.0 {
        return share(checked_beta_reg(a, b, x).ok());
    }
    let (one, other) = ((b * x).cbrt(), (a * (1.0 - x)).cbrt());
    let distance = 3.0 * (one * (1.0 - 1.0 / (9.0 * b)) - other * (1.0 - 1.0 / (9.0 * a)));
    share(Some(0.5 * erfc(-distance / (one * one / b + other * other / a).sqrt() / std::f64::consts::SQRT_2)))
}

/// A probability; what the function refuses or cannot settle says nothing, which is 1.
fn share(found: Option<f64>) -> f64 {
    found.filter(|value| value.is_finite()).map_or(1.0, |value| value.clamp(0.0, 1.0))
}

/// Where `holds` turns from false to true between 0 and 1.
fn root(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, known: f64, tolerance: f64) {
        assert!((found - known).abs() <= tolerance, "{found} is not {known} within {tolerance}");
    }

    #[test]
    fn tails_of_counts_are_those_summed_by_hand() {
        let poisson = |count: i32| (-4.0_f64).exp() * 4.0_f64.powi(count) / (1..=count).map(f64::from).product::<f64>();
        let below: f64 = (0..10).map(poisson).sum();
        close(count_at_least(10.0, 4.0, 1.0), 1.0 - below, 1e-12);
        close(count_at_most(9.0, 4.0, 1.0), below, 1e-12);
        // Negative binomial with mean 4 and variance 8: r = 4, p = 1/2.
        close(count_at_most(0.0, 4.0, 2.0), 0.5_f64.powi(4), 1e-12);
        close(count_at_least(1.0, 4.0, 2.0), 1.0 - 0.5_f64.powi(4), 1e-12);
        close(binomial_at_least(9.0, 10.0, 0.5), 11.0 / 1024.0, 1e-12);
        close(binomial_at_most(1.0, 10.0, 0.5), 11.0 / 1024.0, 1e-12);
        assert!(count_at_most(0.0, 60.0, 1.0) < 1e-26, "small chances stay small");
    }

    #[test]
    fn large_counts_have_their_tails_too() {
        for (all, each, count) in [(9_000.0, 0.3, 2_560.0), (9_000.0, 0.5, 4_700.0), (40_000.0, 0.1, 4_180.0)] {
            let summed = if count > all * each {
                summed_from(count, all, each)
            } else {
                1.0 - summed_from(count + 1.0, all, each)
            };
            let found = if count > all * each {
                binomial_at_least(count, all, each)
            } else {
                binomial_at_most(count, all, each)
            };
            assert!((found / summed - 1.0).abs() < 0.02, "{found} is not {summed}");
        }
    }

    /// The chance of `count` or more, term by term.
    fn summed_from(count: f64, all: f64, each: f64) -> f64 {
        let ln = |count: f64| {
            let choose = statrs::function::gamma::ln_gamma;
            choose(all + 1.0) - choose(count + 1.0) - choose(all - count + 1.0)
                + count * each.ln()
                + (all - count) * (1.0 - each).ln()
        };
        (count as u32..=all as u32).map(|count| ln(f64::from(count)).exp()).sum()
    }

    #[test]
    fn exact_intervals_are_those_of_the_tables() {
        // Garwood's for 10 events and Clopper and Pearson's for 7 of 20, as any table has them.
        let (low, high) = mean_interval(10.0, 0.95);
        close(low, 4.795, 1e-3);
        close(high, 18.390, 1e-3);
        let (low, high) = share_interval(7.0, 20.0, 0.95);
        close(low, 0.1539, 1e-4);
        close(high, 0.5922, 1e-4);
        assert_eq!(share_interval(0.0, 20.0, 0.95).0, 0.0);
        assert_eq!(share_interval(20.0, 20.0, 0.95).1, 1.0);
    }

    #[test]
    fn a_quantile_of_counts_is_the_first_that_holds_enough() {
        assert_eq!(count_quantile(0.95, 4.0, 1.0), 8);
        assert_eq!(count_quantile(0.05, 4.0, 1.0), 1);
        assert_eq!(count_quantile(0.5, 0.0, 1.0), 0);
        assert!(count_quantile(0.95, 100.0, 3.0) > count_quantile(0.95, 100.0, 1.0));
    }

    #[test]
    fn medians_and_scales_do_not_see_one_wild_value() {
        close(median(vec![3.0, 1.0, 2.0, 4.0]), 2.5, 0.0);
        close(median(Vec::new()), 0.0, 0.0);
        let values = [1.0, 2.0, 3.0, 4.0, 1e9];
        close(robust_scale(&values), 1.4826, 1e-4);
        close(quantile(vec![0.0, 10.0], 0.25), 2.5, 1e-12);
    }

    #[test]
    fn rates_are_compared_given_their_sum_and_scatter_makes_less_of_them() {
        let found = rate_ratio((40.0, 100.0), (100.0, 500.0), 1.0);
        close(found.ratio, 2.0, 1e-12);
        assert!(found.low > 1.3 && found.high < 3.0 && found.p_higher < 1e-3, "{found:?}");
        let scattered = rate_ratio((40.0, 100.0), (100.0, 500.0), 4.0);
        assert!(scattered.p_higher > found.p_higher && scattered.low < found.low, "{scattered:?}");
        assert!(rate_ratio((5.0, 10.0), (0.0, 10.0), 1.0).ratio.is_infinite());
        close(rate_ratio((5.0, 10.0), (0.0, 10.0), 1.0).p_higher, 1.0 / 32.0, 1e-12);
    }

    #[test]
    fn means_are_compared_by_welch() {
        // t = 2 at 18 degrees of freedom (equal sizes and deviations): 0.0304.
        let apart = 2.0 * (0.2_f64).sqrt();
        close(mean_is_higher((10.0, apart, 1.0), (10.0, 0.0, 1.0)), 0.0304, 1e-4);
        close(mean_is_higher((10.0, 0.0, 1.0), (10.0, apart, 1.0)), 0.9696, 1e-4);
        close(mean_is_higher((1.0, 9.0, 1.0), (10.0, 0.0, 1.0)), 1.0, 0.0);
    }

    #[test]
    fn holm_multiplies_by_the_tests_that_are_left() {
        assert_eq!(holm(&[0.01, 0.02, 0.03], 4), [0.04, 0.06, 0.06]);
        assert_eq!(holm(&[0.5, 0.6], 100), [1.0, 1.0]);
    }
}

//! The reason that a switch and a look at the log want; it is kept.

use domain::secret_text::refuse_note;

use crate::problem::Problem;

/// The fewest and the most letters of a reason.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=200;

/// The reason as it is kept.
pub(super) fn stated(reason: &str) -> Result<String, Problem> {
    let reason = reason.trim();
    if !LETTERS.contains(&reason.chars().count()) {
        return Err(Problem::invalid(
            "理由を2文字以上200文字以内で入力してください。",
            "Please state a reason of 2 to 200 letters.",
        ));
    }
    let secret = |_| {
        Problem::invalid(
            "理由に個人番号や暗証番号のような数字があります。消してからもう一度お試しください。",
            "The reason holds what looks like a personal number or a PIN. Please take it out and try again.",
        )
    };
    refuse_note(reason).map_err(secret)?;
    Ok(reason.to_owned())
}

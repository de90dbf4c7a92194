//! Looking for a secret's characters in what is said to somebody.

use unicode_normalization::UnicodeNormalization as _;

/// So many characters of a secret in a row are a part of it that counts.
pub const RUN_CHARS: usize = 3;

/// Text in one form: what looks alike is alike, without what is not seen.
#[must_use]
pub fn squeezed(text: &str) -> String {
    text.nfkc().filter(|it| !it.is_whitespace() && !('\u{200b}'..='\u{200d}').contains(it)).collect()
}

/// Every run of `length` characters of a secret; the secret itself where it is shorter.
#[must_use]
pub fn runs(secret: &str, length: usize) -> Vec<String> {
    let letters: Vec<char> = squeezed(secret).chars().collect();
    if letters.len() <= length {
        return vec![letters.into_iter().collect()];
    }
    letters.windows(length).map(|it| it.iter().collect()).collect()
}

/// The first run of a secret that a text has, forwards or backwards.
#[must_use]
pub fn said(text: &str, secret: &str, length: usize) -> Option<String> {
    let text = squeezed(text);
    let back: String = text.chars().rev().collect();
    runs(secret, length).into_iter().find(|run| text.contains(run) || back.contains(run))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_secret_is_found_spread_out_wide_and_backwards() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(said(text, "Kq7-zebra", RUN_CHARS).as_deref(), expected, "{text}");
        };
        check("the word is Kq7", Some("Kq7"));
        check("K q\u{200b} 7", Some("Kq7"));
        check("Ｋｑ７", Some("Kq7"));
        check("arbez", Some("zeb"));
        check("zoo Kq 7", Some("Kq7"));
        check("zoo, Kx7, ebr.a", Some("ebr"));
        check("nothing of it", None);
        assert_eq!(runs("12", 3), ["12"]);
    }
}

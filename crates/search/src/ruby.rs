//! Easy Japanese writes how a word is read beside it: `{漢字|かんじ}`. Pure.

/// The text as it is written and as it is read; what is no such pair stays as it is in both.
pub(crate) fn written_and_read(text: &str) -> (String, String) {
    let (mut written, mut read) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        written.push_str(before);
        read.push_str(before);
        match behind.split_once('}').and_then(|(pair, after)| Some((pair.split_once('|')?, after))) {
            Some(((word, reading), after)) => {
                written.push_str(word);
                read.push_str(reading);
                rest = after;
            }
            None => {
                written.push('{');
                read.push('{');
                rest = behind;
            }
        }
    }
    written.push_str(rest);
    read.push_str(rest);
    (written, read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_stand_for_their_words_and_braces_for_themselves() {
        let check = |text: &str, written: &str, read: &str| {
            assert_eq!(written_and_read(text), (written.to_owned(), read.to_owned()));
        };
        check("{市役所|しやくしょ}は {何時|なんじ}から？", "市役所は 何時から？", "しやくしょは なんじから？");
        check("カード", "カード", "カード");
        check("{a} {|} {b", "{a}  {b", "{a}  {b");
    }
}

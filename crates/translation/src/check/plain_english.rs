//! English idioms in plain words, before phrases and figures are read. Data: an idiom more is a line more.

use super::plain::{Plain, one_form, rewritten};

/// Eras, with the year before their first.
const ERAS: [(&str, u32); 3] = [("reiwa", 2018), ("heisei", 1988), ("showa", 1925)];

pub(super) fn plain(text: &str) -> String {
    let text = rewritten(&one_form(text), CONTRACTIONS, true);
    let text = with_months(&with_years(&with_numbers(&text)));
    rewritten(&text, TABLE, true)
}

/// "Reiwa 8" is a plain year.
fn with_years(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut plain = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let digits = next.bytes().take_while(u8::is_ascii_digit).count();
        let bare = words[at].trim_start_matches('(').to_ascii_lowercase();
        let era = ERAS.iter().find(|(name, _)| *name == bare).map(|(_, before)| *before);
        match (era, next[..digits].parse::<u32>()) {
            (Some(before), Ok(year)) if digits < 3 => {
                let open = if words[at].starts_with('(') { "(" } else { "" };
                plain.push(format!("{open}{}{}", before + year, &next[digits..]));
                at += 2;
            }
            _ => {
                plain.push(words[at].to_owned());
                at += 1;
            }
        }
    }
    plain.join(" ")
}

/// "May" behind these, with no figure behind it, is the month; elsewhere it may be a word of its own.
const BEFORE_MAY: [&str; 8] = ["in", "by", "until", "from", "since", "of", "next", "last"];

fn with_months(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let plain = words.iter().enumerate().map(|(at, word)| {
        let before = at.checked_sub(1).map_or(String::new(), |at| words[at].to_ascii_lowercase());
        let counted = words.get(at + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        match word.strip_prefix("May") {
            Some(rest) if rest.len() < 2 && !counted && BEFORE_MAY.contains(&before.as_str()) => format!("5月{rest}"),
            Some(_) | None => (*word).to_owned(),
        }
    });
    plain.collect::<Vec<_>>().join(" ")
}

/// "No. 3" is a number and denies nothing; "JPY 1,000" is an amount.
fn with_numbers(text: &str) -> String {
    let mut plain = text.to_owned();
    for (form, instead) in [("No. ", "number "), ("no. ", "number "), ("JPY ", "¥"), ("JPY", "¥"), ("\u{a5}", "¥")] {
        for digit in '0'..='9' {
            plain = plain.replace(&format!("{form}{digit}"), &format!("{instead}{digit}"));
        }
    }
    plain
}

const CONTRACTIONS: &[Plain] = &[
    ("don't", "do not"),
    ("doesn't", "does not"),
    ("didn't", "did not"),
    ("isn't", "is not"),
    ("aren't", "are not"),
    ("wasn't", "was not"),
    ("weren't", "were not"),
    ("haven't", "have not"),
    ("hasn't", "has not"),
    ("hadn't", "had not"),
    ("won't", "will not"),
    ("wouldn't", "would not"),
    ("can't", "cannot"),
    ("couldn't", "could not"),
    ("shouldn't", "should not"),
    ("mustn't", "must not"),
    ("needn't", "need not"),
    ("ain't", "is not"),
];

const TABLE: &[Plain] = &[
    // What only looks like a denial.
    ("no,", "nay,"),
    ("no.", "nay."),
    ("no thank you", "nay thank you"),
    ("no thanks", "nay thanks"),
    ("no problem", "fine"),
    ("no problems", "fine"),
    ("not a problem", "fine"),
    ("no worries", "fine"),
    ("no trouble", "fine"),
    ("no mistake", "right"),
    ("it does not matter", "it is fine"),
    ("does not matter", "is fine"),
    ("do not mind", "are fine with"),
    ("do not worry", "rest assured"),
    ("need not worry", "rest assured"),
    ("nothing to worry about", "rest assured"),
    ("not at all", "welcome"),
    ("do not forget to", "be sure to"),
    ("please do not forget", "be sure of"),
    ("do not forget", "be sure of"),
    ("without fail", "be sure"),
    ("do not hesitate to", "kindly"),
    ("feel free to", "kindly"),
    ("feel free", "kindly"),
    ("without delay", "promptly"),
    ("no doubt", "surely"),
    ("or not", ""),
    ("why do you not", "how about you"),
    ("why not", "how about"),
    ("could you not", "could you"),
    ("would you not", "would you"),
    ("do you not think", "do you think"),
    ("is it not", "right"),
    ("is not it", "right"),
    ("are not you", "right"),
    ("do not you", "right"),
    ("does not it", "right"),
    ("did not you", "right"),
    ("have not you", "right"),
    ("will not you", "right"),
    ("are you not", "right"),
    ("no later than", "by"),
    ("not later than", "by"),
    ("no fewer than", "at least"),
    ("no less than", "at least"),
    ("no sooner than", "from"),
    ("not the same", "different"),
    ("no longer valid", "expired"),
    ("regardless", "whatever"),
    ("whether or not", "whether"),
    ("last but not least", "last"),
    ("after loss", "for loss"),
    ("after a loss", "for loss"),
    ("if possible", "if it goes"),
    ("non-stop", "through"),
    // A denied word that has its contrary.
    ("not an obligation", "voluntary"),
    ("not a duty", "voluntary"),
    ("not obligatory", "voluntary"),
    ("not mandatory", "voluntary"),
    ("not compulsory", "voluntary"),
    ("not voluntary", "mandatory"),
    ("not optional", "mandatory"),
    ("not free of charge", "charged"),
    ("not free", "charged"),
    ("not expired", "valid"),
    // Denials in other words.
    ("nothing", "not anything"),
    ("nobody", "not anybody"),
    ("no one", "not anyone"),
    ("no-one", "not anyone"),
    ("nowhere", "not anywhere"),
    ("neither", "not"),
    ("nor", "or"),
    ("unknown", "not known"),
    ("unclear", "not clear"),
    ("unsure", "not sure"),
    ("unable", "not able"),
    ("insufficient", "not enough"),
    ("failed to", "did not"),
    ("fails to", "does not"),
    ("fail to", "do not"),
    ("refrain from", "do not do"),
    ("avoid", "do not"),
    ("unregistered", "not registered"),
    ("hatless", "without a hat"),
    ("no background", "a plain background"),
    ("without a background", "with a plain background"),
    ("without background", "with a plain background"),
    // Free of charge.
    ("no fee is charged", "it is free"),
    ("no fees", "free"),
    ("no charges", "free"),
    ("no cost", "free"),
    ("no additional charge", "free"),
    ("no extra charge", "free"),
    ("there is no fee", "it is free"),
    ("there is no charge", "it is free"),
    ("without charge", "free"),
    ("does not cost anything", "is free"),
    ("does not cost you anything", "is free"),
    ("costs nothing", "is free"),
    ("do not have to pay anything", "get it free"),
    ("do not need to pay anything", "get it free"),
    ("not charged", "free"),
    ("toll-free", "free"),
    // One of something.
    ("within a day", "within 1 day"),
    ("within a week", "within 1 week"),
    ("within a month", "within 1 month"),
    ("within a year", "within 1 year"),
    ("in a week", "in 1 week"),
    ("in a month", "in 1 month"),
    ("in a year", "in 1 year"),
    ("about a week", "about 1 week"),
    ("about a month", "about 1 month"),
    ("about a year", "about 1 year"),
    ("around a week", "around 1 week"),
    ("around a month", "around 1 month"),
    ("takes a week", "takes 1 week"),
    ("takes a month", "takes 1 month"),
    ("take a week", "take 1 week"),
    ("take a month", "take 1 month"),
    ("for a week", "for 1 week"),
    ("for a month", "for 1 month"),
    ("for a year", "for 1 year"),
    ("after a week", "after 1 week"),
    ("after a month", "after 1 month"),
    ("after a year", "after 1 year"),
    ("a month ago", "1 month ago"),
    ("a week ago", "1 week ago"),
    ("a year ago", "1 year ago"),
    ("a month or so", "1 month or so"),
    ("a week or so", "1 week or so"),
    ("roughly a month", "roughly 1 month"),
    ("roughly a week", "roughly 1 week"),
    ("approximately a month", "about 1 month"),
    ("a full month", "1 month"),
    ("an hour", "1 hour"),
    ("half an hour", "30 minutes"),
    ("half a year", "6 months"),
    ("once", "when"),
    ("twice", "2 times"),
    ("thrice", "3 times"),
    ("two weeks'", "2 weeks"),
    ("a fortnight", "2 weeks"),
    ("one if", "1 if"),
    ("one for", "1 for"),
    ("one otherwise", "1 otherwise"),
    ("just one", "just 1"),
    ("only one", "only 1"),
    ("one document", "1 document"),
    ("one photo", "1 photo"),
    ("one copy", "1 copy"),
    ("one person", "1 person"),
    ("one try", "1 try"),
    ("one more", "1 more"),
    ("under one", "under 1"),
    ("age of one", "age of 1"),
    ("the first time", "the start"),
    ("second time", "2nd time"),
    ("the second and fourth", "the 2nd and 4th"),
    ("second and fourth", "2nd and 4th"),
    ("first and third", "1st and 3rd"),
    ("second floor", "2nd floor"),
    ("first floor", "1st floor"),
    // Names with a figure in them.
    ("seven bank", "that bank"),
    ("7-eleven", "that shop"),
    ("seven-eleven", "that shop"),
    ("seven eleven", "that shop"),
    ("7-11", "that shop"),
    // Times in other words.
    ("o'clock in the morning", "a.m."),
    ("o'clock in the afternoon", "p.m."),
    ("o'clock in the evening", "p.m."),
    ("in the morning", "a.m."),
    ("at night", "p.m."),
    ("in the afternoon", "p.m."),
    ("in the evening", "p.m."),
    ("o'clock", ":00"),
    ("around the clock", "24 hours"),
    ("day and night", "24 hours"),
    ("24/7", "24 hours, 365 days"),
];

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_only_looks_like_a_denial_or_a_figure_is_put_into_other_words() {
        let check = |text: &str, wanted: &str| assert_eq!(plain(text), wanted);
        check("No, don’t worry.", "nay, rest assured.");
        check("Counter No. 3", "Counter number 3");
        check("April 1, Reiwa 8 (Heisei 30)", "April 1, 2026 (2018)");
        check("It takes a month, open 24 hours a day", "It takes 1 month, open 24 hours a day");
    }
}

//! The reader of letters against any bytes at all.

use mailbox::{LINKS_MAX, SUBJECT_CHARS_MAX, TEXT_CHARS_MAX, read};
use proptest::prelude::*;

/// Pieces that messages are made of, whole and broken.
const PIECES: [&str; 22] = [
    "From: city@site.example\r\n",
    "Subject: =?UTF-8?B?55Sz6KuL?=\r\n",
    "Subject: =?ISO-2022-JP?Q?=1B=24B\r\n",
    "Content-Type: text/html; charset=utf-8\r\n",
    "Content-Type: text/plain; charset=iso-2022-jp\r\n",
    "Content-Type: multipart/alternative; boundary=\"b\"\r\n",
    "Content-Type: multipart/mixed; boundary=\r\n",
    "Content-Type: message/rfc822\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n",
    "\r\n",
    "--b\r\n",
    "--b--\r\n",
    "https://site.example/a?b=c ",
    "<a href=\"https://site.example/&amp;\">",
    "<a href='",
    "<script>",
    "<!--",
    "=E7=94=B3=",
    "\u{202e}\u{1b}[31m",
    "&#x202e;&#7;&lt;a href=https://x.example&gt;",
    "44GC",
];

fn holds_its_bounds(bytes: &[u8]) {
    let Ok(letter) = read(bytes) else { return };
    assert!(letter.subject().chars().count() <= SUBJECT_CHARS_MAX);
    assert!(letter.text().chars().count() <= TEXT_CHARS_MAX);
    assert!(letter.links().len() <= LINKS_MAX);
    let hidden = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!letter.text().contains(hidden) && !letter.subject().contains(char::is_control), "{letter:?}");
    for link in letter.links() {
        assert!(link.to_ascii_lowercase().starts_with("http"), "{link}");
        assert!(link.bytes().all(|byte| byte.is_ascii_graphic()), "{link}");
        let host = link.split("://").nth(1).unwrap_or_default().split(['/', '?', '#']).next().unwrap_or_default();
        assert!(!host.contains('@'), "{link}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_letter_within_its_bounds_or_none(bytes in prop::collection::vec(any::<u8>(), 0..3_000)) {
        holds_its_bounds(&bytes);
    }

    #[test]
    fn any_pieces_are_a_letter_within_its_bounds_or_none(
        order in prop::collection::vec(0..PIECES.len(), 0..80),
        noise in prop::collection::vec(any::<u8>(), 0..40),
        cut in 0_usize..4_000,
    ) {
        let mut bytes = b"From: city@site.example\r\n".to_vec();
        order.iter().for_each(|index| bytes.extend_from_slice(PIECES[*index].as_bytes()));
        let at = cut.min(bytes.len());
        bytes.splice(at..at, noise);
        holds_its_bounds(&bytes);
    }
}

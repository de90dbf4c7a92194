//! The files that go with an answer, as a page names them. Next: `attached`, which sends them.

use domain::knowledge::entry::Entry;
use maud::{Markup, html};

use super::address::Address;
use super::frame::Frame;
use super::lettering::line;

/// The files that go with an answer, each with what it is and how large; nothing where there is none.
pub(super) fn files(frame: &Frame<'_>, entry: &Entry) -> Markup {
    let said = frame.said();
    html! {
        @if !entry.attachments.is_empty() {
            section.files aria-labelledby="files" {
                h2 #files { (line(said.files)) }
                ul {
                    @for file in &entry.attachments {
                        li {
                            a href=(frame.to(&Address::file(&entry.key, &file.sha256))) download=(file.name) {
                                (file.name) " (" (line(&said.file(file.kind, file.bytes))) ")"
                            }
                        }
                    }
                }
            }
        }
    }
}

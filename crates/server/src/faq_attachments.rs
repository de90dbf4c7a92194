//! A file of an entry on its way to a browser: a download under its own name that runs nothing and is asked about
//! each time, so that one that was taken away is gone at once (clauses 6(1), 6(3)②).
//!
//! Owns the headers. Who may have which file is the rooms'; the policy a browser obeys is `security`'s.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::knowledge::entry::Attachment;

/// The tag of a file. It is weak, since packing changes the bytes (RFC 9110 §8.8.1).
fn tag(file: &Attachment) -> String {
    format!("W/\"{}\"", file.sha256)
}

/// Whether the browser has the file, so that its bytes need not be read.
#[must_use]
pub fn is_known(asked: &HeaderMap, file: &Attachment) -> bool {
    let tag = tag(file);
    let has = |value: &HeaderValue| value.to_str().is_ok_and(|tags| tags.split(',').any(|one| one.trim() == tag));
    asked.get_all(header::IF_NONE_MATCH).iter().any(has)
}

/// The answer to a browser that has the file.
#[must_use]
pub fn unchanged(file: &Attachment) -> Response {
    kept(StatusCode::NOT_MODIFIED.into_response(), file)
}

/// The file.
#[must_use]
pub fn sent(file: &Attachment, bytes: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static(file.kind.media_type());
    let mut headers = HeaderMap::from_iter([(header::CONTENT_TYPE, kind)]);
    let disposition = HeaderValue::from_str(&disposition(&file.name));
    headers.insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    kept((headers, bytes).into_response(), file)
}

fn kept(mut response: Response, file: &Attachment) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag(file)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// A download, with a name of ASCII for who reads no other (RFC 6266 §4.3, RFC 8187 §3.2).
fn disposition(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || " ._-()".contains(c);
    let ascii: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use domain::knowledge::entry::{FileDigest, FileKind};

    use super::*;

    fn file() -> Attachment {
        let sha256 = FileDigest::read(&"a".repeat(64)).unwrap();
        Attachment { name: "再交付 申請書.pdf".to_owned(), kind: FileKind::Pdf, bytes: 3, sha256 }
    }

    #[test]
    fn a_file_is_a_download_under_its_own_name_and_asked_about_each_time() {
        let response = sent(&file(), b"abc".to_vec());
        let header = |name| response.headers()[name].to_str().unwrap();
        assert_eq!(header(header::CONTENT_TYPE), "application/pdf");
        assert_eq!(
            header(header::CONTENT_DISPOSITION),
            "attachment; filename=\"___ ___.pdf\"; \
             filename*=UTF-8''%E5%86%8D%E4%BA%A4%E4%BB%98%20%E7%94%B3%E8%AB%8B%E6%9B%B8.pdf"
        );
        assert_eq!(header(header::CACHE_CONTROL), "no-cache");
    }

    #[test]
    fn a_browser_that_has_the_file_is_not_sent_it_again() {
        let etag = sent(&file(), Vec::new()).headers()[header::ETAG].clone();
        let asked = |tag: HeaderValue| HeaderMap::from_iter([(header::IF_NONE_MATCH, tag)]);
        assert!(is_known(&asked(etag), &file()));
        assert!(!is_known(&asked(HeaderValue::from_static("W/\"other\"")), &file()));
        assert!(!is_known(&HeaderMap::new(), &file()));
        assert_eq!(unchanged(&file()).status(), StatusCode::NOT_MODIFIED);
    }
}

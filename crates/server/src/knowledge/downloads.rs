//! Files for a browser to save, and why one could not be made.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::problem::Problem;

/// The media type of Excel's files.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Bytes for a browser to save.
pub(super) fn download(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let disposition = disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

/// Why a document was not made, for the person who asked.
pub(super) fn not_made(why: &documents::DocumentError) -> Problem {
    use documents::DocumentError as Fault;
    let refused = |ja: &str, en: String| Problem::new(StatusCode::CONFLICT, "document_not_made", ja.to_owned(), en);
    match why {
        Fault::NoFont { .. } | Fault::UnreadableFont { .. } => refused(
            "PDF用の日本語フォントがありません。管理者に、サーバーへ fonts-noto-cjk を入れるよう伝えてください。Excel は作れます。",
            format!("{why}. Excel can be made."),
        ),
        Fault::CellTooLong { .. } => refused(
            "Excel のセルに入らない長さの文があります。文を短くするか、CSV で書き出してください。",
            format!("{why}."),
        ),
        Fault::Typesetting(_) | Fault::Workbook(_) | Fault::Monthly(_) | Fault::Bundle(_) => Problem::internal(why),
    }
}

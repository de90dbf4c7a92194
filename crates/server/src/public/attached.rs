//! Files of entries for residents, sent while the text that names them is before residents.
//!
//! Owns who may have what, and how often: an address has a bucket of its own for files, beside that for questions.
//! The headers are `faq_attachments`', the policy `security`'s. Next: `file_list`.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Extension, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::knowledge::entry::Attachment;
use storage::faq_files;

use super::address::{Address, language_of};
use super::site::{Found, Wanted, entry_of, not_shown};
use super::state::PublicState;
use super::{refusal_page, sheet};
use crate::faq_attachments::{is_known, sent, unchanged};
use crate::security::ClientAddress;

/// `GET /guide/{key}/files/{sha256}`.
pub(super) async fn file(
    State(state): State<PublicState>,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    headers: HeaderMap,
    path: Result<Path<(String, String)>, PathRejection>,
    wish: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let (key, digest) = path.map(|Path(parts)| parts).unwrap_or_default();
    let wanted = wish.map(|Query(wanted)| wanted).unwrap_or_default();
    let frame = state.frame(language_of(wanted.lang()), Address::named(&key));
    // Before anything is looked up: what is not there costs a look into the database too.
    if let Err(wait_s) = state.take_file(client) {
        return sheet::of_waiting(wait_s, refusal_page::files_too_often(&frame, wait_s));
    }
    let live = match entry_of(&state, &key).await {
        Found::Shown(live) => live,
        missing => return not_shown(&frame, &missing),
    };
    let of_digest = |file: &&Attachment| file.sha256.as_str() == digest;
    let Some(file) = live.text.content.attachments.iter().find(of_digest) else {
        return not_shown(&frame, &Found::Unknown);
    };
    if is_known(&headers, file) {
        return unchanged(file);
    }
    match faq_files::bytes(&state.db, &file.sha256).await {
        Ok(Some(bytes)) => sent(file, bytes),
        Ok(None) => {
            tracing::error!(entry = %key, file = %file.sha256, "no bytes of a published file are kept; attach it again");
            not_shown(&frame, &Found::Away)
        }
        Err(why) => {
            tracing::error!(%why, "a published file could not be read");
            not_shown(&frame, &Found::Away)
        }
    }
}

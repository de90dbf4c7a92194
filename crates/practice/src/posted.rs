//! What a browser sent with a form, bounded and parsed into names, values and files.

use axum::Form;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;

/// Fields of one form.
const FIELDS_MAX: usize = 64;
/// Characters of one value; the rest is cut off.
const VALUE_CHARS_MAX: usize = 4_096;
/// Bytes of one body: a photo that is too large by a little is still read, so that the page can say so.
const BODY_BYTES_MAX: usize = 9 * 1024 * 1024;

/// A field as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the form.
    pub name: String,
    /// What was typed or chosen.
    pub value: String,
}

/// A file as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentFile {
    /// The field's name in the form.
    pub field: String,
    /// The file's name as the browser told it.
    pub name: String,
    /// What the browser called its kind.
    pub kind: String,
    /// The file itself.
    pub bytes: Bytes,
}

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Posted {
    pub(crate) fields: Vec<Field>,
    pub(crate) files: Vec<SentFile>,
}

impl Posted {
    /// The value of a field without blanks around it; empty where the form has none.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.name == name).map_or("", |field| field.value.trim())
    }

    fn add(&mut self, name: String, value: &str) {
        if self.fields.len() < FIELDS_MAX {
            let value = value.chars().take(VALUE_CHARS_MAX).collect();
            self.fields.push(Field { name, value });
        }
    }
}

/// The bound of every body.
pub(crate) fn body_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(BODY_BYTES_MAX)
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = StatusCode;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let parts = Multipart::from_request(request, state).await.map_err(|_| StatusCode::BAD_REQUEST)?;
            return in_parts(parts).await;
        }
        let form = Form::<Vec<(String, String)>>::from_request(request, state).await;
        let Form(pairs) = form.map_err(|_| StatusCode::BAD_REQUEST)?;
        let mut posted = Self::default();
        pairs.into_iter().for_each(|(name, value)| posted.add(name, &value));
        Ok(posted)
    }
}

async fn in_parts(mut parts: Multipart) -> Result<Posted, StatusCode> {
    let mut posted = Posted::default();
    while let Some(part) = parts.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let kind = part.content_type().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        match file {
            None => posted.add(name, &String::from_utf8_lossy(&bytes)),
            // An empty file field is sent as a file without a name.
            Some(file) if file.is_empty() => {}
            Some(file) if posted.files.len() < FIELDS_MAX => {
                posted.files.push(SentFile { field: name, name: file, kind, bytes });
            }
            Some(_) => {}
        }
    }
    Ok(posted)
}

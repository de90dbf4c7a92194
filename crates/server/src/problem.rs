//! Errors as callers of the interface see them: RFC 9457 problem details in two languages.
//!
//! Owns the stable codes and their words. It must never carry a stack, an SQL message or
//! personal data. Rooms return `Problem`; what went wrong inside is logged here, once.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use storage::StoreError;
use utoipa::ToSchema;

/// The body of every refusal (RFC 9457 §3).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// A reference for the kind of problem, made of its code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A stable code for programs.
    pub code: String,
    /// What to do, in Japanese.
    pub detail_ja: String,
    /// What to do, in English.
    pub detail_en: String,
}

/// A refusal on its way to the caller of the interface.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail_ja: String,
    detail_en: String,
    retry_after_s: Option<u64>,
}

impl Problem {
    /// A refusal with its own code and words.
    pub fn new(
        status: StatusCode,
        code: &'static str,
        detail_ja: impl Into<String>,
        detail_en: impl Into<String>,
    ) -> Self {
        Self { status, code, detail_ja: detail_ja.into(), detail_en: detail_en.into(), retry_after_s: None }
    }

    /// 401: nobody is logged in.
    pub fn not_logged_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_logged_in", "ログインしてください。", "Please log in.")
    }

    /// 403: the role is missing; `wanted` names those that would do.
    pub fn role_wanted(wanted: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "role_wanted",
            format!("この操作には次のいずれかの権限が必要です: {wanted}"),
            format!("This needs one of the roles: {wanted}"),
        )
    }

    /// 404: no such thing, or none you may see.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "見つかりません。", "Not found.")
    }

    /// 422: a value is outside what is accepted.
    pub fn invalid(detail_ja: impl Into<String>, detail_en: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail_ja, detail_en)
    }

    /// 409: the thing is not in a state for this.
    pub fn conflict(detail_ja: impl Into<String>, detail_en: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", detail_ja, detail_en)
    }

    /// 429: too often; says when to come back.
    pub fn too_often(retry_after_s: u64) -> Self {
        let mut problem = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_often",
            format!("試行回数が多すぎます。{retry_after_s}秒後にもう一度お試しください。"),
            format!("Too many attempts. Try again in {retry_after_s} seconds."),
        );
        problem.retry_after_s = Some(retry_after_s);
        problem
    }

    /// 500: our own fault; `why` goes to the log alone.
    pub fn internal(why: impl std::fmt::Display) -> Self {
        tracing::error!(why = %why, "request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "システムの内部で問題が起きました。管理者に連絡してください。",
            "Something failed inside the system. Please tell the administrator.",
        )
    }

    /// The login store's refusal.
    pub fn session(why: tower_sessions::session::Error) -> Self {
        tracing::error!(why = %why, "login session store");
        Self::database_away()
    }

    /// 503: the database is away; calls go on, pages wait.
    pub fn database_away() -> Self {
        let mut problem = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "database_away",
            "データベースに接続できません。通話は続けられます。しばらくしてからもう一度お試しください。",
            "The database cannot be reached. Calls go on; please try again in a moment.",
        );
        problem.retry_after_s = Some(5);
        problem
    }

    /// The same, saying first what it is about.
    #[must_use]
    pub fn about(mut self, subject: &str) -> Self {
        self.detail_ja = format!("{subject}: {}", self.detail_ja);
        self.detail_en = format!("{subject}: {}", self.detail_en);
        self
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<StoreError> for Problem {
    fn from(why: StoreError) -> Self {
        match why {
            StoreError::Missing(_) => Self::not_found(),
            StoreError::Stale(_) => Self::conflict(
                "他の人が先に変更しました。画面を更新してください。",
                "Somebody else changed this first. Please reload.",
            ),
            StoreError::Erased(_) => {
                Self::new(StatusCode::GONE, "erased", "この記録は消去されています。", "This record was erased.")
            }
            passing if passing.is_passing() => {
                tracing::error!(why = %passing, "database away");
                Self::database_away()
            }
            other => Self::internal(other),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            kind: format!("urn:madoguchi:problem:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Refused").to_owned(),
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            detail_ja: self.detail_ja,
            detail_en: self.detail_en,
        };
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

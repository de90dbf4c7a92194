//! The two ways to load a kiosk's page anew, on the wire and in the audit log.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the page is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReloadHow {
    /// The page is loaded anew.
    Reload,
    /// What the browser keeps of the page is thrown away first; the kiosk stays enrolled.
    Restart,
}

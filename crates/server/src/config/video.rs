//! The section `[video]`: by whom visits are carried.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Pictures of visits.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Video {
    /// By Zoom, instead of the built-in way.
    pub zoom: Zoom,
}

/// Visits carried by Zoom's Video SDK, by the city's own account (clause 6(2)②).
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Zoom {
    /// Carry visits by Zoom where it works, and by the built-in way where it does not.
    pub enabled: bool,
    /// Key of the Video SDK.
    pub sdk_key: String,
    /// File that holds the Video SDK's secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sdk_secret_file: Option<PathBuf>,
    /// Key of the REST interface.
    pub api_key: String,
    /// File that holds the REST interface's secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_secret_file: Option<PathBuf>,
    /// File that holds the secret of webhooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_secret_file: Option<PathBuf>,
    /// Folder of Zoom's files; left out, it is `zoom-sdk` in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sdk_dir: Option<PathBuf>,
    /// Address of the REST interface.
    pub api_url: String,
    /// Where Zoom may carry visits.
    pub geo_regions: String,
}

impl Default for Zoom {
    fn default() -> Self {
        Self {
            enabled: false,
            sdk_key: String::new(),
            sdk_secret_file: None,
            api_key: String::new(),
            api_secret_file: None,
            webhook_secret_file: None,
            sdk_dir: None,
            api_url: zoom::rest::API_URL.to_owned(),
            geo_regions: "JP".to_owned(),
        }
    }
}

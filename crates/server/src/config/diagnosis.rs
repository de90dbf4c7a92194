//! The section `diagnosis`: when kiosks are looked after by themselves, and what they are asked for.

use serde::{Deserialize, Serialize};

/// What kiosks try to reach where Zoom carries visits and no other address is named.
const ZOOM_URL: &str = "https://zoom.us/favicon.ico";

/// Kiosks looked after from afar (clause 6(2)④).
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Diagnosis {
    /// Seconds without a word from a kiosk in opening hours before an alarm is raised.
    pub silent_after_s: u32,
    /// Minutes before the counter opens at which each kiosk checks itself; 0 never.
    pub check_before_opening_min: u32,
    /// Port on a kiosk's own machine where the kiosk agent tells of card reader and scanner.
    pub agent_port: u16,
    /// An address of Zoom's that kiosks try to reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zoom_url: Option<String>,
}

impl Default for Diagnosis {
    fn default() -> Self {
        Self { silent_after_s: 60, check_before_opening_min: 15, agent_port: 47_110, zoom_url: None }
    }
}

impl Diagnosis {
    /// Origins the kiosk's page has to be let through to.
    pub fn kiosk_peers(&self) -> Vec<String> {
        let agent = format!("http://127.0.0.1:{}", self.agent_port);
        let zoom = self.zoom_url.as_deref().and_then(origin);
        std::iter::once(agent).chain(zoom.map(str::to_owned)).collect()
    }

    /// Whether the address of Zoom's, where one is named, is one host over HTTPS.
    pub fn is_zoom_url_fit(&self) -> bool {
        self.zoom_url.as_deref().is_none_or(|url| origin(url).is_some())
    }

    /// With an address of Zoom's to reach, where Zoom carries visits and none is named.
    #[must_use]
    pub fn with_zoom(mut self, on: bool) -> Self {
        if on {
            self.zoom_url.get_or_insert_with(|| ZOOM_URL.to_owned());
        }
        self
    }
}

/// The origin of an address over HTTPS; None for anything that could mean more than one host in a header.
fn origin(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://")?;
    let host = rest.split('/').next().unwrap_or(rest);
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:".contains(letter);
    let path = |letter: char| letter.is_ascii_graphic() && !"\"';,".contains(letter);
    let fit = !host.is_empty() && host.chars().all(plain) && rest.chars().all(path) && url.len() <= 200;
    fit.then(|| &url[.."https://".len() + host.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_one_host_and_nothing_besides() {
        assert_eq!(origin("https://zoom.us/favicon.ico"), Some("https://zoom.us"));
        assert_eq!(origin("https://zoom.us"), Some("https://zoom.us"));
        for wrong in ["http://zoom.us", "https://", "https://*.zoom.us", "https://a b", "https://a/;x", "zoom.us"] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
    }
}

//! What can be wrong with a configuration that parses.
//!
//! Owns the limits; each fault is one sentence that names the key. It must never change a
//! value: a wrong configuration is refused, not repaired.

use super::diagnosis::Diagnosis;
use super::sections::{Config, Https, Trunk, Web};
use super::video::Zoom;

/// Everything that is wrong, one sentence each.
pub(super) fn faults(config: &Config) -> Vec<String> {
    let mut faults = Vec::new();
    web(&config.web, &mut faults);
    limits(config, &mut faults);
    media(config, &mut faults);
    if config.video.zoom.enabled {
        zoom(&config.video.zoom, &mut faults);
    }
    for peer in &config.sip.allow_peers {
        network("sip.allow_peers", peer, &mut faults);
    }
    if config.sip.listen_tls.is_some() && (config.sip.certificate.is_none() || config.sip.private_key.is_none()) {
        faults.push("sip.listen_tls wants sip.certificate and sip.private_key".to_owned());
    }
    diagnosis(&config.diagnosis, &mut faults);
    config.chat.faults(&mut faults);
    config.speech.faults(&mut faults);
    config.faq.vectors.faults(&mut faults);
    local_only(config, &mut faults);
    config.llm.faults(&mut faults);
    for one in &config.trunk {
        trunk(one, &mut faults);
    }
    if let Err(why) = config.floor_in_force().check() {
        faults.push(format!("floor: {why}"));
    }
    if let Err(why) = config.alerts.check() {
        faults.push(why.to_string());
    }
    faults
}

fn diagnosis(diagnosis: &Diagnosis, faults: &mut Vec<String>) {
    // A kiosk gives a sign of life each fifteen seconds.
    within("diagnosis.silent_after_s", diagnosis.silent_after_s.into(), 20, 3_600, faults);
    within("diagnosis.check_before_opening_min", diagnosis.check_before_opening_min.into(), 0, 240, faults);
    within("diagnosis.agent_port", diagnosis.agent_port.into(), 1_024, 65_535, faults);
    if !diagnosis.is_zoom_url_fit() {
        faults.push("diagnosis.zoom_url must be an https:// address".to_owned());
    }
}

/// A queue that is misspelt would be sent out without a word.
fn local_only(config: &Config, faults: &mut Vec<String>) {
    for name in &config.speech.remote.local_only_queues {
        if !config.floor_in_force().queues.iter().any(|queue| queue.id.0 == *name) {
            faults.push(format!("speech.remote.local_only_queues: there is no queue {name}"));
        }
    }
}

fn web(web: &Web, faults: &mut Vec<String>) {
    if !(web.public_url.starts_with("http://") || web.public_url.starts_with("https://")) {
        faults.push("web.public_url must begin with http:// or https://".to_owned());
    }
    if web.public_url.ends_with('/') {
        faults.push("web.public_url must not end with a slash".to_owned());
    }
    if web.https == Https::Files && (web.certificate.is_none() || web.private_key.is_none()) {
        faults.push("web.https = \"files\" wants web.certificate and web.private_key".to_owned());
    }
    within("web.body_bytes_max", web.body_bytes_max as u64, 4_096, 16 * 1024 * 1024, faults);
    within("web.request_timeout_s", web.request_timeout_s, 1, 600, faults);
}

fn limits(config: &Config, faults: &mut Vec<String>) {
    let login = &config.login;
    within("login.idle_h", login.idle_h.into(), 1, 24, faults);
    within("login.absolute_h", login.absolute_h.into(), 1, 72, faults);
    within("login.attempts_per_account", login.attempts_per_account.into(), 3, 100, faults);
    within("login.attempts_per_address", login.attempts_per_address.into(), 3, 10_000, faults);
    within("drain.calls_wait_s", config.drain.calls_wait_s, 0, 86_400, faults);
    within("sip.requests_per_s_max", config.sip.requests_per_s_max.into(), 1, 100_000, faults);
    let city = &config.city;
    if city.term_to < city.term_from {
        faults.push("city.term_to is before city.term_from".to_owned());
    }
    if city.numbers.is_empty() || city.numbers.len() > 100 {
        faults.push("city.numbers wants between 1 and 100 telephone numbers".to_owned());
    }
    if config.keys.file.is_some() && config.keys.env.is_some() {
        faults.push("keys.file and keys.env exclude each other".to_owned());
    }
}

fn media(config: &Config, faults: &mut Vec<String>) {
    let media = &config.media;
    if media.rtp_port_min < 1_024 || media.rtp_port_max < media.rtp_port_min.saturating_add(10) {
        faults.push("media.rtp_port_min must be at least 1024 and media.rtp_port_max ten above it".to_owned());
    }
    within("media.shards", media.shards as u64, 0, 64, faults);
}

fn zoom(zoom: &Zoom, faults: &mut Vec<String>) {
    for (key, value) in [("sdk_key", &zoom.sdk_key), ("api_key", &zoom.api_key)] {
        if value.is_empty() || value.len() > 128 {
            faults.push(format!("video.zoom.{key} wants between 1 and 128 letters"));
        }
    }
    let loopback = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
    if !zoom.api_url.starts_with("https://") && !loopback.iter().any(|start| zoom.api_url.starts_with(start)) {
        faults.push("video.zoom.api_url must begin with https://".to_owned());
    }
    if zoom.geo_regions.len() > 64 {
        faults.push("video.zoom.geo_regions is longer than 64 letters".to_owned());
    }
}

fn trunk(trunk: &Trunk, faults: &mut Vec<String>) {
    if trunk.name.is_empty() || trunk.name.len() > 64 {
        faults.push("trunk.name wants between 1 and 64 letters".to_owned());
    }
    for peer in &trunk.peers {
        network("trunk.peers", peer, faults);
    }
    if trunk.registrar.is_some() && (trunk.login.is_none() || trunk.password_env.is_none()) {
        faults.push(format!("trunk {}: a registrar wants login and password_env", trunk.name));
    }
    if trunk.session_expires_s != 0 {
        within("trunk.session_expires_s", trunk.session_expires_s.into(), 90, 7_200, faults);
    }
}

/// An address or a network such as `192.0.2.0/24`.
fn network(key: &str, text: &str, faults: &mut Vec<String>) {
    let (address, prefix) = text.split_once('/').unwrap_or((text, ""));
    let bits_max = match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(_)) => 32,
        Ok(std::net::IpAddr::V6(_)) => 128,
        Err(_) => {
            faults.push(format!("{key}: {text:?} is no address or network"));
            return;
        }
    };
    let right = prefix.is_empty() || prefix.parse::<u8>().is_ok_and(|bits| bits <= bits_max);
    if !right || (prefix.is_empty() && text.contains('/')) {
        faults.push(format!("{key}: {text:?} has a wrong prefix length"));
    }
}

fn within(key: &str, value: u64, least: u64, most: u64, faults: &mut Vec<String>) {
    if value < least || value > most {
        faults.push(format!("{key} = {value} is not between {least} and {most}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: &str) {
        let config: Config = toml::from_str(text).unwrap();
        let found = faults(&config);
        assert!(found.iter().any(|fault| fault.contains(wanted)), "{text}: {found:?}");
    }

    #[test]
    fn each_wrong_value_is_named() {
        check("[web]\npublic_url = \"ftp://x\"", "web.public_url");
        check("[web]\npublic_url = \"http://x/\"", "slash");
        check("[web]\nhttps = \"files\"", "web.certificate");
        check("[login]\nidle_h = 0", "login.idle_h");
        check("[sip]\nallow_peers = [\"10.0.0.0/33\"]", "prefix length");
        check("[sip]\nallow_peers = [\"example.jp\"]", "no address");
        check("[media]\nrtp_port_max = 20001", "media.rtp_port_min");
        check("[city]\nterm_to = \"2020-01-01\"", "city.term_to");
        check("[[trunk]]\nname = \"a\"\nregistrar = \"sip.example.jp:5060\"", "password_env");
        check("[diagnosis]\nsilent_after_s = 1", "diagnosis.silent_after_s");
        check("[diagnosis]\nagent_port = 80", "diagnosis.agent_port");
        check("[diagnosis]\nzoom_url = \"http://zoom.us\"", "diagnosis.zoom_url");
        check("[diagnosis]\nzoom_url = \"https://zoom.us; script-src *\"", "diagnosis.zoom_url");
        check("[video.zoom]\nenabled = true", "video.zoom.sdk_key");
        check("[video.zoom]\nenabled = true\napi_url = \"http://zoom.example.jp\"", "video.zoom.api_url");
        check("[speech]\nmodel = \"whisper-huge\"", "speech.model");
        check("[speech]\nmodel = \"multilingual-e5-small\"", "speech.model");
        check("[speech]\nworkers = 33", "speech.workers");
        check("[speech]\nfinal_beam = 0", "speech.final_beam");
        check("[speech]\nrecogniser = \"remote\"", "speech.remote.base_url");
        check("[speech.remote]\ntimeout_ms = 1", "speech.remote.timeout_ms");
        check("[speech.remote]\nlocal_only_queues = [\"none\"]", "there is no queue none");
        check("[llm]\ntimeout_ms = 1", "llm.timeout_ms");
        check("[llm]\nbase_url = \"https://llm.example.jp\"", "llm.model");
        check("[llm]\nmodel = \"a\"\nbase_url = \"http://llm.example.jp\"", "llm.base_url");
        check("[faq.vectors]\nbase_url = \"http://vectors.example.jp\"", "faq.vectors.base_url");
        check("[faq.vectors]\ntimeout_ms = 1", "faq.vectors.timeout_ms");
        check("[faq.vectors]\ndimensions = 100000", "faq.vectors.dimensions");
        check("[faq.vectors]\nmodel = \"\"", "faq.vectors.model");
        check("[keys]\nfile = \"a\"\nenv = \"B\"", "exclude");
    }
}

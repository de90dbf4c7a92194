//! The commented example file, written from the configuration's own defaults.
//!
//! Owns the words beside each key. A key without words, or words without a key, fails the
//! test below, so the example cannot fall behind the types.

use super::sections::Config;

/// Words for every key; an optional key carries the value shown, commented out.
const WORDS: &[(&str, &str, Option<&str>)] = &[
    ("data_dir", "Folder that holds database, keys, journal and recordings. Back it up together with the keys.", None),
    ("demo.enabled", "Load the demonstration city into an empty database and mark every page with it.", None),
    ("demo.keep_calendar", "Keep the opening hours in the demonstration; without this it is open at all hours.", None),
    ("city.name_ja", "The city's name in Japanese.", None),
    ("city.name_en", "The city's name in English.", None),
    ("city.numbers", "Telephone numbers that lead here.", None),
    ("city.term_from", "First day of the contract.", None),
    ("city.term_to", "Last day of the contract.", None),
    ("web.listen", "Address and port of the pages. Loopback alone unless you widen it.", None),
    ("web.public_url", "The address people type. Security keys are bound to its host name.", None),
    (
        "web.https",
        "\"off\" (loopback, or behind a proxy that encrypts), \"generated\" (a trial on a local network; browsers give no microphone without encryption) or \"files\".",
        None,
    ),
    ("web.certificate", "Certificate chain, PEM, with https = \"files\".", Some("\"/etc/madoguchi/certificate.pem\"")),
    ("web.private_key", "Private key, PEM, with https = \"files\".", Some("\"/etc/madoguchi/private-key.pem\"")),
    (
        "web.certificate_names",
        "Names and addresses the generated certificate is good for, beside the listening one.",
        None,
    ),
    ("web.trusted_proxies", "Believe X-Forwarded-For and X-Forwarded-Proto from these addresses only.", None),
    ("web.body_bytes_max", "The largest request body in bytes; sound files have their own limit.", None),
    ("web.request_timeout_s", "The longest a request may take, in seconds.", None),
    ("database.url", "postgres://login:password@host/name, or sqlite://file. Empty: SQLite in the data folder.", None),
    (
        "keys.file",
        "The file of the key-encryption keys. Without it nobody can read names, notes or recordings again.",
        Some("\"/etc/madoguchi/ring.json\""),
    ),
    ("keys.env", "Environment variable that holds the keys instead of a file.", Some("\"MADOGUCHI_KEYS\"")),
    ("recordings.store", "A folder, or s3://bucket/prefix. Empty: the folder recordings in the data folder.", None),
    (
        "recordings.unredacted_days",
        "Days a recording stays that was not redacted because recognition was off; managers alone hear it meanwhile.",
        None,
    ),
    (
        "recordings.keep_sealed_days",
        "Days the sealed original of a redacted recording stays, opened by two people together for a complaint. 0 destroys its key at once.",
        None,
    ),
    (
        "prompts.ready_at_start",
        "Speak the usual announcements into the cache at start, so that the first caller waits for nothing.",
        None,
    ),
    ("login.idle_h", "Hours without any request after which a login ends.", None),
    ("login.absolute_h", "Hours after which a login ends in any case.", None),
    ("login.second_factor", "Ask everybody for a one-time code or a security key.", None),
    ("login.attempts_per_account", "Wrong passwords for one account in fifteen minutes before it has to wait.", None),
    ("login.attempts_per_address", "Wrong passwords from one address in fifteen minutes before it has to wait.", None),
    (
        "audit.heads_file",
        "File to which the head of the audit chain is added hourly; verify audit compares it. Put it on another disk than the database. Default: audit-heads in the data folder.",
        Some("\"/mnt/elsewhere/audit-heads\""),
    ),
    ("log.format", "\"text\" or \"json\".", None),
    ("log.filter", "What is logged: error, warn, info, debug, or a filter such as info,server=debug.", None),
    ("sip.listen", "Address and port for SIP over UDP and TCP. Loopback alone unless you widen it.", None),
    ("sip.listen_tls", "Address and port for SIP over TLS.", Some("\"0.0.0.0:5061\"")),
    ("sip.certificate", "Certificate chain for SIP over TLS, PEM.", Some("\"/etc/madoguchi/sip.pem\"")),
    ("sip.private_key", "Private key for SIP over TLS, PEM.", Some("\"/etc/madoguchi/sip-key.pem\"")),
    (
        "sip.allow_peers",
        "Addresses or networks that may call in without belonging to a trunk. Everybody else gets no answer at all.",
        None,
    ),
    (
        "sip.public_address",
        "The address others reach us at, where it is not the listening one.",
        Some("\"203.0.113.10\""),
    ),
    ("sip.requests_per_s_max", "New requests a second one peer may send before it is left unanswered.", None),
    ("media.bind_address", "Address sound sockets are bound to.", None),
    (
        "media.public_address",
        "Address put into offers and answers, where it is not the bound one.",
        Some("\"203.0.113.10\""),
    ),
    ("media.rtp_port_min", "First UDP port for telephone sound.", None),
    ("media.rtp_port_max", "Last UDP port for telephone sound.", None),
    ("media.web_port_base", "First UDP port for browsers, one a shard; 0 takes free ones.", None),
    ("media.shards", "Threads that carry sound; 0 takes one a processor.", None),
    (
        "diagnosis.silent_after_s",
        "Seconds without a word from a kiosk in opening hours before an alarm is raised.",
        None,
    ),
    (
        "diagnosis.check_before_opening_min",
        "Minutes before the counter opens at which each kiosk checks itself; 0 never.",
        None,
    ),
    (
        "diagnosis.agent_port",
        "Port on a kiosk's own machine where the kiosk agent tells of card reader and scanner.",
        None,
    ),
    (
        "diagnosis.zoom_url",
        "An address of Zoom's that kiosks try to reach in a check, where Zoom is in use.",
        Some("\"https://zoom.us/favicon.ico\""),
    ),
    (
        "counter.flows_folder",
        "Folder of the city's own guided flows, beside those that come with the program. Look a file over with `madoguchi flows check` first.",
        Some("\"/etc/madoguchi/flows\""),
    ),
    (
        "counter.keep_captions",
        "Keep the captions of visits after their end, redacted, as the text of a call is kept. Without this they end with the visit.",
        None,
    ),
    (
        "counter.slip_printers",
        "What the printer of a kiosk takes, by the kiosk's name: receipt58, receipt80 or a4. Other kiosks offer no printing.",
        None,
    ),
    ("shared_browser.enabled", "Let visits have a browser that resident and operator share.", None),
    ("shared_browser.chromium", "Chromium's program.", None),
    (
        "shared_browser.launcher_socket",
        "The socket of `madoguchi-browser-launcher keep`, which gives each visit a room of its own. Without one the browser runs with the server's own rights.",
        Some("\"/run/madoguchi-browser/launcher.sock\""),
    ),
    ("shared_browser.launcher_program", "The launcher's program; a bare name is looked for beside this program.", None),
    (
        "shared_browser.profiles_folder",
        "Folder of the city's own site profiles, beside those that come with the program.",
        Some("\"/etc/madoguchi/sites\""),
    ),
    (
        "shared_browser.folder",
        "Where browsers keep their files during a visit when there is no launcher, best in memory.",
        None,
    ),
    (
        "shared_browser.mail_domain",
        "The domain of visits' own mail addresses, for residents without e-mail and with the city's agreement; without one no visit has any.",
        Some("\"visit.example.jp\""),
    ),
    ("shared_browser.mail_listen", "Where letters for these addresses come in by SMTP.", None),
    (
        "shared_browser.site_addresses",
        "Hosts of a site profile that stand at an address of this network, such as a site to practise on.",
        None,
    ),
    (
        "chat.enabled",
        "Offer residents a chat at /chat: approved answers, and an operator with the skill chat when they do not do.",
        None,
    ),
    (
        "chat.allowed_origins",
        "Sites that may show the chat in a frame with the script /chat.js, as https://www.example.jp.",
        None,
    ),
    ("chat.open_max", "Chats that wait for an operator or have one, at once.", None),
    ("chat.per_agent", "Chats that one operator has at once; a call or a visit excludes them.", None),
    ("chat.idle_min", "Minutes without a line from either side after which a chat with an operator is over.", None),
    ("chat.line_chars_max", "Longest line of a chat, in characters.", None),
    ("chat.lines_per_minute", "Lines a resident may send in a minute.", None),
    (
        "video.zoom.enabled",
        "Carry visits by Zoom's Video SDK where it works, and by the built-in way where it does not. Wants `madoguchi zoom fetch-sdk`.",
        None,
    ),
    ("video.zoom.sdk_key", "Key of the Video SDK.", None),
    (
        "video.zoom.sdk_secret_file",
        "File that holds the Video SDK's secret. Without it: environment variable MADOGUCHI_ZOOM_SDK_SECRET.",
        Some("\"/etc/madoguchi/zoom-sdk-secret\""),
    ),
    ("video.zoom.api_key", "Key of the REST interface, by which sessions are ended and deleted.", None),
    (
        "video.zoom.api_secret_file",
        "File that holds the REST interface's secret. Without it: MADOGUCHI_ZOOM_API_SECRET.",
        Some("\"/etc/madoguchi/zoom-api-secret\""),
    ),
    (
        "video.zoom.webhook_secret_file",
        "File that holds the secret of webhooks, which Zoom sends to /api/zoom/webhook. Without it: MADOGUCHI_ZOOM_WEBHOOK_SECRET.",
        Some("\"/etc/madoguchi/zoom-webhook-secret\""),
    ),
    (
        "video.zoom.sdk_dir",
        "Folder of Zoom's files. Default: zoom-sdk in the data folder.",
        Some("\"/srv/madoguchi/zoom-sdk\""),
    ),
    ("video.zoom.api_url", "Address of the REST interface.", None),
    ("video.zoom.geo_regions", "Where Zoom may carry visits, such as JP; empty leaves it to Zoom.", None),
    (
        "llm.base_url",
        "Address of an OpenAI-compatible server, without /v1, that drafts summaries and condenses FAQ entries; https, or this machine. Used for what a manager approved under AI.",
        Some("\"https://llm.example.jp\""),
    ),
    ("llm.model", "The model asked for.", None),
    ("llm.key_file", "File that holds that server's key and nothing else.", Some("\"/etc/madoguchi/llm.key\"")),
    ("llm.timeout_ms", "Milliseconds an answer may take; without one the desk shows what it has.", None),
    ("faq.assist", "Whether the desk is shown FAQ entries for what a caller asks, where calls become text.", None),
    (
        "faq.vectors.base_url",
        "Address of a server that speaks OpenAI's /v1/embeddings, up to and without /v1, for search by meaning; it is sent approved texts and redacted questions. Empty: the model on this machine, where it was fetched.",
        None,
    ),
    ("faq.vectors.model", "The model it shall use.", None),
    ("faq.vectors.dimensions", "Numbers of one of its vectors.", None),
    ("faq.vectors.question_prefix", "What the model wants before a question.", None),
    ("faq.vectors.title_prefix", "What the model wants before a title.", None),
    ("faq.vectors.key_file", "File that holds its key, where it wants one.", Some("\"/etc/madoguchi/vectors-key\"")),
    ("faq.vectors.timeout_ms", "Milliseconds a question waits for its vector before words answer alone.", None),
    ("drain.calls_wait_s", "Seconds live calls are waited for after the signal to stop.", None),
    (
        "speech.recogniser",
        "Who turns speech into text: \"local\" (this machine), \"remote\" (a server, and this machine where it fails) or \"off\".",
        None,
    ),
    ("speech.model", "What this machine listens with; `madoguchi models list` shows what there is.", None),
    (
        "speech.models_folder",
        "Folder of models, filled by `madoguchi models fetch`. Default: models in the data folder.",
        Some("\"/srv/madoguchi/models\""),
    ),
    (
        "speech.worker_program",
        "The worker's program. Default: beside this program, else on the path.",
        Some("\"/usr/bin/madoguchi-whisper\""),
    ),
    ("speech.workers", "Processes that listen, one processor each; 0 takes as many as there are processors.", None),
    ("speech.waiting_max", "Stretches of speech that may wait for a worker.", None),
    ("speech.timeout_ms", "The longest one stretch may take before its worker is killed.", None),
    ("speech.final_beam", "Ways followed at once when text is settled: 1 is quick, 8 is careful.", None),
    (
        "speech.remote.base_url",
        "Address of a server that speaks OpenAI's /v1/audio/transcriptions, up to and without /v1. Calls marked to stay here are never sent.",
        None,
    ),
    ("speech.remote.model", "The model it shall use.", None),
    ("speech.remote.key_file", "File that holds its key, where it wants one.", Some("\"/etc/madoguchi/speech-key\"")),
    ("speech.remote.timeout_ms", "The longest one stretch may take there before this machine is asked.", None),
    ("speech.remote.local_only_queues", "Queues whose calls are never sent there, by name.", None),
    ("alerts.long_silence_s", "Seconds in which neither side speaks before supervisors are told; 0 never.", None),
    ("alerts.long_hold_s", "Seconds on hold before supervisors are told; 0 never.", None),
    ("alerts.long_wait_s", "Seconds in line before supervisors are told; 0 never.", None),
    ("alerts.raised_voice_db", "Decibels above a speaker's own median that count as a raised voice; 0 never.", None),
    ("alerts.raised_voice_s", "Supervisors are told when so many seconds are that loud,", None),
    ("alerts.raised_voice_of_s", "of so many.", None),
    ("alerts.raised_voice_after_s", "Seconds of speech before a speaker's median is trusted.", None),
    ("alerts.watch_words", "Listen for the words of the administration's list in what is recognised.", None),
    ("alerts.again_after_s", "Seconds before a condition that is over is told again of the same contact.", None),
];

/// One trunk, commented out, since an installation has none until it buys one.
const TRUNK: &str = r#"
# One block for each trunk (a telephone line bought from an operator).
# [[trunk]]
# name = "line-1"
# peers = ["192.0.2.0/28"]             # where its calls come from
# proxy = "sip.example.jp:5060"        # where our own calls are sent
# registrar = "sip.example.jp:5060"    # only if it wants a registration
# login = "0120101366"
# password_env = "MADOGUCHI_TRUNK_PASSWORD"
# transport = "udp"                    # "udp", "tcp" or "tls"
# from_domain = "sip.example.jp"
# caller_number = "0120-101-366"       # the number shown to people we call
# options_interval_s = 30
# session_expires_s = 1800
"#;

/// What the floor's own settings are about; their names say the rest.
const FLOOR: &str = "
# The floor: services and their queues, the flow before the queue, and every limit of ringing,
# waiting and after-call work. Times end in _ms and are milliseconds. A list replaces the default list.
# announce tells an agent that a supervisor begins to listen: none, notice (by name on the desk) or
# tone (a short tone as well; the caller hears it too where tone_to_caller is true).

";

/// The text of `madoguchi.example.toml`.
pub fn example_text() -> String {
    let table = toml::Table::try_from(Config::default()).unwrap_or_default();
    let mut text = String::from(
        "# Madoguchi: every setting with its default.\n\
         # Copy this file to madoguchi.toml and keep the lines you change.\n\n",
    );
    let mut section = "";
    for (path, words, shown) in WORDS {
        let (head, key) = path.rsplit_once('.').unwrap_or(("", path));
        if head != section {
            text.push_str(&format!("\n[{head}]\n"));
            section = head;
        }
        text.push_str(&format!("# {words}\n"));
        match (default_of(&table, path), shown) {
            (Some(value), _) => text.push_str(&format!("{key} = {value}\n")),
            (None, Some(shown)) => text.push_str(&format!("# {key} = {shown}\n")),
            (None, None) => {}
        }
    }
    text.push_str(TRUNK);
    text.push_str(FLOOR);
    let floor = toml::Table::from_iter([("floor".to_owned(), floor_table(&table))]);
    text.push_str(&floor.to_string());
    text
}

fn floor_table(table: &toml::Table) -> toml::Value {
    table.get("floor").cloned().unwrap_or_else(|| toml::Value::Table(toml::Table::new()))
}

fn default_of(table: &toml::Table, path: &str) -> Option<String> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let parts = rest.split('.').filter(|part| !part.is_empty());
    let value = parts.fold(table.get(first), |value, part| value?.get(part));
    value.map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_words_and_every_word_a_key() {
        let table = toml::Table::try_from(Config::default()).unwrap();
        for (head, value) in &table {
            match value {
                toml::Value::Table(_) if head == "floor" => {}
                toml::Value::Table(section) => {
                    for (key, value) in section {
                        let path = format!("{head}.{key}");
                        let below: Vec<String> = match value {
                            toml::Value::Table(inner) => inner.keys().map(|key| format!("{path}.{key}")).collect(),
                            _ => vec![path],
                        };
                        for path in below {
                            assert!(WORDS.iter().any(|(p, ..)| *p == path), "no words: {path}");
                        }
                    }
                }
                toml::Value::Array(_) if head == "trunk" => {}
                _ => assert!(WORDS.iter().any(|(p, ..)| p == head), "no words: {head}"),
            }
        }
        for (path, _, shown) in WORDS {
            let known = default_of(&table, path).is_some() || shown.is_some();
            assert!(known, "no such key: {path}");
        }
    }

    #[test]
    fn the_example_reads_back_as_the_defaults() {
        let config: Config = toml::from_str(&example_text()).unwrap();
        assert_eq!(config, Config::default());
    }

    #[test]
    fn every_commented_line_is_a_key_that_exists() {
        let text: String = example_text()
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest)
                    if rest.starts_with("[[")
                        || rest.contains(" = ") && !rest.contains(". ") && !rest.ends_with('.') =>
                {
                    rest
                }
                _ => line,
            })
            .collect::<Vec<_>>()
            .join("\n");
        let read = toml::from_str::<Config>(&text);
        assert!(read.is_ok(), "{read:?}\n{text}");
    }

    #[test]
    fn the_committed_example_is_the_generated_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../madoguchi.example.toml");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(committed, example_text(), "run: cargo run -p server -- config example > madoguchi.example.toml");
    }
}

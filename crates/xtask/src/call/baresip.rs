//! One baresip, driven over its control port (netstrings that hold JSON).
//!
//! Its audio comes from a file and what it hears is written to files by its
//! `sndfile` module; no sound card is touched.

use crate::shell::{self, Background};
use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

const START_LIMIT: Duration = Duration::from_secs(10);
/// Longest netstring we take; baresip's events are far shorter.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// Where Debian's packages put the modules, by architecture.
const MODULE_FOLDERS: [&str; 3] = [
    "/usr/lib/baresip/modules",
    "/usr/lib/x86_64-linux-gnu/baresip/modules",
    "/usr/lib/aarch64-linux-gnu/baresip/modules",
];

/// What the telephone tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The other side is ringing.
    Ringing,
    /// The other side picked up.
    Answered,
    /// The call ended, with the reason given.
    Closed(String),
    /// Anything else worth telling.
    Other(String),
}

/// A telephone that makes one call.
pub(super) struct Telephone {
    _program: Background,
    control: TcpStream,
    received: Vec<u8>,
}

impl Telephone {
    /// Starts a telephone with the number `from` that speaks the file `speech`.
    ///
    /// # Errors
    /// When baresip does not start; its own words are in `folder`/baresip.log.
    pub(super) fn start(folder: &Path, from: &str, speech: &Path) -> anyhow::Result<Self> {
        let port = shell::free_port()?;
        std::fs::write(folder.join("config"), config(folder, speech, port)?)?;
        let account = format!("<sip:{from}@127.0.0.1>;regint=0;audio_codecs=PCMU\n");
        std::fs::write(folder.join("accounts"), account)?;
        std::fs::write(folder.join("contacts"), "")?;
        let log = std::fs::File::create(folder.join("baresip.log"))?;
        let program = shell::find_program("baresip").context("baresip is not installed")?;
        let mut command = shell::tied(&program, "TERM");
        command.arg("-f").arg(folder).stdout(log.try_clone()?).stderr(log).stdin(Stdio::null());
        let program = Background::start(command, "TERM")?;
        let mut control = None;
        shell::wait_until(START_LIMIT, || {
            control = TcpStream::connect(("127.0.0.1", port)).ok();
            control.is_some()
        });
        let Some(control) = control else {
            let said = std::fs::read_to_string(folder.join("baresip.log")).unwrap_or_default();
            bail!("baresip did not start:\n{said}");
        };
        Ok(Self { _program: program, control, received: Vec::new() })
    }

    /// Dials an address.
    ///
    /// # Errors
    /// When the control port is gone.
    pub(super) fn dial(&mut self, address: &str) -> anyhow::Result<()> {
        self.say("dial", address)
    }

    /// Presses a key.
    ///
    /// # Errors
    /// When the control port is gone.
    pub(super) fn press(&mut self, key: char) -> anyhow::Result<()> {
        self.say("sndcode", &key.to_string())
    }

    /// Hangs up and waits a moment for the goodbye to leave.
    ///
    /// # Errors
    /// When the control port is gone.
    pub(super) fn hang_up(&mut self) -> anyhow::Result<()> {
        self.say("hangup", "")?;
        while let Some(event) = self.next_event(Duration::from_secs(2))? {
            if matches!(event, Event::Closed(_)) {
                break;
            }
        }
        Ok(())
    }

    /// The next event, or None when there was none within `limit`.
    ///
    /// # Errors
    /// When the control port is gone or speaks something else.
    pub(super) fn next_event(&mut self, limit: Duration) -> anyhow::Result<Option<Event>> {
        self.control.set_read_timeout(Some(limit))?;
        loop {
            while let Some(message) = take_message(&mut self.received)? {
                if let Some(event) = event(&message) {
                    return Ok(Some(event));
                }
            }
            let mut part = [0; 4096];
            match self.control.read(&mut part) {
                Ok(0) => bail!("the telephone has gone"),
                Ok(count) => self.received.extend_from_slice(part.get(..count).unwrap_or_default()),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn say(&mut self, command: &str, parameters: &str) -> anyhow::Result<()> {
        let message = json!({ "command": command, "params": parameters, "token": command }).to_string();
        let netstring = format!("{}:{message},", message.len());
        Ok(self.control.write_all(netstring.as_bytes())?)
    }
}

fn config(folder: &Path, speech: &Path, control_port: u16) -> anyhow::Result<String> {
    let modules: PathBuf = MODULE_FOLDERS
        .iter()
        .map(PathBuf::from)
        .find(|folder| folder.is_dir())
        .context("the modules of baresip are not where Debian puts them")?;
    let sip_port = shell::free_port()?;
    Ok(format!(
        "poll_method epoll\n\
         sip_listen 127.0.0.1:{sip_port}\n\
         call_local_timeout 120\n\
         call_max_calls 1\n\
         audio_source aufile,{speech}\n\
         audio_player aubridge,heard\n\
         audio_alert aubridge,alert\n\
         audio_srate 8000\n\
         ausrc_srate 8000\n\
         auplay_srate 8000\n\
         audio_channels 1\n\
         ausrc_channels 1\n\
         auplay_channels 1\n\
         module_path {modules}\n\
         module g711.so\n\
         module aufile.so\n\
         module aubridge.so\n\
         module sndfile.so\n\
         module_app account.so\n\
         module_app contact.so\n\
         module_app menu.so\n\
         module_app ctrl_tcp.so\n\
         ctrl_tcp_listen 127.0.0.1:{control_port}\n\
         snd_path {folder}\n\
         ring_aufile none\n\
         ringback_disabled yes\n",
        speech = speech.display(),
        modules = modules.display(),
        folder = folder.display(),
    ))
}

/// Takes the first whole netstring off `received`.
fn take_message(received: &mut Vec<u8>) -> anyhow::Result<Option<Value>> {
    let Some(colon) = received.iter().position(|byte| *byte == b':') else {
        return Ok(None);
    };
    let length: usize = std::str::from_utf8(received.get(..colon).unwrap_or_default())?.trim().parse()?;
    if length > MESSAGE_BYTES_MAX {
        bail!("the telephone sent a message of {length} bytes");
    }
    let end = colon + 1 + length;
    if received.len() <= end {
        return Ok(None);
    }
    let message = serde_json::from_slice(received.get(colon + 1..end).unwrap_or_default())?;
    received.drain(..=end);
    Ok(Some(message))
}

fn event(message: &Value) -> Option<Event> {
    let text = |key: &str| message[key].as_str().unwrap_or_default().to_owned();
    match message["type"].as_str()? {
        "CALL_RINGING" => Some(Event::Ringing),
        "CALL_ESTABLISHED" => Some(Event::Answered),
        "CALL_CLOSED" => Some(Event::Closed(text("param"))),
        name @ ("CALL_HOLD" | "CALL_RESUME" | "CALL_TRANSFER") => Some(Event::Other(name.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, event, take_message};

    #[test]
    fn messages_are_taken_whole_and_in_order() {
        let mut received = br#"15:{"type":"a","b"#.to_vec();
        assert_eq!(take_message(&mut received).unwrap(), None);
        let mut received = br#"12:{"type":"a"},12:{"type":"b"},5:{"#.to_vec();
        let mut names = Vec::new();
        while let Some(message) = take_message(&mut received).unwrap() {
            names.push(message["type"].as_str().unwrap().to_owned());
        }
        assert_eq!((names, received), (vec!["a".to_owned(), "b".to_owned()], b"5:{".to_vec()));
    }

    #[test]
    fn a_message_too_long_or_no_netstring_is_refused() {
        assert!(take_message(&mut b"99999999:x".to_vec()).is_err());
        assert!(take_message(&mut b"GET / HTTP: x".to_vec()).is_err());
    }

    #[test]
    fn the_end_of_a_call_carries_its_reason() {
        let message = serde_json::json!({ "event": true, "type": "CALL_CLOSED", "param": "486 Busy Here" });
        assert_eq!(event(&message), Some(Event::Closed("486 Busy Here".into())));
    }
}

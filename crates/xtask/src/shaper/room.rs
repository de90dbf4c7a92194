//! The room: a network namespace with one device, and its twin outside.
//!
//! Owns making and removing them by `ip`. It must never know packets.

use std::process::Command;

use anyhow::Context as _;
use tokio_tun::Tun;

use crate::shell;

/// A namespace that is removed when dropped.
pub(super) struct Room {
    pub(super) name: String,
    net: u8,
}

impl Room {
    /// Makes it; one of the same name that was left over is removed first.
    pub(super) fn make(name: &str, net: u8) -> anyhow::Result<Self> {
        let room = Self { name: name.to_owned(), net };
        // There is one only when an earlier run was killed.
        if shell::output_of(command(&["netns", "list"]))?.split_whitespace().any(|known| known == name) {
            ip(&["netns", "delete", name])?;
        }
        ip(&["netns", "add", name]).context("a room needs root and network namespaces")?;
        Ok(room)
    }

    /// Makes a device; it is gone when dropped.
    pub(super) fn device(&self, side: &str) -> anyhow::Result<Tun> {
        let devices = Tun::builder().name(&format!("mdg{side}{}", self.net)).build();
        let mut devices = devices.context("a device needs root and /dev/net/tun")?;
        devices.pop().context("the kernel gave no device")
    }

    /// Gives one device to the room, and both their addresses.
    pub(super) fn connect(&self, here: &str, there: &str) -> anyhow::Result<()> {
        let within = self.name.as_str();
        ip(&["link", "set", there, "netns", within])?;
        ip(&["address", "add", &format!("{}/30", self.here()), "dev", here])?;
        ip(&["link", "set", here, "up"])?;
        ip(&["-n", within, "address", "add", &format!("{}/30", self.there()), "dev", there])?;
        ip(&["-n", within, "link", "set", "lo", "up"])?;
        ip(&["-n", within, "link", "set", there, "up"])?;
        ip(&["-n", within, "route", "add", "default", "via", &self.here()])
    }

    /// The address outside.
    pub(super) fn here(&self) -> String {
        format!("10.213.{}.1", self.net)
    }

    /// The address in the room.
    pub(super) fn there(&self) -> String {
        format!("10.213.{}.2", self.net)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // Nothing is left to do about a room that does not go.
        let _ = ip(&["netns", "delete", &self.name]);
    }
}

fn ip(arguments: &[&str]) -> anyhow::Result<()> {
    shell::output_of(command(arguments)).map(drop)
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new("ip");
    command.args(arguments);
    command
}

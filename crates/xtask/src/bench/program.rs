//! The demonstration served by the release program, on free ports with a folder of its own.

use super::http;
use super::machine;
use super::programs::Programs;
use crate::shell::{self, Background, TemporaryFolder};
use anyhow::{Context, bail};
use std::fs::File;
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::time::{Duration, Instant};

const START_LIMIT: Duration = Duration::from_secs(60);
const SETTLE_LIMIT: Duration = Duration::from_secs(300);
/// So many looks in a row must find it quiet.
const QUIET_LOOKS: u32 = 5;
const QUIET_LOOK: Duration = Duration::from_secs(1);
/// Processor time between two looks that counts as quiet, in ms.
const QUIET_MS: u64 = 20;
const LOOK_INTERVAL: Duration = Duration::from_millis(2);
/// Tries to find a port that is free for UDP and TCP.
const PORT_TRIES: usize = 50;
/// Its ports for sound, apart from what the system gives out by itself.
const SOUND_PORTS: (u16, u16) = (20_000, 23_999);

/// A running server.
pub(super) struct Server {
    program: Background,
    /// The port of its pages.
    pub(super) web_port: u16,
    /// Where it is rung.
    pub(super) sip: SocketAddr,
    /// From starting the program to its first good answer.
    pub(super) started_in: Duration,
}

impl Server {
    /// Serves the demonstration from `folder`, new or as an earlier run left it.
    ///
    /// # Errors
    /// When it does not answer within a minute; what it said is in the error.
    pub(super) fn start(programs: &Programs, folder: &TemporaryFolder) -> anyhow::Result<Self> {
        Self::start_with(programs, folder, "")
    }

    /// The same with more lines of configuration.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub(super) fn start_with(programs: &Programs, folder: &TemporaryFolder, more: &str) -> anyhow::Result<Self> {
        let web_port = shell::free_port()?;
        let sip = free_sip_address()?;
        let config = folder.path.join("madoguchi.toml");
        let (first, last) = SOUND_PORTS;
        let media = format!("[media]\nrtp_port_min = {first}\nrtp_port_max = {last}\nshards = 1\n");
        std::fs::write(&config, format!("{media}{more}"))?;
        let log = folder.path.join("server.log");
        let output = File::create(&log)?;
        let mut command = shell::tied(&programs.madoguchi, "KILL");
        command.args(["serve", "--demo", "--config"]).arg(&config).arg("--data").arg(folder.path.join("data"));
        command.arg("--listen").arg(format!("127.0.0.1:{web_port}")).arg("--sip").arg(sip.to_string());
        command.current_dir(&folder.path).stdout(output.try_clone()?).stderr(output);
        let begun = Instant::now();
        let mut program = Background::start(command, "INT")?;
        while !http::ask(web_port, "GET", "/api/health", "", "").is_ok_and(|answer| answer.status == 200) {
            if begun.elapsed() > START_LIMIT || !program.is_running() {
                let said = std::fs::read_to_string(&log).unwrap_or_default();
                bail!("the server does not answer:\n{said}");
            }
            std::thread::sleep(LOOK_INTERVAL);
        }
        Ok(Self { program, web_port, sip, started_in: begun.elapsed() })
    }

    /// Waits until it has nothing left to do: the announcements are spoken and the pages are read.
    ///
    /// # Errors
    /// When it ends, or is still busy after minutes.
    pub(super) fn settle(&self) -> anyhow::Result<()> {
        let begun = Instant::now();
        let mut quiet = 0;
        let mut before = machine::spent_ms(self.pid())?;
        while quiet < QUIET_LOOKS {
            if begun.elapsed() > SETTLE_LIMIT {
                bail!("the server is still busy after {} s", SETTLE_LIMIT.as_secs());
            }
            std::thread::sleep(QUIET_LOOK);
            let spent = machine::spent_ms(self.pid())?;
            quiet = if spent - before <= QUIET_MS { quiet + 1 } else { 0 };
            before = spent;
        }
        Ok(())
    }

    /// The server's process.
    pub(super) fn pid(&self) -> u32 {
        self.program.id()
    }
}

fn free_sip_address() -> anyhow::Result<SocketAddr> {
    (0..PORT_TRIES)
        .find_map(|_| {
            let tcp = TcpListener::bind("127.0.0.1:0").ok()?;
            let address = tcp.local_addr().ok()?;
            UdpSocket::bind(address).ok().map(|_| address)
        })
        .context("no port is free for both UDP and TCP")
}

//! `madoguchi check`: looks an installation over without changing it, and says what to do.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _, UdpSocket};
use std::path::Path;
use std::time::Duration;

use chrono::Datelike as _;
use domain::knowledge::bands::Fit;
use nix::sys::statvfs::statvfs;
use storage::db::{self, DbConfig};
use tokio::process::Command;

use super::arguments::Source;
use super::output::say;
use crate::clock::Clock;
use crate::config::{Config, Transport, Trunk};
use crate::faq_shelf::{MODEL, certainty, model_mark};

/// Less than this much disk is not enough for a day of recordings.
const DISK_BYTES_MIN: u64 = 2 * 1024 * 1024 * 1024;

/// How long a program or a trunk may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// How one thing is.
enum Finding {
    Good(String),
    Bad { what: String, todo: String },
}

pub(super) async fn check(source: Source) -> anyhow::Result<bool> {
    let config = match source.read() {
        Ok(config) => config,
        Err(why) => {
            say(&format!(
                "NG  configuration: {why:#}\n    → correct the file; `madoguchi config example` shows every key\n"
            ))?;
            return Ok(false);
        }
    };
    let mut findings = vec![Finding::Good("configuration is readable".to_owned())];
    findings.push(clock());
    findings.push(disk(&config));
    findings.push(keys(&config));
    findings.push(database(&config).await);
    findings.extend(flows(&config));
    findings.push(speech(&config));
    findings.push(answers(&config));
    findings.push(tcp("pages", config.web.listen));
    findings.push(udp("SIP", config.sip.listen));
    findings.push(udp("sound", SocketAddr::new(config.media.bind_address, config.media.rtp_port_min)));
    for trunk in &config.trunk {
        findings.push(reach(trunk).await);
    }
    findings.push(program("open_jtalk", "open-jtalk open-jtalk-mecab-naist-jdic").await);
    findings.push(program("espeak-ng", "espeak-ng").await);
    report(&findings)
}

fn report(findings: &[Finding]) -> anyhow::Result<bool> {
    let mut text = String::new();
    let mut well = true;
    for finding in findings {
        match finding {
            Finding::Good(what) => text.push_str(&format!("OK  {what}\n")),
            Finding::Bad { what, todo } => {
                well = false;
                text.push_str(&format!("NG  {what}\n    → {todo}\n"));
            }
        }
    }
    say(&text)?;
    Ok(well)
}

fn clock() -> Finding {
    let now = Clock::start().wall();
    if (2026..2100).contains(&now.year()) {
        Finding::Good(format!("clock says {}", now.format("%Y-%m-%d %H:%M:%S UTC")))
    } else {
        Finding::Bad {
            what: format!("clock says {now}"),
            todo: "set the clock and switch time synchronisation on (timedatectl set-ntp true)".to_owned(),
        }
    }
}

fn disk(config: &Config) -> Finding {
    let folder = existing(&config.data_dir);
    match statvfs(folder) {
        Ok(stat) => {
            let free = stat.blocks_available().saturating_mul(stat.fragment_size());
            let said = format!("{} has {} GiB free", folder.display(), free / (1 << 30));
            if free >= DISK_BYTES_MIN {
                Finding::Good(said)
            } else {
                let todo = "make room: calls go on without it, recordings do not".to_owned();
                Finding::Bad { what: said, todo }
            }
        }
        Err(why) => Finding::Bad {
            what: format!("data folder {}: {why}", config.data_dir.display()),
            todo: "make the folder, or name another with data_dir".to_owned(),
        },
    }
}

/// The folder itself, or the nearest one above that exists.
fn existing(path: &Path) -> &Path {
    let here = Path::new(".");
    path.ancestors().find(|folder| folder.exists() && !folder.as_os_str().is_empty()).unwrap_or(here)
}

fn keys(config: &Config) -> Finding {
    let file = config.key_file();
    if config.keys.env.is_none() && !file.exists() && !config.data_dir.join("madoguchi.sqlite").exists() {
        return Finding::Good(format!("keys will be made at first start: {}", file.display()));
    }
    match crate::installation::keys(config) {
        Ok((ring, _)) => Finding::Good(format!("{} keys, current {}", ring.ids().count(), ring.current())),
        Err(why) => Finding::Bad {
            what: why.to_string(),
            todo: "put the backup of the keys back (mode 600); without it sealed data stays sealed".to_owned(),
        },
    }
}

async fn database(config: &Config) -> Finding {
    let url = config.database_url();
    let file = url.strip_prefix("sqlite://").map(|rest| rest.split('?').next().unwrap_or(rest).to_owned());
    if file.as_ref().is_some_and(|file| !Path::new(file).exists()) {
        return Finding::Good("database will be made at first start (SQLite)".to_owned());
    }
    let kind = if file.is_some() { "SQLite" } else { "PostgreSQL" };
    let opened = async { db::ping(&db::connect(&DbConfig::new(url)).await?).await };
    match opened.await {
        Ok(()) => Finding::Good(format!("database answers ({kind})")),
        Err(why) => Finding::Bad {
            what: format!("database ({kind}): {why}"),
            todo: "start the database, or correct database.url".to_owned(),
        },
    }
}

/// Each flow file of the city that cannot be used, or that all can.
fn flows(config: &Config) -> Vec<Finding> {
    let (catalogue, faults) = crate::flow_files::catalogue(config.counter.flows_folder.as_deref());
    if faults.is_empty() {
        let today = domain::calendar::jst(Clock::start().wall()).date_naive();
        return vec![Finding::Good(format!("{} guided flows for today", catalogue.all_valid_on(today).count()))];
    }
    let todo = "correct the file (`madoguchi flows check FILE`); until then the counter goes on without it";
    faults.into_iter().map(|what| Finding::Bad { what, todo: todo.to_owned() }).collect()
}

/// Whether speech can become text here.
fn speech(config: &Config) -> Finding {
    match crate::recogniser::looked_over(config) {
        Ok(what) => Finding::Good(what),
        Err((why, todo)) => Finding::Bad {
            what: format!("speech is not turned into text ({})", why.code()),
            todo: format!("{todo}; until then recordings stay with the manager"),
        },
    }
}

/// Whether what the FAQ gives as certain was judged with the model that searches it.
fn answers(config: &Config) -> Finding {
    let running = match model_mark(config) {
        Ok(running) => running,
        Err(why) => {
            return Finding::Bad {
                what: format!("the model of FAQ search: {why}"),
                todo: format!("madoguchi models fetch {MODEL}; until then words alone search"),
            };
        }
    };
    let certainty = certainty(config);
    let by = running.as_ref().map_or_else(|| "words alone".to_owned(), |model| format!("words and {}", model.name));
    let how = match certainty.fit(running.as_ref()) {
        Fit::Judged => return Finding::Good(format!("answers of the FAQ were judged with what searches: {by}")),
        Fit::Unjudged => "were not judged with it".to_owned(),
        Fit::OtherModel => {
            let with = certainty.model.map_or_else(|| "a model that is not told".to_owned(), |model| model.name);
            format!("were judged with {with}, or another file of it")
        }
    };
    Finding::Bad {
        what: format!("the FAQ is searched by {by}, and its answers {how}: none is given as certain"),
        todo: "madoguchi faq calibrate with judged questions of this edition; until then three are offered".to_owned(),
    }
}

fn tcp(what: &str, address: SocketAddr) -> Finding {
    free(what, address, TcpListener::bind(address).map(|_| ()))
}

fn udp(what: &str, address: SocketAddr) -> Finding {
    free(what, address, UdpSocket::bind(address).map(|_| ()))
}

fn free(what: &str, address: SocketAddr, bound: std::io::Result<()>) -> Finding {
    match bound {
        Ok(()) => Finding::Good(format!("{what}: {address} is free")),
        Err(why) => Finding::Bad {
            what: format!("{what}: {address}: {why}"),
            todo: "stop what uses the port (it may be madoguchi itself), or configure another".to_owned(),
        },
    }
}

/// Resolves the trunk's name; over TCP and TLS it also connects, over UDP only a call can tell.
async fn reach(trunk: &Trunk) -> Finding {
    let Some(target) = trunk.proxy.clone().or_else(|| trunk.registrar.clone()) else {
        return Finding::Good(format!("trunk {}: takes calls alone", trunk.name));
    };
    let todo = || "check the address with the operator, the firewall, and the route".to_owned();
    let with_port = if target.contains(':') { target.clone() } else { format!("{target}:5060") };
    let resolved = with_port.to_socket_addrs().map(|mut all| all.next());
    let Ok(Some(address)) = resolved else {
        return Finding::Bad { what: format!("trunk {}: {target} is not known", trunk.name), todo: todo() };
    };
    if trunk.transport == Transport::Udp {
        return Finding::Good(format!("trunk {}: {target} is {address}", trunk.name));
    }
    match tokio::time::timeout(ANSWER_WITHIN, tokio::net::TcpStream::connect(address)).await {
        Ok(Ok(_)) => Finding::Good(format!("trunk {}: {address} answers", trunk.name)),
        _ => Finding::Bad { what: format!("trunk {}: {address} does not answer", trunk.name), todo: todo() },
    }
}

async fn program(name: &str, package: &str) -> Finding {
    let mut command = Command::new(name);
    command.arg("--version").stdin(std::process::Stdio::null());
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).kill_on_drop(true);
    match command.spawn() {
        Ok(mut child) => {
            // Whatever it answers, it is there; one that waits for input is ended when dropped.
            let _ = tokio::time::timeout(ANSWER_WITHIN, child.wait()).await;
            Finding::Good(format!("{name} is installed"))
        }
        Err(why) => Finding::Bad {
            what: format!("{name}: {why}"),
            todo: format!("apt-get install --no-install-recommends {package}; without it prompts are silent"),
        },
    }
}

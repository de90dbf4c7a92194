//! A private PostgreSQL for the tests: own port, own folder, unprivileged.
//!
//! It has no durability on purpose, listens on the loopback alone, is stopped
//! and removed when dropped, and dies with us when we are killed.

use crate::shell::{self, Background, TemporaryFolder};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const START_LIMIT: Duration = Duration::from_secs(30);
/// Who runs the server when we are root, in order of preference.
const ACCOUNTS: [&str; 2] = ["postgres", "nobody"];

/// The running server.
pub(crate) struct Postgres {
    // Dropped in this order: first the server, then its folder.
    _server: Background,
    _folder: TemporaryFolder,
    /// Address of the database in which tests may make others.
    pub(crate) url: String,
}

impl Postgres {
    /// Makes a cluster and starts a server on it.
    ///
    /// # Errors
    /// When PostgreSQL is not installed, or does not answer within 30 s.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let programs = programs().context("PostgreSQL is not installed (initdb not found)")?;
        let folder = TemporaryFolder::new("madoguchi-postgres")?;
        let account = if shell::is_root() { Some(account()?) } else { None };
        if let Some(name) = account {
            let mut give = Command::new("chown");
            give.arg(name).arg(&folder.path);
            shell::output_of(give)?;
        }
        let cluster = folder.path.join("cluster");
        let mut make = as_account(account, &programs.join("initdb"), &folder.path);
        make.args(["--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-D"]);
        make.arg(&cluster);
        shell::output_of(make)?;
        let port = shell::free_port()?;
        let server = serve(account, &programs, &folder.path, &cluster, port)?;
        Ok(Self { _server: server, _folder: folder, url: format!("postgres://postgres@127.0.0.1:{port}/postgres") })
    }
}

fn serve(
    account: Option<&str>,
    programs: &Path,
    folder: &Path,
    cluster: &Path,
    port: u16,
) -> anyhow::Result<Background> {
    let log = std::fs::File::create(folder.join("server.log"))?;
    let mut command = as_account(account, &programs.join("postgres"), folder);
    command.arg("-D").arg(cluster).arg("-k").arg(folder);
    command.args(["-h", "127.0.0.1", "-p", &port.to_string()]);
    for setting in ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300"] {
        command.args(["-c", setting]);
    }
    command.stdout(Stdio::null()).stderr(log);
    let mut server = Background::start(command, "INT")?;
    let is_ready = || {
        Command::new(programs.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status()
            .is_ok_and(|status| status.success())
    };
    if !shell::wait_until(START_LIMIT, is_ready) || !server.is_running() {
        let said = std::fs::read_to_string(folder.join("server.log")).unwrap_or_default();
        bail!("PostgreSQL did not start:\n{said}");
    }
    Ok(server)
}

fn as_account(account: Option<&str>, program: &Path, folder: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if let Some(name) = account {
        command.args(["--reuid", name, "--regid", &group_of(name), "--clear-groups"]);
    }
    command.args(["--pdeathsig", "INT"]).arg(program).current_dir(folder).stdin(Stdio::null());
    command
}

fn account() -> anyhow::Result<&'static str> {
    ACCOUNTS
        .into_iter()
        .find(|name| !group_of(name).is_empty())
        .context("there is no account to run PostgreSQL as (postgres, nobody)")
}

fn group_of(account: &str) -> String {
    let asked = Command::new("id").args(["-g", account]).stderr(Stdio::null()).output();
    asked.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned()).unwrap_or_default()
}

/// The folder of the newest installed server's programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok();
    let mut folders: Vec<PathBuf> = versions
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .collect();
    folders.sort_by_key(|folder| version_of(folder));
    folders.pop().or_else(|| {
        let initdb = shell::find_program("initdb")?.canonicalize().ok()?;
        initdb.parent().map(Path::to_path_buf)
    })
}

fn version_of(programs: &Path) -> u32 {
    let version = programs.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    version.and_then(|text| text.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Postgres;
    use std::net::TcpStream;

    #[test]
    fn the_server_answers_while_it_is_held_and_leaves_nothing_behind() {
        let postgres = Postgres::start().unwrap();
        let address = postgres.url.split(['@', '/']).nth(3).unwrap().to_owned();
        let folder = postgres._folder.path.clone();
        assert!(TcpStream::connect(&address).is_ok());
        drop(postgres);
        assert!(TcpStream::connect(&address).is_err());
        assert!(!folder.exists());
    }
}

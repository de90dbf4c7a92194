//! Starting programs: shown, quiet, logged with a limit, or in the background.
//!
//! Every program that may outlive us is tied to us by the kernel (`setpriv
//! --pdeathsig`), so nothing stays behind when a command is stopped or killed.

use anyhow::{Context, bail};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::{Duration, Instant};

/// Time left to a program's orphans to finish their last lines.
const DRAIN_LIMIT: Duration = Duration::from_secs(1);
const LOOK_INTERVAL: Duration = Duration::from_millis(200);

/// A command in `folder`, standard input closed.
pub(crate) fn command(program: &str, arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

/// The cargo that runs us, without what it told us of our own package: build scripts that look at it (ring's does)
/// would take it for theirs, and everything above them would be built once for `cargo xtask` and once without.
pub(crate) fn cargo(arguments: &[&str], root: &Path) -> Command {
    const OF_OUR_PACKAGE: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_NAME", "CARGO_CRATE_NAME"];
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut cargo = command(&program, arguments, root);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| OF_OUR_PACKAGE.iter().any(|start| name.starts_with(start))) {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// A command that dies with us.
pub(crate) fn tied(program: &Path, signal: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", signal]).arg(program).stdin(Stdio::null());
    command
}

/// Runs a command with its output shown.
///
/// # Errors
/// When it cannot start or fails.
pub(crate) fn show(what: &str, mut command: Command) -> anyhow::Result<()> {
    say(what);
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{what}: {status}");
    }
    Ok(())
}

/// The standard output of a command; its errors are shown.
///
/// # Errors
/// When it cannot start or fails.
pub(crate) fn output_of(mut command: Command) -> anyhow::Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?}: {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Tells on the terminal what is being done, and how long the program has run before, in minutes and seconds.
pub(crate) fn say(what: &str) {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    let elapsed_s = BEGUN.get_or_init(Instant::now).elapsed().as_secs();
    println!("==> {}:{:02} {what}", elapsed_s / 60, elapsed_s % 60);
}

/// How a logged command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// With exit code 0.
    Well,
    /// With another code or by a signal.
    Badly,
    /// Not within the limit; it was killed.
    TooLate,
}

/// Runs a command with both outputs, in order, to `log` and line by line to `on_line`.
///
/// # Errors
/// When it cannot start or the log cannot be written.
pub(crate) fn logged(
    command: &mut Command,
    log: &mut File,
    limit: Duration,
    mut on_line: impl FnMut(&str),
) -> anyhow::Result<Ended> {
    let (reader, writer) = std::io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer).process_group(0);
    let mut child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
    // The command keeps its ends of the pipe open; without them the reader sees the end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        }
    });
    let begun = Instant::now();
    let mut ended_at = None;
    loop {
        match lines.recv_timeout(LOOK_INTERVAL) {
            Ok(line) => {
                writeln!(log, "{line}")?;
                on_line(&line);
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                if ended_at.is_none() && child.try_wait()?.is_some() {
                    ended_at = Some(Instant::now());
                }
            }
        }
        if ended_at.is_some_and(|at: Instant| at.elapsed() > DRAIN_LIMIT) {
            break;
        }
        if begun.elapsed() > limit {
            kill_group(&child);
            child.wait()?;
            return Ok(Ended::TooLate);
        }
    }
    Ok(if child.wait()?.success() { Ended::Well } else { Ended::Badly })
}

fn kill_group(child: &Child) {
    signal("KILL", &format!("-{}", child.id()));
}

/// Sends a signal to a process, or to a group when `process` starts with `-`.
pub(crate) fn signal(name: &str, process: &str) {
    let sent = Command::new("kill").args(["-s", name, "--", process]).stderr(Stdio::null()).status();
    if let Err(error) = sent {
        println!("cannot send {name} to {process}: {error}");
    }
}

/// A program in the background, stopped when dropped.
pub(crate) struct Background {
    child: Child,
    stop_signal: &'static str,
}

impl Background {
    /// Starts the command; `stop_signal` asks it to end.
    ///
    /// # Errors
    /// When it cannot start.
    pub(crate) fn start(mut command: Command, stop_signal: &'static str) -> anyhow::Result<Self> {
        let child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
        Ok(Self { child, stop_signal })
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it is still running.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        const STOP_LIMIT: Duration = Duration::from_secs(5);
        signal(self.stop_signal, &self.child.id().to_string());
        if !wait_until(STOP_LIMIT, || !self.is_running()) {
            signal("KILL", &self.child.id().to_string());
        }
        // The process is gone or killed; its exit code tells nothing more.
        drop(self.child.wait());
    }
}

/// Looks until `is_so` or the limit; tells which.
pub(crate) fn wait_until(limit: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    const STEP: Duration = Duration::from_millis(20);
    let begun = Instant::now();
    while begun.elapsed() < limit {
        if is_so() {
            return true;
        }
        std::thread::sleep(STEP);
    }
    is_so()
}

/// Whether we may do everything on this machine.
pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0)
}

/// Where a program is, by the search path.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/games".into()])
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The folder cargo builds into.
pub(crate) fn target_folder(root: &Path) -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root.join(folder),
        None => root.join("target"),
    }
}

/// A folder of our own that is removed when dropped.
pub(crate) struct TemporaryFolder {
    /// Where it is.
    pub(crate) path: PathBuf,
}

impl TemporaryFolder {
    /// Makes a folder whose name begins with `name`.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(crate) fn new(name: &str) -> anyhow::Result<Self> {
        let template = std::env::temp_dir().join(format!("{name}.XXXXXXXX"));
        let mut make = Command::new("mktemp");
        make.arg("-d").arg(template);
        let path = output_of(make)?.trim_end().into();
        Ok(Self { path })
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            println!("{} stays behind: {error}", self.path.display());
        }
    }
}

/// A TCP port of the loopback that nobody listens on.
///
/// # Errors
/// When none can be bound.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::{Ended, TemporaryFolder, logged};
    use std::fs::File;
    use std::process::Command;
    use std::time::{Duration, Instant};

    fn run(script: &str, limit: Duration) -> (Ended, Vec<String>) {
        let folder = TemporaryFolder::new("xtask-shell").unwrap();
        let mut log = File::create(folder.path.join("log")).unwrap();
        let mut lines = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let ended = logged(&mut command, &mut log, limit, |line| lines.push(line.to_owned()));
        (ended.unwrap(), lines)
    }

    #[test]
    fn both_outputs_come_in_order_and_the_code_is_told() {
        let (ended, lines) = run("echo a; echo b >&2; echo c; exit 3", Duration::from_secs(10));
        assert_eq!((ended, lines), (Ended::Badly, vec!["a".into(), "b".into(), "c".into()]));
    }

    #[test]
    fn a_program_over_its_limit_is_killed_with_its_children() {
        let begun = Instant::now();
        let (ended, _) = run("sleep 60 & sleep 60", Duration::from_millis(300));
        assert_eq!(ended, Ended::TooLate);
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_child_that_keeps_the_output_open_does_not_hold_us() {
        let begun = Instant::now();
        let (ended, _) = run("sleep 30 & exit 0", Duration::from_secs(60));
        assert_eq!(ended, Ended::Well);
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}

//! Starting the browser's processes and ending all of them.
//!
//! Owns the command line, the environment and the process group. Whoever calls gives the profile's folder (a memory
//! file system of its own), the proxy, and what stands in front: a cell's prefix, or what drops to another uid.

use std::ffi::OsString;
use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use command_fds::{CommandFdExt, FdMapping};
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use tokio::process::Child;

use crate::cdp::pipe::Ends;

/// How long the browser has to end by itself.
pub const END_PATIENCE: Duration = Duration::from_secs(2);
/// How long killed processes have to be gone.
pub const KILL_PATIENCE: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// One byte, and not none: a limit of none still hands an image to a program that waits for images (core(5)).
const NO_DUMPS: [&str; 3] = ["prlimit", "--core=1:1", "--"];

/// What stands in front of the browser's program on its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Front {
    /// Nothing, or what drops rights and no more, such as `setpriv --reuid=… --regid=… --clear-groups`. A limit on
    /// images of memory follows by itself.
    Plain(Vec<String>),
    /// A cell's prefix. The cell sets that limit for everything that runs in it.
    Cell(Vec<String>),
}

impl Front {
    /// What a cell says must stand there; nothing, where the platform gives no cells.
    #[must_use]
    pub fn of_cell(prefix: &[String]) -> Self {
        if prefix.is_empty() { Self::Plain(Vec::new()) } else { Self::Cell(prefix.to_vec()) }
    }

    fn line(&self) -> Vec<OsString> {
        let own = |line: &[String]| line.iter().map(OsString::from).collect::<Vec<_>>();
        match self {
            Self::Plain(line) => [own(line), NO_DUMPS.map(OsString::from).to_vec()].concat(),
            Self::Cell(line) => own(line),
        }
    }
}

/// How the browser is started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The browser's program.
    pub program: PathBuf,
    /// What stands in front of it.
    pub front: Front,
    /// Its home, profile and temporary files; writable for its uid, and gone with the visit.
    pub home: PathBuf,
    /// Where everything it loads has to pass, such as `http://127.0.0.1:3128`. None for tests alone.
    pub proxy: Option<String>,
    /// The window, in CSS pixels.
    pub window: (u32, u32),
}

/// Why no browser runs.
#[derive(Debug, thiserror::Error)]
pub enum LaunchFault {
    /// The system gave no pipes.
    #[error("no pipe to the browser: {0}")]
    Pipe(std::io::Error),
    /// The descriptors could not be handed over.
    #[error("the browser's descriptors collide")]
    Descriptors,
    /// The program did not start.
    #[error("{program} did not start: {cause}")]
    Program {
        /// What was to be started.
        program: PathBuf,
        /// The system's word.
        cause: std::io::Error,
    },
}

/// The running processes.
#[derive(Debug)]
pub struct Processes {
    child: Child,
    group: Option<Pid>,
    home: PathBuf,
}

/// How the processes ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Ended {
    /// Whether some had to be killed.
    pub killed: bool,
    /// Whether none is left.
    pub all_gone: bool,
}

/// Starts the browser.
///
/// # Errors
/// [`LaunchFault`]; nothing runs then.
pub fn start(launch: &Launch) -> Result<(Processes, Ends), LaunchFault> {
    let (their_input, our_output) = std::io::pipe().map_err(LaunchFault::Pipe)?;
    let (our_input, their_output) = std::io::pipe().map_err(LaunchFault::Pipe)?;
    let mut line = launch.front.line();
    line.push(launch.program.clone().into_os_string());
    line.extend(arguments(launch));
    let mut command = std::process::Command::new(&line[0]);
    command.args(&line[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command.env_clear().envs(environment(launch));
    command
        .fd_mappings(vec![
            FdMapping { parent_fd: OwnedFd::from(their_input), child_fd: 3 },
            FdMapping { parent_fd: OwnedFd::from(their_output), child_fd: 4 },
        ])
        .map_err(|_| LaunchFault::Descriptors)?;
    let mut command = tokio::process::Command::from(command);
    let child = command
        .kill_on_drop(true)
        .spawn()
        .map_err(|cause| LaunchFault::Program { program: PathBuf::from(&line[0]), cause })?;
    let group = child.id().and_then(|id| i32::try_from(id).ok()).map(Pid::from_raw);
    let processes = Processes { child, group, home: launch.home.clone() };
    Ok((processes, Ends { to_browser: OwnedFd::from(our_output), from_browser: OwnedFd::from(our_input) }))
}

fn arguments(launch: &Launch) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = [
        "--headless=new",
        "--remote-debugging-pipe",
        "--no-startup-window",
        "--no-first-run",
        "--no-default-browser-check",
        "--no-pings",
        "--no-service-autorun",
        "--disable-background-networking",
        "--disable-breakpad",
        "--disable-component-extensions-with-background-pages",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-extensions",
        "--disable-gpu",
        "--disable-notifications",
        "--disable-print-preview",
        "--disable-sync",
        "--disable-features=AutofillServerCommunication,CertificateTransparencyComponentUpdater,MediaRouter,OptimizationHints,\
         PasswordManagerOnboarding,Translate,WebAuthentication",
        "--force-color-profile=srgb",
        "--hide-scrollbars",
        "--lang=ja",
        "--metrics-recording-only",
        "--mute-audio",
        "--password-store=basic",
    ]
    .map(OsString::from)
    .to_vec();
    if let Some(proxy) = &launch.proxy {
        arguments.push(format!("--proxy-server={proxy}").into());
        arguments.push("--proxy-bypass-list=<-loopback>".into());
    }
    arguments.push(format!("--window-size={},{}", launch.window.0, launch.window.1).into());
    let mut profile = OsString::from("--user-data-dir=");
    profile.push(launch.home.join("profile"));
    arguments.push(profile);
    arguments
}

fn environment(launch: &Launch) -> Vec<(OsString, OsString)> {
    let home = launch.home.clone().into_os_string();
    let mut environment: Vec<(OsString, OsString)> =
        ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"]
            .map(|name| (OsString::from(name), home.clone()))
            .to_vec();
    for (name, value) in [("LC_ALL", "C.UTF-8"), ("TZ", "Asia/Tokyo"), ("PATH", "/usr/local/bin:/usr/bin:/bin")] {
        environment.push((name.into(), value.into()));
    }
    environment
}

impl Processes {
    /// Waits until the browser ended by itself, and kills what is left.
    pub async fn end(&mut self) -> Ended {
        let by_itself = tokio::time::timeout(END_PATIENCE, self.child.wait()).await.is_ok();
        let mut killed = !by_itself;
        let waited = tokio::time::timeout(KILL_PATIENCE, async {
            loop {
                let left = self.left();
                if left.is_empty() {
                    return;
                }
                killed |= self.kill_all(&left);
                // Reaps the child, so that its group can be empty.
                let _reaped = self.child.try_wait();
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        })
        .await;
        Ended { killed, all_gone: waited.is_ok() }
    }

    fn kill_all(&self, left: &[Pid]) -> bool {
        let group = self.group.is_some_and(|group| killpg(group, Signal::SIGKILL).is_ok());
        let others = left.iter().filter(|pid| kill(**pid, Signal::SIGKILL).is_ok()).count();
        group || others > 0
    }

    /// Processes of the group, and those outside of it that name the profile: crash handlers leave it on purpose.
    fn left(&self) -> Vec<Pid> {
        let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
        let home = self.home.as_os_str().as_encoded_bytes();
        let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
        let ours = |pid: &i32| {
            let process = Path::new("/proc").join(pid.to_string());
            names(&process, home) || self.group.is_some_and(|group| lives_in(&process, group))
        };
        pids.filter(ours).map(Pid::from_raw).collect()
    }
}

/// Whether a process lives and is of this group. One that ended and was not fetched by its parent holds nothing.
fn lives_in(process: &Path, group: Pid) -> bool {
    let Ok(line) = fs::read_to_string(process.join("stat")) else { return false };
    // proc(5): the name stands in brackets and may have any character; state, parent and group follow.
    let Some((_, after)) = line.rsplit_once(')') else { return false };
    let mut parts = after.split_whitespace();
    let (state, group_there) = (parts.next(), parts.nth(1).and_then(|it| it.parse().ok()));
    state != Some("Z") && group_there == Some(group.as_raw())
}

fn names(process: &Path, home: &[u8]) -> bool {
    let chromium = |line: &[u8]| line.windows(6).any(|it| it == b"chrome" || it == b"chromi");
    fs::read(process.join("cmdline")).is_ok_and(|line| {
        let program = line.split(|byte| *byte == 0).next().unwrap_or_default();
        chromium(program) && line.windows(home.len().max(1)).any(|it| it == home)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch() -> Launch {
        Launch {
            program: "/usr/lib/chromium/chromium".into(),
            front: Front::Plain(Vec::new()),
            home: "/run/visit-1".into(),
            proxy: Some("http://127.0.0.1:9".to_owned()),
            window: (1280, 800),
        }
    }

    #[test]
    fn the_command_line_keeps_the_sandbox_and_lets_nothing_past_the_proxy() {
        let line = arguments(&launch());
        let has = |it: &str| line.iter().any(|argument| argument == it);
        assert!(has("--proxy-server=http://127.0.0.1:9") && has("--proxy-bypass-list=<-loopback>"));
        assert!(has("--remote-debugging-pipe") && has("--user-data-dir=/run/visit-1/profile"));
        let text = format!("{line:?}");
        assert!(!text.contains("no-sandbox") && !text.contains("remote-debugging-port"), "{text}");
    }

    #[test]
    fn a_limit_on_dumps_stands_in_front_where_no_cell_sets_one() {
        let check = |front: Front, expected: &[&str]| assert_eq!(front.line(), expected, "{front:?}");
        check(Front::of_cell(&[]), &["prlimit", "--core=1:1", "--"]);
        check(Front::Plain(vec!["setpriv".to_owned()]), &["setpriv", "prlimit", "--core=1:1", "--"]);
        check(Front::of_cell(&["launcher".to_owned(), "run".to_owned()]), &["launcher", "run"]);
    }

    #[test]
    fn nothing_of_our_own_environment_reaches_the_browser() {
        let names: Vec<_> = environment(&launch()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), 9);
        assert!(names.iter().all(|name| name != "DATABASE_URL"));
    }

    #[tokio::test]
    async fn every_process_of_the_group_is_ended_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("browser.sh");
        fs::write(&script, "sleep 600 & trap '' TERM; wait\n").unwrap();
        let mut launch = launch();
        launch.front = Front::Plain(vec!["sh".to_owned(), script.display().to_string()]);
        let (mut processes, ends) = start(&launch).unwrap();
        drop(ends);
        let ended = processes.end().await;
        assert_eq!(ended, Ended { killed: true, all_gone: true });
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let _inside = runtime.enter();
        let mut launch = launch();
        launch.front = Front::Cell(vec!["/nowhere/launcher".to_owned()]);
        assert!(
            matches!(start(&launch), Err(LaunchFault::Program { program, .. }) if program == Path::new("/nowhere/launcher"))
        );
    }
}

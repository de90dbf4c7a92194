//! Cells as they are used: from inside nothing is reached but the proxy, nothing is written but memory, and nothing is left.
//!
//! Where the machine does not give cells, each test asserts that this is said plainly, and which things are missing.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its cell has failed")]

#[path = "shared/keeper.rs"]
mod keeper;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use browser::confine::{Cell, Confinement, Hold, Remains, missing};
use browser::proxy::{Event, Limits, Outside, Proxy, Refusal, Rules, Stream};
use browser::site;
use command_fds::{CommandFdExt, FdMapping};
use keeper::{Keeper, PROGRAM};

/// Tests run side by side; each launcher has uids of its own.
static UIDS: AtomicU32 = AtomicU32::new(59_000);

/// A launcher and what it gives; None, after the plain statement was looked at, where it gives no cells.
fn holding() -> Option<(Keeper, Confinement)> {
    let keeper = Keeper::with_uids(UIDS.fetch_add(4, Ordering::SeqCst), &[]);
    let found = keeper.confinement();
    let lacking = missing(found.capabilities());
    eprintln!("missing here: {:?}", found.capabilities().iter().filter(|it| it.missing.is_some()).collect::<Vec<_>>());
    let needed = [Hold::OwnUid, Hold::NetworkNamespace, Hold::MemoryFiles];
    if !nix::unistd::geteuid().is_root() {
        assert_eq!(lacking, Hold::ALL, "without root nothing is given, and all of it is said");
    }
    if needed.iter().any(|hold| lacking.contains(hold)) {
        assert!(found.cell("visit").is_err(), "a cell without {lacking:?} must not stand");
        return None;
    }
    Some((keeper, found))
}

/// Starts a shell script in a cell; what it writes to descriptor 4 can be read.
fn start(cell: &Cell, script: &str) -> (Child, io::PipeReader, io::PipeWriter) {
    let (their_input, our_output) = io::pipe().unwrap();
    let (our_input, their_output) = io::pipe().unwrap();
    let mut command = Command::new(&cell.prefix()[0]);
    command.args(&cell.prefix()[1..]).args(["bash", "-c", script]);
    command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", cell.home());
    command
        .fd_mappings(vec![
            FdMapping { parent_fd: OwnedFd::from(their_input), child_fd: 3 },
            FdMapping { parent_fd: OwnedFd::from(their_output), child_fd: 4 },
        ])
        .unwrap();
    (command.spawn().unwrap(), our_input, our_output)
}

/// What a script says in a cell.
fn said(cell: &Cell, script: &str) -> String {
    let (mut child, mut reading, _writing) = start(cell, script);
    let mut text = String::new();
    // Ours must not keep the pipe open, which `start`'s command has given up by now.
    child.wait().unwrap();
    reading.read_to_string(&mut text).unwrap();
    text.trim().to_owned()
}

/// The address this machine has towards others, found without sending anything.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[test]
fn from_inside_a_cell_no_address_is_reached_but_the_proxys() {
    let Some((_keeper, found)) = holding() else { return };
    let mut cell = found.cell("escape").unwrap();
    let on_this_machine = TcpListener::bind("0.0.0.0:0").unwrap();
    let port = on_this_machine.local_addr().unwrap().port();
    let mut addresses = vec![
        format!("127.0.0.1/{port}"),
        format!("127.0.0.2/{port}"),
        format!("::1/{port}"),
        "10.0.0.1/80".to_owned(),
        "172.17.0.1/80".to_owned(),
        "192.168.0.1/80".to_owned(),
        "169.254.169.254/80".to_owned(),
        "192.0.2.1/443".to_owned(),
        "2001:db8::1/443".to_owned(),
    ];
    addresses.extend(own_address().map(|own| format!("{own}/{port}")));
    for address in addresses {
        for kind in ["tcp", "udp"] {
            let script = format!("(exec 5<>/dev/{kind}/{address} && echo x >&5 && echo sent >&4) 2>&4; echo done >&4");
            let text = said(&cell, &script);
            let is_loopback = address.starts_with("127.") || address.starts_with("::1");
            // A datagram to one's own loopback can be sent; nobody is there to get it.
            assert!(!text.contains("sent") || (kind == "udp" && is_loopback), "{kind} {address}: {text}");
            assert!(text.ends_with("done"), "{kind} {address}: {text}");
        }
    }
    on_this_machine.set_nonblocking(true).unwrap();
    assert!(on_this_machine.accept().is_err(), "somebody came out of the cell");
    assert_eq!(said(&cell, "cat /proc/net/dev | tail -n +3 | cut -d: -f1 | tr -d ' ' >&4"), "lo");
    let listener = cell.listener().unwrap();
    assert_eq!(said(&cell, "(exec 5<>/dev/tcp/127.0.0.1/3128 && echo sent >&4) 2>&4"), "sent");
    assert!(listener.accept().is_ok(), "the proxy's socket is the one way out");
    assert_eq!(cell.erase().unwrap(), Remains::default());
}

#[test]
fn nothing_that_a_cell_writes_outlives_it() {
    let Some((keeper, found)) = holding() else { return };
    let cell = found.cell("writes").unwrap();
    let open_to_all = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
    fs::set_permissions(open_to_all.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let name = format!("canary-{}", keeper.first_uid);
    let writes = |folder: &str| {
        said(&cell, &format!("(echo x > {folder}/{name} && echo written >&4) 2>/dev/null; echo done >&4"))
    };
    for folder in ["$HOME", "/tmp", "/var/tmp", "/dev/shm"] {
        assert_eq!(writes(folder), "written\ndone", "{folder}");
    }
    let on_disk = open_to_all.path().display().to_string();
    for folder in ["/", "/etc", "/run", "/var/lib", "/dev", on_disk.as_str()] {
        assert_eq!(writes(folder), "done", "{folder}");
    }
    for folder in ["/tmp", "/var/tmp", "/dev/shm", on_disk.as_str()] {
        assert!(!PathBuf::from(folder).join(&name).exists(), "{folder}");
    }
    assert!(!cell.home().exists(), "the home is the cell's alone");
    assert!(!said(&cell, "ls -A /run >&4").contains("dbus"), "sockets of this machine are covered");
    assert_eq!(cell.erase().unwrap(), Remains::default());
}

#[test]
fn what_runs_in_a_cell_has_no_rights_no_dump_and_limits() {
    let Some((keeper, found)) = holding() else { return };
    let cell = found.cell("rights").unwrap();
    let check = |script: &str, expected: &str| assert_eq!(said(&cell, script), expected, "{script}");
    let uid = keeper.first_uid;
    check("id -u >&4", &uid.to_string());
    check("id -G >&4", &uid.to_string());
    check(
        "grep -E '^(NoNewPrivs|CapEff|CapPrm|CapBnd|CapAmb)' /proc/self/status | tr -d '\\t' | tr '\\n' ' ' >&4",
        "CapPrm:0000000000000000 CapEff:0000000000000000 CapBnd:0000000000000000 CapAmb:0000000000000000 NoNewPrivs:1",
    );
    check("ulimit -Hc >&4", "0");
    check("env | cut -d= -f1 | sort | tr '\\n' ' ' >&4", "HOME PATH PWD SHLVL _");
    check("ls /proc/self/fd | tr '\\n' ' ' >&4; exec 3>&- 4>&-", "0 1 2 3 4 5");
    let lacking = missing(found.capabilities());
    if !lacking.contains(&Hold::MemoryLimit) {
        assert!(said(&cell, "cat /proc/self/cgroup >&4").contains("/rights"));
    }
    if !lacking.contains(&Hold::ProcessLimit) {
        let script = "dash -c 'i=0; while [ $i -lt 1000 ]; do sleep 1000 & i=$((i+1)); echo $i > $HOME/count; done' 2>/dev/null; \
                      read count < $HOME/count; echo $count >&4";
        let running: u32 = said(&cell, script).parse().unwrap_or(0);
        assert!((100..650).contains(&running), "{running} processes ran");
    }
    assert_eq!(cell.kill().unwrap(), 0);
    assert_eq!(cell.erase().unwrap(), Remains::default());
}

#[test]
fn a_cell_ends_whatever_its_processes_do() {
    let Some((keeper, found)) = holding() else { return };
    let cell = found.cell("stubborn").unwrap();
    let script = "trap '' TERM HUP INT; setsid sleep 1000 & (setsid bash -c 'while :; do sleep 0.01 & done') & \
                  echo up >&4; exec 4>&-; sleep 1000";
    let (mut child, mut reading, _writing) = start(&cell, script);
    let mut up = [0; 3];
    reading.read_exact(&mut up).unwrap();
    assert_eq!(cell.kill().unwrap(), 0);
    assert!(!child.wait().unwrap().success());
    assert_eq!(cell.erase().unwrap(), Remains::default());
    assert_eq!(processes(keeper.first_uid), 0);
}

#[test]
fn a_browser_ends_with_the_process_that_stands_for_it() {
    let Some((keeper, found)) = holding() else { return };
    let cell = found.cell("standing").unwrap();
    let (mut child, mut reading, _writing) = start(&cell, "echo up >&4; sleep 1000");
    let mut up = [0; 3];
    reading.read_exact(&mut up).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = Vec::new();
    // Its pipe ends when it has ended.
    reading.read_to_end(&mut rest).unwrap();
    wait_until("the browser outlives the server's side", || processes(keeper.first_uid) == 0);
    drop(cell);
}

#[test]
fn a_server_that_dies_takes_its_cells_with_it() {
    let Some((keeper, found)) = holding() else { return };
    let cell = found.cell("orphan").unwrap();
    let (mut child, mut reading, _writing) = start(&cell, "setsid sleep 1000 & echo up >&4; sleep 1000");
    let mut up = [0; 3];
    reading.read_exact(&mut up).unwrap();
    drop(cell);
    child.wait().unwrap();
    wait_until("a cell outlives its connection", || processes(keeper.first_uid) == 0);
    wait_until("the name stays taken", || found.cell("orphan").is_ok());
}

#[test]
fn what_a_launcher_left_that_was_killed_is_erased_by_the_next() {
    let Some((mut keeper, found)) = holding() else { return };
    let cell = found.cell("left-over").unwrap();
    let (mut child, mut reading, _writing) = start(&cell, "setsid sleep 1000 & echo up >&4; exec 4>&-; sleep 1000");
    let mut up = [0; 3];
    reading.read_exact(&mut up).unwrap();
    keeper.child.kill().unwrap();
    keeper.child.wait().unwrap();
    child.wait().unwrap();
    wait_until("the browser outlives its launcher", || processes(keeper.first_uid) == 1);
    assert!(cell.erase().is_err(), "nobody could look, and that is said");
    let next = Keeper::with_uids(keeper.first_uid, &[]);
    let again = next.confinement();
    assert_eq!(again.leftovers().processes, 1);
    assert!(again.leftovers().remains.is_nothing(), "{:?}", again.leftovers());
    assert_eq!(processes(keeper.first_uid), 0);
    if !missing(again.capabilities()).contains(&Hold::MemoryLimit) {
        assert!(again.leftovers().groups > 0, "{:?}", again.leftovers());
    }
}

#[test]
fn a_stranger_is_not_heard() {
    let Some((keeper, _found)) = holding() else { return };
    let program = keeper.place.path().join("launcher");
    fs::copy(PROGRAM, &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let asks = |uid: &str| {
        let output = Command::new("setpriv")
            .args(["--reuid", uid, "--regid", uid, "--clear-groups", "--"])
            .args(["sh", "-c", "exec 3</dev/null 4>/dev/null; exec \"$@\"", "sh"])
            .arg(&program)
            .args(["run", "--socket"])
            .arg(keeper.socket())
            .args(["--cell", "any", "--", "id"])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap().contains("no such cell"))
    };
    assert_eq!(asks("0"), (false, true));
    assert_eq!(asks("12345"), (false, false));
}

#[test]
fn a_command_line_that_is_not_as_it_should_be_ends_it() {
    let check = |line: &[&str], says: &str| {
        let output = Command::new(PROGRAM).args(line).stdin(Stdio::null()).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && text.contains(says), "{line:?}: {text}");
    };
    check(&[], "madoguchi-browser-launcher keep --socket PATH");
    check(&["destroy"], "madoguchi-browser-launcher keep --socket PATH");
    check(&["keep"], "madoguchi-browser-launcher keep --socket PATH");
    check(&["keep", "--socket", "/nowhere/x", "--peer-uid", "me"], "--peer-uid is a number");
    check(&["keep", "--socket", "/nowhere/x", "--socket", "/nowhere/y"], "keep --socket PATH");
    check(&["keep", "--shell", "sh"], "no option `--shell`");
    check(&["keep", "--socket"], "keep --socket PATH");
    check(&["keep", "--socket", "/nowhere/x", "--peer-uid", "4242", "--first-uid", "0"], "uid 0 is somebody's");
    check(&["run", "--socket", "/nowhere/x", "--cell", "a"], "run --socket PATH");
    check(&["run", "--socket", "/nowhere/x", "--cell", "../a", "--", "id"], "a cell's name is");
}

/// Names whose meaning changes, and sites that say who they are.
struct World {
    answers: Mutex<BTreeMap<String, Vec<&'static str>>>,
    connected: Mutex<Vec<SocketAddr>>,
}

#[async_trait::async_trait]
impl Outside for World {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.answers.lock().unwrap();
        let of_host = answers.get_mut(host).ok_or(io::ErrorKind::NotFound)?;
        let now = if of_host.len() > 1 { of_host.remove(0) } else { of_host[0] };
        Ok(vec![now.parse().unwrap()])
    }

    async fn connect(&self, address: SocketAddr, _is_public: bool) -> io::Result<Box<dyn Stream>> {
        self.connected.lock().unwrap().push(address);
        let (ours, mut theirs) = tokio::io::duplex(4096);
        tokio::spawn(async move {
            let _ = tokio::io::AsyncWriteExt::write_all(&mut theirs, b"HTTP/1.1 200 OK\r\n\r\nreached").await;
        });
        Ok(Box::new(ours))
    }
}

#[test]
fn through_the_proxy_a_cell_reaches_its_site_and_nothing_else() {
    let Some((_keeper, found)) = holding() else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let _inside = runtime.enter();
    let mut cell = found.cell("through").unwrap();
    let listener = tokio::net::TcpListener::from_std(cell.listener().unwrap()).unwrap();
    let text =
        site::SHIPPED[0].1.replace("\"other.madoguchi.test\"]", "\"other.madoguchi.test\", \"*.example.lg.jp\"]");
    let answers = BTreeMap::from([
        ("a.example.lg.jp".to_owned(), vec!["8.8.4.4", "127.0.0.1"]),
        ("inner.example.lg.jp".to_owned(), vec!["10.0.0.1"]),
        ("evil.test".to_owned(), vec!["8.8.4.4"]),
    ]);
    let world = Arc::new(World { answers: Mutex::new(answers), connected: Mutex::default() });
    let outside: Arc<dyn Outside> = Arc::clone(&world) as Arc<dyn Outside>;
    let placed = BTreeMap::from([("practice.madoguchi.test".to_owned(), "127.0.0.1:7001".parse().unwrap())]);
    let rules = Rules::new(&site::read(&text).unwrap(), placed);
    let (proxy, mut events) = Proxy::start(listener, rules, Limits::default(), outside).unwrap();
    assert_eq!(proxy.address(), "http://127.0.0.1:3128");
    let asks = |line: &str, expected: &str| {
        let script = format!("exec 5<>/dev/tcp/127.0.0.1/3128; printf '{line} HTTP/1.1\\r\\n\\r\\n' >&5; cat <&5 >&4");
        let text = said(&cell, &script);
        assert!(text.contains(expected), "{line}: {text}");
    };
    asks("GET http://practice.madoguchi.test/apply", "reached");
    asks("CONNECT a.example.lg.jp:443", "reached");
    asks("CONNECT a.example.lg.jp:443", "403 Forbidden");
    asks("CONNECT inner.example.lg.jp:443", "403 Forbidden");
    asks("CONNECT evil.test:443", "403 Forbidden");
    asks("CONNECT 127.0.0.1:80", "403 Forbidden");
    asks("GET http://169.254.169.254/latest", "403 Forbidden");
    asks("CONNECT practice.madoguchi.test:22", "403 Forbidden");
    let reached = ["127.0.0.1:7001", "8.8.4.4:443"].map(|text| text.parse::<SocketAddr>().unwrap());
    assert_eq!(*world.connected.lock().unwrap(), reached);
    let summary = runtime.block_on(proxy.end());
    assert_eq!(summary.refused, 6);
    let mut told = Vec::new();
    while let Some(Event::Refused { to, why }) = runtime.block_on(events.recv()) {
        told.push((to.unwrap().0, why));
    }
    assert_eq!(told.len(), 6);
    assert_eq!(told[0], ("a.example.lg.jp".to_owned(), Refusal::NotPublic));
    assert!(said(&cell, "(exec 5<>/dev/tcp/127.0.0.1/3128 && echo sent >&4) 2>&4").contains("refused"));
    assert_eq!(cell.erase().unwrap(), Remains::default());
}

#[test]
fn chromium_in_a_cell_is_sandboxed_and_loads_its_site_by_the_proxy_alone() {
    let Some((keeper, found)) = holding() else { return };
    let program = PathBuf::from(std::env::var_os("MADOGUCHI_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into()));
    assert!(program.exists(), "no Chromium at {}; MADOGUCHI_CHROMIUM names another", program.display());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let _inside = runtime.enter();
    let mut cell = found.cell("chromium").unwrap();
    let listener = tokio::net::TcpListener::from_std(cell.listener().unwrap()).unwrap();
    let world = Arc::new(World { answers: Mutex::default(), connected: Mutex::default() });
    let outside: Arc<dyn Outside> = Arc::clone(&world) as Arc<dyn Outside>;
    let placed = BTreeMap::from([("practice.madoguchi.test".to_owned(), "127.0.0.1:7001".parse().unwrap())]);
    let rules = Rules::new(&site::read(site::SHIPPED[0].1).unwrap(), placed);
    let (proxy, _events) = Proxy::start(listener, rules, Limits::default(), outside).unwrap();
    let options = "--headless=new --user-data-dir=$HOME/profile --proxy-server=http://127.0.0.1:3128 \
                   --proxy-bypass-list='<-loopback>' --no-first-run --disable-gpu --disable-background-networking";
    let line = |rest: &str| format!("export TMPDIR=$HOME; {} {options} {rest}", program.display());
    let text = said(&cell, &line("--timeout=20000 --dump-dom http://practice.madoguchi.test/apply >&4"));
    assert!(text.contains("reached"), "{text}");
    let (mut child, _reading, writing) = start(&cell, &line("--remote-debugging-pipe"));
    wait_until("no renderer with a system call filter came up", || {
        launcher::processes::of_uid(keeper.first_uid).iter().any(|pid| {
            let read = |file: &str| fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
            read("cmdline").contains("--type=renderer") && read("status").contains("Seccomp:\t2")
        })
    });
    drop(writing);
    child.wait().unwrap();
    runtime.block_on(proxy.end());
    assert_eq!(cell.erase().unwrap(), Remains::default());
}

/// Living processes of an uid.
fn processes(uid: u32) -> usize {
    launcher::processes::of_uid(uid).len()
}

fn wait_until(otherwise: &str, mut is_so: impl FnMut() -> bool) {
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !is_so() {
        assert!(std::time::Instant::now() < limit, "{otherwise}");
        std::thread::yield_now();
    }
}

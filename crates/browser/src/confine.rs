//! What holds one visit's browser: a cell of the launcher, or, where the platform gives none, the proxy alone.
//!
//! Owns asking the launcher, and the poorer way without it. Which of the two it is, and what is missing, is said in a
//! list for the administration's page, never passed over. Every call here blocks for a moment: call it from
//! `spawn_blocking`. It must never know sites. Next: `launcher::cell` for what holds, `proxy` for the way out.
//!
//! A caller makes a [`Cell`], serves `cell.listener()` with a `Proxy`, starts Chromium with [`Cell::prefix`] in front of
//! its line, descriptors 3 and 4 being its pipe, and [`Cell::home`] as its only folder, and ends with [`Cell::erase`].

mod bare;

#[cfg(test)]
mod tests;

use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use launcher::wire::{Answer, CellName, Connection, Request};

use self::bare::Bare;

pub use launcher::capability::{Capability, Hold, missing};
pub use launcher::wire::{Leftovers, Remains};

/// How browsers are to be held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The socket of the launcher, if one is installed.
    pub launcher_socket: Option<PathBuf>,
    /// The launcher's program, which stands for the browser on the server's side.
    pub launcher_program: PathBuf,
    /// Where profiles go without a launcher; this installation's alone, and in memory if the machine has such a place.
    pub folder: PathBuf,
}

/// Why no cell stands.
#[derive(Debug, thiserror::Error)]
pub enum CellFault {
    /// The name.
    #[error("`{0}` is no cell's name")]
    Name(String),
    /// The launcher is gone, or the folder cannot be made.
    #[error("no cell: {0}")]
    System(#[from] io::Error),
    /// The launcher said no.
    #[error("the launcher refused: {0}")]
    Refused(String),
}

/// What holds browsers on this machine.
#[derive(Debug)]
pub struct Confinement {
    settings: Settings,
    is_launcher: bool,
    capabilities: Vec<Capability>,
    leftovers: Leftovers,
}

/// What holds one browser, until it is erased or dropped.
#[derive(Debug)]
pub struct Cell {
    home: PathBuf,
    prefix: Vec<String>,
    listener: Option<TcpListener>,
    held: Held,
}

#[derive(Debug)]
enum Held {
    Launcher(Connection, CellName),
    Bare(Bare),
}

impl Confinement {
    /// Finds what this machine gives, and erases what an earlier run left.
    ///
    /// # Errors
    /// When a launcher is named and does not answer (a counter must not go on with less because a service is down), or
    /// the folder is somebody else's.
    pub fn find(settings: Settings) -> Result<Self, CellFault> {
        let Some(socket) = settings.launcher_socket.clone() else {
            let leftovers = bare::sweep(&settings.folder)?;
            let capabilities = bare::capabilities(&settings.folder);
            return Ok(Self { settings, is_launcher: false, capabilities, leftovers });
        };
        let (answer, _) = ask(&Connection::open(&socket)?, &Request::Capabilities {})?;
        match answer {
            Answer::Capabilities { capabilities, leftovers } => {
                Ok(Self { settings, is_launcher: true, capabilities, leftovers })
            }
            other => Err(unexpected(other)),
        }
    }

    /// What this machine gives, thing by thing, and why the others are missing.
    #[must_use]
    pub fn capabilities(&self) -> &[Capability] {
        &self.capabilities
    }

    /// What an earlier run had left, erased meanwhile; for the receipt.
    #[must_use]
    pub fn leftovers(&self) -> Leftovers {
        self.leftovers
    }

    /// A cell for one visit. `name` is 1 to 64 of a-z, 0-9 and `-`.
    ///
    /// # Errors
    /// When there is none: the visit then has no shared browser.
    pub fn cell(&self, name: &str) -> Result<Cell, CellFault> {
        let cell = CellName::try_from(name.to_owned()).map_err(|_| CellFault::Name(name.chars().take(64).collect()))?;
        match &self.settings.launcher_socket {
            Some(socket) if self.is_launcher => self.launched(socket, cell),
            Some(_) | None => {
                let (bare, listener) = Bare::make(&self.settings.folder, cell.as_str())?;
                Ok(Cell {
                    home: bare.home().to_owned(),
                    prefix: Vec::new(),
                    listener: Some(listener),
                    held: Held::Bare(bare),
                })
            }
        }
    }

    fn launched(&self, socket: &Path, cell: CellName) -> Result<Cell, CellFault> {
        let connection = Connection::open(socket)?;
        let (answer, descriptors) = ask(&connection, &Request::Create { cell: cell.clone() })?;
        let Answer::Created { home, .. } = answer else { return Err(unexpected(answer)) };
        let listener =
            descriptors.into_iter().next().ok_or_else(|| io::Error::other("no socket came with the cell"))?;
        let program = self.settings.launcher_program.display().to_string();
        let socket = socket.display().to_string();
        let prefix = [&program, "run", "--socket", &socket, "--cell", cell.as_str(), "--"].map(str::to_owned).to_vec();
        let held = Held::Launcher(connection, cell);
        Ok(Cell { home, prefix, listener: Some(TcpListener::from(listener)), held })
    }
}

impl Cell {
    /// The one folder the browser may write to: its home, its profile, its temporary files. Within a launcher's cell
    /// nobody else sees it, and the caller cannot write there.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// What stands in front of the browser's line. Ending that process ends the browser.
    #[must_use]
    pub fn prefix(&self) -> &[String] {
        &self.prefix
    }

    /// The socket the visit's proxy listens at, once. Only the cell reaches it, or, without a launcher, this machine.
    /// It does not block, as tokio wants it.
    ///
    /// # Errors
    /// When it was taken already.
    pub fn listener(&mut self) -> io::Result<TcpListener> {
        let listener = self.listener.take().ok_or_else(|| io::Error::other("the cell's socket was taken"))?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    }

    /// Ends every process of the cell. Returns how many are left in spite of it.
    ///
    /// # Errors
    /// When the launcher is gone; the cell is then gone with it.
    pub fn kill(&self) -> Result<usize, CellFault> {
        match &self.held {
            Held::Launcher(connection, cell) => match ask(connection, &Request::Kill { cell: cell.clone() })?.0 {
                Answer::Killed { processes_left } => Ok(processes_left),
                other => Err(unexpected(other)),
            },
            Held::Bare(bare) => Ok(bare.kill()),
        }
    }

    /// Ends the cell, and looks whether anything is left of it.
    ///
    /// # Errors
    /// When nobody could look: what is left is then unknown, and the next start erases it.
    pub fn erase(self) -> Result<Remains, CellFault> {
        match self.held {
            Held::Launcher(connection, cell) => match ask(&connection, &Request::Erase { cell })?.0 {
                Answer::Erased { remains } => Ok(remains),
                other => Err(unexpected(other)),
            },
            Held::Bare(bare) => Ok(bare.erase()),
        }
    }
}

fn ask(connection: &Connection, request: &Request) -> Result<(Answer, Vec<std::os::fd::OwnedFd>), CellFault> {
    connection.send(request, &[])?;
    match connection.receive::<Answer>()? {
        Some((Answer::Refused { why }, _)) => Err(CellFault::Refused(why)),
        Some(answered) => Ok(answered),
        None => Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the launcher hung up").into()),
    }
}

fn unexpected(answer: Answer) -> CellFault {
    CellFault::Refused(format!("an answer to another question: {answer:?}"))
}

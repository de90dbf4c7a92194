//! The small program with root's rights that holds a visit's browser: `madoguchi-browser-launcher`.
//!
//! Owns cells: an uid of its own, a network with nothing in it but the proxy's socket, memory file systems over every
//! folder that anybody may write, limits, and their end. The server has no rights beyond asking. What a cell runs is
//! started after every right is given up. It must never know sites, proxies' rules or visits beyond a name.
//! Next: `wire` for what can be asked, `cell` for what holds, `service` for who may ask.

pub mod capability;
pub mod cell;
pub mod cgroup;
pub mod processes;
pub mod run;
pub mod service;
pub mod wire;

//! What this platform gives to hold a browser, said plainly for the administration's page.
//!
//! Owns the list. Nothing here is guessed: each entry was tried, or read where the kernel says it.

use serde::{Deserialize, Serialize};

/// One thing that holds a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// An uid without rights, of the cell alone.
    OwnUid,
    /// A network with nothing in it but the proxy.
    NetworkNamespace,
    /// Memory file systems over whatever can be written.
    MemoryFiles,
    /// A limit of memory.
    MemoryLimit,
    /// A limit of processes.
    ProcessLimit,
    /// A limit of processor time.
    ProcessorLimit,
    /// No image of memory is written when a process crashes.
    NoCoreDumps,
    /// No memory is written to a disk.
    NoSwap,
}

impl Hold {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::OwnUid,
        Self::NetworkNamespace,
        Self::MemoryFiles,
        Self::MemoryLimit,
        Self::ProcessLimit,
        Self::ProcessorLimit,
        Self::NoCoreDumps,
        Self::NoSwap,
    ];

    /// What its absence means, in Japanese.
    #[must_use]
    pub fn absence_ja(self) -> &'static str {
        match self {
            Self::OwnUid => "専用の利用者IDがありません。ブラウザはサーバーと同じ権限で動きます",
            Self::NetworkNamespace => "専用のネットワークがありません。外への通信を止めるのはプロキシの設定だけです",
            Self::MemoryFiles => {
                "書き込みを受けるメモリ上の置き場がありません。一時ファイルがディスクに残ることがあります"
            }
            Self::MemoryLimit => "メモリの上限がありません",
            Self::ProcessLimit => "プロセス数の上限がありません",
            Self::ProcessorLimit => "CPU時間の上限がありません",
            Self::NoCoreDumps => "異常終了のときにメモリの内容が書き出されることがあります",
            Self::NoSwap => "メモリの内容がスワップ領域に書かれることがあります",
        }
    }

    /// What its absence means, in English.
    #[must_use]
    pub fn absence_en(self) -> &'static str {
        match self {
            Self::OwnUid => "no uid of its own: the browser runs with the server's rights",
            Self::NetworkNamespace => {
                "no network of its own: only the browser's proxy setting keeps it from the network"
            }
            Self::MemoryFiles => "no memory file systems over what can be written: temporary files may stay on a disk",
            Self::MemoryLimit => "no limit of memory",
            Self::ProcessLimit => "no limit of processes",
            Self::ProcessorLimit => "no limit of processor time",
            Self::NoCoreDumps => "memory may be written out when a process crashes",
            Self::NoSwap => "memory may be written to swap",
        }
    }
}

/// One thing and whether it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// Which.
    pub hold: Hold,
    /// Why it is missing, in the system's words; nothing where it is there.
    pub missing: Option<String>,
}

/// What is missing of a list.
#[must_use]
pub fn missing(capabilities: &[Capability]) -> Vec<Hold> {
    capabilities.iter().filter(|it| it.missing.is_some()).map(|it| it.hold).collect()
}

/// A platform that gives nothing, for this reason.
#[must_use]
pub fn nothing(why: &str) -> Vec<Capability> {
    Hold::ALL.map(|hold| Capability { hold, missing: Some(why.to_owned()) }).to_vec()
}

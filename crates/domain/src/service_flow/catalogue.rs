//! Every version of every flow, and which of them may be started on a date.
//!
//! Owns the rule that versions are only added: what a run began with stays. It must never read a folder or
//! a format: files come in by name and text, with the reader of their format. Next: `run`, which walks one.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::check::{CheckedFlow, FlowFaults};
use super::definition::Flow;
use super::ids::FlowId;

/// Most files a catalogue takes.
pub const FILES_MAX: usize = 500;
/// Longest flow file, in bytes.
pub const FILE_LIMIT_BYTES: usize = 256 * 1024;

/// Checked flows by id and version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    flows: BTreeMap<FlowId, BTreeMap<u32, Arc<CheckedFlow>>>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueFault {
    /// There are more files than a catalogue takes.
    #[error("{0} files; at most {FILES_MAX}")]
    TooManyFiles(usize),
    /// The file is longer than any true flow.
    #[error("{file}: longer than {FILE_LIMIT_BYTES} bytes")]
    TooLong {
        /// The file.
        file: String,
    },
    /// The file does not read as a flow.
    #[error("{file}: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// What its reader says.
        why: String,
    },
    /// The flow breaks a law.
    #[error("{file}:\n{faults}")]
    Faults {
        /// The file.
        file: String,
        /// Everything that is wrong with it.
        faults: FlowFaults,
    },
    /// Another flow stands under this id and version; what was released is never changed.
    #[error("{file}: version {version} of flow {flow} exists with other content; make a new version")]
    Changed {
        /// The file.
        file: String,
        /// The flow.
        flow: FlowId,
        /// The version.
        version: u32,
    },
}

impl Catalogue {
    /// Reads and checks `files`, each a name and its text; `read` knows their format.
    ///
    /// # Errors
    /// The first file that is not taken.
    pub fn load(files: &[(&str, &str)], read: impl Fn(&str) -> Result<Flow, String>) -> Result<Self, CatalogueFault> {
        if files.len() > FILES_MAX {
            return Err(CatalogueFault::TooManyFiles(files.len()));
        }
        let mut catalogue = Self::default();
        for (file, text) in files {
            let file = (*file).to_owned();
            if text.len() > FILE_LIMIT_BYTES {
                return Err(CatalogueFault::TooLong { file });
            }
            let flow = read(text).map_err(|why| CatalogueFault::Unreadable { file: file.clone(), why })?;
            catalogue.add(file, flow)?;
        }
        Ok(catalogue)
    }

    /// Adds one flow; the same one again changes nothing.
    ///
    /// # Errors
    /// When it breaks a law, or differs from what stands under its id and version.
    pub fn add(&mut self, file: String, flow: Flow) -> Result<(), CatalogueFault> {
        let flow = flow.checked().map_err(|faults| CatalogueFault::Faults { file: file.clone(), faults })?;
        let versions = self.flows.entry(flow.id.clone()).or_default();
        match versions.get(&flow.version) {
            Some(there) if **there != flow => {
                Err(CatalogueFault::Changed { file, flow: flow.id.clone(), version: flow.version })
            }
            Some(_) => Ok(()),
            None => {
                versions.insert(flow.version, Arc::new(flow));
                Ok(())
            }
        }
    }

    /// The version of `id` to start on `date`: the highest that is valid then.
    #[must_use]
    pub fn valid_on(&self, id: &FlowId, date: NaiveDate) -> Option<Arc<CheckedFlow>> {
        self.flows.get(id)?.values().rev().find(|flow| flow.is_valid_on(date)).cloned()
    }

    /// Every flow that may be started on `date`, by id.
    pub fn all_valid_on(&self, date: NaiveDate) -> impl Iterator<Item = Arc<CheckedFlow>> + '_ {
        self.flows.keys().filter_map(move |id| self.valid_on(id, date))
    }

    /// One version, whatever the date.
    #[must_use]
    pub fn version(&self, id: &FlowId, version: u32) -> Option<Arc<CheckedFlow>> {
        self.flows.get(id)?.get(&version).cloned()
    }
}

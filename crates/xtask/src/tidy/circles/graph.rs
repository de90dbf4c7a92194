//! The form in which the uses between files are told.

use std::collections::BTreeMap;

/// Which file uses which, with the line of the first use.
pub(super) type Graph = BTreeMap<String, BTreeMap<String, usize>>;

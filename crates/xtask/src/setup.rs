//! What a fresh machine needs before the house can run or be tested.
//!
//! On Debian 12 and 13 the packages are installed; elsewhere what is missing is
//! told. Then the front end's packages and pages are made, unless nothing
//! changed since the last time.

pub(crate) mod models;
mod packages;
mod pages;
mod purpose;

pub(crate) use purpose::For;
use std::path::Path;

/// Prepares the machine and the front end.
///
/// # Errors
/// When something is missing that cannot be installed, or a step fails.
pub(crate) fn prepare(root: &Path, purpose: For) -> anyhow::Result<()> {
    packages::install(purpose)?;
    if purpose == For::Call {
        return Ok(());
    }
    if purpose >= For::AnsweredCall {
        pages::install_packages(root, "e2e")?;
    }
    if purpose == For::AnsweredCall {
        return Ok(());
    }
    pages::build(root)
}

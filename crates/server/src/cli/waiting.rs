//! Commands that wait for something, on a runtime of their own.

use std::future::Future;

use anyhow::Context as _;

/// Does the work; false when it found something wrong.
///
/// # Errors
/// The work's own, and when the system gives no runtime.
pub(super) fn waiting(work: impl Future<Output = anyhow::Result<bool>>) -> anyhow::Result<bool> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?.block_on(work)
}

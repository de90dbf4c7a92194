//! `openapi`: the description of the interface, from the server to the front end.
//!
//! The server prints it, this command commits it to `web/api/openapi.json` and
//! has the types made from it. Both files are in the repository, so a change of
//! the interface shows in a review; `--check` finds a drift.

use crate::shell;
use anyhow::{Context, bail};
use std::path::Path;
use std::process::Command;

const DESCRIPTION: &str = "web/api/openapi.json";

/// Writes the description and the types.
///
/// # Errors
/// When the server does not build or the types cannot be made.
pub(crate) fn write(root: &Path) -> anyhow::Result<()> {
    std::fs::write(root.join(DESCRIPTION), description(root)?)?;
    let schema = shell::command("npm", &["run", "--silent", "schema"], &root.join("web"));
    shell::output_of(schema).context("npm run schema (in web/, after npm ci)").map(drop)
}

/// Compares the description with what would be written; the client's own tests hold the types to it.
///
/// # Errors
/// When it differs; the message says what to type.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let committed = std::fs::read_to_string(root.join(DESCRIPTION)).context(DESCRIPTION)?;
    if committed != description(root)? {
        bail!("{DESCRIPTION} is not what the server prints: cargo xtask openapi");
    }
    Ok(())
}

fn description(root: &Path) -> anyhow::Result<String> {
    // As the tests are built: `cargo build` takes other features and would compile the whole tree anew.
    shell::output_of(shell::cargo(&["test", "--workspace", "--locked", "--no-run", "--quiet"], root))?;
    let mut server = Command::new(shell::target_folder(root).join("debug/madoguchi"));
    server.arg("openapi");
    let said = shell::output_of(server)?;
    let _: serde_json::Value = serde_json::from_str(&said).context("the server printed no JSON")?;
    Ok(format!("{}\n", said.trim_end()))
}

//! `madoguchi keys`: backup and rotation of the key-encryption keys.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use secrecy::ExposeSecret as _;
use storage::db::{self, DbConfig};
use storage::objects::Objects;
use storage::rekeying;
use storage::spool::Spool;

use super::arguments::Source;
use super::output::say;

pub(super) fn backup(source: &Source, to: &Path) -> anyhow::Result<bool> {
    let config = source.read()?;
    let file = config.key_file();
    anyhow::ensure!(config.keys.env.is_some() || file.exists(), "there are no keys at {}", file.display());
    let (ring, _) = crate::installation::keys(&config)?;
    let mut copy = File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .with_context(|| format!("{} cannot be written", to.display()))?;
    copy.write_all(ring.to_text().expose_secret().as_bytes())?;
    copy.sync_all()?;
    say(&format!(
        "{} keys copied to {}\nKeep it apart from the database: whoever has both reads everything; \
         who loses it and the original reads nothing again.\n",
        ring.ids().count(),
        to.display()
    ))
}

pub(super) async fn rotate(source: Source) -> anyhow::Result<bool> {
    let config = source.read()?;
    anyhow::ensure!(
        config.keys.env.is_none(),
        "the keys come from an environment variable; add a key where that is kept, then start again"
    );
    let file = config.key_file();
    anyhow::ensure!(file.exists(), "there are no keys at {}", file.display());
    // A running server would not know the fresh key.
    let _lock = crate::installation::lock(&config.data_dir)?;
    let (mut ring, _) = crate::installation::keys(&config)?;
    let fresh = ring.rotate()?;
    ring.save(&file)?;
    let db = db::connect(&DbConfig::new(config.database_url())).await.context("the database")?;
    let spool = Spool::open(&config.spool_dir())?;
    let objects = Objects::open(&config.recording_store())?;
    let done = rekeying::rekey(&db, &ring, &spool, &objects).await?;
    say(&format!(
        "key {fresh} is current; every contact's key, {} headers of recordings and {} secrets of one-time codes are \
         under it, nothing was encrypted again.\n\
         Older keys open backups alone. Make a fresh backup: madoguchi keys backup --to FILE\n",
        done.recordings, done.secrets
    ))
}

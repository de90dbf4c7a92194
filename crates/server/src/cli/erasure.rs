//! `madoguchi verify erasure` and `madoguchi erasure key`: receipts checked without the server, or without anything.
//!
//! With a key file nothing but the receipt and that file is read. Without one the installation's own keys and books are.
//! Says in both languages what was looked at and what was not; ends with 0 where all that was looked at holds, 1 where
//! something does not, 2 where it could not be looked at.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;
use domain::erasure_receipt::{RECEIPT_BYTES_MAX, ReceiptFault, SignedReceipt};
use storage::db::{self, DbConfig};
use storage::{Db, erasure_receipts};
use vault::KeyRing;
use vault::ring::Stamp;

use super::arguments::{ErasureToVerify, Source};
use super::output::say;
use super::waiting::waiting;
use crate::config::Config;
use crate::erasure::{
    Aspect, Finding, PublicKey, Said, SigningKey, Standing, content, inspect, inspect_in_book, is_good, limits, read,
    said, trouble, walk,
};

/// The largest public key file that is read, in bytes.
const KEY_BYTES_MAX: usize = 4_096;

/// Checks and says.
pub(super) fn verify(asked: ErasureToVerify) -> anyhow::Result<bool> {
    let ended = match &asked.key {
        Some(key) => verify_alone(&asked, key),
        None => waiting(async move { verify_at_home(&asked).await }),
    };
    ended.context("確認できません / could not be checked")
}

/// Writes the installation's public key on standard output.
pub(super) fn key(source: &Source) -> anyhow::Result<bool> {
    let (_, ring) = installation(source)?;
    say(&SigningKey::of(&ring)?.public().to_pem())
}

/// With a key file: no installation, no books.
fn verify_alone(asked: &ErasureToVerify, key: &Path) -> anyhow::Result<bool> {
    let key = PublicKey::from_pem(&bounded(key, KEY_BYTES_MAX)?).with_context(|| key.display().to_string())?;
    let what = asked.receipt.as_deref().context("name the file of a receipt, or the text of its code")?;
    let receipt = given(what)?.context("with --key, a file or the text of a code is needed, not a number")?;
    tell(&receipt, &inspect(&receipt, &key))
}

/// At the installation: its own key, and its books.
async fn verify_at_home(asked: &ErasureToVerify) -> anyhow::Result<bool> {
    let (config, ring) = installation(&asked.source)?;
    let (key, stamp) = (SigningKey::of(&ring)?.public(), erasure_receipts::stamp(&ring));
    let db = books(&config).await?;
    let Some(what) = asked.receipt.as_deref() else { return whole_chain(&key, &db, &stamp).await };
    let receipt = match given(what)? {
        Some(receipt) => receipt,
        None => stored(what, &db).await?,
    };
    let findings = inspect_in_book(&receipt, &key, &db, &stamp).await.context("the books")?;
    tell(&receipt, &findings)
}

async fn whole_chain(key: &PublicKey, db: &Db, stamp: &Stamp) -> anyhow::Result<bool> {
    let verdict = walk(key, db, stamp).await.context("the books")?;
    let is_whole = verdict.findings.is_empty();
    let receipts = verdict.receipts;
    let mut text = match is_whole {
        true => {
            format!("消去証明 {receipts} 件: すべて正しくつながっています\nerasure receipts: {receipts}, whole\n")
        }
        false => format!("消去証明 {receipts} 件: 正しくありません\nerasure receipts: {receipts}, NOT whole\n"),
    };
    for (number, wrong) in &verdict.findings {
        let Said { ja, en } = trouble(wrong);
        text.push_str(&format!("  {number}: {ja}\n  {number}: {en}\n"));
    }
    say(&text)?;
    Ok(is_whole)
}

/// What a file says, or the text of a code; none where it names neither.
fn given(what: &str) -> anyhow::Result<Option<Result<SignedReceipt, ReceiptFault>>> {
    if Path::new(what).is_file() {
        return Ok(Some(read(&bounded(Path::new(what), RECEIPT_BYTES_MAX)?)));
    }
    Ok(SignedReceipt::is_code(what).then(|| read(what.as_bytes())))
}

/// One byte more than may be is read, so that a reader sees that it is too much.
fn bounded(path: &Path, bytes_max: usize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| path.display().to_string())?;
    file.take(bytes_max as u64 + 1).read_to_end(&mut bytes).with_context(|| path.display().to_string())?;
    Ok(bytes)
}

async fn stored(what: &str, db: &Db) -> anyhow::Result<Result<SignedReceipt, ReceiptFault>> {
    let number: u64 = what.parse().map_err(|_| anyhow::anyhow!("{what}: no such file, and no number of a receipt"))?;
    let row = erasure_receipts::by_number(db, number).await.context("the books")?;
    Ok(row.with_context(|| format!("there is no receipt {number} in the books"))?.signed())
}

/// The configuration and keys that are there; nothing is made.
fn installation(source: &Source) -> anyhow::Result<(Config, KeyRing)> {
    let config = source.read()?;
    let file = config.key_file();
    anyhow::ensure!(
        config.keys.env.is_some() || file.exists(),
        "no installation has its keys at {}; give --data or --config, or the public key with --key",
        file.display()
    );
    let (ring, _) = crate::installation::keys(&config)?;
    Ok((config, ring))
}

async fn books(config: &Config) -> anyhow::Result<Db> {
    let url = config.database_url();
    let file = url.strip_prefix("sqlite://").and_then(|rest| rest.split('?').next());
    anyhow::ensure!(file.is_none_or(|file| Path::new(file).exists()), "there is no database at {url}");
    db::connect(&DbConfig::new(url)).await.context("the database")
}

/// Says what the receipt says, what was found of it, and what was not looked at.
fn tell(receipt: &Result<SignedReceipt, ReceiptFault>, findings: &[Finding]) -> anyhow::Result<bool> {
    let is_good = is_good(findings);
    let mut text = String::new();
    if let Ok(SignedReceipt { receipt, .. }) = receipt {
        let (number, installation) = (receipt.sequence, &receipt.installation);
        text.push_str(&format!("消去証明 {number}（発行元 {installation}）\n"));
        text.push_str(&format!("Erasure receipt {number} of installation {installation}\n"));
        content(receipt).iter().for_each(|line| text.push_str(&both(line)));
    }
    let (unchecked, checked): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|one| one.standing == Standing::NotChecked);
    text.push_str("確認したこと / Checked\n");
    checked.iter().for_each(|finding| text.push_str(&both(&said(finding))));
    if !unchecked.is_empty() {
        text.push_str("確認していないこと / Not checked\n");
        unchecked.iter().for_each(|finding| text.push_str(&both(&said(finding))));
        if unchecked.iter().any(|finding| finding.aspect == Aspect::Books) {
            text.push_str(&both(&books_not_looked_at()));
        }
    }
    text.push_str(&both(&limits()));
    text.push_str(if is_good {
        "結果: 正しい証明です\nResult: a genuine receipt\n"
    } else {
        "結果: 正しい証明ではありません\nResult: NOT a genuine receipt\n"
    });
    say(&text)?;
    Ok(is_good)
}

fn books_not_looked_at() -> Said {
    Said {
        ja: "発行元の台帳は見ていません。台帳との一致と前後のつながりは、発行元で確かめられます。".to_owned(),
        en: "The installation's books were not read; its place among the others is checked there.".to_owned(),
    }
}

fn both(line: &Said) -> String {
    format!("  {}\n  {}\n", line.ja, line.en)
}

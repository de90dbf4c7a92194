//! `madoguchi faq search`, `import` and `export` on what an installation keeps, beside a running server or without it.

use anyhow::{Context as _, anyhow, ensure};
use domain::ids::AgentId;
use domain::knowledge::entry::{FaqChannel, TextLanguage};
use domain::knowledge::workflow::{Actor, Occasion};
use domain::time::Timestamp;
use serde_json::json;
use storage::db::{self, DbConfig};
use storage::{Db, accounts, faq_entries};

use super::arguments::{FaqExport, FaqImport, FaqSearch, Source};
use super::output::{say, say_bytes};
use crate::clock::Clock;
use crate::config::Config;
use crate::faq_files;
use crate::faq_shelf::{Answer, Asked, FaqShelf, Meaning, certainty};
use crate::knowledge::{Import, duty, missing_files, newest};
use crate::login::role::{FaqStaff, RoleSet as _};
use crate::login::state::staff_of;
use crate::trail::Trail;

/// Puts a question to what is live.
pub(super) async fn find(asked: &FaqSearch) -> anyhow::Result<bool> {
    let (config, db) = opened(&asked.source).await?;
    let shelf = FaqShelf::open_judged(db, Meaning::open(&config), certainty(&config)).await?;
    shelf.settled().await;
    let language = TextLanguage::from_code(&asked.lang).context("--lang: there are ja, en and ja-easy")?;
    let channel = FaqChannel::from_code(&asked.channel).context("--channel: there are desk, public, chat and voice")?;
    let (text, limit) = (asked.question.clone(), asked.limit.into());
    let answer = shelf.find(Asked { text, language, channel, topic: None, limit }).await?;
    say(&if asked.json { as_json(&answer, language) } else { as_text(&answer, language) })?;
    Ok(!answer.hits.is_empty())
}

/// Brings a table in as drafts.
pub(super) async fn import(asked: &FaqImport) -> anyhow::Result<bool> {
    let (config, db) = opened(&asked.source).await?;
    let bytes = faq_files::bytes_of(&asked.file).with_context(|| asked.file.display().to_string())?;
    let import = Import::planned(&db, bytes.into()).await.with_context(|| asked.file.display().to_string())?;
    let plan = &import.plan;
    let mut text: String = plan.problems.iter().map(|problem| format!("NG  {problem}\n")).collect();
    text.push_str(&format!(
        "{}  {} new, {} changed, {} as they are, {} not in the file, {} problems\n",
        if plan.is_sound() { "OK" } else { "NG" },
        plan.added.len(),
        plan.changed.len(),
        plan.unchanged.len(),
        plan.missing.len(),
        plan.problems.len() + plan.further_problems,
    ));
    say(&text)?;
    let is_sound = plan.is_sound();
    if let (true, false, Some(login)) = (is_sound, asked.dry_run, &asked.by) {
        let (trail, occasion) = author(&config, &db, login).await?;
        if asked.as_demonstration {
            let added = import.carry_out_as_demonstration(&db, &trail, &occasion).await?;
            say(&format!(
                "{added} entries are kept with made-up approvals; a running server shows them at its next start\n"
            ))?;
        } else {
            import.carry_out(&db, &trail, &occasion).await?;
            say("drafts are written; they go through review and approval as every other\n")?;
        }
    }
    Ok(is_sound)
}

/// Writes the FAQ as a table.
pub(super) async fn export(asked: &FaqExport) -> anyhow::Result<bool> {
    let (_, db) = opened(&asked.source).await?;
    let entries = faq_entries::all(&db).await?;
    let live = entries.iter().filter_map(|entry| entry.dossier.live_text()).map(|text| &text.content);
    let entries: Vec<_> = match asked.latest {
        true => entries.iter().filter_map(newest).cloned().collect(),
        false => live.cloned().collect(),
    };
    for file in missing_files(&db, &entries).await? {
        tracing::warn!(%file, "no bytes of this file are kept; the table has its digest alone");
    }
    say_bytes(&faq_files::written(entries.iter())?)
}

async fn opened(source: &Source) -> anyhow::Result<(Config, Db)> {
    let config = source.read()?;
    let db = db::connect(&DbConfig::new(config.database_url())).await.context("the database")?;
    Ok((config, db))
}

async fn author(config: &Config, db: &Db, login: &str) -> anyhow::Result<(Trail, Occasion)> {
    let account =
        accounts::by_login(db, login).await?.ok_or_else(|| anyhow!("--by {login}: there is no such login"))?;
    let staff = staff_of(&account, None);
    ensure!(staff.is_any(FaqStaff::ROLES), "--by {login}: this person does not write the FAQ");
    let (ring, made) = crate::installation::keys(config)?;
    ensure!(!made, "there were no keys, so this is no installation to import into");
    let clock = Clock::start();
    let now = Timestamp(clock.now().timestamp_millis());
    let trail = Trail::new(db.clone(), &ring, clock, config.audit_heads_file());
    let by = Actor { id: AgentId(staff.id), duty: duty(&staff) };
    Ok((trail, Occasion { by, now, demonstration: config.demo.enabled }))
}

fn as_text(answer: &Answer, language: TextLanguage) -> String {
    let mut text = format!("{}, confidence {:.2}\n", answer.band_word(), answer.confidence);
    for hit in &answer.hits {
        let question = &hit.text.words(language).question;
        let edition = hit.text.edition.map_or_else(|| "no edition".to_owned(), |edition| format!("edition {edition}"));
        let passage = hit.passage.as_deref().unwrap_or_default();
        text.push_str(&format!(
            "{:>6.2}  {} ({edition})  {question}\n        {passage}\n",
            hit.score,
            hit.text.citation()
        ));
    }
    text
}

fn as_json(answer: &Answer, language: TextLanguage) -> String {
    let hit = |hit: &crate::faq_shelf::AnswerHit| {
        let question = &hit.text.words(language).question;
        json!({"id": hit.text.citation(), "edition": hit.text.edition, "score": hit.score, "question": question, "passage": hit.passage})
    };
    let hits: Vec<_> = answer.hits.iter().map(hit).collect();
    let by = if answer.by_meaning { "words and meaning" } else { "words" };
    let told =
        json!({"band": answer.band_word(), "confidence": answer.confidence, "by": by, "cut": answer.cut, "hits": hits});
    format!("{told}\n")
}

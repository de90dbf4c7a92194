//! The FAQ as a table in a file: brought in as drafts after a dry run, and taken out.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::response::Response;
use domain::calendar::JST;
use domain::knowledge::entry::{Entry, EntryKey};
use domain::knowledge::table::{Changed, Plan, Present};
use domain::knowledge::workflow::{Dossier, Effect, Event, Occasion, Record, Refusal, Revision};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::faq_entries::StoredEntry;
use storage::{Db, StoreError, begin, commit, faq_entries};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::book::{NotChanged, change_within, files_are_kept, occasion};
use super::catalogue::newest;
use super::demonstration::{self, FaqSeedError};
use super::downloads::{XLSX, download, not_made};
use super::people::People;
use super::problem_words::{FaqRowProblem, row_problem};
use super::refusals::not_changed;
use super::state::KnowledgeState;
use crate::faq_files;
use crate::login::Only;
use crate::login::role::FaqStaff;
use crate::problem::{Problem, ProblemBody};
use crate::trail::Trail;

/// Largest file.
const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    let import = OpenApiRouter::new().routes(routes!(import_faq)).layer(DefaultBodyLimit::max(FILE_BYTES_MAX));
    OpenApiRouter::new().routes(routes!(export_faq)).merge(import)
}

/// How it is brought in.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaqImportQuery {
    /// Only says what would happen.
    dry_run: bool,
}

/// What a file would do, or did.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqImport {
    /// Entries that were not there.
    added: Vec<String>,
    /// Entries that change.
    changed: Vec<FaqImportChange>,
    /// How many stay as they are.
    unchanged: usize,
    /// Entries the file does not name; they stay.
    missing: Vec<String>,
    /// What is wrong, by row.
    problems: Vec<FaqRowProblem>,
    /// How many more problems there are.
    further_problems: usize,
    /// Whether drafts were written.
    done: bool,
}

/// An entry that changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqImportChange {
    /// Which.
    key: String,
    /// In which fields.
    fields: Vec<String>,
}

/// What is taken out, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaqExportQuery {
    /// `csv` or `xlsx`.
    format: String,
    /// `live`: what residents read; `latest`: drafts and the latest approved texts.
    what: String,
}

/// Brings a table in: every entry that is new or differs becomes a draft. Nothing is done while a row is wrong.
#[utoipa::path(post, path = "/api/faq/import", tag = "faq", params(FaqImportQuery),
    request_body(content = Vec<u8>, content_type = "text/csv"),
    responses((status = 200, body = FaqImport), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn import_faq(
    State(state): State<KnowledgeState>,
    by: Only<FaqStaff>,
    Query(query): Query<FaqImportQuery>,
    bytes: Bytes,
) -> Result<Json<FaqImport>, Problem> {
    let import = Import::planned(&state.db, bytes).await.map_err(|why| unreadable(&why))?;
    let done = !query.dry_run && import.plan.is_sound();
    let told = told(&import.plan, done);
    if done {
        let occasion = occasion(&state, &by.staff);
        let done = import.carry_out(&state.db, &state.trail, &occasion).await;
        let people = People::gather(&state.db).await?;
        done.map_err(|why| not_changed(why, &people))?;
    }
    Ok(Json(told))
}

/// Takes the FAQ out as a table that can be brought in again.
#[utoipa::path(get, path = "/api/faq/export", tag = "faq", params(FaqExportQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv"), (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn export_faq(
    State(state): State<KnowledgeState>,
    by: Only<FaqStaff>,
    Query(query): Query<FaqExportQuery>,
) -> Result<Response, Problem> {
    let entries: Vec<Entry> = match query.what.as_str() {
        "live" => state.shelf.live().texts.values().map(|live| live.text.content.clone()).collect(),
        "latest" => faq_entries::all(&state.db).await?.iter().filter_map(newest).cloned().collect(),
        _ => return Err(Problem::invalid("対象は live か latest です。", "Ask for live or latest.")),
    };
    let today = state.clock.now().with_timezone(&JST).date_naive();
    let missing = missing_files(&state.db, &entries).await?;
    let detail = json!({
        "what": query.what, "format": query.format, "entries": entries.len(), "missing_files": missing.len()
    });
    let (bytes, kind, name) = match query.format.as_str() {
        "csv" => {
            let written = tokio::task::spawn_blocking(move || faq_files::written(entries.iter())).await;
            let bytes = written.map_err(Problem::internal)?.map_err(Problem::internal)?;
            (bytes, "text/csv; charset=utf-8", "faq.csv")
        }
        "xlsx" => {
            let made = tokio::task::spawn_blocking(move || documents::table_xlsx(&entries, today)).await;
            (made.map_err(Problem::internal)?.map_err(|why| not_made(&why))?, XLSX, "faq.xlsx")
        }
        _ => return Err(Problem::invalid("形式は csv か xlsx です。", "Formats are csv and xlsx.")),
    };
    state.trail.add(&by.staff.actor(), "faq.exported", "faq", detail).await?;
    Ok(download(bytes, kind, name))
}

/// The names of files that entries name and of which no bytes are kept, each after its entry's key.
///
/// # Errors
/// When the database is away.
pub async fn missing_files(db: &Db, entries: &[Entry]) -> Result<Vec<String>, StoreError> {
    let kept = storage::faq_files::kept(db).await?;
    let of = |entry: &Entry| {
        let lost = entry.attachments.iter().filter(|file| !file.is_among(&kept));
        lost.map(|file| format!("{}: {}", entry.key, file.name)).collect::<Vec<_>>()
    };
    Ok(entries.iter().flat_map(of).collect())
}

fn told(plan: &Plan, done: bool) -> FaqImport {
    let change = |changed: &domain::knowledge::table::Changed| FaqImportChange {
        key: changed.entry.key.to_string(),
        fields: changed.fields.iter().map(|field| field.column().to_owned()).collect(),
    };
    FaqImport {
        added: plan.added.iter().map(|entry| entry.key.to_string()).collect(),
        changed: plan.changed.iter().map(change).collect(),
        unchanged: plan.unchanged.len(),
        missing: plan.missing.iter().map(ToString::to_string).collect(),
        problems: plan.problems.iter().map(row_problem).collect(),
        further_problems: plan.further_problems,
        done,
    }
}

/// An import that was looked over and may be carried out.
#[derive(Debug)]
pub struct Import {
    /// What it would do.
    pub plan: Plan,
    /// The drafts it was planned over.
    seen: BTreeMap<EntryKey, Revision>,
}

impl Import {
    /// Looks a file over.
    ///
    /// # Errors
    /// When it is no table of entries, or the database is away.
    pub async fn planned(db: &Db, bytes: Bytes) -> anyhow::Result<Self> {
        let stored = faq_entries::all(db).await?;
        let entries = stored.iter().filter_map(newest).map(|entry| (entry.key.clone(), entry.clone())).collect();
        let present = Present { entries, files: Some(storage::faq_files::kept(db).await?) };
        let draft = |entry: &StoredEntry| entry.dossier.draft().map_or(Revision(0), |draft| draft.revision);
        let seen = stored.iter().map(|entry| (entry.dossier.parts().key.clone(), draft(entry))).collect();
        let plan = tokio::task::spawn_blocking(move || faq_files::plan_of(&bytes, &present)).await??;
        Ok(Self { plan, seen })
    }

    /// Writes a draft for each entry that is new or changes: all of them or none. Call it for a sound plan alone.
    ///
    /// # Errors
    /// [`NotChanged`] when somebody changed one of them meanwhile, or the database is away.
    pub async fn carry_out(self, db: &Db, trail: &Trail, occasion: &Occasion) -> Result<(), NotChanged> {
        let (added, changed) = (self.plan.added.len(), self.plan.changed.len());
        let with_files: Vec<Entry> =
            self.plan.added.iter().filter(|entry| !entry.attachments.is_empty()).cloned().collect();
        let now = *occasion;
        let drafts = tokio::task::spawn_blocking(move || drafts(self.plan.added, &now));
        let drafts = drafts.await.map_err(|why| NotChanged::Broken(why.to_string()))??;
        let tx = begin(db).await?;
        for entry in &with_files {
            files_are_kept(&tx, entry, occasion.now).await?;
        }
        faq_entries::keep_new(&tx, &drafts, occasion.now).await?;
        for Changed { entry: content, .. } in self.plan.changed {
            let key = content.key.clone();
            let seen = self.seen.get(&key).copied().unwrap_or(Revision(0));
            let edit = Event::Edit { content: Box::new(content), seen, still_right: BTreeSet::new() };
            change_within(&tx, &key, edit, occasion).await?;
        }
        let detail = json!({"added": added, "changed": changed});
        trail.add_in(&tx, &format!("account:{}", occasion.by.id.0), "faq.imported", "faq", detail).await?;
        Ok(commit(tx).await?)
    }

    /// Publishes each entry that is new and meant for publication with an approval that says of itself that it is made
    /// up, in a demonstration; the others become drafts. What is there already stays. Answers how many are new.
    ///
    /// # Errors
    /// [`FaqSeedError`]: this is no demonstration, or the database is away.
    pub async fn carry_out_as_demonstration(
        self,
        db: &Db,
        trail: &Trail,
        occasion: &Occasion,
    ) -> Result<usize, FaqSeedError> {
        if !occasion.demonstration {
            return Err(FaqSeedError::NoDemonstration);
        }
        let tx = begin(db).await?;
        let added = demonstration::publish(&tx, self.plan.added, occasion.now).await?;
        let detail = json!({"added": added, "demonstration": true});
        trail.add_in(&tx, &format!("account:{}", occasion.by.id.0), "faq.imported", "faq", detail).await?;
        commit(tx).await?;
        Ok(added)
    }
}

/// The drafts of entries that were not there, with the lines of their history.
fn drafts(entries: Vec<Entry>, occasion: &Occasion) -> Result<Vec<(Dossier, Vec<Record>)>, Refusal> {
    let draft = |content: Entry| {
        let mut dossier = Dossier::new(content.key.clone());
        let edit = Event::Edit { content: Box::new(content), seen: Revision(0), still_right: BTreeSet::new() };
        let effects = dossier.handle(edit, occasion)?;
        Ok((dossier, effects.into_iter().filter_map(Effect::into_record).collect()))
    };
    entries.into_iter().map(draft).collect()
}

fn unreadable(why: &anyhow::Error) -> Problem {
    Problem::invalid(
        format!(
            "このファイルは読み込めません。一度書き出した表の1行目の列名をそのまま使い、CSV（UTF-8）か Excel で保存してください。（{why:#}）"
        ),
        format!(
            "The file cannot be read. Keep the first row of an exported table, and save as CSV (UTF-8) or Excel. ({why:#})"
        ),
    )
}

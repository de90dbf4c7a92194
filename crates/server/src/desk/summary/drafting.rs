//! Where a draft comes from: what is kept, else the language model where one is approved, else the rules.

use domain::call_summary::{self, LineKind, Speaker, Statement};
use domain::contact::Language;
use serde::{Deserialize, Serialize};
use storage::call_summaries::{self, CallSummary};
use storage::contacts::{self, Contact};
use storage::{recordings, topics, transcripts};
use utoipa::ToSchema;
use uuid::Uuid;
use vault::ContactKey;

use super::asking;
use crate::desk::contacts::names;
use crate::desk::masking::Veil;
use crate::desk::state::DeskState;
use crate::desk::transcript::{CoverageState, Said, coverage};
use crate::llm::{NoAnswer, Purpose};
use crate::problem::Problem;

/// How far a summary is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SummaryState {
    /// The contact goes on, or its text is still being completed; the lines may change.
    Waiting,
    /// There is no text to sum up.
    None,
    /// Drafted; a person must look it over.
    Draft,
    /// Looked over and confirmed.
    Confirmed,
}

/// A summary as it is kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Body {
    /// The lines.
    pub(super) lines: Vec<Line>,
    /// The topic proposed.
    pub(super) topic: Option<Topic>,
}

/// A line as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// `wish`, `answer` or `open`.
    pub(super) kind: String,
    /// The words.
    pub(super) text: String,
    /// Segments it rests on.
    pub(super) cites: Vec<Uuid>,
}

/// A proposal as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Topic {
    /// (ア) to (ケ).
    pub(super) code: String,
    /// Words and the segments they stand in.
    pub(super) evidence: Vec<(String, Vec<Uuid>)>,
    /// The topic that came close.
    pub(super) runner_up: Option<String>,
}

/// What there is at this moment.
pub(super) struct Draft {
    pub(super) state: SummaryState,
    pub(super) source: String,
    pub(super) body: Body,
    pub(super) said: Vec<Said>,
    pub(super) confirmed_by: Option<Uuid>,
    pub(super) confirmed_at_ms: Option<i64>,
}

/// The summary as it is kept, or as it can be drafted.
pub(super) async fn draft_of(state: &DeskState, contact: &Contact) -> Result<Draft, Problem> {
    let key = contacts::key(contact, &state.ring)?;
    let rows = transcripts::of_contact(&state.db, contact.id).await?;
    let said = rows.into_iter().map(|row| Said::open(row, &key)).collect::<Result<Vec<_>, _>>()?;
    let kept = call_summaries::find(&state.db, contact.id).await?;
    if let Some(confirmed) = kept.as_ref().filter(|one| one.state == "confirmed") {
        return Ok(opened(SummaryState::Confirmed, confirmed, &key, said)?);
    }
    let recordings = recordings::of_contact(&state.db, contact.id).await?;
    let covered = coverage::of(contact, &recordings, !said.is_empty()).state;
    let basis = transcripts::bases(&state.db, &[contact.id]).await?.remove(&contact.id).unwrap_or_default();
    if let Some(good) = kept.as_ref().filter(|one| one.basis == basis && covered != CoverageState::Waiting) {
        return Ok(opened(SummaryState::Draft, good, &key, said)?);
    }
    let statements: Vec<Statement> = said.iter().map(statement).collect();
    let topic = proposal(state, &statements, &said).await?;
    let rules = Body { lines: by_ids(call_summary::draft(&statements), &said), topic };
    if covered == CoverageState::Waiting || said.is_empty() {
        let state = if covered == CoverageState::Waiting { SummaryState::Waiting } else { SummaryState::None };
        return Ok(fresh(state, "rules", rules, said));
    }
    let (source, body) = match ask(state, contact, &statements, &said).await? {
        Drafted::Lines(lines) => ("endpoint", Body { lines, topic: rules.topic }),
        Drafted::Nothing => ("rules", rules),
        // Not kept: it is asked when somebody looks again.
        Drafted::Busy => return Ok(fresh(SummaryState::Draft, "rules", rules, said)),
    };
    call_summaries::draft(&state.db, &key, source, &basis, &body, state.clock.now().timestamp_millis()).await?;
    Ok(fresh(SummaryState::Draft, source, body, said))
}

fn opened(
    state: SummaryState,
    kept: &CallSummary,
    key: &ContactKey,
    said: Vec<Said>,
) -> Result<Draft, storage::StoreError> {
    Ok(Draft {
        state,
        source: kept.source.clone(),
        body: call_summaries::body(kept, key)?,
        said,
        confirmed_by: kept.confirmed_by,
        confirmed_at_ms: kept.confirmed_at_ms,
    })
}

fn fresh(state: SummaryState, source: &str, body: Body, said: Vec<Said>) -> Draft {
    Draft { state, source: source.to_owned(), body, said, confirmed_by: None, confirmed_at_ms: None }
}

/// What was said, a correction in place of what it corrects.
fn statement(said: &Said) -> Statement {
    let speaker = match said.row.party.as_str() {
        "caller" => Speaker::Resident,
        "third" => Speaker::Third,
        _ => Speaker::Staff,
    };
    let language = if said.row.language.as_deref() == Some("en") { Language::En } else { Language::Ja };
    Statement { speaker, language, text: said.corrected.clone().unwrap_or_else(|| said.whole.clone()) }
}

async fn proposal(state: &DeskState, statements: &[Statement], said: &[Said]) -> Result<Option<Topic>, Problem> {
    let topics = topics::current(&state.db).await?;
    let used: Vec<&str> =
        topics.iter().filter(|one| one.active && one.parent.is_none()).map(|one| one.code.as_str()).collect();
    let proposal = call_summary::propose_topic(statements, &used);
    Ok(proposal.map(|one| Topic {
        code: one.code,
        evidence: one.evidence.into_iter().map(|word| (word.term, ids(&word.cites, said))).collect(),
        runner_up: one.runner_up,
    }))
}

/// What comes of asking the language model.
enum Drafted {
    /// Checked lines.
    Lines(Vec<Line>),
    /// It is not approved, or did not answer well.
    Nothing,
    /// It is drafting another summary.
    Busy,
}

/// The language model's draft, checked.
async fn ask(
    state: &DeskState,
    contact: &Contact,
    statements: &[Statement],
    said: &[Said],
) -> Result<Drafted, Problem> {
    if !state.llm.may_ask(Purpose::Summary).await? {
        return Ok(Drafted::Nothing);
    }
    let names = names(state).await?;
    let veil = Veil::over(said.iter().flat_map(Said::texts), &names);
    let prompt = asking::prompt(statements, &veil);
    match state.llm.ask(Purpose::Summary, contact.id, &prompt, |answer| asking::judged(answer, statements)).await {
        Ok(lines) => Ok(Drafted::Lines(by_ids(lines, said))),
        Err(NoAnswer::Busy) => Ok(Drafted::Busy),
        Err(why) => {
            tracing::warn!(%why, "the language model gave no summary; the rules' draft stands");
            Ok(Drafted::Nothing)
        }
    }
}

fn by_ids(lines: Vec<call_summary::SummaryLine>, said: &[Said]) -> Vec<Line> {
    let kind = |kind: LineKind| kind.code().to_owned();
    lines
        .into_iter()
        .map(|line| Line { kind: kind(line.kind), text: line.text, cites: ids(&line.cites, said) })
        .collect()
}

fn ids(cites: &[usize], said: &[Said]) -> Vec<Uuid> {
    cites.iter().filter_map(|cited| said.get(*cited)).map(|said| said.row.id).collect()
}

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { colleaguesQuery } from "../api/queries";
import type { Colleague } from "../api/types";
import { cityDay } from "../history/search";
import type { TranscriptHit } from "../history/transcript-types";
import { Button } from "../parts/Button";
import { SelectField, TextField } from "../parts/Field";
import { Actions, Badge, Empty, Notice, PageHead } from "../parts/Parts";
import { formatDuration, formatMoment } from "../shell/format";
import type { PageProps } from "../shell/page-props";
import { has } from "../shell/pages";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./TranscriptSearch.module.css";
import { type Asked, type Progress, useTranscriptSearch } from "./useTranscriptSearch";

const noQuestion: Asked = { q: "", from: "", to: "", language: "", agent: "" };
const QUERY_MAX = 64;

/** Finds contacts by what was said. The words stand in no address and in no browser history. */
export default function TranscriptSearchPage({ me }: PageProps) {
  const { w } = useWords();
  const { progress, search, stop, goOn } = useTranscriptSearch();
  const sees = has(me.roles, "supervisor", "manager", "city_officer");
  return (
    <>
      <PageHead title={w.transcriptSearch.title}>
        <a className={styles.link} href="/history">
          {w.transcriptSearch.back}
        </a>
      </PageHead>
      <SearchForm sees={sees} searching={progress.state === "searching"} onSearch={search} onStop={stop} />
      {!sees && <p className={styles.hint}>{w.history.ownToday}</p>}
      <Standing progress={progress} onGoOn={goOn} />
      {progress.hits.length > 0 && <Hits hits={progress.hits} />}
    </>
  );
}

function SearchForm({ sees, searching, onSearch, onStop }: { sees: boolean; searching: boolean; onSearch: (asked: Asked) => void; onStop: () => void }) {
  const { w } = useWords();
  const colleagues = useQuery({ ...colleaguesQuery, enabled: sees }).data ?? [];
  const agents = colleagues.filter((each: Colleague) => each.roles.some((role) => role === "agent_phone" || role === "agent_counter"));
  const [form, setForm] = useState(noQuestion);
  const field = (name: keyof Asked) => ({ id: `said-${name}`, value: form[name], onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.q.trim() !== "") onSearch({ ...form, q: form.q.trim(), from: cityDay(form.from, "start"), to: cityDay(form.to, "end") });
  };
  return (
    <form className={styles.search} role="search" aria-label={w.transcriptSearch.title} onSubmit={submit}>
      <div className={styles.query}>
        <TextField label={w.transcriptSearch.query} hint={w.transcriptSearch.queryHint} autoComplete="off" maxLength={QUERY_MAX} {...field("q")} />
      </div>
      <TextField type="date" label={w.history.from} {...field("from")} />
      <TextField type="date" label={w.history.to} {...field("to")} />
      <SelectField label={w.transcriptSearch.language} {...field("language")}>
        <option value="">{w.all}</option>
        <option value="ja">{w.languages.ja}</option>
        <option value="en">{w.languages.en}</option>
      </SelectField>
      {agents.length > 0 && (
        <SelectField label={w.history.agent} {...field("agent")}>
          <option value="">{w.all}</option>
          {agents.map((agent) => (
            <option key={agent.id} value={agent.id}>
              {agent.name}
            </option>
          ))}
        </SelectField>
      )}
      <div className={styles.query}>
        <Actions>
          <Button type="submit" look="solid" unavailable={form.q.trim() === ""}>
            {w.transcriptSearch.search}
          </Button>
          {searching && <Button onClick={onStop}>{w.transcriptSearch.stop}</Button>}
        </Actions>
        <p className={styles.hint}>{w.transcriptSearch.logged}</p>
      </div>
    </form>
  );
}

/** How far the search has come, in one place that is read out. */
function Standing({ progress, onGoOn }: { progress: Progress; onGoOn: () => void }) {
  const { w, language, pick } = useWords();
  const { state, problem } = progress;
  const values = { until: progress.until === null ? w.transcriptSearch.never : formatMoment(progress.until, language), count: progress.searched };
  if (problem !== null) {
    return (
      <Notice tone="bad" alert>
        {pick(problem.detail_ja, problem.detail_en)}
      </Notice>
    );
  }
  if (state === "idle") return <Empty>{w.transcriptSearch.start}</Empty>;
  return (
    <>
      <div className={styles.standing}>
        <p role="status">
          {progress.hits.length > 0 && <strong>{fill(w.transcriptSearch.found, { count: progress.hits.length })}　</strong>}
          {fill(w.transcriptSearch[state], values)}
        </p>
        {(state === "paused" || state === "stopped") && progress.cursor !== null && <Button onClick={onGoOn}>{w.transcriptSearch.goOn}</Button>}
      </div>
      {state === "done" && progress.hits.length === 0 && <Empty>{w.transcriptSearch.none}</Empty>}
    </>
  );
}

function Hits({ hits }: { hits: readonly TranscriptHit[] }) {
  const { w } = useWords();
  return (
    <ol className={styles.hits} aria-label={w.transcriptSearch.title}>
      {hits.map((hit, index) => (
        <Hit key={`${hit.segment}-${index}`} hit={hit} last={hits[index + 1]?.contact !== hit.contact} />
      ))}
    </ol>
  );
}

function Hit({ hit, last }: { hit: TranscriptHit; last: boolean }) {
  const { w, language } = useWords();
  const kind = labelOf(w.history.parties, hit.party);
  const speaker = hit.label === null ? kind : fill(w.history.speakerNamed, { party: kind, name: hit.label });
  return (
    <li className={styles.hit}>
      <div className={styles.where}>
        <span className="digits">{formatMoment(hit.arrived_at, language)}</span>
        <span>{w.channels[hit.channel]}</span>
        {hit.agent !== null && <span>{hit.agent.name}</span>}
        {hit.corrected && <Badge tone="info">{w.transcriptSearch.corrected}</Badge>}
      </div>
      <p className={styles.said}>
        <span className={styles.speaker}>{speaker}</span>{" "}
        {hit.snippet.map((piece, index) => (piece.hit ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>))}
      </p>
      <a className={styles.link} href={`/history/${hit.contact}?at=${hit.at_ms}`}>
        {fill(w.transcriptSearch.playAt, { time: formatDuration(hit.at_ms) })}
      </a>
      {last && hit.more > 0 && <p className={styles.hint}>{fill(w.transcriptSearch.more, { count: hit.more })}</p>}
    </li>
  );
}

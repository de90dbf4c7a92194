import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { cityDay } from "../history/search";
import { SelectField, TextField } from "../parts/Field";
import { Badge, Empty, PageHead, type Tone } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import type { PageProps } from "../shell/page-props";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import { entryAddress } from "./places";
import { Proposals } from "./Proposals";
import { proposalsQuery, questionsQuery, type QuestionSearch } from "./queries";
import styles from "./Questions.module.css";
import { Tabs } from "./Tabs";
import { type AskedQuestion, questionOutcomes } from "./types";

const bands = ["answer", "choose", "hand_over", "none"] as const;
const channels = ["desk", "call", "public", "chat", "voice"] as const;

/** What was asked and what became of it, and what the FAQ could learn from it. */
export default function QuestionsPage(_: PageProps) {
  const { w } = useWords();
  const [tab, setTab] = useState<"log" | "proposals">("log");
  const open = useQuery(proposalsQuery).data?.filter(({ state }) => state === "open").length ?? null;
  return (
    <>
      <PageHead title={w.faq.questions.title}>
        <a className={styles.back} href="/faq">
          {w.faq.back}
        </a>
      </PageHead>
      <Tabs
        label={w.faq.questions.title}
        chosen={tab}
        onChoose={setTab}
        tabs={[
          ["log", w.faq.questions.log, null],
          ["proposals", w.faq.questions.proposals, open],
        ]}
      >
        {tab === "log" ? <Log /> : <Proposals />}
      </Tabs>
    </>
  );
}

function Log() {
  const { w } = useWords();
  const [search, setSearch] = useState<QuestionSearch>({ channel: "", band: "", outcome: "", from: "", until: "" });
  const rows = useQuery(questionsQuery({ ...search, from: cityDay(search.from, "start"), until: cityDay(search.until, "end") }));
  return (
    <>
      <p className={styles.soft}>{w.faq.questions.hint}</p>
      <Filters search={search} onChange={setSearch} />
      <ProblemNotice error={rows.error} />
      {rows.isPending && !rows.isError && <p role="status">{w.loading}</p>}
      {rows.data?.length === 0 && <Empty>{w.faq.questions.empty}</Empty>}
      {rows.data !== undefined && rows.data.length > 0 && (
        <>
          <p className={styles.soft} role="status">
            {fill(w.faq.list.count, { count: rows.data.length })}
          </p>
          <ul className={styles.rows} aria-busy={rows.isFetching}>
            {rows.data.map((row) => (
              <Question key={row.id} row={row} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Filters({ search, onChange }: { search: QuestionSearch; onChange: (search: QuestionSearch) => void }) {
  const { w } = useWords();
  const choice = (name: "band" | "outcome" | "channel", words: readonly string[], labels: Readonly<Record<string, string>>) => (
    <SelectField id={`q-${name}`} label={w.faq.questions[name]} value={search[name]} onChange={(event) => onChange({ ...search, [name]: event.target.value })}>
      <option value="">{w.all}</option>
      {words.map((word) => (
        <option key={word} value={word}>
          {labelOf(labels, word)}
        </option>
      ))}
    </SelectField>
  );
  const day = (name: "from" | "until", label: string) => <TextField id={`q-${name}`} type="date" label={label} value={search[name]} onChange={(event) => onChange({ ...search, [name]: event.target.value })} />;
  return (
    <div className={styles.filters}>
      {choice("band", bands, w.faq.bands)}
      {choice("outcome", questionOutcomes, w.faq.outcomes)}
      {choice("channel", channels, w.faq.channels)}
      {day("from", w.history.from)}
      {day("until", w.history.to)}
    </div>
  );
}

const tones: Record<string, Tone> = { answer: "good", choose: "info", hand_over: "warn", none: "bad" };

function Question({ row }: { row: AskedQuestion }) {
  const { w, language } = useWords();
  return (
    <li className={styles.row}>
      <div>
        <p className={styles.text} lang={isOpinionAlone(row) ? undefined : row.language === "en" ? "en" : "ja"}>
          {isOpinionAlone(row) ? fill(w.faq.questions.unasked, { key: row.text }) : row.text}
        </p>
        <p className={styles.under}>
          <time dateTime={row.at}>{formatMoment(row.at, language)}</time>
          <span>{labelOf(w.faq.channels, row.channel)}</span>
          {row.contact !== null && <a href={`/history/${row.contact}`}>{w.faq.commentContact}</a>}
        </p>
      </div>
      <div className={styles.marks}>
        <Badge tone={tones[row.band] ?? "plain"}>{labelOf(w.faq.bands, row.band)}</Badge>
        {row.outcome !== null && <Badge tone={row.outcome === "helped" || row.outcome === "taken" ? "good" : "bad"}>{labelOf(w.faq.outcomes, row.outcome)}</Badge>}
        <span className={`digits ${styles.soft}`}>{fill(w.faq.questions.confidence, { percent: Math.round(row.confidence * 100) })}</span>
      </div>
      <Hits row={row} />
    </li>
  );
}

/** Whoever opened an entry without a question has its key in place of words. */
const isOpinionAlone = ({ text, hits }: AskedQuestion) => hits.length === 1 && hits[0]?.split("@")[0] === text;

/** "key@version", the best first. */
function Hits({ row }: { row: AskedQuestion }) {
  const { w } = useWords();
  if (row.hits.length === 0) return <p className={styles.soft}>{w.faq.questions.noHits}</p>;
  return (
    <ol className={styles.hits}>
      {row.hits.slice(0, 3).map((hit) => (
        <li key={hit}>
          <a href={entryAddress(hit.split("@")[0] ?? hit)}>{hit}</a>
        </li>
      ))}
    </ol>
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { withQuery } from "../api/client";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { SelectField, TextField } from "../parts/Field";
import { Badge, Empty, PageHead } from "../parts/Parts";
import { formatDay } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { routeNow } from "../shell/route";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { StandingBadge } from "./Badges";
import { Download } from "./Download";
import styles from "./List.module.css";
import { entryAddress } from "./places";
import { entriesQuery, type EntrySearch } from "./queries";
import { type FaqRow, type Standing, standings, topics } from "./types";

const EXPORTS = [
  ["live", "xlsx"],
  ["live", "csv"],
  ["latest", "xlsx"],
  ["latest", "csv"],
] as const;

/** Every entry: where it stands, what is late about it, and the ways to everything else of the FAQ. */
export function ListPage() {
  const { w } = useWords();
  const [search, setSearch] = useState<EntrySearch>(searchOfAddress);
  const pages = useInfiniteQuery(entriesQuery(search));
  const [exporting, setExporting] = useState(false);
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const run = (next: EntrySearch) => {
    setSearch(next);
    // The address keeps the search for the way back; replaced, so that Back leaves the page.
    history.replaceState(null, "", withQuery("/faq", { ...next }));
  };
  return (
    <>
      <PageHead title={w.faq.title}>
        <a className={styles.main} href="/faq/new">
          {w.faq.list.create}
        </a>
        <a className={styles.link} href="/faq/import">
          {w.faq.import.title}
        </a>
        <Button onClick={() => setExporting(true)}>{w.faq.list.export}</Button>
      </PageHead>
      <Ways />
      <SearchForm search={search} onSearch={run} />
      <StandingFilter counts={pages.data?.pages[0]?.counts} chosen={search.standing} onPick={(standing) => run({ ...search, standing })} />
      <ProblemNotice error={pages.error} />
      {pages.isPending && !pages.isError && <p role="status">{w.loading}</p>}
      {pages.isSuccess && rows.length === 0 && <Nothing search={search} />}
      {rows.length > 0 && (
        <>
          <p className={styles.soft} role="status">
            {fill(pages.hasNextPage ? w.faq.list.countMore : w.faq.list.count, { count: rows.length })}
          </p>
          <ul className={styles.rows} aria-busy={pages.isFetching}>
            {rows.map((row) => (
              <Row key={row.key} row={row} />
            ))}
          </ul>
        </>
      )}
      {pages.hasNextPage && (
        <Button className={styles.more ?? ""} unavailable={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {w.more}
        </Button>
      )}
      {exporting && <ExportDialog onClose={() => setExporting(false)} />}
    </>
  );
}

function searchOfAddress(): EntrySearch {
  const { query } = routeNow();
  const known = (name: string, words: readonly string[]) => (words.includes(query.get(name) ?? "") ? (query.get(name) ?? "") : "");
  return { text: query.get("text") ?? "", topic: known("topic", topics), standing: known("standing", standings) };
}

/** The other pages of the FAQ. */
function Ways() {
  const { w } = useWords();
  const ways = [
    ["/faq/search", w.faq.search.title],
    ["/faq/questions", w.faq.questions.title],
    ["/faq/review", w.faq.review.title],
    ["/faq/editions", w.faq.editions.title],
  ] as const;
  return (
    <nav aria-label={w.faq.list.ways}>
      <ul className={styles.ways}>
        {ways.map(([address, name]) => (
          <li key={address}>
            <a href={address}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SearchForm({ search, onSearch }: { search: EntrySearch; onSearch: (search: EntrySearch) => void }) {
  const { w } = useWords();
  const [text, setText] = useState(search.text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch({ ...search, text: text.trim() });
  };
  return (
    <form className={styles.search} role="search" aria-label={w.faq.title} onSubmit={submit}>
      <TextField id="faq-text" type="search" label={w.faq.list.text} autoComplete="off" maxLength={200} value={text} onChange={(event) => setText(event.target.value)} />
      <SelectField id="faq-topic" label={w.faq.fields.topic} value={search.topic} onChange={(event) => onSearch({ ...search, text: text.trim(), topic: event.target.value })}>
        <option value="">{w.all}</option>
        {topics.map((topic) => (
          <option key={topic} value={topic}>
            {w.faq.topics[topic]}
          </option>
        ))}
      </SelectField>
      <Button type="submit" look="solid">
        {w.history.search}
      </Button>
    </form>
  );
}

function StandingFilter({ counts, chosen, onPick }: { counts: Partial<Record<Standing, number>> | undefined; chosen: string; onPick: (standing: string) => void }) {
  const { w } = useWords();
  const whole = counts === undefined ? undefined : standings.reduce((sum, standing) => sum + (counts[standing] ?? 0), 0);
  const choices = [["", w.all, whole] as const, ...standings.map((standing) => [standing, w.faq.standings[standing], counts === undefined ? undefined : (counts[standing] ?? 0)] as const)];
  return (
    <div className={styles.standings} role="group" aria-label={w.faq.list.standing}>
      {choices.map(([standing, name, count]) => (
        <button key={standing} type="button" aria-pressed={chosen === standing} data-none={count === 0 || undefined} onClick={() => onPick(standing)}>
          {name}
          {count !== undefined && <span className="digits">{count}</span>}
        </button>
      ))}
    </div>
  );
}

function Nothing({ search }: { search: EntrySearch }) {
  const { w } = useWords();
  const narrowed = Object.values(search).some((value: string) => value !== "");
  return <Empty>{narrowed ? w.faq.list.nothingFound : w.faq.list.nothingYet}</Empty>;
}

function Row({ row }: { row: FaqRow }) {
  const { w, language } = useWords();
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <a href={entryAddress(row.key)} lang="ja">
          {row.question}
        </a>
        <p className={styles.under}>
          <code>{row.key}</code>
          <span>{w.faq.topics[row.topic]}</span>
        </p>
      </div>
      <Marks row={row} />
      <dl className={styles.facts}>
        <div>
          <dt>{w.faq.list.liveVersion}</dt>
          <dd className="digits">{row.live_version === null ? "—" : fill(w.faq.version, { version: row.live_version })}</dd>
        </div>
        <div>
          <dt>{w.faq.fields.review_by}</dt>
          <dd className="digits">{formatDay(row.review_by, language)}</dd>
        </div>
        <div>
          <dt>{w.faq.list.updated}</dt>
          <dd className="digits">{formatDay(row.updated_at, language)}</dd>
        </div>
      </dl>
    </li>
  );
}

/** What somebody has to look at, in words. */
function Marks({ row }: { row: FaqRow }) {
  const { w } = useWords();
  // Where a draft is all there is, the standing says so by itself.
  const beside = row.draft !== null && row.standing !== "draft" && row.standing !== "in_review";
  return (
    <div className={styles.marks}>
      <StandingBadge standing={row.standing} />
      {beside && <Badge tone="info">{row.draft === "in_review" ? w.faq.list.besideInReview : w.faq.list.besideWriting}</Badge>}
      {row.overdue && <Badge tone="bad">{w.faq.list.overdue}</Badge>}
      {row.stale.map((lang) => (
        <Badge key={lang} tone="warn">
          {fill(w.faq.stale, { language: w.faq.langs[lang] })}
        </Badge>
      ))}
      {row.open_comments > 0 && <Badge tone="notice">{fill(w.faq.list.comments, { count: row.open_comments })}</Badge>}
      {row.risk === "high" && <Badge tone="plain">{w.faq.risks.high}</Badge>}
      {row.audience === "operator" && <Badge tone="plain">{w.faq.audiences.operator}</Badge>}
    </div>
  );
}

function ExportDialog({ onClose }: { onClose: () => void }) {
  const { w } = useWords();
  return (
    <Dialog id="export" title={w.faq.list.export} closeLabel={w.close} onClose={onClose} actions={<Button onClick={onClose}>{w.close}</Button>}>
      <p>{w.faq.list.exportHint}</p>
      <ul className={styles.exports}>
        {EXPORTS.map(([what, format]) => (
          <li key={what + format}>
            <Download address={withQuery("/api/faq/export", { format, what })}>{fill(w.faq.list.exportAs, { what: w.faq.list.exportWhat[what], format: w.faq.formats[format] })}</Download>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

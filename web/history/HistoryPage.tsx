import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type FormEvent, lazy, type MouseEvent, useState } from "react";
import { get } from "../api/client";
import { colleaguesQuery, type ContactSearch, keys, topicsQuery } from "../api/queries";
import type { Colleague, ContactRow, Page } from "../api/types";
import { outcomes } from "../desk/wrap-up-draft";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { Checkbox, SelectField, TextField } from "../parts/Field";
import { Actions, Badge, Empty, PageHead, Table } from "../parts/Parts";
import type { PageProps } from "../shell/page-props";
import { formatMoment, formatOptionalDuration, readNumber } from "../shell/format";
import { has } from "../shell/pages";
import { go, routeNow } from "../shell/route";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import { ContactPage } from "./ContactPage";
import styles from "./History.module.css";
import { cityDay, emptySearch, searchFromAddress, searchToAddress } from "./search";

const PAGE_SIZE = 25;
/** The search of what was said stands under the history; no contact is called so. */
const SEARCH = "search";
const TranscriptSearchPage = lazy(() => import("../transcript-search/TranscriptSearchPage"));

export default function HistoryPage({ me, rest }: PageProps) {
  if (rest === SEARCH) return <TranscriptSearchPage me={me} rest={rest} />;
  return rest === "" ? <HistoryList me={me} rest={rest} /> : <ContactPage id={rest} me={me} />;
}

function usePages(search: ContactSearch) {
  return useInfiniteQuery({
    queryKey: [...keys.contacts, "pages", search],
    queryFn: ({ pageParam }) => get<Page<ContactRow>>("/api/contacts", { ...search, from: cityDay(search.from, "start"), to: cityDay(search.to, "end"), cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: null as string | number | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

function HistoryList({ me }: PageProps) {
  const { w } = useWords();
  const [search, setSearch] = useState<ContactSearch>(() => searchFromAddress(routeNow().query));
  const pages = usePages(search);
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const sees = has(me.roles, "supervisor", "manager", "city_officer");
  const agents = useAgents(sees);
  const run = (next: ContactSearch) => {
    setSearch(next);
    // The address keeps the search for the way back; replaced, so that Back leaves the page.
    history.replaceState(null, "", searchToAddress(next));
  };
  return (
    <>
      <PageHead title={w.history.title}>
        <a className={styles.backLink} href="/history/search">
          {w.transcriptSearch.open}
        </a>
      </PageHead>
      <SearchForm search={search} agents={agents} onSearch={run} />
      <ProblemNotice error={pages.error} />
      {!sees && <p className={styles.soft}>{w.history.ownToday}</p>}
      {pages.isPending && !pages.isError && <p role="status">{w.loading}</p>}
      {pages.isSuccess && rows.length === 0 && <Empty>{w.history.empty}</Empty>}
      {rows.length > 0 && (
        <>
          <p className={styles.soft} role="status">
            {fill(w.history.count, { count: rows.length })}
          </p>
          <Rows rows={rows} />
        </>
      )}
      {pages.hasNextPage && (
        <Button className={styles.more ?? ""} unavailable={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {w.more}
        </Button>
      )}
    </>
  );
}

/** Those who handle contacts, those gone by now included. */
function useAgents(enabled: boolean): readonly Colleague[] {
  const colleagues = useQuery({ ...colleaguesQuery, enabled }).data ?? [];
  return colleagues.filter((each) => each.roles.some((role) => role === "agent_phone" || role === "agent_counter"));
}

function SearchForm({ search, agents, onSearch }: { search: ContactSearch; agents: readonly Colleague[]; onSearch: (search: ContactSearch) => void }) {
  const { w, pick } = useWords();
  const topics = useQuery(topicsQuery).data ?? [];
  const [form, setForm] = useState(search);
  const field = (name: keyof ContactSearch) => ({ id: `search-${name}`, value: form[name], onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch({ ...form, number: form.number === "" ? "" : (readNumber(form.number) ?? form.number) });
  };
  return (
    <form className={styles.search} role="search" aria-label={w.history.title} onSubmit={submit}>
      <TextField type="date" label={w.history.from} {...field("from")} />
      <TextField type="date" label={w.history.to} {...field("to")} />
      <TextField type="tel" label={w.history.number} autoComplete="off" placeholder={w.history.numberHint} {...field("number")} />
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
      <SelectField label={w.desk.topic} {...field("topic")}>
        <option value="">{w.all}</option>
        {topics.map((topic) => (
          <option key={topic.code} value={topic.code}>{`(${topic.code}) ${pick(topic.label_ja, topic.label_en)}`}</option>
        ))}
      </SelectField>
      <SelectField label={w.desk.outcome} {...field("outcome")}>
        <option value="">{w.all}</option>
        {outcomes.map((outcome) => (
          <option key={outcome} value={outcome}>
            {w.outcomes[outcome]}
          </option>
        ))}
      </SelectField>
      <SelectField label={w.calendar.channel} {...field("channel")}>
        <option value="">{w.all}</option>
        <option value="phone">{w.channels.phone}</option>
        <option value="counter">{w.channels.counter}</option>
        <option value="chat">{w.channels.chat}</option>
      </SelectField>
      <Checkbox label={w.history.unfiled} checked={form.unfiled === "true"} onChange={(event) => setForm({ ...form, unfiled: event.target.checked ? "true" : "" })} />
      <Actions>
        <Button type="submit" look="solid">
          {w.history.search}
        </Button>
        <Button
          onClick={() => {
            setForm(emptySearch);
            onSearch(emptySearch);
          }}
        >
          {w.history.clear}
        </Button>
      </Actions>
    </form>
  );
}

/** The whole row is a wide target for the mouse; its link serves everybody else. */
function openRow(event: MouseEvent, id: string) {
  if (event.target instanceof Element && event.target.closest("a") === null) go(`/history/${id}`);
}

function Rows({ rows }: { rows: readonly ContactRow[] }) {
  const { w, language } = useWords();
  return (
    <Table label={w.history.title} head={[w.history.arrived, w.history.caller, w.desk.language, w.history.acceptance, w.history.wait, w.history.talk, w.history.handled, w.desk.topic, w.desk.outcome, w.history.recording]}>
      {rows.map((row) => (
        <tr key={row.id} className={styles.row} onClick={(event) => openRow(event, row.id)}>
          <th scope="row">
            <a href={`/history/${row.id}`} className="digits">
              {formatMoment(row.arrived_at, language)}
            </a>
          </th>
          <td>
            <span className="digits">{row.caller_masked ?? (row.channel === "phone" ? w.desk.anonymous : w.channels[row.channel])}</span>
            {row.direction === "outbound" && <span className={styles.soft}> {w.directions.outbound}</span>}
          </td>
          <td>{w.languages[row.language ?? "unknown"]}</td>
          <td>
            <Badge tone={row.acceptance === "answered" ? "good" : row.acceptance === "abandoned" ? "warn" : "plain"}>{labelOf(w.acceptance, row.acceptance)}</Badge>
          </td>
          <td className="digits">{formatOptionalDuration(row.wait_ms)}</td>
          <td className="digits">{formatOptionalDuration(row.talk_ms)}</td>
          <td>{row.agent?.name ?? "—"}</td>
          <td>{row.topic === null ? "—" : `(${row.topic})`}</td>
          <td>{labelOf(w.outcomes, row.outcome)}</td>
          <td>{row.recording_fault !== null ? <Badge tone="bad">{w.history.fault}</Badge> : row.has_recording ? w.history.yes : "—"}</td>
        </tr>
      ))}
    </Table>
  );
}

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { get, post } from "../api/client";
import { directoryQuery, keys } from "../api/queries";
import type { Handover, Page } from "../api/types";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { SelectField } from "../parts/Field";
import { Actions, Badge, Empty, Facts, PageHead } from "../parts/Parts";
import type { PageProps } from "../shell/page-props";
import { formatMoment } from "../shell/format";
import { has } from "../shell/pages";
import { useWords } from "../words/useWords";
import styles from "./Handovers.module.css";

type Step = "acknowledge" | "done";

/** Notes handed to the city: what is open, what is late, who has seen it. */
export default function HandoversPage({ me }: PageProps) {
  const { w } = useWords();
  const [filter, setFilter] = useState({ state: "", department: "" });
  const [printing, setPrinting] = useState<Handover | null>(null);
  const pages = useInfiniteQuery({
    queryKey: [...keys.handovers, "pages", filter],
    queryFn: ({ pageParam }) => get<Page<Handover>>("/api/handovers", { ...filter, cursor: pageParam }),
    initialPageParam: null as string | number | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 60_000,
  });
  const client = useQueryClient();
  const step = useMutation({
    mutationFn: ({ id, how }: { id: string; how: Step }) => post(`/api/handovers/${id}/${how}`),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.handovers }),
  });
  usePrint(printing, () => setPrinting(null));
  const notes = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const closes = has(me.roles, "city_officer", "supervisor", "manager");
  return (
    <>
      <div className={styles.screen}>
        <PageHead title={w.handovers.title} />
        <Filters filter={filter} onChange={setFilter} />
        <ProblemNotice error={pages.error ?? step.error} />
        {pages.isPending && !pages.isError && <p role="status">{w.loading}</p>}
        {pages.isSuccess && notes.length === 0 && <Empty>{w.handovers.empty}</Empty>}
        <ul className={styles.list}>
          {notes.map((note) => (
            <li key={note.id}>
              <NoteCard note={note} closes={closes} onStep={(how) => step.mutate({ id: note.id, how })} onPrint={() => setPrinting(note)} />
            </li>
          ))}
        </ul>
        {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{w.more}</Button>}
      </div>
      {printing !== null && <Sheet note={printing} />}
    </>
  );
}

/** Prints once the sheet stands in the page. */
function usePrint(sheet: Handover | null, onPrinted: () => void): void {
  useEffect(() => {
    if (sheet === null) return;
    addEventListener("afterprint", onPrinted, { once: true });
    const timer = setTimeout(() => window.print());
    return () => {
      clearTimeout(timer);
      removeEventListener("afterprint", onPrinted);
    };
  }, [sheet, onPrinted]);
}

interface Filter {
  state: string;
  department: string;
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { w, pick } = useWords();
  const departments = (useQuery(directoryQuery).data ?? []).filter((entry) => entry.kind === "department");
  return (
    <div className={styles.filters}>
      <SelectField id="filter-state" label={w.handovers.filterState} value={filter.state} onChange={(event) => onChange({ ...filter, state: event.target.value })}>
        <option value="">{w.all}</option>
        <option value="open">{w.handovers.stateOpen}</option>
        <option value="acknowledged">{w.handovers.stateAcknowledged}</option>
        <option value="done">{w.handovers.stateDone}</option>
      </SelectField>
      <SelectField id="filter-department" label={w.handovers.filterDepartment} value={filter.department} onChange={(event) => onChange({ ...filter, department: event.target.value })}>
        <option value="">{w.all}</option>
        {departments.map((entry) => (
          <option key={entry.id} value={entry.id}>
            {pick(entry.name_ja, entry.name_en)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function NoteCard({ note, closes, onStep, onPrint }: { note: Handover; closes: boolean; onStep: (how: Step) => void; onPrint: () => void }) {
  const { w, language, pick } = useWords();
  const states = { open: w.handovers.stateOpen, acknowledged: w.handovers.stateAcknowledged, done: w.handovers.stateDone };
  const tones = { open: "warn", acknowledged: "info", done: "good" } as const;
  return (
    <article className={`${styles.card} ${note.overdue ? styles.late : ""}`} aria-labelledby={`note-${note.id}`}>
      <div className={styles.cardHead}>
        <h2 id={`note-${note.id}`}>{pick(note.department.name_ja, note.department.name_en)}</h2>
        <span className={styles.badges}>
          {note.overdue && <Badge tone="bad">{w.handovers.overdue}</Badge>}
          <Badge tone={tones[note.state]}>{states[note.state]}</Badge>
        </span>
      </div>
      <p className={styles.text}>{note.text ?? w.handovers.hidden}</p>
      <Facts
        items={[
          ...(note.owner === null ? [] : [[w.handovers.owner, note.owner.name] as const]),
          [w.handovers.due, <time dateTime={note.due_at}>{formatMoment(note.due_at, language)}</time>],
          [w.handovers.created, `${formatMoment(note.created_at, language)} ${note.created_by.name}`],
          ...(note.acknowledged_at === null ? [] : [[w.handovers.acknowledged, `${formatMoment(note.acknowledged_at, language)} ${note.acknowledged_by?.name ?? ""}`] as const]),
          ...(note.done_at === null ? [] : [[w.handovers.stateDone, `${formatMoment(note.done_at, language)} ${note.done_by?.name ?? ""}`] as const]),
        ]}
      />
      <Actions>
        {closes && note.state === "open" && (
          <Button look="solid" onClick={() => onStep("acknowledge")}>
            {w.handovers.acknowledge}
          </Button>
        )}
        {closes && note.state !== "done" && <Button onClick={() => onStep("done")}>{w.handovers.done}</Button>}
        <Button look="quiet" onClick={onPrint}>
          {w.handovers.print}
        </Button>
        <a className={styles.link} href={`/history/${note.contact}`}>
          {w.history.detail}
        </a>
      </Actions>
    </article>
  );
}

/** The note on paper. */
function Sheet({ note }: { note: Handover }) {
  const { w, language } = useWords();
  return (
    <section className={styles.sheet}>
      <h1>{w.handovers.sheetTitle}</h1>
      <table>
        <tbody>
          {[
            [w.handovers.department, note.department.name_ja],
            ...(note.owner === null ? [] : [[w.handovers.owner, note.owner.name] as const]),
            [w.handovers.due, formatMoment(note.due_at, language)],
            [w.handovers.created, `${formatMoment(note.created_at, language)} ${note.created_by.name}`],
            [w.handovers.contact, note.contact],
            [w.handovers.text, note.text ?? ""],
            [w.handovers.signature, note.acknowledged_by?.name ?? ""],
          ].map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { get, post } from "../api/client";
import { directoryQuery, keys } from "../api/queries";
import type { Handover, Page } from "../api/types";
import { ProblemNotice } from "../login/LoginPage";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { SelectField, TextArea, TextField } from "../parts/Field";
import { Actions, Badge, Empty, Facts, Notice, PageHead } from "../parts/Parts";
import type { PageProps } from "../shell/App";
import { formatMoment } from "../shell/format";
import { has } from "../shell/pages";
import { useWords } from "../words/useWords";
import { HandoverDialog } from "./HandoverDialog";
import styles from "./Handovers.module.css";

type Closing = { note: Handover; how: "acknowledge" | "done" };

/** Notes handed to the city: what is open, what is late, who has seen it. */
export default function HandoversPage({ me }: PageProps) {
  const { w } = useWords();
  const [filter, setFilter] = useState({ state: "", department: "" });
  const [writing, setWriting] = useState(false);
  const [closing, setClosing] = useState<Closing | null>(null);
  const [printing, setPrinting] = useState<Handover | null>(null);
  const [said, setSaid] = useState("");
  const pages = useInfiniteQuery({
    queryKey: [...keys.handovers, "pages", filter],
    queryFn: ({ pageParam }) => get<Page<Handover>>("/api/handovers", { ...filter, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 60_000,
  });
  usePrint(printing, () => setPrinting(null));
  const notes = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const closes = has(me.roles, "city_officer", "supervisor", "manager");
  return (
    <>
      <div className={styles.screen}>
        <PageHead title={w.handovers.title}>
          {!has(me.roles, "city_officer") && (
            <Button look="solid" onClick={() => setWriting(true)}>
              {w.handovers.write}
            </Button>
          )}
        </PageHead>
        {said !== "" && (
          <Notice tone="good" alert>
            {said}
          </Notice>
        )}
        <Filters filter={filter} onChange={setFilter} />
        <ProblemNotice error={pages.error} />
        {pages.isPending && !pages.isError && <p role="status">{w.loading}</p>}
        {pages.isSuccess && notes.length === 0 && <Empty>{w.handovers.empty}</Empty>}
        <ul className={styles.list}>
          {notes.map((note) => (
            <li key={note.id}>
              <NoteCard note={note} closes={closes} onClose={(how) => setClosing({ note, how })} onPrint={() => setPrinting(note)} />
            </li>
          ))}
        </ul>
        {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{w.more}</Button>}
      </div>
      {printing !== null && <Sheet note={printing} />}
      {writing && <HandoverDialog contact={null} onSent={() => setSaid(w.handovers.sent)} onClose={() => setWriting(false)} />}
      {closing !== null && <CloseDialog closing={closing} name={me.name} onClose={() => setClosing(null)} />}
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
          <option key={entry.id} value={entry.name_ja}>
            {pick(entry.name_ja, entry.name_en)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function NoteCard({ note, closes, onClose, onPrint }: { note: Handover; closes: boolean; onClose: (how: Closing["how"]) => void; onPrint: () => void }) {
  const { w, language } = useWords();
  const states = { open: w.handovers.stateOpen, acknowledged: w.handovers.stateAcknowledged, done: w.handovers.stateDone };
  const tones = { open: "warn", acknowledged: "info", done: "good" } as const;
  return (
    <article className={`${styles.card} ${note.overdue ? styles.late : ""}`} aria-labelledby={`note-${note.id}`}>
      <div className={styles.cardHead}>
        <h2 id={`note-${note.id}`}>{note.department}</h2>
        <span className={styles.badges}>
          {note.overdue && <Badge tone="bad">{w.handovers.overdue}</Badge>}
          <Badge tone={tones[note.state]}>{states[note.state]}</Badge>
        </span>
      </div>
      <p className={styles.text}>{note.text}</p>
      <Facts
        items={[
          [w.handovers.owner, note.owner],
          [w.handovers.due, <time dateTime={note.due_at}>{formatMoment(note.due_at, language)}</time>],
          [w.handovers.created, `${formatMoment(note.created_at, language)} ${note.created_by}`],
          ...(note.acknowledged_at === null ? [] : [[w.handovers.acknowledged, `${formatMoment(note.acknowledged_at, language)} ${note.acknowledged_by ?? ""}`] as const]),
        ]}
      />
      <Actions>
        {closes && note.state === "open" && (
          <Button look="solid" onClick={() => onClose("acknowledge")}>
            {w.handovers.acknowledge}
          </Button>
        )}
        {closes && note.state !== "done" && <Button onClick={() => onClose("done")}>{w.handovers.done}</Button>}
        <Button look="quiet" onClick={onPrint}>
          {w.handovers.print}
        </Button>
        {note.contact !== null && (
          <a className={styles.link} href={`/history/${note.contact}`}>
            {w.history.detail}
          </a>
        )}
      </Actions>
    </article>
  );
}

function CloseDialog({ closing, name, onClose }: { closing: Closing; name: string; onClose: () => void }) {
  const { w } = useWords();
  const client = useQueryClient();
  const [by, setBy] = useState(name);
  const [note, setNote] = useState("");
  const send = useMutation({
    mutationFn: () => post(`/api/handovers/${closing.note.id}/${closing.how}`, { by: by.trim(), note: note.trim() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.handovers });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (by.trim() !== "" && !send.isPending) send.mutate();
  };
  const title = closing.how === "done" ? w.handovers.done : w.handovers.acknowledge;
  return (
    <Dialog
      id="closing"
      title={title}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button look="solid" type="submit" form="closing-form">
            {title}
          </Button>
        </>
      }
    >
      <form id="closing-form" className={styles.form} onSubmit={submit}>
        <ProblemNotice error={send.error} />
        <TextField id="closing-by" label={w.handovers.by} required maxLength={80} value={by} onChange={(event) => setBy(event.target.value)} />
        <TextArea id="closing-note" label={w.handovers.note} mark={w.optional} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </form>
    </Dialog>
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
            [w.handovers.department, note.department],
            [w.handovers.owner, note.owner],
            [w.handovers.due, formatMoment(note.due_at, language)],
            [w.handovers.created, `${formatMoment(note.created_at, language)} ${note.created_by}`],
            [w.handovers.contact, note.contact ?? "—"],
            [w.handovers.text, note.text],
            [w.handovers.signature, note.acknowledged_by ?? ""],
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

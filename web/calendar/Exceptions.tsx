import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, remove, sendFile } from "../api/client";
import { exceptionsQuery, keys } from "../api/queries";
import type { CalendarException } from "../api/types";
import { FormDialog } from "../shell/FormDialog";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Checkbox, TextField } from "../parts/Field";
import { Empty, Notice, Panel, Table } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Calendar.module.css";
import { type CalendarChannel, hourText } from "./month";

type Entry = Omit<CalendarException, "id" | "entered_by">;

/** One-off openings and closures; each is asked about before it takes effect. */
export function Exceptions({ channel }: { channel: CalendarChannel }) {
  const { w } = useWords();
  const client = useQueryClient();
  const list = useQuery(exceptionsQuery(channel, true));
  const [asked, setAsked] = useState<{ add: Entry } | { remove: CalendarException } | null>(null);
  const [adding, setAdding] = useState(false);
  const done = () => {
    setAsked(null);
    setAdding(false);
    void client.invalidateQueries({ queryKey: keys.calendar });
  };
  const add = useMutation({ mutationFn: (entry: Entry) => post(`/api/calendar/${channel}/exceptions`, entry), onSuccess: done, onError: () => setAsked(null) });
  const drop = useMutation({ mutationFn: (entry: CalendarException) => remove(`/api/calendar/${channel}/exceptions/${entry.id}`), onSuccess: done, onError: () => setAsked(null) });
  const hoursOf = (entry: Entry) => (entry.open === null || entry.close === null ? w.calendar.closed : `${hourText(entry.open)}–${hourText(entry.close)}`);
  return (
    <Panel id="exceptions" title={w.calendar.exceptions} aside={<Button onClick={() => setAdding(true)}>{w.calendar.addException}</Button>}>
      <ProblemNotice error={add.error ?? drop.error ?? list.error} />
      {list.data?.length === 0 && <Empty>{w.calendar.noExceptions}</Empty>}
      {list.data !== undefined && list.data.length > 0 && (
        <Table label={w.calendar.exceptions} head={[w.calendar.date, w.desk.hours, w.calendar.reason, w.calendar.enteredBy, w.supervisor.actions]}>
          {list.data.map((entry) => (
            <tr key={entry.id}>
              <th scope="row" className="digits">
                {entry.date}
              </th>
              <td className="digits">{hoursOf(entry)}</td>
              <td>{entry.reason}</td>
              <td>{entry.entered_by ?? "—"}</td>
              <td>
                <Button look="bad-outline" size="small" aria-label={`${entry.date}: ${w.remove}`} onClick={() => setAsked({ remove: entry })}>
                  {w.remove}
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {adding && <ExceptionDialog onAsk={(entry) => setAsked({ add: entry })} onClose={() => setAdding(false)} />}
      {asked !== null && (
        <Dialog
          id="confirm"
          title={"add" in asked ? w.calendar.addException : w.remove}
          closeLabel={w.close}
          onClose={() => setAsked(null)}
          actions={
            <>
              <Button onClick={() => setAsked(null)}>{w.cancel}</Button>
              <Button look={"add" in asked ? "solid" : "bad"} unavailable={add.isPending || drop.isPending} onClick={() => ("add" in asked ? add.mutate(asked.add) : drop.mutate(asked.remove))}>
                {"add" in asked ? w.add : w.remove}
              </Button>
            </>
          }
        >
          <p>{"add" in asked ? fill(w.calendar.confirmAdd, { date: asked.add.date, hours: hoursOf(asked.add) }) : fill(w.calendar.confirmRemove, { date: asked.remove.date })}</p>
        </Dialog>
      )}
    </Panel>
  );
}

function ExceptionDialog({ onAsk, onClose }: { onAsk: (entry: Entry) => void; onClose: () => void }) {
  const { w } = useWords();
  const [form, setForm] = useState({ date: "", shut: true, open: "08:30", close: "17:15", reason: "" });
  const [tried, setTried] = useState(false);
  const badHours = !form.shut && !(form.open < form.close);
  const submit = () => {
    setTried(true);
    if (form.date === "" || form.reason.trim() === "" || badHours) return;
    onAsk({ date: form.date, open: form.shut ? null : form.open, close: form.shut ? null : form.close, reason: form.reason.trim() });
  };
  return (
    <FormDialog id="exception" title={w.calendar.addException} action={w.next} className={styles.form} onSubmit={submit} onClose={onClose}>
      <TextField id="exception-date" type="date" label={w.calendar.date} value={form.date} onChange={(event) => setForm({ ...form, date: event.target.value })} error={tried && form.date === "" ? w.calendar.needDate : undefined} />
      <Checkbox label={w.calendar.closedAllDay} checked={form.shut} onChange={(event) => setForm({ ...form, shut: event.target.checked })} />
      {!form.shut && (
        <div className={styles.pair}>
          <TextField id="exception-open" type="time" label={w.calendar.open} value={form.open} onChange={(event) => setForm({ ...form, open: event.target.value })} error={tried && badHours ? w.calendar.badHours : undefined} />
          <TextField id="exception-close" type="time" label={w.calendar.close} value={form.close} onChange={(event) => setForm({ ...form, close: event.target.value })} />
        </div>
      )}
      <TextField id="exception-reason" label={w.calendar.reason} maxLength={120} value={form.reason} onChange={(event) => setForm({ ...form, reason: event.target.value })} error={tried && form.reason.trim() === "" ? w.calendar.needReason : undefined} />
    </FormDialog>
  );
}

/** The Cabinet Office's file, sent as it is; the server reads its encoding. */
export function HolidayImport() {
  const { w } = useWords();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const send = useMutation({
    mutationFn: (csv: File) => sendFile("POST", "/api/calendar/holidays", csv, "text/csv"),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.calendar }),
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== null && !send.isPending) send.mutate(file);
      }}
    >
      <ProblemNotice error={send.error} />
      {send.isSuccess && (
        <Notice tone="good" alert>
          {w.calendar.importDone}
        </Notice>
      )}
      <TextField id="holiday-file" type="file" accept=".csv,text/csv" label={w.calendar.importFile} hint={w.calendar.importHint} onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
      <div>
        <Button type="submit" unavailable={file === null || send.isPending}>
          {w.calendar.importDo}
        </Button>
      </div>
    </form>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, put, remove } from "../api/client";
import { directoryQuery, keys } from "../api/queries";
import type { DirectoryEntry } from "../api/types";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { SelectField, TextArea, TextField } from "../parts/Field";
import { Actions, Badge, Empty, PageHead, Table } from "../parts/Parts";
import { formatNumber, readNumber } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { EditDialog } from "./EditDialog";
import { useEditor } from "./useEditor";

type Edited = Omit<DirectoryEntry, "id" | "open_now" | "opens_at"> & { id: string | null };

const nothing: Edited = { id: null, name_ja: "", name_en: "", kind: "department", number: "", hours_ja: "", note_ja: "" };

function sendEntry({ id, name_ja, name_en, kind, number, hours_ja, note_ja }: Edited): Promise<unknown> {
  const body = { name_ja, name_en, kind, number: readNumber(number) ?? number, hours_ja, note_ja };
  return id === null ? post("/api/directory", body) : put(`/api/directory/${id}`, body);
}

/** City departments and agencies that calls are passed to. */
export default function DirectoryPage() {
  const { w, pick } = useWords();
  const client = useQueryClient();
  const entries = useQuery(directoryQuery);
  const editor = useEditor<Edited>(keys.directory, sendEntry);
  const [removing, setRemoving] = useState<DirectoryEntry | null>(null);
  const drop = useMutation({
    mutationFn: (entry: DirectoryEntry) => remove(`/api/directory/${entry.id}`),
    onSettled: () => setRemoving(null),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.directory }),
  });
  return (
    <>
      <PageHead title={w.directory.title}>
        <Button look="solid" onClick={() => editor.open(nothing)}>
          {w.directory.add}
        </Button>
      </PageHead>
      <ProblemNotice error={entries.error ?? drop.error} />
      {entries.data?.length === 0 && <Empty>{w.directory.empty}</Empty>}
      {entries.data !== undefined && entries.data.length > 0 && (
        <Table label={w.directory.title} head={[w.directory.nameJa, w.directory.kind, w.directory.number, w.directory.hours, w.supervisor.state, w.supervisor.actions]}>
          {entries.data.map((entry) => (
            <tr key={entry.id}>
              <th scope="row">{pick(entry.name_ja, entry.name_en)}</th>
              <td>{w.directory[entry.kind]}</td>
              <td className="digits">{formatNumber(entry.number)}</td>
              <td>{entry.hours_ja}</td>
              <td>
                {entry.open_now !== null && <Badge tone={entry.open_now ? "good" : "plain"}>{entry.open_now ? w.desk.open : w.desk.closed}</Badge>}
              </td>
              <td>
                <Actions>
                  <Button size="small" aria-label={`${entry.name_ja}: ${w.edit}`} onClick={() => editor.open({ ...entry, number: formatNumber(entry.number) })}>
                    {w.edit}
                  </Button>
                  <Button size="small" look="bad-outline" aria-label={`${entry.name_ja}: ${w.remove}`} onClick={() => setRemoving(entry)}>
                    {w.remove}
                  </Button>
                </Actions>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {editor.entry !== null && <EntryDialog editor={editor} entry={editor.entry} />}
      {removing !== null && (
        <Dialog
          id="remove"
          title={w.remove}
          closeLabel={w.close}
          onClose={() => setRemoving(null)}
          actions={
            <>
              <Button onClick={() => setRemoving(null)}>{w.cancel}</Button>
              <Button look="bad" unavailable={drop.isPending} onClick={() => drop.mutate(removing)}>
                {w.remove}
              </Button>
            </>
          }
        >
          <p>{fill(w.directory.confirmRemove, { name: removing.name_ja })}</p>
        </Dialog>
      )}
    </>
  );
}

function EntryDialog({ editor, entry }: { editor: ReturnType<typeof useEditor<Edited>>; entry: Edited }) {
  const { w } = useWords();
  return (
    <EditDialog id="entry" title={entry.id === null ? w.directory.add : w.directory.edit} error={editor.send.error} pending={editor.send.isPending} onSubmit={() => editor.send.mutate(entry)} onClose={() => editor.open(null)}>
      <TextField id="entry-ja" label={w.directory.nameJa} required maxLength={80} value={entry.name_ja} onChange={(event) => editor.change({ name_ja: event.target.value })} />
      <TextField id="entry-en" label={w.directory.nameEn} required maxLength={80} value={entry.name_en} onChange={(event) => editor.change({ name_en: event.target.value })} />
      <SelectField id="entry-kind" label={w.directory.kind} value={entry.kind} onChange={(event) => editor.change({ kind: event.target.value === "agency" ? "agency" : "department" })}>
        <option value="department">{w.directory.department}</option>
        <option value="agency">{w.directory.agency}</option>
      </SelectField>
      <TextField id="entry-number" type="tel" label={w.directory.number} required hint={w.desk.numberHint} value={entry.number} onChange={(event) => editor.change({ number: event.target.value })} error={entry.number !== "" && readNumber(entry.number) === null ? w.desk.numberBad : undefined} />
      <TextField id="entry-hours" label={w.directory.hours} maxLength={120} value={entry.hours_ja} onChange={(event) => editor.change({ hours_ja: event.target.value })} />
      <TextArea id="entry-note" label={w.directory.note} mark={w.optional} rows={2} maxLength={300} value={entry.note_ja} onChange={(event) => editor.change({ note_ja: event.target.value })} />
    </EditDialog>
  );
}

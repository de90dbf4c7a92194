import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post } from "../api/client";
import { directoryQuery, keys } from "../api/queries";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { SelectField, TextArea, TextField } from "../parts/Field";
import { useWords } from "../words/useWords";
import styles from "./HandoverDialog.module.css";

interface Props {
  contact: string;
  /** The id of a department to start with. */
  department?: string;
  onSent: () => void;
  onClose: () => void;
}

/** Japan has one offset and no summer time, so a local entry is completed with it. */
const CITY_OFFSET = "+09:00";
const TEXT_MAX = 2_000;

/** A hand-over note to a department of the city. */
export function HandoverDialog({ contact, department, onSent, onClose }: Props) {
  const { w, pick } = useWords();
  const client = useQueryClient();
  const departments = (useQuery(directoryQuery).data ?? []).filter((entry) => entry.kind === "department");
  const [note, setNote] = useState({ department: department ?? "", text: "", due: "" });
  const [tried, setTried] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      post("/api/handovers", {
        contact,
        department: note.department,
        text: note.text.trim(),
        ...(note.due === "" ? {} : { due_at: new Date(`${note.due}:00${CITY_OFFSET}`).toISOString() }),
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.handovers });
      onSent();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (note.department !== "" && note.text.trim() !== "" && !send.isPending) send.mutate();
  };
  const change = (part: Partial<typeof note>) => {
    setNote({ ...note, ...part });
    if (send.isError) send.reset();
  };
  return (
    <Dialog
      id="handover"
      title={w.handovers.write}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button look="solid" type="submit" form="handover-form" unavailable={send.isPending}>
            {w.handovers.submit}
          </Button>
        </>
      }
    >
      <form id="handover-form" onSubmit={submit} noValidate className={styles.form}>
        <ProblemNotice error={send.error} />
        <SelectField
          id="handover-department"
          label={w.handovers.department}
          mark={w.required}
          autoFocus
          value={note.department}
          onChange={(event) => change({ department: event.target.value })}
          error={tried && note.department === "" ? w.handovers.needDepartment : undefined}
        >
          <option value="">—</option>
          {departments.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {pick(entry.name_ja, entry.name_en)}
            </option>
          ))}
        </SelectField>
        <TextArea
          id="handover-text"
          label={w.handovers.text}
          mark={w.required}
          hint={w.desk.noteHint}
          rows={5}
          maxLength={TEXT_MAX}
          value={note.text}
          onChange={(event) => change({ text: event.target.value })}
          error={tried && note.text.trim() === "" ? w.handovers.needText : undefined}
        />
        <TextField id="handover-due" type="datetime-local" label={w.handovers.due} mark={w.optional} hint={w.handovers.dueHint} value={note.due} onChange={(event) => change({ due: event.target.value })} />
      </form>
    </Dialog>
  );
}

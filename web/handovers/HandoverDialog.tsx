import { useQuery } from "@tanstack/react-query";
import { directoryQuery } from "../api/queries";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { SelectField, TextArea, TextField } from "../parts/Field";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import styles from "./HandoverDialog.module.css";
import { useHandover } from "./useHandover";

interface Props {
  contact: string;
  /** The id of a department to start with. */
  department?: string;
  onSent: () => void;
  onClose: () => void;
}

const TEXT_MAX = 2_000;

/** A hand-over note to a department of the city. */
export function HandoverDialog({ contact, department = "", onSent, onClose }: Props) {
  const { w } = useWords();
  const handover = useHandover(contact, department, () => {
    onSent();
    onClose();
  });
  return (
    <Dialog
      id="handover"
      title={w.handovers.write}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button look="solid" type="submit" form="handover-form" unavailable={handover.pending}>
            {w.handovers.submit}
          </Button>
        </>
      }
    >
      <form
        id="handover-form"
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          handover.submit();
        }}
        noValidate
      >
        <ProblemNotice error={handover.error} />
        <Fields handover={handover} />
      </form>
    </Dialog>
  );
}

function Fields({ handover: { note, change, missing } }: { handover: ReturnType<typeof useHandover> }) {
  const { w, pick } = useWords();
  const departments = (useQuery(directoryQuery).data ?? []).filter((entry) => entry.kind === "department");
  return (
    <>
      <SelectField
        id="handover-department"
        label={w.handovers.department}
        mark={w.required}
        value={note.department}
        onChange={(event) => change({ department: event.target.value })}
        error={missing.department ? w.handovers.needDepartment : undefined}
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
        error={missing.text ? w.handovers.needText : undefined}
      />
      <TextField id="handover-due" type="datetime-local" label={w.handovers.due} mark={w.optional} hint={w.handovers.dueHint} value={note.due} onChange={(event) => change({ due: event.target.value })} />
    </>
  );
}

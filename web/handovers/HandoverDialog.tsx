import { useQuery } from "@tanstack/react-query";
import { colleaguesQuery, directoryQuery } from "../api/queries";
import type { Role } from "../api/types";
import { SelectField, TextArea, TextField } from "../parts/Field";
import { FormDialog } from "../shell/FormDialog";
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
/** Those who may take a note. */
const OWNERS: readonly Role[] = ["city_officer", "supervisor", "manager"];

/** A hand-over note to a department of the city. */
export function HandoverDialog({ contact, department = "", onSent, onClose }: Props) {
  const { w } = useWords();
  const handover = useHandover(contact, department, () => {
    onSent();
    onClose();
  });
  return (
    <FormDialog id="handover" title={w.handovers.write} action={w.handovers.submit} pending={handover.pending} className={styles.form} onSubmit={handover.submit} onClose={onClose}>
      <ProblemNotice error={handover.error} />
      <Fields handover={handover} />
    </FormDialog>
  );
}

function Fields({ handover: { note, change, missing } }: { handover: ReturnType<typeof useHandover> }) {
  const { w, pick } = useWords();
  const departments = (useQuery(directoryQuery).data ?? []).filter((entry) => entry.kind === "department");
  const owners = (useQuery(colleaguesQuery).data ?? []).filter((each) => each.active && each.roles.some((role) => OWNERS.includes(role)));
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
      <SelectField id="handover-owner" label={w.handovers.owner} mark={w.optional} hint={w.handovers.ownerHint} value={note.owner} onChange={(event) => change({ owner: event.target.value })}>
        <option value="">—</option>
        {owners.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
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

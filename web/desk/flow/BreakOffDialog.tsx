import { type FormEvent, useState } from "react";
import type { BreakOffReason } from "../../flow/view";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { Choices, TextArea } from "../../parts/Field";
import { Notice } from "../../parts/Parts";
import { useWords } from "../../words/useWords";
import styles from "./Flow.module.css";
import type { Flow } from "./useFlow";

const REASONS: readonly BreakOffReason[] = ["no_time", "document_missing", "no_mail", "pin_not_known", "fee_not_paid", "equipment", "national_system", "changed_mind", "needs_staff", "left_silently", "other"];
const NOTE_CHARS_MAX = 200;

/** Asks why, and in words when nothing on the list fits. */
export function BreakOffDialog({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const { w, pick } = useWords();
  const words = w.flow.breaking;
  const [reason, setReason] = useState<BreakOffReason | null>(null);
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const noteMissing = reason === "other" && note.trim() === "";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reason === null || noteMissing) return;
    const refusal = await flow.send({ event: "break_off", reason, ...(note.trim() === "" ? {} : { note: note.trim() }) });
    if (refusal === null) onClose();
    else setRefused(pick(refusal.detail_ja, refusal.detail_en));
  };
  return (
    <Dialog
      id="break-off"
      title={words.title}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.goOn}</Button>
          <Button type="submit" form="break-off-form" look="bad">
            {words.stop}
          </Button>
        </>
      }
    >
      <form id="break-off-form" onSubmit={(event) => void submit(event)} className={styles.form} noValidate>
        {refused !== null && (
          <Notice tone="bad" alert>
            {refused}
          </Notice>
        )}
        <Choices
          legend={words.reason}
          name="break-off-reason"
          choices={REASONS.map((value) => ({ value, label: words.reasons[value] }))}
          value={reason}
          onPick={(value) => setReason(value as BreakOffReason)}
          error={tried && reason === null ? words.reasonWanted : undefined}
        />
        <TextArea
          id="break-off-note"
          label={words.note}
          mark={reason === "other" ? undefined : w.optional}
          hint={words.noteHint}
          rows={2}
          maxLength={NOTE_CHARS_MAX}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          error={tried && noteMissing ? words.noteWanted : undefined}
        />
      </form>
    </Dialog>
  );
}

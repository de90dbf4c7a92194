import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { problemOf, put } from "../api/client";
import { keys } from "../api/queries";
import type { Language } from "../api/types";
import { Button } from "../parts/Button";
import { TextArea } from "../parts/Field";
import { Actions } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Transcript.module.css";
import type { Correction, Segment } from "./transcript-types";

const CORRECTION_MAX = 1_000;

/** Corrects one segment in its place; Escape gives up. What was recognised stays. */
export function CorrectionForm({ contact, segment, onClose }: { contact: string; segment: Segment; onClose: () => void }) {
  const { w, pick } = useWords();
  const client = useQueryClient();
  const recognised = segment.words.map((word) => word.text).join("");
  const [text, setText] = useState(segment.correction?.text ?? recognised);
  const save = useMutation({
    mutationFn: () => put(`/api/contacts/${contact}/transcript/${segment.id}`, { text: text.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [...keys.contacts, contact, "transcript"] });
      onClose();
    },
  });
  const empty = text.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!empty && !save.isPending) save.mutate();
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      onClose();
    }
  };
  const problem = save.isError ? problemOf(save.error) : null;
  return (
    <form className={styles.form} onSubmit={submit} onKeyDown={leave}>
      <TextArea
        id={`correction-${segment.id}`}
        label={w.spokenText.corrected}
        hint={w.spokenText.correctHint}
        rows={2}
        maxLength={CORRECTION_MAX}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={problem === null ? undefined : pick(problem.detail_ja, problem.detail_en)}
      />
      <Actions>
        <Button type="submit" look="solid" size="small" unavailable={empty || save.isPending}>
          {w.save}
        </Button>
        <Button size="small" onClick={onClose}>
          {w.cancel}
        </Button>
      </Actions>
    </form>
  );
}

/** A correction beside what it corrects: the text, who and when. */
export function CorrectionNote({ correction, language: spoken }: { correction: Correction; language: Language | null }) {
  const { w, language } = useWords();
  return (
    <div className={styles.correction}>
      <p lang={spoken ?? undefined}>{correction.text}</p>
      <p className={styles.hint}>{fill(w.spokenText.correctedBy, { name: correction.by?.name ?? "—", time: formatMoment(correction.at, language) })}</p>
    </div>
  );
}

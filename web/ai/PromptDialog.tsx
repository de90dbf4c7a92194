import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { FormDialog } from "../shell/FormDialog";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import styles from "./Ai.module.css";
import type { AiPrompt, AiPromptTexts } from "./types";

const REASON_LETTERS_MAX = 200;

/** The texts of one question: a reason first, which is kept, then what was sent and what came back. */
export function PromptDialog({ prompt, onClose }: { prompt: AiPrompt; onClose: () => void }) {
  const { w } = useWords();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const missing = reason.trim().length < 2;
  const open = useMutation({ mutationFn: () => post<AiPromptTexts>(`/api/ai/prompts/${prompt.id}/open`, { reason }) });
  const submit = () => {
    setTried(true);
    if (!missing && !open.isPending) open.mutate();
  };
  if (open.data !== undefined) return <Texts texts={open.data} onClose={onClose} />;
  return (
    <FormDialog id="ai-open" title={w.ai.log.openTitle} action={w.ai.log.open} pending={open.isPending} className={styles.form} onSubmit={submit} onClose={onClose}>
      <ProblemNotice error={open.error} />
      <p>{w.ai.log.openHint}</p>
      <TextField id="ai-open-reason" label={w.ai.reason} hint={w.ai.reasonHint} maxLength={REASON_LETTERS_MAX} value={reason} error={tried && missing ? w.ai.reasonWanted : undefined} onChange={(event) => setReason(event.target.value)} autoComplete="off" />
    </FormDialog>
  );
}

function Texts({ texts, onClose }: { texts: AiPromptTexts; onClose: () => void }) {
  const { w } = useWords();
  return (
    <Dialog id="ai-texts" title={w.ai.log.openTitle} closeLabel={w.close} onClose={onClose} wide actions={<Button onClick={onClose}>{w.close}</Button>}>
      <h3>{w.ai.log.sent}</h3>
      <pre className={styles.text} tabIndex={0} aria-label={w.ai.log.sent}>
        {texts.sent}
      </pre>
      <h3>{w.ai.log.answer}</h3>
      {texts.answer === null ? (
        <p>{w.ai.log.noAnswer}</p>
      ) : (
        <pre className={styles.text} tabIndex={0} aria-label={w.ai.log.answer}>
          {texts.answer}
        </pre>
      )}
    </Dialog>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../api/client";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { announce } from "../shell/announcer";
import { FormDialog } from "../shell/FormDialog";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Ai.module.css";
import { aiKeys } from "./queries";
import { sendsOf } from "./reasons";
import type { AiUse } from "./types";

const REASON_LETTERS_MAX = 200;

/** Asks why a use is switched, and says what that means, before it is. */
export function SwitchDialog({ use, onClose }: { use: AiUse; onClose: () => void }) {
  const { w } = useWords();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const on = use.state === "off";
  const missing = reason.trim().length < 2;
  const save = useMutation({
    mutationFn: () => put(`/api/ai/uses/${use.purpose}`, { on, reason }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: aiKeys.uses });
      announce(on ? w.ai.switchedOn : w.ai.switchedOff);
      onClose();
    },
  });
  const submit = () => {
    setTried(true);
    if (!missing && !save.isPending) save.mutate();
  };
  const where = use.host === null ? w.ai.places[use.runs] : fill(w.ai.onHost, { host: use.host });
  // Search goes on with another model until somebody says no; a language model does not.
  const asksAnew = use.purpose !== "search";
  return (
    <FormDialog id="ai-switch" title={`${w.ai.purposes[use.purpose]}: ${on ? w.ai.switchOn : w.ai.switchOff}`} action={on ? w.ai.switchOn : w.ai.switchOff} pending={save.isPending} className={styles.form} onSubmit={submit} onClose={onClose}>
      <ProblemNotice error={save.error} />
      <Notice tone={on ? "warn" : "info"}>{on ? [fill(w.ai.meansOn, { model: use.model ?? "—", where, sent: sendsOf(use, w) }), ...(asksAnew ? [w.ai.meansAnew] : [])].join("") : w.ai.meansOff[use.purpose]}</Notice>
      <TextField id="ai-reason" label={w.ai.reason} hint={w.ai.reasonHint} maxLength={REASON_LETTERS_MAX} value={reason} error={tried && missing ? w.ai.reasonWanted : undefined} onChange={(event) => setReason(event.target.value)} autoComplete="off" />
    </FormDialog>
  );
}

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import type { KioskCondition } from "../api/diagnosis-types";
import { Checkbox, Choices, TextField } from "../parts/Field";
import { FormDialog } from "../shell/FormDialog";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import styles from "./Care.module.css";

interface Props {
  kiosk: KioskCondition;
  onDone: () => void;
  onClose: () => void;
}

/** Loads the kiosk's page anew; the reason goes into the audit log. */
export function ReloadDialog({ kiosk, onDone, onClose }: Props) {
  const { w } = useWords();
  const [how, setHow] = useState<"reload" | "restart">("reload");
  const [reason, setReason] = useState("");
  const [during, setDuring] = useState(false);
  const [tried, setTried] = useState(false);
  const fit = [...reason.trim()].length >= 2;
  const inVisit = kiosk.contact !== null;
  const reload = useMutation({
    mutationFn: () => post(`/api/kiosks/${kiosk.id}/reload`, { reason: reason.trim(), how, during_visit: inVisit && during }),
    onSuccess: onDone,
  });
  const submit = () => {
    setTried(true);
    if (fit && !reload.isPending) reload.mutate();
  };
  const choices = (["reload", "restart"] as const).map((value) => ({ value, label: w.diagnosis.reloadHows[value] }));
  return (
    <FormDialog id="reload" title={w.diagnosis.reload} action={w.diagnosis.reloadAct} pending={reload.isPending} className={styles.form} onSubmit={submit} onClose={onClose}>
      <ProblemNotice error={reload.error} />
      <p>{w.diagnosis.reloadHint}</p>
      <Choices legend={w.diagnosis.reloadHow} name="reload-how" choices={choices} value={how} onPick={(value) => setHow(value === "restart" ? "restart" : "reload")} dense />
      <TextField
        id="reload-reason"
        label={w.diagnosis.reloadReason}
        required
        maxLength={200}
        value={reason}
        error={tried && !fit ? w.diagnosis.needWords : undefined}
        onChange={(event) => setReason(event.target.value)}
      />
      {inVisit && <Checkbox label={w.diagnosis.reloadDuringVisit} checked={during} onChange={(event) => setDuring(event.target.checked)} />}
    </FormDialog>
  );
}

import { useState } from "react";
import type { DiagnosisRun, KioskCondition } from "../api/diagnosis-types";
import { Button } from "../parts/Button";
import { Checkbox } from "../parts/Field";
import { Actions, Notice, Panel, TimeBar } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./Care.module.css";
import type { Check } from "./useCheck";

/** Starts a check, shows how far it is, and stops it. */
export function CheckPanel({ kiosk, check }: { kiosk: KioskCondition; check: Check }) {
  const { w } = useWords();
  const [during, setDuring] = useState(false);
  const inVisit = kiosk.contact !== null;
  const unavailable = !kiosk.connected || (inVisit && !during);
  const { run, running } = check;
  return (
    <Panel id="check" title={w.diagnosis.run}>
      <div className={styles.form}>
        <p>{w.diagnosis.runHint}</p>
        {inVisit && !running && <Checkbox label={w.diagnosis.duringVisit} checked={during} onChange={(event) => setDuring(event.target.checked)} />}
        <ProblemNotice error={check.error} />
        {running && run !== null ? (
          <Progress run={run} />
        ) : (
          check.asked && run !== null && <Notice tone={run.state === "done" ? "good" : "warn"}>{labelOf(w.diagnosis.states, run.state)}</Notice>
        )}
        <Actions>
          {running ? (
            <Button onClick={check.cancel}>{w.diagnosis.cancel}</Button>
          ) : (
            <Button look="solid" unavailable={unavailable} onClick={() => check.start(inVisit)}>
              {w.diagnosis.run}
            </Button>
          )}
        </Actions>
      </div>
    </Panel>
  );
}

function Progress({ run }: { run: DiagnosisRun }) {
  const { w } = useWords();
  const [begun, all] = [run.parts.length, run.all_parts.length];
  const part = run.parts.at(-1);
  const text = part === undefined ? w.diagnosis.waiting : fill(w.diagnosis.progress, { done: begun, all, part: labelOf(w.diagnosis.parts, part) });
  return (
    <div role="status">
      <TimeBar label={w.diagnosis.running} share={begun / (all + 1)} text={text} />
    </div>
  );
}

import { type FormEvent, useState } from "react";
import type { Problem } from "../api/types";
import { typed } from "../login/typed";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { kioskStaff, type Pair } from "../words/kiosk-staff";
import { Bilingual } from "./Bilingual";
import { canHoldIdentity } from "./identity";
import styles from "./Kiosk.module.css";
import { useKiosk } from "./useKiosk";

function wordsOf(problem: Problem): Pair {
  if (problem.code === "code_wrong") return kioskStaff.codeWrong;
  if (problem.status === 429) return kioskStaff.tooOften;
  return { ja: problem.detail_ja, en: problem.detail_en };
}

/** For staff: makes this browser one of the city's kiosks. */
export function EnrolScreen({ revoked }: { revoked: boolean }) {
  const { room } = useKiosk();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = typed(event, "code").normalize("NFKC").replace(/\s/g, "");
    if (busy || code === "") return;
    setBusy(true);
    setProblem(await room.enrol(code));
    setBusy(false);
  };
  return (
    <form className={styles.sheet} onSubmit={(event) => void submit(event)}>
      <h1 tabIndex={-1}>
        <Bilingual words={kioskStaff.enrolTitle} />
      </h1>
      {revoked && (
        <Notice tone="warn">
          <Bilingual words={kioskStaff.revoked} />
        </Notice>
      )}
      {!canHoldIdentity() && (
        <Notice tone="bad" alert>
          <Bilingual words={kioskStaff.cannotHold} />
        </Notice>
      )}
      {problem !== null && (
        <Notice tone="bad" alert>
          <Bilingual words={wordsOf(problem)} />
        </Notice>
      )}
      <TextField id="code" name="code" label={<Bilingual words={kioskStaff.code} />} hint={<Bilingual words={kioskStaff.enrolHint} />} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={64} required />
      <div className={styles.choices}>
        <Button type="submit" look="solid" size="large" unavailable={busy || !canHoldIdentity()}>
          <Bilingual words={busy ? kioskStaff.enrolling : kioskStaff.enrol} />
        </Button>
      </div>
    </form>
  );
}

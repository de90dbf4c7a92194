import { type ReactNode, useId } from "react";
import { Button } from "../parts/Button";
import { Notice, Table, TimeBar } from "../parts/Parts";
import { formatDuration } from "../shell/format";
import { useNow } from "../shell/useNow";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./Exchange.module.css";
import { isBusy, type Sheet } from "./useSheet";

/** Chooses a file; the same file can be chosen again after it was put right. */
export function ChooseFile({ label, hint, accept, busy, onChoose }: { label: string; hint: string; accept: string; busy: boolean; onChoose: (file: File | undefined) => void }) {
  const id = useId();
  return (
    <div className={styles.file}>
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`} className={styles.soft}>
        {hint}
      </p>
      <input
        id={id}
        type="file"
        accept={accept}
        aria-describedby={`${id}-hint`}
        disabled={busy}
        onChange={(event) => {
          onChoose(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}

/** What takes longest; a bar that is full says no more than that it takes longer than usual. */
const USUAL_MS = 30_000;

/** How far it is, and the way out. */
export function SheetProgress<T>({ sheet, onCallOff }: { sheet: Sheet<T>; onCallOff: () => void }) {
  const { w, pick } = useWords();
  const now_ms = useNow();
  if (isBusy(sheet.state)) {
    const passed_ms = Math.max(0, now_ms - (sheet.since_ms ?? now_ms));
    return (
      <div className={styles.busy}>
        <TimeBar label={fill(sheet.state === "looking" ? w.faq.sheet.looking : w.faq.sheet.entering, { name: sheet.name })} share={passed_ms / USUAL_MS} text={formatDuration(passed_ms)} />
        <Button onClick={onCallOff}>{w.cancel}</Button>
      </div>
    );
  }
  if (sheet.state === "wrong_type") {
    return (
      <Notice tone="bad" alert>
        {fill(w.faq.sheet.wrongType, { name: sheet.name })}
      </Notice>
    );
  }
  if (sheet.state === "failed" && sheet.problem !== null) {
    return (
      <Notice tone="bad" alert>
        {pick(sheet.problem.detail_ja, sheet.problem.detail_en)}
      </Notice>
    );
  }
  if (sheet.state === "called_off_looking" || sheet.state === "called_off_entering") {
    return (
      <Notice tone="warn" alert>
        {sheet.state === "called_off_looking" ? w.faq.sheet.calledOff : w.faq.sheet.calledOffLate}
      </Notice>
    );
  }
  return null;
}

interface Row {
  row: number;
  field?: string | null;
  text_ja: string;
  text_en: string;
}

/** Every problem by its row in the file. */
export function RowProblems({ problems, further, withField }: { problems: readonly Row[]; further: number; withField: boolean }): ReactNode {
  const { w, pick } = useWords();
  if (problems.length === 0) return null;
  return (
    <>
      <h3>{fill(w.faq.sheet.problems, { count: problems.length + further })}</h3>
      <div className={styles.long}>
        <Table label={fill(w.faq.sheet.problems, { count: problems.length + further })} head={[w.faq.sheet.row, ...(withField ? [w.faq.sheet.column] : []), w.faq.sheet.problem]}>
          {problems.map((problem, index) => (
            <tr key={index}>
              <th scope="row" className="digits">
                {problem.row}
              </th>
              {withField && <td>{labelOf(w.faq.fields, problem.field)}</td>}
              <td className={styles.wide}>{pick(problem.text_ja, problem.text_en)}</td>
            </tr>
          ))}
        </Table>
      </div>
      {further > 0 && <p className={styles.soft}>{fill(w.faq.sheet.further, { count: further })}</p>}
    </>
  );
}

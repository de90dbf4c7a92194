import { Notice } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Editor.module.css";
import { entryAddress } from "./places";
import type { FaqCheck, FaqProblem } from "./types";
import type { Checked } from "./useCheck";

/** What is wrong, by field; a field nobody has touched is left in peace until saving was tried. */
export interface Told {
  problems: ReadonlyMap<string, readonly FaqProblem[]>;
  shown: (field: string) => boolean;
}

/** The field of a form for a problem's field. */
export const fieldId = (field: string): string => `f-${field}`;

/** What stands under a field. */
export function useFault(told: Told): (field: string) => string | undefined {
  const { pick } = useWords();
  return (field) => {
    const problems = told.problems.get(field);
    if (problems === undefined || !told.shown(field)) return undefined;
    return problems.map(({ text_ja, text_en }) => pick(text_ja, text_en)).join(" ");
  };
}

interface Props {
  told: Told;
  conflicts: FaqCheck["conflicts"];
  state: Checked["state"];
  error: unknown;
  tried: boolean;
}

/** All problems in one place, each leading to its field, and entries that ask the same. */
export function Problems({ told, conflicts, state, error, tried }: Props) {
  const { w } = useWords();
  const problems = [...told.problems].flatMap(([field, each]) => each.map((problem) => ({ field, problem })));
  const shown = problems.filter(({ field }) => told.shown(field));
  return (
    <div className={styles.problems}>
      <p className={styles.soft} role="status">
        {state === "checking" ? w.faq.editor.checking : fill(problems.length === 0 ? w.faq.editor.noProblems : w.faq.editor.problemsLeft, { count: problems.length })}
      </p>
      {state === "failed" && <ProblemNotice error={error} />}
      {shown.length > 0 && (
        <Notice tone={tried ? "bad" : "warn"} alert={tried}>
          <ProblemList shown={shown} />
        </Notice>
      )}
      {conflicts.length > 0 && (
        <Notice tone="warn">
          <p>{w.faq.editor.conflicts}</p>
          <ul className={styles.list}>
            {conflicts.map(({ key, question, contradiction }) => (
              <li key={key}>
                {contradiction && <strong>{w.faq.editor.contradiction} </strong>}
                <a href={entryAddress(key)} target="_blank" rel="noopener">
                  {question}
                </a>
                <code> {key}</code>
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

function ProblemList({ shown }: { shown: readonly { field: string; problem: FaqProblem }[] }) {
  const { pick } = useWords();
  return (
    <ul className={styles.list}>
      {shown.map(({ field, problem }, index) => (
        <li key={index}>
          <button type="button" className={styles.lead} onClick={() => document.getElementById(fieldId(field))?.focus()}>
            {pick(problem.text_ja, problem.text_en)}
          </button>
        </li>
      ))}
    </ul>
  );
}

import { useQuery } from "@tanstack/react-query";
import { questionsHeardQuery } from "../api/queries";
import { Badge } from "../parts/Parts";
import { formatClock } from "../shell/format";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";
import type { HeardQuestion } from "./question-types";
import styles from "./Transcript.module.css";

/** What the caller asked as a machine heard it, what the FAQ suggested to it, and what the operator did with that. */
export function QuestionsCard({ contact }: { contact: string }) {
  const { w } = useWords();
  const heard = useQuery(questionsHeardQuery(contact)).data ?? [];
  if (heard.length === 0) return null;
  return (
    <section className={styles.transcript} aria-labelledby="questions-title">
      <div className={styles.head}>
        <h3 id="questions-title">{w.assist.history.title}</h3>
        <Badge tone="notice">{w.assist.automatic}</Badge>
      </div>
      <ol className={styles.segments} aria-label={w.assist.history.title}>
        {heard.map((question) => (
          <Question key={question.id} question={question} />
        ))}
      </ol>
    </section>
  );
}

function Question({ question: { at, text, hits, outcome, outcome_hit, language: spoken } }: { question: HeardQuestion }) {
  const { w, language } = useWords();
  return (
    <li>
      <p>
        <time dateTime={at}>{formatClock(at, language)}</time> <q lang={spoken}>{text}</q>
      </p>
      <p className={styles.hint}>
        {hits.length === 0 ? w.assist.bands.none : `${w.assist.history.suggested} ${hits.join("、")}`}{" "}
        {outcome !== null && <Badge tone={outcome === "taken" ? "good" : "warn"}>{`${labelOf(w.assist.marks, outcome)} ${outcome_hit ?? ""}`}</Badge>}
      </p>
    </li>
  );
}

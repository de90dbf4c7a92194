import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Badge, Notice } from "../parts/Parts";
import type { Topic } from "../api/types";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Summary.module.css";
import { chordText } from "./shortcuts";
import type { SummaryControl } from "./useSummary";

interface Props {
  control: SummaryControl;
  topics: readonly Topic[];
  /** The topic chosen so far. */
  topic: string | null;
  onTopic: (code: string) => void;
  /** Confirms the lines and puts them into the note. */
  onTake: () => void;
}

/** The draft of the contact beside its record: read, mended, taken over by one key, never by itself. */
export function SummaryDraft({ control, topics, topic, onTopic, onTake }: Props) {
  const { w, pick } = useWords();
  const { summary, lines, problem } = control;
  if (summary === null || summary.state === "none") return null;
  const done = summary.state === "confirmed";
  return (
    <section className={styles.summary} aria-labelledby="summary-title">
      <div className={styles.head}>
        <h3 id="summary-title">{w.summary.title}</h3>
        {done ? <Badge tone="good">{w.summary.confirmed}</Badge> : <Badge tone="notice">{pick(summary.label_ja, summary.label_en)}</Badge>}
      </div>
      <p role="status">{summary.state === "waiting" ? w.summary.waiting : lines.length === 0 ? w.summary.nothing : done ? w.summary.taken : w.summary.ready}</p>
      {problem !== null && (
        <Notice tone="bad" alert>
          {pick(problem.detail_ja, problem.detail_en)}
        </Notice>
      )}
      {lines.length > 0 && (
        <ol className={styles.lines} aria-label={w.summary.title}>
          {lines.map((line, index) => (
            <li key={index}>
              <TextField id={`summary-${index}`} label={w.summary.kinds[line.kind]} maxLength={300} readOnly={done} value={line.text} onChange={(event) => control.change(index, event.target.value)} />
              {!done && (
                <Button size="small" look="quiet" aria-label={fill(w.summary.leaveOutOf, { text: line.text })} onClick={() => control.leaveOut(index)}>
                  {w.summary.leaveOut}
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
      {summary.topic !== null && topic === null && <Proposal proposal={summary.topic} topics={topics} onTopic={onTopic} />}
      {!done && lines.length > 0 && (
        <div>
          <Button shortcut={chordText("summary")} unavailable={control.confirm.isPending} onClick={onTake}>
            {w.summary.take}
          </Button>
        </div>
      )}
    </section>
  );
}

function Proposal({ proposal, topics, onTopic }: { proposal: NonNullable<SummaryControl["summary"]>["topic"] & object; topics: readonly Topic[]; onTopic: (code: string) => void }) {
  const { w, pick } = useWords();
  const named = (code: string) => {
    const found = topics.find((each) => each.code === code);
    return `(${code}) ${found === undefined ? "" : pick(found.label_ja, found.label_en)}`;
  };
  return (
    <div className={styles.proposal}>
      <p>
        {fill(w.summary.proposed, { topic: named(proposal.code) })}
        <span className={styles.evidence}>{fill(w.summary.evidence, { words: proposal.evidence.map(({ term }) => `「${term}」`).join("") })}</span>
        {proposal.runner_up !== null && <span className={styles.evidence}>{fill(w.summary.close, { topic: named(proposal.runner_up) })}</span>}
      </p>
      <Button size="small" onClick={() => onTopic(proposal.code)}>
        {w.summary.choose}
      </Button>
    </div>
  );
}

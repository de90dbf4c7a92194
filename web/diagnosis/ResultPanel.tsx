import type { Diagnosis, Finding, Fittings } from "../api/diagnosis-types";
import { Button } from "../parts/Button";
import { Badge, Facts, Notice, Panel, type Tone } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./Care.module.css";
import { valuesOf } from "./values";

const tones: Record<string, Tone> = { good: "good", warn: "warn", bad: "bad", note: "info" };
export const toneOf = (verdict: string): Tone => tones[verdict] ?? "plain";

interface Props {
  diagnosis: Diagnosis;
  fittings: Fittings;
  /** Enters a finding as a fault; left out where none can be entered. */
  onRaise?: (words: string) => void;
}

/** One diagnosis in plain words: what is wrong, what it means, what to do, and what has changed. */
export function ResultPanel({ diagnosis, fittings, onRaise }: Props) {
  const { w, language } = useWords();
  const verdict = <Badge tone={toneOf(diagnosis.verdict)}>{labelOf(w.diagnosis.verdicts, diagnosis.verdict)}</Badge>;
  return (
    <Panel id="result" title={w.diagnosis.result} aside={verdict} tone={toneOf(diagnosis.verdict)}>
      <div className={styles.form}>
        <p className="digits">{formatMoment(diagnosis.started_at, language)}</p>
        {diagnosis.findings.length === 0 && <Notice tone="good">{w.diagnosis.healthy}</Notice>}
        <ul className={styles.findings}>
          {diagnosis.findings.map((finding) => (
            <FindingItem key={`${finding.part} ${finding.code}`} finding={finding} {...(onRaise === undefined ? {} : { onRaise })} />
          ))}
        </ul>
        <Changes diagnosis={diagnosis} />
        <details>
          <summary className={styles.summary}>{w.diagnosis.values}</summary>
          <Facts items={valuesOf(diagnosis.measured, fittings, w.diagnosis)} />
        </details>
      </div>
    </Panel>
  );
}

function FindingItem({ finding, onRaise }: { finding: Finding; onRaise?: (words: string) => void }) {
  const { w } = useWords();
  const { code, severity, part } = finding;
  const title = labelOf(w.diagnosis.findings, code);
  const edge = severity === "bad" ? styles.bad : severity === "warn" ? styles.warn : "";
  return (
    <li className={`${styles.finding} ${edge}`} data-code={code}>
      <div className={styles.findingHead}>
        <Badge tone={toneOf(severity)}>{labelOf(w.diagnosis.severities, severity)}</Badge>
        <h3>{title}</h3>
        <span>{labelOf(w.diagnosis.parts, part)}</span>
      </div>
      <dl className={styles.words}>
        <dt>{w.diagnosis.meaning}</dt>
        <dd>{labelOf(w.diagnosis.meanings, code)}</dd>
        <dt>{w.diagnosis.remedy}</dt>
        <dd>{labelOf(w.diagnosis.remedies, code)}</dd>
      </dl>
      {onRaise !== undefined && severity !== "note" && (
        <div>
          <Button size="small" aria-label={`${title}: ${w.diagnosis.raise}`} onClick={() => onRaise(title)}>
            {w.diagnosis.raise}
          </Button>
        </div>
      )}
    </li>
  );
}

function Changes({ diagnosis }: { diagnosis: Diagnosis }) {
  const { w, language } = useWords();
  if (diagnosis.compared_with === null) return <p>{w.diagnosis.noGood}</p>;
  if (diagnosis.changes.length === 0) return <p>{w.diagnosis.noChange}</p>;
  return (
    <section aria-label={fill(w.diagnosis.compared, { at: formatMoment(diagnosis.compared_with, language) })}>
      <p>{fill(w.diagnosis.compared, { at: formatMoment(diagnosis.compared_with, language) })}</p>
      <ul className={styles.changes}>
        {diagnosis.changes.map(({ quantity, before, now, worse }) => (
          <li key={quantity}>
            {labelOf(w.diagnosis.quantities, quantity)}: <span className="digits">{`${Math.round(before).toLocaleString("en-US")} → ${Math.round(now).toLocaleString("en-US")}`}</span>{" "}
            <Badge tone={worse ? "warn" : "good"}>{worse ? w.diagnosis.worse : w.diagnosis.better}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

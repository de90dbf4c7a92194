import { useQuery } from "@tanstack/react-query";
import { summaryQuery } from "../api/queries";
import { Badge } from "../parts/Parts";
import { formatDuration, formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import type { LineKind } from "./summary-types";
import styles from "./Transcript.module.css";
import type { Player } from "./usePlayer";

const KINDS: readonly LineKind[] = ["wish", "answer", "open"];

/** The summary of a contact; each line leads to the sound it rests on. */
export function SummaryCard({ contact, player }: { contact: string; player: Player | null }) {
  const { w, language, pick } = useWords();
  const summary = useQuery(summaryQuery(contact, true)).data;
  if (summary === undefined || summary.lines.length === 0) return null;
  const confirmed = summary.state === "confirmed";
  return (
    <section className={styles.transcript} aria-labelledby="summary-title">
      <div className={styles.head}>
        <h3 id="summary-title">{confirmed ? w.summary.whole : w.summary.title}</h3>
        {confirmed ? <Badge tone="good">{w.summary.confirmed}</Badge> : <Badge tone="notice">{pick(summary.label_ja, summary.label_en)}</Badge>}
        {confirmed && <span className={styles.hint}>{fill(w.summary.confirmedBy, { name: summary.confirmed_by?.name ?? "—", time: formatMoment(summary.confirmed_at, language) })}</span>}
      </div>
      <dl className={styles.summary}>
        {KINDS.filter((kind) => summary.lines.some((line) => line.kind === kind)).map((kind) => (
          <div key={kind}>
            <dt>{w.summary.kinds[kind]}</dt>
            {summary.lines
              .filter((line) => line.kind === kind)
              .map((line, index) => (
                <dd key={index}>
                  {line.text}{" "}
                  {player !== null &&
                    line.cites.map((cite) => (
                      <button key={cite.segment} type="button" className={styles.cite} onClick={() => player.playFrom(cite.at_ms / 1000)} aria-label={fill(w.transcriptSearch.playAt, { time: formatDuration(cite.at_ms) })}>
                        <span className="digits">{formatDuration(cite.at_ms)}</span>
                      </button>
                    ))}
                </dd>
              ))}
          </div>
        ))}
      </dl>
    </section>
  );
}

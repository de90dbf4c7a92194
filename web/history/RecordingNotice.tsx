import type { RecordingStanding } from "../api/types";
import { Badge, Notice } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";

/** How a recording stands: why nobody hears it yet, or who does, and until when it stays. */
export function RecordingNotice({ standing }: { standing: RecordingStanding }) {
  const { w, language } = useWords();
  const moment = (at: string | null) => formatMoment(at, language);
  switch (standing.state) {
    case "writing":
      return <Notice tone="info">{w.sealing.writing}</Notice>;
    case "waiting":
      return (
        <Notice tone="warn">
          <p>{fill(w.sealing.waiting, { since: moment(standing.waiting_since) })}</p>
          {standing.waiting_why !== null && <p>{fill(w.sealing.waitingWhy, { why: standing.waiting_why })}</p>}
        </Notice>
      );
    case "unredacted":
      return (
        <Notice tone="notice">
          {w.sealing.unredacted} {standing.deleted_at !== null && fill(w.sealing.deletedAt, { until: moment(standing.deleted_at) })}
        </Notice>
      );
    case "final":
      return (
        <p>
          <Badge tone="good">{w.sealing.final}</Badge> {standing.silenced.length === 0 && w.sealing.silencedNone}
        </p>
      );
    case "expired":
    case "expiring":
      return <Notice tone="info">{w.sealing.expired}</Notice>;
    case "lost":
    case "erasing":
    case "erased":
      return <Notice tone="bad">{w.sealing.lost}</Notice>;
  }
}

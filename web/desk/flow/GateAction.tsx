import { formatAmount } from "../../flow/flow-rules";
import type { GateConfirmed, GateProof } from "../../flow/view";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Parts";
import { formatClock, formatDuration } from "../../shell/format";
import { useNow } from "../../shell/useNow";
import { useWords } from "../../words/useWords";
import { fill, type Words } from "../../words/words";
import { type ActionProps, Digit } from "./Digit";
import styles from "./Flow.module.css";

type Props = Omit<ActionProps<"gate">, "visitor"> & { detour_since: string | null; clock_offset_ms: number };

/** What is to be paid, whether staff have confirmed it, and the way to the payment counter and back. */
export function GateAction({ flow, action, detour_since, clock_offset_ms }: Props) {
  const { w } = useWords();
  const { fee, confirmed } = action;
  return (
    <>
      <dl className={styles.fee} aria-label={w.flow.gate.title}>
        <Amount name={w.flow.gate.card} yen={fee.card_yen} />
        <Amount name={w.flow.gate.certificate} yen={fee.certificate_yen} />
        <Amount name={w.flow.gate.total} yen={fee.total_yen} />
      </dl>
      {confirmed === null ? <Notice tone="warn">{w.flow.gate.waiting}</Notice> : <Confirmed confirmed={confirmed} />}
      {detour_since !== null && <Away since={detour_since} clock_offset_ms={clock_offset_ms} />}
      <div className={styles.option}>
        <Digit index={0} />
        {detour_since === null ? (
          <Button onClick={() => flow.tell({ event: "detour_began" })}>{w.flow.gate.go}</Button>
        ) : (
          <Button look="solid" onClick={() => flow.tell({ event: "detour_ended" })}>
            {w.flow.gate.returned}
          </Button>
        )}
      </div>
    </>
  );
}

function Amount({ name, yen }: { name: string; yen: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="digits">{formatAmount(yen)} 円</dd>
    </div>
  );
}

function Confirmed({ confirmed }: { confirmed: GateConfirmed }) {
  const { w, language } = useWords();
  return <Notice tone="good">{fill(w.flow.gate.confirmed, { who: confirmed.by_name, time: formatClock(confirmed.at, language), how: proofIn(confirmed.how, w) })}</Notice>;
}

function proofIn(how: GateProof, w: Words): string {
  switch (how.proof) {
    case "payment":
      return w.flow.gate.payment;
    case "receipt_number":
      return fill(w.flow.gate.receipt_number, { number: how.number });
    case "exemption":
      return fill(w.flow.gate.exemption, { reason: w.flow.gate.exemptions[how.reason] });
  }
}

function Away({ since, clock_offset_ms }: { since: string; clock_offset_ms: number }) {
  const { w } = useWords();
  const away_ms = useNow() + clock_offset_ms - Date.parse(since);
  return (
    <p className={styles.away}>
      <strong>{w.flow.gate.away}</strong> <span className="digits">{formatDuration(away_ms)}</span>
      <span className={styles.soft}>{w.flow.gate.awayHint}</span>
    </p>
  );
}

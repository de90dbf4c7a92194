import { Button } from "../parts/Button";
import { useNow } from "../shell/useNow";
import { fill } from "../words/words";
import styles from "./Control.module.css";
import { HolderSign } from "./HolderSign";
import type { DeskBrowserWords } from "./speech";
import type { ControlAct, ControlState } from "./wire";

interface Props {
  control: ControlState;
  w: DeskBrowserWords;
  clock_offset_ms: number;
  onAct: (act: ControlAct) => void;
}

/** What Shift + F6 does at the moment; never what takes control without having been offered it. */
export function handActOf({ may, holder, offered_until }: ControlState): ControlAct | null {
  const wanted: ControlAct = holder === "operator" ? "release" : offered_until !== null ? "take" : "ask";
  return may.includes(wanted) ? wanted : null;
}

/** Who holds control, always in sight, and what the operator may ask of it. */
export function OperatorControl({ control, w, clock_offset_ms, onAct }: Props) {
  const now_ms = useNow() + clock_offset_ms;
  const { holder, may, asked_until, offered_until, is_other_here } = control;
  const left = (until: string) => Math.max(0, Math.ceil((Date.parse(until) - now_ms) / 1_000));
  const hand = handActOf(control);
  const names: Partial<Record<ControlAct, string>> = { ask: w.control.ask, take: w.control.take, decline: w.control.decline, release: holder === "operator" ? w.control.release : w.control.withdraw };
  const words = holder === "operator" ? w.control.operator : offered_until !== null ? w.control.offered : w.control.resident;
  return (
    <div className={styles.bar} role="group" aria-label={w.control.title} tabIndex={-1} data-control-bar="">
      <HolderSign holder={holder} title={w.control.title} words={words} />
      {!is_other_here && <p className={styles.time}>{w.control.away}</p>}
      {asked_until !== null && <p className={styles.time}>{fill(w.control.asked, { seconds: left(asked_until) })}</p>}
      {offered_until !== null && <p className={styles.time}>{fill(w.control.offeredUntil, { seconds: left(offered_until) })}</p>}
      <div className={styles.acts}>
        {may.map((act) => {
          const name = names[act];
          if (name === undefined) return null;
          return (
            <Button key={act} look={act === "take" ? "solid" : "outline"} shortcut={act === hand ? w.keys.hand : undefined} onClick={() => onAct(act)}>
              {name}
            </Button>
          );
        })}
      </div>
    </div>
  );
}

import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import { useNow } from "../shell/useNow";
import { fill } from "../words/words";
import styles from "./Control.module.css";
import { HolderSign } from "./HolderSign";
import type { KioskBrowserWords } from "./speech";
import type { ControlAct, ControlState } from "./wire";

interface Props {
  control: ControlState;
  /** The name the operator shows. */
  agent: string;
  w: KioskBrowserWords;
  clock_offset_ms: number;
  onAct: (act: ControlAct) => void;
}

/** Who holds control, in the resident's words; and what the operator asks, with the answer that changes nothing first. */
export function KioskControl({ control, agent, w, clock_offset_ms, onAct }: Props) {
  const now_ms = useNow() + clock_offset_ms;
  const { holder, asked_until, offered_until, is_other_here } = control;
  const left = (until: string) => fill(w.control.seconds, { seconds: Math.max(0, Math.ceil((Date.parse(until) - now_ms) / 1_000)) });
  const words = holder === "operator" ? fill(w.control.operator, { agent }) : offered_until !== null ? fill(w.control.offered, { agent }) : w.control.resident;
  return (
    <>
      <div className={styles.bar} role="group" aria-labelledby="browser-holder" tabIndex={-1} data-control-bar="">
        <span id="browser-holder" hidden>
          <RubyText>{w.control.title}</RubyText>
        </span>
        <HolderSign holder={holder} title={w.control.title} words={words} />
        {offered_until !== null && (
          <p className={styles.time}>
            <RubyText>{left(offered_until)}</RubyText>
          </p>
        )}
        {!is_other_here && (
          <p className={styles.time}>
            <RubyText>{w.control.away}</RubyText>
          </p>
        )}
      </div>
      {asked_until !== null && (
        <section className={styles.question} aria-labelledby="browser-asked">
          <h2 id="browser-asked">
            <RubyText>{fill(w.control.askedTitle, { agent })}</RubyText>
          </h2>
          <p>
            <RubyText>{fill(w.control.askedText, { agent })}</RubyText> <RubyText>{left(asked_until)}</RubyText>
          </p>
          <div className={styles.answers}>
            <Button size="large" onClick={() => onAct("decline")}>
              <RubyText>{w.control.decline}</RubyText>
            </Button>
            <Button look="solid" size="large" onClick={() => onAct("agree")}>
              <RubyText>{w.control.agree}</RubyText>
            </Button>
          </div>
        </section>
      )}
    </>
  );
}

/** One touch gives the resident control again, whatever else is on the screen. */
export function TakeBack({ control, w, onAct }: Pick<Props, "control" | "w" | "onAct">) {
  if (control.holder === "resident" && control.offered_until === null) return null;
  return (
    <div className={styles.back} data-take-back="">
      <Button look="bad" size="large" onClick={() => onAct(control.may.includes("take_back") ? "take_back" : "release")}>
        <RubyText>{w.control.takeBack}</RubyText>
      </Button>
    </div>
  );
}

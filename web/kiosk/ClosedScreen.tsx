import { RubyText } from "../parts/RubyText";
import { useKioskWords } from "../words/kiosk-speech";
import { fill } from "../words/words";
import { CallNumber } from "./CallNumber";
import styles from "./Kiosk.module.css";
import { openingText } from "./opening";
import { useKiosk } from "./useKiosk";

/** Outside the counter's hours: when it opens again, and what to do until then. */
export function ClosedScreen() {
  const { state } = useKiosk();
  const { w, voice } = useKioskWords();
  const opening = openingText(state.facts?.next_open ?? null, voice);
  return (
    <div className={styles.sheet}>
      <h1 tabIndex={-1}>
        <RubyText>{w.hours.closed}</RubyText>
      </h1>
      <p className={styles.lead}>
        <RubyText>{opening === null ? w.hours.unknownNext : fill(w.hours.next, { opening })}</RubyText>
      </p>
      <p>
        <RubyText>{w.hours.closedHint}</RubyText>
      </p>
      <CallNumber />
    </div>
  );
}

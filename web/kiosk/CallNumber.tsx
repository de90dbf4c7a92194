import { RubyText } from "../parts/RubyText";
import { formatNumber } from "../shell/format";
import { useKioskWords } from "../words/kiosk-speech";
import styles from "./Kiosk.module.css";
import { useKiosk } from "./useKiosk";

/** The number to call instead, where the city has one and the kiosk has heard of it. */
export function CallNumber() {
  const { state } = useKiosk();
  const { w } = useKioskWords();
  const number = state.facts?.call_number ?? null;
  if (number === null) return null;
  return (
    <p className={styles.call}>
      <span>
        <RubyText>{w.hours.call}</RubyText>
      </span>
      <strong className="digits">{formatNumber(number)}</strong>
    </p>
  );
}

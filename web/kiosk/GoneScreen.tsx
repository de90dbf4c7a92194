import { RubyText } from "../parts/RubyText";
import type { TelephoneWay } from "../visit/visit-line";
import { useKioskWords } from "../words/kiosk-speech";
import { fill } from "../words/words";
import { CallNumber } from "./CallNumber";
import { RingIn } from "./LineNotice";
import styles from "./Kiosk.module.css";

/** No line: what a resident can do all the same. Needs nothing from the server. */
export function GoneScreen({ ticket, telephone }: { ticket: string | null; telephone: TelephoneWay | null }) {
  const { w } = useKioskWords();
  return (
    <div className={styles.sheet}>
      <h1 tabIndex={-1}>
        <RubyText>{w.gone.title}</RubyText>
      </h1>
      <p>
        <RubyText>{w.gone.text}</RubyText>
      </p>
      <p className={styles.lead}>
        <RubyText>{w.gone.staff}</RubyText>
      </p>
      {ticket !== null && (
        <p className={styles.ticketLine}>
          <RubyText>{fill(w.gone.ticket, { ticket })}</RubyText>
        </p>
      )}
      {telephone === null ? <CallNumber /> : <RingIn way={telephone} />}
    </div>
  );
}

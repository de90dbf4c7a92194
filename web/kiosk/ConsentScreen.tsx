import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import { useKioskWords } from "../words/kiosk-speech";
import { WishIcon } from "./Icons";
import styles from "./Kiosk.module.css";
import type { Wish } from "./messages";
import { RefusalNotice } from "./RefusalNotice";
import { useKiosk } from "./useKiosk";

/** What will be seen, heard and kept, in plain words; the second touch takes the ticket. */
export function ConsentScreen({ wish }: { wish: Wish }) {
  const { room, state } = useKiosk();
  const { w } = useKioskWords();
  const { asking } = state.sitting;
  const points = [w.consent.seen, w.consent.kept, w.consent.pins, w.consent.stop];
  return (
    <div className={styles.sheet}>
      <h1 tabIndex={-1}>
        <RubyText>{w.consent.title}</RubyText>
      </h1>
      <p className={styles.chosen}>
        <WishIcon wish={wish} />
        <span>
          <small>
            <RubyText>{w.consent.wish}</RubyText>
          </small>
          <strong>
            <RubyText>{w.wishes[wish]}</RubyText>
          </strong>
        </span>
      </p>
      <ul className={styles.points}>
        {points.map((point) => (
          <li key={point}>
            <RubyText>{point}</RubyText>
          </li>
        ))}
      </ul>
      <RefusalNotice />
      <div className={styles.choices}>
        <Button size="large" onClick={() => room.choose({ wish: null, refusal: null })} unavailable={asking}>
          <RubyText>{w.consent.back}</RubyText>
        </Button>
        <Button look="solid" size="large" className={styles.main ?? ""} onClick={() => void room.takeTicket(wish)} unavailable={asking}>
          <RubyText>{asking ? w.consent.asking : w.consent.agree}</RubyText>
        </Button>
      </div>
    </div>
  );
}

import { Button } from "../parts/Button";
import { Badge, Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { useKioskWords } from "../words/kiosk-speech";
import { fill } from "../words/words";
import { WishIcon } from "./Icons";
import styles from "./Kiosk.module.css";
import { useKiosk } from "./useKiosk";

/** What do you want? One touch here, one on the next screen, and there is a ticket. */
export function StartScreen() {
  const { room, state } = useKiosk();
  const { w } = useKioskWords();
  return (
    <div className={styles.start}>
      <div className={styles.opening}>
        <Badge tone="good">
          <span>
            <RubyText>{w.hours.open}</RubyText>
          </span>
        </Badge>
        <h1 tabIndex={-1}>
          <RubyText>{w.start.title}</RubyText>
        </h1>
        <p className={styles.lead}>
          <RubyText>{w.start.hint}</RubyText>
        </p>
      </div>
      {state.called !== null && (
        <Notice tone="notice" alert>
          <RubyText>{fill(w.number.called, { ticket: state.called })}</RubyText>
        </Notice>
      )}
      <div className={styles.choices}>
        <Button size="large" look={state.called === null ? "outline" : "solid"} onClick={() => room.choose({ numbering: true })}>
          <RubyText>{w.number.open}</RubyText>
        </Button>
      </div>
      <ul className={styles.wishes}>
        {(state.facts?.wishes ?? []).map((wish) => (
          <li key={wish}>
            <button type="button" className={styles.wish} onClick={() => room.choose({ wish })}>
              <WishIcon wish={wish} />
              <span>
                <RubyText>{w.wishes[wish]}</RubyText>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

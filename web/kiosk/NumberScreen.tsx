import { type FormEvent, useState } from "react";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { RubyText } from "../parts/RubyText";
import { useKioskWords } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import styles from "./Kiosk.module.css";
import numberStyles from "./Number.module.css";
import { RefusalNotice } from "./RefusalNotice";
import { useKiosk } from "./useKiosk";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
/** Numbers of a day have four digits at most. */
const DIGITS_MAX = 4;

/** For a resident with a number from the reception: types it, by keys on the screen, keyboard or scanner. */
export function NumberScreen() {
  const { room, state } = useKiosk();
  const { w } = useKioskWords();
  const [number, setNumber] = useState("");
  const { asking } = state.sitting;
  const take = (text: string) => setNumber(text.normalize("NFKC").replace(/[^0-9]/g, "").slice(0, DIGITS_MAX));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (number !== "") void room.takeNumber(number);
  };
  return (
    <form className={styles.sheet} onSubmit={submit}>
      <h1 tabIndex={-1}>
        <RubyText>{w.number.title}</RubyText>
      </h1>
      <div className={numberStyles.entry}>
        <div className={numberStyles.field}>
          <TextField id="number" label={<RubyText>{w.number.field}</RubyText>} hint={<RubyText>{w.number.hint}</RubyText>} className={numberStyles.shown ?? ""} inputMode="none" autoComplete="off" value={number} onChange={(event) => take(event.target.value)} />
          <ul className={styles.points}>
            {[w.consent.seen, w.consent.kept, w.consent.pins, w.consent.stop].map((point) => (
              <li key={point}>
                <RubyText>{point}</RubyText>
              </li>
            ))}
          </ul>
        </div>
        <div className={numberStyles.keys} role="group" aria-label={withoutReadings(w.number.keys)}>
          {KEYS.map((key) => (
            <Button key={key} size="large" onClick={() => take(number + key)}>
              {key}
            </Button>
          ))}
          <Button size="large" onClick={() => setNumber("")}>
            <RubyText>{w.number.clear}</RubyText>
          </Button>
          <Button size="large" onClick={() => take(`${number}0`)}>
            0
          </Button>
          <Button size="large" aria-label={withoutReadings(w.number.deleteOne)} onClick={() => setNumber(number.slice(0, -1))}>
            ⌫
          </Button>
        </div>
      </div>
      <RefusalNotice />
      <div className={styles.choices}>
        <Button size="large" onClick={() => room.choose({ numbering: false, refusal: null })} unavailable={asking}>
          <RubyText>{w.consent.back}</RubyText>
        </Button>
        <Button type="submit" look="solid" size="large" className={styles.main ?? ""} unavailable={asking || number === ""}>
          <RubyText>{asking ? w.consent.asking : w.number.go}</RubyText>
        </Button>
      </div>
    </form>
  );
}

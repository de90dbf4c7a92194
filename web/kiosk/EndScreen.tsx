import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import { useNow } from "../shell/useNow";
import { useKioskWords } from "../words/kiosk-speech";
import { fill } from "../words/words";
import { EndedGuide } from "./guide/EndedGuide";
import guide from "./guide/Guide.module.css";
import styles from "./Kiosk.module.css";
import { slipToTake } from "./kiosk-store";
import { SharedPlace, useSharedPlace } from "./SharedPlace";
import { useKiosk } from "./useKiosk";

/** The farewell; it gives way to the start by itself. */
export function EndScreen() {
  const { room, state } = useKiosk();
  const { w } = useKioskWords();
  const seconds = Math.max(0, Math.ceil((room.farewell_until_ms - useNow()) / 1000));
  const { ended } = state.sitting;
  const slip = slipToTake(state);
  const place = useSharedPlace();
  if (ended === null) return null;
  return (
    <div className={styles.sheet}>
      <h1 tabIndex={-1}>
        <RubyText>{w.end[ended.how]}</RubyText>
      </h1>
      <p className={styles.lead}>
        <RubyText>{fill(w.end.ticket, { ticket: ended.ticket })}</RubyText>
      </p>
      <p>
        <RubyText>{ended.how === "broken" ? w.end.brokenHint : w.end.belongings}</RubyText>
      </p>
      {slip !== null && (
        <section className={guide.farewell} aria-labelledby="slip-title">
          <h2 id="slip-title">
            <RubyText>{w.flow.slip.title}</RubyText>
          </h2>
          <EndedGuide slip={slip} />
        </section>
      )}
      <SharedPlace place={place} />
      <div className={styles.choices}>
        {(slip !== null || place !== "nothing") && (
          <Button size="large" onClick={() => room.stayLonger()}>
            <RubyText>{w.flow.slip.longer}</RubyText>
          </Button>
        )}
        <Button look="solid" size="large" onClick={() => room.restart()}>
          <RubyText>{w.end.now}</RubyText>
        </Button>
      </div>
      <p className={styles.quiet}>
        <RubyText>{fill(w.end.back, { seconds })}</RubyText>
      </p>
    </div>
  );
}

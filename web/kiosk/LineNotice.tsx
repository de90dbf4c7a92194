import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { formatNumber } from "../shell/format";
import type { TelephoneWay } from "../visit/visit-line";
import { useKioskWords } from "../words/kiosk-speech";
import { fill } from "../words/words";
import type { Visit } from "./messages";
import styles from "./Visit.module.css";

/** What a poor line means: what happened, and what goes on all the same (clause 6(2)⑧). */
export function LineNotice({ visit: { line, telephone } }: { visit: Visit }) {
  const { w } = useKioskWords();
  if (line === null) return null;
  const words = line.by_telephone ? w.line.byTelephone : line.step === "video" ? null : w.line.steps[line.step];
  return (
    <>
      {words !== null && (
        <Notice tone={line.by_telephone ? "good" : "warn"} alert>
          <RubyText>{words}</RubyText>
        </Notice>
      )}
      {line.step === "telephone" && !line.by_telephone && telephone !== null && <RingIn way={telephone} />}
    </>
  );
}

/** The number to ring and the keys to press; readable from a telephone in the other hand. */
export function RingIn({ way: { number, code } }: { way: TelephoneWay }) {
  const { w } = useKioskWords();
  return (
    <section className={styles.ringIn} aria-label={w.line.ringTitle}>
      <h2>
        <RubyText>{w.line.ringTitle}</RubyText>
      </h2>
      <p>
        <RubyText>{fill(w.line.ring, { number: formatNumber(number) })}</RubyText>
      </p>
      <p>
        <span>
          <RubyText>{w.line.key}</RubyText>
        </span>{" "}
        <strong className={`${styles.keys} digits`}>{fill(w.line.keys, { code })}</strong>
      </p>
      <p>
        <RubyText>{w.line.keep}</RubyText>
      </p>
    </section>
  );
}

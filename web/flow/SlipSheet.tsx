import { RubyText } from "../parts/RubyText";
import { kioskSpeechIn, type Voice } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import { spokenText } from "./flow-rules";
import styles from "./Slip.module.css";
import type { SlipView, VisitSlip } from "./view";

/** An SVG document as an address that the page's policy takes as a picture. */
export const pictureOf = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

/** What the resident takes home, in one way of speaking: on paper as on the screen. */
export function SlipSheet({ slip, voice }: { slip: VisitSlip; voice: Voice }) {
  const { w, language } = kioskSpeechIn(voice);
  return (
    <article className={styles.sheet} lang={language} data-slip="">
      <p className={styles.head}>
        <span>
          <RubyText>{w.service}</RubyText>
        </span>
        <span className="digits">{slip.date}</span>
        <span>
          <RubyText>{w.waiting.ticket}</RubyText> <strong className="digits">{slip.ticket}</strong>
        </span>
      </p>
      {slip.slips.map((each, index) => (
        <SlipBody key={index} slip={each} voice={voice} />
      ))}
      <div className={styles.qr}>
        <img src={pictureOf(slip.pages[voice].qr_svg)} alt={withoutReadings(w.flow.slip.qrName)} />
        <p>
          <RubyText>{w.flow.slip.paper}</RubyText>
        </p>
      </div>
    </article>
  );
}

/** What was done, what comes next, what to bring, whom to call. */
export function SlipBody({ slip, voice }: { slip: SlipView; voice: Voice }) {
  const { w } = kioskSpeechIn(voice);
  const words = w.flow.slip;
  return (
    <section className={styles.body}>
      <h3>
        <RubyText>{spokenText(slip.flow_title, voice)}</RubyText>
      </h3>
      <Part title={words.was_done} texts={[spokenText(slip.was_done, voice)]} />
      <Part title={words.comes_next} texts={[spokenText(slip.comes_next, voice)]} />
      {slip.bring.length > 0 && <Part title={words.bring} texts={slip.bring.map((text) => spokenText(text, voice))} />}
      <div className={styles.part}>
        <h4>
          <RubyText>{words.call}</RubyText>
        </h4>
        {slip.call.map(({ who, number }) => (
          <p key={number}>
            <RubyText>{spokenText(who, voice)}</RubyText> <strong className={`${styles.number} digits`}>{number}</strong>
          </p>
        ))}
      </div>
    </section>
  );
}

function Part({ title, texts }: { title: string; texts: readonly string[] }) {
  const [only] = texts;
  return (
    <div className={styles.part}>
      <h4>
        <RubyText>{title}</RubyText>
      </h4>
      {texts.length === 1 && only !== undefined ? (
        <p>
          <RubyText>{only}</RubyText>
        </p>
      ) : (
        <ul>
          {texts.map((text, index) => (
            <li key={index}>
              <RubyText>{text}</RubyText>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

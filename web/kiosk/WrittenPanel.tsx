import { RubyText } from "../parts/RubyText";
import { WrittenTalk } from "../visit/WrittenTalk";
import { useKioskWords } from "../words/kiosk-speech";
import type { KioskWords } from "../words/kiosk-words";
import { withoutReadings } from "../words/ruby";
import { useKiosk } from "./useKiosk";
import styles from "./Visit.module.css";

/** Writing instead of speaking, in large letters, with answers that take one touch. */
export function WrittenPanel() {
  const { room, state } = useKiosk();
  const { w } = useKioskWords();
  const { written } = w;
  const words = {
    log: withoutReadings(written.log),
    empty: <RubyText>{written.empty}</RubyText>,
    field: (
      <span>
        <RubyText>{written.field}</RubyText>
      </span>
    ),
    hint: (
      <span>
        <RubyText>{written.hint}</RubyText>
      </span>
    ),
    send: <RubyText>{written.send}</RubyText>,
    quick: withoutReadings(written.quick),
    visitor: <RubyText>{written.visitor}</RubyText>,
    agent: <RubyText>{written.agent}</RubyText>,
  };
  const phrases = written.phrases.map((phrase) => ({ shown: <RubyText>{phrase}</RubyText>, text: withoutReadings(phrase) }));
  const say = async (text: string) => {
    const code = await room.say(text);
    return code === null ? null : <RubyText>{written[refusalWords[code] ?? "failed"]}</RubyText>;
  };
  return (
    <section className={styles.written} aria-labelledby="written-title">
      <h2 id="written-title">
        <RubyText>{written.title}</RubyText>
      </h2>
      <WrittenTalk lines={state.written} own="visitor" words={words} phrases={phrases} onSay={say} />
    </section>
  );
}

/** What the server's codes mean to a resident. */
const refusalWords: Readonly<Record<string, keyof Pick<KioskWords["written"], "secret" | "tooLong" | "tooFast">>> = {
  secret_in_line: "secret",
  line_too_long: "tooLong",
  line_too_fast: "tooFast",
};

import { Button } from "../parts/Button";
import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import styles from "./Hold.module.css";
import { SecretKeypad } from "./SecretKeypad";
import type { SharedBrowser } from "./shared-browser";
import type { KioskBrowserWords } from "./speech";
import { TalkButton } from "./TalkButton";
import type { HoldState } from "./wire";

/** While a secret is typed, and until the picture is clean again: what is seen and heard, the keypad, the talk button. */
export function KioskHold({ hold, browser, w }: { hold: HoldState; browser: SharedBrowser; w: KioskBrowserWords }) {
  const { keypad } = hold;
  const half = keypad?.keypad === "digits" ? styles.beside : "";
  return (
    <section className={styles.hold} aria-labelledby="browser-hold">
      <div className={`${styles.parts} ${half}`}>
        <div className={styles.words}>
          <h2 id="browser-hold">
            <RubyText>{keypad === null ? w.hold.leaving : w.hold.titles[keypad.kind]}</RubyText>
          </h2>
          {hold.is_private && (
            <Notice tone="good">
              <div className={styles.private}>
                <p>
                  <RubyText>{w.hold.unseen}</RubyText>
                </p>
                <p>
                  <RubyText>{w.hold.heard}</RubyText>
                </p>
              </div>
            </Notice>
          )}
          {hold.is_private && <TalkButton w={w} isTalking={hold.is_talking} onTalk={(on) => browser.talk(on)} />}
          {keypad?.asks_still_there === true && (
            <Notice
              tone="warn"
              alert
              action={
                <Button look="solid" size="large" onClick={() => browser.stillThere()}>
                  <RubyText>{w.hold.yes}</RubyText>
                </Button>
              }
            >
              <RubyText>{w.hold.stillThere}</RubyText>
            </Notice>
          )}
        </div>
        {keypad !== null && <SecretKeypad keypad={keypad} w={w} onKey={(key) => browser.secret(key)} />}
      </div>
    </section>
  );
}

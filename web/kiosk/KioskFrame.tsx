import { type ReactNode, useRef } from "react";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { LiveRegion } from "../shell/LiveRegion";
import { kioskSpeechIn, useKioskWords, voices } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import { BellIcon, ContrastIcon } from "./Icons";
import styles from "./Frame.module.css";
import { TOUCHES, touchesWith } from "./staff-gesture";
import { useKiosk } from "./useKiosk";

/** Around every screen: whose counter this is, the languages, the live region, and what helps to read. */
export function KioskFrame({ staff, children }: { staff: boolean; children: ReactNode }) {
  const { room, state } = useKiosk();
  const { w, language } = useKioskWords();
  const { facts } = state;
  const staffSign = useStaffSign(() => room.check());
  return (
    <div className={styles.frame}>
      <header className={styles.header}>
        <div className={styles.brand} onPointerDown={staffSign}>
          <img src="/icon.svg" alt="" width="40" height="40" />
          <p>
            {facts !== null && <span className={styles.city}>{language === "en" ? facts.city_en : facts.city_ja}</span>}
            <span className={styles.service}>
              <RubyText>{w.service}</RubyText>
            </span>
          </p>
        </div>
        {!staff && <Languages />}
      </header>
      <LiveRegion />
      <main id="main" className={styles.main}>
        {children}
      </main>
      {!staff && (
        <footer className={styles.footer}>
          <StaffNotice />
          <Tools />
        </footer>
      )}
    </div>
  );
}

/** Touches on the name count; the sign is for staff and says nothing to anybody else. */
function useStaffSign(onSign: () => void): () => void {
  const touches = useRef<readonly number[]>([]);
  return () => {
    touches.current = touchesWith(touches.current, Date.now());
    if (touches.current.length < TOUCHES) return;
    touches.current = [];
    onSign();
  };
}

function Languages() {
  const { room, state } = useKiosk();
  const { w } = useKioskWords();
  return (
    <div className={styles.languages} role="group" aria-label={withoutReadings(w.language)}>
      {voices.map((voice) => (
        <Button key={voice} lang={kioskSpeechIn(voice).language} look={voice === state.sitting.voice ? "solid" : "outline"} aria-pressed={voice === state.sitting.voice} onClick={() => room.choose({ voice })}>
          <RubyText>{w.languages[voice]}</RubyText>
        </Button>
      ))}
    </div>
  );
}

function Tools() {
  const { room, state } = useKiosk();
  const { w, language } = useKioskWords();
  const { size, contrast, staff } = state.sitting;
  return (
    <div className={styles.tools} role="group" aria-label={withoutReadings(w.tools.name)}>
      <div className={styles.sizes} role="group" aria-labelledby="text-size">
        <span id="text-size" className={styles.toolName}>
          <RubyText>{w.tools.size}</RubyText>
        </span>
        {w.tools.sizes.map((name, step) => (
          <Button key={name} look={step === size ? "solid" : "outline"} aria-pressed={step === size} aria-label={withoutReadings(name)} className={styles[`letter${step}`] ?? ""} onClick={() => room.choose({ size: step })}>
            <span aria-hidden="true">{language === "en" ? "A" : "あ"}</span>
          </Button>
        ))}
      </div>
      <Button look={contrast ? "solid" : "outline"} aria-pressed={contrast} onClick={() => room.choose({ contrast: !contrast })}>
        <ContrastIcon />
        <RubyText>{w.tools.contrast}</RubyText>
      </Button>
      <Button look={staff === "called" ? "solid" : "outline"} className={styles.staff ?? ""} onClick={() => void room.callStaff()}>
        <BellIcon />
        <RubyText>{staff === "called" ? w.tools.staffCalled : w.tools.staff}</RubyText>
      </Button>
    </div>
  );
}

function StaffNotice() {
  const { state } = useKiosk();
  const { w } = useKioskWords();
  const { staff } = state.sitting;
  if (staff === "quiet") return null;
  return (
    <Notice tone={staff === "called" ? "good" : "bad"}>
      <RubyText>{staff === "called" ? w.tools.staffComing : w.tools.staffFailed}</RubyText>
    </Notice>
  );
}

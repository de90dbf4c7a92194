import { useSyncExternalStore } from "react";
import { Notice } from "../../parts/Parts";
import { RubyText } from "../../parts/RubyText";
import { useKioskWords } from "../../words/kiosk-speech";
import { useKiosk } from "../useKiosk";
import styles from "./DiagnosisBanner.module.css";

/** Says why the camera's lamp is on and a tone is heard while nobody has taken a ticket. */
export function DiagnosisBanner() {
  const { examiner } = useKiosk().room;
  const { w } = useKioskWords();
  const busy = useSyncExternalStore(examiner.busy.subscribe, examiner.busy.read);
  if (!busy) return null;
  return (
    <div className={styles.banner}>
      <Notice tone="info">
        <RubyText>{w.diagnosis.busy}</RubyText>
      </Notice>
    </div>
  );
}

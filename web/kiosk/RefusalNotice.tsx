import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { useKioskWords } from "../words/kiosk-speech";
import { useKiosk } from "./useKiosk";

/** Why a touch had no effect. The server speaks Japanese and English; easy Japanese has a sentence of its own. */
export function RefusalNotice() {
  const { state } = useKiosk();
  const { w, voice } = useKioskWords();
  const { refusal } = state.sitting;
  if (refusal === null) return null;
  const detail = voice === "en" ? refusal.detail_en : refusal.detail_ja;
  return (
    <Notice tone="bad" alert>
      <RubyText>{voice === "easy" || detail === "" ? w.notices.notDone : detail}</RubyText>
    </Notice>
  );
}

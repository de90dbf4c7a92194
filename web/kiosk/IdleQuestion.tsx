import { useNow } from "../shell/useNow";
import { useKioskWords } from "../words/kiosk-speech";
import { fill } from "../words/words";
import { Confirm } from "./Confirm";
import { useKiosk } from "./useKiosk";

/** Is anybody there? Every touch and key says yes by itself; the room listens for them. */
export function IdleQuestion({ until_ms }: { until_ms: number }) {
  const { room } = useKiosk();
  const { w } = useKioskWords();
  const seconds = Math.max(0, Math.ceil((until_ms - useNow()) / 1000));
  return <Confirm title={w.idle.title} text={fill(w.idle.text, { seconds })} yes={w.idle.leave} no={w.idle.stay} grave={false} onYes={() => room.restart()} onNo={() => room.touch()} />;
}

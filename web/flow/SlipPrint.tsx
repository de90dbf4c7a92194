import type { Voice } from "../words/kiosk-speech";
import type { Paper } from "./paper";
import { PrintedSheet } from "./PrintedSheet";
import { SlipSheet } from "./SlipSheet";
import type { VisitSlip } from "./view";

/** The slip on paper. Mounted, it prints once, and says when it has. */
export function SlipPrint({ slip, voice, paper, onPrinted }: { slip: VisitSlip; voice: Voice; paper: Paper; onPrinted: () => void }) {
  return (
    <PrintedSheet paper={paper} onPrinted={onPrinted}>
      <SlipSheet slip={slip} voice={voice} />
    </PrintedSheet>
  );
}

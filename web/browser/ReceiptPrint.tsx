import type { Paper } from "../flow/paper";
import { PrintedSheet } from "../flow/PrintedSheet";
import { kioskSpeechIn, type Voice } from "../words/kiosk-speech";
import { ReceiptSheet } from "./ReceiptSheet";
import { kioskBrowserWords } from "./speech";
import type { Receipt } from "./wire";

/** The receipt on paper, on the papers of the slip. Mounted, it prints once, and says when it has. */
export function ReceiptPrint({ receipt, voice, paper, onPrinted }: { receipt: Receipt; voice: Voice; paper: Paper; onPrinted: () => void }) {
  const { language } = kioskSpeechIn(voice);
  return (
    <PrintedSheet paper={paper} language={language} onPrinted={onPrinted}>
      <ReceiptSheet receipt={receipt} w={kioskBrowserWords[voice]} language={language} />
    </PrintedSheet>
  );
}

/** The shared browser where the kiosk mounts it: the page or what stands in its place, and the receipt on paper. */
import { useState } from "react";
import type { Paper } from "../flow/paper";
import type { FormReading } from "./form-reading";
import { KioskBrowser } from "./KioskBrowser";
import { ReceiptPrint } from "./ReceiptPrint";
import type { SharedBrowser } from "./shared-browser";
import { useKioskBrowserWords } from "./speech";
import type { Receipt } from "./wire";

interface Props {
  browser: SharedBrowser;
  clock_offset_ms: number;
  reading: FormReading;
  /** What the kiosk's own printer takes; null where there is none. */
  paper: Paper | null;
}

export function KioskScreen({ browser, clock_offset_ms, reading, paper }: Props) {
  const { voice } = useKioskBrowserWords();
  const [printed, setPrinted] = useState<Receipt | null>(null);
  const print = () => setPrinted(browser.view.read().receipt);
  return (
    <>
      <KioskBrowser browser={browser} clock_offset_ms={clock_offset_ms} reading={reading} {...(paper === null ? {} : { onPrint: print })} />
      {printed !== null && paper !== null && <ReceiptPrint receipt={printed} voice={voice} paper={paper} onPrinted={() => setPrinted(null)} />}
    </>
  );
}

import { useState } from "react";
import { pictureOf, SlipBody } from "../../flow/SlipSheet";
import { SlipPrint } from "../../flow/SlipPrint";
import type { VisitSlip } from "../../flow/view";
import { Button } from "../../parts/Button";
import { RubyText } from "../../parts/RubyText";
import { useKioskWords } from "../../words/kiosk-speech";
import { withoutReadings } from "../../words/ruby";
import { useKiosk } from "../useKiosk";
import styles from "./Guide.module.css";

/** What the resident takes home: to read, to photograph, by the telephone's camera, and on paper where the kiosk has a printer. */
export function EndedGuide({ slip }: { slip: VisitSlip | null }) {
  const { w, voice } = useKioskWords();
  const { state } = useKiosk();
  const [printing, setPrinting] = useState(false);
  const paper = state.facts?.slip_paper ?? null;
  if (slip === null) return null;
  return (
    <div className={styles.ended}>
      <div className={styles.slip}>
        {slip.slips.map((each, index) => (
          <SlipBody key={index} slip={each} voice={voice} />
        ))}
      </div>
      <div className={styles.away}>
        <img src={pictureOf(slip.pages[voice].qr_svg)} alt={withoutReadings(w.flow.slip.qrName)} />
        <p>
          <RubyText>{w.flow.slip.qr}</RubyText>
        </p>
        {paper !== null && (
          <Button look="solid" size="large" onClick={() => setPrinting(true)}>
            <RubyText>{w.flow.slip.print}</RubyText>
          </Button>
        )}
      </div>
      {printing && paper !== null && <SlipPrint slip={slip} voice={voice} paper={paper} onPrinted={() => setPrinting(false)} />}
    </div>
  );
}

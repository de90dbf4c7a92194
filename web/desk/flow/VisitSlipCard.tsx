import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../api/client";
import { visitSlipQuery } from "../../api/queries";
import type { Language } from "../../api/types";
import { type Paper, papers } from "../../flow/paper";
import { SlipPrint } from "../../flow/SlipPrint";
import { SlipSheet } from "../../flow/SlipSheet";
import { Button } from "../../parts/Button";
import { Actions, Notice } from "../../parts/Parts";
import { type Voice, voices } from "../../words/kiosk-speech";
import { useWords } from "../../words/useWords";
import styles from "./Flow.module.css";

interface Props {
  contact: string;
  /** Changes with what happened in the visit. */
  state: string;
  visitor: Language;
  /** Begins as a button alone. */
  folded?: boolean;
}

/** The slip as the resident gets it: preview, language, print, and the code for their telephone. */
export function VisitSlipCard({ contact, state, visitor, folded = false }: Props) {
  const { w } = useWords();
  const [open, setOpen] = useState(!folded);
  if (open) return <OpenSlip contact={contact} state={state} visitor={visitor} title={folded ? w.flow.slip.general : w.flow.slip.title} />;
  return (
    <Actions>
      <span className={styles.soft}>{w.flow.slip.general}</span>
      <Button size="small" onClick={() => setOpen(true)}>
        {w.flow.slip.generalShow}
      </Button>
    </Actions>
  );
}

function OpenSlip({ contact, state, visitor, title }: Omit<Props, "folded"> & { title: string }) {
  const { w, pick } = useWords();
  const { data: slip, error } = useQuery(visitSlipQuery(contact, state));
  const [voice, setVoice] = useState<Voice>(visitor);
  const [paper, setPaper] = useState<Paper | null>(null);
  if (error !== null) {
    const problem = problemOf(error);
    return <Notice tone="bad">{pick(problem.detail_ja, problem.detail_en)}</Notice>;
  }
  if (slip === undefined) return <p role="status">{w.loading}</p>;
  return (
    <section className={styles.slip} aria-labelledby="slip-title">
      <h3 id="slip-title">{title}</h3>
      <div role="group" aria-label={w.flow.slip.language}>
        <Actions>
          {voices.map((each) => (
            <Button key={each} size="small" aria-pressed={each === voice} onClick={() => setVoice(each)}>
              {w.flow.slip.languages[each]}
            </Button>
          ))}
        </Actions>
      </div>
      <div className={styles.preview}>
        <SlipSheet slip={slip} voice={voice} />
      </div>
      <div role="group" aria-label={w.flow.slip.print}>
        <Actions>
          <span className={styles.soft}>{w.flow.slip.print}</span>
          {papers.map((each) => (
            <Button key={each} size="small" onClick={() => setPaper(each)}>
              {w.flow.slip.papers[each]}
            </Button>
          ))}
        </Actions>
      </div>
      <p className={styles.soft}>{w.flow.slip.noNumbers}</p>
      {paper !== null && <SlipPrint slip={slip} voice={voice} paper={paper} onPrinted={() => setPaper(null)} />}
    </section>
  );
}

import { useState } from "react";
import type { Language } from "../../api/types";
import { plainText } from "../../flow/flow-rules";
import type { FlowChoice } from "../../flow/view";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Empty, Notice } from "../../parts/Parts";
import { useWords } from "../../words/useWords";
import { fill } from "../../words/words";
import { searchFlows } from "./flow-search";
import styles from "./Flow.module.css";
import type { Flow } from "./useFlow";

/** Which procedure: those that fit the wish first, all found by typing. */
export function FlowChooser({ flow, visitor }: { flow: Flow; visitor: Language }) {
  const { w } = useWords();
  const [typed, setTyped] = useState("");
  const { fits, others } = searchFlows(flow.choices, typed);
  const count = fits.length + others.length;
  if (flow.choicesFailed) return <Notice tone="bad">{w.flow.failed}</Notice>;
  if (flow.choices.length === 0) return <p className={styles.soft}>{w.flow.none}</p>;
  return (
    <>
      <TextField id="flow-search" type="search" label={w.flow.search} hint={w.flow.searchHint} autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} data-flow-start="" />
      <p className="visually-hidden" role="status">
        {typed === "" ? "" : fill(w.flow.found, { count })}
      </p>
      {count === 0 && <Empty>{w.flow.noMatch}</Empty>}
      <div className={styles.choices}>
        <Group title={w.flow.fits} choices={fits} visitor={visitor} onStart={flow.start} />
        <Group title={w.flow.others} choices={others} visitor={visitor} onStart={flow.start} />
      </div>
    </>
  );
}

function Group({ title, choices, visitor, onStart }: { title: string; choices: readonly FlowChoice[]; visitor: Language; onStart: (flow: string) => void }) {
  const { w, language } = useWords();
  if (choices.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className={styles.targets}>
        {choices.map((choice) => (
          <li key={choice.id}>
            <div>
              <strong>{choice.title[language]}</strong>
              <span className={styles.soft}>{choice.for_whom[language]}</span>
              {visitor !== language && (
                <span className={styles.soft} lang={visitor}>
                  {plainText(choice.title, visitor)}
                </span>
              )}
            </div>
            <Button size="small" look={choice.fits_wish ? "solid" : "outline"} aria-label={fill(w.flow.beginNamed, { title: choice.title[language] })} onClick={() => onStart(choice.id)}>
              {w.flow.begin}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

import type { Language } from "../../api/types";
import { hasEnded, plainText } from "../../flow/flow-rules";
import type { FlowView } from "../../flow/view";
import { Button } from "../../parts/Button";
import { Actions, Notice } from "../../parts/Parts";
import { useWords } from "../../words/useWords";
import { chordText } from "../shortcuts";
import styles from "./Flow.module.css";
import { StepAction } from "./StepAction";
import type { Flow } from "./useFlow";

interface Props {
  flow: Flow;
  view: FlowView;
  visitor: Language;
  clock_offset_ms: number;
  onBreakOff: () => void;
}

/** The step both stand on: what the operator says, what the resident sees, and what is to be pressed. */
export function StepCard({ flow, view, visitor, clock_offset_ms, onBreakOff }: Props) {
  const { w, language } = useWords();
  const { step } = view;
  return (
    <>
      <Trail view={view} />
      <div className={styles.step}>
        <h3 tabIndex={-1} data-step="" data-flow-start="">
          {step.label[language]}
        </h3>
        {step.script !== null && (
          <p className={styles.script} aria-label={w.flow.script}>
            {visitor === language ? step.script[language] : <BothScripts ja={step.script.ja} en={step.script.en} />}
          </p>
        )}
        <div className={styles.shown}>
          <span className={styles.soft}>{w.flow.resident}</span>
          <p lang={visitor}>{plainText(step.text, visitor)}</p>
        </div>
      </div>
      {view.log_out_due && <Notice tone="warn">{w.flow.logOutDue}</Notice>}
      <StepAction flow={flow} view={view} visitor={visitor} clock_offset_ms={clock_offset_ms} />
      <Moves flow={flow} view={view} onBreakOff={onBreakOff} />
    </>
  );
}

/** The operator speaks the visitor's language and reads their own. */
function BothScripts({ ja, en }: { ja: string; en: string }) {
  const { language } = useWords();
  const [spoken, read] = language === "ja" ? [en, ja] : [ja, en];
  return (
    <>
      <span lang={language === "ja" ? "en" : "ja"}>{spoken}</span>
      <small>{read}</small>
    </>
  );
}

function Trail({ view }: { view: FlowView }) {
  const { w, language } = useWords();
  if (view.trail.length === 0) return null;
  return (
    <ol className={styles.trail} aria-label={w.flow.trail}>
      {view.trail.map((label, index) => (
        <li key={index}>{label[language]}</li>
      ))}
    </ol>
  );
}

function Moves({ flow, view, onBreakOff }: Pick<Props, "flow" | "view" | "onBreakOff">) {
  const { w } = useWords();
  if (hasEnded(view)) {
    return (
      <Actions>
        {view.can_resume && <Button onClick={() => flow.tell({ event: "resume" })}>{w.flow.resume}</Button>}
        <Button look="solid" onClick={() => flow.choose(true)}>
          {w.flow.another}
        </Button>
      </Actions>
    );
  }
  return (
    <Actions>
      <Button look="solid" size="large" shortcut={chordText("flow_next")} unavailable={!view.can_continue} onClick={() => flow.tell({ event: "continue" })}>
        {w.flow.next}
      </Button>
      <Button shortcut={chordText("flow_back")} unavailable={!view.can_go_back} onClick={() => flow.tell({ event: "back" })}>
        {w.flow.back}
      </Button>
      <Button look="bad-outline" onClick={onBreakOff}>
        {w.flow.breakOff}
      </Button>
    </Actions>
  );
}

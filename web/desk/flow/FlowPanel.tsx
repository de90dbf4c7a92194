import { useEffect, useRef } from "react";
import type { Language } from "../../api/types";
import { hasEnded } from "../../flow/flow-rules";
import { Button } from "../../parts/Button";
import { Badge, Notice, Panel, type Tone } from "../../parts/Parts";
import type { OutcomeKind } from "../../flow/view";
import { formatTime } from "../../shell/format";
import { useWords } from "../../words/useWords";
import { fill } from "../../words/words";
import { chordText } from "../shortcuts";
import { FlowChooser } from "./FlowChooser";
import styles from "./Flow.module.css";
import { StepCard } from "./StepCard";
import type { Flow } from "./useFlow";
import { useFlowKeys } from "./useFlowKeys";
import { VisitSlipCard } from "./VisitSlipCard";

export const outcomeTones: Record<OutcomeKind, Tone> = { done: "good", booked: "good", referred_to_staff: "info", not_possible_here: "warn", broken_off: "warn" };

interface Props {
  flow: Flow;
  /** The visitor's language; what stands on their screen is shown in it. */
  visitor: Language;
  clock_offset_ms: number;
  onBreakOff: () => void;
}

/** What the visitor is guided through, beside the picture. */
export function FlowPanel({ flow, visitor, clock_offset_ms, onBreakOff }: Props) {
  const { w, language } = useWords();
  const { view, choosing, refusal } = flow;
  const keys = useFlowKeys(flow);
  const place = useFocusOnNewStep(flow);
  const action = view?.step.action;
  return (
    <div ref={place} className={styles.flow} data-flow="" onKeyDown={keys}>
      <Panel
        id="flow"
        title={view === null || choosing ? w.flow.title : view.title[language]}
        aside={
          <span className={styles.aside}>
            {view !== null && !choosing && action?.kind === "outcome" && <Badge tone={outcomeTones[action.outcome]}>{w.flow.outcomes[action.outcome]}</Badge>}
            {view !== null && !choosing && <span className={`${styles.soft} digits`}>{fill(w.flow.began, { time: formatTime(view.began_at, language) })}</span>}
            <kbd className={styles.key} aria-hidden="true">
              {chordText("flow")}
            </kbd>
          </span>
        }
      >
        {refusal !== null && (
          <Notice tone="bad" alert>
            {fill(w.flow.refused, { why: language === "en" ? refusal.detail_en : refusal.detail_ja })}
          </Notice>
        )}
        {choosing || view === null ? (
          <FlowChooser flow={flow} visitor={visitor} />
        ) : (
          <StepCard flow={flow} view={view} visitor={visitor} clock_offset_ms={clock_offset_ms} onBreakOff={onBreakOff} />
        )}
        {view === null && <VisitSlipCard contact={flow.contact} state="none" visitor={visitor} folded />}
        {choosing && hasEnded(view) && (
          <div>
            <Button onClick={() => flow.choose(false)}>{w.flow.backToResult}</Button>
          </div>
        )}
      </Panel>
    </div>
  );
}

/** The focus goes along with the step, as long as it was in the panel or nowhere. */
function useFocusOnNewStep({ view, choosing }: Flow) {
  const place = useRef<HTMLDivElement>(null);
  const shown = view === null || choosing ? null : `${view.began_at} ${view.step.id} ${view.trail.length}`;
  const inside = useRef(false);
  useEffect(() => {
    const follow = () => {
      const { activeElement } = document;
      // What was pressed has gone with its step, and the browser has put the focus nowhere.
      if (activeElement !== document.body) inside.current = place.current?.contains(activeElement) ?? false;
    };
    document.addEventListener("focusin", follow);
    return () => document.removeEventListener("focusin", follow);
  }, []);
  useEffect(() => {
    if (shown !== null && inside.current) place.current?.querySelector<HTMLElement>("[data-step]")?.focus();
  }, [shown]);
  return place;
}

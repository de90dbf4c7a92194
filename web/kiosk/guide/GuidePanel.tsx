import { spokenText } from "../../flow/flow-rules";
import type { FlowView, VisitSlip } from "../../flow/view";
import { Notice } from "../../parts/Parts";
import { RubyText } from "../../parts/RubyText";
import { useKioskWords } from "../../words/kiosk-speech";
import { EndedGuide } from "./EndedGuide";
import styles from "./Guide.module.css";
import { GuideAction } from "./GuideAction";

/** Where the two stand in a procedure, in the resident's words; the operator presses, the resident reads. */
export function GuidePanel({ view, slip }: { view: FlowView; slip: VisitSlip | null }) {
  const { w, voice } = useKioskWords();
  const { step } = view;
  return (
    <section className={styles.guide} aria-labelledby="guide-title">
      <h2 id="guide-title" className={styles.title}>
        <RubyText>{spokenText(view.title, voice)}</RubyText>
      </h2>
      <p className={styles.text}>
        <RubyText>{spokenText(step.text, voice)}</RubyText>
      </p>
      {step.action.kind === "outcome" ? <EndedGuide slip={slip} /> : <GuideAction action={step.action} away={view.detour_since !== null} />}
      {view.log_out_due && (
        <Notice tone="warn">
          <RubyText>{w.flow.logOut}</RubyText>
        </Notice>
      )}
    </section>
  );
}

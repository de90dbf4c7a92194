import { Notice } from "../parts/Parts";
import type { VisitLineState } from "../visit/visit-line";
import { useWords } from "../words/useWords";

/** What a visit goes on with when a line is poor, and why (clause 6(2)⑧). */
export function LineNotice({ line }: { line: VisitLineState | null }) {
  const { w } = useWords();
  if (line === null) return null;
  const { step, cause } = line;
  return (
    <>
      {!line.visitor_heard && step !== "telephone" && <Notice tone="warn">{w.line.unheard}</Notice>}
      {line.by_telephone && <Notice tone="good">{w.line.byTelephone}</Notice>}
      {step !== "video" && (
        <Notice tone="warn" alert>
          <strong>{w.line.steps[step]}</strong> {w.line.causes[cause]} {line.by_telephone ? "" : w.line.meanings[step]}
        </Notice>
      )}
    </>
  );
}

import type { Diagnosis } from "../api/diagnosis-types";
import { Button } from "../parts/Button";
import { Badge, Empty, Panel, Table } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";
import styles from "./Care.module.css";
import { toneOf } from "./ResultPanel";

/** Earlier checks of a kiosk, the newest first. */
export function HistoryPanel({ diagnoses, onShow }: { diagnoses: readonly Diagnosis[]; onShow: (id: string) => void }) {
  const { w, language, pick } = useWords();
  const head = [w.diagnosis.at, w.diagnosis.by, w.diagnosis.verdict, w.diagnosis.found, w.supervisor.actions];
  return (
    <Panel id="history" title={w.diagnosis.history}>
      {diagnoses.length === 0 && <Empty>{w.diagnosis.historyEmpty}</Empty>}
      {diagnoses.length > 0 && (
        <Table label={w.diagnosis.history} head={head}>
          {diagnoses.map(({ id, started_at, asked_by, verdict, findings }) => (
            <tr key={id}>
              <th scope="row" className="digits">
                {formatMoment(started_at, language)}
              </th>
              <td>{asked_by ?? w.diagnosis.beforeOpening}</td>
              <td>
                <Badge tone={toneOf(verdict)}>{labelOf(w.diagnosis.verdicts, verdict)}</Badge>
              </td>
              <td>{findings.map(({ code }) => labelOf(w.diagnosis.findings, code)).join(pick("、", "; ")) || "—"}</td>
              <td>
                <Button size="small" className={styles.nowrap ?? ""} aria-label={`${formatMoment(started_at, language)}: ${w.diagnosis.show}`} onClick={() => onShow(id)}>
                  {w.diagnosis.show}
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../api/client";
import type { Fittings, KioskCondition } from "../api/diagnosis-types";
import { Button } from "../parts/Button";
import { Checkbox } from "../parts/Field";
import { Badge, Facts, Notice, PageHead, Panel } from "../parts/Parts";
import { formatClock, formatMoment } from "../shell/format";
import type { PageProps } from "../shell/page-props";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";
import styles from "./Care.module.css";
import { CheckPanel } from "./CheckPanel";
import { FaultsPanel, type NewFault } from "./FaultsPanel";
import { HistoryPanel } from "./HistoryPanel";
import { careKeys, conditionsQuery } from "./queries";
import { ReloadDialog } from "./ReloadDialog";
import { ResultPanel, toneOf } from "./ResultPanel";
import { useCheck } from "./useCheck";

/** Everything about one kiosk from afar: its state, a check, its history, its faults, loading its page anew. */
export default function KioskCarePage({ rest }: PageProps) {
  const { w } = useWords();
  const conditions = useQuery(conditionsQuery);
  const kiosk = conditions.data?.find(({ id }) => id === rest);
  if (conditions.error !== null && conditions.data === undefined) return <ProblemNotice error={conditions.error} />;
  if (conditions.data === undefined) return <p role="status">{w.loading}</p>;
  return kiosk === undefined ? <Notice tone="warn">{w.notFound}</Notice> : <Care key={kiosk.id} kiosk={kiosk} />;
}

function Care({ kiosk }: { kiosk: KioskCondition }) {
  const { w } = useWords();
  const check = useCheck(kiosk.id);
  const [shown, setShown] = useState<string | null>(null);
  const [entering, setEntering] = useState<NewFault | null>(null);
  const [reloading, setReloading] = useState(false);
  const [reloaded, setReloaded] = useState(false);
  const diagnosis = check.diagnoses?.find(({ id }) => id === shown) ?? check.result;
  const start = (during: boolean) => {
    setShown(null);
    check.start(during);
  };
  return (
    <>
      <PageHead title={kiosk.name}>
        <a href="/admin/kiosks">{w.diagnosis.back}</a>
        <Button unavailable={!kiosk.connected} onClick={() => setReloading(true)}>
          {w.diagnosis.reload}
        </Button>
      </PageHead>
      <div className={styles.care}>
        {reloaded && <Notice tone="good">{w.diagnosis.reloadDone}</Notice>}
        <Condition kiosk={kiosk} />
        <CheckPanel kiosk={kiosk} check={{ ...check, start }} />
        {diagnosis !== null && !check.running && (
          <ResultPanel diagnosis={diagnosis} fittings={kiosk.fittings} onRaise={(words) => setEntering({ words, diagnosis: diagnosis.id })} />
        )}
        <FaultsPanel kiosk={kiosk.id} entering={entering} onEnter={setEntering} />
        {check.diagnoses !== undefined && <HistoryPanel diagnoses={check.diagnoses} onShow={setShown} />}
        <FittingsPanel kiosk={kiosk} />
      </div>
      {reloading && (
        <ReloadDialog
          kiosk={kiosk}
          onClose={() => setReloading(false)}
          onDone={() => {
            setReloading(false);
            setReloaded(true);
          }}
        />
      )}
    </>
  );
}

function Condition({ kiosk }: { kiosk: KioskCondition }) {
  const { w, language } = useWords();
  const { connected, contact, heard_at, verdict, checked_at, open_faults } = kiosk;
  return (
    <Panel id="condition" title={w.diagnosis.state} aside={<Badge tone={connected ? "good" : "warn"}>{connected ? w.diagnosis.connected : w.diagnosis.away}</Badge>}>
      <Facts
        items={[
          [w.diagnosis.heard, <span className="digits">{formatClock(heard_at, language)}</span>],
          [w.diagnosis.use, contact === null ? w.diagnosis.free : w.diagnosis.inVisit],
          [w.diagnosis.lastCheck, checked_at === null ? w.diagnosis.never : formatMoment(checked_at, language)],
          [w.diagnosis.verdict, verdict === null ? "—" : <Badge tone={toneOf(verdict)}>{labelOf(w.diagnosis.verdicts, verdict)}</Badge>],
          [w.diagnosis.openFaults, open_faults],
        ]}
      />
    </Panel>
  );
}

function FittingsPanel({ kiosk }: { kiosk: KioskCondition }) {
  const { w } = useWords();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (fittings: Fittings) => put(`/api/kiosks/${kiosk.id}/fittings`, fittings),
    onSettled: () => client.invalidateQueries({ queryKey: careKeys.conditions }),
  });
  const fittings = save.isPending ? save.variables : kiosk.fittings;
  const change = (part: Partial<Fittings>) => save.mutate({ ...fittings, ...part });
  return (
    <Panel id="fittings" title={w.diagnosis.fittings}>
      <p>{w.diagnosis.fittingsHint}</p>
      <ProblemNotice error={save.error} />
      <Checkbox label={w.diagnosis.cardReader} checked={fittings.card_reader} onChange={(event) => change({ card_reader: event.target.checked })} />
      <Checkbox label={w.diagnosis.scanner} checked={fittings.scanner} onChange={(event) => change({ scanner: event.target.checked })} />
    </Panel>
  );
}

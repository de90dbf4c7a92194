import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { KioskCondition } from "../api/diagnosis-types";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { SelectField } from "../parts/Field";
import { Empty } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import styles from "./Care.module.css";
import { CheckPanel } from "./CheckPanel";
import { FaultsPanel, type NewFault } from "./FaultsPanel";
import { conditionsQuery } from "./queries";
import { ResultPanel } from "./ResultPanel";
import { useCheck } from "./useCheck";

/** Checks a kiosk from the desk: that of the visit in hand first, or any other. */
export function DeskCheckDialog({ contact, onClose }: { contact: string | null; onClose: () => void }) {
  const { w } = useWords();
  const conditions = useQuery(conditionsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const list = conditions.data ?? [];
  const own = list.find((each) => contact !== null && each.contact === contact);
  const kiosk = list.find(({ id }) => id === chosen) ?? own ?? (conditions.isFetchedAfterMount ? list[0] : undefined);
  // Once shown it stays: another kiosk must not slip under the operator's hand when the list is read again.
  if (chosen === null && kiosk !== undefined) setChosen(kiosk.id);
  return (
    <Dialog id="kiosk-check" title={w.diagnosis.deskTitle} closeLabel={w.close} wide onClose={onClose} actions={<Button onClick={onClose}>{w.close}</Button>}>
      <div className={styles.care}>
        <ProblemNotice error={conditions.error} />
        {conditions.data?.length === 0 && <Empty>{w.diagnosis.deskEmpty}</Empty>}
        {kiosk !== undefined && (
          <>
            <SelectField id="kiosk-chosen" label={w.diagnosis.kiosk} value={kiosk.id} onChange={(event) => setChosen(event.target.value)}>
              {list.map(({ id, name, connected }) => (
                <option key={id} value={id}>
                  {connected ? name : `${name} (${w.diagnosis.away})`}
                </option>
              ))}
            </SelectField>
            <Chosen key={kiosk.id} kiosk={kiosk} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Chosen({ kiosk }: { kiosk: KioskCondition }) {
  const check = useCheck(kiosk.id);
  const [entering, setEntering] = useState<NewFault | null>(null);
  const { result } = check;
  return (
    <>
      <CheckPanel kiosk={kiosk} check={check} />
      {result !== null && !check.running && <ResultPanel diagnosis={result} fittings={kiosk.fittings} onRaise={(words) => setEntering({ words, diagnosis: result.id })} />}
      <FaultsPanel kiosk={kiosk.id} entering={entering} onEnter={setEntering} />
    </>
  );
}

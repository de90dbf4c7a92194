import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { patch, post } from "../api/client";
import type { KioskFault } from "../api/diagnosis-types";
import { Button } from "../parts/Button";
import { TextArea } from "../parts/Field";
import { Badge, Empty, Panel, Table } from "../parts/Parts";
import { FormDialog } from "../shell/FormDialog";
import { formatMoment } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";
import styles from "./Care.module.css";
import { careKeys, faultsQuery } from "./queries";

const WORDS_MAX = 500;

export interface NewFault {
  words: string;
  diagnosis: string | null;
}

interface Props {
  kiosk: string;
  /** A fault that is being entered, from here or from a finding. */
  entering: NewFault | null;
  onEnter: (fault: NewFault | null) => void;
}

/** The kiosk's faults: what somebody saw, and what was done about it. */
export function FaultsPanel({ kiosk, entering, onEnter }: Props) {
  const { w, language } = useWords();
  const faults = useQuery(faultsQuery(kiosk));
  const [closing, setClosing] = useState<KioskFault | null>(null);
  const add = (
    <Button size="small" onClick={() => onEnter({ words: "", diagnosis: null })}>
      {w.diagnosis.faultAdd}
    </Button>
  );
  return (
    <Panel id="faults" title={w.diagnosis.faults} aside={add}>
      <ProblemNotice error={faults.error} />
      {faults.data?.length === 0 && <Empty>{w.diagnosis.faultsEmpty}</Empty>}
      {faults.data !== undefined && faults.data.length > 0 && (
        <Table label={w.diagnosis.faults} head={[w.supervisor.state, w.diagnosis.fault, w.diagnosis.opened, w.diagnosis.done, w.supervisor.actions]}>
          {faults.data.map((fault) => (
            <tr key={fault.id}>
              <td>
                <Badge tone={fault.state === "open" ? "warn" : "good"}>{labelOf(w.diagnosis.faultState, fault.state)}</Badge>
              </td>
              <th scope="row">{fault.words}</th>
              <td>{`${formatMoment(fault.opened_at, language)} ${fault.opened_by}`}</td>
              <td>{fault.done_at === null ? "—" : `${formatMoment(fault.done_at, language)} ${fault.done_by ?? ""} ${fault.remedy ?? ""}`}</td>
              <td>
                {fault.state === "open" && (
                  <Button size="small" aria-label={`${fault.words}: ${w.diagnosis.close}`} onClick={() => setClosing(fault)}>
                    {w.diagnosis.close}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {entering !== null && (
        <WordsDialog
          kiosk={kiosk}
          title={w.diagnosis.faultAdd}
          label={w.diagnosis.fault}
          first={entering.words}
          send={(words) => post(`/api/kiosks/${kiosk}/faults`, { words, diagnosis: entering.diagnosis })}
          onClose={() => onEnter(null)}
        />
      )}
      {closing !== null && (
        <WordsDialog
          kiosk={kiosk}
          title={w.diagnosis.close}
          label={w.diagnosis.remedyLabel}
          first=""
          send={(remedy) => patch(`/api/kiosks/${kiosk}/faults/${closing.id}`, { remedy })}
          onClose={() => setClosing(null)}
        />
      )}
    </Panel>
  );
}

interface WordsProps {
  kiosk: string;
  title: string;
  label: string;
  first: string;
  send: (words: string) => Promise<void>;
  onClose: () => void;
}

/** A few words about a fault, and sending them. */
function WordsDialog({ kiosk, title, label, first, send, onClose }: WordsProps) {
  const { w } = useWords();
  const client = useQueryClient();
  const [words, setWords] = useState(first);
  const [tried, setTried] = useState(false);
  const fit = [...words.trim()].length >= 2;
  const sending = useMutation({
    mutationFn: () => send(words.trim()),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: careKeys.faults(kiosk) });
      void client.invalidateQueries({ queryKey: careKeys.conditions });
      onClose();
    },
  });
  const submit = () => {
    setTried(true);
    if (fit && !sending.isPending) sending.mutate();
  };
  return (
    <FormDialog id="fault" title={title} action={w.save} pending={sending.isPending} className={styles.form} onSubmit={submit} onClose={onClose}>
      <ProblemNotice error={sending.error} />
      <TextArea
        id="fault-words"
        label={label}
        hint={w.diagnosis.faultHint}
        required
        maxLength={WORDS_MAX}
        value={words}
        error={tried && !fit ? w.diagnosis.needWords : undefined}
        onChange={(event) => setWords(event.target.value)}
      />
    </FormDialog>
  );
}

import { useState } from "react";
import type { AskedFee, ExemptionReason, GateProof } from "../flow/view";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Choices, TextField } from "../parts/Field";
import { Actions, Panel } from "../parts/Parts";
import { announce } from "../shell/announcer";
import { formatTime } from "../shell/format";
import { FormDialog } from "../shell/FormDialog";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./City.module.css";
import type { HallRoom } from "./useHall";

type Asking = { how: "payment" | "receipt_number" | "exemption"; fee: AskedFee };
const REASONS: readonly ExemptionReason[] = ["disaster", "card_fault", "entries_full", "city_decision"];

/** Fees of reissues that wait for a named person: one touch and one question for a payment, else number or reason. */
export function Fees({ room }: { room: HallRoom }) {
  const { w, pick, language } = useWords();
  const [asking, setAsking] = useState<Asking | null>(null);
  const fees = room.fees.data ?? [];
  const confirm = (fee: AskedFee, proof: GateProof) => {
    room.confirm.mutate({ contact: fee.contact, proof }, { onSuccess: () => announce(w.hall.feeDone) });
    setAsking(null);
  };
  if (fees.length === 0 && room.confirm.error === null) return null;
  return (
    <Panel id="fees" title={w.hall.fees} tone="notice">
      <ProblemNotice error={room.confirm.error} />
      <ul className={styles.fees}>
        {fees.map((fee) => (
          <li key={fee.contact}>
            <p className={styles.feeHead}>
              <strong>{fill(w.hall.feeOf, { ticket: fee.ticket, kiosk: fee.kiosk })}</strong> {pick(fee.title.ja, fee.title.en)}
            </p>
            <p>
              {feeWords(fee, w.hall.feeSum)} <span className={styles.soft}>{fill(w.hall.since, { time: formatTime(fee.asked_at, language) })}</span>
            </p>
            <Actions>
              <Button look="solid" size="large" unavailable={room.confirm.isPending} onClick={() => setAsking({ how: "payment", fee })}>
                {w.hall.paid}
              </Button>
              <Button size="large" onClick={() => setAsking({ how: "receipt_number", fee })}>
                {w.hall.receipt}
              </Button>
              <Button size="large" onClick={() => setAsking({ how: "exemption", fee })}>
                {w.hall.exempt}
              </Button>
            </Actions>
          </li>
        ))}
      </ul>
      {asking?.how === "payment" && (
        <Dialog
          id="paid"
          title={w.hall.paidTitle}
          closeLabel={w.close}
          onClose={() => setAsking(null)}
          actions={
            <>
              <Button onClick={() => setAsking(null)}>{w.cancel}</Button>
              <Button look="solid" onClick={() => confirm(asking.fee, { proof: "payment" })}>
                {w.hall.confirm}
              </Button>
            </>
          }
        >
          <p>{fill(w.hall.paidText, { ticket: asking.fee.ticket, total: asking.fee.fee.total_yen })}</p>
        </Dialog>
      )}
      {asking?.how === "receipt_number" && <Receipt onClose={() => setAsking(null)} onConfirm={(number) => confirm(asking.fee, { proof: "receipt_number", number })} />}
      {asking?.how === "exemption" && <Exemption onClose={() => setAsking(null)} onConfirm={(reason) => confirm(asking.fee, { proof: "exemption", reason })} />}
    </Panel>
  );
}

function feeWords({ fee }: AskedFee, template: string): string {
  return fill(template, { total: fee.total_yen, card: fee.card_yen, certificate: fee.certificate_yen });
}

function Receipt({ onClose, onConfirm }: { onClose: () => void; onConfirm: (number: string) => void }) {
  const { w } = useWords();
  const [number, setNumber] = useState("");
  const [tried, setTried] = useState(false);
  const submit = () => (number.trim() === "" ? setTried(true) : onConfirm(number.trim()));
  return (
    <FormDialog id="receipt" title={w.hall.receipt} action={w.hall.confirm} onSubmit={submit} onClose={onClose}>
      <TextField id="receipt-number" label={w.hall.receiptNumber} hint={w.hall.receiptHint} error={tried && number.trim() === "" ? w.hall.needNumber : undefined} maxLength={40} autoComplete="off" required value={number} onChange={(event) => setNumber(event.target.value)} />
    </FormDialog>
  );
}

function Exemption({ onClose, onConfirm }: { onClose: () => void; onConfirm: (reason: ExemptionReason) => void }) {
  const { w } = useWords();
  const [reason, setReason] = useState<ExemptionReason | null>(null);
  const [tried, setTried] = useState(false);
  const submit = () => (reason === null ? setTried(true) : onConfirm(reason));
  return (
    <FormDialog id="exemption" title={w.hall.exempt} action={w.hall.confirm} onSubmit={submit} onClose={onClose}>
      <Choices
        legend={w.hall.exemptReason}
        name="reason"
        value={reason}
        onPick={(value) => setReason(REASONS.find((known) => known === value) ?? null)}
        choices={REASONS.map((value) => ({ value, label: w.hall.reasons[value] }))}
        {...(tried && reason === null ? { error: w.hall.needReason } : {})}
      />
    </FormDialog>
  );
}

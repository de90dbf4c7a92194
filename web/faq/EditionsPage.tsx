import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import { Button } from "../parts/Button";
import { TextArea, TextField } from "../parts/Field";
import { Actions, Badge, Empty, Facts, Notice, PageHead } from "../parts/Parts";
import { cityDate, formatDay, formatMoment } from "../shell/format";
import { FormDialog } from "../shell/FormDialog";
import type { PageProps } from "../shell/page-props";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { Download } from "./Download";
import styles from "./Exchange.module.css";
import { dutyOf, publishes } from "./offers";
import { editionsQuery, faqKeys } from "./queries";
import type { FaqEdition } from "./types";

const NOTE_MAX = 2_000;
const NAME_MAX = 80;

/** What was handed to the city as a whole, when, and that it was received. */
export default function EditionsPage({ me }: PageProps) {
  const { w } = useWords();
  const editions = useQuery(editionsQuery);
  const [open, setOpen] = useState<"make" | FaqEdition | null>(null);
  const [said, setSaid] = useState("");
  const makes = publishes(dutyOf(me.roles));
  const done = (words: string) => {
    setSaid(words);
    setOpen(null);
  };
  return (
    <>
      <PageHead title={w.faq.editions.title}>
        {makes && (
          <Button look="solid" onClick={() => setOpen("make")}>
            {w.faq.editions.make}
          </Button>
        )}
        <a className={styles.back} href="/faq">
          {w.faq.back}
        </a>
      </PageHead>
      <p>{w.faq.editions.hint}</p>
      {said !== "" && (
        <Notice tone="good" alert>
          {said}
        </Notice>
      )}
      <ProblemNotice error={editions.error} />
      {editions.isPending && <p role="status">{w.loading}</p>}
      {editions.data?.length === 0 && <Empty>{w.faq.editions.empty}</Empty>}
      <ul className={styles.cards}>
        {(editions.data ?? []).map((edition) => (
          <Edition key={edition.number} edition={edition} onReceipt={makes && edition.receipt === null ? () => setOpen(edition) : null} />
        ))}
      </ul>
      {open === "make" && <MakeDialog onDone={(edition) => done(fill(w.faq.editions.made, { number: edition.number }))} onClose={() => setOpen(null)} />}
      {open !== null && open !== "make" && <ReceiptDialog edition={open} onDone={() => done(w.faq.editions.receiptDone)} onClose={() => setOpen(null)} />}
    </>
  );
}

const files = ["edition.pdf", "edition.xlsx", "changes.pdf"] as const;

function Edition({ edition, onReceipt }: { edition: FaqEdition; onReceipt: (() => void) | null }) {
  const { w, language } = useWords();
  const { number, receipt } = edition;
  const name = fill(number === 1 ? w.faq.editions.first : w.faq.editions.later, { number });
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <h2>{name}</h2>
        <Badge tone={receipt === null ? "warn" : "good"}>{receipt === null ? w.faq.editions.notReceived : w.faq.editions.received}</Badge>
      </div>
      <Facts
        items={[
          [w.faq.editions.madeAt, <span className="digits">{formatMoment(edition.made_at, language)}</span>],
          [w.faq.editions.madeBy, edition.made_by.name],
          [w.faq.editions.entries, <span className="digits">{edition.entries}</span>],
          [w.faq.editions.changes, <span className="digits">{fill(w.faq.editions.changed, { added: edition.added, changed: edition.changed, removed: edition.removed })}</span>],
          ...(receipt === null ? [] : [[w.faq.editions.received, `${formatDay(receipt.received_on, language)} ${receipt.received_by}`] as const, [w.faq.editions.notedBy, `${receipt.noted_by.name} ${formatMoment(receipt.noted_at, language)}`] as const]),
        ]}
      />
      {edition.note !== "" && <p className={styles.note}>{edition.note}</p>}
      <Actions>
        {files
          .filter((file) => number > 1 || file !== "changes.pdf")
          .map((file) => (
            <Download key={file} address={`/api/faq/editions/${number}/files/${file}`} label={`${name}: ${w.faq.editions.files[file]}`}>
              {w.faq.editions.files[file]}
            </Download>
          ))}
        {onReceipt !== null && (
          <Button aria-label={`${name}: ${w.faq.editions.receipt}`} onClick={onReceipt}>
            {w.faq.editions.receipt}
          </Button>
        )}
      </Actions>
    </li>
  );
}

function MakeDialog({ onDone, onClose }: { onDone: (edition: FaqEdition) => void; onClose: () => void }) {
  const { w } = useWords();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const make = useMutation({
    mutationFn: () => post<FaqEdition>("/api/faq/editions", { note: note.trim() }),
    onSuccess: (edition) => {
      void client.invalidateQueries({ queryKey: faqKeys.editions });
      onDone(edition);
    },
  });
  return (
    <FormDialog id="make" title={w.faq.editions.make} action={w.faq.editions.makeDo} pending={make.isPending} className={styles.form} onSubmit={() => !make.isPending && make.mutate()} onClose={onClose}>
      <ProblemNotice error={make.error} />
      <p>{w.faq.editions.makeText}</p>
      {make.isPending && <p role="status">{w.faq.editions.making}</p>}
      <TextArea id="make-note" label={w.faq.editions.note} mark={w.optional} hint={w.faq.editions.noteHint} rows={3} maxLength={NOTE_MAX} value={note} onChange={(event) => setNote(event.target.value)} />
    </FormDialog>
  );
}

function ReceiptDialog({ edition, onDone, onClose }: { edition: FaqEdition; onDone: () => void; onClose: () => void }) {
  const { w } = useWords();
  const client = useQueryClient();
  const [receipt, setReceipt] = useState({ received_by: "", received_on: cityDate(Date.now()) });
  const [tried, setTried] = useState(false);
  const send = useMutation({
    mutationFn: () => post(`/api/faq/editions/${edition.number}/receipt`, { ...receipt, received_by: receipt.received_by.trim() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: faqKeys.editions });
      onDone();
    },
  });
  const missing = { received_by: receipt.received_by.trim() === "", received_on: receipt.received_on === "" };
  const submit = () => {
    setTried(true);
    if (!missing.received_by && !missing.received_on && !send.isPending) send.mutate();
  };
  return (
    <FormDialog id="receipt" title={w.faq.editions.receipt} action={w.save} pending={send.isPending} className={styles.form} onSubmit={submit} onClose={onClose}>
      <ProblemNotice error={send.error} />
      <p>{fill(w.faq.editions.receiptText, { number: edition.number })}</p>
      <TextField id="receipt-by" label={w.faq.editions.receivedBy} mark={w.required} maxLength={NAME_MAX} value={receipt.received_by} onChange={(event) => setReceipt({ ...receipt, received_by: event.target.value })} error={tried && missing.received_by ? w.faq.editions.needName : undefined} />
      <TextField id="receipt-on" type="date" label={w.faq.editions.receivedOn} mark={w.required} value={receipt.received_on} onChange={(event) => setReceipt({ ...receipt, received_on: event.target.value })} error={tried && missing.received_on ? w.faq.editions.needDay : undefined} />
    </FormDialog>
  );
}

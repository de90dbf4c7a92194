import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import { meQuery, originalOpeningsQuery } from "../api/queries";
import type { OriginalOpening } from "../api/types";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Actions, Notice } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { FormDialog } from "../shell/FormDialog";
import { ProblemNotice } from "../shell/ProblemNotice";
import { has } from "../shell/pages";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./History.module.css";

const REASON_MIN = 5;

/** The sealed original while it is kept: one asks, another approves, then both may hear it for half an hour. */
export function SealedOriginal({ contact, until }: { contact: string; until: string }) {
  const { w, language } = useWords();
  const me = useQuery(meQuery).data;
  const may = me !== undefined && has(me.roles, "supervisor", "manager", "city_officer");
  const openings = useQuery(originalOpeningsQuery(contact, may));
  const [asking, setAsking] = useState(false);
  if (!may) return null;
  return (
    <details>
      <summary>{fill(w.sealing.sealedUntil, { until: formatMoment(until, language) })}</summary>
      <p>{w.sealing.originalHint}</p>
      <ProblemNotice error={openings.error} />
      <ul className={styles.speakers}>
        {(openings.data ?? []).map((each) => (
          <li key={each.id}>
            <Opening contact={contact} opening={each} me={me.id} approver={has(me.roles, "manager", "city_officer")} />
          </li>
        ))}
      </ul>
      <Actions>
        <Button onClick={() => setAsking(true)}>{w.sealing.originalAsk}</Button>
      </Actions>
      {asking && <AskDialog contact={contact} onClose={() => setAsking(false)} />}
    </details>
  );
}

function Opening({ contact, opening, me, approver }: { contact: string; opening: OriginalOpening; me: string; approver: boolean }) {
  const { w, language } = useWords();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (approve: boolean) => post(`/api/contacts/${contact}/original/openings/${opening.id}/decision`, { approve }),
    onSuccess: () => client.invalidateQueries({ queryKey: originalOpeningsQuery(contact, true).queryKey }),
  });
  const isOpen = opening.open_until !== null && Date.parse(opening.open_until) > Date.now();
  const mine = opening.asked_by.id === me || opening.decided_by?.id === me;
  return (
    <div>
      <p>
        {fill(w.sealing.originalAsked, { name: opening.asked_by.name, time: formatMoment(opening.asked_at, language), reason: opening.reason })}{" "}
        {opening.decision !== null && fill(opening.decision === "approved" ? w.sealing.originalApproved : w.sealing.originalRefused, { name: opening.decided_by?.name ?? "" })}
      </p>
      <ProblemNotice error={decide.error} />
      {opening.decision === null && approver && opening.asked_by.id !== me && (
        <Actions>
          <Button look="solid" onClick={() => decide.mutate(true)}>
            {w.sealing.originalApprove}
          </Button>
          <Button onClick={() => decide.mutate(false)}>{w.sealing.originalRefuse}</Button>
        </Actions>
      )}
      {isOpen && mine && (
        <>
          <Notice tone="warn">{fill(w.history.granted, { time: formatMoment(opening.open_until, language) })}</Notice>
          <audio controls preload="none" src={`/api/contacts/${contact}/original.wav`} aria-label={w.sealing.original} />
        </>
      )}
    </div>
  );
}

function AskDialog({ contact, onClose }: { contact: string; onClose: () => void }) {
  const { w } = useWords();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const short = reason.trim().length < REASON_MIN;
  const ask = useMutation({
    mutationFn: () => post(`/api/contacts/${contact}/original/openings`, { reason: reason.trim() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: originalOpeningsQuery(contact, true).queryKey });
      onClose();
    },
  });
  const submit = () => {
    setTried(true);
    if (!short && !ask.isPending) ask.mutate();
  };
  return (
    <FormDialog id="ask-original" title={w.sealing.originalAsk} action={w.sealing.originalAsk} pending={ask.isPending} onSubmit={submit} onClose={onClose}>
      <ProblemNotice error={ask.error} />
      <p>{w.sealing.originalHint}</p>
      <TextField id="original-reason" label={w.history.reason} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} error={tried && short ? w.history.reasonShort : undefined} />
    </FormDialog>
  );
}

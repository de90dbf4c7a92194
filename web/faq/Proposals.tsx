import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Actions, Badge, Empty, Notice } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { FormDialog } from "../shell/FormDialog";
import { ProblemNotice } from "../shell/ProblemNotice";
import { go } from "../shell/route";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import { beginWith } from "./beginning";
import { keyFault } from "./form";
import { entryAddress } from "./places";
import { faqKeys, proposalsQuery } from "./queries";
import styles from "./Questions.module.css";
import type { FaqProposal } from "./types";

const WORDING_MAX = 200;

type Decision = { do: "accept"; key?: string; wording?: string } | { do: "reject" };

/** What became of a proposal that was accepted: an alias of an entry, or a question somebody is to write an entry for. */
type Taken = { key: string } | { question: string };

/** What people asked and the FAQ did not know, gathered: another wording of an entry, or an entry to be written. */
export function Proposals() {
  const { w } = useWords();
  const client = useQueryClient();
  const proposals = useQuery(proposalsQuery);
  const [open, setOpen] = useState<{ how: "accept" | "reject"; proposal: FaqProposal } | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const again = () => void client.invalidateQueries({ queryKey: faqKeys.proposals });
  const refresh = useMutation({ mutationFn: () => post("/api/faq/proposals/refresh"), onSettled: again });
  const decide = useMutation({
    mutationFn: ({ id, decision }: { id: string; taken: Taken | null; decision: Decision }) => post(`/api/faq/proposals/${id}`, decision),
    onSuccess: (_, decided) => {
      setOpen(null);
      setTaken(decided.taken);
      void client.invalidateQueries({ queryKey: faqKeys.entries });
    },
    onSettled: again,
  });
  const ask = (how: "accept" | "reject", proposal: FaqProposal) => {
    decide.reset();
    setTaken(null);
    setOpen({ how, proposal });
  };
  const standing = proposals.data?.filter(({ state }) => state === "open") ?? [];
  return (
    <>
      <p className={styles.soft}>{w.faq.proposals.hint}</p>
      <Actions>
        <Button unavailable={refresh.isPending} onClick={() => refresh.mutate()}>
          {refresh.isPending ? w.faq.proposals.refreshing : w.faq.proposals.refresh}
        </Button>
      </Actions>
      <ProblemNotice error={proposals.error ?? refresh.error} />
      {taken !== null && <TakenNotice taken={taken} />}
      {proposals.isSuccess && standing.length === 0 && <Empty>{w.faq.proposals.empty}</Empty>}
      <ul className={styles.cards}>
        {standing.map((proposal) => (
          <Proposal key={proposal.id} proposal={proposal} onAsk={(how) => ask(how, proposal)} />
        ))}
      </ul>
      <Decided proposals={proposals.data?.filter(({ state }) => state !== "open") ?? []} />
      {open?.how === "accept" && <AcceptDialog proposal={open.proposal} error={decide.error} pending={decide.isPending} onAccept={(key, wording) => decide.mutate({ id: open.proposal.id, taken: key === "" ? { question: wording } : { key }, decision: key === "" ? { do: "accept" } : { do: "accept", key, wording } })} onClose={() => setOpen(null)} />}
      {open?.how === "reject" && <RejectDialog proposal={open.proposal} error={decide.error} pending={decide.isPending} onReject={() => decide.mutate({ id: open.proposal.id, taken: null, decision: { do: "reject" } })} onClose={() => setOpen(null)} />}
    </>
  );
}

function TakenNotice({ taken }: { taken: Taken }) {
  const { w } = useWords();
  if ("key" in taken) {
    return (
      <Notice tone="good" alert action={<a href={entryAddress(taken.key)}>{w.faq.proposals.toDraft}</a>}>
        {w.faq.proposals.accepted}
      </Notice>
    );
  }
  const write = () => {
    beginWith(taken.question);
    go("/faq/new");
  };
  return (
    <Notice tone="good" alert action={<Button onClick={write}>{w.faq.proposals.write}</Button>}>
      {w.faq.proposals.noted}
    </Notice>
  );
}

function Proposal({ proposal, onAsk }: { proposal: FaqProposal; onAsk: (how: "accept" | "reject") => void }) {
  const { w } = useWords();
  const tag = proposal.language === "en" ? "en" : "ja";
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <h2 lang={tag}>{proposal.wording}</h2>
        <span className={styles.marks}>
          <Badge tone={proposal.kind === "alias" ? "info" : "notice"}>{labelOf(w.faq.proposals.kinds, proposal.kind)}</Badge>
          <span className="digits">{fill(w.faq.proposals.count, { count: proposal.count })}</span>
        </span>
      </div>
      {proposal.target !== null && (
        <p>
          {w.faq.proposals.target} <a href={entryAddress(proposal.target)}>{proposal.target}</a>
        </p>
      )}
      {proposal.examples.length > 0 && (
        <div>
          <p className={styles.soft}>{w.faq.proposals.examples}</p>
          <ul className={styles.examples} lang={tag}>
            {proposal.examples.map((example, index) => (
              <li key={index}>{example}</li>
            ))}
          </ul>
        </div>
      )}
      <Actions>
        <Button look="solid" aria-label={`${proposal.wording}: ${w.faq.proposals.accept}`} onClick={() => onAsk("accept")}>
          {w.faq.proposals.accept}
        </Button>
        <Button look="bad-outline" aria-label={`${proposal.wording}: ${w.faq.proposals.reject}`} onClick={() => onAsk("reject")}>
          {w.faq.proposals.reject}
        </Button>
      </Actions>
    </li>
  );
}

interface AcceptProps {
  proposal: FaqProposal;
  error: unknown;
  pending: boolean;
  onAccept: (key: string, wording: string) => void;
  onClose: () => void;
}

/**
 * Wording and entry can be put right first; what comes of it is a draft, on the way every draft goes. A question that
 * no entry answers may yet become another wording of one; without a key it is taken note of, and somebody writes.
 */
function AcceptDialog({ proposal, error, pending, onAccept, onClose }: AcceptProps) {
  const { w } = useWords();
  const [key, setKey] = useState(proposal.target ?? "");
  const [wording, setWording] = useState(proposal.wording);
  const [tried, setTried] = useState(false);
  const isAlias = proposal.kind === "alias";
  const fault = !isAlias && key === "" ? null : keyFault(key);
  const submit = () => {
    setTried(true);
    if (fault === null && wording.trim() !== "" && !pending) onAccept(key, wording.trim());
  };
  return (
    <FormDialog id="accept" title={w.faq.proposals.acceptTitle} action={w.faq.proposals.accept} pending={pending} className={styles.form} onSubmit={submit} onClose={onClose}>
      <ProblemNotice error={error} />
      <p>{isAlias ? w.faq.proposals.acceptAlias : w.faq.proposals.acceptEntry}</p>
      <TextField id="accept-wording" label={isAlias ? w.faq.short.aliases : w.faq.short.question} lang={proposal.language === "en" ? "en" : "ja"} maxLength={WORDING_MAX} value={wording} onChange={(event) => setWording(event.target.value)} error={tried && wording.trim() === "" ? w.faq.proposals.needWording : undefined} />
      <TextField id="accept-key" label={w.faq.proposals.targetKey} hint={isAlias ? undefined : w.faq.proposals.targetHint} mark={isAlias ? w.required : w.optional} autoComplete="off" spellCheck={false} maxLength={48} value={key} onChange={(event) => setKey(event.target.value.trim())} error={tried && fault !== null ? w.faq.editor.keyFault[fault] : undefined} />
    </FormDialog>
  );
}

function RejectDialog({ proposal, error, pending, onReject, onClose }: { proposal: FaqProposal; error: unknown; pending: boolean; onReject: () => void; onClose: () => void }) {
  const { w } = useWords();
  return (
    <Dialog
      id="reject"
      title={w.faq.proposals.reject}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button look="bad" unavailable={pending} onClick={onReject}>
            {w.faq.proposals.reject}
          </Button>
        </>
      }
    >
      <ProblemNotice error={error} />
      <p>{fill(w.faq.proposals.rejectText, { wording: proposal.wording })}</p>
    </Dialog>
  );
}

function Decided({ proposals }: { proposals: readonly FaqProposal[] }) {
  const { w, language } = useWords();
  if (proposals.length === 0) return null;
  return (
    <details>
      <summary className={styles.summary}>{fill(w.faq.proposals.decided, { count: proposals.length })}</summary>
      <ul className={styles.examples}>
        {proposals.map((proposal) => (
          <li key={proposal.id}>
            {labelOf(w.faq.proposals.states, proposal.state)}: {proposal.target === null ? proposal.wording : <a href={entryAddress(proposal.target)}>{proposal.wording}</a>}
            <span className={styles.soft}> {`${proposal.decided_by?.name ?? ""} ${formatMoment(proposal.decided_at, language)}`}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

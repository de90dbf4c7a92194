import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, remove } from "../api/client";
import { keys, kiosksQuery } from "../api/queries";
import type { Kiosk, KioskCode } from "../api/types";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Badge, Empty, PageHead, Table } from "../parts/Parts";
import { FormDialog } from "../shell/FormDialog";
import { formatMoment, formatTime } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import KioskCarePage from "../diagnosis/KioskCarePage";
import type { PageProps } from "../shell/page-props";
import { Boards } from "./Boards";
import styles from "./Admin.module.css";

/** The counter's kiosks: enrolling one with a code, and taking one out of service. */
export default function KiosksPage({ me, rest }: PageProps) {
  return rest === "" ? <KioskList /> : <KioskCarePage me={me} rest={rest} />;
}

function KioskList() {
  const { w, language } = useWords();
  const client = useQueryClient();
  const kiosks = useQuery(kiosksQuery);
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<Kiosk | null>(null);
  const revoke = useMutation({
    mutationFn: (kiosk: Kiosk) => remove(`/api/kiosks/${kiosk.id}`),
    onSettled: () => setRevoking(null),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.kiosks }),
  });
  return (
    <>
      <PageHead title={w.kiosks.title}>
        <Button look="solid" onClick={() => setAdding(true)}>
          {w.kiosks.add}
        </Button>
      </PageHead>
      <p>{w.kiosks.hint}</p>
      <ProblemNotice error={kiosks.error ?? revoke.error} />
      {kiosks.data?.length === 0 && <Empty>{w.kiosks.empty}</Empty>}
      {kiosks.data !== undefined && kiosks.data.length > 0 && (
        <Table label={w.kiosks.title} head={[w.kiosks.name, w.supervisor.state, w.kiosks.seen, w.kiosks.enrolled, w.supervisor.actions]}>
          {kiosks.data.map((kiosk) => (
            <tr key={kiosk.id}>
              <th scope="row">
                <a href={`/admin/kiosks/${kiosk.id}`}>{kiosk.name}</a>
              </th>
              <td>
                <Badge tone={kiosk.connected ? "good" : "warn"}>{kiosk.connected ? w.kiosks.connected : w.kiosks.away}</Badge>
              </td>
              <td className="digits">{formatMoment(kiosk.seen_at, language)}</td>
              <td className="digits">{formatMoment(kiosk.enrolled_at, language)}</td>
              <td>
                <Button size="small" look="bad-outline" aria-label={`${kiosk.name}: ${w.kiosks.revoke}`} onClick={() => setRevoking(kiosk)}>
                  {w.kiosks.revoke}
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Boards />
      {adding && <CodeDialog onClose={() => setAdding(false)} />}
      {revoking !== null && (
        <Dialog
          id="revoke"
          title={w.kiosks.revoke}
          closeLabel={w.close}
          onClose={() => setRevoking(null)}
          actions={
            <>
              <Button onClick={() => setRevoking(null)}>{w.cancel}</Button>
              <Button look="bad" unavailable={revoke.isPending} onClick={() => revoke.mutate(revoking)}>
                {w.kiosks.revoke}
              </Button>
            </>
          }
        >
          <p>{fill(w.kiosks.confirmRevoke, { name: revoking.name })}</p>
        </Dialog>
      )}
    </>
  );
}

/** Asks for the name, then shows the code until it is closed. */
function CodeDialog({ onClose }: { onClose: () => void }) {
  const { w, language } = useWords();
  const [name, setName] = useState("");
  const issue = useMutation({ mutationFn: () => post<KioskCode>("/api/kiosks/codes", { name: name.trim() }) });
  if (issue.data !== undefined) {
    return (
      <Dialog id="code" title={w.kiosks.code} closeLabel={w.close} onClose={onClose} actions={<Button onClick={onClose}>{w.close}</Button>}>
        <p>{name}</p>
        <p className={`${styles.code} digits`}>{issue.data.code}</p>
        <p>{fill(w.kiosks.codeUntil, { time: formatTime(issue.data.until, language) })}</p>
        <p>{w.kiosks.hint}</p>
      </Dialog>
    );
  }
  return (
    <FormDialog id="kiosk" title={w.kiosks.add} action={w.kiosks.issue} pending={issue.isPending} onSubmit={() => name.trim() !== "" && issue.mutate()} onClose={onClose}>
      <ProblemNotice error={issue.error} />
      <TextField id="kiosk-name" label={w.kiosks.name} hint={w.kiosks.nameHint} required maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
    </FormDialog>
  );
}

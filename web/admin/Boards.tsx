import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { get, post, remove } from "../api/client";
import type { KioskCode } from "../api/types";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Empty, Panel, Table } from "../parts/Parts";
import { formatMoment, formatTime } from "../shell/format";
import { FormDialog } from "../shell/FormDialog";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Admin.module.css";

export interface BoardRow {
  id: string;
  name: string;
  enrolled_at: string;
}

/** The hall's call-up displays: enrolled by a code, taken out of use here. */
export function Boards() {
  const { w, language } = useWords();
  const client = useQueryClient();
  const boards = useQuery({ queryKey: ["boards"], queryFn: () => get<BoardRow[]>("/api/boards") });
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<BoardRow | null>(null);
  const anew = () => client.invalidateQueries({ queryKey: ["boards"] });
  const revoke = useMutation({ mutationFn: ({ id }: BoardRow) => remove(`/api/boards/${id}`), onSettled: anew, onSuccess: () => setRevoking(null) });
  const close = () => {
    setAdding(false);
    void anew();
  };
  return (
    <Panel id="boards" title={w.hall.boards} aside={<Button onClick={() => setAdding(true)}>{w.hall.boardAdd}</Button>}>
      <p>{w.hall.boardsHint}</p>
      <ProblemNotice error={boards.error ?? revoke.error} />
      {boards.data?.length === 0 && <Empty>{w.hall.boardEmpty}</Empty>}
      {boards.data !== undefined && boards.data.length > 0 && (
        <Table label={w.hall.boards} head={[w.kiosks.name, w.kiosks.enrolled, w.supervisor.actions]}>
          {boards.data.map((board) => (
            <tr key={board.id}>
              <th scope="row">{board.name}</th>
              <td className="digits">{formatMoment(board.enrolled_at, language)}</td>
              <td>
                <Button size="small" look="bad-outline" aria-label={`${board.name}: ${w.kiosks.revoke}`} onClick={() => setRevoking(board)}>
                  {w.kiosks.revoke}
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {adding && <BoardCode onClose={close} />}
      {revoking !== null && (
        <Dialog
          id="revoke-board"
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
          <p>{fill(w.hall.boardConfirm, { name: revoking.name })}</p>
        </Dialog>
      )}
    </Panel>
  );
}

/** Asks for the name, then shows the code until it is closed. */
function BoardCode({ onClose }: { onClose: () => void }) {
  const { w, language } = useWords();
  const [name, setName] = useState("");
  const issue = useMutation({ mutationFn: () => post<KioskCode>("/api/boards/codes", { name: name.trim() }) });
  if (issue.data !== undefined) {
    return (
      <Dialog id="board-code" title={w.kiosks.code} closeLabel={w.close} onClose={onClose} actions={<Button onClick={onClose}>{w.close}</Button>}>
        <p>{name}</p>
        <p className={`${styles.code} digits`}>{issue.data.code}</p>
        <p>{fill(w.kiosks.codeUntil, { time: formatTime(issue.data.until, language) })}</p>
        <p>{w.hall.boardsHint}</p>
      </Dialog>
    );
  }
  return (
    <FormDialog id="board" title={w.hall.boardAdd} action={w.kiosks.issue} pending={issue.isPending} onSubmit={() => name.trim() !== "" && issue.mutate()} onClose={onClose}>
      <ProblemNotice error={issue.error} />
      <TextField id="board-name" label={w.kiosks.name} hint={w.kiosks.nameHint} required maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
    </FormDialog>
  );
}

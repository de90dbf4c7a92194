import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { post, put } from "../api/client";
import { accountsQuery, keys } from "../api/queries";
import type { Account, Role } from "../api/types";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { Checkbox, TextField } from "../parts/Field";
import { Badge, PageHead, Table } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";
import styles from "./Admin.module.css";
import { EditDialog } from "./EditDialog";
import { Seats } from "./Seats";
import { useEditor } from "./useEditor";

type Edited = Pick<Account, "login" | "name" | "roles" | "skills" | "disabled"> & { id: string | null; password: string; reset_second_factor: boolean };

const ROLES: readonly Role[] = ["agent_phone", "agent_counter", "supervisor", "manager", "city_officer", "administrator"];
const SKILLS = ["phone", "counter", "ja", "en"] as const;
const nobody: Edited = { id: null, login: "", name: "", roles: ["agent_phone"], skills: ["phone", "ja"], disabled: false, password: "", reset_second_factor: false };

function sendAccount({ id, password, ...account }: Edited): Promise<unknown> {
  const body = { ...account, login: account.login.trim(), name: account.name.trim(), ...(password === "" ? {} : { password }) };
  return id === null ? post("/api/accounts", body) : put(`/api/accounts/${id}`, body);
}

const edited = ({ id, login, name, roles, skills, disabled }: Account): Edited => ({ id, login, name, roles, skills, disabled, password: "", reset_second_factor: false });

const toggled = <T,>(list: readonly T[], item: T, on: boolean) => (on ? [...list, item] : list.filter((each) => each !== item));

/** Who may log in, as what, with which skills. */
export default function AccountsPage() {
  const { w } = useWords();
  const accounts = useQuery(accountsQuery);
  const editor = useEditor<Edited>(keys.accounts, sendAccount);
  return (
    <>
      <PageHead title={w.accounts.title}>
        <Button look="solid" onClick={() => editor.open(nobody)}>
          {w.accounts.add}
        </Button>
      </PageHead>
      <ProblemNotice error={accounts.error} />
      <Table label={w.accounts.title} head={[w.accounts.name, w.accounts.login, w.accounts.roles, w.accounts.skills, w.accounts.second, w.supervisor.state, w.supervisor.actions]}>
        {(accounts.data ?? []).map((account) => (
          <tr key={account.id}>
            <th scope="row">{account.name}</th>
            <td>{account.login}</td>
            <td>{account.roles.map((role) => labelOf(w.roles, role)).join("・")}</td>
            <td>{account.skills.map((skill) => labelOf(w.accounts.skillNames, skill)).join("・")}</td>
            <td>{account.totp_enrolled || account.keys > 0 ? w.history.yes : "—"}</td>
            <td>
              <Badge tone={account.disabled ? "plain" : "good"}>{account.disabled ? w.accounts.disabled : w.accounts.active}</Badge>
            </td>
            <td>
              <Button size="small" aria-label={`${account.name}: ${w.edit}`} onClick={() => editor.open(edited(account))}>
                {w.edit}
              </Button>
            </td>
          </tr>
        ))}
      </Table>
      <Seats />
      {editor.entry !== null && <AccountDialog editor={editor} entry={editor.entry} />}
    </>
  );
}

function AccountDialog({ editor, entry }: { editor: ReturnType<typeof useEditor<Edited>>; entry: Edited }) {
  const { w } = useWords();
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (entry.roles.length > 0) editor.send.mutate(entry);
  };
  return (
    <EditDialog id="account" title={entry.id === null ? w.accounts.add : w.accounts.edit} error={editor.send.error} pending={editor.send.isPending} onSubmit={submit} onClose={() => editor.open(null)}>
      <TextField id="account-name" label={w.accounts.name} required maxLength={80} value={entry.name} onChange={(event) => editor.change({ name: event.target.value })} />
      <TextField id="account-login" label={w.accounts.login} required maxLength={40} autoComplete="off" autoCapitalize="none" value={entry.login} onChange={(event) => editor.change({ login: event.target.value })} />
      <fieldset>
        <legend className={styles.legend}>{w.accounts.roles}</legend>
        <div className={styles.boxes}>
          {ROLES.map((role) => (
            <Checkbox key={role} label={w.roles[role]} checked={entry.roles.includes(role)} onChange={(event) => editor.change({ roles: toggled(entry.roles, role, event.target.checked) })} />
          ))}
        </div>
        {tried && entry.roles.length === 0 && <p className={styles.error}>{w.accounts.needRole}</p>}
      </fieldset>
      <fieldset>
        <legend className={styles.legend}>{w.accounts.skills}</legend>
        <div className={styles.boxes}>
          {SKILLS.map((skill) => (
            <Checkbox key={skill} label={w.accounts.skillNames[skill]} checked={entry.skills.includes(skill)} onChange={(event) => editor.change({ skills: toggled(entry.skills, skill, event.target.checked) })} />
          ))}
        </div>
      </fieldset>
      <TextField
        id="account-password"
        type="password"
        label={w.accounts.password}
        hint={entry.id === null ? w.login.passwordHint : w.accounts.passwordKeep}
        autoComplete="new-password"
        minLength={12}
        required={entry.id === null}
        value={entry.password}
        onChange={(event) => editor.change({ password: event.target.value })}
      />
      <Checkbox label={w.accounts.disabled} checked={entry.disabled} onChange={(event) => editor.change({ disabled: event.target.checked })} />
      {entry.id !== null && <Checkbox label={w.accounts.reset} checked={entry.reset_second_factor} onChange={(event) => editor.change({ reset_second_factor: event.target.checked })} />}
    </EditDialog>
  );
}

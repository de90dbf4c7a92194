import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { get, post } from "../api/client";
import { type AuditSearch, keys } from "../api/queries";
import type { AuditRow, AuditVerdict, Page } from "../api/types";
import { cityDay } from "../history/search";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Empty, Notice, PageHead, Table } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Admin.module.css";

const nothing: AuditSearch = { from: "", to: "", actor: "", action: "" };

function detailText(row: AuditRow): string {
  const detail = row.detail === null || row.detail === undefined || (typeof row.detail === "object" && Object.keys(row.detail).length === 0) ? "" : typeof row.detail === "string" ? row.detail : JSON.stringify(row.detail);
  return [row.subject, detail].filter(Boolean).join(" ");
}

/** Who did what, and the proof that nothing was changed since. */
export default function AuditPage() {
  const { w, language } = useWords();
  const [form, setForm] = useState(nothing);
  const [search, setSearch] = useState(nothing);
  const pages = useInfiniteQuery({
    queryKey: [...keys.audit, "pages", search],
    queryFn: ({ pageParam }) => get<Page<AuditRow>>("/api/audit", { ...search, from: cityDay(search.from, "start"), to: cityDay(search.to, "end"), cursor: pageParam }),
    initialPageParam: null as string | number | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const field = (name: keyof AuditSearch) => ({ id: `audit-${name}`, value: form[name], onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSearch(form);
  };
  return (
    <>
      <PageHead title={w.audit.title}>
        <Verify />
      </PageHead>
      <p>{w.audit.hint}</p>
      <form className={styles.search} role="search" aria-label={w.audit.title} onSubmit={submit}>
        <TextField type="date" label={w.history.from} {...field("from")} />
        <TextField type="date" label={w.history.to} {...field("to")} />
        <TextField label={w.audit.actor} autoComplete="off" {...field("actor")} />
        <TextField label={w.audit.action} autoComplete="off" {...field("action")} />
        <Button type="submit" look="solid">
          {w.history.search}
        </Button>
      </form>
      <ProblemNotice error={pages.error} />
      {pages.isSuccess && rows.length === 0 && <Empty>{w.audit.empty}</Empty>}
      {rows.length > 0 && (
        <Table label={w.audit.title} head={[w.audit.seq, w.audit.at, w.audit.actor, w.audit.action, w.audit.detail]}>
          {rows.map((row) => (
            <tr key={row.seq}>
              <td className="digits">{row.seq}</td>
              <td className="digits">{formatMoment(row.at, language)}</td>
              <td>{row.actor_name ?? row.actor}</td>
              <td>{row.action}</td>
              <td className={styles.detail}>{detailText(row)}</td>
            </tr>
          ))}
        </Table>
      )}
      {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{w.more}</Button>}
    </>
  );
}

function Verify() {
  const { w } = useWords();
  const verify = useMutation({ mutationFn: () => post<AuditVerdict>("/api/audit/verify") });
  return (
    <>
      <Button unavailable={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? w.audit.verifying : w.audit.verify}
      </Button>
      <ProblemNotice error={verify.error} />
      {verify.data !== undefined && (
        <Notice tone={verify.data.whole ? "good" : "bad"} alert>
          {verify.data.whole ? fill(w.audit.ok, { rows: verify.data.rows }) : fill(w.audit.broken, { fault: verify.data.findings.join(" / ") })}
        </Notice>
      )}
    </>
  );
}

import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { get, post } from "../api/client";
import { keys } from "../api/queries";
import type { Page } from "../api/types";
import { cityDay } from "../history/search";
import { Button } from "../parts/Button";
import { SelectField, TextField } from "../parts/Field";
import { Actions, Empty, Notice, PageHead } from "../parts/Parts";
import type { PageProps } from "../shell/page-props";
import { ProblemNotice } from "../shell/ProblemNotice";
import { routeNow } from "../shell/route";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Erasure.module.css";
import { emptyErasureSearch, ends, erasureAddress, type ErasureRow, type ErasureSearch, erasureSearchOf, type ErasureVerdict, results } from "./erasure-types";
import { ReceiptPage } from "./ReceiptPage";
import { ReceiptTable } from "./ReceiptTable";

/** The receipts of erasures, for city and manager: all of them, or one. */
export default function ErasurePage({ rest }: PageProps) {
  return rest === "" ? <ReceiptList /> : <ReceiptPage number={rest} />;
}

function ReceiptList() {
  const { w } = useWords();
  const [search, setSearch] = useState<ErasureSearch>(() => erasureSearchOf(routeNow().query));
  const pages = useInfiniteQuery({
    queryKey: [...keys.erasure, "pages", search],
    queryFn: ({ pageParam }) => get<Page<ErasureRow>>("/api/erasure/receipts", { ...search, from: cityDay(search.from, "start"), to: cityDay(search.to, "end"), cursor: pageParam }),
    initialPageParam: null as string | number | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const run = (next: ErasureSearch) => {
    setSearch(next);
    // The address keeps the search for the way back; replaced, so that Back leaves the page.
    history.replaceState(null, "", erasureAddress(next));
  };
  return (
    <>
      <PageHead title={w.erasure.title}>
        <a className={styles.link} href="/api/erasure/key" download>
          {w.erasure.key}
        </a>
      </PageHead>
      <p>{w.erasure.hint}</p>
      <VerifyAll />
      <SearchForm search={search} onSearch={run} />
      <ProblemNotice error={pages.error} />
      {pages.isPending && <p role="status">{w.loading}</p>}
      {pages.isSuccess && rows.length === 0 && <Empty>{w.erasure.empty}</Empty>}
      {rows.length > 0 && (
        <>
          <p className={styles.soft} role="status">
            {fill(w.erasure.shown, { count: rows.length })}
          </p>
          <ReceiptTable rows={rows} />
        </>
      )}
      {pages.hasNextPage && (
        <Button className={styles.more ?? ""} unavailable={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {w.more}
        </Button>
      )}
    </>
  );
}

function VerifyAll() {
  const { w, pick } = useWords();
  const verify = useMutation({ mutationFn: () => post<ErasureVerdict>("/api/erasure/verify") });
  const { data } = verify;
  return (
    <div className={styles.verify}>
      <Button unavailable={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? w.erasure.verifying : w.erasure.verifyAll}
      </Button>
      <ProblemNotice error={verify.error} />
      {data !== undefined && (
        <Notice tone={data.whole ? "good" : "bad"} alert>
          <p>{fill(data.whole ? w.erasure.allWhole : w.erasure.allBroken, { receipts: data.receipts })}</p>
          {data.findings.length > 0 && (
            <ul>
              {data.findings.map((each, index) => (
                <li key={index}>{fill(w.erasure.finding, { number: each.number, said: pick(each.said_ja, each.said_en) })}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
    </div>
  );
}

function SearchForm({ search, onSearch }: { search: ErasureSearch; onSearch: (search: ErasureSearch) => void }) {
  const { w } = useWords();
  const [form, setForm] = useState(search);
  const field = (name: keyof ErasureSearch) => ({ id: `erasure-${name}`, value: form[name], onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value.trim() }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(form);
  };
  return (
    <form className={styles.search} role="search" aria-label={w.erasure.title} onSubmit={submit}>
      <TextField label={w.erasure.number} inputMode="numeric" autoComplete="off" {...field("number")} />
      <TextField type="date" label={w.history.from} {...field("from")} />
      <TextField type="date" label={w.history.to} {...field("to")} />
      <SelectField label={w.erasure.result} {...field("result")}>
        <option value="">{w.all}</option>
        {results.map((each) => (
          <option key={each} value={each}>
            {w.erasure.results[each]}
          </option>
        ))}
      </SelectField>
      <SelectField label={w.erasure.end} {...field("end")}>
        <option value="">{w.all}</option>
        {ends.map((each) => (
          <option key={each} value={each}>
            {w.erasure.ends[each]}
          </option>
        ))}
      </SelectField>
      <TextField label={w.erasure.contact} placeholder={w.erasure.contactHint} autoComplete="off" {...field("contact")} />
      <Actions>
        <Button type="submit" look="solid">
          {w.erasure.search}
        </Button>
        <Button
          onClick={() => {
            setForm(emptyErasureSearch);
            onSearch(emptyErasureSearch);
          }}
        >
          {w.erasure.clear}
        </Button>
      </Actions>
    </form>
  );
}

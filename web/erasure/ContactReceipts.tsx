import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import { keys } from "../api/queries";
import type { Page } from "../api/types";
import { Empty, Panel } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import type { ErasureRow } from "./erasure-types";
import { ReceiptTable } from "./ReceiptTable";

/** The receipts of one contact, in its history. */
export function ContactReceipts({ contact }: { contact: string }) {
  const { w } = useWords();
  const receipts = useQuery({ queryKey: [...keys.erasure, "of", contact], queryFn: () => get<Page<ErasureRow>>("/api/erasure/receipts", { contact }) });
  return (
    <Panel id="contact-erasure" title={w.erasure.ofContact}>
      <ProblemNotice error={receipts.error} />
      {receipts.data?.items.length === 0 && <Empty>{w.erasure.ofContactEmpty}</Empty>}
      {receipts.data !== undefined && receipts.data.items.length > 0 && <ReceiptTable rows={receipts.data.items} />}
    </Panel>
  );
}

/**
 * The draft of what the contact was about: asked for while the text is being completed, edited, confirmed by the agent.
 * It waits for a limited time; a record is filed without it just as well.
 */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf, put } from "../api/client";
import { summaryQuery } from "../api/queries";
import type { CallSummary, LineKind, SummaryLine } from "../history/summary-types";
import type { Words } from "../words/words";

const KINDS: readonly LineKind[] = ["wish", "answer", "open"];

/** Lines of each kind under its name, as they go into the note. Pure. */
export function asNote(lines: readonly SummaryLine[], names: Words["summary"]["kinds"]): string {
  const parts = KINDS.map((kind) => [names[kind], lines.filter((line) => line.kind === kind && line.text.trim() !== "")] as const);
  return parts.filter(([, own]) => own.length > 0).map(([name, own]) => `【${name}】${own.map((line) => line.text.trim()).join("／")}`).join("\n");
}

export function useSummary(contact: string, ended: boolean) {
  const client = useQueryClient();
  const options = summaryQuery(contact, ended);
  const summary = useQuery(options).data ?? null;
  const [edited, setEdited] = useState<SummaryLine[] | null>(null);
  const lines = edited ?? summary?.lines ?? [];
  const confirm = useMutation({
    mutationFn: () => put(`/api/contacts/${contact}/summary`, { lines: lines.filter((line) => line.text.trim() !== "").map(({ kind, text, cites }) => ({ kind, text: text.trim(), cites: cites.map(({ segment }) => segment) })) }),
    onSuccess: () => client.setQueryData<CallSummary>(options.queryKey, (before) => before && { ...before, state: "confirmed", lines: [...lines] }),
  });
  const change = (index: number, text: string) => {
    setEdited(lines.map((line, at) => (at === index ? { ...line, text } : line)));
    if (confirm.isError) confirm.reset();
  };
  const leaveOut = (index: number) => setEdited(lines.filter((_, at) => at !== index));
  return { summary, lines, change, leaveOut, confirm, problem: confirm.isError ? problemOf(confirm.error) : null };
}

export type SummaryControl = ReturnType<typeof useSummary>;

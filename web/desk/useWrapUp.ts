/** The record of one contact: the draft, its keys, filing it, and what the server says against it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { problemOf, put } from "../api/client";
import { keys, topicsQuery } from "../api/queries";
import type { WrapUp } from "../api/types";
import { takeLines } from "./note-lines";
import { completed, type Draft, emptyDraft, type Fault, faultOf, pressDigit, stageOf, storedDraft, storeDraft, withLine } from "./wrap-up-draft";

const NO_TOPICS: never[] = [];

function isDraftEmpty(draft: Draft): boolean {
  return draft.topic === null && draft.note === "" && draft.booking === null;
}

export function useWrapUp(contact: string, filed: Draft | null, onFiled: (wrapUp: WrapUp) => void) {
  const client = useQueryClient();
  const topics = useQuery(topicsQuery).data ?? NO_TOPICS;
  const [draft, setDraft] = useState<Draft>(() => {
    const stored = storedDraft(sessionStorage, contact);
    return isDraftEmpty(stored) ? (filed ?? emptyDraft) : stored;
  });
  const [fault, setFault] = useState<Fault | null>(null);
  useEffect(() => storeDraft(sessionStorage, contact, isDraftEmpty(draft) ? null : draft), [contact, draft]);
  const save = useMutation({
    mutationFn: (wrapUp: WrapUp) => put(`/api/contacts/${contact}/wrap-up`, wrapUp),
    onSuccess: (_, wrapUp) => {
      void client.invalidateQueries({ queryKey: keys.contacts });
      onFiled(wrapUp);
    },
  });
  const change = (next: Draft) => {
    setDraft(next);
    setFault(null);
    if (save.isError) save.reset();
  };
  const latest = useRef(draft);
  useLayoutEffect(() => {
    latest.current = draft;
  });
  useEffect(
    () =>
      takeLines(contact, (line) => {
        const next = withLine(latest.current, line);
        if (next === null) return false;
        latest.current = next;
        setDraft(next);
        return true;
      }),
    [contact],
  );
  const submit = () => {
    const wrapUp = completed(draft, topics);
    setFault(faultOf(draft, topics));
    if (wrapUp !== null && !save.isPending) save.mutate(wrapUp);
  };
  const press = (key: string) => {
    if (key === "Enter") submit();
    else change(pressDigit(draft, topics, Number(key)));
  };
  const problem = save.isError ? problemOf(save.error) : null;
  return { topics, draft, change, press, submit, fault, problem, stage: stageOf(draft, topics), saving: save.isPending };
}

export type WrapUpControl = ReturnType<typeof useWrapUp>;

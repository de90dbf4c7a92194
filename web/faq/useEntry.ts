/** One entry and what is done to it: who was faster is told, and what stands is read again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post, problemOf } from "../api/client";
import type { Problem } from "../api/types";
import { entryQuery, faqKeys } from "./queries";
import type { FaqAct, FaqView } from "./types";

/** Somebody was faster. */
export const CONFLICT = 409;

export function useEntry(key: string) {
  const client = useQueryClient();
  const entry = useQuery(entryQuery(key));
  const [faster, setFaster] = useState<Problem | null>(null);
  const act = useMutation({
    mutationFn: (what: FaqAct) => post<FaqView>(`/api/faq/entries/${key}`, what),
    onMutate: () => setFaster(null),
    onSuccess: (view) => client.setQueryData(entryQuery(key).queryKey, view),
    onError: (error) => {
      if (problemOf(error).status === CONFLICT) setFaster(problemOf(error));
    },
    onSettled: () => client.invalidateQueries({ queryKey: faqKeys.entries }),
  });
  const refused = faster === null ? act.error : null;
  return { entry, act, faster, refused };
}

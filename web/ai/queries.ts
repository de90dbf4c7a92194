/** Every reading of the AI ledger, as TanStack Query options. Must never know a page. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import type { AiPromptPage, AiUse } from "./types";

export const aiKeys = { uses: ["ai", "uses"], prompts: ["ai", "prompts"] } as const;

export interface PromptSearch {
  purpose: string;
  outcome: string;
}

export const usesQuery = queryOptions({ queryKey: aiKeys.uses, queryFn: () => get<AiUse[]>("/api/ai/uses") });

export const promptsQuery = (search: PromptSearch) =>
  infiniteQueryOptions({
    queryKey: [...aiKeys.prompts, search],
    queryFn: ({ pageParam }) => get<AiPromptPage>("/api/ai/prompts", { ...search, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
  });

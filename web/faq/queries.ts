/**
 * Every reading of the FAQ, as TanStack Query options. Must never know a page.
 */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import type { AskedQuestion, ComparedField, FaqEdition, FaqList, FaqProposal, FaqSearchState, FaqSuggestion, FaqView, Lang } from "./types";

export const faqKeys = {
  all: ["faq"],
  entries: ["faq", "entries"],
  editions: ["faq", "editions"],
  questions: ["faq", "questions"],
  proposals: ["faq", "proposals"],
} as const;

export interface EntrySearch {
  text: string;
  topic: string;
  standing: string;
}

export const entriesQuery = (search: EntrySearch) =>
  infiniteQueryOptions({
    queryKey: [...faqKeys.entries, "list", search],
    queryFn: ({ pageParam }) => get<FaqList>("/api/faq/entries", { ...search, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
  });

export const entryQuery = (key: string) =>
  queryOptions({
    queryKey: [...faqKeys.entries, key],
    queryFn: () => get<FaqView>(`/api/faq/entries/${key}`),
    retry: false,
  });

export const compareQuery = (key: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...faqKeys.entries, key, "compare", from, to],
    queryFn: () => get<ComparedField[]>(`/api/faq/entries/${key}/compare`, { from, to }),
    enabled: from !== "" && to !== "",
    retry: false,
    // A draft may have been saved since.
    staleTime: 0,
  });

export const editionsQuery = queryOptions({ queryKey: faqKeys.editions, queryFn: () => get<FaqEdition[]>("/api/faq/editions") });

export interface QuestionSearch {
  channel: string;
  band: string;
  outcome: string;
  from: string;
  until: string;
}

export const questionsQuery = (search: QuestionSearch) =>
  queryOptions({
    queryKey: [...faqKeys.questions, search],
    queryFn: () => get<AskedQuestion[]>("/api/faq/questions", { ...search }),
    placeholderData: (previous) => previous,
  });

export const proposalsQuery = queryOptions({ queryKey: faqKeys.proposals, queryFn: () => get<FaqProposal[]>("/api/faq/proposals") });

/** How search is; asked again while the page is open, since it mends itself. */
export const searchStateQuery = queryOptions({
  queryKey: [...faqKeys.all, "state"],
  queryFn: () => get<FaqSearchState>("/api/faq/state"),
  refetchInterval: 30_000,
  retry: false,
});

/** While somebody types. An old answer is as good as a new one for a while. */
export const suggestQuery = (text: string, lang: Lang) =>
  queryOptions({
    queryKey: [...faqKeys.all, "suggest", lang, text],
    queryFn: () => get<FaqSuggestion[]>("/api/faq/suggest", { text, lang }),
    enabled: text !== "",
    staleTime: 60_000,
    retry: false,
    placeholderData: (previous) => previous,
  });

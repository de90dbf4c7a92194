/**
 * Every reading of server data, as TanStack Query options: key, path, how long it stays fresh.
 * Must never know a page; pages change data through `client.ts` and invalidate `keys`.
 */
import { queryOptions } from "@tanstack/react-query";
import type { FlowChoice, VisitSlip } from "../flow/view";
import type { HeardQuestion } from "../history/question-types";
import type { CallSummary } from "../history/summary-types";
import type { Transcript } from "../history/transcript-types";
import { get } from "./client";
import type {
  Account,
  CalendarDay,
  CalendarException,
  CalendarRules,
  Colleague,
  ContactDetail,
  ContactRow,
  DayDetail,
  DirectoryEntry,
  Health,
  Kiosk,
  Me,
  MonthCoverage,
  OriginalOpening,
  Page,
  PauseReason,
  Peaks,
  Prompt,
  Seat,
  SpeechState,
  StateSpan,
  Topic,
  Vocabulary,
  WatchWords,
} from "./types";

const MINUTE_MS = 60_000;

export const keys = {
  me: ["me"],
  topics: ["topics"],
  directory: ["directory"],
  contacts: ["contacts"],
  handovers: ["handovers"],
  calendar: ["calendar"],
  accounts: ["accounts"],
  prompts: ["prompts"],
  audit: ["audit"],
  kiosks: ["kiosks"],
  watchWords: ["watch-words"],
  vocabulary: ["vocabulary"],
  erasure: ["erasure"],
} as const;

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: () => get<Me>("/api/me"),
  retry: false,
  staleTime: 5 * MINUTE_MS,
});

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: () => get<Health>("/api/health"),
  staleTime: MINUTE_MS / 2,
  retry: 1,
});

export const watchWordsQuery = queryOptions({ queryKey: keys.watchWords, queryFn: () => get<WatchWords>("/api/watch-words") });

export const topicsQuery = queryOptions({
  queryKey: keys.topics,
  queryFn: () => get<Topic[]>("/api/topics"),
  staleTime: 10 * MINUTE_MS,
});

export const directoryQuery = queryOptions({
  queryKey: keys.directory,
  queryFn: () => get<DirectoryEntry[]>("/api/directory"),
  // Open or closed is part of the answer, so it must not grow old.
  staleTime: MINUTE_MS,
  refetchInterval: 5 * MINUTE_MS,
});

export const pauseReasonsQuery = queryOptions({
  queryKey: ["pause-reasons"],
  queryFn: () => get<PauseReason[]>("/api/pause-reasons"),
  staleTime: 10 * MINUTE_MS,
});

export interface ContactSearch {
  from: string;
  to: string;
  number: string;
  agent: string;
  topic: string;
  outcome: string;
  channel: string;
  unfiled: string;
}

export const contactsQuery = (search: ContactSearch, cursor: string | null) =>
  queryOptions({
    queryKey: [...keys.contacts, search, cursor],
    queryFn: () => get<Page<ContactRow>>("/api/contacts", { ...search, cursor, limit: 25 }),
    placeholderData: (previous) => previous,
  });

/** One contact; asked again while its recording waits for its text. */
export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.contacts, id],
    queryFn: () => get<ContactDetail>(`/api/contacts/${id}`),
    refetchInterval: ({ state }) => (["writing", "waiting"].includes(state.data?.recording?.state ?? "") ? MINUTE_MS / 12 : false),
  });

export const peaksQuery = (id: string, granted: boolean) =>
  queryOptions({
    queryKey: [...keys.contacts, id, "peaks"],
    queryFn: () => get<Peaks>(`/api/contacts/${id}/peaks`),
    enabled: granted,
    retry: false,
  });

export const originalOpeningsQuery = (id: string, enabled: boolean) =>
  queryOptions({ queryKey: [...keys.contacts, id, "original"], queryFn: () => get<OriginalOpening[]>(`/api/contacts/${id}/original/openings`), enabled, retry: false });

export const coverageQuery = (month: string) =>
  queryOptions({ queryKey: ["coverage", month], queryFn: () => get<MonthCoverage>("/api/coverage", { month }), refetchInterval: MINUTE_MS });

export const coverageDayQuery = (day: string) =>
  queryOptions({ queryKey: ["coverage", "day", day], queryFn: () => get<DayDetail>(`/api/coverage/${day}`), refetchInterval: MINUTE_MS });

export const calendarQuery = (channel: string, month: string) =>
  queryOptions({
    queryKey: [...keys.calendar, channel, month],
    queryFn: () => get<CalendarDay[]>(`/api/calendar/${channel}`, { month }),
  });

export const exceptionsQuery = (channel: string, enabled: boolean) =>
  queryOptions({
    queryKey: [...keys.calendar, channel, "exceptions"],
    queryFn: () => get<CalendarException[]>(`/api/calendar/${channel}/exceptions`),
    enabled,
  });

export const rulesQuery = (channel: string) =>
  queryOptions({
    queryKey: [...keys.calendar, channel, "rules"],
    queryFn: () => get<CalendarRules>(`/api/calendar/${channel}/rules`),
  });

export const colleaguesQuery = queryOptions({
  queryKey: ["colleagues"],
  queryFn: () => get<Colleague[]>("/api/colleagues"),
  staleTime: 10 * MINUTE_MS,
});

/** What an agent did today. */
export const statesQuery = (agent: string) =>
  queryOptions({
    queryKey: ["states", agent],
    queryFn: () => get<{ items: StateSpan[] }>(`/api/agents/${agent}/states`),
  });

export const accountsQuery = queryOptions({
  queryKey: keys.accounts,
  queryFn: () => get<Account[]>("/api/accounts"),
});

export const seatsQuery = queryOptions({
  queryKey: ["seats"],
  queryFn: () => get<Seat[]>("/api/seats"),
});

export const kiosksQuery = queryOptions({
  queryKey: keys.kiosks,
  queryFn: () => get<Kiosk[]>("/api/kiosks"),
  refetchInterval: MINUTE_MS / 6,
});

export const promptsQuery = queryOptions({
  queryKey: keys.prompts,
  queryFn: () => get<Prompt[]>("/api/prompts"),
});

export interface AuditSearch {
  from: string;
  to: string;
  actor: string;
  action: string;
}

/** What the visitor in hand can be guided through; nothing while no visit is in hand. */
export const visitFlowsQuery = (contact: string | null) =>
  queryOptions({
    queryKey: ["visit-flows", contact],
    queryFn: () => get<FlowChoice[]>(`/api/visits/${contact}/flows`),
    enabled: contact !== null,
    staleTime: 10 * MINUTE_MS,
  });

/** The slip of a visit as it would be handed out; `state` changes with what happened in it. */
export const visitSlipQuery = (contact: string, state: string) =>
  queryOptions({
    queryKey: ["visit-slip", contact, state],
    queryFn: () => get<VisitSlip>(`/api/visits/${contact}/slip`),
    staleTime: MINUTE_MS,
  });

/** Asked again now and then: a recogniser starts, fails and comes back by itself. */
export const speechStateQuery = queryOptions({
  queryKey: ["speech-state"],
  queryFn: () => get<SpeechState>("/api/speech/state"),
  staleTime: MINUTE_MS / 4,
  refetchInterval: MINUTE_MS / 2,
});

export const vocabularyQuery = (queue: string) => queryOptions({ queryKey: [...keys.vocabulary, queue], queryFn: () => get<Vocabulary>(`/api/speech/vocabulary/${queue}`) });

/** What was said in a contact, as text; asked again while it is being completed. */
export const transcriptQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.contacts, id, "transcript"],
    queryFn: () => get<Transcript>(`/api/contacts/${id}/transcript`),
    retry: false,
    refetchInterval: ({ state }) => (state.data?.coverage.state === "waiting" ? MINUTE_MS / 12 : false),
  });

/** What was asked in a contact and searched in the FAQ; once a reason was stated. */
export const questionsHeardQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.contacts, id, "questions"],
    queryFn: () => get<HeardQuestion[]>(`/api/contacts/${id}/questions`),
    retry: false,
  });

/** How often, and how long, a draft is asked for while the text of an ended contact is being completed. */
const SUMMARY_EVERY_MS = 2_000;
const SUMMARY_ASKED_MAX = 60;

/** The summary of a contact that has ended. */
export const summaryQuery = (id: string, enabled: boolean) =>
  queryOptions({
    queryKey: [...keys.contacts, id, "summary"],
    queryFn: () => get<CallSummary>(`/api/contacts/${id}/summary`),
    enabled,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.state === "waiting" && state.dataUpdateCount < SUMMARY_ASKED_MAX ? SUMMARY_EVERY_MS : false),
  });

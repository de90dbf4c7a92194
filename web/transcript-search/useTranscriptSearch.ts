/**
 * Looking through what was said, page after page: the server looks for a moment at a time and says how far it came.
 * Goes on by itself until something was found or everything was looked at; the person can stop and go on.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { get, problemOf } from "../api/client";
import type { Problem } from "../api/types";
import type { TranscriptHit, TranscriptHits } from "../history/transcript-types";

export interface Asked {
  q: string;
  from: string;
  to: string;
  language: string;
  agent: string;
}

export type SearchState = "idle" | "searching" | "paused" | "stopped" | "done";

export interface Progress {
  state: SearchState;
  hits: readonly TranscriptHit[];
  searched: number;
  until: string | null;
  cursor: string | null;
  problem: Problem | null;
}

export const notAsked: Progress = { state: "idle", hits: [], searched: 0, until: null, cursor: null, problem: null };

/** Places found before the search waits for the person. */
const ENOUGH = 20;

/** What is known after a page. Pure. */
export function withPage(before: Progress, page: TranscriptHits, foundNow: number): Progress {
  const hits = [...before.hits, ...page.items];
  const enough = foundNow + page.items.length >= ENOUGH;
  const state = page.next_cursor === null ? "done" : enough ? "paused" : "searching";
  return { state, hits, searched: before.searched + page.searched, until: page.searched_until ?? before.until, cursor: page.next_cursor, problem: null };
}

export function useTranscriptSearch() {
  const [progress, setProgress] = useState<Progress>(notAsked);
  const run = useRef(0);
  const asked = useRef<Asked | null>(null);
  const look = useCallback(async (from: Progress) => {
    const query = asked.current;
    if (query === null) return;
    const mine = ++run.current;
    let now: Progress = { ...from, state: "searching", problem: null };
    const already = from.hits.length;
    setProgress(now);
    while (now.state === "searching") {
      try {
        const page = await get<TranscriptHits>("/api/transcripts/search", { ...query, cursor: now.cursor });
        if (run.current !== mine) return;
        now = withPage(now, page, now.hits.length - already);
      } catch (error) {
        if (run.current !== mine) return;
        now = { ...now, state: "stopped", problem: problemOf(error) };
      }
      setProgress(now);
    }
  }, []);
  const stop = useCallback(() => {
    run.current++;
    setProgress((before) => (before.state === "searching" ? { ...before, state: "stopped" } : before));
  }, []);
  // A page that is left looks no further.
  useEffect(() => () => void run.current++, []);
  const search = useCallback(
    (query: Asked) => {
      asked.current = query;
      void look(notAsked);
    },
    [look],
  );
  return { progress, search, stop, goOn: () => void look(progress) };
}

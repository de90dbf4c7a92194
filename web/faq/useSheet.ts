/**
 * A file that is looked at before it is taken in: first a dry run, then, when the person says so, the real one.
 * Both can be called off; an answer that comes after that is thrown away.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { problemOf, sendFile, withQuery } from "../api/client";
import type { Problem } from "../api/types";
import { sheetType } from "./sheet-file";

export type SheetState = "none" | "wrong_type" | "looking" | "looked" | "entering" | "entered" | "called_off_looking" | "called_off_entering" | "failed";

export interface Sheet<T> {
  state: SheetState;
  name: string;
  result: T | null;
  problem: Problem | null;
  since_ms: number | null;
}

const nothing = { state: "none", name: "", result: null, problem: null, since_ms: null } as const;

/** Whether something is on its way. */
export const isBusy = (state: SheetState): boolean => state === "looking" || state === "entering";

export function useSheet<T>(address: string, onEntered: () => void) {
  const [sheet, setSheet] = useState<Sheet<T>>(nothing);
  const file = useRef<File | null>(null);
  const under = useRef<AbortController | null>(null);
  useEffect(() => () => under.current?.abort(), []);
  const run = useCallback(
    async (chosen: File, dry: boolean) => {
      const type = sheetType(chosen.name);
      if (type === null) {
        setSheet({ ...nothing, state: "wrong_type", name: chosen.name });
        return;
      }
      under.current?.abort();
      const mine = new AbortController();
      under.current = mine;
      setSheet((before) => ({ state: dry ? "looking" : "entering", name: chosen.name, result: dry ? null : before.result, problem: null, since_ms: Date.now() }));
      try {
        const result = await sendFile<T>("POST", withQuery(address, { dry_run: String(dry) }), chosen, type, mine.signal);
        if (mine.signal.aborted) return;
        setSheet({ state: dry ? "looked" : "entered", name: chosen.name, result, problem: null, since_ms: null });
        if (!dry) onEntered();
      } catch (error) {
        if (mine.signal.aborted) return;
        setSheet((before) => ({ ...before, state: "failed", problem: problemOf(error), since_ms: null }));
      }
    },
    [address, onEntered],
  );
  const choose = (chosen: File | undefined) => {
    if (chosen === undefined) return;
    file.current = chosen;
    void run(chosen, true);
  };
  const enter = () => {
    if (file.current !== null) void run(file.current, false);
  };
  const callOff = () => {
    under.current?.abort();
    setSheet((before) => ({ ...before, state: before.state === "entering" ? "called_off_entering" : "called_off_looking", since_ms: null }));
  };
  return { sheet, choose, enter, callOff };
}

/** What the server says of an entry while it is written: asked again a moment after the last key. */
import { useEffect, useState } from "react";
import { post } from "../api/client";
import type { FaqCheck, FaqContent } from "./types";

const PAUSE_MS = 500;
const nothing: FaqCheck = { problems: [], conflicts: [] };

export interface Checked {
  check: FaqCheck;
  state: "checking" | "checked" | "failed";
  error: unknown;
}

export function useCheck(key: string, content: FaqContent): Checked {
  const [checked, setChecked] = useState<Checked>({ check: nothing, state: "checking", error: null });
  const asked = JSON.stringify({ key, content });
  useEffect(() => {
    // An answer to an older text than the one that stands is thrown away.
    let current = true;
    setChecked((before) => ({ ...before, state: "checking" }));
    const timer = setTimeout(() => {
      post<FaqCheck>("/api/faq/check", JSON.parse(asked)).then(
        (check) => current && setChecked({ check, state: "checked", error: null }),
        (error: unknown) => current && setChecked((before) => ({ ...before, state: "failed", error })),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return checked;
}

/** What crosses the wire about questions heard in a call, as docs/API-DESIGN.md states it. Types only. */
import type { Language } from "../api/types";

export interface HeardQuestion {
  id: string;
  at: string;
  language: Language;
  /** Without secrets, numbers and marked names. */
  text: string;
  band: "answer" | "choose" | "hand_over" | "none";
  /** What was suggested, `key@version`, best first. */
  hits: string[];
  outcome: string | null;
  /** Of which text that was said. */
  outcome_hit: string | null;
}

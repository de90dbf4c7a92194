/**
 * The messages of the WebSocket `/api/chat/live`, both ways, as docs/API-DESIGN.md states them; lines are the desk's too.
 * Owns names and types only. chat-link.ts carries them, chat-store.ts digests them.
 */
import type { ChatLine } from "./lines";

/** The languages a chat is held in; what each calls itself. */
export const chatLanguages = { ja: "日本語", "ja-easy": "やさしい日本語", en: "English" } as const;
export type ChatLanguage = keyof typeof chatLanguages;

/** Where a chat stands, in the resident's terms. */
export interface Standing {
  stage: "bot" | "waiting" | "talking" | "over";
  position: number | null;
  estimate_minutes: number | null;
  agent: string | null;
  /** When it ends unless somebody writes. */
  idle_until: string | null;
}

export interface Hours {
  open: boolean;
  next_open: string | null;
  /** Today's hours, from and to. */
  today: [string, string][];
}

export interface Welcome {
  token: string;
  city_ja: string;
  city_en: string;
  telephone: string | null;
  line_chars_max: number;
  now: string;
}

export type Command =
  | { type: "say"; text: string }
  | { type: "choose"; line: number; key: string }
  | { type: "helped"; line: number; helped: boolean }
  | { type: "hand_over" | "typing" | "leave" };

export type ServerMessage =
  | ({ type: "welcome" } & Welcome)
  | ({ type: "hours" } & Hours)
  | { type: "lines"; lines: ChatLine[] }
  | ({ type: "state" } & Standing)
  | { type: "typing" | "replaced" | "busy" }
  | { type: "done"; id: number }
  | { type: "refused"; id: number; code: string; detail_ja: string; detail_en: string };

/** What a code of the ledger says in words. Pure. `not_said:money` is a fault with its kind, `status_500` one with a number. */
import type { Words } from "../words/words";
import { fill, labelOf } from "../words/words";
import type { AiUse } from "./types";

export function reasonText(code: string, w: Words): string {
  const [fault = "", detail] = code.split(":");
  const status = /^status_(\d{3})$/.exec(fault)?.[1];
  if (status !== undefined) return fill(w.ai.reasons.status, { status });
  const said = labelOf(w.ai.reasons, fault);
  if (detail === undefined) return said;
  return `${said}（${labelOf(w.ai.claims, detail)}）`;
}

/** 0.9966 → "99.7%". */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** What a use is sent: more is told of what leaves this machine. */
export const sendsOf = ({ purpose, runs }: AiUse, w: Words): string => (purpose === "search" && runs === "elsewhere" ? w.ai.sendsVectors : w.ai.sends[purpose]);

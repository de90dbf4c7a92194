/**
 * Receipts of erasures as the server tells them, and the search of them as data. Pure.
 */
import type { Receipt } from "../browser/wire";

export const ends = ["submitted", "ended", "cancelled", "not-started", "crashed", "host-lost", "network-lost", "limit-over", "restarted"] as const;
export const results = ["at_once", "after_rebuild"] as const;
export const places = ["profile", "disk", "logs", "database"] as const;

export interface ErasureRow {
  number: number;
  contact: string | null;
  end: string;
  ended_at: string;
  verified_at: string;
  took_ms: number;
  result: (typeof results)[number];
  rebuilt: number;
  found_before: number;
  photo: boolean;
}

export interface ErasureCheck {
  aspect: string;
  holds: boolean;
  said_ja: string;
  said_en: string;
}

export interface ErasureDetail extends ErasureRow {
  receipt: Omit<Receipt, "type">;
  installation: string;
  sha256: string;
  searched: string[];
  whole: boolean;
  checks: ErasureCheck[];
}

export interface ErasureVerdict {
  whole: boolean;
  receipts: number;
  findings: { number: number; said_ja: string; said_en: string }[];
}

export interface ErasureSearch {
  number: string;
  from: string;
  to: string;
  contact: string;
  end: string;
  result: string;
}

export const emptyErasureSearch: ErasureSearch = { number: "", from: "", to: "", contact: "", end: "", result: "" };

/** How the search stands in the address, for the way back. */
export function erasureAddress(search: ErasureSearch): string {
  const parameters = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ""));
  const text = parameters.toString();
  return text === "" ? "/erasure" : `/erasure?${text}`;
}

export function erasureSearchOf(query: URLSearchParams): ErasureSearch {
  const known = Object.keys(emptyErasureSearch) as (keyof ErasureSearch)[];
  return Object.fromEntries(known.map((name) => [name, query.get(name) ?? ""])) as unknown as ErasureSearch;
}

/** 842 → "0.8". */
export const secondsOf = (took_ms: number) => (took_ms / 1000).toFixed(1);

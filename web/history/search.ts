/**
 * The search of the history as data: its fields, and how it stands in the address bar. Pure.
 */
import type { ContactSearch } from "../api/queries";

export const emptySearch: ContactSearch = { from: "", to: "", number: "", agent: "", topic: "", outcome: "", channel: "", unfiled: "" };

/** A telephone number must not end up in browser history, so it is left out of the address. */
export function searchToAddress(search: ContactSearch): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== "" && name !== "number") parameters.set(name, value);
  }
  const text = parameters.toString();
  return text === "" ? "/history" : `/history?${text}`;
}

export function searchFromAddress(query: URLSearchParams): ContactSearch {
  const known = Object.keys(emptySearch) as (keyof ContactSearch)[];
  return Object.fromEntries(known.map((name) => [name, query.get(name) ?? ""])) as unknown as ContactSearch;
}

/** Japan has one offset and no summer time. */
const CITY_OFFSET = "+09:00";

/** The instant at which a day of the city starts or ends, in UTC; empty stays empty. */
export function cityDay(date: string, edge: "start" | "end"): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return "";
  const start_ms = Date.parse(`${date}T00:00:00${CITY_OFFSET}`);
  const DAY_MS = 86_400_000;
  return new Date(edge === "start" ? start_ms : start_ms + DAY_MS).toISOString();
}

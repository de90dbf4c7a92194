/**
 * The search of the history as data: its fields, and how it stands in the address bar. Pure.
 */
import type { ContactSearch } from "../api/queries";

export const emptySearch: ContactSearch = { from: "", to: "", number: "", agent: "", topic: "", outcome: "", channel: "" };

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

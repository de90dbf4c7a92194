import type { FormEvent } from "react";

/** What a submitted form holds under a name. */
export function typed(event: FormEvent<HTMLFormElement>, name: string): string {
  const value = new FormData(event.currentTarget).get(name);
  return typeof value === "string" ? value : "";
}

/**
 * Which pages there are, who sees them, and in what order the navigation shows them.
 * Pure. The server decides what may be read; this only spares staff a refusal.
 */
import type { Role } from "../api/types";
import type { Words } from "../words/words";

export interface PageEntry {
  path: string;
  name: keyof Words["pages"];
  roles: readonly Role[];
  group: "work" | "admin";
}

const AGENTS: readonly Role[] = ["agent_phone", "agent_counter"];
const LEADS: readonly Role[] = ["supervisor", "manager"];
const STAFF: readonly Role[] = [...AGENTS, ...LEADS, "administrator", "city_officer"];

export const pages: readonly PageEntry[] = [
  { path: "/desk", name: "desk", roles: [...AGENTS, "supervisor"], group: "work" },
  { path: "/supervisor", name: "supervisor", roles: LEADS, group: "work" },
  { path: "/city", name: "city", roles: ["city_officer", ...LEADS], group: "work" },
  { path: "/history", name: "history", roles: [...AGENTS, ...LEADS, "city_officer"], group: "work" },
  { path: "/faq", name: "faq", roles: [...AGENTS, ...LEADS, "city_officer"], group: "work" },
  { path: "/handovers", name: "handovers", roles: STAFF, group: "work" },
  { path: "/coverage", name: "coverage", roles: [...LEADS, "city_officer"], group: "work" },
  { path: "/erasure", name: "erasure", roles: [...LEADS, "city_officer"], group: "work" },
  { path: "/calendar", name: "calendar", roles: STAFF, group: "work" },
  { path: "/admin/accounts", name: "accounts", roles: ["administrator"], group: "admin" },
  { path: "/admin/topics", name: "topics", roles: ["manager", "administrator"], group: "admin" },
  { path: "/admin/directory", name: "directory", roles: ["manager", "administrator"], group: "admin" },
  { path: "/admin/prompts", name: "prompts", roles: ["manager", "administrator"], group: "admin" },
  { path: "/admin/vocabulary", name: "vocabulary", roles: ["manager", "administrator"], group: "admin" },
  { path: "/admin/kiosks", name: "kiosks", roles: ["manager", "administrator"], group: "admin" },
  { path: "/admin/ai", name: "ai", roles: ["manager", "administrator", "city_officer"], group: "admin" },
  { path: "/admin/audit", name: "audit", roles: ["manager", "administrator"], group: "admin" },
];

export function has(roles: readonly Role[], ...wanted: readonly Role[]): boolean {
  return wanted.some((role) => roles.includes(role));
}

export function pagesFor(roles: readonly Role[]): readonly PageEntry[] {
  return pages.filter((page) => has(roles, ...page.roles));
}

/** Where somebody lands after login. */
export function homeOf(roles: readonly Role[]): string {
  if (has(roles, ...AGENTS)) return "/desk";
  return pagesFor(roles)[0]?.path ?? "/security";
}

/** Only an address of our own may follow a login. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith("/login") ? next : "/";
}

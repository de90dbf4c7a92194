/**
 * The address bar as data: which page an address names, and going there without a reload.
 * Must never know React or who may see a page; `pages.ts` knows that.
 */
export interface Route {
  path: string;
  query: URLSearchParams;
}

type Listener = () => void;
/** Asked before a page with something unsaved is left; calls `leave` when it may be. */
export type Guard = (leave: () => void) => void;

const listeners = new Set<Listener>();
let guard: Guard | null = null;
let current = read();
/** The page's own address; `replaceState` by a page that keeps its search there does not leave it. */
let stood = location.pathname;

function read(): Route {
  return { path: location.pathname.replace(/\/+$/, "") || "/", query: new URLSearchParams(location.search) };
}

function changed(): void {
  current = read();
  stood = location.pathname;
  for (const listener of listeners) listener();
}

/** The browser has gone already when it says so: it is taken back, and goes again once it may. */
function moved(): void {
  if (guard === null || location.pathname === stood) {
    changed();
    return;
  }
  const wanted = location.pathname + location.search + location.hash;
  history.pushState(null, "", stood);
  go(wanted);
}

export function routeNow(): Route {
  return current;
}

export function onRoute(listener: Listener): () => void {
  if (listeners.size === 0) addEventListener("popstate", moved);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener("popstate", moved);
  };
}

/** Holds the page until the guard lets go of it; the answer takes the guard away. */
export function holdPage(asked: Guard): () => void {
  guard = asked;
  return () => {
    if (guard === asked) guard = null;
  };
}

/** Lets go of the page: what was unsaved is saved. */
export function freePage(): void {
  guard = null;
}

export function go(address: string, how: "push" | "replace" = "push"): void {
  const asked = guard;
  if (asked !== null) {
    asked(() => {
      guard = null;
      go(address, how);
    });
    return;
  }
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  changed();
}

/** True when a click on a link should stay in this document. */
export function staysHere(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.origin !== location.origin || link.target !== "" || link.hasAttribute("download")) return null;
  return link;
}

/** The kiosk's service worker: the shell of the page when the line is gone. What is kept is decided in shell-cache.ts. */
import { giveAsset, givePage, keepShell, kindOf, SHELF_NAME, type ShellSource } from "./shell-cache";

/** The part of a worker's world that is used; the library of types for pages does not have it. */
interface WorkerScope {
  location: Location;
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
  addEventListener(kind: "install" | "activate", listener: (event: Event & { waitUntil: (work: Promise<unknown>) => void }) => void): void;
  addEventListener(kind: "fetch", listener: (event: Event & { request: Request; respondWith: (answer: Promise<Response>) => void; waitUntil: (work: Promise<unknown>) => void }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const source: ShellSource = { fetch: (path, init) => fetch(path, init), open: () => caches.open(SHELF_NAME) };

scope.addEventListener("install", (event) => event.waitUntil(keepShell(source).then(() => scope.skipWaiting())));
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const kind = kindOf(request.method, request.url, scope.location.origin, request.mode === "navigate");
  if (kind === "asset") event.respondWith(giveAsset(source, new URL(request.url).pathname));
  if (kind !== "page") return;
  event.respondWith(givePage(source));
  // A page that came with a new release brings new files.
  event.waitUntil(keepShell(source).catch(() => undefined));
});

/**
 * Which files of the kiosk are kept for the time without a line, and how they are given out.
 * Keeps the page and the scripts and styles it names, nothing else: never an answer of the interface.
 */
export const SHELF_NAME = "madoguchi-kiosk-shell";
const PAGE = "/kiosk";
const ICON = "/icon.svg";
/** A line that is slower than this counts as none when the page is loaded. */
const PAGE_LIMIT_MS = 5_000;

/** The parts of the browser that are used, so that tests can stand in for them. */
export interface ShellSource {
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  open: () => Promise<Pick<Cache, "put" | "match" | "keys" | "delete">>;
}

/** The scripts and styles that the page names, of our own origin alone. */
export function assetsIn(html: string): string[] {
  return [...new Set([...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? ""))];
}

export type Kept = "page" | "asset" | "not_ours";

/** What a request is for; anything that is not the shell goes to the network untouched. */
export function kindOf(method: string, address: string, origin: string, navigates: boolean): Kept {
  const url = new URL(address);
  if (method !== "GET" || url.origin !== origin) return "not_ours";
  if (navigates) return url.pathname === PAGE || url.pathname === `${PAGE}/` ? "page" : "not_ours";
  return url.pathname.startsWith("/assets/") || url.pathname === ICON ? "asset" : "not_ours";
}

/** Fetches the page and what it names, and throws out what an older page named. */
export async function keepShell(source: ShellSource): Promise<void> {
  const page = await source.fetch(PAGE, { cache: "no-cache", signal: AbortSignal.timeout(PAGE_LIMIT_MS) });
  if (page.ok) await keepPage(source, page);
}

async function keepPage(source: ShellSource, page: Response): Promise<void> {
  const shelf = await source.open();
  const wanted = [ICON, ...assetsIn(await page.clone().text())];
  for (const path of wanted) {
    if ((await shelf.match(path)) !== undefined && path !== ICON) continue;
    const file = await source.fetch(path);
    if (!file.ok) return;
    await shelf.put(path, file);
  }
  await shelf.put(PAGE, page);
  for (const request of await shelf.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== PAGE && !wanted.includes(pathname)) await shelf.delete(request);
  }
}

/** The page from the server where there is a line, else as it was kept. */
export async function givePage(source: ShellSource): Promise<Response> {
  try {
    const page = await source.fetch(PAGE, { signal: AbortSignal.timeout(PAGE_LIMIT_MS) });
    if (page.ok) return page;
    return (await (await source.open()).match(PAGE)) ?? page;
  } catch (error) {
    const kept = await (await source.open()).match(PAGE);
    if (kept !== undefined) return kept;
    throw error;
  }
}

/** Scripts and styles carry their content in their names, so what was kept is right. */
export async function giveAsset(source: ShellSource, path: string): Promise<Response> {
  return (await (await source.open()).match(path)) ?? source.fetch(path);
}

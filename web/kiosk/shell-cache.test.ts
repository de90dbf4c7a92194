import { describe, expect, test } from "vitest";
import { assetsIn, giveAsset, givePage, keepShell, kindOf, type ShellSource } from "./shell-cache";

const ORIGIN = "https://counter.example";
const page = (name: string) => `<script type="module" crossorigin src="/assets/${name}.js"></script><link rel="stylesheet" href="/assets/${name}.css"><link href="/icon.svg"><script src="https://evil.example/assets/x.js"></script>`;

/** A server of files and a shelf in memory; no file is no line. */
function world(files: Record<string, string>) {
  const kept = new Map<string, Response>();
  const fetched: string[] = [];
  const pathOf = (request: RequestInfo | URL) => new URL(request instanceof Request ? request.url : String(request), ORIGIN).pathname;
  const source: ShellSource = {
    fetch: (path) => {
      fetched.push(path);
      if (Object.keys(files).length === 0) return Promise.reject(new TypeError("no line"));
      return Promise.resolve(new Response(files[path] ?? "", { status: path in files ? 200 : 404 }));
    },
    open: () =>
      Promise.resolve({
        put: async (request, response) => void kept.set(pathOf(request), response),
        match: (request) => Promise.resolve(kept.get(pathOf(request))?.clone()),
        keys: () => Promise.resolve([...kept.keys()].map((path) => new Request(ORIGIN + path))),
        delete: (request) => Promise.resolve(kept.delete(pathOf(request))),
      }),
  };
  return { source, files, kept, fetched };
}

const first = () => world({ "/kiosk": page("a"), "/assets/a.js": "a", "/assets/a.css": "a", "/icon.svg": "i" });

describe("the kept shell", () => {
  test("is the page and what it names of our own", async () => {
    const { source, kept } = first();
    await keepShell(source);
    expect([...kept.keys()].sort()).toEqual(["/assets/a.css", "/assets/a.js", "/icon.svg", "/kiosk"]);
    expect(assetsIn(page("a"))).toEqual(["/assets/a.js", "/assets/a.css"]);
  });

  test("gives out the page when the line is gone or the server is ill", async () => {
    const { source, files } = first();
    await keepShell(source);
    delete files["/kiosk"];
    expect(await (await givePage(source)).text()).toBe(page("a"));
    for (const path of Object.keys(files)) delete files[path];
    expect(await (await givePage(source)).text()).toBe(page("a"));
    expect(await (await giveAsset(source, "/assets/a.js")).text()).toBe("a");
  });

  test("follows a new release and forgets the old one", async () => {
    const { source, files, kept } = first();
    await keepShell(source);
    Object.assign(files, { "/kiosk": page("b"), "/assets/b.js": "b", "/assets/b.css": "b" });
    await keepShell(source);
    expect([...kept.keys()].sort()).toEqual(["/assets/b.css", "/assets/b.js", "/icon.svg", "/kiosk"]);
  });

  test("stays whole when a release arrives only in part", async () => {
    const { source, files, kept } = first();
    await keepShell(source);
    Object.assign(files, { "/kiosk": page("b"), "/assets/b.js": "b" });
    await keepShell(source);
    expect(kept.has("/assets/a.js")).toBe(true);
    expect(await kept.get("/kiosk")?.clone().text()).toBe(page("a"));
  });

  test.each([
    ["GET", "/kiosk", true, "page"],
    ["GET", "/kiosk", false, "not_ours"],
    ["GET", "/assets/a.js", false, "asset"],
    ["GET", "/icon.svg", false, "asset"],
    ["GET", "/api/kiosk/live", false, "not_ours"],
    ["POST", "/api/kiosk/enrol", false, "not_ours"],
    ["GET", "/desk", true, "not_ours"],
    ["GET", "https://evil.example/assets/a.js", false, "not_ours"],
  ])("%s %s (navigation %s) is %s", (method, path, navigates, kind) => {
    expect(kindOf(method, new URL(path, ORIGIN).href, ORIGIN, navigates)).toBe(kind);
  });
});

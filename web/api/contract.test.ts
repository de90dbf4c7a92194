import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDescription, schemaText } from "../dev/schema.mjs";

const root = new URL("../", import.meta.url).pathname;
const folders = ["admin", "ai", "api", "calendar", "desk", "faq", "handovers", "history", "login", "shell", "supervisor"];
const sources = folders
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((name) => /\.tsx?$/.test(name) && !/schema\.ts$|\.test\.tsx?$/.test(name));

/** `/api/contacts/${id}/open` and `/api/contacts/{id}/open` come to the same. */
const shape = (path: string) => path.replace(/\$?\{[^}]*\}/g, "*").replace(/\?.*$/, "");

test("the generated types are those of the committed description", async () => {
  expect(readFileSync(join(root, "api/schema.ts"), "utf8")).toBe(await schemaText());
});

test("every address that the client asks for is one that the server describes", () => {
  const described = Object.keys(readDescription().paths as object).map(shape);
  // The live connection is told in docs/API-DESIGN.md; the description holds requests only.
  const known = [...described, "/api/live"];
  const asked = sources.flatMap((name) => [...readFileSync(join(root, name), "utf8").matchAll(/["`](\/api\/[^"`]*)["`]/g)].map((match) => [name, match[1] ?? ""] as const));
  expect(asked.length).toBeGreaterThan(30);
  // Acknowledging and finishing a note share one line; prompts build on their own address.
  const built: Record<string, string[]> = { "/api/handovers/*/*": ["/api/handovers/*/acknowledge", "/api/handovers/*/done"], "/api/prompts/*/*": ["/api/prompts/*/*", "/api/prompts/*/*/sound", "/api/prompts/*/*/sound.wav"] };
  const unknown = asked.flatMap(([name, path]) => (built[shape(path)] ?? [shape(path)]).filter((each) => !known.includes(each)).map((each) => `${name}: ${each}`));
  expect(unknown).toEqual([]);
});

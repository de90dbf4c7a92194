/**
 * Writes api/schema.ts from api/openapi.json. `npm run schema` after the description changed.
 * Operation names are left out: paths say as much, and two rooms of the server may use one name.
 */
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const HEAD = "// Generated from openapi.json by dev/schema.mjs; not to be edited.\n";

/** The description as committed. */
export function readDescription() {
  return JSON.parse(readFileSync(new URL("../api/openapi.json", import.meta.url), "utf8"));
}

/** The types of the description as TypeScript. */
export async function schemaText() {
  const description = readDescription();
  for (const methods of Object.values(description.paths)) {
    for (const operation of Object.values(methods)) delete operation.operationId;
  }
  return HEAD + astToString(await openapiTS(description));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(new URL("../api/schema.ts", import.meta.url), await schemaText());
}

/**
 * Runs the files of tests: first those that mostly wait, two at a time, then, one after the other, those that need
 * the machine for themselves, because they listen to speech, measure a line or kill programs. `--long` runs every
 * round and one file at a time. Prints both reports as TAP; ends with 1 when a test failed.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";

const ALONE = [
  "20-load", "21-bad-lines", "22-diagnosis", "27-zoom", "28-counter-trouble", "30-live-text", "31-supervision",
  "32-transcript-history", "33-captions", "34-secrets", "35-recogniser-trouble", "36-coverage", "39-assist",
  "42-shared-browser", "6-kill",
  "8-faults",
];
const SUFFIX = ".test.mjs";
const TOGETHER = 2;

const isLong = process.argv.includes("--long");
const names = readdirSync(new URL("tests/", import.meta.url)).filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
const unknown = ALONE.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`no such tests: ${unknown.join(", ")}`);

const together = await run(names.filter((name) => !ALONE.includes(name)), isLong ? 1 : TOGETHER);
const alone = await run(ALONE, 1);
process.exitCode = together === 0 && alone === 0 ? 0 : 1;

/** What `node --test` ends with over these files. */
function run(files, at_once) {
  const args = ["--test", `--test-concurrency=${at_once}`, "--test-force-exit", "--test-reporter=tap"];
  const env = isLong ? { ...process.env, MADOGUCHI_LONG: "1" } : process.env;
  const child = spawn(process.execPath, [...args, ...files.map((name) => `tests/${name}${SUFFIX}`)], { cwd: new URL(".", import.meta.url), env, stdio: "inherit" });
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}

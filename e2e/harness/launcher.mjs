/** The shared browser's launcher, which gives each visit's browser a room of its own; it needs root. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lane } from "./ports.mjs";
import { Program } from "./program.mjs";
import { until } from "./wait.mjs";

const BINARY = process.env.MADOGUCHI_LAUNCHER_BIN ?? new URL("../../target/debug/madoguchi-browser-launcher", import.meta.url).pathname;
const START_LIMIT_MS = 15_000;
/** Uids of cells: each lane has its own, above those of the launcher's own tests. */
const FIRST_UID = 60_000;
const CELLS = 8;

export class Launcher {
  /** Starts one where this account may; null elsewhere, and the browser runs with the server's own rights. */
  static async start() {
    if (process.getuid() !== 0) return null;
    const launcher = new Launcher();
    launcher.folder = await mkdtemp(join(tmpdir(), "madoguchi-launcher-"));
    launcher.socket = join(launcher.folder, "launcher.sock");
    const uid = FIRST_UID + lane * CELLS;
    launcher.program = new Program(BINARY, ["keep", "--socket", launcher.socket, "--peer-uid", "0", "--first-uid", `${uid}`, "--cells", `${CELLS}`], {});
    await until("the launcher listens", START_LIMIT_MS, () => launcher.program.mustRun() || existsSync(launcher.socket));
    return launcher;
  }

  async stop() {
    await this.program.stop("SIGTERM");
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A room behind a poor line: a network namespace whose packets a shaper between two TUN devices delays, loses or stops. */
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { PROGRAM } from "./browser.mjs";
import { BINARY } from "./server.mjs";
import { until } from "./wait.mjs";

const SHAPER = process.env.MADOGUCHI_XTASK ?? join(dirname(BINARY), "xtask");
const LIMIT_MS = 10_000;

/** How poor lines are made here, for whoever reads the figures. */
export const METHOD =
  "one program between two TUN devices, one of them in a network namespace with the kiosk's Chromium; both ways alike; a rate is a link that sends one packet after another out of a queue of 400 ms, the rest is dropped";

/** Why there can be no room on this machine; null when there can. */
export function roomMissing() {
  if (process.getuid() !== 0) return "not root: no network namespace can be made";
  if (!existsSync("/dev/net/tun")) return "no /dev/net/tun";
  if (!existsSync(SHAPER)) return `no shaper at ${SHAPER} (cargo build -p xtask)`;
  return null;
}

export class Room {
  /** Opens a room with a good line; losses by chance follow from `seed`. */
  static async open({ seed = 1 } = {}) {
    const room = new Room();
    room.net = process.pid % 250;
    room.name = `madoguchi-e2e-${room.net}`;
    room.here = `10.213.${room.net}.1`;
    room.answers = [];
    const args = ["--pdeathsig", "TERM", SHAPER, "shape", "--name", room.name, "--net", String(room.net), "--seed", String(seed)];
    room.child = spawn("setpriv", args, { stdio: ["pipe", "pipe", "inherit"] });
    room.child.on("exit", () => (room.ended = true));
    createInterface({ input: room.child.stdout }).on("line", (line) => room.answers.push(JSON.parse(line)));
    room.folder = await mkdtemp(join(tmpdir(), "madoguchi-room-"));
    await room.answer(1);
    room.program = join(room.folder, "chromium");
    await writeFile(room.program, `#!/bin/sh\nexec nsenter --net=/var/run/netns/${room.name} ${PROGRAM} "$@"\n`);
    await chmod(room.program, 0o755);
    return room;
  }

  /** Makes the line as poor as told, in both directions; gives what passed until then. */
  async line(quality) {
    const before = this.answers.length;
    this.child.stdin.write(`${JSON.stringify(quality)}\n`);
    const answer = await this.answer(before + 1);
    if (answer.refused) throw new Error(answer.refused);
    return answer;
  }

  /** Cuts the line for as long as told; then it is good. */
  async cut(length_ms) {
    await this.line({ cut: true });
    await new Promise((done) => setTimeout(done, length_ms));
    await this.line({});
  }

  /** How Chromium is started in the room, so that it takes the city's address for a secure one. */
  browser(server) {
    return { program: this.program, args: [`--unsafely-treat-insecure-origin-as-secure=${server.urlOutside}`] };
  }

  async close() {
    this.child.stdin.end();
    await until("the room is gone", LIMIT_MS, () => this.ended);
    await rm(this.folder, { recursive: true, force: true });
  }

  async answer(count) {
    await until("the shaper answers", LIMIT_MS, () => this.ended || this.answers.length >= count);
    if (this.ended) throw new Error("the shaper has ended");
    return this.answers[count - 1];
  }
}

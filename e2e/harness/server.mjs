/** The program under test: the demonstration city on free ports with a data folder of its own. */
import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { freeSipPort, freeTcpPort, firstSoundPort } from "./ports.mjs";
import { Program } from "./program.mjs";
import { until } from "./wait.mjs";

/** The program. */
export const BINARY = process.env.MADOGUCHI_BIN ?? new URL("../../target/debug/madoguchi", import.meta.url).pathname;
/** Announcements spoken in earlier runs: rendering them is most of the work of a first start. */
const SPOKEN = new URL("../../target/e2e-prompts", import.meta.url).pathname;
const START_LIMIT_MS = 60_000;
/** The city's own number in the demonstration. */
export const CITY_NUMBER = "0120101366";

export class Server {
  /**
   * Starts the demonstration; `settings` is added to its configuration file (TOML), a call takes two sound ports,
   * `around` gives the command that starts the program (in a room of its own, say) from the program's own,
   * `address` is where others than this machine reach it, `launcher` holds shared browsers.
   */
  static async start(settings = "", { sound_ports = 200, env = {}, around = (file, args) => [file, args], address = null, launcher = null } = {}) {
    const server = new Server();
    server.folder = await mkdtemp(join(tmpdir(), "madoguchi-e2e-"));
    server.webPort = await freeTcpPort();
    server.sipPort = await freeSipPort();
    server.settings = settings;
    server.sound_ports = sound_ports;
    server.env = env;
    server.around = around;
    server.address = address;
    server.launcher = launcher;
    if (existsSync(SPOKEN)) await cp(SPOKEN, server.prompts, { recursive: true, filter: (file) => !basename(file).startsWith(".tmp") });
    try {
      await server.serve();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Starts the program on the same folder and ports, as after a restart. */
  async serve() {
    const first = firstSoundPort();
    const config = join(this.folder, "madoguchi.toml");
    const reached = this.address === null ? "" : `bind_address = "0.0.0.0"\npublic_address = "${this.address}"\n`;
    const listen = this.address === null ? "127.0.0.1" : "0.0.0.0";
    await writeFile(config, `${this.settings}\n[media]\nrtp_port_min = ${first}\nrtp_port_max = ${first + this.sound_ports - 1}\nshards = 1\n${reached}`);
    const args = ["serve", "--demo", "--config", config, "--data", join(this.folder, "data")];
    args.push("--listen", `${listen}:${this.webPort}`, "--sip", `127.0.0.1:${this.sipPort}`);
    if (this.launcher !== null) args.push("--browser-launcher", this.launcher.socket);
    this.program = new Program(...this.around(BINARY, args, this), { cwd: this.folder, env: { ...process.env, ...this.env } });
    await until("the server answers", START_LIMIT_MS, () => this.program.mustRun() || this.health());
  }

  /** Where the program keeps what it has spoken. */
  get prompts() {
    return join(this.folder, "data", "prompts");
  }

  /** The address of the pages. Browsers treat it as secure, so the microphone works. */
  get url() {
    return `http://localhost:${this.webPort}`;
  }

  /** The address of the pages for others than this machine; a browser has to be told that it is secure. */
  get urlOutside() {
    return `http://${this.address}:${this.webPort}`;
  }

  /** What the server says of itself, or null while it does not answer. */
  async health() {
    try {
      const response = await fetch(`http://127.0.0.1:${this.webPort}/api/health`);
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** Where the city is rung. */
  get sipAddress() {
    return `sip:${CITY_NUMBER}@127.0.0.1:${this.sipPort}`;
  }

  /** Ends the program as a power cut would; `serve` starts it again. */
  async kill() {
    this.program.child.kill("SIGKILL");
    await until("the program is dead", START_LIMIT_MS, () => this.program.exitCode !== null);
  }

  /** Stops at once and removes the folder. */
  async stop() {
    await this.program.stop("SIGINT");
    if (existsSync(this.prompts)) await keepSpoken(this.prompts);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Keeps what was spoken for later runs; a name is there with its whole file or not at all, whoever looks meanwhile. */
async function keepSpoken(folder) {
  await mkdir(SPOKEN, { recursive: true });
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const kept = join(SPOKEN, entry.name);
    if (!entry.isFile() || entry.name.startsWith(".tmp") || existsSync(kept)) continue;
    const half = join(SPOKEN, `.tmp-${process.pid}-${entry.name}`);
    await copyFile(join(folder, entry.name), half);
    await rename(half, kept);
  }
}

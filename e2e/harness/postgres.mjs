/** A PostgreSQL of a test's own: own port, own folder, unprivileged, to be taken away and brought back. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freeTcpPort } from "./ports.mjs";
import { Program } from "./program.mjs";
import { until } from "./wait.mjs";

const run = promisify(execFile);
const VERSIONS = "/usr/lib/postgresql";
const START_LIMIT_MS = 60_000;
/** PostgreSQL refuses to run as root; its package's account, or the one nobody owns anything with. */
const ACCOUNT = "postgres";

export class Postgres {
  static async start() {
    const postgres = new Postgres();
    const version = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(a) - Number(b)).at(-1) : undefined;
    if (version === undefined) throw new Error(`PostgreSQL is not installed: no ${VERSIONS}`);
    postgres.programs = join(VERSIONS, version, "bin");
    postgres.folder = await mkdtemp(join(tmpdir(), "madoguchi-postgres-"));
    postgres.port = await freeTcpPort();
    if (process.getuid() === 0) await run("chown", [ACCOUNT, postgres.folder]);
    const cluster = ["--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-D", join(postgres.folder, "cluster")];
    await run(...asAccount(join(postgres.programs, "initdb"), cluster), { cwd: postgres.folder });
    await postgres.bring();
    return postgres;
  }

  /** The address of its one database. */
  get url() {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts it, as at first or after `takeAway`, on the same port and data. */
  async bring() {
    const folder = join(this.folder, "cluster");
    const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${this.folder}`, "fsync=off"];
    const args = ["-D", folder, "-p", String(this.port), ...settings.flatMap((setting) => ["-c", setting])];
    this.program = new Program(...asAccount(join(this.programs, "postgres"), args), { cwd: this.folder });
    const asked = ["-h", "127.0.0.1", "-p", String(this.port), "-U", "postgres"];
    await until("PostgreSQL answers", START_LIMIT_MS, () => this.program.mustRun() || run(join(this.programs, "pg_isready"), asked).then(() => true, () => false));
  }

  /** Ends it at once, connections and all. */
  async takeAway() {
    await this.program.stop("SIGQUIT");
  }

  async stop() {
    await this.takeAway();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The program and its arguments, under an account that PostgreSQL accepts; it ends with us all the same. */
function asAccount(file, args) {
  if (process.getuid() !== 0) return [file, args];
  return ["setpriv", ["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups", "setpriv", "--pdeathsig", "KILL", file, ...args]];
}

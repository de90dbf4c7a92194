/** A program in the background: its output kept, its end awaited, and never left behind. */
import { spawn } from "node:child_process";
import { until } from "./wait.mjs";

const STOP_LIMIT_MS = 10_000;
const OUTPUT_CHARS_MAX = 1_000_000;

export class Program {
  /** Starts it; the kernel ends it when we end. */
  constructor(file, args, options = {}) {
    this.output = "";
    this.exitCode = null;
    const tied = ["--pdeathsig", "KILL", file, ...args];
    this.child = spawn("setpriv", tied, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (part) => {
      this.output = (this.output + part).slice(-OUTPUT_CHARS_MAX);
    };
    this.child.stdout.setEncoding("utf8").on("data", keep);
    this.child.stderr.setEncoding("utf8").on("data", keep);
    this.child.on("exit", (code, signal) => {
      this.exitCode = code ?? signal;
    });
    this.child.on("error", (error) => {
      this.exitCode = error.message;
    });
  }

  /** Throws with what the program said when it is not running. */
  mustRun() {
    if (this.exitCode !== null) throw new Error(`ended (${this.exitCode}):\n${this.output}`);
    return false;
  }

  /** Asks it to end and waits; after the limit it is killed. */
  async stop(signal = "SIGTERM") {
    if (this.exitCode !== null) return;
    this.child.kill(signal);
    try {
      await until("the program ends", STOP_LIMIT_MS, () => this.exitCode !== null);
    } catch {
      this.child.kill("SIGKILL");
    }
  }
}

/** A citizen's telephone: baresip, driven over its control port, speaking a file and keeping what it hears. */
import { existsSync } from "node:fs";
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeSipPort, freeTcpPort } from "./ports.mjs";
import { Program } from "./program.mjs";
import { until } from "./wait.mjs";

const START_LIMIT_MS = 30_000;
const KEY_EVERY_MS = 300;
/** What a telephone keeps of its calls: 8 kHz, 16 bit, mono, behind a plain WAV header. */
const HEARD = { rate_hz: 8000, sample_bytes: 2, header_bytes: 44 };
const MODULES = ["/usr/lib/baresip/modules", "/usr/lib/x86_64-linux-gnu/baresip/modules", "/usr/lib/aarch64-linux-gnu/baresip/modules"].find(existsSync);

export class Telephone {
  /**
   * Starts a telephone with a number, a WAV file (Buffer, 8 kHz mono) to speak, and the loopback address it calls from;
   * `device` is the network device of its sound, where the city's sound is not on the loopback.
   * It answers by itself, unless `answers` is false: then it rings until `accept` or `hangUp`.
   */
  static async start({ number = "09012345678", speech, ip = "127.0.0.1", answers = true, device = null }) {
    const telephone = new Telephone();
    telephone.events = [];
    telephone.awaited = new Map();
    telephone.folder = await mkdtemp(join(tmpdir(), "madoguchi-telephone-"));
    const { folder } = telephone;
    const [controlPort, sipPort] = [await freeTcpPort(), await freeSipPort()];
    await writeFile(join(folder, "speech.wav"), speech);
    await writeFile(join(folder, "config"), config(folder, controlPort, sipPort, ip, device));
    await writeFile(join(folder, "accounts"), `<sip:${number}@${ip}>;regint=0;audio_codecs=PCMU;answermode=${answers ? "auto" : "manual"}\n`);
    await writeFile(join(folder, "contacts"), "");
    telephone.program = new Program("/usr/bin/baresip", ["-f", folder]);
    telephone.sipPort = sipPort;
    try {
      await telephone.connectTo(controlPort);
    } catch (error) {
      await telephone.stop();
      throw error;
    }
    return telephone;
  }

  /** Rings an address. */
  dial(address) {
    this.say("dial", address);
  }

  /** Presses a key (RFC 4733). */
  press(key) {
    this.say("sndcode", key);
  }

  /** Presses keys one after the other, as fast as a quick finger; two at once would be one. */
  async pressEach(keys) {
    for (const key of keys) {
      this.press(key);
      await new Promise((done) => setTimeout(done, KEY_EVERY_MS));
    }
  }

  /** Hangs up; a call that rings is turned away as busy. */
  hangUp() {
    this.say("hangup");
  }

  /** Takes the call that rings. */
  accept() {
    this.say("accept");
  }

  /** Puts the far end on hold by re-INVITE. */
  hold() {
    this.say("hold");
  }

  /** Takes the far end back. */
  resume() {
    this.say("resume");
  }

  /** Forgets what has happened so far, so that `has` speaks of the next call. */
  forget() {
    this.events = [];
  }

  /** The keys the far end has pressed, in order. */
  keys() {
    return this.events.filter((event) => event.type === "CALL_DTMF_START").map((event) => event.param).join("");
  }

  /** Whether an event of that type came, such as CALL_ESTABLISHED or CALL_CLOSED. */
  has(type) {
    return this.events.some((event) => event.type === type);
  }

  /** When the first event of that type came, in ms since 1970; undefined when none did. */
  at(type) {
    return this.events.find((event) => event.type === type)?.at;
  }

  /** Calls `action` at the first event of that type. */
  once(type, action) {
    this.awaited.set(type, action);
  }

  /**
   * The next `seconds` of what it hears, measured from now: a Float64Array, or null when
   * no sound comes within the limit.
   */
  async listen(seconds, limit_ms = 2_000 + 2_000 * seconds) {
    const path = await this.heardFile();
    if (path === null) return null;
    const from = (await stat(path)).size;
    const bytes = Math.round(seconds * HEARD.rate_hz) * HEARD.sample_bytes;
    try {
      await until("more sound", limit_ms, async () => (await stat(path)).size >= from + bytes);
    } catch {
      return null;
    }
    return samplesOf(path, Math.max(HEARD.header_bytes, from), bytes);
  }

  /**
   * How many packets of sound have come in during the call. After a hold of its own baresip
   * plays on but writes no sound down any more, so there is nothing to `listen` to.
   */
  async received() {
    const before = this.events.length;
    this.say("audio_debug");
    const answer = await until("the telephone's figures", START_LIMIT_MS, () => this.events.slice(before).find((event) => event.token === "audio_debug"));
    return Number(/rcvd=(\d+)/.exec(answer.data)?.[1] ?? 0);
  }

  /** The file of the newest call; null before there was any. */
  async heardFile() {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith("-dec.wav"));
    const files = await Promise.all(names.map(async (name) => ({ path: join(this.folder, name), begun_at: (await stat(join(this.folder, name))).birthtimeMs })));
    return files.sort((left, right) => left.begun_at - right.begun_at).at(-1)?.path ?? null;
  }

  /** What it heard in its newest call, once that is over, as a WAV file. */
  async heard() {
    return readFile(await this.heardFile());
  }

  /** Ends the telephone and gives what it heard, as a WAV file, or null when there was no sound. */
  async stop() {
    this.control?.destroy();
    await this.program.stop();
    const path = await this.heardFile();
    const heard = path === null ? null : await readFile(path);
    await rm(this.folder, { recursive: true, force: true });
    return heard;
  }

  async connectTo(port) {
    this.control = await until("the telephone's control port", START_LIMIT_MS, () => this.program.mustRun() || tryConnect(port));
    let received = Buffer.alloc(0);
    this.control.on("data", (part) => {
      received = Buffer.concat([received, part]);
      for (;;) {
        const colon = received.indexOf(":");
        const length = Number(received.toString("latin1", 0, Math.max(0, colon)));
        if (colon < 0 || received.length < colon + length + 2) return;
        this.take(JSON.parse(received.toString("utf8", colon + 1, colon + 1 + length)));
        received = received.subarray(colon + length + 2);
      }
    });
    this.control.on("error", () => this.control.destroy());
  }

  take(event) {
    this.events.push({ ...event, at: Date.now() });
    const action = this.awaited.get(event.type);
    this.awaited.delete(event.type);
    action?.();
  }

  say(command, params = "") {
    const message = JSON.stringify({ command, params, token: command });
    this.control.write(`${Buffer.byteLength(message)}:${message},`);
  }
}

async function samplesOf(path, from, bytes) {
  const file = await open(path);
  try {
    const aligned = from + ((from - HEARD.header_bytes) % HEARD.sample_bytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, aligned);
    return Float64Array.from({ length: Math.floor(bytesRead / HEARD.sample_bytes) }, (_, index) => buffer.readInt16LE(HEARD.sample_bytes * index) / 32_768);
  } finally {
    await file.close();
  }
}

function tryConnect(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.once("error", () => resolve(null));
  });
}

function config(folder, controlPort, sipPort, ip, device) {
  const modules = ["g711", "aufile", "aubridge", "sndfile"].map((name) => `module ${name}.so`);
  const applications = ["account", "contact", "menu", "ctrl_tcp"].map((name) => `module_app ${name}.so`);
  const rates = ["audio_srate", "ausrc_srate", "auplay_srate"].map((name) => `${name} 8000`);
  const channels = ["audio_channels", "ausrc_channels", "auplay_channels"].map((name) => `${name} 1`);
  return [
    "poll_method epoll",
    `sip_listen ${ip}:${sipPort}`,
    ...(device === null ? [] : [`net_interface ${device}`]),
    "call_local_timeout 120",
    "call_max_calls 4",
    `audio_source aufile,${join(folder, "speech.wav")}`,
    "audio_player aubridge,heard",
    "audio_alert aubridge,alert",
    ...rates,
    ...channels,
    `module_path ${MODULES}`,
    ...modules,
    ...applications,
    `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
    `snd_path ${folder}`,
    "ring_aufile none",
    "ringback_disabled yes",
    "",
  ].join("\n");
}

/** Chromium with a microphone that speaks a file, and a page that lets the far end's sound be measured. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** Chromium. */
export const PROGRAM = process.env.MADOGUCHI_CHROMIUM ?? "/usr/bin/chromium";

const ARGS = ["--no-sandbox", "--lang=ja-JP", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"];
const PERSON = { locale: "ja-JP", timezoneId: "Asia/Tokyo", permissions: ["microphone", "camera"] };

export class Browser {
  /**
   * Starts Chromium; `microphone` is a WAV file (Buffer) that is spoken over and over, `camera` a Y4M file (Buffer) in
   * place of the moving pattern. Without `devices` the machine has neither camera nor microphone. With `strict` a page
   * may use what its context permits; without, everything. `program` is what is started in Chromium's place, and `args`
   * are added to its own. With `kept`, all pages are one person's and what they keep is in `profile`, a folder, as on a
   * kiosk; else nothing of a page outlives it.
   */
  static async start({ microphone, camera = null, devices = true, strict = false, program = PROGRAM, args = [], kept = false }) {
    const browser = new Browser();
    browser.folder = await mkdtemp(join(tmpdir(), "madoguchi-browser-"));
    const file = join(browser.folder, "microphone.wav");
    if (devices) await writeFile(file, microphone);
    const sources = devices ? ["--use-fake-device-for-media-stream", `--use-file-for-fake-audio-capture=${file}`] : [];
    if (camera !== null) {
      await writeFile(join(browser.folder, "camera.y4m"), camera);
      sources.push(`--use-file-for-fake-video-capture=${join(browser.folder, "camera.y4m")}`);
    }
    const options = { executablePath: program, args: [...ARGS, ...(strict ? [] : ["--use-fake-ui-for-media-stream"]), ...sources, ...args] };
    if (kept) {
      browser.profile = join(browser.folder, "profile");
      browser.chromium = await chromium.launchPersistentContext(browser.profile, { ...options, ...PERSON });
      await browser.chromium.addInitScript(prepare);
    } else {
      browser.chromium = await chromium.launch(options);
    }
    return browser;
  }

  /** A page of its own person: own cookies, Japanese, the given width; `permissions` is what it may use. */
  async page({ width = 1440, height = 900, permissions = PERSON.permissions } = {}) {
    const page = this.profile === undefined ? await this.strangersPage(permissions) : await this.chromium.newPage();
    await page.setViewportSize({ width, height });
    page.problems = [];
    page.on("pageerror", (error) => page.problems.push(String(error)));
    return page;
  }

  async strangersPage(permissions) {
    const context = await this.chromium.newContext({ ...PERSON, permissions });
    await context.addInitScript(prepare);
    return context.newPage();
  }

  /** Ends the browser; what was kept stays until `stop`. */
  async close() {
    await this.chromium.close();
  }

  /** Ends the browser and removes what it kept. */
  async stop() {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * Runs in every page before its own code. The microphone is left untreated, since a
 * tone is noise to the browser's noise suppression, and every remote track is kept.
 * A visit asks for its treatment itself, so that is taken out of what it asks for.
 */
function prepare() {
  const untreated = { noise_suppression: false, echo_cancellation: false };
  localStorage.setItem("madoguchi.audio", JSON.stringify(untreated));
  const { mediaDevices } = navigator;
  const take = mediaDevices?.getUserMedia.bind(mediaDevices);
  if (take !== undefined) {
    const untreatedSound = { noiseSuppression: false, echoCancellation: false, autoGainControl: false };
    mediaDevices.getUserMedia = (wanted) => take(wanted.audio ? { ...wanted, audio: { ...(wanted.audio === true ? {} : wanted.audio), ...untreatedSound } } : wanted);
  }
  const heard = [];
  Object.defineProperty(window, "__heard", { value: heard });
  let connections = 0;
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      connections += 1;
      const connection = connections;
      this.addEventListener("track", (event) => heard.push(Object.assign(event.track, { connection })));
    }
  };
}

/**
 * The strongest frequency in what the page hears right now, in Hz, and its level in dB;
 * null while there is no remote track.
 */
export function strongestHeard(page) {
  return page.evaluate(async () => {
    const track = window.__heard.findLast((each) => each.readyState === "live");
    if (track === undefined) return null;
    window.__ears ??= new AudioContext();
    const ears = window.__ears;
    const source = ears.createMediaStreamSource(new MediaStream([track]));
    const analyser = ears.createAnalyser();
    analyser.fftSize = 8192;
    analyser.smoothingTimeConstant = 0;
    source.connect(analyser);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    source.disconnect();
    let best = 0;
    for (let bin = 1; bin < levels.length; bin += 1) if (levels[bin] > levels[best]) best = bin;
    return { frequency_hz: (best * ears.sampleRate) / analyser.fftSize, level_db: levels[best] };
  });
}

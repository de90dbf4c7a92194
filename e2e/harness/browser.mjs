/** Chromium with a microphone that speaks a file, and a page that lets the far end's sound be measured. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

/** Chromium. */
export const PROGRAM = process.env.MADOGUCHI_CHROMIUM ?? "/usr/bin/chromium";

export class Browser {
  /**
   * Starts Chromium; `microphone` is a WAV file (Buffer) that is spoken over and over, `program` what is
   * started in Chromium's place, and `args` are added to its own.
   */
  static async start({ microphone, program = PROGRAM, args = [] }) {
    const browser = new Browser();
    browser.folder = await mkdtemp(join(tmpdir(), "madoguchi-browser-"));
    const file = join(browser.folder, "microphone.wav");
    await writeFile(file, microphone);
    browser.chromium = await chromium.launch({
      executablePath: program,
      args: [
        "--no-sandbox",
        "--lang=ja-JP",
        "--disable-gpu",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        `--use-file-for-fake-audio-capture=${file}`,
        "--autoplay-policy=no-user-gesture-required",
        ...args,
      ],
    });
    return browser;
  }

  /** A page of its own person: own cookies, Japanese, the given width. */
  async page({ width = 1440, height = 900 } = {}) {
    const context = await this.chromium.newContext({
      viewport: { width, height },
      locale: "ja-JP",
      timezoneId: "Asia/Tokyo",
      permissions: ["microphone", "camera"],
    });
    await context.addInitScript(prepare);
    const page = await context.newPage();
    page.problems = [];
    page.on("pageerror", (error) => page.problems.push(String(error)));
    return page;
  }

  /** Ends the browser. */
  async stop() {
    await this.chromium.close();
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
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      this.addEventListener("track", (event) => heard.push(event.track));
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

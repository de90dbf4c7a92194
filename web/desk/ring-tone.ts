/**
 * The ring of the desk, made in the browser: one second on, two off, as Japanese telephones ring.
 * Owns its audio context; must never know why it rings.
 */
import { playThrough } from "../live/audio-settings";

const PERIOD_MS = 3_000;
const ON_S = 1;
const TONE_HZ = 400;
const WARBLE_HZ = 16;
const LOUDNESS = 0.22;

export class RingTone {
  private context: AudioContext | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;

  start(device: string): void {
    if (this.context !== null) return;
    this.context = new AudioContext();
    void playThrough(this.context, device);
    void this.context.resume();
    this.burst();
    this.timer = setInterval(() => this.burst(), PERIOD_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    void this.context?.close();
    this.context = null;
  }

  private burst(): void {
    const { context } = this;
    if (context === null || context.state !== "running") {
      void context?.resume();
      return;
    }
    const start_s = context.currentTime + 0.02;
    const gain = context.createGain();
    gain.connect(context.destination);
    gain.gain.setValueAtTime(0, start_s);
    gain.gain.linearRampToValueAtTime(LOUDNESS, start_s + 0.02);
    gain.gain.setValueAtTime(LOUDNESS, start_s + ON_S - 0.05);
    gain.gain.linearRampToValueAtTime(0, start_s + ON_S);
    for (const frequency of [TONE_HZ - WARBLE_HZ / 2, TONE_HZ + WARBLE_HZ / 2]) {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain);
      tone.start(start_s);
      tone.stop(start_s + ON_S);
    }
  }
}

/** Measurements as people read them. Pure: words come in, lines go out. */
import type { Measured } from "../api/diagnosis-types";
import { fill, labelOf, type Words } from "../words/words";

type DiagnosisWords = Words["diagnosis"];

export const NOTHING = "—";
const MIB = 1024 * 1024;

const rounded = (value: number, digits = 0) => value.toLocaleString("en-US", { maximumFractionDigits: digits });
const ms = (value: number | null) => (value === null ? NOTHING : `${rounded(value)} ms`);
const rate = (kbps: number | null) => (kbps === null ? NOTHING : kbps >= 10_000 ? `${rounded(kbps / 1_000)} Mbit/s` : `${rounded(kbps)} kbit/s`);

export function clockWords(ahead_ms: number | null, w: DiagnosisWords): string {
  if (ahead_ms === null) return NOTHING;
  const seconds = rounded(Math.abs(ahead_ms) / 1_000, 1);
  return fill(ahead_ms < 0 ? w.behind : w.ahead, { seconds });
}

function peripheral(measured: Measured, which: "card_reader" | "scanner", fitted: boolean, w: DiagnosisWords): string {
  if (!fitted) return w.peripheralStates.unfitted;
  if (measured.agent === null) return measured.agent_asked ? w.peripheralStates.gone : NOTHING;
  return labelOf(w.peripheralStates, measured.agent[which]);
}

/** Names and values, in the order they are read. */
export function valuesOf(measured: Measured, fitted: { card_reader: boolean; scanner: boolean }, w: DiagnosisWords): [string, string][] {
  const { camera, microphone, speaker, network, storage, browser, battery, memory_gib } = measured;
  const picture = camera.picture === null ? labelOf(w.deviceStates, camera.state) : fill(w.picture, { ...camera.picture, brightness: rounded(camera.picture.brightness) });
  const level = microphone.level_db === null ? labelOf(w.deviceStates, microphone.state) : fill(w.level, { db: rounded(microphone.level_db) });
  const tone = labelOf(w.toneStates, speaker.state);
  return [
    [w.value.camera, picture],
    [w.value.microphone, level],
    [w.value.speaker, speaker.rose_db === null ? tone : fill(tone, { db: rounded(speaker.rose_db) })],
    [w.value.live, ms(network.live_ms)],
    [w.value.jitter, ms(network.jitter_ms)],
    [w.value.lost, fill(w.lostOf, { lost: network.echoes_lost, all: network.echoes })],
    [w.value.down, rate(network.down_kbps)],
    [w.value.up, rate(network.up_kbps)],
    [w.value.dns, ms(network.dns_ms)],
    [w.value.zoom, labelOf(w.reachStates, measured.zoom)],
    [w.value.storage, storage === null ? NOTHING : `${rounded((storage.quota_bytes - storage.used_bytes) / MIB)} MiB`],
    [w.value.memory, memory_gib === null ? NOTHING : `${rounded(memory_gib, 1)} GiB`],
    [w.value.browser, browser === null ? NOTHING : `${browser.engine} ${browser.major}`],
    [w.value.battery, battery === null ? NOTHING : fill(battery.charging ? w.charging : w.draining, { percent: rounded(battery.percent) })],
    [w.value.clock, clockWords(measured.clock_ahead_ms, w)],
    [w.value.reader, peripheral(measured, "card_reader", fitted.card_reader, w)],
    [w.value.scanner, peripheral(measured, "scanner", fitted.scanner, w)],
  ];
}

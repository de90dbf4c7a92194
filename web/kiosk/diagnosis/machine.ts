/** What the browser tells of its machine: room, memory, version, battery. What it does not tell is null, and no fault. */
import type { Measured } from "../../api/diagnosis-types";
import { within } from "./limits";

const LIMIT_MS = 3_000;
/** What is written and thrown away: more than the least a kiosk needs. Browsers round the room they tell of. */
const TRIAL_PIECES = 3;
const TRIAL_BYTES = 4 * 1024 * 1024;
const TRIAL_CACHE = "madoguchi-diagnosis";

export type Machine = Pick<Measured, "storage" | "memory_gib" | "browser" | "battery">;

/** What Chromium has and the standard's types do not. */
interface Telling {
  deviceMemory?: number;
  userAgentData?: { brands: { brand: string; version: string }[] };
  getBattery?: () => Promise<{ level: number; charging: boolean }>;
}

/** Where a visitor sits, nothing is written for trial. */
export async function probeMachine(in_visit: boolean): Promise<Machine> {
  const telling = navigator as Telling;
  return {
    storage: await storage(in_visit),
    memory_gib: telling.deviceMemory ?? null,
    browser: browserOf(telling.userAgentData?.brands ?? [], navigator.userAgent),
    battery: await battery(telling),
  };
}

async function storage(in_visit: boolean): Promise<Machine["storage"]> {
  const estimate = await within(LIMIT_MS, navigator.storage?.estimate() ?? Promise.resolve({}), {});
  const { usage, quota } = estimate as StorageEstimate;
  if (usage === undefined || quota === undefined) return null;
  const room_bytes = in_visit ? null : await within(LIMIT_MS, roomByTrial(), null);
  return { used_bytes: Math.round(usage), quota_bytes: Math.round(room_bytes === null ? quota : usage + room_bytes) };
}

/** How much could be written before the browser refused; null when all of it could. */
async function roomByTrial(): Promise<number | null> {
  const cache = await caches.open(TRIAL_CACHE);
  let bytes = 0;
  try {
    for (let piece = 0; piece < TRIAL_PIECES; piece += 1) {
      await cache.put(`/${TRIAL_CACHE}/${piece}`, new Response(new Uint8Array(TRIAL_BYTES)));
      bytes += TRIAL_BYTES;
    }
    return null;
  } catch {
    return bytes;
  } finally {
    await caches.delete(TRIAL_CACHE);
  }
}

async function battery(telling: Telling): Promise<Machine["battery"]> {
  const found = await within(LIMIT_MS, telling.getBattery?.() ?? Promise.resolve(null), null);
  return found === null ? null : { percent: Math.round(found.level * 100), charging: found.charging };
}

/** The engine and its major version, by the brands a browser names or else by its old long name. */
export function browserOf(brands: readonly { brand: string; version: string }[], agent: string): Machine["browser"] {
  const chromium = brands.find(({ brand }) => brand === "Chromium");
  if (chromium !== undefined) return known("chromium", chromium.version);
  const [, chrome] = /Chrom(?:e|ium)\/(\d+)/.exec(agent) ?? [];
  const [, firefox] = /Firefox\/(\d+)/.exec(agent) ?? [];
  const [, safari] = /Version\/(\d+)\S* (?:Mobile\/\S+ )?Safari/.exec(agent) ?? [];
  if (chrome !== undefined) return known("chromium", chrome);
  if (firefox !== undefined) return known("firefox", firefox);
  return safari === undefined ? { engine: "unknown", major: 0 } : known("safari", safari);
}

function known(engine: NonNullable<Machine["browser"]>["engine"], version: string): Machine["browser"] {
  const major = Number.parseInt(version, 10);
  return Number.isFinite(major) ? { engine, major } : null;
}

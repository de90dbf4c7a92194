/** What the browser tells of its machine: room, memory, version, battery. What it does not tell is null, and no fault. */
import type { Measured } from "../../api/diagnosis-types";
import { within } from "./limits";

const LIMIT_MS = 3_000;

export type Machine = Pick<Measured, "storage" | "memory_gib" | "browser" | "battery">;

/** What Chromium has and the standard's types do not. */
interface Telling {
  deviceMemory?: number;
  userAgentData?: { brands: { brand: string; version: string }[] };
  getBattery?: () => Promise<{ level: number; charging: boolean }>;
}

export async function probeMachine(): Promise<Machine> {
  const telling = navigator as Telling;
  return {
    storage: await storage(),
    memory_gib: telling.deviceMemory ?? null,
    browser: browserOf(telling.userAgentData?.brands ?? [], navigator.userAgent),
    battery: await battery(telling),
  };
}

async function storage(): Promise<Machine["storage"]> {
  const estimate = await within(LIMIT_MS, navigator.storage?.estimate() ?? Promise.resolve({}), {});
  const { usage, quota } = estimate as StorageEstimate;
  return usage === undefined || quota === undefined ? null : { used_bytes: Math.round(usage), quota_bytes: Math.round(quota) };
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

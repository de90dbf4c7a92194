/**
 * The way to the server and back: echoes on the live connection, requests, and what passes in a second.
 * Throughput is bounded in bytes and time; a visit going on is not disturbed by it.
 */
import type { Measured, MeasuredNetwork } from "../../api/diagnosis-types";
import { median, pause, rounded, roundedOrNull, within } from "./limits";

const ECHOES = 10;
const ECHO_LIMIT_MS = 3_000;
const ECHO_PAUSE_MS = 60;
const REQUESTS = 4;
const REQUEST_LIMIT_MS = 4_000;
const TRAFFIC_MS = 2_500;
const DOWN_BYTES = 1024 * 1024;
const UP_BYTES_FIRST = 16 * 1024;
const UP_BYTES_MAX = 128 * 1024;
const UP_TOTAL_BYTES = 2 * 1024 * 1024;
/** A piece that passed faster than this is followed by one twice as large. */
const QUICK_MS = 1_000;
const ZOOM_LIMIT_MS = 6_000;

/** One echo: how long it took, and how far our clock is ahead of the server's. */
export interface Echo {
  round_trip_ms: number;
  ahead_ms: number;
}

export interface NetworkOptions {
  pass: string;
  in_visit: boolean;
  /** The server's clock, by the live connection. */
  echo: () => Promise<string>;
  signal: AbortSignal;
}

export interface Way {
  network: MeasuredNetwork;
  clock_ahead_ms: number | null;
}

export async function probeNetwork(options: NetworkOptions): Promise<Way> {
  const echoes = await takeEchoes(options);
  const address = `/api/kiosk/throughput/${options.pass}`;
  const request_ms = await requestTime(`${address}?bytes=1`, options.signal);
  const traffic = !options.in_visit && !options.signal.aborted;
  const down_kbps = traffic ? await down(`${address}?bytes=${DOWN_BYTES}`, options.signal) : null;
  const up_kbps = traffic ? await up(address, request_ms ?? 0, options.signal) : null;
  const came = echoes.filter((echo) => echo !== null);
  const trips = came.map((echo) => echo.round_trip_ms);
  const steps = trips.slice(1).map((trip, at) => Math.abs(trip - (trips[at] ?? trip)));
  const best = came.reduce<Echo | null>((one, other) => (one === null || other.round_trip_ms < one.round_trip_ms ? other : one), null);
  return {
    network: {
      live_ms: roundedOrNull(median(trips)),
      jitter_ms: roundedOrNull(median(steps)),
      echoes: echoes.length,
      echoes_lost: echoes.length - came.length,
      request_ms: roundedOrNull(request_ms),
      down_kbps: roundedOrNull(down_kbps),
      up_kbps: roundedOrNull(up_kbps),
      dns_ms: dnsTime(),
    },
    clock_ahead_ms: roundedOrNull(best?.ahead_ms ?? null),
  };
}

async function takeEchoes({ echo, signal }: NetworkOptions): Promise<(Echo | null)[]> {
  const echoes: (Echo | null)[] = [];
  while (echoes.length < ECHOES && !signal.aborted) {
    echoes.push(await within(ECHO_LIMIT_MS, timed(echo), null, signal));
    await pause(ECHO_PAUSE_MS);
  }
  return echoes;
}

/** The clock that shows dates is compared, the one that only counts measures. */
async function timed(echo: () => Promise<string>): Promise<Echo> {
  const [sent, from_ms] = [performance.now(), Date.now()];
  const server_ms = Date.parse(await echo());
  const round_trip_ms = performance.now() - sent;
  return { round_trip_ms, ahead_ms: from_ms + round_trip_ms / 2 - server_ms };
}

async function requestTime(address: string, signal: AbortSignal): Promise<number | null> {
  const times: number[] = [];
  for (let round = 0; round < REQUESTS && !signal.aborted; round += 1) {
    const begun = performance.now();
    const fine = await within(REQUEST_LIMIT_MS, fetch(address, { cache: "no-store" }).then((answer) => answer.arrayBuffer().then(() => answer.ok)), false, signal);
    if (fine) times.push(performance.now() - begun);
  }
  return median(times);
}

/** kbit/s of what arrived within the time, whether all of it came or not. */
async function down(address: string, signal: AbortSignal): Promise<number | null> {
  const stop = new AbortController();
  const end = () => stop.abort();
  const timer = setTimeout(end, TRAFFIC_MS);
  signal.addEventListener("abort", end);
  const begun = performance.now();
  let bytes = 0;
  try {
    const answer = await fetch(address, { cache: "no-store", signal: stop.signal });
    if (!answer.ok || answer.body === null) return null;
    const reader = answer.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) bytes += piece.value.byteLength;
  } catch {
    // The time is over; what came by then counts.
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
  return rate(bytes, performance.now() - begun);
}

/** Small pieces one after another: a browser tells nothing of half a piece. The way there and back is not counted. */
async function up(address: string, request_ms: number, signal: AbortSignal): Promise<number | null> {
  const begun = performance.now();
  let [bytes, size, pieces] = [0, UP_BYTES_FIRST, 0];
  while (bytes < UP_TOTAL_BYTES && !signal.aborted && performance.now() - begun < TRAFFIC_MS) {
    const piece = chance(size);
    const from = performance.now();
    const sent = fetch(address, { method: "POST", body: piece, headers: { "content-type": "application/octet-stream" } }).then((answer) => answer.ok);
    if (!(await within(REQUEST_LIMIT_MS, sent, false, signal))) break;
    bytes += size;
    pieces += 1;
    if (performance.now() - from < QUICK_MS) size = Math.min(2 * size, UP_BYTES_MAX);
  }
  const taken_ms = performance.now() - begun;
  return rate(bytes, Math.max(taken_ms - pieces * request_ms, taken_ms / 10));
}

/** Bytes that nothing compresses; a browser gives 64 KiB of chance at a time. */
function chance(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

/** kbit/s; 0 when nothing passed. */
const rate = (bytes: number, ms: number) => (ms <= 0 ? null : (bytes * 8) / ms);

/** The longest look-up of a name the page has seen; null where every connection was open already. */
function dnsTime(): number | null {
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")] as PerformanceResourceTiming[];
  const own = entries.filter((entry) => entry.name.startsWith(location.origin) && entry.domainLookupStart > 0);
  const times = own.map((entry) => entry.domainLookupEnd - entry.domainLookupStart).filter((ms) => ms > 0);
  return times.length === 0 ? null : rounded(Math.max(...times));
}

/** Any answer will do; what it says is not read. */
export async function probeZoom(url: string | null, signal: AbortSignal): Promise<Measured["zoom"]> {
  if (url === null) return "not_asked";
  const asked = fetch(url, { mode: "no-cors", cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" });
  return within<Measured["zoom"]>(ZOOM_LIMIT_MS, asked.then(() => "reached" as const), "unreached", signal);
}

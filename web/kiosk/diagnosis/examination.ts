/**
 * One diagnosis at the kiosk: part after part, each with its own limit, and one answer at the end.
 * Owns the order and the ending. Numbers leave the kiosk and nothing else; what they mean is the server's.
 * A visitor who sits down ends it at once: what was measured by then is sent.
 */
import type { Measured, Part } from "../../api/diagnosis-types";
import type { Diagnose } from "../messages";
import { probeCamera } from "./camera";
import { within } from "./limits";
import { probeMachine } from "./machine";
import { probeNetwork, probeZoom } from "./network";
import { probeReader } from "./reader";
import { probeSound, soundLeftOut } from "./sound";

/** Longest each part may take; together less than the server waits. */
const LIMITS_MS: Record<Part, number> = { machine: 6_000, network: 20_000, reader: 4_000, camera: 8_000, sound: 6_000 };

export interface Held {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}

/** What an examination needs of the kiosk around it. */
export interface Around {
  echo: () => Promise<string>;
  onPart: (part: Part) => void;
  /** Camera and microphone of the visit that goes on. */
  running: () => Held;
}

export interface Probes {
  machine: typeof probeMachine;
  network: typeof probeNetwork;
  zoom: typeof probeZoom;
  reader: typeof probeReader;
  camera: typeof probeCamera;
  sound: typeof probeSound;
}

const ours: Probes = { machine: probeMachine, network: probeNetwork, zoom: probeZoom, reader: probeReader, camera: probeCamera, sound: probeSound };

const nothingYet: Measured = {
  camera: { state: "left_out", picture: null },
  ...soundLeftOut("left_out", "left_out"),
  network: { live_ms: null, jitter_ms: null, echoes: 0, echoes_lost: 0, request_ms: null, down_kbps: null, up_kbps: null, dns_ms: null },
  zoom: "not_asked",
  storage: null,
  memory_gib: null,
  browser: null,
  battery: null,
  agent: null,
  agent_asked: false,
  clock_ahead_ms: null,
  interrupted: false,
};

export async function examine(order: Diagnose, around: Around, signal: AbortSignal, probes: Probes = ours): Promise<Measured> {
  let measured = nothingYet;
  const { in_visit, pass } = order;
  const held = in_visit ? around.running() : { audio: null, video: null };
  const part = async (name: Part, probe: () => Promise<Partial<Measured>>, otherwise: Partial<Measured>) => {
    if (signal.aborted) return;
    around.onPart(name);
    const found = await within(LIMITS_MS[name], probe(), otherwise, signal);
    if (!signal.aborted) measured = { ...measured, ...found };
  };
  await part("machine", () => probes.machine(in_visit), {});
  await part("network", async () => {
    const zoom = probes.zoom(order.zoom_url, signal);
    return { ...(await probes.network({ pass, in_visit, echo: around.echo, signal })), zoom: await zoom };
  }, {});
  await part("reader", () => probes.reader(order.agent_port, signal), { agent: null, agent_asked: order.agent_port !== null });
  // In a visit nothing is opened that the visit does not hold itself.
  if (!in_visit || held.video !== null) {
    await part("camera", async () => ({ camera: await probes.camera(held.video, signal) }), { camera: { state: "unanswered", picture: null } });
  }
  if (!in_visit || held.audio !== null) await part("sound", () => probes.sound(held.audio, signal), soundLeftOut("unanswered", "unanswered"));
  return { ...measured, interrupted: signal.aborted };
}

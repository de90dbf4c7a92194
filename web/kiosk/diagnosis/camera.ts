/**
 * Whether the camera gives a picture, and how bright it is. The picture itself is thrown away here:
 * four numbers leave this file.
 */
import type { DeviceState, MeasuredCamera } from "../../api/diagnosis-types";
import { pause, rounded } from "./limits";

/** Cameras open dark and settle; what they see after this counts. */
const SETTLE_MS = 700;
const FIRST_FRAME_MS = 4_000;
const [WIDTH, HEIGHT] = [64, 48];

export async function probeCamera(running: MediaStreamTrack | null, signal: AbortSignal): Promise<MeasuredCamera> {
  if (running !== null) return look(running.clone(), signal);
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 } } });
    const [track] = stream.getVideoTracks();
    return track === undefined ? nothing("absent") : await look(track, signal);
  } catch (error) {
    return nothing(stateOf(error));
  }
}

/** Why a device could not be opened: somebody said no, there is none, or another program holds it. */
export function stateOf(error: unknown): DeviceState {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (["NotAllowedError", "SecurityError"].includes(name)) return "refused";
  return ["NotReadableError", "AbortError"].includes(name) ? "busy" : "absent";
}

const nothing = (state: DeviceState): MeasuredCamera => ({ state, picture: null });

async function look(track: MediaStreamTrack, signal: AbortSignal): Promise<MeasuredCamera> {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  try {
    const { width, height } = track.getSettings();
    if (!(await firstFrame(video, signal))) return nothing("silent");
    await pause(SETTLE_MS);
    if (signal.aborted) return nothing("left_out");
    return { state: "works", picture: { width: width ?? video.videoWidth, height: height ?? video.videoHeight, ...brightnessOf(pixelsOf(video)) } };
  } finally {
    video.srcObject = null;
    track.stop();
  }
}

async function firstFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<boolean> {
  video.play().catch(() => undefined);
  const end = performance.now() + FIRST_FRAME_MS;
  while (performance.now() < end && !signal.aborted) {
    if (video.videoWidth > 0 && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return true;
    await pause(50);
  }
  return false;
}

function pixelsOf(video: HTMLVideoElement): Uint8ClampedArray {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return new Uint8ClampedArray();
  context.drawImage(video, 0, 0, WIDTH, HEIGHT);
  return context.getImageData(0, 0, WIDTH, HEIGHT).data;
}

/** Mean and standard deviation of the luminance (ITU-R BT.601) of RGBA pixels. */
export function brightnessOf(pixels: Uint8ClampedArray): { brightness: number; contrast: number } {
  let [sum, squares] = [0, 0];
  const count = pixels.length / 4;
  if (count === 0) return { brightness: 0, contrast: 0 };
  for (let at = 0; at < pixels.length; at += 4) {
    const light = 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
    sum += light;
    squares += light * light;
  }
  const mean = sum / count;
  return { brightness: rounded(Math.min(255, mean)), contrast: rounded(Math.sqrt(Math.max(0, squares / count - mean * mean))) };
}

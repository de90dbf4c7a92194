/**
 * Camera and microphone of a visit: asks for both, then for each alone, and says which of them there is.
 * Must never know the connection; `visit-media.ts` sends what is held here.
 */
export type Device = "unknown" | "live" | "absent" | "refused";

export interface Held {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}

export interface Found {
  held: Held;
  camera: Device;
  microphone: Device;
}

export const standardDevices: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } },
};

/** Why there is no device: somebody said no, or there is none that works. */
export function deviceOf(error: unknown): Device {
  return error instanceof DOMException && ["NotAllowedError", "SecurityError"].includes(error.name) ? "refused" : "absent";
}

/** Asks once for both, so that the browser asks once; where that fails, for each, so that one may be missing. */
export async function holdDevices(wanted: MediaStreamConstraints): Promise<Found> {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) return { held: { audio: null, video: null }, camera: "absent", microphone: "absent" };
  try {
    return foundIn(await mediaDevices.getUserMedia(wanted));
  } catch {
    const [sound, picture] = [await take({ audio: wanted.audio ?? true }), await take({ video: wanted.video ?? true })];
    return {
      held: { audio: sound.stream?.getAudioTracks()[0] ?? null, video: picture.stream?.getVideoTracks()[0] ?? null },
      microphone: sound.device,
      camera: picture.device,
    };
  }
}

/** The camera alone; null when there is none that works. */
export async function takeCamera({ video }: MediaStreamConstraints): Promise<MediaStreamTrack | null> {
  return (await take({ video: video ?? true })).stream?.getVideoTracks()[0] ?? null;
}

export function releaseDevices(held: Held): void {
  for (const track of [held.audio, held.video]) {
    if (track === null) continue;
    track.onended = null;
    track.stop();
  }
}

function foundIn(stream: MediaStream): Found {
  const held = { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null };
  return { held, camera: held.video === null ? "absent" : "live", microphone: held.audio === null ? "absent" : "live" };
}

async function take(wanted: MediaStreamConstraints): Promise<{ stream: MediaStream | null; device: Device }> {
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(wanted), device: "live" };
  } catch (error) {
    return { stream: null, device: deviceOf(error) };
  }
}

/**
 * Which devices the desk uses and how the microphone is treated; remembered in localStorage.
 * Must never know the connection; `softphone.ts` applies it.
 */
export interface AudioSettings {
  input: string;
  output: string;
  ring_output: string;
  noise_suppression: boolean;
  echo_cancellation: boolean;
}

export const standardAudio: AudioSettings = { input: "", output: "", ring_output: "", noise_suppression: true, echo_cancellation: true };

const STORAGE_KEY = "madoguchi.audio";

/** What was stored, as far as it can be read; the rest is standard. */
export function readAudioSettings(text: string | null): AudioSettings {
  let stored: unknown = null;
  try {
    stored = JSON.parse(text ?? "null");
  } catch {
    return standardAudio;
  }
  if (typeof stored !== "object" || stored === null) return standardAudio;
  const found = Object.entries(stored).filter(([name, value]) => name in standardAudio && typeof value === typeof standardAudio[name as keyof AudioSettings]);
  return { ...standardAudio, ...Object.fromEntries(found) };
}

export const storedAudio = (): AudioSettings => readAudioSettings(localStorage.getItem(STORAGE_KEY));
export const storeAudio = (settings: AudioSettings): void => localStorage.setItem(STORAGE_KEY, JSON.stringify(settings));

/** What to ask the browser for. The device is a wish, so that an unplugged headset does not silence the desk. */
export function microphoneWish(settings: AudioSettings): MediaTrackConstraints {
  return {
    noiseSuppression: settings.noise_suppression,
    echoCancellation: settings.echo_cancellation,
    autoGainControl: true,
    channelCount: 1,
    ...(settings.input === "" ? {} : { deviceId: { ideal: settings.input } }),
  };
}

/** Sends a player's sound to a device where the browser can; a device that is gone leaves it as it is. */
export async function playThrough(player: HTMLAudioElement | AudioContext, device: string): Promise<void> {
  if (!("setSinkId" in player)) return;
  try {
    await (player as { setSinkId: (id: string) => Promise<void> }).setSinkId(device);
  } catch {
    // The chosen device is unplugged: the standard one keeps playing.
  }
}

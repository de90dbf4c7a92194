/**
 * Which camera and microphone a machine uses for visits: ids alone, and what to ask the browser for.
 * Pure; where the choice is kept is the page's. A device that is gone is no reason to be without one.
 */
import { standardDevices } from "./visit-devices";

export interface ChosenDevices {
  /** Empty: the browser chooses. */
  camera: string;
  microphone: string;
}

export const standardChoice: ChosenDevices = { camera: "", microphone: "" };

const wished = (id: string): MediaTrackConstraints => (id === "" ? {} : { deviceId: { ideal: id } });

/** What a visit asks for. */
export function wantedFor({ camera, microphone }: ChosenDevices): MediaStreamConstraints {
  const { audio, video } = standardDevices as { audio: MediaTrackConstraints; video: MediaTrackConstraints };
  return { audio: { ...audio, ...wished(microphone) }, video: { ...video, ...wished(camera) } };
}

/** What was kept, as far as it can be read. */
export function readChoice(kept: unknown): ChosenDevices {
  const { camera, microphone } = (typeof kept === "object" && kept !== null ? kept : {}) as Partial<Record<keyof ChosenDevices, unknown>>;
  return { camera: typeof camera === "string" ? camera : "", microphone: typeof microphone === "string" ? microphone : "" };
}

/** Opens the chosen camera and microphone for as long as a test of them is on the screen, and plays a tone. */
import { useEffect, useState } from "react";
import { type ChosenDevices, wantedFor } from "./visit-choice";
import { type Device, holdDevices, releaseDevices } from "./visit-devices";

const TONE_HZ = 660;
const TONE_S = 1.5;
const TONE_GAIN = 0.2;

export interface DeviceTest {
  picture: MediaStream | null;
  sound: MediaStream | null;
  camera: Device;
  microphone: Device;
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
}

const untested: DeviceTest = { picture: null, sound: null, camera: "unknown", microphone: "unknown", cameras: [], microphones: [] };
const streamOf = (track: MediaStreamTrack | null): MediaStream | null => (track === null ? null : new MediaStream([track]));

export function useDeviceTest({ camera, microphone }: ChosenDevices): DeviceTest {
  const [test, setTest] = useState(untested);
  useEffect(() => {
    let left = false;
    let held: Parameters<typeof releaseDevices>[0] = { audio: null, video: null };
    const open = async () => {
      const found = await holdDevices(wantedFor({ camera, microphone }));
      if (left) return releaseDevices(found.held);
      held = found.held;
      // Names are told once a device has been opened.
      const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
      if (left) return;
      const known = devices.filter(({ deviceId }) => deviceId !== "" && deviceId !== "default");
      setTest({
        picture: streamOf(held.video),
        sound: streamOf(held.audio),
        camera: found.camera,
        microphone: found.microphone,
        cameras: known.filter(({ kind }) => kind === "videoinput"),
        microphones: known.filter(({ kind }) => kind === "audioinput"),
      });
    };
    void open();
    return () => {
      left = true;
      releaseDevices(held);
    };
  }, [camera, microphone]);
  return test;
}

/** Plays a short tone on the speaker. */
export function playTone(): void {
  const context = new AudioContext();
  const gain = new GainNode(context, { gain: TONE_GAIN });
  const tone = new OscillatorNode(context, { frequency: TONE_HZ });
  tone.connect(gain).connect(context.destination);
  tone.onended = () => void context.close();
  tone.start();
  tone.stop(context.currentTime + TONE_S);
}

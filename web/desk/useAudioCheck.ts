/** The audio check: devices, the level of the microphone, and hearing oneself after three seconds. */
import { useEffect, useRef, useState } from "react";
import { type AudioSettings, microphoneWish, playThrough } from "../live/audio-settings";

export { levelOf, useLevel } from "../visit/useLevel";

export type EchoStep = "idle" | "recording" | "playing" | "done" | "failed";

const ECHO_MS = 3_000;
export function useMicrophone(settings: AudioSettings): { stream: MediaStream | null; failed: boolean } {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [failed, setFailed] = useState(false);
  const { input, noise_suppression, echo_cancellation } = settings;
  useEffect(() => {
    let left = false;
    let own: MediaStream | null = null;
    const open = async () => {
      try {
        const wish = microphoneWish({ input, noise_suppression, echo_cancellation, output: "", ring_output: "" });
        own = await navigator.mediaDevices.getUserMedia({ audio: wish });
        if (left) for (const track of own.getTracks()) track.stop();
        else {
          setStream(own);
          setFailed(false);
        }
      } catch {
        if (!left) setFailed(true);
      }
    };
    void open();
    return () => {
      left = true;
      for (const track of own?.getTracks() ?? []) track.stop();
    };
  }, [input, noise_suppression, echo_cancellation]);
  return { stream, failed };
}

/** The devices there are; their names appear once the microphone is allowed. */
export function useDevices(stream: MediaStream | null): { inputs: MediaDeviceInfo[]; outputs: MediaDeviceInfo[] } {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (media === undefined) return;
    let left = false;
    const list = async () => {
      const found = await media.enumerateDevices();
      if (!left) setDevices(found.filter((device) => device.deviceId !== "" && device.deviceId !== "default"));
    };
    void list();
    media.addEventListener("devicechange", list);
    return () => {
      left = true;
      media.removeEventListener("devicechange", list);
    };
  }, [stream]);
  return { inputs: devices.filter((device) => device.kind === "audioinput"), outputs: devices.filter((device) => device.kind === "audiooutput") };
}

function record(stream: MediaStream, duration_ms: number): Promise<Blob> {
  return new Promise((done, fail) => {
    const recorder = new MediaRecorder(stream);
    const chunks: Blob[] = [];
    recorder.ondataavailable = (event) => chunks.push(event.data);
    recorder.onstop = () => done(new Blob(chunks, { type: recorder.mimeType }));
    recorder.onerror = () => fail(new Error("recorder"));
    recorder.start();
    setTimeout(() => recorder.stop(), duration_ms);
  });
}

/** Plays decoded sound, so that no blob address is needed under the page's content policy. */
function playBack(context: AudioContext, sound: AudioBuffer): Promise<void> {
  return new Promise((done) => {
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    source.onended = () => done();
    source.start();
  });
}

export function useEchoTest(stream: MediaStream | null, output: string): [EchoStep, () => Promise<void>] {
  const [step, setStep] = useState<EchoStep>("idle");
  const running = useRef(false);
  const run = async () => {
    if (stream === null || running.current) return;
    running.current = true;
    const context = new AudioContext();
    try {
      setStep("recording");
      const taken = await record(stream, ECHO_MS);
      await playThrough(context, output);
      const sound = await context.decodeAudioData(await taken.arrayBuffer());
      setStep("playing");
      await playBack(context, sound);
      setStep("done");
    } catch {
      setStep("failed");
    } finally {
      running.current = false;
      void context.close();
    }
  };
  return [step, run];
}

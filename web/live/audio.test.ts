import { describe, expect, test } from "vitest";
import { levelOf } from "../desk/useAudioCheck";
import { microphoneWish, readAudioSettings, standardAudio } from "./audio-settings";
import { preferTrunkCodecs } from "./softphone";

describe("audio settings", () => {
  test("suppress noise and echo unless switched off", () => {
    expect(microphoneWish(standardAudio)).toMatchObject({ noiseSuppression: true, echoCancellation: true });
    expect(microphoneWish({ ...standardAudio, noise_suppression: false })).toMatchObject({ noiseSuppression: false });
  });

  test("wish for the chosen microphone without insisting on it", () => {
    expect(microphoneWish({ ...standardAudio, input: "headset" }).deviceId).toEqual({ ideal: "headset" });
    expect(microphoneWish(standardAudio)).not.toHaveProperty("deviceId");
  });

  test.each([[null], ["{"], ["[]"], ['"x"'], ['{"input":5,"unknown":true}']])("fall back to the standard where %s was stored", (text) => {
    expect(readAudioSettings(text)).toEqual(standardAudio);
  });

  test("keep what was stored", () => {
    expect(readAudioSettings('{"output":"speaker","echo_cancellation":false}')).toEqual({ ...standardAudio, output: "speaker", echo_cancellation: false });
  });
});

test("the trunk's codecs come first and the others keep their order", () => {
  const codecs = ["audio/opus", "audio/red", "audio/PCMA", "audio/PCMU", "audio/telephone-event"].map((mimeType) => ({ mimeType }));
  expect(preferTrunkCodecs(codecs).map(({ mimeType }) => mimeType)).toEqual(["audio/PCMU", "audio/PCMA", "audio/telephone-event", "audio/opus", "audio/red"]);
});

test("the level of silence is nothing, of full scale everything, of speech between", () => {
  expect(levelOf(new Float32Array(64))).toBe(0);
  expect(levelOf(new Float32Array(64).fill(1))).toBe(1);
  expect(levelOf(new Float32Array(64).fill(0.03))).toBeCloseTo(0.492, 2);
});

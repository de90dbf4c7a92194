import { expect, test } from "vitest";
import { readChoice, standardChoice, wantedFor } from "./visit-choice";
import { standardDevices } from "./visit-devices";

test("a chosen device is wished for, and without a choice nothing is asked beyond the standard", () => {
  expect(wantedFor(standardChoice)).toEqual(standardDevices);
  expect(wantedFor({ camera: "c1", microphone: "m1" })).toMatchObject({ audio: { deviceId: { ideal: "m1" }, echoCancellation: true }, video: { deviceId: { ideal: "c1" } } });
});

test.each([undefined, null, 5, "x", {}, { camera: 1, microphone: [] }])("%j, kept by mistake, is no choice", (kept) => {
  expect(readChoice(kept)).toEqual(standardChoice);
});

import { expect, test } from "vitest";
import { ja } from "../words/ja";
import { whyUnseen } from "./unseen";

const seen = { visitor_away: false, visitor_devices: { camera: true, microphone: true }, document: "none" as const, line: null };

test("a visitor who is not seen is said to be so, with the reason", () => {
  const blind = { ...seen, visitor_devices: { camera: false, microphone: true } };
  expect(whyUnseen(seen, ja)).toBeNull();
  expect(whyUnseen(blind, ja)).toBe(ja.visit.visitorUnseen);
  expect(whyUnseen({ ...blind, document: "shown" }, ja)).toBeNull();
  expect(whyUnseen({ ...blind, visitor_away: true }, ja)).toBe(ja.visit.visitorAway);
  expect(whyUnseen(seen, ja, true)).toBe(ja.visit.visitorPrivate);
  expect(whyUnseen({ ...seen, visitor_away: true }, ja, true)).toBe(ja.visit.visitorAway);
  const line = { step: "audio" as const, cause: "loss" as const, visitor_heard: true, agent_heard: true, by_telephone: false };
  expect(whyUnseen({ ...seen, line }, ja)).toBe(ja.line.noPicture);
});

import { expect, test } from "vitest";
import { type HallKiosk, type HallVisit, kioskUse, waited_ms } from "./hall";

const aVisit = (part: Partial<HallVisit> = {}): HallVisit => ({ contact: "v1", ticket: "12", wish: "lost", language: "ja", state: "hall", issued_at: "2026-04-01T00:00:00Z", kiosk: null, calls: 0, called_at: null, answered_at: null, agent: null, position: 1, estimate_minutes: 5, guests: [], ...part });
const aKiosk = (part: Partial<HallKiosk> = {}): HallKiosk => ({ id: "k1", name: "端末1", connected: true, ticket: null, ...part });

test("the wait counts from the ticket and ends when an operator joins", () => {
  const now_ms = Date.parse("2026-04-01T00:10:00Z");
  expect(waited_ms(aVisit(), now_ms)).toBe(600_000);
  expect(waited_ms(aVisit({ answered_at: "2026-04-01T00:04:00Z" }), now_ms)).toBe(240_000);
});

test("a kiosk kept for a called number is told from one in use", () => {
  const visits = [aVisit({ state: "called" }), aVisit({ contact: "v2", ticket: "13", state: "talking" })];
  expect([aKiosk({ ticket: "12" }), aKiosk({ ticket: "13" }), aKiosk(), aKiosk({ connected: false })].map((kiosk) => kioskUse(kiosk, visits))).toEqual(["called", "busy", "free", "away"]);
});

import { expect, test } from "vitest";
import { aContact } from "../dev/samples";
import type { AlertView } from "../live/messages";
import { byAttention, needsAttention, newsOf } from "./attention";

const alert = (part: Partial<AlertView> = {}): AlertView => ({ code: "long_hold", since: "2026-04-01T00:05:00Z", word: null, seen_by: null, seen_at: null, ...part });
const quiet = aContact({ id: "quiet", arrived_at: "2026-04-01T00:00:00Z" });
const alarmed = aContact({ id: "alarmed", alerts: ["long_hold"], alert_states: [alert()] });
const seen = aContact({ id: "seen", arrived_at: "2026-04-01T00:01:00Z", alert_states: [alert({ seen_at: "2026-04-01T00:06:00Z", seen_by: "監督 一郎" })] });
const hand = aContact({ id: "hand", hand_raised: true, hand_raised_at: "2026-04-01T00:09:00Z" });
const longHand = aContact({ id: "long hand", hand_raised: true, hand_raised_at: "2026-04-01T00:08:00Z" });

test("hands stand on top, the longest raised first, then alerts nobody has seen, then the rest by arrival", () => {
  const sorted = [seen, quiet, hand, alarmed, longHand].sort(byAttention).map(({ id }) => id);
  expect(sorted).toEqual(["long hand", "hand", "alarmed", "quiet", "seen"]);
  expect([quiet, alarmed, seen, hand].map(needsAttention)).toEqual([false, true, false, true]);
});

test("each hand and each alert is told of once, and again when it comes anew", () => {
  const [first, told] = newsOf([hand, alarmed, quiet, seen], new Set());
  expect(first.map((news) => (news.hand ? "hand" : news.alert))).toEqual(["hand", "long_hold"]);
  expect(newsOf([hand, alarmed], told)[0]).toEqual([]);
  const [, after] = newsOf([quiet], told);
  expect(newsOf([hand], after)[0]).toHaveLength(1);
});

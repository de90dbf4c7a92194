import { describe, expect, test } from "vitest";
import type { Me } from "../api/types";
import { aContent, aDraft, aReview, aVersion, aView, manager, officer, published, reviewer, someone, writer } from "../dev/faq-views";
import { countingReviews, dutyOf, mayRollBackTo, type Offers, offersFor } from "./offers";
import type { FaqView } from "./types";

const agent = someone(reviewer, "agent_phone");
const author = someone(writer, "agent_counter");
const lead = someone(manager, "manager");
const city = someone(officer, "city_officer");

/** The names of what is offered. */
const offered = (view: FaqView, me: Me) => Object.entries(offersFor(view, me)).filter(([, offer]) => offer.offered).map(([name]) => name);
/** What must wait, and for what. */
const waits = (view: FaqView, me: Me) => Object.fromEntries(Object.entries(offersFor(view, me)).filter(([, offer]) => offer.waits !== null).map(([name, offer]) => [name, offer.waits])) as Partial<Record<keyof Offers, string>>;

const inReview = (reviews = [] as ReturnType<typeof aReview>[], over = {}) => aView({ draft: aDraft({ stage: "in_review", since: "2026-11-20T00:00:00Z", reviews }), standing: "in_review", ...over });

describe("what is offered on an entry", () => {
  test("a draft is submitted or thrown away by anybody, and approved by nobody", () => {
    const view = aView({ draft: aDraft() });
    for (const me of [agent, author, lead, city]) expect(offered(view, me)).toEqual(["submit", "discard"]);
  });

  test("a draft in review is passed by colleagues, never by its author, and sent back by all", () => {
    expect(offered(inReview(), agent)).toEqual(["discard", "pass", "send_back"]);
    expect(offered(inReview(), lead)).toEqual(["discard", "pass", "send_back"]);
    expect(offered(inReview(), author)).toEqual(["discard", "send_back"]);
    expect(waits(inReview(), author)).toEqual({ pass: "own_text" });
    expect(offered(inReview(), city)).toEqual(["discard", "send_back"]);
  });

  test("the city approves what somebody other than the author has passed", () => {
    expect(waits(inReview(), city)).toEqual({ approve: "not_reviewed" });
    expect(waits(inReview([aReview(writer)]), city).approve).toBe("not_reviewed");
    expect(offered(inReview([aReview(reviewer)]), city)).toContain("approve");
    for (const me of [agent, author, lead]) expect(offered(inReview([aReview(reviewer)]), me)).not.toContain("approve");
  });

  test("a review before it was sent back counts no more", () => {
    const reviews = [aReview(reviewer), aReview(officer, "returned")];
    expect(countingReviews(reviews)).toEqual([]);
    expect(waits(inReview(reviews), city).approve).toBe("not_reviewed");
    expect(offered(inReview(reviews), agent)).toContain("pass");
  });

  test("nobody reviews a text twice", () => {
    expect(waits(inReview([aReview(reviewer)]), agent)).toEqual({ pass: "reviewed_already", send_back: "reviewed_already" });
  });

  test("a made-up approval is offered in a demonstration alone, and to the manager alone", () => {
    const view = inReview([aReview(reviewer)], { demonstration: true });
    expect(offered(view, lead)).toContain("demonstrate");
    expect(offered({ ...view, demonstration: false }, lead)).not.toContain("demonstrate");
    for (const me of [agent, city]) expect(offered(view, me)).not.toContain("demonstrate");
  });

  test("what is approved is published by manager and city, not by agents", () => {
    const view = aView({ standing: "approved", versions: [aVersion(1)], next_version: 2 });
    expect(offered(view, lead)).toEqual(["publish"]);
    expect(offered(view, city)).toEqual(["publish"]);
    expect(offered(view, agent)).toEqual([]);
  });

  test("what is likely to change is confirmed first, and what is held back is not published", () => {
    const risky = aView({ versions: [aVersion(1, { content: aContent({ risk: "high" }) })] });
    expect(offered(risky, lead)).toEqual(["confirm"]);
    expect(waits(risky, lead)).toEqual({ publish: "unconfirmed" });
    expect(waits(risky, agent)).toEqual({});
    const confirmed = aView({ versions: [aVersion(1, { content: aContent({ risk: "high" }), confirmation: { by: manager, at: "", note: "電話" } })] });
    expect(offered(confirmed, lead)).toEqual(["publish"]);
    expect(waits(aView({ versions: [aVersion(1, { content: aContent({ publish: false }) })] }), lead)).toEqual({ publish: "held_back" });
  });

  test("what is published is withdrawn, and a coming publication called off, by those who publish", () => {
    const view = published({ scheduled: { version: 2, at: "2026-12-01T00:00:00Z", until: null } });
    expect(offered(view, lead)).toEqual(["unschedule", "withdraw"]);
    expect(offered(view, city)).toEqual(["unschedule", "withdraw"]);
    expect(offered(view, agent)).toEqual([]);
  });

  test("older texts come back, but not what is live, held back, or made up outside a demonstration", () => {
    const view = published({ versions: [aVersion(4), aVersion(3), aVersion(2, { content: aContent({ publish: false }) }), aVersion(1, { approval: { ...aVersion(1).approval, ground: "demonstration" } })], live: { version: 3, since: "", until: null } });
    const back = (duty: "manager" | "agent", demonstration = false) => view.versions.filter((text) => mayRollBackTo({ ...view, demonstration }, text, duty)).map(({ version }) => version);
    expect(back("manager")).toEqual([]);
    expect(back("manager", true)).toEqual([1]);
    expect(back("agent", true)).toEqual([]);
    expect(mayRollBackTo(published(), aVersion(1), "city_officer")).toBe(true);
  });

  test("the city's role comes before the house's", () => {
    expect([dutyOf(["manager", "city_officer"]), dutyOf(["supervisor", "manager"]), dutyOf(["supervisor"])]).toEqual(["city_officer", "manager", "agent"]);
  });
});

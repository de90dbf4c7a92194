/**
 * What is offered to whom on an entry: by duty and by where the entry stands. Pure.
 * The server decides; this spares people refusals and says why something must wait.
 */
import type { Me, Role } from "../api/types";
import { has } from "../shell/pages";
import type { FaqDraft, FaqVersion, FaqView, Review } from "./types";

export type Duty = "agent" | "manager" | "city_officer";

/** Why something that is one's duty cannot be done yet. */
export type Waits = "not_reviewed" | "own_text" | "reviewed_already" | "held_back" | "unconfirmed";

export type Offer = { offered: true; waits: null } | { offered: false; waits: Waits | null };

export interface Offers {
  submit: Offer;
  discard: Offer;
  pass: Offer;
  send_back: Offer;
  approve: Offer;
  demonstrate: Offer;
  confirm: Offer;
  publish: Offer;
  unschedule: Offer;
  withdraw: Offer;
}

const YES: Offer = { offered: true, waits: null };
const NO: Offer = { offered: false, waits: null };
const until = (waits: Waits): Offer => ({ offered: false, waits });
const when = (condition: boolean): Offer => (condition ? YES : NO);

/** Several roles of the house fall under one duty; the city's comes first. */
export function dutyOf(roles: readonly Role[]): Duty {
  if (has(roles, "city_officer")) return "city_officer";
  return has(roles, "manager") ? "manager" : "agent";
}

/** Who puts texts before residents and takes them away. */
export const publishes = (duty: Duty): boolean => duty !== "agent";

/** The reviews that count: a text that was sent back and comes again unchanged is looked at again. */
export function countingReviews(reviews: readonly Review[]): readonly Review[] {
  return reviews.slice(reviews.findLastIndex(({ verdict }) => verdict === "returned") + 1);
}

/** Somebody who did not write it has passed it. */
export function isReviewed(draft: FaqDraft): boolean {
  return countingReviews(draft.reviews).some(({ verdict, by }) => verdict === "passed" && !draft.authors.some(({ id }) => id === by.id));
}

function review(draft: FaqDraft | null, duty: Duty, me: Me): { pass: Offer; send_back: Offer } {
  if (draft?.stage !== "in_review") return { pass: NO, send_back: NO };
  const did = countingReviews(draft.reviews).some(({ by }) => by.id === me.id);
  const wrote = draft.authors.some(({ id }) => id === me.id);
  const send_back = did ? until("reviewed_already") : YES;
  if (duty === "city_officer") return { pass: NO, send_back };
  return { pass: wrote ? until("own_text") : send_back, send_back };
}

function approval(draft: FaqDraft | null, mine: boolean): Offer {
  if (!mine || draft?.stage !== "in_review") return NO;
  return isReviewed(draft) ? YES : until("not_reviewed");
}

/** Whether a text may go before residents, or what it waits for. */
export function showable(text: FaqVersion, demonstration: boolean): Offer {
  if (text.approval.ground === "demonstration" && !demonstration) return NO;
  if (!text.content.publish) return until("held_back");
  return text.content.risk === "high" && text.confirmation === null ? until("unconfirmed") : YES;
}

/** The newest approved text where it is not what residents read. */
export function candidateOf(view: FaqView): FaqVersion | null {
  const [newest] = view.versions;
  return newest !== undefined && newest.version !== view.live?.version ? newest : null;
}

/** An older text comes back as a new version. Whether the fact holds again is asked with it. */
export function mayRollBackTo(view: FaqView, text: FaqVersion, duty: Duty): boolean {
  const [newest] = view.versions;
  const older = newest !== undefined && text.version < newest.version && text.version !== view.live?.version;
  const fits = text.content.publish && (text.approval.ground !== "demonstration" || view.demonstration);
  return publishes(duty) && older && fits;
}

export function offersFor(view: FaqView, me: Me): Offers {
  const duty = dutyOf(me.roles);
  const { draft, demonstration } = view;
  const candidate = candidateOf(view);
  const mayShow = candidate === null ? NO : showable(candidate, demonstration);
  return {
    submit: when(draft?.stage === "writing"),
    discard: when(draft !== null),
    ...review(draft, duty, me),
    approve: approval(draft, duty === "city_officer"),
    demonstrate: approval(draft, demonstration && duty === "manager"),
    confirm: when(publishes(duty) && mayShow.waits === "unconfirmed"),
    publish: publishes(duty) ? mayShow : NO,
    unschedule: when(publishes(duty) && view.scheduled !== null),
    withdraw: when(publishes(duty) && view.live !== null),
  };
}

/**
 * Which contacts a supervisor should look at first: a raised hand before an unseen alert before the rest.
 * Pure; the server finds alerts, this only orders and compares them.
 */
import type { AlertCode, ContactView } from "../live/messages";

/** Whether somebody should look at it now. */
export function needsAttention(contact: ContactView): boolean {
  return contact.hand_raised || contact.alerts.length > 0;
}

/** Hands first, the longest raised on top; then unseen alerts, the oldest on top; then by arrival. */
export function byAttention(left: ContactView, right: ContactView): number {
  return rank(left) - rank(right) || since(left).localeCompare(since(right));
}

function rank(contact: ContactView): number {
  if (contact.hand_raised) return 0;
  return contact.alerts.length > 0 ? 1 : 2;
}

function since(contact: ContactView): string {
  if (contact.hand_raised_at !== null) return contact.hand_raised_at;
  const unseen = contact.alert_states.filter((alert) => alert.seen_at === null).map((alert) => alert.since);
  return unseen.sort()[0] ?? contact.arrived_at;
}

/** Something new to be told of. */
export type News = { contact: ContactView; hand: true } | { contact: ContactView; hand: false; alert: AlertCode };

/** What is new against the keys told of already; the second is what is told of from then on. */
export function newsOf(contacts: readonly ContactView[], told: ReadonlySet<string>): [News[], Set<string>] {
  const standing = contacts.flatMap((contact): [string, News][] => [
    ...(contact.hand_raised ? [[`${contact.id} hand ${contact.hand_raised_at}`, { contact, hand: true }] satisfies [string, News]] : []),
    ...contact.alert_states.filter((alert) => alert.seen_at === null).map((alert): [string, News] => [`${contact.id} ${alert.code} ${alert.since}`, { contact, hand: false, alert: alert.code }]),
  ]);
  const fresh = standing.filter(([key]) => !told.has(key)).map(([, news]) => news);
  return [fresh, new Set(standing.map(([key]) => key))];
}

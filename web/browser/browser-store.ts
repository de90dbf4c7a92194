/**
 * What a page knows of the shared browser, and which input may leave it. Pure; must never know React, the socket, the
 * canvas or the clock, and never what is typed on the keypad. `shared-browser.ts` drives it.
 * The server judges every input again: what is refused here only spares the person a surprise.
 */
import type { BrowserState, DateAsked, Dialog, DownloadRefused, Input, Mail, PhotoAsked, Popup, Print, Receipt, Refused, Select, ServerMessage, Side } from "./wire";

/** Questions of a page that stand at once; a page that asks more fights, and the newest count. */
export const QUESTIONS_MAX = 4;
export const MAILS_MAX = 20;
/** News that are shown at once. */
export const NEWS_MAX = 3;

export type Question = Dialog | Select | DateAsked;

/** Something that happened and needs no answer. */
export interface News {
  key: number;
  what: Popup | Print | DownloadRefused | Refused;
}

export interface BrowserView {
  side: Side;
  status: "off" | "open" | "lost";
  state: BrowserState | null;
  /** `waiting`: what stands on the canvas is not the page as it is. */
  picture: "waiting" | "shown";
  questions: readonly Question[];
  mails: readonly Mail[];
  photo: PhotoAsked | null;
  receipt: Receipt | null;
  /** The number of the last receipt that was put away; one is told again with every line. */
  receipt_away: number;
  news: readonly News[];
  /** Counts news, so that each can be put away. */
  told: number;
}

export const emptyBrowser = (side: Side): BrowserView => ({ side, status: "off", state: null, picture: "waiting", questions: [], mails: [], photo: null, receipt: null, receipt_away: 0, news: [], told: 0 });

export type BrowserAction =
  | { type: "status"; status: BrowserView["status"] }
  | { type: "message"; message: ServerMessage }
  | { type: "picture"; picture: BrowserView["picture"] }
  | { type: "put_away"; key: number }
  | { type: "put_receipt_away" }
  | { type: "forget" };

export function reduceBrowser(view: BrowserView, action: BrowserAction): BrowserView {
  switch (action.type) {
    case "status":
      // A line that is there again tells everything anew; until then nothing acts on what stood before.
      return action.status === "open" ? { ...view, status: "open", state: null, picture: "waiting", questions: [], mails: [], photo: null } : { ...view, status: action.status, picture: "waiting" };
    case "message":
      return digest(view, action.message);
    case "picture":
      return view.picture === action.picture ? view : { ...view, picture: action.picture };
    case "put_away":
      return { ...view, news: view.news.filter(({ key }) => key !== action.key) };
    case "put_receipt_away":
      return view.receipt === null ? view : { ...view, receipt: null, receipt_away: view.receipt.number };
    case "forget":
      return { ...emptyBrowser(view.side), status: view.status, receipt_away: Math.max(view.receipt_away, view.receipt?.number ?? 0) };
  }
}

function digest(view: BrowserView, message: ServerMessage): BrowserView {
  switch (message.type) {
    case "state":
      return follow(view, message);
    case "dialog":
    case "select":
    case "date":
      return { ...view, questions: [...view.questions.filter(({ id }) => id !== message.id), message].slice(-QUESTIONS_MAX) };
    case "gone":
      return { ...view, questions: view.questions.filter(({ id }) => id !== message.id) };
    case "mail":
      return { ...view, mails: [...view.mails.filter(({ id }) => id !== message.id), message].slice(-MAILS_MAX) };
    case "photo":
      return { ...view, photo: message.wanted ? message : null };
    case "receipt":
      return message.number <= view.receipt_away ? view : { ...view, receipt: message };
    case "popup":
    case "print":
    case "download_refused":
    case "refused":
      return { ...view, told: view.told + 1, news: [...view.news, { key: view.told + 1, what: message }].slice(-NEWS_MAX) };
  }
}

/** What belonged to a browser that is over goes with it; only the receipt stands. */
function follow(view: BrowserView, state: BrowserState): BrowserView {
  const next = { ...view, state, picture: isCovered(view.side, state) ? ("waiting" as const) : view.picture };
  switch (state.life) {
    case "live":
    case "paused":
    case "ending":
      return next;
    case "starting":
      return { ...next, receipt: null, questions: [], mails: [], photo: null, news: [] };
    case "closed":
    case "erasing":
    case "verified":
    case "failed":
      return { ...next, questions: [], mails: [], photo: null, news: [] };
  }
}

/** Whether nothing of the page may stand on this side's canvas. */
export function isCovered(side: Side, state: BrowserState | null): boolean {
  if (state === null || state.size === null || (state.life !== "live" && state.life !== "paused")) return true;
  if (state.blank !== null) return true;
  return side === "operator" && (state.hold === null || state.hold.standing !== "clear");
}

export type InputRefusal = "not_live" | "stale_epoch" | "not_holder" | "hold" | "not_allowed" | "too_much";

/** What a start page is opened with while nobody has control. */
const FIRST_EPOCH = 0;

/** Whether no browser stands and this side may begin one by opening a start page. */
export const mayBegin = ({ side, status, state }: BrowserView): boolean => side === "operator" && status === "open" && (state?.life === "closed" || state?.life === "verified");

/** Why this input stays here; null when it may go. */
export function refusalOf(view: BrowserView, input: Pick<Input, "type" | "epoch">): InputRefusal | null {
  const { side, status, state } = view;
  if (input.type === "open" && mayBegin(view)) return input.epoch === FIRST_EPOCH ? null : "stale_epoch";
  if (status !== "open" || state?.life !== "live" || state.control === null) return "not_live";
  const standing = state.hold?.standing ?? "unguarded";
  if (side === "operator" && standing !== "clear") return "hold";
  if (input.epoch !== state.control.epoch) return "stale_epoch";
  if (state.control.holder !== side) return "not_holder";
  // A secret goes by the keypad's own channel, never by this one.
  if (standing === "held" && (input.type === "text" || input.type === "key")) return "hold";
  return state.can_act ? null : "not_allowed";
}

/** What this side's next gesture is sent with; -1 while there is nothing to be done. */
export const epochOf = (view: BrowserView): number => (mayBegin(view) ? FIRST_EPOCH : (view.state?.control?.epoch ?? -1));

/** Whether this side's person holds control and would act. */
export const canAct = (view: BrowserView): boolean => refusalOf(view, { type: "pointer", epoch: epochOf(view) }) === null;

/** Whether this side's person may open a start page. */
export const canOpen = (view: BrowserView): boolean => refusalOf(view, { type: "open", epoch: epochOf(view) }) === null;

/** Whether a mail address may be made for the visit. */
export const mayMakeMailbox = ({ side, status, state }: BrowserView): boolean => side === "operator" && status === "open" && state?.life === "live" && state.mailbox === null && state.may_make_mailbox;

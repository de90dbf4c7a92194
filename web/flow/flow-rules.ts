/**
 * What may be pressed at a step, in which words it is read, and how amounts are written. Pure.
 * Must never know React or the connection; the server judges every event, this only offers them.
 */
import type { Language } from "../api/types";
import type { Voice } from "../words/kiosk-speech";
import type { ActionView, FlowEvent, FlowView, ResidentText } from "./view";

/** One thing the operator may press, in the order of the number keys. */
export interface Option {
  id: string;
  event: FlowEvent;
  unavailable: boolean;
}

const option = (id: string, event: FlowEvent, unavailable = false): Option => ({ id, event, unavailable });

/** What number keys choose from at this step. */
export function optionsOf(action: ActionView, away: boolean): Option[] {
  switch (action.kind) {
    case "explain":
    case "outcome":
      return [];
    case "checklist":
      return action.items.map(({ id, ticked }) => option(id, { event: "tick", item: id, ticked: !ticked }));
    case "branch":
      return action.choices.map(({ id, missing }) => option(id, { event: "choose", choice: id }, missing !== null));
    case "gate":
      return [away ? option("returned", { event: "detour_ended" }) : option("go", { event: "detour_began" })];
    case "pin_guard":
      return [option("accepted", { event: "pin_accepted" }), option("wrong", { event: "wrong_pin" })];
    case "email":
      return (["own_telephone", ...(action.visit_mailbox ? (["visit_mailbox"] as const) : []), "no_mail"] as const).map((mail) => option(mail, { event: "mail_chosen", mail }));
    case "shared_page":
      return action.checks.map(({ check, confirmed }) => option(check, { event: "page_confirmed", check }, confirmed));
  }
}

/** Wrong tries of an earlier day are told ahead of the first one here, or not at all. */
export function earlierTries(action: Extract<ActionView, { kind: "pin_guard" }>): number[] {
  return action.left < action.tries_max ? [] : Array.from({ length: action.tries_max }, (_, index) => index + 1);
}

/** Whether the run has come to an end. */
export function hasEnded(view: FlowView | null): boolean {
  return view?.step.action.kind === "outcome";
}

/** The resident's text as staff read it: in the visitor's language, without readings. */
export function plainText(text: ResidentText, language: Language): string {
  return language === "en" ? text.en : text.ja;
}

/** What stands on the resident's screen; easy Japanese carries its readings. */
export function spokenText(text: ResidentText, voice: Voice): string {
  return text[voice];
}

const amounts = new Intl.NumberFormat("ja-JP");

/** 1000 → "1,000". */
export const formatAmount = (yen: number): string => amounts.format(yen);

/** The hall as the server tells it, and what follows from it for the page. Pure; the instant is an argument. */
import type { Language } from "../api/types";
import type { GuestView } from "../live/messages";

export type HallState = "hall" | "called" | "waiting" | "ringing" | "talking";

export interface HallVisit {
  contact: string;
  ticket: string;
  wish: string;
  language: Language | null;
  state: HallState;
  issued_at: string;
  kiosk: string | null;
  calls: number;
  called_at: string | null;
  answered_at: string | null;
  agent: string | null;
  position: number | null;
  estimate_minutes: number | null;
  guests: GuestView[];
}

export interface HallKiosk {
  id: string;
  name: string;
  connected: boolean;
  ticket: string | null;
}

export interface HallCall {
  kiosk: string;
  since: string;
  taken_by: string | null;
  taken_at: string | null;
}

export interface Hall {
  now: string;
  open: boolean;
  wishes: string[];
  visits: HallVisit[];
  kiosks: HallKiosk[];
  staff_calls: HallCall[];
}

export interface IssuedNumber {
  contact: string;
  ticket: string;
  issued_at: string;
  position: number | null;
  estimate_minutes: number | null;
  qr_svg: string;
}

/** From the ticket until an operator joined, or until now. */
export function waited_ms({ issued_at, answered_at }: HallVisit, now_ms: number): number {
  return Math.max(0, (answered_at === null ? now_ms : Date.parse(answered_at)) - Date.parse(issued_at));
}

export type KioskUse = "away" | "free" | "called" | "busy";

/** What a kiosk does: in use by a number, kept for one that is called, free, or not connected. */
export function kioskUse(kiosk: HallKiosk, visits: readonly HallVisit[]): KioskUse {
  if (kiosk.ticket !== null) return visits.some((visit) => visit.ticket === kiosk.ticket && visit.state === "called") ? "called" : "busy";
  return kiosk.connected ? "free" : "away";
}

/** What a resident reads with a number from the reception, and when somebody joins the visit; part of `kiosk-en.ts`. */
import type { kioskHallJa } from "./kiosk-hall-ja";
import type { Widen } from "./words";

export const kioskHallEn: Widen<typeof kioskHallJa> = {
  number: {
    open: "I have a number",
    title: "Type your ticket's number",
    field: "Number",
    hint: "The large digits on your ticket. If in doubt, please ask at the reception.",
    keys: "Digits",
    clear: "Clear",
    deleteOne: "Delete one digit",
    go: "Agree and go on",
    called: "Number {ticket} is called to this kiosk. Press “I have a number”.",
  },
  guests: {
    joined: "{role} {name} has joined and sees and hears you. If you would rather not, please tell the operator.",
    guest: "Guest",
    roles: { city_officer: "City officer", supervisor: "Supervisor" },
  },
};

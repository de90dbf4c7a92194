/** English words of a visit that goes on after the server was started anew; spread into `en.ts`. */
import type { restartJa } from "./restart-ja";

export const restartEn: typeof restartJa = {
  contactStates: { interrupted: "Reconnecting" },
  eventKinds: { interrupted: "Interrupted by a stop of the system", taken_up: "Taken up after the restart", caller_back: "The visitor's kiosk is back" },
};

/** The shape of the kiosk's catalogue: a text missing in one way of speaking does not compile. */
import type { kioskJa } from "./kiosk-ja";
import type { Widen } from "./words";

export type KioskWords = Widen<typeof kioskJa>;

/**
 * The three ways the kiosk speaks. Must never know storage: a resident's choice lives as long as the resident sits here.
 */
import { createContext, use } from "react";
import type { Language } from "../api/types";
import { kioskEasy } from "./kiosk-easy";
import { kioskEn } from "./kiosk-en";
import { kioskJa } from "./kiosk-ja";
import type { KioskWords } from "./kiosk-words";

export const voices = ["ja", "en", "easy"] as const;
export type Voice = (typeof voices)[number];

export interface KioskSpeech {
  voice: Voice;
  /** The language the queue knows; easy Japanese is Japanese. */
  language: Language;
  w: KioskWords;
}

const catalogues: Record<Voice, KioskWords> = { ja: kioskJa, en: kioskEn, easy: kioskEasy };

export const languageOf = (voice: Voice): Language => (voice === "en" ? "en" : "ja");
export const kioskSpeechIn = (voice: Voice): KioskSpeech => ({ voice, language: languageOf(voice), w: catalogues[voice] });

export const KioskSpeechContext = createContext<KioskSpeech>(kioskSpeechIn("ja"));
export const useKioskWords = (): KioskSpeech => use(KioskSpeechContext);

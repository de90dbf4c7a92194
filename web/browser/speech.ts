/**
 * The words of the shared browser on each side, in the way of speaking that the page has chosen. Kept apart from the
 * pages' own catalogues, so that they are loaded with the shared browser and not before.
 */
import { browserDeskEn } from "../words/browser-desk-en";
import { browserDeskJa } from "../words/browser-desk-ja";
import { browserKioskEasy } from "../words/browser-kiosk-easy";
import { browserKioskEn } from "../words/browser-kiosk-en";
import { browserKioskJa } from "../words/browser-kiosk-ja";
import { browserSharedEasy } from "../words/browser-shared-easy";
import { browserSharedEn } from "../words/browser-shared-en";
import { browserSharedJa } from "../words/browser-shared-ja";
import { useKioskWords, type Voice } from "../words/kiosk-speech";
import { useWords } from "../words/useWords";
import type { Widen } from "../words/words";

export type SharedWords = Widen<typeof browserSharedJa>;
export type DeskBrowserWords = Widen<typeof browserDeskJa>;
export type KioskBrowserWords = Widen<typeof browserKioskJa>;

export const sharedWords: Record<Voice, SharedWords> = { ja: browserSharedJa, en: browserSharedEn, easy: browserSharedEasy };
export const deskBrowserWords = { ja: browserDeskJa, en: browserDeskEn } satisfies Record<"ja" | "en", DeskBrowserWords>;
export const kioskBrowserWords: Record<Voice, KioskBrowserWords> = { ja: browserKioskJa, en: browserKioskEn, easy: browserKioskEasy };

export function useDeskBrowserWords() {
  const { language, pick } = useWords();
  return { w: deskBrowserWords[language] as DeskBrowserWords, shared: sharedWords[language], language, pick };
}

export function useKioskBrowserWords() {
  const { voice, language } = useKioskWords();
  const pick = (japanese: string, english: string) => (language === "en" ? english || japanese : japanese || english);
  return { w: kioskBrowserWords[voice], shared: sharedWords[voice], voice, language, pick };
}

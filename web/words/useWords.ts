/** The chosen language, its words, and the switch; kept in localStorage. */
import { createContext, use } from "react";
import type { Language } from "../api/types";
import { en } from "./en";
import { ja } from "./ja";
import type { Words } from "./words";

const STORAGE_KEY = "madoguchi.language";
const catalogues: Record<Language, Words> = { ja, en };

export interface Speech {
  language: Language;
  w: Words;
  /** The text of a pair that the server gives in both languages. */
  pick: (japanese: string | null | undefined, english: string | null | undefined) => string;
}

export function speechIn(language: Language): Speech {
  return {
    language,
    w: catalogues[language],
    pick: (japanese, english) => (language === "en" ? english || japanese : japanese || english) ?? "",
  };
}

export function storedLanguage(): Language {
  return localStorage.getItem(STORAGE_KEY) === "en" ? "en" : "ja";
}

export function storeLanguage(language: Language): void {
  localStorage.setItem(STORAGE_KEY, language);
  document.documentElement.lang = language;
}

export const SpeechContext = createContext<Speech>(speechIn("ja"));
export const useWords = (): Speech => use(SpeechContext);

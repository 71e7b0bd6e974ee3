/** The reader's language: that of the address, else the one chosen last, else the browser's. */
import { computed } from "@preact/signals";
import { languages } from "@qorgau/schemas/languages";
import type { Language } from "@qorgau/schemas/languages";
import { show, state } from "./page-state.ts";

const key = "language";

/** Each as its readers call it. */
export const languageNames = { kk: "Қазақша", ru: "Русский", en: "English" } as const satisfies Readonly<Record<Language, string>>;

export const language = computed<Language>(() => {
  const wished = [state.value.lang, localStorage.getItem(key), ...navigator.languages].map((tag) => (tag ?? "").slice(0, 2));
  return wished.flatMap((tag) => languages.filter((known) => known === tag))[0] ?? "en";
});

export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(key, chosen);
  show({ lang: chosen }, { replace: true });
}

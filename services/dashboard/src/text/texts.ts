/** The texts in the reader's language. English comes with the page, the others when they are wanted. */
import { computed, signal } from "@preact/signals";
import type { Language } from "@qorgau/schemas/languages";
import { language } from "../state/language.ts";
import { en } from "./en.ts";

type Form<Text> = Text extends string
  ? string
  : Text extends readonly string[]
    ? readonly string[]
    : "other" extends keyof Text
      ? { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>
      : { readonly [Name in keyof Text]: Form<Text[Name]> };
export type Texts = Form<typeof en>;

const loaded = signal<Partial<Record<Language, Texts>>>({ en });

const load: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => en,
  ru: async () => (await import("./ru.ts")).ru,
  kk: async () => (await import("./kk.ts")).kk,
};

/** Resolves once the texts of a language are there. */
export async function loadTexts(wanted: Language): Promise<void> {
  if (loaded.value[wanted] !== undefined) return;
  const texts = await load[wanted]();
  loaded.value = { ...loaded.value, [wanted]: texts };
}

/** Those of the reader's language; English until they have come. */
export const texts = computed<Texts>(() => loaded.value[language.value] ?? en);

/** Fills the places `{name}` of a text. */
export function fill(text: string, facts: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(facts[name] ?? place));
}

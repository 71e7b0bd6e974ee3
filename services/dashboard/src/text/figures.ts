/** Numbers, days, plurals, names of codes and their order, in the language of the reader. */
import { computed } from "@preact/signals";
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import type { Language } from "@qorgau/schemas/languages";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { language } from "../state/language.ts";
import { fill, texts } from "./texts.ts";
import type { Texts } from "./texts.ts";

/** For numbers. Browsers come without Kazakh, which writes numbers as Russian does; days are written from the texts. */
const locales: Readonly<Record<Language, string>> = { kk: "ru-KZ", ru: "ru-KZ", en: "en-GB" };

/** The ministry prints two digits after the point, which would make most rates of deaths 0.03; the answers have six significant ones. */
const significantDigits = 3;

/** The order of the Kazakh alphabet (Cyrillic), for browsers that do not have it. */
const kazakhLetters = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/** Of short numbers the one word that the two languages do not share. */
const kazakhThousand = "мың";

/** What of a row its denominator is told by. */
type Denominated = Pick<RatesRow, "exposure" | "exposureBasis" | "exposurePeriod" | "reason" | "status">;
type Bounded = Pick<RatesRow, "rate" | "lower" | "upper">;

/** "Region", "область", "облысы" and the like. */
const kindOfArea = /\s*(Region|область|город|облысы|қаласы)\s*/;

export const none = "—";

/** Everything that writes figures in one language. */
export function figuresIn(language: Language, text: Texts) {
  const locale = locales[language];
  const counts = new Intl.NumberFormat(locale);
  const rates = new Intl.NumberFormat(locale, { minimumSignificantDigits: significantDigits, maximumSignificantDigits: significantDigits });
  const exacts = new Intl.NumberFormat(locale, { maximumFractionDigits: 12 });
  const shorts = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const percents = new Intl.NumberFormat(locale, { style: "percent", signDisplay: "exceptZero", maximumFractionDigits: 1 });
  const plainPercents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const percentOf = (signDisplay: "auto" | "exceptZero") =>
    new Intl.NumberFormat(locale, { style: "percent", signDisplay, minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const [shares, changes] = [percentOf("auto"), percentOf("exceptZero")];
  const plurals = new Intl.PluralRules(locale);
  const collator = new Intl.Collator(locale);

  const rank = (letter: string) => kazakhLetters.indexOf(letter);
  const compareKazakh = (a: string, b: string): number => {
    const [left, right] = [a.toLowerCase().split(""), b.toLowerCase().split("")];
    const place = left.findIndex((letter, at) => letter !== right[at]);
    if (place === -1) return left.length - right.length;
    if (right[place] === undefined) return 1;
    const [x, y] = [rank(left[place]!), rank(right[place])];
    return x === -1 || y === -1 ? collator.compare(left[place]!, right[place]) : x - y;
  };

  const count = (value: number | null | undefined) => (value === null || value === undefined ? none : counts.format(value));
  const rate = (value: number | null | undefined) => (value === null || value === undefined ? none : rates.format(value));
  const day = (iso: string) =>
    fill(text.day, { day: Number(iso.slice(8)), month: text.monthNames[Number(iso.slice(5, 7)) - 1] ?? "", year: iso.slice(0, 4) });

  return {
    count,
    rate,
    /** A share or a change as a percentage with its sign, of a fraction: 0.12 is +12 %. */
    change: (fraction: number) => percents.format(fraction).replace("-", "−"),
    /** A share of a whole, of a fraction: 0.645 is 64.5 %. */
    share: (fraction: number | null) => (fraction === null ? none : plainPercents.format(fraction)),
    /** Percent as the API gives them, with its two decimals: 12.34 is 12.34 %. */
    percent: (value: number | null) => (value === null ? none : shares.format(value / 100)),
    /** The same of a change, with its sign. */
    changePercent: (value: number | null) => (value === null ? none : changes.format(value / 100).replace("-", "−")),
    /** As the service rounds it: six significant digits. */
    exact: (value: number | null | undefined) => (value === null || value === undefined ? none : exacts.format(value)),
    /** Round and large, for an axis: 1.2 million in so many signs as there is room for. */
    short: (value: number) => {
      const written = shorts.format(value);
      return language === "kk" ? written.replace("тыс.", kazakhThousand) : written;
    },
    interval: ({ rate: middle, lower, upper }: Bounded) =>
      middle === null || lower === null || upper === null ? none : `${rate(lower)}–${rate(upper)}`,
    denominator: (row: Denominated): string => {
      if (row.exposure === null) return row.reason === null ? none : text.reasons[row.reason];
      // Only days per case have a denominator that nobody states.
      const basis = row.exposureBasis === null ? text.explore.casesWithDays : text.bases[row.exposureBasis];
      const carried = row.exposurePeriod === null ? [] : [fill(text.carried, { period: row.exposurePeriod })];
      return [`${count(Math.round(row.exposure))} ${basis}`, text.statuses[row.status], ...carried].join(", ");
    },
    /** YYYY-MM-DD. */
    day,
    /** An instant, to the minute, in the reader's zone. */
    instant: (at: Date) => `${day(localDay(at))}, ${at.toTimeString().slice(0, 5)}`,
    /** A period of a response: a year, a quarter, a month, a day, the days of a year to date, the months of a rolling year. */
    period: (label: string): string => {
      const [from = "", to] = label.split("/");
      if (to !== undefined) return `${periodIn(from, day)} – ${periodIn(to, day)}`;
      return periodIn(label, day);
    },
    /** A month of a series, by its first day. */
    monthOf: (at: Date): string => `${at.toISOString().slice(5, 7)}.${at.toISOString().slice(0, 4)}`,
    /** A region without the word for region, where there is little room. */
    shortRegion: (code: string): string => (nameOfCode("region", code, language) ?? code).replace(kindOfArea, "").trim(),
    /** The form that a number asks for; `{count}` is filled in. */
    plural: (forms: Texts["daysSince"], number: number, facts: Readonly<Record<string, string>> = {}) =>
      fill(forms[plurals.select(number)] ?? forms.other, { ...facts, count: count(number) }),
    /** What a code is called; of one without a name the code. */
    name: (column: string, code: string | boolean | null | undefined): string => {
      if (code === null || code === undefined) return text.unknown;
      if (typeof code === "boolean") return code ? text.yes : text.no;
      return nameOfCode(column, code, language) ?? code;
    },
    /** The order of names in this language's alphabet. */
    compare: language === "kk" ? compareKazakh : collator.compare.bind(collator),
  };
}

function localDay(at: Date): string {
  return [at.getFullYear(), String(at.getMonth() + 1).padStart(2, "0"), String(at.getDate()).padStart(2, "0")].join("-");
}

function periodIn(label: string, day: (iso: string) => string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(label)) return day(label);
  if (/^\d{4}-\d{2}$/.test(label)) return `${label.slice(5)}.${label.slice(0, 4)}`;
  return label;
}

export type Figures = ReturnType<typeof figuresIn>;

/** In the reader's language. */
export const figures = computed<Figures>(() => figuresIn(language.value, texts.value));

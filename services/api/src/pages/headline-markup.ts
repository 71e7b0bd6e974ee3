/** How the headline of the page is written, whatever its figures are: a table for a reader without JavaScript, and the first second of everybody else. */
import type { Language } from "@qorgau/schemas/languages";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";

/** Reads the headline anew, and gives it as markup in a language; "" where nothing was reported. */
export interface Headline {
  /** Rejects as the reader does. */
  read(): Promise<(language: Language) => string>;
}

/** Throws where the parameters are refused. */
export function headlineQuery(parameters: Readonly<Record<string, string>>): RatesQuery {
  const parsed = parseRatesQuery(new URLSearchParams(parameters));
  if ("errors" in parsed) throw new Error("the request of the headline is refused");
  return parsed.query;
}

interface TableParts {
  readonly title: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** Markup of rows. */
  readonly lines: readonly string[];
  /** Markup between the table and what is for readers without JavaScript. */
  readonly note?: string;
  readonly without: string;
  /** The query of the same figures as CSV, escaped. */
  readonly csvQuery: string;
}

export function headlineMarkup({ title, caption, columns, lines, note = "", without, csvQuery }: TableParts): string {
  const headers = columns.map((header) => `<th scope="col">${header}</th>`);
  return `<div class="table headline" role="region" aria-label="${title}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${headers.join("")}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table></div>
${note}<noscript><p>${without} <a href="./v1/rates?${csvQuery}">CSV</a>, <a href="./docs">API</a>.</p></noscript>`;
}

/** Browsers and servers come without Kazakh, which writes numbers as Russian does. */
const locales: Readonly<Record<Language, string>> = { kk: "ru-KZ", ru: "ru-KZ", en: "en-GB" };

type Written = number | null | undefined;

/** What writes counts, rates and intervals; "–" where there is none. */
export function headlineNumbers(language: Language) {
  const counts = new Intl.NumberFormat(locales[language]);
  const rates = new Intl.NumberFormat(locales[language], { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
  const written = (value: Written, format: Intl.NumberFormat) => (value === null || value === undefined ? "–" : format.format(value));
  const rate = (value: Written) => written(value, rates);
  return {
    count: (value: Written) => written(value, counts),
    rate,
    interval: (of: { readonly rate: Written; readonly lower: Written; readonly upper: Written }) =>
      of.rate === null ? "–" : `${rate(of.lower)}–${rate(of.upper)}`,
  };
}

export const numberCells = (cells: readonly string[]): string => cells.map((cell) => `<td class="number">${cell}</td>`).join("");

/** The headline of a page that is open to all: protected figures of the last two years, and a sentence that says how they are protected. */
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import type { Language } from "@qorgau/schemas/languages";
import type { OpenRatesResponse, OpenRatesRow, RatesQuery } from "@qorgau/schemas/responses/rates";
import type { OpenFigures } from "../disclosure/open-figures.ts";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";
import type { Headline } from "./headline-table.ts";

interface OpenHeadlineTexts {
  readonly title: string;
  readonly injured: string;
  readonly year: string;
  readonly count: string;
  readonly rate: string;
  readonly interval: string;
  readonly batch: string;
  readonly protectedHow: string;
  readonly without: string;
}

const texts: Readonly<Record<Language, OpenHeadlineTexts>> = {
  en: {
    title: "Occupational injuries and deaths by year",
    injured: "Injured, the dead among them",
    year: "Year",
    count: "Count",
    rate: "Per 1,000 workers",
    interval: "95 % interval",
    batch: "batch",
    protectedHow:
      "These figures are protected: each count is changed by chance by {D} at most, and none from 1 to {js} is shown, so that nothing is learned of a person or an enterprise. Parts do not add up to their totals.",
    without: "Charts, map and tables need JavaScript. The same figures:",
  },
  ru: {
    title: "Травматизм и гибель на производстве по годам",
    injured: "Пострадавшие, включая погибших",
    year: "Год",
    count: "Число",
    rate: "На 1000 работников",
    interval: "Интервал 95 %",
    batch: "выпуск",
    protectedHow:
      "Эти числа защищены: каждое случайно изменено не более чем на {D}, числа от 1 до {js} не показываются, чтобы ничего нельзя было узнать о человеке или предприятии. Части не складываются в итог.",
    without: "Для графиков, карты и таблиц нужен JavaScript. Те же числа:",
  },
  kk: {
    title: "Жылдар бойынша өндірістік жарақат пен қаза",
    injured: "Зардап шеккендер, қаза тапқандарды қоса",
    year: "Жыл",
    count: "Саны",
    rate: "1000 қызметкерге шаққанда",
    interval: "95 % аралық",
    batch: "шығарылым",
    protectedHow:
      "Бұл сандар қорғалған: әрқайсысы кездейсоқ түрде ең көбі {D} бірлікке өзгертілген, 1 мен {js} аралығындағы сандар көрсетілмейді, сондықтан жеке адам немесе кәсіпорын туралы ештеңе білуге болмайды. Бөліктер жиынтыққа қосылмайды.",
    without: "Сызбалар, карта мен кестелер үшін JavaScript қажет. Сол сандар:",
  },
};

/** Browsers and servers come without Kazakh, which writes numbers as Russian does. */
const locales: Readonly<Record<Language, string>> = { kk: "ru-KZ", ru: "ru-KZ", en: "en-GB" };
const yearsShown = 2;

export const openHeadlineOf = ({ rates }: Pick<OpenFigures, "rates">): Headline => ({
  async read() {
    const [injured, bySeverity] = await Promise.all([rates(queryOf({})), rates(queryOf({ by: "severity" }))]);
    return (language) => openHeadlineTable(injured, bySeverity, language);
  },
});

function queryOf(parameters: Readonly<Record<string, string>>): RatesQuery {
  const parsed = parseRatesQuery(new URLSearchParams(parameters));
  if ("errors" in parsed) throw new Error("the request of the headline is refused");
  return parsed.query;
}

function openHeadlineTable(injured: OpenRatesResponse, bySeverity: OpenRatesResponse, language: Language): string {
  const years = injured.rows.slice(-yearsShown);
  const { D = 0, js = 0, batch = "" } = injured.disclosure ?? {};
  if (years.length === 0) return "";
  const text = texts[language];
  const lines = years
    .toReversed()
    .flatMap((total) => [
      line(total.period, text.injured, total, language),
      ...bySeverity.rows
        .filter(({ period }) => period === total.period)
        .map((row) => line(row.period, nameOfCode("severity", row.severity, language) ?? "–", row, language)),
    ]);
  const columnHeaders = [text.year, "", text.count, text.rate, text.interval].map((header) => `<th scope="col">${header}</th>`);
  return `<div class="table headline" role="region" aria-label="${text.title}" tabindex="0"><table>
<caption>${text.title} (${text.batch} ${batch})</caption>
<thead><tr>${columnHeaders.join("")}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table></div>
<p>${text.protectedHow.replace("{D}", String(D)).replace("{js}", String(js))}</p>
<noscript><p>${text.without} <a href="./v1/rates?format=csv">CSV</a>, <a href="./docs">API</a>.</p></noscript>`;
}

function line(year: string, name: string, { count, rate, lower, upper }: OpenRatesRow, language: Language): string {
  const counts = new Intl.NumberFormat(locales[language]);
  const rates = new Intl.NumberFormat(locales[language], { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
  const written = (value: number | null, format: Intl.NumberFormat) => (value === null ? "–" : format.format(value));
  const interval = rate === null ? "–" : `${written(lower, rates)}–${written(upper, rates)}`;
  const cells = [written(count, counts), written(rate, rates), interval];
  return `<tr><td>${year}</td><th scope="row">${name}</th>${cells.map((cell) => `<td class="number">${cell}</td>`).join("")}</tr>`;
}

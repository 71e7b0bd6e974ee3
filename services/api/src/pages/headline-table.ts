/** The headline of the page as a plain table: for a reader without JavaScript, and for the first second of everybody else. */
import type { Language } from "@qorgau/schemas/languages";
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import type { RatesReader } from "../rates/rates-reader.ts";
import { headlineMarkup, headlineNumbers, headlineQuery, numberCells } from "./headline-markup.ts";
import type { Headline } from "./headline-markup.ts";

interface HeadlineTexts {
  readonly title: string;
  readonly cut: string;
  readonly injured: string;
  readonly count: string;
  readonly before: string;
  readonly rate: string;
  readonly interval: string;
  readonly without: string;
}

const texts: Readonly<Record<Language, HeadlineTexts>> = {
  en: {
    title: "Occupational injuries and deaths, year to date",
    cut: "cut",
    injured: "Injured, the dead among them",
    count: "Count",
    before: "Same days of the year before",
    rate: "Per 1,000 workers",
    interval: "95 % interval",
    without: "Charts, map and tables need JavaScript. The same figures:",
  },
  ru: {
    title: "Травматизм и гибель на производстве с начала года",
    cut: "срез",
    injured: "Пострадавшие, включая погибших",
    count: "Число",
    before: "Те же дни прошлого года",
    rate: "На 1000 работников",
    interval: "Интервал 95 %",
    without: "Для графиков, карты и таблиц нужен JavaScript. Те же числа:",
  },
  kk: {
    title: "Жыл басынан бергі өндірістік жарақат пен қаза",
    cut: "кесік",
    injured: "Зардап шеккендер, қаза тапқандарды қоса",
    count: "Саны",
    before: "Былтырғы сол күндер",
    rate: "1000 қызметкерге шаққанда",
    interval: "95 % аралық",
    without: "Сызбалар, карта мен кестелер үшін JavaScript қажет. Сол сандар:",
  },
};

/** The headline of exact figures. */
export const headlineOf = (reader: Pick<RatesReader, "rates">): Headline => ({
  async read() {
    const figures = await readHeadline(reader);
    return (language) => headlineTable(figures, language);
  },
});

/** Injured, and each severity, of the running year beside the same days of the year before. */
interface HeadlineFigures {
  readonly injured: RatesResponse;
  readonly bySeverity: RatesResponse;
}

/** Rejects as the reader does. */
async function readHeadline({ rates }: Pick<RatesReader, "rates">): Promise<HeadlineFigures> {
  const [injured, bySeverity] = await Promise.all([
    rates(headlineQuery({ period: "ytd", compare: "year_before" })),
    rates(headlineQuery({ period: "ytd", by: "severity", compare: "year_before" })),
  ]);
  return { injured, bySeverity };
}

/** Markup of the figures, which names their cut; "" where nothing was reported. */
function headlineTable({ injured, bySeverity }: HeadlineFigures, language: Language): string {
  const total = injured.rows.at(-1);
  if (total === undefined) return "";
  const text = texts[language];
  const rows = bySeverity.rows.filter(({ period }) => period === total.period);
  const lines = [
    line(text.injured, total, language),
    ...rows.map((row) => line(nameOfCode("severity", row.severity, language) ?? "–", row, language)),
  ];
  return headlineMarkup({
    title: text.title,
    caption: `${text.title}, ${total.period.replace("/", " – ")} (${text.cut} ${injured.watermark})`,
    columns: ["", text.count, text.before, text.rate, text.interval],
    lines,
    without: text.without,
    csvQuery: "period=ytd&amp;format=csv",
  });
}

function line(name: string, row: RatesRow, language: Language): string {
  const { count, rate, interval } = headlineNumbers(language);
  return `<tr><th scope="row">${name}</th>${numberCells([count(row.count), count(row.previous?.count), rate(row.rate), interval(row)])}</tr>`;
}

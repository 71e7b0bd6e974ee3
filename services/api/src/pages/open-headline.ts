/** The headline of a page that is open to all: protected figures of the last two years, and a sentence that says how they are protected. */
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import type { Language } from "@qorgau/schemas/languages";
import type { OpenRatesResponse, OpenRatesRow } from "@qorgau/schemas/responses/rates";
import type { OpenFigures } from "../disclosure/open-figures.ts";
import { headlineMarkup, headlineNumbers, headlineQuery, numberCells } from "./headline-markup.ts";
import type { Headline } from "./headline-markup.ts";

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

const yearsShown = 2;

export const openHeadlineOf = ({ rates }: Pick<OpenFigures, "rates">): Headline => ({
  async read() {
    const [injured, bySeverity] = await Promise.all([rates(headlineQuery({})), rates(headlineQuery({ by: "severity" }))]);
    return (language) => openHeadlineTable(injured, bySeverity, language);
  },
});

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
  return headlineMarkup({
    title: text.title,
    caption: `${text.title} (${text.batch} ${batch})`,
    columns: [text.year, "", text.count, text.rate, text.interval],
    lines,
    note: `<p>${text.protectedHow.replace("{D}", String(D)).replace("{js}", String(js))}</p>\n`,
    without: text.without,
    csvQuery: "format=csv",
  });
}

function line(year: string, name: string, row: OpenRatesRow, language: Language): string {
  const { count, rate, interval } = headlineNumbers(language);
  return `<tr><td>${year}</td><th scope="row">${name}</th>${numberCells([count(row.count), rate(row.rate), interval(row)])}</tr>`;
}

/** What codes are called in the three languages of the country: for tables that people read. */
import { divisions, sections } from "./activities.ts";
import { namesOfColumns } from "./column-code-names.ts";
import { regions } from "./regions.ts";
import type { Language } from "../languages.ts";

/** Of severities, sexes, causes and kinds. No two of them share a code. */
export const codeNames: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  kk: {
    fatal: "Қаза болу",
    severe: "Ауыр",
    light: "Жеңіл",
    female: "Әйелдер",
    male: "Ерлер",
    work_organisation: "Жұмысты қанағаттанғысыз ұйымдастыру",
    gross_negligence: "Зардап шегушінің өрескел абайсыздығы",
    safety_rules: "Еңбек қауіпсіздігі және еңбекті қорғау қағидаларын бұзу",
    traffic_rules: "Жол жүрісі қағидаларын бұзу",
    equipment: "Жабдық",
    other: "Өзге",
    accident: "Жазатайым оқиға",
    disease: "Кәсіптік ауру",
    poisoning: "Улану",
  },
  ru: {
    fatal: "Смертельные",
    severe: "Тяжёлые",
    light: "Лёгкие",
    female: "Женщины",
    male: "Мужчины",
    work_organisation: "Неудовлетворительная организация производства работ",
    gross_negligence: "Грубая неосторожность пострадавшего",
    safety_rules: "Нарушение правил безопасности и охраны труда",
    traffic_rules: "Нарушение правил дорожного движения",
    equipment: "Оборудование",
    other: "Прочие",
    accident: "Несчастный случай",
    disease: "Профессиональное заболевание",
    poisoning: "Отравление",
  },
  en: {
    fatal: "Fatal",
    severe: "Severe",
    light: "Light",
    female: "Women",
    male: "Men",
    work_organisation: "Poor organisation of the work",
    gross_negligence: "Gross negligence of the victim",
    safety_rules: "Breach of safety rules",
    traffic_rules: "Breach of traffic rules",
    equipment: "Equipment",
    other: "Other",
    accident: "Accident",
    disease: "Occupational disease",
    poisoning: "Poisoning",
  },
};

type Names = Readonly<Record<Language, string>>;

const ofRegions = new Map<string, Names>(regions.map(({ iso, names }) => [iso, names]));
const ofSections = new Map<string, Names>(sections.map(({ code, names }) => [code, names]));
const ofDivisions = new Map<string, Names>(divisions.map(({ code, names }) => [code, names]));
const ofEnumeration = (code: string): Names | undefined =>
  codeNames.en[code] === undefined ? undefined : { kk: codeNames.kk[code]!, ru: codeNames.ru[code]!, en: codeNames.en[code] };

const ofColumns = Object.fromEntries(
  Object.entries(namesOfColumns).map(([column, names]) => [
    column,
    (code: string) => (Object.hasOwn(names, code) ? names[code] : undefined),
  ]),
);

const lists: Readonly<Record<string, (code: string) => Names | undefined>> = {
  region: (code) => ofRegions.get(code),
  sector: (code) => ofSections.get(code),
  division: (code) => ofDivisions.get(code),
  severity: ofEnumeration,
  sex: ofEnumeration,
  cause: ofEnumeration,
  kind: ofEnumeration,
  standingSeverity: ofEnumeration,
  ...ofColumns,
};

/** Of which columns the codes have names, in the order in which the lists stand. */
export const namedColumns: readonly string[] = Object.keys(lists);

/** What a code of this column is called; null where the column or the code has no name. */
export function nameOfCode(column: string, code: unknown, language: Language): string | null {
  if (typeof code !== "string" || !Object.hasOwn(lists, column)) return null;
  return lists[column]?.(code)?.[language] ?? null;
}

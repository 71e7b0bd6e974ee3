/**
 * The act of an accident related to work (form N-1 of Kazakhstan, Labour Code, articles 189 and 190) as a table: a row for each act, a column for each of
 * its fields. The act is drawn up for an accident that the commission found to be related to work, which every row states by being one. What it leaves
 * empty is not stated. Fields that no event has a member for are not sent, and the import tells which and in how many rows: names, circumstances and
 * measures in words, experience, briefings, medical examination, hours since the begin of the shift, intoxication, and the kind of the event, of which no
 * code list is published.
 */
import { ageBands } from "@qorgau/schemas/codes/enumerations";
import type { StoredColumns } from "@qorgau/schemas/tables/column-map";
import type { ImportFormat } from "../import-format.ts";
import { mappedTable } from "./mapped-table.ts";

/** The fields as enterprises head them; another heading is for a map of one's own. */
const fields: StoredColumns = {
  "Номер акта": "/subject",
  "Номер несчастного случая": "/data/accident",
  "Дата и время несчастного случая": "/data/occurredAt",
  "БИН работодателя": "/data/employer/bin",
  "Область регистрации работодателя": "/data/employer/region",
  "Область происшествия": "/data/region",
  ОКЭД: "/data/sector",
  "ИИН пострадавшего": "/data/worker/iin",
  "Табельный номер пострадавшего": "/data/worker/ref",
  "Пол пострадавшего": "/data/worker/sex",
  "Возраст пострадавшего": "/data/worker/ageBand",
  "Код занятия по МСКЗ-08": "/data/worker/occupation",
  "Степень тяжести": "/data/severity",
  "Дорожно-транспортное происшествие": "/data/roadTraffic",
  "Дата смерти": "/data/diedOn",
  "Диагноз по МКБ-10": "/data/diagnosis",
  "Дни нетрудоспособности": "/data/daysLost",
  Причины: "/data/causes",
  "Вина работодателя, %": "/data/fault/employerPercent",
  "Вина пострадавшего, %": "/data/fault/workerPercent",
  "Сообщено инспекции труда": "/data/notified/inspectorateAt",
  "Сообщено страховщику": "/data/notified/insurerAt",
  "Получено медицинское заключение": "/data/notified/medicalConclusionAt",
  "Создана комиссия": "/data/notified/commissionCreatedOn",
  "Окончено расследование": "/data/notified/investigationEndedOn",
  "Подписан акт": "/data/notified/actSignedOn",
};
const required = ["Номер акта", "Дата и время несчастного случая", "БИН работодателя", "Степень тяжести"];

/** Older workers than this are a mistake, which the ingest endpoint refuses as no band. */
const yearsMax = 99;

const inWords = (meanings: Readonly<Record<string, readonly string[]>>) =>
  new Map(Object.entries(meanings).flatMap(([code, words]) => words.map((word) => [word, code] as const)));

/** `18-24` and `65+` as the years that they hold. */
function yearsOf(band: string): string[] {
  const [first = 0, last = yearsMax] = band.replace("+", "").split("-").map(Number);
  return Array.from({ length: last - first + 1 }, (_, place) => String(first + place));
}

const words = {
  "/data/severity": inWords({
    light: ["легкая", "легкий", "жеңіл"],
    severe: ["тяжелая", "тяжелый", "ауыр"],
    fatal: ["смертельная", "смертельный", "со смертельным исходом", "қайтыс болды"],
  }),
  // In whole years; the bands themselves are read as they are.
  "/data/worker/ageBand": inWords(Object.fromEntries(ageBands.map((band) => [band, yearsOf(band)]))),
  "/data/worker/sex": inWords({ female: ["ж", "жен", "женский", "әйел"], male: ["м", "муж", "мужской", "ер"] }),
};

interface ActOptions {
  readonly source: string;
  /** In the place of the fields above, whose headings are then of no meaning. */
  readonly columns?: StoredColumns | undefined;
  /** Of every act that states none; 1 where absent. */
  readonly revision?: number | undefined;
  readonly encoding?: string | undefined;
}

/** Without a mark and not in UTF-8 a file is Windows-1251, as spreadsheets of the country save it. */
export function formN1({ source, columns, revision, encoding = "windows-1251" }: ActOptions): ImportFormat {
  return mappedTable({
    title: "acts of accidents, form N-1 of Kazakhstan (CSV or XLSX)",
    entity: "case",
    source,
    encoding,
    revision,
    columns: columns ?? fields,
    ...(columns === undefined ? { required } : {}),
    words,
    data: { kind: "accident", workRelated: "yes" },
  });
}
